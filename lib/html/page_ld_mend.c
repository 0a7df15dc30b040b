/* SPDX-License-Identifier: Apache-2.0 */
#include "html/page_ld_mend.h"

#include "markup/entity.h"
#include "markup/scan.h"

enum { DEPTH = 60 };

enum before { BEFORE_NONE, BEFORE_VALUE, BEFORE_COLON };

struct mender {
	struct nw_str text;
	size_t at;
	struct nw_buf *out;
	char stack[DEPTH];
	unsigned depth;
	enum before before;
};

static bool looks_at(const struct mender *m, const char *what)
{
	size_t len = strlen(what);

	return m->text.len - m->at >= len &&
	       memcmp(m->text.at + m->at, what, len) == 0;
}

/* The first byte behind white space from `at`; 0 at the end. */
static char next_sign(const struct mender *m, size_t at, size_t *where)
{
	while (at < m->text.len && (unsigned char)m->text.at[at] <= ' ')
		at++;
	*where = at;
	return at < m->text.len ? m->text.at[at] : '\0';
}

static bool is_word(char c)
{
	return nwi_is_alpha(c) || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("+-._@$", c) != NULL) || (c & 0x80);
}

/* A member's name without quotation marks, as in a script; 40 bytes. */
static bool is_bare_key(const struct mender *m, size_t at)
{
	size_t end = at;

	while (end < m->text.len && end < at + 40 && is_word(m->text.at[end]))
		end++;
	return end > at && end < m->text.len && m->text.at[end] == ':';
}

/*
 * Whether the mark at `at` ends its string: what follows is then a sign of
 * JSON, and behind a comma the next value.
 */
static bool is_end(const struct mender *m, size_t at)
{
	size_t where;
	char c = next_sign(m, at + 1, &where);

	if (c == '\0' || c == ':' || c == '}' || c == ']')
		return true;
	if (c == '"') /* a comma is missing, or the mark was doubled */
		return where > at + 1;
	if (c != ',')
		return false;
	c = next_sign(m, where + 1, &where);
	if (is_bare_key(m, where))
		return true;
	return c == '\0' || strchr("\"'{[}],-0123456789tfn/", c) != NULL;
}

static void comma_before_value(struct mender *m)
{
	if (m->before == BEFORE_VALUE)
		nw_buf_add_char(m->out, ',');
}

/* The unit that "\\uXXXX" at `at` says; -1 when it is none. */
static int unit_at(const struct mender *m, size_t at)
{
	int unit = 0;

	if (at + 6 > m->text.len || m->text.at[at] != '\\' ||
	    m->text.at[at + 1] != 'u')
		return -1;
	for (size_t i = 2; i < 6; i++) {
		char x = m->text.at[at + i];
		if (x >= '0' && x <= '9')
			unit = unit * 16 + x - '0';
		else if ((x | 0x20) >= 'a' && (x | 0x20) <= 'f')
			unit = unit * 16 + (x | 0x20) - 'a' + 10;
		else
			return -1;
	}
	return unit;
}

/* A NUL, or half a character: a title that was cut within an emoji has it. */
static void mend_unit(struct mender *m, int unit)
{
	bool high = unit >= 0xd800 && unit < 0xdc00;
	int low = high ? unit_at(m, m->at + 6) : -1;
	bool pair = low >= 0xdc00 && low < 0xe000;
	size_t len = pair ? 12 : 6;

	if (unit == 0 || (unit >= 0xd800 && unit < 0xe000 && !pair))
		nw_buf_add_text(m->out, "\\ufffd");
	else
		nw_buf_add(m->out, m->text.at + m->at, len);
	m->at += len;
}

static void mend_escape(struct mender *m)
{
	char c = m->at + 1 < m->text.len ? m->text.at[m->at + 1] : '\0';
	bool fits = c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
	int unit = unit_at(m, m->at);

	if (unit >= 0) {
		mend_unit(m, unit);
		return;
	}
	if (!fits) { /* the backslash goes, what it stood before stays */
		m->at++;
		return;
	}
	nw_buf_add(m->out, m->text.at + m->at, 2);
	m->at += 2;
}

static void mend_string(struct mender *m)
{
	const char mark = m->text.at[m->at++];

	comma_before_value(m);
	nw_buf_add_char(m->out, '"');
	while (m->at < m->text.len) {
		char c = m->text.at[m->at];

		if (c == mark && is_end(m, m->at)) {
			m->at++;
			break;
		}
		if (c == '\\') {
			mend_escape(m);
			continue;
		}
		if (c == '"')
			nw_buf_add_char(m->out, '\\');
		nw_buf_add_char(m->out, (unsigned char)c < ' ' ? ' ' : c);
		m->at++;
	}
	nw_buf_add_char(m->out, '"');
	m->before = BEFORE_VALUE;
}

static void open_bracket(struct mender *m, char c)
{
	m->at++;
	if (m->depth == DEPTH)
		return;
	comma_before_value(m);
	nw_buf_add_char(m->out, c);
	m->stack[m->depth++] = c == '{' ? '}' : ']';
	m->before = BEFORE_NONE;
}

static void close_one(struct mender *m)
{
	if (m->before == BEFORE_COLON)
		nw_buf_add_text(m->out, "null");
	nw_buf_add_char(m->out, m->stack[--m->depth]);
	m->before = BEFORE_VALUE;
}

/* One that was never opened is left out, what it should enclose is closed. */
static void close_bracket(struct mender *m, char c)
{
	unsigned at = m->depth;

	m->at++;
	while (at > 0 && m->stack[at - 1] != c)
		at--;
	while (at > 0 && m->depth >= at)
		close_one(m);
}

static void mend_word(struct mender *m)
{
	size_t from = m->at, where;

	while (m->at < m->text.len && is_word(m->text.at[m->at]))
		m->at++;
	struct nw_str word = nw_str_slice(m->text, from, m->at);
	bool key = next_sign(m, m->at, &where) == ':';
	int64_t number;
	comma_before_value(m);
	if (!key &&
	    (nw_str_is(word, "true") || nw_str_is(word, "false") ||
	     (nw_str_to_int(word, &number) == NW_OK && word.at[0] != '+' &&
	      (word.len == 1 || word.at[0] != '0'))))
		nw_buf_add_str(m->out, word);
	else if (!key &&
		 (nw_str_is(word, "null") || nw_str_is(word, "undefined") ||
		  nw_str_is(word, "NaN")))
		nw_buf_add_text(m->out, "null");
	else
		nw_buf_add_fmt(m->out, "\"%.*s\"", NW_FMT(word));
	m->before = BEFORE_VALUE;
}

static bool skip_to(struct mender *m, const char *start, const char *end)
{
	if (!looks_at(m, start))
		return false;
	size_t from = m->at + strlen(start);
	struct nw_str rest = nw_str_slice(m->text, from, m->text.len);
	m->at = from + nw_str_find(rest, nw_str_from(end));
	return true;
}

static void step(struct mender *m)
{
	char c = m->text.at[m->at];

	if (c == '{' || c == '[')
		open_bracket(m, c);
	else if (c == '}' || c == ']')
		close_bracket(m, c);
	else if (c == '"' || (c == '\'' && m->depth > 0))
		mend_string(m);
	else if (skip_to(m, "/*", "*/") || skip_to(m, "//", "\n"))
		;
	else if (c == ':' && m->depth > 0) {
		nw_buf_add_char(m->out, ':');
		m->before = BEFORE_COLON;
		m->at++;
	} else if (c == ',' && m->before == BEFORE_COLON) {
		nw_buf_add_text(m->out, "null");
		m->before = BEFORE_VALUE;
		m->at++;
	} else if (m->depth > 0 && is_word(c)) {
		mend_word(m);
	} else { /* white space, commas (put where needed), anything else */
		m->at++;
	}
}

static bool mend(struct nw_str text, struct nw_buf *out)
{
	struct mender m = { .text = text, .out = out };

	nw_buf_add_char(out, '[');
	while (m.at < text.len && !out->failed)
		step(&m);
	while (m.depth > 0)
		close_one(&m);
	nw_buf_add_char(out, ']');
	return !out->failed;
}

/* Some templates escape the whole script as if it were text. */
bool nwi_ld_mend(struct nw_str text, struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf plain = { 0 };

	if (nw_str_find_char(text, '{') == text.len)
		return false;
	if (nw_str_find_char(text, '"') < text.len ||
	    nw_str_find(text, nw_str_make("&quot;", 6)) == text.len)
		return mend(text, out);
	nw_buf_init(&plain, text.len + 1);
	nwi_entity_decode(text, &plain);
	return mend(nw_buf_str(&plain), out);
}
