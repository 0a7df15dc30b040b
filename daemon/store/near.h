/* SPDX-License-Identifier: Apache-2.0 */
/* Items by an address that is not quite theirs. */
#ifndef NW_DAEMON_STORE_NEAR_H
#define NW_DAEMON_STORE_NEAR_H

#include "daemon/store/core.h"

enum { NEAR_ITEMS = 10 };

struct near {
	const struct store_item *at[NEAR_ITEMS];
	size_t count;
	bool same; /* of the same article; else of the same path alone */
};

/*
 * Items whose address is the same article's (nwi_url_canonical): http or
 * https, with or without "www.", a final slash, tracking parameters; or else
 * those whose address has the same host and path. In the core's scratch.
 */
enum nw_status core_near(struct core *core, struct nw_str url, struct near *out,
			 struct nw_error *err) NW_CHECKED;

/* The one item of this id or address; NW_NOT_FOUND says that there is none. */
enum nw_status core_item_of(struct core *core, struct nw_str text,
			    struct store_item *out,
			    struct nw_error *err) NW_CHECKED;

#endif
