/* SPDX-License-Identifier: Apache-2.0 */
#include "topic/set.h"

struct wanted {
	uint32_t topic, now;
	double score;
};

static void take_verdict(void *arg, const struct nw_topic_verdict *verdict)
{
	struct wanted *w = arg;

	if (w->now++ == w->topic)
		w->score = verdict->topic.score;
}

static enum nw_status run(const struct nw_topics *topics,
			  const struct nwi_topic_example *e,
			  struct nw_arena *arena, double *score,
			  struct nw_error *err)
{
	const struct nwi_topic_section *section = &topics->sections[e->section];
	struct nw_item item = { .size = sizeof(item),
				.title = e->title,
				.content = e->text,
				.language = section->language };
	struct wanted wanted = { .topic = section->topic };
	struct nw_doc *doc = NULL;
	enum nw_status status = nw_doc_make(&item, arena, &doc, err);

	if (status == NW_OK)
		status = nw_topics_classify(topics, doc, arena, take_verdict,
					    &wanted, err);
	if (status == NW_OK)
		*score = wanted.score;
	return status;
}

enum nw_status nw_topics_examples(const struct nw_topics *topics,
				  struct nw_arena *arena,
				  nw_topic_example_fn *each, void *arg,
				  struct nw_error *err)
{
	for (size_t i = 0; i < topics->example_count; i++) {
		const struct nwi_topic_example *e = &topics->examples[i];
		const struct nwi_topic_section *section =
			&topics->sections[e->section];
		const struct nwi_topic *topic = &topics->topics[section->topic];
		struct nw_topic_example out = {
			.size = sizeof(out),
			.must = e->must,
			.file = topic->file,
			.line = e->line,
			.column = e->column,
			.topic = topic->name,
			.language = section->language,
			.title = e->title,
			.text = e->text,
		};
		enum nw_status status;

		nw_arena_clear(arena);
		status = run(topics, e, arena, &out.score, err);
		if (status != NW_OK)
			return status;
		out.passed = (out.score >= 0.5) == e->must;
		each(arg, &out);
	}
	nw_arena_clear(arena);
	return NW_OK;
}
