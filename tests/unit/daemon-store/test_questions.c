/* SPDX-License-Identifier: Apache-2.0 */
/* Questions to remote classifiers: asked once, answered late, never lost. */
#include "fixture.h"

static struct got got;

static const struct nw_str topics[] = { NW_STR("strike") };

/* Two classifiers that are asked of everything, and what differs. */
static struct ledger_remote remotes[] = {
	{ .name = NW_STR("oracle"),
	  .question = NW_STR("q1"),
	  .topics = topics,
	  .topic_count = 1,
	  .ask = LEDGER_ASK_ALL,
	  .per_hour = 100,
	  .per_day = 100,
	  .parallel = 2,
	  .patience_ms = HOUR,
	  .lease_ms = HOUR / 2 },
	{ .name = NW_STR("second"),
	  .question = NW_STR("q2"),
	  .topics = topics,
	  .topic_count = 1,
	  .ask = LEDGER_ASK_ALL,
	  .per_hour = 100,
	  .per_day = 100,
	  .parallel = 2,
	  .patience_ms = HOUR,
	  .lease_ms = HOUR / 2 },
};

/* What was claimed, copied out of the reply. */
struct claimed {
	struct {
		char item[33], classifier[32], verdict[256];
		int64_t fence;
		uint32_t attempt;
	} at[16];
	size_t count;
	bool done;
};

static void take_questions(void *arg, const struct ledger_reply *reply)
{
	struct claimed *claimed = arg;

	*claimed = (struct claimed){ .count = reply->question_count,
				     .done = true };
	for (size_t i = 0; i < reply->question_count && i < 16; i++) {
		const struct ledger_question *at = &reply->questions[i];
		copy(claimed->at[i].item, 33, at->item);
		copy(claimed->at[i].classifier, 32, at->classifier);
		copy(claimed->at[i].verdict, 256, at->verdict);
		claimed->at[i].fence = at->fence;
		claimed->at[i].attempt = at->attempt;
	}
}

static void claim_questions(struct fixture *f, struct claimed *claimed)
{
	claimed->done = false;
	ledger_questions(f->ledger, 16, take_questions, claimed);
	while (!claimed->done)
		fixture_turn(f);
}

static void configure_remotes(struct fixture *f, size_t count)
{
	struct ledger_routing routing = {
		.arena = nw_arena_new(1000),
		.notifiers = fixture_notifiers,
		.notifier_count = 3,
		.watches = fixture_watches,
		.watch_count = 2,
		.operators = fixture_operators,
		.operator_count = 1,
		.remotes = remotes,
		.remote_count = count,
	};

	got.done = false;
	ledger_configure(f->ledger, &routing, take_reply, &got);
	await(f, &got);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_make(f);
	fixture_open(f);
	remotes[0].ask = LEDGER_ASK_ALL;
	remotes[0].per_hour = 100;
	configure_remotes(f, 1);
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

static const struct batch_more all = { .first = LEDGER_FIRST_ALL };

static void add_item(struct fixture *f, int number, int version)
{
	const struct batch_item one = { number, version, NULL, 0 };

	apply(f, &got, "bbc", &one, 1, &all);
	assert_int_equal(got.reply.error.status, NW_OK);
}

#define VERDICT "[{\"name\":\"strike\",\"score\":0.9,\"spans\":[]}]"

/* The item's frame with a verdict that makes "strikes" hit. */
static void give_answer(struct fixture *f, const struct claimed *claimed,
			int number, int version)
{
	const struct batch_item item = { number, version, "strikes", 0 };
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	struct nw_str plain = make_frame(arena, &item);
	const struct ledger_answer answer = {
		.item = nw_str_from(claimed->at[0].item),
		.classifier = nw_str_from(claimed->at[0].classifier),
		.fence = claimed->at[0].fence,
		.topics = nw_str_from(VERDICT),
		.frame = nw_arena_fmt(
			arena, "%.*s,\"remote\":[{\"classifier\":\"%s\"}]}",
			(int)plain.len - 1, plain.at,
			claimed->at[0].classifier),
		.took_ms = 250,
	};

	got.done = false;
	ledger_answer(f->ledger, &answer, take_reply, &got);
	await(f, &got);
}

static void give_failure(struct fixture *f, const struct claimed *claimed,
			 uint32_t failure, int64_t retry_after_ms)
{
	const struct ledger_answer answer = {
		.item = nw_str_from(claimed->at[0].item),
		.classifier = nw_str_from(claimed->at[0].classifier),
		.fence = claimed->at[0].fence,
		.error = NW_STR("HTTP 500"),
		.failure = failure,
		.retry_after_ms = retry_after_ms,
	};

	got.done = false;
	ledger_answer(f->ledger, &answer, take_reply, &got);
	await(f, &got);
	assert_int_equal(got.reply.error.status, NW_OK);
}

static bool status_says(struct fixture *f, const char *words)
{
	ask(f, &got, LEDGER_QUERY_STATUS, NULL, NULL);
	return strstr(got.lines, words) != NULL;
}

static void a_verdict_alerts_once_and_ends_the_question(void **state)
{
	struct fixture *f = *state;
	struct claimed claimed, none;

	add_item(f, 1, 1);
	assert_int_equal(got.reply.alerts, 0);
	assert_int_equal(got.reply.question_due_ms, 0);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 1);
	assert_int_equal(claimed.at[0].attempt, 1);
	give_answer(f, &claimed, 1, 1);
	assert_int_equal(got.reply.error.status, NW_OK);
	assert_int_equal(got.reply.alerts, 1);
	assert_int_equal(got.reply.question_due_ms, -1);
	give_answer(f, &claimed, 1, 1);
	assert_int_equal(got.reply.alerts, 0);
	fixture_close(f);
	fixture_open(f);
	configure_remotes(f, 1);
	claim_questions(f, &none);
	assert_int_equal(none.count, 0);
	assert_true(status_says(f, "\"answered\":1"));
}

static void a_question_under_way_is_asked_again_after_a_restart(void **state)
{
	struct fixture *f = *state;
	struct claimed first, again;

	add_item(f, 1, 1);
	claim_questions(f, &first);
	fixture_close(f);
	fixture_open(f);
	configure_remotes(f, 1);
	claim_questions(f, &again);
	assert_int_equal(again.count, 1);
	assert_int_equal(again.at[0].attempt, 2);
	give_answer(f, &first, 1, 1); /* of the run before */
	assert_int_equal(got.reply.alerts, 0);
	give_answer(f, &again, 1, 1);
	assert_int_equal(got.reply.alerts, 1);
}

static void an_answer_about_another_text_changes_nothing(void **state)
{
	struct fixture *f = *state;
	struct claimed old, new;

	add_item(f, 1, 1);
	claim_questions(f, &old);
	add_item(f, 1, 2);
	give_answer(f, &old, 1, 1);
	assert_int_equal(got.reply.alerts, 0);
	claim_questions(f, &new);
	assert_int_equal(new.count, 1);
	assert_string_equal(new.at[0].verdict, "");
	give_answer(f, &new, 1, 2);
	assert_int_equal(got.reply.alerts, 1);
}

/* Each verdict is put into the frame that the one before has left. */
static void classifiers_judge_an_item_one_after_the_other(void **state)
{
	struct fixture *f = *state;
	struct claimed first, none, second;

	configure_remotes(f, 2);
	add_item(f, 1, 1);
	claim_questions(f, &first);
	assert_int_equal(first.count, 1);
	claim_questions(f, &none);
	assert_int_equal(none.count, 0);
	give_answer(f, &first, 1, 1);
	fixture_pass(f, 2 * SECOND);
	claim_questions(f, &second);
	assert_int_equal(second.count, 1);
	assert_string_not_equal(second.at[0].classifier,
				first.at[0].classifier);
}

static void an_item_that_lost_its_verdict_gets_it_without_asking(void **state)
{
	struct fixture *f = *state;
	struct claimed claimed;

	add_item(f, 1, 1);
	claim_questions(f, &claimed);
	give_answer(f, &claimed, 1, 1);
	/* The same text under another hash: its address was changed, say. */
	const struct batch_item item = { 1, 1, NULL, START };
	struct ledger_batch batch = make_batch("bbc", &item, 1, &all);
	struct nw_str *frame = (struct nw_str *)(uintptr_t)batch.frames;
	char *hash = strstr(frame->at, "0000000000000001\",\"change");
	memcpy(hash, "ffffffffffffffff", 16);
	got.done = false;
	ledger_apply(f->ledger, &batch, take_reply, &got);
	await(f, &got);
	assert_int_equal(got.reply.items_changed, 1);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 1);
	assert_string_equal(claimed.at[0].verdict, VERDICT);
	assert_true(status_says(f, "\"requests\":1,"));
	assert_true(status_says(f, "\"cached\":1,"));
}

static void three_failures_end_a_question_and_rest_the_classifier(void **state)
{
	struct fixture *f = *state;
	struct claimed claimed;

	add_item(f, 1, 1);
	for (int i = 0; i < 3; i++) {
		fixture_pass(f, 31 * SECOND);
		claim_questions(f, &claimed);
		assert_int_equal(claimed.count, 1);
		give_failure(f, &claimed, LEDGER_ANSWER_LATER, -1);
	}
	assert_true(status_says(f, "\"given_up\":1"));
	assert_true(status_says(f, "\"resting\":true"));
	add_item(f, 2, 1);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 0);
	ask(f, &got, LEDGER_QUERY_NOTICES, NULL, NULL);
	assert_non_null(
		strstr(got.lines, "the classifier oracle does not answer"));
	fixture_pass(f, 31 * SECOND);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 1);
	give_answer(f, &claimed, 2, 1);
	assert_true(status_says(f, "\"in_a_row\":0"));
	assert_true(status_says(f, "\"resting\":false"));
}

static void retry_after_is_heeded_by_all_questions(void **state)
{
	struct fixture *f = *state;
	struct claimed claimed;

	add_item(f, 1, 1);
	claim_questions(f, &claimed);
	give_failure(f, &claimed, LEDGER_ANSWER_LATER, 20 * 60 * SECOND);
	assert_int_equal(got.reply.question_due_ms, 20 * 60 * SECOND);
	add_item(f, 2, 1);
	fixture_pass(f, 19 * 60 * SECOND);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 0);
	fixture_pass(f, 2 * 60 * SECOND);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 2);
}

static void a_refusal_is_no_failure_of_the_classifier(void **state)
{
	struct fixture *f = *state;
	struct claimed claimed;

	add_item(f, 1, 1);
	claim_questions(f, &claimed);
	give_failure(f, &claimed, LEDGER_ANSWER_REFUSED, -1);
	assert_true(status_says(f, "\"refused\":1"));
	assert_true(status_says(f, "\"in_a_row\":0"));
	fixture_pass(f, 60 * SECOND);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 0);
}

static void a_budget_lasts_over_restarts_until_the_next_hour(void **state)
{
	struct fixture *f = *state;
	struct claimed claimed;

	remotes[0].per_hour = 1;
	add_item(f, 1, 1);
	add_item(f, 2, 1);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 1);
	assert_true(status_says(f, "\"over_budget\":1"));
	fixture_close(f);
	fixture_open(f);
	configure_remotes(f, 1);
	claim_questions(f, &claimed); /* the one that was under way */
	assert_int_equal(claimed.count, 0);
	assert_true(status_says(f, "\"over_budget\":2"));
	fixture_pass(f, HOUR);
	add_item(f, 3, 1);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 1);
}

static void whom_nobody_answers_is_given_up_after_its_patience(void **state)
{
	struct fixture *f = *state;
	struct claimed claimed;

	add_item(f, 1, 1);
	fixture_pass(f, HOUR + SECOND);
	tick(f, &got);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 0);
	ask(f, &got, LEDGER_QUERY_WHY, "https://example.org/1", NULL);
	assert_non_null(strstr(got.lines, "it waited too long"));
}

/* The ledger had no room for it, say, and it does not come again. */
static void an_answer_that_was_lost_is_asked_for_again(void **state)
{
	struct fixture *f = *state;
	struct claimed claimed;

	add_item(f, 1, 1);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 1);
	fixture_pass(f, HOUR / 2 + SECOND);
	tick(f, &got);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 1);
	assert_int_equal(claimed.at[0].attempt, 2);
}

static void a_frame_of_another_item_is_no_verdict(void **state)
{
	struct fixture *f = *state;
	struct claimed claimed;

	add_item(f, 1, 1);
	claim_questions(f, &claimed);
	give_answer(f, &claimed, 7, 1);
	assert_int_equal(got.reply.error.status, NW_BAD_INPUT);
	give_failure(f, &claimed, LEDGER_ANSWER_NEVER, -1);
	assert_true(status_says(f, "\"given_up\":1"));
}

static void what_is_clear_is_not_asked_and_why_says_so(void **state)
{
	struct fixture *f = *state;
	struct claimed claimed;

	remotes[0].ask = LEDGER_ASK_NEAR;
	remotes[0].near_from = 0.2;
	remotes[0].near_to = 0.7; /* the item has 0.8 */
	add_item(f, 1, 1);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 0);
	ask(f, &got, LEDGER_QUERY_WHY, "https://example.org/1", NULL);
	assert_non_null(strstr(got.lines, "from 0.20 to 0.70"));
	remotes[0].near_to = 0.8;
	add_item(f, 2, 1);
	claim_questions(f, &claimed);
	assert_int_equal(claimed.count, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_verdict_alerts_once_and_ends_the_question),
		TEST(a_question_under_way_is_asked_again_after_a_restart),
		TEST(an_answer_about_another_text_changes_nothing),
		TEST(classifiers_judge_an_item_one_after_the_other),
		TEST(an_item_that_lost_its_verdict_gets_it_without_asking),
		TEST(three_failures_end_a_question_and_rest_the_classifier),
		TEST(retry_after_is_heeded_by_all_questions),
		TEST(a_refusal_is_no_failure_of_the_classifier),
		TEST(a_budget_lasts_over_restarts_until_the_next_hour),
		TEST(whom_nobody_answers_is_given_up_after_its_patience),
		TEST(an_answer_that_was_lost_is_asked_for_again),
		TEST(a_frame_of_another_item_is_no_verdict),
		TEST(what_is_clear_is_not_asked_and_why_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
