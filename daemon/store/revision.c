/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/revision.h"
#include "base/json.h"
#include "daemon/store/near.h"

/*
 * Of one judgement: two texts of 256 KiB, each with a token in a few bytes at
 * worst, and what is known of them.
 */
#define JUDGE_BYTES ((size_t)128 << 20)
#define LIST_BYTES  ((size_t)256 << 10)
#define EDITS_MOST  200

static struct nwi_revision_text text_of(const struct frame *frame)
{
	const struct nw_item *item = &frame->item.item;

	return (struct nwi_revision_text){ .title = item->title,
					   .body = nw_item_body(item),
					   .language = item->language,
					   .outlet = frame->item.outlet };
}

/* A whole article and the teaser of it are no edits of each other. */
static bool is_like(const struct frame *before, const struct frame *after)
{
	return !((before->item.item.flags ^ after->item.item.flags) &
		 NW_ITEM_FULL_TEXT);
}

/* Titles are compared where the texts are no articles of one item. */
struct comparing {
	const struct frame *frame;
	bool articles;
};

static enum nw_status judge(struct core *core, struct nw_str stored,
			    const struct comparing *with,
			    struct nw_arena *arena, struct nwi_revision *out,
			    struct nw_error *err)
{
	struct frame old = { 0 };
	enum nw_status status = frame_read(stored, arena, &old, err);

	if (status != NW_OK)
		return status;
	struct nwi_revision_text before = text_of(&old);
	struct nwi_revision_text after = text_of(with->frame);
	bool whole = is_like(&old, with->frame);
	if (with->articles)
		before.title = after.title;
	if (!whole)
		before.body = after.body = nw_str_make(NULL, 0);
	status = nwi_revision_judge(
		&before, &after, (uint32_t)core->edit_percent, arena, out, err);
	whole = whole && before.body.len > 0 && after.body.len > 0;
	if (status == NW_OK && !whole && out->weight == NWI_REVISION_NONE)
		out->weight = NWI_REVISION_MINOR;
	for (size_t i = 0; status == NW_OK && i < out->why_count; i++)
		out->why[i] = nw_arena_str(core->scratch, out->why[i]);
	return status;
}

/* ---- its row ---- */

static struct nw_str why_json(struct core *core, const struct nwi_revision *of)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	nw_buf_init(&json, LIST_BYTES);
	nwi_json_open(&json, '[');
	for (size_t i = 0; i < of->why_count; i++)
		nwi_json_str(&json, of->why[i]);
	nwi_json_close(&json, ']');
	return nw_arena_buf(core->scratch, &json);
}

static struct nw_str diff_json(struct core *core, const struct nwi_revision *of)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	nw_buf_init(&json, LIST_BYTES);
	nwi_json_open(&json, '[');
	for (size_t i = 0; i < of->line_count; i++) {
		const struct nwi_revision_line *line = &of->lines[i];
		nwi_json_open(&json, '{');
		nwi_json_put_text(&json, "sign", line->sign == '+' ? "+" : "-");
		nwi_json_put_text(&json, "field",
				  line->title ? "title" : "body");
		nwi_json_put_str(&json, "text", line->text);
		nwi_json_close(&json, '}');
	}
	nwi_json_close(&json, ']');
	return nw_arena_buf(core->scratch, &json);
}

static enum nw_status put_edit(struct core *core, const struct store_item *row,
			       const struct nwi_revision *of,
			       struct nw_error *err)
{
	const struct store_edit edit = {
		.item = row->id,
		.revision = row->revision + 1,
		.at = core->now.at,
		.weight = of->weight,
		.percent = of->percent,
		.cut = of->cut,
		.why = why_json(core, of),
		.diff = diff_json(core, of),
		.kept = core_kept(core),
	};

	if (nw_arena_failed(core->scratch))
		return nw_fail(err, NW_NO_MEMORY, "no memory for an edit");
	return core_put(core, STORE_EDIT, &edit, err);
}

static enum nw_status revise(struct core *core, const struct store_item *row,
			     struct nw_str stored, const struct comparing *with,
			     struct nwi_revision *out, struct nw_error *err)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(JUDGE_BYTES);
	struct nwi_revision made = { .weight = NWI_REVISION_MINOR };
	struct nw_error why;

	/* A text that cannot be judged is an edit all the same. */
	if (stored.len > 0 &&
	    judge(core, stored, with, arena, &made, &why) != NW_OK)
		made = (struct nwi_revision){ .weight = NWI_REVISION_MINOR };
	enum nw_status status = made.weight == NWI_REVISION_NONE
					? NW_OK
					: put_edit(core, row, &made, err);
	made.lines = NULL;
	made.line_count = 0;
	if (status == NW_OK)
		*out = made;
	return status;
}

/* A batch has thousands of items: the memory of each is given back. */
static void end_edit(struct core *core, struct nw_arena *whole,
		     struct nwi_revision *of)
{
	core->scratch = whole;
	for (size_t i = 0; i < of->why_count; i++)
		of->why[i] = nw_arena_str(whole, of->why[i]);
	nw_arena_clear(core->side);
}

enum nw_status core_revise(struct core *core, const struct store_item *row,
			   const struct frame *frame, struct nwi_revision *out,
			   struct nw_error *err)
{
	struct nw_arena *whole = core->scratch;
	struct store_archive text = { .item = row->id };
	struct nwi_revision made = { .why_count = 0 };

	core->scratch = core->side;
	enum nw_status status = core_get(core, STORE_ARCHIVE, &text, err);
	if (status == NW_OK || status == NW_NOT_FOUND)
		status =
			revise(core, row, text.frame,
			       &(struct comparing){ frame, false }, &made, err);
	end_edit(core, whole, &made);
	if (status == NW_OK)
		*out = made;
	return status;
}

/* ---- articles ---- */

static struct nw_str article_key(struct core *core, struct nw_str item)
{
	return nw_arena_fmt(core->scratch, "%.*s/article", NW_FMT(item));
}

enum nw_status core_keep_article(struct core *core, struct nw_str item,
				 struct nw_error *err)
{
	struct nw_arena *whole = core->scratch;
	struct store_archive text = { .item = item };

	core->scratch = core->side;
	enum nw_status status = core_get(core, STORE_ARCHIVE, &text, err);
	text.item = article_key(core, item);
	if (status == NW_OK)
		status = core_put(core, STORE_ARCHIVE, &text, err);
	core->scratch = whole;
	nw_arena_clear(core->side);
	return status == NW_NOT_FOUND ? NW_OK : status;
}

static void add_why(struct core *core, struct nw_str json,
		    struct nwi_revision *out)
{
	NW_AUTO(nwi_json_free) json_t *why = NULL;
	struct nw_error err;

	if (nwi_json_parse(json, LIST_BYTES, 2, &why, &err) != NW_OK)
		return;
	for (size_t i = 0;
	     i < json_array_size(why) && out->why_count < NWI_REVISION_WHY_MAX;
	     i++)
		out->why[out->why_count++] = nw_arena_str(
			core->scratch,
			nw_str_from(json_string_value(json_array_get(why, i))));
}

/* The edit for which the article was fetched anew. */
static enum nw_status add_last_edit(struct core *core,
				    const struct store_item *row,
				    struct nwi_revision *out,
				    struct nw_error *err)
{
	struct store_edit edit = { .item = row->id, .revision = row->revision };
	enum nw_status status = NW_NOT_FOUND;

	if (row->state == STORE_AWAITING_TEXT)
		status = core_get(core, STORE_EDIT, &edit, err);
	if (status == NW_OK && edit.weight == NWI_REVISION_MATERIAL)
		add_why(core, edit.why, out);
	return status == NW_NOT_FOUND ? NW_OK : status;
}

static enum nw_status read_watches(struct core *core, struct nw_str stored,
				   struct nw_arena *whole, struct nw_str *out,
				   struct nw_error *err)
{
	struct frame old = { 0 };
	enum nw_status status = frame_read(stored, core->scratch, &old, err);

	if (status == NW_OK)
		*out = nw_arena_str(whole, old.watches);
	return status;
}

static enum nw_status
revise_article(struct core *core, const struct store_item *row,
	       const struct frame *frame, struct nw_arena *whole,
	       struct nwi_revision *out, struct nw_str *watches,
	       struct nw_error *err)
{
	struct store_archive kept = { .item = article_key(core, row->id) };
	enum nw_status status = core_get(core, STORE_ARCHIVE, &kept, err);

	if (status == NW_NOT_FOUND)
		return NW_OK;
	if (status == NW_OK)
		status = revise(core, row, kept.frame,
				&(struct comparing){ frame, true }, out, err);
	if (status == NW_OK)
		status = read_watches(core, kept.frame, whole, watches, err);
	return status == NW_OK ? core->ops->remove(core->store, STORE_ARCHIVE,
						   &kept, err)
			       : status;
}

enum nw_status core_revise_article(struct core *core,
				   const struct store_item *row,
				   const struct frame *frame,
				   struct nwi_revision *out,
				   struct nw_str *watches, struct nw_error *err)
{
	struct nw_arena *whole = core->scratch;
	struct nwi_revision made = { .weight = NWI_REVISION_MINOR };

	core->scratch = core->side;
	enum nw_status status =
		revise_article(core, row, frame, whole, &made, watches, err);
	if (status == NW_OK)
		status = add_last_edit(core, row, &made, err);
	end_edit(core, whole, &made);
	if (status == NW_OK)
		*out = made;
	return status;
}

/* ---- asked for ---- */

static void put_line(const struct store_edit *row, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "revision");
	nwi_json_put_str(out, "item_id", row->item);
	nwi_json_put_int(out, "revision", row->revision);
	nwi_json_put_time(out, "at", row->at);
	nwi_json_put_bool(out, "material",
			  row->weight == NWI_REVISION_MATERIAL);
	nwi_json_key(out, "why");
	nwi_json_raw(out, row->why);
	nwi_json_put_int(out, "new_percent", row->percent);
	nwi_json_key(out, "diff");
	nwi_json_raw(out, row->diff);
	nwi_json_put_bool(out, "cut", row->cut != 0);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

enum nw_status core_revision_lines(struct core *core, struct nw_str text,
				   struct nw_buf *out, struct nw_error *err)
{
	struct store_item item = { 0 };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = core_item_of(core, text, &item, err);

	if (status != NW_OK)
		return status;
	const struct store_arg args[] = { STORE_ARG_TEXT(item.id),
					  STORE_ARG_INT(EDITS_MOST) };
	status = core_find(core, STORE_FIND_EDITS, args, 2, &rows, err);
	const struct store_edit *at = rows.at;
	for (size_t i = 0; status == NW_OK && i < rows.count; i++)
		put_line(&at[i], out);
	return status;
}
