/* SPDX-License-Identifier: Apache-2.0 */
/* The sanitiser: its output holds only allowed tags, is balanced, and
   sanitising it again changes nothing; read both ways at once, as feeds are,
   HTML and text come out the same; pages are read without harm. */
#include "html/emit.h"
#include "markup/xml.h"
#include "text/utf8.h"
#include <newswatch/page.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct nw_str base = NW_STR("https://news.example/a/b");

static void require(bool truth)
{
	if (!truth)
		abort();
}

static bool is_forbidden(struct nw_str name)
{
	static const char *const names[] = { "script", "style",	   "svg",
					     "math",   "iframe",   "object",
					     "form",   "base",	   "meta",
					     "link",   "noscript", "template" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (nw_str_is_nocase(name, names[i]))
			return true;
	}
	return false;
}

static void check_html(struct nw_str html, struct nw_arena *arena)
{
	static struct nwi_xml xml;
	struct nwi_event event;
	struct nw_buf whole;

	nw_buf_init(&whole, html.len + 16);
	nw_buf_add_text(&whole, "<r>");
	nw_buf_add_str(&whole, html);
	nw_buf_add_text(&whole, "</r>");
	nwi_xml_init(&xml, nw_buf_str(&whole), arena);
	while (nwi_xml_next(&xml, &event)) {
		require(event.kind != NWI_EVENT_PI && !event.cdata);
		require(!event.implied || xml.cut);
		require(event.kind != NWI_EVENT_START ||
			!is_forbidden(event.name));
		for (size_t i = 0; i < event.attr_count; i++)
			require(!nw_str_starts_nocase(event.attrs[i].name,
						      "on"));
	}
	nw_buf_fini(&whole);
}

/*
 * Simple fragments are read without a tree, and text without tokens once the
 * buffers have room; nobody may see that.
 */
static void check_both(struct nw_str html, const struct nw_buf *safe,
		       const struct nw_buf *plain, struct nw_arena *arena)
{
	struct nw_buf out[2];
	struct nwi_tree tree;

	nw_buf_init(&out[0], safe->max);
	nw_buf_init(&out[1], plain->max);
	if (html.len > 0 && nwi_tree_build(html, arena, &tree, NULL) == NW_OK) {
		nwi_emit_tree(&tree, false, &out[1]);
		require(nw_str_equal(nw_buf_str(&out[1]), nw_buf_str(plain)));
		nw_buf_clear(&out[1]);
	}
	for (int i = 0; i < 2; i++) {
		nwi_html_read(html, base, arena, &out[0], &out[1]);
		require(nw_str_equal(nw_buf_str(&out[0]), nw_buf_str(safe)));
		require(nw_str_equal(nw_buf_str(&out[1]), nw_buf_str(plain)));
		nw_buf_clear(&out[0]);
		nw_buf_clear(&out[1]);
	}
	nw_html_to_text(html, arena, &out[1]);
	require(nw_str_equal(nw_buf_str(&out[1]), nw_buf_str(plain)));
	nw_buf_fini(&out[0]);
	nw_buf_fini(&out[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(64 << 20);
	struct nw_buf text, once, plain;
	struct nw_page_input input = {
		.size = sizeof(input),
		.bytes = nw_str_make((const char *)data, size),
		.base_url = base,
	};
	struct nw_page page;

	nw_buf_init(&text, 4 * size + 16);
	nw_buf_init(&once, 64 * size + 64);
	nw_buf_init(&plain, 8 * size + 64);
	nwi_utf8_repair(&text, nw_str_make((const char *)data, size));
	nw_html_sanitise(nw_buf_str(&text), base, arena, &once);
	require(nwi_utf8_is_valid(nw_buf_str(&once)));
	check_html(nw_buf_str(&once), arena);
	nw_html_to_text(nw_buf_str(&text), arena, &plain);
	require(nwi_utf8_is_valid(nw_buf_str(&plain)));
	check_both(nw_buf_str(&text), &once, &plain, arena);
	if (nw_page_read(&input, arena, &page, NULL) == NW_OK)
		require(nwi_utf8_is_valid(page.text));
	nw_buf_fini(&text);
	nw_buf_fini(&once);
	nw_buf_fini(&plain);
	return 0;
}
