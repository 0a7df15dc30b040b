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
	FORM_LEAST = 5,	  /* marks, for texts to be of one form */
	TELLING_LEAST = 3 /* names or numbers that are enough to judge by */
};

#define DAY_MS INT64_C(86400000)

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

static bool differ(const struct nwi_print *print, const struct nwi_row *row,
		   double least)
{
	static const unsigned kinds[] = { NWI_TERM_NUMBER, NWI_TERM_NAME,
					  NWI_TERM_NUMBER | NWI_TERM_NAME };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		unsigned count;
		double shared = shared_of_kind(print, row, kinds[i], &count);
		if (count >= TELLING_LEAST && shared < least)
			return true;
	}
	return false;
}

static bool is_same_day(const struct nwi_probe *probe,
			const struct nwi_row *row)
{
	return probe->at != NWI_TIME_UNKNOWN && row->at != NWI_TIME_UNKNOWN &&
	       probe->at - row->at < DAY_MS && row->at - probe->at < DAY_MS;
}

enum form {
	FORM_NONE,  /* no form, or a copy of it */
	FORM_AGAIN, /* told again and changed all over */
	FORM_ANEW,  /* filled anew */
	FORM_NAMED  /* filled anew, and its title names somebody else */
};

/* With the same names and numbers, by its outlet or on another day. */
static enum form again(const struct nwi_probe *probe, const struct nwi_row *row)
{
	bool own = probe->facts->outlet && probe->facts->outlet == row->outlet;

	if (is_same_day(probe, row))
		return own ? FORM_AGAIN : FORM_NONE;
	return own || (probe->at != NWI_TIME_UNKNOWN &&
		       row->at != NWI_TIME_UNKNOWN)
		       ? FORM_ANEW
		       : FORM_NONE;
}

/* Of a title's terms: what the other text has, and what it has not. */
struct title {
	unsigned shared; /* with the other title */
	unsigned own;	 /* nowhere in the other text; no numbers */
	bool named;	 /* and a name is among them */
};

static void add_own(struct title *title, unsigned kind)
{
	if (!(kind & NWI_TERM_TITLE) || (kind & NWI_TERM_NUMBER))
		return;
	title->own++;
	title->named = title->named || (kind & NWI_TERM_NAME);
}

static void compare_titles(const struct nwi_print *print,
			   const struct nwi_row *row, struct title *a,
			   struct title *b)
{
	const uint32_t *hashes = nwi_row_hashes(row);
	const uint8_t *kinds = nwi_row_kinds(row);
	size_t i = 0, j = 0;

	*a = *b = (struct title){ 0 };
	while (i < print->term_count || j < row->term_count) {
		uint64_t x = i < print->term_count ? print->terms[i].hash
						   : UINT64_MAX;
		uint64_t y = j < row->term_count ? hashes[j] : UINT64_MAX;
		if (x < y)
			add_own(a, print->terms[i].kind);
		else if (y < x)
			add_own(b, kinds[2 * j + 1]);
		else if (print->terms[i].kind & kinds[2 * j + 1] &
			 NWI_TERM_TITLE)
			a->shared = ++b->shared;
		i += x <= y;
		j += y <= x;
	}
}

/* Whether each has names, and none is the other's: in any script. */
static bool has_other_names(const struct nwi_print *print,
			    const struct nwi_row *row)
{
	const uint32_t *names = nwi_row_names(row);
	size_t i = 0, j = 0;

	while (i < print->name_count && j < row->name_count) {
		uint32_t a = print->names[i], b = names[j];
		if (a == b && nwi_name_kind(a) != NWI_NAME_CALL)
			return false;
		i += a <= b;
		j += b <= a;
	}
	return print->name_count > 0 && row->name_count > 0;
}

/* "Kyiv" and "Kiev": the places and people that are known are the same. */
static bool has_same_names(const struct nwi_print *print,
			   const struct nwi_row *row)
{
	return print->name_count > 0 && print->name_count == row->name_count &&
	       memcmp(print->names, nwi_row_names(row),
		      print->name_count * sizeof(*print->names)) == 0;
}

/*
 * Whether two short texts are one form whose title names somebody or some
 * place else: an alarm in one district and in another, the calls of one
 * president with two. Each title's name stands nowhere in the other text, and
 * most of the titles is the same, so this is neither a copy with a title of
 * its own nor one with a few words changed. Of a longer text a print has not
 * all terms, and what it lacks proves nothing.
 */
static bool is_refilled(const struct nwi_print *print,
			const struct nwi_row *row)
{
	struct title a, b;

	if (print->term_count >= NWI_PRINT_TERMS ||
	    row->term_count >= NWI_PRINT_TERMS || has_same_names(print, row))
		return false;
	compare_titles(print, row, &a, &b);
	return ((a.named && b.named) ||
		(a.own > 0 && b.own > 0 && has_other_names(print, row))) &&
	       a.shared >= 2 * (a.own > b.own ? a.own : b.own);
}

/*
 * The same form filled anew: weather, losses, results, two calls of the same
 * people. Of about one length, with other names or numbers in it; or without,
 * but changed all over and told again by its outlet or on another day (of
 * edited copies of one length none had less than 70 % of the words' runs).
 */
static enum form form_of(const struct nwi_probe *probe,
			 const struct match *match)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	const struct nwi_print *print = probe->print;
	double containment = match->overlap.containment, shared;
	double length = length_ratio(print->words, match->row->words);

	if (nwi_are_calls_apart(nwi_call_of(print->names, print->name_count),
				nwi_call_of(nwi_row_names(match->row),
					    match->row->name_count)))
		return FORM_ANEW;
	if (match->overlap.shared < FORM_LEAST ||
	    containment < rules->form_containment ||
	    length < rules->template_length)
		return FORM_NONE;
	if (containment >= rules->copy_containment &&
	    is_refilled(print, match->row))
		return FORM_NAMED;
	if (containment >= rules->form_containment_most)
		return FORM_NONE;
	shared = containment >= rules->template_containment
			 ? rules->template_shared_all
		 : containment >= rules->copy_containment
			 ? rules->template_shared
			 : rules->template_shared_few;
	if (differ(print, match->row, shared))
		return FORM_ANEW;
	return containment >= rules->copy_containment &&
			       containment < rules->edited_containment &&
			       length >= rules->edited_length
		       ? again(probe, match->row)
		       : FORM_NONE;
}

/*
 * The words of a form tell nothing of what fills it: they count for no story;
 * nor do the names, where the title says that this is of somebody else.
 */
static void mask_form(struct nwi_probe *probe, const struct nwi_row *row,
		      enum form form)
{
	const struct nwi_print *print = probe->print;
	const uint32_t *hashes = nwi_row_hashes(row);
	size_t j = 0;

	for (size_t i = 0; i < print->term_count; i++) {
		if (form != FORM_NAMED &&
		    print->terms[i].kind & (NWI_TERM_NAME | NWI_TERM_NUMBER))
			continue;
		while (j < row->term_count && hashes[j] < print->terms[i].hash)
			j++;
		if (j < row->term_count && hashes[j] == print->terms[i].hash)
			probe->masked[i] = true;
	}
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

static void measure(const struct nwi_window *window,
		    const struct nwi_print *print, uint32_t slot,
		    struct match *out)
{
	out->slot = slot;
	out->row = nwi_row_at(window, slot);
	nwi_print_overlap(print->marks, print->mark_count, print->below,
			  out->row->marks, out->row->mark_count,
			  out->row->below, &out->overlap);
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
		uint32_t slot = nwi_row_slot(window, row.who);
		/* The 24 bits of a ring may name a slot that is no more. */
		if (slot - window->first_slot >=
		    window->next_slot - window->first_slot)
			continue;
		measure(window, print, slot, &match);
		if (!best->row ||
		    match.overlap.containment + match.overlap.resemblance >
			    best->overlap.containment +
				    best->overlap.resemblance)
			*best = match;
	}
	return best->row != NULL;
}

/* The slot of an item by its number, which ascend; NWI_NO_SLOT: it left. */
static uint32_t slot_of(const struct nwi_window *window, uint64_t number)
{
	uint32_t low = 0, high = window->next_slot - window->first_slot;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (nwi_row_at(window, window->first_slot + middle)->number <
		    number)
			low = middle + 1;
		else
			high = middle;
	}
	uint32_t slot = window->first_slot + low;
	return slot != window->next_slot &&
			       nwi_row_at(window, slot)->number == number
		       ? slot
		       : NWI_NO_SLOT;
}

/*
 * What is likest may be a copy or an excerpt itself: the item is held against
 * that one's original, so that a chain of cuts does not make a copy of what is
 * a tenth of it. Where the original left, or shares nothing any more, a copy's
 * copy is a copy of the first, and an excerpt's is one of the excerpt.
 */
static void tie(const struct nwi_window *window, const struct nwi_print *print,
		const struct match *match, struct nwi_decision *out)
{
	enum nwi_relation of = (enum nwi_relation)match->row->relation;
	uint32_t slot = of == NWI_RELATION_COPY || of == NWI_RELATION_EXCERPT
				? slot_of(window, match->row->copy_of)
				: NWI_NO_SLOT;
	enum nwi_relation relation = NWI_RELATION_NONE;
	struct match original;

	if (slot != NWI_NO_SLOT) {
		measure(window, print, slot, &original);
		relation = relation_of(print, &original);
	}
	out->copies = match->row->copies;
	if (relation != NWI_RELATION_NONE) {
		out->relation = relation;
		out->copy_of = original.row->number;
	} else {
		out->copy_of = of == NWI_RELATION_COPY ? match->row->copy_of
						       : match->row->number;
	}
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
	enum form form = is_same_text(print, match.row)
				 ? FORM_NONE
				 : form_of(probe, &match);
	if (form == FORM_ANEW || form == FORM_NAMED)
		mask_form(probe, match.row, form);
	if (form != FORM_NONE) {
		out->flags |= NWI_DECISION_LOOKALIKE;
		return NWI_NO_SLOT;
	}
	if (relation == NWI_RELATION_NONE)
		return NWI_NO_SLOT;
	out->relation = relation;
	tie(window, print, &match, out);
	return match.slot;
}
