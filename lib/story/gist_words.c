/* SPDX-License-Identifier: Apache-2.0 */
#include "story/arabic.h"
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

static uint32_t hash_on(uint32_t hash, struct nw_str word)
{
	for (size_t i = 0; i < word.len; i++)
		hash = (hash ^ (unsigned char)word.at[i]) * FNV_PRIME;
	return hash;
}

static bool may_begin(const struct nwi_gist_text *text, struct nw_str word)
{
	struct nw_str first = nw_str_slice(word, 0, NWI_GIST_START_BYTES);
	uint32_t bit = hash_on(FNV_BASIS, first) ^ text->language;

	bit %= NWI_GIST_START_BITS;
	return first.len == NWI_GIST_START_BYTES &&
	       (nwi_gist_starts[bit / 32] >> bit % 32 & 1);
}

const struct nwi_gist_slot *nwi_gist_beginning(const struct nwi_gist_text *text,
					       struct nw_str word, size_t *len)
{
	const struct nwi_gist_slot *found = NULL, *row;
	uint32_t hash = FNV_BASIS;

	*len = 0;
	if (!may_begin(text, word))
		return NULL;
	for (size_t i = 0; i <= word.len; i++) {
		if (i >= NWI_GIST_START_BYTES &&
		    (i == word.len || is_begin(word.at[i]))) {
			row = look_up(hash ^ text->language ^
				      NWI_GIST_BEGINNING);
			found = row ? row : found;
			*len = row ? i : *len;
		}
		if (i < word.len)
			hash = (hash ^ (unsigned char)word.at[i]) * FNV_PRIME;
	}
	return found;
}

static const struct nwi_gist_slot *
look_up_word(const struct nwi_gist_text *text, struct nw_str word,
	     uint32_t hash)
{
	const struct nwi_gist_slot *row = look_up(hash ^ text->language);
	size_t len;

	return row ? row : nwi_gist_beginning(text, word, &len);
}

static const struct nwi_gist_slot *
look_up_hash(const struct nwi_gist_text *text, struct nw_str word,
	     uint32_t hash)
{
	const struct nwi_gist_slot *row = look_up_word(text, word, hash);

	for (unsigned i = 0;
	     i < 2 && !row && text->arabic && nwi_arabic_strip(&word); i++)
		row = look_up_word(text, word, nw_token_hash(word));
	return row;
}

const struct nwi_gist_slot *nwi_gist_look_up(const struct nwi_gist_text *text,
					     struct nw_str word)
{
	return look_up_hash(text, word, nw_token_hash(word));
}

static void mean(struct nwi_gist_word *word, const struct nwi_gist_slot *row)
{
	if (!row)
		return;
	word->kind = row->kind;
	word->what = row->what;
	word->value = row->value;
}

static void mean_word(const struct nwi_gist_text *text,
		      struct nwi_gist_word *word, const struct nw_token *token)
{
	const struct nwi_gist_slot *row = NULL;

	if (token->flags & NW_TOKEN_NUMBER)
		return;
	if (token->to - token->from > token->folded.len)
		row = look_up(token->hash ^ text->language ^ NWI_GIST_MARKED);
	mean(word, row ? row : look_up_hash(text, token->folded, token->hash));
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

/* Words from `at` on that are one phrase; what it means in `*out`. */
static size_t phrase_at(const struct nwi_gist_text *text, size_t at,
			const struct nwi_gist_slot **out)
{
	const struct nwi_gist_word *words = text->words;
	uint32_t hash = hash_on(FNV_BASIS, words[at].folded);
	size_t most = 1;

	for (size_t i = at + 1; i < text->count; i++) {
		const struct nwi_gist_slot *row;
		if (!look_up(hash ^ text->language ^ NWI_GIST_PHRASE) ||
		    (words[i].gap & NWI_GAP_SENTENCE))
			break;
		hash = hash_on(hash_on(hash, nw_str_make(" ", 1)),
			       words[i].folded);
		row = look_up(hash ^ text->language);
		if (!row)
			continue;
		*out = row;
		most = i + 1 - at;
	}
	return most;
}

/* A phrase becomes one word. */
static void join_phrases(struct nwi_gist_text *text)
{
	size_t kept = 0;

	for (size_t i = 0, words; i < text->count; i += words) {
		struct nwi_gist_word *word = &text->words[kept++];
		const struct nwi_gist_slot *row = NULL;
		words = phrase_at(text, i, &row);
		*word = text->words[i];
		mean(word, row);
		word->to = text->words[i + words - 1].to;
		word->behind = text->words[i + words - 1].behind;
		word->money_behind = text->words[i + words - 1].money_behind;
	}
	text->count = kept;
}

/* "and" in Arabic is the first letter of what it joins. */
static void part_and(struct nwi_gist_word *word)
{
	const char *and = "\xd9\x88";
	struct nw_str rest = nw_str_slice(word->folded, 2, word->folded.len);

	if (rest.len == 0 || !nw_str_starts(word->folded, and))
		return;
	if (rest.at[0] >= '0' && rest.at[0] <= '9')
		word->folded = rest;
	else if (word->kind == NWI_GIST_IS_PLAIN)
		return;
	word->gap |= NWI_GAP_AND;
}

static void add_word(struct nwi_gist_text *out, const struct nw_token *token)
{
	struct nwi_gist_word *word = &out->words[out->count++];

	*word = (struct nwi_gist_word){ .folded = token->folded,
					.from = token->from,
					.to = token->to };
	mean_word(out, word, token);
	if (out->arabic)
		part_and(word);
}

static bool is_counted(const struct nwi_gist_text *text)
{
	const struct nwi_gist_word *last;

	if (text->count == 0)
		return false;
	last = &text->words[text->count - 1];
	return last->kind == NWI_GIST_IS_SCALE ||
	       last->kind == NWI_GIST_IS_NUMBER ||
	       (last->folded.at[0] >= '0' && last->folded.at[0] <= '9');
}

/* The words of one token; returns the byte behind them. */
static size_t add_token(struct nwi_gist_text *out, const struct nw_token *token,
			size_t at)
{
	struct nwi_gist_word *word = &out->words[out->count];
	size_t most = NWI_GIST_LEAD_WORDS - out->count;

	if (!out->unspaced || (unsigned char)token->folded.at[0] < 0x80) {
		add_word(out, token);
		return token->to;
	}
	bool counted = at == token->from && is_counted(out);
	out->count += nwi_gist_cut(out, token, counted, &at, word, most);
	return at;
}

static void fill(struct nwi_gist_text *out, const struct nw_token *tokens,
		 size_t count, size_t most)
{
	uint32_t sentence = UINT32_MAX;
	size_t end = 0;

	for (size_t i = 0; i < count && out->count < most; i++) {
		struct nwi_gist_word *word = &out->words[out->count];
		uint8_t money;
		uint16_t gap;

		if (tokens[i].to <= end)
			continue;
		gap = gap_between(out->text, end, tokens[i].from, &money);
		if (tokens[i].sentence != sentence)
			gap |= NWI_GAP_SENTENCE;
		end = add_token(out, &tokens[i],
				end > tokens[i].from ? end : tokens[i].from);
		word->gap |= gap;
		word->money = money;
		if (word > out->words) {
			word[-1].behind = gap;
			word[-1].money_behind = money;
		}
		sentence = tokens[i].sentence;
	}
	if (out->count == 0)
		return;
	struct nwi_gist_word *last = &out->words[out->count - 1];
	last->behind =
		NWI_GAP_SENTENCE |
		gap_between(out->text, end, out->text.len, &last->money_behind);
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
	out->arabic = strcmp(code, "ar") == 0;
	out->articles = is_one_of(code, "de fr es pt it tr");
	out->unspaced = is_one_of(code, "zh ja");
	out->comma_parts = is_one_of(code, "en zh ja ko ar fa he hi th");
}

static int year_of(const struct nw_instant *published)
{
	return nw_instant_is_absent(published)
		       ? 0
		       : nw_time_to_civil(published->at).year;
}

void nwi_gist_words(const struct nw_doc *doc, enum nw_field field,
		    struct nwi_gist_text *out)
{
	size_t count, most = field == NW_FIELD_TITLE ? NWI_GIST_TITLE_WORDS
						     : NWI_GIST_LEAD_WORDS;
	const struct nw_token *tokens = nw_doc_tokens(doc, field, &count);

	out->text = nw_doc_text(doc, field);
	out->count = 0;
	out->body = field == NW_FIELD_BODY;
	out->year = year_of(&nw_doc_item(doc)->published);
	set_language(out, nw_doc_language(doc));
	fill(out, tokens, count, most);
	join_phrases(out);
}
