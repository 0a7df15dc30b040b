/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A walk over one query's tree in the order of its text: what held, up to the
 * first clause that did not.
 */
#include "query/explain.h"

enum { CLAUSES = 64 };

struct walk {
	struct nwi_why why;
	struct nw_query_clause clauses[CLAUSES];
	uint32_t count;
	bool matched;
};

struct nw_str nwi_why_quote(const struct nwi_why *w, uint32_t at)
{
	const struct nwi_image_clause *clause = nwi_why_clause(w, at);

	return nw_str_slice(w->text, clause->at,
			    (size_t)clause->at + clause->len);
}

static struct nw_query_clause make_clause(const struct walk *walk, uint32_t at)
{
	const struct nwi_image_node *node = nwi_why_node(&walk->why, at);
	const struct nwi_image_clause *clause = nwi_why_clause(&walk->why, at);

	return (struct nw_query_clause){
		.at = clause->at,
		.len = clause->len,
		.unwanted = node->op == NWI_OP_NOT,
		.found = -1,
		.wanted = -1,
	};
}

/* Beyond CLAUSES what held is dropped; what failed takes the last place. */
static void add(struct walk *walk, const struct nw_query_clause *clause)
{
	if (walk->count < CLAUSES)
		walk->clauses[walk->count++] = *clause;
	else if (!clause->holds)
		walk->clauses[CLAUSES - 1] = *clause;
}

static void add_holding(struct walk *walk, uint32_t at)
{
	struct nw_query_clause clause = make_clause(walk, at);

	clause.holds = true;
	if (clause.unwanted)
		clause.note = nw_str_from("stands nowhere, as it must not");
	else
		nwi_why_words(&walk->why, at, &clause);
	nwi_why_holds(&walk->why, at, &clause);
	add(walk, &clause);
}

static void add_failing(struct walk *walk, uint32_t at)
{
	struct nw_query_clause clause = make_clause(walk, at);

	if (clause.unwanted) {
		clause.note = nw_str_from("must not stand here, and does");
		nwi_why_words(&walk->why, at + 1, &clause);
	} else {
		nwi_why_fails(&walk->why, at, &clause);
	}
	add(walk, &clause);
}

/* Adds the clauses of what holds; each alternative of an OR that does. */
static void add_reasons(struct walk *walk, uint32_t at)
{
	const struct nwi_image_node *node = nwi_why_node(&walk->why, at);
	uint32_t end = at + node->size;

	if (node->op != NWI_OP_AND && node->op != NWI_OP_OR) {
		add_holding(walk, at);
		return;
	}
	for (uint32_t k = at + 1; k < end && walk->count < CLAUSES;
	     k += nwi_why_node(&walk->why, k)->size) {
		if (node->op == NWI_OP_AND ||
		    nwi_eval_holds(&walk->why.eval, k))
			add_reasons(walk, k);
	}
}

/* Goes down the first conjunct that fails, noting those that held before. */
static void add_failure(struct walk *walk, uint32_t at)
{
	const struct nwi_image_node *node = nwi_why_node(&walk->why, at);
	uint32_t end = at + node->size, k = at + 1;

	if (node->op != NWI_OP_AND) {
		add_failing(walk, at);
		return;
	}
	while (k < end && nwi_eval_holds(&walk->why.eval, k)) {
		add_reasons(walk, k);
		k += nwi_why_node(&walk->why, k)->size;
	}
	if (k < end)
		add_failure(walk, k);
}

static void explain(struct walk *walk, uint32_t root)
{
	walk->matched = nwi_eval_holds(&walk->why.eval, root);
	if (walk->matched)
		add_reasons(walk, root);
	else
		add_failure(walk, root);
}

enum nw_status
nw_queries_explain(const struct nw_queries *queries, uint32_t query,
		   struct nw_str text, const struct nw_doc *doc,
		   const struct nw_query_facts *facts, struct nw_arena *arena,
		   struct nw_query_why *out, struct nw_error *err)
{
	struct walk *walk = nw_arena_new_of(arena, struct walk);
	struct nw_query_clause *kept = NULL;
	struct nwi_scan scan;

	if (query >= nw_queries_count(queries))
		return nw_fail(err, NW_NOT_FOUND, "there is no query %u",
			       query);
	if (walk && nwi_scan_make(&scan, queries, doc, facts, arena)) {
		walk->why = (struct nwi_why){ .eval = { .scan = &scan },
					      .arena = arena,
					      .text = text,
					      .steps = NWI_WHY_STEPS };
		explain(walk, queries->queries[query].node);
		if (!walk->why.eval.failed && !scan.failed)
			kept = nw_arena_array(arena, walk->count + (size_t)1,
					      sizeof(*kept));
	}
	if (!kept)
		return nw_fail(err, NW_LIMIT,
			       "explaining this item needs more memory than a "
			       "job may take");
	memcpy(kept, walk->clauses, walk->count * sizeof(*kept));
	*out = (struct nw_query_why){ walk->matched, walk->count, kept };
	return NW_OK;
}
