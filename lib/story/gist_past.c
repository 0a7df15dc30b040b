/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures of something else than the event: "last year a bomb killed 40", "in
 * 2009 another ferry sank, and 83 died", "brings to 120 the number killed this
 * year".
 *
 * A text is parted at commas, colons, brackets, dashes and words as "when",
 * "after" and "where". Such a word or an earlier year speaks for its own part;
 * for what follows too where that part begins a sentence ("in a similar attack
 * last year, ..."); for the whole sentence where it stands alone ("the fire,
 * in 2009, killed 83"); and for what was before where its part tells of the
 * dead without a number ("40 people, among them two children, were killed last
 * year"). "The worst since 2009" and "the third this year" are the event's.
 */
#include "story/gist_parts.h"

#include <ctype.h>

enum { SINCE_WITHIN = 2, YEAR_LEAST = 1900, YEAR_MOST = 2099 };

/* Words [from, to) between two borders. */
struct part {
	const struct nwi_gist_text *text;
	size_t from, to;
	bool past, total, most, number, class, alone;
};

static bool is_digit(const struct nwi_gist_word *word)
{
	return isdigit((unsigned char)word->folded.at[0]);
}

/* The comma of "45,000" is no border. */
static bool begins_part(const struct nwi_gist_word *word)
{
	if (word->gap == NWI_GAP_COMMA && is_digit(word) && is_digit(word - 1))
		return false;
	return (word->gap & (NWI_GAP_SENTENCE | NWI_GAP_COMMA | NWI_GAP_COLON |
			     NWI_GAP_PAREN)) ||
	       (word->gap & (NWI_GAP_HYPHEN | NWI_GAP_SPACE)) ==
		       (NWI_GAP_HYPHEN | NWI_GAP_SPACE) ||
	       word->kind == NWI_GIST_IS_CLAUSE ||
	       (word->kind == NWI_GIST_IS_PAST &&
		word->value == NWI_GIST_CLAUSE);
}

/* A year in four digits; 0: it is none. */
static int year_of(const struct nwi_gist_word *word)
{
	int year = 0;

	if (word->folded.len != 4)
		return 0;
	for (size_t i = 0; i < 4; i++) {
		if (!isdigit((unsigned char)word->folded.at[i]))
			return 0;
		year = 10 * year + (word->folded.at[i] - '0');
	}
	return year >= YEAR_LEAST && year <= YEAR_MOST ? year : 0;
}

static bool is_since(const struct nwi_gist_word *word)
{
	return word->kind == NWI_GIST_IS_FROM ||
	       (word->kind == NWI_GIST_IS_BREAK && word->value == 2);
}

static bool follows_since(const struct nwi_gist_text *text, size_t at)
{
	for (size_t i = 1; i <= SINCE_WITHIN && i <= at; i++)
		if (is_since(&text->words[at - i]))
			return true;
	return false;
}

/*
 * Of an item without a date each year is an earlier one, but in a date with
 * its day.
 */
static bool is_earlier(const struct nwi_gist_text *text, size_t at)
{
	const struct nwi_gist_word *word = &text->words[at];
	int year = year_of(word);

	if (year == 0 || (text->year && year >= text->year))
		return false;
	if (nwi_gist_counts_year(text, at))
		return false;
	return text->year || at == 0 || word[-1].kind != NWI_GIST_IS_MONTH;
}

static bool is_number(const struct nwi_gist_word *word)
{
	return word->kind == NWI_GIST_IS_NUMBER ||
	       word->kind == NWI_GIST_IS_SCALE || is_digit(word);
}

static void read_word(struct part *part, size_t at)
{
	const struct nwi_gist_word *word = &part->text->words[at];

	switch (word->kind) {
	case NWI_GIST_IS_PAST:
		part->most |= word->value == NWI_GIST_MOST;
		part->total |= word->value == NWI_GIST_TOTAL;
		part->past |= word->value == NWI_GIST_BEFORE ||
			      word->value == NWI_GIST_CLAUSE;
		part->alone &= word->value != NWI_GIST_MOST;
		return;
	case NWI_GIST_IS_MONTH:
		part->total |= at > part->from &&
			       word[-1].kind == NWI_GIST_IS_BREAK &&
			       is_since(&word[-1]);
		return;
	case NWI_GIST_IS_CLASS:
		part->class = true;
		part->alone = false;
		return;
	case NWI_GIST_IS_BREAK:
	case NWI_GIST_IS_FROM:
	case NWI_GIST_IS_STOP:
	case NWI_GIST_IS_TIME:
		return;
	default:
		break;
	}
	if (is_earlier(part->text, at)) {
		bool since = follows_since(part->text, at);
		part->total |= since;
		part->past |= !since;
		return;
	}
	part->number |= is_number(word) && !year_of(word);
	part->alone = false;
}

static struct part read_part(const struct nwi_gist_text *text, size_t from)
{
	struct part part = { .text = text, .from = from, .alone = true };
	size_t at = from;

	do
		read_word(&part, at++);
	while (at < text->count && !begins_part(&text->words[at]));
	part.to = at;
	part.past |= part.total && !part.most;
	return part;
}

static bool begins_sentence(const struct part *part)
{
	return part->from == 0 ||
	       (part->text->words[part->from].gap & NWI_GAP_SENTENCE);
}

/* "In an attack last year, ...", "When it sank last year, ...". */
static bool leads(const struct part *part)
{
	switch (part->text->words[part->from].kind) {
	case NWI_GIST_IS_BREAK:
	case NWI_GIST_IS_CLAUSE:
	case NWI_GIST_IS_FROM:
	case NWI_GIST_IS_PAST:
		return begins_sentence(part);
	default:
		return begins_sentence(part) && part->alone;
	}
}

static void mark(struct nwi_gist_text *text, size_t from, size_t to)
{
	while (from < to)
		text->words[from++].past = true;
}

static bool may_have(const struct nwi_gist_text *text)
{
	for (size_t i = 0; i < text->count; i++) {
		const struct nwi_gist_word *word = &text->words[i];
		if (word->kind == NWI_GIST_IS_PAST || year_of(word) ||
		    (word->kind == NWI_GIST_IS_BREAK && word->value == 2))
			return true;
	}
	return false;
}

void nwi_gist_mark_past(struct nwi_gist_text *text)
{
	size_t sentence = 0;
	bool on = false; /* what follows in the sentence is marked */

	if (!may_have(text))
		return;
	for (size_t from = 0; from < text->count;) {
		const struct part part = read_part(text, from);
		bool clause = text->words[from].kind == NWI_GIST_IS_CLAUSE ||
			      text->words[from].kind == NWI_GIST_IS_PAST;
		if (begins_sentence(&part)) {
			sentence = from;
			on = false;
		}
		if (part.past && !part.number &&
		    (part.alone || (part.class && !clause)))
			mark(text, sentence, from);
		if (part.past || on)
			mark(text, from, part.to);
		on = on || (part.past && !part.number &&
			    (part.alone || leads(&part)));
		from = part.to;
	}
}
