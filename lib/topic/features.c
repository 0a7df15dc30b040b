/* SPDX-License-Identifier: Apache-2.0 */
#include "topic/linear.h"

#include <stdio.h>
#include <stdlib.h>

/* Constants that keep pairs and the title's words apart from words. */
#define PAIR_FACTOR                                              \
	UINT32_C(0x9e3779b1) /* 2^32 divided by the golden ratio \
			      */
#define TITLE_MARK UINT32_C(0x7f4a7c15)

static uint32_t hash_of(const struct nw_token *token)
{
	if (token->flags & NW_TOKEN_NUMBER)
		return nw_token_hash(nw_str_from("0"));
	return token->hash;
}

static void add(struct nwi_features *out, uint32_t hash, bool word,
		enum nw_field field, const struct nw_token *from,
		const struct nw_token *to)
{
	if (out->count < NWI_FEATURES)
		out->at[out->count++] = (struct nwi_feature){
			hash, word, { (uint32_t)field, from->from, to->to }
		};
}

static void add_words(struct nwi_features *out, enum nw_field field,
		      const struct nw_token *tokens, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t hash = hash_of(&tokens[i]);

		add(out, hash, true, field, &tokens[i], &tokens[i]);
		if (field == NW_FIELD_TITLE)
			add(out, hash ^ TITLE_MARK, false, field, &tokens[i],
			    &tokens[i]);
		if (i > 0)
			add(out, hash_of(&tokens[i - 1]) * PAIR_FACTOR + hash,
			    false, field, &tokens[i - 1], &tokens[i]);
	}
}

/* How many words of the body: whole sentences until there are enough. */
static size_t opening(const struct nw_token *body, size_t count, size_t before)
{
	size_t n = 0;

	while (n < count && before + n < NWI_FEATURE_WORDS &&
	       (before + n < NWI_FEATURE_ENOUGH || n == 0 ||
		body[n].sentence == body[n - 1].sentence))
		n++;
	return n;
}

static int by_hash(const void *a, const void *b)
{
	const struct nwi_feature *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->span.field != y->span.field)
		return x->span.field < y->span.field ? -1 : 1;
	return (x->span.from > y->span.from) - (x->span.from < y->span.from);
}

void nwi_features_of(const struct nw_doc *doc, struct nwi_features *out)
{
	size_t title_count, body_count;
	const struct nw_token *title =
		nw_doc_tokens(doc, NW_FIELD_TITLE, &title_count);
	const struct nw_token *body =
		nw_doc_tokens(doc, NW_FIELD_BODY, &body_count);
	uint32_t kept = 0;

	const size_t all = title_count + body_count;

	out->count = out->words = 0;
	if (title_count > NWI_FEATURE_TITLE)
		title_count = NWI_FEATURE_TITLE;
	add_words(out, NW_FIELD_TITLE, title, title_count);
	body_count = opening(body, body_count, title_count);
	add_words(out, NW_FIELD_BODY, body, body_count);
	out->titled = title_count > 0;
	out->share = all ? (double)(title_count + body_count) / (double)all : 1;
	qsort(out->at, out->count, sizeof(out->at[0]), by_hash);
	for (uint32_t i = 0; i < out->count; i++) {
		if (kept && out->at[kept - 1].hash == out->at[i].hash)
			continue;
		out->at[kept++] = out->at[i];
		out->words += out->at[i].word;
	}
	out->count = kept;
}

void nwi_features_scheme(char out[64])
{
	static const char text[] =
		"The U.S. Army's 3rd unit can't reach \xc3\x89lys\xc3\xa9"
		"e-Palace. 1,200 \xd0\xb2\xd0\xbe\xd0\xb9\xd1\x81\xd0\xba";
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	struct nw_item item = { .size = sizeof(item),
				.title = NW_STR("Fixed text"),
				.content = NW_STR(text),
				.language = NW_STR("en") };
	struct nw_doc *doc = NULL;
	struct nwi_features features;
	struct nw_error err;
	uint32_t hash = 0;

	if (nw_doc_make(&item, arena, &doc, &err) != NW_OK)
		abort(); /* a megabyte for twenty words */
	nwi_features_of(doc, &features);
	for (uint32_t i = 0; i < features.count; i++)
		hash = hash * PAIR_FACTOR + features.at[i].hash;
	snprintf(out, 64, NWI_FEATURES_NAME " %08x", hash);
}
