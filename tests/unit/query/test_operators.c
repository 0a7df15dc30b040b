/* SPDX-License-Identifier: Apache-2.0 */
/* The operators that count and narrow, and queries that use each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <newswatch/query.h>
#include <stdio.h>

enum { ARENA = 64 * 1024 * 1024, IMAGE = 16 * 1024 * 1024 };

static const char *const title = "Oil price. Gas price falls";
static const char *const body =
	"Oil depots burn. The oil was gone, said one owner of oil depots. "
	"Nobody talks of gas. Talks of gas end.";

struct answer {
	struct nw_buf words; /* every mistake, a line each */
	uint32_t query;	     /* the last that matched, UINT32_MAX none */
	uint32_t span_count;
	struct nw_span spans[64];
};

static void note_problem(void *arg, const struct nw_query_problem *problem)
{
	struct answer *answer = arg;

	if (problem->warning)
		return;
	nw_buf_add_fmt(&answer->words, "%u@%u+%u: %s\n", problem->query,
		       problem->offset, problem->length, problem->text);
}

static void note_hit(void *arg, const struct nw_query_hit *hit)
{
	struct answer *answer = arg;

	answer->query = hit->query;
	answer->span_count = hit->span_count;
	memcpy(answer->spans, hit->spans,
	       hit->span_count * sizeof(hit->spans[0]));
}

/* Puts a set to a document; `answer` is what became of its last match. */
static void ask_set(const struct nw_query_text *rows, size_t count,
		    const char *head, const char *text, struct answer *answer)
{
	struct nw_arena *arena NW_AUTO(nw_arena_free) = nw_arena_new(ARENA);
	struct nw_queries *queries NW_AUTO(nw_queries_close) = NULL;
	struct nw_buf image NW_AUTO(nw_buf_fini) = { 0 };
	struct nw_item item = { .size = sizeof(item),
				.title = nw_str_from(head),
				.content = nw_str_from(text),
				.language = NW_STR("en") };
	struct nw_doc *doc = NULL;
	struct nw_error err;

	nw_buf_init(&answer->words, 65536);
	answer->query = UINT32_MAX;
	nw_buf_init(&image, IMAGE);
	if (nw_query_compile(rows, count, &image, note_problem, answer, &err) !=
	    NW_OK)
		return;
	assert_int_equal(nw_queries_open(nw_buf_str(&image), &queries, &err),
			 NW_OK);
	assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
	assert_int_equal(nw_queries_match(queries, doc, NULL, arena, note_hit,
					  answer, &err),
			 NW_OK);
}

static void ask(const char *query, struct answer *answer)
{
	struct nw_query_text row = { NW_STR("q"), nw_str_from(query) };

	ask_set(&row, 1, title, body, answer);
}

struct question {
	const char *query;
	bool matches;
};

static void put(const struct question *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct answer answer;

		ask(cases[i].query, &answer);
		if (answer.words.len || (answer.query == 0) != cases[i].matches)
			fail_msg("%s should%s match %s", cases[i].query,
				 cases[i].matches ? "" : " not",
				 answer.words.at ? answer.words.at : "");
		nw_buf_fini(&answer.words);
	}
}

#define PUT(cases) put(cases, sizeof(cases) / sizeof((cases)[0]))

static void atleast_counts_occurrences_that_share_no_word(void **s)
{
	static const struct question cases[] = {
		{ "ATLEAST/4 oil", true },
		{ "ATLEAST/5 oil", false },
		{ "ATLEAST4 oil", true },
		{ "ATLEAST/1 tea", false },
		{ "ATLEAST/3 title:price", false },
		{ "ATLEAST/2 title:price", true },
		{ "title:(ATLEAST/2 price)", true },
		{ "ATLEAST/2 \"oil depot*\"", true },
		{ "ATLEAST/3 \"oil depot*\"", false },
		{ "ATLEAST/4 (oil OR \"oil depots\")", true },
		{ "ATLEAST/5 (oil OR \"oil depots\" OR depots)", true },
		{ "ATLEAST/7 (oil OR \"oil depots\" OR depots)", false },
		{ "ATLEAST/2 depot*", true },
		{ "ATLEAST/2 (talks NEAR/1 gas)", true },
		{ "ATLEAST/3 (talks NEAR/1 gas)", false },
		{ "NOT ATLEAST/2 talks AND gas", false },
		{ "NOT ATLEAST/3 talks AND gas", true },
	};

	(void)s;
	PUT(cases);
}

static void sentence_looks_at_each_sentence_alone(void **s)
{
	static const struct question cases[] = {
		{ "SENTENCE(oil gone owner)", true },
		{ "SENTENCE(oil burn)", true },
		{ "SENTENCE(burn owner)", false },
		{ "SENTENCE (nobody talks)", true },
		{ "SENTENCE(oil AND price)", true },
		{ "SENTENCE(oil AND falls)", false },
		{ "SENTENCE(talks NOT nobody)", true },
		{ "SENTENCE(gas NOT (talks OR price))", false },
		{ "SENTENCE(ATLEAST/2 oil)", true },
		{ "SENTENCE(ATLEAST/3 oil)", false },
		{ "SENTENCE(depots NEAR/9 gone)", true },
		{ "burn NEAR/1 oil", true },
		{ "SENTENCE(burn NEAR/1 the)", false },
		{ "SENTENCE(\"burn the\")", false },
		{ "SENTENCE(\"gone oil\"~9)", true },
		{ "SENTENCE(\"gone burn\"~9)", false },
		{ "title:SENTENCE(gas price)", true },
		{ "body:SENTENCE(gas price)", false },
		{ "SENTENCE(lead:oil AND SENTENCE(owner))", true },
		{ "SENTENCE(SCORE>=2{1 oil}) gas", true },
		{ "SENTENCE(SCORE>=3{1 oil}) gas", false },
		{ "gas NOT SENTENCE(oil gas)", true },
		{ "gas NOT SENTENCE(talks gas)", false },
	};

	(void)s;
	PUT(cases);
}

static void score_sums_weights_over_occurrences(void **s)
{
	static const struct question cases[] = {
		{ "SCORE>=4{1 oil}", true },
		{ "SCORE>=5{1 oil}", false },
		{ "SCORE >= 8 { 2 oil }", true },
		{ "SCORE>=4.5{1 oil 0.25 gas}", true },
		{ "SCORE>=5{1 oil 0.25 gas}", false },
		{ "SCORE>=3{1 oil -1 gas}", false },
		{ "SCORE>=1{1 oil -1 gas}", true },
		{ "SCORE>=2{1 oil -1 gas}", false },
		{ "SCORE>=5{1 oil +.5 gas}", false },
		{ "SCORE>=6{3 \"oil depot*\"}", true },
		{ "SCORE>=7{3 \"oil depot*\"}", false },
		{ "SCORE>=4{2 (talks NEAR/1 gas) 1 tea}", true },
		{ "SCORE>=2{1 title:price 1 body:price}", true },
		{ "SCORE>=3{1 title:price 1 body:price}", false },
		{ "title:SCORE>=2{1 price}", true },
		{ "SCORE>=6{1 (oil OR gas OR talks) -2 title:oil -1 tea}",
		  true },
		{ "tea OR SCORE>=2{1 price}", true },
		{ "SCORE>=1{/* none */ 1 tea /* there */}", false },
	};
	struct answer answer;

	(void)s;
	ask("SCORE>=5{1 oil +.5 gas}", &answer);
	assert_non_null(strstr(answer.words.at, "expected a weight"));
	nw_buf_fini(&answer.words);
	put(cases, 8);
	put(cases + 9, sizeof(cases) / sizeof(cases[0]) - 9);
}

static void a_phrase_with_slop_takes_any_order_and_n_words_more(void **s)
{
	static const struct question cases[] = {
		{ "\"owner oil\"~1", true },
		{ "\"oil owner\"~1", true },
		{ "\"owner oil\"~0", false },
		{ "\"depots oil\"~0", true },
		{ "\"gone oil\"~1", true },
		{ "\"gone oil the\"~1", true },
		{ "\"gone oil the\"~0", false },
		{ "\"oil oil\"~3", true },
		{ "\"oil oil\"~2", false },
		{ "\"oil oi*\"~2", false },
		{ "\"oi* oi* oi*\"~10", true },
		{ "\"price oil\"~9", true },
		{ "title:\"price oil price\"~9", true },
		{ "title:\"price oil oil\"~9", false },
		{ "\"falls burn\"~9", false }, /* over the border */
		{ "\"owner oil\"~1 NEAR/0 depots", true },
		{ "\"owner oil\"~1 NEAR/0 one", true },
		{ "\"owner oil\"~1 NEAR/0 burn", false },
		{ "\"depots Oil\"~0c", true },
		{ "\"depots OIL\"~0c", false },
		{ "\"oil\"~3", true },
	};
	struct answer answer;

	(void)s;
	PUT(cases);
	ask("\"owner oil\"~1", &answer);
	assert_int_equal(answer.span_count, 2);
	assert_memory_equal(body + answer.spans[0].from, "owner", 5);
	assert_memory_equal(body + answer.spans[1].from, "oil", 3);
	nw_buf_fini(&answer.words);
}

static void spans_of_counted_words_are_the_words(void **s)
{
	struct answer answer;

	(void)s;
	ask("SENTENCE(oil gone)", &answer);
	assert_int_equal(answer.span_count, 3);
	assert_memory_equal(body + answer.spans[1].from, "gone", 4);
	nw_buf_fini(&answer.words);
	ask("SCORE>=1{1 talks -1 nobody}", &answer);
	assert_int_equal(answer.span_count, 2);
	assert_memory_equal(body + answer.spans[0].from, "talks", 5);
	nw_buf_fini(&answer.words);
	ask("ATLEAST/2 \"oil depots\"", &answer);
	assert_int_equal(answer.span_count, 2);
	nw_buf_fini(&answer.words);
}

static void a_named_query_stands_for_its_text_in_parentheses(void **s)
{
	static const struct nw_query_text rows[] = {
		{ NW_STR("fuel"), NW_STR("oil OR gas") },
		{ NW_STR("two words"), NW_STR("price OR @fuel") },
		{ NW_STR("near"), NW_STR("tea OR @fuel NEAR/1 tea") },
		{ NW_STR("last"),
		  NW_STR("@\"two words\" title:@fuel ATLEAST/3 @fuel NOT "
			 "@near") },
	};
	struct answer answer;

	(void)s;
	ask_set(rows, 4, title, body, &answer);
	assert_null(answer.words.at);
	assert_int_equal(answer.query, 3);
	nw_buf_fini(&answer.words);
}

static void says(const struct nw_query_text *rows, size_t count,
		 const char *words)
{
	struct answer answer;

	ask_set(rows, count, title, body, &answer);
	if (!answer.words.at || !strstr(answer.words.at, words))
		fail_msg("expected \"%s\" in: %s", words,
			 answer.words.at ? answer.words.at : "nothing");
	nw_buf_fini(&answer.words);
}

static void unknown_names_and_cycles_are_refused(void **s)
{
	struct nw_query_text rows[] = {
		{ NW_STR("fuel"), NW_STR("oil OR gas") },
		{ NW_STR("war"), NW_STR("missile @fule") },
	};

	(void)s;
	says(rows, 2, "1@8+5: there is no query 'fule'; did you mean \"fuel\"");
	rows[1].text = nw_str_from("missile @war");
	says(rows, 2, "1@8+4: 'war' comes back to itself");
	rows[0].text = nw_str_from("@war");
	rows[1].text = nw_str_from("missile @fuel");
	says(rows, 2, "1@8+5: in 'fuel' at 1:1: 'war' comes back to itself");
	rows[0].text = nw_str_from("oil AND NOT");
	says(rows, 2, "1@8+5: in 'fuel' at 1:12: expected a word");
	rows[0].text = nw_str_from("title:oil");
	rows[1].text = nw_str_from("body:@fuel");
	says(rows, 2, "1@5+5: in 'fuel' at 1:1: 'title:' inside another field");
}

/* a: @b @b, b: @c @c, ... would be 2^20 words. */
static void what_a_name_stands_for_counts_against_the_limits(void **s)
{
	struct nw_query_text rows[20];
	char names[20][8], texts[20][20];

	(void)s;
	for (int i = 0; i < 20; i++) {
		snprintf(names[i], sizeof(names[i]), "n%d", i);
		snprintf(texts[i], sizeof(texts[i]),
			 i == 19 ? "oil" : "@n%d @n%d", i + 1, i + 1);
		rows[i].name = nw_str_from(names[i]);
		rows[i].text = nw_str_from(texts[i]);
	}
	says(rows, 20, "257 uses of @name, and the limit query-uses is 256");
}

static void comments_are_skipped_and_braces_mean_exact_case(void **s)
{
	static const struct question cases[] = {
		{ "talks /* of */ gas", true },
		{ "talks <<< tea >>> gas", true },
		{ "{Talks} gas", true },
		{ "{TALKS} gas", false },
		{ "SCORE>=1{1 {Talks}}", true },
		{ "SCORE>=2{1 {Talks}}", false },
	};

	(void)s;
	PUT(cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(atleast_counts_occurrences_that_share_no_word),
		cmocka_unit_test(sentence_looks_at_each_sentence_alone),
		cmocka_unit_test(score_sums_weights_over_occurrences),
		cmocka_unit_test(
			a_phrase_with_slop_takes_any_order_and_n_words_more),
		cmocka_unit_test(spans_of_counted_words_are_the_words),
		cmocka_unit_test(
			a_named_query_stands_for_its_text_in_parentheses),
		cmocka_unit_test(unknown_names_and_cycles_are_refused),
		cmocka_unit_test(
			what_a_name_stands_for_counts_against_the_limits),
		cmocka_unit_test(
			comments_are_skipped_and_braces_mean_exact_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
