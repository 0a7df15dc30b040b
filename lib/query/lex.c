/* SPDX-License-Identifier: Apache-2.0 */
#include "query/lex.h"
#include "config/problem.h"

#include <stdio.h>
#include <stdlib.h>

enum { ERRORS_WORDED = 20 };

static void report(struct nwi_reading *r, size_t at, size_t len, bool warning,
		   const char *fmt, va_list args)
{
	struct nw_query_problem problem = { .query = r->query,
					    .warning = warning };
	struct nw_error words;

	if (!warning && r->errors++ >= ERRORS_WORDED)
		return;
	nw_failv(&words, NW_BAD_CONFIG, fmt, args);
	if (at > r->text.len)
		at = r->text.len;
	problem.offset = (uint32_t)at;
	problem.length = len ? (uint32_t)len : 1;
	problem.text = words.text;
	if (r->problem)
		r->problem(r->arg, &problem);
}

void nwi_query_error(struct nwi_reading *r, size_t at, size_t len,
		     const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report(r, at, len, false, fmt, args);
	va_end(args);
}

void nwi_query_warn(struct nwi_reading *r, size_t at, size_t len,
		    const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report(r, at, len, true, fmt, args);
	va_end(args);
}

/* The fields. */
static const struct field {
	const char *name;
	enum nwi_where where;
} fields[] = {
	{ "title", NWI_WHERE_TITLE },
	{ "body", NWI_WHERE_BODY },
	{ "lead", NWI_WHERE_LEAD },
	{ "url", NWI_WHERE_URL },
	{ "site", NWI_WHERE_SITE },
	{ "source", NWI_WHERE_SOURCE },
	{ "outlet", NWI_WHERE_OUTLET },
	{ "author", NWI_WHERE_AUTHOR },
	{ "tag", NWI_WHERE_TAG },
	{ "lang", NWI_WHERE_LANG },
	{ "country", NWI_WHERE_COUNTRY },
	{ "affiliation", NWI_WHERE_AFFILIATION },
	{ "owner", NWI_WHERE_OWNER },
	{ "topic", NWI_WHERE_TOPIC },
	{ "type", NWI_WHERE_TYPE },
	{ "age", NWI_WHERE_AGE },
	{ "name", NWI_FIELD_NAME },
};

#define FIELD_NAMES                                                            \
	"title:, body:, lead:, url:, site:, source:, outlet:, author:, tag:, " \
	"lang:, country:, affiliation:, owner:, topic:, type:, name: and "     \
	"age<2d"

/* Bytes of a double quotation mark at `at`, 0 when there is none. */
static size_t quote_at(struct nw_str text, size_t at)
{
	static const char *const marks[] = { "\"", "“", "”", "„",
					     "‟",  "«", "»", "＂" };

	if (at < text.len && (unsigned char)text.at[at] < 0x80)
		return text.at[at] == '"';
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (nw_str_starts(nw_str_slice(text, at, text.len), marks[i]))
			return strlen(marks[i]);
	}
	return 0;
}

/* Parentheses and braces, in full width too: their bytes, 0 for others. */
static size_t sign_at(struct nw_str text, size_t at, enum nwi_lex_kind *kind)
{
	static const struct {
		const char *sign;
		enum nwi_lex_kind kind;
	} signs[] = { { "(", NWI_LEX_OPEN },
		      { ")", NWI_LEX_CLOSE },
		      { "}", NWI_LEX_BRACE },
		      { "（", NWI_LEX_OPEN },
		      { "）", NWI_LEX_CLOSE } };
	struct nw_str rest = nw_str_slice(text, at, text.len);

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (!nw_str_starts(rest, signs[i].sign))
			continue;
		*kind = signs[i].kind;
		return strlen(signs[i].sign);
	}
	return 0;
}

/*
 * Bytes of a blank at `at`, 0 for others. Pasted text brings no-break,
 * typographic, zero-width and ideographic ones, and a byte order mark.
 */
static size_t blank_at(struct nw_str text, size_t at)
{
	static const char *const blanks[] = { "\xc2\xa0", "\xe2\x80\xaf",
					      "\xe3\x80\x80", "\xef\xbb\xbf" };
	struct nw_str rest = nw_str_slice(text, at, text.len);

	if (rest.len && (unsigned char)rest.at[0] < 0x80)
		return nwi_lex_is_space(rest.at[0]);
	for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++) {
		if (nw_str_starts(rest, blanks[i]))
			return strlen(blanks[i]);
	}
	/* U+2000 to U+200B */
	return nw_str_starts(rest, "\xe2\x80") && rest.len > 2 &&
			       (unsigned char)rest.at[2] <= 0x8b
		       ? 3
		       : 0;
}

/* Comments; the second kind is Brandwatch's. */
static const struct comment {
	const char *open, *close;
} comments[] = { { "/*", "*/" }, { "<<<", ">>>" } };

static const struct comment *comment_at(struct nw_str rest)
{
	for (size_t i = 0; i < sizeof(comments) / sizeof(comments[0]); i++) {
		if (nw_str_starts(rest, comments[i].open))
			return &comments[i];
	}
	return NULL;
}

static void skip_comment(struct nwi_reading *r, const struct comment *c)
{
	struct nw_str rest = nw_str_slice(r->text, r->pos, r->text.len);
	struct nw_str inner = nw_str_slice(rest, strlen(c->open), rest.len);
	size_t length = nw_str_find(inner, nw_str_from(c->close));

	if (length == inner.len)
		nwi_query_error(r, r->pos, strlen(c->open),
				"this comment has no end: expected '%s'",
				c->close);
	r->pos += strlen(c->open) + length + strlen(c->close);
	if (r->pos > r->text.len)
		r->pos = r->text.len;
}

void nwi_lex_space(struct nwi_reading *r)
{
	while (r->pos < r->text.len) {
		struct nw_str rest = nw_str_slice(r->text, r->pos, r->text.len);
		const struct comment *comment = comment_at(rest);
		size_t blank = blank_at(r->text, r->pos);

		if (!blank && !comment)
			return;
		if (comment)
			skip_comment(r, comment);
		else
			r->pos += blank;
	}
}

/* The n of "a b"~n. */
static void lex_slop(struct nwi_reading *r, struct nwi_lexeme *x)
{
	size_t from = ++r->pos;
	int64_t n;

	while (r->pos < r->text.len && r->text.at[r->pos] >= '0' &&
	       r->text.at[r->pos] <= '9')
		r->pos++;
	x->slop = true;
	if (nw_str_to_int(nw_str_slice(r->text, from, r->pos), &n) != NW_OK ||
	    n > NWI_NEAR_MAX)
		nwi_query_error(r, from - 1, r->pos - from + 1,
				"expected how many other words may stand among "
				"these, 0 to %d, as in \"a b\"~5",
				NWI_NEAR_MAX);
	else
		x->n = (uint32_t)n;
}

/* What may follow a closing quotation mark: c for exact case, ~n. */
static void lex_suffix(struct nwi_reading *r, struct nwi_lexeme *x)
{
	for (;;) {
		size_t at = r->pos;
		char c = at < r->text.len ? r->text.at[at] : ' ';
		char next = at + 1 < r->text.len ? r->text.at[at + 1] : ' ';

		if (c == '~' && !x->slop) {
			lex_slop(r, x);
		} else if (c == 'c' && !x->exact_case &&
			   (nwi_lex_is_space(next) || strchr("()}~", next))) {
			x->exact_case = true;
			r->pos++;
		} else {
			return;
		}
	}
}

static void lex_phrase(struct nwi_reading *r, struct nwi_lexeme *x, size_t open)
{
	bool plain = r->text.at[r->pos] == '"';
	size_t from = r->pos + open, to = from, close = 0;

	while (to < r->text.len) {
		close = quote_at(r->text, to);
		if (close && (!plain || r->text.at[to] == '"'))
			break;
		close = 0;
		to++;
	}
	if (!close)
		nwi_query_error(r, r->pos, open,
				"this quotation mark is never closed");
	x->kind = NWI_LEX_PHRASE;
	x->text = nw_str_slice(r->text, from, to);
	r->pos = to + close;
	lex_suffix(r, x);
}

static void report_field(struct nwi_reading *r, const struct nwi_lexeme *x,
			 struct nw_str name)
{
	struct nwi_nearest nearest;
	char hint[NWI_NEAREST_TEXT];

	nwi_nearest_init(&nearest, name);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		nwi_nearest_offer(&nearest, nw_str_from(fields[i].name));
	nwi_nearest_text(&nearest, hint);
	nwi_query_error(r, x->at, name.len + 1,
			"there is no field '%.*s:'%s; the fields are %s; "
			"quote what is text",
			NW_FMT(name), hint, FIELD_NAMES);
}

static enum nwi_where find_field(struct nwi_reading *r,
				 const struct nwi_lexeme *x, struct nw_str name)
{
	enum nwi_where where;
	bool known;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (nw_str_is_nocase(name, fields[i].name))
			return fields[i].where;
	}
	where = nwi_foreign_field(r, x, name, &known);
	if (!known)
		report_field(r, x, name);
	return where;
}

static bool all_letters(struct nw_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
			return false;
	}
	return s.len > 0;
}

static void begin_field(struct nwi_reading *r, struct nwi_lexeme *x,
			enum nwi_where where, size_t len)
{
	x->kind = NWI_LEX_FIELD;
	x->n = where;
	x->len = (uint32_t)len;
	r->pos = x->at + len;
}

/* name: before a word, or age<; true when `x` became a field. */
static bool lex_field(struct nwi_reading *r, struct nwi_lexeme *x)
{
	size_t colon = nw_str_find_char(x->text, ':');
	struct nw_str name = nw_str_slice(x->text, 0, colon);

	if (nw_str_starts_nocase(x->text, "age<") ||
	    nw_str_starts_nocase(x->text, "age>")) {
		begin_field(r, x, NWI_WHERE_AGE, 3);
		return true;
	}
	if (colon == x->text.len || !all_letters(name) ||
	    nw_str_starts(nw_str_slice(x->text, colon, x->text.len), "://"))
		return false;
	begin_field(r, x, find_field(r, x, name), colon + 1);
	return true;
}

static bool ends_word(struct nwi_reading *r, size_t at)
{
	enum nwi_lex_kind kind;
	char c = r->text.at[at];

	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return false;
	return blank_at(r->text, at) || c == '{' ||
	       sign_at(r->text, at, &kind) || quote_at(r->text, at);
}

/* Behind a fact's field stand addresses and names, not operators. */
static bool is_fact_value(const struct nwi_reading *r)
{
	return r->now.kind == NWI_LEX_FIELD && nwi_where_is_fact(r->now.n);
}

static void lex_word(struct nwi_reading *r, struct nwi_lexeme *x)
{
	size_t to = r->pos;

	while (to < r->text.len && !ends_word(r, to))
		to++;
	x->kind = NWI_LEX_WORD;
	x->len = (uint32_t)(to - r->pos);
	x->text = nw_str_slice(r->text, r->pos, to);
	r->pos = to;
	if (lex_field(r, x))
		return;
	if (is_fact_value(r))
		return;
	if (!nwi_lex_operator(r, x))
		nwi_lex_foreign(r, x);
}

/* @name, or @"a name with blanks". */
static void lex_use(struct nwi_reading *r, struct nwi_lexeme *x)
{
	size_t from = r->pos + 1, to = from;
	bool quoted = from < r->text.len && r->text.at[from] == '"';

	if (quoted) {
		to = ++from;
		while (to < r->text.len && r->text.at[to] != '"')
			to++;
		if (to == r->text.len)
			nwi_query_error(r, r->pos, 2,
					"this quotation mark is never closed");
	} else {
		while (to < r->text.len && !ends_word(r, to))
			to++;
	}
	x->kind = NWI_LEX_USE;
	x->text = nw_str_slice(r->text, from, to);
	r->pos = to + (quoted && to < r->text.len);
	x->len = (uint32_t)(r->pos - x->at);
	if (!x->text.len)
		nwi_query_error(r, x->at, x->len,
				"expected the name of a query behind '@'");
}

/* {word}, as Brandwatch writes exact case. */
static void lex_braces(struct nwi_reading *r, struct nwi_lexeme *x)
{
	size_t from = r->pos + 1, to = from;

	while (to < r->text.len && r->text.at[to] != '}')
		to++;
	if (to == r->text.len)
		nwi_query_error(r, r->pos, 1, "this '{' is never closed");
	x->kind = NWI_LEX_PHRASE;
	x->exact_case = true;
	x->text = nw_str_slice(r->text, from, to);
	r->pos = to + (to < r->text.len);
}

/*
 * A '+' that begins a word: "must stand" elsewhere, or Talkwalker's text as
 * it is; two and a quotation mark are its exact case.
 */
static void skip_plus(struct nwi_reading *r, bool *exact)
{
	struct nw_str rest = nw_str_slice(r->text, r->pos, r->text.len);
	size_t n = nw_str_starts(rest, "++") ? 2 : 1;
	char next = n < rest.len ? rest.at[n] : ' ';

	if (nwi_lex_is_space(next) || (next >= '0' && next <= '9'))
		return;
	*exact = n == 2;
	if (n == 1)
		nwi_query_warn(r, r->pos, 1,
			       "'+' adds nothing: what stands side by side "
			       "must all be there");
	r->pos += n;
}

/* A '-' that begins a word, a phrase or a group means NOT. */
static bool is_minus(const struct nwi_reading *r)
{
	char c = r->pos + 1 < r->text.len ? r->text.at[r->pos + 1] : ' ';

	return r->text.at[r->pos] == '-' && !nwi_lex_is_space(c) && c != '-' &&
	       c != ')';
}

static void lex_any(struct nwi_reading *r, struct nwi_lexeme *x)
{
	size_t quote = quote_at(r->text, r->pos);
	size_t sign = sign_at(r->text, r->pos, &x->kind);
	char c = r->text.at[r->pos];

	if (sign)
		r->pos += sign;
	else if (c == '{')
		lex_braces(r, x);
	else if (c == '@')
		lex_use(r, x);
	else if (quote)
		lex_phrase(r, x, quote);
	else if (is_minus(r)) {
		x->kind = NWI_LEX_NOT;
		r->pos++;
	} else {
		lex_word(r, x);
	}
	if (x->kind == NWI_LEX_PHRASE)
		x->len = (uint32_t)(r->pos - x->at);
}

void nwi_lex_next(struct nwi_reading *r)
{
	struct nwi_lexeme x = { .kind = NWI_LEX_END, .len = 1 };
	bool exact = false;

	nwi_lex_space(r);
	if (r->pos < r->text.len && r->text.at[r->pos] == '+')
		skip_plus(r, &exact);
	x.at = (uint32_t)r->pos;
	if (r->pos < r->text.len)
		lex_any(r, &x);
	x.exact_case = x.exact_case || exact;
	r->now = x;
}
