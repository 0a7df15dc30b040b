/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest useful remote classifier: it posts an item's text to an address
 * and takes the answer, a number from 0 to 100, for the score of one topic.
 *
 * It opens no socket. It states a request, the daemon makes it when and as
 * often as the operator allows, and gives back what came. See
 * include/newswatch/classifier.h.
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
		.name = "key",
		.type = NW_OPTION_TEXT,
		.flags = NW_OPTION_SECRET,
		.help = "What the endpoint knows us by. The daemon adds it to "
			"the request; the plugin never sees it.",
	},
	{ .name = NULL },
};

struct asker {
	struct nw_str topic;
	bool signs;
};

static enum nw_status start(const struct nw_settings *settings, void **instance,
			    struct nw_error *err)
{
	struct asker *self = calloc(1, sizeof(*self));

	if (!self)
		return nw_fail(err, NW_NO_MEMORY, "no memory");
	self->topic = nw_settings_text(settings, "topic");
	self->signs = nw_settings_has(settings, "key");
	*instance = self;
	return NW_OK;
}

static void stop(void *instance)
{
	free(instance);
}

static void topics(void *instance, void (*each)(void *arg, struct nw_str name),
		   void *arg)
{
	const struct asker *self = instance;

	each(arg, self->topic);
}

/* Kind and URL are there already, from the configuration. */
static enum nw_status ask(void *instance, struct nw_host *host,
			  const struct nw_doc *doc, struct nw_request *request,
			  struct nw_error *err)
{
	static const struct nw_header type = {
		NW_STR("content-type"), NW_STR("text/plain; charset=utf-8")
	};
	const struct asker *self = instance;
	struct nw_str title = nw_doc_text(doc, NW_FIELD_TITLE);
	struct nw_str body = nw_doc_text(doc, NW_FIELD_BODY);

	request->body = nw_arena_fmt(nw_host_arena(host), "%.*s\n%.*s\n",
				     NW_FMT(title), NW_FMT(body));
	if (nw_str_is_absent(request->body))
		return nw_fail(err, NW_LIMIT, "no memory for the question");
	request->headers = &type;
	request->header_count = 1;
	if (self->signs) {
		request->sign = NW_SIGN_BEARER;
		request->secret = nw_str_from("key");
	}
	return NW_OK;
}

/* Foreign bytes: all that is not the number that was asked for is refused. */
static enum nw_status answer(void *instance, struct nw_host *host,
			     const struct nw_doc *doc,
			     const struct nw_response *response,
			     struct nw_error *err)
{
	const struct asker *self = instance;
	int64_t percent;

	(void)doc;
	if (nw_str_to_int(nw_str_trim(response->body), &percent) != NW_OK ||
	    percent < 0 || percent > 100)
		return nw_fail(err, NW_BAD_INPUT,
			       "the answer is no number from 0 to 100");
	const struct nw_topic topic = {
		.size = sizeof(topic),
		.name = self->topic,
		.score = (double)percent / 100,
	};
	nw_emit_topic(host, &topic);
	return NW_OK;
}

static const struct nw_classifier_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_HTTP,
	.open = start,
	.close = stop,
	.topics = topics,
	.request = ask,
	.read = answer,
};

NW_PLUGIN(NW_CLASSIFIER, "skeleton-remote", "1.0", "Apache-2.0",
	  "Asks an endpoint for the score of one topic", options, &ops)
