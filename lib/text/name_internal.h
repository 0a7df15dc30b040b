/* SPDX-License-Identifier: Apache-2.0 */
/* What name.c and name_keys.c share. */
#ifndef NWI_TEXT_NAME_INTERNAL_H
#define NWI_TEXT_NAME_INTERNAL_H

#include "text/name.h"

/* Begins the key of an Arabic word, which is never that of another. */
#define NWI_NAME_ARABIC_MARK '#'

/* A folded word in Latin letters as English would write it. */
size_t nwi_name_latin(struct nw_str folded, char out[NWI_NAME_KEY_BYTES]);

/* Those as they sound. */
size_t nwi_name_sounds(struct nw_str latin, char out[NWI_NAME_KEY_BYTES]);

#endif
