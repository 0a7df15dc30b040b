/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stories across languages. Words of two languages are alike by chance alone;
 * what carries over are names, by their keys, and numbers. Both are few, so
 * most of them must be shared, and within two days.
 */
#include "story/window_parts.h"

enum {
	STEPS_MAX = 32,	   /* of a walk for one name */
	TRIED = 6,	   /* candidates compared */
	SHARED_LEAST = 3,  /* names, with a number beside them */
	SHARED_ENOUGH = 4, /* names, without */
	RARE_STORIES = 8,  /* that have a name, for it to be rare */
	RARE_LEAST = 2,	   /* rare names among those shared */
	DAYS_MOST = 2
};

/* What is looked for. */
struct foreign {
	const struct nwi_probe *probe;
	/* Names that few had lately: those that all write of tie nothing. */
	bool rare[NWI_PRINT_NAMES];
};

static unsigned shared_names(const struct foreign *foreign,
			     const struct nwi_row *row, unsigned *rare)
{
	const struct nwi_print *print = foreign->probe->print;
	const uint32_t *names = nwi_row_names(row);
	unsigned i = 0, j = 0, shared = 0;

	while (i < print->name_count && j < row->name_count) {
		uint32_t a = print->names[i], b = names[j];
		shared += a == b;
		*rare += a == b && foreign->rare[i];
		i += a <= b;
		j += b <= a;
	}
	return shared;
}

/* A number that both tell, beside names that both tell. */
static bool shares_number(const struct nwi_print *print,
			  const struct nwi_row *row)
{
	const uint32_t *hashes = nwi_row_hashes(row);
	const uint8_t *kinds = nwi_row_kinds(row);
	size_t j = 0;

	for (size_t i = 0; i < print->term_count; i++) {
		if (!(print->terms[i].kind & NWI_TERM_NUMBER))
			continue;
		while (j < row->term_count && hashes[j] < print->terms[i].hash)
			j++;
		if (j < row->term_count && hashes[j] == print->terms[i].hash &&
		    (kinds[2 * j + 1] & NWI_TERM_NUMBER))
			return true;
	}
	return false;
}

static bool is_near_in_time(const struct nwi_probe *probe,
			    const struct nwi_row *row)
{
	const int64_t most = DAYS_MOST * INT64_C(86400000);

	if (probe->at == NWI_TIME_UNKNOWN || row->at == NWI_TIME_UNKNOWN)
		return true;
	return probe->at - row->at <= most && row->at - probe->at <= most;
}

/* The share of names, 0 where it is no report of the same. */
static double likeness(const struct foreign *foreign, const struct nwi_row *row)
{
	const struct nwi_probe *probe = foreign->probe;
	const struct nwi_print *print = probe->print;
	unsigned rare = 0, shared = shared_names(foreign, row, &rare);
	unsigned fewer = print->name_count < row->name_count ? print->name_count
							     : row->name_count;

	if (shared < SHARED_LEAST || rare < RARE_LEAST || 2 * shared < fewer ||
	    !is_near_in_time(probe, row) ||
	    strcmp(print->language, row->language) == 0 ||
	    !print->language[0] || !row->language[0])
		return 0;
	if (shared < SHARED_ENOUGH && !shares_number(print, row))
		return 0;
	return (double)shared / fewer;
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
