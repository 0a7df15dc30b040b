/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The story window in the ledger's thread, and what is stored of it.
 *
 * An item's decision changes the window at once, and its rows with the
 * transaction. Where a transaction is undone the window knows more than the
 * rows: it is given up then, and made anew from them before its next use, as
 * it is at a start. Times that it sees are ledger time, so a wall clock that
 * jumps empties nothing.
 */
#include "daemon/story/gather.h"
#include "base/hash.h"
#include "daemon/alert/gist.h"
#include "story/origin.h"
#include "story/window.h"

#include <inttypes.h>
#include <stdio.h>

#define PAGE	  500
#define ROW_BYTES ((size_t)64 << 10)
#define WHY_BYTES ((size_t)2 << 10)

/* ---- the window ---- */

void core_free_window(struct core *core)
{
	nwi_window_free(&core->window);
}

void core_forget_window(struct core *core)
{
	core->window_last = 0;
	nwi_window_free(&core->window);
}

/* Rows that are damaged are left out, and said. */
static enum nw_status load_row(struct core *core, enum store_find what,
			       const void *at, int64_t *after)
{
	const struct store_print *print = at;
	const struct store_sums *sums = at;
	struct nw_error why;
	enum nw_status status;

	if (what == STORE_FIND_PRINTS) {
		*after = print->number;
		status = nwi_window_load(core->window, print->bytes, &why);
	} else {
		*after = sums->number;
		status = nwi_window_load_story(core->window, sums->bytes, &why);
	}
	if (status == NW_BAD_INPUT)
		core_log(core, LEDGER_LOG_WARNING, "story.row",
			 "row %lld of the story window is left out: %s",
			 (long long)*after, why.text);
	return NW_OK;
}

static enum nw_status load_rows(struct core *core, enum store_find what,
				struct nw_error *err)
{
	/* Both rows have the same shape. */
	const size_t bytes = sizeof(struct store_print);
	struct nw_arena *arena = nw_arena_new((size_t)64 << 20);
	struct store_rows rows = { NULL, PAGE };
	enum nw_status status = NW_OK;
	int64_t after = 0;

	while (status == NW_OK && rows.count == PAGE) {
		const struct store_arg args[] = { STORE_ARG_INT(after),
						  STORE_ARG_INT(PAGE) };
		nw_arena_clear(arena);
		status = core->ops->find(core->store, what, args, 2, arena,
					 &rows, err);
		for (size_t i = 0; status == NW_OK && i < rows.count; i++)
			status = load_row(core, what,
					  (const char *)rows.at + i * bytes,
					  &after);
		if (what == STORE_FIND_PRINTS)
			core->window_last = after;
	}
	nw_arena_free(&arena);
	return status;
}

static enum nw_status need_window(struct core *core, struct nw_error *err)
{
	const struct nwi_window_limits limits = {
		.bytes = (size_t)core->stories_memory,
		.span_ms = core->stories_window_ms,
	};
	enum nw_status status;

	if (core->window)
		return NW_OK;
	core->window = nwi_window_new(&limits);
	status = load_rows(core, STORE_FIND_PRINTS, err);
	if (status == NW_OK)
		status = load_rows(core, STORE_FIND_SUMS, err);
	if (status != NW_OK)
		core_forget_window(core);
	return status;
}

/* ---- a decision ---- */

struct nw_str core_outlet_of(const struct store_item *row)
{
	return row->outlet.len ? row->outlet : row->source;
}

static uint32_t hash_of(struct nw_str name)
{
	return name.len ? nw_token_hash(name) : 0;
}

/* Items that came with one answer of a source stood beside each other. */
static uint32_t page_of(const struct store_item *row)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "%" PRId64, row->seen);

	return nwi_crc32c(hash_of(row->source), text, (size_t)len) | 1;
}

static enum nw_status save_rows(struct core *core,
				const struct nwi_decision *decision,
				struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf sums = { 0 };

	nw_buf_init(&bytes, ROW_BYTES);
	nw_buf_init(&sums, ROW_BYTES);
	nwi_window_save(core->window, decision, &bytes);
	enum nw_status status = nw_buf_check(&bytes, "a print", err);
	if (status == NW_OK)
		status = nwi_window_save_story(core->window, decision->story,
					       &sums, err);
	const struct store_print print = { (int64_t)decision->number,
					   nw_buf_str(&bytes),
					   core_kept(core) };
	const struct store_sums row = { (int64_t)decision->story,
					nw_buf_str(&sums), core_kept(core) };
	if (status == NW_OK)
		status = core_put(core, STORE_PRINT, &print, err);
	return status == NW_OK ? core_put(core, STORE_SUMS, &row, err) : status;
}

static enum nw_status decide(struct core *core, const struct frame *frame,
			     const struct store_item *row,
			     const struct nwi_print *print,
			     struct nwi_decision *out, struct nw_error *err)
{
	const struct nwi_item_facts facts = {
		.number = out->number,
		.outlet = hash_of(core_outlet_of(row)),
		.owner = hash_of(frame->owner),
		.page = page_of(row),
		.published = row->published_at ? row->published_at
					       : NWI_TIME_UNKNOWN,
		.seen = core_kept(core),
	};
	enum nw_status status = need_window(core, err);

	if (status == NW_OK)
		status = nwi_window_add(core->window, print, &facts, out, err);
	if (status != NW_OK)
		return status;
	core->window_last = (int64_t)facts.number;
	return save_rows(core, out, err);
}

/* What the window says; an item without a print is a story of its own. */
static enum nw_status decide_or_not(struct core *core,
				    const struct frame *frame,
				    const struct store_item *row,
				    struct nwi_decision *out, uint8_t *origin,
				    struct nw_error *err)
{
	const uint64_t number = (uint64_t)core_next_seq(core, CORE_SEQ_STORY);
	struct nwi_print print;
	struct nw_error why;

	*out = (struct nwi_decision){ .number = number,
				      .story = number,
				      .copies = number,
				      .flags = NWI_DECISION_NEW_STORY };
	*origin = 0;
	if (!core->gathers || frame->print.len == 0)
		return NW_OK;
	if (nwi_print_from_text(frame->print, &print, &why) != NW_OK) {
		core_log(core, LEDGER_LOG_WARNING, "story.print",
			 "item %.*s is a story of its own: %s", NW_FMT(row->id),
			 why.text);
		return NW_OK;
	}
	*origin = print.origin;
	return decide(core, frame, row, &print, out, err);
}

/* ---- rows ---- */

static int64_t thousandths(double share)
{
	return (int64_t)(share * 1000 + 0.5);
}

static struct nw_str explain(struct core *core, const struct nwi_decision *d,
			     struct nw_str words)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, WHY_BYTES);
	nwi_decision_explain(d, words, &line);
	return line.failed || line.len == 0
		       ? nw_str_make(NULL, 0)
		       : nw_arena_str(core->scratch, nw_buf_str(&line));
}

static void fill_member(const struct store_item *row,
			const struct nwi_decision *d, uint8_t origin,
			int64_t kept, struct store_member *out)
{
	const char *wire = nwi_origin_name(origin);

	*out = (struct store_member){
		.number = (int64_t)d->number,
		.item = row->id,
		.copy_of = (int64_t)d->copy_of,
		.copies = (int64_t)d->copies,
		.relation = d->relation,
		.outlet = core_outlet_of(row),
		.wire = wire ? nw_str_from(wire) : nw_str_make(NULL, 0),
		.alike = (int64_t)d->like,
		.near = (int64_t)d->near,
		.containment = thousandths(d->containment),
		.score = thousandths(d->score),
		.needed = thousandths(d->needed),
		.flags = d->flags,
		.seen = row->seen,
		.kept = kept,
	};
}

/* The story of that number; one that retention took begins anew. */
static enum nw_status find_story(struct core *core, int64_t number,
				 const struct store_item *row,
				 struct store_story *out, struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_INT(number) };
	struct store_rows rows = { NULL, 0 };
	const struct nw_str parts[] = { nw_str_from(core->instance), row->id };
	enum nw_status status =
		core_find(core, STORE_FIND_STORY_NUMBER, args, 1, &rows, err);

	if (status != NW_OK)
		return status;
	if (rows.count > 0) {
		*out = *(const struct store_story *)rows.at;
		return NW_OK;
	}
	char id[NWI_ID_TEXT];
	nwi_derive_id("story", parts, 2, id);
	*out = (struct store_story){
		.id = nw_arena_str(core->scratch, nw_str_from(id)),
		.seq = number,
		.title = row->title,
		.first_item = row->id,
		.first_seen = row->seen,
	};
	return nw_str_is_absent(out->id)
		       ? nw_fail(err, NW_NO_MEMORY, "no memory for a story")
		       : NW_OK;
}

static enum nw_status tell_full(struct core *core, const struct joined *joined,
				struct nw_error *err)
{
	struct nw_arena *arena = core->scratch;
	const struct store_story *story = &joined->story;
	const struct core_notice_text notice = {
		nw_arena_fmt(arena, "story:%.*s", NW_FMT(story->id)),
		nw_arena_fmt(arena, "a story takes no more items: %.*s",
			     NW_FMT(story->title)),
		nw_arena_fmt(arena,
			     "It has as many as a story may have. What comes "
			     "is gathered in a further one, %.*s, the last "
			     "by %.*s; an outlet that prints many pages of "
			     "one text does this.",
			     NW_FMT(story->id), NW_FMT(joined->member.outlet)),
		0,
	};

	return core_tell(core, &notice, err);
}

/* A gist that is none is left out: the item is none the worse. */
static enum nw_status add_gist(struct core *core, const struct frame *frame,
			       struct store_story *story, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf sum = { 0 };
	struct nw_error why;

	nw_buf_init(&sum, GIST_SUM_BYTES * 2);
	if (gist_add(story->gist, frame->gist, &sum, &why) != NW_OK)
		return NW_OK;
	story->gist = nw_arena_str(core->scratch, nw_buf_str(&sum));
	return nw_str_is_absent(story->gist)
		       ? nw_fail(err, NW_NO_MEMORY, "no memory for a story")
		       : NW_OK;
}

static enum nw_status write_rows(struct core *core, const struct frame *frame,
				 const struct store_item *row,
				 struct joined *joined, struct nw_error *err)
{
	struct store_story *story = &joined->story;
	enum nw_status status = core_report(core, frame, row, joined, err);

	story->items++;
	story->last_seen =
		row->seen > story->last_seen ? row->seen : story->last_seen;
	story->kept = core_kept(core);
	if (status == NW_OK)
		status = add_gist(core, frame, story, err);
	if (status == NW_OK)
		status = core_put(core, STORE_STORY, story, err);
	if (status == NW_OK)
		status = core_put(core, STORE_MEMBER, &joined->member, err);
	if (status == NW_OK && joined->member.flags & NWI_DECISION_FULL)
		status = tell_full(core, joined, err);
	return status;
}

enum nw_status core_gather(struct core *core, const struct frame *frame,
			   struct store_item *row, struct joined *out,
			   struct nw_error *err)
{
	struct nwi_decision decision;
	uint8_t origin;
	enum nw_status status =
		decide_or_not(core, frame, row, &decision, &origin, err);

	*out = (struct joined){ .new_voice = false };
	if (status != NW_OK)
		return status;
	fill_member(row, &decision, origin, core_kept(core), &out->member);
	out->member.why = explain(core, &decision, frame->words);
	status = find_story(core, (int64_t)decision.story, row, &out->story,
			    err);
	if (status != NW_OK)
		return status;
	row->story = out->story.id;
	out->member.story = out->story.id;
	return write_rows(core, frame, row, out, err);
}
