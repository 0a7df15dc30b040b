/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The feed reader on any bytes. Beyond crashes it must keep its word: what it
 * gives out is valid UTF-8 without control characters, so that the item
 * object can be read back.
 */
#include <newswatch/feed.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new((size_t)16 << 20);
	struct nw_feed_input input = {
		.size = sizeof(input),
		.bytes = nw_str_make((const char *)bytes, len),
		.base_url = NW_STR("https://a.test/feed"),
	};
	struct nw_feed feed;
	struct nw_error err;

	init_text_once();
	require(nw_feed_read(&input, arena, read_back, NULL, &feed, &err) !=
		NW_INTERNAL);
	return 0;
}
