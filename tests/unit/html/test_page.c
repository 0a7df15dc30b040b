/* SPDX-License-Identifier: Apache-2.0 */
/* What article pages give: selectors, walls, explanations, hostile bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/growth.h"

#include <newswatch/page.h>
#include <stdio.h>

#define TIDE                                                         \
	"The tide took the lower road on Sunday night, and the bus " \
	"turns round at the church until the council has mended it. "
#define BOAT                                                             \
	"A boat brings milk and letters twice a day, and whoever needs " \
	"a doctor is taken over the bay by the lifeguards for nothing. "

static struct nw_arena *arena;
static struct nw_page page;

static int set_up(void **state)
{
	(void)state;
	arena = nw_arena_new(512 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	nw_arena_free(&arena);
	return 0;
}

static enum nw_status read_with(const char *html,
				const struct nw_page_selectors *selectors,
				const struct nw_explain *explain,
				struct nw_error *err)
{
	struct nw_page_input input = {
		.size = sizeof(input),
		.bytes = nw_str_from(html),
		.base_url = NW_STR("https://news.example/a"),
		.selectors = selectors,
		.explain = explain,
	};

	nw_arena_clear(arena);
	return nw_page_read(&input, arena, &page, err);
}

static void read_page(const char *html)
{
	assert_int_equal(read_with(html, NULL, NULL, NULL), NW_OK);
}

static bool has(const char *words)
{
	return nw_str_find(page.text, nw_str_from(words)) < page.text.len;
}

static const char *const two_columns =
	"<html lang=en><title>Road</title><body><h1>Lower road closed</h1>"
	"<div class=a><p>" TIDE TIDE "</p><p class=q>Ask us.</p></div>"
	"<div class=b><p>" BOAT BOAT "</p><i class=w>Una Reed</i>"
	"<i class=w>Ole Sand</i><b class=d>3 March 2024</b></div></body>";

static void selectors_go_before_what_is_found(void **state)
{
	struct nw_page_selectors by = {
		.size = sizeof(by),
		.text = NW_STR(".b, .a"),
		.title = NW_STR("h1"),
		.author = NW_STR("i.w"),
		.date = NW_STR(".d"),
		.remove = NW_STR(".w, .d, .q"),
	};
	char text[NW_TIME_TEXT];

	(void)state;
	assert_int_equal(read_with(two_columns, &by, NULL, NULL), NW_OK);
	assert_true(nw_str_is(page.title, "Lower road closed"));
	assert_true(has("lower road on Sunday") && has("milk and letters"));
	assert_false(has("Ask us") || has("Una Reed"));
	assert_int_equal(page.author_count, 2);
	assert_true(nw_str_is(page.authors[1], "Ole Sand"));
	nw_instant_format(&page.published, text);
	assert_string_equal(text, "2024-03-03");
}

static void a_selector_without_a_match_leaves_it_to_the_search(void **state)
{
	struct nw_page_selectors by = {
		.size = sizeof(by),
		.text = NW_STR("article.story"),
		.title = NW_STR("h6"),
	};

	(void)state;
	assert_int_equal(read_with(two_columns, &by, NULL, NULL), NW_OK);
	assert_true(has("lower road on Sunday"));
	assert_true(page.title.len > 0);
}

static void a_wrong_selector_is_named(void **state)
{
	struct nw_page_selectors by = {
		.size = sizeof(by),
		.remove = NW_STR("div["),
	};
	struct nw_error err;

	(void)state;
	assert_int_equal(read_with(two_columns, &by, NULL, &err),
			 NW_BAD_CONFIG);
	assert_memory_equal(err.text, "selector remove: ", 17);
}

static void paid_articles_are_flagged_and_short_ones_are_stubs(void **state)
{
	static const char says_so[] =
		"<script type=\"application/ld+json\">{\"@type\":"
		"\"NewsArticle\",\"isAccessibleForFree\": \"False\"}</script>";
	char html[4096];

	(void)state;
	snprintf(html, sizeof(html), "<html>%s<p>%s</p>", says_so, TIDE BOAT);
	read_page(html);
	assert_true(nw_str_is(page.kind, "stub"));
	assert_int_equal(page.flags, NW_PAGE_PAID | NW_PAGE_CUT);
	snprintf(html, sizeof(html), "<html>%s<p>%s</p><p>%s</p>", says_so,
		 TIDE BOAT TIDE BOAT TIDE BOAT TIDE BOAT,
		 BOAT TIDE BOAT TIDE BOAT TIDE BOAT);
	read_page(html);
	assert_true(nw_str_is(page.kind, "article"));
	assert_int_equal(page.flags, NW_PAGE_PAID);
}

static void a_wall_behind_the_text_makes_a_stub_and_a_bar_none(void **state)
{
	(void)state;
	read_page("<html><body><article><p>" TIDE BOAT "</p></article>"
		  "<div>Subscribe to continue reading this story.</div>");
	assert_true(nw_str_is(page.kind, "stub"));
	assert_int_equal(page.flags, NW_PAGE_PAID | NW_PAGE_CUT);
	assert_true(has("lower road"));
	read_page("<html><body><article><p>" TIDE BOAT "</p></article>"
		  "<footer><p>Already a subscriber?</p></footer>");
	assert_true(nw_str_is(page.kind, "article"));
	assert_int_equal(page.flags, 0);
}

static void a_question_on_consent_is_no_article(void **state)
{
	(void)state;
	read_page("<html><title>Tide News</title><body><div><h1>Before you "
		  "continue</h1><p>We value your privacy. We and our partners "
		  "store cookies on your device and read them, to show you "
		  "personalised ads.</p><p>You can change your mind at any "
		  "time; our privacy policy says how. With your consent we "
		  "sail on.</p><button>Accept all</button></div></body>");
	assert_true(nw_str_is(page.kind, "consent"));
	assert_int_equal(page.flags, NW_PAGE_CONSENT);
	assert_int_equal(page.text.len, 0);
	read_page("<html><title>Court on cookies</title><body><article><p>The "
		  "court said that consent to a cookie cannot be had by "
		  "silence; a privacy policy is not enough, and partners must "
		  "be named.</p><p>" TIDE BOAT "</p></article></body>");
	assert_true(nw_str_is(page.kind, "article"));
}

static void count_cut(void *arg, const struct nw_explained *told)
{
	unsigned *counts = arg;

	counts[0] += nw_str_is(told->what, "cut") && told->why.len > 0 &&
		     told->to > told->from;
	counts[1] += nw_str_is(told->what, "text");
}

static void what_was_cut_is_told_with_its_reason(void **state)
{
	unsigned counts[2] = { 0, 0 };
	const struct nw_explain explain = { count_cut, counts };

	(void)state;
	assert_int_equal(
		read_with("<html><body><article><p>" TIDE "</p><p>Read more: "
			  "<a href=/x>More</a></p><p>" BOAT "</p></article>",
			  NULL, &explain, NULL),
		NW_OK);
	assert_int_equal(counts[0], 1);
	assert_int_equal(counts[1], 1);
}

static double read_ms(const struct nw_buf *html)
{
	struct nw_page_input input = {
		.size = sizeof(input),
		.bytes = nw_buf_str(html),
	};

	nw_arena_clear(arena);
	double from = cpu_ms();
	(void)!nw_page_read(&input, arena, &page, NULL);
	return cpu_ms() - from;
}

/*
 * Twelve times the bytes take about twelve times as long; a square would take
 * 144 times. The floor keeps the clock's grain out.
 */
static void time_is_linear_in_hostile_pages(void **state)
{
	static const char *const parts[] = {
		"<div>",
		"<div><h2>Related</h2><p>" TIDE "</p></div>",
		"<ul><li><a href=x>a link of some length</a></ul>",
		"<h2>Comments</h2>",
		"<p>" TIDE,
		"<div class='ad share comment'><p>" BOAT "</p></div>",
		"<section>",
		"<a href=x><h3>A headline</h3></a>",
		"<button>What?",
		"<p>a:</p><ul><li><a href=x>b</a></ul>",
		"a line <a href=/x>of links</a><br>",
		"<div><img src=x>",
		"<div><img src=x><a href=/x>a headline of an article</a>",
		"<div><form><input type=email>",
		"<p><img src=x><em>Photo: us",
		"<time>12.30</time>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct nw_buf small, large;
		nw_buf_init(&small, 1 << 20);
		nw_buf_init(&large, 1 << 20);
		while (small.len < 50000)
			nw_buf_add_text(&small, parts[i]);
		while (large.len < 600000)
			nw_buf_add_text(&large, parts[i]);
		double little = read_ms(&small), much = read_ms(&large);
		if (!is_linear(little, much, 12))
			print_message("%s: %.1f ms, %.1f ms\n", parts[i],
				      little, much);
		assert_true(is_linear(little, much, 12));
		nw_buf_fini(&small);
		nw_buf_fini(&large);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(selectors_go_before_what_is_found),
		cmocka_unit_test(
			a_selector_without_a_match_leaves_it_to_the_search),
		cmocka_unit_test(a_wrong_selector_is_named),
		cmocka_unit_test(
			paid_articles_are_flagged_and_short_ones_are_stubs),
		cmocka_unit_test(
			a_wall_behind_the_text_makes_a_stub_and_a_bar_none),
		cmocka_unit_test(a_question_on_consent_is_no_article),
		cmocka_unit_test(what_was_cut_is_told_with_its_reason),
		cmocka_unit_test(time_is_linear_in_hostile_pages),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
