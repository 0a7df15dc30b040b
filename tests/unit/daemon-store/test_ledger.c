/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

static struct got got;

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_make(f);
	fixture_open(f);
	configure(f, 3, NULL, 0);
	memset(&got, 0, sizeof(got));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	fixture_close(f);
	fixture_remove(f);
	free(f);
	return 0;
}

static void reopen(struct fixture *f)
{
	fixture_close(f);
	fixture_open(f);
	configure(f, 3, NULL, 0);
}

/* A source that was polled once, with one known item. */
static void first_poll(struct fixture *f, const char *source)
{
	const struct batch_item one = { 1, 1, "strikes", 0 };

	apply(f, &got, source, &one, 1, NULL);
	assert_int_equal(got.reply.error.status, NW_OK);
}

/* ---- items ---- */

static void the_first_poll_is_a_baseline_without_alerts(void **state)
{
	struct fixture *f = *state;

	first_poll(f, "bbc");
	assert_int_equal(got.reply.items_new, 1);
	assert_int_equal(got.reply.items_baseline, 1);
	assert_int_equal(got.reply.alerts, 0);
	assert_int_equal(got.reply.delivery_due_ms, -1);
}

static void first_poll_all_makes_everything_news(void **state)
{
	const struct batch_item one = { 1, 1, "strikes", 0 };
	const struct batch_more more = { .first = LEDGER_FIRST_ALL };

	apply(*state, &got, "bbc", &one, 1, &more);
	assert_int_equal(got.reply.alerts, 1);
	assert_int_equal(got.reply.outbox_rows, 1);
	assert_int_equal(got.reply.delivery_due_ms, 0);
}

static void first_poll_recent_takes_what_is_dated_within(void **state)
{
	const struct batch_item items[] = {
		{ 1, 1, "strikes", START - HOUR },
		{ 2, 1, "strikes", START - 2 * DAY },
		{ 3, 1, "strikes", 0 },
	};
	const struct batch_more more = { .first = LEDGER_FIRST_RECENT };

	apply(*state, &got, "bbc", items, 3, &more);
	assert_int_equal(got.reply.alerts, 1);
	assert_int_equal(got.reply.items_baseline, 2);
}

static void a_new_item_alerts_each_destination_once(void **state)
{
	struct fixture *f = *state;
	const struct batch_item two = { 2, 1, "diplomacy", 0 };

	first_poll(f, "bbc");
	apply(f, &got, "bbc", &two, 1, NULL);
	assert_int_equal(got.reply.alerts, 1);
	assert_int_equal(got.reply.outbox_rows, 3);
	apply(f, &got, "bbc", &two, 1, NULL);
	assert_int_equal(got.reply.items_new, 0);
	assert_int_equal(got.reply.alerts, 0);
}

static void an_item_twice_in_a_response_is_one(void **state)
{
	struct fixture *f = *state;
	const struct batch_item twice[] = { { 2, 1, "strikes", 0 },
					    { 2, 1, "strikes", 0 } };

	first_poll(f, "bbc");
	apply(f, &got, "bbc", twice, 2, NULL);
	assert_int_equal(got.reply.items_new, 1);
	assert_int_equal(got.reply.alerts, 1);
}

static void a_watch_that_nobody_configured_fires_nothing(void **state)
{
	struct fixture *f = *state;
	const struct batch_item two = { 2, 1, "forgotten", 0 };

	first_poll(f, "bbc");
	apply(f, &got, "bbc", &two, 1, NULL);
	assert_int_equal(got.reply.items_new, 1);
	assert_int_equal(got.reply.alerts, 0);
}

static void a_change_makes_a_revision_and_no_second_alert(void **state)
{
	struct fixture *f = *state;
	const struct batch_item before = { 2, 1, "strikes", 0 };
	const struct batch_item after = { 2, 2, "strikes", 0 };

	first_poll(f, "bbc");
	apply(f, &got, "bbc", &before, 1, NULL);
	apply(f, &got, "bbc", &after, 1, NULL);
	assert_int_equal(got.reply.items_changed, 1);
	assert_int_equal(got.reply.alerts, 0);
	ask(f, &got, LEDGER_QUERY_WHY, "https://example.org/2", NULL);
	assert_non_null(strstr(got.lines, "\"revision\":2"));
	assert_non_null(strstr(got.lines, "Item 2 version 2"));
}

static void a_change_that_hits_for_the_first_time_alerts(void **state)
{
	struct fixture *f = *state;
	const struct batch_item before = { 2, 1, NULL, 0 };
	const struct batch_item after = { 2, 2, "strikes", 0 };
	const struct batch_item known = { 1, 2, "strikes", 0 };

	first_poll(f, "bbc");
	apply(f, &got, "bbc", &before, 1, NULL);
	assert_int_equal(got.reply.alerts, 0);
	apply(f, &got, "bbc", &after, 1, NULL);
	assert_int_equal(got.reply.alerts, 1);
	apply(f, &got, "bbc", &known, 1, NULL);
	assert_int_equal(got.reply.items_changed, 1);
	assert_int_equal(got.reply.alerts, 0);
}

static void a_flood_is_suspect_until_released(void **state)
{
	struct fixture *f = *state;
	struct batch_item items[101];

	for (int i = 0; i < 101; i++)
		items[i] = (struct batch_item){ 100 + i, 1, "strikes", 0 };
	first_poll(f, "bbc");
	apply(f, &got, "bbc", items, 101, NULL);
	assert_int_equal(got.reply.items_suspect, 101);
	assert_int_equal(got.reply.alerts, 0);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
	assert_string_equal(got.deliveries[0].notifier, "ops");
	ask(f, &got, LEDGER_ORDER_RELEASE, "bbc", NULL);
	assert_non_null(strstr(got.lines, "\"items\":101"));
	ask(f, &got, LEDGER_QUERY_STATUS, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"pending\":101"));
	ask(f, &got, LEDGER_ORDER_RELEASE, "bbc", NULL);
	assert_non_null(strstr(got.lines, "\"items\":0"));
}

static void suspects_can_be_taken_as_known(void **state)
{
	struct fixture *f = *state;
	struct batch_item items[12];

	for (int i = 0; i < 12; i++)
		items[i] = (struct batch_item){ 100 + i, 1, "strikes", 0 };
	first_poll(f, "bbc");
	apply(f, &got, "bbc", items, 12, NULL);
	assert_int_equal(got.reply.items_suspect, 12);
	ask(f, &got, LEDGER_ORDER_FORGET, "bbc", NULL);
	assert_non_null(strstr(got.lines, "\"items\":12"));
	ask(f, &got, LEDGER_QUERY_ALERTS, "strikes", NULL);
	assert_string_equal(got.lines, "");
}

static void a_broken_frame_stores_nothing_of_its_batch(void **state)
{
	struct fixture *f = *state;
	const struct batch_item two[] = { { 2, 1, "strikes", 0 },
					  { 3, 1, "strikes", 0 } };
	struct ledger_batch batch;

	first_poll(f, "bbc");
	batch = make_batch("bbc", two, 2, NULL);
	struct nw_str *frames = nw_arena_array(batch.arena, 2, sizeof(*frames));
	frames[0] = batch.frames[0];
	frames[1] = nw_str_from("{\"id\":\"no\"}");
	batch.frames = frames;
	got.done = false;
	ledger_apply(f->ledger, &batch, take_reply, &got);
	await(f, &got);
	assert_int_equal(got.reply.error.status, NW_BAD_INPUT);
	apply(f, &got, "bbc", two, 2, NULL);
	assert_int_equal(got.reply.items_new, 2);
	assert_int_equal(got.reply.alerts, 2);
}

static void batches_are_applied_in_the_order_of_their_arrival(void **state)
{
	struct fixture *f = *state;
	const struct batch_item one = { 2, 1, NULL, 0 };
	const struct batch_item two = { 3, 1, NULL, 0 };
	struct got *late = calloc(1, sizeof(*late));

	uint64_t first = ledger_sequence(f->ledger);
	uint64_t second = ledger_sequence(f->ledger);
	uint64_t third = ledger_sequence(f->ledger);
	struct ledger_batch batch = make_batch(
		"b", &two, 1, &(struct batch_more){ .sequence = third });
	ledger_apply(f->ledger, &batch, take_reply, late);
	ask(f, &got, LEDGER_QUERY_ITEMS, NULL, NULL);
	assert_string_equal(got.lines, "");
	ledger_skip(f->ledger, second);
	apply(f, &got, "a", &one, 1, &(struct batch_more){ .sequence = first });
	await(f, late);
	ask(f, &got, LEDGER_QUERY_ITEMS, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"source\":\"b\""));
	assert_true(strstr(got.lines, "\"source\":\"b\"") <
		    strstr(got.lines, "\"source\":\"a\""));
	free(late);
}

static void a_source_comes_back_as_it_was_left(void **state)
{
	struct fixture *f = *state;

	first_poll(f, "bbc");
	reopen(f);
	got.done = false;
	ledger_source(f->ledger, nw_str_from("bbc"), take_reply, &got);
	await(f, &got);
	assert_string_equal(got.etag, "\"tag\"");
	assert_string_equal(got.cursor, "page 1");
	assert_int_equal(got.next_due, START + HOUR);
	assert_int_equal(got.polls, 1);
	got.done = false;
	ledger_shown(f->ledger, nw_str_from("bbc"), take_reply, &got);
	await(f, &got);
	assert_int_equal(got.reply.shown_count, 1);
	assert_string_equal(got.shown, "00000000000000000000000000000001");
}

static void a_failed_poll_leaves_the_first_one_to_come(void **state)
{
	struct fixture *f = *state;
	const struct ledger_source failed = { .name = NW_STR("bbc"),
					      .failures = 1,
					      .error = NW_STR("503") };

	got.done = false;
	ledger_source_note(f->ledger, 0, &failed, 0, take_reply, &got);
	await(f, &got);
	assert_int_equal(got.reply.error.status, NW_OK);
	first_poll(f, "bbc");
	assert_int_equal(got.reply.items_baseline, 1);
}

static void
a_poll_that_ends_after_its_source_went_leaves_it_removed(void **state)
{
	struct fixture *f = *state;
	const struct ledger_source late = { .name = NW_STR("bbc"),
					    .status = NW_STR("ok") };

	first_poll(f, "bbc");
	configure(f, 3, NULL, 0);
	got.done = false;
	ledger_source_note(f->ledger, 0, &late, 0, take_reply, &got);
	await(f, &got);
	ask(f, &got, LEDGER_QUERY_SOURCES, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"status\":\"removed\""));
}

/* ---- articles ---- */

/* A teaser that hits the watch, and its follow-up. */
static int64_t await_article(struct fixture *f, const struct batch_item *item)
{
	const struct batch_more teaser = { .follow_url = "https://x/2",
					   .follow_kind = LEDGER_FOLLOW_TEXT };

	first_poll(f, "bbc");
	apply(f, &got, "bbc", item, 1, &teaser);
	assert_int_equal(got.reply.alerts, 0);
	got.done = false;
	ledger_source(f->ledger, nw_str_from("bbc"), take_reply, &got);
	await(f, &got);
	assert_true(got.follow_up > 0);
	return got.follow_up;
}

static void an_article_that_is_awaited_alerts_when_it_comes(void **state)
{
	struct fixture *f = *state;
	const struct batch_item item = { 2, 1, "strikes", 0 };
	struct batch_more text = { .flags = LEDGER_BATCH_PARTIAL |
					    LEDGER_BATCH_TEXT };

	text.follow_up = await_article(f, &item);
	ask(f, &got, LEDGER_QUERY_ITEMS, "bbc", NULL);
	assert_non_null(strstr(got.lines, "awaiting_text"));
	apply(f, &got, "bbc", &item, 1, &text);
	assert_int_equal(got.reply.alerts, 1);
	apply(f, &got, "bbc", &item, 1, NULL);
	assert_int_equal(got.reply.items_changed, 0);
}

static void fail_article(struct fixture *f, int64_t id, bool for_good)
{
	got.done = false;
	ledger_article_failed(f->ledger, 0, id, for_good, take_reply, &got);
	await(f, &got);
	assert_int_equal(got.reply.error.status, NW_OK);
}

static void
an_article_that_failed_three_times_alerts_by_the_source(void **state)
{
	struct fixture *f = *state;
	const struct batch_item item = { 2, 1, "strikes", 0 };
	int64_t id = await_article(f, &item);

	fail_article(f, id, false);
	fail_article(f, id, false);
	assert_int_equal(got.reply.alerts, 0);
	fail_article(f, id, false);
	assert_int_equal(got.reply.alerts, 1);
	fail_article(f, id, false);
	assert_int_equal(got.reply.alerts, 0);
}

static void an_article_that_is_refused_or_none_alerts_at_once(void **state)
{
	struct fixture *f = *state;
	const struct batch_item item = { 2, 1, "strikes", 0 };
	struct batch_more none = { .flags = LEDGER_BATCH_PARTIAL |
					    LEDGER_BATCH_TEXT };

	none.follow_up = await_article(f, &item);
	apply(f, &got, "bbc", NULL, 0, &none);
	assert_int_equal(got.reply.alerts, 1);
	fail_article(f, none.follow_up, true);
	assert_int_equal(got.reply.alerts, 0);
}

static void another_item_in_an_articles_answer_is_not_taken(void **state)
{
	struct fixture *f = *state;
	const struct batch_item item = { 2, 1, "strikes", 0 };
	const struct batch_item other = { 7, 1, "strikes", 0 };
	struct batch_more text = { .flags = LEDGER_BATCH_PARTIAL |
					    LEDGER_BATCH_TEXT };

	text.follow_up = await_article(f, &item);
	apply(f, &got, "bbc", &other, 1, &text);
	assert_int_equal(got.reply.items_new, 0);
	assert_int_equal(got.reply.alerts, 1); /* of the item, by the source */
}

static void an_article_that_never_comes_is_waited_for_ten_minutes(void **state)
{
	struct fixture *f = *state;
	const struct batch_item item = { 2, 1, "strikes", 0 };

	await_article(f, &item);
	fixture_pass(f, 9 * INT64_C(60000));
	tick(f, &got);
	ask(f, &got, LEDGER_QUERY_ALERTS, NULL, NULL);
	assert_string_equal(got.lines, "");
	fixture_pass(f, 2 * INT64_C(60000));
	tick(f, &got);
	ask(f, &got, LEDGER_QUERY_ALERTS, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"kind\":\"news\""));
}

static void items_of_a_first_poll_await_nothing(void **state)
{
	struct fixture *f = *state;
	const struct batch_item item = { 2, 1, "strikes", 0 };
	const struct batch_more teaser = { .follow_url = "https://x/2",
					   .follow_kind = LEDGER_FOLLOW_TEXT };

	apply(f, &got, "bbc", &item, 1, &teaser);
	got.done = false;
	got.follow_up = 0;
	ledger_source(f->ledger, nw_str_from("bbc"), take_reply, &got);
	await(f, &got);
	assert_int_equal(got.reply.follow_up_count, 0);
}

/* ---- delivery ---- */

static void raise_one(struct fixture *f)
{
	const struct batch_item two = { 2, 1, "strikes", 0 };

	first_poll(f, "bbc");
	apply(f, &got, "bbc", &two, 1, NULL);
	assert_int_equal(got.reply.outbox_rows, 1);
}

static void a_claim_is_given_once_with_its_alert(void **state)
{
	struct fixture *f = *state;
	char id[33];

	raise_one(f);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
	assert_int_equal(got.deliveries[0].attempt, 1);
	assert_true(got.deliveries[0].has_alert);
	assert_string_equal(got.deliveries[0].thread, got.deliveries[0].id);
	memcpy(id, got.deliveries[0].id, 33);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 0);
	give_verdict(f, &got, id, 1, NW_VERDICT_DELIVERED);
	assert_int_equal(got.reply.error.status, NW_OK);
	ask(f, &got, LEDGER_QUERY_OUTBOX, "sent", NULL);
	assert_non_null(strstr(got.lines, id));
}

static void a_payload_is_kept_for_the_next_attempt(void **state)
{
	struct fixture *f = *state;
	char id[33];

	raise_one(f);
	claim(f, &got, 10);
	memcpy(id, got.deliveries[0].id, 33);
	got.done = false;
	ledger_payload(f->ledger, nw_str_from(id), 1, nw_str_from("text/plain"),
		       nw_str_from("Strike!"), take_reply, &got);
	await(f, &got);
	give_verdict(f, &got, id, 1, NW_VERDICT_LATER);
	assert_in_range(got.reply.delivery_due_ms, 7500, 12500);
	fixture_pass(f, 13 * SECOND);
	reopen(f);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
	assert_int_equal(got.deliveries[0].attempt, 2);
	assert_string_equal(got.deliveries[0].payload, "Strike!");
	give_verdict(f, &got, id, 2, NW_VERDICT_SMALLER);
	claim(f, &got, 10);
	assert_string_equal(got.deliveries[0].payload, "");
	assert_int_equal(got.deliveries[0].flags, NW_RENDER_SMALLER);
}

static void a_restart_reclaims_and_counts(void **state)
{
	struct fixture *f = *state;

	raise_one(f);
	claim(f, &got, 10);
	reopen(f);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
	assert_int_equal(got.deliveries[0].attempt, 2);
	assert_int_equal(got.deliveries[0].fence, 2);
	give_verdict(f, &got, got.deliveries[0].id, 1, NW_VERDICT_LATER);
	assert_int_equal(got.reply.error.status, NW_GONE);
}

/* While the attempt is on its way; a second one would be a repeat. */
static void a_sleep_of_the_machine_ends_no_lease(void **state)
{
	struct fixture *f = *state;

	raise_one(f);
	tick(f, &got);
	claim(f, &got, 10);
	fixture_pass(f, 8 * HOUR);
	tick(f, &got);
	fixture_pass(f, 30 * SECOND);
	tick(f, &got);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 0);
	for (int i = 0; i < 31; i++) {
		fixture_pass(f, 20 * SECOND);
		tick(f, &got);
	}
	fixture_pass(f, 30 * SECOND);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
	assert_int_equal(got.deliveries[0].attempt, 2);
}

static void waiting_is_not_parked_by_a_reboot(void **state)
{
	struct fixture *f = *state;

	raise_one(f);
	claim(f, &got, 10);
	give_verdict(f, &got, got.deliveries[0].id, 1, NW_VERDICT_LATER);
	f->boot = "boot-2";
	f->now.elapsed_ms = 5 * SECOND;
	f->now.at = START - 50 * 365 * DAY;
	reopen(f);
	fixture_pass(f, 13 * SECOND);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
}

static void a_held_destination_is_told_and_probed(void **state)
{
	struct fixture *f = *state;
	const struct batch_item three = { 3, 1, "strikes", 0 };
	char id[33];

	raise_one(f);
	claim(f, &got, 10);
	memcpy(id, got.deliveries[0].id, 33);
	give_verdict(f, &got, id, 1, NW_VERDICT_HELD);
	apply(f, &got, "bbc", &three, 1, NULL);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
	assert_string_equal(got.deliveries[0].notifier, "ops");
	give_verdict(f, &got, got.deliveries[0].id, 1, NW_VERDICT_DELIVERED);
	fixture_pass(f, HOUR);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
	assert_string_equal(got.deliveries[0].id, id);
	give_verdict(f, &got, id, 2, NW_VERDICT_DELIVERED);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
	assert_string_equal(got.deliveries[0].notifier, "hook");
}

static void an_operators_alert_that_dies_tells_nobody(void **state)
{
	struct fixture *f = *state;

	got.done = false;
	ledger_notice(f->ledger, nw_str_from("k"), nw_str_from("t"),
		      nw_str_from("text"), 0, take_reply, &got);
	await(f, &got);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
	give_verdict(f, &got, got.deliveries[0].id, 1, NW_VERDICT_DEAD);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 0);
	assert_true(f->errors > 0);
}

static void a_notice_is_told_once_while_its_cause_lasts(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 3; i++) {
		got.done = false;
		ledger_notice(f->ledger, nw_str_from("k"), nw_str_from("t"),
			      nw_str_from("text"), 0, take_reply, &got);
		await(f, &got);
	}
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
	give_verdict(f, &got, got.deliveries[0].id, 1, NW_VERDICT_DELIVERED);
	got.done = false;
	ledger_notice_clear(f->ledger, nw_str_from("k"), take_reply, &got);
	await(f, &got);
	got.done = false;
	ledger_notice(f->ledger, nw_str_from("k"), nw_str_from("t"),
		      nw_str_from("text"), 0, take_reply, &got);
	await(f, &got);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
}

static void the_most_severe_alert_goes_first(void **state)
{
	struct fixture *f = *state;
	const struct batch_item items[] = { { 2, 1, "diplomacy", 0 },
					    { 3, 1, "strikes", 0 } };

	first_poll(f, "bbc");
	apply(f, &got, "bbc", items, 2, NULL);
	claim(f, &got, 1);
	assert_int_equal(got.reply.delivery_count, 1);
	ask(f, &got, LEDGER_QUERY_ALERT_SHOW, got.deliveries[0].alert_id, NULL);
	assert_non_null(strstr(got.lines, "\"watch\":\"strikes\""));
}

static void one_destination_does_not_take_all_claims(void **state)
{
	struct fixture *f = *state;
	struct batch_item items[9];

	for (int i = 0; i < 9; i++)
		items[i] = (struct batch_item){ 10 + i, 1, "diplomacy", 0 };
	first_poll(f, "bbc");
	apply(f, &got, "bbc", items, 9, NULL);
	claim(f, &got, 100);
	assert_int_equal(got.reply.delivery_count, 12);
}

static void rows_of_a_removed_notifier_wait_for_it(void **state)
{
	struct fixture *f = *state;

	raise_one(f);
	fixture_close(f);
	fixture_open(f);
	struct ledger_routing none = { .arena = nw_arena_new(100) };
	got.done = false;
	ledger_configure(f->ledger, &none, take_reply, &got);
	await(f, &got);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 0);
	ask(f, &got, LEDGER_QUERY_NOTICES, NULL, NULL);
	assert_non_null(strstr(got.lines, "gone:hook/hook"));
	configure(f, 3, NULL, 0);
	claim(f, &got, 10);
	assert_true(got.reply.delivery_count >= 1);
}

static void dropping_needs_a_reason_and_is_listed(void **state)
{
	struct fixture *f = *state;
	char id[33];

	raise_one(f);
	ask(f, &got, LEDGER_QUERY_OUTBOX, "pending", NULL);
	const char *at = strstr(got.lines, "\"id\":\"");
	assert_non_null(at);
	memcpy(id, at + 6, 32);
	id[32] = '\0';
	ask(f, &got, LEDGER_ORDER_DROP, id, "");
	assert_int_equal(got.reply.error.status, NW_BAD_INPUT);
	ask(f, &got, LEDGER_ORDER_DROP, id, "a test");
	assert_non_null(strstr(got.lines, "dropped: a test"));
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 0);
	id[8] = '\0'; /* as tables print it */
	ask(f, &got, LEDGER_ORDER_REPLAY, id, NULL);
	claim(f, &got, 10);
	assert_int_equal(got.reply.delivery_count, 1);
}

enum { MANY_WATCHES = 40, OTHER_WATCHES = 400, EXCERPT_BYTES = 3500 };

static void configure_many(struct fixture *f)
{
	struct nw_arena *arena = nw_arena_new(1 << 20);
	struct ledger_watch *watches =
		nw_arena_array(arena, MANY_WATCHES, sizeof(*watches));
	struct ledger_routing routing = { .arena = arena,
					  .notifiers = fixture_notifiers,
					  .notifier_count = 1,
					  .watches = watches,
					  .watch_count = MANY_WATCHES };

	for (int i = 0; i < MANY_WATCHES; i++)
		watches[i] = (struct ledger_watch){
			.name = nw_arena_fmt(arena, "watch %d", i),
			.severity = NW_STR("normal"),
			.notifiers = both,
			.notifier_count = 1,
		};
	got.done = false;
	ledger_configure(f->ledger, &routing, take_reply, &got);
	await(f, &got);
}

/* An item that hits every watch, and many that are gone, with much to say. */
static struct nw_str large_frame(struct nw_arena *arena)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&out, (size_t)4 << 20);
	nw_buf_add_fmt(&out,
		       "{\"id\":\"%032x\",\"identity\":\"large\","
		       "\"hash\":\"%016x\",\"change\":\"new\",\"item\":{"
		       "\"title\":\"Large\",\"content\":\"Roses\"},"
		       "\"topics\":[],\"no_opinion\":[],\"outlet\":null,"
		       "\"hits\":[",
		       5, 5);
	for (int i = 0; i < MANY_WATCHES + OTHER_WATCHES; i++)
		nw_buf_add_fmt(&out,
			       "%s{\"watch\":\"watch %d\",\"excerpt\":"
			       "\"%0*d\",\"marks\":[]}",
			       i ? "," : "", i,
			       i < MANY_WATCHES ? 5 : EXCERPT_BYTES, i);
	nw_buf_add_text(&out, "]}");
	return nw_arena_buf(arena, &out);
}

/* What their alerts read is more than a message may take (96 MiB). */
static void an_item_of_many_watches_gives_back_the_memory_of_each(void **state)
{
	struct fixture *f = *state;
	const struct batch_item one = { 5, 5, NULL, 0 };
	const struct batch_more all = { .first = LEDGER_FIRST_ALL };

	configure_many(f);
	struct ledger_batch batch = make_batch("bbc", &one, 1, &all);
	const struct nw_str frame = large_frame(batch.arena);
	batch.frames = &frame;
	got.done = false;
	ledger_apply(f->ledger, &batch, take_reply, &got);
	await(f, &got);
	assert_int_equal(got.reply.error.status, NW_OK);
	assert_int_equal(got.reply.alerts, MANY_WATCHES);
}

static void an_id_may_be_cut_while_it_names_one_thing(void **state)
{
	struct fixture *f = *state;
	const struct batch_item two = { 2, 1, "", 0 };
	const struct batch_item far = { 0x7fffffff, 1, "", 0 };
	const struct batch_item near[] = { two, { 3, 1, "", 0 } };
	char item[33];

	first_poll(f, "bbc");
	ask(f, &got, LEDGER_QUERY_ITEMS, NULL, NULL);
	memcpy(item, strstr(got.lines, "\"item_id\":\"") + 11, 32);
	item[32] = '\0';
	apply(f, &got, "bbc", near, 2, NULL);
	apply(f, &got, "bbc", &far, 1, NULL);
	/* Numbers as ids: all begin with the same digits. */
	ask(f, &got, LEDGER_QUERY_REVISIONS, "00000000", NULL);
	assert_int_equal(got.reply.error.status, NW_BAD_INPUT);
	assert_non_null(strstr(got.reply.error.text, "several items"));
	ask(f, &got, LEDGER_QUERY_REVISIONS, item, NULL);
	assert_int_equal(got.reply.error.status, NW_OK);
	ask(f, &got, LEDGER_QUERY_REVISIONS, "0000000000000000000000007f",
	    NULL);
	assert_int_equal(got.reply.error.status, NW_OK);
	ask(f, &got, LEDGER_QUERY_REVISIONS, "0000000", NULL);
	assert_int_equal(got.reply.error.status, NW_NOT_FOUND);
}

static void a_test_alert_reaches_every_destination(void **state)
{
	struct fixture *f = *state;

	got.done = false;
	ledger_test_alert(f->ledger, nw_str_from("mail"), take_reply, &got);
	await(f, &got);
	assert_int_equal(got.reply.outbox_rows, 2);
	got.done = false;
	ledger_test_alert(f->ledger, nw_str_from("mial"), take_reply, &got);
	await(f, &got);
	assert_int_equal(got.reply.error.status, NW_NOT_FOUND);
}

/* ---- questions ---- */

static void lists_are_paged_without_gap_or_repeat(void **state)
{
	struct fixture *f = *state;
	struct batch_item items[25];
	struct ledger_query query = { .kind = LEDGER_QUERY_ITEMS, .limit = 10 };
	size_t lines = 0, pages = 0;

	for (int i = 0; i < 25; i++)
		items[i] = (struct batch_item){ 10 + i, 1, NULL, 0 };
	apply(f, &got, "bbc", items, 25, NULL);
	do {
		got.done = false;
		ledger_ask(f->ledger, &query, take_reply, &got);
		await(f, &got);
		for (const char *p = got.lines; *p; p++)
			lines += *p == '\n';
		query.after = got.reply.next;
		pages++;
	} while (got.reply.next != 0);
	assert_int_equal(lines, 25);
	assert_int_equal(pages, 3);
}

static void tail_shows_items_alerts_and_deliveries(void **state)
{
	struct fixture *f = *state;

	raise_one(f);
	claim(f, &got, 1);
	fixture_drain(f);
	assert_non_null(strstr(f->tail, "\"event\":\"item\""));
	assert_non_null(strstr(f->tail, "\"event\":\"alert\""));
	assert_non_null(strstr(f->tail, "\"state\":\"leased\""));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_poll_is_a_baseline_without_alerts),
		TEST(first_poll_all_makes_everything_news),
		TEST(first_poll_recent_takes_what_is_dated_within),
		TEST(a_new_item_alerts_each_destination_once),
		TEST(an_item_twice_in_a_response_is_one),
		TEST(a_watch_that_nobody_configured_fires_nothing),
		TEST(a_change_makes_a_revision_and_no_second_alert),
		TEST(a_change_that_hits_for_the_first_time_alerts),
		TEST(a_flood_is_suspect_until_released),
		TEST(suspects_can_be_taken_as_known),
		TEST(a_broken_frame_stores_nothing_of_its_batch),
		TEST(batches_are_applied_in_the_order_of_their_arrival),
		TEST(a_source_comes_back_as_it_was_left),
		TEST(a_failed_poll_leaves_the_first_one_to_come),
		TEST(a_poll_that_ends_after_its_source_went_leaves_it_removed),
		TEST(an_article_that_is_awaited_alerts_when_it_comes),
		TEST(an_article_that_failed_three_times_alerts_by_the_source),
		TEST(an_article_that_is_refused_or_none_alerts_at_once),
		TEST(another_item_in_an_articles_answer_is_not_taken),
		TEST(an_article_that_never_comes_is_waited_for_ten_minutes),
		TEST(items_of_a_first_poll_await_nothing),
		TEST(a_claim_is_given_once_with_its_alert),
		TEST(a_payload_is_kept_for_the_next_attempt),
		TEST(a_restart_reclaims_and_counts),
		TEST(a_sleep_of_the_machine_ends_no_lease),
		TEST(waiting_is_not_parked_by_a_reboot),
		TEST(a_held_destination_is_told_and_probed),
		TEST(an_operators_alert_that_dies_tells_nobody),
		TEST(a_notice_is_told_once_while_its_cause_lasts),
		TEST(the_most_severe_alert_goes_first),
		TEST(one_destination_does_not_take_all_claims),
		TEST(rows_of_a_removed_notifier_wait_for_it),
		TEST(dropping_needs_a_reason_and_is_listed),
		TEST(an_id_may_be_cut_while_it_names_one_thing),
		TEST(an_item_of_many_watches_gives_back_the_memory_of_each),
		TEST(a_test_alert_reaches_every_destination),
		TEST(lists_are_paged_without_gap_or_repeat),
		TEST(tail_shows_items_alerts_and_deliveries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
