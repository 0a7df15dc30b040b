/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch completion`: a script for bash. */
#include "daemon/cli/commands.h"
#include "daemon/cli/help.h"

static int run(struct cli *cli)
{
	(void)cli;
	help_completion(stdout);
	return 0;
}

const struct cli_command cli_completion = {
	.name = "completion",
	.operands = "",
	.summary = "Print the completion script for bash",
	.help = "  newswatch completion > /etc/bash_completion.d/newswatch",
	.run = run,
};
