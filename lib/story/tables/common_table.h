/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Usual words of news texts: a table of linear probing, from the third bit of
 * the key on. The key is nw_token_hash of the folded word, xor that of the
 * language times 0x9e3779b1; its lowest three bits are NWI_TERM_COMMON.
 */
#ifndef NWI_STORY_COMMON_TABLE_H
#define NWI_STORY_COMMON_TABLE_H

#include <stdint.h>

#define NWI_COMMON_SLOTS 8192

extern const uint32_t nwi_common_slots[NWI_COMMON_SLOTS]; /* 0: free */

#endif
