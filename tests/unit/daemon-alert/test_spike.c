/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/alert/spike.h"

#define HOUR INT64_C(3600000)
#define DAY  (24 * HOUR)
#define WEEK (7 * DAY)
#define NOW  (INT64_C(1700000000000) / HOUR * HOUR + HOUR / 2)

static const struct spike_rules usual = { HOUR, 8, 3 };

static struct spike_verdict judge(int64_t count, const int64_t *samples,
				  size_t n)
{
	return spike_judge(&usual, count, samples, n);
}

static void a_window_ends_with_the_slot_of_now(void **s)
{
	struct spike_window window = spike_window_at(NOW, HOUR);

	(void)s;
	assert_int_equal(window.count, 6);
	assert_int_equal(window.first + window.count - 1, NOW / SPIKE_SLOT_MS);
}

static void a_young_series_says_nothing(void **s)
{
	struct spike_window out[SPIKE_SAMPLES];
	struct spike_window now = spike_window_at(NOW, HOUR);

	(void)s;
	assert_int_equal(
		spike_compared(now, (NOW - 2 * DAY) / SPIKE_SLOT_MS, out), 0);
	assert_false(judge(1000, NULL, 0).rises);
}

static void days_are_compared_until_there_are_weeks(void **s)
{
	struct spike_window out[SPIKE_SAMPLES];
	struct spike_window now = spike_window_at(NOW, HOUR);
	size_t days = spike_compared(now, (NOW - 4 * DAY) / SPIKE_SLOT_MS, out);

	(void)s;
	assert_int_equal(days, 10); /* three days whole, an hour of a fourth */
	assert_int_equal(now.first - out[1].first, DAY / SPIKE_SLOT_MS);
	size_t weeks =
		spike_compared(now, (NOW - 20 * WEEK) / SPIKE_SLOT_MS, out);
	assert_int_equal(weeks, SPIKE_SAMPLES);
	assert_int_equal(now.first - out[1].first, WEEK / SPIKE_SLOT_MS);
}

static void what_is_usual_is_no_spike(void **s)
{
	static const int64_t samples[] = { 20, 25, 18, 30, 22, 19 };

	(void)s;
	assert_false(judge(30, samples, 6).rises);
	assert_false(judge(60, samples, 6).rises);
	assert_true(judge(70, samples, 6).rises);
}

static void few_reports_are_none_however_quiet_it_was(void **s)
{
	static const int64_t samples[] = { 0, 0, 0, 0, 0, 0 };

	(void)s;
	assert_false(judge(7, samples, 6).rises);
	assert_true(judge(8, samples, 6).rises);
}

static void a_series_that_scatters_needs_more(void **s)
{
	static const int64_t calm[] = { 10, 10, 10, 10, 10, 10 };
	static const int64_t wild[] = { 0, 40, 0, 30, 0, 2 };

	(void)s;
	assert_true(judge(40, calm, 6).rises);
	assert_false(judge(40, wild, 6).rises);
}

static void times_when_nothing_ran_do_not_count_as_quiet(void **s)
{
	static const int64_t samples[] = { -1, -1, -1, 30, 30, 30 };
	static const int64_t nothing[] = { -1, -1, -1, -1, 3, 3 };

	(void)s;
	assert_false(judge(40, samples, 6).rises);
	assert_true(judge(95, samples, 6).rises);
	assert_false(judge(1000, nothing, 6).rises);
}

static void it_is_over_when_it_is_nearer_to_usual(void **s)
{
	static const int64_t samples[] = { 10, 10, 10, 10 };

	(void)s;
	assert_false(judge(30, samples, 4).calm);
	assert_false(judge(21, samples, 4).calm);
	assert_true(judge(15, samples, 4).calm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_window_ends_with_the_slot_of_now),
		cmocka_unit_test(a_young_series_says_nothing),
		cmocka_unit_test(days_are_compared_until_there_are_weeks),
		cmocka_unit_test(what_is_usual_is_no_spike),
		cmocka_unit_test(few_reports_are_none_however_quiet_it_was),
		cmocka_unit_test(a_series_that_scatters_needs_more),
		cmocka_unit_test(times_when_nothing_ran_do_not_count_as_quiet),
		cmocka_unit_test(it_is_over_when_it_is_nearer_to_usual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
