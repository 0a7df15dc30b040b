/* SPDX-License-Identifier: Apache-2.0 */
/* Alerts of items (hits.c). */
#ifndef NW_DAEMON_STORE_HITS_H
#define NW_DAEMON_STORE_HITS_H

#include "daemon/alert/frame.h"
#include "daemon/store/core.h"

/*
 * Raises the alerts of what the frame hits, each once for a watch and a story,
 * and counts them in the reply. `before`: the watches that the item hit
 * already, JSON, or absent.
 */
enum nw_status core_alert_hits(struct core *core, struct ledger_reply *reply,
			       const struct frame *frame,
			       const struct store_item *item,
			       struct nw_str before,
			       struct nw_error *err) NW_CHECKED;

/* The same by the frame as it is stored, or by the row where that is gone. */
enum nw_status core_alert_stored(struct core *core, struct ledger_reply *reply,
				 const struct store_item *row,
				 struct nw_error *err) NW_CHECKED;

#endif
