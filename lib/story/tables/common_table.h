/* SPDX-License-Identifier: Apache-2.0 */
/* Usual words of news texts, by hash (FNV-1a of "en word"), ascending. */
#ifndef NWI_STORY_COMMON_TABLE_H
#define NWI_STORY_COMMON_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct common_row {
	uint32_t key;
	uint32_t common; /* NWI_TERM_COMMON */
};

extern const struct common_row common_rows[];
extern const size_t common_row_count;

#endif
