/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The name in what feeds write of a person: "mail (Name)" (RSS 2.0), "Name
 * <mail>", "Name (mail)", "mailto:mail", or a name, or a mail alone.
 */
#include "feed/reader.h"

static bool is_mail(struct nw_str s)
{
	size_t at = nw_str_find_char(s, '@');

	return at > 0 && at + 1 < s.len && nw_str_find_char(s, ' ') == s.len;
}

static bool is_bracket(char c)
{
	return c == '(' || c == ')' || c == '<' || c == '>';
}

/* Without margins and stray brackets. */
static struct nw_str strip(struct nw_str s)
{
	s = nw_str_trim(s);
	while (s.len > 0 && (s.at[0] == '(' || s.at[0] == '<'))
		s = nw_str_trim(nw_str_slice(s, 1, s.len));
	while (s.len > 0 && strchr("(<>", s.at[s.len - 1]))
		s = nw_str_trim(nw_str_slice(s, 0, s.len - 1));
	if (s.len > 0 && s.at[s.len - 1] == ')' &&
	    nw_str_find_char(s, '(') == s.len)
		s = nw_str_trim(nw_str_slice(s, 0, s.len - 1));
	return s;
}

/* The word with an @, brackets cut off; its place in `*from`, `*to`. */
static bool find_mail(struct nw_str s, size_t *from, size_t *to)
{
	size_t at = nw_str_find_char(s, '@');

	if (at == s.len)
		return false;
	*from = at;
	while (*from > 0 && (unsigned char)s.at[*from - 1] > ' ' &&
	       !is_bracket(s.at[*from - 1]))
		--*from;
	*to = at;
	while (*to < s.len && (unsigned char)s.at[*to] > ' ' &&
	       !is_bracket(s.at[*to]))
		++*to;
	return is_mail(nw_str_slice(s, *from, *to));
}

struct nw_str nwi_person_name(struct nw_str written)
{
	size_t from, to;

	written = nw_str_trim(written);
	if (nw_str_starts_nocase(written, "mailto:"))
		written = nw_str_slice(written, 7, written.len);
	if (!find_mail(written, &from, &to))
		return written;
	struct nw_str before = strip(nw_str_slice(written, 0, from));
	struct nw_str after = strip(nw_str_slice(written, to, written.len));
	if (before.len > 0)
		return before;
	if (after.len > 0)
		return after;
	return nw_str_slice(written, from, to);
}
