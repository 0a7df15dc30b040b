/* SPDX-License-Identifier: Apache-2.0 */
/* Edits: title and text of before and after, parted by lines "====". The
   answer keeps its bounds, and a text beside itself is no edit. */
#include "text/revision.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static struct nw_str take(struct nw_str *rest)
{
	const struct nw_str mark = NW_STR("\n====\n");
	size_t at = nw_str_find(*rest, mark);
	struct nw_str part = nw_str_slice(*rest, 0, at);

	*rest = nw_str_slice(*rest, at + mark.len, rest->len);
	return part;
}

static struct nwi_revision judge(const struct nwi_revision_text *before,
				 const struct nwi_revision_text *after,
				 struct nw_arena *arena)
{
	struct nwi_revision out;
	struct nw_error err;

	require(nwi_revision_judge(before, after, NWI_REVISION_NEW_PERCENT,
				   arena, &out, &err) == NW_OK);
	require(out.line_count <= NWI_REVISION_LINES_MAX);
	require(out.why_count <= NWI_REVISION_WHY_MAX);
	require((out.weight == NWI_REVISION_MATERIAL) == (out.reasons != 0));
	require(out.percent <= 100);
	for (size_t i = 0; i < out.line_count; i++)
		require(out.lines[i].text.len <= NWI_REVISION_LINE_BYTES &&
			nwi_utf8_is_valid(out.lines[i].text));
	for (size_t i = 0; i < out.why_count; i++)
		require(nwi_utf8_is_valid(out.why[i]));
	return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 26);
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct nwi_revision_text before = { .outlet = NW_STR("Harbour Times") };
	struct nwi_revision_text after = before;

	nw_buf_init(&text, 1 << 20);
	nwi_utf8_repair(&text, nw_str_make((const char *)data, size));
	struct nw_str rest = nw_buf_str(&text);
	before.language = after.language = take(&rest);
	before.title = take(&rest);
	before.body = take(&rest);
	after.title = take(&rest);
	after.body = take(&rest);
	(void)judge(&before, &after, arena);
	struct nwi_revision same = judge(&after, &after, arena);
	require(same.weight == NWI_REVISION_NONE && same.line_count == 0);
	return 0;
}
