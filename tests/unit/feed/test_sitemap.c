/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "base/gunzip.h"
#include "feed/sitemap.h"

#define MAP(inner)                                                      \
	"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/" \
	"0.9'>" inner "</sitemapindex>"
#define CHILD(url, rest) "<sitemap><loc>" url "</loc>" rest "</sitemap>"

/* What came out, as the addresses in their order. */
struct got {
	struct nw_buf urls;
	size_t items, children;
};

static enum nw_status add_item(void *arg, const struct nw_feed *feed,
			       const struct nw_item *item)
{
	struct got *got = arg;

	(void)feed;
	got->items++;
	if (got->items < 20)
		nw_buf_add_fmt(&got->urls, "%.*s ", NW_FMT(item->url));
	return NW_OK;
}

static void add_child(void *arg, const struct nw_sitemap_child *child)
{
	struct got *got = arg;

	got->children++;
	nw_buf_add_fmt(&got->urls, "%.*s ", NW_FMT(child->url));
}

static enum nw_status read_map(struct got *got, struct nw_str bytes,
			       struct nw_sitemap_settings settings,
			       uint32_t limit)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 24);
	struct nw_feed_input input = { .size = sizeof(input),
				       .bytes = bytes,
				       .item_limit = limit };
	struct nw_feed feed;
	struct nw_error err;

	*got = (struct got){ .items = 0 };
	nw_buf_init(&got->urls, 1 << 20);
	settings.size = sizeof(settings);
	settings.child_arg = got;
	return nw_sitemap_read_with(&input, &settings, arena, add_item, got,
				    &feed, &err);
}

static void globs_match_the_path_or_the_whole_address(void **state)
{
	static const struct {
		const char *glob, *url;
		bool fits;
	} rows[] = {
		{ "/news/*", "https://a.test/news/1", true },
		{ "/news/*", "https://a.test/sport/news/1", false },
		{ "*/news/*", "https://a.test/sport/news/1", true },
		{ "/news/*", "https://a.test/news/1#top", true },
		{ "/*id=7", "https://a.test/x?a=1&id=7", true },
		{ "/*id=7", "https://a.test/x?id=77", false },
		{ "/", "https://a.test", true },
		{ "/", "https://a.test/", true },
		{ "https://a.test/?", "https://a.test/x", true },
		{ "https://a.test/?", "https://a.test/xy", false },
		{ "*.html", "https://a.test/a.html", true },
		{ "*.html", "https://a.test/a.html?x", false },
		{ "", "https://a.test/", false },
		{ "*", "https://a.test/", true },
		{ "/a*b*c", "https://a.test/axxbyyc", true },
		{ "/a*b*c", "https://a.test/axxbyyd", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(nwi_sitemap_matches(nw_str_from(rows[i].glob),
						     nw_str_from(rows[i].url)),
				 rows[i].fits);
}

static void patterns_choose_what_becomes_an_item(void **state)
{
	static const char text[] =
		"<urlset><url><loc>https://a.test/news/1</loc></url>"
		"<url><loc>https://a.test/news/tag/x</loc></url>"
		"<url><loc>https://a.test/about</loc></url></urlset>";
	const struct nw_str include = NW_STR("/news/*");
	const struct nw_str exclude = NW_STR("*/tag/*");
	struct got got;

	(void)state;
	assert_int_equal(
		read_map(&got, nw_str_from(text),
			 (struct nw_sitemap_settings){ .include = &include,
						       .include_count = 1,
						       .exclude = &exclude,
						       .exclude_count = 1 },
			 0),
		NW_OK);
	assert_string_equal(nw_buf_str(&got.urls).at, "https://a.test/news/1 ");
	nw_buf_fini(&got.urls);
}

static void a_feed_in_the_place_of_a_sitemap_obeys_the_patterns(void **state)
{
	static const char text[] =
		"<rss version='2.0'><channel><item><link>https://a.test/news/1"
		"</link></item><item><link>https://a.test/x</link></item>"
		"</channel></rss>";
	const struct nw_str include = NW_STR("/news/*");
	struct got got;

	(void)state;
	assert_int_equal(
		read_map(&got, nw_str_from(text),
			 (struct nw_sitemap_settings){ .include = &include,
						       .include_count = 1 },
			 0),
		NW_OK);
	assert_string_equal(nw_buf_str(&got.urls).at, "https://a.test/news/1 ");
	nw_buf_fini(&got.urls);
}

static void the_newest_entries_are_kept_in_the_documents_order(void **state)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct got got;

	(void)state;
	nw_buf_init(&text, 1 << 20);
	nw_buf_add_fmt(&text,
		       "<urlset><url><loc>https://a.test/old</loc></url>");
	for (int i = 1; i <= 9; i++)
		nw_buf_add_fmt(&text,
			       "<url><loc>https://a.test/%d</loc>"
			       "<lastmod>2024-0%d-01</lastmod></url>",
			       i, i % 3 + 1);
	assert_int_equal(read_map(&got, nw_buf_str(&text),
				  (struct nw_sitemap_settings){ 0 }, 4),
			 NW_OK);
	assert_string_equal(nw_buf_str(&got.urls).at,
			    "https://a.test/1 https://a.test/2 "
			    "https://a.test/5 https://a.test/8 ");
	nw_buf_fini(&got.urls);
}

static void children_of_an_index_come_by_their_worth(void **state)
{
	static const struct {
		const char *text, *expected;
		uint32_t limit;
	} rows[] = {
		{ MAP(CHILD("https://a.test/post-sitemap1.xml",
			    "<lastmod>2020-01-01</lastmod>")
			      CHILD("https://a.test/post-sitemap2.xml",
				    "<lastmod>2024-01-01</lastmod>")
				      CHILD("https://a.test/tag-sitemap.xml",
					    "<lastmod>2024-02-01</lastmod>")
					      CHILD("https://a.test/news.xml",
						    "")),
		  "https://a.test/news.xml https://a.test/post-sitemap2.xml ",
		  2 },
		{ MAP(CHILD("https://a.test/s-9.xml.gz", "")
			      CHILD("https://a.test/s-10.xml.gz", "")
				      CHILD("https://a.test/s-2.xml.gz", "")),
		  "https://a.test/s-10.xml.gz https://a.test/s-9.xml.gz ", 2 },
		{ MAP(CHILD("https://a.test/2023-12.xml", "")
			      CHILD("https://a.test/2024-1.xml", "")),
		  "https://a.test/2024-1.xml ", 1 },
		{ MAP(CHILD("ftp://a.test/s.xml", "")), "", 9 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct got got;
		assert_int_equal(
			read_map(&got, nw_str_from(rows[i].text),
				 (struct nw_sitemap_settings){
					 .child = add_child,
					 .child_limit = rows[i].limit },
				 0),
			NW_OK);
		assert_int_equal(got.items, 0);
		assert_true(nw_str_is(nw_buf_str(&got.urls), rows[i].expected));
		nw_buf_fini(&got.urls);
	}
}

static void more_entries_than_the_protocol_allows_are_not_read(void **state)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct got got;

	(void)state;
	nw_buf_init(&text, 1 << 23);
	nw_buf_add_fmt(&text, "<urlset>");
	for (int i = 0; i < NWI_SITEMAP_ENTRIES + 10; i++)
		nw_buf_add_fmt(&text, "<url><loc>https://a.test/%d</loc></url>",
			       i);
	assert_int_equal(read_map(&got, nw_buf_str(&text),
				  (struct nw_sitemap_settings){ 0 },
				  UINT32_MAX),
			 NW_OK);
	assert_int_equal(got.items, NWI_SITEMAP_ENTRIES);
	nw_buf_fini(&got.urls);
}

/* "abc" in each of two members. */
static const unsigned char packed[] = {
	0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4b, 0x4c,
	0x4a, 0x06, 0x00, 0xc2, 0x41, 0x24, 0x35, 0x03, 0x00, 0x00, 0x00, 0x1f,
	0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4b, 0x4c, 0x4a,
	0x06, 0x00, 0xc2, 0x41, 0x24, 0x35, 0x03, 0x00, 0x00, 0x00
};

static void gzip_is_unpacked_within_its_limit(void **state)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf small = { 0 };
	const struct nw_str two =
		nw_str_make((const char *)packed, sizeof(packed));
	struct nw_error err;

	(void)state;
	nw_buf_init(&out, 100);
	nw_buf_init(&small, 5);
	assert_true(nwi_is_gzip(two));
	assert_int_equal(nwi_gunzip(two, &out, &err), NW_OK);
	assert_true(nw_str_is(nw_buf_str(&out), "abcabc"));
	assert_int_equal(nwi_gunzip(two, &small, &err), NW_LIMIT);
	for (size_t len = 0; len < two.len; len++) {
		nw_buf_clear(&out);
		enum nw_status status =
			nwi_gunzip(nw_str_slice(two, 0, len), &out, &err);
		assert_int_equal(status, out.len ? NW_OK : NW_BAD_INPUT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(globs_match_the_path_or_the_whole_address),
		cmocka_unit_test(patterns_choose_what_becomes_an_item),
		cmocka_unit_test(
			a_feed_in_the_place_of_a_sitemap_obeys_the_patterns),
		cmocka_unit_test(
			the_newest_entries_are_kept_in_the_documents_order),
		cmocka_unit_test(children_of_an_index_come_by_their_worth),
		cmocka_unit_test(
			more_entries_than_the_protocol_allows_are_not_read),
		cmocka_unit_test(gzip_is_unpacked_within_its_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
