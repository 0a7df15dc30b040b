/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads: what happened to a story becomes what a watch's thread has to
 * tell. The rules are alert/thread.h's; here rows are read and written.
 */
#include "daemon/alert/threads.h"
#include "base/json.h"
#include "daemon/alert/gist.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>

#define THREADS_READ  1000
#define DUE_PAGE      100
#define LIST_BYTES    ((size_t)16 << 10)
#define CHANGES_MOST  40
#define ITEMS_MOST    20
#define CHANGED_BYTES 400
#define WATCH_BYTES   256
#define PAGE_BYTES    ((size_t)64 << 20)

/* ---- lists in columns ---- */

/* What cannot be read is told as nothing: a list is no reason to stop. */
static json_t *read_list(struct nw_str text)
{
	struct nw_error why;
	json_t *list = NULL;

	if (text.len == 0 ||
	    nwi_json_parse(text, LIST_BYTES * 4, 8, &list, &why) != NW_OK)
		list = NULL;
	if (!json_is_array(list)) {
		json_decref(list);
		list = json_array();
	}
	return list;
}

static struct nw_str write_list(struct nw_arena *arena, const json_t *list)
{
	char *text = json_dumps(list, JSON_COMPACT);

	if (!text)
		abort();
	struct nw_str copy = nw_arena_str(arena, nw_str_from(text));
	free(text);
	return copy;
}

static bool has_text(const json_t *list, struct nw_str text)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		if (nw_str_equal(nw_str_make(json_string_value(one),
					     json_string_length(one)),
				 text))
			return true;
	}
	return false;
}

static json_t *text_node(struct nw_str text)
{
	return json_stringn(text.at ? text.at : "", text.len);
}

/* ---- what is new ---- */

struct news {
	struct core *core;
	struct weighed *thread;
	const struct happening *what;
	json_t *changes;
	uint32_t bits;
};

static void add_change(struct news *news, enum thread_change change,
		       struct nw_str text)
{
	uint32_t wanted = news->thread->watch->rules.update_if;
	NW_AUTO(nwi_json_free) json_t *row = NULL;

	/* The first alert tells what its reports tell otherwise. */
	if (news->thread->state.state == THREAD_WAITING)
		wanted &= THREAD_NUMBER | THREAD_DENIAL;
	news->bits |= change;
	if (!(wanted & change) ||
	    json_array_size(news->changes) >= CHANGES_MOST)
		return;
	row = json_object();
	json_object_set_new(row, "kind",
			    json_string(thread_change_name(change)));
	json_object_set_new(
		row, "text",
		text_node(nw_str_slice(text, 0,
				       nwi_utf8_floor(text, CHANGED_BYTES))));
	json_array_append(news->changes, row);
}

static void note_voice(struct news *news)
{
	const struct joined *joined = news->what->joined;

	if (!joined || !joined->new_voice)
		return;
	bool by_wire = joined->member.wire.len > 0;
	add_change(news, THREAD_INDEPENDENT,
		   nw_arena_fmt(news->core->scratch,
				"%.*s reports it too, %s%.*s (%lld "
				"independent)",
				NW_FMT(joined->member.outlet),
				by_wire ? "by " : "with a text of its own",
				NW_FMT(joined->member.wire),
				(long long)joined->story.independent));
}

/* A change that is there already gives way to what is said of it now. */
static void forget_changes(struct news *news, const char *kind)
{
	for (size_t i = json_array_size(news->changes); i-- > 0;)
		if (nw_str_is(nwi_json_get_str(json_array_get(news->changes, i),
					       "kind"),
			      kind))
			json_array_remove(news->changes, i);
}

static void note_severity(struct news *news)
{
	struct weighed *thread = news->thread;
	struct nw_str now =
		thread_severity(&thread->watch->rules, thread->watch->severity,
				thread->count.independent);

	if (thread->row.severity.len == 0 ||
	    severity_rank(now) >= severity_rank(thread->row.severity))
		return;
	forget_changes(news, thread_change_name(THREAD_SEVERITY));
	add_change(news, THREAD_SEVERITY,
		   nw_arena_fmt(news->core->scratch,
				"%.*s, was %.*s: %lld report it independently",
				NW_FMT(now), NW_FMT(thread->row.severity),
				(long long)thread->count.independent));
}

/* Topics are told once each; those of the first alert are its own. */
static void note_topics(struct news *news)
{
	const struct nw_alert_item *item = &news->what->frame->item;
	struct nw_arena *arena = news->core->scratch;
	NW_AUTO(nwi_json_free)
	json_t *told = read_list(news->thread->row.topics);

	for (size_t i = 0; i < item->topic_count; i++) {
		const struct nw_topic *topic = &item->topics[i];
		if (topic->score < 0.5 || has_text(told, topic->name) ||
		    json_array_size(told) >= CHANGES_MOST)
			continue;
		json_array_append_new(told, text_node(topic->name));
		add_change(
			news, THREAD_TOPIC,
			nw_arena_fmt(arena, "also of %.*s, says %.*s",
				     NW_FMT(topic->name),
				     NW_FMT(core_outlet_of(news->what->item))));
	}
	news->thread->row.topics = write_list(arena, told);
}

static bool is_own(const struct happening *what)
{
	return !what->joined || what->joined->member.relation == 0;
}

/*
 * What is told of a thread is what its items said while it was weighed. A
 * wire's text comes again with another figure in it: a copy tells that, but
 * what waits for a second report is not borne out by one. An edit tells its
 * figures itself. Returns whether the item told something.
 */
static bool note_gist(struct news *news)
{
	NW_AUTO(nw_buf_fini) struct nw_buf sum = { 0 }, bare = { 0 };
	struct nw_arena *arena = news->core->scratch;
	struct store_thread *row = &news->thread->row;
	struct nw_str gist = news->what->frame->gist;
	struct gist_change changes[GIST_CHANGES];
	struct nw_str told = row->told;
	struct nw_error why;
	size_t count = 0;

	if (told.len > 0 && !news->what->joined)
		return false;
	nw_buf_init(&bare, GIST_SUM_BYTES * 2);
	if (told.len > 0 && !is_own(news->what)) {
		if (gist_forget_waits(told, &bare, &why) != NW_OK)
			return false;
		told = nw_buf_str(&bare);
	}
	if (gist_compare(told, gist, arena, changes, &count, &why) != NW_OK)
		count = 0;
	if (row->told.len > 0 && count == 0 && !is_own(news->what))
		return false;
	for (size_t i = 0; i < count; i++)
		add_change(
			news,
			nw_str_is(changes[i].kind, "denial") ? THREAD_DENIAL
							     : THREAD_NUMBER,
			nw_arena_fmt(arena, "%.*s, says %.*s",
				     NW_FMT(changes[i].text),
				     NW_FMT(core_outlet_of(news->what->item))));
	nw_buf_init(&sum, GIST_SUM_BYTES * 2);
	if (gist_add(told, gist, &sum, &why) == NW_OK)
		row->told = nw_arena_str(arena, nw_buf_str(&sum));
	return count > 0;
}

/* One edit is one change, whatever it is that it changed. */
static void note_edits(struct news *news)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };

	if (news->what->edit_count == 0)
		return;
	nw_buf_init(&text, CHANGED_BYTES * 2);
	nw_buf_add_fmt(&text, "%.*s edited its report",
		       NW_FMT(core_outlet_of(news->what->item)));
	for (size_t i = 0; i < news->what->edit_count; i++)
		nw_buf_add_fmt(&text, "%s %.*s", i ? ";" : ":",
			       NW_FMT(nw_str_slice(news->what->edits[i], 0,
						   CHANGED_BYTES)));
	add_change(news, THREAD_EDIT, nw_buf_str(&text));
}

static void note_report(struct news *news, bool hits)
{
	const struct store_item *item = news->what->item;

	if (hits && news->what->joined &&
	    news->what->joined->member.relation == 0)
		add_change(news, THREAD_REPORT,
			   nw_arena_fmt(news->core->scratch, "%.*s: %.*s",
					NW_FMT(core_outlet_of(item)),
					NW_FMT(item->title)));
}

/*
 * Copies are listed with who carries the story, not among what is told, but
 * for those that told something.
 */
static void note_item(struct news *news, bool tells)
{
	const struct happening *what = news->what;
	struct store_thread *row = &news->thread->row;
	NW_AUTO(nwi_json_free) json_t *items = read_list(row->items);

	if (!(is_own(what) || tells) || has_text(items, what->item->id))
		return;
	if (json_array_size(items) >= ITEMS_MOST)
		json_array_remove(items, 1); /* the first began it */
	json_array_append_new(items, text_node(what->item->id));
	row->items = write_list(news->core->scratch, items);
}

static void note_all(struct news *news, bool hits, bool first)
{
	struct store_thread *row = &news->thread->row;

	news->changes = read_list(row->changes);
	note_topics(news);
	note_voice(news);
	bool tells = note_gist(news);
	note_severity(news);
	note_edits(news);
	note_report(news, hits);
	row->changes = write_list(news->core->scratch, news->changes);
	note_item(news, first || tells);
}

/* ---- a thread ---- */

void core_thread_state(const struct store_thread *row, struct thread_row *out)
{
	*out = (struct thread_row){
		.state = (enum thread_state)row->state,
		.revision = (uint32_t)row->revision,
		.opened = row->opened,
		.raised = row->raised,
		.last = row->last,
		.fresh = row->fresh,
		.changed = (uint32_t)row->changed,
	};
}

static enum nw_status save(struct core *core, struct weighed *thread,
			   struct nw_error *err)
{
	struct store_thread *row = &thread->row;
	const struct thread_row *state = &thread->state;

	row->state = state->state;
	row->revision = state->revision;
	row->opened = state->opened;
	row->raised = state->raised;
	row->last = state->last;
	row->fresh = state->fresh;
	row->changed = state->changed;
	row->due = thread_due(state, &thread->watch->rules);
	row->kept = core_kept(core);
	return core_put(core, STORE_THREAD, row, err);
}

/* `hits`: the item does, and did not before. */
struct weighing {
	const struct happening *what;
	bool hits, first;
};

static enum nw_status weigh(struct core *core, const struct weighing *how,
			    struct weighed *thread, struct nw_error *err)
{
	const struct happening *what = how->what;
	struct news news = { .core = core, .thread = thread, .what = what };
	enum nw_status status = core_count_reports(
		core, &what->story, &thread->watch->rules, &thread->count, err);

	thread->story = what->story;
	if (status != NW_OK)
		return status;
	note_all(&news, how->hits, how->first);
	json_decref(news.changes);
	bool more = how->hits || (what->joined && what->joined->is_news);
	enum thread_raise raise = thread_item(
		&thread->state, &thread->watch->rules, &thread->count,
		&(struct thread_event){ how->hits, more, news.bits },
		core_kept(core));
	if (raise != THREAD_QUIET)
		status =
			core_tell_thread(core, thread, raise, what->reply, err);
	return status == NW_OK ? save(core, thread, err) : status;
}

/* An item may hit thousands of watches: the memory of each is given back. */
static enum nw_status weigh_one(struct core *core, const struct weighing *how,
				struct weighed *thread, struct nw_error *err)
{
	struct nw_arena *whole = core->scratch;

	core->scratch = core->single;
	enum nw_status status = weigh(core, how, thread, err);
	core->scratch = whole;
	nw_arena_clear(core->single);
	return status;
}

/* ---- what happened ---- */

static bool is_new_hit(const json_t *before, const struct frame *frame,
		       struct nw_str watch)
{
	if (has_text(before, watch))
		return false;
	for (size_t i = 0; i < frame->hit_count; i++)
		if (nw_str_equal(frame->hits[i].watch, watch))
			return true;
	return false;
}

static bool is_hit(const struct frame *frame, struct nw_str watch)
{
	return is_new_hit(NULL, frame, watch);
}

/* Threads that were there; a copied text that hits nothing is no event. */
static enum nw_status weigh_known(struct core *core,
				  const struct happening *what,
				  const json_t *before,
				  const struct store_rows *rows,
				  struct nw_error *err)
{
	const struct store_thread *at = rows->at;
	enum nw_status status = NW_OK;

	for (size_t i = 0; status == NW_OK && i < rows->count; i++) {
		struct weighed thread = {
			.row = at[i],
			.watch = nwi_map_get(&core->watches, at[i].watch),
		};
		bool hits = is_new_hit(before, what->frame, at[i].watch);
		bool edited = what->edit_count > 0 &&
			      is_hit(what->frame, at[i].watch);
		if (!thread.watch || !(what->joined || hits || edited))
			continue;
		core_thread_state(&at[i], &thread.state);
		status =
			weigh_one(core, &(struct weighing){ what, hits, false },
				  &thread, err);
	}
	return status;
}

static bool is_known(const struct store_rows *rows, struct nw_str watch)
{
	const struct store_thread *at = rows->at;

	for (size_t i = 0; i < rows->count; i++)
		if (nw_str_equal(at[i].watch, watch))
			return true;
	return false;
}

/* Whether the watch has a thread among those behind the first page. */
static enum nw_status look_behind(struct core *core,
				  const struct store_rows *rows,
				  struct nw_str watch, struct nw_str story,
				  bool *out, struct nw_error *err)
{
	struct store_thread row = { .watch = watch, .story = story };
	enum nw_status status =
		rows->count < THREADS_READ
			? NW_NOT_FOUND
			: core_get(core, STORE_THREAD, &row, err);

	*out = status == NW_OK;
	return status == NW_NOT_FOUND ? NW_OK : status;
}

static enum nw_status weigh_new(struct core *core, const struct happening *what,
				const json_t *before,
				const struct store_rows *rows,
				struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (size_t i = 0; status == NW_OK && i < what->frame->hit_count; i++) {
		struct nw_str name = what->frame->hits[i].watch;
		const struct weighing how = { what, true, true };
		bool known = false;
		struct weighed thread = {
			.row = { .watch = name, .story = what->story.id },
			.watch = nwi_map_get(&core->watches, name),
		};
		if (!thread.watch || has_text(before, name) ||
		    is_known(rows, name))
			continue;
		status = look_behind(core, rows, name, what->story.id, &known,
				     err);
		if (status != NW_OK || known)
			continue;
		thread_begin(&thread.state, core_kept(core));
		status = weigh_one(core, &how, &thread, err);
	}
	return status;
}

/* Of hundreds of thousands of watches: a page after the other. */
static enum nw_status weigh_more(struct core *core,
				 const struct happening *what,
				 const json_t *before,
				 const struct store_rows *first,
				 struct nw_error *err)
{
	struct nw_arena *whole = core->scratch;
	NW_AUTO(nw_arena_free)
	struct nw_arena *page = nw_arena_new(PAGE_BYTES);
	const struct store_thread *at = first->at;
	struct store_rows rows = *first;
	enum nw_status status = NW_OK;
	char last[WATCH_BYTES];

	while (status == NW_OK && rows.count == THREADS_READ) {
		at = rows.at;
		snprintf(last, sizeof(last), "%.*s",
			 NW_FMT(at[rows.count - 1].watch));
		nw_arena_clear(page);
		const struct store_arg args[] = {
			STORE_ARG_TEXT(what->story.id),
			STORE_ARG_INT(THREADS_READ),
			STORE_ARG_TEXT(nw_str_from(last))
		};
		core->scratch = page;
		status = core_find(core, STORE_FIND_THREADS_MORE, args, 3,
				   &rows, err);
		if (status == NW_OK)
			status = weigh_known(core, what, before, &rows, err);
		core->scratch = whole;
	}
	return status;
}

enum nw_status core_weigh(struct core *core, const struct happening *what,
			  struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(what->story.id),
					  STORE_ARG_INT(THREADS_READ) };
	NW_AUTO(nwi_json_free) json_t *before = NULL;
	struct store_rows rows = { NULL, 0 };
	enum nw_status status =
		core_find(core, STORE_FIND_THREADS, args, 2, &rows, err);

	if (status == NW_OK && what->before.len > 0 &&
	    nwi_json_parse(what->before, FRAME_BYTES, 4, &before, err) != NW_OK)
		status = NW_CORRUPT;
	if (status == NW_OK)
		status = weigh_known(core, what, before, &rows, err);
	if (status == NW_OK && rows.count == THREADS_READ)
		status = weigh_more(core, what, before, &rows, err);
	return status == NW_OK ? weigh_new(core, what, before, &rows, err)
			       : status;
}

/* ---- timers ---- */

static enum nw_status weigh_time(struct core *core, struct weighed *thread,
				 struct nw_error *err)
{
	struct ledger_reply counts = { 0 };
	struct store_story *story = &thread->story;

	story->id = thread->row.story;
	enum nw_status status = core_get(core, STORE_STORY, story, err);
	if (status == NW_OK)
		status = core_count_reports(core, story, &thread->watch->rules,
					    &thread->count, err);
	if (status != NW_OK)
		return status;
	enum thread_raise raise =
		thread_time(&thread->state, &thread->watch->rules,
			    &thread->count, core_kept(core));
	if (raise != THREAD_QUIET)
		status = core_tell_thread(core, thread, raise, &counts, err);
	return status == NW_OK ? save(core, thread, err) : status;
}

static enum nw_status end_thread(struct core *core, struct store_thread *row,
				 struct nw_error *err)
{
	row->state = THREAD_CLOSED;
	row->due = 0;
	return core_put(core, STORE_THREAD, row, err);
}

enum nw_status core_threads_due(struct core *core, struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_INT(core_kept(core)),
					  STORE_ARG_INT(DUE_PAGE) };
	struct nw_arena *whole = core->scratch;
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = NW_OK;

	if (core->routing.arena)
		status = core_find(core, STORE_FIND_THREADS_DUE, args, 2, &rows,
				   err);
	struct store_thread *at = rows.at;
	for (size_t i = 0; status == NW_OK && i < rows.count; i++) {
		struct weighed thread = {
			.row = at[i],
			.watch = nwi_map_get(&core->watches, at[i].watch),
		};
		core_thread_state(&at[i], &thread.state);
		core->scratch = core->single;
		status = thread.watch ? weigh_time(core, &thread, err)
				      : NW_NOT_FOUND;
		core->scratch = whole;
		nw_arena_clear(core->single);
		if (status == NW_BAD_INPUT || status == NW_NO_MEMORY)
			core_log(core, LEDGER_LOG_ERROR, "story.thread",
				 "the thread of %.*s on story %.*s is closed: "
				 "%s",
				 NW_FMT(at[i].watch), NW_FMT(at[i].story),
				 err->text);
		/* Watch or story are gone, or no alert can be made of it. */
		if (status == NW_NOT_FOUND || status == NW_BAD_INPUT ||
		    status == NW_NO_MEMORY)
			status = end_thread(core, &at[i], err);
	}
	return status;
}
