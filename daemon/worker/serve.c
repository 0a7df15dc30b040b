/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/worker/serve.h"
#include "plugin/host.h"

#include <malloc.h>
#include <stdlib.h>
#include <time.h>

enum { IDLE_MS = 500 };

int64_t serve_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

void job_send(struct job *job, enum nwi_frame_type type, struct nw_str json)
{
	struct nwi_frame frame = {
		.type = type,
		.job = job->id,
		.generation = job->server->setup.generation,
		.json = json,
	};
	struct nw_error err;

	if (nwi_channel_write(job->server->channel.fd, &frame, -1, &err) ==
	    NW_GONE)
		job->gone = true;
}

int64_t job_left_ms(void *arg)
{
	const struct job *job = arg;

	return job->until_ms - serve_now_ms();
}

void job_log(struct job *job, struct nw_str instance, enum nw_log_level level,
	     struct nw_str line)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	nw_buf_init(&json, 64 << 10);
	nwi_json_open(&json, '{');
	nwi_json_put_str(&json, "instance", instance);
	nwi_json_put_int(&json, "level", level);
	nwi_json_put_str(&json, "text", line);
	nwi_json_close(&json, '}');
	job_send(job, NWI_FRAME_LOG, nw_buf_str(&json));
}

static void log_of_instance(void *arg, enum nw_log_level level,
			    struct nw_str line)
{
	struct job *job = arg;

	job_log(job, job->instance ? job->instance->name : nw_str_from(""),
		level, line);
}

void job_host(struct job *job, struct nw_arena *arena, struct nw_host *host)
{
	static const struct nwi_host_calls calls = { .log = log_of_instance,
						     .left_ms = job_left_ms };

	nwi_host_init(host, arena);
	host->calls = &calls;
	host->arg = job;
	host->now = job->now;
	host->max_payload = job->server->setup.max_payload;
	if (job->instance) {
		host->country = job->instance->country;
		host->language = job->instance->language;
	}
}

static const struct job_row {
	const char *name;
	enum nw_plugin_kind kind; /* of the instance that it needs; 0 none */
	enum nw_status (*run)(struct job *job, struct nw_error *err);
} job_rows[] = {
	{ "read", NW_SOURCE, job_read },
	{ "request", NW_SOURCE, job_request },
	{ "analyse", 0, job_analyse },
	{ "compile", 0, job_compile },
	{ "render", NW_NOTIFIER, job_render },
	{ "attempt", NW_NOTIFIER, job_attempt },
	{ "judge", NW_NOTIFIER, job_judge },
	{ "ask", NW_CLASSIFIER, job_ask },
	{ "answer", NW_CLASSIFIER, job_answer },
};

static const struct job_row *find_row(struct nw_str name)
{
	for (size_t i = 0; i < sizeof(job_rows) / sizeof(job_rows[0]); i++)
		if (nw_str_is(name, job_rows[i].name))
			return &job_rows[i];
	return NULL;
}

static enum nw_status run_job(struct job *job, struct nw_error *err)
{
	const struct job_row *row =
		find_row(nwi_json_get_str(job->json, "kind"));
	struct nw_str name = nwi_json_get_str(job->json, "instance");

	if (!row)
		return nw_fail(err, NW_INTERNAL, "a job of no known kind");
	if (row->kind)
		job->instance =
			setup_find(&job->server->setup, row->kind, name);
	if (row->kind && !job->instance)
		return nw_fail(err, NW_GONE, "there is no %s \"%.*s\"",
			       nwi_plugin_kind_name(row->kind), NW_FMT(name));
	return row->run(job, err);
}

static void send_result(struct job *job, enum nw_status status,
			const struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	struct nwi_frame frame = { .type = NWI_FRAME_RESULT,
				   .job = job->id,
				   .generation =
					   job->server->setup.generation };
	struct nw_error ignored;

	nw_buf_init(&json, NWI_FRAME_JSON);
	nwi_json_open(&json, '{');
	nwi_json_put_int(&json, "status", status);
	nwi_json_put_text(&json, "text", status == NW_OK ? "" : err->text);
	if (job->result.len > 0) {
		nw_buf_add_char(&json, ',');
		nw_buf_add_str(&json, nw_buf_str(&job->result));
	}
	nwi_json_close(&json, '}');
	frame.json = nw_buf_str(&json);
	frame.blob = status == NW_OK ? job->payload : nw_str_make(NULL, 0);
	if (json.failed || job->result.failed)
		frame.json = nw_str_from("{\"status\":5,\"text\":\"the result "
					 "is too large\"}");
	if (nwi_channel_write(job->server->channel.fd, &frame, -1, &ignored) !=
	    NW_OK)
		job->gone = true;
}

/* An error that a plugin left without words. */
static void word(struct nw_error *err, enum nw_status status)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(8192);

	err->text[NW_ERROR_TEXT - 1] = '\0';
	struct nw_str clean =
		nwi_host_line(arena, nw_str_from(err->text), NW_ERROR_TEXT - 1);
	if (clean.len == 0)
		nw_fail(err, status, "the plugin failed (%s)",
			nw_status_name(status));
	else
		nw_fail(err, status, "%.*s", NW_FMT(clean));
}

static bool serve_job(struct server *server, const struct nwi_frame *frame)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct nw_error err = { 0 };
	struct job job = { .server = server,
			   .id = frame->job,
			   .blob = frame->blob };

	enum nw_status status =
		nwi_json_parse(frame->json, NWI_FRAME_JSON, 64, &json, &err);
	if (status != NW_OK)
		return false;
	/* Whatever ends this process from now on is this job's matter. */
	job_send(&job, NWI_FRAME_AT, nw_str_from("{\"at\":\"begin\"}"));
	job.json = json;
	job.now = nwi_json_get_int(json, "now", 0);
	job.until_ms =
		serve_now_ms() + nwi_json_get_int(json, "wall_ms", 10000);
	job.careful = nwi_json_get_bool(json, "careful", false);
	job.skip = json_object_get(json, "skip");
	nw_buf_init(&job.result, NWI_FRAME_JSON - 4096);
	status = run_job(&job, &err);
	if (status != NW_OK)
		word(&err, status);
	send_result(&job, status, &err);
	nw_buf_fini(&job.result);
	nw_arena_clear(server->arena);
	nw_arena_clear(server->item_arena);
	return !job.gone;
}

static void make_arenas(struct server *server)
{
	size_t memory = (size_t)server->memory;

	server->arena = nw_arena_new(memory ? memory / 2 : SIZE_MAX / 4);
	server->item_arena = nw_arena_new(memory ? memory / 4 : SIZE_MAX / 4);
}

/*
 * Waits for a frame. A worker that has nothing to do for a while gives back
 * what the last documents took: it may idle for hours.
 */
static enum nw_status next_frame(struct server *server, struct nwi_frame *frame,
				 struct nw_error *err)
{
	enum nw_status status =
		nwi_channel_read(&server->channel, IDLE_MS, frame, err);

	if (status != NW_TIMEOUT)
		return status;
	nw_arena_free(&server->arena); /* a cleared one keeps its last block */
	nw_arena_free(&server->item_arena);
	make_arenas(server);
	malloc_trim(0);
	return nwi_channel_read(&server->channel, -1, frame, err);
}

int serve(struct server *server)
{
	struct nwi_frame frame;
	struct nw_error err;

	make_arenas(server);
	for (;;) {
		enum nw_status status = next_frame(server, &frame, &err);
		if (status == NW_GONE)
			return EXIT_SUCCESS;
		if (status != NW_OK)
			return EXIT_FAILURE;
		if (frame.type == NWI_FRAME_QUIT)
			return EXIT_SUCCESS;
		if (frame.type != NWI_FRAME_JOB || !serve_job(server, &frame))
			return EXIT_FAILURE;
	}
}
