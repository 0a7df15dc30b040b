/* SPDX-License-Identifier: Apache-2.0 */
/* Queries that compile and hardly mean what was wanted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <newswatch/query.h>

struct warnings {
	struct nw_buf text;
	unsigned count, errors;
	uint32_t offset, length; /* of the first */
};

static void note(void *arg, const struct nw_query_problem *problem)
{
	struct warnings *w = arg;

	if (!w->count++) {
		w->offset = problem->offset;
		w->length = problem->length;
	}
	w->errors += !problem->warning;
	nw_buf_add_fmt(&w->text, "%u+%u: %s\n", problem->offset,
		       problem->length, problem->text);
}

static void lint(const struct nw_query_text *rows, size_t count,
		 struct warnings *w)
{
	NW_AUTO(nw_buf_fini) struct nw_buf image = { 0 };
	struct nw_error err;

	*w = (struct warnings){ .count = 0 };
	nw_buf_init(&w->text, 65536);
	nw_buf_init(&image, 1 << 22);
	if (nw_query_compile(rows, count, &image, note, w, &err) != NW_OK)
		fail_msg("%.*s: %s", NW_FMT(rows[0].text), err.text);
}

static void lint_one(const char *query, struct warnings *w)
{
	struct nw_query_text row = { NW_STR("q"), nw_str_from(query) };

	lint(&row, 1, w);
}

struct expected {
	const char *query;
	uint32_t offset, length;
	const char *words;
};

static void expect(const struct expected *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct warnings w;

		lint_one(cases[i].query, &w);
		if (w.count != 1 || w.offset != cases[i].offset ||
		    w.length != cases[i].length ||
		    !strstr(w.text.at, cases[i].words))
			fail_msg("%s: %s", cases[i].query,
				 w.text.at ? w.text.at : "nothing");
		nw_buf_fini(&w.text);
	}
}

#define EXPECT(cases) expect(cases, sizeof(cases) / sizeof((cases)[0]))

static void what_can_never_match_is_told(void **s)
{
	static const struct expected cases[] = {
		{ "oil NOT oil", 4, 7, "'NOT oil' excludes 'oil', which" },
		{ "title:oil AND NOT oil", 14, 7, "excludes 'title:oil'" },
		{ "\"oil depot\" -oil", 12, 4, "can never match" },
		{ "drones NOT dron*", 7, 9, "can never match" },
		{ "\"AI\"c NOT ai", 6, 6, "can never match" },
		{ "ATLEAST/3 oil NOT oil", 14, 7, "can never match" },
		{ "SENTENCE(oil gas) NOT gas", 18, 7, "can never match" },
		{ "(oil NEAR/3 gas) NOT (gas NEAR/5 oil)", 17, 20,
		  "can never match" },
		{ "oil NOT (gas OR oil)", 4, 16, "can never match" },
		{ "title:oil NEAR/3 body:gas", 0, 25, "title and text are" },
		{ "SENTENCE(title:oil lead:gas)", 0, 28, "title and text" },
	};

	(void)s;
	EXPECT(cases);
}

static void a_branch_that_a_not_hides_is_told(void **s)
{
	static const struct expected cases[] = {
		{ "(oil OR gas) NOT gas", 8, 3,
		  "'gas' can never match here: 'NOT gas' excludes it" },
		{ "war (drone OR \"cruise missile\") -missile", 14, 16,
		  "can never match here" },
		{ "((drone OR missile) NEAR/3 hit) NOT missile", 11, 7,
		  "can never match here" },
	};

	(void)s;
	EXPECT(cases);
}

static void branches_that_add_nothing_are_told(void **s)
{
	static const struct expected cases[] = {
		{ "oil OR gas OR Oil", 14, 3, "'Oil' stands here twice" },
		{ "oil gas oil", 8, 3, "stands here twice" },
		{ "drone* OR drone", 10, 5,
		  "'drone' adds nothing: 'drone*' finds all that it finds" },
		{ "drone OR drone*", 0, 5, "adds nothing" },
		{ "oil OR \"oil depot\"", 7, 11, "adds nothing" },
		{ "oil OR title:oil", 7, 9, "adds nothing" },
		{ "dro* OR drone* OR x1", 8, 6, "adds nothing" },
		{ "(a1 NEAR/3 b1) OR (b1 NEAR/5 a1)", 0, 14, "adds nothing" },
		{ "(oil gas) OR oil", 0, 9, "adds nothing" },
		{ "ATLEAST/3 oil OR ATLEAST/2 oil", 0, 13, "adds nothing" },
		{ "\"a1 b1\" OR \"a1 b1\"~2", 0, 7, "adds nothing" },
	};

	(void)s;
	EXPECT(cases);
}

static void other_slips_are_told(void **s)
{
	static const struct expected cases[] = {
		{ "oil and gas", 4, 3, "taken as a word" },
		{ "oil Or gas", 4, 2, "taken as a word" },
		{ "oil near gas", 4, 4, "taken as a word" },
		{ "oil NEAR/11 gas", 4, 7, "over 10 words apart" },
		{ "oil NEAR/5 \"oil depot\"", 0, 22,
		  "'oil' must stand once more beside '\"oil depot\"'" },
	};

	(void)s;
	EXPECT(cases);
}

static void sound_queries_get_no_warning(void **s)
{
	static const char *const cases[] = {
		"oil NOT title:oil",
		"oil NOT \"oil painting\"",
		"dron* NOT drones",
		"oil NOT (oil gas)",
		"oil NOT SENTENCE(oil gas)",
		"(oil OR gas) NOT (oil gas)",
		"ATLEAST/2 oil NOT ATLEAST/3 oil",
		"oil OR \"oilfield depot\"",
		"title:oil OR lead:oil",
		"oil (gas OR oil)",
		"(a1 NEAR/5 b1) OR (a1 ONEAR/9 b1)",
		"(a1 ONEAR/3 b1) OR (b1 ONEAR/3 a1)",
		"SCORE>=2{1 oil -1 gas} NOT gas",
		"SENTENCE(oil NOT gas) gas",
		"\"b1 a1\" OR \"a1 b1\"~0",
		"title:(oil NEAR/3 gas)",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct warnings w;

		lint_one(cases[i], &w);
		if (w.count)
			fail_msg("%s: %s", cases[i], w.text.at);
		nw_buf_fini(&w.text);
	}
}

static void a_named_query_is_linted_where_it_stands(void **s)
{
	static const struct nw_query_text rows[] = {
		{ NW_STR("fuel"), NW_STR("oil OR oil*") },
		{ NW_STR("all"), NW_STR("@fuel NOT oil") },
	};
	struct warnings w;

	(void)s;
	lint(rows, 2, &w);
	assert_int_equal(w.count, 2);
	assert_non_null(strstr(w.text.at, "0+3: 'oil' adds nothing"));
	assert_non_null(strstr(w.text.at, "0+5: '@fuel' can never match here"));
	nw_buf_fini(&w.text);
}

/* 4,000 branches are 16 million pairs. */
static void a_long_list_ends_the_comparing_not_the_compiling(void **s)
{
	NW_AUTO(nw_buf_fini) struct nw_buf query = { 0 };
	struct warnings w;

	(void)s;
	nw_buf_init(&query, 16384);
	nw_buf_add_text(&query, "aa");
	for (unsigned i = 0; i < 2000; i++)
		nw_buf_add_fmt(&query, " OR %x", 4096 + i);
	lint_one(query.at, &w);
	assert_int_equal(w.errors, 0);
	nw_buf_fini(&w.text);
}

static void names_that_nobody_knows_are_told_with_the_nearest(void **s)
{
	static const struct nw_str topics[] = { NW_STR("strikes"),
						NW_STR("Trade Wars") };
	static const struct nw_str sources[] = { NW_STR("herald") };
	static const struct nw_query_text rows[] = {
		{ NW_STR("known"),
		  NW_STR("port topic:strikes topic:\"trade wars\">=0.7 "
			 "source:Herald") },
		{ NW_STR("unknown"),
		  NW_STR("port (topic:strkes OR source:x)") },
		{ NW_STR("used"), NW_STR("@unknown ship") },
	};
	struct nw_query_set set = { .size = sizeof(set),
				    .rows = rows,
				    .count = 3 };
	NW_AUTO(nw_buf_fini) struct nw_buf image = { 0 };
	struct warnings w = { .count = 0 };
	struct nw_error err;

	(void)s;
	nw_buf_init(&w.text, 65536);
	nw_buf_init(&image, 1 << 20);
	assert_int_equal(nw_query_set_compile(&set, &image, note, &w, &err),
			 NW_OK);
	assert_int_equal(w.count, 0);
	set.topics = topics;
	set.topic_count = 2;
	set.sources = sources;
	set.source_count = 1;
	nw_buf_clear(&image);
	assert_int_equal(nw_query_set_compile(&set, &image, note, &w, &err),
			 NW_OK);
	assert_int_equal(w.errors, 0);
	assert_string_equal(
		w.text.at,
		"6+12: this can never match: no classifier gives the topic "
		"\"strkes\"; did you mean \"strikes\"?\n"
		"22+8: this can never match: there is no source \"x\"\n");
	nw_buf_fini(&w.text);
}

/* What the lists of a watch refuse is told of in a query, too. */
static void slips_in_values_and_operators_are_told(void **s)
{
	static const struct nw_str outlets[] = { NW_STR("London Post") };
	static const struct nw_query_text rows[] = {
		{ NW_STR("right"),
		  NW_STR("outlet:\"london post\" OR outlet:Berl* OR country:fr "
			 "OR country:UK OR country:xk OR affiliation:State OR "
			 "lang:pt-BR OR lang:ger OR COVID/19 OR AH/64") },
		{ NW_STR("wrong"),
		  NW_STR("drone* NAER/5 port* outlet:\"Londn Post\" "
			 "(affiliation:goverment OR country:XX)") },
		{ NW_STR("tag"), NW_STR("lang:german") },
	};
	struct nw_query_set set = { .size = sizeof(set),
				    .rows = rows,
				    .count = 2,
				    .outlets = outlets,
				    .outlet_count = 1 };
	NW_AUTO(nw_buf_fini) struct nw_buf image = { 0 };
	struct warnings w = { .count = 0 };
	struct nw_error err;

	(void)s;
	nw_buf_init(&w.text, 65536);
	nw_buf_init(&image, 1 << 20);
	assert_int_equal(nw_query_set_compile(&set, &image, note, &w, &err),
			 NW_OK);
	assert_int_equal(w.errors, 0);
	assert_string_equal(
		w.text.at,
		"7+6: 'NAER/5' is taken as words: there is no operator "
		"\"NAER\"; did you mean \"NEAR\"?\n"
		"20+19: this can never match: there is no outlet \"londn "
		"post\"; did you mean \"London Post\"?\n"
		"41+21: this can never match: there is no affiliation "
		"\"goverment\"; allowed: independent, public, state, party, "
		"religious, unknown\n"
		"66+10: \"xx\" is no country; allowed: two letters of ISO "
		"3166-1, such as GB\n");
	nw_buf_clear(&w.text);
	set.rows = rows + 2;
	set.count = 1;
	assert_int_equal(nw_query_set_compile(&set, &image, note, &w, &err),
			 NW_BAD_CONFIG);
	assert_string_equal(
		w.text.at, "5+6: \"german\" is no language; allowed: a tag of "
			   "BCP 47, such as en or pt-BR\n");
	nw_buf_fini(&w.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_can_never_match_is_told),
		cmocka_unit_test(a_branch_that_a_not_hides_is_told),
		cmocka_unit_test(branches_that_add_nothing_are_told),
		cmocka_unit_test(other_slips_are_told),
		cmocka_unit_test(sound_queries_get_no_warning),
		cmocka_unit_test(a_named_query_is_linted_where_it_stands),
		cmocka_unit_test(slips_in_values_and_operators_are_told),
		cmocka_unit_test(
			names_that_nobody_knows_are_told_with_the_nearest),
		cmocka_unit_test(
			a_long_list_ends_the_comparing_not_the_compiling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
