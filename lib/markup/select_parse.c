/* SPDX-License-Identifier: Apache-2.0 */
/* The compiler of selectors: one pass over the text, all into the arena. */
#include "markup/scan.h"
#include "markup/select_impl.h"
#include "text/utf8.h"

#include <stdlib.h>

struct parse {
	struct nw_str text;
	size_t at;
	struct nw_arena *arena;
	struct nwi_select *out;
	struct nw_error *err;
	unsigned nested;
};

/* `what` is what was expected or is wrong, as in "column 3: ...". */
static enum nw_status refuse(const struct parse *parse, const char *what)
{
	size_t column =
		1 + nwi_utf8_count(nw_str_slice(parse->text, 0, parse->at));

	return nw_fail(parse->err, NW_BAD_CONFIG, "selector, column %zu: %s",
		       column, what);
}

static enum nw_status no_memory(const struct parse *parse)
{
	return nw_fail(parse->err, NW_LIMIT,
		       "a selector needs more memory than there is");
}

/* The character at hand, NUL at the end (and for a NUL, which is refused). */
static char peek(const struct parse *parse, size_t ahead)
{
	size_t at = parse->at + ahead;

	return at < parse->text.len ? parse->text.at[at] : '\0';
}

static bool take(struct parse *parse, char c)
{
	if (c == '\0' || peek(parse, 0) != c)
		return false;
	parse->at++;
	return true;
}

static bool skip_space(struct parse *parse)
{
	size_t from = parse->at;

	while (nwi_is_space(peek(parse, 0)))
		parse->at++;
	return parse->at > from;
}

static int hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = select_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool starts_name(const struct parse *parse, size_t ahead)
{
	char c = peek(parse, ahead);

	if (c == '\\')
		return peek(parse, ahead + 1) != '\n' &&
		       peek(parse, ahead + 1) != '\0';
	return nwi_is_alpha(c) || c == '_' || (c & 0x80);
}

/* An identifier begins here (CSS Syntax, 4.3.9). */
static bool is_name(const struct parse *parse)
{
	if (peek(parse, 0) != '-')
		return starts_name(parse, 0);
	return peek(parse, 1) == '-' || starts_name(parse, 1);
}

/* Behind a backslash: up to six hexadecimal digits, or any character. */
static void take_escape(struct parse *parse, struct nw_buf *out)
{
	uint32_t code = 0;
	unsigned digits = 0;

	for (; digits < 6 && hex_of(peek(parse, 0)) >= 0; digits++)
		code = code * 16 +
		       (uint32_t)hex_of(parse->text.at[parse->at++]);
	if (digits == 0) {
		if (parse->at < parse->text.len)
			nw_buf_add_char(out, parse->text.at[parse->at++]);
		return;
	}
	if (nwi_is_space(peek(parse, 0)))
		parse->at++;
	nw_buf_add_utf8(out, code == 0 ? NWI_REPLACEMENT : code);
}

static struct nw_str keep(const struct parse *parse, struct nw_buf *out,
			  bool lower)
{
	for (size_t i = 0; lower && i < out->len; i++)
		out->at[i] = select_lower(out->at[i]);
	return nw_arena_buf(parse->arena, out);
}

static enum nw_status take_name(struct parse *parse, bool lower,
				const char *what, struct nw_str *name)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&out, 4 * (size_t)NWI_SELECT_BYTES);
	if (!is_name(parse))
		return refuse(parse, what);
	for (;;) {
		char c = peek(parse, 0);

		if (c == '\\' && starts_name(parse, 0)) {
			parse->at++;
			take_escape(parse, &out);
		} else if (nwi_is_alpha(c) || is_digit(c) || c == '-' ||
			   c == '_' || (c & 0x80)) {
			nw_buf_add_char(&out, c);
			parse->at++;
		} else {
			break;
		}
	}
	*name = keep(parse, &out, lower);
	return nw_str_is_absent(*name) ? no_memory(parse) : NW_OK;
}

static enum nw_status take_string(struct parse *parse, struct nw_str *value)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	char quote = parse->text.at[parse->at++];

	nw_buf_init(&out, 4 * (size_t)NWI_SELECT_BYTES);
	while (!take(parse, quote)) {
		char c = peek(parse, 0);

		if (parse->at >= parse->text.len || c == '\n')
			return refuse(parse, "the string is not closed");
		parse->at++;
		if (c != '\\')
			nw_buf_add_char(&out, c);
		else if (!take(parse, '\n'))
			take_escape(parse, &out);
	}
	*value = keep(parse, &out, false);
	return nw_str_is_absent(*value) ? no_memory(parse) : NW_OK;
}

/* Attributes whose values know no case in HTML (WHATWG HTML, 4.16.2). */
static bool has_caseless_value(struct nw_str name)
{
	static const char *const names[] = {
		"accept",    "accept-charset",
		"align",     "alink",
		"axis",	     "bgcolor",
		"charset",   "checked",
		"clear",     "codetype",
		"color",     "compact",
		"declare",   "defer",
		"dir",	     "direction",
		"disabled",  "enctype",
		"face",	     "frame",
		"hreflang",  "http-equiv",
		"lang",	     "language",
		"link",	     "media",
		"method",    "multiple",
		"nohref",    "noresize",
		"noshade",   "nowrap",
		"readonly",  "rel",
		"rev",	     "rules",
		"scope",     "scrolling",
		"selected",  "shape",
		"target",    "text",
		"type",	     "valign",
		"valuetype", "vlink",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (nw_str_is(name, names[i]))
			return true;
	}
	return false;
}

/* The table of Knuth, Morris and Pratt, case apart. */
static enum nw_status prepare_search(const struct parse *parse,
				     struct select_test *test)
{
	struct nw_str what = test->value;
	size_t have = 0;

	if (test->op != '*' || !test->nocase || what.len == 0)
		return NW_OK;
	test->fallback =
		nw_arena_array(parse->arena, what.len, sizeof(*test->fallback));
	if (!test->fallback)
		return no_memory(parse);
	for (size_t i = 1; i < what.len; i++) {
		char c = select_lower(what.at[i]);

		while (have > 0 && select_lower(what.at[have]) != c)
			have = test->fallback[have - 1];
		have += select_lower(what.at[have]) == c;
		test->fallback[i] = (uint16_t)have;
	}
	return NW_OK;
}

static enum nw_status take_flag(struct parse *parse, struct select_test *test)
{
	char c = select_lower(peek(parse, 0));

	test->nocase = has_caseless_value(test->name);
	if (c == 'i' || c == 's') {
		test->nocase = c == 'i';
		parse->at++;
		skip_space(parse);
	}
	return prepare_search(parse, test);
}

static enum nw_status take_value(struct parse *parse, struct select_test *test)
{
	enum nw_status status = NW_OK;
	char c = peek(parse, 0);

	if (c && strchr("~|^$*", c)) {
		test->op = c;
		parse->at++;
	}
	if (!take(parse, '='))
		return refuse(parse, "expected ] or = ~= |= ^= $= *=");
	test->op = test->op ? test->op : '=';
	skip_space(parse);
	c = peek(parse, 0);
	if (c == '"' || c == '\'')
		status = take_string(parse, &test->value);
	else
		status = take_name(parse, false,
				   "expected a name or a \"string\"",
				   &test->value);
	skip_space(parse);
	return status == NW_OK ? take_flag(parse, test) : status;
}

static enum nw_status take_attr(struct parse *parse, struct select_test *test)
{
	test->kind = SELECT_ATTR;
	skip_space(parse);
	if (peek(parse, 0) == '*' && peek(parse, 1) == '|')
		parse->at += 2;
	enum nw_status status = take_name(
		parse, true, "expected an attribute's name", &test->name);
	if (status)
		return status;
	test->atom = (uint16_t)nwi_atom_find(test->name);
	skip_space(parse);
	if (take(parse, ']'))
		return NW_OK;
	if (peek(parse, 0) == '|' && peek(parse, 1) != '=')
		return refuse(parse, "prefixes of namespaces are not offered");
	status = take_value(parse, test);
	if (status == NW_OK && !take(parse, ']'))
		return refuse(parse, "expected ]");
	return status;
}

/* Digits; capped far above what a page can hold. */
static bool take_number(struct parse *parse, int32_t *out)
{
	int32_t number = 0;
	size_t from = parse->at;

	while (is_digit(peek(parse, 0))) {
		number = number * 10 + (parse->text.at[parse->at++] - '0');
		number = number > 100000000 ? 100000000 : number;
	}
	*out = number;
	return parse->at > from;
}

static bool take_word(struct parse *parse, const char *word)
{
	size_t len = strlen(word);
	struct nw_str here =
		nw_str_slice(parse->text, parse->at, parse->at + len);

	if (!nw_str_is_nocase(here, word))
		return false;
	parse->at += len;
	return true;
}

static enum nw_status take_offset(struct parse *parse, struct select_test *test)
{
	skip_space(parse);
	char sign = peek(parse, 0);

	if (sign != '+' && sign != '-')
		return NW_OK;
	parse->at++;
	skip_space(parse);
	if (!take_number(parse, &test->b))
		return refuse(parse, "expected a number");
	test->b = sign == '-' ? -test->b : test->b;
	return NW_OK;
}

/* odd, even, 5, n, -n+3, 2n + 1 (CSS Syntax, 6.2). */
static enum nw_status take_nth(struct parse *parse, struct select_test *test)
{
	int32_t sign = 1;

	if (take_word(parse, "odd") || take_word(parse, "even")) {
		char last = parse->text.at[parse->at - 1];
		test->a = 2;
		test->b = select_lower(last) == 'd';
		return NW_OK;
	}
	if (take(parse, '-'))
		sign = -1;
	else
		take(parse, '+');
	bool number = take_number(parse, &test->b);
	test->b *= sign;
	if (take(parse, 'n') || take(parse, 'N')) {
		test->a = number ? test->b : sign;
		test->b = 0;
		return take_offset(parse, test);
	}
	return number ? NW_OK : refuse(parse, "expected odd, even or an+b");
}

static enum nw_status take_compound(struct parse *parse,
				    struct select_compound **out);

static enum nw_status take_list(struct parse *parse, struct select_test *test)
{
	struct select_compound **end = &test->list;

	if (++parse->nested > NWI_SELECT_NESTED)
		return refuse(parse, "too many lists within lists");
	do {
		skip_space(parse);
		enum nw_status status = take_compound(parse, end);
		if (status)
			return status;
		end = &(*end)->next;
		skip_space(parse);
	} while (take(parse, ','));
	parse->nested--;
	if (peek(parse, 0) != ')' && parse->at < parse->text.len)
		return refuse(parse,
			      "expected , or ): a list in a pseudo-class "
			      "holds compounds without combinators");
	return NW_OK;
}

static enum nw_status take_lang(struct parse *parse, struct select_test *test)
{
	char c = peek(parse, 0);

	parse->out->languages = true;
	test->op = '|';
	test->nocase = true;
	if (c == '"' || c == '\'')
		return take_string(parse, &test->value);
	return take_name(parse, false, "expected a language", &test->value);
}

static const struct pseudo {
	const char *name;
	uint8_t kind;
	uint8_t count; /* NTH */
	int32_t first; /* NTH without argument: b */
	enum nw_status (*argument)(struct parse *, struct select_test *);
} pseudos[] = {
	{ "checked", SELECT_CHECKED, 0, 0, NULL },
	{ "disabled", SELECT_DISABLED, 0, 0, NULL },
	{ "empty", SELECT_EMPTY, 0, 0, NULL },
	{ "enabled", SELECT_ENABLED, 0, 0, NULL },
	{ "first-child", SELECT_NTH, 0, 1, NULL },
	{ "first-of-type", SELECT_NTH, SELECT_OF_TYPE, 1, NULL },
	{ "is", SELECT_IS, 0, 0, take_list },
	{ "lang", SELECT_LANG, 0, 0, take_lang },
	{ "last-child", SELECT_NTH, SELECT_FROM_LAST, 1, NULL },
	{ "last-of-type", SELECT_NTH, SELECT_FROM_LAST | SELECT_OF_TYPE, 1,
	  NULL },
	{ "link", SELECT_LINK, 0, 0, NULL },
	{ "not", SELECT_NOT, 0, 0, take_list },
	{ "nth-child", SELECT_NTH, 0, 0, take_nth },
	{ "nth-last-child", SELECT_NTH, SELECT_FROM_LAST, 0, take_nth },
	{ "nth-last-of-type", SELECT_NTH, SELECT_FROM_LAST | SELECT_OF_TYPE, 0,
	  take_nth },
	{ "nth-of-type", SELECT_NTH, SELECT_OF_TYPE, 0, take_nth },
	{ "only-child", SELECT_NTH, SELECT_ONLY, 0, NULL },
	{ "only-of-type", SELECT_NTH, SELECT_ONLY | SELECT_OF_TYPE, 0, NULL },
	{ "root", SELECT_ROOT, 0, 0, NULL },
	{ "where", SELECT_IS, 0, 0, take_list },
};

static const struct pseudo *find_pseudo(struct nw_str name)
{
	for (size_t i = 0; i < sizeof(pseudos) / sizeof(pseudos[0]); i++) {
		if (nw_str_is(name, pseudos[i].name))
			return &pseudos[i];
	}
	return NULL;
}

static enum nw_status take_pseudo(struct parse *parse, struct select_test *test)
{
	size_t from = parse->at;
	struct nw_str name;

	if (peek(parse, 0) == ':')
		return refuse(parse, "pseudo-elements are not offered");
	enum nw_status status =
		take_name(parse, true, "expected a pseudo-class", &name);
	if (status)
		return status;
	const struct pseudo *pseudo = find_pseudo(name);
	if (!pseudo) {
		parse->at = from;
		return refuse(parse, "this pseudo-class is not offered");
	}
	test->kind = pseudo->kind;
	test->count = pseudo->count;
	test->b = pseudo->first;
	parse->out->places |= test->kind == SELECT_NTH;
	parse->out->types |= (test->count & SELECT_OF_TYPE) != 0;
	if (!pseudo->argument)
		return NW_OK;
	if (!take(parse, '('))
		return refuse(parse, "expected (");
	skip_space(parse);
	status = pseudo->argument(parse, test);
	skip_space(parse);
	if (status == NW_OK && !take(parse, ')'))
		return refuse(parse, "expected )");
	return status;
}

static enum nw_status take_test(struct parse *parse, struct select_test *test)
{
	char c = peek(parse, 0);

	switch (c) {
	case '#':
		parse->at++;
		test->kind = SELECT_ATTR;
		test->op = '=';
		test->atom = NWI_A_ID;
		return take_name(parse, false, "expected an id", &test->value);
	case '.':
		parse->at++;
		test->kind = SELECT_ATTR;
		test->op = '~';
		test->atom = NWI_A_CLASS;
		return take_name(parse, false, "expected a class",
				 &test->value);
	case '[':
		parse->at++;
		return take_attr(parse, test);
	case ':':
		parse->at++;
		return take_pseudo(parse, test);
	default:
		test->kind = SELECT_TYPE;
		enum nw_status status = take_name(
			parse, true, "expected a selector", &test->name);
		if (status == NW_OK)
			test->atom = (uint16_t)nwi_atom_find(test->name);
		return status;
	}
}

static bool starts_test(const struct parse *parse)
{
	char c = peek(parse, 0);

	return c == '#' || c == '.' || c == '[' || c == ':';
}

/* A type or * and all tests behind it. */
static enum nw_status take_compound(struct parse *parse,
				    struct select_compound **out)
{
	struct select_compound *compound =
		nw_arena_new_of(parse->arena, struct select_compound);
	bool any = false;

	if (!compound)
		return no_memory(parse);
	struct select_test **end = &compound->tests;
	if (peek(parse, 0) == '*' && peek(parse, 1) == '|')
		parse->at += 2;
	any = take(parse, '*');
	for (bool first = !any; first || starts_test(parse); first = false) {
		struct select_test *test =
			nw_arena_new_of(parse->arena, struct select_test);
		if (!test)
			return no_memory(parse);
		enum nw_status status = take_test(parse, test);
		if (status)
			return status;
		*end = test;
		end = &test->next;
	}
	if (peek(parse, 0) == '|')
		return refuse(parse, "prefixes of namespaces are not offered");
	*out = compound;
	return NW_OK;
}

/* What stands between two compounds: ' ', > + ~; ',' or NUL at an end. */
static char take_combinator(struct parse *parse)
{
	bool space = skip_space(parse);
	char c = peek(parse, 0);

	if (parse->at >= parse->text.len || c == ',')
		return c;
	if (c == '>' || c == '+' || c == '~') {
		parse->at++;
		skip_space(parse);
		return c;
	}
	return space ? ' ' : '?';
}

static uint64_t *mask_of(struct nwi_select *out, char combinator)
{
	switch (combinator) {
	case '>':
		return &out->child;
	case '+':
		return &out->adjacent;
	case '~':
		return &out->after;
	case ' ':
		return &out->below;
	default:
		return &out->starts;
	}
}

static enum nw_status take_complex(struct parse *parse)
{
	struct nwi_select *out = parse->out;
	char combinator = ',';

	skip_space(parse);
	do {
		if (out->count == NWI_SELECT_COMPOUNDS)
			return refuse(parse, "too long: more than 64 parts");
		enum nw_status status =
			take_compound(parse, &out->compounds[out->count]);
		if (status)
			return status;
		*mask_of(out, combinator) |= (uint64_t)1 << out->count++;
		combinator = take_combinator(parse);
		if (combinator == '?')
			return refuse(parse, "unexpected character");
	} while (combinator != ',' && combinator != '\0');
	out->ends |= (uint64_t)1 << (out->count - 1);
	return NW_OK;
}

enum nw_status nwi_select_compile(struct nw_str text, struct nw_arena *arena,
				  const struct nwi_select **out,
				  struct nw_error *err)
{
	struct parse parse = { .text = text, .arena = arena, .err = err };

	if (text.len > NWI_SELECT_BYTES)
		return nw_fail(err, NW_LIMIT,
			       "a selector of %zu bytes, at most %d are read",
			       text.len, NWI_SELECT_BYTES);
	parse.out = nw_arena_new_of(arena, struct nwi_select);
	if (!parse.out)
		return no_memory(&parse);
	do {
		enum nw_status status = take_complex(&parse);
		if (status)
			return status;
	} while (take(&parse, ','));
	if (parse.at < text.len)
		return refuse(&parse, "unexpected character");
	*out = parse.out;
	return NW_OK;
}
