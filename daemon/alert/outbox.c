/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/alert/outbox.h"

#include "base/hash.h"
#include <assert.h>

#define SECOND INT64_C(1000)
#define HOUR   (3600 * SECOND)
#define DAY    (24 * HOUR)

const struct outbox_limits outbox_defaults = {
	.retry_first_ms = 10 * SECOND,
	.retry_permille = 3000,
	.retry_most_ms = HOUR,
	.retry_after_most_ms = DAY,
	.jitter_percent = 25,
	.held_probe_ms = HOUR,
	.dead_after_ms = 5 * DAY,
	.dead_attempts = 20,
	.breaker_failures = 3,
	.warn_after_ms = 4 * HOUR,
	.lease_ms = 600 * SECOND,
};

static const struct {
	const char *name;
	bool waits; /* for its time, to be claimed */
} states[OUTBOX_STATES] = {
	[OUTBOX_PENDING] = { "pending", true },
	[OUTBOX_LEASED] = { "leased", false },
	[OUTBOX_RETRY] = { "retry", true },
	[OUTBOX_HELD] = { "held", true },
	[OUTBOX_SENT] = { "sent", false },
	[OUTBOX_DEAD] = { "dead", false },
	[OUTBOX_SUPPRESSED] = { "suppressed", false },
};

bool outbox_is_open(enum outbox_state state)
{
	return state == OUTBOX_LEASED || states[state].waits;
}

const char *outbox_state_name(enum outbox_state state)
{
	return (size_t)state < OUTBOX_STATES ? states[state].name : "unknown";
}

bool outbox_state_parse(struct nw_str name, enum outbox_state *out)
{
	for (unsigned i = 0; i < OUTBOX_STATES; i++)
		if (nw_str_is(name, states[i].name)) {
			*out = (enum outbox_state)i;
			return true;
		}
	return false;
}

/* Some per cent to either side, the same for the same seed and attempt. */
static int64_t jitter(int64_t ms, int64_t percent, const char *seed,
		      uint32_t attempt)
{
	uint32_t chance = nwi_crc32c(attempt, seed, strlen(seed)) & 0xffff;

	int64_t most = ms / 100 * percent;

	return ms - most + 2 * most * chance / 0xffff;
}

int64_t outbox_delay_ms(const struct outbox_limits *limits, const char *seed,
			uint32_t attempt)
{
	int64_t ms = limits->retry_first_ms;

	for (uint32_t i = 1; i < attempt && ms < limits->retry_most_ms; i++)
		ms = ms * limits->retry_permille / 1000;
	if (ms > limits->retry_most_ms)
		ms = limits->retry_most_ms;
	return jitter(ms, limits->jitter_percent, seed, attempt);
}

/* What is left of a waiting; a clock behind its start counts as the start. */
static int64_t left_of(int64_t since_ms, int64_t left_ms, int64_t now_ms)
{
	int64_t gone = now_ms > since_ms ? now_ms - since_ms : 0;

	return left_ms > gone ? left_ms - gone : 0;
}

int64_t outbox_due_in_ms(const struct outbox_row *row,
			 const struct outbox_breaker *breaker, int64_t now_ms)
{
	if (!states[row->state].waits)
		return -1;
	if (breaker->open)
		return left_of(breaker->since_ms, breaker->left_ms, now_ms);
	return left_of(row->since_ms, row->left_ms, now_ms);
}

int64_t outbox_waited_ms(const struct outbox_row *row, int64_t now_ms)
{
	if (!states[row->state].waits || now_ms <= row->since_ms)
		return row->waited_ms;
	return row->waited_ms + (now_ms - row->since_ms);
}

/* Enters a state; what was waited in the one before is accumulated. */
static void enter(struct outbox_row *row, enum outbox_state state,
		  int64_t left_ms, int64_t now_ms)
{
	row->waited_ms = outbox_waited_ms(row, now_ms);
	row->state = state;
	row->since_ms = now_ms;
	row->left_ms = left_ms;
}

bool outbox_claim(struct outbox_row *row, const struct outbox_breaker *breaker,
		  const struct outbox_limits *limits, int64_t now_ms)
{
	if (outbox_due_in_ms(row, breaker, now_ms) != 0)
		return false;
	enter(row, OUTBOX_LEASED, limits->lease_ms, now_ms);
	row->attempts++;
	row->fence++;
	return true;
}

/* Both must be over: a machine that slept for a week has not tried. */
static bool is_exhausted(const struct outbox_row *row,
			 const struct outbox_limits *limits)
{
	return row->waited_ms >= limits->dead_after_ms &&
	       row->attempts >= limits->dead_attempts;
}

static uint32_t wait_or_die(struct outbox_row *row, enum outbox_state state,
			    const struct outbox_limits *limits, int64_t left_ms,
			    int64_t now_ms)
{
	if (!is_exhausted(row, limits)) {
		enter(row, state, left_ms, now_ms);
		return 0;
	}
	enter(row, OUTBOX_DEAD, 0, now_ms);
	return OUTBOX_TELL_DEAD;
}

/* The destination answered, whatever it said of this alert. */
static uint32_t destination_lives(struct outbox_breaker *breaker,
				  int64_t now_ms)
{
	bool was_open = breaker->open;

	breaker->failures = 0;
	breaker->open = false;
	breaker->held = false;
	breaker->since_ms = now_ms;
	breaker->left_ms = 0;
	return was_open ? OUTBOX_WAKE_ALL : 0;
}

static int64_t retry_after_ms(const struct nw_verdict *verdict,
			      const struct outbox_limits *limits)
{
	if (verdict->retry_after_ms > limits->retry_after_most_ms)
		return limits->retry_after_most_ms;
	return verdict->retry_after_ms;
}

static int64_t longer(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static uint32_t take_later(struct outbox_row *row,
			   struct outbox_breaker *breaker,
			   const struct outbox_limits *limits,
			   const struct nw_verdict *verdict, int64_t now_ms)
{
	int64_t asked = retry_after_ms(verdict, limits);

	if (breaker->failures < UINT32_MAX)
		breaker->failures++;
	if (breaker->failures >= limits->breaker_failures)
		breaker->open = true;
	breaker->since_ms = now_ms;
	breaker->left_ms = longer(asked, outbox_delay_ms(limits, breaker->key,
							 breaker->failures));
	return wait_or_die(
		row, OUTBOX_RETRY, limits,
		longer(asked, outbox_delay_ms(limits, row->id, row->attempts)),
		now_ms);
}

static uint32_t take_held(struct outbox_row *row,
			  struct outbox_breaker *breaker,
			  const struct outbox_limits *limits, int64_t now_ms)
{
	uint32_t effects = breaker->held ? 0 : OUTBOX_TELL_HELD;

	if (breaker->failures < UINT32_MAX)
		breaker->failures++;
	breaker->open = true;
	breaker->held = true;
	breaker->since_ms = now_ms;
	breaker->left_ms = limits->held_probe_ms;
	return effects | wait_or_die(row, OUTBOX_HELD, limits,
				     limits->held_probe_ms, now_ms);
}

static uint32_t take_smaller(struct outbox_row *row,
			     struct outbox_breaker *breaker, int64_t now_ms)
{
	uint32_t effects = destination_lives(breaker, now_ms);

	if (row->smaller) {
		enter(row, OUTBOX_DEAD, 0, now_ms);
		return effects | OUTBOX_TELL_DEAD;
	}
	row->smaller = true;
	enter(row, OUTBOX_RETRY, 0, now_ms);
	return effects | OUTBOX_RENDER_AGAIN;
}

/* An answer whose lease was lost: only a delivery is a fact all the same. */
static uint32_t take_late(struct outbox_row *row,
			  struct outbox_breaker *breaker,
			  const struct nw_verdict *verdict, int64_t now_ms)
{
	if (verdict->kind != NW_VERDICT_DELIVERED ||
	    !outbox_is_open(row->state))
		return OUTBOX_IGNORED;
	enter(row, OUTBOX_SENT, 0, now_ms);
	return destination_lives(breaker, now_ms);
}

uint32_t outbox_verdict(struct outbox_row *row, struct outbox_breaker *breaker,
			const struct outbox_limits *limits, int64_t fence,
			const struct nw_verdict *verdict, int64_t now_ms)
{
	if (row->state != OUTBOX_LEASED || row->fence != fence)
		return take_late(row, breaker, verdict, now_ms);
	switch (verdict->kind) {
	case NW_VERDICT_DELIVERED:
		enter(row, OUTBOX_SENT, 0, now_ms);
		return destination_lives(breaker, now_ms);
	case NW_VERDICT_HELD:
		return take_held(row, breaker, limits, now_ms);
	case NW_VERDICT_SMALLER:
		return take_smaller(row, breaker, now_ms);
	case NW_VERDICT_DEAD:
		enter(row, OUTBOX_DEAD, 0, now_ms);
		return OUTBOX_TELL_DEAD | destination_lives(breaker, now_ms);
	default: /* a judge's verdict that we do not know loses nothing */
		return take_later(row, breaker, limits, verdict, now_ms);
	}
}

uint32_t outbox_expire(struct outbox_row *row,
		       const struct outbox_limits *limits, int64_t now_ms)
{
	if (row->state != OUTBOX_LEASED ||
	    left_of(row->since_ms, row->left_ms, now_ms) > 0)
		return OUTBOX_IGNORED;
	return wait_or_die(row, OUTBOX_RETRY, limits,
			   outbox_delay_ms(limits, row->id, row->attempts),
			   now_ms);
}

uint32_t outbox_oversleep(struct outbox_row *row, int64_t slept_ms)
{
	if (row->state != OUTBOX_LEASED || slept_ms <= 0)
		return OUTBOX_IGNORED;
	row->left_ms += slept_ms;
	return 0;
}

uint32_t outbox_reclaim(struct outbox_row *row,
			const struct outbox_limits *limits, int64_t now_ms)
{
	if (row->state != OUTBOX_LEASED)
		return OUTBOX_IGNORED;
	/* The second crash over one alert may be its doing: slow it down. */
	int64_t wait = row->attempts <= 1 ? 0
					  : outbox_delay_ms(limits, row->id,
							    row->attempts - 1);
	return wait_or_die(row, OUTBOX_RETRY, limits, wait, now_ms);
}

void outbox_rebase(struct outbox_row *row, bool same_boot, int64_t now_ms)
{
	if (!same_boot || row->since_ms > now_ms)
		row->since_ms = now_ms;
}

void outbox_breaker_rebase(struct outbox_breaker *breaker, bool same_boot,
			   int64_t now_ms)
{
	if (!same_boot || breaker->since_ms > now_ms)
		breaker->since_ms = now_ms;
}

uint32_t outbox_watch_waiting(struct outbox_row *row,
			      const struct outbox_limits *limits,
			      int64_t now_ms)
{
	if (row->warned || !states[row->state].waits ||
	    outbox_waited_ms(row, now_ms) < limits->warn_after_ms)
		return 0;
	row->warned = true;
	return OUTBOX_TELL_LATE;
}

bool outbox_replay(struct outbox_row *row, int64_t now_ms)
{
	if (row->state == OUTBOX_LEASED)
		return false;
	enter(row, OUTBOX_RETRY, 0, now_ms);
	row->waited_ms = 0;
	row->smaller = false;
	row->warned = false;
	return true;
}

bool outbox_drop(struct outbox_row *row, int64_t now_ms)
{
	if (row->state == OUTBOX_LEASED || row->state == OUTBOX_SENT)
		return false;
	enter(row, OUTBOX_SUPPRESSED, 0, now_ms);
	return true;
}

void outbox_wake(struct outbox_row *row, int64_t now_ms)
{
	if (states[row->state].waits)
		enter(row,
		      row->state == OUTBOX_PENDING ? OUTBOX_PENDING
						   : OUTBOX_RETRY,
		      0, now_ms);
}
