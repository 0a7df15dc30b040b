/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stories across languages. Words of two languages are alike by chance alone;
 * what carries over are names of people, by their keys, places, by tables, and
 * numbers. All are few, so most of them must be shared, and within two days;
 * names and places alone do not tell an event from the next of the same
 * people there, so that numbers must speak for it too, or many names.
 */
#include "story/window_parts.h"

enum {
	STEPS_MAX = 32,	   /* of a walk for one name */
	TRIED = 8,	   /* candidates compared */
	SHARED_LEAST = 3,  /* names, with a number beside them */
	SHARED_ENOUGH = 4, /* names, without */
	RARE_STORIES = 8,  /* that have a name, for it to be rare */
	RARE_LEAST = 2,	   /* rare names among those shared */
	DAY_NUMBERS = 31,  /* numbers up to it are often of dates */
	YEAR_FIRST = 1990, /* and these are years */
	YEAR_LAST = 2040,
	DAYS_MOST = 2
};

/* What speaks for one event; names, places and numbers that both have. */
static const double place_speaks = 0.6, number_speaks = 0.8,
		    small_number_speaks = 0.4, needed_in_all = 2.5,
		    needed_of_numbers = 0.8;

/* What is looked for. */
struct foreign {
	const struct nwi_probe *probe;
	/* Names that few had lately: those that all write of tie nothing. */
	bool rare[NWI_PRINT_NAMES];
};

struct evidence {
	unsigned names, rare, places;
	double numbers;
	unsigned fewer_names, fewer_places; /* of the two */
};

static bool is_person(uint32_t name)
{
	return nwi_name_kind(name) < NWI_NAME_PLACE ||
	       nwi_name_kind(name) > NWI_NAME_CALL;
}

static unsigned people_of(const uint32_t *names, unsigned count)
{
	unsigned people = 0;

	for (unsigned i = 0; i < count; i++)
		people += is_person(names[i]);
	return people;
}

static unsigned places_of(const uint32_t *names, unsigned count)
{
	unsigned places = 0;

	for (unsigned i = 0; i < count; i++)
		places += nwi_name_kind(names[i]) == NWI_NAME_PLACE;
	return places;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static void hold_names(const struct foreign *foreign, const struct nwi_row *row,
		       struct evidence *out)
{
	const struct nwi_print *print = foreign->probe->print;
	const uint32_t *names = nwi_row_names(row);
	unsigned i = 0, j = 0;

	while (i < print->name_count && j < row->name_count) {
		uint32_t a = print->names[i], b = names[j];
		unsigned kind = nwi_name_kind(a);
		if (a == b && kind == NWI_NAME_PLACE) {
			out->places++;
		} else if (a == b && is_person(a)) {
			out->names++;
			out->rare += foreign->rare[i];
		}
		i += a <= b;
		j += b <= a;
	}
	out->fewer_names = least(people_of(print->names, print->name_count),
				 people_of(names, row->name_count));
	out->fewer_places = least(places_of(print->names, print->name_count),
				  places_of(names, row->name_count));
}

static uint32_t number_hash(unsigned number)
{
	char digits[8];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	return nw_token_hash(nw_str_make(digits + at, sizeof(digits) - at));
}

static bool is_between(uint32_t hash, unsigned from, unsigned to)
{
	for (unsigned number = from; number <= to; number++)
		if (number_hash(number) == hash)
			return true;
	return false;
}

/* One digit says nothing, as a year does; two little, for many are dates. */
static double number_tells(uint32_t hash)
{
	if (is_between(hash, 0, 9) || is_between(hash, YEAR_FIRST, YEAR_LAST))
		return 0;
	return is_between(hash, 10, DAY_NUMBERS) ? small_number_speaks
						 : number_speaks;
}

static double hold_numbers(const struct nwi_print *print,
			   const struct nwi_row *row)
{
	const uint32_t *hashes = nwi_row_hashes(row);
	const uint8_t *kinds = nwi_row_kinds(row);
	double numbers = 0;
	size_t j = 0;

	for (size_t i = 0; i < print->term_count; i++) {
		if (!(print->terms[i].kind & NWI_TERM_NUMBER))
			continue;
		while (j < row->term_count && hashes[j] < print->terms[i].hash)
			j++;
		if (j < row->term_count && hashes[j] == print->terms[i].hash &&
		    (kinds[2 * j + 1] & NWI_TERM_NUMBER))
			numbers += number_tells(hashes[j]);
	}
	return numbers;
}

static bool is_near_in_time(const struct nwi_probe *probe,
			    const struct nwi_row *row)
{
	const int64_t most = DAYS_MOST * INT64_C(86400000);

	if (probe->at == NWI_TIME_UNKNOWN || row->at == NWI_TIME_UNKNOWN)
		return true;
	return probe->at - row->at <= most && row->at - probe->at <= most;
}

/* People alone, or with places and numbers. */
static bool is_enough(const struct evidence *e)
{
	double in_all = e->names + place_speaks * e->places + e->numbers;

	if (e->names >= SHARED_LEAST && e->rare >= RARE_LEAST &&
	    2 * e->names >= e->fewer_names &&
	    (e->names >= SHARED_ENOUGH || e->numbers > 0))
		return true;
	return e->names + e->places >= SHARED_LEAST &&
	       e->numbers >= needed_of_numbers && in_all >= needed_in_all &&
	       5 * (e->names + e->places) >=
		       2 * (e->fewer_names + e->fewer_places);
}

/* The share of names and places, 0 where it is no report of the same. */
static double likeness(const struct foreign *foreign, const struct nwi_row *row)
{
	const struct nwi_probe *probe = foreign->probe;
	const char *language = probe->print->language;
	struct evidence e = { 0 };

	if (!is_near_in_time(probe, row) || !language[0] || !row->language[0] ||
	    strcmp(language, row->language) == 0)
		return 0;
	hold_names(foreign, row, &e);
	if (e.names + e.places < SHARED_LEAST)
		return 0;
	e.numbers = hold_numbers(probe->print, row);
	if (!is_enough(&e))
		return 0;
	return (double)(e.names + e.places) / (e.fewer_names + e.fewer_places);
}

static void tally_names(struct nwi_window *window, struct foreign *foreign)
{
	const struct nwi_print *print = foreign->probe->print;

	nwi_tally_clear(&window->tally);
	for (unsigned i = 0; i < print->name_count; i++) {
		struct nwi_ring_walk walk = nwi_ring_begin(
			&window->terms, NWI_NAME_MARK(print->names[i]));
		uint32_t who, last = NWI_NO_SLOT;
		unsigned steps = STEPS_MAX, stories = 0;
		while (nwi_ring_step(&walk, &steps, &who)) {
			if (who != last) {
				nwi_tally_add(&window->tally, who, 1, i + 1);
				stories++;
			}
			last = who;
		}
		foreign->rare[i] = stories <= RARE_STORIES;
	}
}

uint32_t nwi_find_foreign(struct nwi_window *window, struct nwi_probe *probe)
{
	struct nwi_decision *out = probe->out;
	struct foreign foreign = { .probe = probe };
	struct nwi_tally_row row;
	uint32_t found = NWI_NO_SLOT;
	double best = 0;

	if (probe->print->name_count < SHARED_LEAST)
		return NWI_NO_SLOT;
	tally_names(window, &foreign);
	for (unsigned i = 0; i < TRIED && nwi_tally_take(&window->tally, &row);
	     i++) {
		const struct nwi_story *story = &window->stories[row.who];
		if (row.who >= window->story_count || story->members == 0)
			continue;
		double like =
			likeness(&foreign, nwi_row_at(window, story->newest));
		if (like <= best)
			continue;
		best = like;
		found = row.who;
		out->near = story->number;
		out->score = like;
		out->needed = 0.5;
	}
	if (found == NWI_NO_SLOT)
		return NWI_NO_SLOT;
	out->flags = (out->flags & ~(uint32_t)NWI_DECISION_OTHER_DAY) |
		     NWI_DECISION_FOREIGN;
	nwi_give_name_reasons(
		probe, nwi_row_at(window, window->stories[found].newest));
	return found;
}
