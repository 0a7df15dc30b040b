/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Classifies items by topic files (newswatch-query(7), "TOPIC FILES"). The
 * files are compiled when the instance opens; an item is matched once against
 * all of them.
 */
#include <newswatch/classifier.h>
#include <newswatch/topic.h>

enum { FILES = 256 };

static const struct nw_option options[] = {
	{
		.name = "topics",
		.type = NW_OPTION_FILE,
		.flags = NW_OPTION_LIST | NW_OPTION_REQUIRED,
		.example = "[topics/diplomacy.yaml, topics/strikes.yaml]",
		.help = "Topic files, one topic each. Their terms, and what "
			"they are worth, are described in newswatch-query(7). "
			"An item in a language without terms gets no opinion.",
	},
	{ .name = NULL },
};

static enum nw_status lexicon_open(const struct nw_settings *settings,
				   void **instance, struct nw_error *err)
{
	size_t count = nw_settings_count(settings, "topics");
	struct nw_topic_file files[FILES];
	struct nw_topics *topics = NULL;
	enum nw_status status;

	if (count > FILES)
		return nw_fail(err, NW_LIMIT,
			       "%zu topic files are more than %d", count,
			       FILES);
	for (size_t i = 0; i < count; i++)
		files[i].text =
			nw_settings_file(settings, "topics", i, &files[i].name);
	status = nw_topics_compile(files, count, NULL, NULL, &topics, err);
	if (status == NW_OK)
		*instance = topics;
	return status;
}

static void lexicon_close(void *instance)
{
	struct nw_topics *topics = instance;

	nw_topics_free(&topics);
}

static void lexicon_topics(void *instance,
			   void (*each)(void *arg, struct nw_str name),
			   void *arg)
{
	for (size_t i = 0; i < nw_topics_count(instance); i++)
		each(arg, nw_topics_name(instance, i));
}

static void emit(void *arg, const struct nw_topic_verdict *verdict)
{
	struct nw_host *host = arg;

	if (verdict->no_opinion)
		nw_emit_no_opinion(host, verdict->topic.name);
	else if (verdict->topic.score > 0)
		nw_emit_topic(host, &verdict->topic);
}

static enum nw_status lexicon_classify(void *instance, struct nw_host *host,
				       const struct nw_doc *doc,
				       struct nw_error *err)
{
	return nw_topics_classify(instance, doc, nw_host_arena(host), emit,
				  host, err);
}

static const struct nw_classifier_ops ops = {
	.size = sizeof(ops),
	.open = lexicon_open,
	.close = lexicon_close,
	.topics = lexicon_topics,
	.classify = lexicon_classify,
};

NW_PLUGIN(NW_CLASSIFIER, "lexicon", "0.1", "Apache-2.0",
	  "Finds topics by the terms of definition files", options, &ops)
