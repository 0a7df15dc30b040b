/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8 checked thirty-two bytes at a time, where the processor can.
 */
#ifndef NWI_TEXT_UTF8_WIDE_H
#define NWI_TEXT_UTF8_WIDE_H

#include <newswatch/text.h>

/*
 * The start of a character before which all of `s` is valid: near the first
 * fault, or the end. 0 tells nothing.
 */
size_t nwi_utf8_wide_run(struct nw_str s);

#endif
