/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/utf8.h"

static void repaired_to(const char *bytes, size_t len, const char *expected)
{
	struct nw_buf out;

	nw_buf_init(&out, 1000);
	nwi_utf8_repair(&out, nw_str_make(bytes, len));
	nw_buf_add_text(&out, "");
	assert_string_equal(out.at, expected);
	assert_true(nwi_utf8_is_valid(nw_buf_str(&out)));
	nw_buf_fini(&out);
}

#define REPAIRED(literal, expected) \
	repaired_to(literal, sizeof(literal) - 1, expected)
#define BAD "\xef\xbf\xbd"

static void each_maximal_subpart_becomes_one_replacement(void **s)
{
	(void)s;
	/* The Unicode Standard, table 3-8. */
	REPAIRED("a\xf1\x80\x80\xe1\x80\xc2"
		 "b\x80"
		 "c\x80\xbf"
		 "d",
		 "a" BAD BAD BAD "b" BAD "c" BAD BAD "d");
	REPAIRED("\xc0\xaf", BAD BAD);		       /* overlong '/' */
	REPAIRED("\xed\xa0\x80", BAD BAD BAD);	       /* a surrogate */
	REPAIRED("\xf4\x90\x80\x80", BAD BAD BAD BAD); /* above 10FFFF */
	REPAIRED("\xe2\x82", BAD);		       /* cut at the end */
	REPAIRED("\xf0\x9f\x98\x80\xff", "\xf0\x9f\x98\x80" BAD);
}

static void error_behind_a_long_run_is_found(void **s)
{
	char text[100];

	(void)s;
	memset(text, 'x', sizeof(text));
	for (size_t i = 0; i < sizeof(text); i++) {
		text[i] = '\xff';
		assert_int_equal(
			nwi_utf8_valid_len(nw_str_make(text, sizeof(text))), i);
		text[i] = 'x';
	}
	assert_true(nwi_utf8_is_valid(nw_str_make(text, sizeof(text))));
}

static void what_is_not_clean_is_found_at_every_place(void **s)
{
	char text[140];

	(void)s;
	memset(text, 'x', sizeof(text));
	for (size_t i = 0; i + 2 < sizeof(text); i++) {
		const char *bad[] = { "\x07xx", "\x7fxx", "\xc2\xadx",
				      "\xe2\x80\xae" };

		for (size_t k = 0; k < 4; k++) {
			struct nw_str all = nw_str_make(text, sizeof(text));
			assert_true(nwi_text_is_clean(all, false));
			memcpy(text + i, bad[k], 3);
			assert_false(nwi_text_is_clean(all, false));
			memcpy(text + i, "xxx", 3);
		}
	}
}

static void cuts_never_part_a_character(void **s)
{
	struct nw_str text = nw_str_from("a\xe2\x82\xac"
					 "b");

	(void)s;
	assert_int_equal(nwi_utf8_floor(text, 0), 0);
	assert_int_equal(nwi_utf8_floor(text, 1), 1);
	assert_int_equal(nwi_utf8_floor(text, 2), 1);
	assert_int_equal(nwi_utf8_floor(text, 3), 1);
	assert_int_equal(nwi_utf8_floor(text, 4), 4);
	assert_int_equal(nwi_utf8_floor(text, 99), 5);
	assert_int_equal(nwi_utf8_count(text), 3);
}

static void cleaned_to(const char *text, const char *expected)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 16);
	struct nw_str out = nwi_text_clean_in(arena, nw_str_from(text), 4096);

	assert_string_equal(out.at, expected);
}

static void body_text_loses_what_hides_and_keeps_what_spells(void **s)
{
	(void)s;
	cleaned_to("a\x1b[31mb\x07", "a[31mb");
	cleaned_to("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour");
	cleaned_to("x\xe2\x80\xa8y\xc2\x85z", "x\ny\nz");
	cleaned_to("user\xe2\x80\xaegpj.exe", "usergpj.exe");
	cleaned_to("pay\xe2\x80\x8bpal", "paypal");
	cleaned_to("\xef\xbb\xbfmark", "mark");
	/* Persian needs its non-joiner, Hebrew its mark of direction. */
	cleaned_to("\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae",
		   "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae");
	cleaned_to("a\xe2\x80\x8f!", "a\xe2\x80\x8f!");
	cleaned_to("bad\xff", "bad" BAD);
	/* Tags spell nothing but the flag of Wales. */
	cleaned_to("a\xf3\xa0\x81\xa1", "a");
	cleaned_to("\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7",
		   "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7");
}

static void a_line_is_trimmed_folded_and_cut_at_a_character(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 16);
	struct nw_buf out;

	(void)s;
	struct nw_str line =
		nwi_text_line_in(arena,
				 nw_str_from("  a \n\t b\xc2\xa0\xe3\x80\x80"
					     "c "),
				 100);
	assert_string_equal(line.at, "a b c");
	nw_buf_init(&out, 100);
	assert_false(nwi_text_line(&out, nw_str_from("ab\xc3\xa9"), 3));
	assert_string_equal(out.at, "ab");
	nw_buf_clear(&out);
	assert_true(nwi_text_line(&out, nw_str_from("ab\xc3\xa9  "), 4));
	assert_string_equal(out.at, "ab\xc3\xa9");
	nw_buf_clear(&out);
	assert_false(nwi_text_line(&out, nw_str_from("abcdef"), 3));
	assert_string_equal(out.at, "abc");
	nw_buf_fini(&out);
	line = nwi_text_line_in(arena, nw_str_make(NULL, 0), 10);
	assert_true(nw_str_is_absent(line));
	line = nwi_text_line_in(arena, nw_str_from(" \n "), 10);
	assert_false(nw_str_is_absent(line));
	assert_int_equal(line.len, 0);
}

static void a_terminal_sees_that_something_was_hidden(void **s)
{
	struct nw_buf out;

	(void)s;
	nw_buf_init(&out, 200);
	nwi_text_terminal(&out,
			  nw_str_from("a\x1b]0;x\x07\n"
				      "b\xe2\x80\xae"
				      "c\xc2\x9b"
				      "d"),
			  100);
	assert_string_equal(out.at, "a" BAD "]0;x" BAD " b" BAD "c" BAD "d");
	nw_buf_fini(&out);
}

/* Text of one script, `what` put in behind `at` characters of it. */
static struct nw_str with(struct nw_buf *out, const char *letter, size_t at,
			  const char *what)
{
	nw_buf_clear(out);
	for (size_t i = 0; i < 40; i++)
		nw_buf_add_text(out, i == at ? what : letter);
	return nw_buf_str(out);
}

static const char *const letters[] = { "a", "\xd1\x8f", "\xe6\xbc\xa2",
				       "\xf0\x9f\x98\x80" };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void a_fault_is_found_at_every_place(void **s)
{
	static const char *const faults[] = {
		"\xff",
		"\x80",
		"\xd1",
		"\xe6\xbc",
		"\xc0\xaf",
		"\xed\xa0\x80",
		"\xe0\x80\x80",
		"\xf4\x90\x80\x80",
		"\xd1\xd1\x8f\x80",
	};
	struct nw_buf out;

	(void)s;
	nw_buf_init(&out, 1000);
	for (size_t l = 0; l < COUNT(letters); l++) {
		for (size_t at = 0; at < 40; at++) {
			for (size_t f = 0; f < COUNT(faults); f++) {
				struct nw_str text =
					with(&out, letters[l], at, faults[f]);
				assert_false(nwi_utf8_is_valid(text));
				size_t len = nwi_utf8_valid_len(text);
				assert_in_range(len, at * strlen(letters[l]),
						at * strlen(letters[l]) + 2);
			}
		}
		assert_true(nwi_utf8_is_valid(with(&out, letters[l], 40, "")));
	}
	nw_buf_fini(&out);
}

/* Then text is given out as it came, with what hides in it. */
static void no_text_is_called_clean_that_cleaning_changes(void **s)
{
	static const char *const odd[] = {
		"\x07",		"\x7f",		"\t",		"\n",
		"  ",		" \n",		"\xc2\xa0",	"\xc2\xad",
		"\xc2\x9b",	"\xcd\x8f",	"\xd8\x9c",	"\xe2\x80\x8b",
		"\xe2\x80\xae", "\xe3\x80\x80", "\xef\xbb\xbf", " \xc2\xa0",
	};
	struct nw_buf in, out;

	(void)s;
	nw_buf_init(&in, 1000);
	nw_buf_init(&out, 1000);
	for (size_t l = 0; l < COUNT(letters); l++) {
		struct nw_str plain = with(&in, letters[l], 40, "");
		assert_true(nwi_text_is_clean(plain, true));
		assert_true(nwi_text_is_clean(with(&in, letters[l], 20, " "),
					      true));
		for (size_t i = 0; i < 40 * COUNT(odd) * 2; i++) {
			bool line = i & 1;
			struct nw_str text =
				with(&in, letters[l], i / 2 % 40, odd[i / 80]);
			nw_buf_clear(&out);
			if (!nwi_text_is_clean(text, line))
				continue;
			if (line)
				nwi_text_line(&out, text, 1000);
			else
				nwi_text_clean(&out, text);
			assert_true(nw_str_equal(text, nw_buf_str(&out)));
			assert_true(strchr("\t\n ", odd[i / 80][0]));
		}
	}
	nw_buf_fini(&in);
	nw_buf_fini(&out);
}

/* At every place of a text, in its whole blocks and in its end. */
static void traits_of_a_text_are_those_of_its_characters(void **state)
{
	static const struct {
		const char *text;
		bool clean; /* of a text of its own */
		bool marks, c3;
	} rows[] = {
		{ "x", true, false, false },
		{ "\t", true, false, false },
		{ "\n", true, false, false },
		{ "\r", false, false, false },
		{ "\x7f", false, false, false },
		{ "\x1f", false, false, false },
		{ "&", true, true, false },
		{ "<", true, true, false },
		{ ">", true, true, false },
		{ "\"", true, true, false },
		{ "'", true, true, false },
		{ "\xc3\xa9", true, false, true },
		{ "\xd0\xb6", true, false, false },
		{ "\xc2\x85", false, false, false },
		{ "\xe2\x80\x8b", false, false, false },
		{ "\xef\xbb\xbf", false, false, false },
	};
	char text[100];

	(void)state;
	for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
		size_t len = strlen(rows[r].text);
		for (size_t at = 0; at + len <= 90; at++) {
			memset(text, 'o', sizeof(text));
			memcpy(text + at, rows[r].text, len);
			struct nw_str s = nw_str_make(text, 90);
			unsigned traits = nwi_text_traits(s);
			if (traits == nwi_text_traits(nw_str_make(text, 1)))
				continue; /* nothing is told here */
			assert_int_equal(!(traits & NWI_TRAIT_MARKS),
					 !rows[r].marks);
			assert_int_equal(!(traits & NWI_TRAIT_C3), !rows[r].c3);
			assert_int_equal(!(traits & NWI_TRAIT_UNCLEAN),
					 rows[r].clean);
			assert_true((traits & NWI_TRAIT_UNCLEAN) ||
				    nwi_text_is_clean(s, false));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_maximal_subpart_becomes_one_replacement),
		cmocka_unit_test(error_behind_a_long_run_is_found),
		cmocka_unit_test(what_is_not_clean_is_found_at_every_place),
		cmocka_unit_test(cuts_never_part_a_character),
		cmocka_unit_test(
			body_text_loses_what_hides_and_keeps_what_spells),
		cmocka_unit_test(
			a_line_is_trimmed_folded_and_cut_at_a_character),
		cmocka_unit_test(a_fault_is_found_at_every_place),
		cmocka_unit_test(no_text_is_called_clean_that_cleaning_changes),
		cmocka_unit_test(traits_of_a_text_are_those_of_its_characters),
		cmocka_unit_test(a_terminal_sees_that_something_was_hidden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
