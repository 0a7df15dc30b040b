/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/caret.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/map.h"
#include <newswatch/arena.h>
#include <newswatch/time.h>
#include <stdio.h>
#include <stdlib.h>

static void buffer_over_its_maximum_fails_once_and_keeps_what_it_had(void **s)
{
	struct nw_buf buf;
	struct nw_error err;

	(void)s;
	nw_buf_init(&buf, 5);
	nw_buf_add_text(&buf, "abc");
	nw_buf_add_text(&buf, "defg");
	nw_buf_add_text(&buf, "h");
	assert_true(buf.failed);
	assert_string_equal(buf.at, "abc");
	assert_int_equal(nw_buf_check(&buf, "a title", &err), NW_LIMIT);
	assert_string_equal(err.text, "a title is larger than 5 bytes");
	nw_buf_fini(&buf);
}

static void code_points_become_utf8_and_surrogates_do_not(void **s)
{
	struct nw_buf buf;

	(void)s;
	nw_buf_init(&buf, 100);
	nw_buf_add_utf8(&buf, 'a');
	nw_buf_add_utf8(&buf, 0xe9);
	nw_buf_add_utf8(&buf, 0x20ac);
	nw_buf_add_utf8(&buf, 0x1f600);
	nw_buf_add_utf8(&buf, 0xd800);
	assert_string_equal(buf.at, "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"
				    "\xef\xbf\xbd");
	nw_buf_fini(&buf);
}

static void arena_refuses_above_its_limit_and_recovers_when_cleared(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(100);

	(void)s;
	assert_non_null(nw_arena_alloc(arena, 64));
	assert_null(nw_arena_alloc(arena, 64));
	assert_true(nw_arena_failed(arena));
	nw_arena_clear(arena);
	char *at = nw_arena_alloc(arena, 96);
	assert_non_null(at);
	for (int i = 0; i < 96; i++)
		assert_int_equal(at[i], 0);
}

static void arena_refuses_products_that_overflow(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);

	(void)s;
	assert_null(nw_arena_array(arena, SIZE_MAX / 2, 4));
	assert_null(nw_arena_alloc(arena, SIZE_MAX - 3));
}

static void fields_are_split_as_documented(void **s)
{
	static const struct {
		const char *text;
		int fields;
	} rows[] = { { "a,,b", 3 }, { "", 0 },	{ "a", 1 },
		     { "a,", 1 },   { ",", 1 }, { ",,", 2 } };

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nw_str rest = nw_str_from(rows[i].text), field;
		int n = 0;
		while (nw_str_next(&rest, ',', &field))
			n++;
		assert_int_equal(n, rows[i].fields);
	}
	/* What stood in the field before says nothing of the rest. */
	struct nw_str all = nw_str_from("a,"), field = nw_str_slice(all, 0, 1);
	struct nw_str rest = nw_str_slice(all, 2, 2);
	assert_false(nw_str_next(&rest, ',', &field));
}

static void integers_at_the_borders_are_read(void **s)
{
	int64_t v = 0;

	(void)s;
	assert_int_equal(nw_str_to_int(nw_str_from("-9223372036854775808"), &v),
			 NW_OK);
	assert_true(v == INT64_MIN);
	assert_int_equal(nw_str_to_int(nw_str_from("9223372036854775807"), &v),
			 NW_OK);
	assert_true(v == INT64_MAX);
	assert_int_equal(nw_str_to_int(nw_str_from("9223372036854775808"), &v),
			 NW_LIMIT);
	assert_int_equal(nw_str_to_int(nw_str_from("12a"), &v), NW_BAD_INPUT);
	assert_int_equal(nw_str_to_int(nw_str_from("-"), &v), NW_BAD_INPUT);
}

static void crc32c_of_the_standard_example(void **s)
{
	(void)s;
	assert_int_equal(nwi_crc32c(0, "123456789", 9), 0xe3069283);
	uint32_t part = nwi_crc32c(0, "1234", 4);
	assert_int_equal(nwi_crc32c(part, "56789", 5), 0xe3069283);
}

static void sha256_of_the_standard_examples(void **s)
{
	static const unsigned char abc[] = { 0xba, 0x78, 0x16, 0xbf,
					     0x8f, 0x01, 0xcf, 0xea };
	static const unsigned char million[] = { 0xcd, 0xc7, 0x6e, 0x5c,
						 0x99, 0x14, 0xfb, 0x92 };
	unsigned char out[NWI_SHA256_BYTES];
	struct nwi_sha256 sha;

	(void)s;
	nwi_sha256_init(&sha);
	nwi_sha256_add(&sha, "abc", 3);
	nwi_sha256_end(&sha, out);
	assert_memory_equal(out, abc, sizeof(abc));
	nwi_sha256_init(&sha);
	for (int i = 0; i < 1000000; i++)
		nwi_sha256_add(&sha, "a", 1);
	nwi_sha256_end(&sha, out);
	assert_memory_equal(out, million, sizeof(million));
}

static void derived_ids_tell_parts_and_kinds_apart(void **s)
{
	struct nw_str ab_c[] = { NW_STR("ab"), NW_STR("c") };
	struct nw_str a_bc[] = { NW_STR("a"), NW_STR("bc") };
	char one[NWI_ID_TEXT], two[NWI_ID_TEXT], three[NWI_ID_TEXT];

	(void)s;
	nwi_derive_id("item", ab_c, 2, one);
	nwi_derive_id("item", a_bc, 2, two);
	nwi_derive_id("alert", ab_c, 2, three);
	assert_int_equal(strlen(one), 32);
	assert_string_not_equal(one, two);
	assert_string_not_equal(one, three);
}

static void map_keeps_order_and_finds_a_thousand_keys(void **s)
{
	static char names[1000][8];
	struct nwi_map map;

	(void)s;
	nwi_map_init(&map, (struct nwi_sip_key){ 1, 2 });
	for (int i = 0; i < 1000; i++) {
		snprintf(names[i], sizeof(names[i]), "k%d", i);
		assert_true(nwi_map_put(&map, nw_str_from(names[i]), names[i]));
	}
	assert_false(nwi_map_put(&map, nw_str_from("k7"), NULL));
	for (int i = 0; i < 1000; i++) {
		assert_ptr_equal(nwi_map_get(&map, nw_str_from(names[i])),
				 names[i]);
		assert_ptr_equal(map.rows[i].value, names[i]);
	}
	assert_null(nwi_map_get(&map, nw_str_from("k1000")));
	nwi_map_fini(&map);
}

static void json_writer_puts_commas_and_escapes(void **s)
{
	struct nw_buf out;

	(void)s;
	nw_buf_init(&out, 1000);
	nwi_json_open(&out, '{');
	nwi_json_put_str(&out, "a", nw_str_from("x\"\\\n\x01,"));
	nwi_json_put_str(&out, "b", nw_str_make(NULL, 0));
	nwi_json_key(&out, "c");
	nwi_json_open(&out, '[');
	nwi_json_int(&out, 1);
	nwi_json_double(&out, 0.5);
	nwi_json_close(&out, ']');
	nwi_json_put_bool(&out, "d", true);
	nwi_json_close(&out, '}');
	assert_string_equal(out.at,
			    "{\"a\":\"x\\\"\\\\\\n\\u0001,\",\"b\":null,"
			    "\"c\":[1,0.5],\"d\":true}");
	nw_buf_fini(&out);
}

static void json_escapes_at_every_place_are_read_back(void **s)
{
	struct nw_buf out;

	(void)s;
	nw_buf_init(&out, 1000);
	for (size_t i = 0; i < 140 * 5; i++) {
		char text[140];
		json_t *json;

		memset(text, 'a', sizeof(text));
		text[i / 5] = "\"\\\n\x01\x7f"[i % 5];
		nw_buf_clear(&out);
		nwi_json_str(&out, nw_str_make(text, sizeof(text)));
		assert_int_equal(
			nwi_json_parse(nw_buf_str(&out), 1000, 1, &json, NULL),
			NW_OK);
		assert_memory_equal(json_string_value(json), text,
				    sizeof(text));
		nwi_json_free(&json);
	}
	nw_buf_fini(&out);
}

static void loose_json_takes_the_last_of_equal_names(void **s)
{
	const struct nw_str text = NW_STR("{\"a\":1,\"a\":2}");
	json_t *json;

	(void)s;
	assert_int_equal(nwi_json_parse_loose(text, 100, 2, &json, NULL),
			 NW_OK);
	assert_int_equal(nwi_json_get_int(json, "a", 0), 2);
	nwi_json_free(&json);
}

static void json_reader_refuses_depth_size_and_duplicates(void **s)
{
	struct nw_error err;
	json_t *json;

	(void)s;
	assert_int_equal(
		nwi_json_parse(nw_str_from("[[[1]]]"), 100, 2, &json, &err),
		NW_LIMIT);
	assert_int_equal(nwi_json_parse(nw_str_from("[1]"), 2, 9, &json, &err),
			 NW_LIMIT);
	assert_int_equal(nwi_json_parse(nw_str_from("{\"a\":1,\"a\":2}"), 100,
					9, &json, &err),
			 NW_BAD_INPUT);
	assert_int_equal(
		nwi_json_parse(nw_str_from("[\"[[[\"]"), 100, 2, &json, &err),
		NW_OK);
	nwi_json_free(&json);
}

/* 6 MiB that jansson would make 600 MiB of. */
static void json_reader_refuses_what_would_fill_the_memory(void **s)
{
	struct nw_error err;
	struct nw_buf text;
	json_t *json;

	(void)s;
	nw_buf_init(&text, 8 << 20);
	nw_buf_add_char(&text, '[');
	while (text.len < 6 << 20)
		nw_buf_add_text(&text, "{},");
	nw_buf_add_text(&text, "{}]");
	assert_int_equal(
		nwi_json_parse(nw_buf_str(&text), text.len, 9, &json, &err),
		NW_LIMIT);
	assert_non_null(strstr(err.text, "128 MiB"));
	nw_buf_fini(&text);
}

static void civil_time_goes_both_ways_over_four_centuries(void **s)
{
	(void)s;
	for (nw_time at = INT64_C(-6000000000000); at < INT64_C(7000000000000);
	     at += INT64_C(39916800123)) {
		struct nw_civil c = nw_time_to_civil(at);
		assert_true(nw_time_from_civil(&c) == at);
	}
	assert_int_equal(nw_time_weekday(0), 4);
	assert_int_equal(nw_time_weekday(-1), 3);
}

static void instants_are_printed_as_they_were_stated(void **s)
{
	static const char *const rows[] = {
		"2024",
		"2024-02",
		"2024-02-29",
		"2024-02-29T09:30:00Z",
		"2024-02-29T09:30:00+05:30",
		"1969-12-31T23:59:59.250-11:00",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nw_instant instant;
		char out[NW_TIME_TEXT];
		assert_int_equal(
			nw_instant_parse(nw_str_from(rows[i]), &instant),
			NW_OK);
		nw_instant_format(&instant, out);
		assert_string_equal(out, rows[i]);
	}
}

static void impossible_instants_are_refused(void **s)
{
	static const char *const rows[] = {
		"",
		"2023-02-29",
		"2024-13-01",
		"2024-00-01",
		"2024-01-01T25:00:00",
		"2024-01-01T10:00:00+25",
		"0000-01-01",
		"2024-01-01T10:00:00Zx",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nw_instant instant;
		assert_int_equal(
			nw_instant_parse(nw_str_from(rows[i]), &instant),
			NW_BAD_INPUT);
	}
}

static void durations_are_read_and_printed(void **s)
{
	static const struct {
		const char *text;
		int64_t ms;
		const char *shortest;
	} rows[] = { { "10m", 600000, "10m" },	 { "90s", 90000, "90s" },
		     { "1.5h", 5400000, "90m" }, { "250ms", 250, "250ms" },
		     { "7d", 604800000, "1w" },	 { "0s", 0, "0s" } };
	int64_t ms;

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char out[NW_TIME_TEXT];
		assert_int_equal(
			nw_duration_parse(nw_str_from(rows[i].text), &ms),
			NW_OK);
		assert_true(ms == rows[i].ms);
		nw_duration_format(ms, out);
		assert_string_equal(out, rows[i].shortest);
	}
	assert_int_equal(nw_duration_parse(nw_str_from("10"), &ms),
			 NW_BAD_INPUT);
	assert_int_equal(nw_duration_parse(nw_str_from("m"), &ms),
			 NW_BAD_INPUT);
	assert_int_equal(nw_duration_parse(nw_str_from("9999999999w"), &ms),
			 NW_LIMIT);
}

static void error_text_is_one_line_and_cut_at_a_character(void **s)
{
	struct nw_error err;
	char text[600];

	(void)s;
	nw_fail(&err, NW_IO, "two\nlines\x1b[31m");
	assert_string_equal(err.text, "two?lines?[31m");
	memset(text, 'a', sizeof(text));
	memcpy(text + NW_ERROR_TEXT - 2, "\xc3\xa9", 2);
	text[599] = '\0';
	nw_fail(&err, NW_IO, "%s", text);
	assert_int_equal(strlen(err.text), NW_ERROR_TEXT - 2);
	nw_fail(&err, NW_IO, "inner");
	nw_error_prefix(&err, "outer %d: ", 7);
	assert_string_equal(err.text, "outer 7: inner");
	nw_fail(&err, NW_IO, "%s", err.text);
	assert_string_equal(err.text, "outer 7: inner");
}

static void a_caret_stands_under_its_place(void **s)
{
	static const struct {
		const char *text;
		size_t offset, length;
		const char *shown;
	} cases[] = {
		{ "oil and gas", 4, 3, "    oil and gas\n        ^~~\n" },
		{ "a\n\t b c\nd", 6, 9, "    b c\n      ^\n" },
		{ "", 5, 1, "    \n    ^\n" },
		{ "été 日本 x", 13, 1, "    été 日本 x\n             ^\n" },
		{ "\x1b[1m x", 5, 1, "    ?[1m x\n         ^\n" },
	};
	char longer[400];
	struct nw_buf out;

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nw_buf_init(&out, 1024);
		nwi_caret(nw_str_from(cases[i].text), cases[i].offset,
			  cases[i].length, &out);
		assert_string_equal(out.at, cases[i].shown);
		nw_buf_fini(&out);
	}
	memset(longer, 'x', sizeof(longer));
	longer[300] = '!';
	nw_buf_init(&out, 1024);
	nwi_caret(nw_str_make(longer, sizeof(longer)), 300, 1, &out);
	assert_int_equal(strchr(out.at, '!') - out.at,
			 strchr(out.at, '^') - strchr(out.at, '\n') - 1);
	nw_buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			buffer_over_its_maximum_fails_once_and_keeps_what_it_had),
		cmocka_unit_test(code_points_become_utf8_and_surrogates_do_not),
		cmocka_unit_test(
			arena_refuses_above_its_limit_and_recovers_when_cleared),
		cmocka_unit_test(arena_refuses_products_that_overflow),
		cmocka_unit_test(fields_are_split_as_documented),
		cmocka_unit_test(integers_at_the_borders_are_read),
		cmocka_unit_test(crc32c_of_the_standard_example),
		cmocka_unit_test(sha256_of_the_standard_examples),
		cmocka_unit_test(derived_ids_tell_parts_and_kinds_apart),
		cmocka_unit_test(map_keeps_order_and_finds_a_thousand_keys),
		cmocka_unit_test(json_writer_puts_commas_and_escapes),
		cmocka_unit_test(json_escapes_at_every_place_are_read_back),
		cmocka_unit_test(loose_json_takes_the_last_of_equal_names),
		cmocka_unit_test(json_reader_refuses_depth_size_and_duplicates),
		cmocka_unit_test(
			json_reader_refuses_what_would_fill_the_memory),
		cmocka_unit_test(civil_time_goes_both_ways_over_four_centuries),
		cmocka_unit_test(instants_are_printed_as_they_were_stated),
		cmocka_unit_test(impossible_instants_are_refused),
		cmocka_unit_test(durations_are_read_and_printed),
		cmocka_unit_test(error_text_is_one_line_and_cut_at_a_character),
		cmocka_unit_test(a_caret_stands_under_its_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
