/* SPDX-License-Identifier: Apache-2.0 */
/* Every command of `newswatch`, one file each. */
#ifndef NEWSWATCH_CLI_COMMANDS_H
#define NEWSWATCH_CLI_COMMANDS_H

#include "daemon/cli/cli.h"

extern const struct cli_command cli_parse;
extern const struct cli_command cli_extract;
extern const struct cli_command cli_completion;

#endif
