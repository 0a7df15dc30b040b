/* SPDX-License-Identifier: Apache-2.0 */
/* The operators: their names, and what is written behind each. */
#include "query/lex.h"

#include "config/problem.h"

#include <stdlib.h>

/*
 * Digits with an optional point and up to three decimals, in thousandths.
 * Returns the bytes read, 0 when there is no number or it is too large.
 */
static size_t read_number(struct nw_str s, int32_t *out)
{
	int64_t value = 0, unit = NWI_WEIGHT_UNIT;
	size_t at = 0, digits = 0;
	bool minus = s.len && s.at[0] == '-';

	if (s.len && (s.at[0] == '-' || s.at[0] == '+'))
		at++;
	for (; at < s.len && unit; at++) {
		char c = s.at[at];

		if (c == '.' && unit == NWI_WEIGHT_UNIT && digits) {
			unit /= 10;
			continue;
		}
		if (c < '0' || c > '9' || ++digits > 12)
			break;
		if (unit == NWI_WEIGHT_UNIT) {
			value = value * 10 + (c - '0') * unit;
		} else {
			value += (c - '0') * unit;
			unit /= 10;
		}
	}
	if (!digits || value > (int64_t)NWI_WEIGHT_MAX * NWI_WEIGHT_UNIT)
		return 0;
	*out = (int32_t)(minus ? -value : value);
	return at;
}

bool nwi_lex_weight(struct nwi_reading *r, int32_t *weight)
{
	struct nw_str rest = nw_str_slice(r->text, r->now.at, r->text.len);
	size_t len = read_number(rest, weight);

	if (!len || (len < rest.len && !nwi_lex_is_space(rest.at[len])))
		return false;
	r->pos = r->now.at + len;
	nwi_lex_next(r);
	return true;
}

/* A whole number behind a name, as in NEAR/5; -1 when it is none. */
static int64_t count_behind(struct nw_str digits, int64_t least, int64_t most)
{
	int64_t n;

	if (nw_str_to_int(digits, &n) != NW_OK || n < least || n > most)
		return -1;
	return n;
}

/* NEAR, NEAR/5, ONEAR/5, NEAR/5f. */
static void lex_near(struct nwi_reading *r, struct nwi_lexeme *x,
		     struct nw_str rest)
{
	int64_t n;

	x->n = NWI_NEAR_DEFAULT;
	if (!rest.len)
		return;
	rest = nw_str_slice(rest, 1, rest.len);
	if (rest.len && rest.at[rest.len - 1] == 'f') {
		x->kind = NWI_LEX_ONEAR;
		rest.len--;
	}
	n = count_behind(rest, 0, NWI_NEAR_MAX);
	if (n < 0)
		nwi_query_error(r, x->at, x->len,
				"expected the number of words between, 0 to "
				"%d, as in NEAR/5",
				NWI_NEAR_MAX);
	else if (n > NWI_NEAR_WIDE)
		nwi_query_warn(r, x->at, x->len,
			       "over %d words apart is hardly one statement",
			       NWI_NEAR_WIDE);
	if (n >= 0)
		x->n = (uint32_t)n;
}

/* ATLEAST/3; Meltwater leaves the stroke out. */
static void lex_atleast(struct nwi_reading *r, struct nwi_lexeme *x,
			struct nw_str rest)
{
	int64_t n;

	if (rest.len && rest.at[0] == '/')
		rest = nw_str_slice(rest, 1, rest.len);
	n = count_behind(rest, 1, NWI_ATLEAST_MAX);
	if (n < 0)
		nwi_query_error(r, x->at, x->len,
				"expected how many times, 1 to %d, as in "
				"ATLEAST/3 word",
				NWI_ATLEAST_MAX);
	x->n = n < 0 ? 1 : (uint32_t)n;
}

static void lex_sentence(struct nwi_reading *r, struct nwi_lexeme *x,
			 struct nw_str rest)
{
	(void)rest;
	nwi_lex_space(r);
	if (r->pos < r->text.len && r->text.at[r->pos] == '(')
		return;
	nwi_query_error(r, x->at, x->len,
			"expected '(' behind SENTENCE, as in SENTENCE(a b); "
			"quote it when it is a word");
	x->kind = NWI_LEX_WORD;
}

/* SCORE>=5{: blanks may stand between its parts. */
static void lex_score(struct nwi_reading *r, struct nwi_lexeme *x,
		      struct nw_str rest)
{
	struct nw_str text = r->text;
	size_t len = 0;

	r->pos -= rest.len;
	nwi_lex_space(r);
	if (nw_str_starts(nw_str_slice(text, r->pos, text.len), ">=")) {
		r->pos += 2;
		nwi_lex_space(r);
		len = read_number(nw_str_slice(text, r->pos, text.len),
				  &x->weight);
		r->pos += len;
		nwi_lex_space(r);
	}
	if (len && r->pos < text.len && text.at[r->pos] == '{') {
		r->pos++;
		if (x->weight <= 0)
			nwi_query_error(r, x->at, (uint32_t)(r->pos - x->at),
					"a SCORE must be over 0: nearly every "
					"item has 0");
		x->len = (uint32_t)(r->pos - x->at);
		return;
	}
	nwi_query_error(r, x->at, x->len,
			"expected a number and weighted terms behind SCORE, "
			"as in SCORE>=5{3 drone* -2 game}; quote it when it "
			"is a word");
	x->kind = NWI_LEX_WORD;
}

/* What may follow the name directly, and who reads it. */
static const struct operator_row {
	const char *name;
	enum nwi_lex_kind kind;
	const char *follow; /* first characters of what follows */
	void (*read)(struct nwi_reading *r, struct nwi_lexeme *x,
		     struct nw_str rest);
} operators[] = {
	{ "AND", NWI_LEX_AND, "", NULL },
	{ "OR", NWI_LEX_OR, "", NULL },
	{ "NOT", NWI_LEX_NOT, "", NULL },
	{ "NEAR", NWI_LEX_NEAR, "/", lex_near },
	{ "ONEAR", NWI_LEX_ONEAR, "/", lex_near },
	{ "ATLEAST", NWI_LEX_ATLEAST, "/0123456789", lex_atleast },
	{ "SENTENCE", NWI_LEX_SENTENCE, "", lex_sentence },
	{ "SCORE", NWI_LEX_SCORE, "<>=", lex_score },
};

static const struct operator_row *find_operator(struct nw_str word)
{
	if (!word.len || word.at[0] < 'A' || word.at[0] > 'Z')
		return NULL;
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		size_t len = strlen(operators[i].name);

		if (nw_str_starts(word, operators[i].name) &&
		    (word.len == len ||
		     (word.at[len] &&
		      strchr(operators[i].follow, word.at[len]))))
			return &operators[i];
	}
	return NULL;
}

/* Words that only look like operators. */
static void warn_small(struct nwi_reading *r, const struct nwi_lexeme *x)
{
	static const char *const small[] = { "and", "or", "not", "near" };

	if (x->text.len > 4)
		return;
	for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++) {
		if (!nw_str_is_nocase(x->text, small[i]))
			continue;
		nwi_query_warn(r, x->at, x->len,
			       "'%.*s' is taken as a word: operators are "
			       "written in capitals",
			       NW_FMT(x->text));
		return;
	}
}

/* NAER/5: no word of a text has such a shape. */
static void warn_mistyped(struct nwi_reading *r, const struct nwi_lexeme *x)
{
	size_t slash = nw_str_find_char(x->text, '/'), digits = 0;
	struct nw_str name = nw_str_slice(x->text, 0, slash);
	struct nw_str rest = nw_str_slice(x->text, slash + 1, x->text.len);
	struct nwi_nearest nearest;
	char text[NWI_NEAREST_TEXT];

	while (digits < rest.len && rest.at[digits] >= '0' &&
	       rest.at[digits] <= '9')
		digits++;
	if (name.len < 3 || !digits || digits + 1 < rest.len)
		return;
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] < 'A' || name.at[i] > 'Z')
			return;
	nwi_nearest_init(&nearest, name);
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (strchr(operators[i].follow, '/') && *operators[i].follow)
			nwi_nearest_offer(&nearest,
					  nw_str_from(operators[i].name));
	if (nw_str_is_absent(nwi_nearest_name(&nearest)))
		return;
	nwi_nearest_text(&nearest, text);
	nwi_query_warn(r, x->at, x->len,
		       "'%.*s' is taken as words: there is no operator "
		       "\"%.*s\"%s",
		       NW_FMT(x->text), NW_FMT(name), text);
}

bool nwi_lex_operator(struct nwi_reading *r, struct nwi_lexeme *x)
{
	const struct operator_row *row = find_operator(x->text);

	if (!row) {
		warn_small(r, x);
		warn_mistyped(r, x);
		return false;
	}
	x->kind = row->kind;
	if (row->read)
		row->read(
			r, x,
			nw_str_slice(x->text, strlen(row->name), x->text.len));
	return true;
}
