/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include <newswatch/json.h>

void nw_json_add_str(struct nw_buf *out, struct nw_str value)
{
	/* The caller's own commas stand: nothing is put before the value. */
	struct nw_buf quoted;

	nw_buf_init(&quoted, value.len * 6 + 8);
	nwi_json_str(&quoted, value);
	nw_buf_add_str(out, nw_buf_str(&quoted));
	nw_buf_fini(&quoted);
}

struct nw_str nw_json_member(struct nw_str object, const char *name,
			     struct nw_arena *arena)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;

	if (nwi_json_parse(object, 8 * 1024 * 1024, 32, &json, NULL) != NW_OK)
		return nw_str_make(NULL, 0);
	return nw_arena_str(arena, nwi_json_get_str(json, name));
}
