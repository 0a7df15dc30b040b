/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One query on one scanned document: whether it holds, and which words made
 * it hold.
 */
#ifndef NWI_QUERY_EVAL_H
#define NWI_QUERY_EVAL_H

#include "query/scan.h"

/*
 * Stretches that one NEAR hands on to a NEAR around it. A text of one word
 * repeated has NEAR_MAX times its length of them; newswatch-query(7) names
 * the limit.
 */
enum { NWI_NEAR_STRETCHES = 65536, NWI_HIT_SPANS = 64 };

/* From the word at one place to the word at another, both included. */
struct nwi_stretch {
	uint32_t first, last;
};

struct nwi_eval {
	struct nwi_scan *scan;
	struct nwi_stretch *stack;
	size_t used, room;
	uint32_t from, to; /* only places of [from, to); to 0 is no end */
	uint16_t *masks;   /* of eval_slop.c: bits a token, all 0 between */
	bool failed;	   /* the arena is full */
};

bool nwi_eval_holds(struct nwi_eval *e, uint32_t node);

static inline const struct nwi_image_node *
nwi_eval_node(const struct nwi_eval *e, uint32_t at)
{
	return &e->scan->q->nodes[at];
}

/* The places of an atom where a node looks, within [from, to). */
struct nwi_places nwi_eval_places(const struct nwi_eval *e, uint32_t atom,
				  enum nwi_where where);

/*
 * Stretches lie on one stack; a caller remembers where its own begin and
 * drops them by setting `used` back.
 */
void nwi_eval_push(struct nwi_eval *e, uint32_t first, uint32_t last);

/*
 * Pushes the stretches of what has places, sorted, none twice; with a limit
 * of 1 any one will do.
 */
void nwi_eval_push_all(struct nwi_eval *e, uint32_t node, size_t limit);

/* Pushes what made a subtree hold, unsorted. */
void nwi_eval_reasons(struct nwi_eval *e, uint32_t node);

/* eval_slop.c: stretches, or with `parts` the words in them. */
void nwi_eval_slop(struct nwi_eval *e, const struct nwi_image_node *node,
		   size_t limit, bool parts);

/* eval_count.c; of a node that has stretches how many share no word. */
uint32_t nwi_eval_occurrences(struct nwi_eval *e, uint32_t node);
/* In NWI_WEIGHT_UNIT. */
int64_t nwi_eval_sum(struct nwi_eval *e, uint32_t node);
bool nwi_eval_atleast(struct nwi_eval *e, uint32_t node);
bool nwi_eval_score(struct nwi_eval *e, uint32_t node);
bool nwi_eval_sentence(struct nwi_eval *e, uint32_t node);
void nwi_eval_sentence_reasons(struct nwi_eval *e, uint32_t node);

/*
 * The words that made a query match, in the order of the text, at most
 * NWI_HIT_SPANS, none inside another; returns how many.
 */
uint32_t nwi_eval_spans(struct nwi_eval *e, uint32_t node,
			struct nw_span spans[NWI_HIT_SPANS]);

/*
 * Pushes the stretches of a node that has places, in the order of the text;
 * they are stack[returned] .. stack[used - 1]. The caller sets `used` back.
 */
size_t nwi_eval_stretches(struct nwi_eval *e, uint32_t node);

/* A stretch as a span of the document. */
struct nw_span nwi_eval_span(const struct nwi_eval *e,
			     struct nwi_stretch stretch);

#endif
