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
	NWI_GIST_IS_NUMBER = 1,	  /* value: twelve */
	NWI_GIST_IS_SCALE = 2,	  /* value: enum nwi_gist_scale */
	NWI_GIST_IS_CLASS = 3,	  /* what: killed; value: enum nwi_gist_way */
	NWI_GIST_IS_PERSON = 4,	  /* people, civilians: something is told of */
	NWI_GIST_IS_HEDGE = 5,	  /* at least; value 1: behind it, 2: both */
	NWI_GIST_IS_AND = 6,	  /* joins two figures; value 1: two numbers */
	NWI_GIST_IS_PART = 7,	  /* including: a part of another figure */
	NWI_GIST_IS_MONTH = 8,	  /* January */
	NWI_GIST_IS_TIME = 9,	  /* hours, kilometres; value 1: before it */
	NWI_GIST_IS_LABEL = 10,	  /* article, flight: the number is a name */
	NWI_GIST_IS_UNIT = 11,	  /* what: USD; value 1: before it */
	NWI_GIST_IS_ROUGH = 12,	  /* dozens, hundreds */
	NWI_GIST_IS_STOP = 13,	  /* a word that is never counted */
	NWI_GIST_IS_BREAK = 14,	  /* in: none counts over it; 1: to, 2: since */
	NWI_GIST_IS_CLAUSE = 15,  /* after, because: nor ahead */
	NWI_GIST_IS_FROM = 16,	  /* from 12 to 17: only the second counts */
	NWI_GIST_IS_DENY = 17,	  /* denies, refuted */
	NWI_GIST_IS_REJECT = 18,  /* rejects, baseless: denies a report */
	NWI_GIST_IS_REPORT = 19,  /* claims, rumours */
	NWI_GIST_IS_REFUSED = 20, /* entry, bail: denied, and no report was */
	NWI_GIST_IS_NOT = 21,	  /* not, neither */
	NWI_GIST_IS_BE = 22,	  /* was: who is denied a thing denies none */
	NWI_GIST_IS_TITLE = 23,	  /* minister: what follows is a name */
	NWI_GIST_IS_PAST = 24	  /* last year; value: enum nwi_gist_past */
};

/* Where the number stands that a word of a class counts. */
enum nwi_gist_way {
	NWI_GIST_BOTH = 0,
	NWI_GIST_FOLLOWS = 1, /* kills 12 */
	NWI_GIST_LEADS = 2,   /* 12 drones */
	NWI_GIST_TOLL = 3     /* the death toll of the fire rose to 12 */
};

/* Why a figure beside a word is not the event's. */
enum nwi_gist_past {
	NWI_GIST_BEFORE = 0, /* last year */
	NWI_GIST_CLAUSE = 1, /* a year after: of the words behind it alone */
	NWI_GIST_MOST = 2,   /* the worst this year: the event's, after all */
	NWI_GIST_TOTAL = 3   /* this year, since the beginning of the war */
};

/* A power of ten; from 100 on a number and 100, as a dozen is 112. */
enum nwi_gist_scale { NWI_GIST_TIMES = 100 };

struct nwi_gist_slot {
	uint32_t key;
	uint8_t kind, what;
	uint16_t value;
};

extern const struct nwi_gist_slot nwi_gist_slots[];
extern const uint32_t nwi_gist_slot_mask;

/* Hashes of language and first three bytes of what has a beginning here. */
enum { NWI_GIST_START_BYTES = 3, NWI_GIST_START_BITS = 8192 };
extern const uint32_t nwi_gist_starts[NWI_GIST_START_BITS / 32];

/* What figures are of: nwi_gist_slot's `what`; "" for none. */
extern const char *const nwi_gist_of[];

/* Mixed into the key of a word's beginning. */
#define NWI_GIST_BEGINNING UINT32_C(0x5bd1e995)

/* Mixed into the key of a word that is meant with its accents. */
#define NWI_GIST_MARKED UINT32_C(0x1ae16a3b)

/* Mixed into the key of the first words of a phrase. */
#define NWI_GIST_PHRASE UINT32_C(0x27d4eb2f)

#endif
