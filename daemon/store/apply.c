/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A response in one transaction: items, identities, stories, alerts, outbox
 * rows, follow-ups, and the source's new state with the validators that cover
 * them.
 */
#include "base/json.h"
#include "daemon/alert/news.h"
#include "daemon/store/hits.h"
#include "daemon/store/identify.h"
#include "daemon/store/revision.h"
#include "daemon/store/source.h"

#include <stdio.h>

#define FOLLOW_UPS_MAX 1000
#define FRAMES_MAX     5000
#define NAMES_BYTES    ((size_t)1 << 20)

/* What is the same for all items of a batch. */
struct apply {
	struct core *core;
	struct message *message;
	struct store_source source;
	struct news_batch news;
	struct frame *frames;
	struct nwi_map texts; /* item id -> follow-up that asks for it */
	bool suspect;
	bool full_text;	    /* answers a follow-up of kind TEXT */
	bool came;	    /* and has the article */
	struct nw_str item; /* whose; absent: the follow-up is gone */
};

/* ---- items ---- */

static int64_t text_flags(const struct frame *frame)
{
	uint32_t flags = frame->item.item.flags;

	return (flags & NW_ITEM_FULL_TEXT ? STORE_FULL_TEXT : 0) |
	       (flags & NW_ITEM_TEASER ? STORE_TEASER : 0);
}

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
	row->flags = (row->flags & STORE_NOT_NEWS) | text_flags(frame);
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
	if (!apply->core->tail_wanted || item->flags & STORE_NOT_NEWS)
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

/*
 * Lets an item that is news wait for its article, where the batch asks for it
 * and no other item waits for the same page.
 */
static enum nw_status await_text(struct apply *apply, struct store_item *row,
				 struct nw_error *err)
{
	const struct ledger_follow_up *wanted =
		nwi_map_get(&apply->texts, row->id);

	if (!wanted || row->flags & STORE_NOT_NEWS)
		return NW_OK;
	const struct store_follow_up follow_up = {
		.id = core_next_seq(apply->core, CORE_SEQ_FOLLOW_UP),
		.kind = LEDGER_FOLLOW_TEXT,
		.baseline = apply->news.is_first,
		.source = apply->source.name,
		.url = wanted->url,
		.item = row->id,
		.kept = core_kept(apply->core),
	};
	enum nw_status status =
		core_add(apply->core, STORE_FOLLOW_UP, &follow_up, err);
	if (status == NW_EXISTS)
		return NW_OK;
	row->state = STORE_AWAITING_TEXT;
	return status;
}

/* What awaits its text or an operator's word has no story yet. */
static enum nw_status settle(struct apply *apply, const struct settling *from,
			     struct nw_error *err)
{
	struct settling what = *from;

	if (what.row->state != STORE_ANALYSED ||
	    what.row->flags & STORE_SUSPECT)
		return core_put(apply->core, STORE_ITEM, what.row, err);
	return core_settle(apply->core, &what, &apply->message->reply, err);
}

static enum nw_status add_item(struct apply *apply, const struct frame *frame,
			       struct nw_str json, struct nw_error *err)
{
	struct core *core = apply->core;
	struct store_item row = { .id = frame->id };
	struct settling what = { .frame = frame, .row = &row };

	fill_item(apply, frame, &row);
	row.seq = core_next_seq(core, CORE_SEQ_ITEM);
	row.seen = core->now.at;
	row.revision = 1;
	row.flags |= flags_of(apply, frame);
	row.state = STORE_ANALYSED;
	what.news = !(row.flags & STORE_NOT_NEWS);
	enum nw_status status = await_text(apply, &row, err);
	if (status == NW_OK)
		status = put_archive(core, row.id, 1, json, err);
	if (status == NW_OK)
		status = put_identity(apply, frame, row.flags & STORE_NOT_NEWS,
				      err);
	if (status == NW_OK)
		status = settle(apply, &what, err);
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

	apply->core->search_dirty = true;
	return core_put(apply->core, STORE_REVISION, &note, err);
}

/* A sitemap's entry has no title: the page's stays. */
static bool is_renamed(const struct frame *frame, const struct store_item *row)
{
	struct nw_str title = frame->item.item.title;

	return title.len > 0 && !nw_str_equal(row->title, title);
}

/* A teaser that was changed is no reason to give up the article. */
static bool keeps_text(const struct apply *apply, const struct frame *frame,
		       const struct store_item *row)
{
	bool renamed = is_renamed(frame, row);

	return !apply->full_text && row->flags & STORE_FULL_TEXT &&
	       frame->item.item.flags & NW_ITEM_TEASER &&
	       !(renamed && nwi_map_get(&apply->texts, row->id));
}

/* Under a new title it is worth another look; not under each new teaser. */
static enum nw_status change_state(struct apply *apply, struct store_item *row,
				   bool renamed, struct nw_error *err)
{
	bool awaited = row->state == STORE_AWAITING_TEXT;

	if (apply->full_text) {
		row->state = STORE_ANALYSED;
		return NW_OK;
	}
	if (awaited && nwi_map_get(&apply->texts, row->id))
		return NW_OK;
	row->state = STORE_ANALYSED;
	return renamed && !awaited ? await_text(apply, row, err) : NW_OK;
}

/* The text stays; what the teaser hits is hit from now on. */
static enum nw_status settle_teaser(struct apply *apply,
				    const struct settling *from,
				    struct nw_error *err)
{
	struct settling what = *from;
	struct nw_str now = what.frame->watches;
	enum nw_status status =
		core_join_watches(apply->core, what.row->watches, &now, err);

	if (status != NW_OK)
		return status;
	what.row->watches = now;
	what.teaser = true;
	return settle(apply, &what, err);
}

/*
 * `before`: the watches that must not raise an alert again: those that the
 * item hit, unless its alerts were still to come with its text.
 */
static enum nw_status change_item(struct apply *apply,
				  const struct frame *frame,
				  struct store_item *row, struct nw_str json,
				  struct nw_error *err)
{
	struct core *core = apply->core;
	struct nw_str before = row->watches;
	bool renamed = is_renamed(frame, row);
	bool news = !(row->flags & STORE_SUSPECT);

	apply->message->reply.items_changed++;
	if (row->state == STORE_AWAITING_TEXT && !(row->flags & STORE_NOT_NEWS))
		before = nw_str_make(NULL, 0);
	struct settling what = {
		.frame = frame, .row = row, .before = before, .news = news
	};
	if (keeps_text(apply, frame, row))
		return news ? settle_teaser(apply, &what, err) : NW_OK;
	struct nwi_revision edit = { 0 };
	enum nw_status status =
		apply->full_text ? core_revise_article(core, row, frame, &edit,
						       &what.before, err)
				 : core_revise(core, row, frame, &edit, err);
	if (status != NW_OK)
		return status;
	what.edits = edit.why;
	what.edit_count = edit.why_count;
	bool whole = row->flags & STORE_FULL_TEXT;
	fill_item(apply, frame, row);
	row->revision += edit.weight != NWI_REVISION_NONE;
	status = change_state(apply, row, renamed, err);
	if (status == NW_OK && whole && row->state == STORE_AWAITING_TEXT)
		status = core_keep_article(core, row->id, err);
	if (status == NW_OK)
		status = put_archive(core, row->id, row->revision, json, err);
	if (status == NW_OK && edit.weight != NWI_REVISION_NONE)
		status = put_revision(apply, frame, row, err);
	return status == NW_OK ? settle(apply, &what, err) : status;
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
	apply->came = true;
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
	if (apply->full_text && !nw_str_equal(frame->id, apply->item))
		return NW_OK;
	enum nw_status status =
		core_get(apply->core, STORE_IDENTITY, &identity, err);

	if (status == NW_NOT_FOUND && apply->full_text)
		return NW_OK;
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
	apply->item = row.item;
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
			.kind = LEDGER_FOLLOW_PAGE,
			.baseline = apply->news.is_first,
			.source = apply->source.name,
			.url = batch->follow_ups[i].url,
			.kept = core_kept(core),
		};
		if (batch->follow_ups[i].kind != LEDGER_FOLLOW_PAGE)
			continue; /* await_text did */
		status = core_add(core, STORE_FOLLOW_UP, &row, err);
		if (status == NW_EXISTS)
			status = NW_OK;
	}
	return status;
}

static void note_texts(struct apply *apply)
{
	const struct ledger_batch *batch = &apply->message->batch;

	for (size_t i = 0; i < batch->follow_up_count && i < FOLLOW_UPS_MAX;
	     i++) {
		const struct ledger_follow_up *row = &batch->follow_ups[i];
		union {
			const void *from;
			void *to;
		} value = { .from = row };
		if (row->kind == LEDGER_FOLLOW_TEXT)
			nwi_map_put(&apply->texts, row->item, value.to);
	}
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
	apply->full_text = batch->flags & LEDGER_BATCH_TEXT;
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
		status =
			core_identify(core, apply->message, apply->frames, err);
	note_texts(apply);
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

	if (apply->full_text)
		return apply->came
			       ? NW_OK
			       : core_article_gone(core, &apply->message->reply,
						   apply->item, err);
	if (apply->message->reply.items_suspect > 0)
		status = tell_suspect(apply, err);
	if (status == NW_OK)
		status = add_follow_ups(apply, err);
	if (status == NW_OK)
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

	nwi_map_init(&apply.texts, (struct nwi_sip_key){ 0, 0 });
	enum nw_status status = begin_apply(&apply, err);
	for (size_t i = 0; i < message->batch.frame_count && status == NW_OK;
	     i++)
		status = apply_frame(&apply, i, err);
	nwi_map_fini(&apply.texts);
	return status == NW_OK ? end_apply(&apply, err) : status;
}
