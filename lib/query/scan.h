/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document against an image's dictionaries: which atoms are present, and
 * where. All in the job's arena; read-only once made, but for the places of
 * atoms, which are gathered when first asked for.
 *
 * A place is a number: the word's index in the title, or BODY plus its index
 * in the body, or FACT plus its index among the words of the item's facts. The
 * gaps between are wider than any NEAR, so nothing matches across the border.
 */
#ifndef NWI_QUERY_SCAN_H
#define NWI_QUERY_SCAN_H

#include "query/image.h"
#include <newswatch/doc.h>
#include <newswatch/query.h>

/* Above the tokens that doc.h keeps of a field, and NWI_NEAR_MAX. */
#define NWI_PLACE_BODY ((uint32_t)1 << 20)
#define NWI_PLACE_FACT ((uint32_t)1 << 21)

struct nwi_places {
	const uint32_t *at; /* ascending */
	uint32_t count;
};

/* A word of the document that differs from all others. */
struct nwi_distinct {
	uint32_t hash;
	uint32_t count;
	uint32_t first, last; /* tokens, counted through title and body */
};

struct nwi_found {
	uint32_t atom, word;
};

struct nwi_scan {
	const struct nw_queries *q;
	struct nw_arena *arena;
	const struct nw_doc *doc;
	const struct nw_query_facts *facts; /* NULL: unknown */
	const struct nw_token *title, *body, *fact;
	uint32_t title_count, body_count, fact_count;
	uint32_t lead_count; /* words of the first two sentences */
	struct nwi_distinct *words;
	uint32_t *word_slots, *next;
	uint32_t word_count, slot_mask;
	uint64_t *pairs;	 /* a bit a pair of neighbours, by nwi_pair */
	uint32_t pair_mask;	 /* bits of it that count */
	uint64_t *present;	 /* a bit an atom */
	uint32_t *rank;		 /* present atoms before each 64 */
	struct nwi_found *found; /* sorted by atom */
	uint32_t found_count, found_room;
	uint32_t *from; /* of the n-th present atom: its first in found */
	struct nwi_places *places; /* of the n-th present atom */
	uint32_t present_count;
	uint32_t *letters; /* of nwi_scan_gap */
	bool failed;	   /* the arena is full */
};

/* False when the arena is full. */
bool nwi_scan_make(struct nwi_scan *s, const struct nw_queries *q,
		   const struct nw_doc *doc, const struct nw_query_facts *facts,
		   struct nw_arena *arena);

static inline bool nwi_scan_has(const struct nwi_scan *s, uint32_t atom)
{
	return s->present[atom / 64] >> (atom % 64) & 1;
}

/* Whether two words may follow each other: false is certain. */
static inline bool nwi_scan_has_pair(const struct nwi_scan *s, uint32_t pair)
{
	pair &= s->pair_mask;
	return s->pairs[pair / 64] >> (pair % 64) & 1;
}

/* The token at a place, NULL outside the text. */
static inline const struct nw_token *nwi_scan_token(const struct nwi_scan *s,
						    uint32_t place)
{
	if (place < NWI_PLACE_BODY)
		return place < s->title_count ? &s->title[place] : NULL;
	place -= NWI_PLACE_BODY;
	if (place < s->body_count)
		return &s->body[place];
	place -= NWI_PLACE_FACT - NWI_PLACE_BODY;
	return place < s->fact_count ? &s->fact[place] : NULL;
}

/* Whether an atom is exactly the token at a place. */
bool nwi_scan_is(struct nwi_scan *s, uint32_t atom, uint32_t place);

/* The n-th token, counted through title, body and facts. */
const struct nw_token *nwi_scan_nth(const struct nwi_scan *s, uint32_t n);

/*
 * Finds the atoms of which `key` is a form for words of one of `kinds`; for
 * the making of a scan.
 */
void nwi_scan_meet(struct nwi_scan *s, uint32_t word, struct nw_str key,
		   uint32_t kinds);

/*
 * The words between two places of one field. An abbreviation written with
 * points is as many as it has letters: "in the U.S. Senate" has three words
 * between "in" and "Senate".
 */
uint32_t nwi_scan_gap(struct nwi_scan *s, uint32_t last, uint32_t first);

/* All places of an atom; none when it is not present. */
struct nwi_places nwi_scan_places(struct nwi_scan *s, uint32_t atom);

/* How often the atom's words stand in the document: an upper bound. */
uint32_t nwi_scan_count(const struct nwi_scan *s, uint32_t atom);

#endif
