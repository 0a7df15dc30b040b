/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON that ends early: what stands before the last whole element of the
 * array in the outermost object is kept, and both are closed.
 */
#include "feed/reader.h"

struct scan {
	unsigned depth;
	bool quoted;
	size_t whole; /* bytes up to the end of the last whole element */
};

/* Reads one byte; returns how many more belong to it (an escape). */
static size_t step(struct scan *scan, char c, size_t at)
{
	if (scan->quoted && c == '\\')
		return 1;
	if (c == '"')
		scan->quoted = !scan->quoted;
	if (scan->quoted)
		return 0;
	if (c == '{' || c == '[')
		scan->depth++;
	else if ((c == '}' || c == ']') && scan->depth > 0)
		scan->depth--;
	if (c == '}' && scan->depth == 2)
		scan->whole = at + 1;
	return 0;
}

bool nwi_json_mend(struct nw_str text, struct nw_buf *out)
{
	struct scan scan = { 0 };

	for (size_t i = 0; i < text.len; i++)
		i += step(&scan, text.at[i], i);
	if (scan.whole == 0)
		return false;
	nw_buf_add_str(out, nw_str_slice(text, 0, scan.whole));
	nw_buf_add_text(out, "]}");
	return !out->failed;
}
