/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct table_column columns[] = {
	{ "at", "AT (UTC)", 19, TABLE_TIME, false },
	{ "watch", "WATCH", 24, TABLE_TEXT, false },
	{ "times", "TIMES", 5, TABLE_TEXT, true },
	{ "title", "TITLE", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

/* The heading and one row on a line of so many cells. */
static void is_shown(unsigned width, const char *title, const char *expected)
{
	NW_AUTO(nwi_json_free)
	json_t *row = json_pack(
		"{s:s,s:s,s:i,s:s}", "at", "2026-11-22T08:54:45.123Z", "watch",
		"strikes on ports of the south", "times", 12, "title", title);
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct table table;

	nw_buf_init(&out, 64 << 10);
	table_init(&table, columns, false);
	table_fit(&table, width);
	table_row(&table, row, &out);
	assert_string_equal(out.at, expected);
}

static void what_a_wide_line_holds_is_shown_whole(void **state)
{
	(void)state;
	is_shown(
		90, "A short title",
		"AT (UTC)             WATCH                     TIMES  TITLE\n"
		"2026-11-22 08:54:45  strikes on ports of the…  12     A short "
		"title\n");
}

static void
a_narrow_line_spares_seconds_and_columns_and_cuts_texts(void **state)
{
	(void)state;
	is_shown(66, "A title that is longer than its place",
		 "AT (UTC)          WATCH                     TITLE\n"
		 "2026-11-22 08:54  strikes on ports of the…  A title that is "
		 "longe…\n");
	is_shown(52, "A title that is longer than its place",
		 "AT (UTC)          WATCH       TITLE\n"
		 "2026-11-22 08:54  strikes o…  A title that is longe…\n");
	is_shown(40, "A title that is longer than its place",
		 "AT (UTC)          WATCH     TITLE\n"
		 "2026-11-22 08:54  strikes…  A title tha…\n");
}

static void an_error_that_is_cut_stands_below_its_row(void **state)
{
	static const struct table_column errors[] = {
		{ "watch", "SOURCE", 8, TABLE_TEXT, false },
		{ "title", "ERROR", 0, TABLE_LONG, false },
		{ .key = NULL },
	};
	static const char *const titles[] = {
		"short", "the server of outlet.example answered 451"
	};
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct table table;

	(void)state;
	nw_buf_init(&out, 64 << 10);
	table_init(&table, errors, false);
	table_fit(&table, 32);
	for (size_t i = 0; i < 2; i++) {
		NW_AUTO(nwi_json_free)
		json_t *row = json_pack("{s:s,s:s}", "watch", "one", "title",
					titles[i]);
		table_row(&table, row, &out);
	}
	assert_string_equal(out.at, "SOURCE    ERROR\n"
				    "one       short\n"
				    "one\n"
				    "    the server of outlet.example\n"
				    "    answered 451\n");
}

static void letters_of_two_cells_and_of_none_are_counted_so(void **state)
{
	(void)state;
	is_shown(48, "外交部长会谈在柏林举行外交部长",
		 "AT (UTC)          WATCH     TITLE\n"
		 "2026-11-22 08:54  strikes…  外交部长会谈在柏林…\n");
	is_shown(46, "Cafe\xcc\x81 de la pre\xcc\x81s",
		 "AT (UTC)          WATCH     TITLE\n"
		 "2026-11-22 08:54  strikes…  Cafe\xcc\x81 de la "
		 "pre\xcc\x81s\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_that_is_cut_stands_below_its_row),
		cmocka_unit_test(what_a_wide_line_holds_is_shown_whole),
		cmocka_unit_test(
			a_narrow_line_spares_seconds_and_columns_and_cuts_texts),
		cmocka_unit_test(
			letters_of_two_cells_and_of_none_are_counted_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
