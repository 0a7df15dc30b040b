/* SPDX-License-Identifier: Apache-2.0 */
#include "query/lint.h"

enum { QUOTED = 48 }; /* bytes of a clause in a message */

struct lint {
	struct nwi_reading *r;
	uint32_t steps;
};

/* A clause as it is written, cut where it is long. */
static struct nw_str quote(const struct lint *l, const struct nwi_expr *e)
{
	size_t len = e->len;

	if (len > QUOTED) {
		len = QUOTED;
		while (len && ((unsigned char)l->r->text.at[e->at + len] &
			       0xc0) == 0x80)
			len--;
	}
	return nw_str_slice(l->r->text, e->at, e->at + len);
}

/* Clauses of one @name stand in its own text and are checked there. */
static bool same_clause(const struct nwi_expr *a, const struct nwi_expr *b)
{
	return a->at == b->at && a->len == b->len;
}

static bool implies(struct lint *l, const struct nwi_expr *x,
		    const struct nwi_expr *y)
{
	return nwi_implies(x, y, &l->steps);
}

/* ---- branches that add nothing ---- */

static void warn_idle(struct lint *l, const struct nwi_expr *idle,
		      const struct nwi_expr *by, bool twice)
{
	struct nw_str a = quote(l, idle), b = quote(l, by);

	if (twice)
		nwi_query_warn(l->r, idle->at, idle->len,
			       "'%.*s' stands here twice", NW_FMT(a));
	else
		nwi_query_warn(l->r, idle->at, idle->len,
			       "'%.*s' adds nothing: '%.*s' finds all that it "
			       "finds",
			       NW_FMT(a), NW_FMT(b));
}

/* Each branch that another one makes idle is told once. */
static void check_idle(struct lint *l, const struct nwi_expr *e)
{
	bool any = e->op == NWI_OP_OR;

	for (const struct nwi_expr *x = e->first; x; x = x->next) {
		const struct nwi_expr *y = e->first;
		bool before = true, both = false;

		for (; y; y = y->next) {
			before = before && y != x;
			if (y == x || same_clause(x, y) || !implies(l, x, y))
				continue;
			both = implies(l, y, x);
			if (both ? before : any)
				break;
		}
		if (y)
			warn_idle(l, x, y, both);
	}
}

/* ---- branches that never match ---- */

/* Warns of the branches of an OR inside `e` that the NOT excludes. */
static void check_hidden(struct lint *l, const struct nwi_expr *e,
			 const struct nwi_expr * not )
{
	if (e->op == NWI_OP_NOT || e->op == NWI_OP_SCORE)
		return;
	for (const struct nwi_expr *k = e->first; k && l->steps; k = k->next) {
		struct nw_str a = quote(l, k), b = quote(l, not );

		/* Also for what is walked through: @names are shared trees. */
		l->steps--;
		if (e->op == NWI_OP_OR && implies(l, k, not ->first) &&
		    !same_clause(k, not ))
			nwi_query_warn(l->r, k->at, k->len,
				       "'%.*s' can never match here: '%.*s' "
				       "excludes it",
				       NW_FMT(a), NW_FMT(b));
		else
			check_hidden(l, k, not );
	}
}

static void check_not(struct lint *l, const struct nwi_expr *e,
		      const struct nwi_expr * not )
{
	for (const struct nwi_expr *k = e->first; k; k = k->next) {
		struct nw_str a = quote(l, k), b = quote(l, not );

		if (k->op == NWI_OP_NOT || same_clause(k, not ))
			continue;
		if (implies(l, k, not ->first))
			nwi_query_warn(l->r, not ->at, not ->len,
				       "this can never match: '%.*s' excludes "
				       "'%.*s', which must be there",
				       NW_FMT(b), NW_FMT(a));
		else
			check_hidden(l, k, not );
	}
}

/* ---- sides that never meet ---- */

enum { IN_TITLE = 1, IN_BODY = 2 };

/* Where a clause may stand; everywhere for what is no place. */
static unsigned fields_of(const struct nwi_expr *e)
{
	bool joined = e->op != NWI_OP_OR;
	unsigned fields = joined ? IN_TITLE | IN_BODY : 0;

	if (e->words && e->where == NWI_WHERE_TITLE)
		return IN_TITLE;
	if (e->words &&
	    (e->where == NWI_WHERE_BODY || e->where == NWI_WHERE_LEAD))
		return IN_BODY;
	if (e->words || e->op == NWI_OP_NOT || e->op == NWI_OP_SCORE)
		return IN_TITLE | IN_BODY;
	for (const struct nwi_expr *k = e->first; k; k = k->next)
		fields = joined ? fields & fields_of(k) : fields | fields_of(k);
	return fields;
}

static void check_apart(struct lint *l, const struct nwi_expr *e)
{
	bool near = e->op == NWI_OP_NEAR || e->op == NWI_OP_ONEAR;

	if ((near || e->op == NWI_OP_SENTENCE) && !fields_of(e))
		nwi_query_warn(l->r, e->at, e->len,
			       "this can never match: title and text are "
			       "apart, and this wants words of both together");
}

/* "oil" NEAR "oil depot" wants oil once more. */
static void check_shared(struct lint *l, const struct nwi_expr *e)
{
	const struct nwi_expr *a = e->first, *b = a->next, *word, *phrase;
	struct nw_str x, y;

	word = a->op == NWI_OP_TERM ? a : b;
	phrase = word == a ? b : a;
	if (word->op != NWI_OP_TERM || phrase->op != NWI_OP_PHRASE ||
	    same_clause(word, phrase) || !implies(l, phrase, word))
		return;
	x = quote(l, word);
	y = quote(l, phrase);
	nwi_query_warn(l->r, e->at, e->len,
		       "the sides of NEAR never share a word: '%.*s' must "
		       "stand once more beside '%.*s'",
		       NW_FMT(x), NW_FMT(y));
}

static void check(struct lint *l, const struct nwi_expr *e)
{
	check_apart(l, e);
	if (e->op == NWI_OP_NEAR || e->op == NWI_OP_ONEAR)
		check_shared(l, e);
	if (e->op == NWI_OP_OR || e->op == NWI_OP_AND)
		check_idle(l, e);
	for (const struct nwi_expr *k = e->first; k; k = k->next) {
		if (e->op == NWI_OP_AND && k->op == NWI_OP_NOT)
			check_not(l, e, k);
		check(l, k);
	}
}

void nwi_query_lint(struct nwi_reading *r, const struct nwi_expr *tree)
{
	struct lint l = { r, NWI_LINT_STEPS };

	if (r->problem)
		check(&l, tree);
}
