/* SPDX-License-Identifier: Apache-2.0 */
/* Candidates and what speaks for each; bounded, on no heap. */
#ifndef NWI_STORY_TALLY_H
#define NWI_STORY_TALLY_H

#include <newswatch/text.h>

enum {
	NWI_TALLY_SLOTS = 4096, /* a power of two */
	NWI_TALLY_MAX = 3000	/* candidates; more are not heard */
};

struct nwi_tally_row {
	uint32_t who;
	float score;
	uint32_t round; /* in which it was heard last */
};

struct nwi_tally {
	uint16_t slots[NWI_TALLY_SLOTS]; /* row + 1; 0 free */
	struct nwi_tally_row rows[NWI_TALLY_MAX];
	uint32_t count;
};

void nwi_tally_clear(struct nwi_tally *tally);

/* Counts each candidate once a round; rounds are numbered from 1. */
void nwi_tally_add(struct nwi_tally *tally, uint32_t who, float score,
		   uint32_t round);

/*
 * Takes out the one of the highest score, the lowest number among equals;
 * false when none is left above 0.
 */
bool nwi_tally_take(struct nwi_tally *tally, struct nwi_tally_row *out);

#endif
