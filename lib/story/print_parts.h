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

/* Adds a key to the names, in order, unless it is there. */
void nwi_print_keep_name(struct nwi_print *out, uint32_t key);

/* Adds the places that are named and their pairs to the names. */
void nwi_print_places(const struct nw_doc *doc, struct nwi_print *out);

/* Adds that a call by telephone is told of, and its day, to the names. */
void nwi_print_call(const struct nw_doc *doc, struct nwi_print *out);

/* The call among names; 0: none. */
uint32_t nwi_call_of(const uint32_t *names, size_t count);

/* Whether the days of two calls are stated and apart. */
bool nwi_are_calls_apart(uint32_t a, uint32_t b);

/* Whether a word alone names a country or a city. */
bool nwi_is_place(const struct nw_token *token);

/* Fills names and name_count. */
void nwi_print_names(const struct nw_doc *doc, struct nwi_print *out);

/*
 * The bytes at the beginning of a folded word that stand for it in a term:
 * without plural and verbal endings in English, else its first letters (as
 * good as a stemmer in inflected languages, McNamee and Mayfield 2004).
 */
size_t nwi_print_stem(struct nw_str word, bool english);

/* Whether its words are stemmed as English: in it, or in no known language. */
bool nwi_print_is_english(const struct nwi_print *print);

/* The key of a word as a name, in any script; 0: it is none. */
uint32_t nwi_print_name_key(struct nw_str word);

/*
 * How usual a word is in a language, given by its key: 0 rare, 7 in nearly
 * every text.
 */
uint32_t nwi_print_language_key(const char *language);
unsigned nwi_print_common(const struct nw_token *word, uint32_t language_key);

#endif
