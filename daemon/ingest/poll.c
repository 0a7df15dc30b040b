/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/ingest/poll.h"

#include "daemon/loop/log.h"

#include <stdlib.h>

enum {
	POLL_ARENA_MAX = 16 * 1024 * 1024,
	BATCH_ARENA_MAX = 128 * 1024 * 1024,
	NOTICE_FAILURES = 10 /* in a row: the operator hears of it once */
};

static void poll_note(struct poll *poll, enum schedule_result result,
		      struct nw_str error);
static void admit(struct ingest *ingest);

struct poll *poll_find(const struct ingest *ingest, struct nw_str source)
{
	struct poll *poll = ingest->polls;

	while (poll && !nw_str_equal(poll->source->base.name, source))
		poll = poll->next;
	return poll;
}

static void unlink_poll(struct poll *poll)
{
	struct poll **at = &poll->ingest->polls;

	while (*at != poll)
		at = &(*at)->next;
	*at = poll->next;
	poll->ingest->counts.under_way--;
}

static void poll_free(struct poll *poll)
{
	if (!poll->orphan) {
		room_leave(poll);
		unlink_poll(poll);
	}
	transport_answer_free(&poll->answer);
	nw_arena_free(&poll->arena);
	config_unref(&poll->config);
	free(poll);
}

void poll_abandon(struct poll *poll)
{
	const struct ingest_parts *parts = &poll->ingest->parts;

	if (poll->stage == POLL_LEDGER) {
		room_leave(poll);
		unlink_poll(poll);
		poll->orphan = true;
		return;
	}
	if (poll->stage == POLL_POOL)
		pool_cancel(parts->pool, poll->job);
	else if (poll->stage == POLL_TRANSPORT)
		transport_cancel(&poll->fetch);
	else if (poll->stage == POLL_ROBOTS)
		robots_forget(&poll->robots);
	if (poll->sequence)
		ledger_skip(parts->ledger, poll->sequence);
	poll_free(poll);
}

/* The end of everything that one coming due brought. */
static void poll_end(struct poll *poll)
{
	struct ingest *ingest = poll->ingest;
	struct nw_str name = poll->source->base.name;
	struct config *config = config_ref(poll->config);
	bool more = poll->more, again = poll->again;
	bool texts = poll->texts_left ||
		     poll->follow_up_at < poll->follow_up_count || poll->reload;

	poll_free(poll);
	admit(ingest);
	const struct config_source *source =
		config_find_source(ingest->config, name);
	if (source && texts)
		article_later(ingest, name, -1);
	if (source && source->enabled && again)
		poll_start(ingest, source);
	else if (source && more)
		(void)schedule_now(ingest->schedule, name);
	config_unref(&config);
}

/* ---- deciding and noting ---- */

static void log_end(const struct poll *poll, enum schedule_result result,
		    struct nw_str error)
{
	static const char *const events[] = {
		[SCHEDULE_FRESH] = "source.read",
		[SCHEDULE_UNCHANGED] = "source.unchanged",
		[SCHEDULE_FAILED] = "source.failed",
		[SCHEDULE_GONE] = "source.gone",
	};
	enum nw_log_level level =
		result >= SCHEDULE_FAILED ? NW_LOG_WARNING : NW_LOG_DEBUG;

	log_event(level, events[result], LOG_STR("message", error),
		  LOG_STR("source", poll->source->base.name),
		  LOG_INT("failures", poll->row.failures),
		  LOG_INT("took_ms", poll->answer ? poll->answer->took_ms : 0));
}

static void notice_failing(struct poll *poll, int64_t failures_before)
{
	struct ledger *ledger = poll->ingest->parts.ledger;
	struct nw_str name = poll->source->base.name;
	struct nw_str key =
		nw_arena_fmt(poll->arena, "source:%.*s", NW_FMT(name));

	if (poll->row.failures == NOTICE_FAILURES)
		ledger_notice(
			ledger, key,
			nw_arena_fmt(poll->arena,
				     "The source %.*s cannot be read",
				     NW_FMT(name)),
			nw_arena_fmt(poll->arena,
				     "%d polls in a row failed. The last: "
				     "%.*s\nIt goes on being tried.",
				     NOTICE_FAILURES, NW_FMT(poll->row.error)),
			0, NULL, NULL);
	else if (poll->row.failures == 0 && failures_before >= NOTICE_FAILURES)
		ledger_notice_clear(ledger, key, NULL, NULL);
}

static void set_status(struct poll *poll, enum schedule_result result,
		       struct nw_str error)
{
	static const char *const words[] = {
		[SCHEDULE_FRESH] = "ok",
		[SCHEDULE_UNCHANGED] = "ok",
		[SCHEDULE_FAILED] = "failing",
		[SCHEDULE_GONE] = "gone",
	};

	poll->row.status = nw_str_from(words[result]);
	poll->row.error = result >= SCHEDULE_FAILED
				  ? nw_arena_str(poll->arena, error)
				  : nw_str_make(NULL, 0);
}

void poll_decide(struct poll *poll, enum schedule_result result, int64_t ttl_ms,
		 struct nw_str error)
{
	struct schedule_poll outcome = {
		.result = result,
		.retry_after_ms =
			poll->answer ? poll->answer->retry_after_ms : -1,
		.ttl_ms = ttl_ms,
	};
	nw_time due = loop_now(poll->ingest->parts.loop);
	uint32_t failures = 0;
	int64_t before = poll->row.failures;

	/* NW_NOT_FOUND: a reload took the source away; the row still counts. */
	(void)schedule_polled(poll->ingest->schedule, poll->source->base.name,
			      &outcome, &due, &failures);
	poll->row.next_due = due;
	poll->row.last_try = loop_now(poll->ingest->parts.loop);
	poll->row.failures = failures;
	poll->row.interval_ms = due - poll->row.last_try;
	set_status(poll, result, error);
	notice_failing(poll, before);
}

void poll_noted(void *arg, const struct ledger_reply *reply)
{
	struct poll *poll = arg;

	if (poll->orphan) {
		poll_free(poll);
		return;
	}
	poll->ingest->parts.committed(poll->ingest->parts.arg, reply);
	poll_next(poll);
}

uint64_t poll_give_sequence(struct poll *poll)
{
	uint64_t sequence = poll->sequence;

	poll->sequence = 0;
	return sequence;
}

/* Ends this response without items; `error` says what was wrong. */
static void poll_note(struct poll *poll, enum schedule_result result,
		      struct nw_str error)
{
	struct ingest *ingest = poll->ingest;

	if (poll->item.len) {
		article_failed(poll, error);
		return;
	}
	/* A page that failed says nothing about the source. */
	if (poll->follow_up == 0) {
		poll_decide(poll, result, 0, error);
		if (result >= SCHEDULE_FAILED)
			ingest->counts.failed++;
		else
			ingest->counts.unchanged++;
	}
	log_end(poll, result, error);
	poll->stage = POLL_LEDGER;
	ledger_source_note(
		ingest->parts.ledger, poll_give_sequence(poll), &poll->row,
		poll_is_forbidden(poll) ? -poll->follow_up : poll->follow_up,
		poll_noted, poll);
}

static void fail(struct poll *poll, struct nw_str error)
{
	poll_note(poll, SCHEDULE_FAILED, error);
}

/* ---- the transaction ---- */

static void applied(void *arg, const struct ledger_reply *reply)
{
	struct poll *poll = arg;

	if (poll->orphan) {
		poll_free(poll);
		return;
	}
	if (reply->error.status != NW_OK) {
		log_event(NW_LOG_ERROR, "source.refused",
			  LOG_TEXT("message", reply->error.text),
			  LOG_STR("source", poll->source->base.name));
		if (poll->item.len)
			article_failed(poll, nw_str_from(reply->error.text));
		else
			poll_end(poll);
		return;
	}
	struct ingest_counts *counts = &poll->ingest->counts;
	if (!poll->item.len)
		counts->items += reply->items_new + reply->items_changed;
	counts->renewed += reply->items_renewed;
	if (!poll->item.len &&
	    reply->items_new + reply->items_changed + reply->items_baseline +
		    reply->items_suspect + reply->items_renewed)
		log_event(NW_LOG_INFO, "source.items",
			  LOG_STR("source", poll->source->base.name),
			  LOG_INT("new", reply->items_new),
			  LOG_INT("changed", reply->items_changed),
			  LOG_INT("baseline", reply->items_baseline),
			  LOG_INT("suspect", reply->items_suspect),
			  LOG_INT("renewed", reply->items_renewed),
			  LOG_INT("alerts", reply->alerts));
	poll->ingest->parts.committed(poll->ingest->parts.arg, reply);
	poll_next(poll);
}

static void apply(struct poll *poll, const struct pool_result *result)
{
	struct nw_arena *arena = nw_arena_new(BATCH_ARENA_MAX);
	struct ledger_batch *batch =
		nw_arena_new_of(arena, struct ledger_batch);

	if (!batch || !poll_build_batch(poll, result, arena, batch)) {
		nw_arena_free(&arena);
		fail(poll,
		     nw_str_from("the items of one response are over 128 MiB"));
		return;
	}
	if (poll->follow_up == 0)
		poll->ingest->counts.fresh++;
	if (poll->item.len)
		article_end(poll, result);
	batch->sequence = poll_give_sequence(poll);
	poll->stage = POLL_LEDGER;
	/* From here on the batch is what weighs. */
	transport_answer_free(&poll->answer);
	room_set(poll, 2 * nw_arena_used(arena));
	ledger_apply(poll->ingest->parts.ledger, batch, applied, poll);
}

/* ---- reading ---- */

static void set_aside(struct poll *poll, const struct pool_result *result)
{
	const struct ledger_set_aside what = {
		.source = poll->source->base.name,
		.plugin = poll->source->base.type,
		.reason = result->text,
		.document = poll->answer->response.body,
	};

	ledger_set_aside(poll->ingest->parts.ledger, &what, NULL, NULL);
}

void poll_was_read(void *arg, const struct pool_result *result)
{
	struct poll *poll = arg;

	poll->job = 0;
	/*
	 * Bytes that killed would kill again, and a file of a folder that the
	 * plugin cannot read would stop those behind it: only others are read.
	 */
	if (result->set_aside ||
	    (result->status == NW_BAD_INPUT && poll->answer->from_folder)) {
		set_aside(poll, result);
		if (poll->follow_up == 0)
			poll_take_validators(poll);
	}
	poll->for_good = result->set_aside || result->status == NW_BAD_INPUT;
	if (result->status != NW_OK || result->set_aside)
		fail(poll, result->text);
	else
		apply(poll, result);
}

static void got_shown(void *arg, const struct ledger_reply *reply)
{
	struct poll *poll = arg;
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(POLL_ARENA_MAX);

	if (poll->orphan) {
		poll_free(poll);
		return;
	}
	struct pool_shown *shown =
		nw_arena_array(arena, reply->shown_count + 1, sizeof(*shown));
	size_t count = shown ? reply->shown_count : 0;
	for (size_t i = 0; i < count; i++)
		shown[i] = (struct pool_shown){ reply->shown[i].id,
						reply->shown[i].hash };
	if (poll->follow_up)
		poll->answer->response.flags |= NW_RESPONSE_FOLLOW_UP;
	poll->stage = POLL_POOL;
	poll->job = pool_read(poll->ingest->parts.pool, poll->source->base.name,
			      &poll->answer->response, shown, count,
			      (uint32_t)(poll->follow_up ? reply->identity_used
							 : reply->identity),
			      poll_was_read, poll);
}

static bool succeeded(const struct nw_response *response)
{
	if (response->outcome != NW_OUTCOME_DONE)
		return false;
	if (response->kind == NW_REQUEST_HTTP)
		return response->code >= 200 && response->code <= 299;
	return response->code == 0;
}

static struct nw_str failure_text(const struct poll *poll)
{
	const struct nw_response *response = &poll->answer->response;

	if (response->text.len)
		return response->text;
	if (response->outcome != NW_OUTCOME_DONE)
		return nw_str_from(nw_outcome_name(response->outcome));
	return nw_arena_fmt(poll->arena,
			    response->kind == NW_REQUEST_EXEC
				    ? "the program ended with exit status %d"
				    : "the server answered %d",
			    response->code);
}

/* From here on it is the next in the order that the ledger keeps. */
static void read_answer(struct poll *poll)
{
	poll->sequence = ledger_sequence(poll->ingest->parts.ledger);
	if (poll->item.len) {
		article_read(poll);
		return;
	}
	poll->stage = POLL_LEDGER;
	ledger_shown(poll->ingest->parts.ledger, poll->source->base.name,
		     got_shown, poll);
}

static void take_answer(struct poll *poll)
{
	const struct transport_answer *answer = poll->answer;
	const struct nw_response *response = &answer->response;
	struct nw_str none = { 0 };

	if (answer->not_modified) {
		poll_note(poll, SCHEDULE_UNCHANGED, none);
		return;
	}
	if (!succeeded(response)) {
		/* A file that is too large stays so: the next one comes. */
		if (answer->from_folder &&
		    response->outcome == NW_OUTCOME_TOO_LARGE)
			poll_take_validators(poll);
		poll_note(poll,
			  response->code == 410 ? SCHEDULE_GONE
						: SCHEDULE_FAILED,
			  failure_text(poll));
		return;
	}
	transport_body_hash(response->body, poll->body_hash);
	if (poll->follow_up == 0 &&
	    nw_str_is(poll->row.body_hash, poll->body_hash)) {
		poll_take_validators(poll);
		poll_note(poll, SCHEDULE_UNCHANGED, none);
		return;
	}
	if (room_read(poll))
		read_answer(poll);
}

static void got_answer(void *arg, struct transport_answer *answer)
{
	struct poll *poll = arg;
	struct ingest *ingest = poll->ingest;

	poll->fetch = NULL;
	transport_answer_free(&poll->answer);
	poll->answer = answer;
	if (!answer->not_modified)
		room_learn(ingest, answer->response.body.len);
	take_answer(poll);
	admit(ingest);
}

/* ---- asking ---- */

static void send(struct poll *poll)
{
	struct transport_known known = {
		.etag = poll->row.etag,
		.last_modified = poll->row.last_modified,
		.state = poll->row.etag,
	};
	bool conditional = poll->follow_up == 0;

	poll->stage = POLL_TRANSPORT;
	poll->fetch = transport_start(
		poll->ingest->parts.transport, &poll->binding, &poll->request,
		conditional ? &known : NULL, got_answer, poll);
}

/* Lets in who waits for room. */
static void admit(struct ingest *ingest)
{
	struct poll *poll;

	while ((poll = room_next(ingest))) {
		if (poll->answer)
			read_answer(poll);
		else
			send(poll);
	}
}

static void asked_robots(void *arg)
{
	struct poll *poll = arg;

	if (!poll->robots.allowed) {
		poll->for_good = poll_is_forbidden(poll);
		fail(poll, nw_arena_str(poll->arena,
					nw_str_from(poll->robots.why.text)));
		return;
	}
	if (poll->robots.spacing_ms > poll->config->fetch.host_spacing_ms)
		poll->binding.spacing_ms = poll->robots.spacing_ms;
	if (room_fetch(poll))
		send(poll);
}

/* The request's texts live in the poll's arena, but for the body. */
void poll_fetch(struct poll *poll, const struct nw_request *request)
{
	poll->request = *request;
	poll->request.body = nw_arena_str(poll->arena, request->body);
	if (poll_ask_robots(poll, asked_robots))
		asked_robots(poll);
}

static void got_request(void *arg, const struct pool_result *result)
{
	struct poll *poll = arg;
	struct nw_request request;
	struct nw_error err;

	poll->job = 0;
	if (result->status != NW_OK) {
		fail(poll, result->text);
		return;
	}
	if (pool_result_request(result, poll->arena, &request, &err) != NW_OK) {
		fail(poll, nw_str_from(err.text));
		return;
	}
	poll_fetch(poll, &request);
}

static void ask_plugin(struct poll *poll)
{
	struct nw_request base = poll_base_request(poll);

	poll->stage = POLL_POOL;
	poll->job =
		pool_request(poll->ingest->parts.pool, poll->source->base.name,
			     poll->row.cursor, &base, got_request, poll);
}

static size_t take_kind(struct poll *poll, const struct ledger_reply *reply,
			uint32_t kind, size_t at)
{
	for (size_t i = 0; i < reply->follow_up_count; i++) {
		const struct ledger_follow_up *row = &reply->follow_ups[i];
		if (row->kind != kind)
			continue;
		poll->follow_ups[at] = *row;
		poll->follow_ups[at].url = nw_arena_str(poll->arena, row->url);
		poll->follow_ups[at++].item =
			nw_arena_str(poll->arena, row->item);
	}
	return at;
}

/* The source's own pages first: they may bring more, articles come later too.
 */
static void take_follow_ups(struct poll *poll, const struct ledger_reply *reply)
{
	size_t count = 0;

	poll->follow_ups =
		nw_arena_array(poll->arena, reply->follow_up_count + 1,
			       sizeof(*poll->follow_ups));
	if (poll->follow_ups) {
		count = take_kind(poll, reply, LEDGER_FOLLOW_PAGE, 0);
		count = take_kind(poll, reply, LEDGER_FOLLOW_TEXT, count);
	}
	poll->follow_up_count = count;
	poll->follow_up_at = 0;
}

static void got_follow_ups(void *arg, const struct ledger_reply *reply)
{
	struct poll *poll = arg;

	if (poll->orphan) {
		poll_free(poll);
		return;
	}
	take_follow_ups(poll, reply);
	poll_next(poll);
}

/* The next stored page within the budget, or the end. */
void poll_next(struct poll *poll)
{
	transport_answer_free(&poll->answer);
	room_leave(poll);
	admit(poll->ingest);
	if (poll->reload && poll->budget > 0) {
		poll->reload = false;
		poll->stage = POLL_LEDGER;
		ledger_source(poll->ingest->parts.ledger,
			      poll->source->base.name, got_follow_ups, poll);
		return;
	}
	poll->item = nw_str_make(NULL, 0);
	while (poll->follow_up_at < poll->follow_up_count) {
		const struct ledger_follow_up *row =
			&poll->follow_ups[poll->follow_up_at++];
		if (row->kind == LEDGER_FOLLOW_TEXT) {
			if (article_begin(poll, row))
				return;
			continue;
		}
		if (poll->texts_only || poll->budget <= 0)
			continue;
		poll_bind_page(poll, row->url);
		struct nw_request request = poll_base_request(poll);
		request.kind = NW_REQUEST_HTTP;
		request.url = row->url;
		poll->follow_up = row->id;
		poll->budget--;
		poll_fetch(poll, &request);
		return;
	}
	poll_end(poll);
}

static void got_row(void *arg, const struct ledger_reply *reply)
{
	struct poll *poll = arg;

	if (poll->orphan) {
		poll_free(poll);
		return;
	}
	poll->row.name = poll->source->base.name;
	if (poll->texts_only && reply->error.status != NW_OK) {
		poll_end(poll);
		return;
	}
	if (reply->error.status != NW_OK || reply->source_count == 0) {
		fail(poll, nw_str_from(reply->error.text));
		return;
	}
	poll->row = reply->sources[0];
	poll_copy_row(poll->arena, &poll->row);
	take_follow_ups(poll, reply);
	if (poll->texts_only) {
		poll_next(poll);
		return;
	}
	poll_bind(poll);
	ask_plugin(poll);
}

static struct poll *begin(struct ingest *ingest,
			  const struct config_source *source)
{
	struct poll *poll = calloc(1, sizeof(*poll));

	if (!poll)
		abort();
	poll->ingest = ingest;
	poll->config = config_ref(ingest->config);
	poll->source = source;
	poll->arena = nw_arena_new(POLL_ARENA_MAX);
	poll->budget = source->follow_ups;
	poll->next = ingest->polls;
	ingest->polls = poll;
	ingest->counts.under_way++;
	poll->stage = POLL_LEDGER;
	return poll;
}

void poll_start(struct ingest *ingest, const struct config_source *source)
{
	struct poll *poll = poll_find(ingest, source->base.name);

	if (poll) {
		poll->again = true;
		return;
	}
	poll = begin(ingest, source);
	ingest->counts.polls++;
	ledger_source(ingest->parts.ledger, source->base.name, got_row, poll);
}

void poll_start_texts(struct ingest *ingest, const struct config_source *source)
{
	struct poll *poll = poll_find(ingest, source->base.name);

	if (poll) {
		poll->texts_left = true;
		return;
	}
	poll = begin(ingest, source);
	poll->texts_only = true;
	ledger_source(ingest->parts.ledger, source->base.name, got_row, poll);
}
