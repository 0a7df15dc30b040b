/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sitemap reader on any bytes, packed ones too. Beyond crashes it must keep
 * its word: what it gives out is valid UTF-8 without control characters, so
 * that the item object can be read back.
 */
#include <newswatch/sitemap.h>

#include "fuzz.h"

static void add_child(void *arg, const struct nw_sitemap_child *child)
{
	size_t *count = arg;

	require(child->url.at && child->url.len > 0 && ++*count <= 10);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new((size_t)16 << 20);
	struct nw_feed_input input = {
		.size = sizeof(input),
		.bytes = nw_str_make((const char *)bytes, len),
		.base_url = NW_STR("https://a.test/feed"),
	};
	const struct nw_str exclude = NW_STR("/*a*b?c*");
	size_t children = 0;
	const struct nw_sitemap_settings settings = {
		.size = sizeof(settings),
		.exclude = &exclude,
		.exclude_count = 1,
		.child = add_child,
		.child_arg = &children,
	};
	struct nw_feed feed;
	struct nw_error err;

	init_text_once();
	require(nw_sitemap_read_with(&input, &settings, arena, read_back, NULL,
				     &feed, &err) != NW_INTERNAL);
	return 0;
}
