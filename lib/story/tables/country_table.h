/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Countries by the words that name them, in the languages that newswatch
 * reads; made by make_countries.py.
 */
#ifndef NWI_STORY_TABLES_COUNTRY_TABLE_H
#define NWI_STORY_TABLES_COUNTRY_TABLE_H

#include <stdint.h>

enum nwi_country_kind {
	NWI_COUNTRY_FREE = 1,  /* without a capital too: an adjective */
	NWI_COUNTRY_UPPER = 2, /* in capitals alone: US */
	NWI_COUNTRY_NAME = 4   /* a person's name too: Jordan */
};

/* The key is nw_token_hash of a folded word or phrase; see gist_table.h. */
struct nwi_country_slot {
	uint32_t key;
	char code[3]; /* "": the first words of a phrase */
	uint8_t kind;
};

extern const struct nwi_country_slot nwi_country_slots[];
extern const uint32_t nwi_country_slot_mask;

/* The hashes of the first four bytes of what has a beginning in the table. */
enum { NWI_COUNTRY_START_BITS = 8192 };
extern const uint32_t nwi_country_starts[NWI_COUNTRY_START_BITS / 32];

#endif
