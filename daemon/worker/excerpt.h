/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The excerpt of an alert: the sentence around the first match.
 */
#ifndef NEWSWATCH_WORKER_EXCERPT_H
#define NEWSWATCH_WORKER_EXCERPT_H

#include <newswatch/doc.h>

#define EXCERPT_BYTES 300
#define EXCERPT_MARKS 64

struct excerpt {
	struct nw_str text; /* borrowed from the document's body */
	struct nw_span marks[EXCERPT_MARKS];
	uint32_t mark_count; /* BODY: offsets into text; TITLE: as they were */
};

/*
 * Chooses the sentence that holds the first of `spans` in the body, cut at
 * words to EXCERPT_BYTES around the match; the first sentence when no span
 * is in the body. Linear in the body's tokens.
 */
void excerpt_make(const struct nw_doc *doc, const struct nw_span *spans,
		  uint32_t count, struct excerpt *out);

#endif
