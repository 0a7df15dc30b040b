/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plugin/descriptor.h"
#include "plugin/host.h"
#include "plugin/identity.h"
#include "plugin/settings.h"
#include <newswatch/classifier.h>
#include <newswatch/source.h>
#include <stdlib.h>

/* 2024-03-01T09:30:00Z */
#define NOW INT64_C(1709285400000)

static void verdicts_follow_the_delivery_contract(void **state)
{
	static const struct {
		uint32_t kind, outcome;
		int32_t code;
		uint32_t verdict;
	} rows[] = {
		{ NW_REQUEST_HTTP, 0, 204, NW_VERDICT_DELIVERED },
		{ NW_REQUEST_HTTP, 0, 302, NW_VERDICT_HELD },
		{ NW_REQUEST_HTTP, 0, 401, NW_VERDICT_HELD },
		{ NW_REQUEST_HTTP, 0, 410, NW_VERDICT_HELD },
		{ NW_REQUEST_HTTP, 0, 408, NW_VERDICT_LATER },
		{ NW_REQUEST_HTTP, 0, 429, NW_VERDICT_LATER },
		{ NW_REQUEST_HTTP, 0, 503, NW_VERDICT_LATER },
		{ NW_REQUEST_HTTP, 0, 413, NW_VERDICT_SMALLER },
		{ NW_REQUEST_HTTP, 0, 418, NW_VERDICT_DEAD },
		{ NW_REQUEST_HTTP, 0, 101, NW_VERDICT_DEAD },
		{ NW_REQUEST_SMTP, 0, 250, NW_VERDICT_DELIVERED },
		{ NW_REQUEST_SMTP, 0, 451, NW_VERDICT_LATER },
		{ NW_REQUEST_SMTP, 0, 535, NW_VERDICT_HELD },
		{ NW_REQUEST_SMTP, 0, 552, NW_VERDICT_SMALLER },
		{ NW_REQUEST_SMTP, 0, 550, NW_VERDICT_DEAD },
		{ NW_REQUEST_EXEC, 0, 0, NW_VERDICT_DELIVERED },
		{ NW_REQUEST_EXEC, 0, 75, NW_VERDICT_LATER },
		{ NW_REQUEST_EXEC, 0, 78, NW_VERDICT_HELD },
		{ NW_REQUEST_EXEC, 0, 1, NW_VERDICT_DEAD },
		{ NW_REQUEST_EXEC, 0, -9, NW_VERDICT_LATER },
		{ NW_REQUEST_FILE, NW_OUTCOME_LOCAL, 28, NW_VERDICT_LATER },
		{ NW_REQUEST_SMTP, NW_OUTCOME_NO_STARTTLS, 0, NW_VERDICT_HELD },
		{ NW_REQUEST_HTTP, NW_OUTCOME_CERTIFICATE, 0, NW_VERDICT_HELD },
		{ NW_REQUEST_HTTP, NW_OUTCOME_DNS, 0, NW_VERDICT_LATER },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct nw_response response = {
			.kind = rows[i].kind,
			.outcome = rows[i].outcome,
			.code = rows[i].code,
		};
		struct nw_verdict verdict;
		nw_judge(&response, &verdict);
		assert_int_equal(verdict.kind, rows[i].verdict);
	}
}

static void retry_after_is_read_in_every_form_and_bounded(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} rows[] = { { "120", 120000 },
		     { " 0 ", 0 },
		     { "999999999999999999999", 86400000 },
		     { "Fri, 01 Mar 2024 09:31:00 GMT", 60000 },
		     { "Friday, 01-Mar-24 09:31:00 GMT", 60000 },
		     { "Fri Mar  1 09:31:00 2024", 60000 },
		     { "Fri, 01 Mar 2024 09:00:00 GMT", 0 },
		     { "Fri, 01 Mar 2034 09:00:00 GMT", 86400000 },
		     { "soon", -1 },
		     { "-5", -1 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct nw_header header = { NW_STR("retry-after"),
						  nw_str_from(rows[i].text) };
		const struct nw_response response = { .kind = NW_REQUEST_HTTP,
						      .code = 503,
						      .headers = &header,
						      .header_count = 1,
						      .at = NOW };
		struct nw_verdict verdict;
		nw_judge(&response, &verdict);
		assert_true(verdict.retry_after_ms == rows[i].ms);
	}
}

static void settings_fill_defaults_and_refuse_what_has_no_row(void **state)
{
	static const struct nw_option rows[] = {
		{ .name = "every",
		  .type = NW_OPTION_DURATION,
		  .fallback = "10m" },
		{ .name = "to",
		  .type = NW_OPTION_TEXT,
		  .flags = NW_OPTION_LIST },
		{ .name = "headers", .type = NW_OPTION_MAP },
		{ .name = "terms", .type = NW_OPTION_FILE },
		{ .name = "token",
		  .type = NW_OPTION_TEXT,
		  .flags = NW_OPTION_SECRET },
		{ .name = NULL },
	};
	struct nw_settings *settings;
	struct nw_str key;
	struct nw_error err;

	(void)state;
	assert_int_equal(
		nwi_settings_read(
			nw_str_from(
				"{\"name\":\"n\",\"options\":{\"to\":[\"a\","
				"\"b\"],\"headers\":{\"X\":\"1\"}},\"files\":"
				"{\"terms\":[{\"path\":\"/p\",\"text\":\"t\"}]}"
				",\"secrets\":[\"token\"]}"),
			rows, &settings, &err),
		NW_OK);
	assert_int_equal(nw_settings_int(settings, "every"), 600000);
	assert_int_equal(nw_settings_count(settings, "to"), 2);
	assert_true(
		nw_str_is(nw_settings_at(settings, "headers", 0, &key), "1"));
	assert_true(nw_str_is(key, "X"));
	assert_true(
		nw_str_is(nw_settings_file(settings, "terms", 0, &key), "t"));
	assert_true(nw_settings_has(settings, "token"));
	assert_true(nw_str_is_absent(nw_settings_text(settings, "token")));
	nwi_settings_free(&settings);
	assert_int_equal(
		nwi_settings_read(nw_str_from("{\"options\":{\"x\":1}}"), rows,
				  &settings, &err),
		NW_BAD_CONFIG);
}

static enum nw_status keep_title(void *arg, const struct nw_item *item)
{
	struct nw_buf *out = arg;

	nw_buf_add_str(out, item->title);
	nw_buf_add_fmt(out, "|%u\n", item->author_count);
	return NW_OK;
}

static void items_of_a_foreign_plugin_are_cleaned_and_counted(void **state)
{
	static const struct nwi_host_calls calls = { .item = keep_title };
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(8 << 20);
	struct nw_item item = { .size = sizeof(item),
				.title = NW_STR("a\x1b[31m\xff\n b"),
				.author_count = 7 };
	struct nw_host host;
	struct nw_buf out;

	(void)state;
	nw_buf_init(&out, 1 << 20);
	nwi_host_init(&host, arena);
	host.calls = &calls;
	host.arg = &out;
	assert_int_equal(nw_emit_item(&host, &item), NW_OK);
	assert_string_equal(out.at, "a[31m\xef\xbf\xbd b|0\n");
	item.title = nw_str_from("x");
	for (uint32_t i = 1; i < NWI_HOST_ITEMS; i++)
		assert_int_equal(nw_emit_item(&host, &item), NW_OK);
	assert_int_equal(nw_emit_item(&host, &item), NW_LIMIT);
	nw_buf_fini(&out);
}

static void a_response_becomes_a_readers_input(void **state)
{
	const struct nw_header headers[] = {
		{ NW_STR("content-type"), NW_STR("text/xml") },
		{ NW_STR("link"), NW_STR("<https://a.test/hub>; rel=hub") },
		{ NW_STR("link"), NW_STR("<https://a.test/>; rel=self") },
	};
	const struct nw_response response = {
		.size = sizeof(response),
		.url = NW_STR("https://a.test/news#page-2"),
		.body = NW_STR("<rss/>"),
		.at = NOW,
		.headers = headers,
		.header_count = 3,
	};
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(8 << 20);
	struct nw_feed_input input = { .size = sizeof(input), .item_limit = 7 };
	struct nw_host host;

	(void)state;
	nwi_host_init(&host, arena);
	host.country = nw_str_from("gb");
	nw_source_input(&host, &response, &input);
	assert_int_equal(input.size, sizeof(input));
	assert_int_equal(input.item_limit, 7);
	assert_true(nw_str_is(input.bytes, "<rss/>"));
	assert_true(nw_str_is(input.base_url, "https://a.test/news"));
	assert_true(nw_str_is(input.content_type, "text/xml"));
	assert_true(nw_str_is(input.link, "<https://a.test/hub>; rel=hub, "
					  "<https://a.test/>; rel=self"));
	assert_true(nw_str_is_absent(input.content_language));
	assert_true(nw_str_is(input.country, "gb"));
	assert_int_equal(input.fetched, NOW);
	/* What a plugin says goes first; an older one's struct is shorter. */
	input.country = nw_str_from("us");
	input.fetched = 1;
	input.size = offsetof(struct nw_feed_input, fetched);
	nw_source_input(&host, &response, &input);
	assert_true(nw_str_is(input.country, "us"));
	assert_int_equal(input.fetched, 1);
}

/* Gives out as many items as the input allows, then has no memory left. */
static enum nw_status read_many(const struct nw_feed_input *input,
				struct nw_arena *arena, nw_feed_item_fn *each,
				void *arg, struct nw_feed *out,
				struct nw_error *err)
{
	struct nw_feed feed = { .size = sizeof(feed), .title = NW_STR("x") };
	struct nw_item item = { .size = sizeof(item), .title = NW_STR("y") };
	enum nw_status status = NW_OK;

	(void)arena;
	for (uint32_t i = 0; i < input->item_limit && status == NW_OK; i++)
		status = each(arg, &feed, &item);
	if (status == NW_OK && input->bytes.len > 0)
		status = nw_fail(err, NW_LIMIT, "no memory");
	if (status == NW_OK)
		*out = feed;
	return status;
}

static void a_full_response_was_read_well_a_full_arena_was_not(void **state)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(8 << 20);
	struct nw_feed_input input = { .size = sizeof(input), .item_limit = 2 };
	struct nw_host host;
	struct nw_error err;

	(void)state;
	nwi_host_init(&host, arena);
	assert_int_equal(nw_source_read(&host, &input, read_many, &err), NW_OK);
	assert_int_equal(host.item_count, 2);
	assert_true(nw_str_is(host.feed.title, "x"));
	input.bytes = nw_str_from("large");
	assert_int_equal(nw_source_read(&host, &input, read_many, &err),
			 NW_LIMIT);
	input.item_limit = NWI_HOST_ITEMS + 1;
	assert_int_equal(nw_source_read(&host, &input, read_many, &err), NW_OK);
	assert_int_equal(host.item_count, NWI_HOST_ITEMS);
}

static void identity_follows_policy_and_hash_tells_a_change(void **state)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	struct nw_item item = {
		.size = sizeof(item),
		.title = NW_STR("Title"),
		.url = NW_STR("http://www.example.org/a/?utm_source=x#top")
	};
	struct nwi_identity first, second;
	const struct nw_str source = NW_STR("s");

	(void)state;
	assert_int_equal(nwi_identity_of(&item, NWI_IDENTITY_AUTO, source,
					 arena, &first),
			 NW_OK);
	item.url = nw_str_from("https://example.org/a");
	item.summary = nw_str_from("more");
	assert_int_equal(nwi_identity_of(&item, NWI_IDENTITY_AUTO, source,
					 arena, &second),
			 NW_OK);
	assert_string_equal(first.id, second.id);
	assert_string_not_equal(first.hash, second.hash);
	item.id = nw_str_from("guid");
	assert_int_equal(nwi_identity_of(&item, NWI_IDENTITY_AUTO, source,
					 arena, &first),
			 NW_OK);
	assert_true(nw_str_is(first.text, "guid"));
}

/* Six items of which so many share an id, an address or a title. */
static uint32_t survey(bool ids, size_t same_ids, size_t same_urls,
		       size_t same_titles)
{
	struct nwi_identity_seen rows[6] = { 0 };

	for (size_t i = 0; i < 6; i++) {
		rows[i].id = !ids ? 0 : i < same_ids ? 1 : 10 + i;
		rows[i].keys.url = i < same_urls ? 1 : 20 + i;
		rows[i].keys.title = i < same_titles ? 1 : 30 + i;
		rows[i].keys.text = 40 + i;
		rows[i].keys.published = 50 + i;
	}
	return nwi_identity_survey(rows, 6);
}

static void a_survey_finds_what_tells_the_items_of_a_source_apart(void **state)
{
	static const struct {
		bool ids;
		size_t same_ids, same_urls, same_titles;
		enum nwi_identity_policy policy;
	} rows[] = {
		{ true, 0, 0, 0, NWI_IDENTITY_ID },
		{ true, 0, 6, 6, NWI_IDENTITY_ID },
		{ true, 6, 0, 0, NWI_IDENTITY_URL },
		{ true, 2, 0, 0, NWI_IDENTITY_URL },
		{ false, 0, 0, 6, NWI_IDENTITY_URL },
		{ false, 0, 3, 0, NWI_IDENTITY_URL_TITLE },
		{ true, 6, 6, 0, NWI_IDENTITY_URL_TITLE },
		{ false, 0, 6, 6, NWI_IDENTITY_HASH },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
			nwi_identity_choose(
				survey(rows[i].ids, rows[i].same_ids,
				       rows[i].same_urls, rows[i].same_titles)),
			rows[i].policy);
}

static enum nw_status open_nothing(const struct nw_settings *settings,
				   void **instance, struct nw_error *err)
{
	(void)settings;
	(void)instance;
	(void)err;
	return NW_OK;
}

static void name_no_topics(void *instance,
			   void (*each)(void *arg, struct nw_str name),
			   void *arg)
{
	(void)instance;
	(void)each;
	(void)arg;
}

static enum nw_status classify_nothing(void *instance, struct nw_host *host,
				       const struct nw_doc *doc,
				       struct nw_error *err)
{
	(void)host;
	(void)doc;
	return open_nothing(NULL, instance, err);
}

static enum nw_status ask_nobody(void *instance, struct nw_host *host,
				 const struct nw_doc *doc,
				 struct nw_request *request,
				 struct nw_error *err)
{
	(void)request;
	return classify_nothing(instance, host, doc, err);
}

static enum nw_status read_nothing(void *instance, struct nw_host *host,
				   const struct nw_doc *doc,
				   const struct nw_response *response,
				   struct nw_error *err)
{
	(void)response;
	return classify_nothing(instance, host, doc, err);
}

/* It would load, and no item would ever get a topic from it. */
static void a_classifier_that_nobody_could_ask_is_refused_by_name(void **state)
{
	struct nw_classifier_ops ops = {
		.size = sizeof(ops),
		.requests = NW_REQUEST_HTTP,
		.open = open_nothing,
		.topics = name_no_topics,
		.request = ask_nobody,
		.read = read_nothing,
	};
	const struct nw_option none = { .name = NULL };
	const struct nw_plugin plugin = { sizeof(plugin),
					  NW_ABI_MAJOR,
					  NW_ABI_MINOR,
					  NW_CLASSIFIER,
					  sizeof(struct nw_option),
					  "oracle",
					  "1.0",
					  "Apache-2.0",
					  "Asks far away",
					  &none,
					  &ops };
	struct nw_error err;

	(void)state;
	assert_int_equal(nwi_plugin_check(&plugin, "oracle.so", &err), NW_OK);
	ops.requests = NW_REQUEST_HTTP | NW_REQUEST_EXEC;
	assert_int_equal(nwi_plugin_check(&plugin, "oracle.so", &err),
			 NW_BAD_CONFIG);
	assert_string_equal(err.text,
			    "oracle.so: it has no classify, and a remote "
			    "classifier asks over HTTP alone");
	ops.classify = classify_nothing;
	assert_int_equal(nwi_plugin_check(&plugin, "oracle.so", &err),
			 NW_BAD_CONFIG);
	ops.requests = 0;
	assert_int_equal(nwi_plugin_check(&plugin, "oracle.so", &err), NW_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts_follow_the_delivery_contract),
		cmocka_unit_test(retry_after_is_read_in_every_form_and_bounded),
		cmocka_unit_test(
			settings_fill_defaults_and_refuse_what_has_no_row),
		cmocka_unit_test(
			items_of_a_foreign_plugin_are_cleaned_and_counted),
		cmocka_unit_test(
			identity_follows_policy_and_hash_tells_a_change),
		cmocka_unit_test(
			a_survey_finds_what_tells_the_items_of_a_source_apart),
		cmocka_unit_test(a_response_becomes_a_readers_input),
		cmocka_unit_test(
			a_full_response_was_read_well_a_full_arena_was_not),
		cmocka_unit_test(
			a_classifier_that_nobody_could_ask_is_refused_by_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
