/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/deliver/attempt.h"

#include "daemon/loop/log.h"

#include <stdlib.h>

enum { ATTEMPT_ARENA_MAX = 64 * 1024 * 1024 };

static void unlink_attempt(struct attempt *attempt)
{
	struct attempt **at = &attempt->deliver->attempts;

	while (*at != attempt)
		at = &(*at)->next;
	*at = attempt->next;
	attempt->deliver->counts.under_way--;
}

static void attempt_free(struct attempt *attempt)
{
	if (!attempt->orphan)
		unlink_attempt(attempt);
	transport_answer_free(&attempt->answer);
	nw_arena_free(&attempt->arena);
	config_unref(&attempt->config);
	free(attempt);
}

/* ---- the end: a verdict ---- */

static void verdict_stored(void *arg, const struct ledger_reply *reply)
{
	struct attempt *attempt = arg;
	struct deliver *deliver = attempt->deliver;
	bool orphan = attempt->orphan;
	int64_t due_ms = reply->delivery_due_ms;

	if (reply->error.status != NW_OK)
		log_event(NW_LOG_WARNING, "delivery.lost_lease",
			  LOG_TEXT("message", reply->error.text),
			  LOG_STR("delivery", attempt->row.id));
	attempt_free(attempt);
	if (!orphan) {
		deliver_due(deliver, due_ms);
		deliver_left(deliver);
	}
}

static void count_verdict(struct deliver_counts *counts, uint32_t kind)
{
	if (kind == NW_VERDICT_DELIVERED)
		counts->delivered++;
	else if (kind == NW_VERDICT_HELD)
		counts->held++;
	else if (kind == NW_VERDICT_DEAD)
		counts->dead++;
	else
		counts->later++;
}

static void log_verdict(const struct attempt *attempt,
			const struct nw_verdict *verdict)
{
	static const struct {
		enum nw_log_level level;
		const char *event;
	} rows[] = {
		[NW_VERDICT_DELIVERED] = { NW_LOG_INFO, "delivery.sent" },
		[NW_VERDICT_LATER] = { NW_LOG_WARNING, "delivery.later" },
		[NW_VERDICT_HELD] = { NW_LOG_ERROR, "delivery.held" },
		[NW_VERDICT_SMALLER] = { NW_LOG_WARNING, "delivery.smaller" },
		[NW_VERDICT_DEAD] = { NW_LOG_ERROR, "delivery.dead" },
	};

	log_event(rows[verdict->kind].level, rows[verdict->kind].event,
		  LOG_STR("message", verdict->reason),
		  LOG_STR("notifier", attempt->row.notifier),
		  LOG_STR("destination", attempt->row.destination),
		  LOG_STR("delivery", attempt->row.id),
		  LOG_STR("alert", attempt->row.alert_id),
		  LOG_INT("attempt", attempt->row.attempt));
}

static void finish(struct attempt *attempt, const struct nw_verdict *verdict)
{
	struct nw_verdict valid = *verdict;

	if (valid.kind < NW_VERDICT_DELIVERED || valid.kind > NW_VERDICT_DEAD)
		valid.kind = NW_VERDICT_LATER;
	log_verdict(attempt, &valid);
	count_verdict(&attempt->deliver->counts, valid.kind);
	attempt->stage = ATTEMPT_LEDGER;
	ledger_verdict(attempt->deliver->parts.ledger, attempt->row.id,
		       attempt->row.fence, &valid, verdict_stored, attempt);
}

static void finish_with(struct attempt *attempt, enum nw_verdict_kind kind,
			struct nw_str reason)
{
	const struct nw_verdict verdict = {
		.size = sizeof(verdict),
		.kind = kind,
		.retry_after_ms = -1,
		.reason = reason,
	};

	finish(attempt, &verdict);
}

/*
 * A worker that is failed or was replaced says nothing about the alert; a
 * document that killed two writers, and a plugin's own refusal, will not fare
 * better the next time.
 */
static void plugin_failed(struct attempt *attempt,
			  const struct pool_result *result)
{
	enum nw_verdict_kind kind = NW_VERDICT_LATER;

	if (result->set_aside || result->status == NW_BAD_INPUT)
		kind = NW_VERDICT_DEAD;
	else if (result->status == NW_LIMIT)
		kind = NW_VERDICT_SMALLER;
	finish_with(attempt, kind, result->text);
}

/* ---- judging ---- */

static void judged(void *arg, const struct pool_result *result)
{
	struct attempt *attempt = arg;
	struct nw_verdict verdict;
	struct nw_error err;

	attempt->job = 0;
	/* A judge that fails must not decide: the contract's table does. */
	if (result->status != NW_OK || result->set_aside ||
	    pool_result_verdict(result, attempt->arena, &verdict, &err))
		nw_judge(&attempt->answer->response, &verdict);
	finish(attempt, &verdict);
}

static void judge_here(struct attempt *attempt)
{
	struct nw_verdict verdict;

	nw_judge(&attempt->answer->response, &verdict);
	finish(attempt, &verdict);
}

void attempt_abandon(struct attempt *attempt)
{
	if (attempt->stage == ATTEMPT_POOL)
		pool_cancel(attempt->deliver->parts.pool, attempt->job);
	if (attempt->stage == ATTEMPT_POOL && attempt->answer)
		judge_here(attempt);
	if (attempt->stage == ATTEMPT_LEDGER) {
		unlink_attempt(attempt);
		attempt->orphan = true;
		return;
	}
	transport_cancel(&attempt->send);
	attempt_free(attempt);
}

static void got_answer(void *arg, struct transport_answer *answer)
{
	struct attempt *attempt = arg;

	attempt->send = NULL;
	attempt->answer = answer;
	attempt->stage = ATTEMPT_POOL;
	attempt->job =
		pool_judge(attempt->deliver->parts.pool, attempt->row.notifier,
			   &answer->response, judged, attempt);
}

/* ---- attempting ---- */

static void got_request(void *arg, const struct pool_result *result)
{
	struct attempt *attempt = arg;
	struct nw_request request;
	struct nw_error err;

	attempt->job = 0;
	if (result->status != NW_OK || result->set_aside) {
		plugin_failed(attempt, result);
		return;
	}
	if (pool_result_request(result, attempt->arena, &request, &err)) {
		finish_with(attempt, NW_VERDICT_LATER, nw_str_from(err.text));
		return;
	}
	if (request.sign != NW_SIGN_NONE)
		attempt_bind_secret(attempt, request.secret);
	attempt->deliver->counts.attempts++;
	attempt->stage = ATTEMPT_TRANSPORT;
	attempt->send = transport_start(attempt->deliver->parts.transport,
					&attempt->binding, &request, NULL,
					got_answer, attempt);
}

/* The kind that a request begins with: the only one, as a rule. */
static uint32_t first_kind(uint32_t kinds)
{
	return kinds & (~kinds + 1);
}

static void ask_request(struct attempt *attempt)
{
	const struct nw_payload payload = {
		.size = sizeof(payload),
		.attempt = attempt->row.attempt,
		.alert_id = attempt->row.id,
		.destination = attempt->row.destination,
		.content_type = attempt->row.content_type,
		.bytes = attempt->row.payload,
	};
	const struct nw_request base = {
		.size = sizeof(base),
		.kind = first_kind(attempt->notifier->base.requests),
		.url = attempt->notifier->url,
	};

	attempt->stage = ATTEMPT_POOL;
	attempt->job = pool_attempt(attempt->deliver->parts.pool,
				    attempt->row.notifier, &payload, &base,
				    got_request, attempt);
}

/* ---- rendering ---- */

static void payload_stored(void *arg, const struct ledger_reply *reply)
{
	struct attempt *attempt = arg;

	if (attempt->orphan || reply->error.status != NW_OK) {
		struct deliver *deliver = attempt->deliver;
		bool orphan = attempt->orphan;
		attempt_free(attempt);
		if (!orphan) {
			deliver_due(deliver, reply->delivery_due_ms);
			deliver_left(deliver);
		}
		return;
	}
	ask_request(attempt);
}

static void rendered(void *arg, const struct pool_result *result)
{
	struct attempt *attempt = arg;

	attempt->job = 0;
	if (result->status != NW_OK || result->set_aside) {
		plugin_failed(attempt, result);
		return;
	}
	attempt->row.payload = nw_arena_str(attempt->arena, result->blob);
	attempt->row.content_type = nw_arena_str(
		attempt->arena, nwi_json_get_str(result->json, "content_type"));
	if (nw_str_is_absent(attempt->row.payload)) {
		finish_with(attempt, NW_VERDICT_DEAD,
			    nw_str_from("the plugin rendered nothing"));
		return;
	}
	attempt->stage = ATTEMPT_LEDGER;
	ledger_payload(attempt->deliver->parts.ledger, attempt->row.id,
		       attempt->row.fence, attempt->row.content_type,
		       attempt->row.payload, payload_stored, attempt);
}

static void copy_row(struct attempt *attempt, const struct ledger_delivery *row)
{
	struct nw_str *texts[] = {
		&attempt->row.id,	    &attempt->row.thread,
		&attempt->row.alert_id,	    &attempt->row.notifier,
		&attempt->row.destination,  &attempt->row.alert,
		&attempt->row.content_type, &attempt->row.payload
	};

	attempt->row = *row;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i] = nw_arena_str(attempt->arena, *texts[i]);
}

static struct attempt *attempt_new(struct deliver *deliver,
				   const struct ledger_delivery *row)
{
	struct attempt *attempt = calloc(1, sizeof(*attempt));

	if (!attempt)
		abort();
	attempt->deliver = deliver;
	attempt->config = config_ref(deliver->config);
	attempt->arena = nw_arena_new(ATTEMPT_ARENA_MAX);
	attempt->next = deliver->attempts;
	deliver->attempts = attempt;
	deliver->counts.under_way++;
	copy_row(attempt, row);
	return attempt;
}

static void render(struct attempt *attempt)
{
	const struct pool_rendering what = {
		.alert = attempt->row.alert,
		.delivery = attempt->row.id,
		.thread = attempt->row.thread,
		.destination = attempt->row.destination,
		.flags = attempt->row.render_flags,
	};

	attempt->stage = ATTEMPT_POOL;
	attempt->job =
		pool_render(attempt->deliver->parts.pool, attempt->row.notifier,
			    &what, rendered, attempt);
}

void attempt_start(struct deliver *deliver, const struct ledger_delivery *row)
{
	struct attempt *attempt = attempt_new(deliver, row);

	attempt->notifier =
		config_find_notifier(deliver->config, row->notifier);
	if (!attempt->notifier || !attempt->notifier->enabled) {
		finish_with(
			attempt, NW_VERDICT_HELD,
			nw_str_from(
				"the configuration has no such notifier now"));
		return;
	}
	attempt_bind(attempt);
	if (!nw_str_is_absent(attempt->row.payload)) {
		ask_request(attempt);
		return;
	}
	render(attempt);
}
