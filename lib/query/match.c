/* SPDX-License-Identifier: Apache-2.0 */
#include "query/eval.h"

/* A bit for each query that one of the present atoms may make match. */
static uint64_t *find_candidates(const struct nwi_scan *s)
{
	const struct nw_queries *q = s->q;
	uint64_t *bits = nw_arena_array(
		s->arena, q->header->count[NWI_QUERIES] / 64 + (size_t)1,
		sizeof(uint64_t));
	uint32_t before = NWI_NONE;

	for (uint32_t i = 0; bits && i < s->found_count; i++) {
		const struct nwi_image_atom *atom = &q->atoms[s->found[i].atom];

		if (s->found[i].atom == before)
			continue;
		before = s->found[i].atom;
		for (uint32_t k = 0; k < atom->post_count; k++) {
			const struct nwi_image_posting *p =
				&q->postings[atom->post_at + k];

			if (p->guard == NWI_NONE || nwi_scan_has(s, p->guard))
				bits[p->query / 64] |= UINT64_C(1)
						       << (p->query % 64);
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

enum nw_status nw_queries_match(const struct nw_queries *queries,
				const struct nw_doc *doc,
				const struct nw_query_facts *facts,
				struct nw_arena *arena, nw_query_hit_fn *hit,
				void *arg, struct nw_error *err)
{
	uint32_t groups = queries->header->count[NWI_QUERIES] / 64 + 1;
	struct nwi_eval e = { 0 };
	struct nwi_scan scan;
	uint64_t *candidates = NULL;

	if (nwi_scan_make(&scan, queries, doc, facts, arena))
		candidates = find_candidates(&scan);
	e.scan = &scan;
	e.failed = !candidates;
	for (uint32_t g = 0; g < groups && !e.failed; g++) {
		uint64_t bits = candidates[g];

		for (; bits && !e.failed && !scan.failed; bits &= bits - 1)
			try_query(&e, g * 64 + (uint32_t)__builtin_ctzll(bits),
				  hit, arg);
	}
	if (e.failed || scan.failed)
		return nw_fail(err, NW_LIMIT,
			       "matching this item needs more memory than a "
			       "job may take");
	return NW_OK;
}
