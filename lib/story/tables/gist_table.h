/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What words mean for an item's gist, by language; made by make_gist.py, which
 * reads the kinds here.
 */
#ifndef NWI_STORY_TABLES_GIST_TABLE_H
#define NWI_STORY_TABLES_GIST_TABLE_H

#include <stdint.h>

enum nwi_gist_kind {
	NWI_GIST_IS_PLAIN = 0,
	NWI_GIST_IS_NUMBER = 1, /* value: twelve, a dozen */
	NWI_GIST_IS_SCALE = 2,	/* value: power of ten; million */
	NWI_GIST_IS_CLASS = 3,	/* what: killed, dead, deaths */
	NWI_GIST_IS_PERSON =
		4, /* people, civilians: of them something is told */
	NWI_GIST_IS_HEDGE = 5, /* at least, nearly, up to */
	NWI_GIST_IS_AND = 6,   /* joins two figures */
	NWI_GIST_IS_PART =
		7, /* including, among them: a part of another figure */
	NWI_GIST_IS_MONTH = 8,	  /* January */
	NWI_GIST_IS_TIME = 9,	  /* hours, years, o'clock */
	NWI_GIST_IS_LABEL = 10,	  /* article, flight: the number is a name */
	NWI_GIST_IS_MONEY = 11,	  /* what: USD */
	NWI_GIST_IS_ROUGH = 12,	  /* dozens, hundreds */
	NWI_GIST_IS_STOP = 13,	  /* a word that is never counted */
	NWI_GIST_IS_DENY = 14,	  /* denies, refuted */
	NWI_GIST_IS_REFUSED = 15, /* entry, bail: denied, and no report was */
	NWI_GIST_IS_TITLE = 16	  /* president: a name follows */
};

struct nwi_gist_slot {
	uint32_t key;
	uint8_t kind, what;
	uint16_t value;
};

extern const struct nwi_gist_slot nwi_gist_slots[];
extern const uint32_t nwi_gist_slot_mask;

/* What figures are of: nwi_gist_slot's `what`; "" for none. */
extern const char *const nwi_gist_of[];

/* Mixed into the key of a word's beginning. */
#define NWI_GIST_BEGINNING UINT32_C(0x5bd1e995)

#endif
