/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/charset.h"
#include "text/icu.h"

struct row {
	struct nw_str bytes;
	const char *content_type;
	const char *name;
	enum nwi_charset_source source;
	const char *expected; /* NULL: not looked at */
};

static void check(const struct row *row)
{
	struct nwi_charset used = { 0 };
	struct nw_error err;
	struct nw_buf out;

	nw_buf_init(&out, 1 << 16);
	assert_int_equal(
		nwi_charset_decode(row->bytes, nw_str_from(row->content_type),
				   NWI_MARKUP_ANY, nw_str_make(NULL, 0), &out,
				   &used, &err),
		NW_OK);
	assert_string_equal(used.name, row->name);
	assert_int_equal(used.source, row->source);
	if (row->expected)
		assert_string_equal(out.at, row->expected);
	nw_buf_fini(&out);
}

#define CHECK(rows)                                                 \
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) \
	check(&rows[i])

static void labels_mean_what_browsers_take_them_for(void **s)
{
	static const char *const rows[][2] = {
		{ "ISO-8859-1", "windows-1252" },
		{ " Latin1 ", "windows-1252" },
		{ "us-ascii", "windows-1252" },
		{ "gb2312", "gb18030" },
		{ "GBK", "gb18030" },
		{ "ks_c_5601-1987", "euc-kr" },
		{ "x-sjis", "shift_jis" },
		{ "windows-31j", "shift_jis" },
		{ "utf8", "utf-8" },
		{ "TIS-620", "windows-874" },
		{ "cp855", "ibm855" },
		{ "cp1251", "windows-1251" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *name = nwi_charset_label(nw_str_from(rows[i][0]));
		assert_non_null(name);
		assert_string_equal(name, rows[i][1]);
	}
	assert_null(nwi_charset_label(nw_str_from("utf-7")));
	assert_null(nwi_charset_label(nw_str_from("")));
	assert_null(nwi_charset_label(nw_str_from("klingon")));
}

static void content_types_are_read_with_their_quirks(void **s)
{
	static const char *const rows[][2] = {
		{ "text/xml; charset=koi8-r", "koi8-r" },
		{ "text/xml;CHARSET = \"koi8-r\"", "koi8-r" },
		{ "text/xml; a=b; charset='koi8-r'; c=d", "koi8-r" },
		{ "text/xml;charset=koi8-r;x", "koi8-r" },
		{ "charset/x", NULL },
		{ "text/xml; charset=", NULL },
		{ "text/xml; charset=\"koi8-r", NULL },
		{ "text/xml", NULL },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nw_str got =
			nwi_charset_of_content_type(nw_str_from(rows[i][0]));
		if (rows[i][1])
			assert_true(nw_str_is(got, rows[i][1]));
		else
			assert_true(nw_str_is_absent(got));
	}
}

static void marks_win_over_all_else(void **s)
{
	static const struct row rows[] = {
		{ NW_STR("\xef\xbb\xbf<a>\xc3\xa9"), "text/xml; charset=koi8-r",
		  "utf-8", NWI_CHARSET_BOM, "<a>\xc3\xa9" },
		{ NW_STR("\xff\xfe<\0a\0>\0"), NULL, "utf-16le",
		  NWI_CHARSET_BOM, "<a>" },
		{ NW_STR("\xfe\xff\0<\0a\0>"), NULL, "utf-16be",
		  NWI_CHARSET_BOM, "<a>" },
		{ NW_STR("\xff\xfe\0\0<\0\0\0"), NULL, "utf-32le",
		  NWI_CHARSET_BOM, "<" },
		{ NW_STR("\0\0\xfe\xff\0\0\0<"), NULL, "utf-32be",
		  NWI_CHARSET_BOM, "<" },
	};

	(void)s;
	CHECK(rows);
}

static void wide_text_without_mark_is_recognised(void **s)
{
	static const struct row rows[] = {
		{ NW_STR("<\0r\0s\0s\0>\0\x1f\x04"), NULL, "utf-16le",
		  NWI_CHARSET_GUESSED, "<rss>\xd0\x9f" },
		{ NW_STR("\0<\0r\0s\0s\0>\x04\x1f"), "text/xml; charset=utf-8",
		  "utf-16be", NWI_CHARSET_GUESSED, "<rss>\xd0\x9f" },
		{ NW_STR("<\0\0\0r\0\0\0>\0\0\0"), NULL, "utf-32le",
		  NWI_CHARSET_GUESSED, "<r>" },
		/* EBCDIC: "<?xml encoding='cp037'?>". */
		{ NW_STR("\x4c\x6f\xa7\x94\x93\x40\x85\x95\x83\x96\x84\x89\x95"
			 "\x87\x7e\x7d\x83\x97\xf0\xf3\xf7\x7d\x6f\x6e"),
		  NULL, "ibm037", NWI_CHARSET_DECLARED,
		  "<?xml encoding='cp037'?>" },
	};

	(void)s;
	CHECK(rows);
}

static void declarations_are_followed_where_bytes_bear_them_out(void **s)
{
	static const struct row rows[] = {
		{ NW_STR("<?xml version='1.0' encoding='koi8-r'?>\xd0\xd2"),
		  NULL, "koi8-r", NWI_CHARSET_DECLARED,
		  "<?xml version='1.0' encoding='koi8-r'?>"
		  "\xd0\xbf\xd1\x80" },
		{ NW_STR("<meta http-equiv=x content=\"text/html; "
			 "charset=windows-1251\">\xef"),
		  NULL, "windows-1251", NWI_CHARSET_DECLARED, NULL },
		{ NW_STR("<!-- <meta charset=koi8-r> --><meta charset=big5>"),
		  NULL, "big5", NWI_CHARSET_DECLARED, NULL },
		/* The header wins over the declaration (RFC 7303). */
		{ NW_STR("<?xml encoding='koi8-r'?>\xef"),
		  "text/xml; charset=windows-1251", "windows-1251",
		  NWI_CHARSET_HEADER, "<?xml encoding='koi8-r'?>\xd0\xbf" },
		/* UTF-8 under a Latin-1 header. */
		{ NW_STR("<a>caf\xc3\xa9</a>"), "text/xml; charset=iso-8859-1",
		  "utf-8", NWI_CHARSET_GUESSED, "<a>caf\xc3\xa9</a>" },
		/* Latin-1 under a UTF-8 header, with a true declaration. */
		{ NW_STR("<?xml encoding='iso-8859-1'?>caf\xe9"),
		  "text/xml; charset=utf-8", "windows-1252",
		  NWI_CHARSET_DECLARED,
		  "<?xml encoding='iso-8859-1'?>caf\xc3\xa9" },
		/* C1 bytes in Latin-2 are windows-1250. */
		{ NW_STR("<?xml encoding='iso-8859-2'?>\x9aumava"), NULL,
		  "windows-1250", NWI_CHARSET_DECLARED,
		  "<?xml encoding='iso-8859-2'?>\xc5\xa1umava" },
		{ NW_STR("<?xml encoding='utf-16'?><a/>"), NULL, "utf-8",
		  NWI_CHARSET_DECLARED, NULL },
		{ NW_STR("<?xml encoding='nonsense'?><a/>"), NULL, "utf-8",
		  NWI_CHARSET_GUESSED, NULL },
		/* A UTF-8 text that somebody cut stays UTF-8. */
		{ NW_STR("<?xml "
			 "encoding='utf-8'?>\xc3\xa9\xc3\xa8\xc3\xa0\xc3"),
		  NULL, "utf-8", NWI_CHARSET_DECLARED,
		  "<?xml encoding='utf-8'?>\xc3\xa9\xc3\xa8\xc3\xa0"
		  "\xef\xbf\xbd" },
		{ NW_STR("\x1b$B%K%e!<%9\x1b(B"), NULL, "iso-2022-jp",
		  NWI_CHARSET_GUESSED,
		  "\xe3\x83\x8b\xe3\x83\xa5\xe3\x83\xbc\xe3\x82\xb9" },
		{ NW_STR("<?xml encoding='iso-8859-16'?>\xaa\xfe"), NULL,
		  "iso-8859-16", NWI_CHARSET_DECLARED,
		  "<?xml encoding='iso-8859-16'?>\xc8\x98\xc8\x9b" },
		{ NW_STR(""), NULL, "utf-8", NWI_CHARSET_GUESSED, NULL },
	};

	(void)s;
	CHECK(rows);
}

/* Encodes by ICU's inverse: what the guess gives back is the same text. */
static void guess_gives_back(const char *name, const char *bytes,
			     const char *expected)
{
	struct row row = { nw_str_from(bytes), NULL, name, NWI_CHARSET_GUESSED,
			   expected };

	check(&row);
}

static void a_broken_character_does_not_make_utf_8_something_else(void **s)
{
	static const struct row rows[] = {
		{ NW_STR("\u043f\u0440\u0438\u0432\u0435\u0442 \xff "
			 "\u043c\u0438\u0440"),
		  NULL, "utf-8", NWI_CHARSET_GUESSED, NULL },
		{ NW_STR("caf\xe9 na\xefve \u00e9"), NULL, "windows-1252",
		  NWI_CHARSET_GUESSED, NULL },
	};

	(void)s;
	CHECK(rows);
}

static void legacy_text_without_a_word_about_itself_is_guessed(void **s)
{
	(void)s;
	guess_gives_back("windows-1251",
			 "\xcf\xf0\xe5\xe7\xe8\xe4\xe5\xed\xf2 "
			 "\xef\xee\xe4\xef\xe8\xf1\xe0\xeb",
			 "Президент подписал");
	guess_gives_back("koi8-r",
			 "\xf0\xd2\xc5\xda\xc9\xc4\xc5\xce\xd4 "
			 "\xd0\xcf\xc4\xd0\xc9\xd3\xc1\xcc",
			 "Президент подписал");
	guess_gives_back("windows-1252",
			 "Stra\xdf"
			 "e f\xfcr M\xe4nner",
			 "Straße für Männer");
	guess_gives_back("shift_jis",
			 "\x83\x6a\x83\x85\x81\x5b\x83\x58\x82\xcc\x8e\x9e"
			 "\x8a\xd4",
			 "ニュースの時間");
	guess_gives_back("euc-kr", "\xc7\xd1\xb1\xb9 \xb4\xba\xbd\xba",
			 "한국 뉴스");
	guess_gives_back("windows-1253",
			 "\xc5\xeb\xeb\xdc\xe4\xe1 "
			 "\xf3\xde\xec\xe5\xf1\xe1",
			 "Ελλάδα σήμερα");
}

static void a_full_buffer_is_an_error_and_nothing_else_is(void **s)
{
	struct nwi_charset used = { 0 };
	struct nw_error err;
	struct nw_buf out;

	(void)s;
	nw_buf_init(&out, 4);
	assert_int_equal(
		nwi_charset_decode(nw_str_from("12345"), nw_str_make(NULL, 0),
				   NWI_MARKUP_NONE, nw_str_make(NULL, 0), &out,
				   &used, &err),
		NW_LIMIT);
	assert_null(used.name);
	nw_buf_fini(&out);
}

static int no_files(void **s)
{
	(void)s;
	nwi_icu_no_files();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_mean_what_browsers_take_them_for),
		cmocka_unit_test(content_types_are_read_with_their_quirks),
		cmocka_unit_test(marks_win_over_all_else),
		cmocka_unit_test(wide_text_without_mark_is_recognised),
		cmocka_unit_test(
			declarations_are_followed_where_bytes_bear_them_out),
		cmocka_unit_test(
			a_broken_character_does_not_make_utf_8_something_else),
		cmocka_unit_test(
			legacy_text_without_a_word_about_itself_is_guessed),
		cmocka_unit_test(a_full_buffer_is_an_error_and_nothing_else_is),
	};

	return cmocka_run_group_tests(tests, no_files, NULL);
}
