/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden files of feeds and sitemaps: the feed object and one item object a
 * line, as `newswatch parse` prints them, or the one line that says why the
 * file is none.
 */
#include <newswatch/sitemap.h>

#include "golden.h"

static enum nw_status add_item(void *arg, const struct nw_feed *feed,
			       const struct nw_item *item)
{
	struct nw_buf *out = arg;

	(void)feed;
	nw_item_to_json(item, out);
	nw_buf_add_char(out, '\n');
	return NW_OK;
}

static void read_with(nw_feed_read_fn *reader, struct nw_str bytes,
		      struct nw_str url, struct nw_buf *out)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(GOLDEN_BYTES);
	NW_AUTO(nw_buf_fini) struct nw_buf items = { 0 };
	struct nw_feed_input input = {
		.size = sizeof(input),
		.bytes = bytes,
		.base_url = url,
		.fetched = INT64_C(1709294400000), /* 2024-03-01T12:00:00Z */
	};
	struct nw_feed feed;
	struct nw_error err;

	nw_buf_init(&items, GOLDEN_BYTES);
	if (reader(&input, arena, add_item, &items, &feed, &err) != NW_OK) {
		nw_buf_add_fmt(out, "%s: %s\n", nw_status_name(err.status),
			       err.text);
		return;
	}
	nw_feed_to_json(&feed, out);
	nw_buf_add_char(out, '\n');
	nw_buf_add_str(out, nw_buf_str(&items));
}

static void read_feed(struct nw_str bytes, struct nw_buf *out)
{
	read_with(nw_feed_read, bytes, nw_str_make(NULL, 0), out);
}

static void read_sitemap(struct nw_str bytes, struct nw_buf *out)
{
	read_with(nw_sitemap_read, bytes,
		  nw_str_from("https://www.outlet.test/sitemap.xml"), out);
}

int main(void)
{
	static const struct golden rows[] = {
		{ .folder = "feed",
		  .expected = ".expected",
		  .read = read_feed },
		{ .folder = "sitemap",
		  .expected = ".expected",
		  .read = read_sitemap },
	};

	return golden_run(rows, sizeof(rows) / sizeof(rows[0]));
}
