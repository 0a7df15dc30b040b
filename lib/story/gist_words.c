/* SPDX-License-Identifier: Apache-2.0 */
#include "story/gist_parts.h"
#include "story/print_parts.h"
#include "text/utf8.h"

#define FNV_BASIS UINT32_C(2166136261)
#define FNV_PRIME UINT32_C(16777619)

static const struct nwi_gist_slot *look_up(uint32_t key)
{
	for (uint32_t at = (key ^ key >> 15) & nwi_gist_slot_mask;
	     nwi_gist_slots[at].key; at = (at + 1) & nwi_gist_slot_mask)
		if (nwi_gist_slots[at].key == key)
			return &nwi_gist_slots[at];
	return NULL;
}

static bool is_begin(char byte)
{
	return ((unsigned char)byte & 0xc0) != 0x80;
}

/* The longest beginning that has a row. */
static const struct nwi_gist_slot *look_up_beginning(struct nw_str word,
						     uint32_t language)
{
	const struct nwi_gist_slot *found = NULL, *row;
	uint32_t hash = FNV_BASIS;

	for (size_t i = 0; i < word.len; i++) {
		if (i > 1 && is_begin(word.at[i])) {
			row = look_up(hash ^ language ^ NWI_GIST_BEGINNING);
			found = row ? row : found;
		}
		hash = (hash ^ (unsigned char)word.at[i]) * FNV_PRIME;
	}
	row = look_up(hash ^ language ^ NWI_GIST_BEGINNING);
	return row ? row : found;
}

const struct nwi_gist_slot *nwi_gist_look_up(struct nw_str word,
					     uint32_t language)
{
	const struct nwi_gist_slot *row =
		look_up(nw_token_hash(word) ^ language);

	return row ? row : look_up_beginning(word, language);
}

static void mean(struct nwi_gist_word *word, uint32_t language)
{
	const struct nwi_gist_slot *row;

	if (word->token->flags & NW_TOKEN_NUMBER)
		return;
	row = nwi_gist_look_up(word->token->folded, language);
	if (!row)
		return;
	word->kind = row->kind;
	word->what = row->what;
	word->value = row->value;
}

static const struct {
	uint32_t sign;
	const char *code;
} moneys[] = { { '$', "USD" },	  { 0x20ac, "EUR" }, { 0xa3, "GBP" },
	       { 0xa5, "JPY" },	  { 0x20bd, "RUB" }, { 0x20b4, "UAH" },
	       { 0x20ba, "TRY" }, { 0x20b9, "INR" }, { 0x20aa, "ILS" } };

static const struct {
	uint32_t sign;
	uint16_t gap;
} signs[] = {
	{ ' ', NWI_GAP_SPACE },	     { ',', NWI_GAP_COMMA },
	{ '.', NWI_GAP_POINT },	     { '-', NWI_GAP_HYPHEN },
	{ ':', NWI_GAP_COLON },	     { '"', NWI_GAP_QUOTE },
	{ ';', NWI_GAP_COLON },	     { '(', NWI_GAP_PAREN },
	{ ')', NWI_GAP_PAREN },	     { '%', NWI_GAP_PERCENT },
	{ '/', NWI_GAP_SLASH },	     { '+', NWI_GAP_PLUS },
	{ '\t', NWI_GAP_SPACE },     { '#', NWI_GAP_NUMBER },
	{ '[', NWI_GAP_PAREN },	     { ']', NWI_GAP_PAREN },
	{ 0xa0, NWI_GAP_SPACE },     { 0x2009, NWI_GAP_SPACE },
	{ 0x202f, NWI_GAP_SPACE },   { 0x3000, NWI_GAP_SPACE },
	{ 0x60c, NWI_GAP_COMMA },    { 0x3001, NWI_GAP_COMMA },
	{ 0xff0c, NWI_GAP_COMMA },   { 0x61b, NWI_GAP_COLON },
	{ 0xff1a, NWI_GAP_COLON },   { 0xff1b, NWI_GAP_COLON },
	{ 0x2010, NWI_GAP_HYPHEN },  { 0x2011, NWI_GAP_HYPHEN },
	{ 0x2012, NWI_GAP_HYPHEN },  { 0x2013, NWI_GAP_HYPHEN },
	{ 0x2014, NWI_GAP_HYPHEN },  { 0xff08, NWI_GAP_PAREN },
	{ 0xff09, NWI_GAP_PAREN },   { 0x66a, NWI_GAP_PERCENT },
	{ 0xff05, NWI_GAP_PERCENT }, { 0x2116, NWI_GAP_NUMBER },
	{ 0xa7, NWI_GAP_NUMBER },    { 0xab, NWI_GAP_QUOTE },
	{ 0xbb, NWI_GAP_QUOTE },     { 0x201c, NWI_GAP_QUOTE },
	{ 0x201d, NWI_GAP_QUOTE },   { 0x201e, NWI_GAP_QUOTE },
	{ 0x300c, NWI_GAP_QUOTE },   { 0x300d, NWI_GAP_QUOTE },
	{ 0x66b, NWI_GAP_POINT },    { 0x66c, NWI_GAP_COMMA },
};

static uint16_t gap_of(uint32_t c, uint8_t *money)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (signs[i].sign == c)
			return signs[i].gap;
	for (uint8_t i = 0; i < sizeof(moneys) / sizeof(moneys[0]); i++) {
		if (moneys[i].sign != c)
			continue;
		*money = i + 1;
		return NWI_GAP_MONEY;
	}
	return NWI_GAP_OTHER;
}

const char *nwi_gist_money(uint8_t sign)
{
	return moneys[sign - 1].code;
}

/* A long gap is looked at for its first characters only. */
static uint16_t gap_between(struct nw_str text, size_t from, size_t to,
			    uint8_t *money)
{
	uint16_t gap = 0;

	*money = 0;
	for (unsigned i = 0; i < 8 && from < to; i++)
		gap |= gap_of(nwi_utf8_next(text, &from), money);
	return gap;
}

static void fill(struct nwi_gist_text *out, const struct nw_token *tokens,
		 size_t count)
{
	uint32_t sentence = UINT32_MAX;
	size_t end = 0;

	for (size_t i = 0; i < count; i++) {
		struct nwi_gist_word *word = &out->words[i];
		*word = (struct nwi_gist_word){ .token = &tokens[i] };
		word->gap = gap_between(out->text, end, tokens[i].from,
					&word->money);
		if (tokens[i].sentence != sentence)
			word->gap |= NWI_GAP_SENTENCE;
		if (i > 0) {
			word[-1].behind = word->gap;
			word[-1].money_behind = word->money;
		}
		mean(word, out->language);
		sentence = tokens[i].sentence;
		end = tokens[i].to;
	}
	if (count > 0) {
		struct nwi_gist_word *last = &out->words[count - 1];
		last->behind = gap_between(out->text, end, out->text.len,
					   &last->money_behind) |
			       NWI_GAP_SENTENCE;
	}
	out->count = count;
}

static bool is_one_of(const char *code, const char *codes)
{
	struct nw_str rest = nw_str_from(codes), one;

	while (nw_str_next(&rest, ' ', &one))
		if (nw_str_is(one, code))
			return true;
	return false;
}

/* The key of a document's language; what is not told goes by its letters. */
static void set_language(struct nwi_gist_text *out, struct nw_str tag)
{
	char code[4] = "en";
	size_t len = nw_str_find_char(tag, '-');

	if (len == 2 || len == 3) {
		memcpy(code, tag.at, len);
		code[len] = '\0';
	}
	out->language = nwi_print_language_key(code);
	out->english = strcmp(code, "en") == 0;
	out->comma_parts = is_one_of(code, "en zh ja ko ar fa he hi th");
}

void nwi_gist_words(const struct nw_doc *doc, enum nw_field field,
		    struct nwi_gist_text *out)
{
	size_t count, most = field == NW_FIELD_TITLE ? NWI_GIST_TITLE_WORDS
						     : NWI_GIST_LEAD_WORDS;
	const struct nw_token *tokens = nw_doc_tokens(doc, field, &count);

	out->text = nw_doc_text(doc, field);
	set_language(out, nw_doc_language(doc));
	fill(out, tokens, count < most ? count : most);
}
