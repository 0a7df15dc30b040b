/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions that leave, and what comes back. A verdict is a transaction of its
 * own: the item's new topics, what they hit, the alerts, and that it need not
 * be asked again.
 */
#include "daemon/store/hits.h"
#include "daemon/store/question.h"

#define SECOND	    INT64_C(1000)
#define CLAIM_BYTES ((size_t)32 << 20) /* of frames in one claim */
#define BUSY_MS	    SECOND
#define RETRY_FIRST (10 * SECOND)
#define NAMES_BYTES ((size_t)1 << 20)

/* ---- claims ---- */

struct claim {
	struct core *core;
	struct message *message;
	const struct ledger_remote *remote;
	struct store_remote state;
	struct ledger_question *list;
	bool spent_out; /* a question had to go without */
};

/* An answer that another item with the same text got, or this one before. */
static enum nw_status find_verdict(struct core *core,
				   struct store_question *row,
				   struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(row->text),
					  STORE_ARG_TEXT(row->question),
					  STORE_ARG_INT(1) };
	struct store_rows rows;
	enum nw_status status;

	if (row->topics.len > 0)
		return NW_OK;
	status = core_find(core, STORE_FIND_QUESTION_LIKE, args, 3, &rows, err);
	if (status == NW_OK && rows.count == 1)
		row->topics = ((const struct store_question *)rows.at)->topics;
	return status;
}

/* One question of an item at a time: each verdict is put into its frame. */
static enum nw_status is_item_busy(struct core *core, struct nw_str item,
				   bool *out, struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(item) };
	struct store_rows rows;
	enum nw_status status =
		core_find(core, STORE_FIND_QUESTIONS_OF, args, 1, &rows, err);
	const struct store_question *at = rows.at;

	*out = false;
	for (size_t i = 0; status == NW_OK && i < rows.count; i++)
		*out = *out || at[i].state == STORE_QUESTION_ASKED;
	return status;
}

static enum nw_status give_out(struct claim *claim,
			       const struct store_question *row,
			       const struct store_item *item,
			       struct nw_str frame, struct nw_error *err)
{
	struct nw_arena *arena = claim->message->arena;
	const struct ledger_question question = {
		.item = nw_arena_str(arena, row->item),
		.classifier = nw_arena_str(arena, row->classifier),
		.source = nw_arena_str(arena, item->source),
		.frame = nw_arena_str(arena, frame),
		.verdict = nw_arena_str(arena, row->topics),
		.attempt = (uint32_t)row->attempts,
		.fence = row->fence,
	};

	if (nw_arena_failed(arena))
		return nw_fail(err, NW_NO_MEMORY, "a claim over its memory");
	claim->list[claim->message->reply.question_count++] = question;
	return NW_OK;
}

static enum nw_status claim_text(struct claim *claim,
				 struct store_question *row,
				 const struct store_item *item,
				 struct nw_error *err)
{
	struct core *core = claim->core;
	struct store_archive text = { .item = row->item };
	enum nw_status status = core_get(core, STORE_ARCHIVE, &text, err);

	if (status == NW_NOT_FOUND)
		return question_end(core, row, STORE_QUESTION_GIVEN_UP,
				    nw_str_from("the item's text is not kept "
						"any more"),
				    err);
	if (status == NW_OK)
		status = find_verdict(core, row, err);
	if (status != NW_OK)
		return status;
	if (row->topics.len > 0) {
		claim->state.cached++;
	} else if (!remote_spend(&claim->state, claim->remote)) {
		claim->spent_out = true;
		return question_end(core, row, STORE_QUESTION_NOT_ASKED,
				    nw_str_from("the budget was used up"), err);
	} else {
		row->attempts++;
		row->asked = core->now.at;
	}
	row->state = STORE_QUESTION_ASKED;
	row->due = core_kept(core) + claim->remote->lease_ms;
	row->fence++;
	row->revision = item->revision;
	status = question_put(core, row, err);
	return status == NW_OK ? give_out(claim, row, item, text.frame, err)
			       : status;
}

static enum nw_status claim_row(struct claim *claim, struct store_question *row,
				struct nw_error *err)
{
	struct core *core = claim->core;
	struct store_item item = { .id = row->item };
	bool busy = false;
	enum nw_status status = is_item_busy(core, row->item, &busy, err);

	if (status == NW_OK && busy) {
		row->due = core_kept(core) + BUSY_MS;
		return question_put(core, row, err);
	}
	if (status == NW_OK)
		status = core_get(core, STORE_ITEM, &item, err);
	if (status == NW_NOT_FOUND)
		return question_end(core, row, STORE_QUESTION_GIVEN_UP,
				    nw_str_from("the item is not stored any "
						"more"),
				    err);
	return status == NW_OK ? claim_text(claim, row, &item, err) : status;
}

static enum nw_status claim_of(struct claim *claim, struct nw_error *err)
{
	struct core *core = claim->core;
	struct ledger_reply *reply = &claim->message->reply;
	size_t room = 0, left = claim->message->max - reply->question_count;
	struct store_rows rows = { NULL, 0 };
	enum nw_status status =
		remote_get(core, claim->remote->name, &claim->state, err);

	if (status == NW_OK)
		status = question_room(core, claim->remote, &claim->state,
				       &room, err);
	if (claim->state.rest_until > core_kept(core))
		room = 0;
	room = room < left ? room : left;
	if (status != NW_OK || room == 0)
		return status;
	const struct store_arg args[] = { STORE_ARG_TEXT(claim->remote->name),
					  STORE_ARG_INT(core_kept(core)),
					  STORE_ARG_INT((int64_t)room) };
	status = core_find(core, STORE_FIND_QUESTIONS_DUE, args, 3, &rows, err);
	struct store_question *at = rows.at;
	size_t before = reply->question_count;
	for (size_t i = 0; status == NW_OK && i < rows.count &&
			   nw_arena_used(core->scratch) < CLAIM_BYTES;
	     i++)
		status = claim_row(claim, &at[i], err);
	if (status != NW_OK || rows.count == 0)
		return status;
	if (claim->spent_out || reply->question_count > before)
		status = remote_tell_budget(core, claim->remote,
					    claim->spent_out, err);
	return status == NW_OK ? remote_put(core, &claim->state, err) : status;
}

enum nw_status core_questions(struct core *core, struct message *message,
			      struct nw_error *err)
{
	const struct ledger_routing *routing = &core->routing;
	struct claim claim = { .core = core, .message = message };
	enum nw_status status = NW_OK;

	claim.list = nw_arena_array(message->arena, message->max + 1,
				    sizeof(*claim.list));
	if (!claim.list)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a claim");
	message->reply.questions = claim.list;
	for (size_t i = 0; i < routing->remote_count && status == NW_OK &&
			   message->reply.question_count < message->max;
	     i++) {
		claim.remote = &routing->remotes[i];
		claim.spent_out = false;
		status = claim_of(&claim, err);
	}
	return status;
}

/* ---- answers ---- */

/* Watches that the item hit before count as hit, whatever it scores now. */
enum nw_status core_join_watches(struct core *core, struct nw_str before,
				 struct nw_str *now, struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *old = NULL;
	NW_AUTO(nwi_json_free) json_t *more = NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	if (before.len == 0)
		return NW_OK;
	if (nwi_json_parse(before, FRAME_BYTES, 4, &old, err) != NW_OK ||
	    nwi_json_parse(*now, FRAME_BYTES, 4, &more, err) != NW_OK)
		return NW_CORRUPT;
	nw_buf_init(&out, NAMES_BYTES);
	nwi_json_open(&out, '[');
	for (size_t i = 0; i < json_array_size(old); i++)
		nwi_json_str(&out, nw_str_from(json_string_value(
					   json_array_get(old, i))));
	for (size_t i = 0; i < json_array_size(more); i++) {
		const json_t *name = json_array_get(more, i);
		bool there = false;
		for (size_t k = 0; k < json_array_size(old); k++)
			there = there ||
				json_equal(json_array_get(old, k), name);
		if (!there)
			nwi_json_str(&out,
				     nw_str_from(json_string_value(name)));
	}
	nwi_json_close(&out, ']');
	struct nw_str names = nw_arena_buf(core->scratch, &out);
	if (out.failed || nw_str_is_absent(names))
		return nw_fail(err, NW_LIMIT,
			       "the names of an item's watches "
			       "are over 1 MiB");
	*now = names;
	return NW_OK;
}

static enum nw_status put_verdict(struct core *core, struct ledger_reply *reply,
				  struct store_item *item, struct nw_str json,
				  struct nw_error *err)
{
	const struct store_archive text = { item->id, item->revision, json,
					    core_kept(core) };
	struct nw_str before = item->watches;
	struct frame frame;
	enum nw_status status = frame_read(json, core->scratch, &frame, err);

	if (status != NW_OK)
		return status;
	if (!nw_str_equal(frame.id, item->id))
		return nw_fail(err, NW_BAD_INPUT, "a verdict on another item");
	item->topics = frame.topics;
	item->watches = frame.watches;
	status = core_join_watches(core, before, &item->watches, err);
	if (status == NW_OK)
		status = core_put(core, STORE_ARCHIVE, &text, err);
	if (status != NW_OK)
		return status;
	if (item->state != STORE_ANALYSED || item->flags & STORE_SUSPECT)
		return core_put(core, STORE_ITEM, item, err);
	const struct settling what = {
		.frame = &frame, .row = item, .before = before, .news = true
	};
	return core_settle(core, &what, reply, err);
}

/* The item's frame changed since it was asked: once more, with its answer. */
static enum nw_status put_off(struct core *core, struct store_question *row,
			      struct nw_error *err)
{
	row->state = STORE_QUESTION_WAITING;
	row->due = core_kept(core);
	return question_put(core, row, err);
}

static enum nw_status answered(struct core *core, struct message *message,
			       struct store_question *row,
			       struct store_remote *state, struct nw_error *err)
{
	const struct ledger_answer *answer = &message->answer;
	struct store_item item = { .id = row->item };
	bool cached = row->topics.len > 0 || row->attempts == 0;
	enum nw_status status = core_get(core, STORE_ITEM, &item, err);

	row->topics = answer->topics;
	if (status == NW_OK && item.revision != row->revision)
		return put_off(core, row, err);
	if (status == NW_OK)
		status = put_verdict(core, &message->reply, &item,
				     answer->frame, err);
	else if (status == NW_NOT_FOUND)
		status = NW_OK;
	if (status == NW_OK) {
		row->took_ms = cached ? row->took_ms : answer->took_ms;
		status = question_end(core, row, STORE_QUESTION_ANSWERED,
				      nw_str_make(NULL, 0), err);
	}
	if (status != NW_OK)
		return status;
	state->answered += !cached;
	state->alerts += message->reply.alerts;
	return cached ? remote_put(core, state, err)
		      : remote_fares_well(core, state, err);
}

static enum nw_status failed(struct core *core, struct message *message,
			     struct store_question *row,
			     struct store_remote *state, struct nw_error *err)
{
	const struct ledger_answer *answer = &message->answer;
	bool last = row->attempts >= QUESTION_TRIES ||
		    answer->failure != LEDGER_ANSWER_LATER;
	int64_t wait = RETRY_FIRST;
	enum nw_status status;

	for (int64_t i = 1; i < row->attempts; i++)
		wait *= 3;
	if (last) {
		state->given_up++;
		status = question_end(core, row, STORE_QUESTION_GIVEN_UP,
				      answer->error, err);
	} else {
		row->state = STORE_QUESTION_WAITING;
		row->reason = answer->error;
		row->due = core_kept(core) + wait;
		status = question_put(core, row, err);
	}
	if (status != NW_OK)
		return status;
	if (answer->failure != LEDGER_ANSWER_REFUSED)
		return remote_failed(core, state, answer->error,
				     answer->retry_after_ms, err);
	state->refused++;
	return remote_fares_well(core, state, err);
}

enum nw_status core_answer(struct core *core, struct message *message,
			   struct nw_error *err)
{
	const struct ledger_answer *answer = &message->answer;
	struct store_question row = { .item = answer->item,
				      .classifier = answer->classifier };
	struct store_remote state;
	enum nw_status status = core_get(core, STORE_QUESTION, &row, err);

	if (status == NW_NOT_FOUND)
		return NW_OK;
	/* The text was changed meanwhile, and is asked about anew. */
	if (status != NW_OK || row.state != STORE_QUESTION_ASKED ||
	    row.fence != answer->fence)
		return status;
	status = remote_get(core, row.classifier, &state, err);
	if (status != NW_OK)
		return status;
	if (!nw_str_is_absent(answer->frame))
		return answered(core, message, &row, &state, err);
	return failed(core, message, &row, &state, err);
}
