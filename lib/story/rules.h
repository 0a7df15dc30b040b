/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The figures that decide, in one place.
 *
 * Round values from the middle of what did well on labelled news: fitted on
 * one half of the clusters of each collection, checked on the other half.
 */
#ifndef NWI_STORY_RULES_H
#define NWI_STORY_RULES_H

struct nwi_story_rules {
	/* How often a word in the title or the lead counts more than once. */
	double title_times, lead_times;

	/*
	 * A new window is taken to know `prior_items` items; the share of them
	 * that have a word, by how usual it is.
	 */
	double prior_items, share_rare, share_usual, share_common, share_most;

	/* Factors on a term's weight. */
	double name_factor, number_factor, title_factor;

	/* Containment from which a text is another's; the same where both name
	   one wire. */
	double copy_containment, same_wire_containment;
	/* Of a longer text, the share that must be the shorter one's. */
	double copy_of_longer;
	/* A shorter text is an excerpt below this share of words. */
	double excerpt_length;
	/* Of texts of about one length with less than this containment, a
	   template was filled anew if fewer names or numbers are shared. */
	double template_containment, template_length, template_shared;
	/* With more containment, or with too little for a copy, if yet fewer
	   are shared. */
	double template_shared_all, template_shared_few;
	/* Containment from which texts are of one form, and from which one is
	   a part of the other whatever its words. */
	double form_containment, form_containment_most;
	/* Edited copies of nearly one length have this containment. */
	double edited_containment, edited_length;

	/* A paraphrase: share of names and numbers, cosine, share of words. */
	double paraphrase_telling, paraphrase_cosine, paraphrase_length;
	/* The same share of all that the richer text has; and of texts without
	   two numbers, which must have so many names. */
	double paraphrase_of_richer, paraphrase_names_alone;
	unsigned paraphrase_names;
	/* The share of names and numbers where there are more than so many, as
	   of languages whose nouns have capitals; and some items behind. */
	double paraphrase_many, paraphrase_telling_many, paraphrase_telling_far;

	/* What titles have of a score where both have one. */
	double title_share;
	/* The score that joins a story of one item, of few terms and many. */
	double join_short, join_long;
	double join_short_terms, join_long_terms;
	/* A text with a title counts as if it had this share of the terms. */
	double join_titled;
	/* Less for each doubling of its items: a sum of many is like no one of
	   them; and the least of all. */
	double join_member, join_members_most, join_least;
	/* More where its newest item is of the same outlet: what an outlet
	   tells twice it mostly tells of two events. */
	double same_outlet;
	/* More where each title names what the other text has not at all. */
	double other_names;

	/* For a story of the item's own page instead: more, and for each
	   doubling of the items between; less for an item without a title. */
	double page_more, page_far, page_untitled;
	/* What a name counts there that only says it; and how much a page of
	   how many stories tells of its words. */
	double page_speaker, page_stories;
	/* Added for each rare word, up to some, that of the page the story
	   alone has; in full from so many stories on. */
	double page_own, page_own_most, page_own_stories;
	/* More for each day between, and the most days; from one day on, the
	   share of it that what is no name must have, and after a week. */
	double join_a_day, days_most, plain_share, plain_share_week;
};

extern const struct nwi_story_rules nwi_story_rules;

#endif
