/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/commands.h"

const struct cli_command *const cli_commands[] = {
	&cli_parse,
	&cli_extract,
	&cli_completion,
	NULL,
};
