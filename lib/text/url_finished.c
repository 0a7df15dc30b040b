/* SPDX-License-Identifier: Apache-2.0 */
#include "text/url_internal.h"

#include "base/arena.h"

/* Characters of a URL that resolving leaves alone (RFC 3986, 2). */
static const bool url_chars[256] = {
	['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true,
	['-'] = true,	      ['.'] = true,	    ['_'] = true,
	['~'] = true,	      [':'] = true,	    ['/'] = true,
	['?'] = true,	      ['#'] = true,	    ['['] = true,
	[']'] = true,	      ['@'] = true,	    ['!'] = true,
	['$'] = true,	      ['&'] = true,	    ['('] = true,
	[')'] = true,	      ['*'] = true,	    ['+'] = true,
	[','] = true,	      [';'] = true,	    ['='] = true,
	['%'] = true,
};

/*
 * Whether resolving would give back the same: http(s), a host of lower-case
 * ASCII, a path without dot segments. Nearly all links are so.
 */
bool nwi_url_is_finished(struct nw_str s)
{
	size_t i = nw_str_starts(s, "https://")	 ? 8
		   : nw_str_starts(s, "http://") ? 7
						 : s.len;
	size_t host = i;

	while (i < s.len && ((s.at[i] >= 'a' && s.at[i] <= 'z') ||
			     (s.at[i] >= '0' && s.at[i] <= '9') ||
			     s.at[i] == '.' || s.at[i] == '-'))
		i++;
	if (i == host || i == s.len || s.at[i] != '/' || s.len > NWI_URL_MAX ||
	    s.at[i - 1] < 'a')
		return false;
	for (; i < s.len; i++)
		if (!url_chars[(unsigned char)s.at[i]] ||
		    (s.at[i] == '.' && s.at[i - 1] == '/'))
			return false;
	return true;
}

/* "news/a.html" and "/news/a.html": what is left alone, and no "." or "%2e". */
static bool is_plain_path(struct nw_str s)
{
	if (s.len == 0 || s.at[0] == '?' || s.at[0] == '#' ||
	    nw_str_starts(s, "//"))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (!url_chars[(unsigned char)c] || c == ':' ||
		    ((c == '.' || c == '%') && (i == 0 || s.at[i - 1] == '/')))
			return false;
	}
	return true;
}

/* Bytes of a finished URL in front of a reference; 0 where it is not sure. */
static size_t front_of(struct nw_str base, bool absolute_path)
{
	struct nw_str host =
		nw_str_slice(base, base.at[4] == 's' ? 8 : 7, base.len);
	size_t len = nw_str_find_char(host, '/');
	size_t path = base.len - host.len + len, end = path;

	if (len > 253 || host.at[0] == '.')
		return 0;
	if (absolute_path)
		return path;
	for (size_t i = path; i < base.len; i++) {
		char c = base.at[i];
		if (c == '?' || c == '#')
			break;
		if (c == '%')
			return 0;
		if (c == '/')
			end = i;
	}
	return end + 1;
}

struct nw_str nwi_url_join(struct nw_arena *arena, struct nw_str base,
			   struct nw_str reference)
{
	const struct nw_str none = { NULL, 0 };

	if (!is_plain_path(reference) || !nwi_url_is_finished(base))
		return none;
	size_t front = front_of(base, reference.at[0] == '/');
	size_t len = front + reference.len;
	if (front == 0 || len > NWI_URL_MAX)
		return none;
	char *to = nwi_arena_room(arena, len + 1);
	if (!to)
		return none;
	memcpy(to, base.at, front);
	memcpy(to + front, reference.at, reference.len);
	to[len] = '\0';
	return nw_str_make(to, len);
}
