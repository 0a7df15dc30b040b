/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of an item as they are in any script, by which a report in
 * another language is found: of the words with a capital within a sentence
 * those that come oftest, each by the beginning of its key, so that endings
 * of cases do not count.
 */
#include "story/print_parts.h"
#include "text/name.h"

#include <stdlib.h>

enum {
	READ_MAX = 400, /* words of the text */
	KNOWN_MAX = 64, /* different names that are counted */
	KEY_LEAST = 4,	/* letters of a key that tells a name */
	KEY_BYTES = 5	/* of it that count */
};

struct known {
	uint32_t word, key, count;
};

uint32_t nwi_print_name_key(struct nw_str word)
{
	char key[NWI_NAME_KEY_BYTES];
	size_t len = nwi_name_key(word, key);

	if (len < KEY_LEAST)
		return 0;
	uint32_t hash = nw_token_hash(
		nw_str_make(key, len < KEY_BYTES ? len : KEY_BYTES));
	/* The highest bytes of places and calls are theirs. */
	return nwi_name_kind(hash) >= NWI_NAME_PLACE &&
			       nwi_name_kind(hash) <= NWI_NAME_CALL
		       ? hash ^ UINT32_C(1) << 31
		       : hash;
}

static void count_name(struct known *known, size_t *count,
		       const struct nw_token *token)
{
	uint32_t key;
	size_t i = 0;

	while (i < *count && known[i].word != token->hash)
		i++;
	if (i < *count) {
		known[i].count++;
		return;
	}
	key = *count < KNOWN_MAX && !nwi_is_place(token)
		      ? nwi_print_name_key(token->folded)
		      : 0;
	if (key)
		known[(*count)++] = (struct known){ token->hash, key, 1 };
}

static int oftener(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->key > y->key) - (x->key < y->key);
}

void nwi_print_keep_name(struct nwi_print *out, uint32_t key)
{
	unsigned at = 0;

	while (at < out->name_count && out->names[at] < key)
		at++;
	if ((at < out->name_count && out->names[at] == key) ||
	    out->name_count == NWI_PRINT_NAMES)
		return;
	memmove(out->names + at + 1, out->names + at,
		(out->name_count - at) * sizeof(*out->names));
	out->names[at] = key;
	out->name_count++;
}

static bool is_name(const struct nw_token *token, uint32_t language)
{
	return (token->flags & NW_TOKEN_CAPITAL) &&
	       !(token->flags & NW_TOKEN_NUMBER) && token->folded.len > 3 &&
	       nwi_print_common(token, language) == 0;
}

/* Nouns have capitals in German: a name is one of two capitals in a row. */
static bool stands_by_capital(const struct nw_token *tokens, size_t count,
			      size_t at)
{
	return (at > 0 && (tokens[at - 1].flags & NW_TOKEN_CAPITAL)) ||
	       (at + 1 < count && (tokens[at + 1].flags & NW_TOKEN_CAPITAL));
}

void nwi_print_names(const struct nw_doc *doc, struct nwi_print *out)
{
	uint32_t language = nwi_print_language_key(out->language);
	struct known known[KNOWN_MAX];
	bool nouns = strcmp(out->language, "de") == 0;
	uint32_t sentence = UINT32_MAX;
	size_t count, names = 0;
	const struct nw_token *tokens =
		nw_doc_tokens(doc, NW_FIELD_BODY, &count);

	for (size_t i = 0; i < count && i < READ_MAX; i++) {
		if (tokens[i].sentence == sentence &&
		    is_name(&tokens[i], language) &&
		    (!nouns || stands_by_capital(tokens, count, i)))
			count_name(known, &names, &tokens[i]);
		sentence = tokens[i].sentence;
	}
	/* Where most words are capital, none is a name for it. */
	if (4 * names > count && count > 20)
		return;
	if (names > 1)
		qsort(known, names, sizeof(*known), oftener);
	for (size_t i = 0; i < names && out->name_count < NWI_PRINT_PEOPLE; i++)
		nwi_print_keep_name(out, known[i].key);
}
