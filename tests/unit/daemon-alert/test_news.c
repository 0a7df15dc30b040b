/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/alert/news.h"

#define NOW  INT64_C(1700000000000)
#define HOUR INT64_C(3600000)

static void a_backlog_is_known_and_no_news(void **s)
{
	struct news_batch batch = { .is_first = true, .now = NOW };

	(void)s;
	assert_true(news_is_baseline(&batch, NOW));
	assert_true(news_is_baseline(&batch, 0));
	batch.first = LEDGER_FIRST_ALL;
	assert_false(news_is_baseline(&batch, 0));
}

static void recent_takes_only_what_says_that_it_is_recent(void **s)
{
	struct news_batch batch = { .is_first = true,
				    .first = LEDGER_FIRST_RECENT,
				    .recent_ms = 24 * HOUR,
				    .now = NOW };

	(void)s;
	assert_false(news_is_baseline(&batch, NOW - 23 * HOUR));
	assert_true(news_is_baseline(&batch, NOW - 25 * HOUR));
	assert_true(news_is_baseline(&batch, 0));
}

static void later_polls_have_no_baseline(void **s)
{
	struct news_batch batch = { .now = NOW };

	(void)s;
	assert_false(news_is_baseline(&batch, 0));
}

static void a_flood_is_suspect_from_101_items_on(void **s)
{
	struct news_batch batch = { .now = NOW, .shown = 1000 };

	(void)s;
	batch.fresh = 100;
	assert_false(news_is_suspect(&batch));
	batch.fresh = 101;
	assert_true(news_is_suspect(&batch));
	batch.is_first = true;
	assert_false(news_is_suspect(&batch));
}

static void the_limits_of_a_flood_can_be_set(void **s)
{
	struct news_batch batch = { .now = NOW,
				    .shown = 1000,
				    .fresh = 300,
				    .stale = 300,
				    .most_items = 400,
				    .most_percent = 20 };

	(void)s;
	assert_true(news_is_suspect(&batch));
	batch.most_percent = 30;
	assert_false(news_is_suspect(&batch));
	batch.most_items = 299;
	assert_true(news_is_suspect(&batch));
}

static void half_a_feed_with_old_dates_is_suspect(void **s)
{
	struct news_batch batch = { .now = NOW, .shown = 20, .fresh = 11 };

	(void)s;
	batch.stale = 11;
	assert_true(news_is_suspect(&batch));
	batch.stale = 10;
	assert_false(news_is_suspect(&batch));
}

static void a_quick_feed_after_a_night_is_news(void **s)
{
	struct news_batch batch = {
		.now = NOW, .last_ok = NOW - 8 * HOUR, .shown = 20, .fresh = 20
	};

	(void)s;
	assert_false(news_is_stale(&batch, NOW - 7 * HOUR));
	assert_false(news_is_stale(&batch, NOW - 8 * HOUR - HOUR / 2));
	assert_true(news_is_stale(&batch, NOW - 10 * HOUR));
	assert_true(news_is_stale(&batch, 0));
	assert_false(news_is_suspect(&batch));
}

static void a_few_new_items_are_never_suspect(void **s)
{
	struct news_batch batch = { .shown = 5, .fresh = 5, .stale = 5 };

	(void)s;
	assert_false(news_is_suspect(&batch));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_backlog_is_known_and_no_news),
		cmocka_unit_test(recent_takes_only_what_says_that_it_is_recent),
		cmocka_unit_test(later_polls_have_no_baseline),
		cmocka_unit_test(a_flood_is_suspect_from_101_items_on),
		cmocka_unit_test(the_limits_of_a_flood_can_be_set),
		cmocka_unit_test(half_a_feed_with_old_dates_is_suspect),
		cmocka_unit_test(a_quick_feed_after_a_night_is_news),
		cmocka_unit_test(a_few_new_items_are_never_suspect),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
