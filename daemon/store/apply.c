/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A response in one transaction: items, identities, stories, alerts, outbox
 * rows, follow-ups, and the source's new state with the validators that cover
 * them.
 */
#include "base/json.h"
#include "daemon/alert/frame.h"
#include "daemon/alert/news.h"
#include "daemon/store/source.h"
#include "daemon/story/story.h"

#include <stdio.h>

#define FOLLOW_UPS_MAX 1000
#define FRAMES_MAX     5000
#define NAMES_BYTES    ((size_t)1 << 20)
#define SUSPECT_PAGE   100

/* What is the same for all items of a batch. */
struct apply {
	struct core *core;
	struct message *message;
	struct store_source source;
	struct news_batch news;
	struct frame *frames;
	bool suspect;
	bool full_text; /* articles of items that wait for them */
};

/* ---- alerts ---- */

static bool names_watch(const json_t *names, struct nw_str watch)
{
	for (size_t i = 0; i < json_array_size(names); i++) {
		const json_t *name = json_array_get(names, i);
		if (nw_str_equal(nw_str_make(json_string_value(name),
					     json_string_length(name)),
				 watch))
			return true;
	}
	return false;
}

static void derive_alert_id(const struct core *core, struct nw_str watch,
			    struct nw_str story, char out[NWI_ID_TEXT])
{
	const struct nw_str parts[] = { nw_str_from(core->instance), watch,
					story, NW_STR("1") };

	nwi_derive_id("alert", parts, 4, out);
}

static enum nw_status alert_for(struct apply *apply, const struct frame *frame,
				const struct store_item *item,
				const struct frame_hit *hit,
				const struct ledger_watch *watch,
				struct nw_error *err)
{
	struct core *core = apply->core;
	struct ledger_reply *reply = &apply->message->reply;
	struct nw_alert_item of = frame->item;
	char id[NWI_ID_TEXT];
	uint32_t rows = 0;

	derive_alert_id(core, watch->name, item->story, id);
	of.source = item->source;
	of.seen = item->seen;
	of.excerpt = hit->excerpt;
	of.marks = hit->marks;
	of.mark_count = hit->mark_count;
	const struct nw_alert alert = {
		.size = sizeof(alert),
		.kind = NW_ALERT_NEWS,
		.id = nw_str_from(id),
		.instance = nw_str_from(core->instance),
		.watch = watch->name,
		.severity = watch->severity,
		.story = item->story,
		.revision = 1,
		.item_count = 1,
		.at = core->now.at,
		.title = item->title,
		.items = &of,
	};
	const struct core_raise what = { &alert, watch->notifiers,
					 watch->notifier_count, watch->name };
	enum nw_status status = core_raise(core, &what, &rows, err);
	if (status == NW_EXISTS) /* once for a watch and a story */
		return NW_OK;
	reply->alerts += status == NW_OK;
	reply->outbox_rows += rows;
	return status;
}

/* `before`: the watches that the item hit already, JSON, or absent. */
static enum nw_status alert_hits(struct apply *apply, const struct frame *frame,
				 const struct store_item *item,
				 struct nw_str before, struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *names = NULL;
	enum nw_status status = NW_OK;

	if (before.len > 0 &&
	    nwi_json_parse(before, FRAME_BYTES, 4, &names, err) != NW_OK)
		return NW_CORRUPT;
	for (size_t i = 0; i < frame->hit_count && status == NW_OK; i++) {
		const struct frame_hit *hit = &frame->hits[i];
		const struct ledger_watch *watch =
			nwi_map_get(&apply->core->watches, hit->watch);
		if (watch && !names_watch(names, hit->watch))
			status = alert_for(apply, frame, item, hit, watch, err);
	}
	return status;
}

/* ---- items ---- */

static void fill_item(struct apply *apply, const struct frame *frame,
		      struct store_item *row)
{
	const struct nw_item *item = &frame->item.item;
	char published[NW_TIME_TEXT];

	nw_instant_format(&item->published, published);
	row->source = apply->source.name;
	row->url = item->url;
	row->title = item->title;
	row->outlet = frame->item.outlet;
	row->language = item->language;
	row->published = nw_arena_str(apply->core->scratch,
				      nw_instant_is_absent(&item->published)
					      ? nw_str_make(NULL, 0)
					      : nw_str_from(published));
	row->published_at = frame_published(frame);
	row->topics = frame->topics;
	row->watches = frame->watches;
	row->kept = core_kept(apply->core);
}

static enum nw_status put_archive(struct core *core, struct nw_str item,
				  int64_t revision, struct nw_str frame,
				  struct nw_error *err)
{
	const struct store_archive row = { item, revision, frame,
					   core_kept(core) };

	return core_put(core, STORE_ARCHIVE, &row, err);
}

static enum nw_status put_story(struct core *core,
				const struct store_item *item,
				struct nw_error *err)
{
	const struct store_story row = {
		.id = item->story,
		.seq = core_next_seq(core, CORE_SEQ_STORY),
		.title = item->title,
		.first_item = item->id,
		.first_seen = core->now.at,
		.last_seen = core->now.at,
		.items = 1,
		.outlets = 1,
		.kept = core_kept(core),
	};
	enum nw_status status = core_add(core, STORE_STORY, &row, err);

	return status == NW_EXISTS ? NW_OK : status;
}

static enum nw_status put_identity(struct apply *apply,
				   const struct frame *frame, int64_t flags,
				   struct nw_error *err)
{
	const struct store_identity row = {
		.source = apply->source.name,
		.item = frame->id,
		.identity = frame->identity,
		.hash = frame->hash,
		.first_seen = apply->core->now.at,
		.flags = flags,
		.kept = core_kept(apply->core),
	};

	return core_put(apply->core, STORE_IDENTITY, &row, err);
}

static void tell_followers(struct apply *apply, const struct store_item *item)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, 65536);
	if (!apply->core->tail_wanted || item->flags)
		return;
	nwi_json_open(&line, '{');
	nwi_json_put_text(&line, "event", "item");
	nwi_json_put_time(&line, "at", apply->core->now.at);
	nwi_json_put_str(&line, "id", item->id);
	nwi_json_put_str(&line, "source", item->source);
	nwi_json_put_str(&line, "title", item->title);
	nwi_json_put_str(&line, "url", item->url);
	nwi_json_close(&line, '}');
	if (!line.failed)
		core_tail(apply->core, nw_buf_str(&line));
}

static int64_t flags_of(struct apply *apply, const struct frame *frame)
{
	struct ledger_reply *reply = &apply->message->reply;

	if (news_is_baseline(&apply->news, frame_published(frame))) {
		reply->items_baseline++;
		return STORE_BASELINE;
	}
	if (!apply->suspect)
		return 0;
	reply->items_suspect++;
	return STORE_SUSPECT;
}

static enum nw_status add_item(struct apply *apply, const struct frame *frame,
			       struct nw_str json, struct nw_error *err)
{
	struct core *core = apply->core;
	struct story_decision story;
	struct store_item row = { .id = frame->id };

	story_decide(
		&(struct story_input){ nw_str_from(core->instance), frame->id },
		&story);
	fill_item(apply, frame, &row);
	row.seq = core_next_seq(core, CORE_SEQ_ITEM);
	row.seen = core->now.at;
	row.revision = 1;
	row.flags = flags_of(apply, frame);
	row.state = apply->message->batch.flags & LEDGER_BATCH_AWAITING
			    ? STORE_AWAITING_TEXT
			    : STORE_ANALYSED;
	row.story = nw_str_from(story.story);
	enum nw_status status = put_archive(core, row.id, 1, json, err);
	if (status == NW_OK)
		status = core_put(core, STORE_ITEM, &row, err);
	if (status == NW_OK)
		status = put_identity(apply, frame, row.flags, err);
	if (status == NW_OK)
		status = put_story(core, &row, err);
	if (status == NW_OK && row.flags == 0 && row.state == STORE_ANALYSED)
		status = alert_hits(apply, frame, &row, nw_str_make(NULL, 0),
				    err);
	apply->message->reply.items_new++;
	apply->source.items++;
	tell_followers(apply, &row);
	return status;
}

static enum nw_status put_revision(struct apply *apply,
				   const struct frame *frame,
				   const struct store_item *row,
				   struct nw_error *err)
{
	const struct store_revision note = {
		row->id,    row->revision,	 frame->hash,
		row->title, apply->core->now.at, core_kept(apply->core)
	};

	return core_put(apply->core, STORE_REVISION, &note, err);
}

/*
 * The watches that must not raise an alert again: those that the item hit
 * before, unless its alerts were still to come with its text.
 */
static enum nw_status change_item(struct apply *apply,
				  const struct frame *frame,
				  struct store_item *row, struct nw_str json,
				  struct nw_error *err)
{
	struct core *core = apply->core;
	struct nw_str before = row->watches;

	if (row->state == STORE_AWAITING_TEXT && row->flags == 0)
		before = nw_str_make(NULL, 0);
	fill_item(apply, frame, row);
	row->revision++;
	if (apply->full_text ||
	    !(apply->message->batch.flags & LEDGER_BATCH_AWAITING))
		row->state = STORE_ANALYSED;
	enum nw_status status =
		put_archive(core, row->id, row->revision, json, err);
	if (status == NW_OK)
		status = core_put(core, STORE_ITEM, row, err);
	if (status == NW_OK)
		status = put_revision(apply, frame, row, err);
	if (status == NW_OK && !(row->flags & STORE_SUSPECT) &&
	    row->state == STORE_ANALYSED)
		status = alert_hits(apply, frame, row, before, err);
	apply->message->reply.items_changed++;
	return status;
}

static enum nw_status apply_known(struct apply *apply,
				  const struct frame *frame,
				  struct store_identity *identity,
				  struct nw_str json, struct nw_error *err)
{
	struct store_item row = { .id = frame->id };
	enum nw_status status;

	if (!apply->full_text && nw_str_equal(identity->hash, frame->hash))
		return NW_OK;
	/* The article's page says nothing of what the feed will show next. */
	if (!apply->full_text)
		identity->hash = frame->hash;
	identity->kept = core_kept(apply->core);
	status = core_put(apply->core, STORE_IDENTITY, identity, err);
	if (status == NW_OK)
		status = core_get(apply->core, STORE_ITEM, &row, err);
	if (status == NW_NOT_FOUND) /* retention took the item: no news */
		return NW_OK;
	return status == NW_OK ? change_item(apply, frame, &row, json, err)
			       : status;
}

static enum nw_status apply_frame(struct apply *apply, size_t i,
				  struct nw_error *err)
{
	const struct frame *frame = &apply->frames[i];
	struct nw_str json = apply->message->batch.frames[i];
	struct store_identity identity = { .source = apply->source.name,
					   .item = frame->id };
	enum nw_status status =
		core_get(apply->core, STORE_IDENTITY, &identity, err);

	if (status == NW_NOT_FOUND)
		return add_item(apply, frame, json, err);
	return status == NW_OK ? apply_known(apply, frame, &identity, json, err)
			       : status;
}

/* ---- the batch ---- */

static enum nw_status read_frames(struct apply *apply, struct nw_error *err)
{
	const struct ledger_batch *batch = &apply->message->batch;
	struct nw_arena *arena = apply->core->scratch;
	enum nw_status status = NW_OK;

	if (batch->frame_count > FRAMES_MAX)
		return nw_fail(err, NW_BAD_INPUT, "%zu items, at most %d",
			       batch->frame_count, FRAMES_MAX);
	apply->frames = nw_arena_array(arena, batch->frame_count + 1,
				       sizeof(*apply->frames));
	if (!apply->frames)
		return nw_fail(err, NW_NO_MEMORY, "no memory for the items");
	for (size_t i = 0; i < batch->frame_count && status == NW_OK; i++)
		status = frame_read(batch->frames[i], arena, &apply->frames[i],
				    err);
	return status;
}

static enum nw_status count_news(struct apply *apply, struct nw_error *err)
{
	struct core *core = apply->core;
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < apply->message->batch.frame_count; i++) {
		const struct frame *frame = &apply->frames[i];
		struct store_identity row = { .source = apply->source.name,
					      .item = frame->id };
		status = core_get(core, STORE_IDENTITY, &row, err);
		if (status == NW_OK)
			continue;
		if (status != NW_NOT_FOUND)
			return status;
		apply->news.fresh++;
		if (news_is_stale(&apply->news, frame_published(frame)))
			apply->news.stale++;
	}
	return NW_OK;
}

static enum nw_status tell_suspect(struct apply *apply, struct nw_error *err)
{
	struct nw_arena *arena = apply->core->scratch;
	struct nw_str name = apply->source.name;
	const struct core_notice_text notice = {
		nw_arena_fmt(arena, "suspect:%.*s", NW_FMT(name)),
		nw_arena_fmt(arena, "%.*s shows %u items at once as new",
			     NW_FMT(name), apply->message->reply.items_suspect),
		nw_arena_fmt(arena,
			     "They are held and raise no alerts. `newswatch "
			     "release %.*s` makes them news, "
			     "`newswatch forget %.*s` takes them as "
			     "known.",
			     NW_FMT(name), NW_FMT(name)),
		0,
	};

	return core_tell(apply->core, &notice, err);
}

/* The follow-up that this answers; says whether it belongs to a first poll. */
static enum nw_status end_follow_up(struct apply *apply, struct nw_error *err)
{
	struct core *core = apply->core;
	struct store_follow_up row = { .id = apply->message->batch.follow_up };

	if (row.id == 0)
		return NW_OK;
	enum nw_status status = core_get(core, STORE_FOLLOW_UP, &row, err);
	if (status == NW_NOT_FOUND)
		return NW_OK;
	if (status != NW_OK)
		return status;
	apply->full_text = row.kind == LEDGER_FOLLOW_TEXT;
	apply->news.is_first = row.baseline != 0;
	return core->ops->remove(core->store, STORE_FOLLOW_UP, &row, err);
}

static enum nw_status add_follow_ups(struct apply *apply, struct nw_error *err)
{
	const struct ledger_batch *batch = &apply->message->batch;
	struct core *core = apply->core;
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < batch->follow_up_count && i < FOLLOW_UPS_MAX &&
			   status == NW_OK;
	     i++) {
		const struct store_follow_up row = {
			.id = core_next_seq(core, CORE_SEQ_FOLLOW_UP),
			.kind = batch->follow_ups[i].kind,
			.baseline = apply->news.is_first,
			.source = apply->source.name,
			.url = batch->follow_ups[i].url,
			.item = batch->follow_ups[i].item,
			.kept = core_kept(core),
		};
		status = core_add(core, STORE_FOLLOW_UP, &row, err);
		if (status == NW_EXISTS)
			status = NW_OK;
	}
	return status;
}

static enum nw_status begin_apply(struct apply *apply, struct nw_error *err)
{
	const struct ledger_batch *batch = &apply->message->batch;
	struct core *core = apply->core;
	size_t shown = 0;
	enum nw_status status =
		source_get(core, batch->source.name, &apply->source, err);

	if (status == NW_OK)
		status = source_shown_count(core, batch->source.name, &shown,
					    err);
	apply->news.is_first = apply->source.polls == 0;
	apply->news.first = batch->first;
	apply->news.recent_ms = batch->recent_ms;
	apply->news.most_items = (size_t)core->suspect_items;
	apply->news.most_percent = (size_t)core->suspect_percent;
	apply->news.now = core->now.at;
	apply->news.last_ok = apply->source.last_ok;
	apply->news.shown = batch->flags & LEDGER_BATCH_PARTIAL
				    ? shown + batch->shown_count
				    : batch->shown_count;
	if (status == NW_OK)
		status = end_follow_up(apply, err);
	if (status == NW_OK)
		status = read_frames(apply, err);
	if (status == NW_OK)
		status = count_news(apply, err);
	apply->suspect = news_is_suspect(&apply->news);
	return status;
}

static enum nw_status end_apply(struct apply *apply, struct nw_error *err)
{
	struct core *core = apply->core;
	const struct ledger_batch *batch = &apply->message->batch;
	enum nw_status status = NW_OK;

	if (apply->message->reply.items_suspect > 0)
		status = tell_suspect(apply, err);
	if (status == NW_OK)
		status = add_follow_ups(apply, err);
	if (status == NW_OK && !apply->full_text)
		status = source_put_shown(core, batch, err);
	source_take(core, &batch->source, &apply->source);
	if (batch->follow_up == 0)
		apply->source.polls++;
	if (status == NW_OK)
		status = source_touch(core, &apply->source, err);
	return status == NW_OK
		       ? core_put(core, STORE_SOURCE, &apply->source, err)
		       : status;
}

enum nw_status core_apply(struct core *core, struct message *message,
			  struct nw_error *err)
{
	struct apply apply = { .core = core, .message = message };
	enum nw_status status = begin_apply(&apply, err);

	for (size_t i = 0; i < message->batch.frame_count && status == NW_OK;
	     i++)
		status = apply_frame(&apply, i, err);
	return status == NW_OK ? end_apply(&apply, err) : status;
}

/* ---- suspects ---- */

static enum nw_status release_one(struct apply *apply, struct store_item *row,
				  bool as_news, struct nw_error *err)
{
	struct core *core = apply->core;
	struct store_archive text = { .item = row->id };
	struct frame frame;

	row->flags = as_news ? 0 : STORE_BASELINE;
	enum nw_status status = core_put(core, STORE_ITEM, row, err);
	if (status != NW_OK || !as_news)
		return status;
	status = core_get(core, STORE_ARCHIVE, &text, err);
	if (status == NW_NOT_FOUND)
		return NW_OK;
	if (status == NW_OK)
		status = frame_read(text.frame, core->scratch, &frame, err);
	return status == NW_OK ? alert_hits(apply, &frame, row,
					    nw_str_make(NULL, 0), err)
			       : status;
}

enum nw_status core_release_suspects(struct core *core, struct nw_str source,
				     bool as_news, int64_t *out_items,
				     struct nw_error *err)
{
	struct message counts = { 0 };
	struct apply apply = { .core = core, .message = &counts };
	int64_t after = 0, items = 0;
	struct store_rows rows;

	do {
		const struct store_arg args[] = { STORE_ARG_TEXT(source),
						  STORE_ARG_INT(after),
						  STORE_ARG_INT(SUSPECT_PAGE) };
		nw_arena_clear(core->scratch);
		enum nw_status status = core_find(core, STORE_FIND_SUSPECTS,
						  args, 3, &rows, err);
		struct store_item *at = status == NW_OK ? rows.at : NULL;
		for (size_t i = 0; status == NW_OK && i < rows.count; i++) {
			after = at[i].seq;
			status = release_one(&apply, &at[i], as_news, err);
			items++;
		}
		if (status != NW_OK)
			return status;
	} while (rows.count == SUSPECT_PAGE);
	*out_items = items;
	return core_untell(
		core,
		nw_arena_fmt(core->scratch, "suspect:%.*s", NW_FMT(source)),
		err);
}
