/* SPDX-License-Identifier: Apache-2.0 */
/* Every command of `newswatch`, one file each. */
#ifndef NEWSWATCH_CLI_COMMANDS_H
#define NEWSWATCH_CLI_COMMANDS_H

#include "daemon/cli/cli.h"

extern const struct cli_command cli_parse;
extern const struct cli_command cli_extract;
extern const struct cli_command cli_language;
extern const struct cli_command cli_classify;
extern const struct cli_command cli_match;
extern const struct cli_command cli_cluster;
extern const struct cli_command cli_evaluate;
extern const struct cli_command cli_train;
extern const struct cli_command cli_topics;
extern const struct cli_command cli_check;
extern const struct cli_command cli_explain;
extern const struct cli_command cli_plugins;
extern const struct cli_command cli_sample;
extern const struct cli_command cli_status;
extern const struct cli_command cli_sources;
extern const struct cli_command cli_items;
extern const struct cli_command cli_alerts;
extern const struct cli_command cli_alert;
extern const struct cli_command cli_stories;
extern const struct cli_command cli_story;
extern const struct cli_command cli_spikes;
extern const struct cli_command cli_outbox;
extern const struct cli_command cli_why;
extern const struct cli_command cli_revisions;
extern const struct cli_command cli_search;
extern const struct cli_command cli_backtest;
extern const struct cli_command cli_reindex;
extern const struct cli_command cli_set_aside;
extern const struct cli_command cli_notices;
extern const struct cli_command cli_release;
extern const struct cli_command cli_forget;
extern const struct cli_command cli_label;
extern const struct cli_command cli_labels;
extern const struct cli_command cli_test_alert;
extern const struct cli_command cli_poll;
extern const struct cli_command cli_reload;
extern const struct cli_command cli_tail;
extern const struct cli_command cli_advance;
extern const struct cli_command cli_completion;

#endif
