/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden files of listings: each page of tests/golden/listing is read and
 * its items are compared with NAME.gold, whose first line says how the page
 * was fetched and what follows it. make.py writes both.
 */
#include <newswatch/listing.h>
#include <stdio.h>

#include "base/json.h"
#include "golden.h"

struct check {
	struct nw_str gold; /* the lines that are left */
	unsigned wrong, items;
};

static void expect(struct check *check, const char *field, struct nw_str gold,
		   struct nw_str got)
{
	if (nw_str_equal(gold, got))
		return;
	check->wrong++;
	printf("# item %u, %s: \"%.*s\", not \"%.*s\"\n", check->items, field,
	       NW_FMT(got), NW_FMT(gold));
}

/* Only what the gold states; "kind" and "published" are always stated. */
static void compare(struct check *check, const json_t *gold,
		    const struct nw_item *item)
{
	char time[NW_TIME_TEXT];
	struct nw_str date = nwi_json_get_str(gold, "published");
	struct nw_str author = nwi_json_get_str(gold, "author");
	struct nw_str outlet = nwi_json_get_str(gold, "outlet");

	nw_instant_format(&item->published, time);
	struct nw_str got = nw_str_from(time);
	expect(check, "title", nwi_json_get_str(gold, "title"), item->title);
	expect(check, "url", nwi_json_get_str(gold, "url"), item->url);
	expect(check, "text", nwi_json_get_str(gold, "text"),
	       nw_item_body(item));
	expect(check, "kind", nwi_json_get_str(gold, "kind"), item->kind);
	expect(check, "date", nw_str_slice(date, 0, 16),
	       nw_str_slice(got, 0, 16));
	if (author.len > 0)
		expect(check, "author", author,
		       item->author_count ? item->authors[0]
					  : nw_str_make("", 0));
	if (outlet.len > 0)
		expect(check, "outlet", outlet, item->outlet);
}

static enum nw_status add_item(void *arg, const struct nw_feed *feed,
			       const struct nw_item *item)
{
	NW_AUTO(nwi_json_free) json_t *gold = NULL;
	struct check *check = arg;
	struct nw_str line;

	(void)feed;
	check->items++;
	if (!nw_str_next(&check->gold, '\n', &line) || line.len == 0 ||
	    nwi_json_parse(line, GOLDEN_BYTES, 8, &gold, NULL) != NW_OK) {
		check->wrong++;
		printf("# one item too many: \"%.*s\"\n", NW_FMT(item->title));
		return NW_OK;
	}
	compare(check, gold, item);
	return NW_OK;
}

static bool check_page(struct nw_str bytes, struct nw_str gold)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(16 * GOLDEN_BYTES);
	NW_AUTO(nwi_json_free) json_t *meta = NULL;
	struct check check = { .gold = gold };
	struct nw_str line = { NULL, 0 };
	struct nw_instant fetched;
	struct nw_listing listing;
	struct nw_error err;

	if (!nw_str_next(&check.gold, '\n', &line) ||
	    nwi_json_parse(line, GOLDEN_BYTES, 8, &meta, &err) != NW_OK ||
	    nw_instant_parse(nwi_json_get_str(meta, "fetched"), &fetched) !=
		    NW_OK)
		return false;
	struct nw_feed_input input = {
		.size = sizeof(input),
		.bytes = bytes,
		.base_url = nwi_json_get_str(meta, "base"),
		.fetched = fetched.at,
		.country = nwi_json_get_str(meta, "country"),
	};
	if (nw_listing_read_by(&input, NULL, arena, add_item, &check, &listing,
			       &err) != NW_OK) {
		printf("# %s\n", err.text);
		return false;
	}
	expect(&check, "next", nwi_json_get_str(meta, "next"), listing.next);
	while (nw_str_next(&check.gold, '\n', &line)) {
		check.wrong += line.len > 0;
		if (line.len > 0)
			printf("# missing: %.*s\n", NW_FMT(line));
	}
	return check.wrong == 0;
}

int main(void)
{
	static const struct golden listing = {
		.folder = "listing",
		.input = ".html",
		.expected = ".gold",
		.check = check_page,
	};

	return golden_run(&listing, 1);
}
