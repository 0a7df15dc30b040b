/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch why URL [WATCH]`. */
#ifndef NEWSWATCHD_WHY_H
#define NEWSWATCHD_WHY_H

#include "daemon/server/server.h"

/*
 * Answers with the lines of LEDGER_QUERY_WHY and, behind each item's, a line
 * "watch" for each watch: what pool_explain says of it on the stored text,
 * "item_id", and the members of outcome.h. `args`: "text", and "watch" for one
 * alone.
 */
void why_ask(struct server *server, struct control_reply *reply,
	     const json_t *args);

#endif
