/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/alert/thread.h"

#define NOW    INT64_C(1700000000000)
#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

static const struct thread_rules usual = {
	.update_every_ms = 15 * MINUTE,
	.update_if = THREAD_INDEPENDENT | THREAD_NUMBER,
	.close_after_ms = 3 * DAY,
};

static struct thread_row begun(void)
{
	struct thread_row row;

	thread_begin(&row, NOW);
	return row;
}

static enum thread_raise item(struct thread_row *row,
			      const struct thread_rules *rules,
			      int64_t independent, uint32_t changed,
			      int64_t now)
{
	const struct thread_count count = { independent, independent };

	return thread_item(row, rules, &count,
			   &(struct thread_event){ true, true, changed }, now);
}

static enum thread_raise wait(struct thread_row *row,
			      const struct thread_rules *rules,
			      int64_t independent, int64_t now)
{
	const struct thread_count count = { independent, independent };

	return thread_time(row, rules, &count, now);
}

/* A thread whose first alert was raised at NOW. */
static struct thread_row told(const struct thread_rules *rules)
{
	struct thread_row row = begun();

	assert_int_equal(item(&row, rules, 1, 0, NOW), THREAD_FIRST);
	thread_told(&row, NOW);
	return row;
}

static void the_first_hit_is_told_at_once(void **s)
{
	struct thread_row row = told(&usual);

	(void)s;
	assert_int_equal(row.state, THREAD_OPEN);
	assert_int_equal(row.revision, 1);
	assert_int_equal(row.fresh, 0);
}

static void it_waits_as_long_as_it_takes_for_the_number_asked_for(void **s)
{
	struct thread_rules rules = usual;
	struct thread_row row = begun();

	(void)s;
	rules.min_independent = 3;
	assert_int_equal(item(&row, &rules, 1, 0, NOW), THREAD_QUIET);
	assert_int_equal(item(&row, &rules, 2, 0, NOW + HOUR), THREAD_QUIET);
	assert_int_equal(wait(&row, &rules, 2, NOW + DAY), THREAD_QUIET);
	assert_int_equal(item(&row, &rules, 3, 0, NOW + DAY), THREAD_FIRST);
}

static void both_numbers_must_be_reached(void **s)
{
	const struct thread_count few = { 2, 3 }, enough = { 2, 4 };
	struct thread_rules rules = usual;
	struct thread_row row = begun();

	(void)s;
	rules.min_independent = 2;
	rules.min_outlets = 4;
	const struct thread_event hit = { true, true, 0 };
	const struct thread_event other = { false, true, 0 };
	assert_int_equal(thread_item(&row, &rules, &few, &hit, NOW),
			 THREAD_QUIET);
	assert_int_equal(thread_item(&row, &rules, &enough, &other, NOW),
			 THREAD_FIRST);
}

static void first_after_ends_the_waiting_whoever_reports(void **s)
{
	struct thread_rules rules = usual;
	struct thread_row row = begun();

	(void)s;
	rules.min_independent = 3;
	rules.first_after_ms = 10 * MINUTE;
	assert_int_equal(item(&row, &rules, 1, 0, NOW), THREAD_QUIET);
	assert_int_equal(thread_due(&row, &rules), NOW + 10 * MINUTE);
	assert_int_equal(wait(&row, &rules, 1, NOW + 9 * MINUTE), THREAD_QUIET);
	assert_int_equal(wait(&row, &rules, 1, NOW + 10 * MINUTE),
			 THREAD_FIRST);
}

static void first_after_alone_waits_for_a_second_hand(void **s)
{
	struct thread_rules rules = usual;
	struct thread_row row = begun();

	(void)s;
	rules.first_after_ms = 10 * MINUTE;
	assert_int_equal(item(&row, &rules, 1, 0, NOW), THREAD_QUIET);
	assert_int_equal(item(&row, &rules, 2, 0, NOW + MINUTE), THREAD_FIRST);
}

static void updates_keep_their_distance_and_come_together(void **s)
{
	struct thread_row row = told(&usual);

	(void)s;
	assert_int_equal(
		item(&row, &usual, 2, THREAD_INDEPENDENT, NOW + MINUTE),
		THREAD_QUIET);
	assert_int_equal(item(&row, &usual, 2, THREAD_NUMBER, NOW + 2 * MINUTE),
			 THREAD_QUIET);
	assert_int_equal(thread_due(&row, &usual), NOW + 15 * MINUTE);
	assert_int_equal(wait(&row, &usual, 2, NOW + 15 * MINUTE),
			 THREAD_UPDATE);
	assert_int_equal(row.changed, THREAD_INDEPENDENT | THREAD_NUMBER);
	thread_told(&row, NOW + 15 * MINUTE);
	assert_int_equal(row.revision, 2);
	assert_int_equal(wait(&row, &usual, 2, NOW + HOUR), THREAD_QUIET);
}

static void what_the_watch_does_not_want_is_no_update(void **s)
{
	struct thread_row row = told(&usual);

	(void)s;
	assert_int_equal(item(&row, &usual, 1, THREAD_DENIAL | THREAD_REPORT,
			      NOW + HOUR),
			 THREAD_QUIET);
	assert_int_equal(row.changed, 0);
	assert_int_equal(row.fresh, 1);
}

static void a_reminder_needs_something_that_was_not_told(void **s)
{
	struct thread_rules rules = usual;

	(void)s;
	rules.remind_after_ms = 12 * HOUR;
	struct thread_row row = told(&rules);
	assert_int_equal(wait(&row, &rules, 1, NOW + 13 * HOUR), THREAD_QUIET);
	assert_int_equal(item(&row, &rules, 1, 0, NOW + 11 * HOUR),
			 THREAD_QUIET);
	assert_int_equal(thread_due(&row, &rules), NOW + 12 * HOUR);
	assert_int_equal(wait(&row, &rules, 1, NOW + 12 * HOUR),
			 THREAD_REMINDER);
}

static void a_reminder_waits_for_update_every_and_carries_no_news(void **s)
{
	struct thread_rules rules = usual;

	(void)s;
	rules.remind_after_ms = 2 * MINUTE;
	struct thread_row row = told(&rules);
	assert_int_equal(item(&row, &rules, 1, 0, NOW + MINUTE), THREAD_QUIET);
	assert_int_equal(thread_due(&row, &rules), NOW + 15 * MINUTE);
	assert_int_equal(wait(&row, &rules, 1, NOW + 2 * MINUTE), THREAD_QUIET);
	assert_int_equal(wait(&row, &rules, 1, NOW + 15 * MINUTE),
			 THREAD_REMINDER);
	row = told(&rules);
	assert_int_equal(
		item(&row, &rules, 2, THREAD_INDEPENDENT, NOW + MINUTE),
		THREAD_QUIET);
	assert_int_equal(wait(&row, &rules, 2, NOW + 2 * MINUTE), THREAD_QUIET);
	assert_int_equal(wait(&row, &rules, 2, NOW + 15 * MINUTE),
			 THREAD_UPDATE);
}

static void copies_by_who_has_reported_it_are_no_reason_to_remind(void **s)
{
	const struct thread_event copy = { false, false, 0 };
	const struct thread_count count = { 1, 1 };
	struct thread_rules rules = usual;

	(void)s;
	rules.remind_after_ms = 12 * HOUR;
	struct thread_row row = told(&rules);
	thread_item(&row, &rules, &count, &copy, NOW + HOUR);
	assert_int_equal(wait(&row, &rules, 1, NOW + 13 * HOUR), THREAD_QUIET);
}

static void a_quiet_story_is_closed_and_opened_again_by_a_hit(void **s)
{
	struct thread_row row = told(&usual);

	(void)s;
	assert_int_equal(thread_due(&row, &usual), NOW + 3 * DAY);
	assert_int_equal(wait(&row, &usual, 1, NOW + 3 * DAY), THREAD_QUIET);
	assert_int_equal(row.state, THREAD_CLOSED);
	assert_int_equal(thread_due(&row, &usual), 0);
	assert_int_equal(item(&row, &usual, 1, 0, NOW + 4 * DAY),
			 THREAD_UPDATE);
	assert_int_equal(row.changed, THREAD_AGAIN);
}

static void a_thread_that_never_told_anything_waits_anew(void **s)
{
	struct thread_rules rules = usual;
	struct thread_row row = begun();

	(void)s;
	rules.min_independent = 2;
	rules.first_after_ms = 7 * DAY;
	assert_int_equal(item(&row, &rules, 1, 0, NOW), THREAD_QUIET);
	assert_int_equal(wait(&row, &rules, 1, NOW + 4 * DAY), THREAD_QUIET);
	assert_int_equal(row.state, THREAD_CLOSED);
	assert_int_equal(item(&row, &rules, 1, 0, NOW + 8 * DAY), THREAD_QUIET);
	assert_int_equal(row.state, THREAD_WAITING);
	assert_int_equal(item(&row, &rules, 2, 0, NOW + 8 * DAY), THREAD_FIRST);
}

static void reports_raise_the_severity_and_never_lower_it(void **s)
{
	const struct thread_rules rules = { .high_from = 3, .urgent_from = 6 };
	static const struct {
		const char *own, *expected;
		int64_t independent;
	} rows[] = {
		{ "low", "low", 2 },	   { "low", "high", 3 },
		{ "normal", "urgent", 6 }, { "urgent", "urgent", 3 },
		{ "high", "high", 1 },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_true(nw_str_is(thread_severity(&rules,
						      nw_str_from(rows[i].own),
						      rows[i].independent),
				      rows[i].expected));
}

static void each_change_has_a_word_of_its_own(void **s)
{
	(void)s;
	for (unsigned i = 0; i < THREAD_CHANGES; i++)
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(
				thread_change_name(
					(enum thread_change)(1U << i)),
				thread_change_name(
					(enum thread_change)(1U << k)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_hit_is_told_at_once),
		cmocka_unit_test(
			it_waits_as_long_as_it_takes_for_the_number_asked_for),
		cmocka_unit_test(both_numbers_must_be_reached),
		cmocka_unit_test(first_after_ends_the_waiting_whoever_reports),
		cmocka_unit_test(first_after_alone_waits_for_a_second_hand),
		cmocka_unit_test(updates_keep_their_distance_and_come_together),
		cmocka_unit_test(what_the_watch_does_not_want_is_no_update),
		cmocka_unit_test(a_reminder_needs_something_that_was_not_told),
		cmocka_unit_test(
			a_reminder_waits_for_update_every_and_carries_no_news),
		cmocka_unit_test(
			copies_by_who_has_reported_it_are_no_reason_to_remind),
		cmocka_unit_test(
			a_quiet_story_is_closed_and_opened_again_by_a_hit),
		cmocka_unit_test(a_thread_that_never_told_anything_waits_anew),
		cmocka_unit_test(reports_raise_the_severity_and_never_lower_it),
		cmocka_unit_test(each_change_has_a_word_of_its_own),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
