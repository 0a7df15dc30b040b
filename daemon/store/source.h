/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of sources, for the handlers that write them. */
#ifndef NW_DAEMON_STORE_SOURCE_H
#define NW_DAEMON_STORE_SOURCE_H

#include "daemon/store/core.h"

/* The row, or a new one with status "new"; texts in core's scratch arena. */
enum nw_status source_get(struct core *core, struct nw_str name,
			  struct store_source *out,
			  struct nw_error *err) NW_CHECKED;

/* Takes what the loop says over; the ledger's own members stay. */
void source_take(struct core *core, const struct ledger_source *from,
		 struct store_source *to);

enum nw_status source_shown_count(struct core *core, struct nw_str source,
				  size_t *out, struct nw_error *err) NW_CHECKED;

/*
 * An entry of what a source shows, packed: its id as its reader derives it,
 * its content hash, its keys (plugin/identity.h; zeros for none).
 */
enum {
	SOURCE_ID = 16,
	SOURCE_HASH = 8,
	SOURCE_KEYS = 32,
	SOURCE_ENTRY = SOURCE_ID + SOURCE_HASH + SOURCE_KEYS
};

/* The entries that are stored, and those of a batch; in core's scratch. */
enum nw_status source_list(struct core *core, struct nw_str source,
			   struct nw_str *out, struct nw_error *err) NW_CHECKED;
enum nw_status source_pack(struct core *core, const struct ledger_batch *batch,
			   struct nw_str *out, struct nw_error *err) NW_CHECKED;

/* Bytes of an entry as hexadecimal digits. */
struct nw_str source_hex(struct nw_arena *arena, const char *at, size_t bytes);

/* Writes what the batch says that the source shows. */
enum nw_status source_put_shown(struct core *core,
				const struct ledger_batch *batch,
				struct nw_error *err) NW_CHECKED;

/* Once a day: identities that are shown stay young. The row is the caller's. */
enum nw_status source_touch(struct core *core, struct store_source *row,
			    struct nw_error *err) NW_CHECKED;

#endif
