/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which story an item belongs to. Pure: candidates in, decision out.
 *
 * Until stories are gathered each item is a story of its own. The tables and
 * the derived ids carry the story already, so that nothing migrates when the
 * decision becomes a real one.
 */
#ifndef NW_DAEMON_STORY_STORY_H
#define NW_DAEMON_STORY_STORY_H

#include "base/hash.h"

struct story_input {
	struct nw_str instance; /* name of this newswatch */
	struct nw_str item;	/* item id */
};

struct story_decision {
	char story[NWI_ID_TEXT]; /* derived from the story's first item */
	bool is_first;		 /* the item begins the story */
};

void story_decide(const struct story_input *input, struct story_decision *out);

#endif
