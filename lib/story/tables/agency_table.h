/* SPDX-License-Identifier: Apache-2.0 */
/* News agencies by their spellings; see agencies.txt. */
#ifndef NWI_STORY_AGENCY_TABLE_H
#define NWI_STORY_AGENCY_TABLE_H

#include <stddef.h>
#include <stdint.h>

enum nwi_agency_kind {
	NWI_AGENCY_ANY,
	NWI_AGENCY_CAPITALS, /* a word of its own in small letters */
	NWI_AGENCY_SLASHED   /* between slashes alone */
};

struct nwi_agency {
	uint32_t hash; /* nw_token_hash of the first word */
	uint8_t number;
	uint8_t kind;
	const char *words; /* folded, parted by spaces */
};

/* In scripts that write no spaces. */
struct nwi_agency_sign {
	uint8_t number;
	const char *sign;
};

enum { NWI_AGENCY_ROWS = 187, NWI_AGENCY_SIGNS = 33, NWI_AGENCY_NAMES = 90 };

/* Ascending by hash, of one hash the longest first. */
extern const struct nwi_agency nwi_agencies[NWI_AGENCY_ROWS];
/* The longest first. */
extern const struct nwi_agency_sign nwi_agency_signs[NWI_AGENCY_SIGNS];
/* By number; the first is NULL. */
extern const char *const nwi_agency_names[NWI_AGENCY_NAMES];

#endif
