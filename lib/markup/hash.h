/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comparing short names, and their hash in our static tables. It need not
 * resist anybody: the tables are fixed and at most half full.
 */
#ifndef NWI_MARKUP_HASH_H
#define NWI_MARKUP_HASH_H

#include <newswatch/text.h>

static inline uint64_t nwi_load(const char *at, size_t bytes)
{
	uint64_t value = 0;

	memcpy(&value, at, bytes);
	return value;
}

/* Up to eight bytes as a little-endian number. */
static inline uint64_t nwi_load_short(const char *at, size_t len)
{
	if (len >= 8)
		return nwi_load(at, 8);
	if (len >= 4)
		return nwi_load(at, 4) | nwi_load(at + len - 4, 4)
						 << ((len - 4) * 8);
	uint64_t value = len > 0 ? (unsigned char)at[0] : 0;
	if (len > 1)
		value |= (uint64_t)(unsigned char)at[1] << 8;
	if (len > 2)
		value |= (uint64_t)(unsigned char)at[2] << 16;
	return value;
}

/* Whether names of one length are the same; most are shorter than a call. */
static inline bool nwi_same_name(const char *a, const char *b, size_t len)
{
	if (len > 16)
		return memcmp(a, b, len) == 0;
	if (len < 8)
		return nwi_load_short(a, len) == nwi_load_short(b, len);
	return nwi_load(a, 8) == nwi_load(b, 8) &&
	       nwi_load(a + len - 8, 8) == nwi_load(b + len - 8, 8);
}

static inline uint32_t nwi_name_hash(struct nw_str name)
{
	uint64_t head = nwi_load_short(name.at, name.len);
	uint64_t tail =
		name.len > 8 ? nwi_load(name.at + name.len - 8, 8) : head;
	uint64_t h = (head * UINT64_C(0x9e3779b97f4a7c15)) ^
		     (tail * UINT64_C(0xc2b2ae3d27d4eb4f)) ^ name.len;

	return (uint32_t)((h * UINT64_C(0xd6e8feb86659fd93)) >> 32);
}

#endif
