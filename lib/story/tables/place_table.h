/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Countries and cities in many languages; see make_places.py. The key is the
 * FNV-1a hash of the folded words parted by blanks, the last without its
 * ending as nwi_place_strip takes it off; of those without blanks, of all.
 */
#ifndef NWI_STORY_PLACE_TABLE_H
#define NWI_STORY_PLACE_TABLE_H

#include <stdint.h>

struct nwi_place_row {
	uint32_t hash;
	uint16_t place; /* 1 to 4095 */
};

enum { NWI_PLACE_BUCKETS = 4096 };

/* Ascending by hash; where those of each value of its highest 12 bits begin. */
extern const struct nwi_place_row nwi_place_rows[];
extern const uint16_t nwi_place_starts[NWI_PLACE_BUCKETS + 1];

#endif
