/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The places that an item names, the same in every language: countries and
 * cities of CLDR. Those named oftest stand among the print's names, and the
 * pairs of the first three, by which a report in another language is found.
 */
#include "story/print_parts.h"
#include "story/tables/place_table.h"

enum {
	READ_MAX = 250, /* words of the text */
	WIDE_MAX = 400, /* bytes of a text without spaces */
	WIDE_WORD = 24, /* bytes of the longest name there that is tried */
	KNOWN_MAX = 24, /* different places that are counted */
	KEPT = NWI_PRINT_PLACES,
	PAIRED = 3,   /* places of which each two make a pair */
	WORDS_MAX = 3 /* of a name */
};

struct known {
	uint16_t place, count;
};

struct places {
	struct known rows[KNOWN_MAX];
	size_t count;
};

/* ---- the table ---- */

static uint16_t find_place(uint32_t hash)
{
	uint32_t bucket = hash >> 20;

	for (unsigned i = nwi_place_starts[bucket];
	     i < nwi_place_starts[bucket + 1]; i++)
		if (nwi_place_rows[i].hash == hash)
			return nwi_place_rows[i].place;
	return 0;
}

static uint32_t hash_more(uint32_t hash, struct nw_str bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		hash = (hash ^ (unsigned char)bytes.at[i]) *
		       UINT32_C(0x01000193);
	return hash;
}

static bool is_cyrillic(struct nw_str word)
{
	return word.len > 1 && (unsigned char)word.at[0] >= 0xd0 &&
	       (unsigned char)word.at[0] <= 0xd4;
}

/* Endings of cases: three letters in Cyrillic, one in Latin. */
static struct nw_str strip_cyrillic(struct nw_str word)
{
	static const char endings[] = "аеиоуыэюяйьіїємх";
	const size_t least = 6;

	for (int left = 3; left > 0 && word.len > least; left--) {
		struct nw_str last = nw_str_slice(word, word.len - 2, word.len);
		if (nw_str_find(nw_str_from(endings), last) ==
		    sizeof(endings) - 1)
			break;
		word.len -= 2;
	}
	return word;
}

static struct nw_str strip(struct nw_str word)
{
	const size_t least = 4;

	if (is_cyrillic(word))
		return strip_cyrillic(word);
	if (word.len > least && strchr("aeiouys", word.at[word.len - 1]))
		word.len--;
	return word;
}

/* ---- counting ---- */

static void count_place(struct places *places, uint16_t place, uint16_t times)
{
	size_t i = 0;

	while (i < places->count && places->rows[i].place != place)
		i++;
	if (i == KNOWN_MAX)
		return;
	if (i == places->count)
		places->rows[places->count++] = (struct known){ place, 0 };
	places->rows[i].count = (uint16_t)(places->rows[i].count + times);
}

/* The longest name that begins at a token; its words, 0: none. */
static size_t place_at(const struct nw_token *tokens, size_t count,
		       uint16_t *place)
{
	uint32_t hash = UINT32_C(0x811c9dc5);
	size_t words = 0;

	for (size_t i = 0; i < count && i < WORDS_MAX; i++) {
		uint16_t found =
			find_place(hash_more(hash, strip(tokens[i].folded)));
		if (found) {
			*place = found;
			words = i + 1;
		}
		hash = hash_more(hash, tokens[i].folded);
		hash = hash_more(hash, nw_str_from(" "));
	}
	return words;
}

/* "and", "in", "to" are written onto a word. */
static struct nw_str without_prefix(struct nw_str word)
{
	static const char *const prefixes[] = { "و", "ب", "ل", "ف" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (word.len > 6 && nw_str_starts(word, prefixes[i]))
			return nw_str_slice(word, 2, word.len);
	return word;
}

static bool is_arabic(struct nw_str word)
{
	return word.len > 1 && (unsigned char)word.at[0] >= 0xd7 &&
	       (unsigned char)word.at[0] <= 0xdb;
}

bool nwi_is_place(const struct nw_token *token)
{
	return find_place(hash_more(UINT32_C(0x811c9dc5),
				    strip(token->folded))) != 0;
}

static size_t read_token(struct places *places, const struct nw_token *tokens,
			 size_t count, uint16_t times)
{
	uint16_t place = 0;
	size_t words = 0;

	if (is_arabic(tokens->folded)) {
		words = place_at(tokens, count, &place);
		if (!words) {
			struct nw_token rest[WORDS_MAX];
			size_t some = count < WORDS_MAX ? count : WORDS_MAX;
			memcpy(rest, tokens, some * sizeof(*rest));
			rest[0].folded = without_prefix(rest[0].folded);
			words = place_at(rest, some, &place);
		}
	} else if (tokens->flags & (NW_TOKEN_CAPITAL | NW_TOKEN_UPPER)) {
		words = place_at(tokens, count, &place);
	}
	if (words)
		count_place(places, place, times);
	return words ? words : 1;
}

/* ---- scripts without spaces ---- */

static size_t letter_bytes(unsigned char first)
{
	return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static void read_wide(struct places *places, struct nw_str text, uint16_t times)
{
	for (size_t at = 0; at < text.len && at < WIDE_MAX;) {
		size_t letter = letter_bytes((unsigned char)text.at[at]);
		size_t used = 0;
		uint16_t place = 0;
		uint32_t hash = UINT32_C(0x811c9dc5);
		for (size_t len = 3;
		     letter == 3 && len <= WIDE_WORD && at + len <= text.len;
		     len += 3) {
			hash = hash_more(
				hash, nw_str_make(text.at + at + len - 3, 3));
			uint16_t found = len > 3 ? find_place(hash) : 0;
			if (found) {
				place = found;
				used = len;
			}
		}
		if (used)
			count_place(places, place, times);
		at += used ? used : letter;
	}
}

static bool is_wide(struct nw_str text)
{
	for (size_t i = 0; i < text.len && i < 30; i++)
		if ((unsigned char)text.at[i] >= 0xe3)
			return true;
	return false;
}

/* ---- all of it ---- */

static void read_field(struct places *places, const struct nw_doc *doc,
		       enum nw_field field, uint16_t times)
{
	struct nw_str text = nw_doc_text(doc, field);
	size_t count;
	const struct nw_token *tokens = nw_doc_tokens(doc, field, &count);

	if (is_wide(text)) {
		read_wide(places, text, times);
		return;
	}
	for (size_t i = 0; i < count && i < READ_MAX;)
		i += read_token(places, tokens + i, count - i, times);
}

static uint32_t pair_key(uint16_t a, uint16_t b)
{
	uint32_t low = a < b ? a : b, high = a < b ? b : a;

	return (uint32_t)NWI_NAME_PAIR << 24 | low << 12 | high;
}

void nwi_print_places(const struct nw_doc *doc, struct nwi_print *out)
{
	struct places places = { .count = 0 };

	read_field(&places, doc, NW_FIELD_TITLE, 2);
	read_field(&places, doc, NW_FIELD_BODY, 1);
	for (size_t k = 0; k < KEPT && k < places.count; k++) {
		size_t most = k;
		for (size_t i = k + 1; i < places.count; i++)
			if (places.rows[i].count > places.rows[most].count)
				most = i;
		struct known row = places.rows[most];
		memmove(places.rows + k + 1, places.rows + k,
			(most - k) * sizeof(row));
		places.rows[k] = row;
		nwi_print_keep_name(out,
				    (uint32_t)NWI_NAME_PLACE << 24 | row.place);
		for (size_t i = 0; i < k && k < PAIRED; i++)
			nwi_print_keep_name(
				out, pair_key(places.rows[i].place, row.place));
	}
}
