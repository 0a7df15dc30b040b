/* SPDX-License-Identifier: Apache-2.0 */
/* Remote classifiers as `status` and `why` tell of them. */
#include "daemon/store/question.h"

#include "base/json.h"

static const char *const states[] = {
	[STORE_QUESTION_WAITING] = "waiting",
	[STORE_QUESTION_ASKED] = "asked",
	[STORE_QUESTION_ANSWERED] = "answered",
	[STORE_QUESTION_GIVEN_UP] = "given_up",
	[STORE_QUESTION_NOT_ASKED] = "over_budget",
};

static void put_time(struct nw_buf *out, const char *key, nw_time at)
{
	nwi_json_key(out, key);
	if (at)
		nwi_json_time(out, at);
	else
		nwi_json_null(out);
}

/* ---- status ---- */

static void put_remote(struct core *core, const struct store_remote *row,
		       struct nw_buf *out)
{
	const struct ledger_remote *remote = question_remote(core, row->name);
	const struct {
		const char *key;
		int64_t value;
	} counts[] = {
		{ "requests", row->requests },
		{ "this_hour", row->in_hour },
		{ "today", row->in_day },
		{ "answered", row->answered },
		{ "cached", row->cached },
		{ "failed", row->failed },
		{ "refused", row->refused },
		{ "given_up", row->given_up },
		{ "alerts", row->alerts },
		{ "in_a_row", row->failures },
		{ "over_budget", row->over_budget },
	};

	nwi_json_open(out, '{');
	nwi_json_put_str(out, "classifier", row->name);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		nwi_json_put_int(out, counts[i].key, counts[i].value);
	nwi_json_put_int(out, "per_hour", remote ? remote->per_hour : 0);
	nwi_json_put_int(out, "per_day", remote ? remote->per_day : 0);
	nwi_json_put_bool(out, "resting", row->rest_until > core_kept(core));
	nwi_json_put_str(out, "error", row->error);
	put_time(out, "error_at", row->error_at);
	nwi_json_close(out, '}');
}

enum nw_status core_remotes_json(struct core *core, struct nw_buf *out,
				 struct nw_error *err)
{
	const struct ledger_routing *routing = &core->routing;
	struct store_remote row;
	int64_t waiting = 0;
	enum nw_status status =
		core->ops->count(core->store, STORE_QUESTION,
				 STORE_QUESTION_WAITING, &waiting, err);

	nwi_json_put_int(out, "questions_waiting", waiting);
	nwi_json_key(out, "remote");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < routing->remote_count && status == NW_OK; i++) {
		status = remote_get(core, routing->remotes[i].name, &row, err);
		if (status == NW_OK)
			put_remote(core, &row, out);
	}
	nwi_json_close(out, ']');
	return status;
}

/* ---- why ---- */

/* The verdict as it stands in the item's frame: with local scores. */
static void put_topics(const json_t *frame, const struct store_question *row,
		       struct nw_buf *out)
{
	const json_t *list = json_object_get(frame, "remote");

	nwi_json_key(out, "topics");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		const json_t *topics = json_object_get(one, "topics");

		if (!nw_str_equal(nwi_json_get_str(one, "classifier"),
				  row->classifier))
			continue;
		for (size_t t = 0; t < json_array_size(topics); t++) {
			const json_t *topic = json_array_get(topics, t);
			const json_t *local = json_object_get(topic, "local");
			nwi_json_open(out, '{');
			nwi_json_put_str(out, "name",
					 nwi_json_get_str(topic, "name"));
			nwi_json_key(out, "score");
			nwi_json_double(out,
					nwi_json_get_double(topic, "score", 0));
			nwi_json_key(out, "local");
			if (json_is_number(local))
				nwi_json_double(out, json_number_value(local));
			else
				nwi_json_null(out);
			nwi_json_close(out, '}');
		}
	}
	nwi_json_close(out, ']');
}

static void put_question(const struct store_question *row, const json_t *frame,
			 struct nw_buf *out)
{
	bool known = row->state > 0 &&
		     (size_t)row->state < sizeof(states) / sizeof(states[0]);

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "question");
	nwi_json_put_str(out, "item_id", row->item);
	nwi_json_put_str(out, "classifier", row->classifier);
	nwi_json_put_text(out, "state",
			  known ? states[row->state] : "not_asked");
	nwi_json_put_str(out, "reason", row->reason);
	nwi_json_put_int(out, "requests", row->attempts);
	put_time(out, "asked", row->asked);
	put_time(out, "ended", row->ended);
	nwi_json_put_int(out, "took_ms", row->took_ms);
	put_topics(frame, row, out);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

/* Why there is no question. */
static struct nw_str why_not(struct core *core,
			     const struct ledger_remote *remote,
			     const struct store_item *item,
			     const struct frame *frame)
{
	struct nw_str why;

	if (item->flags & STORE_NOT_NEWS)
		return nw_str_from("the item was no news");
	if (item->state == STORE_AWAITING_TEXT)
		return nw_str_from("the item awaits its article");
	if (!frame)
		return nw_str_from("the item's text is not kept any more");
	if (!question_is_wanted(remote, frame, core->scratch, &why))
		return why;
	return nw_str_from("the item came before it was configured so");
}

struct asked {
	const struct store_item *item;
	const struct frame *frame; /* NULL: not kept */
	const json_t *json;
};

static enum nw_status put_of(struct core *core, const struct asked *asked,
			     const struct ledger_remote *remote,
			     struct nw_buf *out, struct nw_error *err)
{
	struct store_question row = { .item = asked->item->id,
				      .classifier = remote->name };
	enum nw_status status = core_get(core, STORE_QUESTION, &row, err);

	if (status == NW_NOT_FOUND) {
		row.reason = why_not(core, remote, asked->item, asked->frame);
		status = NW_OK;
	}
	if (status == NW_OK)
		put_question(&row, asked->json, out);
	return status;
}

enum nw_status core_questions_of(struct core *core,
				 const struct store_item *item,
				 struct nw_buf *out, struct nw_error *err)
{
	const struct ledger_routing *routing = &core->routing;
	struct store_archive text = { .item = item->id };
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct frame frame;
	struct asked asked = { .item = item };

	if (routing->remote_count == 0)
		return NW_OK;
	enum nw_status status = core_get(core, STORE_ARCHIVE, &text, err);
	if (status == NW_OK) {
		status = frame_read(text.frame, core->scratch, &frame, err);
		if (status == NW_OK)
			status = nwi_json_parse(text.frame, FRAME_BYTES, 64,
						&json, err);
		asked.frame = &frame;
		asked.json = json;
	} else if (status == NW_NOT_FOUND) {
		status = NW_OK;
	}
	for (size_t i = 0; i < routing->remote_count && status == NW_OK; i++)
		status = put_of(core, &asked, &routing->remotes[i], out, err);
	return status;
}
