/* SPDX-License-Identifier: Apache-2.0 */
/* The pool's face: settings, jobs as calls, what `status` shows. */
#include "daemon/loop/log.h"
#include "daemon/worker/pool_internal.h"
#include "plugin/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How often deadlines are looked at while a worker is busy. */
enum { TICK_MS = 100 };

#define OR(value, fallback) ((value) ? (value) : (fallback))

static void fill_settings(const struct pool_settings *in,
			  struct pool_settings *out)
{
	*out = *in;
	out->worker = OR(in->worker, NW_WORKER_PATH);
	out->plugin_dir = OR(in->plugin_dir, NW_PLUGIN_DIR);
	out->readers = OR(in->readers, 2);
	out->writers = OR(in->writers, 1);
	out->memory = OR(in->memory, UINT64_C(256) << 20);
	out->cpu_ms = OR(in->cpu_ms, 5000);
	out->wall_ms = OR(in->wall_ms, 10000);
	out->ready_ms = OR(in->ready_ms, 30000);
	out->max_result = OR(in->max_result, UINT64_C(32) << 20);
	out->restart_min_ms = OR(in->restart_min_ms, 100);
	out->restart_max_ms = OR(in->restart_max_ms, 30000);
	out->crashes = OR(in->crashes, 5);
	if (out->crashes > 8)
		out->crashes = 8;
	out->crash_window_ms = OR(in->crash_window_ms, 600000);
	out->failed_retry_ms = OR(in->failed_retry_ms, 600000);
	out->max_payload = OR(in->max_payload, (size_t)256 << 10);
}

void pool_settings_from(const struct config *config, struct pool_settings *out)
{
	const struct config_workers *workers = &config->workers;

	*out = (struct pool_settings){
		.readers = (unsigned)workers->readers,
		.memory = (uint64_t)workers->memory,
		.cpu_ms = workers->cpu_ms,
		.wall_ms = workers->wall_ms,
		.max_result = (uint64_t)workers->max_result,
		.restart_min_ms = workers->restart_min_ms,
		.restart_max_ms = workers->restart_max_ms,
		.crashes = (unsigned)workers->crashes,
		.crash_window_ms = workers->crash_window_ms,
		.failed_retry_ms = workers->failed_retry_ms,
		.max_payload = (size_t)config->delivery.max_payload,
		.best_effort = workers->sandbox == CONFIG_SANDBOX_BEST_EFFORT,
	};
}

/* ---- deadlines ---- */

static bool check_generation(struct generation *generation)
{
	bool active = false;

	for (size_t g = 0; generation && g < generation->group_count; g++) {
		struct group *group = &generation->groups[g];
		for (size_t w = 0; w < group->worker_count; w++) {
			worker_check(&group->workers[w]);
			active = active ||
				 (group->workers[w].child &&
				  group->workers[w].state != WORKER_IDLE);
		}
	}
	return active;
}

static void tick(void *arg)
{
	struct pool *pool = arg;
	bool active = check_generation(pool->current);

	active |= check_generation(pool->next);
	for (struct generation *old = pool->retiring; old; old = old->next)
		active |= check_generation(old);
	if (active)
		loop_timer_arm(pool->loop, &pool->tick, TICK_MS);
}

void pool_watch_time(struct pool *pool)
{
	if (!loop_timer_armed(&pool->tick))
		loop_timer_arm(pool->loop, &pool->tick, TICK_MS);
}

/* ---- life ---- */

struct pool *pool_new(struct loop *loop, const struct pool_settings *settings)
{
	struct pool *pool = calloc(1, sizeof(*pool));

	if (!pool)
		abort();
	pool->loop = loop;
	fill_settings(settings, &pool->settings);
	loop_timer_init(&pool->tick, LOOP_CLOCK_REAL, tick, pool);
	loop_timer_init(&pool->tidy, LOOP_CLOCK_REAL, generation_tidy, pool);
	loop_timer_init(&pool->refuse, LOOP_CLOCK_REAL, job_answer_refused,
			pool);
	return pool;
}

void pool_set(struct pool *pool, const struct pool_settings *settings)
{
	fill_settings(settings, &pool->settings);
}

void pool_free(struct pool **at)
{
	struct pool *pool = *at;

	if (!pool)
		return;
	*at = NULL;
	generation_free(&pool->next);
	generation_free(&pool->current);
	while (pool->retiring) {
		struct generation *generation = pool->retiring;
		pool->retiring = generation->next;
		generation_free(&generation);
	}
	while (pool->refused) {
		struct pool_job *job = pool->refused;
		pool->refused = job->next;
		pool_job_free(job);
	}
	loop_timer_cancel(pool->loop, &pool->tick);
	loop_timer_cancel(pool->loop, &pool->tidy);
	loop_timer_cancel(pool->loop, &pool->refuse);
	for (size_t i = 0; i < pool->culprit_count; i++)
		free(pool->culprits[i].name);
	free(pool);
}

uint64_t pool_generation(const struct pool *pool)
{
	return pool->current ? pool->current->number : 0;
}

/* ---- log ---- */

void pool_on_log(struct pool *pool, pool_log_fn *fn, void *arg)
{
	pool->log = fn;
	pool->log_arg = arg;
}

void pool_say(struct pool *pool, enum nw_log_level level, const char *event,
	      struct nw_str instance, const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (pool->log)
		pool->log(pool->log_arg, level, instance, nw_str_from(text));
	else
		log_event(level, event, LOG_STR("instance", instance),
			  LOG_TEXT("message", text));
}

void pool_plugin_line(struct pool *pool, enum nw_log_level level,
		      struct nw_str instance, struct nw_str line)
{
	if (level < NW_LOG_ERROR || level > NW_LOG_DEBUG)
		level = NW_LOG_NOTICE;
	if (pool->log)
		pool->log(pool->log_arg, level, instance, line);
	else
		log_event(level, "plugin.log", LOG_STR("instance", instance),
			  LOG_STR("message", line));
}

/* ---- plugins that crash ---- */

enum {
	CULPRITS = sizeof(((struct pool *)0)->culprits) / sizeof(struct culprit)
};

/* When the table is full, who died longest ago is forgotten. */
static struct culprit *culprit_of(struct pool *pool, const char *name)
{
	struct culprit *oldest = pool->culprits;

	for (size_t i = 0; i < pool->culprit_count; i++) {
		struct culprit *culprit = &pool->culprits[i];
		if (strcmp(culprit->name, name) == 0)
			return culprit;
		if (culprit->at_ms[0] < oldest->at_ms[0])
			oldest = culprit;
	}
	if (pool->culprit_count < CULPRITS)
		oldest = &pool->culprits[pool->culprit_count++];
	free(oldest->name);
	*oldest = (struct culprit){ .name = nw_str_dup(nw_str_from(name)) };
	return oldest;
}

static bool is_failed(struct pool *pool, const char *name)
{
	for (size_t i = 0; i < pool->culprit_count; i++) {
		struct culprit *culprit = &pool->culprits[i];
		if (culprit->failed_ms == 0 || strcmp(culprit->name, name) != 0)
			continue;
		if (loop_elapsed_ms(pool->loop) - culprit->failed_ms <
		    pool->settings.failed_retry_ms)
			return true;
		/* One more crash and it is failed again. */
		culprit->failed_ms = 0;
		culprit->trial_ms = loop_elapsed_ms(pool->loop);
	}
	return false;
}

/* Whether it is the first death within the window. */
static bool blame(struct pool *pool, const char *name, enum pool_death death)
{
	struct culprit *culprit = culprit_of(pool, name);
	int64_t now = loop_elapsed_ms(pool->loop);
	int64_t window = pool->settings.crash_window_ms;
	unsigned needed = pool->settings.crashes;
	bool first = culprit->count == 0 || now - culprit->at_ms[0] > window;

	memmove(culprit->at_ms + 1, culprit->at_ms,
		sizeof(culprit->at_ms) - sizeof(culprit->at_ms[0]));
	culprit->at_ms[0] = now;
	culprit->count += culprit->count < 8;
	bool trial = culprit->trial_ms != 0 && now - culprit->trial_ms < window;
	bool many = culprit->count >= needed &&
		    now - culprit->at_ms[needed - 1] <= window;
	if (culprit->failed_ms != 0 || !(trial || many))
		return first;
	culprit->failed_ms = now;
	pool_say(pool, NW_LOG_ERROR, "plugin.failed", nw_str_make(NULL, 0),
		 "%s: failed after %u deaths (the last: %s); next try in "
		 "%lld s",
		 name, culprit->count, pool_death_name(death),
		 (long long)pool->settings.failed_retry_ms / 1000);
	return first;
}

static char *name_of(const char *file, const char *instance)
{
	struct nw_buf name;

	nw_buf_init(&name, 8192);
	nw_buf_add_text(&name, file);
	nw_buf_add_fmt(&name, " of %s", instance);
	return name.at;
}

bool pool_is_failed(struct pool *pool, const char *file, const char *instance)
{
	char *name = instance ? name_of(file, instance) : NULL;
	bool failed = is_failed(pool, file) || (name && is_failed(pool, name));

	free(name);
	return failed;
}

void pool_blame(struct pool *pool, const char *file, const char *instance,
		enum pool_death death)
{
	if (!instance) {
		blame(pool, file, death);
		return;
	}
	char *name = name_of(file, instance);
	if (blame(pool, name, death))
		blame(pool, file, death);
	free(name);
}

/* ---- jobs ---- */

static void put_response(struct pool_job *job,
			 const struct nw_response *response)
{
	nwi_json_key(&job->args, "response");
	nwi_response_to_json(response, &job->args);
	job_blob(job, response->body);
}

static void put_base(struct pool_job *job, const struct nw_request *base)
{
	nwi_json_key(&job->args, "base");
	nwi_request_to_json(base, &job->args);
}

static pool_job_id submit(struct pool *pool, struct pool_job *job)
{
	pool_job_id id = job->id;

	job_submit(pool, job);
	return id;
}

pool_job_id pool_request(struct pool *pool, struct nw_str source,
			 struct nw_str cursor, const struct nw_request *base,
			 pool_done_fn *done, void *arg)
{
	struct pool_job *job =
		pool_job_new(pool, JOB_REQUEST, POOL_FETCH, source, done, arg);

	nwi_json_put_str(&job->args, "cursor", cursor);
	put_base(job, base);
	return submit(pool, job);
}

pool_job_id pool_read(struct pool *pool, struct nw_str source,
		      const struct nw_response *response,
		      const struct pool_shown *shown, size_t shown_count,
		      uint32_t identity, pool_done_fn *done, void *arg)
{
	struct pool_job *job =
		pool_job_new(pool, JOB_READ, POOL_FETCH, source, done, arg);

	put_response(job, response);
	nwi_json_put_int(&job->args, "identity", identity);
	nwi_json_key(&job->args, "shown");
	nwi_json_open(&job->args, '[');
	for (size_t i = 0; i < shown_count; i++) {
		nwi_json_open(&job->args, '[');
		nwi_json_str(&job->args, shown[i].identity_id);
		nwi_json_str(&job->args, shown[i].hash);
		nwi_json_close(&job->args, ']');
	}
	nwi_json_close(&job->args, ']');
	return submit(pool, job);
}

pool_job_id pool_read_article(struct pool *pool, struct nw_str source,
			      const struct nw_response *response,
			      struct nw_str frame, pool_done_fn *done,
			      void *arg)
{
	struct pool_job *job =
		pool_job_new(pool, JOB_READ, POOL_FETCH, source, done, arg);

	put_response(job, response);
	nwi_json_key(&job->args, "article");
	nwi_json_raw(&job->args, frame);
	return submit(pool, job);
}

pool_job_id pool_analyse(struct pool *pool, struct nw_str lines,
			 enum pool_priority priority, pool_done_fn *done,
			 void *arg)
{
	struct pool_job *job = pool_job_new(pool, JOB_ANALYSE, priority,
					    nw_str_make(NULL, 0), done, arg);

	job_blob(job, lines);
	return submit(pool, job);
}

pool_job_id pool_explain(struct pool *pool, struct nw_str lines,
			 struct nw_str watches, enum pool_priority priority,
			 pool_done_fn *done, void *arg)
{
	struct pool_job *job = pool_job_new(pool, JOB_ANALYSE, priority,
					    nw_str_make(NULL, 0), done, arg);

	job_blob(job, lines);
	nwi_json_key(&job->args, "explain");
	nwi_json_raw(&job->args, watches);
	return submit(pool, job);
}

pool_job_id pool_render(struct pool *pool, struct nw_str notifier,
			const struct pool_rendering *what, pool_done_fn *done,
			void *arg)
{
	struct pool_job *job = pool_job_new(pool, JOB_RENDER, POOL_DELIVER,
					    notifier, done, arg);

	nwi_json_put_str(&job->args, "delivery", what->delivery);
	nwi_json_put_str(&job->args, "thread", what->thread);
	nwi_json_put_str(&job->args, "destination", what->destination);
	nwi_json_put_int(&job->args, "flags", what->flags);
	job_blob(job, what->alert);
	return submit(pool, job);
}

pool_job_id pool_attempt(struct pool *pool, struct nw_str notifier,
			 const struct nw_payload *payload,
			 const struct nw_request *base, pool_done_fn *done,
			 void *arg)
{
	struct pool_job *job = pool_job_new(pool, JOB_ATTEMPT, POOL_DELIVER,
					    notifier, done, arg);

	nwi_json_key(&job->args, "payload");
	nwi_payload_to_json(payload, &job->args);
	put_base(job, base);
	job_blob(job, payload->bytes);
	return submit(pool, job);
}

pool_job_id pool_judge(struct pool *pool, struct nw_str notifier,
		       const struct nw_response *response, pool_done_fn *done,
		       void *arg)
{
	struct pool_job *job = pool_job_new(pool, JOB_JUDGE, POOL_DELIVER,
					    notifier, done, arg);

	put_response(job, response);
	return submit(pool, job);
}

/* An item as it is stored, of which a remote classifier sees so much. */
static void put_asked(struct pool_job *job, const struct pool_question *what)
{
	nwi_json_key(&job->args, "frame");
	nwi_json_raw(&job->args, what->frame);
	nwi_json_put_int(&job->args, "max_text", what->max_text);
}

pool_job_id pool_ask(struct pool *pool, const struct pool_question *what,
		     const struct nw_request *base, pool_done_fn *done,
		     void *arg)
{
	struct pool_job *job = pool_job_new(pool, JOB_ASK, POOL_FETCH,
					    what->classifier, done, arg);

	put_asked(job, what);
	put_base(job, base);
	return submit(pool, job);
}

pool_job_id pool_answer(struct pool *pool, const struct pool_question *what,
			const struct nw_response *response, pool_done_fn *done,
			void *arg)
{
	struct pool_job *job = pool_job_new(pool, JOB_ANSWER, POOL_FETCH,
					    what->classifier, done, arg);

	put_asked(job, what);
	put_response(job, response);
	return submit(pool, job);
}

static void cancel_in(struct generation *generation, pool_job_id id)
{
	for (size_t g = 0; generation && g < generation->group_count; g++) {
		struct group *group = &generation->groups[g];
		for (int i = 0; i < POOL_PRIORITIES; i++)
			for (struct pool_job *job = group->queue[i]; job;
			     job = job->next)
				if (job->id == id)
					job->done = NULL;
		for (size_t w = 0; w < group->worker_count; w++)
			if (group->workers[w].job &&
			    group->workers[w].job->id == id)
				group->workers[w].job->done = NULL;
	}
}

void pool_cancel(struct pool *pool, pool_job_id id)
{
	cancel_in(pool->current, id);
	for (struct generation *old = pool->retiring; old; old = old->next)
		cancel_in(old, id);
	for (struct pool_job *job = pool->refused; job; job = job->next)
		if (job->id == id)
			job->done = NULL;
}

enum nw_status pool_result_request(const struct pool_result *result,
				   struct nw_arena *arena,
				   struct nw_request *out, struct nw_error *err)
{
	return nwi_request_from_json(json_object_get(result->json, "request"),
				     result->blob, arena, out, err);
}

enum nw_status pool_result_verdict(const struct pool_result *result,
				   struct nw_arena *arena,
				   struct nw_verdict *out, struct nw_error *err)
{
	return nwi_verdict_from_json(json_object_get(result->json, "verdict"),
				     arena, out, err);
}

/* ---- what there is ---- */

static void each_name(const struct pool_instance *instance, pool_name_fn *each,
		      void *arg)
{
	for (size_t n = 0; instance->names && instance->names[n]; n++)
		each(arg, nw_str_from(instance->names[n]));
}

static void names_of(const struct pool *pool, enum nw_plugin_kind kind,
		     struct nw_str name, pool_name_fn *each, void *arg)
{
	const struct pool_instance *instance =
		pool->current ? generation_find(pool->current, kind, name)
			      : NULL;

	if (instance)
		each_name(instance, each, arg);
}

void pool_destinations(const struct pool *pool, struct nw_str notifier,
		       pool_name_fn *each, void *arg)
{
	names_of(pool, NW_NOTIFIER, notifier, each, arg);
}

void pool_topics(const struct pool *pool, struct nw_str classifier,
		 pool_name_fn *each, void *arg)
{
	names_of(pool, NW_CLASSIFIER, classifier, each, arg);
}

static void add_group(const struct group *group, struct pool_status *out)
{
	out->failed += group->resting;
	for (size_t w = 0; w < group->worker_count; w++) {
		const struct worker *worker = &group->workers[w];
		out->workers += worker->child != NULL;
		out->busy += worker->state == WORKER_BUSY;
		if (worker->child && worker->was_ready)
			out->sealed = out->sealed && worker->sealed;
	}
	for (int i = 0; i < POOL_PRIORITIES; i++)
		for (const struct pool_job *job = group->queue[i]; job;
		     job = job->next)
			out->queued++;
}

void pool_status(const struct pool *pool, struct pool_status *out)
{
	*out = (struct pool_status){ .sealed = true,
				     .jobs = pool->jobs,
				     .crashes = pool->crashes,
				     .hangs = pool->hangs,
				     .set_aside = pool->set_aside,
				     .largest_rss = pool->largest_rss };
	for (size_t i = 0; i < pool->culprit_count; i++)
		out->failed += pool->culprits[i].failed_ms != 0;
	for (size_t g = 0; pool->current && g < pool->current->group_count; g++)
		add_group(&pool->current->groups[g], out);
}
