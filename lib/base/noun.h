/* SPDX-License-Identifier: Apache-2.0 */
/* A noun behind its number, for people: "1 item", "2 items". */
#ifndef NWI_BASE_NOUN_H
#define NWI_BASE_NOUN_H

#include <stdint.h>

static inline const char *nwi_noun(uint64_t count, const char *one,
				   const char *many)
{
	return count == 1 ? one : many;
}

#endif
