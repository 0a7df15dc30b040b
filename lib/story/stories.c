/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which story an item belongs to: single-pass clustering. Candidates are the
 * stories that had the item's heaviest terms lately; the best of them are
 * compared in full, by the cosine of the item and of what the story's members
 * add up to, each term weighted by how few items have it.
 */
#include "story/window_parts.h"

#include <math.h>

enum {
	STEPS_MAX = 128, /* of a walk for one term */
	TRIED = 24	 /* candidates compared in full */
};

#define DAY_MS INT64_C(86400000)

static double factor_of(unsigned kind)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	double factor = 1;

	if (kind & NWI_TERM_NAME)
		factor *= rules->name_factor;
	if (kind & NWI_TERM_NUMBER)
		factor *= rules->number_factor;
	if (kind & NWI_TERM_TITLE)
		factor *= rules->title_factor;
	return factor;
}

static double term_weight(const struct nwi_window *window, uint32_t hash,
			  unsigned kind)
{
	return nwi_usage_weight(&window->usage, hash, kind) * factor_of(kind);
}

/* Keeps the heaviest in order, by insertion. */
static void keep_heavy(struct nwi_probe *probe, uint16_t term)
{
	uint16_t *list = probe->heaviest;
	uint32_t at = probe->heaviest_count;

	if (at < NWI_TERMS_FOUND)
		probe->heaviest_count++;
	else if (probe->weights[list[--at]] >= probe->weights[term])
		return;
	for (; at > 0 && probe->weights[list[at - 1]] < probe->weights[term];
	     at--)
		list[at] = list[at - 1];
	list[at] = term;
}

void nwi_weigh(const struct nwi_window *window, struct nwi_probe *probe)
{
	const struct nwi_print *print = probe->print;
	double sum = 0;

	for (uint16_t i = 0; i < print->term_count; i++) {
		const struct nwi_term *term = &print->terms[i];
		probe->weights[i] = term->weight *
				    term_weight(window, term->hash, term->kind);
		sum += probe->weights[i] * probe->weights[i];
		keep_heavy(probe, i);
	}
	probe->norm = sqrt(sum);
}

static double cosine(const struct nwi_window *window,
		     const struct nwi_probe *probe,
		     const struct nwi_story *story)
{
	const struct nwi_print *print = probe->print;
	double dot = 0, sum = 0;
	size_t i = 0;

	for (uint32_t j = 0; j < story->sum_count; j++) {
		const struct nwi_sum *s = &story->sums[j];
		double weight =
			s->weight * term_weight(window, s->hash, s->kind);
		sum += weight * weight;
		while (i < print->term_count && print->terms[i].hash < s->hash)
			i++;
		if (i < print->term_count && print->terms[i].hash == s->hash)
			dot += probe->weights[i] * weight;
	}
	return sum > 0 && probe->norm > 0 ? dot / (probe->norm * sqrt(sum)) : 0;
}

/* Of one term each story counts once, however many of its items have it. */
static void tally_term(struct nwi_window *window, uint32_t hash, double weight)
{
	struct nwi_ring_walk walk = nwi_ring_begin(&window->terms, hash);
	uint32_t told[STEPS_MAX], count = 0, who;
	unsigned steps = STEPS_MAX;

	while (nwi_ring_step(&walk, &steps, &who)) {
		bool again = false;
		for (uint32_t i = 0; i < count && !again; i++)
			again = told[i] == who;
		if (again)
			continue;
		told[count++] = who;
		nwi_tally_add(&window->tally, who, (float)weight);
	}
}

static void tally_terms(struct nwi_window *window,
			const struct nwi_probe *probe)
{
	nwi_tally_clear(&window->tally);
	for (uint32_t i = 0; i < probe->heaviest_count; i++) {
		uint16_t term = probe->heaviest[i];
		tally_term(window, probe->print->terms[term].hash,
			   probe->weights[term] * probe->weights[term]);
	}
}

/* Days between an item and the nearer end of a story; 0 within or unknown. */
static double days_apart(const struct nwi_story *story, nw_time at)
{
	if (at == NWI_TIME_UNKNOWN || story->first == NWI_TIME_UNKNOWN)
		return 0;
	if (at > story->last)
		return (double)(at - story->last) / (double)DAY_MS;
	if (at < story->first)
		return (double)(story->first - at) / (double)DAY_MS;
	return 0;
}

/* Few terms have less in common with any story; days part what is alike. */
static double score_needed(const struct nwi_probe *probe,
			   const struct nwi_story *story)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	double terms = probe->print->term_count;
	double share = (terms - rules->join_short_terms) /
		       (rules->join_long_terms - rules->join_short_terms);
	double days = days_apart(story, probe->at) - 1;

	share = share < 0 ? 0 : share > 1 ? 1 : share;
	if (days > rules->days_most)
		return 2;
	return rules->join_short +
	       share * (rules->join_long - rules->join_short) +
	       (days > 0 ? days * rules->join_a_day : 0);
}

uint32_t nwi_find_story(struct nwi_window *window, struct nwi_probe *probe)
{
	struct nwi_decision *out = probe->out;
	uint32_t found = NWI_NO_SLOT, who;
	double lead = -2;

	tally_terms(window, probe);
	for (unsigned i = 0; i < TRIED && nwi_tally_take(&window->tally, &who);
	     i++) {
		const struct nwi_story *story = &window->stories[who];
		if (who >= window->story_count || story->members == 0)
			continue;
		double score = cosine(window, probe, story);
		double needed = score_needed(probe, story);
		if (score - needed <= lead)
			continue;
		lead = score - needed;
		out->score = score;
		out->needed = needed;
		out->near = story->number;
		found = lead >= 0 ? who : NWI_NO_SLOT;
	}
	return found;
}
