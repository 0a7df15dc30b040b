/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "feed/reader.h"
#include "text/date.h"
#include "text/utf8.h"
#include <stdio.h>
#include <stdlib.h>

#define MIB ((size_t)1 << 20)

/* What a reading gave: counts, and copies of the last item's fields. */
struct got {
	struct nw_arena *arena;
	struct nw_feed feed;
	struct nw_error err;
	uint32_t items;
	uint32_t stop_after;
	uint32_t flags;
	struct nw_str first_feed_title;
	struct nw_str title, url, language, summary, html;
	size_t title_len, content_len;
};

static struct nw_str keep(struct got *got, struct nw_str s)
{
	return nw_arena_str(got->arena, nw_str_slice(s, 0, 1000));
}

static enum nw_status take(void *arg, const struct nw_feed *feed,
			   const struct nw_item *item)
{
	struct got *got = arg;

	if (got->items++ == 0)
		got->first_feed_title = keep(got, feed->title);
	got->flags = item->flags;
	got->title = keep(got, item->title);
	got->url = keep(got, item->url);
	got->language = keep(got, item->language);
	got->summary = keep(got, item->summary);
	got->html = keep(got, item->content_html);
	got->title_len = item->title.len;
	got->content_len = item->content.len;
	return got->items == got->stop_after ? NW_GONE : NW_OK;
}

static enum nw_status read_input(struct got *got, struct nw_feed_input *input)
{
	got->arena = nw_arena_new(64 * MIB);
	input->size = sizeof(*input);
	return nw_feed_read(input, got->arena, take, got, &got->feed,
			    &got->err);
}

#define CHECK_STR(got, want) check_str((got), (want), __LINE__)

static void check_str(struct nw_str got, const char *want, int line)
{
	if (!nw_str_is(got, want))
		fail_msg("line %d: \"%.*s\", expected \"%s\"", line,
			 NW_FMT(got), want);
}

#define RSS(items)                                              \
	"<rss version='2.0'><channel><title>Feed</title>" items \
	"</channel></rss>"

static void persons_are_named_however_they_are_written(void **s)
{
	static const struct {
		const char *written, *name;
	} rows[] = {
		{ "me@a.test (Ann Other)", "Ann Other" },
		{ "Ann Other <me@a.test>", "Ann Other" },
		{ "Ann Other (me@a.test)", "Ann Other" },
		{ "Ann (the elder) <me@a.test>", "Ann (the elder)" },
		{ "<me@a.test>", "me@a.test" },
		{ "mailto:me@a.test", "me@a.test" },
		{ "me@a.test", "me@a.test" },
		{ " Ann @ home ", "Ann @ home" },
		{ "@ann", "@ann" },
		{ "", "" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(nwi_person_name(nw_str_from(rows[i].written)),
			  rows[i].name);
}

/* What is called clean must come out of the cleaner as it went in. */
static void no_unclean_character_is_called_clean(void **s)
{
	struct nw_buf text, out;

	(void)s;
	nw_buf_init(&text, 64);
	nw_buf_init(&out, 64);
	for (uint32_t c = 1; c < 0x110000; c++) {
		bool line = c & 1;
		for (int round = 0; round < 2; round++, line = !line) {
			nw_buf_clear(&text);
			nw_buf_clear(&out);
			nw_buf_add_text(&text, "abcdefgh a");
			nw_buf_add_utf8(&text, c);
			nw_buf_add_text(&text, " bcd efghi");
			if (!nwi_text_is_clean(nw_buf_str(&text), line))
				continue;
			if (line)
				nwi_text_line(&out, nw_buf_str(&text), 64);
			else
				nwi_text_clean(&out, nw_buf_str(&text));
			if (!nw_str_equal(nw_buf_str(&text), nw_buf_str(&out)))
				fail_msg("U+%04X, line %d", c, line);
		}
	}
	nw_buf_fini(&text);
	nw_buf_fini(&out);
}

static void spaces_at_every_place_are_seen(void **s)
{
	(void)s;
	for (size_t i = 0; i < 40; i++) {
		char text[42];
		memset(text, 'a', sizeof(text));
		text[i] = ' ';
		assert_int_equal(nwi_text_is_clean(nw_str_make(text, 41), true),
				 i > 0);
		text[i + 1] = ' ';
		assert_false(nwi_text_is_clean(nw_str_make(text, 41), true));
		assert_true(nwi_text_is_clean(nw_str_make(text, 41), false));
		text[i] = '\0';
		assert_false(nwi_text_is_clean(nw_str_make(text, 41), false));
	}
}

/* A space before it sends the same date the long way. */
static void usual_dates_are_read_the_quick_way_as_the_long_one(void **s)
{
	static const char *const dates[] = {
		"Fri, 01 Mar 2024 09:30:00 +0100",
		"Thu, 29 Feb 2024 23:59:59 GMT",
		"Thu, 30 Feb 2024 23:59:59 GMT",
		"Fri, 01 Mar 2024 24:00:00 GMT",
		"Fri, 01 Mar 2024 09:30:60 GMT",
		"Fri, 01 Mar 2024 09:30:00 -0000",
		"Fri, 01 Mar 2024 09:30:00 +1400",
		"Fri, 01 Mar 2024 09:30:00 EST",
		"Mon, 01 Mar 2024 09:30:00 -0330",
		"2024-03-01T09:30:00Z",
		"2024-03-01T09:30:00+05:45",
		"2024-03-01T09:30:00-00:00",
		"2024-02-30T09:30:00Z",
		"2024-03-01T25:30:00Z",
		"2024-03-01T09:30:00",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		char slow[64];
		struct nw_instant a = { 0 }, b = { 0 };
		snprintf(slow, sizeof(slow), " %s", dates[i]);
		assert_int_equal(nwi_date_read(nw_str_from(dates[i]), NULL, &a),
				 nwi_date_read(nw_str_from(slow), NULL, &b));
		if (a.at != b.at || a.offset_min != b.offset_min ||
		    a.precision != b.precision)
			fail_msg("%s", dates[i]);
	}
}

static void feed_is_known_when_its_first_item_comes(void **s)
{
	struct got got = { 0 };
	struct nw_feed_input input = { .bytes = NW_STR(
					       RSS("<item><title>a</title>"
						   "</item>")) };

	(void)s;
	assert_int_equal(read_input(&got, &input), NW_OK);
	CHECK_STR(got.first_feed_title, "Feed");
	CHECK_STR(got.feed.format, "rss20");
	nw_arena_free(&got.arena);
}

static void reading_stops_when_the_receiver_says_so(void **s)
{
	struct got got = { .stop_after = 1 };
	struct nw_feed_input input = { .bytes = NW_STR(
					       RSS("<item/><item/><item/>")) };

	(void)s;
	assert_int_equal(read_input(&got, &input), NW_GONE);
	assert_int_equal(got.items, 1);
	nw_arena_free(&got.arena);
}

static void no_more_items_than_the_limit_are_given(void **s)
{
	struct nw_buf text;

	(void)s;
	nw_buf_init(&text, MIB);
	nw_buf_add_text(&text, "<rss><channel>");
	for (int i = 0; i < 6000; i++)
		nw_buf_add_text(&text, "<item><title>x</title></item>");
	for (uint32_t limit = 0; limit < 8; limit += 7) {
		struct got got = { 0 };
		struct nw_feed_input input = { .bytes = nw_buf_str(&text),
					       .item_limit = limit };
		assert_int_equal(read_input(&got, &input), NW_OK);
		assert_int_equal(got.items, limit ? limit : 5000);
		nw_arena_free(&got.arena);
	}
	nw_buf_fini(&text);
}

static void links_start_at_the_content_location(void **s)
{
	struct got got = { 0 };
	struct nw_feed_input input = {
		.bytes = NW_STR(RSS("<item><link>one</link><description>"
				    "&lt;a href='two'>2&lt;/a></description>"
				    "</item>")),
		.base_url = NW_STR("https://a.test/x/feed"),
		.content_location = NW_STR("/y/feed"),
	};

	(void)s;
	assert_int_equal(read_input(&got, &input), NW_OK);
	CHECK_STR(got.url, "https://a.test/y/one");
	assert_true(nw_str_find(got.html, nw_str_from("https://a.test/y/two")) <
		    got.html.len);
	nw_arena_free(&got.arena);
}

static void charset_of_the_header_counts(void **s)
{
	struct got got = { 0 };
	struct nw_feed_input input = {
		.bytes = NW_STR(RSS("<item><title>\xcc\xe8\xf0</title>"
				    "</item>")),
		.content_type = NW_STR("text/xml; charset=windows-1251"),
		.content_language = NW_STR("ru"),
	};

	(void)s;
	assert_int_equal(read_input(&got, &input), NW_OK);
	CHECK_STR(got.title, "\xd0\x9c\xd0\xb8\xd1\x80");
	CHECK_STR(got.feed.encoding, "windows-1251");
	CHECK_STR(got.language, "ru");
	nw_arena_free(&got.arena);
}

static void overlong_fields_are_cut_and_flagged(void **s)
{
	struct got got = { 0 };
	struct nw_buf text;

	(void)s;
	nw_buf_init(&text, 8 * MIB);
	nw_buf_add_text(&text, "<rss><channel><item><title>");
	for (int i = 0; i < 5000; i++)
		nw_buf_add_char(&text, 'x');
	nw_buf_add_text(&text, "</title><fullitem>");
	for (int i = 0; i < 600000; i++)
		nw_buf_add_text(&text, "\xd0\xb0\xd0\xb1 ");
	nw_buf_add_text(&text, "</fullitem></item></channel></rss>");
	struct nw_feed_input input = { .bytes = nw_buf_str(&text) };
	assert_int_equal(read_input(&got, &input), NW_OK);
	assert_int_equal(got.title_len, 4096);
	assert_in_range(got.content_len, MIB - 3, MIB);
	assert_true(got.flags & NW_ITEM_CUT);
	nw_arena_free(&got.arena);
	nw_buf_fini(&text);
}

/* RELIABILITY: a feed 200,000 levels deep. */
static void absurd_depth_neither_fails_nor_hides_the_items(void **s)
{
	struct got got = { 0 };
	struct nw_buf text;

	(void)s;
	nw_buf_init(&text, 8 * MIB);
	nw_buf_add_text(&text, "<rss><channel><item><title>a</title></item>"
			       "<item><description>");
	for (int i = 0; i < 200000; i++)
		nw_buf_add_text(&text, "<b>");
	nw_buf_add_text(&text, "deep</description></item></channel></rss>");
	struct nw_feed_input input = { .bytes = nw_buf_str(&text) };
	assert_int_equal(read_input(&got, &input), NW_OK);
	assert_int_equal(got.items, 2);
	CHECK_STR(got.summary, "deep");
	nw_arena_free(&got.arena);
	nw_buf_fini(&text);
}

static void json_cut_anywhere_gives_the_whole_items(void **s)
{
	static const char json[] =
		"{\"version\":\"https://jsonfeed.org/version/1.1\","
		"\"title\":\"a}]\\\"\",\"items\":[{\"id\":\"1\","
		"\"title\":\"}\"},{\"id\":\"2\",\"tags\":[\"x\"]},"
		"{\"id\":\"3\"}]}";
	size_t first = strlen(json) - strlen(strstr(json, ",{\"id\":\"2"));

	(void)s;
	for (size_t len = first; len < sizeof(json); len++) {
		struct got got = { 0 };
		struct nw_feed_input input = { .bytes =
						       nw_str_make(json, len) };
		assert_int_equal(read_input(&got, &input), NW_OK);
		assert_in_range(got.items, 1, 3);
		nw_arena_free(&got.arena);
	}
}

static void one_wrong_sign_loses_no_json_feed(void **s)
{
	static const char *const signs[] = {
		"\"x\":\"half \\ud83d\",",
		"\"x\":\"a\\u0000b\",",
		"\"x\":\"a\nb\",",
		"\"x\":1e999,",
		"\"x\":99999999999999999999,",
		",",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
		struct got got = { 0 };

		nw_buf_init(&json, 1000);
		nw_buf_add_fmt(
			&json,
			"{\"version\":\"https://jsonfeed.org/version/1\","
			"\"items\":[{%s\"id\":\"1\"},{\"id\":\"2\","
			"\"title\":\"\\ud83d\\ude00\"}]}",
			signs[i]);
		struct nw_feed_input input = { .bytes = nw_buf_str(&json) };
		assert_int_equal(read_input(&got, &input), NW_OK);
		assert_int_equal(got.items, 2);
		CHECK_STR(got.title, "\U0001f600");
		nw_arena_free(&got.arena);
	}
}

static void every_beginning_of_a_feed_can_be_read(void **s)
{
	static const char text[] =
		RSS("<item><title><![CDATA[a & b]]></title><link>http://a.test/"
		    "</link><description>&lt;p&gt;x&lt;/p&gt;</description>"
		    "<author>a@b.test (N)</author></item><item><source "
		    "url='http://o.test/'>O</source></item>");

	(void)s;
	for (size_t len = 0; len < sizeof(text); len++) {
		struct got got = { 0 };
		char *exact = nw_str_dup(nw_str_make(text, len));
		struct nw_feed_input input = { .bytes = nw_str_make(exact,
								    len) };
		enum nw_status status = read_input(&got, &input);
		assert_true(status ==
			    (got.feed.format.at ? NW_OK : NW_BAD_INPUT));
		nw_arena_free(&got.arena);
		free(exact);
	}
}

static void the_link_header_names_hub_and_self_where_the_feed_does_not(void **s)
{
	static const struct {
		const char *header, *head, *hub, *self;
	} rows[] = {
		{ "<https://h.test/>; rel=\"hub\", </f>; rel=self", "",
		  "https://h.test/", "https://a.test/f" },
		{ "</x>;rel=\"preload HUB\";as=\"a,b;c\"", "",
		  "https://a.test/x", NULL },
		{ "<https://h.test/>; title=\"rel=hub\"; rel=next", "", NULL,
		  NULL },
		{ "<https://h.test/>; rel=hub",
		  "<atom:link rel='hub' href='https://own.test/'/>",
		  "https://own.test/", NULL },
		{ "<a>;rel=\"hub", "", "https://a.test/a", NULL },
		{ "<a; rel=hub", "", NULL, NULL },
		{ "<javascript:x()>; rel=hub", "", NULL, NULL },
		{ ";;,=<>;=;", "", NULL, NULL },
		{ "", "", NULL, NULL },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct got got = { 0 };
		NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
		nw_buf_init(&text, 1000);
		nw_buf_add_fmt(&text,
			       "<rss version='2.0' xmlns:atom='http://www.w3."
			       "org/2005/Atom'><channel>%s</channel></rss>",
			       rows[i].head);
		struct nw_feed_input input = {
			.bytes = nw_buf_str(&text),
			.base_url = NW_STR("https://a.test/feed"),
			.link = nw_str_from(rows[i].header),
		};
		assert_int_equal(read_input(&got, &input), NW_OK);
		assert_true(
			nw_str_equal(got.feed.hub, nw_str_from(rows[i].hub)));
		assert_true(
			nw_str_equal(got.feed.self, nw_str_from(rows[i].self)));
		nw_arena_free(&got.arena);
	}
}

static void add_note(void *arg, const struct nw_explained *note)
{
	nw_buf_add_fmt(arg, "%.*s: %.*s (%.*s) %u-%u\n", NW_FMT(note->what),
		       NW_FMT(note->text), NW_FMT(note->why),
		       (unsigned)note->from, (unsigned)note->to);
}

static void a_reader_that_is_asked_says_what_it_took_for_what(void **s)
{
	NW_AUTO(nw_buf_fini) struct nw_buf notes = { 0 };
	struct got got = { 0 };
	const struct nw_explain explain = { add_note, &notes };
	struct nw_feed_input input = {
		.bytes = NW_STR("<rss version='2.0'><item><title>A</title>"
				"<pubDate>no day</pubDate><description>d"
				"</description></item></rss>"),
		.explain = &explain,
	};

	(void)s;
	nw_buf_init(&notes, 10000);
	assert_int_equal(read_input(&got, &input), NW_OK);
	assert_true(nw_str_is(
		nw_buf_str(&notes),
		"record: A (item 1 of rss20) 32-33\n"
		"date: no day (published, and no date could be read of it) "
		"50-56\n"
		"text: d (the summary; there is no full text) 79-80\n"
		"charset: utf-8 (valid UTF-8, and nothing says otherwise) "
		"0-0\n"));
	nw_arena_free(&got.arena);
}

static void documents_are_told_by_their_beginning(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *type;
		enum nw_document kind;
	} rows[] = {
		{ "<?xml version='1.0'?><rss version='2.0'>", 0, NULL,
		  NW_DOCUMENT_FEED },
		{ "<!-- made --><atom:feed xmlns:atom='x'>", 0, NULL,
		  NW_DOCUMENT_FEED },
		{ "<rdf:RDF>", 0, NULL, NW_DOCUMENT_FEED },
		{ "<urlset>", 0, NULL, NW_DOCUMENT_SITEMAP },
		{ "\xef\xbb\xbf<sm:sitemapindex>", 0, NULL,
		  NW_DOCUMENT_SITEMAP },
		{ "\x1f\x8b\x08\x00", 4, NULL, NW_DOCUMENT_SITEMAP },
		{ "https://a.test/1\r\nhttps://a.test/2\n", 0, NULL,
		  NW_DOCUMENT_SITEMAP },
		{ "https://a.test/1\nWords of a page", 0, NULL,
		  NW_DOCUMENT_TEXT },
		{ "<!DOCTYPE html><title>x", 0, NULL, NW_DOCUMENT_HTML },
		{ "Words", 0, "text/html; charset=utf-8", NW_DOCUMENT_HTML },
		{ "Words", 0, "text/plain", NW_DOCUMENT_TEXT },
		{ "[Photo: a bridge] Words", 0, NULL, NW_DOCUMENT_TEXT },
		{ "[{\"a\":1}]", 0, NULL, NW_DOCUMENT_OTHER },
		{ "[ ]", 0, NULL, NW_DOCUMENT_OTHER },
		{ "<svg>", 0, NULL, NW_DOCUMENT_OTHER },
		{ "\xff\xfe<\0r\0s\0s\0>\0", 12, NULL, NW_DOCUMENT_FEED },
		{ "\xff\xfe\x14\x04\x30\x04", 6, NULL, NW_DOCUMENT_TEXT },
		{ "%PDF-1.7", 0, NULL, NW_DOCUMENT_OTHER },
		{ "", 0, NULL, NW_DOCUMENT_OTHER },
		{ "\x01\x02\x03", 0, NULL, NW_DOCUMENT_OTHER },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = rows[i].len ? rows[i].len : strlen(rows[i].bytes);
		assert_int_equal(
			nw_document_sniff(nw_str_make(rows[i].bytes, len),
					  nw_str_from(rows[i].type)),
			rows[i].kind);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(persons_are_named_however_they_are_written),
		cmocka_unit_test(no_unclean_character_is_called_clean),
		cmocka_unit_test(spaces_at_every_place_are_seen),
		cmocka_unit_test(
			usual_dates_are_read_the_quick_way_as_the_long_one),
		cmocka_unit_test(
			the_link_header_names_hub_and_self_where_the_feed_does_not),
		cmocka_unit_test(
			a_reader_that_is_asked_says_what_it_took_for_what),
		cmocka_unit_test(feed_is_known_when_its_first_item_comes),
		cmocka_unit_test(reading_stops_when_the_receiver_says_so),
		cmocka_unit_test(no_more_items_than_the_limit_are_given),
		cmocka_unit_test(links_start_at_the_content_location),
		cmocka_unit_test(charset_of_the_header_counts),
		cmocka_unit_test(overlong_fields_are_cut_and_flagged),
		cmocka_unit_test(
			absurd_depth_neither_fails_nor_hides_the_items),
		cmocka_unit_test(json_cut_anywhere_gives_the_whole_items),
		cmocka_unit_test(one_wrong_sign_loses_no_json_feed),
		cmocka_unit_test(every_beginning_of_a_feed_can_be_read),
		cmocka_unit_test(documents_are_told_by_their_beginning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
