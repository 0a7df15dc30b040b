/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/transport/job.h"

#include "text/utf8.h"
#include <assert.h>
#include <newswatch/notifier.h>
#include <stdlib.h>
#include <time.h>

#define HEADERS_MAX  256
#define ANSWER_ARENA ((size_t)1 << 20)
#define TEXT_MAX     512

void job_list_add(struct job_list *list, struct transport_job *job)
{
	assert(!job->list);
	job->list = list;
	job->next = NULL;
	job->previous = list->last;
	if (list->last)
		list->last->next = job;
	else
		list->first = job;
	list->last = job;
	list->count++;
}

void job_list_remove(struct transport_job *job)
{
	struct job_list *list = job->list;

	if (!list)
		return;
	if (job->previous)
		job->previous->next = job->next;
	else
		list->first = job->next;
	if (job->next)
		job->next->previous = job->previous;
	else
		list->last = job->previous;
	list->count--;
	job->list = NULL;
}

int64_t job_total_ms(const struct transport_job *job)
{
	return job->binding->total_ms ? job->binding->total_ms : 60000;
}

size_t job_body_max(const struct transport_job *job)
{
	return job->binding->body_max ? job->binding->body_max
				      : (size_t)16 << 20;
}

int64_t job_clock_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec * INT64_C(1000) + at.tv_nsec / 1000000;
}

/* ---- the answer ---- */

void transport_answer_free(struct transport_answer **pub)
{
	struct answer *answer = (struct answer *)*pub;

	if (!answer)
		return;
	nw_buf_fini(&answer->body);
	nw_arena_free(&answer->arena);
	free(answer);
	*pub = NULL;
}

void answer_forget_headers(struct answer *answer)
{
	answer->pub.response.header_count = 0;
	answer->pub.etag = answer->pub.last_modified = (struct nw_str){ 0 };
}

static struct nw_str lower(struct nw_arena *arena, struct nw_str s)
{
	char *at = nw_arena_alloc(arena, s.len + 1);

	if (!at)
		return (struct nw_str){ 0 };
	for (size_t i = 0; i < s.len; i++)
		at[i] = s.at[i] >= 'A' && s.at[i] <= 'Z'
				? (char)(s.at[i] - 'A' + 'a')
				: s.at[i];
	return nw_str_make(at, s.len);
}

/* Headers reach workers as JSON: valid UTF-8, one line. */
static struct nw_str valid_text(struct nw_arena *arena, struct nw_str s)
{
	struct nw_buf buf;

	nw_buf_init(&buf, 3 * s.len + 1);
	nwi_utf8_repair(&buf, s);
	struct nw_str copy = nw_arena_buf(arena, &buf);
	nw_buf_fini(&buf);
	return copy;
}

bool answer_header(struct answer *answer, struct nw_str line)
{
	struct nw_response *response = &answer->pub.response;
	size_t colon = nw_str_find_char(line, ':');
	struct nw_header *header;

	if (colon == line.len)
		return true;
	if (!answer->headers)
		answer->headers = nw_arena_array(answer->arena, HEADERS_MAX,
						 sizeof(*answer->headers));
	if (!answer->headers || response->header_count == HEADERS_MAX)
		return false;
	header = &answer->headers[response->header_count];
	header->name =
		lower(answer->arena, nw_str_trim(nw_str_slice(line, 0, colon)));
	header->value = valid_text(
		answer->arena,
		nw_str_trim(nw_str_slice(line, colon + 1, line.len)));
	if (nw_arena_failed(answer->arena))
		return false;
	response->headers = answer->headers;
	response->header_count++;
	return true;
}

static struct answer *answer_new(const struct transport_job *job)
{
	struct answer *answer = calloc(1, sizeof(*answer));

	if (!answer)
		abort();
	answer->arena = nw_arena_new(ANSWER_ARENA);
	nw_buf_init(&answer->body, job_body_max(job));
	answer->pub.retry_after_ms = -1;
	answer->pub.response.size = sizeof(answer->pub.response);
	answer->pub.response.kind = job->request.kind;
	return answer;
}

/* ---- the job ---- */

void job_text(struct transport_job *job, struct nw_str text)
{
	struct nw_buf line;

	nw_buf_init(&line, TEXT_MAX + 4);
	nwi_text_terminal(&line, text, TEXT_MAX);
	job->answer->pub.response.text =
		nw_arena_buf(job->answer->arena, &line);
	nw_buf_fini(&line);
}

static void result(struct transport_job *job, enum nw_outcome outcome,
		   int32_t code, const char *fmt, va_list args)
{
	struct nw_response *response = &job->answer->pub.response;
	struct nw_error err;

	nw_failv(&err, NW_IO, fmt, args);
	response->outcome = (uint32_t)outcome;
	response->code = code;
	job_text(job, nw_str_from(err.text));
}

void job_result(struct transport_job *job, enum nw_outcome outcome,
		int32_t code, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	result(job, outcome, code, fmt, args);
	va_end(args);
}

void job_fail(struct transport_job *job, enum nw_outcome outcome, int32_t code,
	      const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	result(job, outcome, code, fmt, args);
	va_end(args);
	job_finish(job);
}

void job_finish(struct transport_job *job)
{
	struct transport *transport = job->transport;

	job_list_remove(job);
	job->state = JOB_FINISHED;
	job_list_add(&transport->finished, job);
	if (!loop_timer_armed(&transport->finish))
		loop_timer_arm(transport->loop, &transport->finish, 0);
}

void job_free(struct transport_job *job)
{
	struct transport_answer *answer =
		job->answer ? &job->answer->pub : NULL;

	job_list_remove(job);
	flow_leave(job);
	if (job->easy)
		curl_easy_cleanup(job->easy);
	sign_wipe(&job->slist);
	if (job->reply.max)
		nw_buf_fini(&job->reply);
	transport_answer_free(&answer);
	nw_arena_free(&job->arena);
	free(job->reason);
	free(job);
}

void job_note_retry(struct transport_job *job)
{
	struct nw_verdict verdict = { .size = sizeof(verdict) };
	struct nw_response *response = &job->answer->pub.response;

	response->at = loop_now(job->transport->loop);
	nw_judge(response, &verdict);
	job->answer->pub.retry_after_ms = verdict.retry_after_ms;
}

static void complete(struct transport_job *job)
{
	struct transport_answer *answer = &job->answer->pub;
	struct nw_response *response = &answer->response;

	response->at = loop_now(job->transport->loop);
	response->body = nw_buf_str(&job->answer->body);
	answer->took_ms = job->began_ms ? job_clock_ms() - job->began_ms : 0;
	job->transport->counts.finished++;
	job->transport->counts.bytes += response->body.len;
	if (response->outcome == NW_OUTCOME_GUARD)
		job->transport->counts.refused_by_guard++;
	if (response->outcome != NW_OUTCOME_DONE)
		job->transport->counts.failed++;
}

/* A cancelled job was only waited for. */
static void hand_out(struct transport_job *job)
{
	transport_done_fn *done = job->done;
	void *arg = job->arg;

	if (!done) {
		job_free(job);
		return;
	}
	complete(job);
	struct answer *answer = NW_STEAL(job->answer);
	job_free(job);
	done(arg, &answer->pub);
}

/* Only those that stand in the list now: `done` may start more. */
void jobs_hand_out(void *arg)
{
	struct transport *transport = arg;

	for (uint32_t n = transport->finished.count; n; n--)
		if (transport->finished.first)
			hand_out(transport->finished.first);
}

/* ---- a new job ---- */

static struct nw_str copy(struct transport_job *job, struct nw_str s)
{
	return nw_arena_str(job->arena, s);
}

static void copy_request(struct transport_job *job,
			 const struct nw_request *from)
{
	struct nw_request *to = &job->request;
	struct nw_header *headers = nw_arena_array(
		job->arena, from->header_count + 1, sizeof(*headers));

	memcpy(to, from, from->size < sizeof(*to) ? from->size : sizeof(*to));
	to->method = copy(job, from->method);
	to->url = copy(job, from->url);
	to->secret = copy(job, from->secret);
	to->body = copy(job, from->body);
	to->sender = copy(job, from->sender);
	to->recipient = copy(job, from->recipient);
	to->headers = headers;
	for (uint32_t i = 0; headers && i < from->header_count; i++) {
		headers[i].name = copy(job, from->headers[i].name);
		headers[i].value = copy(job, from->headers[i].value);
	}
}

static size_t request_bytes(const struct nw_request *request)
{
	size_t bytes = request->url.len + request->body.len;

	for (uint32_t i = 0; i < request->header_count; i++)
		bytes += request->headers[i].name.len +
			 request->headers[i].value.len + 128;
	return bytes;
}

struct transport_job *job_new(struct transport *transport,
			      const struct transport_binding *binding,
			      const struct nw_request *request,
			      const struct transport_known *known)
{
	struct transport_job *job = calloc(1, sizeof(*job));

	if (!job)
		abort();
	job->transport = transport;
	job->binding = binding;
	job->allow_private = binding->allow_private;
	/* What comes in is bounded by its makers; this only has to hold it. */
	job->arena = nw_arena_new(request_bytes(request) + ((size_t)4 << 20));
	copy_request(job, request);
	if (known) {
		job->known.etag = copy(job, known->etag);
		job->known.last_modified = copy(job, known->last_modified);
		job->known.state = copy(job, known->state);
	}
	if (binding->path)
		job->path = copy(job, nw_str_from(binding->path)).at;
	job->asked_ms = loop_elapsed_ms(transport->loop);
	job->answer = answer_new(job);
	job->answer->pub.response.url =
		nw_arena_str(job->answer->arena, request->url);
	return job;
}
