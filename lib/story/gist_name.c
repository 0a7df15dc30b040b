/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names as they stand in the text: runs of words with a capital that do not
 * begin a sentence, most told first.
 */
#include "story/gist_parts.h"
#include "story/print_parts.h"

#include <stdlib.h>

enum { KNOWN_MAX = 48, RUN_MAX = 5 };

struct known {
	struct nw_str name;
	uint32_t hash, count, first;
};

struct naming {
	struct nw_str text;
	uint32_t language;
	const struct nw_token *tokens;
	size_t count;
	struct known known[KNOWN_MAX];
	size_t known_count;
};

static bool is_capital(const struct naming *naming, size_t at)
{
	const struct nw_token *token = &naming->tokens[at];

	return (token->flags & (NW_TOKEN_CAPITAL | NW_TOKEN_ACRONYM)) &&
	       !(token->flags & NW_TOKEN_NUMBER);
}

static bool opens(const struct naming *naming, size_t at)
{
	return at == 0 ||
	       naming->tokens[at].sentence != naming->tokens[at - 1].sentence;
}

/* One space or hyphen and nothing else stands before the word. */
static bool goes_on(const struct naming *naming, size_t at)
{
	uint32_t from = naming->tokens[at - 1].to;

	return naming->tokens[at].from == from + 1 &&
	       (naming->text.at[from] == ' ' || naming->text.at[from] == '-');
}

static void count_name(struct naming *naming, size_t from, size_t to)
{
	struct nw_str name =
		nw_str_slice(naming->text, naming->tokens[from].from,
			     naming->tokens[to - 1].to);
	uint32_t hash = nw_token_hash(name);
	size_t i = 0;

	if (name.len > NWI_GIST_NAME_BYTES || name.len < 3)
		return;
	while (i < naming->known_count && naming->known[i].hash != hash)
		i++;
	if (i == naming->known_count) {
		if (i == KNOWN_MAX)
			return;
		naming->known[naming->known_count++] = (struct known){
			.name = name, .hash = hash, .first = (uint32_t)from
		};
	}
	naming->known[i].count++;
}

static void read_names(struct naming *naming)
{
	for (size_t i = 0, to; i < naming->count; i = to) {
		to = i + 1;
		if (!is_capital(naming, i) || opens(naming, i) ||
		    nwi_print_common(&naming->tokens[i], naming->language))
			continue;
		while (to < naming->count && to < i + RUN_MAX &&
		       is_capital(naming, to) && goes_on(naming, to))
			to++;
		count_name(naming, i, to);
	}
}

static int most_told(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->first > y->first) - (x->first < y->first);
}

void nwi_gist_names(const struct nw_doc *doc, struct nwi_gist *out)
{
	struct naming naming = { .text = nw_doc_text(doc, NW_FIELD_BODY) };

	naming.tokens = nw_doc_tokens(doc, NW_FIELD_BODY, &naming.count);
	if (naming.count > NWI_GIST_READ_WORDS)
		naming.count = NWI_GIST_READ_WORDS;
	naming.language = nwi_print_language_key("en");
	read_names(&naming);
	if (naming.known_count > 1)
		qsort(naming.known, naming.known_count, sizeof(struct known),
		      most_told);
	for (size_t i = 0;
	     i < naming.known_count && out->name_count < NWI_GIST_NAMES; i++)
		out->names[out->name_count++] = naming.known[i].name;
}
