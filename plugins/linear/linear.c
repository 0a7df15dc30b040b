/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Classifies items by topic files, as the lexicon does, and corrects their
 * verdicts by models that were learnt from labelled items (`newswatch
 * train`). A topic or a language without a model is judged by its file alone.
 */
#include <newswatch/classifier.h>
#include <newswatch/topic.h>
#include <stdlib.h>

enum { FILES = 256 };

/* A model gives every item some score; a lower one is no topic of it. */
#define LEAST_SCORE 0.05

static const struct nw_option options[] = {
	{
		.name = "topics",
		.type = NW_OPTION_FILE,
		.flags = NW_OPTION_LIST | NW_OPTION_REQUIRED,
		.example = "[topics/diplomacy.yaml, topics/strikes.yaml]",
		.help = "Topic files, one topic each, as the lexicon's. An "
			"item in a language without terms gets no opinion.",
	},
	{
		.name = "models",
		.type = NW_OPTION_FILE,
		.flags = NW_OPTION_LIST,
		.example = "[topics/strikes.en.model]",
		.help = "Models that newswatch train wrote, one topic and "
			"language each. Without one the topic file decides "
			"alone.",
	},
	{ .name = NULL },
};

struct linear {
	struct nw_topics *topics;
	struct nw_models *models;
};

static void linear_close(void *instance)
{
	struct linear *linear = instance;

	nw_topics_free(&linear->topics);
	nw_models_free(&linear->models);
	free(linear);
}

static enum nw_status take_files(const struct nw_settings *settings,
				 const char *option,
				 struct nw_topic_file files[FILES],
				 size_t *count, struct nw_error *err)
{
	*count = nw_settings_count(settings, option);
	if (*count > FILES)
		return nw_fail(err, NW_LIMIT, "%s: %zu files are more than %d",
			       option, *count, FILES);
	for (size_t i = 0; i < *count; i++)
		files[i].text =
			nw_settings_file(settings, option, i, &files[i].name);
	return NW_OK;
}

/* A model of a topic that no file defines would never be asked. */
static enum nw_status check_models(const struct linear *linear,
				   struct nw_error *err)
{
	for (size_t i = 0; i < nw_models_count(linear->models); i++) {
		struct nw_str topic = nw_models_topic(linear->models, i);
		size_t at = 0;

		while (at < nw_topics_count(linear->topics) &&
		       !nw_str_equal(nw_topics_name(linear->topics, at), topic))
			at++;
		if (at == nw_topics_count(linear->topics))
			return nw_fail(err, NW_BAD_CONFIG,
				       "models: there is no topic file for "
				       "the model of %.*s",
				       NW_FMT(topic));
	}
	return NW_OK;
}

static enum nw_status linear_open(const struct nw_settings *settings,
				  void **instance, struct nw_error *err)
{
	struct nw_topic_file files[FILES];
	struct linear *linear = calloc(1, sizeof(*linear));
	size_t count = 0;
	enum nw_status status;

	if (!linear)
		return nw_fail(err, NW_LIMIT, "no memory");
	status = take_files(settings, "topics", files, &count, err);
	if (status == NW_OK)
		status = nw_topics_compile(files, count, NULL, NULL,
					   &linear->topics, err);
	if (status == NW_OK)
		status = take_files(settings, "models", files, &count, err);
	if (status == NW_OK)
		status = nw_models_open(files, count, &linear->models, err);
	if (status == NW_OK)
		status = check_models(linear, err);
	if (status == NW_OK)
		*instance = linear;
	else
		linear_close(linear);
	return status;
}

static void linear_topics(void *instance,
			  void (*each)(void *arg, struct nw_str name),
			  void *arg)
{
	const struct linear *linear = instance;

	for (size_t i = 0; i < nw_topics_count(linear->topics); i++)
		each(arg, nw_topics_name(linear->topics, i));
}

struct classifying {
	const struct linear *linear;
	struct nw_host *host;
	const struct nw_doc *doc;
	struct nw_error *err;
	enum nw_status status;
};

static void emit(void *arg, const struct nw_topic_verdict *verdict)
{
	struct classifying *c = arg;
	struct nw_topic_verdict judged = *verdict;

	if (c->status == NW_OK)
		c->status = nw_models_correct(c->linear->models, c->doc,
					      nw_host_arena(c->host), &judged,
					      c->err);
	if (c->status != NW_OK)
		return;
	if (judged.no_opinion)
		nw_emit_no_opinion(c->host, judged.topic.name);
	else if (judged.topic.score >= LEAST_SCORE)
		nw_emit_topic(c->host, &judged.topic);
}

static enum nw_status linear_classify(void *instance, struct nw_host *host,
				      const struct nw_doc *doc,
				      struct nw_error *err)
{
	const struct linear *linear = instance;
	struct classifying c = { linear, host, doc, err, NW_OK };
	enum nw_status status = nw_topics_classify(
		linear->topics, doc, nw_host_arena(host), emit, &c, err);

	return status == NW_OK ? c.status : status;
}

static const struct nw_classifier_ops ops = {
	.size = sizeof(ops),
	.open = linear_open,
	.close = linear_close,
	.topics = linear_topics,
	.classify = linear_classify,
};

NW_PLUGIN(NW_CLASSIFIER, "linear", "0.1", "Apache-2.0",
	  "Finds topics by definition files and by models learnt from items",
	  options, &ops)
