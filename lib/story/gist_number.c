/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers as texts write them. Points and commas part tokens, so a number in
 * digits is put together here: "34,750" is thousands in English and thirty-
 * four and three quarters in French.
 */
#include "story/gist_parts.h"

#include <ctype.h>

#define MILLI	     1000
#define MOST	     INT64_C(1000000000000000) /* a number over it is none */
#define DOZEN	     100 /* a scale's value: times the rest */
#define HEDGE_WITHIN 3

/* A number in the making. */
struct reading {
	const struct nwi_gist_text *text;
	size_t from, at; /* its first word, and the next one */
	int64_t milli;
	bool about, skip;
};

static const struct nwi_gist_word *word_at(const struct nwi_gist_text *text,
					   size_t at)
{
	static const struct nwi_gist_word end = { .gap = NWI_GAP_SENTENCE };

	return at < text->count ? &text->words[at] : &end;
}

static size_t leading_digits(struct nw_str folded)
{
	size_t digits = 0;

	while (digits < folded.len && isdigit((unsigned char)folded.at[digits]))
		digits++;
	return digits;
}

static size_t digits_of(const struct nwi_gist_word *word)
{
	return leading_digits(word->folded);
}

static int64_t value_of(struct nw_str digits)
{
	int64_t value = 0;

	for (size_t i = 0; i < digits.len; i++) {
		value = 10 * value + (digits.at[i] - '0');
		if (value > MOST)
			return MOST;
	}
	return value;
}

static void times(struct reading *r, int64_t factor)
{
	if (r->milli > MOST * MILLI / factor)
		r->skip = true;
	else
		r->milli *= factor;
}

/* What `digits` behind a separator are: a group of thousands, or a fraction. */
static bool is_group(const struct nwi_gist_text *text, uint16_t gap,
		     struct nw_str before, size_t digits, bool again)
{
	if (digits != 3 || before.len > 3 || before.at[0] == '0')
		return false;
	if (again)
		return true;
	return (gap == NWI_GAP_COMMA) == text->comma_parts;
}

static void add_fraction(struct reading *r, struct nw_str digits)
{
	int64_t unit = MILLI / 10;

	for (size_t i = 0; i < digits.len && unit > 0; i++, unit /= 10)
		r->milli += unit * (digits.at[i] - '0');
}

static int scale_of(const struct reading *r, struct nw_str suffix)
{
	const struct nwi_gist_slot *row;

	if (nw_str_is(suffix, "m") && word_at(r->text, r->from)->money)
		return 6;
	row = nwi_gist_look_up(r->text, suffix);
	return row && row->kind == NWI_GIST_IS_SCALE ? row->value : 0;
}

/* The suffix of "5bn", "10km", "17th"; all but a scale spoils a number. */
static void read_suffix(struct reading *r, const struct nwi_gist_word *word,
			size_t digits)
{
	struct nw_str suffix = word->folded;
	int scale;

	suffix = nw_str_slice(suffix, digits, suffix.len);
	if (suffix.len == 0)
		return;
	scale = scale_of(r, suffix);
	if (scale == 0) {
		r->skip = true;
		return;
	}
	for (; scale > 0 && !r->skip; scale--)
		times(r, 10);
}

/* Digits from `at` on, with groups and a fraction. */
static void read_digits(struct reading *r)
{
	const struct nwi_gist_word *word = word_at(r->text, r->at);
	struct nw_str first = word->folded;
	size_t digits = digits_of(word), groups = 0;
	uint16_t separator = 0;

	first = nw_str_slice(first, 0, digits);
	r->skip = first.len > 12 || (first.len > 1 && first.at[0] == '0');
	r->milli = value_of(first) * (first.len > 12 ? 0 : MILLI);
	r->at++;
	while (digits == word->folded.len && !r->skip) {
		const struct nwi_gist_word *next = word_at(r->text, r->at);
		struct nw_str more = next->folded;
		size_t count = digits_of(next);
		uint16_t gap = next->gap;

		if (count == 0 ||
		    (gap != NWI_GAP_COMMA && gap != NWI_GAP_POINT &&
		     gap != NWI_GAP_SPACE))
			break;
		more = nw_str_slice(more, 0, count);
		if ((groups == 0 || gap == separator) &&
		    is_group(r->text, gap, first, count, groups > 0)) {
			times(r, 1000);
			r->milli += value_of(more) * MILLI;
			groups++;
			separator = gap;
		} else if (gap == NWI_GAP_SPACE || gap == separator) {
			break;
		} else {
			add_fraction(r, more);
			word = next;
			digits = count;
			r->at++;
			break;
		}
		word = next;
		digits = count;
		r->at++;
	}
	read_suffix(r, word, digits);
}

static bool joins(const struct nwi_gist_word *word)
{
	return !(word->gap & ~(NWI_GAP_HYPHEN | NWI_GAP_SPACE));
}

/* The lowest power of ten that the words so far leave free. */
static unsigned free_below(unsigned value)
{
	if (value >= 100 && value % 100 == 0)
		return 100;
	return value >= 10 && value % 10 == 0 ? 10 : 0;
}

/* "twenty", "twenty-one", "ciento veinte", "treinta y cinco". */
static void read_words(struct reading *r)
{
	unsigned value = word_at(r->text, r->at)->value;

	for (r->at++;;) {
		const struct nwi_gist_word *next = word_at(r->text, r->at);
		unsigned below = free_below(value), step = 1;
		if (next->kind == NWI_GIST_IS_AND && next->value == 1 &&
		    value >= 20) {
			step = 2;
			next = word_at(r->text, r->at + 1);
		}
		if (next->kind != NWI_GIST_IS_NUMBER || next->value >= below ||
		    next->value == 0 || !joins(next))
			break;
		value += next->value;
		r->at += step;
	}
	r->milli = (int64_t)value * MILLI;
}

/* What follows a scale and is below it: 3万5000, two hundred fifty. */
static bool add_rest(struct reading *r, unsigned power)
{
	const struct nwi_gist_word *next = word_at(r->text, r->at);
	struct reading rest = { .text = r->text, .from = r->at, .at = r->at };
	int64_t scale = MILLI;

	while (power-- > 0)
		scale *= 10;
	if (next->gap & ~NWI_GAP_SPACE)
		return false;
	if (next->kind == NWI_GIST_IS_NUMBER)
		read_words(&rest);
	else if (digits_of(next) == next->folded.len && next->folded.len > 0)
		read_digits(&rest);
	else
		return false;
	if (rest.skip || rest.milli >= scale || rest.milli < scale / 1000)
		return false;
	r->milli += rest.milli;
	r->at = rest.at;
	return true;
}

static void read_scales(struct reading *r)
{
	unsigned last = 0;

	for (;;) {
		const struct nwi_gist_word *word = word_at(r->text, r->at);
		unsigned power = word->value;
		if (word->kind != NWI_GIST_IS_SCALE || r->skip ||
		    (word->gap & ~NWI_GAP_SPACE))
			break;
		r->at++;
		if (power > NWI_GIST_TIMES) {
			times(r, power - NWI_GIST_TIMES);
			r->about = true;
			continue;
		}
		for (unsigned i = 0; i < power && !r->skip; i++)
			times(r, 10);
		last = power;
	}
	if (last == 0 || r->skip || !add_rest(r, last))
		return;
	r->skip = word_at(r->text, r->at)->kind == NWI_GIST_IS_SCALE;
}

static bool is_digits(const struct nwi_gist_word *word)
{
	return digits_of(word) > 0;
}

static bool begins_number(const struct nwi_gist_word *word)
{
	return is_digits(word) || word->kind == NWI_GIST_IS_NUMBER ||
	       word->kind == NWI_GIST_IS_SCALE;
}

/* "at least", "more than" up to three words before; "or more" behind. */
static bool is_hedged(const struct nwi_gist_text *text, size_t from, size_t to)
{
	const struct nwi_gist_word *behind = word_at(text, to);

	for (size_t back = 1; back <= HEDGE_WITHIN && back <= from; back++) {
		const struct nwi_gist_word *word = &text->words[from - back];
		if (word[1].gap & ~(NWI_GAP_SPACE | NWI_GAP_MONEY))
			break;
		if (word->kind == NWI_GIST_IS_HEDGE && word->value != 1)
			return true;
		if (begins_number(word))
			break;
	}
	for (size_t i = to; i < to + 2 && i < text->count; i++)
		if (text->words[i].kind == NWI_GIST_IS_HEDGE &&
		    text->words[i].value > 0)
			return true;
	return behind->gap & NWI_GAP_PLUS;
}

static bool is_year(int64_t milli)
{
	return milli >= 1900 * MILLI && milli <= 2099 * MILLI &&
	       milli % MILLI == 0;
}

/* Digits parted by spaces that are no groups: the parts of another number. */
static bool is_row(const struct nwi_gist_text *text, size_t from, size_t to,
		   int64_t milli)
{
	const struct nwi_gist_word *first = word_at(text, from);
	const struct nwi_gist_word *next = word_at(text, to);
	size_t last = from ? digits_of(first - 1) : 0;

	if (next->gap == NWI_GAP_SPACE && is_digits(next) && !is_year(milli))
		return true;
	return last > 0 && first->gap == NWI_GAP_SPACE &&
	       !is_year(value_of(nw_str_slice(first[-1].folded, 0, last)) *
			MILLI);
}

static bool is_tight(uint16_t gap, uint16_t what)
{
	return (gap & what) && !(gap & NWI_GAP_SPACE);
}

/* Models, ranges, scores, clock times, dates in digits, ordinals. */
static bool is_joined(const struct nwi_gist_text *text, size_t from, size_t to)
{
	uint16_t before = word_at(text, from)->gap;
	uint16_t behind = word_at(text, to)->gap;

	if (from > 0 && is_tight(before, NWI_GAP_HYPHEN | NWI_GAP_COLON |
						 NWI_GAP_SLASH | NWI_GAP_POINT))
		return true;
	if (before & (NWI_GAP_PLUS | NWI_GAP_NUMBER))
		return true;
	if (to == text->count)
		return false;
	if (is_tight(behind, NWI_GAP_HYPHEN | NWI_GAP_COLON | NWI_GAP_SLASH))
		return true;
	return (behind & NWI_GAP_POINT) && !(behind & NWI_GAP_SENTENCE);
}

/* "2009 starben 83 Menschen", but not "2009 dead and 83 injured". */
static bool has_another(const struct nwi_gist_text *text, size_t at)
{
	if (at > 0 && !(word_at(text, at)->gap & NWI_GAP_SENTENCE))
		return false;
	for (size_t i = at + 1; i < text->count; i++) {
		if (text->words[i].gap & (NWI_GAP_SENTENCE | NWI_GAP_COMMA))
			return false;
		if (begins_number(&text->words[i]))
			return text->words[i - 1].kind != NWI_GIST_IS_AND;
	}
	return false;
}

bool nwi_gist_counts_year(const struct nwi_gist_text *text, size_t at)
{
	const struct nwi_gist_word *next = word_at(text, at + 1);

	if (next->gap & ~NWI_GAP_SPACE)
		return false;
	if (next->kind == NWI_GIST_IS_PERSON)
		return true;
	return next->kind == NWI_GIST_IS_CLASS && !has_another(text, at);
}

static bool tells_year(const struct nwi_gist_text *text, size_t from, size_t to,
		       int64_t milli)
{
	return to == from + 1 && is_year(milli) &&
	       word_at(text, from)->folded.len == 4 &&
	       !nwi_gist_counts_year(text, from);
}

/* "Flight 17", "March 17", "aged 17", "several hundred". */
static bool is_named(const struct nwi_gist_text *text, size_t from)
{
	const struct nwi_gist_word *first = word_at(text, from);
	const struct nwi_gist_word *last = first - 1;

	if (from == 0 || (first->gap & ~(NWI_GAP_SPACE | NWI_GAP_POINT)))
		return false;
	return last->kind == NWI_GIST_IS_LABEL ||
	       last->kind == NWI_GIST_IS_MONTH ||
	       last->kind == NWI_GIST_IS_ROUGH ||
	       (last->kind == NWI_GIST_IS_TIME && last->value > 0);
}

/* "17 March", "17 de marzo", "17 hours". */
static bool is_time(const struct nwi_gist_text *text, size_t to)
{
	const struct nwi_gist_word *next = word_at(text, to);
	const struct nwi_gist_word *after = word_at(text, to + 1);

	if (next->gap & (NWI_GAP_SENTENCE | NWI_GAP_COMMA))
		return false;
	if (next->kind == NWI_GIST_IS_STOP || next->kind == NWI_GIST_IS_FROM)
		return after->kind == NWI_GIST_IS_MONTH;
	return next->kind == NWI_GIST_IS_MONTH ||
	       (next->kind == NWI_GIST_IS_PAST &&
		next->value == NWI_GIST_BEFORE) || /* years ago */
	       (next->kind == NWI_GIST_IS_TIME && next->value != 1);
}

/* A scale alone is one of its kind beside people: "mille personnes". */
static bool is_bare(const struct nwi_gist_text *text, size_t from, size_t to)
{
	const struct nwi_gist_word *next = word_at(text, to);

	return word_at(text, from)->kind == NWI_GIST_IS_SCALE &&
	       next->kind != NWI_GIST_IS_PERSON &&
	       next->kind != NWI_GIST_IS_CLASS;
}

static struct nwi_gist_number read_number(const struct nwi_gist_text *text,
					  size_t from)
{
	struct reading r = {
		.text = text, .from = from, .at = from, .milli = MILLI
	};
	const struct nwi_gist_word *word = &text->words[from];
	bool digits = is_digits(word);

	if (digits)
		read_digits(&r);
	else if (word->kind == NWI_GIST_IS_NUMBER)
		read_words(&r);
	else
		r.about = true;
	read_scales(&r);
	return (struct nwi_gist_number){
		.from = from,
		.to = r.at,
		.milli = r.milli,
		.single = !digits && r.milli == MILLI,
		.about = r.about || is_hedged(text, from, r.at),
		.skip = r.skip || is_joined(text, from, r.at) ||
			is_row(text, from, r.at, r.milli) ||
			tells_year(text, from, r.at, r.milli) ||
			is_named(text, from) || is_time(text, r.at) ||
			is_bare(text, from, r.at),
	};
}

size_t nwi_gist_numbers(const struct nwi_gist_text *text,
			struct nwi_gist_number out[NWI_GIST_NUMBERS])
{
	size_t count = 0;

	for (size_t i = 0; i < text->count && count < NWI_GIST_NUMBERS;) {
		if (!begins_number(&text->words[i])) {
			i++;
			continue;
		}
		out[count] = read_number(text, i);
		i = out[count++].to;
	}
	return count;
}
