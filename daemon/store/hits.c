/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Items into their stories, and to what they raise: by their frames as they
 * came, and later by their frames as they are stored.
 */
#include "daemon/store/hits.h"
#include "base/json.h"
#include "daemon/alert/rates.h"
#include "daemon/alert/threads.h"
#include "daemon/store/question.h"

#define SUSPECT_PAGE 100

/* ---- settling ---- */

static enum nw_status weigh(struct core *core, const struct settling *what,
			    const struct joined *joined,
			    struct ledger_reply *reply, struct nw_error *err)
{
	struct happening happening = {
		.story = { .id = what->row->story },
		.item = what->row,
		.frame = what->frame,
		.joined = joined,
		.before = what->before,
		.edits = what->edits,
		.edit_count = what->edit_count,
		.reply = reply,
	};
	enum nw_status status = NW_OK;

	if (joined)
		happening.story = joined->story;
	else
		status = core_get(core, STORE_STORY, &happening.story, err);
	if (status == NW_NOT_FOUND) { /* retention took it */
		happening.story = (struct store_story){
			.id = what->row->story,
			.title = what->row->title,
			.first_item = what->row->id,
			.first_seen = what->row->seen,
		};
		status = NW_OK;
	}
	return status == NW_OK ? core_weigh(core, &happening, err) : status;
}

static enum nw_status settle(struct core *core, const struct settling *what,
			     struct ledger_reply *reply, struct nw_error *err)
{
	struct joined joined;
	bool joins = what->row->story.len == 0;
	enum nw_status status = NW_OK;

	if (joins)
		status =
			core_gather(core, what->frame, what->row, &joined, err);
	if (status == NW_OK)
		status = core_put(core, STORE_ITEM, what->row, err);
	if (status != NW_OK || !what->news)
		return status;
	if (joins && joined.member.relation == 0)
		status = core_count_item(core, what->frame, what->row, err);
	if (status == NW_OK)
		status = weigh(core, what, joins ? &joined : NULL, reply, err);
	return status == NW_OK && !what->teaser
		       ? core_question_item(core, what->frame, what->row, err)
		       : status;
}

/* ---- by what is stored ---- */

/*
 * Of an item whose text is gone (the archive is committed apart, and may be
 * newer or older than the ledger after a loss of power), what its row says.
 */
static enum nw_status frame_of_row(struct core *core,
				   const struct store_item *row,
				   struct frame *out, struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *names = NULL;
	struct nw_item *item = &out->item.item;

	*out = (struct frame){ .id = row->id };
	*item = (struct nw_item){ .size = sizeof(*item),
				  .url = row->url,
				  .title = row->title,
				  .language = row->language };
	out->item.item_id = row->id;
	out->item.outlet = row->outlet;
	if (row->watches.len > 0 &&
	    nwi_json_parse(row->watches, FRAME_BYTES, 4, &names, err) != NW_OK)
		return NW_CORRUPT;
	size_t count = json_array_size(names);
	struct frame_hit *hits =
		nw_arena_array(core->scratch, count + 1, sizeof(*hits));
	if (!hits)
		return nw_fail(err, NW_NO_MEMORY, "no memory for an item");
	for (size_t i = 0; i < count; i++)
		hits[i].watch = nw_arena_str(
			core->scratch, nw_str_from(json_string_value(
					       json_array_get(names, i))));
	out->hits = hits;
	out->hit_count = count;
	return NW_OK;
}

static enum nw_status settle_stored(struct core *core, struct store_item *row,
				    bool news, struct ledger_reply *reply,
				    struct nw_error *err)
{
	struct store_archive text = { .item = row->id };
	struct frame frame;
	enum nw_status status = core_get(core, STORE_ARCHIVE, &text, err);

	if (status == NW_OK)
		status = frame_read(text.frame, core->scratch, &frame, err);
	else if (status == NW_NOT_FOUND)
		status = frame_of_row(core, row, &frame, err);
	const struct settling what = { .frame = &frame,
				       .row = row,
				       .news = news };
	return status == NW_OK ? settle(core, &what, reply, err) : status;
}

/* ---- the memory of one item ---- */

/* A batch has thousands of items: the memory of each is given back. */
static void end_item(struct core *core, struct nw_arena *whole,
		     struct store_item *row)
{
	core->scratch = whole;
	row->story = nw_arena_str(whole, row->story);
	nw_arena_clear(core->side);
}

enum nw_status core_settle(struct core *core, const struct settling *what,
			   struct ledger_reply *reply, struct nw_error *err)
{
	struct nw_arena *whole = core->scratch;

	core->scratch = core->side;
	enum nw_status status = settle(core, what, reply, err);
	end_item(core, whole, what->row);
	return status;
}

enum nw_status core_settle_stored(struct core *core, struct store_item *row,
				  bool news, struct ledger_reply *reply,
				  struct nw_error *err)
{
	struct nw_arena *whole = core->scratch;

	core->scratch = core->side;
	enum nw_status status = settle_stored(core, row, news, reply, err);
	end_item(core, whole, row);
	return status;
}

/* ---- suspects ---- */

static enum nw_status release_one(struct core *core, struct store_item *row,
				  bool as_news, struct nw_error *err)
{
	struct ledger_reply counts = { 0 };

	row->flags &= ~(int64_t)STORE_NOT_NEWS;
	row->flags |= as_news ? 0 : STORE_BASELINE;
	return core_settle_stored(core, row, as_news, &counts, err);
}

enum nw_status core_release_suspects(struct core *core, struct nw_str source,
				     bool as_news, int64_t *out_items,
				     struct nw_error *err)
{
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
			status = release_one(core, &at[i], as_news, err);
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
