/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/query/job.h"

#include "daemon/worker/excerpt.h"

#include <malloc.h>
#include <stdlib.h>
#include <time.h>

enum { PAGE_BYTES = 64 << 20, JOB_BYTES = 64 << 20 };

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void job_send(struct job *job, enum nwi_frame_type type,
		     struct nw_str json)
{
	const struct nwi_frame frame = { .type = type,
					 .job = job->id,
					 .json = json };
	struct nw_error err;

	if (nwi_channel_write(job->fd, &frame, -1, &err) != NW_OK)
		job->gone = true;
}

void job_line(struct job *job, const struct nw_buf *line)
{
	if (!line->failed)
		job_send(job, NWI_FRAME_ITEM, nw_buf_str(line));
}

/* ---- a hit ---- */

static void put_marks(const struct nw_span *marks, uint32_t count,
		      struct nw_buf *out)
{
	nwi_json_key(out, "marks");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < count; i++) {
		nwi_json_open(out, '[');
		nwi_json_int(out, marks[i].field);
		nwi_json_int(out, marks[i].from);
		nwi_json_int(out, marks[i].to);
		nwi_json_close(out, ']');
	}
	nwi_json_close(out, ']');
}

static void put_raw(struct nw_buf *out, const char *key, struct nw_str json)
{
	nwi_json_key(out, key);
	if (json.len > 0)
		nwi_json_raw(out, json);
	else
		nwi_json_raw(out, nw_str_from("[]"));
}

void job_put_hit(struct job *job, const struct reader_item *item,
		 const struct judged *judged, struct nw_buf *out)
{
	const struct store_item *row = &item->row;
	struct excerpt excerpt;

	excerpt_make(judged->doc, judged->spans, judged->span_count,
		     job->item_arena, &excerpt);
	nwi_json_put_str(out, "item_id", row->id);
	nwi_json_put_time(out, "seen", row->seen);
	nwi_json_put_str(out, "source", row->source);
	nwi_json_put_str(out, "outlet", row->outlet);
	nwi_json_put_str(out, "title", row->title);
	nwi_json_put_str(out, "url", row->url);
	nwi_json_put_str(out, "published", row->published);
	nwi_json_put_str(out, "story", row->story);
	nwi_json_put_bool(out, "baseline", row->flags & STORE_BASELINE);
	put_raw(out, "topics", row->topics);
	put_raw(out, "watches", row->watches);
	nwi_json_put_str(out, "excerpt", excerpt.text);
	put_marks(excerpt.marks, excerpt.mark_count, out);
}

/* ---- the walk ---- */

/* How much of the period is behind us, of a thousand. */
static int64_t permille(const struct job *job)
{
	nw_time from = job->walk.until ? job->walk.until : job->judge.now;
	nw_time span = from - job->walk.since;

	if (span <= 0 || job->walk.reached == 0)
		return 0;
	int64_t done = (from - job->walk.reached) * 1000 / span;
	return done < 0 ? 0 : done > 1000 ? 1000 : done;
}

static void tell_progress(struct job *job)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };
	int64_t now = now_ms();

	if (now - job->told_ms < JOB_PROGRESS_MS)
		return;
	job->told_ms = now;
	nw_buf_init(&line, 4096);
	nwi_json_open(&line, '{');
	nwi_json_put_text(&line, "type", "progress");
	nwi_json_put_int(&line, "looked", (int64_t)job->walk.looked);
	nwi_json_put_int(&line, "permille", permille(job));
	nwi_json_put_time(&line, "reached", job->walk.reached);
	nwi_json_close(&line, '}');
	job_line(job, &line);
}

/* False: enough. */
static bool show(struct job *job, const struct reader_item *item,
		 job_item_fn *each, void *arg)
{
	struct judged judged;
	struct nw_error err;

	nw_arena_clear(job->item_arena);
	tell_progress(job);
	if (judge_item(&job->judge, item, job->item_arena, &judged, &err) !=
	    NW_OK) {
		job->walk.damaged++;
		return true;
	}
	return each(arg, item, &judged);
}

enum nw_status job_walk(struct job *job, job_item_fn *each, void *arg,
			struct nw_error *err)
{
	bool more = true;

	while (more && !job->walk.done && !job->gone && !job->late) {
		struct reader_item *items;
		size_t count;
		nw_arena_clear(job->page_arena);
		enum nw_status status =
			reader_page(job->reader, &job->walk, job->page_arena,
				    &items, &count, err);
		if (status != NW_OK)
			return status;
		for (size_t i = 0; i < count && more && !job->gone; i++)
			more = show(job, &items[i], each, arg);
		tell_progress(job);
		job->late = more && !job->walk.done && now_ms() > job->until_ms;
	}
	return NW_OK;
}

/* ---- a job ---- */

static void put_outcome(struct job *job)
{
	const struct reader_walk *walk = &job->walk;
	struct nw_buf *out = &job->result;

	nwi_json_put_int(out, "looked", (int64_t)walk->looked);
	nwi_json_put_int(out, "gone", (int64_t)walk->gone);
	nwi_json_put_int(out, "damaged", (int64_t)walk->damaged);
	nwi_json_put_bool(out, "indexed", !walk->unfiltered);
	nwi_json_put_bool(out, "index_damaged", walk->index_damaged);
	nwi_json_put_bool(out, "late", job->late);
	if (walk->reached)
		nwi_json_put_time(out, "reached", walk->reached);
	nwi_json_put_int(out, "took_ms", now_ms() - job->from_ms);
}

static enum nw_status run(struct job *job, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf problems = { 0 };
	struct nw_str kind = nwi_json_get_str(job->json, "kind");

	nw_buf_init(&problems, NWI_FRAME_JSON / 2);
	job->walk.since = nwi_json_get_int(job->json, "since", 0);
	job->walk.until = nwi_json_get_int(job->json, "until", 0);
	enum nw_status status =
		judge_open(job->json, job->arena, &job->judge, &problems, err);
	nwi_json_key(&job->result, "problems");
	nwi_json_open(&job->result, '[');
	nw_buf_add_str(&job->result, nw_buf_str(&problems));
	nwi_json_close(&job->result, ']');
	job->walk.filter = nw_buf_str(&job->judge.filter);
	if (status == NW_OK)
		status = nw_str_is(kind, "backtest") ? job_backtest(job, err)
						     : job_search(job, err);
	judge_close(&job->judge);
	return status;
}

static void send_result(struct job *job, enum nw_status status,
			const struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	put_outcome(job);
	nw_buf_init(&json, NWI_FRAME_JSON);
	nwi_json_open(&json, '{');
	nwi_json_put_int(&json, "status", status);
	nwi_json_put_text(&json, "text", status == NW_OK ? "" : err->text);
	nw_buf_add_char(&json, ',');
	nw_buf_add_str(&json, nw_buf_str(&job->result));
	nwi_json_close(&json, '}');
	job_send(job, NWI_FRAME_RESULT,
		 json.failed || job->result.failed
			 ? nw_str_from("{\"status\":5,\"text\":\"the result "
				       "is too large\"}")
			 : nw_buf_str(&json));
}

static bool serve_one(struct job *job, const struct nwi_frame *frame)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct nw_error err = { 0 };

	if (nwi_json_parse(frame->json, NWI_FRAME_JSON, 64, &json, &err) !=
	    NW_OK)
		return false;
	job->id = frame->job;
	job->json = json;
	job->walk = (struct reader_walk){ 0 };
	job->from_ms = job->told_ms = now_ms();
	job->until_ms = job->from_ms + nwi_json_get_int(json, "wall_ms", 60000);
	job->late = false;
	nw_buf_init(&job->result, NWI_FRAME_JSON - 4096);
	enum nw_status status = run(job, &err);
	send_result(job, status, &err);
	nw_buf_fini(&job->result);
	nw_arena_clear(job->arena);
	nw_arena_clear(job->page_arena);
	nw_arena_clear(job->item_arena);
	malloc_trim(0);
	return !job->gone;
}

int job_serve(struct nwi_channel *channel, struct reader *reader,
	      uint64_t memory)
{
	struct job job = {
		.fd = channel->fd,
		.reader = reader,
		.arena = nw_arena_new(JOB_BYTES),
		.page_arena = nw_arena_new(PAGE_BYTES),
		.item_arena = nw_arena_new(memory ? (size_t)memory / 4
						  : SIZE_MAX / 4),
	};
	struct nwi_frame frame;
	struct nw_error err;

	for (;;) {
		enum nw_status status =
			nwi_channel_read(channel, -1, &frame, &err);
		if (status == NW_GONE ||
		    (status == NW_OK && frame.type == NWI_FRAME_QUIT))
			return EXIT_SUCCESS;
		if (status != NW_OK || frame.type != NWI_FRAME_JOB ||
		    !serve_one(&job, &frame))
			return EXIT_FAILURE;
	}
}
