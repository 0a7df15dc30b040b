/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/deliver/deliver.h"

#include "daemon/deliver/attempt.h"
#include "daemon/loop/log.h"

#include <stdlib.h>

/* A destination gets few alerts at once, so that its order stays readable. */
enum { PER_DESTINATION = 4, CLAIM_MAX = 64, BUSY_WAIT_MS = 200 };

static void due(void *arg)
{
	deliver_pump(arg);
}

struct deliver *deliver_new(const struct deliver_parts *parts)
{
	struct deliver *deliver = calloc(1, sizeof(*deliver));

	if (!deliver)
		abort();
	deliver->parts = *parts;
	loop_timer_init(&deliver->due, LOOP_CLOCK, due, deliver);
	return deliver;
}

void deliver_stop(struct deliver *deliver)
{
	if (!deliver)
		return;
	deliver->stopped = true;
	while (deliver->attempts)
		attempt_abandon(deliver->attempts);
	loop_timer_cancel(deliver->parts.loop, &deliver->due);
}

void deliver_left(struct deliver *deliver)
{
	void (*drained)(void *) = deliver->drained;

	if (!drained || deliver->told || deliver->claiming ||
	    deliver->counts.under_way > 0)
		return;
	deliver->told = true;
	drained(deliver->drained_arg);
}

void deliver_drain(struct deliver *deliver, void (*drained)(void *arg),
		   void *arg)
{
	deliver->drained = drained;
	deliver->drained_arg = arg;
	loop_timer_cancel(deliver->parts.loop, &deliver->due);
	deliver_left(deliver);
}

void deliver_free(struct deliver **deliverp)
{
	struct deliver *deliver = *deliverp;

	if (!deliver)
		return;
	deliver_stop(deliver);
	config_unref(&deliver->config);
	free(deliver);
	*deliverp = NULL;
}

void deliver_configure(struct deliver *deliver, const struct config *config)
{
	struct config *old = deliver->config;

	deliver->config = config_ref(config);
	config_unref(&old);
	deliver_pump(deliver);
}

static void claimed(void *arg, const struct ledger_reply *reply)
{
	struct deliver *deliver = arg;

	deliver->claiming = false;
	if (deliver->stopped)
		return; /* the next start takes the leases back */
	if (reply->error.status != NW_OK) {
		log_event(NW_LOG_ERROR, "delivery.no_claim",
			  LOG_TEXT("message", reply->error.text));
		deliver_left(deliver);
		return;
	}
	for (size_t i = 0; i < reply->delivery_count; i++)
		attempt_start(deliver, &reply->deliveries[i]);
	deliver_left(deliver);
	/* Due, and not to be had: its destination is busy, no need to spin. */
	if (reply->delivery_count == 0 && reply->delivery_due_ms == 0)
		deliver_due(deliver, BUSY_WAIT_MS);
	else
		deliver_due(deliver, reply->delivery_due_ms);
}

void deliver_pump(struct deliver *deliver)
{
	if (!deliver->config || deliver->claiming || deliver->drained)
		return;
	int64_t room = deliver->config->delivery.parallel -
		       (int64_t)deliver->counts.under_way;
	if (room <= 0)
		return;
	deliver->claiming = true;
	ledger_claim(deliver->parts.ledger,
		     (uint32_t)(room < CLAIM_MAX ? room : CLAIM_MAX),
		     PER_DESTINATION, claimed, deliver);
}

void deliver_due(struct deliver *deliver, int64_t due_ms)
{
	if (due_ms < 0 || deliver->stopped || deliver->drained)
		loop_timer_cancel(deliver->parts.loop, &deliver->due);
	else
		loop_timer_arm(deliver->parts.loop, &deliver->due, due_ms);
}

void deliver_count(const struct deliver *deliver, struct deliver_counts *out)
{
	*out = deliver->counts;
}
