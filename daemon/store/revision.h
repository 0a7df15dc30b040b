/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Edits of items: what became of an item whose content changed, judged once
 * (text/revision.h) against the text that is stored, and kept with a diff.
 */
#ifndef NW_DAEMON_STORE_REVISION_H
#define NW_DAEMON_STORE_REVISION_H

#include "daemon/alert/frame.h"
#include "daemon/store/core.h"
#include "text/revision.h"

/*
 * Judges the frame beside the stored text of `row`, which is as it was before.
 * What is an edit is written as revision `row->revision` + 1. Where there is
 * nothing to compare with (the text is gone, or a teaser stands beside a whole
 * article) the titles alone are compared, and it is MINOR at least. `out->why`
 * is in the core's scratch; its lines are not to be used.
 */
enum nw_status core_revise(struct core *core, const struct store_item *row,
			   const struct frame *frame, struct nwi_revision *out,
			   struct nw_error *err) NW_CHECKED;

/*
 * Before the stored article gives way to a teaser with which another is
 * fetched: keeps it to be compared with.
 */
enum nw_status core_keep_article(struct core *core, struct nw_str item,
				 struct nw_error *err) NW_CHECKED;

/*
 * For an item whose article has come: judged beside the article that it had
 * before, if it had one; the edit for which it was fetched anew is told with
 * it. What stood for a teaser alone is no edit, and MINOR. `*watches` are
 * those that the former article hit, JSON; as it was without one.
 */
enum nw_status
core_revise_article(struct core *core, const struct store_item *row,
		    const struct frame *frame, struct nwi_revision *out,
		    struct nw_str *watches, struct nw_error *err) NW_CHECKED;

/*
 * A line of type "revision" for each edit of the item (an id or an address),
 * the oldest first. NW_NOT_FOUND where no such item was seen.
 */
enum nw_status core_revision_lines(struct core *core, struct nw_str text,
				   struct nw_buf *out,
				   struct nw_error *err) NW_CHECKED;

#endif
