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
	STEPS_MAX = 32,	 /* of a walk for one term */
	STEPS_ALL = 400, /* of all walks, the heaviest term's first */
	TRIED = 8	 /* candidates compared in full */
};

/* A candidate with less than this share of the first's terms is none. */
#define FAR_BEHIND 0.25

#define DAY_MS INT64_C(86400000)

double nwi_term_weight(const struct nwi_window *window, uint32_t hash,
		       unsigned kind)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	double weight = nwi_usage_weight(&window->usage, hash, kind);

	if (kind & NWI_TERM_NAME)
		weight *= rules->name_factor;
	if (kind & NWI_TERM_NUMBER)
		weight *= rules->number_factor;
	if (kind & NWI_TERM_TITLE)
		weight *= rules->title_factor;
	return weight;
}

/* Keeps the heaviest in order, by insertion. */
static void keep_heavy(struct nwi_probe *probe, uint8_t term)
{
	uint8_t *list = probe->heaviest;
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

	for (uint8_t i = 0; i < print->term_count; i++) {
		const struct nwi_term *term = &print->terms[i];
		double weight = term->weight *
				nwi_term_weight(window, term->hash, term->kind);
		probe->weights[i] = weight;
		sum += weight * weight;
		if (term->kind & NWI_TERM_TITLE)
			probe->title += weight * weight;
		if (!(term->kind & NWI_TERM_NAME))
			probe->plain += weight * weight;
		keep_heavy(probe, i);
	}
	probe->norm = sqrt(sum);
}

/* An item beside what a story's members add up to. */
struct likeness {
	double dot, sum;
	double plain_dot, plain_sum; /* of what is no name */
	double own_title;    /* of the item's title, what the story has */
	double titles, both; /* of the story's titles: all, the item's */
};

static void compare(const struct nwi_window *window,
		    const struct nwi_probe *probe,
		    const struct nwi_story *story, struct likeness *out)
{
	const struct nwi_print *print = probe->print;
	size_t i = 0;

	*out = (struct likeness){ 0 };
	for (uint32_t j = 0; j < story->sum_count; j++) {
		const struct nwi_sum *s = &story->sums[j];
		double weight =
			s->weight * nwi_term_weight(window, s->hash, s->kind);
		bool title = s->kind & NWI_TERM_TITLE;
		out->sum += weight * weight;
		out->titles += title ? weight * weight : 0;
		bool plain = !(s->kind & NWI_TERM_NAME);
		out->plain_sum += plain ? weight * weight : 0;
		while (i < print->term_count && print->terms[i].hash < s->hash)
			i++;
		if (i == print->term_count || print->terms[i].hash != s->hash)
			continue;
		out->dot += probe->weights[i] * weight;
		out->plain_dot += plain ? probe->weights[i] * weight : 0;
		out->both +=
			title && probe->weights[i] > 0 ? weight * weight : 0;
		if (print->terms[i].kind & NWI_TERM_TITLE)
			out->own_title += probe->weights[i] * probe->weights[i];
	}
}

/* 0 to 1. */
static double score_of(const struct nwi_probe *probe,
		       const struct likeness *like)
{
	/* Shares of words lie higher than a cosine. */
	const double level = 0.35;
	double share = nwi_story_rules.title_share, cosine;

	if (like->sum <= 0 || probe->norm <= 0)
		return 0;
	cosine = like->dot / (probe->norm * sqrt(like->sum));
	if (probe->title <= 0 || like->titles <= 0)
		return cosine;
	return (1 - share) * cosine + share * level *
					      (like->own_title / probe->title +
					       like->both / like->titles);
}

/* Of one term each story counts once, however many of its items have it. */
static void tally_terms(struct nwi_window *window,
			const struct nwi_probe *probe)
{
	const struct nwi_term *terms = probe->print->terms;
	unsigned left = STEPS_ALL;

	nwi_tally_clear(&window->tally);
	for (uint32_t i = 0; i < probe->heaviest_count; i++)
		nwi_ring_fetch(&window->terms, terms[probe->heaviest[i]].hash);
	for (uint32_t i = 0; i < probe->heaviest_count; i++)
		nwi_ring_fetch_first(&window->terms,
				     terms[probe->heaviest[i]].hash);
	for (uint32_t i = 0; i < probe->heaviest_count && left > 0; i++) {
		uint8_t term = probe->heaviest[i];
		double weight = probe->weights[term];
		struct nwi_ring_walk walk =
			nwi_ring_begin(&window->terms, terms[term].hash);
		unsigned steps = left < STEPS_MAX ? left : STEPS_MAX;
		uint32_t who;
		left -= steps;
		while (nwi_ring_step(&walk, &steps, &who))
			nwi_tally_add(&window->tally, who,
				      (float)(weight * weight), i + 1);
		left += steps; /* that were not taken */
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

/*
 * On another day the same people do other things: what is no name must be
 * alike too, the more the longer it is ago.
 */
static bool is_of_names_alone(const struct nwi_probe *probe,
			      const struct nwi_story *story,
			      const struct likeness *like, double needed)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	const double week = 7;
	double plain = sqrt(probe->plain * like->plain_sum);
	double days = days_apart(story, probe->at);
	double share = rules->plain_share;

	if (days <= 1)
		return false;
	share += (rules->plain_share_week - share) *
		 (days < week ? days - 1 : week - 1) / (week - 1);
	return plain <= 0 || like->plain_dot / plain < share * needed;
}

/* Few terms have less in common with any story. */
static double least_of(const struct nwi_probe *probe,
		       const struct nwi_story *story)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	double terms = probe->print->term_count, members = story->total;
	double share = (terms - rules->join_short_terms) /
		       (rules->join_long_terms - rules->join_short_terms);
	double needed;

	share = share < 0 ? 0 : share > 1 ? 1 : share;
	if (probe->title > 0 && share < rules->join_titled)
		share = rules->join_titled;
	if (members > rules->join_members_most)
		members = rules->join_members_most;
	needed = rules->join_short +
		 share * (rules->join_long - rules->join_short) -
		 rules->join_member * log2(members);
	return needed < rules->join_least ? rules->join_least : needed;
}

static double score_needed(const struct nwi_window *window,
			   const struct nwi_probe *probe,
			   const struct nwi_story *story)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	const struct nwi_row *newest = nwi_row_at(window, story->newest);
	double days = days_apart(story, probe->at) - 1;
	double needed = least_of(probe, story);

	if (days > rules->days_most)
		return 2;
	if (probe->facts->outlet && probe->facts->outlet == newest->outlet)
		needed += rules->same_outlet;
	return days > 0 ? needed + days * rules->join_a_day : needed;
}

uint32_t nwi_find_story(struct nwi_window *window, struct nwi_probe *probe)
{
	struct nwi_decision *out = probe->out;
	struct nwi_tally_row row;
	uint32_t nearest = NWI_NO_SLOT;
	double lead = -2, most = 0;
	bool names_alone = false;

	tally_terms(window, probe);
	for (unsigned i = 0; i < TRIED && nwi_tally_take(&window->tally, &row);
	     i++) {
		const struct nwi_story *story = &window->stories[row.who];
		struct likeness like;
		most = i == 0 ? row.score : most;
		if (row.score < FAR_BEHIND * most)
			break;
		/* A ring's entry may outlive a story by its 24 bits. */
		if (row.who >= window->story_count || story->members == 0)
			continue;
		compare(window, probe, story, &like);
		double score = score_of(probe, &like);
		double needed = score_needed(window, probe, story);
		if (score - needed <= lead)
			continue;
		lead = score - needed;
		out->score = score;
		out->needed = needed;
		out->near = story->number;
		nearest = row.who;
		names_alone = lead >= 0 &&
			      is_of_names_alone(probe, story, &like, needed);
	}
	if (nearest == NWI_NO_SLOT)
		return NWI_NO_SLOT;
	nwi_give_reasons(window, probe, window->stories[nearest].sums,
			 window->stories[nearest].sum_count);
	if (names_alone)
		out->flags |= NWI_DECISION_OTHER_DAY;
	return lead >= 0 && !names_alone ? nearest : NWI_NO_SLOT;
}
