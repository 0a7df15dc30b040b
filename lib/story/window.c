/* SPDX-License-Identifier: Apache-2.0 */
#include "story/window_parts.h"

#include <stdlib.h>

enum {
	ROWS_ROOM = 1024,  /* at first; a power of two */
	ITEM_BYTES = 1300, /* of a usual item with all that it has */
	RINGS_SHARE = 24,  /* entries of either ring for a usual item */
	ENTRY_BYTES = 12   /* of a ring, its head counted */
};

#define SPAN_MS (8 * INT64_C(86400000))

const char *nwi_relation_name(enum nwi_relation relation)
{
	static const char *const names[] = { NULL, "copy", "excerpt",
					     "paraphrase" };

	return names[relation];
}

static void *need(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

struct nwi_window *nwi_window_new(const struct nwi_window_limits *limits)
{
	struct nwi_window *window = need(calloc(1, sizeof(*window)));
	uint32_t items;

	window->limits = *limits;
	if (window->limits.bytes < NWI_WINDOW_BYTES_MIN)
		window->limits.bytes = NWI_WINDOW_BYTES_MIN;
	if (window->limits.bytes > NWI_WINDOW_BYTES_MAX)
		window->limits.bytes = NWI_WINDOW_BYTES_MAX;
	if (window->limits.span_ms <= 0)
		window->limits.span_ms = SPAN_MS;
	items = (uint32_t)(window->limits.bytes / ITEM_BYTES);
	window->row_room = ROWS_ROOM;
	window->rows = need(calloc(ROWS_ROOM, sizeof(*window->rows)));
	window->free_story = NWI_NO_SLOT;
	window->now = NWI_TIME_UNKNOWN;
	nwi_ring_init(&window->marks, items * RINGS_SHARE);
	nwi_ring_init(&window->terms, items * (RINGS_SHARE + NWI_PRINT_PEOPLE));
	nwi_usage_init(&window->usage);
	nwi_page_init(&window->page);
	return window;
}

void nwi_window_free(struct nwi_window **window)
{
	struct nwi_window *w = *window;

	if (!w)
		return;
	for (uint32_t slot = w->first_slot; slot != w->next_slot; slot++)
		free(nwi_row_at(w, slot)->marks);
	for (uint32_t i = 0; i < w->story_count; i++)
		free(w->stories[i].sums);
	free(w->rows);
	free(w->stories);
	free(w->slots);
	nwi_ring_fini(&w->marks);
	nwi_ring_fini(&w->terms);
	nwi_usage_fini(&w->usage);
	nwi_page_fini(&w->page);
	free(w);
	*window = NULL;
}

/* ---- what an item costs ---- */

static size_t row_bytes(const struct nwi_row *row)
{
	uint32_t entries = NWI_TERMS_FOUND + (uint32_t)row->name_count +
			   row->mark_count / 2u;

	return sizeof(*row) + ((size_t)row->mark_count + row->name_count) * 4 +
	       (size_t)row->term_count * 6 + (size_t)entries * ENTRY_BYTES;
}

/* ---- rows ---- */

static struct nwi_row *new_row(struct nwi_window *window)
{
	uint32_t room = window->row_room;

	if (window->next_slot - window->first_slot == room) {
		struct nwi_row *rows = need(calloc(2 * room, sizeof(*rows)));
		for (uint32_t slot = window->first_slot;
		     slot != window->next_slot; slot++)
			rows[slot & (2 * room - 1)] = *nwi_row_at(window, slot);
		free(window->rows);
		window->rows = rows;
		window->row_room = 2 * room;
	}
	return nwi_row_at(window, window->next_slot++);
}

static void keep_print(struct nwi_row *row, const struct nwi_print *print)
{
	size_t marks = print->mark_count, names = print->name_count;
	size_t terms = print->term_count;

	row->words = print->words;
	row->whole = print->whole;
	row->below = print->below;
	row->origin = print->origin;
	row->mark_count = print->mark_count;
	row->term_count = print->term_count;
	row->name_count = print->name_count;
	memcpy(row->language, print->language, sizeof(row->language));
	row->marks = need(malloc((marks + names) * 4 + terms * 6 + 1));
	memcpy(row->marks, print->marks, marks * 4);
	memcpy(row->marks + marks, print->names, names * 4);
	uint32_t *hashes = row->marks + marks + names;
	uint8_t *kinds = (uint8_t *)(hashes + terms);
	for (size_t i = 0; i < terms; i++) {
		hashes[i] = print->terms[i].hash;
		kinds[2 * i] = print->terms[i].weight;
		kinds[2 * i + 1] = print->terms[i].kind;
	}
}

/* So that others find it. */
static void index_row(struct nwi_window *window, uint32_t slot,
		      const uint8_t *found, uint8_t count)
{
	struct nwi_row *row = nwi_row_at(window, slot);

	for (uint32_t i = 0; i < row->mark_count; i++)
		if (row->mark_count <= NWI_MARKS_ALL || row->marks[i] % 2 == 0)
			nwi_ring_add(&window->marks, row->marks[i], slot);
	for (uint32_t i = 0; i < count; i++)
		nwi_ring_add(&window->terms, nwi_row_hashes(row)[found[i]],
			     row->story);
	for (uint32_t i = 0; i < row->name_count; i++)
		if (nwi_name_kind(nwi_row_names(row)[i]) != NWI_NAME_PLACE &&
		    nwi_name_kind(nwi_row_names(row)[i]) != NWI_NAME_CALL)
			nwi_ring_add(&window->terms,
				     NWI_NAME_MARK(nwi_row_names(row)[i]),
				     row->story);
	row->marks_end = window->marks.count;
	row->terms_end = window->terms.count;
	memcpy(window->found, found, count);
	window->found_count = count;
}

/* Keeps what `head` says of an item, with its print, in a story. */
static void keep(struct nwi_window *window, const struct nwi_row *head,
		 const struct nwi_print *print, uint32_t story,
		 const uint8_t *found, uint8_t found_count)
{
	struct nwi_row *row = new_row(window);
	uint32_t slot = window->next_slot - 1;

	*row = *head;
	keep_print(row, print);
	bool begun = !nwi_story_is_on_page(window, story, head->page);
	nwi_page_add(&window->page, head->page, print, story, begun);
	nwi_story_join(window, story, slot);
	index_row(window, slot, found, found_count);
	window->bytes += row_bytes(row);
	nwi_usage_add(&window->usage, print->terms, print->term_count);
	window->last_number = row->number;
}

/* ---- leaving ---- */

static void drop_oldest(struct nwi_window *window)
{
	struct nwi_row *row = nwi_row_at(window, window->first_slot);

	window->bytes -= row_bytes(row);
	nwi_story_leave(window, row);
	nwi_usage_remove(&window->usage, nwi_row_hashes(row), row->term_count);
	nwi_ring_keep(&window->marks, window->marks.count - row->marks_end);
	nwi_ring_keep(&window->terms, window->terms.count - row->terms_end);
	free(row->marks);
	row->marks = NULL;
	window->first_slot++;
}

static bool is_past(const struct nwi_window *window)
{
	const struct nwi_row *row = nwi_row_at(window, window->first_slot);

	if (window->next_slot == window->first_slot)
		return false;
	if (window->bytes > window->limits.bytes)
		return true;
	return row->seen != NWI_TIME_UNKNOWN &&
	       window->now - row->seen > window->limits.span_ms;
}

/* Before an item is decided about, and after it was kept. */
static void drop_past(struct nwi_window *window, nw_time now)
{
	if (now > window->now)
		window->now = now;
	while (is_past(window))
		drop_oldest(window);
}

uint64_t nwi_window_oldest(const struct nwi_window *window)
{
	if (window->first_slot == window->next_slot)
		return 0;
	return nwi_row_at(window, window->first_slot)->number;
}

size_t nwi_window_bytes(const struct nwi_window *window)
{
	return window->bytes;
}

/* ---- adding ---- */

/*
 * When its news was: as stated, unless that lies after its coming (a clock
 * may be a day off, and what is dated later is not from the future).
 */
static nw_time news_of(const struct nwi_item_facts *facts)
{
	if (facts->published == NWI_TIME_UNKNOWN)
		return facts->seen;
	if (facts->seen != NWI_TIME_UNKNOWN && facts->published > facts->seen)
		return facts->seen;
	return facts->published;
}

enum nw_status nwi_window_add(struct nwi_window *window,
			      const struct nwi_print *print,
			      const struct nwi_item_facts *facts,
			      struct nwi_decision *out, struct nw_error *err)
{
	struct nwi_decision decision = { .number = facts->number,
					 .copies = facts->number };
	struct nwi_probe probe = { .print = print,
				   .facts = facts,
				   .at = news_of(facts),
				   .out = &decision };

	if (facts->number <= window->last_number)
		return nw_fail(err, NW_BAD_INPUT,
			       "an item's number is not above the last one's");
	drop_past(window, facts->seen);
	nwi_weigh(window, &probe);
	uint32_t copy = nwi_find_copy(window, &probe);
	if (copy == NWI_NO_SLOT && !(decision.flags & NWI_DECISION_LOOKALIKE))
		copy = nwi_find_paraphrase(window, &probe);
	uint32_t story = copy != NWI_NO_SLOT ? nwi_row_at(window, copy)->story
					     : nwi_find_story(window, &probe);
	if (story == NWI_NO_SLOT)
		story = nwi_find_foreign(window, &probe);
	if (story == NWI_NO_SLOT) {
		story = nwi_story_new(window, facts->number);
		decision.flags |= NWI_DECISION_NEW_STORY;
	} else {
		story = nwi_story_with_room(window, story, &decision);
	}
	decision.story = window->stories[story].number;
	const struct nwi_row head = {
		.number = facts->number,
		.copies = decision.copies,
		.copy_of = decision.copy_of,
		.at = probe.at,
		.seen = facts->seen,
		.outlet = facts->outlet,
		.owner = facts->owner ? facts->owner : facts->outlet,
		.page = facts->page,
		.relation = (uint8_t)decision.relation,
	};
	keep(window, &head, print, story, probe.heaviest, probe.heaviest_count);
	drop_past(window, facts->seen);
	*out = decision;
	return NW_OK;
}

void nwi_window_put_back(struct nwi_window *window,
			 const struct nwi_stored *stored)
{
	const struct nwi_row head = {
		.number = stored->number,
		.copies = stored->copies,
		.copy_of = stored->copy_of,
		.at = stored->at,
		.seen = stored->seen,
		.outlet = stored->outlet,
		.owner = stored->owner,
		.page = stored->page,
		.relation = stored->relation,
	};
	drop_past(window, stored->seen);
	uint32_t story = nwi_story_find(window, stored->story);
	uint32_t full = nwi_story_find(window, stored->full);

	if (story == NWI_NO_SLOT)
		story = nwi_story_new(window, stored->story);
	if (stored->full && full != NWI_NO_SLOT &&
	    window->stories[full].overflow == NWI_NO_SLOT)
		nwi_story_link(window, full, story);
	keep(window, &head, &stored->print, story, stored->found,
	     stored->found_count);
	drop_past(window, stored->seen);
}
