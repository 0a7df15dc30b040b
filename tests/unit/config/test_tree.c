/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "config/tree.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- one text, one tree ---- */

struct parsed {
	struct nwi_file file;
	struct nw_arena *arena;
	struct nwi_problems problems;
	const struct nwi_node *root;
	enum nw_status status;
};

static void parse_bytes(struct parsed *p, struct nw_str text)
{
	p->file = (struct nwi_file){ .name = "f.yaml", .text = text };
	p->arena = nw_arena_new(NWI_TREE_ARENA);
	nwi_problems_init(&p->problems);
	p->status = nwi_tree_read(&p->file, p->arena, &p->problems, &p->root);
}

static void parse(struct parsed *p, const char *text)
{
	parse_bytes(p, nw_str_from(text));
}

static void parsed_fini(struct parsed *p)
{
	nwi_problems_fini(&p->problems);
	nw_arena_free(&p->arena);
}

static void assert_place(struct nwi_place place, uint32_t line, uint32_t column)
{
	assert_int_equal(place.line, line);
	assert_int_equal(place.column, column);
}

/* ---- reading ---- */

static void nodes_know_line_column_and_path(void **s)
{
	NW_AUTO(parsed_fini) struct parsed p = { 0 };
	char path[NWI_PATH_TEXT];

	(void)s;
	parse(&p, "# comment\nlist:\n- name: caf\xc3\xa9 # c\n"
		  "  deep: {a: 1, b: [x, 'y']}\n");
	assert_int_equal(p.status, NW_OK);
	const struct nwi_node *entry = nwi_node_get(p.root, "list")->first;
	const struct nwi_node *name = nwi_node_get(entry, "name");
	const struct nwi_node *b =
		nwi_node_get(nwi_node_get(entry, "deep"), "b");
	assert_place(nwi_node_place(name), 3, 9);
	assert_place(nwi_node_key_place(name), 3, 3);
	assert_true(nw_str_is(name->text, "caf\xc3\xa9"));
	assert_int_equal(b->count, 2);
	assert_place(nwi_node_place(b->first->next), 4, 23);
	assert_int_equal(b->first->next->style, NWI_STYLE_SINGLE);
	nwi_node_path(b->first->next, path);
	assert_string_equal(path, "list[0].deep.b[1]");
	assert_null(nwi_node_get(p.root, "lis"));
	assert_null(nwi_node_get(entry->first, "x"));
}

static void only_plain_words_are_null_and_all_else_is_text(void **s)
{
	static const uint8_t kinds[] = { NWI_NODE_EMPTY,  NWI_NODE_EMPTY,
					 NWI_NODE_EMPTY,  NWI_NODE_SCALAR,
					 NWI_NODE_SCALAR, NWI_NODE_SCALAR,
					 NWI_NODE_SCALAR, NWI_NODE_SCALAR };
	NW_AUTO(parsed_fini) struct parsed p = { 0 };
	size_t i = 0;

	(void)s;
	parse(&p, "[~, null, , 'null', \"\", no, 012, 2001-01-01]\n");
	/* YAML has no empty entry in [ ]. */
	assert_int_equal(p.status, NW_BAD_INPUT);
	parsed_fini(&p);
	parse(&p, "- ~\n- null\n-\n- 'null'\n- \"\"\n- no\n- 012\n"
		  "- 2001-01-01\n");
	assert_int_equal(p.status, NW_OK);
	for (const struct nwi_node *n = p.root->first; n; n = n->next)
		assert_int_equal(n->kind, kinds[i++]);
	assert_int_equal(i, 8);
}

static void tags_of_secrets_are_kept(void **s)
{
	NW_AUTO(parsed_fini) struct parsed p = { 0 };

	(void)s;
	parse(&p, "a: !file /x\nb: !env 'N'\nc: !credential n\nd: !env\n");
	assert_int_equal(p.status, NW_OK);
	assert_int_equal(nwi_node_get(p.root, "a")->tag, NWI_TAG_FILE);
	assert_int_equal(nwi_node_get(p.root, "b")->tag, NWI_TAG_ENV);
	assert_int_equal(nwi_node_get(p.root, "c")->tag, NWI_TAG_CREDENTIAL);
	assert_int_equal(nwi_node_get(p.root, "d")->kind, NWI_NODE_SCALAR);
}

static void a_byte_order_mark_does_not_shift_columns(void **s)
{
	NW_AUTO(parsed_fini) struct parsed p = { 0 };

	(void)s;
	parse(&p, "\xef\xbb\xbf"
		  "a: b\r\nc: d\r\n");
	assert_int_equal(p.status, NW_OK);
	assert_place(nwi_node_place(nwi_node_get(p.root, "a")), 1, 4);
	assert_place(nwi_node_place(nwi_node_get(p.root, "c")), 2, 4);
}

static void an_end_mark_and_comments_may_follow_the_document(void **s)
{
	NW_AUTO(parsed_fini) struct parsed p = { 0 };

	(void)s;
	parse(&p, "---\na: b\n...\n# the end\n...\n");
	assert_int_equal(p.status, NW_OK);
}

static void the_second_of_two_keys_is_left_out(void **s)
{
	NW_AUTO(parsed_fini) struct parsed p = { 0 };

	(void)s;
	parse(&p, "a: 1\nb: 2\na: {c: 3}\nd: 4\n");
	assert_int_equal(p.status, NW_BAD_CONFIG);
	assert_int_equal(p.root->count, 3);
	assert_true(nw_str_is(nwi_node_get(p.root, "a")->text, "1"));
	assert_true(nw_str_is(nwi_node_get(p.root, "d")->text, "4"));
	assert_string_equal(p.problems.rows[0].text,
			    "f.yaml:3:1: a: is here twice; first at line 1 "
			    "column 1; allowed: each key once");
}

/* ---- a byte of a value ---- */

static void assert_at(const char *yaml, const char *what, uint32_t line,
		      uint32_t column)
{
	NW_AUTO(parsed_fini) struct parsed p = { 0 };

	parse(&p, yaml);
	assert_int_equal(p.status, NW_OK);
	const struct nwi_node *node = p.root->first;
	size_t at = nw_str_find(node->text, nw_str_from(what));
	assert_true(at < node->text.len);
	assert_place(nwi_node_text_place(node, at), line, column);
}

static void bytes_of_a_value_are_found_in_every_style(void **s)
{
	(void)s;
	assert_at("q: one two\n", "two", 1, 8);
	assert_at("q: one\n   two  three\n   four\n", "three", 2, 9);
	assert_at("q: one\n   two\n\n   four\n", "four", 4, 4);
	assert_at("q: 'it''s one'\n", "one", 1, 11);
	assert_at("q: 'one\n   two'\n", "two", 2, 4);
	assert_at("q: \"a\\tb \\u00e9 \\x41 two\"\n", "two", 1, 22);
	assert_at("q: \"one \\\n    two\"\n", "two", 2, 5);
	assert_at("q: |\n  one\n    two\n\n  \xc3\xa9 three\n", "two", 3, 5);
	assert_at("q: |\n  one\n    two\n\n  \xc3\xa9 three\n", "three", 5, 5);
	assert_at("q: |2\n    one\n  two\n", "one", 2, 5);
	assert_at("q: >-\n  one\n  two\n\n  three\n", "three", 5, 3);
	assert_at("q: >\n\n  one\n", "one", 3, 3);
}

/* ---- hostile ---- */

static void assert_refused(const char *unit, size_t count, const char *expected)
{
	NW_AUTO(parsed_fini) struct parsed p = { 0 };
	size_t len = strlen(unit);
	char *text = malloc(len * count);

	assert_non_null(text);
	for (size_t i = 0; i < count; i++)
		memcpy(text + i * len, unit, len);
	parse_bytes(&p, nw_str_make(text, len * count));
	assert_int_not_equal(p.status, NW_OK);
	assert_non_null(strstr(p.problems.rows[0].text, expected));
	free(text);
}

static void what_is_deep_or_long_is_refused(void **s)
{
	(void)s;
	assert_refused("[", 200000, "f.yaml:1:33: nested too deep");
	assert_refused("[\n", 200000, "nested too deep");
	assert_refused("- ", 200000, "nested too deep");
	assert_refused("{", 200000, "a key must be text");
	assert_refused("? ", 200000, "a key must be text");
	assert_refused("- &a x\n", 60000, "anchors");
	assert_refused("- *a\n", 60000, "aliases");
	assert_refused("%TAG !a! x\n", 90000, "directives");
	assert_refused("- a\n", 250000, "too many entries");
	assert_refused("---\n", 200000, "second document");
	assert_refused("a: b\n", 200000, "is here twice");
	assert_refused("#\n", 600000, "allowed: 1048576 in one file");
}

static void a_tree_of_the_largest_size_fits_its_arena(void **s)
{
	NW_AUTO(parsed_fini) struct parsed p = { 0 };
	struct nw_buf text;

	(void)s;
	nw_buf_init(&text, NWI_TREE_MAX_BYTES);
	for (size_t i = 0; i < 199990; i++)
		nw_buf_add_text(&text, "- ab\n");
	parse_bytes(&p, nw_buf_str(&text));
	assert_int_equal(p.status, NW_OK);
	assert_int_equal(p.root->count, 199990);
	nw_buf_fini(&text);
}

static void an_arena_that_is_full_is_reported(void **s)
{
	struct parsed p = { .file = { .name = "f.yaml",
				      .text = NW_STR("[a, b, c, d, e, f]") } };

	(void)s;
	p.arena = nw_arena_new(600);
	nwi_problems_init(&p.problems);
	assert_int_equal(nwi_tree_read(&p.file, p.arena, &p.problems, &p.root),
			 NW_LIMIT);
	assert_non_null(strstr(p.problems.rows[0].text, "more memory"));
	parsed_fini(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nodes_know_line_column_and_path),
		cmocka_unit_test(
			only_plain_words_are_null_and_all_else_is_text),
		cmocka_unit_test(tags_of_secrets_are_kept),
		cmocka_unit_test(a_byte_order_mark_does_not_shift_columns),
		cmocka_unit_test(
			an_end_mark_and_comments_may_follow_the_document),
		cmocka_unit_test(the_second_of_two_keys_is_left_out),
		cmocka_unit_test(bytes_of_a_value_are_found_in_every_style),
		cmocka_unit_test(what_is_deep_or_long_is_refused),
		cmocka_unit_test(a_tree_of_the_largest_size_fits_its_arena),
		cmocka_unit_test(an_arena_that_is_full_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
