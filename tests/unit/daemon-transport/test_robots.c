/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of robots.txt where nobody answers, and of how many hosts;
   tests/flow/robots.py has the hosts that answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/transport/robots.h"
#include "peer.h"

#define HOUR_MS INT64_C(3600000)

/* Port 1 of this machine: nobody listens there. */
static const char nobody[] = "http://127.0.0.1:1/list";
static const struct transport_binding private = { .allow_private = true };
static struct robots *robots;

static uint64_t fetched(void)
{
	struct robots_counts counts;

	robots_count(robots, &counts);
	return counts.fetched;
}

static bool put(struct robots_question *question, const char *url, bool *done)
{
	*done = false;
	return robots_ask(robots, question, nw_str_from(url), &private,
			  on_arrival, done);
}

static void turn_until_true(const bool *done)
{
	time_t end = patience_end();

	while (!*done && patience_lasts(end))
		loop_turn(loop, 1000);
	assert_true(*done);
}

/* The answer once it is there. */
static bool is_allowed(const char *url)
{
	struct robots_question question;
	bool done;

	if (!put(&question, url, &done))
		turn_until_true(&done);
	return question.allowed;
}

static int open_all(void **s)
{
	(void)s;
	open_transport();
	robots = robots_new(loop, transport);
	return 0;
}

static int close_all(void **s)
{
	(void)s;
	robots_free(&robots);
	close_transport();
	return 0;
}

static void a_host_that_is_away_is_asked_ever_more_seldom(void **s)
{
	struct robots_question question;
	bool done;

	(void)s;
	assert_false(put(&question, nobody, &done));
	turn_until_true(&done);
	assert_false(question.allowed);
	assert_has(nw_str_from(question.why.text),
		   "robots.txt of http://127.0.0.1:1 cannot be had");
	advance(59000);
	assert_true(put(&question, nobody, &done));
	assert_false(question.allowed);
	assert_int_equal(fetched(), 1);
	advance(2000);
	assert_false(is_allowed(nobody));
	assert_int_equal(fetched(), 2);
	advance(100000);
	assert_false(is_allowed(nobody));
	assert_int_equal(fetched(), 2);
	for (int i = 0; i < 50; i++) {
		advance(HOUR_MS);
		assert_false(is_allowed(nobody));
	}
	assert_int_equal(fetched(), 52);
}

static void after_thirty_days_of_it_pages_are_allowed(void **s)
{
	(void)s;
	assert_false(is_allowed(nobody));
	advance(30 * 24 * HOUR_MS - 60000);
	assert_false(is_allowed(nobody));
	advance(60000);
	assert_true(is_allowed(nobody));
}

static void all_who_ask_meanwhile_wait_for_one_fetch(void **s)
{
	static struct robots_question questions[4]; /* one outlives us */
	static bool done[4];

	(void)s;
	for (int i = 0; i < 4; i++)
		assert_false(put(&questions[i], nobody, &done[i]));
	robots_forget(&questions[1]);
	robots_forget(&questions[3]);
	turn_until_true(&done[2]);
	assert_true(done[0]);
	assert_false(done[1] || done[3]);
	assert_int_equal(fetched(), 1);
	/* One is still waiting when all ends. */
	advance(61000);
	assert_false(put(&questions[0], nobody, &done[0]));
}

/* Each is refused by the address guard at once, which decides nothing. */
static void of_many_hosts_the_latest_are_kept(void **s)
{
	const struct transport_binding public = { 0 };
	struct robots_counts counts;
	char url[64];

	(void)s;
	for (int i = 0; i < 5000; i++) {
		struct robots_question question;
		bool done = false;
		snprintf(url, sizeof(url), "http://127.0.%d.%d/", i / 250,
			 1 + i % 250);
		if (!robots_ask(robots, &question, nw_str_from(url), &public,
				on_arrival, &done))
			turn_until_true(&done);
		assert_true(question.allowed);
	}
	robots_count(robots, &counts);
	assert_int_equal(counts.origins, 4096);
	assert_int_equal(counts.fetched, 5000);
}

static void what_is_no_url_of_the_web_is_left_to_the_transport(void **s)
{
	(void)s;
	assert_true(is_allowed("gopher://h/"));
	assert_true(is_allowed("http://"));
	assert_int_equal(fetched(), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_all, close_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_host_that_is_away_is_asked_ever_more_seldom),
		TEST(after_thirty_days_of_it_pages_are_allowed),
		TEST(all_who_ask_meanwhile_wait_for_one_fetch),
		TEST(of_many_hosts_the_latest_are_kept),
		TEST(what_is_no_url_of_the_web_is_left_to_the_transport),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
