/* SPDX-License-Identifier: Apache-2.0 */
/* Two judgements of many items beside each other, and where they differ. */
#ifndef NEWSWATCH_CLI_TOPICS_TALLY_H
#define NEWSWATCH_CLI_TOPICS_TALLY_H

#include "base/json.h"
#include "base/map.h"
#include <newswatch/arena.h>

enum { TALLY_WORST = 10 };

/* What one side says of an item, as pool.h has it; NULL: nothing. */
struct tally_side {
	const json_t *topics;	  /* [{"name","score"}] */
	const json_t *no_opinion; /* names */
	const json_t *watches;	  /* names of those it hits */
};

/* What a person said: -1 nothing, 0 no, 1 yes. */
typedef int tally_label_fn(void *arg, struct nw_str topic);

struct tally_item {
	struct nw_str id, title;
	struct tally_side old, new;
	tally_label_fn *label; /* NULL: nobody said anything */
	void *arg;
};

struct tally {
	struct nw_arena *arena;
	struct nwi_map topics;	/* the only ones that are compared */
	struct nwi_map watches; /* -> struct tally_watch */
	uint64_t items;
};

void tally_init(struct tally *tally);
void tally_fini(struct tally *tally);

/* Adds a topic to those that are compared, if it is not there. */
void tally_topic(struct tally *tally, struct nw_str topic);

void tally_add(struct tally *tally, const struct tally_item *item);

/* A line an object, and paragraphs for a person. */
void tally_json(const struct tally *tally, struct nw_buf *out);
void tally_text(const struct tally *tally, const char *old, const char *new,
		struct nw_buf *out);

#endif
