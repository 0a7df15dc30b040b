/* SPDX-License-Identifier: Apache-2.0 */
/* Fields over what is true of an item beside its text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask.h"

static const struct nw_str authors[] = { NW_STR("Anna Kovač"),
					 NW_STR("J. P. Morgan-Smith") };
static const struct nw_str categories[] = { NW_STR("World/Middle East"),
					    NW_STR("Energy policy") };
static const struct nw_topic topics[] = {
	{ .size = sizeof(struct nw_topic),
	  .name = NW_STR("strikes"),
	  .score = 0.7 },
	{ .size = sizeof(struct nw_topic),
	  .name = NW_STR("oil_price"),
	  .score = 0.4 },
};

enum { MINUTE = 60000, HOUR = 60 * MINUTE, DAY = 24 * HOUR };
#define NOW (INT64_C(1700000000000))

static struct nw_item sample(void)
{
	return (struct nw_item){
		.size = sizeof(struct nw_item),
		.url = NW_STR("https://news.harbour.example/world/2026/"
			      "oil-depot_fire.html?id=77&q=%D0%BA%D0%B8%D0%B5%"
			      "D0%B2"),
		.title = NW_STR("Depot on fire"),
		.content = NW_STR("Os bombeiros chegaram do porto durante "
				  "a noite e não houve feridos, disse o "
				  "ministro."),
		.language = NW_STR("pt-BR"),
		.kind = NW_STR("live"),
		.authors = authors,
		.author_count = 2,
		.categories = categories,
		.category_count = 2,
		.published = { NOW - 36 * HOUR, 0, NW_PRECISION_MINUTE, { 0 } },
	};
}

static const struct nw_query_facts known = {
	.size = sizeof(struct nw_query_facts),
	.source = NW_STR("harbour-world"),
	.outlet = NW_STR("The Harbour Times"),
	.country = NW_STR("GB"),
	.affiliation = NW_STR("independent"),
	.owner = NW_STR("Quay Media plc"),
	.topics = topics,
	.topic_count = 2,
	.now = NOW,
};

struct question {
	const char *query;
	bool matches;
};

static void put_all(const struct question *rows, size_t count,
		    const struct nw_item *item,
		    const struct nw_query_facts *facts)
{
	for (size_t i = 0; i < count; i++) {
		if (ask_item(rows[i].query, item, facts) != rows[i].matches)
			fail_msg("%s: %s", rows[i].query,
				 rows[i].matches ? "should match"
						 : "should not match");
	}
}

#define PUT_ALL(rows, item, facts) \
	put_all((rows), sizeof(rows) / sizeof((rows)[0]), (item), (facts))

static void every_field_asks_for_its_fact(void **s)
{
	static const struct question rows[] = {
		{ "url:depot", true },
		{ "url:depo*", true },
		{ "url:oil-depot", true },
		{ "url:\"depot fire\"", true },
		{ "url:/world/2026/", true },
		{ "url:\"https://news.harbour.example/world\"", true },
		{ "url:https://news.harbour.example/world/2026", true },
		{ "url:oil-depot_fire.html?id=77", true },
		{ "url:Киев", true },
		{ "url:noite", false },
		{ "url:epot", false },
		{ "url:\"world depot\"", false },
		{ "site:harbour.example", true },
		{ "site:news.harbour.example", true },
		{ "site:www.harbour.example", true },
		{ "site:*.harbour.example", true },
		{ "site:.example", true },
		{ "site:example", true },
		{ "site:arbour.example", false },
		{ "site:old.harbour.example", false },
		{ "site:HARBOUR.example", true },
		{ "source:harbour-world", true },
		{ "source:\"Harbour World\"", true },
		{ "source:harbour", false },
		{ "source:harbour*", true },
		{ "outlet:\"The Harbour Times\"", true },
		{ "outlet:\"the HARBOUR times\"", true },
		{ "outlet:\"Harbour Times\"", false },
		{ "outlet:\"The Harb* Times\"", true },
		{ "outlet:harbour", false },
		{ "author:kovac", true },
		{ "author:\"Anna Kovač\"", true },
		{ "author:\"Kovač Anna\"", false },
		{ "author:\"Kovač J\"", false }, /* of two authors */
		{ "author:morgan-smith", true },
		{ "tag:energy", true },
		{ "tag:\"middle east\"", true },
		{ "tag:\"east energy\"", false },
		{ "tag:depot", false },
		{ "lang:pt", true },
		{ "lang:pt-BR", true },
		{ "lang:pt-br", true },
		{ "lang:por", true },
		{ "lang:pt-PT", false },
		{ "country:gb", true },
		{ "country:UK", true },
		{ "country:ie", false },
		{ "affiliation:independent", true },
		{ "affiliation:state", false },
		{ "owner:\"quay media*\"", true },
		{ "type:live", true },
		{ "type:article", false },
		{ "topic:strikes", true },
		{ "topic:strikes>=0.7", true },
		{ "topic:strikes>0.7", false },
		{ "topic:strikes>0.69", true },
		{ "topic:\"strikes>=0.8\"", false },
		{ "topic:oil_price", false },
		{ "topic:oil_price>=0.3", true },
		{ "topic:peace", false },
		{ "depot age<2d", true },
		{ "depot age<36h", false },
		{ "depot age<=36h", true },
		{ "depot age<90m", false },
		{ "depot age>1d", true },
		{ "depot age>1w", false },
		{ "depot age<1.5d", false },
		{ "depot NOT age>1w", true },
	};
	struct nw_item item = sample();

	(void)s;
	PUT_ALL(rows, &item, &known);
}

static void facts_join_with_words_and_each_other(void **s)
{
	static const struct question rows[] = {
		{ "outlet:\"the harbour times\" AND topic:strikes", true },
		{ "outlet:\"the harbour times\" NOT topic:strikes", false },
		{ "fire site:harbour.example", true },
		{ "fire site:other.example", false },
		{ "fire OR site:other.example", true },
		{ "site:(other.example OR harbour.example) country:gb", true },
		{ "site:(harbour.example NOT news.harbour.example)", false },
		{ "(lang:en OR lang:pt) NOT country:(fr OR de)", true },
		{ "(lang:en OR (country:gb type:live)) (depot NEAR/1 fire)",
		  true },
		{ "title:depot site:harbour.example -tag:sport", true },
		/* words of the text are no facts, and facts no words */
		{ "tag:bombeiros", false },
		{ "kovac", false },
		{ "\"fire kovac\"", false },
	};
	struct nw_item item = sample();

	(void)s;
	PUT_ALL(rows, &item, &known);
}

static void what_is_unknown_never_matches(void **s)
{
	static const struct question rows[] = {
		{ "outlet:times OR country:gb OR topic:strikes", false },
		{ "depot age<2d", false },
		{ "depot age>2d", false },
		{ "depot NOT age>2d", true },
		{ "depot NOT country:gb", true },
		{ "type:article", true }, /* unless it says otherwise */
		{ "url:depot OR site:example OR author:anna OR tag:world",
		  false },
	};
	struct nw_item bare = {
		.size = sizeof(bare),
		.title = NW_STR("Depot on fire"),
		.published = { 0, 0, NW_PRECISION_NONE, { 0 } },
	};
	struct nw_item vague = sample();

	(void)s;
	PUT_ALL(rows, &bare, NULL);
	bare.published =
		(struct nw_instant){ NOW - HOUR, 0, NW_PRECISION_DAY, { 0 } };
	assert_false(ask_item("depot age<2d", &bare, NULL));
	assert_true(ask_item("depot age<2d", &bare, &known));
	vague.published.precision = NW_PRECISION_MONTH;
	assert_false(ask_item("depot age<9w", &vague, &known));
}

static void a_byline_stands_in_where_no_author_is_named(void **s)
{
	struct nw_item item = sample();

	(void)s;
	item.author_count = 0;
	item.byline = (struct nw_str)NW_STR("By Maria Lund in Oslo");
	assert_true(ask_item("author:\"maria lund\"", &item, NULL));
}

/* The words that matched are marked; a fact is none of them. */
static void only_words_of_the_text_are_marked(void **s)
{
	struct nw_item item = sample();
	uint32_t spans = 9;

	(void)s;
	assert_true(ask_spans("site:harbour.example", &item, &known, &spans));
	assert_int_equal(spans, 0);
	assert_true(ask_spans("fire site:harbour.example url:depot", &item,
			      &known, &spans));
	assert_int_equal(spans, 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_asks_for_its_fact),
		cmocka_unit_test(facts_join_with_words_and_each_other),
		cmocka_unit_test(what_is_unknown_never_matches),
		cmocka_unit_test(a_byline_stands_in_where_no_author_is_named),
		cmocka_unit_test(only_words_of_the_text_are_marked),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
