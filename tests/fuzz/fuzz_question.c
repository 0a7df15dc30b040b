/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of models: whatever comes, only topics that were asked about are
 * given, each once, with a score from 0 to 1 and spans within the text.
 */
#include "base/json.h"
#include "fuzz.h"
#include <newswatch/question.h>

static const struct nw_question_pair topics[] = {
	{ NW_STR("strikes"), NW_STR("a") },
	{ NW_STR("sanctions"), NW_STR("b") },
};

struct given {
	const struct nw_doc *doc;
	uint32_t count;
	bool seen[2];
};

static void check(void *arg, const struct nw_topic *topic)
{
	struct given *given = arg;
	uint32_t at = nw_str_is(topic->name, "strikes") ? 0 : 1;

	require(nw_str_equal(topic->name, topics[at].name));
	require(!given->seen[at]);
	require(topic->score >= 0 && topic->score <= 1);
	for (uint32_t i = 0; i < topic->span_count; i++) {
		struct nw_span span = topic->spans[i];
		require(span.field == NW_FIELD_TITLE ||
			span.field == NW_FIELD_BODY);
		require(span.from < span.to &&
			span.to <= nw_doc_text(given->doc,
					       (enum nw_field)span.field)
					   .len);
	}
	given->seen[at] = true;
	given->count++;
}

static const struct nw_doc *make_doc(struct nw_arena *arena)
{
	static const struct nw_item item = {
		.size = sizeof(item),
		.title = NW_STR("Drones hit the port"),
		.content = NW_STR("Two drones hit a depot; talks go on."),
		.language = NW_STR("en"),
	};
	struct nw_doc *doc = NULL;
	struct nw_error err;

	init_text_once();
	nwi_json_seed();
	require(nw_doc_make(&item, arena, &doc, &err) == NW_OK);
	return doc;
}

static void try(const struct nw_doc *doc, uint32_t format, struct nw_str body)
{
	const struct nw_question question = { .size = sizeof(question),
					      .format = format,
					      .topics = topics,
					      .topic_count = 2,
					      .model = NW_STR("m") };
	struct given given = { .doc = doc };
	struct nw_error err = { 0 };
	enum nw_status status = nw_question_read(&question, given.doc, body,
						 check, &given, &err);

	require((status == NW_OK) == (given.count > 0));
	require(status == NW_OK || err.text[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	struct nw_str body = nw_str_make((const char *)bytes, len);
	const struct nw_doc *doc = make_doc(arena);
	NW_AUTO(nw_buf_fini) struct nw_buf wrapped = { 0 };

	try(doc, NW_QUESTION_PLAIN, body);
	try(doc, NW_QUESTION_CHAT, body);
	if (!nwi_utf8_is_valid(body))
		return 0;
	/* As the message of a chat, so that what stands behind is reached. */
	nw_buf_init(&wrapped, 8 * len + 256);
	nw_buf_add_text(&wrapped, "{\"choices\":[{\"message\":{\"content\":");
	nwi_json_quote(&wrapped, body);
	nw_buf_add_text(&wrapped, "}}]}");
	try(doc, NW_QUESTION_CHAT, nw_buf_str(&wrapped));
	return 0;
}
