/* SPDX-License-Identifier: Apache-2.0 */
/* The commands `search` and `backtest` of the control socket. */
#ifndef NEWSWATCHD_QUERIES_H
#define NEWSWATCHD_QUERIES_H

#include "daemon/server/server.h"

control_fn queries_search;
control_fn queries_backtest;

/* Opens the desk, or gives it the settings of a new configuration. */
void queries_open(struct server *server, const struct config *config);

/* "queries":{...} of `status`. */
void queries_put_status(const struct server *server, struct nw_buf *out);

#endif
