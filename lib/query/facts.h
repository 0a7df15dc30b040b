/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts of an item as words.
 *
 * What is true of an item beside its text (its outlet, its address, a topic)
 * is looked up as its words are: under a key that no word has, because it
 * begins with a control character and the letter of its kind. So a fact is an
 * anchor and a guard like any word, and an item without the fact never touches
 * the query.
 *
 * The URL, authors and categories are words that follow each other; all other
 * facts are one key each: the folded words of a name joined by spaces, a domain
 * and each domain above it, a language tag and each shorter one. A score and
 * an age are keys with a bound, which is compared when the key was found.
 */
#ifndef NWI_QUERY_FACTS_H
#define NWI_QUERY_FACTS_H

#include "query/scan.h"

/*
 * Bytes before the text of a fact's key, and words of facts that are kept of
 * one item: an address has at most 8 KiB.
 */
enum { NWI_FACT_PREFIX = 2, NWI_FACT_WORDS = 8192 };

#define NWI_FACT_MARK '\001'

/* Which fact a key is of; NWI_WHERE_ANY for a word. */
static inline enum nwi_where nwi_fact_where(struct nw_str key)
{
	if (key.len < NWI_FACT_PREFIX || key.at[0] != NWI_FACT_MARK)
		return NWI_WHERE_ANY;
	return (unsigned char)(key.at[1] - '@') < NWI_WHERE_COUNT
		       ? (enum nwi_where)(key.at[1] - '@')
		       : NWI_WHERE_ANY;
}

/* The key of a fact; absent when the arena is full. */
struct nw_str nwi_fact_key(struct nw_arena *arena, enum nwi_where where,
			   struct nw_str text);

/*
 * The folded words of a name, joined by spaces: absent when it has none or
 * the arena is full.
 */
struct nw_str nwi_fact_name(struct nw_arena *arena, struct nw_str name);

/* The words of a URL behind its scheme, percent-encoding undone. */
struct nw_str nwi_fact_url(struct nw_arena *arena, struct nw_str url);

/*
 * Makes the words of those facts that the image asks for. False when the arena
 * is full.
 */
bool nwi_facts_gather(struct nwi_scan *s);

/* What the item has of that kind, for who wonders why it did not match. */
struct nw_str nwi_fact_note(const struct nwi_scan *s, enum nwi_where where);

/* Whether a fact that was found keeps to the bound of an atom. */
bool nwi_fact_holds(const struct nwi_scan *s, const struct nwi_image_atom *atom,
		    const struct nw_token *fact);

#endif
