/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden files of sitemaps: each file of tests/golden/sitemap is read and what
 * comes out is compared, byte by byte, with the file of that name and
 * ".expected": the feed object and one item object a line, or the one line
 * that says why it is none.
 *
 * NW_UPDATE=1 writes the expected files anew, to be looked at in the diff.
 */
#include <dirent.h>
#include <newswatch/sitemap.h>
#include <stdio.h>
#include <stdlib.h>

#include "text/charset.h"

#define FILE_MAX ((size_t)4 << 20)

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

static bool write_file(const char *path, struct nw_str text)
{
	FILE *file = fopen(path, "wb");
	bool done = file && fwrite(text.at, 1, text.len, file) == text.len;

	if (file)
		fclose(file);
	return done;
}

static enum nw_status add_item(void *arg, const struct nw_feed *feed,
			       const struct nw_item *item)
{
	struct nw_buf *out = arg;

	(void)feed;
	nw_item_to_json(item, out);
	nw_buf_add_char(out, '\n');
	return NW_OK;
}

/* What `newswatch parse` would print of the file. */
static void read_map(struct nw_str bytes, struct nw_buf *out)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(FILE_MAX);
	NW_AUTO(nw_buf_fini) struct nw_buf items = { 0 };
	struct nw_feed_input input = {
		.size = sizeof(input),
		.bytes = bytes,
		.base_url = NW_STR("https://www.outlet.test/sitemap.xml"),
		.fetched = INT64_C(1709294400000), /* 2024-03-01T12:00:00Z */
	};
	struct nw_feed feed;
	struct nw_error err;

	nw_buf_init(&items, FILE_MAX);
	if (nw_sitemap_read(&input, arena, add_item, &items, &feed, &err) !=
	    NW_OK) {
		nw_buf_add_fmt(out, "%s: %s\n", nw_status_name(err.status),
			       err.text);
		return;
	}
	nw_feed_to_json(&feed, out);
	nw_buf_add_char(out, '\n');
	nw_buf_add_str(out, nw_buf_str(&items));
}

static bool check(const char *folder, const char *name)
{
	char path[2000], expected_path[2100];
	NW_AUTO(nw_buf_fini) struct nw_buf bytes, got, expected;

	nw_buf_init(&bytes, FILE_MAX);
	nw_buf_init(&got, FILE_MAX);
	nw_buf_init(&expected, FILE_MAX);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	snprintf(expected_path, sizeof(expected_path), "%s.expected", path);
	if (!read_file(path, &bytes))
		return false;
	read_map(nw_buf_str(&bytes), &got);
	if (getenv("NW_UPDATE"))
		return write_file(expected_path, nw_buf_str(&got));
	if (!read_file(expected_path, &expected))
		return false;
	if (nw_str_equal(nw_buf_str(&got), nw_buf_str(&expected)))
		return true;
	printf("# %s\n# got:\n%.*s# expected:\n%.*s", name,
	       NW_FMT(nw_buf_str(&got)), NW_FMT(nw_buf_str(&expected)));
	return false;
}

static int is_input(const struct dirent *entry)
{
	struct nw_str name = nw_str_from(entry->d_name);

	return name.at[0] != '.' && !nw_str_ends(name, ".expected") &&
	       !nw_str_ends(name, ".mk");
}

int main(void)
{
	const char *source = getenv("NW_SRC");
	char folder[1000];
	struct dirent **entries = NULL;
	int failed = 0;

	nwi_text_init();
	snprintf(folder, sizeof(folder), "%s/tests/golden/sitemap",
		 source ? source : ".");
	int count = scandir(folder, &entries, is_input, alphasort);
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		bool fine = check(folder, entries[i]->d_name);
		printf("%sok %d - %s\n", fine ? "" : "not ", i + 1,
		       entries[i]->d_name);
		failed += !fine;
		free(entries[i]);
	}
	free(entries);
	return failed > 0 || count <= 0;
}
