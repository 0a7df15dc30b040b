/* SPDX-License-Identifier: Apache-2.0 */
/* What became of a watch on an item: pure. */
#ifndef NEWSWATCHD_OUTCOME_H
#define NEWSWATCHD_OUTCOME_H

#include "base/json.h"
#include "daemon/config/config.h"

struct outcome_input {
	const json_t *item;    /* the ledger's line */
	const json_t *member;  /* the same, of its place in its story; NULL */
	const json_t *threads; /* of its story */
	const json_t *alerts;  /* of its story */
	const json_t *deliveries; /* of these */
	const json_t *row; /* what a worker says of the watch; NULL nothing */
	const struct config_watch *watch;
};

/* Whether the item hit the watch when it was last read. */
bool outcome_was_hit(const json_t *item, struct nw_str watch);

/*
 * Sets in `line`: "watch", "hit" (by the active watch; null unknown),
 * "was_hit", "alert" (id or null), "kept" and "outcome". `kept` is what kept
 * it from reaching somebody, null when nothing did: "query", "topic",
 * "outlet", "country", "language", "disabled", "no_text", "baseline",
 * "suspect", "awaiting_text", "set_aside", "waiting" (for other
 * reports of its story), "closed" (they never came), "changed" (the watch did
 * not hit then), "copy", "excerpt" or "paraphrase" (of a text of its story that
 * was told), "update_if", "update_every" (a further report that these keep
 * back; null where an alert after it counts it), "no_alert" (the alert is
 * gone), "nobody" (it has no delivery), or the state of its worst delivery:
 * "dead", "suppressed", "held", "retry", "leased", "pending". `outcome` says it
 * in words.
 */
void outcome_of(const struct outcome_input *in, json_t *line);

#endif
