/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facts of golden pages: each tests/golden/facts/NAME.html is read and
 * must give NAME.json: title, names, dates, site, language.
 * With NW_GOLDEN_WRITE set the .json files are written instead of compared:
 * look at the difference before it is committed.
 */
#include "base/json.h"
#include <newswatch/page.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { FILE_BYTES = 4 << 20, NAMES = 256 };

static bool read_file(const char *path, struct nw_buf *out)
{
	char block[65536];
	size_t len;
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	while ((len = fread(block, 1, sizeof(block), file)) > 0)
		nw_buf_add(out, block, len);
	fclose(file);
	return true;
}

/* A string as JSON; the writer's own commas do not fit our lines. */
static void put_string(struct nw_buf *out, struct nw_str value)
{
	struct nw_buf json;

	nw_buf_init(&json, FILE_BYTES);
	nwi_json_str(&json, value);
	nw_buf_add_str(out, nw_buf_str(&json));
	nw_buf_fini(&json);
}

static void put_line(struct nw_buf *out, const char *key, struct nw_str value)
{
	nw_buf_add_fmt(out, " \"%s\": ", key);
	put_string(out, value);
	nw_buf_add_text(out, ",\n");
}

static void put_instant(struct nw_buf *out, const char *key,
			const struct nw_instant *value)
{
	char text[NW_TIME_TEXT];

	nw_instant_format(value, text);
	put_line(out, key,
		 nw_instant_is_absent(value) ? nw_str_make(NULL, 0)
					     : nw_str_from(text));
}

/* One digit: a small change of weights is none for users. */
static void put_confidence(struct nw_buf *out, const char *key, double value)
{
	nw_buf_add_fmt(out, " \"%s\": %.1f,\n", key, value);
}

static void put_page(struct nw_buf *out, const struct nw_page *page)
{
	nw_buf_add_text(out, "{\n");
	put_line(out, "title", page->title);
	put_line(out, "byline", page->byline);
	nw_buf_add_text(out, " \"authors\": [");
	for (uint32_t i = 0; i < page->author_count; i++) {
		nw_buf_add_text(out, i ? ", " : "");
		put_string(out, page->authors[i]);
	}
	nw_buf_add_text(out, "],\n");
	put_instant(out, "published", &page->published);
	put_line(out, "published_from", page->published_from);
	put_confidence(out, "published_confidence", page->published_confidence);
	put_instant(out, "updated", &page->updated);
	put_line(out, "updated_from", page->updated_from);
	put_line(out, "site", page->site);
	nw_buf_add_text(out, " \"language\": ");
	put_string(out, page->language);
	nw_buf_add_text(out, "\n}\n");
}

static void read_page(const struct nw_buf *html, struct nw_buf *out)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(64 << 20);
	struct nw_page_input input = {
		.size = sizeof(input),
		.bytes = nw_buf_str(html),
		.base_url = NW_STR("https://news.example/world/page.html"),
		.fetched = INT64_C(1735689600000), /* 2025-01-01 */
	};
	struct nw_page page;
	struct nw_error err;

	if (nw_page_read(&input, arena, &page, &err))
		nw_buf_add_fmt(out, "{\n \"error\": \"%s\"\n}\n", err.text);
	else
		put_page(out, &page);
}

static void write_file(const char *path, const struct nw_buf *text)
{
	FILE *file = fopen(path, "wb");

	if (!file) {
		perror(path);
		exit(1);
	}
	fwrite(text->at, 1, text->len, file);
	fclose(file);
}

/* Whether the page `folder`/`name` (without .html) gives what it should. */
static bool check(const char *folder, const char *name)
{
	char path[4096];
	struct nw_buf html, got, wanted;

	nw_buf_init(&html, FILE_BYTES);
	nw_buf_init(&got, FILE_BYTES);
	nw_buf_init(&wanted, FILE_BYTES);
	snprintf(path, sizeof(path), "%s/%s.html", folder, name);
	bool same = read_file(path, &html);
	read_page(&html, &got);
	snprintf(path, sizeof(path), "%s/%s.json", folder, name);
	if (getenv("NW_GOLDEN_WRITE"))
		write_file(path, &got);
	same = read_file(path, &wanted) && same &&
	       nw_str_equal(nw_buf_str(&got), nw_buf_str(&wanted));
	if (!same)
		printf("# %s gives\n# %.*s\n", name, NW_FMT(nw_buf_str(&got)));
	nw_buf_fini(&html);
	nw_buf_fini(&got);
	nw_buf_fini(&wanted);
	return same;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int is_page(const struct dirent *entry)
{
	return nw_str_ends(nw_str_from(entry->d_name), ".html");
}

int main(void)
{
	const char *root = getenv("NW_SRC");
	char folder[2048], *names[NAMES];
	size_t count = 0, failed = 0;
	struct dirent *entry;

	snprintf(folder, sizeof(folder), "%s/tests/golden/facts",
		 root ? root : ".");
	DIR *dir = opendir(folder);
	while (dir && (entry = readdir(dir)) && count < NAMES) {
		struct nw_str name = nw_str_from(entry->d_name);
		if (is_page(entry))
			names[count++] =
				nw_str_dup(nw_str_slice(name, 0, name.len - 5));
	}
	if (dir)
		closedir(dir);
	qsort(names, count, sizeof(names[0]), by_name);
	printf("1..%zu\n", count);
	for (size_t i = 0; i < count; i++) {
		bool good = check(folder, names[i]);
		printf("%sok %zu - %s\n", good ? "" : "not ", i + 1, names[i]);
		failed += !good;
		free(names[i]);
	}
	return count == 0 || failed > 0;
}
