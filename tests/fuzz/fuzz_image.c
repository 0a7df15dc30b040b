/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An image with bytes changed and its CRC made right again: refused, or safe
 * to match. The input is a run of changes: two bytes of offset, one of value.
 */
#include "base/hash.h"
#include "query/image.h"
#include <newswatch/query.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct nw_query_text rows[] = {
	{ NW_STR("a"), NW_STR("drone* AND (\"oil depot*\" OR \"AI\"c) NOT x") },
	{ NW_STR("b"), NW_STR("(talks NEAR/3 (gas OR kyi?)) ONEAR/5 envoy") },
	{ NW_STR("c"), NW_STR("title:kyiv U.S. lead:(talks OR ga*)") },
	{ NW_STR("d"), NW_STR("gas NEAR/2 gas NEAR/2 gas") },
	{ NW_STR("e"), NW_STR("site:b.example topic:oil>=0.5 age<2d \"~talk "
			      "go\" url:\"c de*\"") },
	{ NW_STR("f"), NW_STR("name:Kiiv OR \"name ~talks\" OR name:\"kyyv "
			      "the\" outlet:th*") },
	{ NW_STR("g"), NW_STR("SCORE>=2{2 gas 1 (talks NEAR/3 envoy) -1 ai}"
			      " OR ATLEAST/2(talks)") },
	{ NW_STR("h"), NW_STR("\"gas talks\"~2 OR SENTENCE(oil kyiv)") },
};

static void ignore_hit(void *arg, const struct nw_query_hit *hit)
{
	uint32_t *sum = arg;

	for (uint32_t i = 0; i < hit->span_count; i++)
		*sum += hit->spans[i].from + hit->spans[i].to;
}

static void change(struct nw_buf *image, const uint8_t *bytes, size_t len)
{
	struct nwi_image_header *head = (void *)image->at;

	for (size_t i = 0; i + 2 < len; i += 3) {
		size_t at = (size_t)bytes[i] << 8 | bytes[i + 1];

		image->at[at % image->len] = (char)bytes[i + 2];
	}
	head->crc = 0;
	head->crc = nwi_crc32c(0, image->at, image->len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct nw_item item = {
		.size = sizeof(item),
		.title = NW_STR("Drones hit oil depot near Kyiv"),
		.content = NW_STR("The U.S. envoy said talks on gas go on. Gas "
				  "gas gas talks talks envoy AI ai x"),
		.language = NW_STR("en"),
		.url = NW_STR("https://a.b.example/c/def?e"),
		.published = { 1700000000000, 0, NW_PRECISION_DAY, { 0 } },
	};
	const struct nw_topic topic = { .size = sizeof(topic),
					.name = NW_STR("oil"),
					.score = 0.7 };
	const struct nw_query_facts facts = { .size = sizeof(facts),
					      .outlet = NW_STR("The Times"),
					      .topics = &topic,
					      .topic_count = 1,
					      .now = 1700000500000 };
	struct nw_arena *arena = nw_arena_new(16 << 20);
	struct nw_queries *queries = NULL;
	struct nw_doc *doc = NULL;
	struct nw_buf image;
	uint32_t sum = 0;
	enum nw_status status;

	nw_buf_init(&image, 1 << 20);
	if (nw_query_compile(rows, sizeof(rows) / sizeof(rows[0]), &image, NULL,
			     NULL, NULL) != NW_OK)
		abort();
	change(&image, bytes, len);
	if (nw_queries_open(nw_buf_str(&image), &queries, NULL) == NW_OK) {
		if (nw_doc_make(&item, arena, &doc, NULL) != NW_OK)
			abort();
		status = nw_queries_match(queries, doc, &facts, arena,
					  ignore_hit, &sum, NULL);
		if (status != NW_OK && status != NW_LIMIT)
			abort();
	}
	nw_queries_close(&queries);
	nw_buf_fini(&image);
	nw_arena_free(&arena);
	return 0;
}
