/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/ask/asking.h"

#include "daemon/loop/log.h"

#include <stdlib.h>

/* Under way at once, of all classifiers: each holds its item's frame. */
enum { MOST = 16, BUSY_WAIT_MS = 1000 };

static void pump(struct asker *asker);

static void due(void *arg)
{
	pump(arg);
}

struct asker *asker_new(const struct asker_parts *parts)
{
	struct asker *asker = calloc(1, sizeof(*asker));

	if (!asker)
		abort();
	asker->parts = *parts;
	loop_timer_init(&asker->due, LOOP_CLOCK, due, asker);
	return asker;
}

void asker_stop(struct asker *asker)
{
	if (!asker)
		return;
	asker->stopped = true;
	while (asker->askings)
		asking_abandon(asker->askings);
	loop_timer_cancel(asker->parts.loop, &asker->due);
}

void asker_free(struct asker **at)
{
	struct asker *asker = *at;

	if (!asker)
		return;
	asker_stop(asker);
	config_unref(&asker->config);
	free(asker);
	*at = NULL;
}

void asker_configure(struct asker *asker, const struct config *config)
{
	struct config *old = asker->config;

	asker->config = config_ref(config);
	config_unref(&old);
	pump(asker);
}

static void claimed(void *arg, const struct ledger_reply *reply)
{
	struct asker *asker = arg;

	asker->claiming = false;
	if (asker->stopped)
		return; /* the next start takes them back */
	if (reply->error.status != NW_OK)
		log_event(NW_LOG_DEBUG, "classifier.no_claim",
			  LOG_TEXT("message", reply->error.text));
	for (size_t i = 0; i < reply->question_count; i++)
		asking_start(asker, &reply->questions[i]);
	/* Due, and not to be had: no need to spin. */
	if (reply->question_count == 0 && reply->question_due_ms == 0)
		asker_due(asker, BUSY_WAIT_MS);
	else
		asker_due(asker, reply->question_due_ms);
}

static bool asks(const struct config *config)
{
	for (size_t i = 0; config && i < config->classifier_count; i++)
		if (config->classifiers[i].enabled &&
		    config->classifiers[i].base.requests)
			return true;
	return false;
}

static void pump(struct asker *asker)
{
	if (asker->claiming || asker->stopped || !asks(asker->config) ||
	    asker->under_way >= MOST)
		return;
	asker->claiming = true;
	ledger_questions(asker->parts.ledger, MOST - asker->under_way, claimed,
			 asker);
}

void asker_due(struct asker *asker, int64_t due_ms)
{
	if (due_ms < 0 || asker->stopped)
		loop_timer_cancel(asker->parts.loop, &asker->due);
	else
		loop_timer_arm(asker->parts.loop, &asker->due, due_ms);
}
