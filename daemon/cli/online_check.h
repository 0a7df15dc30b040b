/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch check --online`: every source polled once, nothing stored. */
#ifndef NEWSWATCH_CLI_ONLINE_CHECK_H
#define NEWSWATCH_CLI_ONLINE_CHECK_H

#include "daemon/cli/setup.h"

/*
 * Polls all enabled sources of setup->config through setup->pool, politely,
 * prints a row for each as it ends, and returns 0 when all could be read, else
 * EX_UNAVAILABLE.
 */
int online_check(struct setup *setup);

/*
 * What `newswatch` does instead: runs the program beside the worker that has
 * the network, with the same command line. Returns an exit code when it
 * cannot, and -1 in the program that has it.
 */
int online_check_apart(const struct cli *cli);

#endif
