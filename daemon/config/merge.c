/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"

#include <stdlib.h>

static void append(struct load_nodes *nodes, const struct nwi_node *node)
{
	if (nodes->count == nodes->room) {
		nodes->room = nodes->room ? nodes->room * 2 : 16;
		nodes->at = reallocarray(nodes->at, nodes->room,
					 sizeof(*nodes->at));
		if (!nodes->at)
			abort();
	}
	nodes->at[nodes->count++] = node;
}

static bool set_once(struct loader *l, const struct nwi_node *node)
{
	const struct nwi_node *first = nwi_map_get(&l->seen, node->key);
	union {
		const struct nwi_node *in;
		void *out;
	} value = { .in = node };

	if (!first)
		return nwi_map_put(&l->seen, node->key, value.out);
	nwi_node_key_problem(l->problems, node,
			     "is set twice; first at %s:%u:%u; allowed: once "
			     "in all files",
			     first->file->name, first->key_line,
			     first->key_column);
	return false;
}

static void take_list(struct loader *l, enum config_section_index section,
		      const struct nwi_node *node)
{
	struct load_nodes *list = &l->lists[section];

	if (node->kind == NWI_NODE_EMPTY)
		return;
	if (node->kind != NWI_NODE_LIST) {
		nwi_node_problem(l->problems, node,
				 "is %s; allowed: a list of mappings, each "
				 "beginning with \"- \"",
				 nwi_node_kind_name(node));
		return;
	}
	for (const struct nwi_node *n = node->first; n; n = n->next) {
		if (list->count == LOAD_MAX_ENTRIES) {
			nwi_node_problem(l->problems, n,
					 "is one entry too many; allowed: %d "
					 "in all files",
					 LOAD_MAX_ENTRIES);
			return;
		}
		append(list, n);
	}
}

/* The top's options stand together in a mapping that no file has. */
static void take_option(struct loader *l, const struct nwi_node *node)
{
	struct nwi_node *copy = load_alloc(l->scratch, 1, sizeof(*copy));

	if (nw_str_is(node->key, "include") || !set_once(l, node))
		return;
	*copy = *node;
	copy->next = l->top.first;
	l->top.first = copy;
	l->top.count++;
}

static void report_unknown(struct loader *l, const struct nwi_node *node)
{
	NW_AUTO(nw_buf_fini) struct nw_buf names = { 0 };
	struct nwi_nearest nearest;
	char near[NWI_NEAREST_TEXT];

	nw_buf_init(&names, 1024);
	nwi_nearest_init(&nearest, node->key);
	for (size_t i = 1; i < CONFIG_SECTION_COUNT; i++) {
		nwi_nearest_offer(&nearest,
				  nw_str_from(config_sections[i].name));
		nw_buf_add_fmt(&names, "%s%s", i > 1 ? ", " : "",
			       config_sections[i].name);
	}
	for (const struct nw_option *row = config_sections[CONFIG_TOP].rows;
	     row->name; row++) {
		nwi_nearest_offer(&nearest, nw_str_from(row->name));
		nw_buf_add_fmt(&names, ", %s", row->name);
	}
	nwi_nearest_text(&nearest, near);
	if (*near)
		nwi_node_key_problem(l->problems, node, "is no section%s",
				     near);
	else
		nwi_node_key_problem(l->problems, node,
				     "is no section; allowed: %s", names.at);
}

static void take_member(struct loader *l, const struct nwi_node *node)
{
	for (size_t i = 1; i < CONFIG_SECTION_COUNT; i++) {
		if (!nw_str_is(node->key, config_sections[i].name))
			continue;
		if (config_sections[i].shape == CONFIG_SHAPE_LIST)
			take_list(l, (enum config_section_index)i, node);
		else if (set_once(l, node))
			l->sections[i] = node;
		return;
	}
	if (nwi_rows_find(config_sections[CONFIG_TOP].rows, node->key))
		take_option(l, node);
	else
		report_unknown(l, node);
}

static void merge_file(struct loader *l, const struct load_file *file)
{
	const struct nwi_node *root = file->root;
	bool watches_only = l->in->flags & CONFIG_ONLY_WATCHES;

	if (root->kind == NWI_NODE_EMPTY)
		return;
	if (root->kind != NWI_NODE_MAP) {
		nwi_node_problem(l->problems, root,
				 "the file is %s; allowed: a mapping of "
				 "sections",
				 nwi_node_kind_name(root));
		return;
	}
	for (const struct nwi_node *n = root->first; n; n = n->next) {
		if (!watches_only || nw_str_is(n->key, "watches") ||
		    nw_str_is(n->key, "watches_from") ||
		    nw_str_is(n->key, "names_from"))
			take_member(l, n);
	}
}

void load_merge(struct loader *l)
{
	l->top = (struct nwi_node){
		.kind = NWI_NODE_MAP,
		.line = 1,
		.column = 1,
		.file = l->file_count ? &l->files[0]->file : NULL,
	};
	for (size_t i = 0; i < l->file_count; i++)
		merge_file(l, l->files[i]);
}
