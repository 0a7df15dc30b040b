/* SPDX-License-Identifier: Apache-2.0 */
#include "query/image.h"

/* Bytes of the character at `at`; words are valid UTF-8. */
static size_t step(struct nw_str s, size_t at)
{
	size_t n = 1;

	while (at + n < s.len && ((unsigned char)s.at[at + n] & 0xc0) == 0x80)
		n++;
	return n;
}

/*
 * Greedy with one way back, to the last star: an earlier star never needs to
 * take more. Patterns have at most NWI_GLOB_STARS stars and words are short,
 * so the product of the lengths is small.
 */
bool nwi_glob(struct nw_str pattern, struct nw_str word)
{
	size_t p = 0, w = 0, star = SIZE_MAX, mark = 0;

	while (w < word.len) {
		char c = p < pattern.len ? pattern.at[p] : '\0';

		if (p < pattern.len && c == '*') {
			star = p++;
			mark = w;
		} else if (p < pattern.len && c == '?') {
			p++;
			w += step(word, w);
		} else if (p < pattern.len && c == word.at[w]) {
			p++;
			w++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			mark += step(word, mark);
			w = mark;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.at[p] == '*')
		p++;
	return p == pattern.len;
}
