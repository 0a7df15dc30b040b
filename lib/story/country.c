/* SPDX-License-Identifier: Apache-2.0 */
#include "story/country.h"

#include "story/arabic.h"
#include "story/tables/country_table.h"
#include "story/tables/gist_table.h"
#include "text/utf8.h"

#define FNV_BASIS UINT32_C(2166136261)
#define FNV_PRIME UINT32_C(16777619)

enum {
	START = 4,	       /* bytes of nwi_country_starts */
	FIRST_UNCASED = 0xd6,  /* first byte of letters without capitals */
	FIRST_UNSPACED = 0xe3, /* and of those that spaces do not part */
	LOOK = 30	       /* bytes of a word there */
};

static const struct nwi_country_slot *look_up(uint32_t key)
{
	for (uint32_t at = (key ^ key >> 15) & nwi_country_slot_mask;
	     nwi_country_slots[at].key; at = (at + 1) & nwi_country_slot_mask)
		if (nwi_country_slots[at].key == key)
			return &nwi_country_slots[at];
	return NULL;
}

static const struct nwi_country_slot *named(const struct nwi_country_slot *row)
{
	return row && row->code[0] ? row : NULL;
}

static uint32_t hash_on(uint32_t hash, struct nw_str word)
{
	for (size_t i = 0; i < word.len; i++)
		hash = (hash ^ (unsigned char)word.at[i]) * FNV_PRIME;
	return hash;
}

static bool may_begin(struct nw_str word)
{
	uint32_t bit = hash_on(FNV_BASIS, nw_str_slice(word, 0, START)) %
		       NWI_COUNTRY_START_BITS;

	return word.len >= START &&
	       (nwi_country_starts[bit / 32] >> bit % 32 & 1);
}

/* The longest beginning of a word that has a row. */
static const struct nwi_country_slot *look_up_beginning(struct nw_str word)
{
	const struct nwi_country_slot *found = NULL, *row;
	uint32_t hash = FNV_BASIS;

	if (!may_begin(word))
		return NULL;
	for (size_t i = 0; i <= word.len; i++) {
		if (i >= START && (i == word.len || ((unsigned char)word.at[i] &
						     0xc0) != 0x80)) {
			row = named(look_up(hash ^ NWI_GIST_BEGINNING));
			found = row ? row : found;
		}
		if (i < word.len)
			hash = (hash ^ (unsigned char)word.at[i]) * FNV_PRIME;
	}
	return found;
}

static const struct nwi_country_slot *look_up_arabic(struct nw_str word)
{
	const struct nwi_country_slot *row = NULL;

	for (unsigned i = 0; i < 3 && !row && nwi_arabic_strip(&word); i++) {
		row = named(look_up(nw_token_hash(word)));
		if (!row)
			row = look_up_beginning(word);
	}
	return row;
}

/* Words of the table go on over the borders of tokens here. */
static const struct nwi_country_slot *
look_up_unspaced(struct nw_str text, const struct nw_token *token)
{
	struct nw_str rest =
		nw_str_slice(text, token->from, (size_t)token->from + LOOK);

	rest.len = nwi_utf8_floor(rest, rest.len);
	return look_up_beginning(rest);
}

static bool is_joined(struct nw_str text, const struct nw_token *left)
{
	return left[1].from == left->to + 1 &&
	       (text.at[left->to] == ' ' || text.at[left->to] == '-' ||
		text.at[left->to] == '\'') &&
	       left->sentence == left[1].sentence;
}

/* The longest phrase that the tokens begin. */
static const struct nwi_country_slot *
look_up_phrase(struct nw_str text, const struct nw_token *tokens, size_t count,
	       size_t *used)
{
	const struct nwi_country_slot *found = NULL, *row;
	uint32_t hash = tokens->hash;

	for (size_t i = 1; i < count; i++) {
		if (!look_up(hash ^ NWI_GIST_PHRASE) ||
		    !is_joined(text, &tokens[i - 1]))
			break;
		hash = hash_on(hash_on(hash, nw_str_make(" ", 1)),
			       tokens[i].folded);
		row = named(look_up(hash));
		if (!row)
			continue;
		found = row;
		*used = i + 1;
	}
	return found;
}

static bool is_capital(const struct nw_token *token)
{
	return token->flags &
	       (NW_TOKEN_CAPITAL | NW_TOKEN_UPPER | NW_TOKEN_ACRONYM);
}

/* "Michael Jordan", "Jordan Peters". */
static bool is_person(struct nw_str text, const struct nw_token *tokens,
		      size_t count, size_t at)
{
	if (at > 0 && is_capital(&tokens[at - 1]) &&
	    is_joined(text, &tokens[at - 1]) &&
	    (at == 1 || tokens[at - 2].sentence == tokens[at].sentence))
		return true;
	return at + 1 < count && is_capital(&tokens[at + 1]) &&
	       is_joined(text, &tokens[at]);
}

static bool is_meant(const struct nwi_country_slot *row, struct nw_str text,
		     const struct nw_token *tokens, size_t count, size_t at)
{
	if ((row->kind & NWI_COUNTRY_UPPER) &&
	    !(tokens[at].flags & (NW_TOKEN_UPPER | NW_TOKEN_ACRONYM)))
		return false;
	if ((unsigned char)tokens[at].folded.at[0] < FIRST_UNCASED &&
	    !(row->kind & NWI_COUNTRY_FREE) && !is_capital(&tokens[at]))
		return false;
	return !(row->kind & NWI_COUNTRY_NAME) ||
	       !is_person(text, tokens, count, at);
}

const char *nwi_country_at(struct nw_str text, const struct nw_token *tokens,
			   size_t count, size_t at, size_t *used)
{
	const struct nw_token *token = &tokens[at];
	unsigned char first = (unsigned char)token->folded.at[0];
	const struct nwi_country_slot *row;

	*used = 1;
	if (first >= '0' && first <= '9')
		return NULL;
	row = look_up_phrase(text, token, count - at, used);
	if (!row)
		row = named(look_up(token->hash));
	if (!row && first >= FIRST_UNSPACED)
		row = look_up_unspaced(text, token);
	else if (!row)
		row = look_up_beginning(token->folded);
	if (!row && first >= FIRST_UNCASED && first < FIRST_UNSPACED)
		row = look_up_arabic(token->folded);
	return row && is_meant(row, text, tokens, count, at) ? row->code : NULL;
}
