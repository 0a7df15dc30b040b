/* SPDX-License-Identifier: Apache-2.0 */
/* A generation's life: compile, start, serve, retire. */
#include "daemon/worker/pool_internal.h"
#include "wire/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool has_processes(const struct generation *generation)
{
	for (size_t g = 0; g < generation->group_count; g++)
		for (size_t w = 0; w < generation->groups[g].worker_count; w++)
			if (generation->groups[g].workers[w].child)
				return true;
	return false;
}

void generation_free(struct generation **at)
{
	struct generation *generation = *at;

	if (!generation)
		return;
	struct pool *pool = generation->pool;
	loop_timer_cancel(pool->loop, &generation->deadline);
	for (size_t g = 0; g < generation->group_count; g++) {
		struct group *group = &generation->groups[g];
		struct pool_job *job = job_take_all(group);
		while (job) {
			struct pool_job *next = job->next;
			pool_job_free(job);
			job = next;
		}
		for (size_t w = 0; w < group->worker_count; w++)
			worker_fini(&group->workers[w]);
		nw_buf_fini(&group->configure);
	}
	for (size_t i = 0; i < generation->instance_count; i++) {
		char **names = generation->instances[i].names;
		for (size_t n = 0; names && names[n]; n++)
			free(names[n]);
		free(names);
	}
	nwi_map_fini(&generation->by_name);
	pool_image_fini(&generation->image);
	nw_buf_fini(&generation->lines);
	nw_arena_free(&generation->arena);
	free(generation);
	*at = NULL;
}

/* Frees retired generations whose processes are gone. Never in a callback
   of one of their workers: on a timer. */
void generation_tidy(void *arg)
{
	struct pool *pool = arg;
	struct generation **at = &pool->retiring;

	while (*at) {
		struct generation *generation = *at;
		if (has_processes(generation)) {
			at = &generation->next;
			continue;
		}
		*at = generation->next;
		generation_free(&generation);
	}
}

/* Idle workers quit, busy ones after their job. */
static void retire(struct generation *generation)
{
	struct pool *pool = generation->pool;

	loop_timer_cancel(pool->loop, &generation->deadline);
	generation->serving = false;
	generation->doomed = true;
	generation->next = pool->retiring;
	pool->retiring = generation;
	for (size_t g = 0; g < generation->group_count; g++) {
		struct group *group = &generation->groups[g];
		for (size_t w = 0; w < group->worker_count; w++) {
			loop_timer_cancel(pool->loop,
					  &group->workers[w].restart);
			worker_quit(&group->workers[w]);
		}
	}
	loop_timer_arm(pool->loop, &pool->tidy, 0);
}

static void say_done(struct generation *generation, enum nw_status status)
{
	pool_configured_fn *done = generation->done;

	generation->done = NULL;
	if (done)
		done(generation->arg, status,
		     status == NW_OK ? nw_str_from("")
				     : nw_buf_str(&generation->lines));
}

void generation_failed(struct generation *generation, struct nw_str lines)
{
	struct pool *pool = generation->pool;

	if (pool->next != generation) {
		pool_say(pool, NW_LOG_ERROR, "worker.failed",
			 nw_str_make(NULL, 0),
			 "a worker could not be set up again: %.*s",
			 NW_FMT(nw_str_trim(lines)));
		return;
	}
	nw_buf_add_str(&generation->lines, lines);
	if (generation->lines.len == 0)
		nw_buf_add_text(&generation->lines,
				"a worker could not be started\n");
	pool->next = NULL;
	retire(generation);
	say_done(generation, NW_BAD_CONFIG);
}

/* The old generation's waiting jobs go to the new one's queues. */
static void serve(struct generation *generation)
{
	struct pool *pool = generation->pool;
	struct generation *old = pool->current;

	loop_timer_cancel(pool->loop, &generation->deadline);
	generation->serving = true;
	pool->current = generation;
	pool->next = NULL;
	for (size_t g = 0; old && g < old->group_count; g++) {
		struct pool_job *job = job_take_all(&old->groups[g]);
		while (job) {
			struct pool_job *next = job->next;
			job_submit(pool, job);
			job = next;
		}
	}
	if (old)
		retire(old);
	say_done(generation, NW_OK);
}

static void keep_names(struct generation *generation, const json_t *row)
{
	struct pool_instance *instance = generation_find(
		generation,
		(enum nw_plugin_kind)nwi_json_get_int(row, "kind", 0),
		nwi_json_get_str(row, "name"));
	const json_t *names = json_object_get(row, "names");
	size_t count = json_array_size(names);

	if (!instance || instance->names)
		return;
	instance->names = calloc(count + 1, sizeof(char *));
	if (!instance->names)
		abort();
	for (size_t i = 0, n = 0; i < count; i++) {
		const char *name = json_string_value(json_array_get(names, i));
		if (name)
			instance->names[n++] = nw_str_dup(nw_str_from(name));
	}
}

void generation_ready(struct worker *worker, const json_t *json)
{
	struct group *group = worker->group;
	struct generation *generation = group->generation;
	const json_t *rows = json_object_get(json, "instances");

	worker->state = WORKER_IDLE;
	group->failed_starts = 0;
	group->resting = false;
	if (!worker->sealed)
		pool_say(generation->pool, NW_LOG_WARNING, "worker.unsealed",
			 nw_str_make(NULL, 0), "%.*s",
			 NW_FMT(nwi_json_get_str(json, "unsealed")));
	for (size_t i = 0; i < json_array_size(rows); i++)
		keep_names(generation, json_array_get(rows, i));
	if (generation->doomed) {
		worker_quit(worker);
		return;
	}
	bool first = !worker->was_ready;
	worker->was_ready = true;
	if (first && !generation->serving &&
	    ++generation->ready == generation->wanted)
		serve(generation);
	else if (generation->serving)
		job_dispatch(group);
}

static void start_groups(struct generation *generation)
{
	if (generation->wanted == 0)
		serve(generation);
	for (size_t g = 0; g < generation->group_count; g++) {
		struct group *group = &generation->groups[g];
		for (size_t w = 0; w < group->worker_count; w++)
			if (!generation->doomed)
				worker_start(&group->workers[w]);
	}
}

/* ---- deaths ---- */

static void restart(void *arg)
{
	worker_start(arg);
}

/*
 * At once the first time, then twice as long each time, from restart_min_ms
 * to restart_max_ms; a job that succeeds begins anew.
 */
static int64_t next_wait(struct worker *worker,
			 const struct pool_settings *settings)
{
	int64_t wait = worker->wait_ms;
	int64_t next = wait ? 2 * wait : settings->restart_min_ms;

	worker->wait_ms = next < settings->restart_max_ms
				  ? next
				  : settings->restart_max_ms;
	return wait;
}

/* A group that cannot start does not keep its jobs waiting for ever. */
static void rest(struct group *group)
{
	struct pool *pool = group->generation->pool;
	struct pool_job *job = job_take_all(group);

	group->resting = true;
	pool_say(pool, NW_LOG_ERROR, "worker.resting", nw_str_make(NULL, 0),
		 "workers of %s cannot start; next try in %lld s", group->name,
		 (long long)pool->settings.failed_retry_ms / 1000);
	while (job) {
		struct pool_job *next = job->next;
		job_answer(pool, job, NW_BUSY, "its workers cannot start");
		job = next;
	}
}

void generation_worker_down(struct worker *worker)
{
	struct group *group = worker->group;
	struct generation *generation = group->generation;
	struct pool *pool = generation->pool;

	if (generation->doomed) {
		loop_timer_arm(pool->loop, &pool->tidy, 0);
		return;
	}
	if (!generation->serving && !worker->was_ready) {
		struct nw_str words = nw_str_trim(
			nw_str_make(worker->words, worker->words_len));
		if (words.len == 0)
			words = nw_str_from("it said nothing; the log has how");
		nw_buf_add_fmt(&generation->lines,
			       "%s: a worker died before it was ready: %.*s\n",
			       group->name, NW_FMT(words));
		generation_failed(generation, nw_str_from(""));
		return;
	}
	int64_t wait = next_wait(worker, &pool->settings);
	group->failed_starts += !worker->was_ready;
	if (group->failed_starts >= pool->settings.crashes) {
		if (!group->resting)
			rest(group);
		wait = pool->settings.failed_retry_ms;
	}
	loop_timer_init(&worker->restart, LOOP_CLOCK, restart, worker);
	loop_timer_arm(pool->loop, &worker->restart, wait);
}

static void too_late(void *arg)
{
	generation_failed(arg, nw_str_from("workers were not ready in time\n"));
}

static void plan_failed(void *arg)
{
	generation_failed(arg, nw_str_from(""));
}

/* The caller's may go while workers are still started with ours. */
static enum nw_status share_image(struct generation *generation,
				  const struct pool_image *image,
				  struct nw_error *err)
{
	generation->image = (struct pool_image){ .fd = -1 };
	if (!image || image->fd < 0)
		return NW_OK;
	generation->image.fd = fcntl(image->fd, F_DUPFD_CLOEXEC, 0);
	if (generation->image.fd < 0)
		return nw_fail(err, NW_IO, "the queries' image: %s",
			       strerrordesc_np(errno));
	generation->image.len = image->len;
	return NW_OK;
}

void pool_configure(struct pool *pool, const struct pool_plan *plan,
		    pool_configured_fn *done, void *arg)
{
	struct generation *generation = calloc(1, sizeof(*generation));
	struct nw_error err;

	if (!generation)
		abort();
	if (pool->next) {
		struct generation *old = pool->next;
		pool->next = NULL;
		retire(old);
		nw_buf_add_text(&old->lines, "replaced by a later reload\n");
		say_done(old, NW_BUSY);
	}
	generation->pool = pool;
	generation->number = plan->config->generation;
	generation->arena = nw_arena_new((size_t)64 << 20);
	generation->done = done;
	generation->arg = arg;
	nw_buf_init(&generation->lines, 256 << 10);
	loop_timer_init(&generation->deadline, LOOP_CLOCK_REAL, too_late,
			generation);
	pool->next = generation;
	if (share_image(generation, plan->image, &err) != NW_OK ||
	    generation_plan(generation, plan, &err) != NW_OK) {
		nw_buf_add_fmt(&generation->lines, "%s\n", err.text);
		loop_timer_init(&generation->deadline, LOOP_CLOCK_REAL,
				plan_failed, generation);
		loop_timer_arm(pool->loop, &generation->deadline, 0);
		return;
	}
	loop_timer_arm(pool->loop, &generation->deadline,
		       pool->settings.ready_ms);
	start_groups(generation);
}
