/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A forgiving tree of an HTML page or fragment.
 *
 * Built in one pass in linear time, in the arena: elements and texts, without
 * comments and doctype. It follows the standard where readers of news would
 * notice: implied end tags (p, li, dd, dt, option, table parts, headings),
 * void elements, raw text, foreign content, a second <body> ignored, </b> in
 * the wrong place. It does not foster-parent, re-open formatting elements or
 * invent <html>, <head> and <body>. No node is deeper than NWI_TREE_DEPTH:
 * elements below that are dropped and their children kept as children of the
 * deepest, so walks may recurse.
 */
#ifndef NWI_MARKUP_TREE_H
#define NWI_MARKUP_TREE_H

#include "markup/attr.h"
#include <newswatch/arena.h>

#define NWI_TREE_DEPTH 256

enum nwi_node_kind {
	NWI_NODE_ROOT = 0, /* the document or fragment; no name */
	NWI_NODE_ELEMENT,
	NWI_NODE_TEXT
};

struct nwi_node {
	struct nwi_node *parent, *first, *last, *next;
	struct nw_str
		text; /* ELEMENT: name in lower case. TEXT: decoded text */
	const struct nwi_attr *attrs;
	uint32_t attr_count;
	uint32_t from, to; /* bytes of the source; an element's from its start
			      tag to the end of its end tag or content */
	uint16_t atom;	   /* enum nwi_atom; 0 for text and unknown names */
	uint8_t kind;	   /* enum nwi_node_kind */
	uint8_t ns;	   /* NWI_NS_XHTML, NWI_NS_SVG or NWI_NS_MATHML */
	uint32_t number;   /* order in the document; the root is 0 */
};

struct nwi_tree {
	struct nwi_node *root;
	uint32_t count; /* nodes, the root included */
	bool cut; /* the arena was full: the tree is the page's beginning */
};

/*
 * Reads `html` (valid UTF-8, at most 4 GiB) into `*out`. The slices point
 * into `html` or the arena, both must outlive the tree. NW_LIMIT when the
 * arena cannot hold even the root, or html is larger.
 */
enum nw_status nwi_tree_build(struct nw_str html, struct nw_arena *arena,
			      struct nwi_tree *out,
			      struct nw_error *err) NW_CHECKED;

/* The next node in document order within `root`, NULL after the last. */
struct nwi_node *nwi_node_next(const struct nwi_node *node,
			       const struct nwi_node *root);

/* The same without the children of `node`. */
struct nwi_node *nwi_node_skip(const struct nwi_node *node,
			       const struct nwi_node *root);

/* The first element of that atom below `root`, NULL without. */
struct nwi_node *nwi_node_find(const struct nwi_node *root, enum nwi_atom atom);

/* An attribute's value; absent without, "" when it has none. */
struct nw_str nwi_node_attr(const struct nwi_node *node, enum nwi_atom atom);

/* Appends all text below `node` as it is, scripts and styles too. */
void nwi_node_text(const struct nwi_node *node, struct nw_buf *out);

#endif
