/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a query: a message, or an image that opens and answers. */
#include <newswatch/query.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void check_problem(void *arg, const struct nw_query_problem *problem)
{
	size_t *len = arg;

	if (problem->length == 0 || !problem->text[0] ||
	    (problem->query == 0 && problem->offset > *len))
		abort();
}

static void check_hit(void *arg, const struct nw_query_hit *hit)
{
	*(bool *)arg |= hit->query == 0;
	if (hit->query > 2 || hit->span_count > 64)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const struct nw_query_text rows[] = {
		{ NW_STR("fuzz"), { (const char *)bytes, len } },
		{ NW_STR("fuel"), NW_STR("oil OR gas") },
		{ NW_STR("two words"), NW_STR("@fuzz title:@fuel") },
	};
	struct nw_item item = {
		.size = sizeof(item),
		.title = NW_STR("Drones hit oil depot near Kyiv"),
		.content = NW_STR("The U.S. envoy said talks on gas go on. Gas "
				  "gas gas talks talks AI ai an \xc3\xa9t\xc3"
				  "\xa9 b c d e f g"),
		.language = NW_STR("en"),
		.url = NW_STR("https://a.b.example/c/d?e"),
		.published = { 1700000000000, 0, NW_PRECISION_DAY, { 0 } },
	};
	const struct nw_topic topic = { .size = sizeof(topic),
					.name = NW_STR("strikes"),
					.score = 0.7 };
	const struct nw_query_facts facts = { .size = sizeof(facts),
					      .outlet = NW_STR("The Harbour "
							       "Times"),
					      .country = NW_STR("GB"),
					      .topics = &topic,
					      .topic_count = 1,
					      .now = 1700000500000 };
	static const struct nw_str spellings[] = { NW_STR("Kyiv"),
						   NW_STR("oil depot") };
	static const struct nw_query_name name = { spellings, 2, 0 };
	const struct nw_query_set set = { .size = sizeof(set),
					  .rows = rows,
					  .count = 3,
					  .names = &name,
					  .name_count = 1 };
	struct nw_arena *arena = nw_arena_new(64 << 20);
	struct nw_queries *queries = NULL;
	struct nw_doc *doc = NULL;
	struct nw_query_why why;
	struct nw_buf image;
	bool hit = false;

	nw_buf_init(&image, 64 << 20);
	if (nw_query_set_compile(&set, &image, check_problem, &len, NULL) ==
	    NW_OK) {
		if (nw_queries_open(nw_buf_str(&image), &queries, NULL) !=
			    NW_OK ||
		    nw_doc_make(&item, arena, &doc, NULL) != NW_OK ||
		    nw_queries_match(queries, doc, &facts, arena, check_hit,
				     &hit, NULL) != NW_OK ||
		    nw_queries_explain(queries, 0, rows[0].text, doc, &facts,
				       arena, &why, NULL) != NW_OK ||
		    why.matched != hit || why.clause_count == 0)
			abort();
	}
	nw_queries_close(&queries);
	nw_buf_fini(&image);
	nw_arena_free(&arena);
	return 0;
}
