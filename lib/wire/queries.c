/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/queries.h"

enum { LENGTHS = 8 }; /* bytes before a row */

void nwi_queries_write(const struct nw_query_text *rows, size_t count,
		       struct nw_buf *out)
{
	for (size_t i = 0; i < count; i++) {
		const uint32_t lengths[2] = { (uint32_t)rows[i].name.len,
					      (uint32_t)rows[i].text.len };

		nw_buf_add(out, lengths, LENGTHS);
		nw_buf_add_str(out, rows[i].name);
		nw_buf_add_str(out, rows[i].text);
	}
}

/* Steps over a row; false when it is not whole. */
static bool next_row(struct nw_str *rest, struct nw_query_text *row)
{
	uint32_t lengths[2];
	size_t left;

	if (rest->len < LENGTHS)
		return false;
	memcpy(lengths, rest->at, LENGTHS);
	left = rest->len - LENGTHS;
	if (lengths[0] > left || lengths[1] > left - lengths[0])
		return false;
	row->name = nw_str_make(rest->at + LENGTHS, lengths[0]);
	row->text = nw_str_make(row->name.at + lengths[0], lengths[1]);
	*rest = nw_str_make(row->text.at + lengths[1],
			    left - lengths[0] - lengths[1]);
	return true;
}

enum nw_status nwi_queries_read(struct nw_str blob, struct nw_arena *arena,
				struct nw_query_text **rows, size_t *count,
				struct nw_error *err)
{
	struct nw_str rest = blob;
	struct nw_query_text row, *made;
	size_t n = 0;

	for (; rest.len > 0; n++) {
		if (!next_row(&rest, &row))
			return nw_fail(err, NW_CORRUPT,
				       "a row of queries is not whole");
	}
	made = nw_arena_array(arena, n, sizeof(*made));
	if (!made)
		return nw_fail(err, NW_LIMIT, "too many queries");
	rest = blob;
	for (size_t i = 0; i < n && next_row(&rest, &made[i]); i++)
		continue;
	*rows = made;
	*count = n;
	return NW_OK;
}
