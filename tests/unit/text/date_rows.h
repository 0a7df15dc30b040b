/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, row by row: a text and what it must be read as. */
#ifndef DATE_ROWS_H
#define DATE_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/date.h"

/* Tuesday, 2024-03-05T12:00:00Z. */
static const nw_time noon = INT64_C(1709640000000);

struct row {
	const char *text;
	const char *expected; /* as nw_instant_format, NULL: refused */
};

static void check_with(const struct nwi_date_hints *hints,
		       const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct nw_instant got = { 0 };
		char text[NW_TIME_TEXT];
		enum nw_status status =
			nwi_date_read(nw_str_from(rows[i].text), hints, &got);
		if (!rows[i].expected) {
			if (status == NW_OK)
				print_message("# read: %s\n", rows[i].text);
			assert_int_equal(status, NW_BAD_INPUT);
			assert_int_equal(got.precision, NW_PRECISION_NONE);
			continue;
		}
		if (status != NW_OK)
			print_message("# refused: %s\n", rows[i].text);
		assert_int_equal(status, NW_OK);
		nw_instant_format(&got, text);
		assert_string_equal(text, rows[i].expected);
	}
}

#define CHECK(hints, rows) \
	check_with(hints, rows, sizeof(rows) / sizeof(rows[0]))

#endif
