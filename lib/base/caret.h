/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where in a text something is wrong, shown under its line: for terminals.
 *
 *     oil and gas
 *         ^~~
 */
#ifndef NWI_BASE_CARET_H
#define NWI_BASE_CARET_H

#include <newswatch/text.h>

/*
 * Appends two lines, each ended by \n: the line of the text that holds the
 * byte at `offset`, without its blanks at the beginning and cut around the
 * place when it is long, and the marks under `length` bytes (at least one
 * character, at most to the line's end). Control characters become '?'.
 */
void nwi_caret(struct nw_str text, size_t offset, size_t length,
	       struct nw_buf *out);

#endif
