/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One scalar against one row: the conversions behind nwi_rows_check.
 */
#ifndef NWI_CONFIG_SCALAR_H
#define NWI_CONFIG_SCALAR_H

#include "config/rows.h"

enum nwi_scalar_fault {
	NWI_SCALAR_FINE = 0,
	NWI_SCALAR_SYNTAX = 1, /* not of the type at all */
	NWI_SCALAR_RANGE = 2,  /* of the type, outside min..max */
	NWI_SCALAR_REASON = 3  /* `reason` says what */
};

/*
 * Converts `out->text` by the row's type into the fields of `out`. `reason`
 * (never NULL) gets a static text for NWI_SCALAR_REASON.
 */
enum nwi_scalar_fault nwi_scalar_convert(const struct nw_option *row,
					 struct nwi_scalar *out,
					 const char **reason);

/* Whether `word` is among "a|b|c"; its index in `*index` (NULL allowed). */
bool nwi_choice_find(const char *choices, struct nw_str word, int64_t *index);

#endif
