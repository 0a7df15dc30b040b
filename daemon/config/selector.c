/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/selector.h"

#include "markup/select.h"

enum nw_status load_check_selector(struct nw_str text, struct nw_error *err)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	const struct nwi_select *select;

	return nwi_select_compile(text, arena, &select, err);
}
