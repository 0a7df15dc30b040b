/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One item: folded, classified, matched against the watches, and written as
 * the line that the ledger stores.
 */
#ifndef NEWSWATCH_WORKER_ANALYSE_H
#define NEWSWATCH_WORKER_ANALYSE_H

#include "daemon/worker/setup.h"
#include "plugin/host.h"
#include "plugin/identity.h"

/* What an item is analysed with. */
struct analysis {
	const struct setup *setup;
	struct nw_arena *arena; /* the item's, cleared by the caller */
	const struct nwi_host_calls *calls;
	void *arg;
	nw_time now;
	const json_t *explain; /* rows of pool_explain; NULL: none wanted */
	bool last; /* no other worker classifies the item after this one */
	/*
	 * Called before anything foreign or hard: a classifier (its name) or
	 * the matching (absent). False: leave it out, it killed two workers.
	 */
	bool (*enter)(void *arg, const struct instance *classifier);
};

struct finding {
	struct nw_str id, identity, hash, change;
	struct nw_str source; /* its name; absent: unknown */
	size_t outlet;	      /* index + 1; 0: by the item's domain */
	/* From classifiers in other workers: names, and rows for topics. */
	const json_t *topics, *no_opinions, *failed;
	const json_t *shadow; /* verdicts of shadows in other workers */
	const json_t *remote; /* verdicts of remote classifiers: pool_analyse */
	struct nw_str page;   /* that the item stood on beside others */
};

/*
 * Appends the item's line, without line end. NW_LIMIT when the arena is full:
 * the line then says so in "error" and has what was found until then.
 */
void analyse_item(const struct analysis *analysis, const struct finding *what,
		  const struct nw_item *item, struct nw_buf *out);

/* Drops the topics' spans that lie outside of the document's text. */
void analyse_check_spans(struct nw_host *host, const struct nw_doc *doc);

/* Appends "topics" and "no_opinion" as they gathered. */
void analyse_put_topics(const struct nw_host *host, struct nw_buf *out);

/* The line of an item that is set aside; `why` as in pool.h. */
void analyse_set_aside(const struct finding *what, const struct nw_item *item,
		       struct nw_str why, struct nw_buf *out);

#endif
