/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `newswatch topics` and its verbs: what the classifiers of a configuration
 * are made of.
 */
#ifndef NEWSWATCH_CLI_TOPICS_H
#define NEWSWATCH_CLI_TOPICS_H

#include "base/json.h"
#include "daemon/cli/setup.h"
#include <newswatch/topic.h>

enum { TOPICS_FILES = 256, TOPICS_SETTINGS_MAX = 64 * 1024 * 1024 };

/* The files of one classifier; what they point to lives with `settings`. */
struct topics_files {
	json_t *settings; /* owned */
	struct nw_topic_file definitions[TOPICS_FILES], models[TOPICS_FILES];
	size_t definition_count, model_count;
};

void topics_files_fini(struct topics_files *files);

/*
 * Reads the topic files and models that a classifier is configured with; none
 * for a plugin that has no such options.
 */
enum nw_status topics_files_of(const struct config_classifier *classifier,
			       struct topics_files *out,
			       struct nw_error *err) NW_CHECKED;

/* --config, else the usual one where it can be read, else NULL: shipped. */
const char *topics_config(const struct cli *cli);

/* The verbs: exit codes. */
int topics_list(struct cli *cli);
int topics_propose(struct cli *cli);
int topics_compare(struct cli *cli);

#endif
