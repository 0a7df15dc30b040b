/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/schedule/schedule.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS	  (24 * 60 * MINUTE_MS)

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static struct schedule_policy
with_defaults(const struct schedule_policy *policy)
{
	struct schedule_policy full = *policy;

	if (full.every_ms <= 0)
		full.every_ms = 15 * MINUTE_MS;
	if (full.least_ms <= 0)
		full.least_ms = MINUTE_MS / 2;
	if (full.most_ms <= 0)
		full.most_ms = 6 * 60 * MINUTE_MS;
	/* An operator who asks for less often than that means it. */
	full.most_ms = most(full.most_ms, full.every_ms);
	if (!full.retry_after_most_ms || full.retry_after_most_ms > DAY_MS)
		full.retry_after_most_ms = DAY_MS;
	if (!full.jitter_percent)
		full.jitter_percent = 10;
	return full;
}

/* The n-th failure in a row: every * 2^(n-1), never above most. */
static int64_t backed_off_ms(const struct schedule_policy *policy,
			     uint32_t failures)
{
	int64_t wait_ms = policy->every_ms;

	for (uint32_t n = 1; n < failures && wait_ms < policy->most_ms; n++)
		wait_ms *= 2;
	return least(wait_ms, policy->most_ms);
}

/* A feed may ask for fewer polls, not for none. */
static int64_t hinted_ms(const struct schedule_policy *policy, int64_t ttl_ms)
{
	return most(policy->every_ms, least(ttl_ms, policy->most_ms));
}

static int64_t jittered_ms(int64_t wait_ms, uint32_t percent, uint64_t chance)
{
	int64_t span =
		least(wait_ms, DAY_MS) * (int64_t)least(percent, 100) / 100;

	if (span <= 0)
		return wait_ms;
	return wait_ms - span + (int64_t)(chance % (uint64_t)(2 * span + 1));
}

struct schedule_next schedule_decide(const struct schedule_policy *given,
				     const struct schedule_poll *poll)
{
	const struct schedule_policy policy = with_defaults(given);
	bool failed = poll->result == SCHEDULE_FAILED ||
		      poll->result == SCHEDULE_GONE;
	struct schedule_next next = { 0 };
	int64_t wait_ms;

	if (failed)
		next.failures = poll->failures < UINT32_MAX ? poll->failures + 1
							    : UINT32_MAX;
	if (poll->result == SCHEDULE_GONE)
		wait_ms = most(DAY_MS, policy.every_ms);
	else if (failed)
		wait_ms = backed_off_ms(&policy, next.failures);
	else
		wait_ms = hinted_ms(&policy, poll->ttl_ms);
	wait_ms = jittered_ms(wait_ms, policy.jitter_percent, poll->chance);
	wait_ms = most(wait_ms,
		       least(poll->retry_after_ms, policy.retry_after_most_ms));
	next.wait_ms = most(wait_ms, policy.least_ms);
	return next;
}

int64_t schedule_first_wait(const struct schedule_policy *given, nw_time due,
			    nw_time now, int64_t spread_ms, uint64_t chance)
{
	const struct schedule_policy policy = with_defaults(given);
	int64_t place_ms =
		spread_ms > 0 ? (int64_t)(chance % (uint64_t)spread_ms) : 0;

	/* Also when the subtraction below would overflow. */
	if (due <= now)
		return place_ms;
	if (now < 0 && due > INT64_MAX + now)
		return policy.most_ms;
	return least(due - now, most(policy.most_ms, DAY_MS));
}
