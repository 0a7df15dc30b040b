/* SPDX-License-Identifier: Apache-2.0 */
/* Items into their stories, and what they raise (hits.c). */
#ifndef NW_DAEMON_STORE_HITS_H
#define NW_DAEMON_STORE_HITS_H

#include "daemon/alert/frame.h"
#include "daemon/store/core.h"

/* An item that was analysed, or analysed anew. */
struct settling {
	const struct frame *frame;
	struct store_item *row; /* as it shall be; `story` is filled in */
	struct nw_str before;	/* watches that it hit already, JSON; absent */
	bool news;		/* else it is known: no alerts */
	bool teaser;		/* the frame is another than the stored one */
	const struct nw_str *edits; /* what was edited materially, a line each
				     */
	size_t edit_count;
};

/*
 * Gives the item its story where it has none, writes its row, and raises what
 * its watches and the threads of its story want told. Its text must be in the
 * archive before.
 */
enum nw_status core_settle(struct core *core, const struct settling *what,
			   struct ledger_reply *reply,
			   struct nw_error *err) NW_CHECKED;

/* The same by the frame as it is stored, or by the row where that is gone. */
enum nw_status core_settle_stored(struct core *core, struct store_item *row,
				  bool news, struct ledger_reply *reply,
				  struct nw_error *err) NW_CHECKED;

/* Adds the watches of `before`, JSON, to those of `now`. */
enum nw_status core_join_watches(struct core *core, struct nw_str before,
				 struct nw_str *now,
				 struct nw_error *err) NW_CHECKED;

#endif
