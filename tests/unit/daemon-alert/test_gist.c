/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/alert/gist.h"

/* A gist of figures alone, written "killed 12, ~injured 30"; '<' before one: of
   the lead, '=' of the body. A denial is of '@' and who. */
static void gist_of(const char *figures, bool denial, struct nw_buf *out)
{
	struct nw_str rest = nw_str_from(figures), one;
	struct nw_str denier = { 0 };
	bool first = true;

	if (denial && nw_str_starts(rest, "@")) {
		denier = nw_str_slice(rest, 1, rest.len);
		rest = nw_str_make(NULL, 0);
	}
	nw_buf_clear(out);
	nw_buf_add_text(out, "{\"names\":[\"Ostrel\"],\"places\":[\"UA\"],"
			     "\"figures\":[");
	while (nw_str_next(&rest, ',', &one)) {
		one = nw_str_trim(one);
		bool about = nw_str_starts(one, "~");
		one = nw_str_slice(one, about, one.len);
		int where = nw_str_starts(one, "=")   ? 2
			    : nw_str_starts(one, "<") ? 1
						      : 0;
		one = nw_str_slice(one, where > 0, one.len);
		size_t space = nw_str_find_char(one, ' ');
		nw_buf_add_fmt(
			out,
			"%s{\"value\":\"%.*s\",\"of\":\"%.*s\",\"where\":%d%s}",
			first ? "" : ",",
			NW_FMT(nw_str_slice(one, space + 1, one.len)),
			NW_FMT(nw_str_slice(one, 0, space)), where,
			about ? ",\"about\":true" : "");
		first = false;
	}
	nw_buf_add_fmt(out, "],\"denial\":%s", denial ? "true" : "false");
	if (denier.len > 0)
		nw_buf_add_fmt(out,
			       ",\"denier\":\"%.*s\","
			       "\"denied\":\"%.*s denies it\"",
			       NW_FMT(denier), NW_FMT(denier));
	nw_buf_add_char(out, '}');
}

/* Reports in a row; what the last one changes, lines joined by "; ". */
static void check_last(const char *const *reports, const char *changes)
{
	struct nw_arena *arena = nw_arena_new(1 << 20);
	struct gist_change rows[GIST_CHANGES];
	struct nw_buf sum, more, gist, text;
	struct nw_error err;
	size_t count = 0;

	nw_buf_init(&sum, 8192);
	nw_buf_init(&more, 8192);
	nw_buf_init(&gist, 8192);
	nw_buf_init(&text, 8192);
	for (size_t i = 0; reports[i]; i++) {
		bool denial = reports[i][0] == '!';
		gist_of(reports[i] + denial, denial, &gist);
		assert_int_equal(gist_compare(nw_buf_str(&sum),
					      nw_buf_str(&gist), arena, rows,
					      &count, &err),
				 NW_OK);
		assert_int_equal(gist_add(nw_buf_str(&sum), nw_buf_str(&gist),
					  &more, &err),
				 NW_OK);
		nw_buf_clear(&sum);
		nw_buf_add_str(&sum, nw_buf_str(&more));
	}
	for (size_t i = 0; i < count; i++)
		nw_buf_add_fmt(&text, "%s%.*s", i ? "; " : "",
			       NW_FMT(rows[i].text));
	nw_buf_add_char(&text, '\0');
	assert_string_equal(text.at, changes);
	nw_buf_fini(&sum);
	nw_buf_fini(&more);
	nw_buf_fini(&gist);
	nw_buf_fini(&text);
	nw_arena_free(&arena);
}

#define CHECK(changes, ...) \
	check_last((const char *const[]){ __VA_ARGS__, NULL }, changes)

static void more_dead_are_a_change(void **state)
{
	(void)state;
	CHECK("killed: 12 -> 17", "killed 12", "killed 17");
	CHECK("killed: 12 -> 17; injured: 3 -> 9", "killed 12, injured 3",
	      "killed 17, injured 9");
	CHECK("displaced: 9,500 -> 120,000", "displaced 9500",
	      "displaced 120000");
	CHECK("killed: 3, none was told before", "injured 2", "killed 3");
}

static void what_was_told_is_no_change(void **state)
{
	(void)state;
	CHECK("", "killed 12");
	CHECK("", "killed 12", "killed 12");
	CHECK("", "killed 12", "~killed 12");
	CHECK("", "~killed 100", "killed 104");
	CHECK("", "killed 17", "~killed 10");
	CHECK("", "killed 12", "killed 17", "killed 12");
	CHECK("", "killed 12", "killed 17", "killed 12", "killed 12");
	CHECK("", "killed 12", "killed 3, killed 12");
	CHECK("", "killed 12", "injured 40");
}

static void a_title_s_figure_wins_over_a_text_s(void **state)
{
	(void)state;
	CHECK("killed: 5 -> 9", "killed 5", "killed 5, =killed 40", "killed 9");
	CHECK("killed: 9 -> 10", "killed 5", "killed 5, =killed 40", "killed 9",
	      "killed 10, =killed 120");
	CHECK("killed: 10 -> 11", "killed 5", "killed 5, =killed 40",
	      "killed 9", "killed 10, =killed 120", "killed 11");
	CHECK("", "killed 15", "=killed 83");
	CHECK("", "killed 15", "=killed 83", "=killed 83");
	CHECK("", "<killed 15", "=killed 17");
	CHECK("killed: 15 -> 17", "<killed 15", "=killed 17", "=killed 17");
	CHECK("killed: 15 -> 17", "=killed 15", "=killed 17");
	CHECK("killed: 40 -> 9", "=killed 40", "killed 9");
	CHECK("killed: 9 -> 11", "=killed 40", "<killed 9", "<killed 11");
	CHECK("killed: 15 -> 18", "killed 15", "=killed 83", "killed 18");
}

static void fewer_dead_are_a_change_when_two_say_so(void **state)
{
	(void)state;
	CHECK("", "killed 17", "killed 9");
	CHECK("killed: 17 -> 9", "killed 17", "killed 9", "killed 9");
	CHECK("", "killed 17", "killed 9", "killed 8");
	CHECK("", "killed 17", "killed 9", "killed 9", "killed 9");
}

static void a_far_higher_figure_waits_for_a_second_report(void **state)
{
	(void)state;
	CHECK("", "killed 12", "killed 45000");
	CHECK("killed: 12 -> 45,100", "killed 12", "killed 45000",
	      "killed 45100");
	CHECK("killed: 12 -> 17", "killed 12", "killed 45000", "killed 17");
	CHECK("", "killed 45000", "killed 12", "killed 12");
	CHECK("killed: 12 -> 17", "killed 45000", "killed 12", "killed 12",
	      "killed 17");
	CHECK("displaced: 9,500 -> 12,000", "displaced 9500",
	      "displaced 12000");
}

static void of_other_nouns_two_must_have_told_the_old_value(void **state)
{
	(void)state;
	CHECK("", "ship 4", "ship 6");
	CHECK("ship: 4 -> 6", "ship 4", "ship 4", "ship 6");
	CHECK("drones: 120 -> 90", "drones 120", "drones 90");
}

static void each_denier_is_told_once(void **state)
{
	(void)state;
	CHECK("it is denied", "", "!");
	CHECK("", "!", "!");
	CHECK("", "", "!", "!");
	CHECK("", "!");
	CHECK("a denial: \"orla lines denies it\"", "", "!@orla lines");
	CHECK("", "", "!@orla lines", "!@owner orla lines");
	CHECK("a denial: \"blue guard denies it\"", "", "!@orla lines",
	      "!@blue guard");
	CHECK("", "", "!@orla lines", "!@blue guard", "!@orla lines");
	CHECK("", "!@orla lines", "!");
}

static void a_change_names_the_noun_as_written(void **state)
{
	struct nw_arena *arena = nw_arena_new(1 << 20);
	struct gist_change rows[GIST_CHANGES];
	struct nw_error err;
	size_t count;
	const struct nw_str told =
		nw_str_from("{\"figures\":[{\"value\":\"3\",\"of\":\"storag\","
			    "\"times\":2}],\"reports\":2}");
	const struct nw_str gist =
		nw_str_from("{\"figures\":[{\"value\":\"5\",\"of\":\"storag\","
			    "\"word\":\"storage tanks\"}]}");

	(void)state;
	assert_int_equal(gist_compare(told, gist, arena, rows, &count, &err),
			 NW_OK);
	assert_int_equal(count, 1);
	assert_true(nw_str_is(rows[0].text, "storage tanks: 3 -> 5"));
	nw_arena_free(&arena);
}

static void a_sum_stays_small(void **state)
{
	struct nw_buf sum, more, gist;
	struct nw_error err;

	(void)state;
	nw_buf_init(&sum, 8192);
	nw_buf_init(&more, 8192);
	nw_buf_init(&gist, 8192);
	for (unsigned i = 0; i < 200; i++) {
		nw_buf_clear(&gist);
		nw_buf_add_text(&gist, "{\"names\":[");
		for (unsigned n = 0; n < 8; n++)
			nw_buf_add_fmt(&gist, "%s\"%0100u\"", n ? "," : "",
				       i * 8 + n);
		nw_buf_add_text(&gist, "],\"figures\":[");
		for (unsigned n = 0; n < 12; n++)
			nw_buf_add_fmt(&gist,
				       "%s{\"value\":\"%u\",\"of\":\"%030u\"}",
				       n ? "," : "", i * 1000003u, n + i % 3);
		nw_buf_add_text(&gist, "]}");
		assert_int_equal(gist_add(nw_buf_str(&sum), nw_buf_str(&gist),
					  &more, &err),
				 NW_OK);
		assert_true(more.len <= GIST_SUM_BYTES);
		nw_buf_clear(&sum);
		nw_buf_add_str(&sum, nw_buf_str(&more));
	}
	nw_buf_fini(&sum);
	nw_buf_fini(&more);
	nw_buf_fini(&gist);
}

static void what_is_no_gist_is_refused(void **state)
{
	static const char *const broken[] = { "[]", "{", "7", "{\"a\":1,}" };
	struct nw_arena *arena = nw_arena_new(1 << 20);
	struct gist_change rows[GIST_CHANGES];
	struct nw_error err;
	struct nw_buf out;
	size_t count;

	(void)state;
	nw_buf_init(&out, 8192);
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct nw_str text = nw_str_from(broken[i]);
		assert_int_equal(gist_add(nw_str_from(""), text, &out, &err),
				 NW_BAD_INPUT);
		assert_int_equal(gist_compare(text, nw_str_from(""), arena,
					      rows, &count, &err),
				 NW_BAD_INPUT);
	}
	nw_buf_fini(&out);
	nw_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_dead_are_a_change),
		cmocka_unit_test(what_was_told_is_no_change),
		cmocka_unit_test(a_title_s_figure_wins_over_a_text_s),
		cmocka_unit_test(fewer_dead_are_a_change_when_two_say_so),
		cmocka_unit_test(a_far_higher_figure_waits_for_a_second_report),
		cmocka_unit_test(
			of_other_nouns_two_must_have_told_the_old_value),
		cmocka_unit_test(each_denier_is_told_once),
		cmocka_unit_test(a_change_names_the_noun_as_written),
		cmocka_unit_test(a_sum_stays_small),
		cmocka_unit_test(what_is_no_gist_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
