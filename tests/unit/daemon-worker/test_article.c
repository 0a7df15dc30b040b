/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/worker/article.h"

#define LONG                                                                \
	"The council of the valley spoke on the budget for the better part" \
	" of the day, and its members agreed on the second reading of it. "
#define WHOLE LONG LONG LONG LONG LONG LONG LONG LONG

static struct nw_item item_of(const char *summary, const char *content)
{
	return (struct nw_item){ .size = sizeof(struct nw_item),
				 .url = NW_STR("https://post.example/a"),
				 .title = NW_STR("Talks"),
				 .summary = nw_str_from(summary),
				 .content = nw_str_from(content) };
}

static void a_short_or_cut_text_is_a_teaser_a_whole_one_is_not(void **state)
{
	static const struct {
		const char *summary, *content;
		bool teaser;
	} rows[] = {
		{ NULL, NULL, true },
		{ "Two sentences. No more.", NULL, true },
		{ WHOLE, NULL, false },
		{ "Short.", LONG LONG LONG, false },
		{ "Short.", LONG LONG LONG "and so \xe2\x80\xa6", true },
		{ WHOLE "[...]", NULL, true },
		{ NULL, "One sentence.", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct nw_item item =
			item_of(rows[i].summary, rows[i].content);
		assert_int_equal(article_is_teaser(&item), rows[i].teaser);
		assert_int_equal(article_is_wanted(&item, ARTICLE_AUTO),
				 rows[i].teaser);
		assert_true(article_is_wanted(&item, ARTICLE_ALWAYS));
		assert_false(article_is_wanted(&item, ARTICLE_NEVER));
	}
}

static void what_is_no_article_of_the_web_is_not_wanted(void **state)
{
	struct nw_item item = item_of(NULL, NULL);

	(void)state;
	item.kind = nw_str_from("live-entry");
	assert_false(article_is_wanted(&item, ARTICLE_ALWAYS));
	item.kind = nw_str_from("article");
	assert_true(article_is_wanted(&item, ARTICLE_ALWAYS));
	item.url = nw_str_from("ftp://post.example/a");
	assert_false(article_is_wanted(&item, ARTICLE_ALWAYS));
	item.url = nw_str_make(NULL, 0);
	assert_false(article_is_wanted(&item, ARTICLE_ALWAYS));
}

static struct nw_page page_of(const char *kind, const char *text)
{
	return (struct nw_page){ .size = sizeof(struct nw_page),
				 .title = NW_STR("The page's title"),
				 .byline = NW_STR("By Ann Weaver"),
				 .language = NW_STR("en"),
				 .kind = nw_str_from(kind),
				 .text = nw_str_from(text),
				 .published = { .at = 1000,
						.precision = NW_PRECISION_DAY },
				 .published_confidence = 0.9 };
}

static void an_article_takes_the_place_of_the_teaser(void **state)
{
	struct nw_item item = item_of("A teaser.", NULL), out;
	struct nw_page page = page_of("article", WHOLE);

	(void)state;
	item.flags = NW_ITEM_TEASER;
	assert_true(article_merge(&item, &page, &out));
	assert_int_equal(out.flags, NW_ITEM_FULL_TEXT);
	assert_true(nw_str_is(out.content, WHOLE));
	assert_true(nw_str_is(out.summary, "A teaser."));
	assert_true(nw_str_is(out.title, "Talks"));
	assert_true(nw_str_is(out.byline, "By Ann Weaver"));
	assert_int_equal(out.published.at, 1000);
	item.title = nw_str_make(NULL, 0);
	page.published_confidence = 0.2;
	page.flags = NW_PAGE_CUT;
	assert_true(article_merge(&item, &page, &out));
	assert_true(nw_str_is(out.title, "The page's title"));
	assert_true(nw_instant_is_absent(&out.published));
	assert_int_equal(out.flags, NW_ITEM_FULL_TEXT | NW_ITEM_TEASER);
}

static void a_wall_a_list_or_less_leaves_the_source_s_text(void **state)
{
	static const char *const kinds[] = { "stub", "consent", "empty",
					     "listing" };
	const struct nw_item item = item_of("A teaser.", NULL);
	const struct nw_item whole = item_of(NULL, WHOLE WHOLE);
	struct nw_page page = page_of("article", WHOLE);
	struct nw_item out;

	(void)state;
	assert_false(article_merge(&whole, &page, &out));
	page.flags = NW_PAGE_CONSENT;
	assert_false(article_merge(&item, &page, &out));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		page = page_of(kinds[i], WHOLE);
		assert_false(article_merge(&item, &page, &out));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_short_or_cut_text_is_a_teaser_a_whole_one_is_not),
		cmocka_unit_test(what_is_no_article_of_the_web_is_not_wanted),
		cmocka_unit_test(an_article_takes_the_place_of_the_teaser),
		cmocka_unit_test(
			a_wall_a_list_or_less_leaves_the_source_s_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
