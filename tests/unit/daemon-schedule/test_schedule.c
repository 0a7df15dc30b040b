/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/schedule/schedule.h"
#include <stdio.h>
#include <stdlib.h>

#define MIN_MS	INT64_C(60000)
#define HOUR_MS (60 * MIN_MS)

static const struct schedule_policy plain = { .every_ms = 10 * MIN_MS };

static struct schedule_next decide(enum schedule_result result,
				   uint32_t failures, int64_t retry_after_ms,
				   int64_t ttl_ms, uint64_t chance)
{
	const struct schedule_poll poll = { .result = result,
					    .failures = failures,
					    .retry_after_ms = retry_after_ms,
					    .ttl_ms = ttl_ms,
					    .chance = chance };

	return schedule_decide(&plain, &poll);
}

static void waits_are_spread_by_a_tenth_both_ways(void **s)
{
	int64_t least = INT64_MAX, most = 0;

	(void)s;
	for (uint64_t chance = 0; chance < 200000; chance += 7) {
		int64_t wait = decide(SCHEDULE_FRESH, 0, -1, 0, chance).wait_ms;
		least = wait < least ? wait : least;
		most = wait > most ? wait : most;
	}
	assert_in_range(least, 9 * MIN_MS, 9 * MIN_MS + 100);
	assert_in_range(most, 11 * MIN_MS - 100, 11 * MIN_MS);
}

static void failures_double_the_wait_up_to_six_hours_and_never_end(void **s)
{
	uint32_t failures = 0;
	int64_t last = 0;

	(void)s;
	for (int i = 0; i < 1000; i++) {
		struct schedule_next next =
			decide(SCHEDULE_FAILED, failures, -1, 0, MIN_MS * 1000);
		assert_true(next.wait_ms <= 6 * HOUR_MS * 11 / 10);
		assert_true(i > 5 || next.wait_ms > last);
		last = next.wait_ms;
		failures = next.failures;
	}
	assert_int_equal(failures, 1000);
	assert_true(last >= 5 * HOUR_MS);
	assert_int_equal(
		decide(SCHEDULE_UNCHANGED, failures, -1, 0, 0).failures, 0);
	failures = UINT32_MAX;
	assert_int_equal(decide(SCHEDULE_FAILED, failures, -1, 0, 0).failures,
			 UINT32_MAX);
}

static void retry_after_is_a_floor_and_a_day_its_limit(void **s)
{
	(void)s;
	assert_true(decide(SCHEDULE_FAILED, 0, 2 * HOUR_MS, 0, 0).wait_ms >=
		    2 * HOUR_MS);
	assert_int_equal(
		decide(SCHEDULE_FAILED, 0, 900 * HOUR_MS, 0, 0).wait_ms,
		24 * HOUR_MS);
}

static void a_feeds_hint_makes_polls_rarer_within_bounds(void **s)
{
	(void)s;
	assert_in_range(decide(SCHEDULE_FRESH, 0, -1, HOUR_MS, 0).wait_ms,
			HOUR_MS * 9 / 10, HOUR_MS * 11 / 10);
	assert_true(decide(SCHEDULE_FRESH, 0, -1, 1000, 0).wait_ms >=
		    9 * MIN_MS);
	assert_true(decide(SCHEDULE_FRESH, 0, -1, INT64_MAX, 0).wait_ms <=
		    7 * HOUR_MS);
}

static void what_is_gone_is_asked_once_a_day(void **s)
{
	(void)s;
	assert_in_range(decide(SCHEDULE_GONE, 3, -1, 0, 5).wait_ms,
			21 * HOUR_MS, 27 * HOUR_MS);
}

static void a_clock_that_was_wrong_parks_no_source(void **s)
{
	const nw_time now = INT64_C(1700000000000);

	(void)s;
	/* Stored while the clock said 2046, and in 1970. */
	assert_true(schedule_first_wait(&plain, INT64_C(2400000000000), now,
					1000, 0) <= 24 * HOUR_MS);
	assert_true(schedule_first_wait(&plain, 1, now, 1000, 5) < 1000);
	assert_int_equal(schedule_first_wait(&plain, now + 5000, now, 1000, 7),
			 5000);
	assert_true(schedule_first_wait(&plain, INT64_MAX, -5, 1000, 0) <=
		    24 * HOUR_MS);
}

/* ---- runtime ---- */

static struct loop *loop;
static struct schedule *schedule;

/* Instants at which each source came due, in order. */
static struct {
	char name[16];
	int64_t at_ms;
} polls[4096];
static size_t poll_count;
static bool answer_polls;
static nw_time first_due; /* of "s0", as its last poll was told */

static void on_due(void *arg, struct nw_str source)
{
	const struct schedule_poll good = { .result = SCHEDULE_UNCHANGED,
					    .retry_after_ms = -1 };

	nw_time due = 0;

	(void)arg;
	assert_true(poll_count < 4096);
	snprintf(polls[poll_count].name, 16, "%.*s", NW_FMT(source));
	polls[poll_count++].at_ms = loop_elapsed_ms(loop);
	if (answer_polls)
		assert_int_equal(
			schedule_polled(schedule, source, &good, &due, NULL),
			NW_OK);
	if (nw_str_is(source, "s0"))
		first_due = due;
}

static int set_up(void **s)
{
	struct nw_error err;

	(void)s;
	poll_count = 0;
	answer_polls = true;
	assert_int_equal(loop_open(&loop, &err), NW_OK);
	schedule = schedule_new(loop, on_due, NULL);
	return 0;
}

static int tear_down(void **s)
{
	(void)s;
	schedule_free(&schedule);
	loop_close(&loop);
	return 0;
}

static void on_arrival(void *arg)
{
	*(bool *)arg = true;
}

static void advance(int64_t ms)
{
	bool arrived = false;

	loop_advance(loop, ms, on_arrival, &arrived);
	while (!arrived)
		loop_turn(loop, 1000);
}

static char names[1000][16];
static struct schedule_source rows[1000];

/* `count` sources on `hosts` hosts that were never polled. */
static void set_sources(size_t count, size_t hosts)
{
	static char host_names[1000][16];
	struct nw_error err;

	for (size_t i = 0; i < count; i++) {
		snprintf(names[i], 16, "s%zu", i);
		snprintf(host_names[i], 16, "h%zu", i % hosts);
		rows[i] = (struct schedule_source){
			.name = nw_str_from(names[i]),
			.host = nw_str_from(host_names[i]),
			.policy = plain,
		};
	}
	assert_int_equal(schedule_set(schedule, rows, count, &err), NW_OK);
}

static void a_start_with_a_thousand_sources_is_no_stampede(void **s)
{
	size_t worst = 0;

	(void)s;
	answer_polls = false;
	set_sources(1000, 1000);
	advance(6 * MIN_MS);
	assert_int_equal(poll_count, 1000);
	for (size_t i = 0; i < poll_count; i++) {
		size_t same = 0;
		for (size_t j = i;
		     j < poll_count && polls[j].at_ms < polls[i].at_ms + 1000;
		     j++)
			same++;
		worst = same > worst ? same : worst;
	}
	/* 3.3 a second on average. */
	assert_in_range(worst, 1, 200);
}

static void sources_of_one_host_come_due_apart(void **s)
{
	(void)s;
	answer_polls = false;
	set_sources(10, 1);
	advance(5 * MIN_MS);
	assert_int_equal(poll_count, 10);
	for (size_t i = 1; i < poll_count; i++)
		assert_true(polls[i].at_ms - polls[i - 1].at_ms >= 1900);
}

static void a_source_is_polled_every_ten_minutes_for_a_day(void **s)
{
	(void)s;
	set_sources(1, 1);
	advance(24 * HOUR_MS);
	assert_in_range(poll_count, 131, 161);
}

static void a_reload_keeps_waits_and_forgets_what_is_gone(void **s)
{
	const struct schedule_poll good = { .retry_after_ms = -1 };
	struct nw_error err;

	(void)s;
	set_sources(2, 2);
	advance(MIN_MS);
	assert_int_equal(poll_count, 2);
	int64_t wait = first_due - loop_now(loop);
	assert_int_equal(schedule_set(schedule, rows, 1, &err), NW_OK);
	assert_int_equal(
		schedule_polled(schedule, rows[1].name, &good, NULL, NULL),
		NW_NOT_FOUND);
	/* The wall clock and the timers' may differ by a millisecond. */
	advance(wait + 1000);
	assert_int_equal(poll_count, 3);
	rows[0].policy.every_ms = MIN_MS;
	assert_int_equal(schedule_set(schedule, rows, 1, &err), NW_OK);
	advance(MIN_MS * 11 / 10);
	assert_int_equal(poll_count, 4);
}

static void two_sources_of_one_name_change_nothing(void **s)
{
	struct nw_error err;

	(void)s;
	set_sources(1, 1);
	rows[1] = rows[0];
	assert_int_equal(schedule_set(schedule, rows, 2, &err), NW_EXISTS);
	assert_string_equal(err.text, "two sources are named 's0'");
	advance(6 * MIN_MS);
	assert_int_equal(poll_count, 1);
}

static void paused_sources_come_due_when_the_disk_has_room_again(void **s)
{
	(void)s;
	set_sources(3, 3);
	schedule_pause(schedule, true);
	advance(HOUR_MS);
	assert_int_equal(poll_count, 0);
	schedule_pause(schedule, false);
	advance(MIN_MS);
	assert_int_equal(poll_count, 3);
}

static void a_poll_by_hand_is_made_at_once(void **s)
{
	(void)s;
	set_sources(1, 1);
	advance(MIN_MS);
	assert_int_equal(poll_count, 1);
	assert_int_equal(schedule_now(schedule, rows[0].name), NW_OK);
	advance(3000);
	assert_int_equal(poll_count, 2);
	assert_int_equal(schedule_now(schedule, nw_str_from("nobody")),
			 NW_NOT_FOUND);
}

/* Its own place in a minute stood in its way. */
static void a_poll_by_hand_does_not_wait_for_the_slot_of_its_host(void **s)
{
	(void)s;
	set_sources(2, 1);
	advance(2 * MIN_MS);
	assert_int_equal(poll_count, 2);
	advance(first_due - loop_now(loop) - MIN_MS);
	size_t before = poll_count;
	assert_int_equal(schedule_now(schedule, rows[0].name), NW_OK);
	advance(1);
	assert_int_equal(poll_count, before + 1);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits_are_spread_by_a_tenth_both_ways),
		cmocka_unit_test(
			failures_double_the_wait_up_to_six_hours_and_never_end),
		cmocka_unit_test(retry_after_is_a_floor_and_a_day_its_limit),
		cmocka_unit_test(a_feeds_hint_makes_polls_rarer_within_bounds),
		cmocka_unit_test(what_is_gone_is_asked_once_a_day),
		cmocka_unit_test(a_clock_that_was_wrong_parks_no_source),
		T(a_start_with_a_thousand_sources_is_no_stampede),
		T(sources_of_one_host_come_due_apart),
		T(a_source_is_polled_every_ten_minutes_for_a_day),
		T(a_reload_keeps_waits_and_forgets_what_is_gone),
		T(two_sources_of_one_name_change_nothing),
		T(paused_sources_come_due_when_the_disk_has_room_again),
		T(a_poll_by_hand_is_made_at_once),
		T(a_poll_by_hand_does_not_wait_for_the_slot_of_its_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
