/* SPDX-License-Identifier: Apache-2.0 */
/* The HTML tokeniser and tree: tokens cover the input in order, the tree is
   linked well and bounded in depth. */
#include "markup/token.h"
#include "markup/tree.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void check_tokens(struct nw_str text, struct nw_arena *arena)
{
	static struct nwi_tokenizer reader;
	struct nwi_token token;
	size_t at = 0;

	nwi_tokenizer_init(&reader, text, arena);
	while (nwi_tokenizer_next(&reader, &token)) {
		require(token.from >= at && token.to > token.from &&
			token.to <= text.len);
		require(nwi_utf8_is_valid(token.text));
		at = token.to;
	}
}

static unsigned depth_of(const struct nwi_node *node)
{
	unsigned depth = 0;

	for (; node->parent; node = node->parent)
		depth++;
	return depth;
}

static void check_tree(struct nw_str text, struct nw_arena *arena)
{
	struct nwi_tree tree;
	uint32_t count = 0;

	if (nwi_tree_build(text, arena, &tree, NULL))
		return;
	for (struct nwi_node *node = tree.root; node;
	     node = nwi_node_next(node, tree.root)) {
		require(node->number == count++);
		require(node->from <= node->to && node->to <= text.len);
		require(!node->next || node->next->parent == node->parent);
		require(!node->first || node->first->parent == node);
		require(depth_of(node) <= NWI_TREE_DEPTH + 2);
	}
	require(count == tree.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(16 << 20);
	struct nw_buf text;

	nw_buf_init(&text, 4 * size + 16);
	nwi_utf8_repair(&text, nw_str_make((const char *)data, size));
	check_tokens(nw_buf_str(&text), arena);
	check_tree(nw_buf_str(&text), arena);
	nw_buf_fini(&text);
	return 0;
}
