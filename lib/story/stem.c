/* SPDX-License-Identifier: Apache-2.0 */
#include "story/print_parts.h"
#include "story/tables/common_table.h"

static inline bool ends(struct nw_str word, const char *ending)
{
	size_t len = strlen(ending); /* known to the compiler */

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

enum { LETTERS = 6, LATIN_LETTERS = 7, CYRILLIC_LEAST = 8 /* bytes */ };

/* The bytes of the first `letters` code points. */
static size_t first_letters(struct nw_str word, size_t letters)
{
	size_t at = 0;

	for (; at < word.len; at++)
		if (((unsigned char)word.at[at] & 0xc0) != 0x80 &&
		    letters-- == 0)
			break;
	return at;
}

/* Short words keep their endings in six letters: "дамба", "дамбу". */
static size_t strip_cyrillic(struct nw_str word, size_t len)
{
	static const char endings[] = "аеиоуыэюяйьіїє";
	const char *last = word.at + len - 2;

	for (size_t i = 0; len > CYRILLIC_LEAST && i < sizeof(endings) - 1;
	     i += 2)
		if (memcmp(endings + i, last, 2) == 0)
			return len - 2;
	return len;
}

size_t nwi_print_stem(struct nw_str word, bool english)
{
	unsigned char first = word.len ? (unsigned char)word.at[0] : 0;

	if (first >= '0' && first <= '9')
		return word.len;
	if (english && first < 0x80)
		return stem_english(word);
	if (first == 0xd0 || first == 0xd1)
		return strip_cyrillic(word, first_letters(word, LETTERS));
	return first_letters(word, first < 0xd0 ? LATIN_LETTERS : LETTERS);
}

uint32_t nwi_print_language_key(const char *language)
{
	return nw_token_hash(nw_str_from(language)) * UINT32_C(0x9e3779b1);
}

unsigned nwi_print_common(const struct nw_token *word, uint32_t language_key)
{
	uint32_t key = (word->hash ^ language_key) & ~UINT32_C(7);
	uint32_t at = key >> 3 & (NWI_COMMON_SLOTS - 1);

	for (; nwi_common_slots[at]; at = (at + 1) & (NWI_COMMON_SLOTS - 1))
		if ((nwi_common_slots[at] & ~UINT32_C(7)) == key)
			return nwi_common_slots[at] & 7;
	return 0;
}
