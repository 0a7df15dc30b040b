/* SPDX-License-Identifier: Apache-2.0 */
#include "query/cost.h"

/* Sentences of a long article. */
enum { SENTENCES = 10 };

static const struct limit {
	const char *name;
	uint64_t most;
	const char *what;
	const char *advice;
} limits[] = {
	[NWI_LIMIT_BYTES] = { "query-bytes", NWI_QUERY_BYTES, "bytes",
			      "make it several watches" },
	[NWI_LIMIT_WORDS] = { "query-words", NWI_QUERY_TERMS, "words",
			      "make it several watches" },
	[NWI_LIMIT_WILDCARDS] = { "query-wildcards", NWI_QUERY_WILDCARDS,
				  "words with wildcards",
				  "write words out, or make it several "
				  "watches" },
	[NWI_LIMIT_LETTERS] = { "wildcard-letters", NWI_GLOB_LETTERS,
				"letters before a wildcard",
				"at least two letters must stand there, or "
				"it would be looked at for every word" },
	[NWI_LIMIT_STARS] = { "wildcard-stars", NWI_GLOB_STARS,
			      "'*' in one word", "leave some out" },
	[NWI_LIMIT_DEPTH] = { "query-depth", NWI_QUERY_DEPTH, "levels",
			      "nested more than 64 deep; take out "
			      "parentheses" },
	[NWI_LIMIT_USES] = { "query-uses", NWI_QUERY_USES, "uses of @name",
			     "those inside the named ones count too" },
	[NWI_LIMIT_STEPS] = { "query-steps", NWI_QUERY_STEPS, "steps an item",
			      "longer beginnings of wildcards, smaller NEARs "
			      "and fewer words cost less" },
};

void nwi_query_over(struct nwi_reading *r, size_t at, size_t len,
		    enum nwi_limit limit, uint64_t measured)
{
	const struct limit *l = &limits[limit];

	nwi_query_error(r, at, len, "%llu %s, and the limit %s is %llu: %s",
			(unsigned long long)measured, l->what, l->name,
			(unsigned long long)l->most, l->advice);
}

static uint64_t letters(struct nw_str s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += ((unsigned char)s.at[i] & 0xc0) != 0x80;
	return n;
}

/* Words of a language share two letters far more often than five. */
static uint64_t word_cost(const struct nwi_word *word)
{
	static const uint64_t by_letters[] = { 256, 256, 64, 16, 8, 4 };
	uint64_t n = letters(word->key);

	if (word->kind != NWI_ATOM_GLOB)
		return 1;
	return by_letters[n < 5 ? n : 5];
}

/* Sums stay far below overflow: 4,096 words, and factors of 64 levels cut. */
static uint64_t times(uint64_t a, uint64_t b)
{
	const uint64_t most = UINT64_C(1) << 48;

	return a > most / b ? most : a * b;
}

uint64_t nwi_query_cost(const struct nwi_expr *e)
{
	uint64_t sum = 0;

	for (const struct nwi_word *w = e->words; w; w = w->next)
		sum += word_cost(w);
	for (const struct nwi_expr *k = e->first; k; k = k->next)
		sum += nwi_query_cost(k);
	switch (e->op) {
	case NWI_OP_NEAR:
	case NWI_OP_ONEAR:
	case NWI_OP_SLOP:
		return times(sum, 10 + (uint64_t)e->n) / 10;
	case NWI_OP_SENTENCE:
		return times(sum, SENTENCES);
	case NWI_OP_ATLEAST:
	case NWI_OP_WEIGHT:
		return times(sum, 2);
	default:
		return sum;
	}
}
