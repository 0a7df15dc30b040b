/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages of many articles: what comes out is valid text within its limits,
 * and records do not overlap. The first line may be a selector of records.
 */
#include <newswatch/listing.h>

#include "fuzz.h"

static void check_text(struct nw_str text, size_t max)
{
	require(text.len <= max && nwi_utf8_is_valid(text));
}

static enum nw_status check_item(void *arg, const struct nw_feed *feed,
				 const struct nw_item *item)
{
	size_t *total = arg;

	require(nw_str_is(feed->format, "html"));
	check_text(item->title, 4096 + 4);
	check_text(item->summary, 1 << 20);
	check_text(item->content, 1 << 20);
	check_text(item->outlet, 1024);
	check_text(item->url, 1 << 16);
	require(item->title.len > 0 || nw_item_body(item).len > 0);
	require(item->url.len > 0 || item->id.len > 0);
	*total += nw_item_body(item).len;
	return read_back(NULL, feed, item);
}

static void note(void *arg, const struct nw_explained *told)
{
	require_note_within(told, *(const size_t *)arg);
}

static void check(struct nw_str bytes,
		  const struct nw_listing_selectors *selectors)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(64 << 20);
	const struct nw_explain explain = { note, &bytes.len };
	struct nw_feed_input input = {
		.size = sizeof(input),
		.bytes = bytes,
		.base_url = nw_str_from("https://news.example/a/"),
		.fetched = INT64_C(1709899200000),
		.explain = &explain,
	};
	struct nw_listing listing;
	struct nw_error err;
	size_t total = 0;

	enum nw_status status = nw_listing_read_by(
		&input, selectors, arena, check_item, &total, &listing, &err);
	require(status != NW_OK || listing.records > 0);
	/* Every word at most once, but JSON-LD may escape. */
	require(total <= 4 * bytes.len + 64);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nw_str bytes = nw_str_make((const char *)data, size);
	struct nw_str rest = bytes, line = { NULL, 0 };
	struct nw_listing_selectors selectors = { .size = sizeof(selectors) };

	init_text_once();
	check(bytes, NULL);
	if (size == 0 || data[0] == '<' || !nw_str_next(&rest, '\n', &line))
		return 0;
	selectors.record = line;
	if (nwi_utf8_is_valid(line) && rest.at)
		check(rest, &selectors);
	return 0;
}
