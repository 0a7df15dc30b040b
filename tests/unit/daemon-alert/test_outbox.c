/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/alert/outbox.h"
#include <stdio.h>

#define SECOND INT64_C(1000)
#define HOUR   (3600 * SECOND)
#define DAY    (24 * HOUR)
#define NOW    (10 * DAY)

static const struct outbox_limits *const limits = &outbox_defaults;

/* ---- every transition, as a table ---- */

enum act { CLAIM, VERDICT, EXPIRE, RECLAIM, REPLAY, DROP, WAKE, WATCH };

/* Breakers that a row of the table begins with. */
enum { CLOSED, TWICE, OPEN, OPEN_DUE, BROKEN };

struct row {
	const char *what;
	enum outbox_state from;
	enum act act;
	uint32_t kind; /* verdict */
	int64_t fence; /* added to the row's */
	int breaker;
	uint32_t attempts; /* before */
	int64_t waited;	   /* before */
	bool smaller;	   /* before */
	enum outbox_state to;
	uint32_t effects;
	bool open;  /* the breaker after */
	bool fails; /* the act says no */
};

#define D  NW_VERDICT_DELIVERED
#define L  NW_VERDICT_LATER
#define H  NW_VERDICT_HELD
#define S  NW_VERDICT_SMALLER
#define X  NW_VERDICT_DEAD
#define OP OUTBOX_PENDING
#define OL OUTBOX_LEASED
#define OR OUTBOX_RETRY
#define OH OUTBOX_HELD
#define OS OUTBOX_SENT
#define OD OUTBOX_DEAD
#define OX OUTBOX_SUPPRESSED
#define IG OUTBOX_IGNORED
#define WK OUTBOX_WAKE_ALL
#define TD OUTBOX_TELL_DEAD
#define TH OUTBOX_TELL_HELD
#define RA OUTBOX_RENDER_AGAIN

/* clang-format off */
static const struct row rows[] = {
	/* claim */
	{ "a pending row is claimed", OP, CLAIM, 0, 0, CLOSED, 0, 0, 0, OL, 0, 0, 0 },
	{ "a retry that is due is claimed", OR, CLAIM, 0, 0, CLOSED, 3, 0, 0, OL, 0, 0, 0 },
	{ "a held row that is due is claimed", OH, CLAIM, 0, 0, CLOSED, 3, 0, 0, OL, 0, 0, 0 },
	{ "a leased row is not claimed", OL, CLAIM, 0, 0, CLOSED, 1, 0, 0, OL, 0, 0, 1 },
	{ "a sent row is not claimed", OS, CLAIM, 0, 0, CLOSED, 1, 0, 0, OS, 0, 0, 1 },
	{ "a dead row is not claimed", OD, CLAIM, 0, 0, CLOSED, 1, 0, 0, OD, 0, 0, 1 },
	{ "a suppressed row is not claimed", OX, CLAIM, 0, 0, CLOSED, 1, 0, 0, OX, 0, 0, 1 },
	{ "an open breaker holds pending rows", OP, CLAIM, 0, 0, OPEN, 0, 0, 0, OP, 0, 1, 1 },
	{ "an open breaker holds retries", OR, CLAIM, 0, 0, OPEN, 1, 0, 0, OR, 0, 1, 1 },
	{ "an open breaker lets a probe through", OR, CLAIM, 0, 0, OPEN_DUE, 1, 0, 0, OL, 0, 1, 0 },
	{ "a pending row can be the probe", OP, CLAIM, 0, 0, OPEN_DUE, 0, 0, 0, OL, 0, 1, 0 },
	{ "a held row can be the probe", OH, CLAIM, 0, 0, OPEN_DUE, 2, 0, 0, OL, 0, 1, 0 },
	/* delivered */
	{ "delivered", OL, VERDICT, D, 0, CLOSED, 1, 0, 0, OS, 0, 0, 0 },
	{ "delivered after failures", OL, VERDICT, D, 0, TWICE, 3, 0, 0, OS, 0, 0, 0 },
	{ "delivered by a probe wakes all", OL, VERDICT, D, 0, OPEN, 4, 0, 0, OS, WK, 0, 0 },
	{ "delivered ends a held destination", OL, VERDICT, D, 0, BROKEN, 4, 0, 0, OS, WK, 0, 0 },
	{ "delivered smaller", OL, VERDICT, D, 0, CLOSED, 2, 0, 1, OS, 0, 0, 0 },
	/* later */
	{ "later waits", OL, VERDICT, L, 0, CLOSED, 1, 0, 0, OR, 0, 0, 0 },
	{ "the third failure opens the breaker", OL, VERDICT, L, 0, TWICE, 1, 0, 0, OR, 0, 1, 0 },
	{ "a probe that fails leaves it open", OL, VERDICT, L, 0, OPEN, 5, 0, 0, OR, 0, 1, 0 },
	{ "later at a held destination stays open", OL, VERDICT, L, 0, BROKEN, 5, 0, 0, OR, 0, 1, 0 },
	{ "five days and twenty attempts are dead", OL, VERDICT, L, 0, CLOSED, 20, 5 * DAY, 0, OD, TD, 0, 0 },
	{ "five days alone are not", OL, VERDICT, L, 0, CLOSED, 19, 5 * DAY, 0, OR, 0, 0, 0 },
	{ "twenty attempts alone are not", OL, VERDICT, L, 0, CLOSED, 20, 5 * DAY - 1, 0, OR, 0, 0, 0 },
	{ "a verdict that we do not know is later", OL, VERDICT, 99, 0, CLOSED, 1, 0, 0, OR, 0, 0, 0 },
	{ "no verdict is later", OL, VERDICT, 0, 0, TWICE, 1, 0, 0, OR, 0, 1, 0 },
	/* held */
	{ "held tells at once", OL, VERDICT, H, 0, CLOSED, 1, 0, 0, OH, TH, 1, 0 },
	{ "held opens after one failure", OL, VERDICT, H, 0, TWICE, 1, 0, 0, OH, TH, 1, 0 },
	{ "held again tells nobody", OL, VERDICT, H, 0, BROKEN, 2, 0, 0, OH, 0, 1, 0 },
	{ "held after an outage tells", OL, VERDICT, H, 0, OPEN, 2, 0, 0, OH, TH, 1, 0 },
	{ "held for five days and twenty attempts is dead", OL, VERDICT, H, 0, BROKEN, 20, 5 * DAY, 0, OD, TD, 1, 0 },
	/* smaller */
	{ "smaller is rendered again", OL, VERDICT, S, 0, CLOSED, 1, 0, 0, OR, RA, 0, 0 },
	{ "smaller once only, then dead", OL, VERDICT, S, 0, CLOSED, 2, 0, 1, OD, TD, 0, 0 },
	{ "smaller shows that the destination lives", OL, VERDICT, S, 0, OPEN, 1, 0, 0, OR, RA | WK, 0, 0 },
	{ "dead of size shows it too", OL, VERDICT, S, 0, OPEN, 2, 0, 1, OD, TD | WK, 0, 0 },
	{ "smaller resets the count", OL, VERDICT, S, 0, TWICE, 1, 0, 0, OR, RA, 0, 0 },
	/* dead */
	{ "a refused recipient is dead alone", OL, VERDICT, X, 0, CLOSED, 1, 0, 0, OD, TD, 0, 0 },
	{ "dead does not open the breaker", OL, VERDICT, X, 0, TWICE, 1, 0, 0, OD, TD, 0, 0 },
	{ "dead closes it: the destination answered", OL, VERDICT, X, 0, OPEN, 1, 0, 0, OD, TD | WK, 0, 0 },
	/* fences */
	{ "an old fence's later is ignored", OL, VERDICT, L, -1, CLOSED, 2, 0, 0, OL, IG, 0, 0 },
	{ "an old fence's held is ignored", OL, VERDICT, H, -1, CLOSED, 2, 0, 0, OL, IG, 0, 0 },
	{ "an old fence's dead is ignored", OL, VERDICT, X, -1, CLOSED, 2, 0, 0, OL, IG, 0, 0 },
	{ "an old fence's smaller is ignored", OL, VERDICT, S, -1, CLOSED, 2, 0, 0, OL, IG, 0, 0 },
	{ "an old fence's delivery is a fact", OL, VERDICT, D, -1, CLOSED, 2, 0, 0, OS, 0, 0, 0 },
	{ "a late delivery of a retry counts", OR, VERDICT, D, 0, CLOSED, 1, 0, 0, OS, 0, 0, 0 },
	{ "a late delivery of a held row counts", OH, VERDICT, D, 0, BROKEN, 1, 0, 0, OS, WK, 0, 0 },
	{ "a late delivery of a dead row is ignored", OD, VERDICT, D, 0, CLOSED, 1, 0, 0, OD, IG, 0, 0 },
	{ "a late delivery of a dropped row is ignored", OX, VERDICT, D, 0, CLOSED, 1, 0, 0, OX, IG, 0, 0 },
	{ "a second delivery is ignored", OS, VERDICT, D, 0, CLOSED, 1, 0, 0, OS, IG, 0, 0 },
	{ "a late later of a retry is ignored", OR, VERDICT, L, 0, TWICE, 1, 0, 0, OR, IG, 0, 0 },
	{ "a verdict for a pending row is ignored", OP, VERDICT, L, 0, CLOSED, 0, 0, 0, OP, IG, 0, 0 },
	/* leases */
	{ "a lease that runs is left alone", OL, EXPIRE, 0, 0, CLOSED, 1, 0, 0, OL, IG, 0, 0 },
	{ "a retry has no lease", OR, EXPIRE, 0, 0, CLOSED, 1, 0, 0, OR, IG, 0, 0 },
	{ "a restart reclaims a lease", OL, RECLAIM, 0, 0, CLOSED, 1, 0, 0, OR, 0, 0, 0 },
	{ "a restart in a crash loop ends as well", OL, RECLAIM, 0, 0, CLOSED, 20, 5 * DAY, 0, OD, TD, 0, 0 },
	{ "a restart leaves a retry", OR, RECLAIM, 0, 0, CLOSED, 1, 0, 0, OR, IG, 0, 0 },
	{ "a restart leaves a sent row", OS, RECLAIM, 0, 0, CLOSED, 1, 0, 0, OS, IG, 0, 0 },
	/* the operator */
	{ "a dead row is replayed", OD, REPLAY, 0, 0, CLOSED, 20, 5 * DAY, 1, OR, 0, 0, 0 },
	{ "a sent row is replayed", OS, REPLAY, 0, 0, CLOSED, 1, 0, 0, OR, 0, 0, 0 },
	{ "a held row is replayed", OH, REPLAY, 0, 0, CLOSED, 1, 0, 0, OR, 0, 0, 0 },
	{ "a dropped row is replayed", OX, REPLAY, 0, 0, CLOSED, 1, 0, 0, OR, 0, 0, 0 },
	{ "a leased row is not replayed", OL, REPLAY, 0, 0, CLOSED, 1, 0, 0, OL, 0, 0, 1 },
	{ "a pending row is dropped", OP, DROP, 0, 0, CLOSED, 0, 0, 0, OX, 0, 0, 0 },
	{ "a retry is dropped", OR, DROP, 0, 0, CLOSED, 2, 0, 0, OX, 0, 0, 0 },
	{ "a held row is dropped", OH, DROP, 0, 0, CLOSED, 2, 0, 0, OX, 0, 0, 0 },
	{ "a dead row is dropped", OD, DROP, 0, 0, CLOSED, 2, 0, 0, OX, 0, 0, 0 },
	{ "a leased row is not dropped", OL, DROP, 0, 0, CLOSED, 2, 0, 0, OL, 0, 0, 1 },
	{ "a sent row is not dropped", OS, DROP, 0, 0, CLOSED, 2, 0, 0, OS, 0, 0, 1 },
	/* the destination is back */
	{ "a held row is woken", OH, WAKE, 0, 0, CLOSED, 2, 0, 0, OR, 0, 0, 0 },
	{ "a pending row stays pending", OP, WAKE, 0, 0, CLOSED, 0, 0, 0, OP, 0, 0, 0 },
	{ "a dead row is not woken", OD, WAKE, 0, 0, CLOSED, 2, 0, 0, OD, 0, 0, 0 },
	{ "a leased row is not woken", OL, WAKE, 0, 0, CLOSED, 2, 0, 0, OL, 0, 0, 0 },
	/* late */
	{ "four hours of waiting are told", OR, WATCH, 0, 0, CLOSED, 2, 4 * HOUR, 0, OR, OUTBOX_TELL_LATE, 0, 0 },
	{ "less is not", OR, WATCH, 0, 0, CLOSED, 2, 4 * HOUR - 1, 0, OR, 0, 0, 0 },
	{ "a sent row is not late", OS, WATCH, 0, 0, CLOSED, 2, 4 * HOUR, 0, OS, 0, 0, 0 },
};

/* clang-format on */

static struct outbox_breaker breaker_of(int which)
{
	struct outbox_breaker breaker = { .key = "hook/main", .since_ms = NOW };

	breaker.failures = which == TWICE ? 2 : which == CLOSED ? 0 : 3;
	breaker.open = which >= OPEN;
	breaker.held = which == BROKEN;
	breaker.left_ms = which == OPEN_DUE ? 0 : HOUR;
	return breaker;
}

static uint32_t perform(const struct row *at, struct outbox_row *row,
			struct outbox_breaker *breaker, bool *ok)
{
	const struct nw_verdict verdict = { .size = sizeof(verdict),
					    .kind = at->kind,
					    .retry_after_ms = -1 };

	*ok = true;
	switch (at->act) {
	case CLAIM:
		*ok = outbox_claim(row, breaker, limits, NOW);
		return 0;
	case VERDICT:
		return outbox_verdict(row, breaker, limits,
				      row->fence + at->fence, &verdict, NOW);
	case EXPIRE:
		return outbox_expire(row, limits, NOW);
	case RECLAIM:
		return outbox_reclaim(row, limits, NOW);
	case REPLAY:
		*ok = outbox_replay(row, NOW);
		return 0;
	case DROP:
		*ok = outbox_drop(row, NOW);
		return 0;
	case WAKE:
		outbox_wake(row, NOW);
		return 0;
	default:
		return outbox_watch_waiting(row, limits, NOW);
	}
}

static void each_transition_is_as_the_contract_says(void **s)
{
	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *at = &rows[i];
		struct outbox_breaker breaker = breaker_of(at->breaker);
		struct outbox_row row = {
			.id = "00112233445566778899aabbccddeeff",
			.state = at->from,
			.attempts = at->attempts,
			.fence = 7,
			.since_ms = NOW,
			.left_ms = at->from == OL ? 600 * SECOND : 0,
			.waited_ms = at->waited,
			.smaller = at->smaller,
		};
		bool ok;
		uint32_t effects = perform(at, &row, &breaker, &ok);
		if (row.state != at->to || effects != at->effects ||
		    ok == at->fails || breaker.open != at->open)
			fail_msg("%s: state %s effects %u ok %d open %d",
				 at->what, outbox_state_name(row.state),
				 effects, ok, breaker.open);
	}
}

/* ---- figures ---- */

static void waits_grow_threefold_to_an_hour_within_a_quarter(void **s)
{
	static const int64_t want[] = {
		10, 30, 90, 270, 810, 2430, 3600, 3600
	};

	(void)s;
	for (uint32_t n = 0; n < 8; n++)
		for (int seed = 0; seed < 50; seed++) {
			char id[16];
			snprintf(id, sizeof(id), "row%d", seed);
			int64_t ms = outbox_delay_ms(limits, id, n + 1);
			assert_in_range(ms, want[n] * 750, want[n] * 1250);
			assert_int_equal(ms,
					 outbox_delay_ms(limits, id, n + 1));
		}
}

static void jitter_spreads_rows_and_attempts(void **s)
{
	int64_t a = outbox_delay_ms(limits, "row one", 9);

	(void)s;
	assert_int_not_equal(a, outbox_delay_ms(limits, "row two", 9));
	assert_int_not_equal(a, outbox_delay_ms(limits, "row one", 10));
}

static struct outbox_row leased(void)
{
	struct outbox_row row = { .id = "x",
				  .state = OUTBOX_LEASED,
				  .attempts = 1,
				  .fence = 1,
				  .since_ms = NOW,
				  .left_ms = 600 * SECOND };
	return row;
}

static void retry_after_is_honoured_up_to_a_day(void **s)
{
	struct outbox_breaker breaker = breaker_of(CLOSED);
	struct outbox_row row = leased();
	struct nw_verdict verdict = { .kind = L, .retry_after_ms = 2 * HOUR };

	(void)s;
	outbox_verdict(&row, &breaker, limits, 1, &verdict, NOW);
	assert_int_equal(row.left_ms, 2 * HOUR);
	row = leased();
	verdict.retry_after_ms = 30 * DAY;
	outbox_verdict(&row, &breaker, limits, 1, &verdict, NOW);
	assert_int_equal(row.left_ms, DAY);
	row = leased();
	verdict.retry_after_ms = 0;
	outbox_verdict(&row, &breaker, limits, 1, &verdict, NOW);
	assert_in_range(row.left_ms, 7500, 12500);
}

static void an_outage_of_three_days_costs_about_eighty_attempts(void **s)
{
	struct outbox_breaker breaker = breaker_of(CLOSED);
	struct outbox_row backlog[50];
	const struct nw_verdict verdict = { .kind = L, .retry_after_ms = -1 };
	int attempts = 0;

	(void)s;
	for (int i = 0; i < 50; i++)
		backlog[i] = (struct outbox_row){ .id = "x",
						  .state = OUTBOX_PENDING,
						  .since_ms = NOW };
	for (int64_t now = NOW; now < NOW + 3 * DAY; now += SECOND)
		for (int i = 0; i < 50; i++)
			if (outbox_claim(&backlog[i], &breaker, limits, now)) {
				attempts++;
				outbox_verdict(&backlog[i], &breaker, limits,
					       backlog[i].fence, &verdict, now);
			}
	assert_in_range(attempts, 60, 100);
}

static void waiting_survives_a_reboot_and_jumps_of_no_kind(void **s)
{
	struct outbox_row row = { .state = OUTBOX_RETRY,
				  .since_ms = NOW,
				  .left_ms = HOUR,
				  .waited_ms = HOUR };
	struct outbox_breaker breaker = breaker_of(CLOSED);

	(void)s;
	outbox_rebase(&row, true, NOW + HOUR / 2);
	assert_int_equal(outbox_due_in_ms(&row, &breaker, NOW + HOUR / 2),
			 HOUR / 2);
	outbox_rebase(&row, false, 5 * SECOND);
	assert_int_equal(outbox_due_in_ms(&row, &breaker, 5 * SECOND), HOUR);
	assert_int_equal(outbox_waited_ms(&row, 5 * SECOND), HOUR);
	row.since_ms = 100 * DAY;
	outbox_rebase(&row, true, 6 * SECOND);
	assert_int_equal(outbox_due_in_ms(&row, &breaker, 6 * SECOND), HOUR);
}

static void waiting_is_accumulated_over_attempts_without_the_attempts(void **s)
{
	struct outbox_breaker breaker = breaker_of(CLOSED);
	struct outbox_row row = { .id = "x",
				  .state = OUTBOX_PENDING,
				  .since_ms = NOW };
	const struct nw_verdict verdict = { .kind = L, .retry_after_ms = HOUR };

	(void)s;
	assert_true(outbox_claim(&row, &breaker, limits, NOW + 5 * SECOND));
	assert_int_equal(row.waited_ms, 5 * SECOND);
	outbox_verdict(&row, &breaker, limits, row.fence, &verdict,
		       NOW + 65 * SECOND);
	assert_int_equal(row.waited_ms, 5 * SECOND);
	assert_int_equal(outbox_waited_ms(&row, NOW + 75 * SECOND),
			 15 * SECOND);
}

static void a_lease_that_ran_out_waits_and_counts(void **s)
{
	struct outbox_row row = leased();

	(void)s;
	assert_int_equal(outbox_expire(&row, limits, NOW + 600 * SECOND), 0);
	assert_int_equal(row.state, OUTBOX_RETRY);
	assert_int_equal(row.attempts, 1);
	assert_true(row.left_ms > 0);
}

static void a_sleep_of_the_machine_ends_no_lease(void **s)
{
	struct outbox_row row = leased();

	(void)s;
	assert_int_equal(outbox_oversleep(&row, 3600 * SECOND), 0);
	assert_int_equal(outbox_expire(&row, limits, NOW + 3700 * SECOND),
			 OUTBOX_IGNORED);
	assert_int_equal(outbox_expire(&row, limits, NOW + 4200 * SECOND), 0);
	assert_int_equal(row.state, OUTBOX_RETRY);
	assert_int_equal(outbox_oversleep(&row, 3600 * SECOND), OUTBOX_IGNORED);
}

static void the_first_crash_tries_at_once_and_the_next_waits(void **s)
{
	struct outbox_row row = leased();

	(void)s;
	outbox_reclaim(&row, limits, NOW);
	assert_int_equal(row.left_ms, 0);
	row = leased();
	row.attempts = 2;
	outbox_reclaim(&row, limits, NOW);
	assert_in_range(row.left_ms, 7500, 12500);
}

static void a_claim_counts_and_fences(void **s)
{
	struct outbox_breaker breaker = breaker_of(CLOSED);
	struct outbox_row row = { .id = "x", .state = OUTBOX_PENDING };

	(void)s;
	assert_true(outbox_claim(&row, &breaker, limits, NOW));
	assert_int_equal(row.attempts, 1);
	assert_int_equal(row.fence, 1);
	assert_int_equal(row.left_ms, limits->lease_ms);
}

static void late_is_told_once(void **s)
{
	struct outbox_row row = { .state = OUTBOX_PENDING, .since_ms = NOW };

	(void)s;
	assert_int_equal(outbox_watch_waiting(&row, limits, NOW + HOUR), 0);
	assert_int_equal(outbox_watch_waiting(&row, limits, NOW + 4 * HOUR),
			 OUTBOX_TELL_LATE);
	assert_int_equal(outbox_watch_waiting(&row, limits, NOW + 9 * HOUR), 0);
}

static void names_of_states_are_read_back(void **s)
{
	enum outbox_state state;

	(void)s;
	for (int i = 0; i < OUTBOX_STATES; i++) {
		const char *name = outbox_state_name((enum outbox_state)i);
		assert_true(outbox_state_parse(nw_str_from(name), &state));
		assert_int_equal(state, i);
	}
	assert_false(outbox_state_parse(nw_str_from("lost"), &state));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_transition_is_as_the_contract_says),
		cmocka_unit_test(
			waits_grow_threefold_to_an_hour_within_a_quarter),
		cmocka_unit_test(jitter_spreads_rows_and_attempts),
		cmocka_unit_test(retry_after_is_honoured_up_to_a_day),
		cmocka_unit_test(
			an_outage_of_three_days_costs_about_eighty_attempts),
		cmocka_unit_test(
			waiting_survives_a_reboot_and_jumps_of_no_kind),
		cmocka_unit_test(
			waiting_is_accumulated_over_attempts_without_the_attempts),
		cmocka_unit_test(a_lease_that_ran_out_waits_and_counts),
		cmocka_unit_test(a_sleep_of_the_machine_ends_no_lease),
		cmocka_unit_test(
			the_first_crash_tries_at_once_and_the_next_waits),
		cmocka_unit_test(a_claim_counts_and_fences),
		cmocka_unit_test(late_is_told_once),
		cmocka_unit_test(names_of_states_are_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
