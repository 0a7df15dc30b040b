/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden pages: each is read as an article and gives, one field a line, its
 * text and what is told of it (page/), or its facts and where they come from
 * (facts/).
 */
#include <newswatch/page.h>

#include "base/json.h"
#include "golden.h"

typedef void put_fn(struct nw_buf *out, const struct nw_page *page);

/* A string as JSON; the writer's own commas do not fit our lines. */
static void put_string(struct nw_buf *out, struct nw_str value)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	nw_buf_init(&json, GOLDEN_BYTES);
	nwi_json_str(&json, value);
	nw_buf_add_str(out, nw_buf_str(&json));
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

static void put_article(struct nw_buf *out, const struct nw_page *page)
{
	nw_buf_add_text(out, "{\n");
	put_line(out, "title", page->title);
	put_line(out, "byline", page->byline);
	put_instant(out, "published", &page->published);
	put_instant(out, "updated", &page->updated);
	put_line(out, "site", page->site);
	put_line(out, "language", page->language);
	put_line(out, "canonical_url", page->canonical_url);
	put_line(out, "kind", page->kind);
	nw_buf_add_text(out, " \"text\": [");
	struct nw_str rest = page->text, line = { NULL, 0 };
	const char *comma = "\n  ";
	while (nw_str_next(&rest, '\n', &line)) {
		nw_buf_add_text(out, comma);
		put_string(out, line);
		comma = ",\n  ";
	}
	nw_buf_add_text(out, "\n ]\n}\n");
}

/* One digit: a small change of weights is none for users. */
static void put_confidence(struct nw_buf *out, const char *key, double value)
{
	nw_buf_add_fmt(out, " \"%s\": %.1f,\n", key, value);
}

static void put_facts(struct nw_buf *out, const struct nw_page *page)
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

static void read_with(put_fn *put, struct nw_str bytes, struct nw_buf *out)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(64 << 20);
	struct nw_page_input input = {
		.size = sizeof(input),
		.bytes = bytes,
		.base_url = NW_STR("https://news.example/world/page.html"),
		.fetched = INT64_C(1735689600000), /* 2025-01-01 */
	};
	struct nw_page page;
	struct nw_error err;

	if (nw_page_read(&input, arena, &page, &err))
		nw_buf_add_fmt(out, "{\n \"error\": \"%s\"\n}\n", err.text);
	else
		put(out, &page);
}

static void read_article(struct nw_str bytes, struct nw_buf *out)
{
	read_with(put_article, bytes, out);
}

static void read_facts(struct nw_str bytes, struct nw_buf *out)
{
	read_with(put_facts, bytes, out);
}

int main(void)
{
	static const struct golden rows[] = {
		{ .folder = "page",
		  .input = ".html",
		  .expected = ".json",
		  .read = read_article },
		{ .folder = "facts",
		  .input = ".html",
		  .expected = ".json",
		  .read = read_facts },
	};

	return golden_run(rows, sizeof(rows) / sizeof(rows[0]));
}
