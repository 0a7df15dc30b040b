/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a number counts: a word of a class in its clause, ahead of it up to
 * where another figure is joined ("12 dead and 30 injured"), else behind it
 * ("killed 12 and injured 30"), else beyond the joint ("12 men and women were
 * killed"); else the noun that follows it.
 */
#include "story/gist_parts.h"
#include "story/print_parts.h"

#include <ctype.h>
#include <stdio.h>

enum {
	AHEAD = 7,  /* words */
	BEHIND = 6, /* "the death toll has now risen to" */
	MILLI = 1000
};

/* A number in its text, and its neighbours' borders. */
struct place {
	const struct nwi_gist_text *text;
	const struct nwi_gist_number *number;
	size_t low, high; /* words between the numbers beside it */
};

/* "including 3 children": a part of what was counted already. */
static bool is_part(const struct nwi_gist_text *text,
		    const struct nwi_gist_number *number)
{
	for (size_t back = 1; back <= 3 && back <= number->from; back++)
		if (text->words[number->from - back].kind == NWI_GIST_IS_PART)
			return true;
	return false;
}

static bool ends_clause(uint16_t gap)
{
	return gap & (NWI_GAP_SENTENCE | NWI_GAP_COMMA | NWI_GAP_COLON |
		      NWI_GAP_PAREN | NWI_GAP_POINT);
}

/* Behind ", including two children,"; `at` where there is none. */
static size_t over_part(const struct place *place, size_t at)
{
	const struct nwi_gist_word *words = place->text->words;

	if (!(words[at].gap & (NWI_GAP_COMMA | NWI_GAP_PAREN)) ||
	    words[at].kind != NWI_GIST_IS_PART)
		return at;
	for (size_t i = at + 1; i < place->high && i < at + AHEAD; i++) {
		if (words[i].gap & NWI_GAP_SENTENCE)
			return at;
		if (words[i].gap & (NWI_GAP_COMMA | NWI_GAP_PAREN))
			return i;
	}
	return at;
}

static const struct nwi_gist_word *ahead(const struct place *place,
					 bool over_and)
{
	const struct nwi_gist_word *words = place->text->words;
	size_t to = place->number->to;

	for (size_t i = to; i < place->high && i < to + AHEAD; i++) {
		size_t over = over_part(place, i);
		to += over - i;
		if (over == i && ends_clause(words[i].gap))
			return NULL;
		i = over;
		if (words[i].kind == NWI_GIST_IS_AND && !over_and)
			return NULL;
		if (words[i].kind == NWI_GIST_IS_CLASS)
			return &words[i];
	}
	return NULL;
}

static const struct nwi_gist_word *behind(const struct place *place)
{
	const struct nwi_gist_word *words = place->text->words;
	size_t from = place->number->from;

	for (size_t i = from; i > place->low && i + BEHIND > from; i--) {
		if (ends_clause(words[i].gap))
			return NULL;
		if (words[i - 1].kind == NWI_GIST_IS_CLASS)
			return &words[i - 1];
		if (words[i - 1].kind == NWI_GIST_IS_AND)
			return NULL;
	}
	return NULL;
}

/* "including 3 children": a part of what was counted already. */
static bool put_of(struct nwi_figure *figure, struct nw_str of)
{
	if (of.len == 0 || of.len >= sizeof(figure->of))
		return false;
	memcpy(figure->of, of.at, of.len);
	figure->of[of.len] = '\0';
	return true;
}

static bool put_text(struct nwi_figure *figure, const char *of)
{
	return put_of(figure, nw_str_from(of));
}

/* $5, 5 %, €5, 5 dollars. */
static bool put_unit(const struct place *place, struct nwi_figure *figure)
{
	const struct nwi_gist_word *first =
		&place->text->words[place->number->from];
	const struct nwi_gist_word *last =
		&place->text->words[place->number->to - 1];
	const struct nwi_gist_word *next = last + 1;

	if (last->behind & NWI_GAP_PERCENT)
		return put_text(figure, "percent");
	if (first->money)
		return put_text(figure, nwi_gist_money(first->money));
	if (last->money_behind)
		return put_text(figure, nwi_gist_money(last->money_behind));
	if (place->number->to == place->text->count)
		return false;
	if (next->kind == NWI_GIST_IS_MONEY)
		return put_text(figure, nwi_gist_of[next->what]);
	return false;
}

/* The stem of the noun that follows. */
static bool put_noun(const struct place *place, struct nwi_figure *figure)
{
	const struct nwi_gist_word *next =
		&place->text->words[place->number->to];
	struct nw_str word;

	if (place->number->to == place->text->count || place->number->single ||
	    (next->gap & ~NWI_GAP_SPACE) ||
	    (next->kind != NWI_GIST_IS_PLAIN &&
	     next->kind != NWI_GIST_IS_PERSON))
		return false;
	word = next->token->folded;
	if (isdigit((unsigned char)word.at[0]))
		return false;
	word.len = nwi_print_stem(word, place->text->english);
	return put_of(figure, word);
}

static bool put_counted(const struct place *place, struct nwi_figure *figure)
{
	const struct nwi_gist_word *word;

	if (put_unit(place, figure))
		return true;
	word = ahead(place, false);
	if (!word)
		word = behind(place);
	if (!word)
		word = ahead(place, true);
	if (word)
		return put_text(figure, nwi_gist_of[word->what]);
	return put_noun(place, figure);
}

static void put_value(const struct nwi_gist_number *number,
		      struct nwi_figure *figure)
{
	int len = snprintf(figure->value, sizeof(figure->value), "%lld.%03lld",
			   (long long)(number->milli / MILLI),
			   (long long)(number->milli % MILLI));

	while (len > 0 && figure->value[len - 1] == '0')
		len--;
	if (len > 0 && figure->value[len - 1] == '.')
		len--;
	figure->value[len] = '\0';
}

static bool is_known(const struct nwi_gist *gist,
		     const struct nwi_figure *figure)
{
	for (size_t i = 0; i < gist->figure_count; i++)
		if (strcmp(gist->figures[i].value, figure->value) == 0 &&
		    strcmp(gist->figures[i].of, figure->of) == 0)
			return true;
	return false;
}

static void add_figure(const struct place *place, struct nwi_gist *out)
{
	struct nwi_figure *figure = &out->figures[out->figure_count];

	*figure = (struct nwi_figure){ .about = place->number->about };
	if (!put_counted(place, figure))
		return;
	put_value(place->number, figure);
	if (!is_known(out, figure))
		out->figure_count++;
}

/* Without what tells a part of another number. */
static size_t without_parts(const struct nwi_gist_text *text,
			    struct nwi_gist_number *numbers, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!is_part(text, &numbers[i]))
			numbers[kept++] = numbers[i];
	return kept;
}

void nwi_gist_figures(const struct nwi_gist_text *text, struct nwi_gist *out)
{
	struct nwi_gist_number numbers[NWI_GIST_NUMBERS];
	size_t count = nwi_gist_numbers(text, numbers);

	count = without_parts(text, numbers, count);
	for (size_t i = 0; i < count && out->figure_count < NWI_GIST_FIGURES;
	     i++) {
		const struct place place = {
			.text = text,
			.number = &numbers[i],
			.low = i > 0 ? numbers[i - 1].to : 0,
			.high = i + 1 < count ? numbers[i + 1].from
					      : text->count,
		};
		if (!numbers[i].skip)
			add_figure(&place, out);
	}
}
