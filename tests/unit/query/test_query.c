/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "query/lang.h"
#include <newswatch/query.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA = 64 * 1024 * 1024, IMAGE = 64 * 1024 * 1024 };

/* The title and body that the questions below are put to. */
static const char *const title = "Drones hit refinery near Kyiv";
static const char *const body =
	"The refinery's owner said three people were hurt. Talks go on in "
	"Geneva. U.S. envoys told us that AI, and the word ai, have nothing "
	"to do with it. Its air-defence unit was asleep.";

struct told {
	struct nw_buf words;
	uint32_t offset, length;
	int errors, warnings;
};

static void remember(void *arg, const struct nw_query_problem *problem)
{
	struct told *told = arg;

	if (!told->errors) {
		told->offset = problem->offset;
		told->length = problem->length;
	}
	told->errors += !problem->warning;
	told->warnings += problem->warning;
	nw_buf_add_fmt(&told->words, "%s\n", problem->text);
}

static void count_hit(void *arg, const struct nw_query_hit *hit)
{
	struct nw_query_hit *kept = arg;
	static struct nw_span spans[64];

	*kept = *hit;
	memcpy(spans, hit->spans, hit->span_count * sizeof(spans[0]));
	kept->spans = spans;
}

static struct nw_doc *make_doc(struct nw_arena *arena, const char *head,
			       const char *text)
{
	struct nw_item *item = nw_arena_new_of(arena, struct nw_item);
	struct nw_doc *doc = NULL;
	struct nw_error err;

	item->size = sizeof(*item);
	item->title = nw_str_from(head);
	item->content = nw_str_from(text);
	item->language = nw_str_from("en");
	assert_int_equal(nw_doc_make(item, arena, &doc, &err), NW_OK);
	return doc;
}

/* Compiles one query and puts it to one document; kept->query is 1 on none. */
static void ask(const char *text, const char *head, const char *content,
		struct nw_query_hit *kept)
{
	struct nw_query_text row = { nw_str_from("q"), nw_str_from(text) };
	struct nw_arena *arena NW_AUTO(nw_arena_free) = nw_arena_new(ARENA);
	struct nw_queries *queries NW_AUTO(nw_queries_close) = NULL;
	struct nw_buf image NW_AUTO(nw_buf_fini);
	struct nw_error err;

	kept->query = 1;
	nw_buf_init(&image, IMAGE);
	if (nw_query_compile(&row, 1, &image, NULL, NULL, &err) != NW_OK)
		fail_msg("%s: %s", text, err.text);
	assert_int_equal(nw_queries_open(nw_buf_str(&image), &queries, &err),
			 NW_OK);
	assert_int_equal(nw_queries_match(queries,
					  make_doc(arena, head, content), NULL,
					  arena, count_hit, kept, &err),
			 NW_OK);
}

static bool matches(const char *text)
{
	struct nw_query_hit kept;

	ask(text, title, body, &kept);
	return kept.query == 0;
}

static void every_operator_means_what_the_manual_says(void **s)
{
	static const struct {
		const char *query;
		bool matches;
	} cases[] = {
		{ "refinery AND geneva", true },
		{ "refinery geneva", true },
		{ "refinery and geneva", true }, /* "and" stands there too */
		{ "refinery near geneva", true },
		{ "bahamas OR geneva", true },
		{ "geneva NOT talks", false },
		{ "geneva AND NOT lunch", true },
		{ "geneva -talks", false },
		{ "geneva -(talks OR lunch)", false },
		{ "lunch OR refinery AND talks", true },
		{ "(lunch OR refinery) AND lunch", false },
		{ "NOT lunch AND talks", true },
		{ "\"three people\"", true },
		{ "\"people three\"", false },
		{ "\"refinery owner\"", true }, /* the possessive is dropped */
		{ "\"three peop*\"", true },
		{ "drone*", true },
		{ "dro?es", true },
		{ "dro?s", false },
		{ "air-defence", true },
		{ "\"air defence\"", true },
		{ "hurt NEAR/0 were", true },
		{ "three NEAR/2 hurt", true },
		{ "three NEAR/1 hurt", false },
		{ "hurt NEAR/2 three", true },
		{ "hurt ONEAR/2 three", false },
		{ "three NEAR/2f hurt", true },
		{ "three NEAR hurt", true },
		{ "(lunch OR \"three peop*\") NEAR/1 hurt", true },
		{ "(three NEAR/0 people) NEAR/1 hurt", true },
		{ "title:refinery", true },
		{ "title:talks", false },
		{ "body:talks", true },
		{ "body:kyiv", false },
		{ "lead:talks", true },
		{ "lead:asleep", false },
		{ "title:(drones AND NOT talks)", true },
		{ "\"kyiv the refinery\"", false }, /* over the border */
		{ "kyiv NEAR/5 owner", false },
		{ "\"AI\"c", true },
		{ "\"Ai\"c", false },
		{ "talks /* a comment */ geneva", true },
		{ "“three people” geneva", true },
		{ "NOT NOT geneva", true },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (matches(cases[i].query) != cases[i].matches)
			fail_msg("%s should%s match", cases[i].query,
				 cases[i].matches ? "" : " not");
	}
}

static void a_pointed_abbreviation_is_not_the_pronoun(void **s)
{
	struct nw_query_hit kept;

	(void)s;
	ask("U.S.", "", "The U.S. envoy left.", &kept);
	assert_int_equal(kept.query, 0);
	ask("U.S.", "", "The envoy told us nothing.", &kept);
	assert_int_equal(kept.query, 1);
	ask("\"the u.s envoy\"", "", "The U.S. envoy left.", &kept);
	assert_int_equal(kept.query, 0);
	ask("\"US\"c", "", "The US envoy left us.", &kept);
	assert_int_equal(kept.span_count, 1);
	ask("us", "", "The U.S. envoy left.", &kept);
	assert_int_equal(kept.query, 1);
}

static void between_words_an_abbreviation_counts_its_letters(void **s)
{
	static const struct {
		const char *query;
		bool matches;
	} cases[] = {
		{ "in NEAR/3 envoy", true },	 { "in NEAR/2 envoy", false },
		{ "the NEAR/0 U.S.", true },	 { "U.S. NEAR/0 envoy", true },
		{ "left NEAR/0 and", true },	 { "left NEAR/6 stayed", true },
		{ "left NEAR/5 stayed", false },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nw_query_hit kept;

		ask(cases[i].query, "The U.N.",
		    "In the U.S. envoy left and U.N. and z.B. stayed.", &kept);
		if ((kept.query == 0) != cases[i].matches)
			fail_msg("%s", cases[i].query);
	}
}

static void spans_are_the_words_in_the_order_of_the_text(void **s)
{
	struct nw_query_hit kept;
	const char *text = "Talks failed. New talks on gas begin.";

	(void)s;
	ask("gas AND (talks OR lunch) NOT war", "Gas", text, &kept);
	assert_int_equal(kept.query, 0);
	assert_int_equal(kept.span_count, 4);
	assert_int_equal(kept.spans[0].field, NW_FIELD_TITLE);
	assert_int_equal(kept.spans[0].to, 3);
	assert_int_equal(kept.spans[1].field, NW_FIELD_BODY);
	assert_int_equal(kept.spans[1].from, 0);
	assert_memory_equal(text + kept.spans[2].from, "talks", 5);
	assert_memory_equal(text + kept.spans[3].from, "gas", 3);
	ask("talks NEAR/1 gas", "", text, &kept);
	assert_int_equal(kept.span_count, 2);
	assert_memory_equal(text + kept.spans[0].from, "talks", 5);
}

static void compile_told(const char *text, struct told *told)
{
	struct nw_query_text row = { nw_str_from("q"), nw_str_from(text) };
	struct nw_buf image NW_AUTO(nw_buf_fini);
	struct nw_error err;
	enum nw_status status;

	nw_buf_init(&image, IMAGE);
	status = nw_query_compile(&row, 1, &image, remember, told, &err);
	assert_int_equal(status, told->errors ? NW_BAD_CONFIG : NW_OK);
	if (status != NW_OK)
		assert_int_equal(image.len, 0);
}

static void mistakes_say_where_and_what_was_expected(void **s)
{
	static const struct {
		const char *query;
		uint32_t offset, length;
		const char *words;
	} cases[] = {
		{ "", 0, 1, "empty" },
		{ "a (b OR c", 2, 1, "never closed: expected ')'" },
		{ "a) b", 1, 1, "')' has no beginning" },
		{ "a AND OR b", 6, 2, "expected a word" },
		{ "gas AND", 7, 1, "before the end" },
		{ "\"gas", 0, 1, "never closed" },
		{ "-gas", 0, 4, "nothing here must be present" },
		{ "a OR NOT b", 0, 10, "nothing here must be present" },
		{ "(a AND b) NEAR c", 0, 9, "AND cannot stand inside NEAR" },
		{ "gas NEAR/x oil", 4, 6, "0 to 100" },
		{ "gas NEAR/101 oil", 4, 8, "0 to 100" },
		{ "gas && oil", 4, 2, "write AND" },
		{ "gas | oil", 4, 1, "write OR" },
		{ "site:example.org/gas", 5, 15, "expected a domain" },
		{ "gas NEAR site:example.org", 9, 16, "outside of NEAR" },
		{ "gas NEAR (oil OR lang:en)", 17, 7, "outside of NEAR" },
		{ "age<2d", 0, 6, "nothing here must be present" },
		{ "gas OR age<2d", 0, 13, "nothing here must be present" },
		{ "NOT lang:en", 0, 11, "nothing here must be present" },
		{ "gas age:2d", 8, 2, "expected an age" },
		{ "gas age<2 d", 7, 2, "expected an age" },
		{ "topic:gas>=7", 6, 6, "a score from 0 to 1" },
		{ "topic:gas<0.5", 6, 7, "a score from 0 to 1" },
		{ "topic:ga*", 6, 3, "wildcards do not stand" },
		{ "country:france", 8, 6, "two letters" },
		{ "lang:\"what they speak\"", 5, 17, "is no language" },
		{ "outlet:\"AI\"c", 7, 5, "words of the text" },
		{ "title:lang:en", 6, 5, "can never match" },
		{ "name:gaz* oil", 5, 4, "without wildcards" },
		{ "~gaz* oil", 0, 5, "without a wildcard" },
		{ "name:~gaz oil", 5, 4, "without ~" },
		{ "url:~gaz oil", 4, 4, "words of the text" },
		{ "name:\"AI\"c oil", 5, 5, "without exact case" },
		{ "titel:gas", 0, 6, "no field 'titel:'" },
		{ "title:body:gas", 6, 5, "can never match" },
		{ "\"gas oil\"~", 9, 1, "how many other words" },
		{ "\"gas oil\"~101", 9, 4, "0 to 100" },
		{ "gas *", 4, 1, "two letters" },
		{ "g*", 0, 2, "two letters" },
		{ "gas /* never", 4, 2, "expected '*/'" },
		{ "gas ...", 4, 3, "no letter or digit" },
		{ "oil @gas", 4, 4, "there is no query 'gas'" },
		{ "oil @", 4, 1, "expected the name of a query" },
		{ "ATLEAST/0 gas", 0, 9, "1 to 1000" },
		{ "ATLEAST gas", 0, 7, "1 to 1000" },
		{ "ATLEAST/2 (gas AND oil)", 10, 13, "AND cannot stand" },
		{ "gas NEAR (ATLEAST/2 oil)", 9, 15, "ATLEAST cannot" },
		{ "gas SENTENCE oil", 4, 8, "expected '(' behind SENTENCE" },
		{ "SENTENCE(gas", 8, 1, "never closed" },
		{ "gas NEAR SENTENCE(oil)", 9, 13, "SENTENCE cannot" },
		{ "SCORE>2{1 gas}", 0, 7, "as in SCORE>=5{" },
		{ "SCORE>=0{1 gas}", 0, 9, "must be over 0" },
		{ "SCORE>=2{gas}", 9, 3, "expected a weight" },
		{ "SCORE>=2{-1 gas}", 0, 16, "never reached" },
		{ "SCORE>=2{1 gas", 0, 9, "expected '}'" },
		{ "SCORE>=2{1 (gas AND oil)}", 11, 13, "AND cannot stand" },
		{ "gas } oil", 4, 1, "'}' has no beginning" },
		{ "gas {oil", 4, 1, "'{' is never closed" },
		{ "gas W/5 oil", 4, 3, "write a NEAR/5 b for 'W/5'" },
		{ "gas \xff", 4, 1, "no UTF-8" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct told told = { 0 };

		nw_buf_init(&told.words, 65536);
		compile_told(cases[i].query, &told);
		if (!told.errors || told.offset != cases[i].offset ||
		    told.length != cases[i].length ||
		    !strstr(told.words.at, cases[i].words))
			fail_msg("%s: at %u+%u: %s", cases[i].query,
				 told.offset, told.length,
				 told.words.at ? told.words.at : "nothing");
		nw_buf_fini(&told.words);
	}
}

static void all_problems_of_all_rows_come_in_one_run(void **s)
{
	struct nw_query_text rows[3] = {
		{ NW_STR("one"), NW_STR("(gas AND && oil") },
		{ NW_STR("two"), NW_STR("gas and oil") },
		{ NW_STR("three"), NW_STR("\n name x:y") },
	};
	struct told told = { 0 };
	struct nw_buf image NW_AUTO(nw_buf_fini);
	struct nw_error err;

	(void)s;
	nw_buf_init(&image, IMAGE);
	nw_buf_init(&told.words, 65536);
	assert_int_equal(
		nw_query_compile(rows, 3, &image, remember, &told, &err),
		NW_BAD_CONFIG);
	assert_int_equal(told.errors, 4);
	assert_int_equal(told.warnings, 1);
	assert_non_null(strstr(err.text, "one: 1:10: "));
	nw_buf_fini(&told.words);
}

static void a_query_that_asks_too_much_is_refused(void **s)
{
	struct nw_buf text NW_AUTO(nw_buf_fini);
	struct told told = { 0 };

	(void)s;
	nw_buf_init(&told.words, 65536);
	nw_buf_init(&text, 1 << 20);
	for (int i = 0; i < 5000; i++)
		nw_buf_add_text(&text, "ab ");
	compile_told(text.at, &told);
	assert_non_null(
		strstr(told.words.at,
		       "5000 words, and the limit query-words is 4096"));
	nw_buf_clear(&text);
	for (int i = 0; i < 20000; i++)
		nw_buf_add_text(&text, "a");
	compile_told(text.at, &told);
	assert_non_null(
		strstr(told.words.at,
		       "20000 bytes, and the limit query-bytes is 16384"));
	nw_buf_clear(&text);
	for (int i = 0; i < 16000; i++)
		nw_buf_add_text(&text, "(");
	compile_told(text.at, &told);
	assert_non_null(strstr(told.words.at,
			       "65 levels, and the limit query-depth is 64"));
	nw_buf_clear(&text);
	for (int i = 0; i < 600; i++)
		nw_buf_add_fmt(&text, "ab%d* ", i);
	compile_told(text.at, &told);
	assert_non_null(strstr(told.words.at,
			       "600 words with wildcards, and the limit "
			       "query-wildcards is 512"));
	nw_buf_clear(&text);
	for (int i = 0; i < 10000; i++)
		nw_buf_add_text(&text, "ab* OR ");
	nw_buf_add_text(&text, "ab");
	compile_told(text.at, &told);
	assert_non_null(strstr(told.words.at, "10000 words with wildcards"));
	nw_buf_clear(&text);
	for (int i = 0; i < 6; i++)
		nw_buf_add_text(&text, "(ab* NEAR/100 ");
	nw_buf_add_text(&text, "cd))))))");
	compile_told(text.at, &told);
	assert_non_null(strstr(told.words.at,
			       "steps an item, and the limit query-steps "
			       "is 65536"));
	nw_buf_clear(&text);
	compile_told("gas OR *", &told);
	assert_non_null(strstr(told.words.at, "0 letters before a wildcard, "
					      "and the limit wildcard-letters "
					      "is 2"));
	nw_buf_fini(&told.words);
}

static void largest_allowed_queries_compile_and_match(void **s)
{
	struct nw_buf text NW_AUTO(nw_buf_fini);
	struct nw_query_hit kept;

	(void)s;
	nw_buf_init(&text, 1 << 20);
	for (int i = 0; i < 4000; i++)
		nw_buf_add_text(&text, i ? " ab" : "ab");
	ask(text.at, "", "ab", &kept);
	assert_int_equal(kept.query, 0);
	nw_buf_clear(&text);
	for (int i = 0; i < 60; i++)
		nw_buf_add_text(&text, "(ab OR x ");
	nw_buf_add_text(&text, "ab");
	for (int i = 0; i < 60; i++)
		nw_buf_add_text(&text, ")");
	ask(text.at, "", "ab", &kept);
	assert_int_equal(kept.query, 0);
}

/* A text of one word is the worst for NEAR within NEAR. */
static void nested_near_over_one_repeated_word_stays_bounded(void **s)
{
	struct nw_buf text NW_AUTO(nw_buf_fini);
	struct nw_query_hit kept;

	(void)s;
	nw_buf_init(&text, 1 << 20);
	for (int i = 0; i < 20000; i++)
		nw_buf_add_text(&text, "ab ");
	ask("((ab NEAR/100 ab) NEAR/100 (ab NEAR/100 ab)) NEAR/100 xy OR ab",
	    "", text.at, &kept);
	assert_int_equal(kept.query, 0);
	assert_int_equal(kept.span_count, 64);
}

static const struct nw_query_text sample[] = {
	{ NW_STR("one"), NW_STR("drone* AND (\"oil depot\" OR \"AI\"c)") },
	{ NW_STR("two"), NW_STR("talks NEAR/3 (geneva OR kyi?) NOT lunch") },
};

static void compile_sample(struct nw_buf *image)
{
	struct nw_error err;

	nw_buf_init(image, IMAGE);
	assert_int_equal(nw_query_compile(sample, 2, image, NULL, NULL, &err),
			 NW_OK);
}

static void any_flipped_byte_makes_an_image_corrupt(void **s)
{
	struct nw_buf image NW_AUTO(nw_buf_fini);
	struct nw_queries *queries = NULL;
	struct nw_error err;

	(void)s;
	compile_sample(&image);
	for (size_t i = 0; i < image.len; i++) {
		image.at[i] ^= 0x20;
		assert_int_equal(
			nw_queries_open(nw_buf_str(&image), &queries, &err),
			NW_CORRUPT);
		image.at[i] ^= 0x20;
	}
	assert_int_equal(nw_queries_open(nw_str_slice(nw_buf_str(&image), 0,
						      image.len - 8),
					 &queries, &err),
			 NW_CORRUPT);
	assert_int_equal(nw_queries_open(nw_buf_str(&image), &queries, &err),
			 NW_OK);
	assert_int_equal(nw_queries_count(queries), 2);
	nw_queries_close(&queries);
}

static void an_empty_set_compiles_and_matches_nothing(void **s)
{
	struct nw_arena *arena NW_AUTO(nw_arena_free) = nw_arena_new(ARENA);
	struct nw_queries *queries NW_AUTO(nw_queries_close) = NULL;
	struct nw_buf image NW_AUTO(nw_buf_fini);
	struct nw_error err;

	(void)s;
	nw_buf_init(&image, IMAGE);
	assert_int_equal(nw_query_compile(NULL, 0, &image, NULL, NULL, &err),
			 NW_OK);
	assert_int_equal(nw_queries_open(nw_buf_str(&image), &queries, &err),
			 NW_OK);
	assert_int_equal(nw_queries_match(queries, make_doc(arena, title, body),
					  NULL, arena, count_hit, NULL, &err),
			 NW_OK);
}

static void a_full_arena_is_a_limit_and_no_answer(void **s)
{
	struct nw_arena *docs NW_AUTO(nw_arena_free) = nw_arena_new(ARENA);
	struct nw_queries *queries NW_AUTO(nw_queries_close) = NULL;
	struct nw_buf image NW_AUTO(nw_buf_fini);
	struct nw_doc *doc = make_doc(docs, title, body);
	struct nw_query_hit kept = { .query = 7 };
	struct nw_error err;

	(void)s;
	compile_sample(&image);
	assert_int_equal(nw_queries_open(nw_buf_str(&image), &queries, &err),
			 NW_OK);
	for (size_t room = 0; room < 2048; room += 64) {
		struct nw_arena *arena NW_AUTO(nw_arena_free) =
			nw_arena_new(room);

		assert_int_equal(nw_queries_match(queries, doc, NULL, arena,
						  count_hit, &kept, &err),
				 NW_LIMIT);
	}
	assert_int_equal(kept.query, 7);
}

static void places_are_lines_and_columns_of_characters(void **s)
{
	struct nw_str text = NW_STR("a\n\xc3\xa9t\xc3\xa9 x");
	uint32_t line, column;

	(void)s;
	nwi_query_place(text, 8, &line, &column);
	assert_int_equal(line, 2);
	assert_int_equal(column, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operator_means_what_the_manual_says),
		cmocka_unit_test(a_pointed_abbreviation_is_not_the_pronoun),
		cmocka_unit_test(
			between_words_an_abbreviation_counts_its_letters),
		cmocka_unit_test(spans_are_the_words_in_the_order_of_the_text),
		cmocka_unit_test(mistakes_say_where_and_what_was_expected),
		cmocka_unit_test(all_problems_of_all_rows_come_in_one_run),
		cmocka_unit_test(a_query_that_asks_too_much_is_refused),
		cmocka_unit_test(largest_allowed_queries_compile_and_match),
		cmocka_unit_test(
			nested_near_over_one_repeated_word_stays_bounded),
		cmocka_unit_test(any_flipped_byte_makes_an_image_corrupt),
		cmocka_unit_test(an_empty_set_compiles_and_matches_nothing),
		cmocka_unit_test(a_full_arena_is_a_limit_and_no_answer),
		cmocka_unit_test(places_are_lines_and_columns_of_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
