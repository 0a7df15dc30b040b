/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How usual groups of letters and words are in languages that share a script
 * (language_table.c, made by make_language.py).
 *
 * A feature is a letter beyond a to z, three letters together or a word; its
 * hash picks a bucket (lower 15 bits) and a check (upper 10). A bucket is a run
 * of units: a head (check << 6 | count), then `count` pairs (language << 8 |
 * gain), the gain in 1/16 of a natural logarithm over a feature that the
 * language lacks. A count of 63 stands for the gains of the first 64 languages
 * in 32 units: that of language i in the lower byte of unit i, that of i + 32
 * in the upper.
 */
#ifndef NWI_TEXT_LANGUAGE_TABLE_H
#define NWI_TEXT_LANGUAGE_TABLE_H

#include <stdint.h>

enum {
	NWI_LANGUAGE_BUCKETS = 1 << 15,
	NWI_LANGUAGE_CHECK_SHIFT = 22, /* of a hash */
	NWI_LANGUAGE_COUNT_BITS = 6,   /* of a head */
	NWI_LANGUAGE_ALL = 63,	       /* a count */
	NWI_LANGUAGE_DENSE = 64,
	NWI_LANGUAGE_MAX = 128
};

enum nwi_script {
	NWI_SCRIPT_NONE,
	/* Shared by several languages. */
	NWI_SCRIPT_LATIN,
	NWI_SCRIPT_CYRILLIC,
	NWI_SCRIPT_ARABIC,
	NWI_SCRIPT_DEVANAGARI,
	NWI_SCRIPT_BENGALI,
	NWI_SCRIPT_ETHIOPIC,
	NWI_SCRIPT_HEBREW,
	/* Told apart without the table. */
	NWI_SCRIPT_HAN,
	NWI_SCRIPT_KANA,
	/* Of one language each. */
	NWI_SCRIPT_SINGLE
};

struct nwi_language {
	char code[4]; /* ISO 639-1, or 639-3 without such ("ckb") */
	enum nwi_script script;
	int16_t prior; /* added to its gains */
};

extern const struct nwi_language nwi_languages[];
extern const unsigned nwi_language_count;

/* A bucket starts at blocks[b >> 8] + buckets[b]; the last one ends at
 * that of NWI_LANGUAGE_BUCKETS. */
extern const uint32_t nwi_language_blocks[];
extern const uint16_t nwi_language_buckets[];
extern const uint16_t nwi_language_units[];

#endif
