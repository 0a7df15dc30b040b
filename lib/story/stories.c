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
		keep_heavy(probe, i);
	}
	probe->norm = sqrt(sum);
}

/* An item beside what a story's members add up to. */
struct likeness {
	double dot, own, sum;
	double plain_dot, plain_own, plain_sum; /* of what is no name */
	double title, own_title; /* of the item's title: all, the story's */
	double titles, both;	 /* of the story's titles: all, the item's */
	double rare; /* words that of the page the story alone has */
	/* Names and numbers of the titles: all, and what the other has. */
	uint32_t names, names_known, own_names, own_known;
	bool on_page; /* the story stood on the item's page */
};

static double square(double x)
{
	return x * x;
}

static bool tells(unsigned kind)
{
	return (kind & NWI_TERM_TITLE) &&
	       (kind & (NWI_TERM_NAME | NWI_TERM_NUMBER));
}

/* What a term counts on a page that `others` of its stories have. */
static double fade_of(const struct nwi_window *window, unsigned kind,
		      uint32_t others)
{
	double fade = nwi_page_fade(&window->page, others);

	return kind & NWI_TERM_SPEAKER ? fade * nwi_story_rules.page_speaker
				       : fade;
}

/* A term of the item; `known`: of the story too. */
static void add_own(const struct nwi_term *term, double weight, bool known,
		    struct likeness *out)
{
	bool title = term->kind & NWI_TERM_TITLE;
	bool plain = !(term->kind & NWI_TERM_NAME);

	out->own += square(weight);
	out->plain_own += plain ? square(weight) : 0;
	out->title += title ? square(weight) : 0;
	out->own_title += title && known ? square(weight) : 0;
	out->own_names += tells(term->kind);
	out->own_known += tells(term->kind) && known;
}

static void add_sum(const struct nwi_sum *sum, double weight, double own,
		    struct likeness *out)
{
	bool title = sum->kind & NWI_TERM_TITLE;
	bool plain = !(sum->kind & NWI_TERM_NAME);

	out->sum += square(weight);
	out->dot += weight * own;
	out->plain_sum += plain ? square(weight) : 0;
	out->plain_dot += plain ? weight * own : 0;
	out->titles += title ? square(weight) : 0;
	out->both += title && own > 0 ? square(weight) : 0;
	out->names += tells(sum->kind);
	out->names_known += tells(sum->kind) && own > 0;
}

/* A term of the item's that the story has not. */
static void add_unshared(const struct nwi_window *window,
			 const struct nwi_probe *probe, size_t i,
			 struct likeness *out)
{
	const struct nwi_term *term = &probe->print->terms[i];
	double fade = 1;

	if (out->on_page)
		fade = fade_of(window, term->kind, probe->on_page[i]);
	add_own(term, fade * probe->weights[i], false, out);
}

/*
 * The story is one of those of the page that have its term. While another
 * page's items come, those counts say nothing.
 */
static uint32_t others_of(const struct nwi_window *window, uint32_t page,
			  uint32_t hash)
{
	const struct nwi_page_row *row =
		window->page.page == page ? nwi_page_find(&window->page, hash)
					  : NULL;

	return row ? row->count - 1 : 0;
}

static void add_shared(const struct nwi_window *window,
		       const struct nwi_probe *probe, size_t i,
		       const struct nwi_sum *sum, double weight,
		       struct likeness *out)
{
	const struct nwi_term *term = &probe->print->terms[i];
	double fade = 1;

	if (out->on_page) {
		uint32_t others =
			probe->on_page[i] ? probe->on_page[i] - 1u : 0;
		fade = fade_of(window, term->kind, others);
		out->rare +=
			probe->on_page[i] == 1 &&
			!(term->kind & (NWI_TERM_COMMON | NWI_TERM_SPEAKER));
	}
	double own = fade * probe->weights[i];
	bool masked = probe->masked[i];
	add_own(term, own, !masked, out);
	add_sum(sum, fade * weight, masked ? 0 : own, out);
}

static void compare(const struct nwi_window *window,
		    const struct nwi_probe *probe, uint32_t index,
		    struct likeness *out)
{
	const struct nwi_story *story = &window->stories[index];
	const struct nwi_print *print = probe->print;
	size_t i = 0;

	*out = (struct likeness){ .on_page = nwi_story_is_on_page(
					  window, index, probe->facts->page) };
	for (uint32_t j = 0; j < story->sum_count; j++) {
		const struct nwi_sum *s = &story->sums[j];
		double weight =
			s->weight * nwi_term_weight(window, s->hash, s->kind);
		for (; i < print->term_count && print->terms[i].hash < s->hash;
		     i++)
			add_unshared(window, probe, i, out);
		if (i < print->term_count && print->terms[i].hash == s->hash)
			add_shared(window, probe, i++, s, weight, out);
		else if (out->on_page)
			add_sum(s,
				weight * nwi_page_fade(
						 &window->page,
						 others_of(window,
							   probe->facts->page,
							   s->hash)),
				0, out);
		else
			add_sum(s, weight, 0, out);
	}
	for (; i < print->term_count; i++)
		add_unshared(window, probe, i, out);
}

/* What of the score is due to words that only this story of the page has. */
static double rare_share(const struct nwi_window *window,
			 const struct likeness *like)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	double known = window->page.stories / rules->page_own_stories;
	double rare = like->rare < rules->page_own_most ? like->rare
							: rules->page_own_most;

	return rules->page_own * rare * (known < 1 ? known : 1);
}

/* 0 to 1. */
static double score_of(const struct nwi_window *window,
		       const struct likeness *like)
{
	/* Shares of words lie higher than a cosine. */
	const double level = 0.35;
	double share = nwi_story_rules.title_share, score;

	if (like->sum <= 0 || like->own <= 0)
		return 0;
	score = like->dot / sqrt(like->own * like->sum);
	if (like->title > 0 && like->titles > 0)
		score = (1 - share) * score +
			share * level *
				(like->own_title / like->title +
				 like->both / like->titles);
	if (like->on_page)
		score += rare_share(window, like);
	return score < 1 ? score : 1;
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
		double weight = probe->masked[term] ? 0 : probe->weights[term];
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
	double plain = sqrt(like->plain_own * like->plain_sum);
	double days = days_apart(story, probe->at);
	double share = rules->plain_share;

	if (days <= 1)
		return false;
	share += (rules->plain_share_week - share) *
		 (days < week ? days - 1 : week - 1) / (week - 1);
	return plain <= 0 || like->plain_dot / plain < share * needed;
}

/* Few terms have less in common with any story. */
static double join_of(const struct nwi_probe *probe)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	double terms = probe->print->term_count;
	double share = (terms - rules->join_short_terms) /
		       (rules->join_long_terms - rules->join_short_terms);

	share = share < 0 ? 0 : share > 1 ? 1 : share;
	if (probe->title > 0 && share < rules->join_titled)
		share = rules->join_titled;
	return rules->join_short +
	       share * (rules->join_long - rules->join_short);
}

/* Of the page that the item stands on: by how many items lie between. */
static double needed_on_page(const struct nwi_window *window,
			     const struct nwi_probe *probe,
			     const struct nwi_story *story)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	double behind = window->next_slot - story->newest;
	double needed = join_of(probe) + rules->page_more +
			rules->page_far * (log2(behind) - 1);

	if (probe->title <= 0)
		needed -= rules->page_untitled;
	return needed < rules->join_least ? rules->join_least : needed;
}

static double needed_elsewhere(const struct nwi_window *window,
			       const struct nwi_probe *probe,
			       const struct nwi_story *story)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	const struct nwi_row *newest = nwi_row_at(window, story->newest);
	double members = story->total < rules->join_members_most
				 ? story->total
				 : rules->join_members_most;
	double needed = join_of(probe) - rules->join_member * log2(members);

	if (needed < rules->join_least)
		needed = rules->join_least;
	if (probe->facts->outlet && probe->facts->outlet == newest->outlet)
		needed += rules->same_outlet;
	return needed;
}

/* Each title names what the other text knows nothing of. */
static bool are_of_other_names(const struct likeness *like)
{
	return like->names > 0 && like->own_names > 0 &&
	       like->names_known == 0 && like->own_known == 0;
}

static double score_needed(const struct nwi_window *window,
			   const struct nwi_probe *probe,
			   const struct nwi_story *story,
			   const struct likeness *like)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	double days = days_apart(story, probe->at) - 1;
	double needed = like->on_page ? needed_on_page(window, probe, story)
				      : needed_elsewhere(window, probe, story);

	if (days > rules->days_most)
		return 2;
	if (are_of_other_names(like))
		needed += rules->other_names;
	return days > 0 ? needed + days * rules->join_a_day : needed;
}

/*
 * Another call of the same people: on another stated day, or published on
 * another where none is stated.
 */
static bool is_another_call(const struct nwi_window *window,
			    const struct nwi_probe *probe,
			    const struct nwi_story *story)
{
	const double day_and_half = 1.5;
	const struct nwi_row *newest = nwi_row_at(window, story->newest);
	uint32_t own =
		nwi_call_of(probe->print->names, probe->print->name_count);
	uint32_t told = nwi_call_of(nwi_row_names(newest), newest->name_count);

	if (!own || !told)
		return false;
	if (nwi_are_calls_apart(own, told))
		return true;
	return !(own & told & 0xffffff) &&
	       days_apart(story, probe->at) > day_and_half;
}

/* How many stories of the item's page have each of its terms. */
static void look_at_page(const struct nwi_window *window,
			 struct nwi_probe *probe)
{
	const struct nwi_print *print = probe->print;

	if (!probe->facts->page || window->page.page != probe->facts->page)
		return;
	for (size_t i = 0; i < print->term_count; i++) {
		const struct nwi_page_row *row =
			nwi_page_find(&window->page, print->terms[i].hash);
		probe->on_page[i] = row ? row->count : 0;
	}
}

uint32_t nwi_find_story(struct nwi_window *window, struct nwi_probe *probe)
{
	struct nwi_decision *out = probe->out;
	struct nwi_tally_row row;
	uint32_t nearest = NWI_NO_SLOT;
	double lead = -2, most = 0;
	bool names_alone = false;

	tally_terms(window, probe);
	look_at_page(window, probe);
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
		compare(window, probe, row.who, &like);
		double score = score_of(window, &like);
		double needed = score_needed(window, probe, story, &like);
		if (score - needed <= lead)
			continue;
		lead = score - needed;
		out->score = score;
		out->needed = needed;
		out->near = story->number;
		nearest = row.who;
		names_alone = lead >= 0 &&
			      (is_of_names_alone(probe, story, &like, needed) ||
			       is_another_call(window, probe, story));
	}
	if (nearest == NWI_NO_SLOT)
		return NWI_NO_SLOT;
	nwi_give_reasons(window, probe, window->stories[nearest].sums,
			 window->stories[nearest].sum_count);
	if (names_alone)
		out->flags |= NWI_DECISION_OTHER_DAY;
	return lead >= 0 && !names_alone ? nearest : NWI_NO_SLOT;
}
