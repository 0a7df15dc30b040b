/* SPDX-License-Identifier: Apache-2.0 */
/* Walking a tree. */
#include "markup/tree.h"

struct nwi_node *nwi_node_skip(const struct nwi_node *node,
			       const struct nwi_node *root)
{
	while (node && node != root) {
		if (node->next)
			return node->next;
		node = node->parent;
	}
	return NULL;
}

struct nwi_node *nwi_node_next(const struct nwi_node *node,
			       const struct nwi_node *root)
{
	return node->first ? node->first : nwi_node_skip(node, root);
}

struct nwi_node *nwi_node_find(const struct nwi_node *root, enum nwi_atom atom)
{
	struct nwi_node *node = nwi_node_next(root, root);

	while (node && (node->kind != NWI_NODE_ELEMENT || node->atom != atom))
		node = nwi_node_next(node, root);
	return node;
}

struct nw_str nwi_node_attr(const struct nwi_node *node, enum nwi_atom atom)
{
	return nwi_attr_get(node->attrs, node->attr_count, atom);
}

void nwi_node_text(const struct nwi_node *node, struct nw_buf *out)
{
	const struct nwi_node *at = node;

	for (; at; at = nwi_node_next(at, node)) {
		if (at->kind == NWI_NODE_TEXT)
			nw_buf_add_str(out, at->text);
	}
}
