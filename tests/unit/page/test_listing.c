/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the golden pages cannot show of listings: selectors of an operator,
 * what is refused and how, limits, and the time that hostile pages take.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/growth.h"
#include "text/icu.h"
#include <newswatch/listing.h>
#include <stdio.h>

static struct nw_arena *arena;
static char lines[8192];

static int make_arena(void **state)
{
	(void)state;
	nwi_icu_no_files();
	arena = nw_arena_new((size_t)1 << 30);
	return 0;
}

static int free_arena(void **state)
{
	(void)state;
	nw_arena_free(&arena);
	return 0;
}

/* title|url|text, a line each. */
static enum nw_status add_line(void *arg, const struct nw_feed *feed,
			       const struct nw_item *item)
{
	size_t len = strlen(lines);
	struct nw_str body = nw_item_body(item);

	(void)arg;
	(void)feed;
	snprintf(lines + len, sizeof(lines) - len, "%.*s|%.*s|%.*s\n",
		 NW_FMT(item->title), NW_FMT(item->url), NW_FMT(body));
	return NW_OK;
}

static enum nw_status read_page(const char *html,
				const struct nw_listing_selectors *selectors,
				struct nw_listing *out, struct nw_error *err)
{
	struct nw_feed_input input = {
		.size = sizeof(input),
		.bytes = nw_str_from(html),
		.base_url = nw_str_from("https://news.example/list?page=1"),
		.fetched = INT64_C(1709899200000),
	};

	lines[0] = '\0';
	return nw_listing_read_by(&input, selectors, arena, add_line, NULL, out,
				  err);
}

static const char three[] =
	"<div class=a><h2><a href=/1>First of the titles here</a></h2>"
	"<i class=x>Extra one</i><p>The first text, which is long enough to be "
	"prose.</p></div>"
	"<div class=b><h2><a href=/2>Second of the titles here</a></h2>"
	"<i class=x>Extra two</i><p>The second text, which is long enough too."
	"</p></div>"
	"<div class=a><h2><a href=/3>Third of the titles here</a></h2>"
	"<i class=x>Extra three</i><p>The third text, which is long enough as "
	"well.</p></div>";

static void selectors_override_what_is_found(void **state)
{
	struct nw_listing_selectors by = {
		.size = sizeof(by),
		.record = NW_STR("div.a"),
		.title = NW_STR(".x"),
		.text = NW_STR("h2"),
	};
	struct nw_listing listing;
	struct nw_error err;

	(void)state;
	assert_int_equal(read_page(three, &by, &listing, &err), NW_OK);
	assert_int_equal(listing.records, 2);
	assert_string_equal(
		lines,
		"Extra one|https://news.example/1|First of the titles here\n"
		"Extra three|https://news.example/3|Third of the titles "
		"here\n");
}

static void a_record_selector_is_enough(void **state)
{
	struct nw_listing_selectors by = { .size = sizeof(by),
					   .record = NW_STR(".b") };
	struct nw_listing listing;
	struct nw_error err;

	(void)state;
	assert_int_equal(read_page(three, &by, &listing, &err), NW_OK);
	assert_string_equal(lines,
			    "Second of the titles here|https://news.example/2|"
			    "The second text, which is long enough too.\n");
}

static void selectors_that_cannot_be_read_are_named(void **state)
{
	struct nw_listing_selectors bad = { .size = sizeof(bad),
					    .record = NW_STR("div"),
					    .date = NW_STR("p:hover") };
	struct nw_listing_selectors alone = { .size = sizeof(alone),
					      .title = NW_STR("h2") };
	struct nw_error err;

	(void)state;
	assert_int_equal(nw_listing_check(&bad, &err), NW_BAD_CONFIG);
	assert_string_equal(err.text, "date: selector, column 3: this "
				      "pseudo-class is not offered");
	assert_int_equal(nw_listing_check(&alone, &err), NW_BAD_CONFIG);
	assert_non_null(strstr(err.text, "title: "));
}

static void what_is_no_list_is_told_in_a_line(void **state)
{
	static const struct {
		const char *html, *part;
	} cases[] = {
		{ "<title>A report</title><p>One paragraph of prose, and no "
		  "more of it than that.</p>",
		  "titled \"A report\"" },
		{ "<div id=root></div>", "without text" },
		{ "no mark-up at all", "no HTML" },
	};
	struct nw_listing listing;
	struct nw_error err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_page(cases[i].html, NULL, &listing, &err),
				 NW_BAD_INPUT);
		assert_non_null(strstr(err.text, cases[i].part));
	}
}

static void links_beside_an_article_are_no_list(void **state)
{
	static const char page[] =
		"<meta property=og:type content=article>"
		"<article><h1>Dam opens its gates</h1><p>The operator of the "
		"dam opened two gates on Monday, to make room for the water "
		"of a storm that is expected on Wednesday.</p><p>Villages "
		"below were warned by siren. \"It is a precaution, and it is "
		"loud,\" said the mayor of Lower Ash, who had moved her sheep "
		"on Sunday.</p><p>The reservoir stood at 97 percent of its "
		"capacity. Engineers want to bring it down to 90 before the "
		"rain begins.</p></article><h3>More from here</h3><ul>"
		"<li><a href=/a>Why the sirens sound on Mondays</a>"
		"<li><a href=/b>Sheep were found on the motorway</a>"
		"<li><a href=/c>The bridge that nobody owns</a>"
		"<li><a href=/d>Old mill gets a new turbine</a></ul>";
	struct nw_listing out = { .size = sizeof(out) };
	struct nw_error err;

	(void)state;
	assert_int_equal(read_page(page, NULL, &out, &err), NW_BAD_INPUT);
	assert_string_equal(lines, "");
	assert_non_null(strstr(err.text, "one article"));
}

static void the_next_page_is_of_the_same_host_and_another(void **state)
{
	static const struct {
		const char *link, *next;
	} cases[] = {
		{ "<a rel=next href='?page=2'>x</a>",
		  "https://news.example/list?page=2" },
		{ "<a rel=next href='https://other.example/2'>x</a>", "" },
		{ "<a rel=next href='#top'>x</a>", "" },
		{ "<a rel=next href='?page=1'>x</a>", "" },
		{ "<a href='?page=2'>N\xc3\xa4"
		  "chste Seite</a>",
		  "https://news.example/list?page=2" },
		{ "<p>Page <b>1</b> <a href='?page=2'>2</a></p>",
		  "https://news.example/list?page=2" },
		{ "<a href='?all'>Next to nothing left in the store</a>", "" },
	};
	struct nw_listing listing;
	char html[4000];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(html, sizeof(html), "<meta charset=utf-8>%s%s", three,
			 cases[i].link);
		assert_int_equal(read_page(html, NULL, &listing, NULL), NW_OK);
		assert_true(nw_str_is(listing.next, cases[i].next));
	}
}

/* Records, anchors, pieces and words each have had a square in them once. */
static void hostile_pages_take_linear_time(void **state)
{
	static const char *const units[] = {
		"<div>",
		"<b>abcd efgh</b><br>",
		"<li><a href=/x>Some title words here</a>",
		"<dt>A title of words<dd>text of it",
		"<h2>Title with four words</h2><p>text that goes with it</p>",
		"<time>10:20</time>",
		"<a href=/x>",
		"<div class=title>",
		"<p>7 March 2024 | By A Name | 10:20 | Source: x</p>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		NW_AUTO(nw_buf_fini) struct nw_buf html = { 0 };
		struct nw_listing listing;
		double ms[2];

		nw_buf_init(&html, 16 << 20);
		for (int run = 0; run < 2; run++) {
			nw_buf_clear(&html);
			while (html.len < (run ? 600000 : 50000))
				nw_buf_add_text(&html, units[i]);
			nw_buf_add_char(&html, '\0');
			double from = cpu_ms();
			(void)!read_page(html.at, NULL, &listing, NULL);
			ms[run] = cpu_ms() - from;
			nw_arena_clear(arena);
		}
		if (!is_linear(ms[0], ms[1], 12))
			print_message("%s: %.1f ms, %.1f ms\n", units[i], ms[0],
				      ms[1]);
		assert_true(is_linear(ms[0], ms[1], 12));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(selectors_override_what_is_found),
		cmocka_unit_test(a_record_selector_is_enough),
		cmocka_unit_test(selectors_that_cannot_be_read_are_named),
		cmocka_unit_test(what_is_no_list_is_told_in_a_line),
		cmocka_unit_test(links_beside_an_article_are_no_list),
		cmocka_unit_test(the_next_page_is_of_the_same_host_and_another),
		cmocka_unit_test(hostile_pages_take_linear_time),
	};

	return cmocka_run_group_tests(tests, make_arena, free_arena);
}
