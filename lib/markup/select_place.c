/* SPDX-License-Identifier: Apache-2.0 */
/* The places of elements among their siblings. */
#include "markup/select_impl.h"

#include <stdlib.h>

/* By parent, then by name, then in the document's order. */
static int compare(const void *a, const void *b)
{
	const struct nwi_node *x = *(const struct nwi_node *const *)a;
	const struct nwi_node *y = *(const struct nwi_node *const *)b;
	int order = 0;

	if (x->parent != y->parent)
		return x->parent->number < y->parent->number ? -1 : 1;
	if (x->atom != y->atom)
		return x->atom < y->atom ? -1 : 1;
	if (x->atom == NWI_A_NONE)
		order = nw_str_compare(x->text, y->text);
	if (order != 0)
		return order;
	return x->number < y->number ? -1 : x->number > y->number;
}

static bool is_same_type(const struct nwi_node *x, const struct nwi_node *y)
{
	return x->parent == y->parent && x->atom == y->atom &&
	       nw_str_equal(x->text, y->text);
}

/* Sorted, because no table of foreign names can be driven to collide then. */
static bool count_types(const struct nwi_tree *tree,
			struct select_place *places, struct nw_arena *arena)
{
	const struct nwi_node **order =
		nw_arena_array(arena, tree->count, sizeof(const void *));
	const struct nwi_node *node = tree->root;
	uint32_t count = 0;

	if (!order)
		return false;
	while ((node = nwi_node_next(node, tree->root))) {
		if (node->kind == NWI_NODE_ELEMENT)
			order[count++] = node;
	}
	if (count > 0)
		qsort(order, count, sizeof(const void *), compare);
	for (uint32_t from = 0, to = 0; from < count; from = to) {
		while (to < count && is_same_type(order[from], order[to]))
			to++;
		for (uint32_t i = from; i < to; i++) {
			places[order[i]->number].nth_of_type = i - from + 1;
			places[order[i]->number].all_of_type = to - from;
		}
	}
	return true;
}

static void count_children(const struct nwi_node *parent,
			   struct select_place *places)
{
	uint32_t all = 0;

	for (const struct nwi_node *at = parent->first; at; at = at->next) {
		if (at->kind == NWI_NODE_ELEMENT)
			places[at->number].nth = ++all;
	}
	for (const struct nwi_node *at = parent->first; at; at = at->next)
		places[at->number].all = all;
}

struct select_place *select_places(const struct nwi_tree *tree, bool types,
				   struct nw_arena *arena)
{
	struct select_place *places =
		nw_arena_array(arena, tree->count, sizeof(*places));
	const struct nwi_node *node = tree->root;

	if (!places || (types && !count_types(tree, places, arena)))
		return NULL;
	for (; node; node = nwi_node_next(node, tree->root))
		count_children(node, places);
	return places;
}
