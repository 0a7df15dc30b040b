/* SPDX-License-Identifier: Apache-2.0 */
/* Why what counts or narrows holds or not: ATLEAST, SCORE, SENTENCE, "..."~n.
 */
#include "query/explain.h"

enum { SHOWN_WEIGHTS = 8 };

void nwi_why_words(struct nwi_why *w, uint32_t at, struct nw_query_clause *out)
{
	struct nw_span spans[NWI_HIT_SPANS];
	uint32_t count = nwi_eval_spans(&w->eval, at, spans);
	struct nw_span *kept =
		nw_arena_array(w->arena, count + (size_t)1, sizeof(*kept));

	if (!kept) {
		w->eval.failed = true;
		return;
	}
	memcpy(kept, spans, count * sizeof(*kept));
	out->spans = kept;
	out->span_count = count;
}

/* ---- ATLEAST ---- */

static void atleast(struct nwi_why *w, uint32_t at, struct nw_query_clause *out)
{
	uint32_t found = nwi_eval_occurrences(&w->eval, at + 1);

	out->found = found;
	out->wanted = nwi_why_node(w, at)->n;
	out->note = nw_arena_fmt(w->arena, "found %u times, %lld wanted", found,
				 (long long)out->wanted);
	if (found)
		nwi_why_words(w, at + 1, out);
}

/* ---- SCORE ---- */

static double units(int64_t score)
{
	return (double)score / NWI_WEIGHT_UNIT;
}

/* "port 2 x 10": the terms that stand in the item. */
static void add_weights(struct nwi_why *w, uint32_t at, struct nw_buf *note)
{
	uint32_t end = at + nwi_why_node(w, at)->size, shown = 0;

	for (uint32_t k = at + 1; k < end && shown <= SHOWN_WEIGHTS;
	     k += nwi_why_node(w, k)->size) {
		uint32_t found = nwi_eval_occurrences(&w->eval, k + 1);

		if (!found)
			continue;
		if (++shown > SHOWN_WEIGHTS)
			nw_buf_add_text(note, ", ...");
		else
			nw_buf_add_fmt(note, "%s%.*s %u x %g",
				       shown > 1 ? ", " : ": ",
				       NW_FMT(nwi_why_quote(w, k + 1)), found,
				       units((int32_t)nwi_why_node(w, k)->arg));
	}
}

static void score(struct nwi_why *w, uint32_t at, struct nw_query_clause *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf note = { 0 };
	int64_t sum = nwi_eval_sum(&w->eval, at);
	int64_t wanted = (int32_t)nwi_why_node(w, at)->arg;

	nw_buf_init(&note, 256 * 1024);
	nw_buf_add_fmt(&note, "adds up to %g, %g wanted", units(sum),
		       units(wanted));
	add_weights(w, at, &note);
	out->found = sum / NWI_WEIGHT_UNIT;
	out->wanted = wanted / NWI_WEIGHT_UNIT;
	out->note = nw_arena_buf(w->arena, &note);
	nwi_why_words(w, at, out);
}

/* ---- SENTENCE ---- */

static void sentence(struct nwi_why *w, uint32_t at,
		     struct nw_query_clause *out)
{
	if (nwi_eval_holds(&w->eval, at + 1)) {
		out->note = nw_str_from("holds in the item, but within no "
					"single sentence");
		nwi_why_words(w, at + 1, out);
		return;
	}
	nwi_why_fails(w, at + 1, out);
}

/* ---- "..."~n ---- */

uint32_t nwi_why_present(struct nwi_why *w, const struct nwi_image_node *node)
{
	const uint32_t *atoms = &w->eval.scan->q->list[node->arg];
	uint32_t present = 0;

	for (uint32_t i = 0; i < node->count; i++)
		present += nwi_scan_has(w->eval.scan, atoms[i]);
	return present;
}

static void slop(struct nwi_why *w, uint32_t at, struct nw_query_clause *out)
{
	const struct nwi_image_node *node = nwi_why_node(w, at);
	uint32_t present = nwi_why_present(w, node);

	if (present == node->count) {
		out->note = nw_arena_fmt(w->arena,
					 "all its words stand in the item, but "
					 "nowhere together with at most %u "
					 "others among them",
					 node->n);
		return;
	}
	out->found = present;
	out->wanted = node->count;
	out->note =
		nw_arena_fmt(w->arena, "%u of its %u words stand in the item",
			     present, node->count);
}

bool nwi_why_counts(struct nwi_why *w, uint32_t at, bool holds,
		    struct nw_query_clause *out)
{
	switch (nwi_why_node(w, at)->op) {
	case NWI_OP_ATLEAST:
		atleast(w, at, out);
		return true;
	case NWI_OP_SCORE:
		score(w, at, out);
		return true;
	case NWI_OP_SENTENCE:
		if (!holds)
			sentence(w, at, out);
		return true;
	case NWI_OP_SLOP:
		if (!holds)
			slop(w, at, out);
		return true;
	default:
		return false;
	}
}

/* ---- nearness ---- */

static uint32_t share(int64_t found, int64_t wanted)
{
	if (found <= 0 || wanted <= 0)
		return 0;
	return found >= wanted ? 900 : (uint32_t)(900 * found / wanted);
}

uint32_t nwi_why_counted(struct nwi_why *w, uint32_t at)
{
	const struct nwi_image_node *node = nwi_why_node(w, at);

	switch (node->op) {
	case NWI_OP_ATLEAST:
		return share(nwi_eval_occurrences(&w->eval, at + 1), node->n);
	case NWI_OP_SCORE:
		return share(nwi_eval_sum(&w->eval, at), (int32_t)node->arg);
	case NWI_OP_SENTENCE:
		return nwi_why_nearness(w, at + 1) * 9 / 10;
	case NWI_OP_SLOP:
		return share(nwi_why_present(w, node), node->count + 1);
	default:
		return 0;
	}
}
