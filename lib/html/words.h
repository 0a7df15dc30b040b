/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of simple HTML, from its source to safe HTML and to words in one
 * pass over the bytes: what nwi_sanitise_text and nwi_emit_text make of a
 * token, without the token.
 */
#ifndef NWI_HTML_WORDS_H
#define NWI_HTML_WORDS_H

#include "html/emit.h"

/*
 * Reads the text at `*at`, up to markup or `end`, and appends it to `safe`
 * (NULL: only words are wanted) and to the words; `*at` moves behind it. What
 * it holds is clean (nwi_text_is_clean) or only words are wanted. False, and
 * nothing happened, for text that wants a closer look: a control character, a
 * reference to what is not clean, or no room.
 */
bool nwi_words_read(const char **at, const char *end, struct nw_buf *safe,
		    struct nwi_emit *words);

#endif
