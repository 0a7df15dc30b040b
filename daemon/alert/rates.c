/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rates as stored rows: a count a series and slot of ten minutes. The series
 * "all" counts every report; where it has none in a window, newswatch did not
 * run then, and the window says nothing.
 */
#include "daemon/alert/rates.h"
#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>

#define SLOTS_MOST   1000
#define ITEMS_SLOT   20
#define ITEMS_LISTED 5
#define LIST_BYTES   ((size_t)4 << 10)
#define TEXT_BYTES   ((size_t)16 << 10)

static const struct nw_str all_series = NW_STR("all");

static int64_t slot_of(const struct core *core)
{
	return core->now.at / SPIKE_SLOT_MS;
}

/* ---- counting ---- */

static enum nw_status add_id(struct core *core, struct nw_str id,
			     struct nw_str *list, struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *ids = NULL;
	char *text;

	if (list->len > 0 &&
	    nwi_json_parse(*list, LIST_BYTES, 4, &ids, err) != NW_OK)
		return NW_CORRUPT;
	if (!ids)
		ids = json_array();
	if (json_array_size(ids) >= ITEMS_SLOT)
		return NW_OK;
	json_array_append_new(ids, json_stringn(id.at, id.len));
	text = json_dumps(ids, JSON_COMPACT);
	if (!text)
		abort();
	*list = nw_arena_str(core->scratch, nw_str_from(text));
	free(text);
	return NW_OK;
}

static enum nw_status count_one(struct core *core, struct nw_str series,
				struct nw_str item, struct nw_error *err)
{
	struct store_rate row = { .series = series, .slot = slot_of(core) };
	enum nw_status status = core_get(core, STORE_RATE, &row, err);

	if (status == NW_NOT_FOUND)
		status = NW_OK;
	row.count++;
	row.kept = core_kept(core);
	if (status == NW_OK && item.len > 0)
		status = add_id(core, item, &row.items, err);
	return status == NW_OK ? core_put(core, STORE_RATE, &row, err) : status;
}

static bool is_of(const struct frame *frame, struct nw_str series)
{
	const struct nw_alert_item *item = &frame->item;
	size_t colon = nw_str_find_char(series, ':');
	struct nw_str kind = nw_str_slice(series, 0, colon);
	struct nw_str name = nw_str_slice(series, colon + 1, series.len);

	if (nw_str_is(kind, "country"))
		return nw_str_equal(item->country, name);
	for (uint32_t i = 0; nw_str_is(kind, "topic") && i < item->topic_count;
	     i++)
		if (item->topics[i].score >= 0.5 &&
		    nw_str_equal(item->topics[i].name, name))
			return true;
	for (size_t i = 0; nw_str_is(kind, "watch") && i < frame->hit_count;
	     i++)
		if (nw_str_equal(frame->hits[i].watch, name))
			return true;
	return false;
}

/* A series that several spikes look at is counted once. */
static bool was_seen(const struct ledger_routing *routing, size_t spike,
		     struct nw_str series)
{
	for (size_t i = 0; i < spike; i++)
		for (size_t k = 0; k < routing->spikes[i].series_count; k++)
			if (nw_str_equal(routing->spikes[i].series[k], series))
				return true;
	return false;
}

enum nw_status core_count_item(struct core *core, const struct frame *frame,
			       const struct store_item *row,
			       struct nw_error *err)
{
	const struct ledger_routing *routing = &core->routing;
	const struct nw_str none = nw_str_make(NULL, 0);
	enum nw_status status = NW_OK;

	if (routing->spike_count > 0)
		status = count_one(core, all_series, none, err);
	for (size_t i = 0; i < routing->spike_count; i++) {
		const struct ledger_spike *spike = &routing->spikes[i];
		for (size_t k = 0; status == NW_OK && k < spike->series_count;
		     k++)
			if (is_of(frame, spike->series[k]) &&
			    !was_seen(routing, i, spike->series[k]))
				status = count_one(core, spike->series[k],
						   row->id, err);
	}
	return status;
}

/* ---- reading ---- */

static enum nw_status read_window(struct core *core, struct nw_str series,
				  struct spike_window window,
				  struct store_rows *rows, int64_t *out_count,
				  struct nw_error *err)
{
	const struct store_arg args[] = {
		STORE_ARG_TEXT(series), STORE_ARG_INT(window.first),
		STORE_ARG_INT(window.first + window.count),
		STORE_ARG_INT(SLOTS_MOST)
	};
	enum nw_status status =
		core_find(core, STORE_FIND_RATES, args, 4, rows, err);
	const struct store_rate *at = rows->at;

	*out_count = 0;
	for (size_t i = 0; status == NW_OK && i < rows->count; i++)
		*out_count += at[i].count;
	return status;
}

/* The slot from which anything was counted at all. */
static enum nw_status first_slot(struct core *core, int64_t *out,
				 struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(all_series),
					  STORE_ARG_INT(1) };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status =
		core_find(core, STORE_FIND_RATE_FIRST, args, 2, &rows, err);
	const struct store_rate *at = rows.at;

	*out = status == NW_OK && rows.count > 0 ? at->slot : INT64_MAX;
	return status;
}

static enum nw_status judge(struct core *core, const struct ledger_spike *spike,
			    struct nw_str series, struct spike_window now,
			    int64_t count, struct spike_verdict *out,
			    struct nw_error *err)
{
	struct spike_window windows[SPIKE_SAMPLES];
	int64_t samples[SPIKE_SAMPLES], since, whole;
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = first_slot(core, &since, err);
	size_t windows_count = status == NW_OK && since < now.first
				       ? spike_compared(now, since, windows)
				       : 0;

	for (size_t i = 0; status == NW_OK && i < windows_count; i++) {
		status = read_window(core, all_series, windows[i], &rows,
				     &whole, err);
		if (status == NW_OK)
			status = read_window(core, series, windows[i], &rows,
					     &samples[i], err);
		if (status == NW_OK && whole == 0)
			samples[i] = -1;
	}
	*out = spike_judge(&spike->rules, count, samples, windows_count);
	return status;
}

enum nw_status core_rate(struct core *core, const struct ledger_spike *spike,
			 struct nw_str series, struct rate *out,
			 struct nw_error *err)
{
	const struct spike_window now =
		spike_window_at(core->now.at, spike->rules.within_ms);
	struct store_rows rows = { NULL, 0 };

	*out = (struct rate){ .as = { .name = spike->name, .series = series } };
	enum nw_status status =
		read_window(core, series, now, &rows, &out->count, err);
	if (status == NW_OK)
		status = core_get(core, STORE_SPIKE, &out->as, err);
	out->goes_on = status == NW_OK;
	return status == NW_OK || status == NW_NOT_FOUND
		       ? judge(core, spike, series, now, out->count,
			       &out->verdict, err)
		       : status;
}

/* ---- the alert ---- */

struct told {
	struct core *core;
	struct nw_alert_item items[ITEMS_LISTED];
	struct nw_str stories[ITEMS_LISTED];
	uint32_t count;
	struct nw_buf text;
};

static bool has_story(const struct told *told, struct nw_str story)
{
	for (uint32_t i = 0; i < told->count; i++)
		if (nw_str_equal(told->stories[i], story))
			return true;
	return false;
}

/* What is known of its outlet stands with its text. */
static enum nw_status show_item(struct told *told, const struct store_item *row,
				struct nw_error *err)
{
	struct store_archive text = { .item = row->id };
	struct frame frame = { 0 };
	enum nw_status status = core_get(told->core, STORE_ARCHIVE, &text, err);

	if (status == NW_OK)
		status = frame_read(text.frame, told->core->scratch, &frame,
				    err);
	if (status != NW_OK && status != NW_NOT_FOUND)
		return status;
	told->items[told->count++] = (struct nw_alert_item){
		.item = { .size = sizeof(struct nw_item),
			  .url = row->url,
			  .title = row->title,
			  .language = row->language },
		.item_id = row->id,
		.source = row->source,
		.outlet = row->outlet,
		.country = frame.item.country,
		.affiliation = frame.item.affiliation,
		.seen = row->seen,
	};
	return NW_OK;
}

static enum nw_status tell_item(struct told *told, struct nw_str id,
				struct nw_error *err)
{
	struct store_item row = { .id = id };
	struct store_story story = { .seq = 0 };
	enum nw_status status = core_get(told->core, STORE_ITEM, &row, err);

	if (status == NW_NOT_FOUND || has_story(told, row.story))
		return status == NW_NOT_FOUND ? NW_OK : status;
	story.id = row.story;
	if (status == NW_OK)
		status = core_get(told->core, STORE_STORY, &story, err);
	if (status != NW_OK && status != NW_NOT_FOUND)
		return status;
	if (status == NW_OK)
		nw_buf_add_fmt(&told->text,
			       "\n- %lld report%s, %lld independent (story "
			       "%.*s)",
			       (long long)story.items,
			       story.items == 1 ? "" : "s",
			       (long long)story.independent, NW_FMT(story.id));
	else
		nw_buf_add_text(&told->text, "\n- 1 report");
	told->stories[told->count] = row.story;
	return show_item(told, &row, err);
}

/* The latest reports of the window, one a story. */
static enum nw_status tell_items(struct told *told,
				 const struct store_rows *rows,
				 struct nw_error *err)
{
	const struct store_rate *at = rows->at;
	enum nw_status status = NW_OK;

	for (size_t i = rows->count; i-- > 0 && status == NW_OK;) {
		NW_AUTO(nwi_json_free) json_t *ids = NULL;
		if (at[i].items.len == 0)
			continue;
		if (nwi_json_parse(at[i].items, LIST_BYTES, 4, &ids, err) !=
		    NW_OK)
			return NW_CORRUPT;
		for (size_t k = json_array_size(ids);
		     k-- > 0 && told->count < ITEMS_LISTED && status == NW_OK;)
			status = tell_item(
				told,
				nw_arena_str(told->core->scratch,
					     nw_str_from(json_string_value(
						     json_array_get(ids, k)))),
				err);
	}
	return status;
}

struct nw_str core_series_words(struct core *core, struct nw_str series)
{
	size_t colon = nw_str_find_char(series, ':');

	return nw_arena_fmt(
		core->scratch, "%.*s %.*s",
		NW_FMT(nw_str_slice(series, 0, colon)),
		NW_FMT(nw_str_slice(series, colon + 1, series.len)));
}

static enum nw_status raise(struct told *told, const struct ledger_spike *spike,
			    struct nw_str series, const struct store_spike *row,
			    double usual, struct nw_error *err)
{
	struct core *core = told->core;
	char slot[32], own[NWI_ID_TEXT], id[NWI_ID_TEXT];
	uint32_t rows = 0;

	snprintf(slot, sizeof(slot), "%lld", (long long)row->began);
	const struct nw_str parts[] = { nw_str_from(core->instance),
					spike->name, series,
					nw_str_from(slot) };
	nwi_derive_id("spike", parts, 4, own);
	const struct nw_str of[] = { nw_str_from(own), NW_STR("1") };
	nwi_derive_id("alert", of, 2, id);
	const struct nw_alert alert = {
		.size = sizeof(alert),
		.kind = NW_ALERT_SPIKE,
		.id = nw_str_from(id),
		.instance = nw_str_from(core->instance),
		.watch = spike->name,
		.severity = spike->severity,
		.revision = 1,
		.at = core->now.at,
		.title = nw_arena_fmt(
			core->scratch,
			"%.*s: %lld reports within %lld minutes, usual are "
			"%.1f",
			NW_FMT(core_series_words(core, series)),
			(long long)row->most,
			(long long)spike->rules.within_ms / 60000, usual),
		.text = nw_buf_str(&told->text),
		.items = told->items,
		.item_count = told->count,
	};
	const struct core_raise what = { &alert, spike->notifiers,
					 spike->notifier_count, spike->name };
	enum nw_status status = core_raise(core, &what, &rows, err);
	return status == NW_EXISTS ? NW_OK : status;
}

static enum nw_status begin_spike(struct core *core,
				  const struct ledger_spike *spike,
				  struct nw_str series, int64_t count,
				  double usual, const struct store_rows *rows,
				  struct nw_error *err)
{
	struct told told = { .core = core };
	const struct store_spike row = { spike->name, series, slot_of(core),
					 count, core_kept(core) };

	nw_buf_init(&told.text, TEXT_BYTES);
	nw_buf_add_text(&told.text,
			"The stories of the latest reports, in their order:");
	enum nw_status status = tell_items(&told, rows, err);
	if (status == NW_OK)
		status = core_put(core, STORE_SPIKE, &row, err);
	if (status == NW_OK)
		status = raise(&told, spike, series, &row, usual, err);
	nw_buf_fini(&told.text);
	return status;
}

/* ---- each minute ---- */

static enum nw_status watch_series(struct core *core,
				   const struct ledger_spike *spike,
				   struct nw_str series, struct nw_error *err)
{
	const struct spike_window now =
		spike_window_at(core->now.at, spike->rules.within_ms);
	struct store_spike row = { .name = spike->name, .series = series };
	struct store_rows rows = { NULL, 0 };
	struct spike_verdict verdict = { .calm = true };
	int64_t count = 0;
	enum nw_status status =
		read_window(core, series, now, &rows, &count, err);

	if (status != NW_OK)
		return status;
	status = core_get(core, STORE_SPIKE, &row, err);
	bool goes_on = status == NW_OK;
	if (status == NW_NOT_FOUND && count < spike->rules.least)
		return NW_OK;
	if (status == NW_OK || status == NW_NOT_FOUND)
		status = judge(core, spike, series, now, count, &verdict, err);
	if (status != NW_OK)
		return status;
	if (goes_on && verdict.calm)
		return core->ops->remove(core->store, STORE_SPIKE, &row, err);
	if (goes_on || !verdict.rises)
		return NW_OK;
	return begin_spike(core, spike, series, count, verdict.usual, &rows,
			   err);
}

/* A series may have thousands of slots: the memory of each is given back. */
static enum nw_status watch_one(struct core *core,
				const struct ledger_spike *spike,
				struct nw_str series, struct nw_error *err)
{
	struct nw_arena *whole = core->scratch;

	core->scratch = core->single;
	enum nw_status status = watch_series(core, spike, series, err);
	core->scratch = whole;
	nw_arena_clear(core->single);
	return status;
}

enum nw_status core_watch_rates(struct core *core, struct nw_error *err)
{
	const struct ledger_routing *routing = &core->routing;
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < routing->spike_count; i++) {
		const struct ledger_spike *spike = &routing->spikes[i];
		for (size_t k = 0; status == NW_OK && k < spike->series_count;
		     k++)
			status = watch_one(core, spike, spike->series[k], err);
	}
	return status;
}
