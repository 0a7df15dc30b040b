/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Selectors: the first line is one, the rest the page. What is found is in
 * the document's order; a group finds what its parts find.
 */
#include "markup/select.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void check(struct nw_str line, struct nw_str html,
		  struct nw_arena *arena)
{
	const struct nwi_select *select, *both;
	struct nwi_selected found, again;
	struct nwi_tree tree;
	struct nw_error err;

	if (nwi_select_compile(line, arena, &select, &err)) {
		require(err.text[0] != '\0');
		return;
	}
	if (nwi_tree_build(html, arena, &tree, NULL) ||
	    nwi_select_run(select, &tree, arena, &found, NULL))
		return;
	for (uint32_t i = 0; i < found.count; i++) {
		require(found.nodes[i]->kind == NWI_NODE_ELEMENT);
		require(i == 0 ||
			found.nodes[i - 1]->number < found.nodes[i]->number);
		require(nwi_selected_in(&found, found.nodes[i]) ==
			found.nodes[i]);
	}
	struct nw_str group =
		nw_arena_fmt(arena, "%.*s, %.*s", NW_FMT(line), NW_FMT(line));
	if (nwi_select_compile(group, arena, &both, NULL) == NW_OK &&
	    nwi_select_run(both, &tree, arena, &again, NULL) == NW_OK)
		require(again.count == found.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(16 << 20);
	struct nw_buf text;
	struct nw_str rest, line = { "", 0 };

	nw_buf_init(&text, 4 * size + 16);
	nwi_utf8_repair(&text, nw_str_make((const char *)data, size));
	rest = nw_buf_str(&text);
	if (nw_str_next(&rest, '\n', &line))
		check(line, rest.at ? rest : nw_str_make("", 0), arena);
	nw_buf_fini(&text);
	return 0;
}
