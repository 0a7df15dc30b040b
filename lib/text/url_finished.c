/* SPDX-License-Identifier: Apache-2.0 */
#include "text/url.h"

/* Characters of a URL that resolving leaves alone (RFC 3986, 2). */
static bool is_url_char(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) ||
	       (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("-._~:/?#[]@!$&()*+,;=%", c) != NULL);
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
	for (; i < s.len; i++)
		if (!is_url_char(s.at[i]) ||
		    (s.at[i] == '.' && s.at[i - 1] == '/'))
			return false;
	return true;
}
