/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/url.h"
#include <stdlib.h>

struct row {
	const char *base, *reference, *expected;
};

static void check_resolved(const struct row *rows, size_t count)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);

	for (size_t i = 0; i < count; i++) {
		struct nw_str got =
			nwi_url_resolve_in(arena, nw_str_from(rows[i].base),
					   nw_str_from(rows[i].reference));
		if (!rows[i].expected) {
			assert_true(nw_str_is_absent(got));
			continue;
		}
		assert_non_null(got.at);
		assert_string_equal(got.at, rows[i].expected);
	}
}

#define CHECK(rows) check_resolved(rows, sizeof(rows) / sizeof(rows[0]))

static void references_resolve_as_the_rfc_has_it(void **s)
{
	/* RFC 3986, 5.4. */
	static const char base[] = "http://a/b/c/d;p?q";
	static const struct row rows[] = {
		{ base, "g:h", "g:h" },
		{ base, "g", "http://a/b/c/g" },
		{ base, "./g", "http://a/b/c/g" },
		{ base, "g/", "http://a/b/c/g/" },
		{ base, "/g", "http://a/g" },
		{ base, "//g", "http://g" },
		{ base, "?y", "http://a/b/c/d;p?y" },
		{ base, "g?y", "http://a/b/c/g?y" },
		{ base, "#s", "http://a/b/c/d;p?q#s" },
		{ base, "g?y#s", "http://a/b/c/g?y#s" },
		{ base, ";x", "http://a/b/c/;x" },
		{ base, "", "http://a/b/c/d;p?q" },
		{ base, ".", "http://a/b/c/" },
		{ base, "..", "http://a/b/" },
		{ base, "../", "http://a/b/" },
		{ base, "../g", "http://a/b/g" },
		{ base, "../..", "http://a/" },
		{ base, "../../../g", "http://a/g" },
		{ base, "/./g", "http://a/g" },
		{ base, "/../g", "http://a/g" },
		{ base, "g.", "http://a/b/c/g." },
		{ base, "..g", "http://a/b/c/..g" },
		{ base, "./../g", "http://a/b/g" },
		{ base, "g/./h", "http://a/b/c/g/h" },
		{ base, "g/../h", "http://a/b/c/h" },
		{ base, "g;x=1/../y", "http://a/b/c/y" },
		{ base, "g?y/../x", "http://a/b/c/g?y/../x" },
		{ base, "%2e%2E/g", "http://a/b/g" },
		{ "http://a", "g", "http://a/g" },
		{ "http://a", "?q", "http://a?q" },
	};

	(void)s;
	CHECK(rows);
}

static void what_outlets_write_is_understood(void **s)
{
	static const char base[] = "https://news.example/a/b";
	static const struct row rows[] = {
		{ base, "  /x y \n", "https://news.example/x%20y" },
		{ base, "/x\n\t/y", "https://news.example/x/y" },
		{ base, "\\x\\y", "https://news.example/x/y" },
		{ base, "c?q=\\", "https://news.example/a/c?q=\\" },
		{ base, "http:\\\\other.example\\p", "http://other.example/p" },
		{ base, "http:/other.example/", "http://other.example/" },
		{ base, "https:c", "https://news.example/a/c" },
		{ base, "HTTP://Other.EXAMPLE:80/P", "http://other.example/P" },
		{ base, "https://o.example:8443/", "https://o.example:8443/" },
		{ base, "/caf\xc3\xa9?q=\xe2\x82\xac",
		  "https://news.example/caf%C3%A9?q=%E2%82%AC" },
		{ base, "/100%/%41", "https://news.example/100%/%41" },
		{ base,
		  "//b\xc3\xbc"
		  "cher.example/",
		  "https://xn--bcher-kva.example/" },
		{ base,
		  "https://\xe4\xbe\x8b\xe3\x81\x88.\xe3\x83\x86"
		  "\xe3\x82\xb9\xe3\x83\x88/",
		  "https://xn--r8jz45g.xn--zckzah/" },
		{ base, "https://[2001:DB8::1]:444/x",
		  "https://[2001:db8::1]:444/x" },
		{ base, "https://user:pw@h.example/",
		  "https://user:pw@h.example/" },
		{ base, "mailto:desk@news.example",
		  "mailto:desk@news.example" },
		{ base, "tag:news.example,2024:1", "tag:news.example,2024:1" },
		{ "file:///srv/feeds/a.xml", "b.xml",
		  "file:///srv/feeds/b.xml" },
		{ NULL, "/x", NULL },
		{ NULL, "x", NULL },
		{ NULL, "", NULL },
		{ "urn:x:y", "x", NULL },
		{ base, "http://", NULL },
		{ base, "http://./x", NULL },
		{ base, "http://a b/", NULL },
		{ base, "http://a%2fb/", NULL },
		{ base, "http://h:99999/", NULL },
		{ base, "http://h:8a/", NULL },
		{ base, "http://[::1/", "http://[::1]/" },
		{ base, "http://[::zz]/", NULL },
	};

	(void)s;
	CHECK(rows);
}

/* Joining is a short way to the same. */
static void every_character_of_a_link_is_seen(void **s)
{
	static const char *const bases[] = { "https://b.test/d/e.html",
					     "https://b.test/",
					     "https://b.test/d/?q=/x/y",
					     "https://b.test/%2e/d/e",
					     "https://.b.test/d/" };
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(8 << 20);
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	(void)s;
	nw_buf_init(&out, NWI_URL_MAX);
	for (size_t b = 0; b < sizeof(bases) / sizeof(bases[0]); b++) {
		struct nw_str base = nw_str_from(bases[b]);
		for (size_t i = 0; i < 24; i++) {
			for (int c = 1; c < 0x80; c++) {
				char link[] = "a/bcdefgh/2024/ijklmnop/q.html";
				link[i] = (char)c;
				struct nw_str ref = nw_str_from(link);
				struct nw_str got =
					nwi_url_resolve_in(arena, base, ref);
				nw_buf_clear(&out);
				bool good = nwi_url_resolve(base, ref, &out) ==
					    NW_OK;
				assert_int_equal(good, got.at != NULL);
				if (good)
					assert_string_equal(got.at, out.at);
			}
		}
	}
}

static void a_finished_url_resolves_to_itself(void **s)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	size_t finished = 0;

	(void)s;
	nw_buf_init(&out, NWI_URL_MAX);
	for (size_t i = 15; i < 62; i++) {
		for (int c = 1; c < 0x100; c++) {
			char url[] = "https://b.test/abcdefgh/2024/ijklmnopqrs/"
				     "tuvwxyz_0123456789.html";
			url[i] = (char)c;
			if (!nwi_url_is_finished(nw_str_from(url)))
				continue;
			nw_buf_clear(&out);
			assert_int_equal(nwi_url_resolve(nw_str_make(NULL, 0),
							 nw_str_from(url),
							 &out),
					 NW_OK);
			assert_string_equal(out.at, url);
			finished++;
		}
	}
	assert_in_range(finished, 47 * 60, 47 * 90);
}

static void schemes_are_told_apart_through_disguise(void **s)
{
	static const struct {
		const char *url;
		enum nwi_scheme scheme;
	} rows[] = {
		{ "https://x", NWI_SCHEME_HTTPS },
		{ " HTTP://x", NWI_SCHEME_HTTP },
		{ "java\nscript:alert(1)", NWI_SCHEME_SCRIPT },
		{ "\x01JavaScript:alert(1)", NWI_SCHEME_SCRIPT },
		{ "data:text/html,x", NWI_SCHEME_DATA },
		{ "mailto:x", NWI_SCHEME_MAILTO },
		{ "//x/y:z", NWI_SCHEME_NONE },
		{ "x", NWI_SCHEME_NONE },
		{ "", NWI_SCHEME_NONE },
		{ ":x", NWI_SCHEME_NONE },
		{ "1http://x", NWI_SCHEME_NONE },
		{ "urn:isbn:1", NWI_SCHEME_OTHER },
		{ "a-very-long-scheme-name:x", NWI_SCHEME_OTHER },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(nwi_url_scheme(nw_str_from(rows[i].url)),
				 rows[i].scheme);
}

static void one_article_has_one_canonical_address(void **s)
{
	static const char *const same[][2] = {
		{ "http://www.news.example/a/", "https://news.example/a" },
		{ "https://m.news.example/a?utm_source=rss&id=7#top",
		  "https://news.example/a?id=7" },
		{ "https://amp.news.example/a?amp=1",
		  "https://news.example/a" },
		{ "https://news.example/a/amp/", "https://news.example/a" },
		{ "https://news.example/a?fbclid=x&b=2&gclid=y&a=1",
		  "https://news.example/a?b=2&a=1" },
		{ "https://News.Example:443/%7euser/%c3%a9",
		  "https://news.example/~user/%C3%A9" },
		{ "https://news.example", "https://news.example/" },
		{ "https://news.example/?", "https://news.example/" },
		{ "https://news.example/a;jsessionid=8F?x=1",
		  "https://news.example/a?x=1" },
		{ "https://news.example/app#!/story/7",
		  "https://news.example/app#!/story/7" },
		{ "https://news.example/a?x=1&amp;utm_medium=feed",
		  "https://news.example/a?x=1" },
		{ "https://www.example./a", "https://www.example/a" },
		{ "http://news.example:80/a", "https://news.example/a" },
		{ "https://reader@news.example/a", "https://news.example/a" },
		{ "https://mobile.news.example/2026/11/a",
		  "https://news.example/2026/11/a" },
		{ "https://amp.www.news.example/a", "https://news.example/a" },
		{ "https://touch.news.example/a", "https://news.example/a" },
		{ "https://wap.news.example/a", "https://news.example/a" },
		{ "https://en.m.wikinews.org/wiki/Vote",
		  "https://en.wikinews.org/wiki/Vote" },
		{ "https://news.example/amp/world/a-1",
		  "https://news.example/world/a-1" },
		{ "https://news.example/news/amp/world-1",
		  "https://news.example/news/world-1" },
		{ "https://news.example/a.amp", "https://news.example/a" },
		{ "https://news.example/a.amp.html",
		  "https://news.example/a.html" },
		{ "https://news.example/a?outputType=amp",
		  "https://news.example/a" },
		{ "https://news.example/a?amp", "https://news.example/a" },
		{ "https://news.example/a?mode=amp&p=2",
		  "https://news.example/a?p=2" },
		{ "https://news-example.cdn.ampproject.org/c/s/news.example/a/"
		  "amp",
		  "https://news.example/a" },
		{ "https://cdn.ampproject.org/v/s/www.news.example/"
		  "a?amp_js_v=0.1&usqp=mq331",
		  "https://news.example/a" },
		{ "https://news-example.cdn.ampproject.org/c/news.example/"
		  "a?id=3",
		  "https://news.example/a?id=3" },
		{ "https://www.google.com/amp/s/amp.news.example/a",
		  "https://news.example/a" },
		{ "https://www.google.com/url?rct=j&sa=t&url=https://"
		  "news.example/a%3Fid%3D5&ct=ga",
		  "https://news.example/a?id=5" },
		{ "https://www.bing.com/news/"
		  "apiclick.aspx?ref=FexRss&aid=&url=https%3a%2f%2fwww.news."
		  "example%2fa&c=1",
		  "https://news.example/a" },
		{ "https://l.facebook.com/"
		  "l.php?u=https%3A%2F%2Fnews.example%2Fa%3Ffbclid%3Dx&h=AT0",
		  "https://news.example/a" },
		{ "https://vk.com/"
		  "away.php?to=https%3A%2F%2Fnews.example%2Fa&cc_key=",
		  "https://news.example/a" },
		{ "https://eur01.safelinks.protection.outlook.com/"
		  "?url=https%3A%2F%2Fnews.example%2Fa&data=05",
		  "https://news.example/a" },
		{ "https://www.google.com/url?q=https://l.facebook.com/"
		  "l.php?u%3Dhttps%253A%252F%252Fnews.example%252Fa",
		  "https://news.example/a" },
		{ "https://news.example/a/index.html",
		  "https://news.example/a" },
		{ "https://news.example/index.htm", "https://news.example/" },
		{ "https://news.example/a/index.php",
		  "https://news.example/a" },
		{ "https://news.example/a/index.amp.html",
		  "https://news.example/a" },
		{ "https://news.example//a", "https://news.example/a" },
		{ "https://news.example/x/../a", "https://news.example/a" },
		{ "https://news.example/a#comments", "https://news.example/a" },
		{ "https://news.example/a?utm%5Fsource=x",
		  "https://news.example/a" },
		{ "https://news.example/%61mp/a", "https://news.example/a" },
		{ "https://news.example/a?UTM_Source=x&ID=4",
		  "https://news.example/a?ID=4" },
		{ "https://news.example/a?yclid=1&_openstat=x",
		  "https://news.example/a" },
		{ "https://news.example/a?partner=rss&emc=rss",
		  "https://news.example/a" },
		{ "https://news.example/a?CMP=share_btn_tw",
		  "https://news.example/a" },
		{ "https://news.example/"
		  "a?source=rss&at_medium=RSS&at_campaign=KARANGA",
		  "https://news.example/a" },
		{ "https://news.example/a?ref=telegram",
		  "https://news.example/a" },
		{ "https://news.example/a?share=whatsapp",
		  "https://news.example/a" },
		{ "https://news.example/a?print=1", "https://news.example/a" },
		{ "https://news.example/a?&&id=1&",
		  "https://news.example/a?id=1" },
		{ "https://"
		  "\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xbe\xd1\x81\xd1\x82\xd1\x8c."
		  "example/\xd0\xb0",
		  "https://xn--b1avdbpg4e.example/%D0%B0" },
	};
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);

	(void)s;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		struct nw_str once =
			nwi_url_canonical(arena, nw_str_from(same[i][0]));
		assert_non_null(once.at);
		assert_string_equal(once.at, same[i][1]);
		struct nw_str twice = nwi_url_canonical(arena, once);
		assert_string_equal(twice.at, once.at);
	}
	assert_true(nw_str_is_absent(
		nwi_url_canonical(arena, nw_str_from("mailto:a@b"))));
}

static void different_articles_keep_different_addresses(void **s)
{
	static const char *const apart[][2] = {
		{ "https://news.example/story?id=7",
		  "https://news.example/story?id=8" },
		{ "https://news.example/?p=7", "https://news.example/?p=8" },
		{ "https://news.example/a", "https://news.example/A" },
		{ "https://news.example/a?page=2",
		  "https://news.example/a?page=3" },
		{ "https://news.example/a?page=2", "https://news.example/a" },
		{ "https://news.example/index.php?id=7",
		  "https://news.example/index.php?id=8" },
		{ "https://news.example/index.php?id=7",
		  "https://news.example/index.php" },
		{ "https://news.example/index.php/7",
		  "https://news.example/index.php/8" },
		{ "https://en.news.example/a", "https://de.news.example/a" },
		{ "https://news.example/a", "https://sport.news.example/a" },
		{ "https://news.example/a", "https://news.example:8443/a" },
		{ "https://news.example/amp", "https://news.example/" },
		{ "https://news.example/app#!/7",
		  "https://news.example/app#!/8" },
		{ "https://news.example/app#/7",
		  "https://news.example/app#/8" },
		{ "https://news.example/a?cmp=12",
		  "https://news.example/a?cmp=13" },
		{ "https://news.example/a?icid=12",
		  "https://news.example/a?icid=13" },
		{ "https://news.example/a?cid=12",
		  "https://news.example/a?cid=13" },
		{ "https://news.example/a?pk=12",
		  "https://news.example/a?pk=13" },
		{ "https://news.example/a?ref=12",
		  "https://news.example/a?ref=13" },
		{ "https://news.example/a?source=reuters",
		  "https://news.example/a?source=afp" },
		{ "https://news.example/a?from=kyiv",
		  "https://news.example/a?from=riga" },
		{ "https://news.example/a?type=video",
		  "https://news.example/a?type=text" },
		{ "https://news.example/a?lang=en",
		  "https://news.example/a?lang=fr" },
		{ "https://news.example/a?date=2026-11-01",
		  "https://news.example/a?date=2026-11-02" },
		{ "https://news.example/camp/a", "https://news.example/a" },
		{ "https://news.example/ramp", "https://news.example/r" },
		{ "https://news.example/x/y/amp/a",
		  "https://news.example/x/y/a" },
		{ "https://news.example/a.html", "https://news.example/a" },
		{ "https://news.example/a%2Fb", "https://news.example/a/b" },
		{ "https://m.example/a", "https://www.example/a" },
		{ "https://www.google.com/url?sa=t",
		  "https://www.google.com/url?sa=u" },
		{ "https://www.google.com/search?q=https://news.example/a",
		  "https://news.example/a" },
		{ "https://news.example/go?url=https://other.example/a",
		  "https://other.example/a" },
		{ "https://news.example/c/s/other.example/a",
		  "https://other.example/a" },
	};
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);

	(void)s;
	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		assert_string_not_equal(
			nwi_url_canonical(arena, nw_str_from(apart[i][0])).at,
			nwi_url_canonical(arena, nw_str_from(apart[i][1])).at);
}

static void hosts_and_origins_are_read_off(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);

	(void)s;
	assert_string_equal(
		nwi_url_host(arena, nw_str_from("http://u@WWW.A.example.:81/"))
			.at,
		"www.a.example");
	assert_string_equal(
		nwi_url_origin(arena, nw_str_from("http://A.example:81/x?y"))
			.at,
		"http://a.example:81");
	assert_string_equal(
		nwi_url_origin(arena, nw_str_from("https://[::1]:443/")).at,
		"https://[::1]");
	assert_true(nw_str_is_absent(
		nwi_url_host(arena, nw_str_from("file:///etc/passwd"))));
}

static void a_url_over_the_limit_is_refused(void **s)
{
	char *text = malloc(NWI_URL_MAX * 2);
	struct nw_buf out;

	(void)s;
	assert_non_null(text);
	memset(text, 'x', NWI_URL_MAX * 2);
	memcpy(text, "http://h/", 9);
	nw_buf_init(&out, NWI_URL_MAX * 4);
	assert_int_equal(nwi_url_resolve(nw_str_make(NULL, 0),
					 nw_str_make(text, NWI_URL_MAX + 1),
					 &out),
			 NW_LIMIT);
	assert_int_equal(out.len, 0);
	assert_int_equal(nwi_url_resolve(nw_str_make(NULL, 0),
					 nw_str_make(text, NWI_URL_MAX), &out),
			 NW_OK);
	nw_buf_fini(&out);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_resolve_as_the_rfc_has_it),
		cmocka_unit_test(what_outlets_write_is_understood),
		cmocka_unit_test(every_character_of_a_link_is_seen),
		cmocka_unit_test(a_finished_url_resolves_to_itself),
		cmocka_unit_test(schemes_are_told_apart_through_disguise),
		cmocka_unit_test(one_article_has_one_canonical_address),
		cmocka_unit_test(different_articles_keep_different_addresses),
		cmocka_unit_test(hosts_and_origins_are_read_off),
		cmocka_unit_test(a_url_over_the_limit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
