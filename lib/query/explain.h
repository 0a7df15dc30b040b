/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why one clause does not hold, and how near it came.
 */
#ifndef NWI_QUERY_EXPLAIN_H
#define NWI_QUERY_EXPLAIN_H

#include "query/eval.h"

enum {
	NWI_WHY_HOLDS = 1000, /* nwi_why_nearness of what holds */
	/* Steps that the measuring of one query may take: about 0.1 s. */
	NWI_WHY_STEPS = 20 * 1000 * 1000
};

struct nwi_why {
	struct nwi_eval eval;
	struct nw_arena *arena;
	struct nw_str text; /* of the query; absent allowed */
	int64_t steps;	    /* that are left; below 0 nothing is measured */
};

static inline const struct nwi_image_node *nwi_why_node(const struct nwi_why *w,
							uint32_t at)
{
	return &w->eval.scan->q->nodes[at];
}

static inline const struct nwi_image_clause *
nwi_why_clause(const struct nwi_why *w, uint32_t at)
{
	return &w->eval.scan->q->clauses[at];
}

/* The clause as the query spells it; absent without the query's text. */
struct nw_str nwi_why_quote(const struct nwi_why *w, uint32_t node);

/*
 * How near a node came to holding, from 0 to NWI_WHY_HOLDS: only good to
 * choose between the alternatives of an OR.
 */
uint32_t nwi_why_nearness(struct nwi_why *w, uint32_t node);

/*
 * Says of a node that does not hold, and that is no AND, what is missing:
 * fills note, found, wanted and spans.
 */
void nwi_why_fails(struct nwi_why *w, uint32_t node,
		   struct nw_query_clause *out);

/*
 * The same of what counts or narrows: ATLEAST, SCORE, SENTENCE and "..."~n;
 * `holds` as it was evaluated. False: it is none of these.
 */
bool nwi_why_counts(struct nwi_why *w, uint32_t node, bool holds,
		    struct nw_query_clause *out);

/* How many words of a PHRASE or SLOP stand in the item at all. */
uint32_t nwi_why_present(struct nwi_why *w, const struct nwi_image_node *node);

/* nwi_why_nearness of what counts or narrows and does not hold. */
uint32_t nwi_why_counted(struct nwi_why *w, uint32_t node);

/* The words that made a node hold, into the clause. */
void nwi_why_words(struct nwi_why *w, uint32_t node,
		   struct nw_query_clause *out);

/* Says of what holds how near or how often it is. */
void nwi_why_holds(struct nwi_why *w, uint32_t node,
		   struct nw_query_clause *out);

#endif
