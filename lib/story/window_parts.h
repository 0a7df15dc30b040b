/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the window. */
#ifndef NWI_STORY_WINDOW_PARTS_H
#define NWI_STORY_WINDOW_PARTS_H

#include "story/page.h"
#include "story/print_parts.h"
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

/* Terms of a story's vector: at most, and what a cut leaves. */
#define NWI_STORY_SUMS	   320
#define NWI_STORY_SUMS_CUT 256

/* A story takes so many items of the window, then another goes on. */
#define NWI_STORY_MEMBERS 2000

/* An item in the window. */
struct nwi_row {
	uint64_t number, copies, copy_of;
	nw_time at; /* of its news: published, else seen, else unknown */
	nw_time seen;
	uint32_t marks_end, terms_end; /* count of the rings behind it */
	uint32_t outlet, owner, page;
	uint32_t story; /* index */
	uint32_t words, whole, below;
	uint16_t mark_count, term_count;
	uint8_t relation, origin, name_count;
	char language[4];
	uint32_t *marks; /* marks, names, hashes of terms, their weights and
			    kinds */
};

/* What the members of a story add up to. */
struct nwi_sum {
	uint32_t hash;
	uint32_t weight : 24;
	uint32_t kind : 8;
};

struct nwi_story {
	uint64_t number;
	nw_time first, last;  /* of the members' news; unknown without any */
	uint32_t members;     /* in the window; 0: free */
	uint32_t total;	      /* all that ever were */
	uint32_t newest;      /* slot */
	uint32_t overflow;    /* index of the story that took over when full */
	uint32_t overflow_of; /* the other way; NWI_NO_SLOT: none */
	uint32_t next_free;
	uint32_t sum_count, sum_room;
	struct nwi_sum *sums; /* ascending by hash */
};

struct nwi_window {
	struct nwi_window_limits limits;
	struct nwi_row *rows; /* by slot, wrapped at row_room */
	uint32_t row_room, first_slot, next_slot;
	struct nwi_story *stories;
	uint32_t story_count, story_room, free_story, story_used;
	uint32_t *slots; /* stories by number: index + 1, 0 free */
	uint32_t slot_count;
	struct nwi_ring marks, terms;
	struct nwi_usage usage;
	struct nwi_page page;
	struct nwi_tally tally;		/* between two calls without meaning */
	uint8_t found[NWI_TERMS_FOUND]; /* terms that the newest is found by */
	uint8_t found_count;
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

static inline const uint32_t *nwi_row_names(const struct nwi_row *row)
{
	return row->marks + row->mark_count;
}

static inline const uint32_t *nwi_row_hashes(const struct nwi_row *row)
{
	return row->marks + row->mark_count + row->name_count;
}

/* Weight and kind of each term, two bytes. */
static inline const uint8_t *nwi_row_kinds(const struct nwi_row *row)
{
	return (const uint8_t *)(nwi_row_hashes(row) + row->term_count);
}

/* An item as it was stored. */
struct nwi_stored {
	uint64_t number, story, copies, copy_of;
	uint64_t full; /* story that this item's took over from; 0 */
	nw_time at, seen;
	uint32_t outlet, owner, page;
	uint8_t relation, found_count;
	uint8_t found[NWI_TERMS_FOUND];
	struct nwi_print print;
};

/* window.c: keeps an item that was decided before. */
void nwi_window_put_back(struct nwi_window *window,
			 const struct nwi_stored *stored);

/* An item on its way into the window. */
struct nwi_probe {
	const struct nwi_print *print;
	const struct nwi_item_facts *facts;
	nw_time at;
	double weights[NWI_PRINT_TERMS];   /* of the terms, by usage */
	bool masked[NWI_PRINT_TERMS];	   /* terms that tie it to no story */
	double norm, title;		   /* the title's squares */
	uint32_t on_page[NWI_PRINT_TERMS]; /* stories there that have it */
	uint8_t heaviest[NWI_TERMS_FOUND]; /* indexes of terms */
	uint8_t heaviest_count;
	struct nwi_decision *out;
};

/* copies.c: fills relation, copies, copy_of, like, shares; gives the slot. */
uint32_t nwi_find_copy(struct nwi_window *window, struct nwi_probe *probe);

/* stories.c: fills weights, norm and heaviest. */
void nwi_weigh(const struct nwi_window *window, struct nwi_probe *probe);

/* foreign.c: the same among stories in other languages, by names. */
uint32_t nwi_find_foreign(struct nwi_window *window, struct nwi_probe *probe);

/* What a name is found by, beside the terms. */
#define NWI_NAME_MARK(name) ((name) ^ UINT32_C(0x5bd1e995))

/* How much a term tells in this window. */
double nwi_term_weight(const struct nwi_window *window, uint32_t hash,
		       unsigned kind);

/* paraphrase.c: as nwi_find_copy, by place and content. */
uint32_t nwi_find_paraphrase(const struct nwi_window *window,
			     struct nwi_probe *probe);

/*
 * reason.c: fills shared and reasons by what the item has of these sums,
 * ascending by hash.
 */
void nwi_give_reasons(const struct nwi_window *window,
		      const struct nwi_probe *probe, const struct nwi_sum *sums,
		      uint32_t count);
void nwi_give_row_reasons(const struct nwi_window *window,
			  const struct nwi_probe *probe,
			  const struct nwi_row *row);

/* The same by the names and numbers that carry over from other languages. */
void nwi_give_name_reasons(const struct nwi_probe *probe,
			   const struct nwi_row *row);

/* Fills near, score, needed; the story to join, or NWI_NO_SLOT. */
uint32_t nwi_find_story(struct nwi_window *window, struct nwi_probe *probe);

/*
 * story_table.c. A new story of a number; the one of a number, or NWI_NO_SLOT;
 * a slot's item joins and leaves, a story without any is gone.
 */
uint32_t nwi_story_new(struct nwi_window *window, uint64_t number);
uint32_t nwi_story_find(const struct nwi_window *window, uint64_t number);
void nwi_story_join(struct nwi_window *window, uint32_t index, uint32_t slot);
void nwi_story_leave(struct nwi_window *window, const struct nwi_row *row);

/* Whether its newest item stood on a page; not for page 0. */
bool nwi_story_is_on_page(const struct nwi_window *window, uint32_t index,
			  uint32_t page);

/* Replaces what its members in the window made of it: total, times, sums. */
void nwi_story_put_back(struct nwi_window *window, uint32_t index,
			const struct nwi_story *stored);

/* `next` takes over from a story that is full. */
void nwi_story_link(struct nwi_window *window, uint32_t full, uint32_t next);

/*
 * The story itself, or the one that took over from it; a new one where the
 * last of them is full as well.
 */
uint32_t nwi_story_with_room(struct nwi_window *window, uint32_t index,
			     struct nwi_decision *out);

/* story_vector.c: adds a member's terms. */
void nwi_story_take(struct nwi_story *story, const struct nwi_row *row);
void nwi_story_keep_sums(struct nwi_story *story, const struct nwi_sum *sums,
			 uint32_t count);

#endif
