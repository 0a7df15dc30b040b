/* SPDX-License-Identifier: Apache-2.0 */
/* Which items a remote classifier is asked about, and when. */
#include "daemon/store/question.h"

#include "base/hash.h"

#define PAGE	     100
#define SECOND	     INT64_C(1000)
#define LONGEST_WAIT (24 * 3600 * SECOND)

const struct ledger_remote *question_remote(const struct core *core,
					    struct nw_str name)
{
	const struct ledger_routing *routing = &core->routing;

	for (size_t i = 0; i < routing->remote_count; i++)
		if (nw_str_equal(routing->remotes[i].name, name))
			return &routing->remotes[i];
	return NULL;
}

/* ---- which ---- */

static bool has(const struct nw_str *names, size_t count, struct nw_str name)
{
	for (size_t i = 0; i < count; i++)
		if (nw_str_equal(names[i], name))
			return true;
	return false;
}

/* What the local classifiers say; -1: nothing, and that is said. */
static double local_score(const struct frame *frame, struct nw_str topic)
{
	for (uint32_t i = 0; i < frame->item.topic_count; i++)
		if (nw_str_equal(frame->item.topics[i].name, topic))
			return frame->item.topics[i].score;
	return has(frame->no_opinions, frame->no_opinion_count, topic) ? -1 : 0;
}

/* An item that nobody here can judge is as near as can be. */
static bool is_near(const struct ledger_remote *remote,
		    const struct frame *frame)
{
	if (remote->alone)
		return true;
	for (size_t i = 0; i < remote->topic_count; i++) {
		double score = local_score(frame, remote->topics[i]);

		if (score < 0 ||
		    (score >= remote->near_from && score <= remote->near_to))
			return true;
	}
	return false;
}

static bool could_hit(const struct ledger_remote *remote,
		      const struct frame *frame)
{
	for (size_t i = 0; i < remote->topic_count; i++)
		if (has(frame->could, frame->could_count, remote->topics[i]))
			return true;
	return false;
}

bool question_is_wanted(const struct ledger_remote *remote,
			const struct frame *frame, struct nw_arena *arena,
			struct nw_str *why)
{
	const struct nw_item *item = &frame->item.item;

	if (item->title.len == 0 && nw_item_body(item).len == 0) {
		*why = nw_str_from("the item has no text");
		return false;
	}
	switch (remote->ask) {
	case LEDGER_ASK_NEAR:
		*why = nw_arena_fmt(arena,
				    "no local score of its topics is from "
				    "%.2f to %.2f",
				    remote->near_from, remote->near_to);
		return is_near(remote, frame);
	case LEDGER_ASK_HIT:
		*why = nw_str_from("none of its topics would make a watch "
				   "hit");
		return could_hit(remote, frame);
	default:
		return true;
	}
}

/* ---- rows ---- */

enum nw_status question_put(struct core *core, const struct store_question *row,
			    struct nw_error *err)
{
	core->questions_stale = true;
	return core_put(core, STORE_QUESTION, row, err);
}

enum nw_status question_end(struct core *core, struct store_question *row,
			    enum store_question_state state,
			    struct nw_str reason, struct nw_error *err)
{
	row->state = state;
	row->reason = reason;
	row->ended = core->now.at;
	row->kept = core_kept(core);
	return question_put(core, row, err);
}

static bool bears_verdict(const struct frame *frame, struct nw_str classifier)
{
	return has(frame->verdicts, frame->verdict_count, classifier);
}

/* The same question: what was answered is put into an item that lost it. */
static enum nw_status ask_again(struct core *core, const struct frame *frame,
				struct store_question *row,
				struct nw_error *err)
{
	if (row->state != STORE_QUESTION_ANSWERED ||
	    bears_verdict(frame, row->classifier))
		return NW_OK;
	row->state = STORE_QUESTION_WAITING;
	row->due = row->kept = core_kept(core);
	return question_put(core, row, err);
}

static enum nw_status ask(struct core *core, const struct ledger_remote *remote,
			  const struct frame *frame,
			  const struct store_item *item, struct nw_str text,
			  struct nw_error *err)
{
	struct store_question row = { .item = item->id,
				      .classifier = remote->name };
	struct nw_str why;
	enum nw_status status = core_get(core, STORE_QUESTION, &row, err);
	bool known = status == NW_OK;

	if (!known && status != NW_NOT_FOUND)
		return status;
	if (known && nw_str_equal(row.text, text) &&
	    nw_str_equal(row.question, remote->question))
		return ask_again(core, frame, &row, err);
	if (!question_is_wanted(remote, frame, core->scratch, &why))
		return known ? core->ops->remove(core->store, STORE_QUESTION,
						 &row, err)
			     : NW_OK;
	/* The text is another one: an answer under way is about the old. */
	row = (struct store_question){
		.item = item->id,
		.classifier = remote->name,
		.state = STORE_QUESTION_WAITING,
		.text = text,
		.question = remote->question,
		.fence = row.fence,
		.made = core->now.at,
		.due = core_kept(core),
		.kept = core_kept(core),
	};
	return question_put(core, &row, err);
}

enum nw_status core_question_item(struct core *core, const struct frame *frame,
				  const struct store_item *item,
				  struct nw_error *err)
{
	const struct nw_item *text = &frame->item.item;
	const struct ledger_routing *routing = &core->routing;
	char id[NWI_ID_TEXT];
	enum nw_status status = NW_OK;

	/* A frame without a hash is made of a row whose text is gone. */
	if (routing->remote_count == 0 || frame->hash.len == 0)
		return NW_OK;
	const struct nw_str parts[] = { text->title, nw_item_body(text) };
	nwi_derive_id("text", parts, 2, id);
	for (size_t i = 0; i < routing->remote_count && status == NW_OK; i++)
		status = ask(core, &routing->remotes[i], frame, item,
			     nw_str_from(id), err);
	return status;
}

/* ---- when ---- */

enum nw_status question_room(struct core *core,
			     const struct ledger_remote *remote,
			     const struct store_remote *state, size_t *out,
			     struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_INT(STORE_QUESTION_ASKED),
					  STORE_ARG_INT(INT64_MAX),
					  STORE_ARG_INT(PAGE),
					  STORE_ARG_TEXT(remote->name) };
	size_t most = state->failures >= QUESTION_BREAKER
			      ? 1
			      : (size_t)remote->parallel;
	struct store_rows rows;
	enum nw_status status = core_find(core, STORE_FIND_QUESTIONS_OF_IN,
					  args, 4, &rows, err);

	if (status == NW_OK)
		*out = rows.count < most ? most - rows.count : 0;
	return status;
}

/* The soonest of a classifier in ledger time; -1: none, or not before an
 * answer came. */
static enum nw_status soonest(struct core *core,
			      const struct ledger_remote *remote, int64_t *out,
			      struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(remote->name),
					  STORE_ARG_INT(1) };
	struct store_remote state;
	struct store_rows rows;
	size_t room = 0;
	enum nw_status status =
		core_find(core, STORE_FIND_QUESTION_NEXT, args, 2, &rows, err);

	if (status == NW_OK)
		status = remote_get(core, remote->name, &state, err);
	if (status == NW_OK)
		status = question_room(core, remote, &state, &room, err);
	if (status != NW_OK)
		return status;
	const struct store_question *next = rows.at;
	*out = rows.count == 0 || room == 0   ? -1
	       : next->due < state.rest_until ? state.rest_until
					      : next->due;
	return NW_OK;
}

static enum nw_status look_up_due(struct core *core, struct nw_error *err)
{
	const struct ledger_routing *routing = &core->routing;
	int64_t first = -1;

	for (size_t i = 0; i < routing->remote_count; i++) {
		int64_t at;
		enum nw_status status =
			soonest(core, &routing->remotes[i], &at, err);
		if (status != NW_OK)
			return status;
		if (at >= 0 && (first < 0 || at < first))
			first = at;
	}
	core->question_due = first;
	core->questions_stale = false;
	return NW_OK;
}

enum nw_status core_question_due(struct core *core, int64_t *out_ms,
				 struct nw_error *err)
{
	if (core->questions_stale) {
		enum nw_status status = look_up_due(core, err);
		if (status != NW_OK)
			return status;
	}
	int64_t left = core->question_due - core_kept(core);
	*out_ms = core->question_due < 0 ? -1 : left > 0 ? left : 0;
	return NW_OK;
}

/* ---- those that nobody will answer ---- */

enum nw_status core_question_reclaim(struct core *core, struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_INT(STORE_QUESTION_ASKED),
					  STORE_ARG_INT(INT64_MAX),
					  STORE_ARG_INT(PAGE) };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = NW_OK;

	core->questions_stale = true;
	do {
		status = core_find(core, STORE_FIND_QUESTIONS_IN, args, 3,
				   &rows, err);
		struct store_question *at = rows.at;
		for (size_t i = 0; status == NW_OK && i < rows.count; i++) {
			at[i].state = STORE_QUESTION_WAITING;
			at[i].due = core_kept(core);
			status = question_put(core, &at[i], err);
		}
	} while (status == NW_OK && rows.count == PAGE);
	return status;
}

static enum nw_status give_up(struct core *core, struct store_question *row,
			      struct nw_error *err)
{
	struct store_remote state;
	struct nw_str reason =
		row->attempts ? nw_arena_fmt(core->scratch,
					     "it waited too long; the last "
					     "attempt: %.*s",
					     NW_FMT(row->reason))
			      : nw_str_from("it waited too long");
	enum nw_status status =
		question_end(core, row, STORE_QUESTION_GIVEN_UP, reason, err);

	if (status == NW_OK)
		status = remote_get(core, row->classifier, &state, err);
	state.given_up++;
	return status == NW_OK ? remote_put(core, &state, err) : status;
}

/* Waiting since then or before, whoever it waits for. */
static enum nw_status give_up_until(struct core *core, int64_t kept,
				    const struct ledger_remote *remote,
				    struct nw_error *err)
{
	const struct store_arg args[] = {
		STORE_ARG_INT(STORE_QUESTION_WAITING), STORE_ARG_INT(kept),
		STORE_ARG_INT(PAGE),
		STORE_ARG_TEXT(remote ? remote->name : nw_str_from(""))
	};
	struct store_rows rows = { NULL, 0 };
	enum nw_status status =
		remote ? core_find(core, STORE_FIND_QUESTIONS_OF_IN, args, 4,
				   &rows, err)
		       : core_find(core, STORE_FIND_QUESTIONS_IN, args, 3,
				   &rows, err);
	struct store_question *at = rows.at;

	for (size_t i = 0; status == NW_OK && i < rows.count; i++)
		status = give_up(core, &at[i], err);
	return status;
}

/*
 * An answer that the ledger could not take, on a full disk say, never comes
 * again: the question waits once more.
 */
static enum nw_status take_back(struct core *core, struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_INT(STORE_QUESTION_ASKED),
					  STORE_ARG_INT(INT64_MAX),
					  STORE_ARG_INT(PAGE) };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status =
		core_find(core, STORE_FIND_QUESTIONS_IN, args, 3, &rows, err);
	struct store_question *at = rows.at;

	for (size_t i = 0; status == NW_OK && i < rows.count; i++) {
		if (at[i].due > core_kept(core))
			continue;
		at[i].state = STORE_QUESTION_WAITING;
		at[i].reason = nw_str_from("its answer was lost");
		status = question_put(core, &at[i], err);
	}
	return status;
}

enum nw_status core_questions_late(struct core *core, struct nw_error *err)
{
	const struct ledger_routing *routing = &core->routing;
	enum nw_status status = take_back(core, err);

	if (status == NW_OK)
		status = give_up_until(core, core_kept(core) - LONGEST_WAIT,
				       NULL, err);
	for (size_t i = 0; i < routing->remote_count && status == NW_OK; i++) {
		const struct ledger_remote *remote = &routing->remotes[i];
		status = give_up_until(core,
				       core_kept(core) - remote->patience_ms,
				       remote, err);
	}
	return status;
}
