/* SPDX-License-Identifier: Apache-2.0 */
/* What a reload changed, for whoever asked for it and for the log. */
#ifndef NWD_SERVER_CHANGES_H
#define NWD_SERVER_CHANGES_H

#include "daemon/config/config.h"

struct changes {
	/* A JSON object a line, {"type":"change","part","name","change"}. */
	struct nw_buf lines;
	size_t count;	     /* lines are of the first 1,000 */
	struct nw_buf words; /* one line for the log: the first few, in words */
};

void changes_init(struct changes *changes);
void changes_fini(struct changes *changes);

/* Tells of all that differs between two configurations. */
void changes_tell(struct changes *changes, const struct config *old,
		  const struct config *new);

#endif
