/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stems, by Snowball (libstemmer): what the forms of a word have in common
 * in one language. A stem is made of the word as it is spelt, in lower case,
 * because Snowball's rules know accents, and folded afterwards.
 */
#ifndef NWI_TEXT_STEM_H
#define NWI_TEXT_STEM_H

#include <newswatch/text.h>

enum { NWI_STEM_BYTES = 512 };

/*
 * The bit of a language (BCP 47, by its first part); the highest one when it
 * is unknown or has no stemmer. A word of such a text is its own stem.
 */
uint32_t nwi_stem_language(struct nw_str language);

struct nwi_stemmer;

/* Of one language's bit; NULL for the highest one. One thread at a time. */
struct nwi_stemmer *nwi_stemmer_new(uint32_t language);
void nwi_stemmer_free(struct nwi_stemmer **stemmer);

/*
 * Writes the stem of a word that is spelt `spelt` and folded `folded`, and
 * returns its length. With a stemmer of NULL it is the folded word.
 */
size_t nwi_stem(struct nwi_stemmer *stemmer, struct nw_str spelt,
		struct nw_str folded, char out[NWI_STEM_BYTES]);

typedef void nwi_stem_fn(void *arg, struct nw_str stem, uint32_t languages);

/* Calls back with the stem in each language, one after the other. */
void nwi_stem_all(struct nw_str spelt, struct nw_str folded, nwi_stem_fn *each,
		  void *arg);

#endif
