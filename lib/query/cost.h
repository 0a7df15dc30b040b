/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a query may cost. Every limit has a name and a number, and a query
 * that is over one is told how much it measures.
 */
#ifndef NWI_QUERY_COST_H
#define NWI_QUERY_COST_H

#include "query/lang.h"

/*
 * Steps that a query may take, as nwi_query_cost counts them. On the worst
 * items there can be (1 MiB of one word of two letters, of sentences of one
 * word) the dearest queries under this limit took up to 1.6 s, beside other
 * work; a worker has 5 s.
 */
enum { NWI_QUERY_STEPS = 65536 };

enum nwi_limit {
	NWI_LIMIT_BYTES,
	NWI_LIMIT_WORDS,
	NWI_LIMIT_WILDCARDS,
	NWI_LIMIT_LETTERS, /* before a wildcard: a least, not a most */
	NWI_LIMIT_STARS,
	NWI_LIMIT_DEPTH,
	NWI_LIMIT_USES,
	NWI_LIMIT_STEPS
};

/* Reports that a query is over a limit, with what was measured. */
void nwi_query_over(struct nwi_reading *r, size_t at, size_t len,
		    enum nwi_limit limit, uint64_t measured);

/*
 * About how often a word of an item is looked at for one query. A word is
 * one; a wildcard more, the fewer letters it begins with; NEAR multiplies its
 * sides by a tenth of its width, SENTENCE by the sentences of an item.
 */
uint64_t nwi_query_cost(const struct nwi_expr *tree);

#endif
