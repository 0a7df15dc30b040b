/* SPDX-License-Identifier: Apache-2.0 */
#include "query/use.h"
#include "config/problem.h"
#include "query/cost.h"
#include "query/parse.h"

static bool index_names(struct nwi_query_set *set)
{
	if (set->names.count)
		return true;
	for (size_t i = 0; i < set->count; i++) {
		if (!nwi_dict_put(&set->names, nw_token_hash(set->rows[i].name),
				  (uint32_t)i))
			return false;
	}
	return true;
}

/* The first row of that name, or NWI_NONE. */
static uint32_t find_row(struct nwi_reading *r, struct nw_str name)
{
	struct nwi_query_set *set = r->set;
	uint32_t hash = nw_token_hash(name), id, best = NWI_NONE;
	size_t cursor = SIZE_MAX;

	if (!set)
		return NWI_NONE;
	if (!index_names(set)) {
		r->failed = true;
		return NWI_NONE;
	}
	while ((id = nwi_dict_next(&set->names, hash, &cursor)) != NWI_NONE) {
		if (id < best && nw_str_equal(set->rows[id].name, name))
			best = id;
	}
	return best;
}

static void report_unknown(struct nwi_reading *r, const struct nwi_lexeme *x)
{
	struct nwi_nearest nearest;
	char hint[NWI_NEAREST_TEXT];

	nwi_nearest_init(&nearest, x->text);
	for (size_t i = 0; r->set && i < r->set->count; i++)
		nwi_nearest_offer(&nearest, r->set->rows[i].name);
	nwi_nearest_text(&nearest, hint);
	nwi_query_error(r, x->at, x->len,
			"there is no query '%.*s'%s; quote it when it is a "
			"word",
			NW_FMT(x->text), hint);
}

static bool comes_back(const struct nwi_reading *r, uint32_t row)
{
	for (; r; r = r->outer) {
		if (r->query == row)
			return true;
	}
	return false;
}

/* The first mistake of a text that is read for another. */
struct first_mistake {
	struct nw_str text;
	struct nw_error words; /* with line and column */
	bool any;
};

static void keep_first(void *arg, const struct nw_query_problem *problem)
{
	struct first_mistake *first = arg;
	uint32_t line, column;

	if (problem->warning || first->any)
		return;
	first->any = true;
	nwi_query_place(first->text, problem->offset, &line, &column);
	nw_fail(&first->words, NW_BAD_CONFIG, "%u:%u: %s", line, column,
		problem->text);
}

/* What was read elsewhere stands, for explanations, where it is named. */
static void move_to(struct nwi_expr *e, const struct nwi_lexeme *x)
{
	e->at = x->at;
	e->len = x->len;
	for (struct nwi_expr *k = e->first; k; k = k->next)
		move_to(k, x);
}

static struct nwi_expr *read_row(struct nwi_reading *r, uint32_t row,
				 const struct nwi_lexeme *x,
				 enum nwi_where where)
{
	struct first_mistake first = { .text = r->set->rows[row].text };
	struct nwi_reading inner = *r;
	struct nwi_expr *e;

	inner.outer = r;
	inner.text = first.text;
	inner.pos = 0;
	inner.query = row;
	inner.errors = 0;
	inner.depth++;
	inner.problem = keep_first;
	inner.arg = &first;
	e = nwi_parse_text(&inner, where);
	r->terms = inner.terms;
	r->wildcards = inner.wildcards;
	r->uses = inner.uses;
	r->failed = inner.failed;
	if (first.any)
		nwi_query_error(r, x->at, x->len, "in '%.*s' at %s",
				NW_FMT(x->text), first.words.text);
	if (!e || inner.errors)
		return NULL;
	move_to(e, x);
	return e;
}

struct nwi_expr *nwi_parse_use(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_lexeme x = r->now;
	struct nwi_expr *e = NULL;
	uint32_t row = x.text.len ? find_row(r, x.text) : NWI_NONE;

	if (x.text.len && row == NWI_NONE)
		report_unknown(r, &x);
	else if (row != NWI_NONE && comes_back(r, row))
		nwi_query_error(r, x.at, x.len,
				"'%.*s' comes back to itself: a query cannot "
				"contain itself",
				NW_FMT(x.text));
	else if (row != NWI_NONE && ++r->uses > NWI_QUERY_USES)
		nwi_query_over(r, x.at, x.len, NWI_LIMIT_USES, r->uses);
	else if (row != NWI_NONE && r->terms <= NWI_QUERY_TERMS)
		e = read_row(r, row, &x, where); /* else the limit is told */
	nwi_lex_next(r);
	return e;
}
