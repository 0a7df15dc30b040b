/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text with block structure, out of a tree: white space is folded to one
 * space, blocks are parted by one \n, table cells by \t. Nothing stands
 * before the first or behind the last word.
 */
#ifndef NWI_HTML_EMIT_H
#define NWI_HTML_EMIT_H

#include "markup/tree.h"

/* What to put before the next word; the greater wins. */
enum nwi_gap { NWI_GAP_NONE, NWI_GAP_SPACE, NWI_GAP_CELL, NWI_GAP_BLOCK };

struct nwi_emit {
	struct nw_buf *out;
	size_t start; /* of our text in `out` */
	enum nwi_gap gap;
};

void nwi_emit_init(struct nwi_emit *emit, struct nw_buf *out);

/* Appends words; white space in or around them becomes a gap. */
void nwi_emit_text(struct nwi_emit *emit, struct nw_str text);

/* The same with line ends kept, as in <pre>. */
void nwi_emit_lines(struct nwi_emit *emit, struct nw_str text);

static inline void nwi_emit_gap(struct nwi_emit *emit, enum nwi_gap gap)
{
	if (gap > emit->gap)
		emit->gap = gap;
}

/* The gap that an element makes before and after itself. */
enum nwi_gap nwi_emit_gap_at(enum nwi_atom element);

static inline enum nwi_gap nwi_emit_gap_of(const struct nwi_node *element)
{
	return nwi_emit_gap_at((enum nwi_atom)element->atom);
}

/* Whether an element has no words for a reader: script, style, iframe, ... */
bool nwi_emit_is_silent(const struct nwi_node *element);

/* Cleans what was emitted, where `clean` does not say that it is. */
void nwi_emit_finish(const struct nwi_emit *emit, bool clean);

/* The whole tree's text, cleaned where `clean` does not say that it is. */
void nwi_emit_tree(const struct nwi_tree *tree, bool clean, struct nw_buf *out);

/*
 * nw_html_sanitise and nw_html_to_text of the same HTML, read once. Appends
 * to both.
 */
void nwi_html_read(struct nw_str html, struct nw_str base_url,
		   struct nw_arena *arena, struct nw_buf *safe,
		   struct nw_buf *text);

/* Bytes of `text` before the first that nw_html_escape would replace. */
size_t nwi_html_plain_len(struct nw_str text);

/* The text of all below `node`. */
void nwi_emit_node(struct nwi_emit *emit, const struct nwi_node *node);

#endif
