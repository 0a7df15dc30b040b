/* SPDX-License-Identifier: Apache-2.0 */
#include <newswatch/page.h>

/* Decimal for the quotes: known to HTML, XML and the oldest mail readers. */
static const struct nw_str escapes[256] = {
	['&'] = NW_STR("&amp;"),  ['<'] = NW_STR("&lt;"),
	['>'] = NW_STR("&gt;"),	  ['"'] = NW_STR("&#34;"),
	['\''] = NW_STR("&#39;"),
};

void nw_html_escape(struct nw_str text, struct nw_buf *out)
{
	size_t run = 0;

	for (size_t i = 0; i < text.len; i++) {
		const struct nw_str *escape =
			&escapes[(unsigned char)text.at[i]];
		if (escape->len == 0)
			continue;
		nw_buf_add(out, text.at + run, i - run);
		nw_buf_add_str(out, *escape);
		run = i + 1;
	}
	if (text.len > run)
		nw_buf_add(out, text.at + run, text.len - run);
}
