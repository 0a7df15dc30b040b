/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Article pages: found, selected (the first line is a selector when it says
 * so) and explained. What comes out is UTF-8, says its kind, and is no longer
 * than a text may be; pieces that were cut lie within the page.
 */
#include <newswatch/page.h>

#include "fuzz.h"

static void note(void *arg, const struct nw_explained *told)
{
	const struct nw_str *bytes = arg;

	require(told->why.len > 0);
	require_note_within(told, bytes->len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(64 << 20);
	struct nw_str bytes = nw_str_make((const char *)data, size);
	struct nw_page_selectors by = { .size = sizeof(by) };
	const struct nw_explain explain = { note, &bytes };
	struct nw_page_input input = {
		.size = sizeof(input),
		.base_url = NW_STR("https://news.example/a"),
		.fetched = INT64_C(1735689600000),
		.explain = &explain,
		.selectors = &by,
	};
	struct nw_page page;

	if (nw_str_starts(bytes, "text=") || nw_str_starts(bytes, "remove=")) {
		size_t end = nw_str_find_char(bytes, '\n');
		size_t key = nw_str_find_char(bytes, '=') + 1;
		struct nw_str css = nw_str_slice(bytes, key, end);
		if (bytes.at[0] == 't')
			by.text = css;
		else
			by.remove = css;
		bytes = nw_str_slice(bytes, end, bytes.len);
	}
	input.bytes = bytes;
	init_text_once();
	if (nw_page_read(&input, arena, &page, NULL))
		return 0;
	require(nwi_utf8_is_valid(page.text));
	require(page.text.len <= 1 << 20 && page.kind.len > 0);
	require(page.text.len > 0 || !nw_str_is(page.kind, "article"));
	return 0;
}
