/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Jobs of remote classifiers: what to ask of an item, and what an endpoint's
 * answer says. The plugin sees no more of the text than the operator lets out.
 */
#include "daemon/worker/analyse.h"
#include "daemon/worker/serve.h"
#include "plugin/exchange.h"
#include "text/utf8.h"

#include <stdlib.h>

/* Bytes of the first `most` characters. */
static size_t chars(struct nw_str text, int64_t most)
{
	size_t at = 0;

	for (int64_t n = 0; n < most && at < text.len; n++)
		nwi_utf8_next(text, &at);
	return at;
}

/* The body alone, up to the limit; offsets into it hold for the whole. */
static void cut_text(struct nw_item *item, int64_t most)
{
	struct nw_str body = nw_item_body(item);

	item->content = nw_str_slice(body, 0, chars(body, most));
	item->summary = item->content_html = nw_str_make(NULL, 0);
}

static enum nw_status read_doc(struct job *job, struct nw_doc **doc,
			       struct nw_error *err)
{
	struct nw_arena *arena = job->server->arena;
	const json_t *frame = json_object_get(job->json, "frame");
	struct nw_item *item = nw_arena_new_of(arena, struct nw_item);
	char *text = json_dumps(json_object_get(frame, "item"), JSON_COMPACT);

	if (!item || !text) {
		free(text);
		return nw_fail(err, NW_BAD_INPUT, "the job has no item");
	}
	enum nw_status status =
		nw_item_from_json(nw_str_from(text), arena, item, err);
	free(text);
	if (status != NW_OK)
		return status;
	cut_text(item, nwi_json_get_int(job->json, "max_text", 0));
	return nw_doc_make(item, arena, doc, err);
}

enum nw_status job_ask(struct job *job, struct nw_error *err)
{
	const struct nw_classifier_ops *ops = job->instance->plugin->ops;
	struct nw_request request;
	struct nw_host host;
	struct nw_doc *doc = NULL;

	enum nw_status status = job_base_request(job, &request, err);
	if (status == NW_OK)
		status = read_doc(job, &doc, err);
	if (status != NW_OK)
		return status;
	job_host(job, job->server->arena, &host);
	status = ops->request(job->instance->self, &host, doc, &request, err);
	if (status == NW_OK)
		status = job_put_request(job, &request, ops->requests, err);
	return status;
}

static bool is_own(const struct instance *instance, struct nw_str topic)
{
	for (size_t i = 0; i < instance->name_count; i++)
		if (nw_str_equal(instance->names[i], topic))
			return true;
	return false;
}

/* An endpoint may say anything; it was asked about these. */
static void keep_own(const struct instance *instance, struct nw_host *host)
{
	uint32_t topics = 0, silent = 0;

	for (uint32_t i = 0; i < host->topic_count; i++)
		if (is_own(instance, host->topics[i].name))
			host->topics[topics++] = host->topics[i];
	for (uint32_t i = 0; i < host->no_opinion_count; i++)
		if (is_own(instance, host->no_opinions[i]))
			host->no_opinions[silent++] = host->no_opinions[i];
	host->topic_count = topics;
	host->no_opinion_count = silent;
}

enum nw_status job_answer(struct job *job, struct nw_error *err)
{
	const struct nw_classifier_ops *ops = job->instance->plugin->ops;
	struct nw_response response;
	struct nw_host host;
	struct nw_doc *doc = NULL;

	enum nw_status status = nwi_response_from_json(
		json_object_get(job->json, "response"), job->blob,
		job->server->arena, &response, err);
	if (status == NW_OK)
		status = read_doc(job, &doc, err);
	if (status != NW_OK)
		return status;
	job_host(job, job->server->arena, &host);
	status = ops->read(job->instance->self, &host, doc, &response, err);
	if (status != NW_OK)
		return status;
	keep_own(job->instance, &host);
	analyse_check_spans(&host, doc);
	analyse_put_topics(&host, &job->result);
	return NW_OK;
}
