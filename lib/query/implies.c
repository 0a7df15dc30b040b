/* SPDX-License-Identifier: Apache-2.0 */
#include "query/lint.h"

static bool where_within(enum nwi_where x, enum nwi_where y)
{
	if (x == y)
		return true;
	if (y == NWI_WHERE_ANY)
		return !nwi_where_is_fact(x);
	return y == NWI_WHERE_BODY && x == NWI_WHERE_LEAD;
}

/* Patterns are compared with words, and with those of a longer beginning. */
static bool glob_takes(const struct nwi_word *x, const struct nwi_word *y)
{
	if (x->kind == NWI_ATOM_WORD || x->kind == NWI_ATOM_CASE)
		return nwi_glob(y->text, x->key);
	return x->kind == NWI_ATOM_GLOB && y->text.len == y->key.len + 1 &&
	       y->text.at[y->key.len] == '*' && x->key.len >= y->key.len &&
	       memcmp(x->key.at, y->key.at, y->key.len) == 0;
}

/* Whether each place of `x` is one of `y`. */
static bool word_implies(const struct nwi_word *x, const struct nwi_word *y)
{
	if (x->kind == y->kind && nw_str_equal(x->key, y->key) &&
	    nw_str_equal(x->text, y->text))
		return true;
	if (y->kind == NWI_ATOM_GLOB)
		return glob_takes(x, y);
	return x->kind == NWI_ATOM_CASE && y->kind == NWI_ATOM_WORD &&
	       nw_str_equal(x->key, y->key);
}

/* `y` word for word, from `x` on. */
static bool words_imply(const struct nwi_word *x, const struct nwi_word *y)
{
	for (; x && y; x = x->next, y = y->next) {
		if (!word_implies(x, y))
			return false;
	}
	return !y;
}

static bool is_words(const struct nwi_expr *e)
{
	return e->op == NWI_OP_TERM || e->op == NWI_OP_PHRASE ||
	       e->op == NWI_OP_SLOP;
}

static bool phrase_implies(const struct nwi_expr *x, const struct nwi_expr *y)
{
	if (!where_within(x->where, y->where))
		return false;
	if (y->op == NWI_OP_SLOP)
		return (x->op == NWI_OP_PHRASE ||
			(x->op == NWI_OP_SLOP && x->n <= y->n)) &&
		       x->word_count == y->word_count &&
		       words_imply(x->words, y->words);
	if (x->op == NWI_OP_SLOP && y->op == NWI_OP_PHRASE)
		return false;
	for (const struct nwi_word *w = x->words; w; w = w->next) {
		if (words_imply(w, y->words))
			return true;
	}
	return false;
}

static bool near_implies(const struct nwi_expr *x, const struct nwi_expr *y,
			 uint32_t *steps);

/* Whether each stretch of `x` is one of `y`: what NEAR measures from. */
static bool stretches_imply(const struct nwi_expr *x, const struct nwi_expr *y,
			    uint32_t *steps)
{
	if (!*steps)
		return false;
	--*steps;
	if (x->op == NWI_OP_OR) {
		for (const struct nwi_expr *k = x->first; k; k = k->next) {
			if (!stretches_imply(k, y, steps))
				return false;
		}
		return true;
	}
	if (y->op == NWI_OP_OR) {
		for (const struct nwi_expr *k = y->first; k; k = k->next) {
			if (stretches_imply(x, k, steps))
				return true;
		}
		return false;
	}
	if (is_words(x) && is_words(y))
		return x->op == y->op && x->n <= y->n &&
		       x->word_count == y->word_count &&
		       where_within(x->where, y->where) &&
		       words_imply(x->words, y->words);
	return near_implies(x, y, steps);
}

static bool near_implies(const struct nwi_expr *x, const struct nwi_expr *y,
			 uint32_t *steps)
{
	const struct nwi_expr *a = x->first, *b = y->first;

	if ((x->op != NWI_OP_NEAR && x->op != NWI_OP_ONEAR) ||
	    (y->op != x->op && y->op != NWI_OP_NEAR) || x->n > y->n)
		return false;
	return (stretches_imply(a, b, steps) &&
		stretches_imply(a->next, b->next, steps)) ||
	       (y->op == NWI_OP_NEAR && stretches_imply(a, b->next, steps) &&
		stretches_imply(a->next, b, steps));
}

/* What holds of a sentence holds of the text around it. */
static bool is_monotone(const struct nwi_expr *e)
{
	if (e->op == NWI_OP_NOT || e->op == NWI_OP_SCORE)
		return false;
	for (const struct nwi_expr *k = e->first; k; k = k->next) {
		if (!is_monotone(k))
			return false;
	}
	return true;
}

static bool scores_equal(const struct nwi_expr *x, const struct nwi_expr *y,
			 uint32_t *steps)
{
	const struct nwi_expr *a = x->first, *b = y->first;

	if (x->weight < y->weight)
		return false;
	for (; a && b; a = a->next, b = b->next) {
		if (a->weight != b->weight ||
		    !stretches_imply(a->first, b->first, steps) ||
		    !stretches_imply(b->first, a->first, steps))
			return false;
	}
	return !a && !b;
}

static bool any_kid_implies(const struct nwi_expr *x, const struct nwi_expr *y,
			    uint32_t *steps)
{
	for (const struct nwi_expr *k = x->first; k; k = k->next) {
		if (nwi_implies(k, y, steps))
			return true;
	}
	return false;
}

/* `y` is no AND, `x` no OR. */
static bool op_implies(const struct nwi_expr *x, const struct nwi_expr *y,
		       uint32_t *steps)
{
	switch (x->op) {
	case NWI_OP_NOT:
		return y->op == NWI_OP_NOT &&
		       nwi_implies(y->first, x->first, steps);
	case NWI_OP_AND:
		return any_kid_implies(x, y, steps);
	case NWI_OP_NEAR:
	case NWI_OP_ONEAR:
		return near_implies(x, y, steps) ||
		       (is_monotone(y) && any_kid_implies(x, y, steps));
	case NWI_OP_ATLEAST:
		if (y->op == NWI_OP_ATLEAST)
			return x->n >= y->n &&
			       stretches_imply(x->first, y->first, steps);
		return nwi_implies(x->first, y, steps);
	case NWI_OP_SENTENCE:
		if (y->op == NWI_OP_SENTENCE)
			return nwi_implies(x->first, y->first, steps);
		return is_monotone(y) && nwi_implies(x->first, y, steps);
	case NWI_OP_SCORE:
		return y->op == NWI_OP_SCORE && scores_equal(x, y, steps);
	default:
		return is_words(x) && is_words(y) && phrase_implies(x, y);
	}
}

bool nwi_implies(const struct nwi_expr *x, const struct nwi_expr *y,
		 uint32_t *steps)
{
	if (!*steps)
		return false;
	--*steps;
	if (x->op == NWI_OP_OR || y->op == NWI_OP_AND) {
		const struct nwi_expr *k =
			x->op == NWI_OP_OR ? x->first : y->first;

		for (; k; k = k->next) {
			if (x->op == NWI_OP_OR ? !nwi_implies(k, y, steps)
					       : !nwi_implies(x, k, steps))
				return false;
		}
		return true;
	}
	for (const struct nwi_expr *k = y->first; k && y->op == NWI_OP_OR;
	     k = k->next) {
		if (nwi_implies(x, k, steps))
			return true;
	}
	return op_implies(x, y, steps);
}
