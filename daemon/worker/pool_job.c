/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs: queued, sent, answered, tried again, set aside. */
#include "daemon/worker/pool_internal.h"
#include "wire/channel.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const kind_names[] = {
	[JOB_REQUEST] = "request", [JOB_READ] = "read",
	[JOB_ANALYSE] = "analyse", [JOB_RENDER] = "render",
	[JOB_ATTEMPT] = "attempt", [JOB_JUDGE] = "judge",
	[JOB_ASK] = "ask",	   [JOB_ANSWER] = "answer",
};

static const char *const death_names[] = {
	[POOL_ALIVE] = "alive",	  [POOL_CRASH] = "crash",
	[POOL_HANG] = "hang",	  [POOL_CPU] = "cpu",
	[POOL_MEMORY] = "memory", [POOL_GARBAGE] = "garbage",
	[POOL_DENIED] = "denied",
};

const char *pool_death_name(enum pool_death death)
{
	return death_names[death];
}

/* ---- making and freeing ---- */

struct pool_job *pool_job_new(struct pool *pool, enum job_kind kind,
			      enum pool_priority priority,
			      struct nw_str instance, pool_done_fn *done,
			      void *arg)
{
	struct pool_job *job = calloc(1, sizeof(*job));

	if (!job)
		abort();
	job->id = ++pool->last_id;
	job->kind = kind;
	job->priority = priority;
	job->instance = instance.at ? nw_str_dup(instance) : NULL;
	job->blob_fd = -1;
	job->done = done;
	job->arg = arg;
	nw_buf_init(&job->args, NWI_FRAME_JSON - 65536);
	nw_buf_init(&job->blob, NWI_FRAME_BLOB);
	nw_buf_init(&job->items, pool->settings.max_result + NWI_FRAME_JSON);
	nw_buf_init(&job->skip, 32768);
	pool->jobs++;
	return job;
}

static void drop_blob(struct pool_job *job)
{
	if (job->blob_fd >= 0)
		close(job->blob_fd);
	job->blob_fd = -1;
	job->blob_len = 0;
	nw_buf_fini(&job->blob);
}

/* Large blobs are shared with the worker, and with the next if it dies. */
void job_blob(struct pool_job *job, struct nw_str blob)
{
	struct nw_error err;

	drop_blob(job);
	job->blob_len = blob.len;
	if (blob.len > NWI_BLOB_INLINE && blob.len <= NWI_FRAME_BLOB &&
	    nwi_memfd_make(blob, &job->blob_fd, &err) == NW_OK)
		return;
	nw_buf_add_str(&job->blob, blob);
	if (job->blob.failed)
		job->blob_len = 0;
}

static void forget_at(struct job_at *at)
{
	free(at->place);
	free(at->id);
	free(at->classifier);
	*at = (struct job_at){ 0 };
}

void pool_job_free(struct pool_job *job)
{
	drop_blob(job);
	forget_at(&job->at);
	for (size_t i = 0; i < job->row_count; i++) {
		free(job->rows[i].id);
		free(job->rows[i].classifier);
	}
	json_decref(job->first);
	nw_buf_fini(&job->args);
	nw_buf_fini(&job->items);
	nw_buf_fini(&job->skip);
	free(job->instance);
	free(job);
}

/* ---- answers ---- */

static void deliver(struct pool *pool, struct pool_job *job,
		    struct pool_result *result)
{
	pool_done_fn *done = job->done;

	job->done = NULL;
	result->death = job->death;
	result->set_aside = job->gave_up;
	result->items = nw_buf_str(&job->items);
	result->item_count = job->item_count;
	result->generation =
		result->generation ? result->generation : pool_generation(pool);
	pool->set_aside += job->gave_up;
	if (done)
		done(job->arg, result);
	pool_job_free(job);
}

void job_answer(struct pool *pool, struct pool_job *job, enum nw_status status,
		const char *text)
{
	struct pool_result result = { .status = status,
				      .text = nw_str_from(text) };

	nw_buf_clear(&job->items);
	job->item_count = 0;
	deliver(pool, job, &result);
}

void job_refuse(struct pool *pool, struct pool_job *job, enum nw_status status,
		const char *why)
{
	struct pool_job **end = &pool->refused;

	job->refusal = status;
	job->why = why;
	job->next = NULL;
	while (*end)
		end = &(*end)->next;
	*end = job;
	loop_timer_arm(pool->loop, &pool->refuse, 0);
}

void job_answer_refused(void *arg)
{
	struct pool *pool = arg;
	struct pool_job *job = pool->refused;

	pool->refused = NULL;
	while (job) {
		struct pool_job *next = job->next;
		job_answer(pool, job, job->refusal, job->why);
		job = next;
	}
}

/* ---- queues ---- */

struct pool_job *job_take_all(struct group *group)
{
	struct pool_job *first = NULL, **end = &first;

	for (int i = 0; i < POOL_PRIORITIES; i++) {
		*end = group->queue[i];
		while (*end)
			end = &(*end)->next;
		group->queue[i] = NULL;
	}
	return first;
}

static enum nw_plugin_kind kind_of(const struct pool_job *job)
{
	switch (job->kind) {
	case JOB_READ:
	case JOB_REQUEST:
		return NW_SOURCE;
	case JOB_ASK:
	case JOB_ANSWER:
		return NW_CLASSIFIER;
	default:
		return NW_NOTIFIER;
	}
}

/* Who does the job's next stage; NULL with the refusal set. */
static struct group *choose(struct pool *pool, struct pool_job *job)
{
	struct generation *now = pool->current;

	job->refusal = NW_GONE;
	job->why = "no configuration serves yet";
	if (!now)
		return NULL;
	if (job->kind == JOB_ANALYSE || job->stage > 0) {
		size_t i =
			job->kind == JOB_ANALYSE ? job->stage : job->stage - 1;
		/* A reload may take classifiers away while a stage runs. */
		job->last = i >= now->classifier_count;
		return job->last ? now->readers : now->classifiers[i];
	}
	struct pool_instance *instance =
		generation_find(now, kind_of(job), nw_str_from(job->instance));
	job->why = "there is no such instance";
	if (!instance)
		return NULL;
	job->refusal = NW_BUSY;
	job->why = "the plugin crashed too often and is tried again later";
	if (pool_is_failed(pool, instance->file, job->instance))
		return NULL;
	job->staged =
		job->kind == JOB_READ &&
		(instance->group != now->readers || now->classifier_count > 0);
	job->last = !job->staged;
	return instance->group;
}

static void enqueue(struct group *group, struct pool_job *job)
{
	struct pool_job **end = &group->queue[job->priority];

	while (*end)
		end = &(*end)->next;
	job->next = NULL;
	*end = job;
}

void job_submit(struct pool *pool, struct pool_job *job)
{
	struct group *group = choose(pool, job);

	if (!group) {
		job_refuse(pool, job, job->refusal, job->why);
	} else if (job->args.failed || job->blob.failed) {
		job_refuse(pool, job, NW_LIMIT, "the job is too large");
	} else if (group->resting) {
		job_refuse(pool, job, NW_BUSY, "its workers cannot start");
	} else {
		enqueue(group, job);
		job_dispatch(group);
	}
}

static struct pool_job *take(struct group *group)
{
	for (int i = 0; i < POOL_PRIORITIES; i++) {
		struct pool_job *job = group->queue[i];
		if (!job)
			continue;
		group->queue[i] = job->next;
		job->next = NULL;
		return job;
	}
	return NULL;
}

/* Classifiers of this group whose plugin is failed for now. */
static void put_off(struct group *group, struct nw_buf *out)
{
	struct generation *generation = group->generation;

	nwi_json_key(out, "off");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < generation->instance_count; i++) {
		struct pool_instance *instance = &generation->instances[i];
		if (instance->kind == NW_CLASSIFIER &&
		    instance->group == group &&
		    pool_is_failed(generation->pool, instance->culprit, NULL))
			nwi_json_str(out, instance->name);
	}
	nwi_json_close(out, ']');
}

static void send_job(struct worker *worker, struct pool_job *job)
{
	struct group *group = worker->group;
	struct pool *pool = group->generation->pool;
	bool later = job->stage > 0;
	struct nw_buf json;

	nw_buf_init(&json, NWI_FRAME_JSON);
	nwi_json_open(&json, '{');
	nwi_json_put_text(&json, "kind",
			  kind_names[later ? JOB_ANALYSE : job->kind]);
	nwi_json_put_text(&json, "instance", job->instance);
	nwi_json_put_int(&json, "now", loop_now(pool->loop));
	nwi_json_put_int(&json, "wall_ms", pool->settings.wall_ms);
	nwi_json_put_bool(&json, "careful", job->careful);
	nwi_json_put_bool(&json, "analyse", !job->staged);
	nwi_json_put_bool(&json, "last", group == group->generation->readers);
	nwi_json_key(&json, "skip");
	nw_buf_add_char(&json, '[');
	nw_buf_add_str(&json, nw_buf_str(&job->skip));
	nwi_json_close(&json, ']');
	put_off(group, &json);
	if ((!later || job->kind == JOB_ANALYSE) && job->args.len > 0) {
		nw_buf_add_char(&json, ',');
		nw_buf_add_str(&json, nw_buf_str(&job->args));
	}
	nwi_json_close(&json, '}');
	job->bytes = 0;
	job->begun = false;
	if (!job->began_ms)
		job->began_ms = worker_now_ms();
	worker_begin(worker, job);
	worker_send(worker, NWI_FRAME_JOB, job->id, nw_buf_str(&json),
		    job->blob_fd >= 0 ? nw_str_make(NULL, job->blob_len)
				      : nw_buf_str(&job->blob),
		    job->blob_fd);
	nw_buf_fini(&json);
}

void job_dispatch(struct group *group)
{
	for (size_t i = 0; i < group->worker_count; i++) {
		struct worker *worker = &group->workers[i];
		if (worker->state != WORKER_IDLE || !worker->child)
			continue;
		struct pool_job *job = take(group);
		if (!job)
			return;
		send_job(worker, job);
	}
}

/* ---- what a worker says ---- */

bool job_item(struct worker *worker, const struct nwi_frame *frame)
{
	struct pool_job *job = worker->job;
	const struct pool_settings *settings =
		&worker->group->generation->pool->settings;

	job->bytes += frame->json.len;
	if (job->bytes > settings->max_result + NWI_FRAME_JSON ||
	    frame->json.len < 2 || frame->json.at[0] != '{' ||
	    nw_str_find_char(frame->json, '\n') != frame->json.len)
		return false;
	nw_buf_add_str(&job->items, frame->json);
	nw_buf_add_char(&job->items, '\n');
	job->item_count++;
	return !job->items.failed;
}

static char *keep(const json_t *json, const char *key)
{
	struct nw_str text = nwi_json_get_str(json, key);

	return text.len > 0 && text.len < 512 ? nw_str_dup(text) : NULL;
}

void job_at(struct worker *worker, const json_t *json)
{
	struct pool_job *job = worker->job;

	forget_at(&job->at);
	job->at.place = keep(json, "at");
	job->at.id = keep(json, "id");
	job->at.classifier = keep(json, "classifier");
}

/* The next stage's blob is what this stage's workers wrote. */
static bool next_stage(struct pool *pool, struct pool_job *job)
{
	bool more = (job->kind == JOB_READ || job->kind == JOB_ANALYSE) &&
		    !job->last;

	if (!more || job->item_count == 0)
		return false;
	job_blob(job, nw_buf_str(&job->items));
	nw_buf_clear(&job->items);
	job->item_count = 0;
	job->stage++;
	job->kills = job->unexplained = 0;
	job->careful = false;
	forget_at(&job->at);
	job_submit(pool, job);
	return true;
}

static void free_worker(struct worker *worker)
{
	struct pool *pool = worker->group->generation->pool;

	worker->job = NULL;
	worker->state = WORKER_IDLE;
	worker->wait_ms = 0;
	if (worker->group->generation->doomed) {
		worker_quit(worker);
		return;
	}
	uint64_t rss = worker_rss(worker);
	if (rss > pool->largest_rss)
		pool->largest_rss = rss;
	/* One that kept much of its last documents is replaced in peace. */
	if (rss > pool->settings.memory / 2)
		worker_quit(worker);
}

void pool_job_result(struct worker *worker, const json_t *json,
		     struct nw_str blob)
{
	struct group *group = worker->group;
	struct pool *pool = group->generation->pool;
	struct pool_job *job = worker->job;
	int64_t status = nwi_json_get_int(json, "status", NW_INTERNAL);
	struct pool_result result = {
		.status = status >= NW_OK && status <= NW_INTERNAL
				  ? (enum nw_status)status
				  : NW_INTERNAL,
		.generation = group->generation->number,
		.text = nwi_json_get_str(json, "text"),
		.json = json,
		.blob = blob,
		.took_ms = worker_now_ms() - job->began_ms,
	};

	free_worker(worker);
	if (job->stage == 0 && job->staged && result.status == NW_OK)
		job->first = json_deep_copy(json);
	bool going_on = result.status == NW_OK && next_stage(pool, job);
	if (!going_on) {
		if (job->first)
			result.json = job->first;
		deliver(pool, job, &result);
	}
	if (!group->generation->doomed)
		job_dispatch(group);
}

/* ---- deaths ---- */

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static struct job_kill *kill_row(struct pool_job *job)
{
	for (size_t i = 0; i < job->row_count; i++)
		if (same(job->rows[i].id, job->at.id) &&
		    same(job->rows[i].classifier, job->at.classifier))
			return &job->rows[i];
	if (job->row_count == POOL_MAX_KILLS)
		return NULL;
	struct job_kill *row = &job->rows[job->row_count++];
	row->id = nw_str_dup(nw_str_from(job->at.id));
	row->classifier = job->at.classifier
				  ? nw_str_dup(nw_str_from(job->at.classifier))
				  : NULL;
	return row;
}

static void put_skip(struct pool_job *job, const struct job_kill *row,
		     enum pool_death death)
{
	nwi_json_open(&job->skip, '[');
	nwi_json_str(&job->skip, nw_str_from(row->id));
	nwi_json_str(&job->skip, nw_str_from(row->classifier));
	nwi_json_str(&job->skip, nw_str_from(pool_death_name(death)));
	nwi_json_close(&job->skip, ']');
}

/*
 * Whether the job is tried again. The first death says nothing of where; so
 * the second run is careful and tells. A death while one item was analysed
 * counts against that item, or its classifier; at the second one it is left
 * out. A death in the plugin's own reading counts against the whole.
 */
static bool try_again(struct pool_job *job, enum pool_death death)
{
	bool on_item = job->careful && job->at.id && job->at.place &&
		       strcmp(job->at.place, "read") != 0;
	bool has_items = job->kind == JOB_READ || job->kind == JOB_ANALYSE;

	job->kills++;
	if (job->kills >= POOL_MAX_KILLS)
		return false;
	if (!on_item) {
		bool first = !job->careful;
		job->careful = has_items;
		job->unexplained++;
		return first ? job->kills == 1 : false;
	}
	struct job_kill *row = kill_row(job);
	if (!row)
		return false;
	row->count += job->unexplained > 0 ? 2 : 1;
	job->unexplained = 0;
	if (row->count >= 2)
		put_skip(job, row, death);
	return true;
}

/* The file of the plugin that was at work, or the shadow; NULL: none of them.
 */
static const char *culprit_file(const struct pool_job *job,
				const struct generation *generation)
{
	const struct pool_instance *instance = NULL;
	bool reads = !job->at.place || strcmp(job->at.place, "item") != 0;

	if (job->at.classifier)
		instance = generation_find(generation, NW_CLASSIFIER,
					   nw_str_from(job->at.classifier));
	else if (job->instance && job->stage == 0 && reads)
		instance = generation_find(generation, kind_of(job),
					   nw_str_from(job->instance));
	return instance ? instance->culprit : NULL;
}

/*
 * A reader that also classifies and matches does not say in which of them it
 * died before it is careful: who is found then is blamed for both deaths.
 */
static void blame(struct pool *pool, struct pool_job *job,
		  const struct generation *generation, enum pool_death death)
{
	const char *file = culprit_file(job, generation);

	if (job->kind == JOB_READ && !job->staged && !job->careful) {
		job->unblamed++;
		return;
	}
	for (; file && job->unblamed > 0; job->unblamed--)
		pool_blame(pool, file,
			   job->at.classifier ? NULL : job->instance, death);
	if (file)
		pool_blame(pool, file,
			   job->at.classifier ? NULL : job->instance, death);
}

void job_died(struct pool *pool, struct pool_job *job, struct group *group,
	      enum pool_death death)
{
	job->death = death;
	nw_buf_clear(&job->items);
	job->item_count = 0;
	/* One that was dead before it took the job says nothing of it. */
	if (death == POOL_CRASH && !job->begun &&
	    ++job->unbegun < POOL_MAX_KILLS) {
		job_submit(pool, job);
		return;
	}
	blame(pool, job, group->generation, death);
	bool again = try_again(job, death);
	forget_at(&job->at);
	if (again) {
		job_submit(pool, job);
		return;
	}
	job->gave_up = true;
	job_answer(pool, job, NW_GONE,
		   "it killed two workers and is set aside");
}
