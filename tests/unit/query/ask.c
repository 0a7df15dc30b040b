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

struct question {
	const char *query;
	const struct nw_item *item;
	const struct nw_query_facts *facts;
	const struct nw_query_name *names;
	size_t name_count;
};

/* The spans of the hit, or -1. */
static int64_t ask(const struct question *q)
{
	struct nw_query_text row = { nw_str_from("q"), nw_str_from(q->query) };
	const struct nw_query_set set = { .size = sizeof(set),
					  .rows = &row,
					  .count = 1,
					  .names = q->names,
					  .name_count = q->name_count };
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(ARENA);
	NW_AUTO(nw_queries_close) struct nw_queries *queries = NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf image = { 0 };
	struct nw_doc *doc = NULL;
	struct nw_error err;
	int64_t found = -1;

	nw_buf_init(&image, ARENA);
	if (nw_query_set_compile(&set, &image, NULL, NULL, &err) != NW_OK ||
	    nw_queries_open(nw_buf_str(&image), &queries, &err) != NW_OK ||
	    nw_doc_make(q->item, arena, &doc, &err) != NW_OK ||
	    nw_queries_match(queries, doc, q->facts, arena, note_hit, &found,
			     &err) != NW_OK)
		fail_msg("%s: %s", q->query, err.text);
	return found;
}

bool ask_spans(const char *query, const struct nw_item *item,
	       const struct nw_query_facts *facts, uint32_t *spans)
{
	int64_t found = ask(&(struct question){ query, item, facts, NULL, 0 });

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

bool ask_named(const char *query, const struct nw_query_name *names,
	       size_t name_count, const char *text, const char *language)
{
	const struct nw_item item = { .size = sizeof(item),
				      .content = nw_str_from(text),
				      .language = nw_str_from(language) };

	return ask(&(struct question){ query, &item, NULL, names,
				       name_count }) >= 0;
}
