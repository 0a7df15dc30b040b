/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page whose items come at present: in how many of its stories a term
 * stands.
 *
 * An archive of one war names the war in each of its items, a live blog its
 * country: there such words tell one item from another no more, however rare
 * they are elsewhere, and a word that one story alone has tells much. The
 * counts are those of one page; the first item of another begins anew.
 */
#ifndef NWI_STORY_PAGE_H
#define NWI_STORY_PAGE_H

#include "story/print.h"

struct nwi_page_row {
	uint32_t hash;
	uint32_t story; /* index of the story that had it last */
	uint32_t count; /* stories, one that comes again twice; 0: free */
};

enum { NWI_PAGE_FADES = 32 };

struct nwi_page {
	struct nwi_page_row *rows;
	uint32_t page; /* 0: none */
	uint32_t used;
	uint32_t stories;
	double fades[NWI_PAGE_FADES]; /* what a term counts by other stories */
};

void nwi_page_init(struct nwi_page *page);
void nwi_page_fini(struct nwi_page *page);

/*
 * Counts an item's terms for its story; `begun`: the story had no item on the
 * page yet. Items of no page, 0, are not counted. What is beyond the room of a
 * page is not.
 */
void nwi_page_add(struct nwi_page *page, uint32_t id,
		  const struct nwi_print *print, uint32_t story, bool begun);

/* The row of a term, NULL where the page has it not. */
const struct nwi_page_row *nwi_page_find(const struct nwi_page *page,
					 uint32_t hash);

/* What a term counts that `others` stories of the page have, 0 to 1. */
static inline double nwi_page_fade(const struct nwi_page *page, uint32_t others)
{
	return page
		->fades[others < NWI_PAGE_FADES ? others : NWI_PAGE_FADES - 1];
}

#endif
