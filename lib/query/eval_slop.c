/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "a b"~n: all words of a phrase, each at a place of its own, in any order,
 * with at most n other words among them.
 *
 * One place may do for several words ("oil oil*"), so that a stretch fits is
 * a matter of matching words with places. Adding one place after the other
 * and looking for an augmenting path each time keeps the largest matching at
 * every step. When the stretch matches all words, there is also a way to do
 * so that uses its first and its last place, provided these two alone can be
 * given different words (sets that can be matched are a matroid: each extends
 * to a largest one).
 */
#include "query/eval.h"

/* The bits of the words that may stand at a place are in e->masks. */
static uint32_t token_of(const struct nwi_eval *e, uint32_t place)
{
	return place < NWI_PLACE_BODY
		       ? place
		       : e->scan->title_count + place - NWI_PLACE_BODY;
}

static uint16_t *mask_at(const struct nwi_eval *e, uint32_t place)
{
	return &e->masks[token_of(e, place)];
}

static bool make_masks(struct nwi_eval *e)
{
	size_t tokens = (size_t)e->scan->title_count + e->scan->body_count;

	if (!e->masks)
		e->masks = nw_arena_array(e->scan->arena, tokens + 1,
					  sizeof(*e->masks));
	if (!e->masks)
		e->failed = true;
	return e->masks;
}

static void set_masks(struct nwi_eval *e, const struct nwi_image_node *node,
		      bool on)
{
	const uint32_t *atoms = &e->scan->q->list[node->arg];

	for (uint32_t a = 0; a < node->count; a++) {
		struct nwi_places places = nwi_eval_places(
			e, atoms[a], (enum nwi_where)node->where);

		/* Facts, which no query has here, stand behind all words. */
		for (uint32_t i = 0;
		     i < places.count && places.at[i] < NWI_PLACE_FACT; i++) {
			uint16_t *mask = mask_at(e, places.at[i]);

			*mask = (uint16_t)(on ? *mask | 1u << a : 0u);
		}
	}
}

/* The word that stands least often; NWI_NONE when one is absent. */
static uint32_t rarest(struct nwi_eval *e, const struct nwi_image_node *node)
{
	const uint32_t *atoms = &e->scan->q->list[node->arg];
	uint32_t best = NWI_NONE, least = UINT32_MAX;

	for (uint32_t i = 0; i < node->count; i++) {
		uint32_t n = nwi_scan_count(e->scan, atoms[i]);

		if (!n)
			return NWI_NONE;
		if (n < least) {
			least = n;
			best = atoms[i];
		}
	}
	return best;
}

/* The places of a stretch so far and which word has which. */
struct matching {
	uint16_t masks[NWI_SLOP_WORDS + NWI_NEAR_MAX];
	uint8_t place_of[NWI_SLOP_WORDS]; /* valid where `used` has the bit */
	uint16_t used;
	uint32_t size;
};

/* Gives a place a word, moving other places to other words where needed. */
static bool augment(struct matching *m, uint32_t place, uint16_t *tried)
{
	uint16_t open = (uint16_t)(m->masks[place] & ~*tried);

	while (open) {
		uint32_t word = (uint32_t)__builtin_ctz(open);

		*tried |= (uint16_t)(1u << word);
		if (!(m->used >> word & 1) ||
		    augment(m, m->place_of[word], tried)) {
			m->used |= (uint16_t)(1u << word);
			m->place_of[word] = (uint8_t)place;
			return true;
		}
		open = (uint16_t)(m->masks[place] & ~*tried);
	}
	return false;
}

static bool differ(uint16_t a, uint16_t b)
{
	return a && b && ((a | b) & ((a | b) - 1));
}

static void push_words(struct nwi_eval *e, uint32_t first, uint32_t last)
{
	for (uint32_t p = first; p <= last; p++) {
		if (*mask_at(e, p))
			nwi_eval_push(e, p, p);
	}
}

/* The stretches that begin at `first`, whose field ends at `end`. */
static size_t push_from(struct nwi_eval *e, const struct nwi_image_node *node,
			uint32_t first, uint32_t end, size_t limit, bool parts)
{
	struct matching m = { .size = 0 };
	uint32_t most = node->count + node->n;
	size_t pushed = 0;

	for (uint32_t i = 0; i < most && first + i < end && pushed < limit;
	     i++) {
		uint16_t tried = 0;

		m.masks[i] = *mask_at(e, first + i);
		m.size += augment(&m, i, &tried);
		if (m.size < node->count || !differ(m.masks[0], m.masks[i]))
			continue;
		if (parts)
			push_words(e, first, first + i);
		else
			nwi_eval_push(e, first, first + i);
		pushed++;
	}
	return pushed;
}

/* Each beginning from which the rarest word is in reach, once. */
static void push_stretches(struct nwi_eval *e,
			   const struct nwi_image_node *node, uint32_t pivot,
			   size_t limit, bool parts)
{
	struct nwi_places places =
		nwi_eval_places(e, pivot, (enum nwi_where)node->where);
	uint32_t reach = node->count + node->n - 1, next = 0;

	for (uint32_t i = 0; i < places.count && limit; i++) {
		uint32_t at = places.at[i];
		bool title = at < NWI_PLACE_BODY;
		if (at >= NWI_PLACE_FACT)
			break;
		uint32_t base = title ? 0 : NWI_PLACE_BODY;
		uint32_t end = base + (title ? e->scan->title_count
					     : e->scan->body_count);
		uint32_t from = at < base + reach ? base : at - reach;

		if (from < next)
			from = next;
		for (; from <= at && limit && !e->failed; from++) {
			if (*mask_at(e, from))
				limit -= push_from(e, node, from, end, limit,
						   parts);
		}
		next = at + 1;
	}
}

void nwi_eval_slop(struct nwi_eval *e, const struct nwi_image_node *node,
		   size_t limit, bool parts)
{
	uint32_t pivot = rarest(e, node);

	if (pivot == NWI_NONE || !make_masks(e))
		return;
	if (limit > NWI_NEAR_STRETCHES)
		limit = NWI_NEAR_STRETCHES;
	set_masks(e, node, true);
	push_stretches(e, node, pivot, limit, parts);
	set_masks(e, node, false);
}
