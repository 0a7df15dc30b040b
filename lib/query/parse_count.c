/* SPDX-License-Identifier: Apache-2.0 */
/* ATLEAST, SENTENCE and SCORE: operators that stand before what they count. */
#include "query/parse.h"

struct nwi_expr *nwi_parse_atleast(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_lexeme op = r->now;
	struct nwi_expr *e, *kid;

	nwi_lex_next(r);
	r->depth++;
	kid = nwi_parse_prim(r, where);
	r->depth--;
	if (!kid || !nwi_expr_has_places(r, kid, "ATLEAST"))
		return NULL;
	e = nwi_expr_new(r, NWI_OP_ATLEAST, op.at);
	if (!e)
		return NULL;
	e->n = (uint16_t)op.n;
	nwi_expr_append(e, kid);
	return e;
}

struct nwi_expr *nwi_parse_sentence(struct nwi_reading *r, enum nwi_where where)
{
	uint32_t at = r->now.at;
	struct nwi_expr *e, *kid;

	nwi_lex_next(r);
	kid = nwi_parse_group(r, where);
	if (!kid)
		return NULL;
	e = nwi_expr_new(r, NWI_OP_SENTENCE, at);
	nwi_expr_append(e, kid);
	return e;
}

/* One weight and its term. */
static struct nwi_expr *parse_weight(struct nwi_reading *r,
				     enum nwi_where where)
{
	uint32_t at = r->now.at;
	struct nwi_expr *e, *kid;
	int32_t weight = 0;

	if (!nwi_lex_weight(r, &weight)) {
		nwi_query_error(r, at, r->now.len,
				"expected a weight of up to %d before each "
				"term of a SCORE, as in SCORE>=5{3 drone* -2 "
				"game}",
				NWI_WEIGHT_MAX);
		if (r->now.kind == NWI_LEX_NOT)
			nwi_lex_next(r);
	} else if (!weight) {
		nwi_query_error(r, at, 1, "a weight of 0 counts nothing");
	}
	kid = nwi_parse_prim(r, where);
	if (!kid || !nwi_expr_has_places(r, kid, "SCORE"))
		return NULL;
	e = nwi_expr_new(r, NWI_OP_WEIGHT, at);
	if (!e)
		return NULL;
	e->weight = weight;
	nwi_expr_append(e, kid);
	return e;
}

/* The terms up to the brace; whether one of them has a weight over 0. */
static bool parse_terms(struct nwi_reading *r, enum nwi_where where,
			struct nwi_expr *e)
{
	bool any = false;

	while (r->now.kind != NWI_LEX_BRACE && r->now.kind != NWI_LEX_END &&
	       !r->failed) {
		size_t before = r->now.at;
		struct nwi_expr *kid = parse_weight(r, where);

		any = any || !kid || kid->weight > 0;
		nwi_expr_append(e, kid);
		if (r->now.at == before)
			nwi_lex_next(r);
	}
	return any;
}

struct nwi_expr *nwi_parse_score(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_lexeme open = r->now;
	struct nwi_expr *e = nwi_expr_new(r, NWI_OP_SCORE, open.at);
	bool any;

	if (!e)
		return NULL;
	e->weight = open.weight;
	nwi_lex_next(r);
	r->depth++;
	any = parse_terms(r, where, e);
	r->depth--;
	if (r->now.kind != NWI_LEX_BRACE) {
		nwi_query_error(r, open.at, open.len,
				"this '{' is never closed: expected '}'");
		return NULL;
	}
	e->len = r->now.at + r->now.len - open.at;
	if (!any)
		nwi_query_error(r, open.at, e->len,
				"no term here has a weight over 0, so the "
				"SCORE is never reached");
	nwi_lex_next(r);
	return e->first && any ? e : NULL;
}
