/* SPDX-License-Identifier: Apache-2.0 */
#include "story/print_parts.h"

#include <stdlib.h>

enum { SHINGLE = 3, LONG_SHARE = 12 };

/* The finaliser of MurmurHash3 (Austin Appleby, public domain). */
static uint64_t mix(uint64_t h)
{
	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 33;
	h *= UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ (h >> 33);
}

/* A polynomial in the words' hashes, so that their order counts. */
static uint32_t shingle_hash(const struct nw_token *at, size_t count)
{
	uint64_t h = count;

	for (size_t i = 0; i < count; i++)
		h = h * UINT64_C(0x9e3779b97f4a7c15) + at[i].hash;
	return (uint32_t)(mix(h) >> 32);
}

static int ascending(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Below which some `wanted` of `count` hashes lie. */
static uint32_t limit_for(size_t count, size_t wanted)
{
	if (count <= wanted)
		return UINT32_MAX;
	return (uint32_t)((double)UINT32_MAX / (double)count * (double)wanted);
}

static size_t wanted_of(size_t shingles)
{
	size_t wanted = shingles / LONG_SHARE;

	if (wanted < NWI_PRINT_MARKS_WHOLE)
		return NWI_PRINT_MARKS_WHOLE;
	return wanted < NWI_PRINT_MARKS - 32 ? wanted : NWI_PRINT_MARKS - 32;
}

static size_t sort_unique(uint32_t *marks, size_t count)
{
	size_t kept = 0;

	if (count > 1)
		qsort(marks, count, sizeof(*marks), ascending);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || marks[kept - 1] != marks[i])
			marks[kept++] = marks[i];
	return kept;
}

/*
 * A bounded sample: where the room fills (one word repeated has few distinct
 * shingles, chance gives more than was wanted) repeats are dropped, and then
 * the limit is lowered.
 */
void nwi_print_marks(const struct nw_token *tokens, size_t count,
		     struct nwi_print *out)
{
	uint32_t room[2 * NWI_PRINT_MARKS];
	size_t kept = 0, width = count < SHINGLE ? count : SHINGLE;
	size_t shingles = count ? count - width + 1 : 0;
	uint32_t below = limit_for(shingles, wanted_of(shingles));

	for (size_t i = 0; i < shingles; i++) {
		uint32_t hash = shingle_hash(tokens + i, width);
		if (hash >= below)
			continue;
		if (kept == 2 * NWI_PRINT_MARKS) {
			kept = sort_unique(room, kept);
			if (kept > NWI_PRINT_MARKS) {
				kept = NWI_PRINT_MARKS;
				below = room[kept];
			}
			if (hash >= below)
				continue;
		}
		room[kept++] = hash;
	}
	kept = sort_unique(room, kept);
	if (kept > NWI_PRINT_MARKS) {
		kept = NWI_PRINT_MARKS;
		below = room[kept];
	}
	memcpy(out->marks, room, kept * sizeof(*room));
	out->mark_count = (uint16_t)kept;
	out->below = below;
}

uint32_t nwi_print_whole(const struct nw_token *tokens, size_t count)
{
	uint64_t h = count;

	for (size_t i = 0; i < count; i++)
		h = h * UINT64_C(0x9e3779b97f4a7c15) + tokens[i].hash;
	return (uint32_t)(mix(h) >> 32);
}

/* How many of the marks lie below. */
static size_t count_below(const uint32_t *marks, size_t count, uint32_t below)
{
	while (count > 0 && marks[count - 1] >= below)
		count--;
	return count;
}

void nwi_print_overlap(const uint32_t *a, size_t a_count, uint32_t a_below,
		       const uint32_t *b, size_t b_count, uint32_t b_below,
		       struct nwi_overlap *out)
{
	uint32_t below = a_below < b_below ? a_below : b_below;
	size_t i = 0, j = 0, shared = 0;

	a_count = count_below(a, a_count, below);
	b_count = count_below(b, b_count, below);
	while (i < a_count && j < b_count) {
		shared += a[i] == b[j];
		size_t next = i + (a[i] <= b[j]);
		j += b[j] <= a[i];
		i = next;
	}
	size_t smaller = a_count < b_count ? a_count : b_count;
	size_t all = a_count + b_count - shared;
	*out = (struct nwi_overlap){
		.shared = (uint32_t)shared,
		.a = (uint32_t)a_count,
		.b = (uint32_t)b_count,
		.containment = smaller ? (double)shared / (double)smaller : 0,
		.resemblance = all ? (double)shared / (double)all : 0
	};
}
