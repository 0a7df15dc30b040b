/* SPDX-License-Identifier: Apache-2.0 */
#include "text/url_internal.h"

#include "base/arena.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

#ifdef __SSE2__
/* Whether sixteen bytes are URL characters; `*dots` are those behind '/'. */
static bool are_plain(const char *at, unsigned *dots)
{
	__m128i v = _mm_loadu_si128((const void *)at);
	__m128i two = _mm_or_si128(v, _mm_set1_epi8(2));
	/* Compared with signs: what is beyond ASCII is low. */
	__m128i low = _mm_cmplt_epi8(v, _mm_set1_epi8('!'));
	__m128i high = _mm_andnot_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('~')),
					_mm_cmpgt_epi8(v, _mm_set1_epi8('z')));
	__m128i quotes = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')),
				      _mm_cmpeq_epi8(v, _mm_set1_epi8('\'')));
	/* '<' and '>', and '\\' and '^', differ in that one bit. */
	__m128i pairs = _mm_or_si128(_mm_cmpeq_epi8(two, _mm_set1_epi8('>')),
				     _mm_cmpeq_epi8(two, _mm_set1_epi8('^')));
	__m128i odd = _mm_or_si128(
		_mm_or_si128(_mm_or_si128(low, high),
			     _mm_cmpeq_epi8(v, _mm_set1_epi8('`'))),
		_mm_or_si128(quotes, pairs));
	unsigned slashes = (unsigned)_mm_movemask_epi8(
		_mm_cmpeq_epi8(v, _mm_set1_epi8('/')));

	*dots = slashes << 1 & (unsigned)_mm_movemask_epi8(
				       _mm_cmpeq_epi8(v, _mm_set1_epi8('.')));
	return _mm_movemask_epi8(odd) == 0;
}
#endif

/* From the path's first slash on: URL characters, and no "/.". */
static bool is_plain_rest(const char *at, const char *end)
{
#ifdef __SSE2__
	unsigned dots;

	/* One byte again each time: the slash in front of a dot. */
	for (; end - at >= 16; at += 15) {
		if (!are_plain(at, &dots) || dots)
			return false;
	}
#endif
	for (at++; at < end; at++)
		if (!url_chars[(unsigned char)*at] ||
		    (*at == '.' && at[-1] == '/'))
			return false;
	return true;
}

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
	return is_plain_rest(s.at + i, s.at + s.len);
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
