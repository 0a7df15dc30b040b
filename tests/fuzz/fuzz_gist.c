/* SPDX-License-Identifier: Apache-2.0 */
/* Gists: of any text one within its bounds, whose JSON reads back; and any
   bytes for a gist and for a sum, which are refused or stay small. */
#include "base/json.h"
#include "daemon/alert/gist.h"
#include "story/gist.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void add(struct nw_str sum, struct nw_str gist)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct gist_change changes[GIST_CHANGES];
	struct nw_error err;
	size_t count = 0;

	nw_buf_init(&out, 1 << 16);
	if (gist_compare(sum, gist, arena, changes, &count, &err) == NW_OK)
		require(count <= GIST_CHANGES);
	if (gist_add(sum, gist, &out, &err) == NW_OK) {
		require(out.len <= GIST_SUM_BYTES);
		require(gist_compare(nw_buf_str(&out), gist, arena, changes,
				     &count, &err) == NW_OK);
	}
}

static void check(const struct nwi_gist *gist, struct nw_str text)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_error err;

	require(gist->name_count <= NWI_GIST_NAMES &&
		gist->place_count <= NWI_GIST_PLACES &&
		gist->figure_count <= NWI_GIST_FIGURES);
	for (size_t i = 0; i < gist->name_count; i++)
		require(gist->names[i].len <= NWI_GIST_NAME_BYTES);
	for (size_t i = 0; i < gist->figure_count; i++)
		require(gist->figures[i].value[0] && gist->figures[i].of[0] &&
			strlen(gist->figures[i].of) < NWI_FIGURE_OF);
	nw_buf_init(&out, 1 << 16);
	nwi_gist_write(gist, &out);
	require(out.len <= GIST_BYTES);
	require(nwi_json_parse(nw_buf_str(&out), GIST_BYTES, 8, &json, &err) ==
		NW_OK);
	add(nw_str_make(NULL, 0), nw_buf_str(&out));
	add(nw_buf_str(&out), nw_buf_str(&out));
	add(text, nw_buf_str(&out));
	add(nw_buf_str(&out), text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const languages[] = { "en", "ru", "uk", "de", "fr",
						 "es", "pt", "it", "pl", "tr",
						 "ar", "fa", "zh", "ja", "" };
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 24);
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct nw_item item = { .size = sizeof(item) };
	struct nwi_gist gist;
	struct nw_doc *doc;
	struct nw_error err;

	nw_buf_init(&text, 1 << 20);
	nwi_utf8_repair(&text, nw_str_make((const char *)data, size));
	if (text.failed || size == 0)
		return 0;
	size_t line = nw_str_find_char(nw_buf_str(&text), '\n');
	item.title = nw_str_slice(nw_buf_str(&text), 0, line);
	item.content = nw_str_slice(nw_buf_str(&text), line, text.len);
	item.language = nw_str_from(
		languages[size % (sizeof(languages) / sizeof(languages[0]))]);
	if (nw_doc_make(&item, arena, &doc, &err) != NW_OK)
		return 0;
	nwi_gist_make(doc, &gist);
	check(&gist, nw_buf_str(&text));
	return 0;
}
