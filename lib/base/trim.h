/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nw_str_trim without a call where nothing is to be trimmed, as nearly
 * always.
 */
#ifndef NWI_BASE_TRIM_H
#define NWI_BASE_TRIM_H

#include <newswatch/text.h>

/* As nw_str_trim. */
static inline struct nw_str nwi_trim(struct nw_str s)
{
	if (s.len > 0 && (unsigned char)s.at[0] > ' ' &&
	    (unsigned char)s.at[s.len - 1] > ' ')
		return s;
	return s.len > 0 ? nw_str_trim(s) : s;
}

#endif
