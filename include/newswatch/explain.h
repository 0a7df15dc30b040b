/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reader took for what, told while it reads.
 *
 * Readers that get a `struct nw_explain` call it for each decision that an
 * operator could doubt: this is a record, this its date, this was cut and
 * why. Without one nothing is computed for it. `newswatch parse --explain`
 * and `newswatch extract --explain` print what comes.
 */
#ifndef NEWSWATCH_EXPLAIN_H
#define NEWSWATCH_EXPLAIN_H

#include <newswatch/text.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nw_explained {
	uint32_t size;
	uint32_t reserved;
	struct nw_str what; /* "record", "title", "date", "cut", ... */
	struct nw_str text; /* the words it is about; may be long */
	struct nw_str why;  /* one line */
	uint64_t from, to;  /* bytes of the document as read; 0, 0: unknown */
};

/* The strings live until the call returns. */
struct nw_explain {
	void (*note)(void *arg, const struct nw_explained *explained);
	void *arg;
};

/* Tells it where somebody asked. */
static inline void nw_explain(const struct nw_explain *explain,
			      const struct nw_explained *explained)
{
	if (explain && explain->note)
		explain->note(explain->arg, explained);
}

/*
 * Appends the explanation's object, {"type":"explain",...}. One line, no
 * final newline; the text is cut at 300 bytes.
 */
NW_PUBLIC void nw_explained_to_json(const struct nw_explained *explained,
				    struct nw_buf *out);

#ifdef __cplusplus
}
#endif
#endif
