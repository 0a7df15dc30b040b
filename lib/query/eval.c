/* SPDX-License-Identifier: Apache-2.0 */
#include "query/eval.h"

#include <stdlib.h>

void nwi_eval_push(struct nwi_eval *e, uint32_t first, uint32_t last)
{
	if (e->used == e->room) {
		size_t room = e->room ? e->room * 2 : 512;
		struct nwi_stretch *more =
			nw_arena_array(e->scan->arena, room, sizeof(*more));

		if (!more) {
			e->failed = true;
			return;
		}
		if (e->used)
			memcpy(more, e->stack, e->used * sizeof(*more));
		e->stack = more;
		e->room = room;
	}
	e->stack[e->used++] = (struct nwi_stretch){ first, last };
}

/* The places [*lo, *hi) where a node looks, within the view. */
static void range_of(const struct nwi_eval *e, enum nwi_where where,
		     uint32_t *lo, uint32_t *hi)
{
	bool body = where == NWI_WHERE_BODY || where == NWI_WHERE_LEAD;

	*lo = body ? NWI_PLACE_BODY : 0;
	*hi = where == NWI_WHERE_TITLE ? NWI_PLACE_BODY : UINT32_MAX;
	if (where == NWI_WHERE_LEAD)
		*hi = NWI_PLACE_BODY + e->scan->lead_count;
	if (e->to && *lo < e->from)
		*lo = e->from;
	if (e->to && *hi > e->to)
		*hi = e->to;
}

static bool in_range(const struct nwi_eval *e, enum nwi_where where,
		     uint32_t place)
{
	uint32_t lo, hi;

	range_of(e, where, &lo, &hi);
	return place >= lo && place < hi;
}

/* The first of the places that is not before `from`. */
static uint32_t first_place(struct nwi_places places, uint32_t from)
{
	uint32_t lo = 0, hi = places.count;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (places.at[mid] < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct nwi_places nwi_eval_places(const struct nwi_eval *e, uint32_t atom,
				  enum nwi_where where)
{
	struct nwi_places all = nwi_scan_places(e->scan, atom);
	uint32_t lo, hi, first, end;

	range_of(e, where, &lo, &hi);
	if (!all.count || (!lo && hi == UINT32_MAX))
		return all;
	first = first_place(all, lo);
	end = first_place(all, hi);
	return (struct nwi_places){ all.at + first,
				    end > first ? end - first : 0 };
}

static void push_term(struct nwi_eval *e, const struct nwi_image_node *node,
		      size_t limit)
{
	struct nwi_places places =
		nwi_eval_places(e, node->arg, (enum nwi_where)node->where);

	for (uint32_t i = 0; i < places.count && i < limit; i++)
		nwi_eval_push(e, places.at[i], places.at[i]);
}

/* The word of a phrase that stands least often; NWI_NONE when one is absent. */
static uint32_t rarest(const struct nwi_eval *e, const uint32_t *atoms,
		       uint32_t count)
{
	uint32_t best = NWI_NONE, least = UINT32_MAX;

	for (uint32_t i = 0; i < count; i++) {
		if (!nwi_scan_has(e->scan, atoms[i]))
			return NWI_NONE;
	}
	for (uint32_t i = 0; i < count; i++) {
		uint32_t n = nwi_scan_count(e->scan, atoms[i]);

		if (n < least) {
			least = n;
			best = i;
		}
	}
	return best;
}

static bool phrase_at(const struct nwi_eval *e, const uint32_t *atoms,
		      uint32_t count, uint32_t at)
{
	for (uint32_t i = 0; i < count; i++) {
		if (!nwi_scan_is(e->scan, atoms[i], at + i))
			return false;
	}
	return true;
}

static void push_phrase(struct nwi_eval *e, const struct nwi_image_node *node,
			size_t limit)
{
	const uint32_t *atoms = &e->scan->q->list[node->arg];
	uint32_t pivot = rarest(e, atoms, node->count);
	struct nwi_places places;

	if (pivot == NWI_NONE)
		return;
	places = nwi_eval_places(e, atoms[pivot], (enum nwi_where)node->where);
	for (uint32_t i = 0; i < places.count && limit; i++) {
		uint32_t at = places.at[i] - pivot;
		uint32_t last = at + node->count - 1;

		if (places.at[i] < pivot ||
		    !in_range(e, (enum nwi_where)node->where, at) ||
		    !in_range(e, (enum nwi_where)node->where, last) ||
		    !phrase_at(e, atoms, node->count, at))
			continue;
		nwi_eval_push(e, at, last);
		limit--;
	}
}

static int by_first(const void *a, const void *b)
{
	const struct nwi_stretch *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->last < y->last ? -1 : x->last > y->last;
}

enum { FEW = 32 };

/* Of few, which are runs already, quicker than qsort and its calls. */
static void sort_few(struct nwi_stretch *at, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct nwi_stretch x = at[i];
		size_t k = i;

		for (; k > 0 && (at[k - 1].first > x.first ||
				 (at[k - 1].first == x.first &&
				  at[k - 1].last > x.last));
		     k--)
			at[k] = at[k - 1];
		at[k] = x;
	}
}

/* Sorts the stretches from `from` on and drops what is there twice. */
static void tidy(struct nwi_eval *e, size_t from)
{
	size_t kept = from, next = from + 1;

	while (next < e->used &&
	       by_first(&e->stack[next - 1], &e->stack[next]) < 0)
		next++;
	if (next >= e->used)
		return; /* mostly so: sorting many places takes long */
	if (e->used - from <= FEW)
		sort_few(e->stack + from, e->used - from);
	else
		qsort(e->stack + from, e->used - from, sizeof(*e->stack),
		      by_first);
	for (size_t i = from + 1; i < e->used; i++) {
		if (by_first(&e->stack[kept], &e->stack[i]) != 0)
			e->stack[++kept] = e->stack[i];
	}
	e->used = kept + 1;
}

static void push_or(struct nwi_eval *e, uint32_t at, size_t limit)
{
	uint32_t end = at + nwi_eval_node(e, at)->size;
	size_t from = e->used;

	for (uint32_t k = at + 1; k < end; k += nwi_eval_node(e, k)->size) {
		const struct nwi_image_node *node = nwi_eval_node(e, k);

		/* of a long list of words most are absent */
		if (node->op == NWI_OP_TERM &&
		    !nwi_scan_has(e->scan, node->arg))
			continue;
		nwi_eval_push_all(e, k, limit);
		if (limit == 1 && e->used > from)
			return;
	}
	tidy(e, from);
}

/* The operands of a NEAR, as they lie on the stack. */
struct pair {
	size_t a, b, end; /* a: [a, b), b: [b, end) */
	uint32_t n;
	size_t limit;
	bool parts; /* push the two operands, not the stretch over both */
};

static size_t first_from(const struct nwi_eval *e, size_t lo, size_t hi,
			 uint32_t place)
{
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (e->stack[mid].first < place)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Every stretch of [a, b) with those of [c, d) that begin within reach. */
static void push_pairs(struct nwi_eval *e, struct pair *p, size_t a, size_t b,
		       size_t c, size_t d)
{
	for (size_t i = a; i < b && p->limit; i++) {
		struct nwi_stretch x = e->stack[i];
		size_t k = first_from(e, c, d, x.last + 1);

		for (; k < d && p->limit && !e->failed; k++) {
			struct nwi_stretch y = e->stack[k];

			if (nwi_scan_gap(e->scan, x.last, y.first) > p->n)
				break;
			if (p->parts) {
				nwi_eval_push(e, x.first, x.last);
				nwi_eval_push(e, y.first, y.last);
			} else {
				nwi_eval_push(e, x.first, y.last);
			}
			p->limit--;
		}
	}
}

static void push_near(struct nwi_eval *e, uint32_t at, size_t limit, bool parts)
{
	const struct nwi_image_node *node = nwi_eval_node(e, at);
	uint32_t second = at + 1 + nwi_eval_node(e, at + 1)->size;
	struct pair p = { .a = e->used, .n = node->n, .parts = parts };
	size_t made;

	p.limit = limit < NWI_NEAR_STRETCHES ? limit : NWI_NEAR_STRETCHES;
	nwi_eval_push_all(e, at + 1, SIZE_MAX);
	p.b = e->used;
	if (p.b > p.a)
		nwi_eval_push_all(e, second, SIZE_MAX);
	p.end = e->used;
	push_pairs(e, &p, p.a, p.b, p.b, p.end);
	if (node->op == NWI_OP_NEAR)
		push_pairs(e, &p, p.b, p.end, p.a, p.b);
	made = e->used - p.end;
	if (made)
		memmove(e->stack + p.a, e->stack + p.end,
			made * sizeof(*e->stack));
	e->used = p.a + made;
	tidy(e, p.a);
}

void nwi_eval_push_all(struct nwi_eval *e, uint32_t at, size_t limit)
{
	const struct nwi_image_node *node = nwi_eval_node(e, at);

	if (e->failed)
		return;
	switch (node->op) {
	case NWI_OP_TERM:
		push_term(e, node, limit);
		break;
	case NWI_OP_PHRASE:
		push_phrase(e, node, limit);
		break;
	case NWI_OP_SLOP:
		nwi_eval_slop(e, node, limit, false);
		break;
	case NWI_OP_OR:
		push_or(e, at, limit);
		break;
	case NWI_OP_NEAR:
	case NWI_OP_ONEAR:
		push_near(e, at, limit, false);
		break;
	default: /* AND and NOT have no place; the parser refuses them here */
		break;
	}
}

static bool term_holds(struct nwi_eval *e, const struct nwi_image_node *node)
{
	uint32_t kind;
	size_t from = e->used;
	bool any;

	if (!nwi_scan_has(e->scan, node->arg))
		return false;
	if (nwi_where_is_fact(node->where))
		return true;
	kind = e->scan->q->atoms[node->arg].kind;
	if (node->where == NWI_WHERE_ANY && !e->to &&
	    (kind == NWI_ATOM_WORD || kind == NWI_ATOM_GLOB))
		return true;
	push_term(e, node, 1);
	any = e->used > from;
	e->used = from;
	return any;
}

static bool branches_hold(struct nwi_eval *e, uint32_t at, bool stop)
{
	uint32_t end = at + nwi_eval_node(e, at)->size;

	for (uint32_t k = at + 1; k < end; k += nwi_eval_node(e, k)->size) {
		if (nwi_eval_holds(e, k) == stop)
			return stop;
	}
	return !stop;
}

static bool has_stretch(struct nwi_eval *e, uint32_t at)
{
	size_t from = e->used;
	bool any;

	nwi_eval_push_all(e, at, 1);
	any = e->used > from;
	e->used = from;
	return any;
}

bool nwi_eval_holds(struct nwi_eval *e, uint32_t at)
{
	const struct nwi_image_node *node = nwi_eval_node(e, at);

	switch (node->op) {
	case NWI_OP_TERM:
		return term_holds(e, node);
	case NWI_OP_NOT:
		return !nwi_eval_holds(e, at + 1);
	case NWI_OP_AND:
		return branches_hold(e, at, false);
	case NWI_OP_OR:
		return branches_hold(e, at, true);
	case NWI_OP_ATLEAST:
		return nwi_eval_atleast(e, at);
	case NWI_OP_SCORE:
		return nwi_eval_score(e, at);
	case NWI_OP_SENTENCE:
		return nwi_eval_sentence(e, at);
	default:
		return has_stretch(e, at);
	}
}

/* Of AND every branch, of others those that hold; of WEIGHTs those over 0. */
static void push_branches(struct nwi_eval *e, uint32_t at)
{
	const struct nwi_image_node *node = nwi_eval_node(e, at);
	uint32_t end = at + node->size;

	if (node->op == NWI_OP_WEIGHT && (int32_t)node->arg < 0)
		return;
	for (uint32_t k = at + 1; k < end; k += nwi_eval_node(e, k)->size) {
		if (node->op != NWI_OP_OR || nwi_eval_holds(e, k))
			nwi_eval_reasons(e, k);
	}
}

void nwi_eval_reasons(struct nwi_eval *e, uint32_t at)
{
	const struct nwi_image_node *node = nwi_eval_node(e, at);

	if (nwi_where_is_fact(node->where))
		return; /* facts are no words of the text */
	switch (node->op) {
	case NWI_OP_NOT:
		break;
	case NWI_OP_NEAR:
	case NWI_OP_ONEAR:
		push_near(e, at, NWI_HIT_SPANS, true);
		break;
	case NWI_OP_SLOP:
		nwi_eval_slop(e, node, NWI_HIT_SPANS, true);
		break;
	case NWI_OP_SENTENCE:
		nwi_eval_sentence_reasons(e, at);
		break;
	case NWI_OP_TERM:
	case NWI_OP_PHRASE:
		nwi_eval_push_all(e, at, NWI_HIT_SPANS);
		break;
	default:
		push_branches(e, at);
		break;
	}
}

struct nw_span nwi_eval_span(const struct nwi_eval *e, struct nwi_stretch x)
{
	const struct nw_token *first = nwi_scan_token(e->scan, x.first);
	const struct nw_token *last = nwi_scan_token(e->scan, x.last);
	struct nw_span span = { .field = x.first < NWI_PLACE_BODY
						 ? NW_FIELD_TITLE
						 : NW_FIELD_BODY };

	if (!first || !last)
		abort(); /* stretches are made of the text's own places */
	span.from = first->from;
	span.to = last->to;
	return span;
}

uint32_t nwi_eval_spans(struct nwi_eval *e, uint32_t node,
			struct nw_span spans[NWI_HIT_SPANS])
{
	size_t from = e->used;
	uint32_t count = 0, first = 0, reach = 0;

	nwi_eval_reasons(e, node);
	tidy(e, from);
	for (size_t i = from; i < e->used && count < NWI_HIT_SPANS; i++) {
		struct nwi_stretch x = e->stack[i];

		if (count && x.last < reach)
			continue;
		if (count && x.first == first)
			count--; /* the longer of two that begin together */
		first = x.first;
		reach = x.last + 1;
		spans[count++] = nwi_eval_span(e, x);
	}
	e->used = from;
	return count;
}

size_t nwi_eval_stretches(struct nwi_eval *e, uint32_t node)
{
	size_t from = e->used;

	nwi_eval_push_all(e, node, SIZE_MAX);
	return from;
}
