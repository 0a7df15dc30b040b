/* SPDX-License-Identifier: Apache-2.0 */
/* The countries of ISO 3166-1. */
#ifndef NWI_TEXT_COUNTRY_H
#define NWI_TEXT_COUNTRY_H

#include <newswatch/text.h>

/*
 * Whether two letters, in either case, are an alpha-2 code that was given to a
 * country (by November 2026), or XK, which all write for Kosovo. UK, EU and
 * other reserved codes are not.
 */
bool nwi_country_is_known(struct nw_str code);

#endif
