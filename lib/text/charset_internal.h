/* SPDX-License-Identifier: Apache-2.0 */
/* What the three files of charset.h share. */
#ifndef NWI_TEXT_CHARSET_INTERNAL_H
#define NWI_TEXT_CHARSET_INTERNAL_H

#include "text/charset.h"
#include <unicode/utypes.h>

/* Bytes in which a declaration is looked for. */
#define NWI_CHARSET_HEAD 4096

/* The encoding of an XML declaration in ASCII bytes, absent without. */
struct nw_str nwi_charset_of_xml(struct nw_str bytes);

/* The charset of a <meta> (WHATWG HTML, "prescan"), absent without. */
struct nw_str nwi_charset_of_meta(struct nw_str bytes);

/*
 * UTF-16 and UTF-32 by their zero bytes, EBCDIC by "<?xm", ISO 2022 by its
 * escapes; NULL for none of them.
 */
const char *nwi_charset_by_shape(struct nw_str bytes);

/*
 * The most likely legacy charset of bytes that are no UTF-8; never NULL.
 * `hint` is a language or absent.
 */
const char *nwi_charset_guess(struct nw_str bytes, struct nw_str hint);

/*
 * Decodes up to `room` UTF-16 units of `bytes` for looking at; returns how
 * many, and the number of sequences that were no text in `*errors`.
 */
size_t nwi_charset_peek(const char *name, struct nw_str bytes, UChar *units,
			size_t room, size_t *errors);

#endif
