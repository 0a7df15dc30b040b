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
	bool failed; /* the arena is full */
};

bool nwi_eval_holds(struct nwi_eval *e, uint32_t node);

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
