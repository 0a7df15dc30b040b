/* SPDX-License-Identifier: Apache-2.0 */
#include "query/lang.h"
#include "text/utf8.h"

static struct nwi_expr *parse_or(struct nwi_reading *r, enum nwi_where where);

static struct nwi_expr *new_expr(struct nwi_reading *r, enum nwi_op op,
				 uint32_t at)
{
	struct nwi_expr *e = nw_arena_new_of(r->arena, struct nwi_expr);

	if (!e) {
		r->failed = true;
		return NULL;
	}
	e->op = op;
	e->at = at;
	e->len = 1;
	e->depth = 1;
	return e;
}

/* The clause reaches to the end of the lexeme that was read last. */
static void stretch(struct nwi_expr *e, const struct nwi_expr *kid)
{
	if (kid->at < e->at) {
		e->len += e->at - kid->at;
		e->at = kid->at;
	}
	if (kid->at + kid->len > e->at + e->len)
		e->len = kid->at + kid->len - e->at;
	if (kid->depth + 1 > e->depth)
		e->depth = kid->depth + 1;
}

static void append(struct nwi_expr *e, struct nwi_expr *kid)
{
	if (!e || !kid)
		return;
	if (e->last)
		e->last->next = kid;
	else
		e->first = kid;
	e->last = kid;
	stretch(e, kid);
}

static bool too_deep(struct nwi_reading *r)
{
	if (r->depth < NWI_QUERY_DEPTH)
		return false;
	nwi_query_error(r, r->now.at, r->now.len, "nested more than %d deep",
			NWI_QUERY_DEPTH);
	r->pos = r->text.len; /* what follows cannot be understood */
	nwi_lex_next(r);
	return true;
}

static const char *lexeme_name(enum nwi_lex_kind kind)
{
	static const char *const names[] = {
		[NWI_LEX_END] = "the end",     [NWI_LEX_WORD] = "a word",
		[NWI_LEX_PHRASE] = "a phrase", [NWI_LEX_OPEN] = "'('",
		[NWI_LEX_CLOSE] = "')'",       [NWI_LEX_AND] = "AND",
		[NWI_LEX_OR] = "OR",	       [NWI_LEX_NOT] = "NOT",
		[NWI_LEX_NEAR] = "NEAR",       [NWI_LEX_ONEAR] = "ONEAR",
		[NWI_LEX_FIELD] = "a field",
	};

	return names[kind];
}

static bool begins_prim(enum nwi_lex_kind kind)
{
	return kind == NWI_LEX_WORD || kind == NWI_LEX_PHRASE ||
	       kind == NWI_LEX_OPEN || kind == NWI_LEX_FIELD;
}

static struct nwi_expr *parse_words(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_expr *e = new_expr(r, NWI_OP_TERM, r->now.at);

	if (!e)
		return NULL;
	e->len = r->now.len;
	e->where = where;
	e->words = nwi_where_is_fact(where)
			   ? nwi_query_fact(r, &r->now, where, &e->word_count)
			   : nwi_query_words(r, &r->now, &e->word_count);
	if (e->word_count > 1)
		e->op = NWI_OP_PHRASE;
	nwi_lex_next(r);
	return e->word_count ? e : NULL;
}

static struct nwi_expr *parse_group(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_lexeme open = r->now;
	struct nwi_expr *e;

	nwi_lex_next(r);
	r->depth++;
	e = parse_or(r, where);
	r->depth--;
	if (r->now.kind != NWI_LEX_CLOSE) {
		nwi_query_error(r, open.at, open.len,
				"this '(' is never closed: expected ')'");
		return e;
	}
	if (e) {
		e->len = r->now.at + r->now.len - open.at;
		e->at = open.at;
	}
	nwi_lex_next(r);
	return e;
}

static struct nwi_expr *parse_prim(struct nwi_reading *r, enum nwi_where where);

static struct nwi_expr *parse_field(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_lexeme field = r->now;
	enum nwi_where inner = (enum nwi_where)field.n;
	struct nwi_expr *e;

	if (where && inner && inner != where &&
	    !(where == NWI_WHERE_BODY && inner == NWI_WHERE_LEAD))
		nwi_query_error(r, field.at, field.len,
				"'%.*s' inside another field can never match",
				(int)field.len, r->text.at + field.at);
	nwi_lex_next(r);
	r->depth++;
	e = parse_prim(r, inner ? inner : where);
	r->depth--;
	if (e && field.at < e->at) {
		e->len += e->at - field.at;
		e->at = field.at;
	}
	return e;
}

static struct nwi_expr *parse_prim(struct nwi_reading *r, enum nwi_where where)
{
	if (too_deep(r))
		return NULL;
	switch (r->now.kind) {
	case NWI_LEX_WORD:
	case NWI_LEX_PHRASE:
		return parse_words(r, where);
	case NWI_LEX_OPEN:
		return parse_group(r, where);
	case NWI_LEX_FIELD:
		return parse_field(r, where);
	default:
		nwi_query_error(r, r->now.at, r->now.len,
				"expected a word, a phrase or '(' before %s",
				lexeme_name(r->now.kind));
		return NULL;
	}
}

/* NEAR measures between words, so its operands must be places in the text. */
static bool has_places(struct nwi_reading *r, const struct nwi_expr *e)
{
	if (nwi_where_is_fact(e->where)) {
		nwi_query_error(r, e->at, e->len,
				"a fact of the item has no place in its text: "
				"write it outside of NEAR, with AND");
		return false;
	}
	if (e->op == NWI_OP_AND || e->op == NWI_OP_NOT) {
		nwi_query_error(r, e->at, e->len,
				"%s cannot stand inside NEAR: expected words, "
				"phrases, OR groups or NEAR",
				e->op == NWI_OP_AND ? "AND" : "NOT");
		return false;
	}
	for (const struct nwi_expr *k = e->first; k; k = k->next) {
		if (e->op == NWI_OP_OR && !has_places(r, k))
			return false;
	}
	return true;
}

static struct nwi_expr *parse_near(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_expr *e = parse_prim(r, where);

	while (r->now.kind == NWI_LEX_NEAR || r->now.kind == NWI_LEX_ONEAR) {
		struct nwi_lexeme op = r->now;
		struct nwi_expr *right, *near;

		nwi_lex_next(r);
		right = parse_prim(r, where);
		if (!e || !right)
			continue;
		near = new_expr(
			r, op.kind == NWI_LEX_NEAR ? NWI_OP_NEAR : NWI_OP_ONEAR,
			e->at);
		if (!near || !has_places(r, e) || !has_places(r, right)) {
			e = NULL;
			continue;
		}
		near->n = (uint16_t)op.n;
		append(near, e);
		append(near, right);
		e = near;
		if (e->depth > NWI_QUERY_DEPTH) {
			nwi_query_error(r, op.at, op.len,
					"nested more than %d deep",
					NWI_QUERY_DEPTH);
			return NULL;
		}
	}
	return e;
}

static struct nwi_expr *parse_not(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_expr *e, *kid;

	if (r->now.kind != NWI_LEX_NOT)
		return parse_near(r, where);
	if (too_deep(r))
		return NULL;
	e = new_expr(r, NWI_OP_NOT, r->now.at);
	if (!e)
		return NULL;
	e->len = r->now.len;
	nwi_lex_next(r);
	r->depth++;
	kid = parse_not(r, where);
	r->depth--;
	append(e, kid);
	return kid ? e : NULL;
}

/* `first` joined with what follows it; a single operand stays what it is. */
static struct nwi_expr *join(struct nwi_reading *r, enum nwi_op op,
			     struct nwi_expr *all, struct nwi_expr *first)
{
	if (all || !first)
		return all;
	all = new_expr(r, op, first->at);
	append(all, first);
	return all;
}

static struct nwi_expr *parse_and(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_expr *first = parse_not(r, where), *all = NULL;

	while (r->now.kind == NWI_LEX_AND || r->now.kind == NWI_LEX_NOT ||
	       begins_prim(r->now.kind)) {
		struct nwi_expr *kid;

		if (r->now.kind == NWI_LEX_AND)
			nwi_lex_next(r);
		kid = parse_not(r, where);
		if (!first)
			first = kid;
		else if (kid)
			append(all = join(r, NWI_OP_AND, all, first), kid);
		if (r->failed)
			return NULL;
	}
	return all ? all : first;
}

static struct nwi_expr *parse_or(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_expr *first = parse_and(r, where), *all = NULL;

	while (r->now.kind == NWI_LEX_OR) {
		struct nwi_expr *kid;

		nwi_lex_next(r);
		kid = parse_and(r, where);
		if (!first)
			first = kid;
		else if (kid)
			append(all = join(r, NWI_OP_OR, all, first), kid);
		if (r->failed)
			return NULL;
	}
	return all ? all : first;
}

static void check_limits(struct nwi_reading *r)
{
	if (r->terms > NWI_QUERY_TERMS)
		nwi_query_error(r, 0, r->text.len,
				"%u words are more than a query may hold (%d)",
				r->terms, NWI_QUERY_TERMS);
	if (r->wildcards > NWI_QUERY_WILDCARDS)
		nwi_query_error(r, 0, r->text.len,
				"%u wildcards are more than a query may hold "
				"(%d)",
				r->wildcards, NWI_QUERY_WILDCARDS);
}

static struct nwi_expr *parse_all(struct nwi_reading *r)
{
	struct nwi_expr *e;

	nwi_lex_next(r);
	if (r->now.kind == NWI_LEX_END) {
		nwi_query_error(r, 0, r->text.len, "the query is empty");
		return NULL;
	}
	e = parse_or(r, NWI_WHERE_ANY);
	while (r->now.kind != NWI_LEX_END && !r->failed) {
		nwi_query_error(r, r->now.at, r->now.len,
				"%s has no beginning here",
				lexeme_name(r->now.kind));
		nwi_lex_next(r);
		if (begins_prim(r->now.kind))
			parse_or(r, NWI_WHERE_ANY);
	}
	check_limits(r);
	return e;
}

enum nw_status nwi_query_parse(struct nw_str text, uint32_t query,
			       struct nw_arena *arena,
			       nw_query_problem_fn *problem, void *arg,
			       struct nwi_expr **out, struct nw_error *err)
{
	struct nwi_reading r = {
		.text = text,
		.arena = arena,
		.query = query,
		.problem = problem,
		.arg = arg,
	};
	struct nwi_expr *e = NULL;

	if (text.len > NWI_QUERY_BYTES)
		nwi_query_error(&r, NWI_QUERY_BYTES, 1,
				"a query may be %d bytes long, not %zu",
				NWI_QUERY_BYTES, text.len);
	else if (!nwi_utf8_is_valid(text))
		nwi_query_error(&r, nwi_utf8_valid_len(text), 1,
				"these bytes are no UTF-8");
	else
		e = parse_all(&r);
	if (r.failed)
		return nw_fail(err, NW_LIMIT, "a query needs too much memory");
	if (r.errors || !e)
		return nw_fail(err, NW_BAD_CONFIG, "the query has mistakes");
	*out = e;
	return NW_OK;
}

void nwi_query_place(struct nw_str text, size_t offset, uint32_t *line,
		     uint32_t *column)
{
	*line = 1;
	*column = 1;
	for (size_t i = 0; i < offset && i < text.len; i++) {
		if (text.at[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)text.at[i] & 0xc0) != 0x80) {
			++*column;
		}
	}
}
