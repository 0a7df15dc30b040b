/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the watches that an item hits to alerts: by its frame as it came, and
 * later by its frame as it is stored.
 */
#include "daemon/store/hits.h"
#include "base/json.h"

#define SUSPECT_PAGE 100

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

static enum nw_status alert_for(struct core *core, struct ledger_reply *reply,
				const struct frame *frame,
				const struct store_item *item,
				const struct frame_hit *hit,
				const struct ledger_watch *watch,
				struct nw_error *err)
{
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

enum nw_status core_alert_hits(struct core *core, struct ledger_reply *reply,
			       const struct frame *frame,
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
			nwi_map_get(&core->watches, hit->watch);
		if (watch && !names_watch(names, hit->watch))
			status = alert_for(core, reply, frame, item, hit, watch,
					   err);
	}
	return status;
}

/* ---- alerts by what is stored ---- */

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

enum nw_status core_alert_stored(struct core *core, struct ledger_reply *reply,
				 const struct store_item *row,
				 struct nw_error *err)
{
	struct store_archive text = { .item = row->id };
	struct frame frame;
	enum nw_status status = core_get(core, STORE_ARCHIVE, &text, err);

	if (status == NW_OK)
		status = frame_read(text.frame, core->scratch, &frame, err);
	else if (status == NW_NOT_FOUND)
		status = frame_of_row(core, row, &frame, err);
	if (status == NW_OK)
		status = core_alert_hits(core, reply, &frame, row,
					 nw_str_make(NULL, 0), err);
	return status;
}

/* ---- suspects ---- */

static enum nw_status release_one(struct core *core, struct store_item *row,
				  bool as_news, struct nw_error *err)
{
	struct ledger_reply counts = { 0 };

	row->flags &= ~(int64_t)STORE_NOT_NEWS;
	row->flags |= as_news ? 0 : STORE_BASELINE;
	enum nw_status status = core_put(core, STORE_ITEM, row, err);
	return status == NW_OK && as_news
		       ? core_alert_stored(core, &counts, row, err)
		       : status;
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
