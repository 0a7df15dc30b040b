/* SPDX-License-Identifier: Apache-2.0 */
#include "story/gist_parts.h"
#include "story/country.h"

#include <stdlib.h>

enum { KNOWN_MAX = 24, TITLE_COUNTS = 3 /* times a country of the body */ };

struct known {
	const char *code;
	unsigned count, first;
};

struct counting {
	struct known known[KNOWN_MAX];
	size_t count;
};

static void count_code(struct counting *counting, const char *code,
		       unsigned weight)
{
	size_t i = 0;

	while (i < counting->count &&
	       strcmp(counting->known[i].code, code) != 0)
		i++;
	if (i == KNOWN_MAX)
		return;
	if (i == counting->count)
		counting->known[counting->count++] =
			(struct known){ .code = code, .first = (unsigned)i };
	counting->known[i].count += weight;
}

/* In English no word for a country is written without a capital. */
static bool may_name(const struct nw_token *token, bool english)
{
	return !english || (unsigned char)token->folded.at[0] >= 0x80 ||
	       (token->flags &
		(NW_TOKEN_CAPITAL | NW_TOKEN_UPPER | NW_TOKEN_ACRONYM));
}

static void count_field(struct counting *counting, const struct nw_doc *doc,
			enum nw_field field, unsigned weight)
{
	bool english = nw_str_starts(nw_doc_language(doc), "en");
	struct nw_str text = nw_doc_text(doc, field);
	size_t count, used;
	const struct nw_token *tokens = nw_doc_tokens(doc, field, &count);

	if (count > NWI_GIST_READ_WORDS)
		count = NWI_GIST_READ_WORDS;
	for (size_t i = 0; i < count; i += used) {
		const char *code = NULL;
		used = 1;
		if (may_name(&tokens[i], english))
			code = nwi_country_at(text, tokens, count, i, &used);
		if (code)
			count_code(counting, code, weight);
	}
}

static int most_told(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->first > y->first) - (x->first < y->first);
}

void nwi_gist_places(const struct nw_doc *doc, struct nwi_gist *out)
{
	struct counting counting = { 0 };

	count_field(&counting, doc, NW_FIELD_TITLE, TITLE_COUNTS);
	count_field(&counting, doc, NW_FIELD_BODY, 1);
	if (counting.count > 1)
		qsort(counting.known, counting.count, sizeof(struct known),
		      most_told);
	for (size_t i = 0;
	     i < counting.count && out->place_count < NWI_GIST_PLACES; i++)
		memcpy(out->places[out->place_count++], counting.known[i].code,
		       3);
}
