/* SPDX-License-Identifier: Apache-2.0 */
/* Roles become drafts: where items begin and end, and which are none. */
#include "page/digest_draft.h"

enum { INTRO_LINES = 4, FAREWELL_WORDS = 25, TAIL_WORDS = 60 };

bool nwi_digest_is_text(const struct digest_line *line)
{
	return line->role == ROLE_BODY || line->role == ROLE_LEAD ||
	       line->role == ROLE_SUB;
}

/* Text that goes on behind a list of links in its middle. */
static bool resumes(const struct digest *d, const struct digest_drafts *drafts,
		    size_t i)
{
	size_t links = 0;

	if (d->untitled || d->lines[i].role != ROLE_LEAD ||
	    drafts->count == 0 || !drafts->rows[drafts->count - 1].titled ||
	    !(d->lines[i].bits & (BIT(F_DOT) | BIT(F_QUOTED_DOT))))
		return false;
	for (size_t k = i; k-- > drafts->rows[drafts->count - 1].end;) {
		const struct digest_line *line = &d->lines[k];
		if (!(line->bits &
		      (BIT(F_LISTED) | BIT(F_LISTHEAD) | BIT(F_NOISE))))
			return false;
		links += (line->bits & BIT(F_LISTED)) != 0;
	}
	return links > 0;
}

static void cut_drafts(struct digest *d, struct digest_drafts *drafts)
{
	struct digest_draft *open = NULL;
	size_t pre = 0; /* the first line of the run of PRE lines */

	for (size_t i = 0; i < d->count; i++) {
		if (resumes(d, drafts, i)) {
			d->lines[i].role = ROLE_BODY;
			open = &drafts->rows[drafts->count - 1];
		}
		int role = d->lines[i].role;
		bool starts = role == ROLE_TITLE || role == ROLE_LEAD;
		if (role != ROLE_PRE && !starts) {
			pre = i + 1;
			if (role == ROLE_OUT)
				open = NULL;
			if (open)
				open->end = i + 1;
			continue;
		}
		if (!starts) {
			open = NULL;
			continue;
		}
		open = &drafts->rows[drafts->count++];
		*open = (struct digest_draft){ .first = pre,
					       .head = i,
					       .end = i + 1,
					       .titled = role == ROLE_TITLE,
					       .clock_ms = -1 };
		pre = i + 1;
	}
}

static size_t text_words(const struct digest *d,
			 const struct digest_draft *draft)
{
	size_t words = 0;

	for (size_t i = draft->head; i < draft->end; i++)
		words += nwi_digest_is_text(&d->lines[i]) ? d->lines[i].words
							  : 0;
	return words;
}

static void drop(struct digest *d, struct digest_draft *draft)
{
	draft->dropped = true;
	for (size_t i = draft->first; i < draft->end; i++)
		d->lines[i].role = ROLE_OUT;
}

/* A title without text is an item where a link or a date says so. */
static bool is_bare_item(const struct digest *d,
			 const struct digest_draft *draft)
{
	const uint64_t proof =
		BIT(F_LINK) | BIT(F_DATE) | BIT(F_DATED) | BIT(F_STAMP);

	for (size_t i = draft->first; i < draft->end; i++) {
		if (i != draft->head && (d->lines[i].bits & proof))
			return true;
	}
	return false;
}

/* The page's own name is no title where no other entry has one. */
static void untitle_first(struct digest *d, struct digest_drafts *drafts,
			  size_t titled)
{
	struct digest_draft *first = &drafts->rows[0];
	size_t head = first->head + 1;

	if (titled != 1 || drafts->count < 3 || !first->titled)
		return;
	while (head < first->end && !nwi_digest_is_text(&d->lines[head]))
		head++;
	if (head == first->end)
		return;
	d->lines[first->head].role = ROLE_OUT;
	first->head = head;
	first->titled = false;
	first->renamed = true;
}

/* A text of one line that ends in a colon leads to what comes next. */
static bool only_leads_on(const struct digest *d,
			  const struct digest_draft *draft)
{
	const struct digest_line *only = NULL;

	for (size_t i = draft->head; i < draft->end; i++) {
		if (!nwi_digest_is_text(&d->lines[i]))
			continue;
		if (only)
			return false;
		only = &d->lines[i];
	}
	return only && (only->bits & BIT(F_COLON)) && only->words <= 20;
}

static bool is_stamped(const struct digest *d, const struct digest_draft *draft)
{
	for (size_t i = draft->head; i < draft->end; i++) {
		if (d->lines[i].stamp != STAMP_NONE)
			return true;
	}
	return draft->first < draft->head;
}

/* All titles but the first have four words and more. */
static bool have_long_titles(const struct digest *d,
			     const struct digest_drafts *drafts)
{
	for (size_t i = 1; i < drafts->count; i++) {
		const struct digest_draft *draft = &drafts->rows[i];
		if (!draft->titled || d->lines[draft->head].words < 4)
			return false;
	}
	return true;
}

/*
 * The page's name with its date and a greeting: a short text below the only
 * title that has a date of its own.
 */
static bool is_masthead(const struct digest *d,
			const struct digest_drafts *drafts)
{
	const struct digest_draft *first = &drafts->rows[0];
	size_t texts = 0, dated = 0;

	for (size_t i = first->head; i < first->end; i++) {
		texts += nwi_digest_is_text(&d->lines[i]);
		dated += texts == 0 && d->lines[i].stamp == STAMP_DATE;
	}
	if (drafts->count < 3 || !first->titled || texts > 2 ||
	    text_words(d, first) > 50)
		return false;
	if (d->lines[first->head].bits & BIT(F_NOISE))
		return true;
	if (d->lines[first->head].words <= 2 && texts == 1 &&
	    first->end == first->head + 2 && have_long_titles(d, drafts))
		return true;
	if (dated != 1)
		return false;
	for (size_t i = first->end; i < d->count; i++) {
		if (d->lines[i].stamp != STAMP_NONE)
			return false;
	}
	return d->lines[first->head].words <= 5;
}

/* "That's it for today." behind the last of several titled pieces. */
static void drop_farewell(struct digest *d, struct digest_drafts *drafts)
{
	size_t last = drafts->count, others = 0;

	for (size_t i = 0; i < drafts->count; i++) {
		if (drafts->rows[i].dropped)
			continue;
		if (last < drafts->count && !drafts->rows[last].titled)
			return;
		others += last < drafts->count;
		last = i;
	}
	if (others < 3 || drafts->rows[last].titled ||
	    is_stamped(d, &drafts->rows[last]) ||
	    text_words(d, &drafts->rows[last]) > FAREWELL_WORDS)
		return;
	drop(d, &drafts->rows[last]);
}

/* The first text has no date or time, and each of the others has. */
static bool is_preface(const struct digest *d,
		       const struct digest_drafts *drafts)
{
	for (size_t i = 0; i < drafts->count; i++) {
		const struct digest_draft *draft = &drafts->rows[i];
		bool stamp = false;
		for (size_t k = draft->first; k < draft->end; k++)
			stamp = stamp || d->lines[k].stamp != STAMP_NONE;
		if (stamp == (i == 0))
			return false;
	}
	return drafts->count > 3;
}

/*
 * Text before the first title introduces the page, as long as it is short
 * against the rest; and headings without any text are no items.
 */
static void drop_strays(struct digest *d, struct digest_drafts *drafts)
{
	size_t titled = 0, words = 0;

	for (size_t i = 0; i < drafts->count; i++) {
		titled += drafts->rows[i].titled;
		words += text_words(d, &drafts->rows[i]);
	}
	untitle_first(d, drafts, titled);
	titled -= drafts->count > 0 && drafts->rows[0].renamed;
	if (drafts->count > 0 && is_masthead(d, drafts))
		drop(d, &drafts->rows[0]);
	for (size_t i = 0; i < drafts->count; i++) {
		struct digest_draft *draft = &drafts->rows[i];
		size_t own = text_words(d, draft);
		bool stamped = is_stamped(d, draft);
		if (draft->dropped)
			continue;
		if (draft->titled) {
			if ((own == 0 && !is_bare_item(d, draft)) ||
			    only_leads_on(d, draft))
				drop(d, draft);
		} else if (i == 0 && own * 3 < words &&
			   (titled > 0 ? !stamped : is_preface(d, drafts)) &&
			   !(d->lines[draft->head].bits & BIT(F_LEADING)) &&
			   draft->end - draft->head <= INTRO_LINES) {
			drop(d, draft);
		}
	}
}

/* The widest gap before a text line of a draft behind its first, 0 without;
 * counts those lines. */
static uint16_t widest_gap(const struct digest *d,
			   const struct digest_draft *draft, size_t *lines)
{
	uint16_t widest = 0;
	bool text = false;

	for (size_t i = draft->head + draft->titled; i < draft->end; i++) {
		const struct digest_line *line = &d->lines[i];
		if (!nwi_digest_is_text(line))
			continue;
		*lines += text;
		if (text && line->gap > widest)
			widest = line->gap;
		text = true;
	}
	return widest;
}

static size_t words_from(const struct digest *d, size_t from, size_t to)
{
	size_t words = 0;

	for (size_t i = from; i < to; i++)
		words += nwi_digest_is_text(&d->lines[i]) ? d->lines[i].words
							  : 0;
	return words;
}

/*
 * What stands behind the last text, further away than paragraphs are within
 * all the others, is the page's: "Prepared by the press section."
 */
static void drop_tail(struct digest *d, struct digest_drafts *drafts)
{
	struct digest_draft *last = NULL;
	uint16_t widest = 0, gap = 0;
	size_t others = 0, lines = 0, mine = 0;

	for (size_t i = 0; i < drafts->count; i++) {
		if (drafts->rows[i].dropped)
			continue;
		if (last) {
			gap = widest_gap(d, last, &lines);
			widest = gap > widest ? gap : widest;
			others++;
		}
		last = &drafts->rows[i];
	}
	if (others < 3 || widest_gap(d, last, &mine) <= widest)
		return;
	bool text = false;
	for (size_t i = last->head + last->titled; i < last->end; i++) {
		if (!nwi_digest_is_text(&d->lines[i]))
			continue;
		if (!text || d->lines[i].gap <= widest) {
			text = true;
			continue;
		}
		if (words_from(d, i, last->end) >
		    (size_t)(lines ? TAIL_WORDS : FAREWELL_WORDS))
			return;
		for (size_t k = i; k < last->end; k++)
			d->lines[k].role = ROLE_OUT;
		last->end = i;
	}
}

void nwi_digest_find_drafts(struct digest *d, struct digest_drafts *drafts)
{
	cut_drafts(d, drafts);
	drop_strays(d, drafts);
	drop_farewell(d, drafts);
	drop_tail(d, drafts);
}
