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
	AHEAD = 7,	/* words */
	BEHIND = 6,	/* "the death toll has now risen to" */
	NOUN_AHEAD = 2, /* "12 attack drones" */
	TOLL = 20,
	ANOTHER = 3, /* "killed at least 12" */
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

static bool is_joint(const struct nwi_gist_word *word)
{
	return word->kind == NWI_GIST_IS_AND || (word->gap & NWI_GAP_AND);
}

static bool breaks(const struct nwi_gist_word *word)
{
	return word->kind == NWI_GIST_IS_BREAK ||
	       word->kind == NWI_GIST_IS_FROM ||
	       word->kind == NWI_GIST_IS_CLAUSE;
}

/*
 * "3 ships sank; the storm killed 12": what another number follows at once
 * counts that one, unless it stands beside ours.
 */
static bool counts_another(const struct place *place, size_t at)
{
	const struct nwi_gist_word *words = place->text->words;

	if (at <= place->number->to || place->high == place->text->count)
		return false;
	for (size_t i = at + 1; i - at <= (size_t)ANOTHER; i++) {
		if (i > place->high || ends_clause(words[i].gap) ||
		    is_joint(&words[i]) || breaks(&words[i]))
			return false;
		if (i == place->high)
			return true;
	}
	return false;
}

/* Whether a word can count a number before it that is `far` words away. */
static bool counts_back(const struct nwi_gist_word *word, size_t far)
{
	if (word->kind != NWI_GIST_IS_CLASS ||
	    word->value == NWI_GIST_FOLLOWS || word->value == NWI_GIST_TOLL)
		return false;
	return word->value != NWI_GIST_LEADS || far <= NOUN_AHEAD;
}

static const struct nwi_gist_word *ahead(const struct place *place,
					 bool over_and)
{
	const struct nwi_gist_word *words = place->text->words;
	size_t to = place->number->to, most = to + AHEAD;

	for (size_t i = to; i < place->high && i < most; i++) {
		size_t over = over_part(place, i);
		most += over - i;
		if (over == i && ends_clause(words[i].gap))
			return NULL;
		i = over;
		if (words[i].kind == NWI_GIST_IS_CLAUSE ||
		    (is_joint(&words[i]) && !over_and))
			return NULL;
		if (counts_back(&words[i], i - to))
			return counts_another(place, i) ? NULL : &words[i];
	}
	return NULL;
}

static const struct nwi_gist_word *behind(const struct place *place)
{
	const struct nwi_gist_word *words = place->text->words;
	size_t from = place->number->from;

	for (size_t i = from; i > place->low && i + BEHIND > from; i--) {
		const struct nwi_gist_word *word = &words[i - 1];
		if (ends_clause(words[i].gap & (uint16_t)~NWI_GAP_COLON) ||
		    is_joint(&words[i]))
			return NULL;
		if (word->kind == NWI_GIST_IS_CLASS &&
		    word->value != NWI_GIST_LEADS)
			return word;
		if (word->kind == NWI_GIST_IS_AND || breaks(word))
			return NULL;
	}
	return NULL;
}

/* "The death toll of two fires in Ostrel rises to 12." */
static const struct nwi_gist_word *toll(const struct place *place)
{
	const struct nwi_gist_word *words = place->text->words;
	size_t from = place->number->from;

	if (from > 0 && breaks(&words[from - 1]) && words[from - 1].value != 1)
		return NULL;
	for (size_t i = from; i > 0 && i + TOLL > from; i--) {
		if (ends_clause(words[i].gap & (uint16_t)~NWI_GAP_COLON) ||
		    is_joint(&words[i]))
			return NULL;
		if (words[i - 1].kind == NWI_GIST_IS_CLASS &&
		    words[i - 1].value == NWI_GIST_TOLL)
			return &words[i - 1];
	}
	return NULL;
}

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

	if ((last->behind | first->gap) & NWI_GAP_PERCENT)
		return put_text(figure, "percent");
	if (first->money)
		return put_text(figure, nwi_gist_money(first->money));
	if (last->money_behind)
		return put_text(figure, nwi_gist_money(last->money_behind));
	if (place->number->from > 0 && first[-1].kind == NWI_GIST_IS_UNIT &&
	    first[-1].value == 1)
		return put_text(figure, nwi_gist_of[first[-1].what]);
	if (place->number->to + 1 < place->text->count &&
	    (next->kind == NWI_GIST_IS_FROM || next->kind == NWI_GIST_IS_STOP))
		next++; /* 5 millions d'euros */
	if (next < place->text->words + place->text->count &&
	    next->kind == NWI_GIST_IS_UNIT && next->value == 0)
		return put_text(figure, nwi_gist_of[next->what]);
	return false;
}

static bool is_plural(struct nw_str word)
{
	return nw_str_ends(word, "s") && !nw_str_ends(word, "ss");
}

/* The noun as it is written; in English with what it ends in: "storage tanks"
 */
static void put_word(const struct nwi_gist_text *text, size_t at,
		     struct nwi_figure *figure)
{
	const struct nwi_gist_word *words = text->words;
	size_t last = at;

	for (size_t i = at; text->english && i < text->count; i++) {
		if (i > at + NOUN_AHEAD || words[i].kind != NWI_GIST_IS_PLAIN ||
		    (i > at && words[i].gap != NWI_GAP_SPACE))
			break;
		if (!is_plural(words[i].folded))
			continue;
		last = i;
		break;
	}
	struct nw_str word =
		nw_str_slice(text->text, words[at].from, words[last].to);
	if (word.len >= sizeof(figure->word))
		return;
	for (size_t i = 0; i < word.len; i++)
		figure->word[i] =
			(unsigned char)word.at[i] < ' ' ? ' ' : word.at[i];
	figure->word[word.len] = '\0';
}

/* The stem of the noun that follows. */
static bool put_noun(const struct place *place, struct nwi_figure *figure)
{
	const struct nwi_gist_word *next =
		&place->text->words[place->number->to];
	struct nw_str word;

	if (place->number->to == place->text->count || place->number->single ||
	    (next->gap & ~NWI_GAP_SPACE))
		return false;
	if (next->kind == NWI_GIST_IS_PERSON)
		return put_text(figure, "people");
	word = next->folded;
	if (next->kind != NWI_GIST_IS_PLAIN || isdigit((unsigned char)*word.at))
		return false;
	word.len = nwi_print_stem(word, place->text->english);
	put_word(place->text, place->number->to, figure);
	return put_of(figure, word);
}

/* "One" is an article in many languages, a pronoun in others. */
static bool is_article(const struct place *place)
{
	const struct nwi_gist_text *text = place->text;
	const struct nwi_gist_word *next = &text->words[place->number->to];

	if (!place->number->single)
		return false;
	if (place->number->to == text->count || ends_clause(next->gap))
		return text->articles;
	if (next->kind == NWI_GIST_IS_PERSON || next->kind == NWI_GIST_IS_CLASS)
		return false;
	return text->articles || next->kind == NWI_GIST_IS_STOP ||
	       next->kind == NWI_GIST_IS_PLAIN ||
	       next->kind == NWI_GIST_IS_FROM;
}

static bool put_counted(const struct place *place, struct nwi_figure *figure)
{
	const struct nwi_gist_word *word;

	if (put_unit(place, figure))
		return true;
	if (is_article(place))
		return false;
	word = ahead(place, false);
	if (!word)
		word = behind(place);
	if (!word)
		word = toll(place);
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

/* The first sentence of a body is the lead. */
static enum nwi_gist_where where_is(const struct place *place)
{
	if (!place->text->body)
		return NWI_GIST_IN_TITLE;
	for (size_t i = 1; i <= place->number->from; i++)
		if (place->text->words[i].gap & NWI_GAP_SENTENCE)
			return NWI_GIST_IN_BODY;
	return NWI_GIST_IN_LEAD;
}

static void add_figure(const struct place *place, struct nwi_gist *out)
{
	struct nwi_figure *figure = &out->figures[out->figure_count];

	*figure = (struct nwi_figure){ .about = place->number->about,
				       .where = where_is(place) };
	if (!put_counted(place, figure))
		return;
	put_value(place->number, figure);
	if (!is_known(out, figure))
		out->figure_count++;
}

/* "from 12 to 17". */
static bool is_start(const struct nwi_gist_text *text,
		     const struct nwi_gist_number *number, size_t left)
{
	return left > 1 && number->from > 0 &&
	       number[1].from == number->to + 1 &&
	       text->words[number->from - 1].kind == NWI_GIST_IS_FROM;
}

/* Without dates, parts of another number and what it was before. */
static size_t without_parts(struct nwi_gist_text *text,
			    struct nwi_gist_number *numbers, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (is_start(text, &numbers[i], count - i))
			text->words[numbers[i].from - 1].kind =
				text->words[numbers[i].to].kind =
					NWI_GIST_IS_STOP;
		else if (!numbers[i].skip && !is_part(text, &numbers[i]))
			numbers[kept++] = numbers[i];
	}
	return kept;
}

void nwi_gist_figures(struct nwi_gist_text *text, struct nwi_gist *out)
{
	struct nwi_gist_number numbers[NWI_GIST_NUMBERS];
	size_t count = nwi_gist_numbers(text, numbers);

	if (count > 0)
		nwi_gist_mark_past(text);
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
		if (!text->words[numbers[i].from].past)
			add_figure(&place, out);
	}
}
