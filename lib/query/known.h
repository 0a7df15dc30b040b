/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names that a configuration has, for the warning about those that it has
 * not: topic:strkes compiles, and matches nothing for ever.
 */
#ifndef NWI_QUERY_KNOWN_H
#define NWI_QUERY_KNOWN_H

#include "base/map.h"
#include "query/lang.h"

struct nwi_known {
	const struct nw_query_set *set; /* NULL: nothing is known */
	struct nw_arena *arena;		/* NULL until the first question */
	struct nwi_map topics, sources,
		outlets; /* folded -> the name as it is */
};

void nwi_known_fini(struct nwi_known *known);

/*
 * Warns of the topics, sources, outlets, affiliations and countries in a tree
 * that nobody knows.
 */
void nwi_known_check(struct nwi_known *known, struct nwi_reading *r,
		     const struct nwi_expr *tree);

#endif
