/* SPDX-License-Identifier: Apache-2.0 */
#include "text/url.h"

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
