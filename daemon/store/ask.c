/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions and orders of the control socket: JSON Lines, in pages.
 */
#include "daemon/store/ask.h"
#include "daemon/store/frames.h"
#include "daemon/store/habit.h"
#include "daemon/store/ids.h"
#include "daemon/store/label.h"
#include "daemon/store/near.h"
#include "daemon/store/question.h"
#include "daemon/store/revision.h"
#include "daemon/store/search.h"
#include "item/alert_parts.h"

#define PAGE_BYTES ((size_t)1 << 20)
#define LINE_BYTES ((size_t)64 << 20)
#define READ_BYTES ((size_t)32 << 20) /* of texts, for a page */
#define LIMIT_MOST 1000
#define LIMIT	   100

void answer_time(struct nw_buf *out, const char *key, int64_t at)
{
	nwi_json_key(out, key);
	if (at == 0)
		nwi_json_null(out);
	else
		nwi_json_time(out, at);
}

void answer_raw(struct nw_buf *out, const char *key, struct nw_str json)
{
	nwi_json_key(out, key);
	if (json.len == 0)
		nwi_json_null(out);
	else
		nwi_json_raw(out, json);
}

void answer_end(struct nw_buf *out)
{
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

/* ---- one row, one line ---- */

typedef int64_t (*put_line)(struct answer *answer, const void *row);

static int64_t put_source(struct answer *answer, const void *at)
{
	const struct store_source *row = at;
	struct nw_buf *out = &answer->lines;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "source");
	nwi_json_put_str(out, "name", row->name);
	nwi_json_put_str(out, "status",
			 answer->core->low && nw_str_is(row->status, "ok")
				 ? nw_str_from("paused")
				 : row->status);
	nwi_json_put_str(out, "title", row->title);
	answer_time(out, "last_ok", row->last_ok);
	answer_time(out, "last_try", row->last_try);
	answer_time(out, "next_due", row->next_due);
	nwi_json_put_int(out, "failures", row->failures);
	nwi_json_put_int(out, "polls", row->polls);
	nwi_json_put_int(out, "items", row->items);
	nwi_json_put_str(out, "error", row->error);
	nwi_json_put_str(out, "moved_to", row->moved_to);
	habit_put(answer->core, row->name, out);
	answer_end(out);
	return 0;
}

static const char *item_state(const struct store_item *row)
{
	if (row->flags & STORE_SUSPECT)
		return "suspect";
	if (row->state == STORE_AWAITING_TEXT)
		return "awaiting_text";
	return row->state == STORE_ITEM_SET_ASIDE ? "set_aside" : "analysed";
}

/* Where the text is from, and whether it is all of it. */
static const char *item_text(const struct store_item *row)
{
	bool teaser = row->flags & STORE_TEASER;

	if (row->flags & STORE_FULL_TEXT)
		return teaser ? "article (cut)" : "article";
	return teaser ? "source (teaser)" : "source";
}

int64_t answer_item(struct answer *answer, const void *at)
{
	const struct store_item *row = at;
	struct nw_buf *out = &answer->lines;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "item");
	nwi_json_put_str(out, "item_id", row->id);
	nwi_json_put_str(out, "source", row->source);
	nwi_json_put_str(out, "outlet", row->outlet);
	nwi_json_put_str(out, "title", row->title);
	nwi_json_put_str(out, "url", row->url);
	nwi_json_put_str(out, "published", row->published);
	answer_time(out, "seen", row->seen);
	nwi_json_put_str(out, "language", row->language);
	nwi_json_put_text(out, "state", item_state(row));
	nwi_json_put_bool(out, "baseline", row->flags & STORE_BASELINE);
	nwi_json_put_text(out, "text", item_text(row));
	nwi_json_put_int(out, "revision", row->revision);
	nwi_json_put_str(out, "story", row->story);
	answer_raw(out, "topics", row->topics);
	answer_raw(out, "watches", row->watches);
	answer_end(out);
	return row->seq;
}

static const char *kind_name(int64_t kind)
{
	static const char *const names[] = { "unknown", "news", "operator",
					     "test", "spike" };

	return kind > 0 && kind < 5 ? names[kind] : names[0];
}

void answer_alert_fields(struct answer *answer, const struct store_alert *row)
{
	struct nw_buf *out = &answer->lines;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "alert");
	nwi_json_put_str(out, "id", row->id);
	nwi_json_put_text(out, "kind", kind_name(row->kind));
	nwi_json_put_str(out, "watch", row->watch);
	nwi_json_put_str(out, "severity", row->severity);
	nwi_json_put_str(out, "story", row->story);
	nwi_json_put_int(out, "revision", row->revision);
	nwi_json_put_str(out, "reason", nwi_alert_reason_of(row->json));
	answer_time(out, "at", row->at);
	nwi_json_put_str(out, "title", row->title);
}

int64_t answer_alert(struct answer *answer, const void *at)
{
	const struct store_alert *row = at;

	answer_alert_fields(answer, row);
	answer_end(&answer->lines);
	return row->seq;
}

static int64_t put_outbox(struct answer *answer, const void *at)
{
	const struct store_outbox *row = at;
	struct nw_buf *out = &answer->lines;
	struct outbox_row state;

	core_row_load(row, &state);
	struct core_destination *to = core_destination(answer->core, row->key);
	int64_t now = answer->core->now.elapsed_ms;
	int64_t due = outbox_due_in_ms(&state, &to->breaker, now);
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "delivery");
	nwi_json_put_str(out, "id", row->id);
	nwi_json_put_str(out, "alert", row->alert);
	nwi_json_put_text(out, "kind", kind_name(row->kind));
	nwi_json_put_str(out, "notifier", row->notifier);
	nwi_json_put_str(out, "destination", row->destination);
	nwi_json_put_text(out, "state", outbox_state_name(state.state));
	nwi_json_put_int(out, "attempts", row->attempts);
	nwi_json_key(out, "due_in_ms");
	if (due < 0)
		nwi_json_null(out);
	else
		nwi_json_int(out, due);
	nwi_json_put_int(out, "waited_ms", outbox_waited_ms(&state, now));
	nwi_json_put_bool(out, "breaker_open", to->breaker.open);
	answer_time(out, "queued", row->queued);
	answer_time(out, "first_tried", row->first_tried);
	answer_time(out, "last_tried", row->last_tried);
	answer_time(out, "ended", row->ended);
	nwi_json_put_str(out, "error", row->last_error);
	answer_end(out);
	return row->seq;
}

static int64_t put_set_aside(struct answer *answer, const void *at)
{
	const struct store_set_aside *row = at;
	struct nw_buf *out = &answer->lines;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "set_aside");
	nwi_json_put_int(out, "id", row->id);
	answer_time(out, "at", row->at);
	nwi_json_put_str(out, "source", row->source);
	nwi_json_put_str(out, "item", row->item);
	nwi_json_put_str(out, "plugin", row->plugin);
	nwi_json_put_str(out, "reason", row->reason);
	nwi_json_put_int(out, "bytes", (int64_t)row->document.len);
	answer_end(out);
	return row->id;
}

static int64_t put_notice(struct answer *answer, const void *at)
{
	const struct store_notice *row = at;
	struct nw_buf *out = &answer->lines;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "notice");
	nwi_json_put_str(out, "key", row->key);
	nwi_json_put_bool(out, "open", row->open != 0);
	nwi_json_put_str(out, "title", row->title);
	nwi_json_put_str(out, "text", row->text);
	answer_time(out, "first", row->first);
	answer_time(out, "last", row->last);
	nwi_json_put_int(out, "times", row->times);
	answer_end(out);
	return 0;
}

static int64_t put_label(struct answer *answer, const void *at)
{
	core_label_line(at, &answer->lines);
	return 0;
}

static int64_t put_judged(struct answer *answer, const void *at)
{
	const struct store_item *row = at;

	core_judged_line(answer->core, row,
			 nw_str_is(answer->query->reason, "text"),
			 &answer->lines);
	return row->seq;
}

/* ---- lists ---- */

/* `after` is a row number to stay below, or with `by_offset` a count to skip.
 */
struct list {
	enum store_find all;
	enum store_find some; /* with the query's text; 0 is none */
	bool text_is_state;
	bool by_offset;
	size_t row_bytes;
	put_line put;
};

static const struct list lists[] = {
	[LEDGER_QUERY_SOURCES] = { STORE_FIND_SOURCES_PAGE, 0, false, true,
				   sizeof(struct store_source), put_source },
	[LEDGER_QUERY_ITEMS] = { STORE_FIND_ITEMS, STORE_FIND_ITEMS_OF, false,
				 false, sizeof(struct store_item),
				 answer_item },
	[LEDGER_QUERY_ALERTS] = { STORE_FIND_ALERTS, STORE_FIND_ALERTS_OF,
				  false, false, sizeof(struct store_alert),
				  answer_alert },
	[LEDGER_QUERY_OUTBOX] = { STORE_FIND_OUTBOX, STORE_FIND_OUTBOX_IN, true,
				  false, sizeof(struct store_outbox),
				  put_outbox },
	[LEDGER_QUERY_SET_ASIDE] = { STORE_FIND_SET_ASIDE, 0, false, false,
				     sizeof(struct store_set_aside),
				     put_set_aside },
	[LEDGER_QUERY_NOTICES] = { STORE_FIND_NOTICES, 0, false, true,
				   sizeof(struct store_notice), put_notice },
	[LEDGER_QUERY_STORIES] = { STORE_FIND_STORIES, 0, false, true,
				   sizeof(struct store_story), answer_story },
	[LEDGER_QUERY_LABELS] = { STORE_FIND_LABELS, STORE_FIND_LABELS_OF,
				  false, true, sizeof(struct store_label),
				  put_label },
	[LEDGER_QUERY_JUDGED] = { STORE_FIND_ITEMS, STORE_FIND_ITEMS_OF, false,
				  false, sizeof(struct store_item),
				  put_judged },
};

static enum nw_status find_page(struct answer *answer, const struct list *list,
				int64_t limit, struct store_rows *rows,
				struct nw_error *err)
{
	const struct ledger_query *query = answer->query;
	bool some = query->text.len > 0 && list->some != 0;
	int64_t after = query->after;
	enum outbox_state state;

	if (!list->by_offset && after <= 0)
		after = INT64_MAX;
	struct store_arg args[] = { STORE_ARG_INT(after), STORE_ARG_INT(limit),
				    STORE_ARG_TEXT(query->text) };
	if (some && list->text_is_state) {
		if (!outbox_state_parse(query->text, &state))
			return nw_fail(err, NW_BAD_INPUT,
				       "\"%.*s\" is no state of a delivery: "
				       "pending, leased, retry, held, sent, "
				       "dead or suppressed",
				       NW_FMT(query->text));
		args[2] = (struct store_arg)STORE_ARG_INT(state);
	}
	return core_find(answer->core, some ? list->some : list->all, args,
			 some ? 3 : 2, rows, err);
}

static enum nw_status ask_list(struct answer *answer, struct nw_error *err)
{
	const struct ledger_query *query = answer->query;
	const struct list *list = &lists[query->kind];
	int64_t limit = query->limit == 0	    ? LIMIT
			: query->limit > LIMIT_MOST ? LIMIT_MOST
						    : query->limit;
	int64_t last = 0;
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = find_page(answer, list, limit, &rows, err);
	size_t i = 0;

	while (status == NW_OK && i < rows.count &&
	       answer->lines.len < PAGE_BYTES &&
	       nw_arena_used(answer->core->scratch) < READ_BYTES)
		last = list->put(answer,
				 (const char *)rows.at + i++ * list->row_bytes);
	if (i > 0 && (i < rows.count || (int64_t)i == limit))
		answer->next =
			list->by_offset ? query->after + (int64_t)i : last;
	return status;
}

/* ---- single questions ---- */

static enum nw_status put_counts(struct answer *answer, struct nw_error *err)
{
	struct core *core = answer->core;
	struct nw_buf *out = &answer->lines;
	enum nw_status status = NW_OK;
	int64_t count;

	nwi_json_key(out, "outbox");
	nwi_json_open(out, '{');
	for (int i = 0; i < OUTBOX_STATES && status == NW_OK; i++) {
		status = core->ops->count(core->store, STORE_OUTBOX, i, &count,
					  err);
		if (status == NW_OK)
			nwi_json_put_int(
				out, outbox_state_name((enum outbox_state)i),
				count);
	}
	nwi_json_close(out, '}');
	return status;
}

static void put_destinations(struct answer *answer)
{
	struct core *core = answer->core;
	struct nw_buf *out = &answer->lines;

	nwi_json_key(out, "broken");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < core->destination_count; i++) {
		const struct core_destination *at = core->destinations[i];
		if (!at->breaker.open)
			continue;
		nwi_json_open(out, '{');
		nwi_json_put_text(out, "destination", at->key);
		nwi_json_put_bool(out, "held", at->breaker.held);
		nwi_json_put_int(out, "failures", at->breaker.failures);
		answer_time(out, "since", at->opened);
		nwi_json_put_text(out, "error", at->reason);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
}

/* Numbers are not given without gaps: no more items wait than there are. */
static int64_t items_behind(const struct core *core, int64_t items)
{
	int64_t behind = core_search_behind(core);

	return behind < items ? behind : items;
}

static enum nw_status ask_status(struct answer *answer, struct nw_error *err)
{
	static const struct {
		enum store_table_id table;
		const char *key;
	} counts[] = { { STORE_SOURCE, "sources" },
		       { STORE_ITEM, "items" },
		       { STORE_STORY, "stories" },
		       { STORE_ALERT, "alerts" },
		       { STORE_FOLLOW_UP, "follow_ups" },
		       { STORE_SET_ASIDE, "set_aside" } };
	struct core *core = answer->core;
	struct nw_buf *out = &answer->lines;
	enum nw_status status = NW_OK;
	int64_t count = 0, items = 0;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "store");
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		if (status == NW_OK)
			status = core->ops->count(core->store, counts[i].table,
						  -1, &count, err);
		nwi_json_put_int(out, counts[i].key, count);
		if (counts[i].table == STORE_ITEM)
			items = count;
	}
	if (status == NW_OK)
		status = put_counts(answer, err);
	put_destinations(answer);
	if (status == NW_OK)
		status = core_remotes_json(core, out, err);
	nwi_json_put_bool(out, "disk_low", core->low);
	nwi_json_put_int(out, "schema", STORE_SCHEMA);
	nwi_json_put_int(out, "not_indexed", items_behind(core, items));
	answer_end(out);
	return status;
}

static enum nw_status put_deliveries(struct answer *answer, struct nw_str alert,
				     struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(alert),
					  STORE_ARG_INT(LIMIT_MOST) };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = core_find(
		answer->core, STORE_FIND_OUTBOX_OF_ALERT, args, 2, &rows, err);
	const struct store_outbox *at = rows.at;

	for (size_t i = 0; status == NW_OK && i < rows.count; i++)
		put_outbox(answer, &at[i]);
	return status;
}

static enum nw_status ask_outbox_show(struct answer *answer,
				      struct nw_error *err)
{
	struct core *core = answer->core;
	struct nw_str text = answer->query->text, alert = text;
	struct store_outbox row = { .seq = 0 };
	enum nw_status status =
		core_whole_id(core, IDS_DELIVERY, text, &row.id, err);

	if (status == NW_OK)
		status = core_get(core, STORE_OUTBOX, &row, err);
	if (status == NW_OK)
		put_outbox(answer, &row);
	if (status != NW_NOT_FOUND)
		return status;
	/* Deliveries may outlive their alert. */
	status = core_whole_id(core, IDS_ALERT, text, &alert, err);
	if (status == NW_OK || status == NW_NOT_FOUND)
		status = put_deliveries(answer, alert, err);
	if (status == NW_OK && answer->lines.len == 0)
		return nw_fail(err, NW_NOT_FOUND,
			       "no delivery and no alert has the id %.*s",
			       NW_FMT(text));
	return status;
}

static enum nw_status ask_alert_show(struct answer *answer,
				     struct nw_error *err)
{
	struct store_alert row = { .seq = 0 };
	enum nw_status status = core_whole_id(
		answer->core, IDS_ALERT, answer->query->text, &row.id, err);

	if (status == NW_NOT_FOUND)
		return nw_fail(err, status, "no alert has the id %.*s",
			       NW_FMT(answer->query->text));
	if (status == NW_OK)
		status = core_get(answer->core, STORE_ALERT, &row, err);
	if (status != NW_OK)
		return status;
	nw_buf_add_str(&answer->lines, row.json);
	nw_buf_add_char(&answer->lines, '\n');
	return NW_OK;
}

/* An item, its identity, the alerts of its story and their deliveries. */
static enum nw_status explain_item(struct answer *answer,
				   const struct store_item *item,
				   struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(item->story),
					  STORE_ARG_INT(LIMIT) };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status;

	answer_item(answer, item);
	habit_put_item(answer->core, item, &answer->lines);
	status = answer_member(answer, item->id, err);
	if (status == NW_OK)
		status = answer_threads(answer, item->story, err);
	if (status != NW_OK)
		return status;
	status = core_find(answer->core, STORE_FIND_ALERTS_OF_STORY, args, 2,
			   &rows, err);
	const struct store_alert *at = rows.at;
	for (size_t i = 0; status == NW_OK && i < rows.count; i++) {
		answer_told(answer, &at[i]);
		status = put_deliveries(answer, at[i].id, err);
	}
	return status == NW_OK ? core_questions_of(answer->core, item,
						   &answer->lines, err)
			       : status;
}

/* Items of the address, or lines of "near" of those with its path. */
static enum nw_status explain_near(struct answer *answer, struct nw_error *err)
{
	struct nw_str text = answer->query->text;
	struct nw_buf *out = &answer->lines;
	struct near near;
	enum nw_status status = core_near(answer->core, text, &near, err);

	if (status == NW_OK && near.count == 0)
		return nw_fail(err, NW_NOT_FOUND,
			       "no item with this URL or id was seen: %.*s",
			       NW_FMT(text));
	for (size_t i = 0; status == NW_OK && i < near.count; i++) {
		if (near.same) {
			status = explain_item(answer, near.at[i], err);
			continue;
		}
		nwi_json_open(out, '{');
		nwi_json_put_text(out, "type", "near");
		nwi_json_put_str(out, "item_id", near.at[i]->id);
		nwi_json_put_str(out, "url", near.at[i]->url);
		nwi_json_put_str(out, "title", near.at[i]->title);
		answer_end(out);
	}
	return status;
}

static enum nw_status ask_why(struct answer *answer, struct nw_error *err)
{
	struct nw_str text = answer->query->text;
	const struct store_arg args[] = { STORE_ARG_TEXT(text),
					  STORE_ARG_INT(NEAR_ITEMS) };
	struct store_item one = { .seq = 0 };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status =
		core_whole_id(answer->core, IDS_ITEM, text, &one.id, err);

	if (status == NW_OK)
		status = core_get(answer->core, STORE_ITEM, &one, err);
	if (status == NW_OK)
		return explain_item(answer, &one, err);
	if (status == NW_NOT_FOUND)
		status = core_find(answer->core, STORE_FIND_ITEMS_BY_URL, args,
				   2, &rows, err);
	if (status == NW_OK && rows.count == 0)
		return explain_near(answer, err);
	const struct store_item *at = rows.at;
	for (size_t i = 0; status == NW_OK && i < rows.count; i++)
		status = explain_item(answer, &at[i], err);
	return status;
}

/* ---- orders ---- */

static enum nw_status order_delivery(struct answer *answer,
				     struct nw_error *err)
{
	const struct ledger_query *query = answer->query;
	struct nw_str id = query->text;
	enum nw_status status =
		core_whole_id(answer->core, IDS_DELIVERY, id, &id, err);

	if (status == NW_NOT_FOUND)
		return nw_fail(err, status, "no delivery has the id %.*s",
			       NW_FMT(id));
	if (status == NW_OK)
		status = query->kind == LEDGER_ORDER_REPLAY
				 ? core_replay(answer->core, id, err)
				 : core_drop(answer->core, id, query->reason,
					     err);
	return status == NW_OK ? ask_outbox_show(answer, err) : status;
}

static enum nw_status order_suspects(struct answer *answer,
				     struct nw_error *err)
{
	bool as_news = answer->query->kind == LEDGER_ORDER_RELEASE;
	int64_t items;
	enum nw_status status = core_release_suspects(
		answer->core, answer->query->text, as_news, &items, err);

	if (status != NW_OK)
		return status;
	nwi_json_open(&answer->lines, '{');
	nwi_json_put_text(&answer->lines, "type",
			  as_news ? "released" : "forgotten");
	nwi_json_put_str(&answer->lines, "source", answer->query->text);
	nwi_json_put_int(&answer->lines, "items", items);
	answer_end(&answer->lines);
	return NW_OK;
}

static enum nw_status order_reindex(struct answer *answer, struct nw_error *err)
{
	struct core *core = answer->core;
	int64_t items = 0;
	enum nw_status status =
		core->ops->count(core->store, STORE_ITEM, -1, &items, err);

	if (status != NW_OK)
		return status;
	core_search_reset(core);
	nwi_json_open(&answer->lines, '{');
	nwi_json_put_text(&answer->lines, "type", "reindex");
	nwi_json_put_int(&answer->lines, "items", items_behind(core, items));
	answer_end(&answer->lines);
	return NW_OK;
}

static enum nw_status order_label(struct answer *answer, struct nw_error *err)
{
	struct store_label row;
	enum nw_status status = core_label(answer->core, answer->query->text,
					   answer->query->reason, &row, err);

	if (status == NW_OK)
		core_label_line(&row, &answer->lines);
	return status;
}

static enum nw_status ask_revisions(struct answer *answer, struct nw_error *err)
{
	return core_revision_lines(answer->core, answer->query->text,
				   &answer->lines, err);
}

typedef enum nw_status (*answerer)(struct answer *answer, struct nw_error *err);

static const answerer answerers[] = {
	[LEDGER_QUERY_STATUS] = ask_status,
	[LEDGER_QUERY_SOURCES] = ask_list,
	[LEDGER_QUERY_ITEMS] = ask_list,
	[LEDGER_QUERY_ALERTS] = ask_list,
	[LEDGER_QUERY_OUTBOX] = ask_list,
	[LEDGER_QUERY_OUTBOX_SHOW] = ask_outbox_show,
	[LEDGER_QUERY_WHY] = ask_why,
	[LEDGER_QUERY_SET_ASIDE] = ask_list,
	[LEDGER_QUERY_NOTICES] = ask_list,
	[LEDGER_QUERY_ALERT_SHOW] = ask_alert_show,
	[LEDGER_QUERY_STORIES] = ask_list,
	[LEDGER_QUERY_STORY] = answer_whole_story,
	[LEDGER_QUERY_LABELS] = ask_list,
	[LEDGER_QUERY_JUDGED] = ask_list,
	[LEDGER_QUERY_REVISIONS] = ask_revisions,
	[LEDGER_QUERY_SPIKES] = answer_spikes,
	[LEDGER_ORDER_REPLAY] = order_delivery,
	[LEDGER_ORDER_DROP] = order_delivery,
	[LEDGER_ORDER_RELEASE] = order_suspects,
	[LEDGER_ORDER_FORGET] = order_suspects,
	[LEDGER_ORDER_REINDEX] = order_reindex,
	[LEDGER_ORDER_LABEL] = order_label,
};

enum nw_status core_ask(struct core *core, struct message *message,
			struct nw_error *err)
{
	struct answer answer = { .core = core, .query = &message->query };

	if (message->query.kind >= sizeof(answerers) / sizeof(answerers[0]))
		return nw_fail(err, NW_UNSUPPORTED,
			       "the ledger has no such "
			       "question");
	nw_buf_init(&answer.lines, LINE_BYTES);
	enum nw_status status = answerers[message->query.kind](&answer, err);
	if (status == NW_OK && answer.lines.failed)
		status = nw_fail(err, NW_NO_MEMORY, "an answer over 64 MiB");
	if (status == NW_OK) {
		message->reply.lines =
			nw_arena_buf(message->arena, &answer.lines);
		message->reply.next = answer.next;
	}
	nw_buf_fini(&answer.lines);
	return status;
}
