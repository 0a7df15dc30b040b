/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From anchors to records: the largest element around each that holds no
 * other of them, or a stretch of siblings.
 */
#include "page/listing_impl.h"

#include "html/emit.h"
#include <stdlib.h>

enum { LEADING_MAX = 4, LEADING_CHARS = 80, CROWDED = 8 };

static struct nwi_node *ancestor(struct nwi_node *node, unsigned up)
{
	while (up-- > 0 && node->parent)
		node = node->parent;
	return node;
}

/* Steps from `a` up to the child of the last element that holds both. */
static unsigned steps_apart(const struct listing *listing,
			    const struct nwi_node *a, const struct nwi_node *b)
{
	unsigned steps = 0;
	uint32_t number = b->number;

	while (a->parent) {
		const struct list_stat *above =
			list_stat_of(listing, a->parent);
		if (number >= a->parent->number && number < above->end)
			break;
		a = a->parent;
		steps++;
	}
	return steps;
}

struct stretch {
	struct nwi_node *anchor, *top;
	unsigned steps;
};

/* How far up from the anchor the record's element is, for most of them. */
static unsigned common_steps(const struct stretch *at, uint32_t count)
{
	uint32_t counts[NWI_TREE_DEPTH + 4] = { 0 };
	unsigned best = 0;

	for (uint32_t i = 0; i < count; i++)
		counts[at[i].steps]++;
	for (unsigned i = 1; i < NWI_TREE_DEPTH + 4; i++) {
		if (counts[i] > counts[best])
			best = i;
	}
	return best;
}

static bool is_plain(const struct nwi_node *node)
{
	return node->kind == NWI_NODE_ELEMENT && node->parent &&
	       node->atom != NWI_A_BODY && node->atom != NWI_A_HTML;
}

static int level_of(const struct nwi_node *node)
{
	static const uint16_t atoms[6] = { NWI_A_H1, NWI_A_H2, NWI_A_H3,
					   NWI_A_H4, NWI_A_H5, NWI_A_H6 };

	for (int i = 0; i < 6; i++) {
		if (node->atom == atoms[i])
			return i;
	}
	return -1;
}

static bool holds_link(const struct listing *listing,
		       const struct nwi_node *node)
{
	uint32_t end = list_stat_of(listing, node)->end;

	for (uint32_t i = node->number; i < end; i++) {
		if (listing->nodes[i]->atom == NWI_A_A)
			return true;
	}
	return false;
}

bool list_find_heads(struct listing *listing)
{
	for (unsigned pass = 0; pass < 2; pass++) {
		uint32_t counts[6] = { 0 };
		for (uint32_t i = 1; i < listing->tree.count; i++) {
			int level = level_of(listing->nodes[i]);
			if (level < 0 ||
			    !holds_link(listing, listing->nodes[i]))
				continue;
			if (pass == 1)
				listing->heads[level].at[counts[level]] = i;
			counts[level]++;
		}
		for (int k = 0; k < 6 && pass == 0; k++) {
			listing->heads[k].count = counts[k];
			listing->heads[k].at =
				nw_arena_array(listing->arena, counts[k] + 1,
					       sizeof(*listing->heads[k].at));
			if (!listing->heads[k].at)
				return false;
		}
	}
	return true;
}

static uint32_t heads_before(const struct list_heads *heads, uint32_t number)
{
	uint32_t low = 0, high = heads->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (heads->at[middle] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Half of the elements hold other linked headings of their title's level. */
static bool is_crowded(const struct listing *listing, const struct stretch *at,
		       uint32_t count, unsigned steps)
{
	int level = level_of(at[0].anchor);
	uint32_t crowded = 0;

	if (level < 0)
		return false;
	const struct list_heads *heads = &listing->heads[level];
	for (uint32_t i = 0; i < count; i++) {
		const struct nwi_node *top = ancestor(at[i].anchor, steps);
		uint32_t end = list_stat_of(listing, top)->end;
		crowded += heads_before(heads, end) -
				   heads_before(heads, top->number) >
			   1;
	}
	return crowded * 2 >= count;
}

/* Brings all records to the height that most of them have. */
static uint32_t level(const struct listing *listing, struct stretch *at,
		      uint32_t count)
{
	unsigned steps = common_steps(at, count);
	uint32_t kept = 0;

	for (unsigned i = 0;
	     i < CROWDED && steps > 0 && is_crowded(listing, at, count, steps);
	     i++)
		steps--;

	for (uint32_t i = 0; i < count; i++) {
		if (at[i].steps != steps)
			at[i].top = ancestor(at[i].anchor, steps);
		if (!is_plain(at[i].top))
			at[i].top = at[i].anchor;
	}
	for (uint32_t i = 0; i < count; i++) {
		/* Two anchors in one record: the first counts. */
		if (kept > 0 &&
		    at[i].top->number <
			    list_stat_of(listing, at[kept - 1].top)->end)
			continue;
		at[kept++] = at[i];
	}
	return kept;
}

/* A sibling's kind: what tells a date line from a paragraph. */
static uint32_t type_of(const struct listing *listing,
			const struct nwi_node *node)
{
	uint32_t dates =
		listing->stats[list_stat_of(listing, node)->end].dates -
		list_stat_of(listing, node)->dates;

	if (node->kind == NWI_NODE_TEXT)
		return 1;
	return list_stat_of(listing, node)->shape * 2 +
	       (dates > 0 && list_chars(listing, node) < LEADING_CHARS);
}

static bool is_blank(const struct listing *listing, const struct nwi_node *node)
{
	return list_chars(listing, node) == 0 && node->atom != NWI_A_HR;
}

/* Stands for something about a record rather than for its text. */
static bool is_lead(const struct listing *listing, const struct nwi_node *node)
{
	const struct list_stat *stat = list_stat_of(listing, node);
	uint32_t chars = list_chars(listing, node);

	if (node->kind != NWI_NODE_ELEMENT || chars > LEADING_CHARS)
		return false;
	return listing->stats[stat->end].dates > stat->dates ||
	       stat->marks &
		       (LIST_DATE | LIST_AUTHOR | LIST_OUTLET | LIST_SECTION);
}

/* Up to LEADING_MAX siblings before `node`, the nearest first. */
static unsigned leads_before(const struct listing *listing,
			     struct nwi_node *node, const struct nwi_node *from,
			     struct nwi_node *out[LEADING_MAX])
{
	struct nwi_node *ring[LEADING_MAX * 2] = { NULL };
	unsigned seen = 0, count = 0;
	struct nwi_node *at = from ? from->next : node->parent->first;

	for (; at && at != node; at = at->next) {
		if (!is_blank(listing, at))
			ring[seen++ % (LEADING_MAX * 2)] = at;
	}
	while (count < LEADING_MAX && seen > 0) {
		at = ring[--seen % (LEADING_MAX * 2)];
		if (!at || !is_lead(listing, at))
			break;
		out[count++] = at;
	}
	return count;
}

/* Lines that stand before titles in all records ("7 March", then the title). */
static unsigned count_leads(const struct listing *listing,
			    const struct stretch *at, uint32_t count)
{
	struct nwi_node *first[LEADING_MAX], *other[LEADING_MAX];
	unsigned leads = leads_before(listing, at[0].top, NULL, first);

	for (uint32_t i = 1; i < count && leads > 0; i++) {
		if (at[i].top->parent != at[i - 1].top->parent)
			continue;
		unsigned here =
			leads_before(listing, at[i].top, at[i - 1].top, other);
		unsigned same = 0;
		while (same < here && same < leads &&
		       type_of(listing, other[same]) ==
			       type_of(listing, first[same]))
			same++;
		leads = same;
	}
	return leads;
}

/* What ends a record that has no element of its own. */
static bool is_barrier(const struct listing *listing,
		       const struct nwi_node *node,
		       const struct nwi_node *anchor)
{
	unsigned marks = list_marks(listing, node);

	if (marks & LIST_FURNITURE &&
	    !(list_marks(listing, anchor) & LIST_FURNITURE))
		return true;
	return marks & LIST_HEADING && node->atom <= anchor->atom &&
	       list_marks(listing, anchor) & LIST_HEADING;
}

static struct nwi_node *end_of_stretch(const struct listing *listing,
				       const struct nwi_node *top,
				       const struct nwi_node *anchor,
				       const struct nwi_node *limit)
{
	struct nwi_node *node = top->next;

	while (node && node != limit && !is_barrier(listing, node, anchor))
		node = node->next;
	return node;
}

/* Each sibling's type that stands in a stretch that is not the last. */
static bool occurs(const uint32_t *types, uint32_t count, uint32_t type)
{
	for (uint32_t i = 0; i < count; i++) {
		if (types[i] == type)
			return true;
	}
	return false;
}

/* The last has no neighbour to end it: it ends at what no other has. */
static struct nwi_node *end_of_last(const struct listing *listing,
				    const struct stretch *at, uint32_t count)
{
	enum { TYPES = 32 };
	uint32_t types[TYPES], have = 0;
	const struct nwi_node *parent = at[count - 1].top->parent;
	struct nwi_node *stop = end_of_stretch(listing, at[count - 1].top,
					       at[count - 1].anchor, NULL);
	uint32_t stretches = 0;

	for (uint32_t i = 0; i + 1 < count && have < TYPES; i++) {
		const struct nwi_node *node = at[i].top->next;
		if (at[i].top->parent != parent)
			continue;
		stretches++;
		for (; node && node != at[i + 1].top && have < TYPES;
		     node = node->next) {
			uint32_t type = type_of(listing, node) | 1;
			if (!occurs(types, have, type))
				types[have++] = type;
		}
	}
	if (stretches < 2)
		return stop;
	struct nwi_node *node = at[count - 1].top->next;
	while (node && node != stop &&
	       (is_blank(listing, node) ||
		occurs(types, have, type_of(listing, node) | 1)))
		node = node->next;
	return node;
}

static uint32_t sum_prose(const struct listing *listing, uint32_t from,
			  uint32_t to)
{
	return listing->stats[to].prose - listing->stats[from].prose;
}

static bool is_container(const struct nwi_node *node)
{
	switch (node->atom) {
	case NWI_A_DIV:
	case NWI_A_LI:
	case NWI_A_ARTICLE:
	case NWI_A_SECTION:
	case NWI_A_TD:
		return true;
	default:
		return false;
	}
}

/*
 * Records stand flat when what is between their elements is what they tell:
 * prose in most gaps and none in the elements, or an element that cannot
 * hold a record.
 */
static bool is_flat(const struct listing *listing, const struct stretch *at,
		    uint32_t count)
{
	uint32_t gaps = 0, own = 0, filled = 0, pairs = 0;

	for (uint32_t i = 0; i + 1 < count; i++) {
		uint32_t end = list_stat_of(listing, at[i].top)->end;
		if (at[i].top->parent != at[i + 1].top->parent)
			continue;
		uint32_t gap = listing->stats[at[i + 1].top->number].chars -
			       listing->stats[end].chars;
		pairs++;
		gaps += gap;
		filled += gap >= 8;
		own += sum_prose(listing, at[i].top->number, end);
	}
	if (pairs == 0 || filled * 10 < pairs * 6)
		return false;
	const struct nwi_node *top = at[0].top;
	if (top == at[0].anchor && list_marks(listing, top) & LIST_HEADING)
		return true;
	if (top->atom == NWI_A_DT || top->atom == NWI_A_P)
		return true;
	/* What has a text of its own needs none of what stands behind it. */
	return (is_container(top) ? own * 4 : own) < gaps;
}

static void set_record(const struct listing *listing, struct list_record *out,
		       const struct stretch *at, struct nwi_node *first,
		       struct nwi_node *stop)
{
	const struct nwi_node *parent = at->top->parent;

	out->anchor = at->anchor;
	out->first = first;
	out->stop = stop;
	out->from = first->number;
	out->to = stop ? stop->number : list_stat_of(listing, parent)->end;
}

static void set_flat(const struct listing *listing, const struct stretch *at,
		     uint32_t count, struct list_record *out)
{
	unsigned leads = count_leads(listing, at, count);
	struct nwi_node *stop = NULL, *lead[LEADING_MAX];

	for (uint32_t i = 0; i < count; i++) {
		struct nwi_node *top = at[i].top;
		struct nwi_node *before =
			i > 0 && at[i - 1].top->parent == top->parent
				? at[i - 1].top
				: NULL;
		unsigned have =
			leads > 0 ? leads_before(listing, top, before, lead)
				  : 0;
		have = have < leads ? have : leads;
		struct nwi_node *first = have > 0 ? lead[have - 1] : top;

		if (before && first->number < out[i - 1].to) {
			out[i - 1].stop = first;
			out[i - 1].to = first->number;
		}
		bool last =
			i + 1 == count || at[i + 1].top->parent != top->parent;
		stop = last ? end_of_last(listing, at, i + 1)
			    : end_of_stretch(listing, top, at[i].anchor,
					     at[i + 1].top);
		set_record(listing, &out[i], &at[i], first, stop);
	}
}

bool list_records(const struct listing *listing,
		  const struct list_anchor *anchors, uint32_t count,
		  struct list_group *out)
{
	struct stretch *at = nw_arena_array(listing->arena, count, sizeof(*at));
	struct list_record *records =
		nw_arena_array(listing->arena, count, sizeof(*records));
	unsigned before = 0;

	if (!at || !records)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		struct nwi_node *node = anchors[i].node;
		unsigned after = i + 1 < count
					 ? steps_apart(listing, node,
						       anchors[i + 1].node)
					 : NWI_TREE_DEPTH + 3;
		unsigned steps = i > 0 && before < after ? before : after;
		at[i] = (struct stretch){ node, ancestor(node, steps), steps };
		if (i + 1 < count)
			before =
				steps_apart(listing, anchors[i + 1].node, node);
	}
	if (count == 1)
		at[0] = (struct stretch){ anchors[0].node, anchors[0].node, 0 };
	count = level(listing, at, count);
	out->records = records;
	out->count = count;
	out->kind = (enum list_kind)anchors[0].kind;
	out->flat = is_flat(listing, at, count);
	if (out->flat) {
		set_flat(listing, at, count, records);
		return true;
	}
	for (uint32_t i = 0; i < count; i++)
		set_record(listing, &records[i], &at[i], at[i].top,
			   at[i].top->next);
	return true;
}
