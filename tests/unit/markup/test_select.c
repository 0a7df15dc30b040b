/* SPDX-License-Identifier: Apache-2.0 */
/* Selectors: what they match, what they refuse, what they cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "markup/select.h"
#include "tests/unit/growth.h"
#include <stdio.h>

static struct nw_arena *arena;

static int make_arena(void **state)
{
	(void)state;
	arena = nw_arena_new(512 << 20);
	return 0;
}

static int free_arena(void **state)
{
	(void)state;
	nw_arena_free(&arena);
	return 0;
}

static const char page[] =
	"<html id=html lang=en><head id=head><title id=title>T</title></head>"
	"<body id=body class='Front page'>"
	"<div id=d1 class=\"box  wide\" data-kind='Lead Story'>"
	"<h2 id=h1>One</h2><p id=p1>a</p><p id=p2 lang=de-AT>b</p>"
	"<a id=a1 href='http://e.example/x.pdf' rel=NEXT>c</a></div>"
	"<div id=d2 class=box><ul id=ul><li id=l1>1<li id=l2 class=on>2"
	"<li id=l3>3<li id=l4>4<li id=l5>5</ul>"
	"<p id=p3>x<b id=b1></b><i id=i1> </i></p></div>"
	"<my-card id=m1></my-card><my-tag id=m2>t</my-tag>"
	"<my-card id=m3>u</my-card>"
	"<form id=f><input id=n1 disabled><input id=n2 type=CheckBox checked>"
	"</form><p id='1x' class='a:b \xc3\xa9t\xc3\xa9'>y</p>"
	"</body></html>";

/* What a selector matches in `html`: ids, blanks between them. */
static const char *found(const char *html, const char *text)
{
	static char out[1024];
	const struct nwi_select *select;
	struct nwi_selected all;
	struct nwi_tree tree;
	struct nw_error err;
	size_t len = 0;

	out[0] = '\0';
	assert_int_equal(nwi_tree_build(nw_str_from(html), arena, &tree, &err),
			 NW_OK);
	if (nwi_select_compile(nw_str_from(text), arena, &select, &err))
		return strcpy(out, err.text);
	assert_int_equal(nwi_select_run(select, &tree, arena, &all, &err),
			 NW_OK);
	for (uint32_t i = 0; i < all.count; i++) {
		struct nw_str id = nwi_node_attr(all.nodes[i], NWI_A_ID);
		len += (size_t)snprintf(out + len, sizeof(out) - len, "%s%.*s",
					i ? " " : "", NW_FMT(id));
	}
	return out;
}

struct pair {
	const char *selector, *expected;
};

static void check_all(const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *got = found(page, pairs[i].selector);
		if (strcmp(got, pairs[i].expected) != 0)
			fail_msg("%s: got \"%s\", not \"%s\"",
				 pairs[i].selector, got, pairs[i].expected);
	}
}

#define CHECK_ALL(pairs) check_all(pairs, sizeof(pairs) / sizeof((pairs)[0]))

static void simple_selectors_match(void **state)
{
	static const struct pair pairs[] = {
		{ "title", "title" },
		{ "TITLE", "title" },
		{ "div *", "h1 p1 p2 a1 ul l1 l2 l3 l4 l5 p3 b1 i1" },
		{ ".box", "d1 d2" },
		{ ".box.wide", "d1" },
		{ ".Box", "" },
		{ ".wid", "" },
		{ "div.box#d2", "d2" },
		{ "#ul", "ul" },
		{ "*|li.on", "l2" },
		{ "my-card", "m1 m3" },
		{ "body.front", "" },
		{ "h2, title , #f", "title h1 f" },
		{ "p,p", "p1 p2 p3 1x" },
	};

	(void)state;
	CHECK_ALL(pairs);
}

static void attributes_match_by_every_operator(void **state)
{
	static const struct pair pairs[] = {
		{ "[href]", "a1" },
		{ "[ data-kind = 'Lead Story' ]", "d1" },
		{ "[data-kind=\"lead story\"]", "" },
		{ "[data-kind='lead story' i]", "d1" },
		{ "[DATA-KIND~=Story]", "d1" },
		{ "[data-kind~='Lead Story']", "" },
		{ "[lang|=de]", "p2" },
		{ "[lang|=d]", "" },
		{ "[href^='http:']", "a1" },
		{ "[href$='.pdf']", "a1" },
		{ "[href*='e.ex']", "a1" },
		{ "[href*='E.EX']", "" },
		{ "[href*='E.EX'i]", "a1" },
		{ "[href*='']", "" },
		{ "[href^='']", "" },
		{ "[class~='']", "" },
		{ "[rel=next]", "a1" },
		{ "[rel=next s]", "" },
		{ "[type=checkbox]", "n2" },
		{ "a[href][rel]", "a1" },
		{ "[id=p\\31 ]", "p1" },
	};

	(void)state;
	CHECK_ALL(pairs);
}

static void combinators_match(void **state)
{
	static const struct pair pairs[] = {
		{ "body > p", "1x" },
		{ "body>p", "1x" },
		{ "html p", "p1 p2 p3 1x" },
		{ "h2 + p", "p1" },
		{ "h2 ~ p", "p1 p2" },
		{ "h2~p+p", "p2" },
		{ "div > ul > li + li + li", "l3 l4 l5" },
		{ "div ul ~ p b", "b1" },
		{ "#d1 + .box li.on ~ *", "l3 l4 l5" },
		{ "p > p", "" },
		{ "div div", "" },
		{ "body div ul li.on, h2 + p", "p1 l2" },
	};

	(void)state;
	CHECK_ALL(pairs);
}

static void places_are_counted(void **state)
{
	static const struct pair pairs[] = {
		{ "li:first-child", "l1" },
		{ "li:last-child", "l5" },
		{ "li:nth-child(2)", "l2" },
		{ "li:nth-child(odd)", "l1 l3 l5" },
		{ "li:nth-child( EVEN )", "l2 l4" },
		{ "li:nth-child(2n+1)", "l1 l3 l5" },
		{ "li:nth-child(3n - 1)", "l2 l5" },
		{ "li:nth-child(-n+2)", "l1 l2" },
		{ "li:nth-child(n+4)", "l4 l5" },
		{ "li:nth-child(n)", "l1 l2 l3 l4 l5" },
		{ "li:nth-child(0)", "" },
		{ "li:nth-child(-3)", "" },
		{ "li:nth-child(99999999999)", "" },
		{ "li:nth-last-child(2)", "l4" },
		{ "p:nth-of-type(2)", "p2" },
		{ "p:last-of-type", "p2 p3 1x" },
		{ "p:first-of-type", "p1 p3 1x" },
		{ "my-card:nth-last-of-type(1)", "m3" },
		{ "body > :only-of-type", "m2 f 1x" },
		{ "ul:only-child", "" },
		{ "title:only-child", "title" },
	};

	(void)state;
	CHECK_ALL(pairs);
}

static void other_pseudo_classes_match(void **state)
{
	static const struct pair pairs[] = {
		{ ":root", "html" },
		{ "p > :empty", "b1" },
		{ "li:not(.on)", "l1 l3 l4 l5" },
		{ "li:not(.on, :first-child)", "l3 l4 l5" },
		{ "li:not(:not(.on))", "l2" },
		{ ":is(h2, i):not([x])", "h1 i1" },
		{ ":lang(de)", "p2" },
		{ "p:lang(EN)", "p1 p3 1x" },
		{ "a:link", "a1" },
		{ ":checked", "n2" },
		{ "input:enabled", "n2" },
		{ ":disabled", "n1" },
	};

	(void)state;
	CHECK_ALL(pairs);
}

static void escapes_are_read(void **state)
{
	static const struct pair pairs[] = {
		{ "#\\31 x", "1x" },	    { "#\\000031x", "1x" },
		{ ".a\\:b", "1x" },	    { ".\xc3\xa9t\xc3\xa9", "1x" },
		{ ".\\e9t\\0000e9", "1x" }, { "[id='\\31x']", "1x" },
		{ "[id='1\\\nx']", "1x" },
	};

	(void)state;
	CHECK_ALL(pairs);
}

static void mistakes_are_refused_with_their_column(void **state)
{
	static const struct pair pairs[] = {
		{ "", "selector, column 1: expected a selector" },
		{ "div >", "selector, column 6: expected a selector" },
		{ "div > > p", "selector, column 7: expected a selector" },
		{ "a,,b", "selector, column 3: expected a selector" },
		{ ".1a", "selector, column 2: expected a class" },
		{ "#", "selector, column 2: expected an id" },
		{ "\xc3\xa9 %", "selector, column 3: expected a selector" },
		{ "a[", "selector, column 3: expected an attribute's name" },
		{ "a[b!=c]",
		  "selector, column 4: expected ] or = ~= |= ^= $= *=" },
		{ "a[b=]", "selector, column 5: expected a name or a "
			   "\"string\"" },
		{ "a[b='c]", "selector, column 8: the string is not closed" },
		{ "a[b=c", "selector, column 6: expected ]" },
		{ "a:hover",
		  "selector, column 3: this pseudo-class is not offered" },
		{ "a::before",
		  "selector, column 3: pseudo-elements are not offered" },
		{ "a:nth-child", "selector, column 12: expected (" },
		{ "a:nth-child(x)",
		  "selector, column 13: expected odd, even or an+b" },
		{ "a:nth-child(2n+)",
		  "selector, column 16: expected a number" },
		{ "a:not(b", "selector, column 8: expected )" },
		{ "a:not(b c)",
		  "selector, column 9: expected , or ): a list in a "
		  "pseudo-class holds compounds without combinators" },
		{ "svg|a", "selector, column 4: prefixes of namespaces are not "
			   "offered" },
		{ "a{b}", "selector, column 2: unexpected character" },
	};

	(void)state;
	CHECK_ALL(pairs);
}

static void a_selector_that_is_too_long_is_refused(void **state)
{
	const struct nwi_select *select;
	static char text[NWI_SELECT_BYTES + 2];
	struct nw_error err;

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	assert_int_equal(
		nwi_select_compile(nw_str_from(text), arena, &select, &err),
		NW_LIMIT);
	for (size_t i = 1; i < sizeof(text) - 1; i += 2)
		text[i] = ' ';
	text[1000] = '\0';
	assert_int_equal(
		nwi_select_compile(nw_str_from(text), arena, &select, &err),
		NW_BAD_CONFIG);
}

static void a_record_gives_its_own_title(void **state)
{
	const struct nwi_select *records, *titles;
	struct nwi_selected found_records, found_titles;
	struct nwi_tree tree;
	const struct nwi_node *node;

	(void)state;
	assert_int_equal(
		nwi_tree_build(nw_str_from("<main><div><h2 id=a></h2></div>"
					   "<div></div><div><h2 id=b></h2>"
					   "</div></main>"),
			       arena, &tree, NULL),
		NW_OK);
	assert_int_equal(nwi_select_compile(nw_str_from("main > div"), arena,
					    &records, NULL),
			 NW_OK);
	assert_int_equal(nwi_select_compile(nw_str_from("main h2"), arena,
					    &titles, NULL),
			 NW_OK);
	assert_int_equal(
		nwi_select_run(records, &tree, arena, &found_records, NULL),
		NW_OK);
	assert_int_equal(
		nwi_select_run(titles, &tree, arena, &found_titles, NULL),
		NW_OK);
	assert_int_equal(found_records.count, 3);
	node = nwi_selected_in(&found_titles, found_records.nodes[0]);
	assert_true(nw_str_is(nwi_node_attr(node, NWI_A_ID), "a"));
	assert_null(nwi_selected_in(&found_titles, found_records.nodes[1]));
	node = nwi_selected_in(&found_titles, found_records.nodes[2]);
	assert_true(nw_str_is(nwi_node_attr(node, NWI_A_ID), "b"));
}

static double select_ms(const char *html, const char *text)
{
	const struct nwi_select *select;
	struct nwi_selected all;
	struct nwi_tree tree;

	assert_int_equal(nwi_tree_build(nw_str_from(html), arena, &tree, NULL),
			 NW_OK);
	assert_int_equal(
		nwi_select_compile(nw_str_from(text), arena, &select, NULL),
		NW_OK);
	double from = cpu_ms();
	assert_int_equal(nwi_select_run(select, &tree, arena, &all, NULL),
			 NW_OK);
	return cpu_ms() - from;
}

/* Backtracking takes hours for these. */
static void hostile_pages_take_linear_time(void **state)
{
	static const struct {
		const char *unit, *selector;
	} cases[] = {
		{ "<div>", "div div div div div div div div div div p" },
		{ "<p>x</p>", "p ~ p ~ p ~ p ~ p ~ p ~ p ~ b" },
		{ "<i></i><q></q>",
		  "i:nth-of-type(3n+1) ~ q:nth-last-of-type(2n)" },
		{ "<li>", ":not(:not(li:nth-last-child(2n)))" },
	};
	enum { UNITS = 8000, TIMES = 12 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		NW_AUTO(nw_buf_fini) struct nw_buf html = { 0 };
		double ms[2];
		nw_buf_init(&html, 16 << 20);
		for (int run = 0; run < 2; run++) {
			nw_buf_clear(&html);
			for (int k = 0; k < UNITS * (run ? TIMES : 1); k++)
				nw_buf_add_text(&html, cases[i].unit);
			nw_buf_add_char(&html, '\0');
			ms[run] = select_ms(html.at, cases[i].selector);
			nw_arena_clear(arena);
		}
		assert_true(is_linear(ms[0], ms[1], TIMES));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(simple_selectors_match),
		cmocka_unit_test(attributes_match_by_every_operator),
		cmocka_unit_test(combinators_match),
		cmocka_unit_test(places_are_counted),
		cmocka_unit_test(other_pseudo_classes_match),
		cmocka_unit_test(escapes_are_read),
		cmocka_unit_test(mistakes_are_refused_with_their_column),
		cmocka_unit_test(a_selector_that_is_too_long_is_refused),
		cmocka_unit_test(a_record_gives_its_own_title),
		cmocka_unit_test(hostile_pages_take_linear_time),
	};

	return cmocka_run_group_tests(tests, make_arena, free_arena);
}
