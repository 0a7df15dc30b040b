/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much each clause of a query brought in a backtest: lint that measures.
 */
#ifndef NW_DAEMON_QUERY_BRANCHES_H
#define NW_DAEMON_QUERY_BRANCHES_H

#include "daemon/query/job.h"

struct branches;

/* The clauses of version 0, in the arena; NULL without memory for them. */
struct branches *branches_new(const struct judge *judge,
			      struct nw_arena *arena);

/* Counts a hit of version 0; `arena` is for scratch. NULL: nothing. */
void branches_count(struct branches *branches, const struct judged *judged,
		    struct nw_arena *arena);

/*
 * Sends a line of the type "clause" for each: "offset" and "length" in the
 * query's text, "hits" that it had a part in, "alone" where no other clause
 * held, and "lint": "never" for one that matched nothing, "volume" for a
 * wildcard that alone made most of the hits, else null.
 */
void branches_put(const struct branches *branches, struct job *job);

#endif
