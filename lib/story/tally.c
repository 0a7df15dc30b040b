/* SPDX-License-Identifier: Apache-2.0 */
#include "story/tally.h"

void nwi_tally_clear(struct nwi_tally *tally)
{
	memset(tally->slots, 0, sizeof(tally->slots));
	tally->count = 0;
}

void nwi_tally_add(struct nwi_tally *tally, uint32_t who, float score,
		   uint32_t round)
{
	uint32_t at = who * UINT32_C(0x9e3779b1) >> 20;

	while (tally->slots[at] && tally->rows[tally->slots[at] - 1].who != who)
		at = (at + 1) & (NWI_TALLY_SLOTS - 1);
	if (!tally->slots[at]) {
		if (tally->count == NWI_TALLY_MAX)
			return;
		tally->rows[tally->count] = (struct nwi_tally_row){ who, 0, 0 };
		tally->slots[at] = (uint16_t)++tally->count;
	}
	struct nwi_tally_row *row = &tally->rows[tally->slots[at] - 1];
	if (row->round == round)
		return;
	row->round = round;
	row->score += score;
}

bool nwi_tally_take(struct nwi_tally *tally, struct nwi_tally_row *out)
{
	struct nwi_tally_row *best = NULL;

	for (uint32_t i = 0; i < tally->count; i++) {
		struct nwi_tally_row *row = &tally->rows[i];
		if (row->score <= 0)
			continue;
		if (!best || row->score > best->score ||
		    (row->score == best->score && row->who < best->who))
			best = row;
	}
	if (!best)
		return false;
	*out = *best;
	best->score = 0;
	return true;
}
