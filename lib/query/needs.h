/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must stand in an item for a compiled query to match it: for those who
 * keep an index of words and want to look at fewer items.
 */
#ifndef NWI_QUERY_NEEDS_H
#define NWI_QUERY_NEEDS_H

#include <newswatch/query.h>

/* A folded word, as nw_token has it, or what such words begin with. */
struct nwi_need {
	struct nw_str text; /* of the image */
	bool prefix;
};

/*
 * One way for the query to match: all of the needs (one or two) stand in the
 * item's title or body.
 */
typedef void nwi_need_fn(void *arg, const struct nwi_need *needs, size_t count);

/*
 * Tells the ways of which at least one holds for every item that the query
 * matches. False when words cannot say (a topic alone, an outlet): every item
 * must be looked at then, whatever `each` was told.
 */
bool nwi_query_needs(const struct nw_queries *queries, uint32_t query,
		     nwi_need_fn *each, void *arg);

/*
 * A clause that can make a query match, alone or beside others: what stands
 * under its ANDs and ORs, and under no NOT. `at` and `len` are bytes of its
 * text, as in struct nw_query_clause; a clause that was written elsewhere
 * (@name) stands where it is used.
 */
struct nwi_branch {
	uint32_t at, len;
	bool wildcard; /* it has one */
};

typedef void nwi_branch_fn(void *arg, const struct nwi_branch *branch);

void nwi_query_branches(const struct nw_queries *queries, uint32_t query,
			nwi_branch_fn *each, void *arg);

#endif
