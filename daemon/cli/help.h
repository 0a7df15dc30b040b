/* SPDX-License-Identifier: Apache-2.0 */
/* The help texts, all made from the rows of cli.h. */
#ifndef NEWSWATCH_CLI_HELP_H
#define NEWSWATCH_CLI_HELP_H

#include "daemon/cli/cli.h"

#include <stdio.h>

void help_overview(FILE *to);
void help_command(const struct cli_command *command);

/* One line on standard error with the nearest command's name. */
void help_unknown(const char *word);

/* A completion script for bash, from the same rows. */
void help_completion(FILE *to);

#endif
