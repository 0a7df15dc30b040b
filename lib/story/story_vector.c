/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the members of a story add up to: of each term the sum of its weights,
 * in whole numbers. Members that left the window are in it still, so that it
 * is a function of the story's members in their order.
 */
#include "story/window_parts.h"

#include <stdlib.h>

enum { SUMS_ROOM = NWI_STORY_SUMS + NWI_PRINT_TERMS };

static int ascending(const void *a, const void *b)
{
	const struct nwi_sum *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

static int heavier(const void *a, const void *b)
{
	const struct nwi_sum *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return ascending(a, b);
}

void nwi_story_keep_sums(struct nwi_story *story, const struct nwi_sum *sums,
			 uint32_t count)
{
	if (count > story->sum_room || count < story->sum_room / 2) {
		struct nwi_sum *room = realloc(
			story->sums, (count ? count : 1) * sizeof(*room));
		if (!room)
			abort();
		story->sums = room;
		story->sum_room = count;
	}
	if (count > 0)
		memcpy(story->sums, sums, count * sizeof(*sums));
	story->sum_count = count;
}

/* The lightest go where there are too many, some at once. */
static uint32_t prune(struct nwi_sum *sums, uint32_t count)
{
	if (count <= NWI_STORY_SUMS)
		return count;
	qsort(sums, count, sizeof(*sums), heavier);
	qsort(sums, NWI_STORY_SUMS_CUT, sizeof(*sums), ascending);
	return NWI_STORY_SUMS_CUT;
}

void nwi_story_take(struct nwi_story *story, const struct nwi_row *row)
{
	const uint32_t *hashes = nwi_row_hashes(row);
	const uint8_t *kinds = nwi_row_kinds(row);
	struct nwi_sum sums[SUMS_ROOM];
	uint32_t count = 0, i = 0, j = 0;

	while (i < story->sum_count || j < row->term_count) {
		bool old = i < story->sum_count &&
			   (j == row->term_count ||
			    story->sums[i].hash <= hashes[j]);
		bool both = old && j < row->term_count &&
			    story->sums[i].hash == hashes[j];
		struct nwi_sum sum = { 0 };
		if (old)
			sum = story->sums[i++];
		if (!old || both) {
			sum.hash = hashes[j];
			sum.weight = (sum.weight + kinds[2 * j]) & 0xffffff;
			sum.kind |= kinds[2 * j + 1];
			j++;
		}
		sums[count++] = sum;
	}
	nwi_story_keep_sums(story, sums, prune(sums, count));
}
