/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commands share that check or run plugins without a daemon: the
 * plugins' descriptions, a configuration, and a pool of workers.
 */
#ifndef NEWSWATCH_CLI_SETUP_H
#define NEWSWATCH_CLI_SETUP_H

#include "daemon/cli/cli.h"
#include "daemon/worker/pool.h"

/* Rows for a command's options: where the installed parts are. */
#define SETUP_OPTIONS                                                     \
	{ "plugin-dir", "DIR", "where plugins are [" NW_PLUGIN_DIR "]" }, \
		{ "worker", "PATH",                                       \
		  "the worker program [" NW_WORKER_PATH "]" },            \
	{                                                                 \
		"data-dir", "DIR",                                        \
			"where the shipped topics are [" NW_DATA_DIR "]"  \
	}

struct setup {
	const struct cli *cli;
	struct nw_arena *arena;
	struct pool_settings pool_settings;
	struct config_plugin *plugins;
	size_t plugin_count;
	struct nw_buf lines;   /* what the plugins' folder complained about */
	struct nw_buf refused; /* what `plugins:` names and cannot be used */
	struct nwi_problems problems;
	struct pool_image image;
	struct config *config;
	struct loop *loop;
	struct pool *pool;
};

void setup_init(struct setup *setup, const struct cli *cli);
void setup_fini(struct setup *setup);

/*
 * Describes the plugins of --plugin-dir and those that the configuration at
 * `path` names; NULL: none, the same when it is not there.
 */
enum nw_status setup_plugins(struct setup *setup, const char *path,
			     struct nw_error *err) NW_CHECKED;

/*
 * Loads and checks a configuration; `path` NULL: an empty one, whose defaults
 * are the shipped classifiers. `flags` of enum config_input_flag. Problems are
 * in `problems`; describes the plugins first if that was not done.
 */
enum nw_status setup_config(struct setup *setup, const char *path,
			    uint32_t flags, struct nw_error *err) NW_CHECKED;

/* Starts workers for these parts (enum pool_part) and waits until ready. */
enum nw_status setup_pool(struct setup *setup, unsigned parts,
			  struct nw_error *err) NW_CHECKED;

/* Whether a mistake was found, in the files or in a named plugin. */
bool setup_failed(const struct setup *setup);

/* Prints the collected problems, a line each, on standard error. */
void setup_print_problems(const struct setup *setup);

#endif
