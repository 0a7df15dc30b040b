/* SPDX-License-Identifier: Apache-2.0 */
/* What a person said of an item: the members `labels` and `weight`. */
#ifndef NEWSWATCH_CLI_LABELS_H
#define NEWSWATCH_CLI_LABELS_H

#include "base/json.h"
#include "daemon/cli/cli.h"

struct labels {
	json_t *line;	   /* owned */
	const json_t *are; /* array of names */
	double weight;	   /* 1 where it is not said */
};

/* NW_BAD_INPUT where `labels` is missing or no list, or `weight` no number
 * over 0 and up to 100. */
enum nw_status labels_read(struct labels *labels, struct nw_str line,
			   struct nw_error *err) NW_CHECKED;
void labels_fini(struct labels *labels);

bool labels_have(const struct labels *labels, struct nw_str topic);

/*
 * What people told the daemon of a topic, a line for each label; `line` as
 * the files of `newswatch train` have it. Stops at what it refuses.
 */
typedef enum nw_status labels_line_fn(void *arg, struct nw_str line,
				      struct nw_error *err);
enum nw_status labels_ask(const struct cli *cli, struct nw_str topic,
			  labels_line_fn *line, void *arg,
			  struct nw_error *err) NW_CHECKED;

#endif
