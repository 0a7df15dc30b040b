/* SPDX-License-Identifier: Apache-2.0 */
/* The words behind a print's hashes, for people. */
#include "story/print_parts.h"

enum {
	TERM_WORDS = 3000, /* of a field that are looked at, as for terms */
	NAME_WORDS = 400   /* of the body, as for names */
};

struct wording {
	const struct nwi_print *print;
	struct nw_str terms[NWI_PRINT_TERMS], names[NWI_PRINT_NAMES];
	uint32_t open; /* terms without a word yet */
	bool english;
};

static struct nw_str cut(struct nw_str text, const struct nw_token *token)
{
	struct nw_str word = nw_str_slice(text, token->from, token->to);
	size_t len = word.len;

	if (len <= NWI_PRINT_WORD)
		return word;
	for (len = NWI_PRINT_WORD; len > 0; len--)
		if (((unsigned char)word.at[len] & 0xc0) != 0x80)
			break;
	return nw_str_slice(word, 0, len);
}

static uint32_t term_hash(const struct wording *wording,
			  const struct nw_token *token)
{
	size_t len = nwi_print_stem(token->folded, wording->english);

	return len == token->folded.len
		       ? token->hash
		       : nw_token_hash(nw_str_slice(token->folded, 0, len));
}

static void give_term(struct wording *wording, uint32_t hash,
		      struct nw_str word)
{
	uint32_t low = 0, high = wording->print->term_count;

	while (low < high) {
		uint32_t middle = (low + high) / 2;
		if (wording->print->terms[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == wording->print->term_count ||
	    wording->print->terms[low].hash != hash ||
	    wording->terms[low].len > 0)
		return;
	wording->terms[low] = word;
	wording->open--;
}

static void give_name(struct wording *wording, const struct nw_token *token,
		      struct nw_str word)
{
	uint32_t key = nwi_print_name_key(token->folded);

	for (unsigned i = 0; key && i < wording->print->name_count; i++)
		if (wording->print->names[i] == key &&
		    wording->names[i].len == 0)
			wording->names[i] = word;
}

static void read_field(struct wording *wording, const struct nw_doc *doc,
		       enum nw_field field)
{
	struct nw_str text = nw_doc_text(doc, field);
	size_t count;
	const struct nw_token *tokens = nw_doc_tokens(doc, field, &count);

	for (size_t i = 0; i < count && i < TERM_WORDS; i++) {
		if (wording->open > 0)
			give_term(wording, term_hash(wording, &tokens[i]),
				  cut(text, &tokens[i]));
		if (field == NW_FIELD_BODY && i < NAME_WORDS &&
		    (tokens[i].flags & NW_TOKEN_CAPITAL))
			give_name(wording, &tokens[i], cut(text, &tokens[i]));
	}
}

/* A word of several, as numbers have it, stays one in the list. */
static void put_words(const struct nw_str *words, size_t count,
		      struct nw_buf *out)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			nw_buf_add_char(out, ' ');
		for (size_t at = 0; at < words[i].len; at++)
			if ((unsigned char)words[i].at[at] > ' ')
				nw_buf_add_char(out, words[i].at[at]);
	}
}

void nwi_print_words(const struct nw_doc *doc, const struct nwi_print *print,
		     struct nw_buf *out)
{
	struct wording wording = { .print = print,
				   .open = print->term_count,
				   .english = nwi_print_is_english(print) };

	read_field(&wording, doc, NW_FIELD_TITLE);
	read_field(&wording, doc, NW_FIELD_BODY);
	put_words(wording.terms, print->term_count, out);
	nw_buf_add_char(out, '\n');
	put_words(wording.names, print->name_count, out);
}
