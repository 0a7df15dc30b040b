/* SPDX-License-Identifier: Apache-2.0 */
#include "query/parse.h"
#include "query/cost.h"
#include "query/lint.h"
#include "query/use.h"
#include "text/utf8.h"

static struct nwi_expr *parse_or(struct nwi_reading *r, enum nwi_where where);

struct nwi_expr *nwi_expr_new(struct nwi_reading *r, enum nwi_op op,
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

void nwi_expr_append(struct nwi_expr *e, struct nwi_expr *kid)
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
	nwi_query_over(r, r->now.at, r->now.len, NWI_LIMIT_DEPTH, r->depth + 1);
	r->pos = r->text.len; /* what follows cannot be understood */
	nwi_lex_next(r);
	return true;
}

static const char *lexeme_name(enum nwi_lex_kind kind)
{
	static const char *const names[] = {
		[NWI_LEX_END] = "the end",
		[NWI_LEX_WORD] = "a word",
		[NWI_LEX_PHRASE] = "a phrase",
		[NWI_LEX_OPEN] = "'('",
		[NWI_LEX_CLOSE] = "')'",
		[NWI_LEX_AND] = "AND",
		[NWI_LEX_OR] = "OR",
		[NWI_LEX_NOT] = "NOT",
		[NWI_LEX_NEAR] = "NEAR",
		[NWI_LEX_ONEAR] = "ONEAR",
		[NWI_LEX_FIELD] = "a field",
		[NWI_LEX_ATLEAST] = "ATLEAST",
		[NWI_LEX_SENTENCE] = "SENTENCE",
		[NWI_LEX_SCORE] = "SCORE",
		[NWI_LEX_BRACE] = "'}'",
		[NWI_LEX_USE] = "@",
	};

	return names[kind];
}

static bool begins_prim(enum nwi_lex_kind kind)
{
	switch (kind) {
	case NWI_LEX_WORD:
	case NWI_LEX_PHRASE:
	case NWI_LEX_OPEN:
	case NWI_LEX_FIELD:
	case NWI_LEX_ATLEAST:
	case NWI_LEX_SENTENCE:
	case NWI_LEX_SCORE:
	case NWI_LEX_USE:
		return true;
	default:
		return false;
	}
}

/* The table of names is read when the first query asks for one. */
static const struct nwi_names *names_of(struct nwi_reading *r)
{
	struct nwi_query_set *set = r->set;

	if (!set || !set->name_count)
		return NULL;
	if (!set->table)
		set->table = nwi_names_new(set->name_rows, set->name_count);
	if (!set->table)
		r->failed = true;
	return set->table;
}

static struct nwi_expr *parse_words(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_expr *e = nwi_expr_new(r, NWI_OP_TERM, r->now.at);

	if (!e)
		return NULL;
	e->len = r->now.len;
	e->where = where;
	e->words = nwi_where_is_fact(where)
			   ? nwi_query_fact(r, &r->now, where, &e->word_count)
			   : nwi_query_words(r, &r->now, &e->word_count);
	e->n = (uint16_t)r->now.n;
	if (e->word_count > 1)
		e->op = r->now.slop ? NWI_OP_SLOP : NWI_OP_PHRASE;
	if (r->now.slop && nwi_where_is_fact(where))
		nwi_query_error(r, e->at, e->len,
				"~n is for words of the text, not for facts of "
				"the item");
	if (e->op == NWI_OP_SLOP && e->word_count > NWI_SLOP_WORDS)
		nwi_query_error(r, e->at, e->len,
				"a phrase with ~n may have %d words, not %u",
				NWI_SLOP_WORDS, e->word_count);
	nwi_lex_next(r);
	if (e->word_count && r->naming && !nwi_where_is_fact(where))
		return nwi_names_expand(r, names_of(r), e);
	return e->word_count ? e : NULL;
}

struct nwi_expr *nwi_parse_group(struct nwi_reading *r, enum nwi_where where)
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

static struct nwi_expr *parse_field(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_lexeme field = r->now;
	bool name = field.n == NWI_FIELD_NAME, outer = r->naming;
	enum nwi_where inner = name ? NWI_WHERE_ANY : (enum nwi_where)field.n;
	struct nwi_expr *e;

	if (where && inner && inner != where &&
	    !(where == NWI_WHERE_BODY && inner == NWI_WHERE_LEAD))
		nwi_query_error(r, field.at, field.len,
				"'%.*s' inside another field can never match",
				(int)field.len, r->text.at + field.at);
	nwi_lex_next(r);
	r->depth++;
	r->naming = outer || name;
	e = nwi_parse_prim(r, inner ? inner : where);
	r->naming = outer;
	r->depth--;
	if (e && field.at < e->at) {
		e->len += e->at - field.at;
		e->at = field.at;
	}
	return e;
}

struct nwi_expr *nwi_parse_prim(struct nwi_reading *r, enum nwi_where where)
{
	if (too_deep(r))
		return NULL;
	switch (r->now.kind) {
	case NWI_LEX_WORD:
	case NWI_LEX_PHRASE:
		return parse_words(r, where);
	case NWI_LEX_OPEN:
		return nwi_parse_group(r, where);
	case NWI_LEX_FIELD:
		return parse_field(r, where);
	case NWI_LEX_ATLEAST:
		return nwi_parse_atleast(r, where);
	case NWI_LEX_SENTENCE:
		return nwi_parse_sentence(r, where);
	case NWI_LEX_SCORE:
		return nwi_parse_score(r, where);
	case NWI_LEX_USE:
		return nwi_parse_use(r, where);
	default:
		nwi_query_error(r, r->now.at, r->now.len,
				"expected a word, a phrase or '(' before %s",
				lexeme_name(r->now.kind));
		return NULL;
	}
}

static const char *op_name(enum nwi_op op)
{
	switch (op) {
	case NWI_OP_AND:
		return "AND";
	case NWI_OP_NOT:
		return "NOT";
	case NWI_OP_ATLEAST:
		return "ATLEAST";
	case NWI_OP_SENTENCE:
		return "SENTENCE";
	case NWI_OP_SCORE:
		return "SCORE";
	default:
		return NULL;
	}
}

bool nwi_expr_has_places(struct nwi_reading *r, const struct nwi_expr *e,
			 const char *inside)
{
	const char *name = op_name(e->op);

	if (nwi_where_is_fact(e->where)) {
		nwi_query_error(r, e->at, e->len,
				"a fact of the item has no place in its text: "
				"write it outside of %s, with AND",
				inside);
		return false;
	}
	if (name) {
		nwi_query_error(r, e->at, e->len,
				"%s cannot stand inside %s: expected words, "
				"phrases, OR groups or NEAR",
				name, inside);
		return false;
	}
	for (const struct nwi_expr *k = e->first; k; k = k->next) {
		if (e->op == NWI_OP_OR && !nwi_expr_has_places(r, k, inside))
			return false;
	}
	return true;
}

static struct nwi_expr *parse_near(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_expr *e = nwi_parse_prim(r, where);

	while (r->now.kind == NWI_LEX_NEAR || r->now.kind == NWI_LEX_ONEAR) {
		struct nwi_lexeme op = r->now;
		struct nwi_expr *right, *near;

		nwi_lex_next(r);
		right = nwi_parse_prim(r, where);
		if (!e || !right)
			continue;
		near = nwi_expr_new(
			r, op.kind == NWI_LEX_NEAR ? NWI_OP_NEAR : NWI_OP_ONEAR,
			e->at);
		if (!near || !nwi_expr_has_places(r, e, "NEAR") ||
		    !nwi_expr_has_places(r, right, "NEAR")) {
			e = NULL;
			continue;
		}
		near->n = (uint16_t)op.n;
		nwi_expr_append(near, e);
		nwi_expr_append(near, right);
		e = near;
		if (e->depth > NWI_QUERY_DEPTH) {
			nwi_query_over(r, op.at, op.len, NWI_LIMIT_DEPTH,
				       e->depth);
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
	e = nwi_expr_new(r, NWI_OP_NOT, r->now.at);
	if (!e)
		return NULL;
	e->len = r->now.len;
	nwi_lex_next(r);
	r->depth++;
	kid = parse_not(r, where);
	r->depth--;
	nwi_expr_append(e, kid);
	return kid ? e : NULL;
}

/* `first` joined with what follows it; a single operand stays what it is. */
static struct nwi_expr *join(struct nwi_reading *r, enum nwi_op op,
			     struct nwi_expr *all, struct nwi_expr *first)
{
	if (all || !first)
		return all;
	all = nwi_expr_new(r, op, first->at);
	nwi_expr_append(all, first);
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
			nwi_expr_append(all = join(r, NWI_OP_AND, all, first),
					kid);
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
			nwi_expr_append(all = join(r, NWI_OP_OR, all, first),
					kid);
		if (r->failed)
			return NULL;
	}
	return all ? all : first;
}

static void check_limits(struct nwi_reading *r, const struct nwi_expr *e)
{
	uint64_t cost = e ? nwi_query_cost(e) : 0;

	if (r->terms > NWI_QUERY_TERMS)
		nwi_query_over(r, 0, r->text.len, NWI_LIMIT_WORDS, r->terms);
	if (r->wildcards > NWI_QUERY_WILDCARDS)
		nwi_query_over(r, 0, r->text.len, NWI_LIMIT_WILDCARDS,
			       r->wildcards);
	if (e && e->depth > NWI_IMAGE_DEPTH)
		nwi_query_over(r, e->at, e->len, NWI_LIMIT_DEPTH, e->depth);
	if (cost > NWI_QUERY_STEPS)
		nwi_query_over(r, e->at, e->len, NWI_LIMIT_STEPS, cost);
}

static struct nwi_expr *parse_all(struct nwi_reading *r, enum nwi_where where)
{
	struct nwi_expr *e;

	nwi_lex_next(r);
	if (r->now.kind == NWI_LEX_END) {
		nwi_query_error(r, 0, r->text.len, "the query is empty");
		return NULL;
	}
	e = parse_or(r, where);
	while (r->now.kind != NWI_LEX_END && !r->failed) {
		nwi_query_error(r, r->now.at, r->now.len,
				"%s has no beginning here",
				lexeme_name(r->now.kind));
		nwi_lex_next(r);
		if (begins_prim(r->now.kind))
			parse_or(r, where);
	}
	check_limits(r, e);
	return e;
}

/* Not read at all; its wildcards are counted all the same. */
static void report_too_long(struct nwi_reading *r)
{
	uint64_t stars = 0;

	for (size_t i = 0; i < r->text.len; i++)
		stars += r->text.at[i] == '*' || r->text.at[i] == '?';
	nwi_query_over(r, NWI_QUERY_BYTES, 1, NWI_LIMIT_BYTES, r->text.len);
	if (stars > NWI_QUERY_WILDCARDS)
		nwi_query_over(r, NWI_QUERY_BYTES, 1, NWI_LIMIT_WILDCARDS,
			       stars);
}

struct nwi_expr *nwi_parse_text(struct nwi_reading *r, enum nwi_where where)
{
	if (r->text.len > NWI_QUERY_BYTES)
		report_too_long(r);
	else if (!nwi_utf8_is_valid(r->text))
		nwi_query_error(r, nwi_utf8_valid_len(r->text), 1,
				"these bytes are no UTF-8");
	else
		return parse_all(r, where);
	return NULL;
}

enum nw_status nwi_query_parse(struct nw_str text, struct nwi_query_set *set,
			       uint32_t query, struct nw_arena *arena,
			       nw_query_problem_fn *problem, void *arg,
			       struct nwi_expr **out, struct nw_error *err)
{
	struct nwi_reading r = {
		.text = text,
		.arena = arena,
		.set = set,
		.query = query,
		.problem = problem,
		.arg = arg,
	};
	struct nwi_expr *e = nwi_parse_text(&r, NWI_WHERE_ANY);

	if (r.failed)
		return nw_fail(err, NW_LIMIT, "a query needs too much memory");
	if (r.errors || !e)
		return nw_fail(err, NW_BAD_CONFIG, "the query has mistakes");
	nwi_query_lint(&r, e);
	if (set && problem)
		nwi_known_check(&set->known, &r, e);
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
