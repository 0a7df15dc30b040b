/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of names: the one that comes with newswatch, and the files that
 * `names_from` names. Each is a mapping with the key `names`, a list of rows;
 * a row is a list of spellings.
 */
#include "base/json.h"
#include "daemon/config/loader.h"

#include <stdlib.h>

enum { ROWS_MAX = 100000, SPELLINGS_MAX = 64, SPELLING_BYTES = 200 };

struct names {
	struct loader *l;
	struct nw_query_name *rows;
	size_t count, room;
	struct nw_buf json; /* for the digest */
};

static void add_row(struct names *n, struct nw_query_name row)
{
	if (n->count == n->room) {
		n->room = n->room ? n->room * 2 : 256;
		n->rows = reallocarray(n->rows, n->room, sizeof(*n->rows));
		if (!n->rows)
			abort();
	}
	n->rows[n->count++] = row;
}

static bool is_spelling(const struct nwi_node *node)
{
	return node->kind == NWI_NODE_SCALAR && node->text.len > 0 &&
	       node->text.len <= SPELLING_BYTES;
}

static void read_row(struct names *n, const struct nwi_node *node)
{
	struct nw_str *at;
	size_t count = 0;

	if (node->kind != NWI_NODE_LIST || node->count < 2 ||
	    node->count > SPELLINGS_MAX || n->count == ROWS_MAX) {
		nwi_node_problem(n->l->problems, node,
				 "expected 2 to %d spellings of one name in a "
				 "list, and at most %d rows",
				 SPELLINGS_MAX, ROWS_MAX);
		return;
	}
	at = load_alloc(n->l->arena, node->count, sizeof(*at));
	for (const struct nwi_node *k = node->first; k; k = k->next) {
		if (!is_spelling(k)) {
			nwi_node_problem(n->l->problems, k,
					 "expected a name of at most %d bytes",
					 SPELLING_BYTES);
			return;
		}
		at[count] = load_text(n->l, k->text);
		nwi_json_str(&n->json, at[count++]);
	}
	nw_buf_add_char(&n->json, '\n');
	add_row(n, (struct nw_query_name){ at, (uint32_t)count, 0 });
}

static void read_tree(struct names *n, const struct nwi_node *root)
{
	const struct nwi_node *list = nwi_node_get(root, "names");

	if (!list || list->kind != NWI_NODE_LIST) {
		nwi_node_problem(n->l->problems, root,
				 "expected the key names with a list of rows");
		return;
	}
	for (const struct nwi_node *row = list->first; row; row = row->next)
		read_row(n, row);
}

/* `node` names the file; NULL for ours, which may be missing. */
static void read_file(struct names *n, const char *path,
		      const struct nwi_node *node)
{
	struct loader *l = n->l;
	struct load_file *file = load_alloc(l->scratch, 1, sizeof(*file));
	const struct nwi_node *root;
	struct nw_error err;

	file->file.name = load_text(l, nw_str_from(path)).at;
	file->file.rank = LOAD_MAX_FILES + (node ? node->index : 0);
	file->folder = "";
	if (load_read(path, false, NWI_TREE_MAX_BYTES, l->scratch,
		      &file->file.text, &err) != NW_OK) {
		if (node)
			nwi_node_problem(l->problems, node, "%s %s", path,
					 err.text);
		return;
	}
	if (nwi_tree_read(&file->file, l->scratch, l->problems, &root) == NW_OK)
		read_tree(n, root);
}

static void read_named(struct names *n, const struct nwi_node *node)
{
	if (node->kind == NWI_NODE_SCALAR && node->text.len > 0)
		read_file(n, load_path(n->l, node, node->text).at, node);
}

void load_names(struct loader *l)
{
	const struct nwi_node *node = nwi_node_get(&l->top, "names_from");
	struct names n = { .l = l };
	struct nw_query_name *rows;

	/* Without plugins only the workers' settings are wanted. */
	if (!l->in->plugins)
		return;
	nw_buf_init(&n.json, 64 << 20);
	read_file(&n, load_path(l, NULL, nw_str_from("names.yaml")).at, NULL);
	if (node && node->kind == NWI_NODE_LIST) {
		for (const struct nwi_node *k = node->first; k; k = k->next)
			read_named(&n, k);
	} else if (node) {
		read_named(&n, node);
	}
	rows = load_alloc(l->arena, n.count, sizeof(*rows));
	if (n.count)
		memcpy(rows, n.rows, n.count * sizeof(*rows));
	l->config->names = rows;
	l->config->name_count = n.count;
	load_digest(l, "names", nw_buf_str(&n.json), l->config->self->names);
	nw_buf_fini(&n.json);
	free(n.rows);
}
