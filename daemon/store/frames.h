/* SPDX-License-Identifier: Apache-2.0 */
/* Stored items with what every classifier said of them, shadows included. */
#ifndef NW_DAEMON_STORE_FRAMES_H
#define NW_DAEMON_STORE_FRAMES_H

#include "daemon/store/core.h"

/*
 * Appends the line of an item: {"type":"judged","id","seen","title",
 * "language","topics","watches"} of its row and, as long as its text is kept,
 * "no_opinion" and "shadow" as the workers said (pool.h), and with `text` the
 * opening of the text. A frame that cannot be read adds nothing to the row.
 */
void core_judged_line(struct core *core, const struct store_item *row,
		      bool text, struct nw_buf *out);

#endif
