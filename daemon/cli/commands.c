/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/commands.h"

const struct cli_command *const cli_commands[] = {
	&cli_parse,  &cli_extract,    &cli_status,     &cli_sources,
	&cli_items,  &cli_alerts,     &cli_alert,      &cli_outbox,
	&cli_why,    &cli_set_aside,  &cli_notices,    &cli_release,
	&cli_forget, &cli_test_alert, &cli_poll,       &cli_reload,
	&cli_tail,   &cli_advance,    &cli_completion, NULL,
};
