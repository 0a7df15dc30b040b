/* SPDX-License-Identifier: Apache-2.0 */
/* What people say of the topics of items. */
#ifndef NW_DAEMON_STORE_LABEL_H
#define NW_DAEMON_STORE_LABEL_H

#include "daemon/store/core.h"

/*
 * Stores what a person says of an item (its URL or id): a topic, or "not-"
 * and a topic. NW_NOT_FOUND for an item that was not seen, or whose text is
 * not kept any more. What `out` points to lives in the core's scratch.
 */
enum nw_status core_label(struct core *core, struct nw_str text,
			  struct nw_str label, struct store_label *out,
			  struct nw_error *err) NW_CHECKED;

/* The line of a label: an item as JSON for `newswatch train`. */
void core_label_line(const struct store_label *row, struct nw_buf *out);

#endif
