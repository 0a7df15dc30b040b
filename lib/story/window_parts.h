/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the window. */
#ifndef NWI_STORY_WINDOW_PARTS_H
#define NWI_STORY_WINDOW_PARTS_H

#include "story/ring.h"
#include "story/rules.h"
#include "story/tally.h"
#include "story/usage.h"
#include "story/window.h"

/*
 * Slots count items from 0 as they come, indexes are of the table of stories.
 * An item of up to NWI_MARKS_ALL marks is found by all of them, any other by
 * those that are even; and by its NWI_TERMS_FOUND heaviest terms.
 */
#define NWI_NO_SLOT	UINT32_MAX
#define NWI_MARKS_ALL	24
#define NWI_TERMS_FOUND 24

/* An item in the window. */
struct nwi_row {
	uint64_t number, copies, copy_of;
	nw_time at; /* of its news: published, else seen, else unknown */
	nw_time seen;
	uint32_t marks_end, terms_end; /* count of the rings behind it */
	uint32_t outlet, owner, page;
	uint32_t story;	  /* index */
	uint32_t earlier; /* slot of the member before; NWI_NO_SLOT */
	uint32_t words, whole, below;
	uint16_t mark_count, term_count;
	uint8_t relation, origin;
	char language[4];
	uint32_t *marks; /* marks, hashes of terms, their weights and kinds */
};

/* What the members of a story add up to. */
struct nwi_sum {
	uint32_t hash;
	uint32_t weight : 24;
	uint32_t kind : 8;
};

struct nwi_story {
	uint64_t number;
	nw_time first, last; /* of the members' news; unknown without any */
	uint32_t members;    /* 0: free */
	uint32_t newest;     /* slot */
	uint32_t overflow;   /* index of the story that took over when full */
	uint32_t overflow_of;
	uint32_t next_free;
	uint32_t sum_count, sum_room;
	struct nwi_sum *sums; /* ascending by hash */
};

struct nwi_window {
	struct nwi_window_limits limits;
	struct nwi_row *rows; /* by slot, wrapped at row_room */
	uint32_t row_room, first_slot, next_slot;
	struct nwi_story *stories;
	uint32_t story_count, story_room, free_story;
	struct nwi_ring marks, terms;
	struct nwi_usage usage;
	struct nwi_tally tally; /* between two calls without meaning */
	size_t bytes;
	uint64_t last_number;
	nw_time now; /* the latest `seen` */
};

static inline struct nwi_row *nwi_row_at(const struct nwi_window *window,
					 uint32_t slot)
{
	return &window->rows[slot & (window->row_room - 1)];
}

/* The slot that a ring's entry names by its lowest bits. */
static inline uint32_t nwi_row_slot(const struct nwi_window *window,
				    uint32_t who)
{
	return window->next_slot - ((window->next_slot - who) & NWI_RING_WHO);
}

static inline const uint32_t *nwi_row_hashes(const struct nwi_row *row)
{
	return row->marks + row->mark_count;
}

/* Weight and kind of each term, two bytes. */
static inline const uint8_t *nwi_row_kinds(const struct nwi_row *row)
{
	return (const uint8_t *)(nwi_row_hashes(row) + row->term_count);
}

/* An item on its way into the window. */
struct nwi_probe {
	const struct nwi_print *print;
	const struct nwi_item_facts *facts;
	nw_time at;
	double weights[NWI_PRINT_TERMS]; /* of the terms, by usage */
	double norm;
	uint16_t heaviest[NWI_TERMS_FOUND]; /* indexes of terms */
	uint32_t heaviest_count;
	struct nwi_decision *out;
};

/* copies.c: fills relation, copies, copy_of, like, shares; gives the slot. */
uint32_t nwi_find_copy(struct nwi_window *window, struct nwi_probe *probe);

/* stories.c: fills weights, norm and heaviest. */
void nwi_weigh(const struct nwi_window *window, struct nwi_probe *probe);

/* Fills near, score, needed; the story to join, or NWI_NO_SLOT. */
uint32_t nwi_find_story(struct nwi_window *window, struct nwi_probe *probe);

/* story_vector.c: adds a member's terms, and takes them out. */
void nwi_story_take(struct nwi_story *story, const struct nwi_row *row);
void nwi_story_drop(struct nwi_story *story, const struct nwi_row *row);

#endif
