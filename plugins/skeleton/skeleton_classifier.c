/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest useful classifier: one topic, one word.
 *
 * Words come folded (lower case, without accents) and cut, with the bytes of
 * the text that each stands for; so evidence is a span, and a person sees why
 * an item got its topic. See include/newswatch/classifier.h.
 */
#include <newswatch/classifier.h>

#include <stdlib.h>

static const struct nw_option options[] = {
	{
		.name = "topic",
		.type = NW_OPTION_TEXT,
		.fallback = "weather",
		.min = 1,
		.max = 64,
		.help = "Name of the topic.",
	},
	{
		.name = "word",
		.type = NW_OPTION_TEXT,
		.fallback = "storm",
		.min = 1,
		.max = 64,
		.help = "The word that speaks for it, in lower case.",
	},
	{ .name = NULL },
};

struct word {
	struct nw_str topic, word;
};

static enum nw_status start(const struct nw_settings *settings, void **instance,
			    struct nw_error *err)
{
	struct word *self = calloc(1, sizeof(*self));

	if (!self)
		return nw_fail(err, NW_NO_MEMORY, "no memory");
	self->topic = nw_settings_text(settings, "topic");
	self->word = nw_settings_text(settings, "word");
	*instance = self;
	return NW_OK;
}

static void stop(void *instance)
{
	free(instance);
}

/* Watches that name a topic which nobody gives are refused at the start. */
static void topics(void *instance, void (*each)(void *arg, struct nw_str name),
		   void *arg)
{
	const struct word *self = instance;

	each(arg, self->topic);
}

enum { SPANS = 16 };

static uint32_t find(const struct nw_doc *doc, enum nw_field field,
		     struct nw_str word, struct nw_span *spans, uint32_t count)
{
	size_t token_count;
	const struct nw_token *tokens = nw_doc_tokens(doc, field, &token_count);

	for (size_t i = 0; i < token_count && count < SPANS; i++)
		if (nw_str_equal(tokens[i].folded, word))
			spans[count++] =
				(struct nw_span){ field, tokens[i].from,
						  tokens[i].to };
	return count;
}

/*
 * A score from 0 to 1; 0.5 is the decision point. No word found is a low
 * score; "no opinion" is for what cannot be judged, here an item without text.
 */
static enum nw_status classify(void *instance, struct nw_host *host,
			       const struct nw_doc *doc, struct nw_error *err)
{
	const struct word *self = instance;
	struct nw_span spans[SPANS];

	(void)err;
	if (nw_doc_text(doc, NW_FIELD_TITLE).len == 0 &&
	    nw_doc_text(doc, NW_FIELD_BODY).len == 0) {
		nw_emit_no_opinion(host, self->topic);
		return NW_OK;
	}
	uint32_t count = find(doc, NW_FIELD_TITLE, self->word, spans, 0);
	count = find(doc, NW_FIELD_BODY, self->word, spans, count);
	const struct nw_topic topic = {
		.size = sizeof(topic),
		.span_count = count,
		.name = self->topic,
		.score = count == 0 ? 0 : 1 - 0.5 / count,
		.spans = spans,
	};
	nw_emit_topic(host, &topic);
	return NW_OK;
}

static const struct nw_classifier_ops ops = {
	.size = sizeof(ops),
	.open = start,
	.close = stop,
	.topics = topics,
	.classify = classify,
};

NW_PLUGIN(NW_CLASSIFIER, "skeleton-classifier", "1.0", "Apache-2.0",
	  "Gives one topic to items that hold one word", options, &ops)
