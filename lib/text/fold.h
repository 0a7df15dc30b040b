/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding and cutting into tokens: what a document's words and a query's
 * words have in common. The rules are those of <newswatch/doc.h>; this is
 * the one place that knows them.
 *
 * Folding: Unicode default case folding, compatibility width (full-width
 * forms, half-width kana), marks stripped from Latin, Greek and Cyrillic
 * letters (é -> e, ß -> ss, ø -> o, ё -> е, but й stays й), from Arabic and
 * Hebrew (points, tatweel), and kept where they spell (Indic, Thai). Digits
 * of all scripts become ASCII.
 */
#ifndef NWI_TEXT_FOLD_H
#define NWI_TEXT_FOLD_H

#include <newswatch/doc.h>

/* Tokens that are kept of one text. */
#define NWI_TOKENS_MAX 262144

/* Longest folded token in bytes; longer runs are cut into several. */
#define NWI_TOKEN_BYTES 96

/*
 * Appends the folded form of one character of valid UTF-8: nothing for a
 * mark or an invisible character, up to a few letters for a ligature.
 */
void nwi_fold_char(struct nw_buf *out, uint32_t code_point);

/*
 * Appends `word` folded as a token's text is, character by character; what
 * parts words (spaces, hyphens) is kept as it is. For a query's word or
 * phrase use nwi_tokenise, which also parts them.
 */
void nwi_fold_word(struct nw_buf *out, struct nw_str word);

struct nwi_tokens {
	struct nw_token *rows;
	size_t count;
	bool cut; /* NWI_TOKENS_MAX was reached */
};

/*
 * Cuts valid UTF-8 into tokens. `language` (BCP 47 or absent) chooses the
 * abbreviations that do not end a sentence. `text` may be any bytes up to
 * 4 GiB - 1; folded texts are in the arena or, where folding changes
 * nothing, borrowed from `text`. NW_LIMIT when the arena is full.
 *
 * The same text gives the same tokens in a document and in a query, whatever
 * stands around it, with one exception: Chinese, Japanese and Thai are cut by
 * ICU's dictionaries, where context matters a little.
 */
enum nw_status nwi_tokenise(struct nw_str text, struct nw_str language,
			    struct nw_arena *arena, struct nwi_tokens *out,
			    struct nw_error *err) NW_CHECKED;

#endif
