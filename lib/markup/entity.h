/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Character references: HTML's 2231 named ones and the numeric ones.
 */
#ifndef NWI_MARKUP_ENTITY_H
#define NWI_MARKUP_ENTITY_H

#include <newswatch/text.h>

/* Bytes that one reference can become. */
#define NWI_ENTITY_BYTES 8

/*
 * Reads a reference at the start of `s`, which begins with '&'. Returns how
 * many bytes of `s` it takes, 0 when there is none; writes its text to `out`
 * and the length to `*out_len`. `in_attribute` applies the rule that
 * "&copy=1" and "&copyx" are no references in an attribute. Numeric
 * references are mended as the standard says: 0, surrogates and what is over
 * U+10FFFF are U+FFFD, 0x80 to 0x9F are windows-1252.
 */
size_t nwi_entity_read(struct nw_str s, bool in_attribute,
		       char out[NWI_ENTITY_BYTES], size_t *out_len);

/*
 * The same outside of attributes and of HTML's tokeniser, with one difference:
 * two references that are the halves of a character in UTF-16, as software
 * that thinks in it writes them, are that character, not two U+FFFD.
 */
size_t nwi_entity_read_joined(struct nw_str s, char out[NWI_ENTITY_BYTES],
			      size_t *out_len);

/*
 * Decodes all references of a text, appending to `out`; for texts that were
 * escaped twice, and for JSON-LD. Nothing else is changed.
 */
void nwi_entity_decode(struct nw_str s, struct nw_buf *out);

#endif
