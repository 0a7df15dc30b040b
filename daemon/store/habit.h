/* SPDX-License-Identifier: Apache-2.0 */
/* How a source names its items: what was seen, decided and told. */
#ifndef NW_DAEMON_STORE_HABIT_H
#define NW_DAEMON_STORE_HABIT_H

#include "daemon/alert/frame.h"
#include "daemon/store/core.h"

/* Polls with items after which `identity: auto` is pinned. */
#define HABIT_POLLS 3

/* The row, or an empty one with the name. */
enum nw_status habit_get(struct core *core, struct nw_str source,
			 struct store_habit *out,
			 struct nw_error *err) NW_CHECKED;

/*
 * Counts a batch in and writes the row; a poll's first response alone counts.
 * `renewed`: most of what is shown is known and came under new ids.
 */
enum nw_status habit_note(struct core *core, struct message *message,
			  struct store_habit *row, bool renewed,
			  struct nw_error *err) NW_CHECKED;

/*
 * Members of a JSON object: "identity", the policy that was used last, and
 * "identity_pinned", since when it is so for good, or null.
 */
void habit_put(struct core *core, struct nw_str source, struct nw_buf *out);

/* A line of type "identity": what the item is known by at its source. */
void habit_put_item(struct core *core, const struct store_item *item,
		    struct nw_buf *out);

#endif
