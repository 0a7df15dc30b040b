/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTML tokeniser and the tree. The tokeniser against html5lib's own
 * tests: html5lib.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "markup/entity.h"
#include "markup/token.h"
#include "markup/tree.h"
#include <stdlib.h>

static struct nw_arena *arena;

static int make_arena(void **state)
{
	(void)state;
	arena = nw_arena_new(64 << 20);
	return 0;
}

static int free_arena(void **state)
{
	(void)state;
	nw_arena_free(&arena);
	return 0;
}

static const char *line_of(struct nw_buf *buf)
{
	static char line[8192];

	memcpy(line, nw_buf_str(buf).at, buf->len);
	line[buf->len] = '\0';
	nw_buf_fini(buf);
	return line;
}

static void put_attrs(struct nw_buf *buf, const struct nwi_attr *attrs,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		nw_buf_add_fmt(buf, " %.*s='%.*s'", NW_FMT(attrs[i].name),
			       NW_FMT(attrs[i].value));
}

/* Tokens as a line; text in brackets, so that its borders show. */
static const char *tokens_of(const char *text)
{
	static struct nwi_tokenizer reader;
	struct nwi_token token;
	struct nw_buf buf;

	nw_buf_init(&buf, 8000);
	nwi_tokenizer_init(&reader, nw_str_from(text), arena);
	while (nwi_tokenizer_next(&reader, &token)) {
		struct nw_str what =
			token.kind == NWI_TOKEN_TEXT ||
					token.kind == NWI_TOKEN_COMMENT
				? token.text
				: token.name;
		switch (token.kind) {
		case NWI_TOKEN_TEXT:
			nw_buf_add_fmt(&buf, "[%.*s]", NW_FMT(what));
			break;
		case NWI_TOKEN_START:
			nw_buf_add_fmt(&buf, "<%.*s", NW_FMT(what));
			put_attrs(&buf, token.attrs, token.attr_count);
			nw_buf_add_text(&buf, token.self_closing ? "/>" : ">");
			break;
		case NWI_TOKEN_END:
			nw_buf_add_fmt(&buf, "</%.*s>", NW_FMT(what));
			break;
		case NWI_TOKEN_COMMENT:
			nw_buf_add_fmt(&buf, "<!--%.*s-->", NW_FMT(what));
			break;
		default:
			nw_buf_add_fmt(&buf, "<!%.*s%s>", NW_FMT(what),
				       token.quirks ? " quirks" : "");
			break;
		}
	}
	return line_of(&buf);
}

struct example {
	const char *name, *input, *output;
};

static const struct example token_cases[] = {
	{ "names_become_small", "<DIV CLASS=Big>x</Div>",
	  "<div class='Big'>[x]</div>" },
	{ "slash_and_junk_between_attributes", "<a/b=1 /c / d>",
	  "<a b='1' c='' d=''>" },
	{ "self_closing", "<br/><br / >", "<br/><br>" },
	{ "equals_sign_begins_a_name", "<a =b=c>", "<a =b='c'>" },
	{ "first_of_two_equal_attributes_counts", "<a x=1 X=2>", "<a x='1'>" },
	{ "unfinished_tag_is_dropped", "x<a href='y", "[x]" },
	{ "less_than_is_text", "1<2 a< b <", "[1<2 a< b <]" },
	{ "nameless_end_tag_vanishes", "a</>b", "[a][b]" },
	{ "bogus_comments", "<?php x?></ x><!x>",
	  "<!--?php x?--><!-- x--><!--x-->" },
	{ "comment_ends", "<!--a--!>b<!-->c<!--->d<!--e-- >",
	  "<!--a-->[b]<!---->[c]<!---->[d]<!--e-- >-->" },
	{ "doctype", "<!DOCTYPE html><!doctype>", "<!html><! quirks>" },
	{ "entities_in_text", "&lt;&copy x &notit; &bogus; &#x1F600;",
	  "[<\xc2\xa9 x \xc2\xacit; &bogus; \xf0\x9f\x98\x80]" },
	{ "entities_in_attributes", "<a href='?a=1&copy=2&amp;b&copy;'>",
	  "<a href='?a=1&copy=2&b\xc2\xa9'>" },
	{ "title_holds_no_tags", "<title>a <b> &amp; c</title>d",
	  "<title>[a <b> & c]</title>[d]" },
	{ "style_is_raw", "<style>a > b { } &lt; </styles></STYLE >",
	  "<style>[a > b { } &lt; </styles>]</style>" },
	{ "script_ends_at_its_tag", "<script>if (a<b) '</b>'</script>x",
	  "<script>[if (a<b) '</b>']</script>[x]" },
	{ "script_in_a_comment_in_a_script",
	  "<script><!-- <script>a</script> --></script>x",
	  "<script>[<!-- <script>a</script> -->]</script>[x]" },
	{ "line_ends", "a\r\nb\rc", "[a\nb\nc]" },
	{ "cdata_outside_of_foreign_content", "<![CDATA[x]]>",
	  "<!--[CDATA[x]]-->" },
};

static void tokens_are_those_of_the_standard(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(token_cases) / sizeof(*token_cases);
	     i++) {
		const char *got = tokens_of(token_cases[i].input);

		if (strcmp(got, token_cases[i].output) != 0)
			fail_msg("%s: %s", token_cases[i].name, got);
	}
}

static void put_node(struct nw_buf *buf, const struct nwi_node *node)
{
	if (node->kind == NWI_NODE_TEXT) {
		nw_buf_add_str(buf, node->text);
		return;
	}
	if (node->kind == NWI_NODE_ELEMENT) {
		nw_buf_add_fmt(buf, "<%.*s", NW_FMT(node->text));
		put_attrs(buf, node->attrs, node->attr_count);
		nw_buf_add_char(buf, '>');
	}
	for (const struct nwi_node *at = node->first; at; at = at->next)
		put_node(buf, at);
	if (node->kind == NWI_NODE_ELEMENT)
		nw_buf_add_fmt(buf, "</%.*s>", NW_FMT(node->text));
}

static const char *tree_of(const char *html)
{
	struct nwi_tree tree;
	struct nw_buf buf;

	assert_int_equal(nwi_tree_build(nw_str_from(html), arena, &tree, NULL),
			 NW_OK);
	nw_buf_init(&buf, 8000);
	put_node(&buf, tree.root);
	return line_of(&buf);
}

static const struct example tree_cases[] = {
	{ "p_ends_p", "<p>a<p>b<div>c</div>d",
	  "<p>a</p><p>b</p><div>c</div>d" },
	{ "li_ends_li_but_not_the_outer", "<ul><li>a<ul><li>b</ul><li>c</ul>",
	  "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>" },
	{ "dd_and_dt", "<dl><dt>a<dd>b<dt>c</dl>",
	  "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>" },
	{ "table_parts",
	  "<table><tr><td>a<td>b<tr><th>c<tbody><tr><td>d</table>e",
	  "<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr>"
	  "<tbody><tr><td>d</td></tr></tbody></table>e" },
	{ "inner_table_keeps_the_outer_cell",
	  "<table><tr><td><table><tr><td>a</table>b<td>c</table>",
	  "<table><tr><td><table><tr><td>a</td></tr></table>b</td>"
	  "<td>c</td></tr></table>" },
	{ "div_in_a_cell_ends_no_div_outside",
	  "<div><table><tr><td>a</div>b</table>c</div>d",
	  "<div><table><tr><td>ab</td></tr></table>c</div>d" },
	{ "options", "<select><option>a<option>b</select>c",
	  "<select><option>a</option><option>b</option></select>c" },
	{ "void_elements", "<p>a<br>b<img src=x>c</p>",
	  "<p>a<br></br>b<img src='x'></img>c</p>" },
	{ "heading_ends_heading", "<h1>a<h2>b</h3>c", "<h1>a</h1><h2>b</h2>c" },
	{ "bold_over_a_paragraph_ends_with_it", "<b><p>a</b>b</p>c",
	  "<b><p>ab</p></b>c" },
	{ "link_in_a_link", "<a href=1>a<a href=2>b</a>c",
	  "<a href='1'>a</a><a href='2'>b</a>c" },
	{ "stray_end_tags", "</div>a</p>b</span>", "ab" },
	{ "second_body_is_ignored",
	  "<html><head><title>t</title><p>a<body>b<body>c</html>",
	  "<html><head><title>t</title></head><p>a<body>bc</body></p></html>" },
	{ "end_of_body_does_not_end_the_page", "<body>a</body></html><p>b",
	  "<body>a<p>b</p></body>" },
	{ "cdata_in_svg", "<svg><![CDATA[a<b]]></svg>c", "<svg>a<b</svg>c" },
	{ "html_breaks_out_of_svg", "<svg><g><p>a</svg>b",
	  "<svg><g></g></svg><p>ab</p>" },
	{ "foreign_object_holds_html",
	  "<svg><foreignObject><p>a</p></foreignObject></svg>b",
	  "<svg><foreignobject><p>a</p></foreignobject></svg>b" },
	{ "unknown_elements_close_by_name", "<x-a><x-b>a</x-a>b",
	  "<x-a><x-b>a</x-b></x-a>b" },
	{ "br_as_an_end_tag", "a</br>b", "a<br></br>b" },
	{ "form_in_a_form", "<form>a<form>b</form>c", "<form>ab</form>c" },
	{ "script_text_is_one_node", "<script>a</b></script>c",
	  "<script>a</b></script>c" },
};

static void trees_are_what_a_reader_expects(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(tree_cases) / sizeof(*tree_cases); i++) {
		const char *got = tree_of(tree_cases[i].input);

		if (strcmp(got, tree_cases[i].output) != 0)
			fail_msg("%s: %s", tree_cases[i].name, got);
	}
}

static unsigned depth_of(const struct nwi_node *node)
{
	unsigned depth = 0;

	for (; node; node = node->parent)
		depth++;
	return depth;
}

static void hostile_nesting_is_flat_and_keeps_the_text(void **state)
{
	static const char *const parts[] = { "<div>", "<b>",	  "<p><table>",
					     "<svg>", "<ul><li>", "<x-y>" };
	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		struct nwi_tree tree;
		struct nw_buf buf;
		unsigned deepest = 0;
		struct nwi_node *node, *last = NULL;

		nw_arena_clear(arena);
		nw_buf_init(&buf, 8 << 20);
		for (unsigned k = 0; k < 100000; k++)
			nw_buf_add_text(&buf, parts[i]);
		nw_buf_add_text(&buf, "the end");
		assert_int_equal(
			nwi_tree_build(nw_buf_str(&buf), arena, &tree, NULL),
			NW_OK);
		for (node = tree.root; node;
		     node = nwi_node_next(node, tree.root)) {
			unsigned depth = depth_of(node);
			deepest = depth > deepest ? depth : deepest;
			last = node;
		}
		assert_in_range(deepest, 2, NWI_TREE_DEPTH + 3);
		assert_true(last && nw_str_is(last->text, "the end"));
		nw_buf_fini(&buf);
	}
}

static void full_arena_gives_the_beginning_of_the_page(void **state)
{
	NW_AUTO(nw_arena_free) struct nw_arena *small = nw_arena_new(100000);
	struct nwi_tree tree;
	struct nw_buf buf;

	(void)state;
	nw_buf_init(&buf, 8 << 20);
	for (unsigned k = 0; k < 100000; k++)
		nw_buf_add_text(&buf, "<p>a &amp; b");
	assert_int_equal(nwi_tree_build(nw_buf_str(&buf), small, &tree, NULL),
			 NW_OK);
	assert_true(tree.cut);
	assert_true(nw_str_is(tree.root->first->first->text, "a & b"));
	nw_buf_fini(&buf);
}

static void source_offsets_of_elements(void **state)
{
	const char *html = "<div>a<p>b</div>";
	struct nwi_tree tree;

	(void)state;
	assert_int_equal(nwi_tree_build(nw_str_from(html), arena, &tree, NULL),
			 NW_OK);
	const struct nwi_node *p = nwi_node_find(tree.root, NWI_A_P);
	assert_int_equal(p->from, 6);
	assert_int_equal(p->to, 16);
	assert_int_equal(p->parent->from, 0);
	assert_int_equal(p->parent->to, 16);
}

static void atoms_and_their_names_agree(void **state)
{
	(void)state;
	for (unsigned i = 1; i < NWI_ATOM_COUNT; i++)
		assert_int_equal(nwi_atom_find(nwi_atom_name((enum nwi_atom)i)),
				 i);
	assert_int_equal(nwi_atom_find(nw_str_from("nosuchname")), NWI_A_NONE);
	assert_int_equal(nwi_atom_find_nocase(nw_str_from("pubDate")),
			 NWI_A_PUBDATE);
}

static void longest_entities_are_known(void **state)
{
	struct nw_buf buf;

	(void)state;
	nw_buf_init(&buf, 1000);
	nwi_entity_decode(nw_str_from("&CounterClockwiseContourIntegral;&nGt;"
				      "&Aacute&amp"),
			  &buf);
	assert_string_equal(line_of(&buf),
			    "\xe2\x88\xb3\xe2\x89\xab\xe2\x83\x92\xc3\x81&");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_those_of_the_standard),
		cmocka_unit_test(trees_are_what_a_reader_expects),
		cmocka_unit_test(hostile_nesting_is_flat_and_keeps_the_text),
		cmocka_unit_test(full_arena_gives_the_beginning_of_the_page),
		cmocka_unit_test(source_offsets_of_elements),
		cmocka_unit_test(atoms_and_their_names_agree),
		cmocka_unit_test(longest_entities_are_known),
	};

	return cmocka_run_group_tests(tests, make_arena, free_arena);
}
