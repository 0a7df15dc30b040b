/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs that make requests, payloads and verdicts, and the compiler's job. */
#include "daemon/worker/serve.h"
#include "plugin/exchange.h"
#include "plugin/host.h"
#include "wire/queries.h"

#include <stdlib.h>

enum nw_status job_put_request(struct job *job,
			       const struct nw_request *request, uint32_t kinds,
			       struct nw_error *err)
{
	enum nw_status status = nwi_request_check(request, kinds, err);

	if (status != NW_OK)
		return status;
	nwi_json_key(&job->result, "request");
	nwi_request_to_json(request, &job->result);
	job->payload = request->body;
	return NW_OK;
}

enum nw_status job_base_request(struct job *job, struct nw_request *request,
				struct nw_error *err)
{
	return nwi_request_from_json(json_object_get(job->json, "base"),
				     nw_str_make(NULL, 0), job->server->arena,
				     request, err);
}

enum nw_status job_request(struct job *job, struct nw_error *err)
{
	const struct nw_source_ops *ops = job->instance->plugin->ops;
	struct nw_request request;
	struct nw_host host;

	enum nw_status status = job_base_request(job, &request, err);
	if (status != NW_OK)
		return status;
	/* The kind that the configuration states is always allowed. */
	uint32_t kinds = ops->requests | request.kind;
	job_host(job, job->server->arena, &host);
	if (ops->request)
		status = ops->request(job->instance->self, &host,
				      nwi_json_get_str(job->json, "cursor"),
				      &request, err);
	if (status == NW_OK)
		status = job_put_request(job, &request, kinds, err);
	return status;
}

enum nw_status job_attempt(struct job *job, struct nw_error *err)
{
	const struct nw_notifier_ops *ops = job->instance->plugin->ops;
	struct nw_payload payload;
	struct nw_request request;
	struct nw_host host;

	enum nw_status status = job_base_request(job, &request, err);
	if (status == NW_OK)
		status = nwi_payload_from_json(
			json_object_get(job->json, "payload"), job->blob,
			job->server->arena, &payload, err);
	if (status != NW_OK)
		return status;
	job_host(job, job->server->arena, &host);
	status = ops->request(job->instance->self, &host, &payload, &request,
			      err);
	if (status == NW_OK)
		status = job_put_request(job, &request, ops->requests, err);
	return status;
}

enum nw_status job_render(struct job *job, struct nw_error *err)
{
	const struct nw_notifier_ops *ops = job->instance->plugin->ops;
	struct nw_alert alert;
	struct nw_host host;

	enum nw_status status =
		nw_alert_from_json(job->blob, job->server->arena, &alert, err);
	if (status != NW_OK)
		return status;
	alert.delivery = nwi_json_get_str(job->json, "delivery");
	alert.thread = nwi_json_get_str(job->json, "thread");
	job_host(job, job->server->arena, &host);
	status = ops->render(job->instance->self, &host, &alert,
			     nwi_json_get_str(job->json, "destination"),
			     (uint32_t)nwi_json_get_int(job->json, "flags", 0),
			     err);
	if (status != NW_OK)
		return status;
	if (host.payload_too_large)
		return nw_fail(err, NW_LIMIT, "the payload is over %zu bytes",
			       host.max_payload);
	if (!host.payload.at)
		return nw_fail(err, NW_INTERNAL,
			       "the plugin rendered no payload");
	nwi_json_put_str(&job->result, "content_type", host.payload_type);
	job->payload = host.payload;
	return NW_OK;
}

/* What a foreign judge says, brought into the range of the contract. */
static void clip_verdict(struct nw_verdict *verdict)
{
	const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

	if (verdict->kind < NW_VERDICT_DELIVERED ||
	    verdict->kind > NW_VERDICT_DEAD)
		verdict->kind = NW_VERDICT_LATER;
	if (verdict->retry_after_ms < 0)
		verdict->retry_after_ms = -1;
	if (verdict->retry_after_ms > day_ms)
		verdict->retry_after_ms = day_ms;
}

enum nw_status job_judge(struct job *job, struct nw_error *err)
{
	const struct nw_notifier_ops *ops = job->instance->plugin->ops;
	struct nw_response response;
	struct nw_verdict verdict;
	struct nw_host host;

	enum nw_status status = nwi_response_from_json(
		json_object_get(job->json, "response"), job->blob,
		job->server->arena, &response, err);
	if (status != NW_OK)
		return status;
	nw_judge(&response, &verdict);
	job_host(job, job->server->arena, &host);
	if (ops->judge)
		status = ops->judge(job->instance->self, &host, &response,
				    &verdict, err);
	if (status != NW_OK)
		return status;
	clip_verdict(&verdict);
	nwi_json_key(&job->result, "verdict");
	nwi_verdict_to_json(&verdict, &job->result);
	return NW_OK;
}

/* ---- the compiler ---- */

/* Of errors, and of warnings, that are told; the loader shows fewer. */
enum { PROBLEMS_TOLD = 1000 };

struct problems {
	struct nw_buf *out;
	size_t told[2]; /* errors, warnings */
};

static void add_problem(void *arg, const struct nw_query_problem *problem)
{
	struct problems *problems = arg;
	struct nw_buf *out = problems->out;

	if (problems->told[problem->warning]++ >= PROBLEMS_TOLD)
		return;
	nwi_json_open(out, '{');
	nwi_json_put_int(out, "query", problem->query);
	nwi_json_put_int(out, "offset", problem->offset);
	nwi_json_put_int(out, "length", problem->length);
	nwi_json_put_bool(out, "warning", problem->warning);
	nwi_json_put_text(out, "text", problem->text);
	nwi_json_close(out, '}');
}

/* The table of names; NULL, and no rows, when the arena is full. */
static struct nw_query_name *read_names(const struct job *job, size_t *count)
{
	const json_t *list = json_object_get(job->json, "names");
	struct nw_arena *arena = job->server->arena;
	struct nw_query_name *rows;

	rows = nw_arena_array(arena, json_array_size(list), sizeof(*rows));
	for (size_t i = 0; rows && i < json_array_size(list); i++) {
		const json_t *row = json_array_get(list, i);
		size_t n = json_array_size(row);
		struct nw_str *at = nw_arena_array(arena, n, sizeof(*at));

		for (size_t k = 0; at && k < n; k++)
			at[k] = nw_str_from(
				json_string_value(json_array_get(row, k)));
		rows[i].spellings = at;
		rows[i].spelling_count = at ? (uint32_t)n : 0;
	}
	*count = rows ? json_array_size(list) : 0;
	return rows;
}

/* Names that the configuration has; NULL where the job does not say. */
static const struct nw_str *read_known(const struct job *job, const char *key,
				       size_t *count)
{
	const json_t *list = json_object_get(job->json, key);
	size_t n = json_array_size(list);
	struct nw_str *names = json_is_array(list)
				       ? nw_arena_array(job->server->arena,
							n + 1, sizeof(*names))
				       : NULL;

	for (size_t i = 0; names && i < n; i++)
		names[i] =
			nw_str_from(json_string_value(json_array_get(list, i)));
	*count = names ? n : 0;
	return names;
}

/* The problems are in the result also where the status is not NW_OK. */
enum nw_status job_compile(struct job *job, struct nw_error *err)
{
	struct nw_query_text *rows = NULL;
	size_t count = 0;
	struct problems problems = { .out = &job->result };
	struct nw_query_set set = { .size = sizeof(set) };
	struct nw_buf image;
	enum nw_status status = nwi_queries_read(job->blob, job->server->arena,
						 &rows, &count, err);

	if (status != NW_OK)
		return status;
	nw_buf_init(&image, NWI_FRAME_BLOB);
	nwi_json_key(&job->result, "problems");
	nwi_json_open(&job->result, '[');
	set.rows = rows;
	set.count = count;
	set.names = read_names(job, &set.name_count);
	set.topics = read_known(job, "topics", &set.topic_count);
	set.sources = read_known(job, "sources", &set.source_count);
	set.outlets = read_known(job, "outlets", &set.outlet_count);
	status =
		nw_query_set_compile(&set, &image, add_problem, &problems, err);
	nwi_json_close(&job->result, ']');
	if (status == NW_OK)
		job->payload = nw_arena_buf(job->server->arena, &image);
	nw_buf_fini(&image);
	if (status == NW_OK && !job->payload.at)
		status = nw_fail(err, NW_LIMIT, "the query image is too large");
	return status;
}
