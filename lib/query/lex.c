/* SPDX-License-Identifier: Apache-2.0 */
#include "query/lex.h"

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

/* The fields that are offered, and what to say of those that are not. */
static const struct field {
	const char *name;
	enum nwi_where where;
	const char *advice; /* NULL: offered */
} fields[] = {
	{ "title", NWI_WHERE_TITLE, NULL },
	{ "body", NWI_WHERE_BODY, NULL },
	{ "lead", NWI_WHERE_LEAD, NULL },
	{ "intitle", 0, "write title:" },
	{ "headline", 0, "write title:" },
	{ "headlines", 0, "write title:" },
	{ "content", 0, "write body:" },
	{ "text", 0, "write body:" },
	{ "url", NWI_WHERE_URL, NULL },
	{ "site", NWI_WHERE_SITE, NULL },
	{ "source", NWI_WHERE_SOURCE, NULL },
	{ "outlet", NWI_WHERE_OUTLET, NULL },
	{ "author", NWI_WHERE_AUTHOR, NULL },
	{ "tag", NWI_WHERE_TAG, NULL },
	{ "lang", NWI_WHERE_LANG, NULL },
	{ "country", NWI_WHERE_COUNTRY, NULL },
	{ "affiliation", NWI_WHERE_AFFILIATION, NULL },
	{ "owner", NWI_WHERE_OWNER, NULL },
	{ "topic", NWI_WHERE_TOPIC, NULL },
	{ "type", NWI_WHERE_TYPE, NULL },
	{ "age", NWI_WHERE_AGE, NULL },
	{ "inurl", 0, "write url:" },
	{ "domain", 0, "write site:" },
	{ "byline", 0, "write author:" },
	{ "category", 0, "write tag:" },
	{ "language", 0, "write lang:" },
	{ "published", 0, "write age<2d" },
	{ "name", NWI_FIELD_NAME, NULL },
};

#define FIELD_NAMES                                                            \
	"title:, body:, lead:, url:, site:, source:, outlet:, author:, tag:, " \
	"lang:, country:, affiliation:, owner:, topic:, type:, name: and "     \
	"age<2d"

/* What people paste from other products, and what it means here. */
static const struct spelling {
	const char *theirs;
	const char *ours;
	enum nwi_lex_kind kind;
} spellings[] = {
	{ "&&", "AND", NWI_LEX_AND },
	{ "&", "AND", NWI_LEX_AND },
	{ "||", "OR", NWI_LEX_OR },
	{ "|", "OR", NWI_LEX_OR },
	{ "!", "NOT", NWI_LEX_NOT },
	{ "ANDNOT", "AND NOT", NWI_LEX_NOT },
	{ "AND-NOT", "AND NOT", NWI_LEX_NOT },
};

/*
 * Operators of other products in capitals, alone or with a number or a limit
 * behind them (ATLEAST3, W/5, SCORE>2), and what to write in their place.
 */
static const struct foreign_operator {
	const char *name;
	bool bare; /* is one without anything behind it too */
	const char *advice;
} foreign_operators[] = {
	{ "PARAGRAPH", true, "write SENTENCE(a b) or NEAR/40" },
	{ "SAME", true, "write SENTENCE(a b)" },
	{ "W", false, "write NEAR/n" },
	{ "WITHIN", false, "write NEAR/n" },
	{ "PRE", false, "write ONEAR/n" },
	{ "ADJ", true, "write ONEAR/0" },
};

/* Bytes of a double quotation mark at `at`, 0 when there is none. */
static size_t quote_at(struct nw_str text, size_t at)
{
	static const char *const marks[] = { "\"", "“", "”", "„",
					     "‟",  "«", "»", "＂" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (nw_str_starts(nw_str_slice(text, at, text.len), marks[i]))
			return strlen(marks[i]);
	}
	return 0;
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

		if (nwi_lex_is_space(r->text.at[r->pos])) {
			r->pos++;
		} else if (nw_str_starts(rest, "\xc2\xa0")) {
			r->pos += 2; /* no-break space, from pasted text */
		} else if (comment) {
			skip_comment(r, comment);
		} else {
			return;
		}
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

static const struct field *find_field(struct nw_str name)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (nw_str_is_nocase(name, fields[i].name))
			return &fields[i];
	}
	return NULL;
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
	const struct field *field;

	if (nw_str_starts_nocase(x->text, "age<") ||
	    nw_str_starts_nocase(x->text, "age>")) {
		begin_field(r, x, NWI_WHERE_AGE, 3);
		return true;
	}
	if (colon == x->text.len || !all_letters(name) ||
	    nw_str_starts(nw_str_slice(x->text, colon, x->text.len), "://"))
		return false;
	field = find_field(name);
	if (!field)
		nwi_query_error(r, x->at, colon + 1,
				"there is no field '%.*s:': the fields are %s; "
				"quote what is text",
				NW_FMT(name), FIELD_NAMES);
	else if (!field->where)
		nwi_query_error(r, x->at, colon + 1,
				"the field '%s:' is not offered in a query: "
				"%s",
				field->name, field->advice);
	begin_field(r, x, field ? field->where : NWI_WHERE_ANY, colon + 1);
	return true;
}

static bool is_foreign_operator(struct nw_str word,
				const struct foreign_operator *f)
{
	size_t len = strlen(f->name);

	if (!nw_str_starts(word, f->name))
		return false;
	if (word.len == len)
		return f->bare;
	if (!strchr("/0123456789<>=:", word.at[len]))
		return false;
	/* W/5 and W/s, but not W3 or w/o */
	return f->bare || word.at[len] == '/';
}

static void lex_foreign(struct nwi_reading *r, struct nwi_lexeme *x)
{
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		if (!nw_str_is(x->text, spellings[i].theirs))
			continue;
		nwi_query_error(r, x->at, x->len, "write %s for '%s'",
				spellings[i].ours, spellings[i].theirs);
		x->kind = spellings[i].kind;
		return;
	}
	for (size_t i = 0;
	     i < sizeof(foreign_operators) / sizeof(foreign_operators[0]);
	     i++) {
		const struct foreign_operator *f = &foreign_operators[i];

		if (!is_foreign_operator(x->text, f))
			continue;
		nwi_query_error(r, x->at, x->len,
				"%s is not offered: %s; quote it when it "
				"is a word",
				f->name, f->advice);
		return;
	}
	if (x->text.at[0] == '~')
		nwi_query_error(r, x->at, x->len,
				"~word is not offered yet: write word*, or "
				"its forms with OR between them");
}

static bool ends_word(struct nwi_reading *r, size_t at)
{
	char c = r->text.at[at];

	return nwi_lex_is_space(c) || c == '(' || c == ')' || c == '{' ||
	       c == '}' || quote_at(r->text, at);
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
	if (!nwi_lex_operator(r, x))
		lex_foreign(r, x);
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

/* A '-' that begins a word, a phrase or a group means NOT. */
static bool is_minus(const struct nwi_reading *r)
{
	char c = r->pos + 1 < r->text.len ? r->text.at[r->pos + 1] : ' ';

	return r->text.at[r->pos] == '-' && !nwi_lex_is_space(c) && c != '-' &&
	       c != ')';
}

void nwi_lex_next(struct nwi_reading *r)
{
	struct nwi_lexeme x = { .kind = NWI_LEX_END, .len = 1 };
	size_t quote;
	char c;

	nwi_lex_space(r);
	x.at = (uint32_t)r->pos;
	if (r->pos >= r->text.len) {
		r->now = x;
		return;
	}
	quote = quote_at(r->text, r->pos);
	c = r->text.at[r->pos];
	if (c == '(' || c == ')' || c == '}') {
		x.kind = c == '('   ? NWI_LEX_OPEN
			 : c == ')' ? NWI_LEX_CLOSE
				    : NWI_LEX_BRACE;
		r->pos++;
	} else if (c == '{') {
		lex_braces(r, &x);
	} else if (c == '@') {
		lex_use(r, &x);
	} else if (quote) {
		lex_phrase(r, &x, quote);
	} else if (is_minus(r)) {
		x.kind = NWI_LEX_NOT;
		r->pos++;
	} else {
		lex_word(r, &x);
	}
	if (x.kind == NWI_LEX_PHRASE)
		x.len = (uint32_t)(r->pos - x.at);
	r->now = x;
}
