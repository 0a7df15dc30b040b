/* SPDX-License-Identifier: Apache-2.0 */
#include "story/page.h"

#include "story/rules.h"

#include <math.h>
#include <stdlib.h>

enum { ROOM = 4096, /* a power of two */ USED_MAX = ROOM / 4 * 3 };

void nwi_page_init(struct nwi_page *page)
{
	*page = (struct nwi_page){ .page = 0 };
	page->rows = calloc(ROOM, sizeof(*page->rows));
	if (!page->rows)
		abort();
}

void nwi_page_fini(struct nwi_page *page)
{
	free(page->rows);
	*page = (struct nwi_page){ .page = 0 };
}

/* The row of a hash, or the free one where it would stand. */
static struct nwi_page_row *place_of(const struct nwi_page *page, uint32_t hash)
{
	uint32_t at = hash * UINT32_C(0x9e3779b1) >> 20;

	while (page->rows[at].count && page->rows[at].hash != hash)
		at = (at + 1) & (ROOM - 1);
	return &page->rows[at];
}

const struct nwi_page_row *nwi_page_find(const struct nwi_page *page,
					 uint32_t hash)
{
	const struct nwi_page_row *row = place_of(page, hash);

	return row->count ? row : NULL;
}

/* Inverse frequency among the page's stories, by its own largest. */
static void set_fades(struct nwi_page *page)
{
	const double least = 0.02;
	double all = log(page->stories + nwi_story_rules.page_stories);

	for (int others = 0; others < NWI_PAGE_FADES; others++) {
		double fade = 1 - log(others + 1) / all;
		page->fades[others] = fade < least ? least : fade;
	}
}

static void begin(struct nwi_page *page, uint32_t id)
{
	if (page->used > 0)
		memset(page->rows, 0, ROOM * sizeof(*page->rows));
	page->page = id;
	page->used = page->stories = 0;
}

void nwi_page_add(struct nwi_page *page, uint32_t id,
		  const struct nwi_print *print, uint32_t story, bool begun)
{
	if (id != page->page)
		begin(page, id);
	if (id == 0)
		return;
	if (begun) {
		page->stories++;
		set_fades(page);
	}
	for (size_t i = 0; i < print->term_count; i++) {
		struct nwi_page_row *row = place_of(page, print->terms[i].hash);
		if (row->count == 0 && page->used == USED_MAX)
			continue;
		if (row->count == 0) {
			page->used++;
			row->hash = print->terms[i].hash;
		} else if (row->story == story) {
			continue;
		}
		row->count++;
		row->story = story;
	}
}
