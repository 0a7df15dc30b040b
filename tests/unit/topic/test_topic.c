/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/growth.h"

#include <newswatch/topic.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA = 64 * 1024 * 1024 };

static const char *const floods =
	"topic: floods\n"
	"description: Rivers over their banks.\n"
	"languages:\n"
	"  en:\n"
	"    words: {shores: [coast*, sea wall], hit: ['@shores NEAR/2 "
	"gone']}\n"
	"    terms:\n"
	"      1.0: [flash flood*, inundat*, '@shores NEAR/3 (lost OR @hit)']\n"
	"      0.7: [flood*, river, river NEAR/4 banks]\n"
	"    meet:\n"
	"      - weight: 1.0\n"
	"        within: 4\n"
	"        any: [dam, levee*]\n"
	"        with: [burst, breach*]\n"
	"    against:\n"
	"      0.5: [insurance]\n"
	"    cancel: [flood of, floodlight*, mock NEAR/2 dam]\n"
	"    examples:\n"
	"      must: [A flash flood hit the valley.]\n"
	"      must_not: [A flash of light.]\n";

struct heard {
	struct nw_topic_verdict verdict;
	struct nw_span spans[32];
	int calls;
};

static void hear(void *arg, const struct nw_topic_verdict *verdict)
{
	struct heard *h = arg;

	h->calls++;
	h->verdict = *verdict;
	memcpy(h->spans, verdict->topic.spans,
	       verdict->topic.span_count * sizeof(h->spans[0]));
}

static struct nw_topics *compile(const char *text)
{
	struct nw_topic_file file = { NW_STR("floods.yaml"),
				      nw_str_from(text) };
	struct nw_topics *topics = NULL;
	struct nw_error err;

	if (nw_topics_compile(&file, 1, NULL, NULL, &topics, &err) != NW_OK)
		fail_msg("%s", err.text);
	return topics;
}

static void classify_as(const char *language, const char *title,
			const char *text, struct heard *h)
{
	struct nw_topics *topics NW_AUTO(nw_topics_free) = compile(floods);
	struct nw_arena *arena NW_AUTO(nw_arena_free) = nw_arena_new(ARENA);
	struct nw_item item = { .size = sizeof(item),
				.title = nw_str_from(title),
				.content = nw_str_from(text),
				.language = nw_str_from(language) };
	struct nw_doc *doc = NULL;
	struct nw_error err;

	*h = (struct heard){ 0 };
	assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
	assert_int_equal(nw_topics_classify(topics, doc, arena, hear, h, &err),
			 NW_OK);
	assert_int_equal(h->calls, 1);
}

static double score(const char *title, const char *text)
{
	struct heard h;

	classify_as("en-GB", title, text, &h);
	assert_int_equal(h.verdict.no_opinion, 0);
	return h.verdict.topic.score;
}

static const char *const filler =
	"The council met on Monday. It spoke of schools. It spoke of roads. "
	"A bus line will be longer. The budget was passed. The mayor thanked "
	"all members. ";

static void a_subject_passes_and_a_late_mention_does_not(void **s)
{
	char text[1024];

	(void)s;
	snprintf(text, sizeof(text), "%sA flash flood was named too.", filler);
	assert_true(score("", "A flash flood hit the valley.") >= 0.5);
	assert_true(score("Flash flood hits valley", filler) >= 0.5);
	assert_true(score("Council meets", text) < 0.5);
	assert_true(score("Council meets", text) > 0);
	assert_true(score("Council meets", filler) == 0);
}

static void more_evidence_never_lowers_the_score(void **s)
{
	double one = score("", "The river rose.");
	double two = score("", "The river rose and the flood came.");
	double three = score("River", "The river rose and the flood came.");

	(void)s;
	assert_true(one < two && two < three && three < 1);
}

static void cancelled_words_do_not_count_and_others_do(void **s)
{
	(void)s;
	assert_true(score("", "A flood of letters came.") == 0);
	assert_true(score("", "Floodlights went on.") == 0);
	assert_true(
		score("", "A flood of letters came after the flash flood.") >=
		0.5);
	assert_true(score("", "The dam burst.") >= 0.5);
	assert_true(score("", "The mock dam burst.") == 0);
	/* what is left are two words of one side, which have met nobody */
	assert_true(score("", "The mock dam burst, a breach to cheer.") == 0);
}

static void what_speaks_against_lowers_the_score(void **s)
{
	(void)s;
	assert_true(score("", "Insurance against a flash flood.") <
		    score("", "Cover against a flash flood."));
}

static void words_that_several_terms_find_count_once(void **s)
{
	(void)s;
	/* "flash flood" and "flood" share a word */
	assert_true(score("", "A flash flood.") == 0.5);
}

static void a_name_stands_for_its_list_of_words(void **s)
{
	(void)s;
	assert_true(score("", "The sea wall was lost.") >= 0.5);
	assert_true(score("", "Coasts lost ground.") >= 0.5);
	assert_true(score("", "The wall was lost.") == 0);
}

static void a_language_without_terms_has_no_opinion(void **s)
{
	struct heard h;

	(void)s;
	classify_as("de", "", "Eine flash flood.", &h);
	assert_int_equal(h.verdict.no_opinion, 1);
}

static void evidence_names_the_words(void **s)
{
	const char *text = "Rain fell, and a flash flood hit the river town.";
	struct heard h;

	(void)s;
	classify_as("en", "The dam burst", text, &h);
	assert_int_equal(h.verdict.topic.span_count, 4);
	assert_int_equal(h.spans[0].field, NW_FIELD_TITLE);
	assert_memory_equal(text + h.spans[2].from, "flash flood", 11);
	assert_memory_equal(text + h.spans[3].from, "river", 5);
}

struct told {
	struct nw_buf lines;
	unsigned errors;
};

static void remember(void *arg, const struct nw_topic_problem *problem)
{
	struct told *told = arg;

	told->errors += !problem->warning;
	nw_buf_add_fmt(&told->lines, "%s\n", problem->text);
}

static void mistakes_name_file_line_and_column(void **s)
{
	static const char *const text = "topic: Floods\n"
					"languages:\n"
					"  en:\n"
					"    term:\n"
					"    terms:\n"
					"      lots: [x]\n"
					"      1.0:\n"
					"        - good\n"
					"        - (river OR\n"
					"        - NOT dry\n"
					"        - '@shore NEAR wet'\n";
	struct nw_topic_file file = { NW_STR("x.yaml"), nw_str_from(text) };
	struct nw_topics *topics = NULL;
	struct told told = { 0 };
	struct nw_error err;

	(void)s;
	nw_buf_init(&told.lines, 65536);
	assert_int_equal(
		nw_topics_compile(&file, 1, remember, &told, &topics, &err),
		NW_BAD_CONFIG);
	assert_null(topics);
	assert_non_null(strstr(told.lines.at, "x.yaml:1:8: topic: expected"));
	assert_non_null(strstr(told.lines.at, "x.yaml:4:5: "));
	assert_non_null(strstr(told.lines.at, "did you mean \"terms\"?"));
	assert_non_null(strstr(told.lines.at, "x.yaml:6:7: "));
	assert_non_null(strstr(told.lines.at, "x.yaml:9:11: "));
	assert_non_null(strstr(told.lines.at, "x.yaml:11:11: "));
	assert_non_null(strstr(told.lines.at, "no 'words:' of the name "
					      "'shore'"));
	nw_buf_fini(&told.lines);
}

struct tally {
	unsigned run, must, failed;
	char first[512];
};

static void count_example(void *arg, const struct nw_topic_example *e)
{
	struct tally *t = arg;

	t->run++;
	t->must += e->must;
	if (!e->passed && t->failed++ == 0)
		snprintf(t->first, sizeof(t->first), "%.*s:%u: %.*s %.*s",
			 NW_FMT(e->topic), e->line, NW_FMT(e->title),
			 NW_FMT(e->text));
}

static void load_shipped(const char *name, struct nw_buf *out)
{
	char path[4096], block[4096];
	size_t got;
	FILE *f;

	snprintf(path, sizeof(path), "%s/etc/topics/%s", getenv("NW_SRC"),
		 name);
	f = fopen(path, "rb");
	if (!f)
		fail_msg("cannot read %s", path);
	while ((got = fread(block, 1, sizeof(block), f)) > 0)
		nw_buf_add(out, block, got);
	fclose(f);
}

static void all_examples_of_the_shipped_topics_pass(void **s)
{
	static const char *const names[] = { "diplomacy.yaml", "sanctions.yaml",
					     "strikes.yaml" };
	struct nw_arena *arena NW_AUTO(nw_arena_free) = nw_arena_new(ARENA);
	struct nw_topics *topics NW_AUTO(nw_topics_free) = NULL;
	struct nw_topic_file files[3];
	struct nw_buf texts[3];
	struct tally tally = { 0 };
	struct nw_error err;

	(void)s;
	if (!getenv("NW_SRC"))
		skip();
	for (int i = 0; i < 3; i++) {
		nw_buf_init(&texts[i], 1 << 20);
		load_shipped(names[i], &texts[i]);
		files[i].name = nw_str_from(names[i]);
		files[i].text = nw_buf_str(&texts[i]);
	}
	if (nw_topics_compile(files, 3, NULL, NULL, &topics, &err) != NW_OK)
		fail_msg("%s", err.text);
	for (int i = 0; i < 3; i++)
		nw_buf_fini(&texts[i]);
	assert_int_equal(
		nw_topics_examples(topics, arena, count_example, &tally, &err),
		NW_OK);
	assert_true(tally.must >= 60 && tally.run - tally.must >= 60);
	if (tally.failed)
		fail_msg("%u of %u fail, first %s", tally.failed, tally.run,
			 tally.first);
}

/* `terms` cancelling terms over the same 64 words; the time it takes. */
static double cancel_ms(int terms)
{
	enum { WORDS = 64, EACH = 3 };
	static const char *const heads[EACH] = {
		"    terms:\n      1.0:\n",
		"    against:\n      1.0:\n",
		"    cancel:\n",
	};
	NW_AUTO(nw_buf_fini) struct nw_buf yaml = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(ARENA);
	NW_AUTO(nw_topics_free) struct nw_topics *topics = NULL;
	struct nw_topic_file file = { .name = NW_STR("hostile.yaml") };
	struct nw_item item = { .size = sizeof(item),
				.language = NW_STR("en") };
	struct heard h = { 0 };
	struct nw_doc *doc = NULL;
	struct nw_error err;

	nw_buf_init(&yaml, 1 << 20);
	nw_buf_init(&text, 1 << 20);
	nw_buf_add_text(&yaml, "topic: t\nlanguages:\n  en:\n");
	for (int part = 0; part < EACH; part++) {
		nw_buf_add_text(&yaml, heads[part]);
		for (int i = 0; i < terms; i++)
			nw_buf_add_fmt(&yaml, "      - flood OR w%d\n", i);
	}
	for (int i = 0; i < WORDS; i++)
		nw_buf_add_text(&text, "flood water. ");
	file.text = nw_buf_str(&yaml);
	item.content = nw_buf_str(&text);
	assert_int_equal(nw_topics_compile(&file, 1, NULL, NULL, &topics, &err),
			 NW_OK);
	assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
	double from = cpu_ms();
	assert_int_equal(nw_topics_classify(topics, doc, arena, hear, &h, &err),
			 NW_OK);
	from = cpu_ms() - from;
	assert_true(h.verdict.topic.score == 0);
	return from;
}

/* Each of 77,000 finds with each is 10^9. */
static void a_hostile_item_is_cancelled_in_linear_time(void **s)
{
	(void)s;
	double little = cancel_ms(33), much = cancel_ms(400);
	assert_true(is_linear(little, much, 12));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_subject_passes_and_a_late_mention_does_not),
		cmocka_unit_test(more_evidence_never_lowers_the_score),
		cmocka_unit_test(cancelled_words_do_not_count_and_others_do),
		cmocka_unit_test(what_speaks_against_lowers_the_score),
		cmocka_unit_test(words_that_several_terms_find_count_once),
		cmocka_unit_test(a_name_stands_for_its_list_of_words),
		cmocka_unit_test(a_language_without_terms_has_no_opinion),
		cmocka_unit_test(evidence_names_the_words),
		cmocka_unit_test(a_hostile_item_is_cancelled_in_linear_time),
		cmocka_unit_test(mistakes_name_file_line_and_column),
		cmocka_unit_test(all_examples_of_the_shipped_topics_pass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
