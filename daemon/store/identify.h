/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Items that are known under another identity: a feed that renews its ids, a
 * site that moved, another policy. They take over what is known, so that
 * nobody hears of them again.
 *
 * What the source showed before and shows no more is matched with what it
 * shows for the first time, by URL, text, title and date, each of them only
 * where it is the only one of its kind on both sides. An item alone must agree
 * in two of them, of which the date is one or the text. Where most of what is
 * shown is new at once, or the policy changed, one of URL, text or title will
 * do.
 */
#ifndef NW_DAEMON_STORE_IDENTIFY_H
#define NW_DAEMON_STORE_IDENTIFY_H

#include "daemon/alert/frame.h"
#include "daemon/store/core.h"

/*
 * Gives the frames of a batch (and its follow-ups) the ids under which their
 * items are known, notes how the source names its items, pins its policy when
 * enough was seen, and tells the operator of ids that were renewed or do not
 * tell items apart. To be called before the list of what is shown is written.
 */
enum nw_status core_identify(struct core *core, struct message *message,
			     struct frame *frames,
			     struct nw_error *err) NW_CHECKED;

/* Fills the reply's members that say by what policy a source is to be read. */
enum nw_status core_identity_of(struct core *core, struct nw_str source,
				struct ledger_reply *reply,
				struct nw_error *err) NW_CHECKED;

#endif
