/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names across spellings and scripts.
 *
 * A word of a name has a key: its letters as they sound, roughly, in Latin
 * letters. Cyrillic and Greek are transliterated, and what English, German,
 * French and Polish write differently for one sound is made one: sch, sh, sz;
 * kh and h; w and v; y, iy, ij, yj and ii; ou and u; ts and tz; doubled
 * letters. Arabic is written with fewer vowels and has a key of its own kind;
 * in all other scripts the key is the folded word.
 *
 * The rule is made for names that go from Slavic, Greek and Arabic into
 * Latin letters. A name that goes the other way by its sound (Biden, Байден)
 * needs a row in the table of names.
 */
#ifndef NWI_TEXT_NAME_H
#define NWI_TEXT_NAME_H

#include <newswatch/text.h>

enum nwi_name_script {
	NWI_NAME_LATIN = 1 << 0,
	NWI_NAME_CYRILLIC = 1 << 1,
	NWI_NAME_GREEK = 1 << 2,
	NWI_NAME_ARABIC = 1 << 3,
	NWI_NAME_OTHER = 1 << 4,
	NWI_NAME_GERMAN = 1 << 5, /* Latin, in a text in German */
	NWI_NAME_FRENCH = 1 << 6  /* or in French */
};

/* A folded word has at most 96 bytes; a letter becomes four at most. */
enum { NWI_NAME_KEY_BYTES = 256, NWI_NAME_VARIANTS = 64 };

/* The script of a folded word, by its first letter. */
enum nwi_name_script nwi_name_script(struct nw_str folded);

/*
 * Writes the key of a folded word and returns its length. A longer one is
 * cut.
 */
size_t nwi_name_key(struct nw_str folded, char out[NWI_NAME_KEY_BYTES]);

/* `scripts` has a bit for each kind of word that the key is meant for. */
typedef void nwi_name_fn(void *arg, struct nw_str key, uint32_t scripts);

/*
 * Calls back with each key, at most NWI_NAME_VARIANTS, under which the name
 * `folded` may stand: its own, as other languages write a Slavic one, the
 * endings that Russian, Ukrainian and Greek give it, and its Arabic ones. A
 * key may come twice.
 */
void nwi_name_keys(struct nw_str folded, nwi_name_fn *each, void *arg);

/* The same for a spelling that is known: its key and its endings. */
void nwi_name_forms(struct nw_str folded, nwi_name_fn *each, void *arg);

#endif
