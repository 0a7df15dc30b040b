/* SPDX-License-Identifier: Apache-2.0 */
#include "story/print_parts.h"
#include "story/tables/common_table.h"

#include "text/utf8.h"

static bool ends(struct nw_str word, const char *ending)
{
	size_t len = strlen(ending);

	return word.len >= len &&
	       memcmp(word.at + word.len - len, ending, len) == 0;
}

/* Plurals and the two endings of verbs; Harman's S stemmer and a little. */
static size_t stem_english(struct nw_str word)
{
	size_t len = word.len;

	if (len > 4 && ends(word, "ies") && !ends(word, "eies"))
		return len - 2; /* y and i meet below */
	if (len > 3 && ends(word, "s") && !ends(word, "ss") &&
	    !ends(word, "us") && !ends(word, "is"))
		len--;
	word.len = len;
	if (len > 5 && ends(word, "ing"))
		len -= 3;
	else if (len > 4 && ends(word, "ed"))
		len -= 2;
	else if (len > 4 && ends(word, "e"))
		len -= 1;
	word.len = len;
	if (len > 3 && word.at[len - 1] == word.at[len - 2] &&
	    !ends(word, "ll") && !ends(word, "ss"))
		len--;
	return len;
}

enum { LETTERS = 6, LATIN_LETTERS = 7 };

/* The bytes of the first `letters` code points. */
static size_t first_letters(struct nw_str word, size_t letters)
{
	size_t at = 0;

	for (size_t i = 0; i < letters && at < word.len; i++)
		nwi_utf8_next(word, &at);
	return at;
}

size_t nwi_print_stem(struct nw_str word, const char *language, char *stem)
{
	size_t len;
	unsigned char first = word.len ? (unsigned char)word.at[0] : 0;

	if (first >= '0' && first <= '9')
		len = word.len;
	else if (strcmp(language, "en") == 0 || language[0] == '\0')
		len = first < 0x80 ? stem_english(word)
				   : first_letters(word, LETTERS);
	else if (first < 0xd0)
		len = first_letters(word, LATIN_LETTERS);
	else
		len = first_letters(word, LETTERS);
	len = nwi_utf8_floor(word, len < NWI_STEM_BYTES ? len : NWI_STEM_BYTES);
	memcpy(stem, word.at, len);
	return len;
}

static uint32_t add_bytes(uint32_t h, const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)at[i]) * UINT32_C(0x01000193);
	return h;
}

unsigned nwi_print_common(struct nw_str word, const char *language)
{
	bool latin = word.len && (unsigned char)word.at[0] < 0xd0;
	const char *code = language[0] ? language : latin ? "en" : "ru";
	uint32_t h = add_bytes(UINT32_C(0x811c9dc5), code, strlen(code));
	size_t from = 0, to = common_row_count;

	h = add_bytes(h, " ", 1);
	h = add_bytes(h, word.at, word.len);
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (common_rows[middle].key < h)
			from = middle + 1;
		else
			to = middle;
	}
	if (from < common_row_count && common_rows[from].key == h)
		return common_rows[from].common;
	return 0;
}
