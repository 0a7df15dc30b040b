/* SPDX-License-Identifier: Apache-2.0 */
#include "story/usage.h"

#include "story/rules.h"

#include <stdlib.h>

enum { ROOM = 1 << 14 };

void nwi_usage_init(struct nwi_usage *usage)
{
	*usage = (struct nwi_usage){ .room = ROOM };
	usage->rows = calloc(ROOM, sizeof(*usage->rows));
	if (!usage->rows)
		abort();
}

void nwi_usage_fini(struct nwi_usage *usage)
{
	free(usage->rows);
	*usage = (struct nwi_usage){ 0 };
}

/* The row of a hash, or the free one where it would stand. */
static uint32_t place_of(const struct nwi_usage *usage, uint32_t hash)
{
	uint32_t mask = usage->room - 1;
	uint32_t at = (hash * UINT32_C(0x9e3779b1) >> 8) & mask;

	while (usage->rows[at].count && usage->rows[at].hash != hash)
		at = (at + 1) & mask;
	return at;
}

static void grow(struct nwi_usage *usage)
{
	struct nwi_usage old = *usage;

	usage->room *= 2;
	usage->rows = calloc(usage->room, sizeof(*usage->rows));
	if (!usage->rows)
		abort();
	for (uint32_t i = 0; i < old.room; i++)
		if (old.rows[i].count)
			usage->rows[place_of(usage, old.rows[i].hash)] =
				old.rows[i];
	free(old.rows);
}

void nwi_usage_add(struct nwi_usage *usage, const struct nwi_term *terms,
		   size_t count)
{
	usage->items++;
	for (size_t i = 0; i < count; i++) {
		uint32_t at = place_of(usage, terms[i].hash);
		if (usage->rows[at].count++ > 0)
			continue;
		usage->rows[at].hash = terms[i].hash;
		if (++usage->used > usage->room / 4 * 3)
			grow(usage);
	}
}

/* Linear probing without gravestones (Knuth, 6.4, algorithm R). */
static void unlink_row(struct nwi_usage *usage, uint32_t hole)
{
	uint32_t mask = usage->room - 1, at = hole;

	usage->used--;
	for (;;) {
		usage->rows[hole].count = 0;
		for (;;) {
			at = (at + 1) & mask;
			if (!usage->rows[at].count)
				return;
			uint32_t home =
				(usage->rows[at].hash * UINT32_C(0x9e3779b1) >>
				 8) &
				mask;
			if (((at - home) & mask) >= ((at - hole) & mask))
				break;
		}
		usage->rows[hole] = usage->rows[at];
		hole = at;
	}
}

void nwi_usage_remove(struct nwi_usage *usage, const uint32_t *hashes,
		      size_t count)
{
	usage->items--;
	for (size_t i = 0; i < count; i++) {
		uint32_t at = place_of(usage, hashes[i]);
		if (usage->rows[at].count && --usage->rows[at].count == 0) {
			usage->rows[at].count = 1;
			unlink_row(usage, at);
		}
	}
}

/*
 * The natural logarithm of a positive number, to four digits: a decision asks
 * for some thousand of them. A polynomial of degree 4 on the mantissa.
 */
static double quick_log(double x)
{
	uint64_t bits;
	double m, power;

	memcpy(&bits, &x, sizeof(bits));
	power = (double)(int)(bits >> 52) - 1023;
	bits = (bits & UINT64_C(0xfffffffffffff)) | UINT64_C(1023) << 52;
	memcpy(&m, &bits, sizeof(m));
	m = -2.510146 +
	    m * (4.059835 + m * (-2.107610 + m * (0.638229 - m * 0.080307)));
	return 0.6931471805599453 * (power + m);
}

double nwi_usage_weight(const struct nwi_usage *usage, uint32_t hash,
			unsigned kind)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	unsigned common = kind & NWI_TERM_COMMON;
	double share = common >= 7   ? rules->share_most
		       : common >= 5 ? rules->share_common
		       : common >= 3 ? rules->share_usual
				     : rules->share_rare;
	const struct nwi_usage_row *row = &usage->rows[place_of(usage, hash)];

	return quick_log((usage->items + rules->prior_items + 1) /
			 (row->count + rules->prior_items * share + 0.5));
}
