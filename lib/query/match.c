/* SPDX-License-Identifier: Apache-2.0 */
#include "query/eval.h"

static bool has_witness(const struct nwi_scan *s, uint32_t witness)
{
	if (witness & NWI_WITNESS_PAIR)
		return nwi_scan_has_pair(s, witness);
	return nwi_scan_has(s, witness);
}

/* Whether what a guard asks for is there. */
static bool is_let_in(const struct nwi_scan *s, uint32_t guard)
{
	const uint32_t *list;

	if (!(guard & NWI_GUARD_LIST))
		return nwi_scan_has(s, guard);
	list = &s->q->guards[guard & ~NWI_GUARD_LIST];
	for (uint32_t i = 1; i <= list[0]; i++) {
		if (has_witness(s, list[i]))
			return true;
	}
	return false;
}

/*
 * A bit for each query that one of the present atoms may make match; NULL
 * when the arena is full. At most `*most` bits are set.
 */
static uint64_t *find_candidates(const struct nwi_scan *s, uint32_t *most)
{
	const struct nw_queries *q = s->q;
	uint64_t *bits = nw_arena_array(
		s->arena, q->header->count[NWI_QUERIES] / 64 + (size_t)1,
		sizeof(uint64_t));
	uint32_t before = NWI_NONE;

	*most = 0;
	for (uint32_t i = 0; bits && i < s->found_count; i++) {
		const struct nwi_image_atom *atom = &q->atoms[s->found[i].atom];

		if (s->found[i].atom == before)
			continue;
		before = s->found[i].atom;
		for (uint32_t k = 0; k < atom->post_count; k++) {
			const struct nwi_image_posting *p =
				&q->postings[atom->post_at + k];

			if (p->pair && !nwi_scan_has_pair(s, p->pair))
				continue;
			if (p->guard != NWI_NONE && !is_let_in(s, p->guard))
				continue;
			bits[p->query / 64] |= UINT64_C(1) << (p->query % 64);
			++*most;
		}
	}
	return bits;
}

static void try_query(struct nwi_eval *e, uint32_t query, nw_query_hit_fn *hit,
		      void *arg)
{
	struct nw_span spans[NWI_HIT_SPANS];
	uint32_t root = e->scan->q->queries[query].node;
	struct nw_query_hit found = { .query = query, .spans = spans };

	e->used = 0;
	if (!nwi_eval_holds(e, root) || e->failed || e->scan->failed)
		return;
	found.span_count = nwi_eval_spans(e, root, spans);
	if (!e->failed && !e->scan->failed)
		hit(arg, &found);
}

/* The numbers of the set bits, ascending; their roots are on their way. */
static uint32_t list_candidates(const struct nw_queries *q,
				const uint64_t *bits, uint32_t *list)
{
	uint32_t groups = q->header->count[NWI_QUERIES] / 64 + 1, n = 0;

	for (uint32_t g = 0; g < groups; g++) {
		for (uint64_t left = bits[g]; left; left &= left - 1) {
			list[n] = g * 64 + (uint32_t)__builtin_ctzll(left);
			__builtin_prefetch(&q->queries[list[n++]]);
		}
	}
	return n;
}

/* Queries stand far apart in a large image: the next are fetched meanwhile. */
enum { AHEAD = 6, LINE_BYTES = 64 };

static void fetch_query(const struct nw_queries *q, uint32_t query)
{
	const struct nwi_image_query *row = &q->queries[query];
	const char *nodes = (const char *)&q->nodes[row->node];

	__builtin_prefetch(nodes);
	__builtin_prefetch(nodes + LINE_BYTES);
	__builtin_prefetch(&q->list[row->list]);
}

static void try_all(struct nwi_eval *e, const uint32_t *list, uint32_t count,
		    nw_query_hit_fn *hit, void *arg)
{
	const struct nw_queries *q = e->scan->q;

	for (uint32_t i = 0; i < count; i++) {
		if (i + AHEAD < count)
			fetch_query(q, list[i + AHEAD]);
		try_query(e, list[i], hit, arg);
		if (e->failed || e->scan->failed)
			return;
	}
}

enum nw_status nw_queries_match(const struct nw_queries *queries,
				const struct nw_doc *doc,
				const struct nw_query_facts *facts,
				struct nw_arena *arena, nw_query_hit_fn *hit,
				void *arg, struct nw_error *err)
{
	struct nwi_eval e = { 0 };
	struct nwi_scan scan;
	uint64_t *bits = NULL;
	uint32_t *list = NULL, count;

	if (nwi_scan_make(&scan, queries, doc, facts, arena))
		bits = find_candidates(&scan, &count);
	if (bits)
		list = nw_arena_array(arena, count + (size_t)1, sizeof(*list));
	e.scan = &scan;
	e.failed = !list;
	if (list)
		try_all(&e, list, list_candidates(queries, bits, list), hit,
			arg);
	if (e.failed || scan.failed)
		return nw_fail(err, NW_LIMIT,
			       "matching this item needs more memory than a "
			       "job may take");
	return NW_OK;
}
