/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/growth.h"

#include <newswatch/digest.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 16 };

static struct nw_arena *arena;
static struct nw_feed_input input;
static struct nw_item items[MOST];
static size_t item_count, seen;
static struct nw_feed feed;
static struct nw_error err;

static int set_up(void **state)
{
	(void)state;
	arena = nw_arena_new((size_t)256 << 20);
	memset(&input, 0, sizeof(input));
	input.size = sizeof(input);
	input.fetched = INT64_C(1742472000000); /* 2025-03-20T12:00:00Z */
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	nw_arena_free(&arena);
	return 0;
}

static enum nw_status keep(void *arg, const struct nw_feed *of,
			   const struct nw_item *item)
{
	(void)arg;
	(void)of;
	seen++;
	if (item_count < MOST)
		items[item_count++] = *item;
	return NW_OK;
}

static enum nw_status read_bytes(struct nw_str bytes)
{
	item_count = seen = 0;
	input.bytes = bytes;
	return nw_digest_read(&input, arena, keep, NULL, &feed, &err);
}

static enum nw_status read_text(const char *text)
{
	return read_bytes(nw_str_from(text));
}

static const char *when(size_t i)
{
	static char text[NW_TIME_TEXT];

	nw_instant_format(&items[i].published, text);
	return text;
}

static bool is(struct nw_str s, const char *text)
{
	return nw_str_is(s, text);
}

#define BODY "The harbour was closed on Tuesday. Ferries waited outside.\n"

static void relative_dates_need_the_time_of_the_fetch(void **state)
{
	static const char page[] =
		"Evening Beacon\n2 days ago\nStorm closes the old "
		"harbour\n" BODY "\n\nEvening Beacon\nyesterday\nFish prices "
		"rise by a tenth\n" BODY;

	(void)state;
	assert_int_equal(read_text(page), NW_OK);
	assert_int_equal(item_count, 2);
	assert_string_equal(when(0), "2025-03-18");
	assert_string_equal(when(1), "2025-03-19");
	input.fetched = 0;
	assert_int_equal(read_text(page), NW_OK);
	assert_true(nw_instant_is_absent(&items[0].published));
	assert_true(is(items[1].outlet, "Evening Beacon"));
}

static void page_before_country_settles_day_and_month(void **state)
{
	static const char open[] =
		"Storm closes the old harbour\n03/04/2024\n\n" BODY
		"\n\nFish prices rise by a tenth\n05/04/2024\n\n" BODY;
	static const char sure[] =
		"Storm closes the old harbour\n03/04/2024\n\n" BODY
		"\n\nFish prices rise by a tenth\n25/03/2024\n\n" BODY;

	(void)state;
	assert_int_equal(read_text(open), NW_OK);
	assert_string_equal(when(0), "2024-04-03");
	input.country = nw_str_from("us");
	assert_int_equal(read_text(open), NW_OK);
	assert_string_equal(when(0), "2024-03-04");
	assert_int_equal(read_text(sure), NW_OK);
	assert_string_equal(when(0), "2024-04-03");
}

#define ENTRY(title, body, stamp) title "\n\n" body "\n\n" stamp "\n\n"

static void a_live_entry_keeps_its_id_when_the_page_grows(void **state)
{
	static const char first[] = ENTRY("Storm closes the old harbour", BODY,
					  "Jane Doe20 March 2025 09:10")
		ENTRY("Fish prices rise by a tenth", BODY,
		      "Tom Harker20 March 2025 08:55");
	static const char later[] = ENTRY("Boats are out again at last", BODY,
					  "Jane Doe20 March 2025 10:00")
		ENTRY("Storm closes the old harbour",
		      BODY "More of it was mended later.",
		      "Jane Doe20 March 2025 09:10")
			ENTRY("Fish prices rise by a tenth", BODY,
			      "Tom Harker20 March 2025 08:55");

	(void)state;
	assert_int_equal(read_text(first), NW_OK);
	assert_int_equal(item_count, 2);
	assert_true(is(items[0].kind, "live-entry"));
	assert_true(is(items[0].byline, "Jane Doe"));
	assert_string_equal(when(0), "2025-03-20T09:10:00Z");
	struct nw_str id = nw_arena_str(arena, items[0].id);
	assert_int_equal(read_text(later), NW_OK);
	assert_int_equal(item_count, 3);
	assert_true(nw_str_equal(items[1].id, id));
	assert_false(nw_str_equal(items[0].id, id));
}

static void articles_without_a_link_have_no_id_of_ours(void **state)
{
	(void)state;
	assert_int_equal(read_text("1. Storm closes the old harbour\n" BODY
				   "https://a.test/1\n\n"
				   "2. Fish prices rise by a tenth\n" BODY
				   "see below\n"),
			 NW_OK);
	assert_true(is(items[0].url, "https://a.test/1"));
	assert_true(nw_str_is_absent(items[0].id));
	assert_true(nw_str_is_absent(items[1].url));
}

struct notes {
	size_t cuts, titles;
	bool share;
};

static void note(void *arg, const struct nw_explained *explained)
{
	struct notes *notes = arg;
	struct nw_str words =
		nw_str_slice(input.bytes, explained->from, explained->to);

	notes->titles += is(explained->what, "title");
	if (!is(explained->what, "cut"))
		return;
	notes->cuts++;
	if (is(explained->why, "a share bar"))
		notes->share = is(words, "Share this article");
}

static void what_was_cut_is_told_with_reason_and_place(void **state)
{
	struct notes notes = { 0 };
	const struct nw_explain explain = { note, &notes };

	(void)state;
	input.explain = &explain;
	assert_int_equal(
		read_text("Storm closes the old harbour\n\n" BODY
			  "\nShare this article\n\nTags: harbour, storm\n\n"
			  "Fish prices rise by a tenth\n\n" BODY
			  "\n(c) 2025 All rights reserved\n"),
		NW_OK);
	assert_int_equal(notes.titles, 2);
	assert_int_equal(notes.cuts, 3);
	assert_true(notes.share);
	assert_true(is(items[0].content,
		       "The harbour was closed on Tuesday. Ferries waited "
		       "outside."));
}

static void names_of_outlets_are_no_dates(void **state)
{
	(void)state;
	assert_int_equal(read_text("Harbour Today\n3 days ago\n"
				   "Storm closes the old harbour\n" BODY
				   "\n\nHarbour Today\n5 days ago\n"
				   "Fish prices rise by a tenth\n" BODY),
			 NW_OK);
	assert_true(is(items[0].outlet, "Harbour Today"));
	assert_string_equal(when(0), "2025-03-17");
}

static void bytes_without_an_article_are_named_in_one_line(void **state)
{
	(void)state;
	assert_int_equal(read_text(""), NW_BAD_INPUT);
	assert_string_equal(err.text, "no articles: an empty text");
	assert_int_equal(read_text("\n\r\n \t\n"), NW_BAD_INPUT);
	assert_int_equal(read_text("Home\nAbout\nLogin\n"), NW_BAD_INPUT);
	assert_non_null(strstr(err.text, "no articles in 3 lines"));
	assert_null(strchr(err.text, '\n'));
}

/* Ten megabytes of one kind each; a worker has five seconds for a document. */
static void pages_of_ten_megabytes_are_read_and_bounded(void **state)
{
	static const char *const pieces[] = {
		"word ",	   "\n", "a\n",
		"Sentence here. ", "* ", "Name20 March 2025 10:10\n",
		"\xff\xfe",
	};
	const size_t len = (size_t)10 << 20;
	char *text = malloc(len);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		size_t step = strlen(pieces[i]);
		for (size_t at = 0; at < len; at++)
			text[at] = pieces[i][at % step];
		enum nw_status status = read_bytes(nw_str_make(text, len));
		assert_true(status == NW_OK || status == NW_BAD_INPUT);
		for (size_t k = 0; k < item_count; k++)
			assert_true(items[k].content.len <= 1 << 20);
		nw_arena_clear(arena);
	}
	free(text);
}

/* Header fields of systems alone, which are no mail's head. */
static double header_ms(size_t lines)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };

	nw_buf_init(&text, 1 << 20);
	for (size_t i = 0; i < lines; i++)
		nw_buf_add_text(&text, "Sender: x\n");
	nw_arena_clear(arena);
	double from = cpu_ms();
	assert_int_equal(read_bytes(nw_buf_str(&text)), NW_BAD_INPUT);
	return cpu_ms() - from;
}

/* Ten times the lines, ten times as long; squared it would be a hundred. */
static void header_fields_take_linear_time(void **state)
{
	(void)state;
	double little = header_ms(6000), much = header_ms(60000);
	assert_true(is_linear(little, much, 10));
}

static void no_more_items_than_asked_for(void **state)
{
	(void)state;
	input.item_limit = 1;
	assert_int_equal(read_text("Storm closes the old harbour\n\n" BODY
				   "\n\nFish prices rise by a tenth\n\n" BODY),
			 NW_OK);
	assert_int_equal(seen, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(relative_dates_need_the_time_of_the_fetch),
		TEST(page_before_country_settles_day_and_month),
		TEST(a_live_entry_keeps_its_id_when_the_page_grows),
		TEST(articles_without_a_link_have_no_id_of_ours),
		TEST(what_was_cut_is_told_with_reason_and_place),
		TEST(names_of_outlets_are_no_dates),
		TEST(bytes_without_an_article_are_named_in_one_line),
		TEST(pages_of_ten_megabytes_are_read_and_bounded),
		TEST(header_fields_take_linear_time),
		TEST(no_more_items_than_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
