/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks a model elsewhere for topics: an endpoint of OpenAI's chat completions,
 * as many servers speak it, or one that takes and gives plain JSON. What is
 * asked and how an answer is read is in newswatch/question.h.
 */
#include <newswatch/classifier.h>
#include <newswatch/question.h>

#include <stdlib.h>

/* Text of at most 100,000 characters, escaped twice, and the instructions. */
enum { BODY_MAX = 4 << 20, PARAMETERS = 16 };

static const struct nw_option options[] = {
	{
		.name = "format",
		.type = NW_OPTION_CHOICE,
		.fallback = "openai",
		.choices = "openai|plain",
		.help = "What the endpoint speaks: openai is chat completions "
			"as of OpenAI, url is then all of it, "
			"https://host/v1/chat/completions; plain is one JSON "
			"object there and one back (PLUGINS.md).",
	},
	{
		.name = "model",
		.type = NW_OPTION_TEXT,
		.min = 1,
		.max = 200,
		.example = "small-model",
		.help = "The model's name, as the endpoint knows it. Required "
			"with openai.",
	},
	{
		.name = "topics",
		.type = NW_OPTION_MAP,
		.flags = NW_OPTION_REQUIRED,
		.example =
			"{ strikes: \"Military attacks and what they did; no "
			"labour disputes.\" }",
		.help = "The topics that it is asked about, at most 64, each "
			"with what it means, in a sentence or two. The names "
			"are those of the local topics whose scores it may "
			"replace, or new ones.",
	},
	{
		.name = "instructions",
		.type = NW_OPTION_FILE,
		.example = "/etc/newswatch/instructions.txt",
		.help = "What the model is told instead of our words; the list "
			"of topics is added. It must ask for an object as "
			"plain answers (PLUGINS.md).",
	},
	{
		.name = "parameters",
		.type = NW_OPTION_MAP,
		.example = "{ temperature: 0, max_completion_tokens: 800 }",
		.help = "Further members of an openai request. By default "
			"temperature: 0 and max_tokens: 800; whoever sets this "
			"sets all of them.",
	},
	{
		.name = "json_mode",
		.type = NW_OPTION_BOOLEAN,
		.fallback = "true",
		.help = "Whether an openai endpoint is asked to hold the model "
			"to JSON (response_format).",
	},
	{
		.name = "key",
		.type = NW_OPTION_TEXT,
		.flags = NW_OPTION_SECRET,
		.example = "!credential model-key",
		.help = "The key, sent as Authorization: Bearer. The daemon "
			"adds it when the request leaves.",
	},
	{ .name = NULL },
};

struct remote {
	struct nw_question question;
	struct nw_question_pair topics[NW_QUESTION_TOPICS];
	struct nw_question_pair parameters[PARAMETERS];
	bool signs;
};

static const struct nw_question_pair usual[] = {
	{ NW_STR("temperature"), NW_STR("0") },
	{ NW_STR("max_tokens"), NW_STR("800") },
};

static enum nw_status take_map(const struct nw_settings *settings,
			       const char *option, struct nw_question_pair *out,
			       size_t room, uint32_t *count,
			       struct nw_error *err)
{
	size_t n = nw_settings_count(settings, option);

	if (n > room)
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: there are %zu; allowed: at most %zu",
			       option, n, room);
	for (size_t i = 0; i < n; i++)
		out[i].text = nw_settings_at(settings, option, i, &out[i].name);
	*count = (uint32_t)n;
	return NW_OK;
}

static enum nw_status take_settings(const struct nw_settings *settings,
				    struct remote *self, struct nw_error *err)
{
	struct nw_question *question = &self->question;
	enum nw_status status =
		take_map(settings, "topics", self->topics, NW_QUESTION_TOPICS,
			 &question->topic_count, err);

	if (status == NW_OK)
		status = take_map(settings, "parameters", self->parameters,
				  PARAMETERS, &question->parameter_count, err);
	if (status != NW_OK)
		return status;
	bool set = nw_settings_has(settings, "parameters");
	question->size = sizeof(*question);
	question->format =
		nw_str_is(nw_settings_text(settings, "format"), "plain")
			? NW_QUESTION_PLAIN
			: NW_QUESTION_CHAT;
	question->topics = self->topics;
	question->model = nw_settings_text(settings, "model");
	question->parameters = set ? self->parameters : usual;
	if (!set)
		question->parameter_count = sizeof(usual) / sizeof(usual[0]);
	if (nw_settings_bool(settings, "json_mode"))
		question->flags |= NW_QUESTION_JSON_MODE;
	if (nw_settings_has(settings, "instructions"))
		question->instructions =
			nw_settings_file(settings, "instructions", 0, NULL);
	self->signs = nw_settings_has(settings, "key");
	return nw_question_check(question, err);
}

static enum nw_status remote_open(const struct nw_settings *settings,
				  void **instance, struct nw_error *err)
{
	struct remote *self = calloc(1, sizeof(*self));

	if (!self)
		return nw_fail(err, NW_NO_MEMORY, "no memory");
	enum nw_status status = take_settings(settings, self, err);
	if (status == NW_OK)
		*instance = self;
	else
		free(self);
	return status;
}

static void remote_close(void *instance)
{
	free(instance);
}

static void remote_topics(void *instance,
			  void (*each)(void *arg, struct nw_str name),
			  void *arg)
{
	const struct remote *self = instance;

	for (uint32_t i = 0; i < self->question.topic_count; i++)
		each(arg, self->topics[i].name);
}

static enum nw_status remote_request(void *instance, struct nw_host *host,
				     const struct nw_doc *doc,
				     struct nw_request *request,
				     struct nw_error *err)
{
	static const struct nw_header headers[] = {
		{ NW_STR("content-type"), NW_STR("application/json") },
		{ NW_STR("accept"), NW_STR("application/json") },
	};
	const struct remote *self = instance;
	NW_AUTO(nw_buf_fini) struct nw_buf body = { 0 };

	nw_buf_init(&body, BODY_MAX);
	enum nw_status status =
		nw_question_write(&self->question, doc, &body, err);
	if (status != NW_OK)
		return status;
	request->body = nw_arena_buf(nw_host_arena(host), &body);
	if (nw_str_is_absent(request->body))
		return nw_fail(err, NW_LIMIT, "no memory for the question");
	request->method = nw_str_from("POST");
	request->headers = headers;
	request->header_count = sizeof(headers) / sizeof(headers[0]);
	if (self->signs) {
		request->sign = NW_SIGN_BEARER;
		request->secret = nw_str_from("key");
	}
	return NW_OK;
}

static void emit(void *arg, const struct nw_topic *topic)
{
	nw_emit_topic(arg, topic);
}

static enum nw_status remote_read(void *instance, struct nw_host *host,
				  const struct nw_doc *doc,
				  const struct nw_response *response,
				  struct nw_error *err)
{
	const struct remote *self = instance;

	return nw_question_read(&self->question, doc, response->body, emit,
				host, err);
}

static const struct nw_classifier_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_HTTP,
	.open = remote_open,
	.close = remote_close,
	.topics = remote_topics,
	.request = remote_request,
	.read = remote_read,
};

NW_PLUGIN(NW_CLASSIFIER, "remote", "0.1", "Apache-2.0",
	  "Asks a model behind an HTTP endpoint for topics", options, &ops)
