/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/commands.h"

/* In the order of the help: reading, configuration, the daemon. */
const struct cli_command *const cli_commands[] = {
	&cli_parse,	&cli_extract,	 &cli_language,	  &cli_classify,
	&cli_match,	&cli_cluster,	 &cli_evaluate,	  &cli_train,
	&cli_topics,	&cli_check,	 &cli_explain,	  &cli_plugins,
	&cli_sample,	&cli_status,	 &cli_sources,	  &cli_items,
	&cli_alerts,	&cli_alert,	 &cli_stories,	  &cli_story,
	&cli_spikes,	&cli_outbox,	 &cli_why,	  &cli_revisions,
	&cli_search,	&cli_backtest,	 &cli_tail,	  &cli_poll,
	&cli_release,	&cli_forget,	 &cli_label,	  &cli_labels,
	&cli_set_aside, &cli_notices,	 &cli_reindex,	  &cli_reload,
	&cli_advance,	&cli_test_alert, &cli_completion, NULL,
};
