/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sitemap reader on any bytes, packed ones too. Beyond crashes it must keep
 * its word: what it gives out is valid UTF-8 without control characters, so
 * that the item object can be read back.
 */
#include <newswatch/sitemap.h>
#include <stdint.h>
#include <stdlib.h>

#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static enum nw_status read_back(void *arg, const struct nw_feed *feed,
				const struct nw_item *item)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new((size_t)64 << 20);
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	struct nw_item again;
	struct nw_error err;

	(void)arg;
	(void)feed;
	nw_buf_init(&json, (size_t)7 << 20);
	nw_item_to_json(item, &json);
	if (json.failed)
		return NW_OK;
	if (nw_item_from_json(nw_buf_str(&json), arena, &again, &err) != NW_OK)
		abort();
	return NW_OK;
}

static void add_child(void *arg, const struct nw_sitemap_child *child)
{
	size_t *count = arg;

	if (!child->url.at || child->url.len == 0 || ++*count > 10)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static bool ready;
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

	if (!ready)
		ready = nwi_text_init();
	if (nw_sitemap_read_with(&input, &settings, arena, read_back, NULL,
				 &feed, &err) == NW_INTERNAL)
		abort();
	return 0;
}
