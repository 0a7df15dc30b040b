/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "config/rows.h"
#include "config/scalar.h"

#include <stdlib.h>

/* ---- nearest ---- */

static void assert_nearest(const char *word, const char *expected)
{
	static const char *const names[] = { "every", "outlet",	    "url",
					     "name",  "first_poll", "a" };
	struct nwi_nearest nearest;
	char text[NWI_NEAREST_TEXT];

	nwi_nearest_init(&nearest, nw_str_from(word));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		nwi_nearest_offer(&nearest, nw_str_from(names[i]));
	nwi_nearest_text(&nearest, text);
	assert_string_equal(text, expected);
}

static void a_name_is_near_when_a_third_of_it_would_change(void **s)
{
	(void)s;
	assert_nearest("evry", "; did you mean \"every\"?");
	assert_nearest("evrey", "; did you mean \"every\"?");
	assert_nearest("ulr", "; did you mean \"url\"?");
	assert_nearest("frist_pol", "; did you mean \"first_poll\"?");
	assert_nearest("first-poll", "; did you mean \"first_poll\"?");
	assert_nearest("colour", "");
	assert_nearest("b", "");
	assert_nearest("", "");
	assert_nearest(
		"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
		"eeeeeeeeeeeeeeee",
		"");
}

/* ---- scalars ---- */

static void sizes_are_read_and_printed(void **s)
{
	char text[NWI_SIZE_TEXT];
	int64_t bytes;

	(void)s;
	assert_int_equal(nwi_size_parse(nw_str_from("16MiB"), &bytes), NW_OK);
	assert_int_equal(bytes, 16777216);
	assert_int_equal(nwi_size_parse(nw_str_from("12 KiB"), &bytes), NW_OK);
	assert_int_equal(bytes, 12288);
	assert_int_equal(nwi_size_parse(nw_str_from("7B"), &bytes), NW_OK);
	assert_int_equal(bytes, 7);
	assert_int_equal(nwi_size_parse(nw_str_from("-1"), &bytes),
			 NW_BAD_INPUT);
	assert_int_equal(nwi_size_parse(nw_str_from("KiB"), &bytes),
			 NW_BAD_INPUT);
	assert_int_equal(nwi_size_parse(nw_str_from("1.5MiB"), &bytes),
			 NW_BAD_INPUT);
	assert_int_equal(nwi_size_parse(nw_str_from("9000000000GiB"), &bytes),
			 NW_LIMIT);
	nwi_size_format(1536, text);
	assert_string_equal(text, "1536");
	nwi_size_format(3 * 1024 * 1024, text);
	assert_string_equal(text, "3MiB");
	nwi_size_format(0, text);
	assert_string_equal(text, "0");
}

static enum nwi_scalar_fault fault(uint32_t type, const char *choices,
				   const char *text)
{
	struct nw_option row = { .name = "x",
				 .type = type,
				 .choices = choices };
	struct nwi_scalar scalar = { .text = nw_str_from(text) };
	const char *reason;

	return nwi_scalar_convert(&row, &scalar, &reason);
}

static void urls_need_a_known_scheme_and_a_host(void **s)
{
	static const char *const good[] = {
		"http://a",
		"https://a.example:443/x?y#z",
		"https://[::1]/",
		"https://[2001:db8::1]:8443",
		"https://a.example?q",
		"https://m\xc3\xbcller.example/\xc3\xa9",
	};
	static const char *const bad[] = {
		"",
		"a.example",
		"//a.example",
		"http:/a",
		"https://",
		"https://:80/",
		"https://a:/",
		"https://a:0/",
		"https://a:65536/",
		"https://a:+80",
		"https://[::1",
		"https://[]/",
		"https://[::1]x",
		"https://u@a/",
		"https://a/\tb",
		"javascript://a",
		"HTTPS://a",
		"https://a b/",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_int_equal(fault(NW_OPTION_URL, NULL, good[i]),
				 NWI_SCALAR_FINE);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_not_equal(fault(NW_OPTION_URL, NULL, bad[i]),
				     NWI_SCALAR_FINE);
	assert_int_equal(fault(NW_OPTION_URL, "smtp|smtps", "smtp://a:25"),
			 NWI_SCALAR_FINE);
}

static void mail_addresses_cannot_smuggle_anything(void **s)
{
	static const char *const good[] = { "a@b.example", "a.b+c@b-c.example",
					    "x@localhost" };
	static const char *const bad[] = {
		"",	 "a",		"@b",	  "a@",	     "a@b@c",
		"a b@c", "a@b\r\nRCPT", "<a@b>",  "A <a@b>", "a@b,c@d",
		"a@.b",	 "a@b.",	"a@b..c", "\"a\"@b", "caf\xc3\xa9@b",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_int_equal(fault(NW_OPTION_ADDRESS, NULL, good[i]),
				 NWI_SCALAR_FINE);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_not_equal(fault(NW_OPTION_ADDRESS, NULL, bad[i]),
				     NWI_SCALAR_FINE);
}

static void numbers_do_not_depend_on_the_locale(void **s)
{
	(void)s;
	assert_int_equal(fault(NW_OPTION_NUMBER, NULL, "-0.25"),
			 NWI_SCALAR_FINE);
	assert_int_equal(fault(NW_OPTION_NUMBER, NULL, ".5"), NWI_SCALAR_FINE);
	assert_int_equal(fault(NW_OPTION_NUMBER, NULL, "0,5"),
			 NWI_SCALAR_SYNTAX);
	assert_int_equal(fault(NW_OPTION_NUMBER, NULL, "nan"),
			 NWI_SCALAR_SYNTAX);
	assert_int_equal(fault(NW_OPTION_NUMBER, NULL, "-"), NWI_SCALAR_SYNTAX);
	assert_int_equal(fault(NW_OPTION_NUMBER, NULL, "1.2.3"),
			 NWI_SCALAR_SYNTAX);
	assert_int_equal(fault(NW_OPTION_NUMBER, NULL,
			       "99999999999999999999999999999999"),
			 NWI_SCALAR_RANGE);
}

/* ---- tables ---- */

static const struct nw_option first_rows[] = {
	{ .name = "both",
	  .type = NW_OPTION_TEXT,
	  .flags = NW_OPTION_REQUIRED,
	  .help = "Both." },
	{ .name = "many",
	  .type = NW_OPTION_DURATION,
	  .flags = NW_OPTION_LIST,
	  .fallback = "1s 2m",
	  .help = "Many." },
	{ 0 },
};

static const struct nw_option second_rows[] = {
	{ .name = "both",
	  .type = NW_OPTION_TEXT,
	  .flags = NW_OPTION_REQUIRED,
	  .help = "Both." },
	{ .name = "names",
	  .type = NW_OPTION_MAP,
	  .flags = NW_OPTION_LIST,
	  .help = "Names." },
	{ 0 },
};

struct checked {
	struct nw_arena *arena;
	struct nwi_file file;
	struct nwi_problems problems;
	struct nwi_values values[2];
	bool fine;
};

static void check(struct checked *c, const char *yaml)
{
	const struct nw_option *const tables[] = { first_rows, second_rows };
	const struct nwi_node *root;

	c->arena = nw_arena_new(NWI_TREE_ARENA);
	c->file = (struct nwi_file){ .name = "f", .text = nw_str_from(yaml) };
	nwi_problems_init(&c->problems);
	assert_int_equal(nwi_tree_read(&c->file, c->arena, &c->problems, &root),
			 NW_OK);
	c->fine = nwi_rows_check(root, tables, 2, c->arena, c->values,
				 &c->problems);
}

static void checked_fini(struct checked *c)
{
	nwi_problems_fini(&c->problems);
	nw_arena_free(&c->arena);
}

static void a_name_of_two_tables_is_given_to_both_and_missed_once(void **s)
{
	NW_AUTO(checked_fini) struct checked c = { 0 };

	(void)s;
	check(&c, "both: x\n");
	assert_true(c.fine);
	assert_true(nw_str_is(nwi_values_text(&c.values[0], "both"), "x"));
	assert_true(nw_str_is(nwi_values_text(&c.values[1], "both"), "x"));
	checked_fini(&c);
	check(&c, "{}\n");
	assert_false(c.fine);
	assert_int_equal(c.problems.count, 1);
}

static void a_list_keeps_its_default_unless_it_is_written(void **s)
{
	NW_AUTO(checked_fini) struct checked c = { 0 };
	const struct nwi_value *many;

	(void)s;
	check(&c, "both: x\n");
	many = nwi_values_get(&c.values[0], "many");
	assert_int_equal(many->count, 2);
	assert_int_equal(many->at[1].integer, 120000);
	checked_fini(&c);
	check(&c, "both: x\nmany: []\n");
	assert_int_equal(nwi_values_get(&c.values[0], "many")->count, 0);
	checked_fini(&c);
	check(&c, "both: x\nmany: 5s\n");
	assert_int_equal(nwi_values_int(&c.values[0], "many"), 5000);
}

static void a_map_of_names_takes_a_list_and_refuses_repeats(void **s)
{
	NW_AUTO(checked_fini) struct checked c = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	(void)s;
	nw_buf_init(&json, 1000);
	check(&c, "both: x\nnames: [a, b]\n");
	assert_true(c.fine);
	nwi_values_json(&c.values[1], nw_str_from("n"), &json);
	assert_string_equal(json.at,
			    "{\"name\":\"n\",\"options\":{\"both\":\"x\","
			    "\"names\":{\"a\":\"\",\"b\":\"\"}},\"files\":{},"
			    "\"secrets\":[]}");
	checked_fini(&c);
	check(&c, "both: x\nnames: [a, b, a]\n");
	assert_false(c.fine);
	assert_string_equal(c.problems.rows[0].text,
			    "f:2:15: names[2]: \"a\" is here twice; allowed: "
			    "each name once");
}

static void a_hundred_thousand_typos_are_counted_in_a_second(void **s)
{
	NW_AUTO(checked_fini) struct checked c = { 0 };
	struct nw_buf yaml;

	(void)s;
	nw_buf_init(&yaml, NWI_TREE_MAX_BYTES);
	nw_buf_add_text(&yaml, "both: x\n");
	for (int i = 0; i < 90000; i++)
		nw_buf_add_fmt(&yaml, "b%d: 1\n", i);
	check(&c, yaml.at);
	assert_int_equal(c.problems.count, NWI_PROBLEMS_MAX);
	assert_int_equal(c.problems.errors, 90000);
	assert_int_equal(c.problems.dropped, 90000 - NWI_PROBLEMS_MAX);
	nw_buf_fini(&yaml);
}

static void help_becomes_manual_and_sample_without_tripping(void **s)
{
	static const struct nw_option rows[] = {
		{ .name = "x",
		  .type = NW_OPTION_TEXT,
		  .flags = NW_OPTION_REQUIRED,
		  .example = "y",
		  .help = "One \\ two. .dots begin no line." },
		{ 0 },
	};
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	(void)s;
	nw_buf_init(&out, 10000);
	nwi_rows_manual(rows, &out);
	assert_string_equal(out.at, ".It Ic x : Ar text\nOne \\e two.\n"
				    "\\&.dots begin no line.\nRequired.\n");
	nw_buf_clear(&out);
	nwi_rows_sample(rows, 2, true, &out);
	assert_string_equal(out.at, "    # One \\ two. .dots begin no line.\n"
				    "  - x: y\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_name_is_near_when_a_third_of_it_would_change),
		cmocka_unit_test(sizes_are_read_and_printed),
		cmocka_unit_test(urls_need_a_known_scheme_and_a_host),
		cmocka_unit_test(mail_addresses_cannot_smuggle_anything),
		cmocka_unit_test(numbers_do_not_depend_on_the_locale),
		cmocka_unit_test(
			a_name_of_two_tables_is_given_to_both_and_missed_once),
		cmocka_unit_test(a_list_keeps_its_default_unless_it_is_written),
		cmocka_unit_test(
			a_map_of_names_takes_a_list_and_refuses_repeats),
		cmocka_unit_test(
			a_hundred_thousand_typos_are_counted_in_a_second),
		cmocka_unit_test(
			help_becomes_manual_and_sample_without_tripping),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
