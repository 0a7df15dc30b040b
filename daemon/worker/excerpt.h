/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The excerpt of an alert: the sentences that hold the match.
 */
#ifndef NEWSWATCH_WORKER_EXCERPT_H
#define NEWSWATCH_WORKER_EXCERPT_H

#include <newswatch/doc.h>

/* Three sentences of news agencies (28 words, 170 bytes) and their joints. */
#define EXCERPT_BYTES	  520
#define EXCERPT_SENTENCES 3
#define EXCERPT_MARKS	  64

struct excerpt {
	struct nw_str text; /* one line, in the arena; "" without a body */
	struct nw_span marks[EXCERPT_MARKS];
	uint32_t mark_count; /* BODY: offsets into text; TITLE: as they were */
};

/*
 * Chooses the sentences of the body that show each matched word once, at most
 * EXCERPT_SENTENCES of them, those that show the most first: for a NEAR over
 * two sentences both. What is left out, between them or of a sentence that is
 * too long, is "…". The first sentence when no span is in the body. `spans`
 * are in the order of the text. Linear in the body's tokens.
 */
void excerpt_make(const struct nw_doc *doc, const struct nw_span *spans,
		  uint32_t count, struct nw_arena *arena, struct excerpt *out);

#endif
