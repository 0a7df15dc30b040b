/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of alert objects on any bytes. What it takes is written as an
 * object that reads back to the same bytes, and as HTML in which nothing of
 * the alert's is markup.
 */
#include <newswatch/alert.h>

#include "fuzz.h"

enum { OUT_BYTES = 16 << 20 };

/* Of the elements that the writer makes; all else was escaped. */
static void require_ours(struct nw_str html)
{
	static const char *const ours[] = {
		"!DOCTYPE html>",
		"html>",
		"head>",
		"meta charset=",
		"title>",
		"body ",
		"div ",
		"h1 ",
		"p ",
		"ul ",
		"li ",
		"a ",
		"bdi>",
		"b>",
		"b ",
		"mark>",
		"span ",
		"/",
	};

	for (size_t i = 0; i < html.len; i++) {
		bool known = html.at[i] != '<';
		struct nw_str rest = nw_str_slice(html, i + 1, html.len);
		for (size_t k = 0; k < sizeof(ours) / sizeof(ours[0]); k++)
			known = known || nw_str_starts(rest, ours[k]);
		require(known);
	}
	require(nw_str_find(html, nw_str_from("href=\"j")) == html.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new((size_t)64 << 20);
	NW_AUTO(nw_buf_fini) struct nw_buf first = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf again = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf shown = { 0 };
	struct nw_alert alert;
	struct nw_error err;

	init_text_once();
	nw_buf_init(&first, OUT_BYTES);
	nw_buf_init(&again, OUT_BYTES);
	nw_buf_init(&shown, OUT_BYTES);
	if (nw_alert_from_json(nw_str_make((const char *)data, size), arena,
			       &alert, &err) != NW_OK)
		return 0;
	nw_alert_to_text(&alert, NW_TEXT_COLOUR, &shown);
	nw_buf_clear(&shown);
	nw_alert_to_html(&alert, &shown);
	require_ours(nw_buf_str(&shown));
	nw_alert_to_json(&alert, &first);
	if (first.failed)
		return 0;
	require(nw_alert_from_json(nw_buf_str(&first), arena, &alert, &err) ==
		NW_OK);
	nw_alert_to_json(&alert, &again);
	require(nw_str_equal(nw_buf_str(&first), nw_buf_str(&again)));
	return 0;
}
