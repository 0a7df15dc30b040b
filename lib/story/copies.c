/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose copy an item is. Candidates are those that share marks; the few that
 * share most are compared in full, by containment: a text that was cut,
 * prefixed, or had its paragraphs moved keeps its shingles. What two fillings
 * of a template share are words too: there numbers and names tell.
 */
#include "story/window_parts.h"

#include <math.h>

enum {
	STEPS_MAX = 64,	  /* of a walk for one mark */
	TRIED = 8,	  /* candidates compared in full */
	SHARED_LEAST = 3, /* marks, for texts to be held together */
	WORDS_LEAST = 6,  /* of a text whose words say whose it is */
	TELLING_LEAST = 3 /* names or numbers that are enough to judge by */
};

struct match {
	const struct nwi_row *row;
	uint32_t slot;
	struct nwi_overlap overlap;
};

/* A mark that many have, of a template, says little of each of them. */
static void tally_mark(struct nwi_window *window, uint32_t mark, uint32_t round)
{
	struct nwi_ring_walk walk = nwi_ring_begin(&window->marks, mark);
	uint32_t who[STEPS_MAX];
	unsigned steps = STEPS_MAX, count = 0;

	while (nwi_ring_step(&walk, &steps, &who[count]))
		count++;
	for (unsigned i = 0; i < count; i++)
		nwi_tally_add(&window->tally, who[i], 1 / (float)count, round);
}

static void tally_marks(struct nwi_window *window,
			const struct nwi_print *print)
{
	nwi_tally_clear(&window->tally);
	for (size_t i = 0; i < print->mark_count; i++)
		nwi_ring_fetch(&window->marks, print->marks[i]);
	for (size_t i = 0; i < print->mark_count; i++)
		nwi_ring_fetch_first(&window->marks, print->marks[i]);
	for (uint32_t i = 0; i < print->mark_count; i++)
		tally_mark(window, print->marks[i], i + 1);
}

/* Of the terms of a kind in the shorter text, how many the other has. */
static double shared_of_kind(const struct nwi_print *print,
			     const struct nwi_row *row, unsigned kind,
			     unsigned *count)
{
	const uint32_t *hashes = nwi_row_hashes(row);
	const uint8_t *kinds = nwi_row_kinds(row);
	unsigned a = 0, b = 0, both = 0;
	size_t j = 0;

	for (size_t i = 0; i < row->term_count; i++)
		b += (kinds[2 * i + 1] & kind) != 0;
	for (size_t i = 0; i < print->term_count; i++) {
		if (!(print->terms[i].kind & kind))
			continue;
		a++;
		while (j < row->term_count && hashes[j] < print->terms[i].hash)
			j++;
		both += j < row->term_count &&
			hashes[j] == print->terms[i].hash;
	}
	*count = a < b ? a : b;
	return *count ? (double)both / *count : 0;
}

static double length_ratio(uint32_t a, uint32_t b)
{
	uint32_t low = a < b ? a : b, high = a < b ? b : a;

	return high ? (double)low / high : 1;
}

/* The same form with other names or numbers in it. */
static bool is_filled_anew(const struct nwi_print *print,
			   const struct match *match)
{
	static const unsigned kinds[] = { NWI_TERM_NUMBER, NWI_TERM_NAME };
	const struct nwi_story_rules *rules = &nwi_story_rules;

	if (match->overlap.containment >= rules->template_containment ||
	    length_ratio(print->words, match->row->words) <
		    rules->template_length)
		return false;
	for (size_t i = 0; i < 2; i++) {
		unsigned count;
		double shared =
			shared_of_kind(print, match->row, kinds[i], &count);
		if (count >= TELLING_LEAST && shared < rules->template_shared)
			return true;
	}
	return false;
}

static bool is_same_text(const struct nwi_print *print,
			 const struct nwi_row *row)
{
	return print->words == row->words && print->whole == row->whole;
}

static enum nwi_relation relation_of(const struct nwi_print *print,
				     const struct match *match)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	const struct nwi_overlap *overlap = &match->overlap;
	bool one_wire = print->origin && print->origin == match->row->origin;
	double needed = one_wire ? rules->same_wire_containment
				 : rules->copy_containment;

	if (print->words < WORDS_LEAST || match->row->words < WORDS_LEAST)
		return NWI_RELATION_NONE;
	if (is_same_text(print, match->row))
		return NWI_RELATION_COPY;
	if (overlap->shared < SHARED_LEAST || overlap->containment < needed)
		return NWI_RELATION_NONE;
	/* A long text that quotes a short one is no copy of it. */
	if (overlap->shared < rules->copy_of_longer * overlap->a)
		return NWI_RELATION_NONE;
	if (overlap->containment < rules->copy_containment ||
	    (print->words < match->row->words &&
	     length_ratio(print->words, match->row->words) <
		     rules->excerpt_length))
		return NWI_RELATION_EXCERPT;
	return NWI_RELATION_COPY;
}

/* The candidate that shares most; false without any. */
static bool find_likest(struct nwi_window *window,
			const struct nwi_print *print, struct match *best)
{
	struct match match;
	struct nwi_tally_row row;

	*best = (struct match){ .row = NULL };
	for (unsigned i = 0; i < TRIED && nwi_tally_take(&window->tally, &row);
	     i++) {
		match.slot = nwi_row_slot(window, row.who);
		/* The 24 bits of a ring may name a slot that is no more. */
		if (match.slot - window->first_slot >=
		    window->next_slot - window->first_slot)
			continue;
		match.row = nwi_row_at(window, match.slot);
		nwi_print_overlap(print->marks, print->mark_count, print->below,
				  match.row->marks, match.row->mark_count,
				  match.row->below, &match.overlap);
		if (!best->row ||
		    match.overlap.containment + match.overlap.resemblance >
			    best->overlap.containment +
				    best->overlap.resemblance)
			*best = match;
	}
	return best->row != NULL;
}

uint32_t nwi_find_copy(struct nwi_window *window, struct nwi_probe *probe)
{
	const struct nwi_print *print = probe->print;
	struct nwi_decision *out = probe->out;
	struct match match;

	tally_marks(window, print);
	if (!find_likest(window, print, &match))
		return NWI_NO_SLOT;
	out->like = match.row->number;
	out->containment = match.overlap.containment;
	out->resemblance = match.overlap.resemblance;
	if (is_same_text(print, match.row))
		out->flags |= NWI_DECISION_SAME_TEXT;
	enum nwi_relation relation = relation_of(print, &match);
	if (relation == NWI_RELATION_NONE)
		return NWI_NO_SLOT;
	if (is_filled_anew(print, &match)) {
		out->flags |= NWI_DECISION_LOOKALIKE;
		return NWI_NO_SLOT;
	}
	out->relation = relation;
	out->copies = match.row->copies;
	/* A copy's copy is a copy of the first; of an excerpt that is unsure.
	 */
	out->copy_of = match.row->relation == NWI_RELATION_COPY
			       ? match.row->copy_of
			       : match.row->number;
	return match.slot;
}
