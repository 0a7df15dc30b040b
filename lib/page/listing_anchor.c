/* SPDX-License-Identifier: Apache-2.0 */
/* What can stand for a record. */
#include "page/listing_impl.h"

#include "html/emit.h"
#include "markup/scan.h"
#include <stdlib.h>

/* Characters of a title. */
enum { SHORTEST = 4, LONGEST = 400, LINK_SHORTEST = 8, NOISE = 40 };

struct collect {
	const struct listing *listing;
	struct list_anchor *at;
	uint32_t count, room;
};

static bool is_inside(const struct listing *listing,
		      const struct nwi_node *node, unsigned marks)
{
	for (node = node->parent; node; node = node->parent) {
		if (list_marks(listing, node) & marks)
			return true;
		if (list_marks(listing, node) & LIST_BLOCK)
			return false;
	}
	return false;
}

static uint32_t mix(uint32_t hash, uint32_t value)
{
	hash = (hash ^ value) * UINT32_C(0x9e3779b1);
	return hash ^ hash >> 15;
}

/*
 * Twice: once with all of its path and names only, so that records whose
 * classes differ come together, and once with the classes.
 */
static void put(struct collect *c, struct nwi_node *node, enum list_kind kind)
{
	const struct list_stat *stat = list_stat_of(c->listing, node);

	if (c->room - c->count < 2)
		return;
	c->at[c->count++] =
		(struct list_anchor){ node, mix(stat->path, (uint32_t)kind),
				      (uint8_t)kind };
	c->at[c->count++] = (struct list_anchor){
		node, mix(stat->shape, (uint32_t)kind + 64), (uint8_t)kind
	};
}

/* At most NWI_TREE_DEPTH steps. */
static const struct nwi_node *sibling_before(const struct listing *listing,
					     const struct nwi_node *node)
{
	const struct nwi_node *at = listing->nodes[node->number - 1];

	if (at == node->parent)
		return NULL;
	while (at->parent != node->parent)
		at = at->parent;
	return at;
}

/* No word stands before it in its block. */
static bool begins_block(const struct listing *listing,
			 const struct nwi_node *node)
{
	const struct list_stat *stat = list_stat_of(listing, node);
	const struct nwi_node *block = node->parent;

	while (block->parent && !(list_marks(listing, block) & LIST_BLOCK))
		block = block->parent;
	if (list_stat_of(listing, block)->chars == stat->chars)
		return true;
	/* or behind a line break */
	const struct nwi_node *at = sibling_before(listing, node);
	if (at && list_chars(listing, at) == 0 && at->atom != NWI_A_BR)
		at = sibling_before(listing, at);
	return at &&
	       (at->atom == NWI_A_BR || list_marks(listing, at) & LIST_BLOCK);
}

/* A heading or a named title below, which says it better. */
static bool holds_title(const struct listing *listing,
			const struct nwi_node *node)
{
	uint32_t end = list_stat_of(listing, node)->end;

	for (uint32_t i = node->number + 1; i < end; i++) {
		if (listing->stats[i].marks & LIST_HEADING ||
		    (listing->stats[i].marks & LIST_TITLE &&
		     listing->nodes[i]->kind == NWI_NODE_ELEMENT))
			return true;
	}
	return false;
}

static bool is_date(const struct listing *listing, const struct nwi_node *node)
{
	struct nw_instant date;
	uint32_t chars = list_chars(listing, node);

	return chars <= 40 && chars >= 4 &&
	       list_read_date(listing, list_text(listing, node, 120), NULL,
			      &date);
}

static void put_title(struct collect *c, struct nwi_node *node, unsigned marks)
{
	const struct listing *listing = c->listing;
	uint32_t chars = list_chars(listing, node);

	if (chars < SHORTEST || chars > LONGEST ||
	    (chars < NOISE && list_is_noise(list_text(listing, node, NOISE))))
		return;
	if (marks & LIST_HEADING) {
		if (!is_date(listing, node))
			put(c, node, LIST_BY_HEADING);
		else if (list_read_clock(list_text(listing, node, 40)) >= 0)
			put(c, node, LIST_BY_TIME);
	} else if (marks & LIST_TITLE) {
		if (!holds_title(listing, node) &&
		    !is_inside(listing, node, LIST_HEADING))
			put(c, node, LIST_BY_TITLE);
	}
}

static void put_inline(struct collect *c, struct nwi_node *node)
{
	const struct listing *listing = c->listing;
	uint32_t chars = list_chars(listing, node);
	bool link = node->atom == NWI_A_A;

	if (chars < (link ? LINK_SHORTEST : SHORTEST) || chars > 2000 ||
	    is_inside(listing, node, LIST_HEADING | LIST_TITLE))
		return;
	if (chars < NOISE && list_is_noise(list_text(listing, node, NOISE)))
		return;
	if (link && !nw_str_is_absent(nwi_node_attr(node, NWI_A_HREF))) {
		if (!holds_title(listing, node))
			put(c, node, LIST_BY_LINK);
	} else if (!link && chars <= LONGEST &&
		   !(list_marks(listing, node) & LIST_LINK) &&
		   begins_block(listing, node)) {
		put(c, node, LIST_BY_BOLD);
	}
}

static void put_element(struct collect *c, struct nwi_node *node)
{
	unsigned marks = list_marks(c->listing, node);

	if (marks & (LIST_HEADING | LIST_TITLE))
		put_title(c, node, marks);
	switch (node->atom) {
	case NWI_A_A:
	case NWI_A_B:
	case NWI_A_STRONG:
		put_inline(c, node);
		break;
	case NWI_A_DT:
		put(c, node, LIST_BY_TERM);
		break;
	case NWI_A_TIME:
		put(c, node, LIST_BY_TIME);
		break;
	default:
		if (marks & LIST_ITEM && list_chars(c->listing, node) >= 40)
			put(c, node, LIST_BY_ITEM);
	}
}

static int compare(const void *a, const void *b)
{
	const struct list_anchor *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->node->number < y->node->number   ? -1
	       : x->node->number > y->node->number ? 1
						   : 0;
}

struct list_anchor *list_anchors(const struct listing *listing, uint32_t *count)
{
	struct collect c = { .listing = listing };

	c.room = listing->tree.count * 2 + 2;
	c.at = nw_arena_array(listing->arena, c.room, sizeof(*c.at));
	if (!c.at)
		return NULL;
	for (uint32_t i = 1; i < listing->tree.count; i++) {
		struct nwi_node *node = listing->nodes[i];
		unsigned marks = listing->stats[i].marks;

		if (marks & LIST_SILENT)
			continue;
		if (node->kind == NWI_NODE_ELEMENT)
			put_element(&c, node);
		else if (marks & LIST_STAMP && node->parent->atom != NWI_A_TIME)
			put(&c, node->parent, LIST_BY_TIME);
	}
	if (c.count > 0)
		qsort(c.at, c.count, sizeof(*c.at), compare);
	*count = c.count;
	return c.at;
}
