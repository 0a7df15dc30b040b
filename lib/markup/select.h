/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Selectors: CSS level 3 (W3C Recommendation of 2018-11-06) over a tree.
 *
 * Read are types, *, classes, ids, attributes with = ~= |= ^= $= *= and the
 * flags i and s, the combinators (blank) > + ~, groups with commas, escapes,
 * :not() with a list of compounds, :is() and :where() of the same,
 * :nth-child(an+b) and its kin (-last-child, -of-type, -last-of-type),
 * :first-child, :last-child, :only-child and their -of-type, :empty, :root,
 * :lang(), :link, :checked, :enabled and :disabled. What follows a pointer or
 * a script (:hover, :target), pseudo-elements and prefixes of namespaces
 * (but *|) are refused. Names of elements and attributes know no case,
 * classes and ids do.
 *
 * A selector is matched against a whole tree in one pass: for each element
 * it is known which beginnings of the selector end there, one bit each, so
 * the work is elements times compounds whatever the depth, and nothing is
 * ever tried twice.
 */
#ifndef NWI_MARKUP_SELECT_H
#define NWI_MARKUP_SELECT_H

#include "markup/tree.h"

/* Bytes of a selector's text, compounds in it, lists within lists. */
enum {
	NWI_SELECT_BYTES = 4096,
	NWI_SELECT_COMPOUNDS = 64,
	NWI_SELECT_NESTED = 4
};

struct nwi_select;

/* The elements that matched, in the document's order. */
struct nwi_selected {
	struct nwi_node **nodes;
	uint32_t count;
};

/*
 * Compiles `text` into the arena; it is copied. NW_BAD_CONFIG with the
 * column (characters, from 1) and what was expected there, NW_LIMIT over the
 * limits above or the arena's.
 */
enum nw_status nwi_select_compile(struct nw_str text, struct nw_arena *arena,
				  const struct nwi_select **out,
				  struct nw_error *err) NW_CHECKED;

/*
 * All elements of the tree that match. NW_LIMIT when the arena is full or
 * the page is so large and the selector so long that it would take seconds.
 */
enum nw_status nwi_select_run(const struct nwi_select *select,
			      const struct nwi_tree *tree,
			      struct nw_arena *arena, struct nwi_selected *out,
			      struct nw_error *err) NW_CHECKED;

/*
 * The first of them below `node`, or `node` itself; NULL without. Selectors
 * are matched against the page, as querySelector does, so "main .title"
 * finds the title in a record that stands in <main>.
 */
struct nwi_node *nwi_selected_in(const struct nwi_selected *selected,
				 const struct nwi_node *node);

/*
 * The index of the first of them whose number is at least `number`; `count`
 * without. Those below a node follow each other.
 */
uint32_t nwi_selected_from(const struct nwi_selected *selected,
			   uint32_t number);

/* The number of the last node below `node`; its own without any. */
uint32_t nwi_node_end(const struct nwi_node *node);

#endif
