/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask.h"

enum { ARENA = 16 << 20 };

static void note_hit(void *arg, const struct nw_query_hit *hit)
{
	int64_t *spans = arg;

	*spans = hit->span_count;
}

bool ask_spans(const char *query, const struct nw_item *item,
	       const struct nw_query_facts *facts, uint32_t *spans)
{
	struct nw_query_text row = { nw_str_from("q"), nw_str_from(query) };
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(ARENA);
	NW_AUTO(nw_queries_close) struct nw_queries *queries = NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf image = { 0 };
	struct nw_doc *doc = NULL;
	struct nw_error err;
	int64_t found = -1;

	nw_buf_init(&image, ARENA);
	if (nw_query_compile(&row, 1, &image, NULL, NULL, &err) != NW_OK ||
	    nw_queries_open(nw_buf_str(&image), &queries, &err) != NW_OK ||
	    nw_doc_make(item, arena, &doc, &err) != NW_OK ||
	    nw_queries_match(queries, doc, facts, arena, note_hit, &found,
			     &err) != NW_OK)
		fail_msg("%s: %s", query, err.text);
	if (found >= 0)
		*spans = (uint32_t)found;
	return found >= 0;
}

bool ask_item(const char *query, const struct nw_item *item,
	      const struct nw_query_facts *facts)
{
	uint32_t spans;

	return ask_spans(query, item, facts, &spans);
}

bool ask_text(const char *query, const char *title, const char *text,
	      const char *language)
{
	const struct nw_item item = { .size = sizeof(item),
				      .title = nw_str_from(title),
				      .content = nw_str_from(text),
				      .language = nw_str_from(language) };

	return ask_item(query, &item, NULL);
}
