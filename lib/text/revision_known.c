/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which numbers and names a text has anywhere: sorted hashes, so that no text
 * makes the search slow.
 */
#include "base/hash.h"
#include "text/name.h"
#include "text/revision_internal.h"
#include "text/utf8.h"

#include <stdlib.h>

/* Four letters of two bytes: endings come behind, of three at most. */
enum { STEM_BYTES = 8, ENDING_BYTES = 6 };

enum known { KNOWN_NUMBER = 1, KNOWN_NAME, KNOWN_WITHIN };

/* Letters of languages whose names end differently in each case. */
static bool has_cases(struct nw_str name)
{
	return nwi_name_script(name) & (NWI_NAME_CYRILLIC | NWI_NAME_GREEK);
}

static size_t common_bytes(struct nw_str a, struct nw_str b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.at[n] == b.at[n])
		n++;
	return nwi_utf8_floor(a, n);
}

bool nwi_revision_same_name(struct nw_str a, struct nw_str b)
{
	char left[NWI_NAME_KEY_BYTES], right[NWI_NAME_KEY_BYTES];
	size_t len = nwi_name_key(a, left);
	size_t common = common_bytes(a, b);

	if (nw_str_equal(a, b) || (len > 0 && len == nwi_name_key(b, right) &&
				   memcmp(left, right, len) == 0))
		return true;
	return has_cases(a) && common >= STEM_BYTES &&
	       a.len - common <= ENDING_BYTES && b.len - common <= ENDING_BYTES;
}

static uint64_t known_hash(enum known kind, struct nw_str key)
{
	const struct nwi_sip_key sip = { (uint64_t)kind, 0 };

	return nwi_siphash(&sip, key.at, key.len);
}

static void know(struct nwi_side *side, enum known kind, struct nw_str key)
{
	side->known[side->known_count++] = known_hash(kind, key);
}

/* Of a name in letters with cases: what stands before its endings. */
static struct nw_str beginning(struct nw_str name)
{
	return has_cases(name) && name.len >= STEM_BYTES
		       ? nw_str_slice(name, 0, STEM_BYTES)
		       : name;
}

static struct nw_str name_key(struct nw_str name, char room[NWI_NAME_KEY_BYTES])
{
	return nw_str_make(room, nwi_name_key(name, room));
}

static void know_token(struct nwi_side *side, const struct nwi_sentence *row,
		       uint32_t i)
{
	const struct nw_token *token = &side->tokens[row->first + i];
	char room[NWI_NAME_KEY_BYTES];

	know(side, KNOWN_NAME, name_key(token->folded, room));
	know(side, KNOWN_NAME, beginning(token->folded));
	if (i > 0 && !nwi_revision_opens(side, token))
		know(side, KNOWN_WITHIN, token->folded);
}

static void know_sentence(struct nwi_side *side, const struct nwi_sentence *row)
{
	NW_AUTO(nw_buf_fini) struct nw_buf value = { 0 };
	uint32_t taken;

	nw_buf_init(&value, NWI_NUMBER_BYTES);
	for (uint32_t i = 0; i < row->count; i += taken) {
		if (nwi_revision_number(side, row, i, &value, &taken))
			know(side, KNOWN_NUMBER, nw_buf_str(&value));
		else if (nwi_revision_is_capital(&side->tokens[row->first + i]))
			know_token(side, row, i);
	}
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return *left < *right ? -1 : *left > *right;
}

bool nwi_revision_learn(struct nwi_side *side, struct nw_arena *arena)
{
	/* Three for a name. */
	side->known = nw_arena_array(arena, 3 * side->token_count + 1,
				     sizeof(*side->known));
	if (!side->known)
		return false;
	for (size_t i = 0; i < side->count; i++)
		if (!side->rows[i].noise)
			know_sentence(side, &side->rows[i]);
	qsort(side->known, side->known_count, sizeof(*side->known), by_value);
	return true;
}

static bool knows(const struct nwi_side *side, enum known kind,
		  struct nw_str key)
{
	uint64_t hash = known_hash(kind, key);

	return bsearch(&hash, side->known, side->known_count,
		       sizeof(*side->known), by_value) != NULL;
}

bool nwi_revision_has(const struct nwi_side *side, const struct nwi_fact *fact)
{
	char room[NWI_NAME_KEY_BYTES];

	if (fact->kind == NWI_FACT_NUMBER)
		return knows(side, KNOWN_NUMBER, fact->key);
	return knows(side, KNOWN_NAME, name_key(fact->key, room)) ||
	       knows(side, KNOWN_NAME, beginning(fact->key));
}

bool nwi_revision_names(const struct nwi_side *side, struct nw_str folded)
{
	return knows(side, KNOWN_WITHIN, folded);
}
