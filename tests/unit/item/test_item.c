/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <newswatch/alert.h>

#define CHECK_STR(got, want) check_str((got), (want), __LINE__)

static void check_str(struct nw_str got, const char *want, int line)
{
	if (!nw_str_is(got, want))
		fail_msg("line %d: \"%.*s\", expected \"%s\"", line,
			 NW_FMT(got), want);
}

/* What is written is the text given, byte by byte. */
static void check_round(const char *json, bool alert)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_item item;
	struct nw_alert read;
	struct nw_error err = { 0 };

	nw_buf_init(&out, 1 << 20);
	if (alert) {
		assert_int_equal(nw_alert_from_json(nw_str_from(json), arena,
						    &read, &err),
				 NW_OK);
		nw_alert_to_json(&read, &out);
	} else {
		assert_int_equal(nw_item_from_json(nw_str_from(json), arena,
						   &item, &err),
				 NW_OK);
		nw_item_to_json(&item, &out);
	}
	CHECK_STR(nw_buf_str(&out), json);
}

static const char full_item[] =
	"{\"type\":\"item\",\"id\":\"tag:1\",\"url\":\"https://a.test/1\","
	"\"title\":\"Talks \\\"resume\\\"\","
	"\"published\":\"2024-03-01T09:30:00+02:00\",\"updated\":\"2024-03\","
	"\"authors\":[\"Ann\",\"Bo\"],\"summary\":\"s\",\"content\":\"a\\nb\","
	"\"content_html\":\"<p>a</p>\",\"categories\":[\"World\"],"
	"\"enclosures\":[{\"url\":\"https://a.test/x.mp3\","
	"\"type\":\"audio/mpeg\",\"length\":7},"
	"{\"url\":\"https://a.test/y\",\"type\":null,\"length\":null}],"
	"\"language\":\"en\",\"kind\":\"live\",\"outlet\":\"A\","
	"\"byline\":\"By Ann\",\"origin_title\":\"O\","
	"\"origin_url\":\"https://o.test/\","
	"\"flags\":[\"teaser\",\"cut\"]}";

static const char empty_item[] =
	"{\"type\":\"item\",\"id\":null,\"url\":null,\"title\":null,"
	"\"published\":null,\"updated\":null,\"authors\":[],\"summary\":null,"
	"\"content\":null,\"content_html\":null,\"categories\":[],"
	"\"enclosures\":[],\"language\":null,\"kind\":null,\"outlet\":null,"
	"\"byline\":null,\"origin_title\":null,\"origin_url\":null,"
	"\"flags\":[]}";

static void item_object_reads_back_as_it_was_written(void **s)
{
	(void)s;
	check_round(full_item, false);
	check_round(empty_item, false);
}

static void alert_object_reads_back_as_it_was_written(void **s)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	(void)s;
	nw_buf_init(&json, 1 << 16);
	nw_buf_add_fmt(&json,
		       "{\"type\":\"alert\",\"kind\":\"news\",\"id\":\"0a\","
		       "\"instance\":\"desk\",\"watch\":\"Strikes\","
		       "\"severity\":\"high\",\"story\":\"0b\","
		       "\"revision\":2,\"at\":\"2024-03-01T09:30:00Z\","
		       "\"title\":\"t\",\"text\":null,"
		       "\"thread\":\"0d\",\"reason\":\"update\","
		       "\"changes\":[{\"kind\":\"number\","
		       "\"text\":\"killed: 12 -> 17\"}],"
		       "\"first_seen\":\"2024-03-01T08:00:00Z\","
		       "\"story_items\":9,\"outlets\":7,\"independent\":3,"
		       "\"reports\":[{\"outlet\":\"Out\",\"owner\":\"Own\","
		       "\"country\":\"NL\",\"affiliation\":\"state\","
		       "\"wire\":\"AFP\",\"copy_of\":\"Other\","
		       "\"relation\":\"excerpt\","
		       "\"url\":\"https://a.test/1\","
		       "\"first\":\"2024-03-01T08:00:00Z\",\"items\":2},"
		       "{\"outlet\":\"Other\",\"owner\":null,"
		       "\"country\":null,\"affiliation\":null,\"wire\":null,"
		       "\"copy_of\":null,\"relation\":null,\"url\":null,"
		       "\"first\":null,\"items\":1}],\"items\":["
		       "{\"item_id\":\"0c\",\"source\":\"src\","
		       "\"outlet\":\"Out\",\"country\":\"NL\","
		       "\"affiliation\":\"state\","
		       "\"seen\":\"2024-03-01T09:31:00Z\","
		       "\"excerpt\":\"Dockers strike\","
		       "\"marks\":[{\"field\":\"body\",\"from\":8,\"to\":14}],"
		       "\"topics\":[{\"name\":\"strikes\",\"score\":0.75,"
		       "\"spans\":[{\"field\":\"title\",\"from\":0,"
		       "\"to\":5}]}],\"item\":%s}]}",
		       full_item);
	check_round(json.at, true);
}

/* What versions before stories stored, and what a stranger's program sends. */
static void alert_object_without_its_story_reads_as_empty(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 16);
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_alert alert;

	(void)s;
	nw_buf_init(&out, 1 << 16);
	assert_int_equal(
		nw_alert_from_json(
			nw_str_from("{\"kind\":\"spike\",\"id\":\"0a\","
				    "\"reason\":\"whim\",\"outlets\":-4,"
				    "\"items\":[]}"),
			arena, &alert, NULL),
		NW_OK);
	assert_int_equal(alert.kind, NW_ALERT_SPIKE);
	assert_int_equal(alert.reason + alert.outlets + alert.report_count, 0);
	nw_alert_to_json(&alert, &out);
	assert_true(nw_str_find(nw_buf_str(&out),
				nw_str_from("\"thread\":null,\"reason\":null,"
					    "\"changes\":[],\"first_seen\":"
					    "null,\"story_items\":0")) <
		    out.len);
}

static void changes_and_reports_of_wrong_types_are_refused_by_name(void **s)
{
	static const struct {
		const char *json, *says;
	} rows[] = {
		{ "{\"kind\":\"news\",\"changes\":[7]}",
		  "\"changes\" has something not an object" },
		{ "{\"kind\":\"news\",\"reports\":{}}",
		  "\"reports\" is not an array" },
		{ "{\"kind\":\"news\",\"reports\":[{\"wire\":1}]}",
		  "\"wire\" is not a string" },
		{ "{\"kind\":\"news\",\"thread\":[]}",
		  "\"thread\" is not a string" },
		{ "{\"kind\":\"rumour\"}",
		  "\"kind\" is not news, operator, test or spike" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		NW_AUTO(nw_arena_free)
		struct nw_arena *arena = nw_arena_new(1 << 16);
		struct nw_alert alert;
		struct nw_error err = { 0 };
		assert_int_equal(nw_alert_from_json(nw_str_from(rows[i].json),
						    arena, &alert, &err),
				 NW_BAD_INPUT);
		assert_string_equal(err.text, rows[i].says);
	}
}

/* A plugin built before `thread` was added has a smaller struct. */
static void alert_of_an_older_maker_is_read_to_its_own_size_only(void **s)
{
	static const struct nw_alert_change garbage[1];
	struct nw_alert alert = { .size = offsetof(struct nw_alert, thread),
				  .kind = NW_ALERT_NEWS,
				  .title = NW_STR("Port shut"),
				  .reason = NW_ALERT_UPDATE,
				  .change_count = 1,
				  .changes = garbage,
				  .story_items = 4 };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	(void)s;
	nw_buf_init(&out, 1 << 16);
	nw_alert_to_text(&alert, NW_TEXT_BRIEF, &out);
	CHECK_STR(nw_buf_str(&out), "  Port shut\n");
	nw_alert_to_json(&alert, &out);
	nw_alert_to_html(&alert, &out);
	assert_true(nw_str_find(nw_buf_str(&out), nw_str_from("Update")) ==
		    out.len);
}

static void text_and_date_stand_in_for_content_and_published(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 16);
	struct nw_item item;

	(void)s;
	assert_int_equal(
		nw_item_from_json(
			nw_str_from("{\"text\":\"a\\r\\nb\",\"date\":"
				    "\"2024-03-01\",\"title\":\"x\\ny\","
				    "\"score\":1}"),
			arena, &item, NULL),
		NW_OK);
	CHECK_STR(item.content, "a\nb");
	CHECK_STR(item.title, "x y");
	assert_int_equal(item.published.precision, NW_PRECISION_DAY);
}

static void a_stray_byte_or_an_odd_date_costs_no_item(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 16);
	struct nw_item item;

	(void)s;
	assert_int_equal(
		nw_item_from_json(
			nw_str_from("{\"title\":\"a\\u001bb\\u0085c\",\"date\":"
				    "\"Fri, 1 Mar 2024 09:30:00 +0100\","
				    "\"published\":\"soon\",\"updated\":7}"),
			arena, &item, NULL),
		NW_OK);
	CHECK_STR(item.title, "a b c");
	assert_int_equal(item.published.at, INT64_C(1709281800000));
	assert_int_equal(item.published.offset_min, 60);
	assert_true(nw_instant_is_absent(&item.updated));
}

static void wrong_members_are_refused_by_name(void **s)
{
	static const struct {
		const char *json, *says;
	} rows[] = {
		{ "{\"title\":7}", "\"title\" is not a string" },
		{ "{\"authors\":\"Ann\"}", "\"authors\" is not an array" },
		{ "{\"authors\":[1]}", "\"authors\" is not a string" },
		{ "[]", "an item is not an object" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		NW_AUTO(nw_arena_free)
		struct nw_arena *arena = nw_arena_new(1 << 16);
		struct nw_item item;
		struct nw_error err = { 0 };
		assert_int_equal(nw_item_from_json(nw_str_from(rows[i].json),
						   arena, &item, &err),
				 NW_BAD_INPUT);
		assert_string_equal(err.text, rows[i].says);
	}
}

static void overlong_title_is_cut_at_a_character_and_flagged(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	struct nw_item item;

	(void)s;
	nw_buf_init(&json, 1 << 16);
	nw_buf_add_text(&json, "{\"title\":\"a");
	for (int i = 0; i < 4000; i++)
		nw_buf_add_text(&json, "\xc3\xa9");
	nw_buf_add_text(&json, "\"}");
	assert_int_equal(
		nw_item_from_json(nw_buf_str(&json), arena, &item, NULL),
		NW_OK);
	assert_int_equal(item.title.len, 4095);
	assert_int_equal(item.flags, NW_ITEM_CUT);
}

static void matched_words_are_marked_in_title_and_excerpt(void **s)
{
	static const char json[] =
		"{\"kind\":\"news\",\"id\":\"0a\",\"title\":\"Port <shut>\","
		"\"items\":[{\"item\":{\"title\":\"Port <shut>\"},"
		"\"excerpt\":\"Dockers strike\",\"marks\":["
		"{\"field\":\"title\",\"from\":0,\"to\":4},"
		"{\"field\":\"body\",\"from\":8,\"to\":14}]}]}";
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 16);
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_alert alert;

	(void)s;
	nw_buf_init(&out, 1 << 16);
	assert_int_equal(
		nw_alert_from_json(nw_str_from(json), arena, &alert, NULL),
		NW_OK);
	nw_alert_to_text(&alert, 0, &out);
	nw_alert_to_text(&alert, NW_TEXT_COLOUR, &out);
	nw_alert_to_html(&alert, &out);
	nw_buf_add_char(&out, '\0');
	assert_non_null(strstr(out.at, "  *Port* <shut>\n"));
	assert_non_null(strstr(out.at, "    Dockers *strike*\n"));
	assert_non_null(strstr(out.at, "\x1b[1m\x1b[1;33mPort\x1b[0m\x1b[1m "
				       "<shut>\x1b[0m\n"));
	assert_non_null(strstr(out.at, "<mark>Port</mark> &lt;shut&gt;"));
	assert_non_null(strstr(out.at, "Dockers <mark>strike</mark></p>"));
}

static void marks_outside_the_excerpt_are_dropped(void **s)
{
	static const char json[] =
		"{\"kind\":\"news\",\"items\":[{\"item\":{\"title\":\"abc\"},"
		"\"excerpt\":\"four\",\"marks\":["
		"{\"field\":\"body\",\"from\":0,\"to\":5},"
		"{\"field\":\"body\",\"from\":3,\"to\":2},"
		"{\"field\":\"title\",\"from\":-1,\"to\":2},"
		"{\"field\":\"title\",\"from\":1,\"to\":3}]}]}";
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 16);
	struct nw_alert alert;

	(void)s;
	assert_int_equal(
		nw_alert_from_json(nw_str_from(json), arena, &alert, NULL),
		NW_OK);
	assert_int_equal(alert.items[0].mark_count, 1);
	assert_int_equal(alert.items[0].marks[0].from, 1);
}

/* A plugin built before `origin_title` was added has a smaller struct. */
static void item_of_an_older_maker_is_read_to_its_own_size_only(void **s)
{
	struct nw_item item = { .size = offsetof(struct nw_item, origin_title),
				.origin_title = NW_STR("garbage") };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	(void)s;
	nw_buf_init(&out, 1 << 16);
	nw_item_to_json(&item, &out);
	CHECK_STR(nw_buf_str(&out), empty_item);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(item_object_reads_back_as_it_was_written),
		cmocka_unit_test(alert_object_reads_back_as_it_was_written),
		cmocka_unit_test(alert_object_without_its_story_reads_as_empty),
		cmocka_unit_test(
			changes_and_reports_of_wrong_types_are_refused_by_name),
		cmocka_unit_test(
			alert_of_an_older_maker_is_read_to_its_own_size_only),
		cmocka_unit_test(
			text_and_date_stand_in_for_content_and_published),
		cmocka_unit_test(a_stray_byte_or_an_odd_date_costs_no_item),
		cmocka_unit_test(wrong_members_are_refused_by_name),
		cmocka_unit_test(
			overlong_title_is_cut_at_a_character_and_flagged),
		cmocka_unit_test(matched_words_are_marked_in_title_and_excerpt),
		cmocka_unit_test(marks_outside_the_excerpt_are_dropped),
		cmocka_unit_test(
			item_of_an_older_maker_is_read_to_its_own_size_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
