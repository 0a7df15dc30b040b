/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/alert/review.h"
#include "daemon/alert/threads.h"

#include <stdio.h>
#include <stdlib.h>

/* A tick takes some milliseconds of them. */
#define PAGE  100
#define PAGES 10

#define NAMES_TOLD 10
#define NAME_BYTES 256
#define TEXT_BYTES ((size_t)8 << 10)

/* How far it has come, in the order of (due, watch, story). */
struct review {
	int64_t due;
	char watch[NAME_BYTES], story[NWI_ID_TEXT];
	int64_t gone; /* threads without a watch */
	size_t name_count;
	struct {
		char name[NAME_BYTES];
		int64_t threads;
	} names[NAMES_TOLD];
};

void core_review_begin(struct core *core)
{
	free(core->review);
	core->review = calloc(1, sizeof(*core->review));
	if (!core->review)
		abort();
}

static void note_gone(struct review *review, struct nw_str watch)
{
	review->gone++;
	for (size_t i = 0; i < review->name_count; i++)
		if (nw_str_is(watch, review->names[i].name)) {
			review->names[i].threads++;
			return;
		}
	if (review->name_count == NAMES_TOLD)
		return;
	size_t at = review->name_count++;
	snprintf(review->names[at].name, NAME_BYTES, "%.*s", NW_FMT(watch));
	review->names[at].threads = 1;
}

/*
 * A thread that comes later now is met once more behind the place, and stays;
 * one that comes sooner is not.
 */
static enum nw_status review_one(struct core *core, struct store_thread *row,
				 struct nw_error *err)
{
	struct review *review = core->review;
	const struct ledger_watch *watch =
		nwi_map_get(&core->watches, row->watch);
	struct thread_row state;

	review->due = row->due;
	snprintf(review->watch, NAME_BYTES, "%.*s", NW_FMT(row->watch));
	snprintf(review->story, NWI_ID_TEXT, "%.*s", NW_FMT(row->story));
	if (!watch) {
		note_gone(review, row->watch);
		return NW_OK;
	}
	core_thread_state(row, &state);
	int64_t due = thread_due(&state, &watch->rules);
	if (due == row->due)
		return NW_OK;
	row->due = due;
	return core_put(core, STORE_THREAD, row, err);
}

static enum nw_status review_page(struct core *core, size_t *out_count,
				  struct nw_error *err)
{
	const struct review *review = core->review;
	const struct store_arg args[] = {
		STORE_ARG_INT(review->due),
		STORE_ARG_TEXT(nw_str_from(review->watch)),
		STORE_ARG_TEXT(nw_str_from(review->story)), STORE_ARG_INT(PAGE)
	};
	struct store_rows rows = { NULL, 0 };
	enum nw_status status =
		core_find(core, STORE_FIND_THREADS_BEHIND, args, 4, &rows, err);
	struct store_thread *at = rows.at;

	for (size_t i = 0; status == NW_OK && i < rows.count; i++)
		status = review_one(core, &at[i], err);
	if (status == NW_OK)
		*out_count = rows.count;
	return status;
}

/* Once while it lasts; again when the watches that are gone are others. */
static enum nw_status tell(struct core *core, struct nw_error *err)
{
	const struct review *review = core->review;
	NW_AUTO(nw_buf_fini) struct nw_buf names = { 0 };
	struct store_notice told = { .key = NW_STR("threads") };

	if (review->gone == 0)
		return core_untell(core, told.key, err);
	nw_buf_init(&names, TEXT_BYTES);
	for (size_t i = 0; i < review->name_count; i++)
		nw_buf_add_fmt(&names, "%s%s", i ? ", " : "",
			       review->names[i].name);
	const struct core_notice_text notice = {
		told.key,
		nw_arena_fmt(core->scratch,
			     "stories that watches followed and none does any "
			     "more: %lld",
			     (long long)review->gone),
		nw_arena_fmt(core->scratch,
			     "The watches were removed or switched off: "
			     "%.*s%s. No more is told of their stories; a "
			     "watch of the same name goes on with those that "
			     "are not closed. `newswatch story` shows them.",
			     NW_FMT(nw_buf_str(&names)),
			     review->name_count == NAMES_TOLD ? ", ..." : ""),
		0,
	};
	enum nw_status status = core_get(core, STORE_NOTICE, &told, err);
	if (status == NW_OK && !nw_str_equal(told.text, notice.text))
		status = core_untell(core, told.key, err);
	return status == NW_OK || status == NW_NOT_FOUND
		       ? core_tell(core, &notice, err)
		       : status;
}

enum nw_status core_review_step(struct core *core, struct nw_error *err)
{
	struct nw_arena *whole = core->scratch;
	enum nw_status status = NW_OK;
	size_t count = PAGE;

	if (!core->review)
		return NW_OK;
	for (int i = 0; i < PAGES && count == PAGE && status == NW_OK; i++) {
		core->scratch = core->single;
		status = review_page(core, &count, err);
		core->scratch = whole;
		nw_arena_clear(core->single);
	}
	if (status != NW_OK || count == PAGE)
		return status;
	status = tell(core, err);
	if (status == NW_OK) {
		free(core->review);
		core->review = NULL;
	}
	return status;
}
