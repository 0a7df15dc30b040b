/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The alert of a thread: its items as they are stored, who carries the story,
 * what is new. One alert a watch, story and revision, whatever happens.
 */
#include "base/json.h"
#include "daemon/alert/threads.h"

#include <stdio.h>

#define ITEMS_LISTED 5
#define LIST_BYTES   ((size_t)64 << 10)
#define ALERT_BYTES  ((size_t)32 << 20)

struct telling {
	struct core *core;
	struct weighed *thread;
	struct nw_alert_item *items;
	uint32_t item_count;
	struct nw_alert_change *changes;
	uint32_t change_count;
	char id[NWI_ID_TEXT];
};

/* ---- items ---- */

/*
 * Of an item whose text is gone (the archive is committed apart, and may be
 * newer or older than the ledger after a loss of power), what its row says.
 */
static void item_of_row(const struct store_item *row, struct nw_alert_item *out)
{
	*out = (struct nw_alert_item){
		.item = { .size = sizeof(out->item),
			  .url = row->url,
			  .title = row->title,
			  .language = row->language },
		.item_id = row->id,
		.outlet = row->outlet,
	};
}

static void mark_hit(const struct frame *frame, struct nw_str watch,
		     struct nw_alert_item *out)
{
	for (size_t i = 0; i < frame->hit_count; i++) {
		const struct frame_hit *hit = &frame->hits[i];
		if (!nw_str_equal(hit->watch, watch))
			continue;
		out->excerpt = hit->excerpt;
		out->marks = hit->marks;
		out->mark_count = hit->mark_count;
		return;
	}
}

static enum nw_status add_item(struct telling *telling, struct nw_str id,
			       struct nw_error *err)
{
	struct core *core = telling->core;
	struct store_archive text = { .item = id };
	struct store_item row = { .id = id };
	struct nw_alert_item *out = &telling->items[telling->item_count];
	struct frame frame;
	enum nw_status status = core_get(core, STORE_ITEM, &row, err);

	if (status == NW_NOT_FOUND) /* retention took it */
		return NW_OK;
	if (status == NW_OK)
		status = core_get(core, STORE_ARCHIVE, &text, err);
	if (status == NW_OK)
		status = frame_read(text.frame, core->scratch, &frame, err);
	if (status == NW_OK) {
		*out = frame.item;
		mark_hit(&frame, telling->thread->row.watch, out);
	} else if (status == NW_NOT_FOUND) {
		item_of_row(&row, out);
		status = NW_OK;
	}
	out->source = row.source;
	out->seen = row.seen;
	telling->item_count += status == NW_OK;
	return status;
}

/* The ids to tell of, the newest first. */
static enum nw_status add_items(struct telling *telling, struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *ids = NULL;
	struct nw_str text = telling->thread->row.items;
	enum nw_status status = NW_OK;

	telling->items = nw_arena_array(telling->core->scratch, ITEMS_LISTED,
					sizeof(*telling->items));
	if (!telling->items)
		return nw_fail(err, NW_NO_MEMORY, "no memory for an alert");
	if (text.len > 0 && nwi_json_parse(text, LIST_BYTES, 4, &ids, err))
		return NW_CORRUPT;
	size_t count = json_array_size(ids);
	for (size_t i = 0;
	     i < count && telling->item_count < ITEMS_LISTED && status == NW_OK;
	     i++) {
		const json_t *id = json_array_get(ids, count - 1 - i);
		status = add_item(
			telling,
			nw_arena_str(telling->core->scratch,
				     nw_str_from(json_string_value(id))),
			err);
	}
	/* Copies alone have come: what is told of is how it began. */
	if (status == NW_OK && telling->item_count == 0)
		status = add_item(telling, telling->thread->story.first_item,
				  err);
	return status;
}

/* ---- what is new ---- */

static enum nw_status add_changes(struct telling *telling, struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *rows = NULL;
	struct nw_arena *arena = telling->core->scratch;
	struct nw_str text = telling->thread->row.changes;

	if (text.len > 0 && nwi_json_parse(text, LIST_BYTES, 8, &rows, err))
		return NW_CORRUPT;
	size_t count = json_array_size(rows);
	telling->changes =
		nw_arena_array(arena, count + 1, sizeof(*telling->changes));
	if (!telling->changes)
		return nw_fail(err, NW_NO_MEMORY, "no memory for an alert");
	for (size_t i = 0; i < count; i++) {
		const json_t *row = json_array_get(rows, i);
		telling->changes[telling->change_count++] =
			(struct nw_alert_change){
				nw_arena_str(arena,
					     nwi_json_get_str(row, "kind")),
				nw_arena_str(arena,
					     nwi_json_get_str(row, "text")),
			};
	}
	return NW_OK;
}

static void note_fresh(struct telling *telling, const char *kind,
		       const char *words)
{
	struct weighed *thread = telling->thread;

	telling->changes[telling->change_count++] = (struct nw_alert_change){
		nw_str_from(kind),
		nw_arena_fmt(telling->core->scratch,
			     "%s, %lld more since the last alert", words,
			     (long long)thread->state.fresh),
	};
}

/* ---- the alert ---- */

static void derive_alert_id(const struct core *core, struct weighed *thread,
			    uint32_t revision, char out[NWI_ID_TEXT])
{
	char text[16];

	snprintf(text, sizeof(text), "%u", revision);
	const struct nw_str parts[] = { nw_str_from(core->instance),
					thread->row.watch, thread->row.story,
					nw_str_from(text) };
	nwi_derive_id("alert", parts, 4, out);
}

static uint32_t reason_of(enum thread_raise raise)
{
	if (raise == THREAD_FIRST)
		return NW_ALERT_FIRST;
	return raise == THREAD_UPDATE ? NW_ALERT_UPDATE : NW_ALERT_REMINDER;
}

static enum nw_status gather(struct telling *telling, enum thread_raise raise,
			     struct nw_error *err)
{
	struct weighed *thread = telling->thread;
	enum nw_status status = add_items(telling, err);

	if (status == NW_OK)
		status = add_changes(telling, err);
	if (status != NW_OK)
		return status;
	if (raise == THREAD_REMINDER)
		note_fresh(telling, "reports", "it is still reported");
	else if (thread->state.changed & THREAD_AGAIN)
		note_fresh(telling, "again", "it is reported again");
	return NW_OK;
}

static enum nw_status raise_alert(struct telling *telling,
				  enum thread_raise raise, uint32_t revision,
				  uint32_t *rows, struct nw_error *err)
{
	struct core *core = telling->core;
	struct weighed *thread = telling->thread;
	const struct ledger_watch *watch = thread->watch;

	derive_alert_id(core, thread, revision, telling->id);
	struct nw_alert alert = {
		.size = sizeof(alert),
		.kind = NW_ALERT_NEWS,
		.id = nw_str_from(telling->id),
		.instance = nw_str_from(core->instance),
		.watch = watch->name,
		.severity = thread->row.severity,
		.story = thread->row.story,
		.revision = revision,
		.item_count = telling->item_count,
		.at = core->now.at,
		.title = thread->row.title,
		.items = telling->items,
		.reason = reason_of(raise),
		.change_count = telling->change_count,
		.changes = telling->changes,
		.outlets = (uint32_t)thread->story.outlets,
		.independent = (uint32_t)thread->story.independent,
		.story_items = (uint32_t)thread->story.items,
		.first_seen = thread->story.first_seen,
	};
	enum nw_status status =
		core_list_reports(core, thread->story.id, &alert.reports,
				  &alert.report_count, err);
	const struct core_raise what = { &alert, watch->notifiers,
					 watch->notifier_count, watch->name };

	return status == NW_OK ? core_raise(core, &what, rows, err) : status;
}

/* What a change says, without what is only counted. */
static struct nw_str said(struct nw_str kind, struct nw_str text)
{
	size_t end = text.len;

	if (nw_str_is(kind, "reports") || nw_str_is(kind, "again"))
		return nw_str_make(NULL, 0);
	while (end > 0 && text.at[end - 1] != '(')
		end--;
	return end > 0 ? nw_str_slice(text, 0, end - 1) : text;
}

static bool is_told(const json_t *told, const struct nw_alert_change *change)
{
	for (size_t i = 0; i < json_array_size(told); i++) {
		const json_t *row = json_array_get(told, i);
		struct nw_str kind = nwi_json_get_str(row, "kind");
		struct nw_str text = nwi_json_get_str(row, "text");
		if (nw_str_equal(kind, change->kind) &&
		    nw_str_equal(said(kind, text),
				 said(change->kind, change->text)))
			return true;
	}
	return false;
}

/* Leaves out what the alert of this revision told; `*out`: all of it. */
static enum nw_status drop_told(struct telling *telling, bool *out,
				struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *object = NULL;
	struct store_alert row = { .id = nw_str_from(telling->id) };
	uint32_t left = 0, had = telling->change_count;
	enum nw_status status = core_get(telling->core, STORE_ALERT, &row, err);

	*out = false;
	if (status != NW_OK)
		return status == NW_NOT_FOUND ? NW_OK : status;
	if (nwi_json_parse(row.json, ALERT_BYTES, 64, &object, err) != NW_OK)
		return NW_CORRUPT;
	const json_t *told = json_object_get(object, "changes");
	for (uint32_t i = 0; i < had; i++)
		if (!is_told(told, &telling->changes[i]))
			telling->changes[left++] = telling->changes[i];
	telling->change_count = left;
	*out = had > 0 && left == 0;
	return NW_OK;
}

/*
 * After a recovery from a backup the journal may know an alert of this
 * revision that the thread does not: what that told is not told again, and
 * what else is new is the next one's.
 */
static enum nw_status raise_next(struct telling *telling,
				 enum thread_raise raise, uint32_t *rows,
				 struct nw_error *err)
{
	struct thread_row *state = &telling->thread->state;
	enum nw_status status =
		raise_alert(telling, raise, state->revision + 1, rows, err);

	while (status == NW_EXISTS && raise != THREAD_FIRST) {
		bool told;
		status = drop_told(telling, &told, err);
		if (status != NW_OK)
			return status;
		if (told)
			return NW_EXISTS;
		state->revision++;
		status = raise_alert(telling, raise, state->revision + 1, rows,
				     err);
	}
	return status;
}

/*
 * The title is the first alert's, of the item that it shows first, and stays:
 * mail programs thread by it.
 */
static void head(struct telling *telling)
{
	struct weighed *thread = telling->thread;

	if (thread->row.title.len == 0 && telling->item_count > 0)
		thread->row.title = telling->items[0].item.title;
	if (thread->row.title.len == 0)
		thread->row.title = thread->story.title;
	thread->row.severity =
		thread_severity(&thread->watch->rules, thread->watch->severity,
				thread->count.independent);
}

enum nw_status core_tell_thread(struct core *core, struct weighed *thread,
				enum thread_raise raise,
				struct ledger_reply *reply,
				struct nw_error *err)
{
	struct telling telling = { .core = core, .thread = thread };
	uint32_t rows = 0;

	enum nw_status status = gather(&telling, raise, err);
	head(&telling);
	if (status == NW_OK)
		status = raise_next(&telling, raise, &rows, err);
	if (status != NW_OK && status != NW_EXISTS)
		return status;
	reply->alerts += status == NW_OK;
	reply->outbox_rows += rows;
	thread_told(&thread->state, core_kept(core));
	thread->row.changes = nw_str_make(NULL, 0);
	thread->row.items = nw_str_make(NULL, 0);
	return NW_OK;
}
