/* SPDX-License-Identifier: Apache-2.0 */
/* The table of stories: rows that are used again, found by their number. */
#include "story/window_parts.h"

#include <stdlib.h>

enum { ROOM = 256, SLOTS = 1024 /* a power of two */ };

static void *need(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

/* Part of the budget. */
static size_t story_bytes(const struct nwi_story *story)
{
	return sizeof(*story) + story->sum_count * sizeof(*story->sums);
}

/* ---- by number ---- */

static uint32_t home_of(const struct nwi_window *window, uint64_t number)
{
	return (uint32_t)(number * UINT64_C(0x9e3779b97f4a7c15) >> 32) &
	       (window->slot_count - 1);
}

/* Where a number stands, or the free place where it would. */
static uint32_t place_of(const struct nwi_window *window, uint64_t number)
{
	uint32_t at = home_of(window, number);

	while (window->slots[at] &&
	       window->stories[window->slots[at] - 1].number != number)
		at = (at + 1) & (window->slot_count - 1);
	return at;
}

static void widen(struct nwi_window *window)
{
	uint32_t count = window->slot_count, *old = window->slots;

	window->slot_count = count ? 2 * count : SLOTS;
	window->slots =
		need(calloc(window->slot_count, sizeof(*window->slots)));
	for (uint32_t i = 0; i < count; i++)
		if (old[i])
			window->slots[place_of(
				window, window->stories[old[i] - 1].number)] =
				old[i];
	free(old);
}

/* Linear probing without gravestones (Knuth, volume 3, 6.4, algorithm R). */
static void unlink_number(struct nwi_window *window, uint64_t number)
{
	uint32_t mask = window->slot_count - 1;
	uint32_t hole = place_of(window, number), at = hole;

	for (;;) {
		at = (at + 1) & mask;
		if (!window->slots[at])
			break;
		uint32_t home = home_of(
			window, window->stories[window->slots[at] - 1].number);
		if (((at - home) & mask) < ((at - hole) & mask))
			continue;
		window->slots[hole] = window->slots[at];
		hole = at;
	}
	window->slots[hole] = 0;
}

uint32_t nwi_story_find(const struct nwi_window *window, uint64_t number)
{
	uint32_t at = window->slot_count
			      ? window->slots[place_of(window, number)]
			      : 0;

	return at ? at - 1 : NWI_NO_SLOT;
}

/* ---- rows ---- */

uint32_t nwi_story_new(struct nwi_window *window, uint64_t number)
{
	uint32_t index = window->free_story;

	if (window->story_used >= window->slot_count / 2)
		widen(window);
	if (index != NWI_NO_SLOT) {
		window->free_story = window->stories[index].next_free;
	} else {
		if (window->story_count == window->story_room) {
			window->story_room += window->story_room / 2 + ROOM;
			window->stories = need(realloc(
				window->stories,
				window->story_room * sizeof(*window->stories)));
		}
		index = window->story_count++;
	}
	window->slots[place_of(window, number)] = index + 1;
	window->story_used++;
	window->stories[index] = (struct nwi_story){
		.number = number,
		.first = NWI_TIME_UNKNOWN,
		.last = NWI_TIME_UNKNOWN,
		.newest = NWI_NO_SLOT,
		.overflow = NWI_NO_SLOT,
		.overflow_of = NWI_NO_SLOT,
	};
	return index;
}

static void free_story(struct nwi_window *window, uint32_t index)
{
	struct nwi_story *story = &window->stories[index];

	unlink_number(window, story->number);
	window->story_used--;
	if (story->overflow != NWI_NO_SLOT)
		window->stories[story->overflow].overflow_of = NWI_NO_SLOT;
	if (story->overflow_of != NWI_NO_SLOT)
		window->stories[story->overflow_of].overflow = NWI_NO_SLOT;
	free(story->sums);
	*story = (struct nwi_story){ .next_free = window->free_story };
	window->free_story = index;
}

void nwi_story_link(struct nwi_window *window, uint32_t full, uint32_t next)
{
	window->stories[full].overflow = next;
	window->stories[next].overflow_of = full;
}

/* ---- members ---- */

void nwi_story_join(struct nwi_window *window, uint32_t index, uint32_t slot)
{
	struct nwi_story *story = &window->stories[index];
	struct nwi_row *row = nwi_row_at(window, slot);

	story->total++;
	if (story->members++ > 0)
		window->bytes -= story_bytes(story);
	nwi_story_take(story, row);
	window->bytes += story_bytes(story);
	row->story = index;
	story->newest = slot;
	if (row->at == NWI_TIME_UNKNOWN)
		return;
	if (story->first == NWI_TIME_UNKNOWN || row->at < story->first)
		story->first = row->at;
	if (story->last == NWI_TIME_UNKNOWN || row->at > story->last)
		story->last = row->at;
}

bool nwi_story_is_on_page(const struct nwi_window *window, uint32_t index,
			  uint32_t page)
{
	const struct nwi_story *story = &window->stories[index];

	return page && story->members > 0 &&
	       nwi_row_at(window, story->newest)->page == page;
}

void nwi_story_leave(struct nwi_window *window, const struct nwi_row *row)
{
	struct nwi_story *story = &window->stories[row->story];

	window->bytes -= story_bytes(story);
	if (--story->members > 0)
		window->bytes += story_bytes(story);
	else
		free_story(window, row->story);
}

void nwi_story_put_back(struct nwi_window *window, uint32_t index,
			const struct nwi_story *stored)
{
	struct nwi_story *story = &window->stories[index];

	window->bytes -= story_bytes(story);
	story->total = stored->total;
	story->first = stored->first;
	story->last = stored->last;
	nwi_story_keep_sums(story, stored->sums, stored->sum_count);
	window->bytes += story_bytes(story);
}

uint32_t nwi_story_with_room(struct nwi_window *window, uint32_t index,
			     struct nwi_decision *out)
{
	while (window->stories[index].total >= NWI_STORY_MEMBERS) {
		uint32_t next = window->stories[index].overflow;
		out->flags |= NWI_DECISION_FULL;
		out->near = window->stories[index].number;
		if (next == NWI_NO_SLOT) {
			next = nwi_story_new(window, out->number);
			out->flags |= NWI_DECISION_NEW_STORY;
			nwi_story_link(window, index, next);
		}
		index = next;
	}
	return index;
}
