/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as a YAML file: the tree, the place of every byte of every value, and
 * a check against a row of each type. What is read must hold together: a
 * place lies in the file, the JSON of a clean check is JSON.
 */
#include "base/json.h"
#include "config/rows.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct nw_option rows[] = {
	{ .name = "text", .type = NW_OPTION_TEXT, .max = 64 },
	{ .name = "integer", .type = NW_OPTION_INTEGER, .min = -5, .max = 5 },
	{ .name = "number", .type = NW_OPTION_NUMBER, .max = 1000 },
	{ .name = "boolean", .type = NW_OPTION_BOOLEAN, .fallback = "true" },
	{ .name = "duration", .type = NW_OPTION_DURATION, .min = 1000 },
	{ .name = "size", .type = NW_OPTION_SIZE, .max = 1 << 20 },
	{ .name = "choice", .type = NW_OPTION_CHOICE, .choices = "a|b|c" },
	{ .name = "file", .type = NW_OPTION_FILE, .flags = NW_OPTION_LIST },
	{ .name = "path", .type = NW_OPTION_PATH },
	{ .name = "url", .type = NW_OPTION_URL },
	{ .name = "address", .type = NW_OPTION_ADDRESS },
	{ .name = "map", .type = NW_OPTION_MAP, .flags = NW_OPTION_LIST },
	{ .name = "texts", .type = NW_OPTION_TEXT, .flags = NW_OPTION_LIST },
	{ .name = "secret", .type = NW_OPTION_TEXT, .flags = NW_OPTION_SECRET },
	{ 0 },
};

static uint32_t count_lines(struct nw_str text)
{
	uint32_t lines = 2;

	for (size_t i = 0; i < text.len; i++)
		lines += !(text.at[i] >= ' ' && text.at[i] <= '~');
	return lines;
}

/* Without recursion: depth first, up by the parents. */
static const struct nwi_node *next_node(const struct nwi_node *node)
{
	if (node->first)
		return node->first;
	while (node && !node->next)
		node = node->parent;
	return node ? node->next : NULL;
}

static void visit(const struct nwi_node *root, uint32_t lines)
{
	char path[NWI_PATH_TEXT];
	size_t budget = 200;

	for (const struct nwi_node *n = root; n && budget > 0;
	     n = next_node(n)) {
		nwi_node_path(n, path);
		for (size_t i = 0; i <= n->text.len && budget > 0; i += 7) {
			struct nwi_place place = nwi_node_text_place(n, i);
			if (place.line < 1 || place.line > lines)
				abort();
			budget--;
		}
	}
}

static void check(const struct nwi_node *root, struct nw_arena *arena,
		  struct nwi_problems *problems)
{
	const struct nw_option *const tables[] = { rows };
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nwi_values values;
	struct nw_error err;

	nw_buf_init(&out, 16 * 1024 * 1024);
	if (!nwi_rows_check(root, tables, 1, arena, &values, problems))
		return;
	nwi_values_json(&values, nw_str_from("x"), &out);
	if (nwi_json_parse(nw_buf_str(&out), out.max, 8, &json, &err) != NW_OK)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct nwi_file file = { .name = "f.yaml",
				 .text = { (const char *)bytes, len } };
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(NWI_TREE_ARENA);
	NW_AUTO(nwi_problems_fini) struct nwi_problems problems = { 0 };
	const struct nwi_node *root;

	nwi_problems_init(&problems);
	enum nw_status status = nwi_tree_read(&file, arena, &problems, &root);
	if ((status == NW_OK) != (problems.errors == 0) || !root)
		abort();
	if (root->file)
		visit(root, count_lines(file.text));
	check(root, arena, &problems);
	nwi_problems_sort(&problems);
	return 0;
}
