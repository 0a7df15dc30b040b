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

#endif
