/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden files of listings: each page of tests/golden/listing is read and
 * its items are compared with NAME.gold, whose first line says how the page
 * was fetched and what follows it. make.py writes both.
 */
#include <dirent.h>
#include <newswatch/listing.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "text/charset.h"

#define FILE_MAX ((size_t)4 << 20)

struct check {
	struct nw_str gold; /* the lines that are left */
	unsigned wrong, items;
};

static bool read_file(const char *path, struct nw_buf *out)
{
	char bytes[4096];
	size_t got;
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	while ((got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		nw_buf_add(out, bytes, got);
	fclose(file);
	return true;
}

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
	    nwi_json_parse(line, FILE_MAX, 8, &gold, NULL) != NW_OK) {
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
	struct nw_arena *arena = nw_arena_new(64 * FILE_MAX);
	NW_AUTO(nwi_json_free) json_t *meta = NULL;
	struct check check = { .gold = gold };
	struct nw_str line = { NULL, 0 };
	struct nw_instant fetched;
	struct nw_listing listing;
	struct nw_error err;

	if (!nw_str_next(&check.gold, '\n', &line) ||
	    nwi_json_parse(line, FILE_MAX, 8, &meta, &err) != NW_OK ||
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

static bool check_file(const char *folder, const char *name)
{
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf gold = { 0 };
	char path[2000];

	nw_buf_init(&bytes, FILE_MAX);
	nw_buf_init(&gold, FILE_MAX);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (!read_file(path, &gold))
		return false;
	snprintf(path + strlen(path) - 5, 6, ".html");
	if (!read_file(path, &bytes))
		return false;
	return check_page(nw_buf_str(&bytes), nw_buf_str(&gold));
}

static int is_gold(const struct dirent *entry)
{
	return nw_str_ends(nw_str_from(entry->d_name), ".gold");
}

int main(void)
{
	const char *source = getenv("NW_SRC");
	char folder[1000];
	struct dirent **entries = NULL;
	int failed = 0;

	nwi_text_init();
	snprintf(folder, sizeof(folder), "%s/tests/golden/listing",
		 source ? source : ".");
	int count = scandir(folder, &entries, is_gold, alphasort);
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		bool fine = check_file(folder, entries[i]->d_name);
		printf("%sok %d - %s\n", fine ? "" : "not ", i + 1,
		       entries[i]->d_name);
		failed += !fine;
		free(entries[i]);
	}
	free(entries);
	return failed > 0 || count <= 0;
}
