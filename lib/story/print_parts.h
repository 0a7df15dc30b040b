/* SPDX-License-Identifier: Apache-2.0 */
/* The parts that a print is made of. */
#ifndef NWI_STORY_PRINT_PARTS_H
#define NWI_STORY_PRINT_PARTS_H

#include "story/print.h"

/* Fills marks, mark_count and below. */
void nwi_print_marks(const struct nw_token *tokens, size_t count,
		     struct nwi_print *out);

/* A hash of all words in order. */
uint32_t nwi_print_whole(const struct nw_token *tokens, size_t count);

/* Fills terms and term_count; the language must stand. */
void nwi_print_terms(const struct nw_doc *doc, struct nwi_print *out);

/*
 * What stands for a word in a term: its stem, as bytes. `stem` has room for
 * NWI_STEM_BYTES.
 */
#define NWI_STEM_BYTES 40
size_t nwi_print_stem(struct nw_str word, const char *language, char *stem);

/* How usual a folded word is: 0 rare, 7 in nearly every text. */
unsigned nwi_print_common(struct nw_str word, const char *language);

#endif
