/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An article's page: whatever the bytes, its facts are text, its dates are
 * dates with a provenance, and how sure they are is between 0 and 1.
 */
#include <newswatch/page.h>

#include "fuzz.h"

static void note(void *arg, const struct nw_explained *told)
{
	require_note_within(told, *(const size_t *)arg);
}

static void check_date(const struct nw_instant *at, struct nw_str from,
		       double confidence)
{
	require(nw_instant_is_absent(at) == nw_str_is_absent(from));
	require(confidence >= 0 && confidence <= 1);
	require(nw_instant_is_absent(at) == !(confidence > 0));
}

static void check_page(const struct nw_page *page)
{
	require(nwi_utf8_is_valid(page->title));
	require(nwi_utf8_is_valid(page->byline));
	require(nwi_utf8_is_valid(page->site));
	require(nwi_utf8_is_valid(page->language));
	require(nwi_utf8_is_valid(page->text));
	for (uint32_t i = 0; i < page->author_count; i++)
		require(page->authors[i].len > 0 &&
			nwi_utf8_is_valid(page->authors[i]));
	check_date(&page->published, page->published_from,
		   page->published_confidence);
	check_date(&page->updated, page->updated_from,
		   page->updated_confidence);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(64 << 20);
	const struct nw_explain explain = { note, &size };
	struct nw_page_input input = {
		.size = sizeof(input),
		.bytes = nw_str_make((const char *)data, size),
		.base_url = NW_STR("https://news.example/2024/03/01/a"),
		.fetched = INT64_C(1735689600000), /* 2025-01-01 */
		.country = NW_STR("us"),
		.explain = size % 2 ? &explain : NULL,
	};
	struct nw_page page;

	init_text_once();
	if (nw_page_read(&input, arena, &page, NULL) == NW_OK)
		check_page(&page);
	return 0;
}
