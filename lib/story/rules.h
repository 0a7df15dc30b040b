/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The figures that decide, in one place.
 *
 * Fitted on one half of each open sample and checked on the other half and on
 * the other samples (tests/bench/bench_story.c says how to measure anew).
 */
#ifndef NWI_STORY_RULES_H
#define NWI_STORY_RULES_H

struct nwi_story_rules {
	/* How often a word in the title or the lead counts more than once. */
	double title_times, lead_times;

	/*
	 * A new window knows `prior_items` items: the share of them that have
	 * a word of each degree of commonness.
	 */
	double prior_items, share_rare, share_usual, share_common, share_most;

	/* Factors on a term's weight. */
	double name_factor, number_factor, title_factor;

	/* Containment from which a text is another's, by kind. */
	double copy_containment, same_wire_containment;
	/* Of what a longer text shares with a shorter one, its own share. */
	double copy_of_longer;
	/* Below this containment, of texts of about one length, numbers and
	   names decide whether a template was filled anew. */
	double template_containment, template_length, template_shared;

	/* A story's score: least for few terms, and for full ones. */
	double join_short, join_long;
	double join_short_terms, join_long_terms;
	/* More for each day between, and the most days. */
	double join_a_day, days_most;
};

extern const struct nwi_story_rules nwi_story_rules;

#endif
