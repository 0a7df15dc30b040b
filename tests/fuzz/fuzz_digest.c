/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of plain text on any bytes. Beyond crashes it must keep its word:
 * what it gives out is valid UTF-8 without control characters, so that the
 * item object can be read back, and every explanation points into the text.
 */
#include <newswatch/digest.h>

#include "fuzz.h"

static void note(void *arg, const struct nw_explained *told)
{
	require_note_within(told, *(const size_t *)arg);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new((size_t)64 << 20);
	const struct nw_explain explain = { note, &len };
	struct nw_feed_input input = {
		.size = sizeof(input),
		.bytes = nw_str_make((const char *)bytes, len),
		.base_url = NW_STR("https://a.test/page"),
		.fetched = INT64_C(1742472000000),
		.explain = &explain,
	};
	struct nw_feed feed;
	struct nw_error err;

	init_text_once();
	require(nw_digest_read(&input, arena, read_back, NULL, &feed, &err) !=
		NW_INTERNAL);
	return 0;
}
