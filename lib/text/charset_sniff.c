/* SPDX-License-Identifier: Apache-2.0 */
/* Where bytes say, or show, which charset they are in. */
#include "text/charset_internal.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void skip_blanks(struct nw_str *s)
{
	size_t i = 0;

	while (i < s->len && is_blank(s->at[i]))
		i++;
	*s = nw_str_slice(*s, i, s->len);
}

/* A value in quotes or up to a blank, ';', '>' or the end. */
static struct nw_str value_of(struct nw_str s)
{
	size_t i = 0;

	skip_blanks(&s);
	if (s.len == 0)
		return nw_str_make(NULL, 0);
	if (s.at[0] == '"' || s.at[0] == '\'') {
		char quote = s.at[0];
		s = nw_str_slice(s, 1, s.len);
		i = nw_str_find_char(s, quote);
		return i < s.len ? nw_str_trim(nw_str_slice(s, 0, i))
				 : nw_str_make(NULL, 0);
	}
	while (i < s.len && !is_blank(s.at[i]) && !strchr(";>\"',/", s.at[i]))
		i++;
	return nw_str_slice(s, 0, i);
}

/* Offset behind `name`, blanks and '=' from `from` on; 0 when not there. */
static size_t behind_assignment(struct nw_str s, size_t from, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = from; i + len < s.len; i++) {
		struct nw_str rest = nw_str_slice(s, i, s.len);
		if (!nw_str_starts_nocase(rest, name))
			continue;
		rest = nw_str_slice(rest, len, rest.len);
		skip_blanks(&rest);
		if (rest.len > 0 && rest.at[0] == '=')
			return (size_t)(rest.at - s.at) + 1;
	}
	return 0;
}

static struct nw_str assigned(struct nw_str s, const char *name)
{
	size_t at = behind_assignment(s, 0, name);

	if (at == 0)
		return nw_str_make(NULL, 0);
	struct nw_str value = value_of(nw_str_slice(s, at, s.len));
	return value.len > 0 ? value : nw_str_make(NULL, 0);
}

struct nw_str nwi_charset_of_content_type(struct nw_str content_type)
{
	size_t params = nw_str_find_char(content_type, ';');

	return assigned(nw_str_slice(content_type, params, content_type.len),
			"charset");
}

struct nw_str nwi_charset_of_xml(struct nw_str bytes)
{
	struct nw_str head = nw_str_slice(bytes, 0, NWI_CHARSET_HEAD);

	/* Feeds begin with white space, comments and server notes. */
	size_t from = nw_str_find(head, nw_str_from("<?xml"));
	head = nw_str_slice(head, from, head.len);
	return assigned(nw_str_slice(head, 0, nw_str_find_char(head, '>')),
			"encoding");
}

struct nw_str nwi_charset_of_meta(struct nw_str bytes)
{
	struct nw_str rest = nw_str_slice(bytes, 0, NWI_CHARSET_HEAD);

	while (rest.len > 0) {
		rest = nw_str_slice(rest, nw_str_find_char(rest, '<'),
				    rest.len);
		if (nw_str_starts(rest, "<!--")) {
			size_t end = nw_str_find(rest, nw_str_from("-->"));
			rest = nw_str_slice(rest, end, rest.len);
			continue;
		}
		size_t end = nw_str_find_char(rest, '>');
		if (nw_str_starts_nocase(rest, "<meta")) {
			struct nw_str tag = nw_str_slice(rest, 5, end);
			struct nw_str found = assigned(tag, "charset");
			if (!nw_str_is_absent(found))
				return found;
		}
		rest = nw_str_slice(rest, rest.len ? 1 : 0, rest.len);
	}
	return nw_str_make(NULL, 0);
}

/* Zero bytes at each offset modulo four of the first KiB. */
static const char *wide_charset(struct nw_str bytes)
{
	size_t zeros[4] = { 0 };
	size_t len = (bytes.len < 1024 ? bytes.len : 1024) & ~(size_t)3;
	size_t each = len / 4;

	if (len < 4)
		return NULL;
	for (size_t i = 0; i < len; i++)
		zeros[i % 4] += bytes.at[i] == '\0';
	if (zeros[0] == each && zeros[1] == each && zeros[3] < each / 2 + 1)
		return "utf-32be";
	if (zeros[3] == each && zeros[2] == each && zeros[0] < each / 2 + 1)
		return "utf-32le";
	size_t even = zeros[0] + zeros[2], odd = zeros[1] + zeros[3];
	/* Markup is ASCII, so half of a UTF-16 text is zero bytes, or, in
	 * East Asia, still a good part of its beginning. */
	if (even > len / 10 && even > odd * 8)
		return "utf-16be";
	if (odd > len / 10 && odd > even * 8)
		return "utf-16le";
	return NULL;
}

static bool has(struct nw_str s, const char *bytes)
{
	return nw_str_find(s, nw_str_from(bytes)) < s.len;
}

static const char *escaped_charset(struct nw_str bytes)
{
	if (nw_str_find_char(bytes, '\x1b') >= bytes.len)
		return NULL;
	if (has(bytes, "\x1b$B") || has(bytes, "\x1b$@"))
		return "iso-2022-jp";
	if (has(bytes, "\x1b$)C"))
		return "iso-2022-kr";
	if (has(bytes, "\x1b$)A") || has(bytes, "\x1b$)G"))
		return "iso-2022-cn";
	return NULL;
}

static bool is_hz(struct nw_str bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		if ((unsigned char)bytes.at[i] >= 0x80)
			return false;
	}
	size_t open = nw_str_find(bytes, nw_str_from("~{"));
	struct nw_str rest = nw_str_slice(bytes, open, bytes.len);
	size_t close = nw_str_find(rest, nw_str_from("~}"));
	return close < rest.len && close >= 4 && close % 2 == 0;
}

const char *nwi_charset_by_shape(struct nw_str bytes)
{
	struct nw_str head = nw_str_slice(bytes, 0, 64 * 1024);
	const char *wide = wide_charset(head);

	if (wide)
		return wide;
	if (nw_str_starts(head, "\x4c\x6f\xa7\x94"))
		return "ibm037";
	const char *escaped = escaped_charset(head);
	if (escaped)
		return escaped;
	return is_hz(head) ? "hz-gb-2312" : NULL;
}
