/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In how many of the window's items a term stands.
 *
 * Counted as they come and go, so that the figures are a function of what is
 * in the window; a new window is helped by how usual the words of a language
 * are known to be (the kinds of the terms).
 */
#ifndef NWI_STORY_USAGE_H
#define NWI_STORY_USAGE_H

#include "story/print.h"

struct nwi_usage_row {
	uint32_t hash, count; /* count 0: free */
};

struct nwi_usage {
	struct nwi_usage_row *rows;
	uint32_t room; /* a power of two */
	uint32_t used;
	uint32_t items;
};

void nwi_usage_init(struct nwi_usage *usage);
void nwi_usage_fini(struct nwi_usage *usage);

void nwi_usage_add(struct nwi_usage *usage, const struct nwi_term *terms,
		   size_t count);
void nwi_usage_remove(struct nwi_usage *usage, const uint32_t *hashes,
		      size_t count);

/* How much a term tells: the logarithm of one in so many items. */
double nwi_usage_weight(const struct nwi_usage *usage, uint32_t hash,
			unsigned kind);

#endif
