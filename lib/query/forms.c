/* SPDX-License-Identifier: Apache-2.0 */
#include "query/forms.h"
#include "query/facts.h"
#include "text/name.h"
#include "text/stem.h"

struct nw_str nwi_form_key(struct nw_arena *arena, enum nwi_form form,
			   struct nw_str text)
{
	return nw_arena_fmt(arena, "%c%c%.*s", NWI_FACT_MARK, (int)form,
			    NW_FMT(text));
}

bool nwi_form_is_name(const struct nw_token *token)
{
	unsigned char first =
		token->folded.len ? (unsigned char)token->folded.at[0] : 0;

	/* Latin, Greek and Cyrillic end at U+052F; Armenian has case too. */
	return first >= 0xd7 ||
	       (token->flags & (NW_TOKEN_CAPITAL | NW_TOKEN_UPPER));
}

/* One of the tokens of a distinct word that may be a name, or NULL. */
static const struct nw_token *find_name(const struct nwi_scan *s, uint32_t word)
{
	for (uint32_t t = s->words[word].first; t != NWI_NONE; t = s->next[t]) {
		const struct nw_token *token = nwi_scan_nth(s, t);

		if (token->folded.at[0] == NWI_FACT_MARK)
			return NULL;
		if (nwi_form_is_name(token))
			return token;
	}
	return NULL;
}

/* The language by which Latin letters are read another way. */
static uint32_t reading_of(const struct nwi_scan *s)
{
	struct nw_str language = nw_doc_language(s->doc);

	if (nw_str_starts(language, "de"))
		return NWI_NAME_GERMAN;
	return nw_str_starts(language, "fr") ? NWI_NAME_FRENCH : 0;
}

static void look_up_name(struct nwi_scan *s, uint32_t word, uint32_t reading)
{
	const struct nw_token *token = find_name(s, word);
	char key[2 + NWI_NAME_KEY_BYTES] = { NWI_FACT_MARK, NWI_FORM_NAME };
	uint32_t scripts;
	size_t len;

	if (!token)
		return;
	scripts = nwi_name_script(token->folded);
	if (scripts == NWI_NAME_LATIN)
		scripts |= reading;
	len = nwi_name_key(token->folded, key + 2);
	if (len > 1)
		nwi_scan_meet(s, word, nw_str_make(key, len + 2), scripts);
}

static struct nw_str spelling(const struct nwi_scan *s, uint32_t n)
{
	const struct nw_token *token = nwi_scan_nth(s, n);
	enum nw_field field =
		n < s->title_count ? NW_FIELD_TITLE : NW_FIELD_BODY;

	return nw_str_slice(nw_doc_text(s->doc, field), token->from, token->to);
}

static void look_up_stem(struct nwi_scan *s, uint32_t word,
			 struct nwi_stemmer *stemmer, uint32_t language)
{
	uint32_t first = s->words[word].first;
	struct nw_str folded = nwi_scan_nth(s, first)->folded;
	char key[2 + NWI_STEM_BYTES] = { NWI_FACT_MARK, NWI_FORM_STEM };
	size_t len;

	if (first >= s->title_count + s->body_count || folded.len < 2)
		return;
	len = nwi_stem(stemmer, spelling(s, first), folded, key + 2);
	nwi_scan_meet(s, word, nw_str_make(key, len + 2), language);
}

static void gather_stems(struct nwi_scan *s)
{
	uint32_t language = nwi_stem_language(nw_doc_language(s->doc));
	NW_AUTO(nwi_stemmer_free)
	struct nwi_stemmer *stemmer = nwi_stemmer_new(language);

	for (uint32_t i = 0; i < s->word_count; i++)
		look_up_stem(s, i, stemmer, language);
}

bool nwi_forms_gather(struct nwi_scan *s)
{
	uint64_t uses = s->q->header->uses;
	uint32_t reading;

	if (!(uses >> NWI_USES_NAMES))
		return !s->failed;
	reading = reading_of(s);
	if (uses >> NWI_USES_STEMS & 1)
		gather_stems(s);

	for (uint32_t i = 0; uses >> NWI_USES_NAMES & 1 && i < s->word_count;
	     i++)
		look_up_name(s, i, reading);
	return !s->failed;
}
