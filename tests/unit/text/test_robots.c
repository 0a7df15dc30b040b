/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/robots.h"
#include "text/url.h"
#include <stdlib.h>

struct row {
	const char *file, *path;
	bool allowed;
};

static int64_t read_rules(struct nw_str file, bool cut, struct nw_buf *rules)
{
	struct nw_error err;
	int64_t delay_ms = -1;

	nw_buf_init(rules, 4 * NWI_ROBOTS_BYTES);
	assert_int_equal(
		nwi_robots_read(file, cut, "newswatch", rules, &delay_ms, &err),
		NW_OK);
	return delay_ms;
}

static bool allows(const char *file, const char *path)
{
	NW_AUTO(nw_buf_fini) struct nw_buf rules = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf url = { 0 };
	struct nw_str rule;

	read_rules(nw_str_from(file), false, &rules);
	nw_buf_init(&url, 65536);
	nw_buf_add_fmt(&url, "https://outlet.example%s", path);
	return nwi_robots_allow(nw_buf_str(&rules), nw_buf_str(&url), &rule);
}

static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (allows(rows[i].file, rows[i].path) != rows[i].allowed)
			fail_msg("row %zu: %s %s", i, rows[i].file,
				 rows[i].path);
	}
}

#define CHECK(rows) check_rows(rows, sizeof(rows) / sizeof(rows[0]))
#define ALL(lines)  "User-agent: *\n" lines

static void the_group_of_the_agent_counts_and_else_that_of_all(void **s)
{
	static const struct row rows[] = {
		{ "", "/x", true },
		{ "Disallow: /", "/x", true },
		{ "User-agent: *\nDisallow: /x", "/x", false },
		{ "User-agent: *\nDisallow: /x", "/y", true },
		{ "User-agent: other\nDisallow: /", "/x", true },
		{ "User-agent: NewsWatch\nDisallow: /", "/x", false },
		{ "User-agent: newswatch/2.0 (news)\nDisallow: /", "/", false },
		{ "User-agent: newswatch-images\nDisallow: /", "/x", true },
		{ "User-agent: newswatchx\nDisallow: /", "/x", true },
		{ "User-agent: *bot\nDisallow: /", "/x", true },
		{ "User-agent: * all\nDisallow: /", "/x", false },
		{ "User-agent: *\nDisallow: /\nUser-agent: newswatch\n"
		  "Disallow: /a",
		  "/b", true },
		{ "User-agent: *\nDisallow: /\nUser-agent: newswatch\n", "/b",
		  true },
		{ "User-agent: newswatch\nDisallow: /a\n\nUser-agent: x\n"
		  "Disallow: /b\n\nUser-agent: NEWSWATCH\nDisallow: /c",
		  "/c", false },
		{ "User-agent: newswatch\nDisallow: /a\n\nUser-agent: x\n"
		  "Disallow: /b\n\nUser-agent: NEWSWATCH\nDisallow: /c",
		  "/b", true },
		{ "User-agent: x\nUser-agent: newswatch\nUser-agent: y\n"
		  "Disallow: /a",
		  "/a", false },
		{ "User-agent: *\nUser-agent: x\nDisallow: /a\n", "/a", false },
		{ "User-agent: newswatch\nSitemap: https://a/s.xml\n"
		  "User-agent: x\nDisallow: /a",
		  "/a", false },
		/* A crawl-delay is a rule of its group. */
		{ "User-agent: *\nCrawl-delay: 5\n\nUser-agent: x\n"
		  "Disallow: /",
		  "/a", true },
	};

	(void)s;
	CHECK(rows);
}

static void the_longest_rule_decides_and_allow_at_equal_length(void **s)
{
	static const struct row rows[] = {
		{ ALL("Disallow: /a\nAllow: /a/b"), "/a/b/c", true },
		{ ALL("Allow: /a/b\nDisallow: /a"), "/a/c", false },
		{ ALL("Allow: /a\nDisallow: /a"), "/a", true },
		{ ALL("Disallow: /a\nAllow: /a"), "/a", true },
		{ ALL("Disallow: /page\nAllow: /*.htm"), "/page.htm", true },
		{ ALL("Allow: /$\nDisallow: /"), "/", true },
		{ ALL("Allow: /$\nDisallow: /"), "/a", false },
		{ ALL("Allow: /p\nDisallow: /"), "/page", true },
		{ ALL("Allow: /folder\nDisallow: /folder/"), "/folder/p",
		  false },
		{ ALL("Disallow:"), "/a", true },
		{ ALL("Disallow:\nDisallow: /a"), "/a", false },
		{ ALL("Allow:\nDisallow: /a"), "/a", false },
		{ ALL("Disallow: /"), "/robots.txt", true },
		{ ALL("Disallow: /"), "/robots.txt?x", false },
	};

	(void)s;
	CHECK(rows);
}

static void stars_and_dollars_match_as_the_rfc_has_it(void **s)
{
	static const struct row rows[] = {
		{ ALL("Disallow: /fish"), "/fish.html", false },
		{ ALL("Disallow: /fish"), "/Fish.asp", true },
		{ ALL("Disallow: /fish"), "/catfish", true },
		{ ALL("Disallow: /fish*"), "/fishheads/y", false },
		{ ALL("Disallow: /fish/"), "/fish", true },
		{ ALL("Disallow: /*.php"), "/folder/any.php?x", false },
		{ ALL("Disallow: /*.php$"), "/folder/any.php?x", true },
		{ ALL("Disallow: /*.php$"), "/a.php/b.php", false },
		{ ALL("Disallow: /fish*.php"), "/fishheads/catfish.php",
		  false },
		{ ALL("Disallow: /fish*.php"), "/Fish.PHP", true },
		{ ALL("Disallow: *.pdf$"), "/a/b.pdf", false },
		{ ALL("Disallow: /a$b"), "/a$b", false },
		{ ALL("Disallow: /a$"), "/a", false },
		{ ALL("Disallow: /a$"), "/ab", true },
		{ ALL("Disallow: /a*$"), "/abc", false },
		{ ALL("Disallow: /a*b$"), "/ab", false },
		{ ALL("Disallow: /ab*ba$"), "/aba", true },
		{ ALL("Disallow: /*?print="), "/x?print=1", false },
		{ ALL("Disallow: /a***b"), "/a/x/b", false },
		{ ALL("Disallow: /x%2A"), "/x*", false },
		{ ALL("Disallow: /x%24"), "/x$", false },
		{ ALL("Disallow: /x%24"), "/x", true },
		{ ALL("Disallow: x"), "/x", true },
	};

	(void)s;
	CHECK(rows);
}

static void one_path_written_in_two_ways_is_one(void **s)
{
	static const struct row rows[] = {
		{ ALL("Disallow: /foo/bar/%E3%83%84"), "/foo/bar/ツ", false },
		{ ALL("Disallow: /foo/bar/ツ"), "/foo/bar/%e3%83%84", false },
		{ ALL("Disallow: /foo/bar/baz"), "/foo/bar/%62%61%7A", false },
		{ ALL("Disallow: /foo/bar/%62%61%7A"), "/foo/bar/baz", false },
		{ ALL("Disallow: /foo?baz=https://foo.bar"),
		  "/foo?baz=https%3A%2F%2Ffoo.bar", false },
		{ ALL("Disallow: /foo?baz=https%3A%2F%2Ffoo.bar"),
		  "/foo?baz=https://foo.bar", false },
		{ ALL("Disallow: /a%2Fb"), "/a/b", true },
		{ ALL("Disallow: /a%2fb"), "/a%2Fb", false },
		{ ALL("Disallow: /%7Ejoe"), "/~joe/x", false },
		{ ALL("Disallow: /100%"), "/100%25", false },
		{ ALL("Disallow: /a b"), "/a%20b", false },
		{ ALL("Disallow: /a"), "/b#/a", true },
		{ ALL("Disallow: /"), "", false },
		{ ALL("Disallow: /?x"), "?x=1", false },
		{ ALL("Disallow: /a"), "/b?c=/a", true },
	};

	(void)s;
	CHECK(rows);
}

static void lines_are_read_however_they_are_written(void **s)
{
	static const struct row rows[] = {
		{ "\xef\xbb\xbfUser-agent: *\nDisallow: /a", "/a", false },
		{ "User-agent: *\r\nDisallow: /a\r\n", "/a", false },
		{ "User-agent: *\rDisallow: /a\r", "/a", false },
		{ "  user-AGENT :\t* \n\tDISALLOW: /a  ", "/a", false },
		{ "User-agent: * # all\nDisallow: /a#b", "/a", false },
		{ "# User-agent: *\nDisallow: /a", "/a", true },
		{ "User-agent: *\n<html>\n:\n::\n\nDisallow: /a", "/a", false },
		{ "User-agent *\nDisallow /a", "/a", false },
		{ "User-agent: *\nDisallow /a /b", "/a", true },
		{ "User-agent: *\nDissallow: /a", "/a", false },
		{ "Useragent: *\nDisallow: /a", "/a", false },
		{ "<!doctype html><p>Disallow: /</p>", "/a", true },
		{ "User-agent: *\nNoindex: /a", "/a", true },
	};

	(void)s;
	CHECK(rows);
}

static void a_cut_file_counts_to_its_last_whole_line(void **s)
{
	static const char text[] = "User-agent: *\nDisallow: /a\nDisallow: /";
	NW_AUTO(nw_buf_fini) struct nw_buf rules = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf large = { 0 };

	(void)s;
	read_rules(nw_str_from(text), true, &rules);
	assert_string_equal(rules.at, "-/a\n");
	nw_buf_init(&large, 2 * NWI_ROBOTS_BYTES);
	nw_buf_add_text(&large, "User-agent: *\nDisallow: /a\n#");
	while (large.len < NWI_ROBOTS_BYTES - 14)
		nw_buf_add_char(&large, '#');
	nw_buf_add_text(&large, "\nDisallow: /private/\nDisallow: /b\n");
	nw_buf_fini(&rules);
	read_rules(nw_buf_str(&large), false, &rules);
	assert_string_equal(rules.at, "-/a\n");
}

static void the_rule_that_decided_is_told(void **s)
{
	static const char url[] = "http://h/private/x";
	NW_AUTO(nw_buf_fini) struct nw_buf rules = { 0 };
	struct nw_str rule;

	(void)s;
	read_rules(nw_str_from(ALL("Disallow: /p\nDisallow: /private*/x")),
		   false, &rules);
	assert_false(
		nwi_robots_allow(nw_buf_str(&rules), nw_str_from(url), &rule));
	assert_true(nw_str_is(rule, "-/private*/x"));
	assert_true(nwi_robots_allow(nw_buf_str(&rules),
				     nw_str_from("http://h/q"), &rule));
	assert_true(nw_str_is_absent(rule));
}

static void crawl_delays_are_read_within_a_minute(void **s)
{
	static const struct {
		const char *file;
		int64_t ms;
	} rows[] = {
		{ ALL("Crawl-delay: 10"), 10000 },
		{ ALL("crawl-delay: 0.5"), 500 },
		{ ALL("Crawl-delay: 1,25 s"), 1250 },
		{ ALL("Crawl-delay: 86400"), 60000 },
		{ ALL("Crawl-delay: 99999999999999999999"), 60000 },
		{ ALL("Crawl-delay: soon"), 0 },
		{ ALL("Crawl-delay: -5"), 0 },
		{ ALL("Crawl-delay: 5\nCrawl-delay: 7\nCrawl-delay: 6"), 7000 },
		{ "User-agent: x\nCrawl-delay: 10", 0 },
		{ "User-agent: *\nCrawl-delay: 9\nUser-agent: newswatch\n"
		  "Crawl-delay: 3",
		  3000 },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		NW_AUTO(nw_buf_fini) struct nw_buf rules = { 0 };
		assert_int_equal(
			read_rules(nw_str_from(rows[i].file), false, &rules),
			rows[i].ms);
	}
}

/* Backtracking takes longer than the world stands. */
static void hostile_patterns_take_no_time(void **s)
{
	NW_AUTO(nw_buf_fini) struct nw_buf file = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf rules = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf url = { 0 };
	struct nw_str rule;

	(void)s;
	nw_buf_init(&file, NWI_ROBOTS_BYTES);
	nw_buf_add_text(&file, "User-agent: *\n");
	for (int i = 0; i < 60; i++) {
		nw_buf_add_text(&file, "Disallow: /");
		for (int k = 0; k < 4000; k++)
			nw_buf_add_text(&file, "*a");
		nw_buf_add_text(&file, "b$\n");
	}
	nw_buf_init(&url, NWI_URL_MAX);
	nw_buf_add_text(&url, "http://h/");
	while (url.len < NWI_URL_MAX)
		nw_buf_add_char(&url, 'a');
	read_rules(nw_buf_str(&file), false, &rules);
	assert_true(
		nwi_robots_allow(nw_buf_str(&rules), nw_buf_str(&url), &rule));
}

static void more_rules_than_are_kept_leave_the_first(void **s)
{
	NW_AUTO(nw_buf_fini) struct nw_buf file = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf rules = { 0 };
	struct nw_str rule;

	(void)s;
	nw_buf_init(&file, NWI_ROBOTS_BYTES);
	nw_buf_add_text(&file, "User-agent: *\n");
	for (int i = 0; i < NWI_ROBOTS_RULES + 1; i++)
		nw_buf_add_fmt(&file, "Disallow: /a%d$\n", i);
	read_rules(nw_buf_str(&file), false, &rules);
	assert_false(nwi_robots_allow(nw_buf_str(&rules),
				      nw_str_from("http://h/a8191"), &rule));
	assert_true(nwi_robots_allow(nw_buf_str(&rules),
				     nw_str_from("http://h/a8192"), &rule));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_group_of_the_agent_counts_and_else_that_of_all),
		cmocka_unit_test(
			the_longest_rule_decides_and_allow_at_equal_length),
		cmocka_unit_test(stars_and_dollars_match_as_the_rfc_has_it),
		cmocka_unit_test(one_path_written_in_two_ways_is_one),
		cmocka_unit_test(lines_are_read_however_they_are_written),
		cmocka_unit_test(a_cut_file_counts_to_its_last_whole_line),
		cmocka_unit_test(the_rule_that_decided_is_told),
		cmocka_unit_test(crawl_delays_are_read_within_a_minute),
		cmocka_unit_test(hostile_patterns_take_no_time),
		cmocka_unit_test(more_rules_than_are_kept_leave_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
