/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether text is clean already, as nearly all text is, so that it need not
 * be copied. A "no" may be wrong and costs a copy; a "yes" is sure.
 */
#include "base/wide.h"
#include "text/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bytes at which a second look is due; at SPACE only in one line. */
enum look { PLAIN = 0, SPACE, CONTROL, LEAD_C2, LEAD_CD_D8, LEAD_E, LEAD_F };

static const uint8_t looks[256] = {
	[0x00 ... 0x08] = CONTROL, [0x09 ... 0x0a] = SPACE,
	[0x0b ... 0x1f] = CONTROL, [0x20] = SPACE,
	[0x7f] = CONTROL,	   [0xc2] = LEAD_C2,
	[0xcd] = LEAD_CD_D8,	   [0xd8] = LEAD_CD_D8,
	[0xe1 ... 0xe3] = LEAD_E,  [0xef] = LEAD_E,
	[0xf0 ... 0xf4] = LEAD_F,
};

/* Letters and marks of the blocks that also hold what is taken out. */
static bool is_fine_e(const unsigned char *at)
{
	switch (at[0]) {
	case 0xe1: /* U+1680, U+180E */
		return at[1] != 0x9a && at[1] != 0xa0;
	case 0xe2: /* U+2010-2027, and from U+2080 on */
		return at[1] > 0x81 ||
		       (at[1] == 0x80 && at[2] >= 0x90 && at[2] <= 0xa7);
	case 0xe3: /* U+3000 */
		return at[1] != 0x80 || at[2] != 0x80;
	default: /* 0xef: U+FF00-FF7F, full width */
		return at[1] == 0xbc || at[1] == 0xbd;
	}
}

/* `at` begins a character of valid UTF-8, so its bytes are there. */
static bool is_fine(const unsigned char *at, bool one_line, bool last)
{
	switch (looks[at[0]]) {
	case SPACE:
		return !one_line ||
		       (at[0] == ' ' && !last && looks[at[1]] != SPACE);
	case LEAD_C2: /* C1 controls, the fixed space, the soft hyphen */
		return at[1] > 0xa0 && at[1] != 0xad;
	case LEAD_CD_D8: /* U+034F, U+061C */
		return at[1] != 0x8f && at[1] != 0x9c;
	case LEAD_E:
		return is_fine_e(at);
	case LEAD_F: /* U+1F000-1FFFF but its last two, and the black flag */
		return at[0] == 0xf0 && at[1] == 0x9f && at[2] != 0xbf &&
		       at[2] != 0x8f;
	default:
		return false;
	}
}

#ifdef __SSE2__
static __m128i at_least(__m128i v, unsigned char low)
{
	__m128i from = _mm_set1_epi8((char)low);

	return _mm_cmpeq_epi8(_mm_max_epu8(v, from), v);
}

static __m128i at_most(__m128i v, unsigned char high)
{
	__m128i to = _mm_set1_epi8((char)high);

	return _mm_cmpeq_epi8(_mm_min_epu8(v, to), v);
}

static __m128i equal(__m128i v, unsigned char byte)
{
	return _mm_cmpeq_epi8(v, _mm_set1_epi8((char)byte));
}

static __m128i either(__m128i a, __m128i b)
{
	return _mm_or_si128(a, b);
}

/* Of sixteen bytes, those that are due a second look: no fewer than `looks`. */
static unsigned due(const unsigned char *at, bool one_line)
{
	__m128i v = _mm_loadu_si128((const void *)at);
	__m128i space = equal(v, ' ');
	__m128i low = at_most(v, 0x1f);
	__m128i leads = either(either(equal(v, 0xc2), equal(v, 0xcd)),
			       either(equal(v, 0xd8), at_least(v, 0xef)));
	__m128i three = _mm_and_si128(at_least(v, 0xe1), at_most(v, 0xe3));
	__m128i all = either(either(leads, three), equal(v, 0x7f));

	if (one_line) {
		__m128i next = _mm_loadu_si128((const void *)(at + 1));
		low = either(low, _mm_and_si128(space, at_most(next, ' ')));
	} else {
		low = _mm_andnot_si128(either(equal(v, '\t'), equal(v, '\n')),
				       low);
	}
	return (unsigned)_mm_movemask_epi8(either(all, low));
}
#endif

#ifdef __SSE2__
/*
 * Whether all of sixteen bytes are printable ASCII; in one line, no space
 * before another or before what is not.
 */
static bool are_printable(const unsigned char *at, bool one_line)
{
	__m128i v = _mm_loadu_si128((const void *)at);
	/* Compared with signs, so that bytes over 0x7f are low. */
	__m128i odd =
		either(_mm_cmplt_epi8(v, _mm_set1_epi8(' ')), equal(v, 0x7f));

	if (one_line) {
		__m128i next = _mm_loadu_si128((const void *)(at + 1));
		__m128i low = _mm_cmplt_epi8(next, _mm_set1_epi8(' ' + 1));
		odd = either(odd, _mm_and_si128(equal(v, ' '), low));
	}
	return _mm_movemask_epi8(odd) == 0;
}
#endif

#ifdef __x86_64__
/*
 * The same set for a text, as two tables of bits that a byte's halves look up:
 * a bit in both names it. Two more are of what HTML escapes.
 */
enum group {
	G_0 = 1,
	G_7 = 2,
	G_C = 4,
	G_D = 8,
	G_E = 16,
	G_ANY = 32, /* 1 and f: all of them */
	G_ODD = 63,
	G_2 = 64,
	G_3 = 128
};

static const uint8_t by_high[16] = {
	[0x0] = G_0, [0x1] = G_ANY, [0x2] = G_2, [0x3] = G_3,	[0x7] = G_7,
	[0xc] = G_C, [0xd] = G_D,   [0xe] = G_E, [0xf] = G_ANY,
};
static const uint8_t by_low[16] = {
	[0x0] = G_ANY | G_0,
	[0x1] = G_ANY | G_0 | G_E,
	[0x2] = G_ANY | G_0 | G_E | G_C | G_2,
	[0x3] = G_ANY | G_0 | G_E,
	[0x4 ... 0x5] = G_ANY | G_0,
	[0x6 ... 0x7] = G_ANY | G_0 | G_2,
	[0x8] = G_ANY | G_0 | G_D,
	[0x9 ... 0xa] = G_ANY, /* tab, line end */
	[0xb] = G_ANY | G_0,
	[0xc] = G_ANY | G_0 | G_3,
	[0xd] = G_ANY | G_0 | G_C,
	[0xe] = G_ANY | G_0 | G_3,
	[0xf] = G_ANY | G_0 | G_7 | G_E,
};

NWI_WIDE static inline __m256i table(const uint8_t bits[16])
{
	return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)bits));
}

/* Each byte's group, 0 without. */
NWI_WIDE static inline __m256i groups_of(__m256i v, __m256i high, __m256i low)
{
	const __m256i half = _mm256_set1_epi8(0x0f);
	__m256i upper = _mm256_and_si256(_mm256_srli_epi16(v, 4), half);
	__m256i lower = _mm256_and_si256(v, half);

	return _mm256_and_si256(_mm256_shuffle_epi8(high, upper),
				_mm256_shuffle_epi8(low, lower));
}

/* Bytes before one that is due a second look in a text, or the last 32. */
NWI_WIDE static size_t skip_wide(const unsigned char *at, size_t len)
{
	const __m256i odd = _mm256_set1_epi8(G_ODD);
	const __m256i high = _mm256_and_si256(table(by_high), odd);
	const __m256i low = table(by_low);
	size_t i = 0;

	for (; i + 32 <= len; i += 32) {
		__m256i v = groups_of(nwi_wide_load(at + i), high, low);
		unsigned fine = nwi_wide_bits(nwi_wide_is(v, 0));

		if (~fine)
			return i + (size_t)__builtin_ctz(~fine);
	}
	return i;
}

/* The same in one line: low bytes, and spaces before another, are due too. */
NWI_WIDE static size_t skip_wide_line(const unsigned char *at, size_t len)
{
	const __m256i odd = _mm256_set1_epi8(G_ODD);
	const __m256i high = _mm256_and_si256(table(by_high), odd);
	const __m256i low = table(by_low);
	size_t i = 0;

	for (; i + 33 <= len; i += 32) {
		__m256i v = nwi_wide_load(at + i);
		__m256i next = nwi_wide_load(at + i + 1);
		__m256i fine = nwi_wide_is(groups_of(v, high, low), 0);
		__m256i pair = _mm256_and_si256(nwi_wide_is(v, ' '),
						nwi_wide_at_most(next, ' '));
		unsigned hits = ~nwi_wide_bits(fine) |
				nwi_wide_bits(nwi_wide_or(
					nwi_wide_at_most(v, 0x1f), pair));

		if (hits)
			return i + (size_t)__builtin_ctz(hits);
	}
	return i;
}

/* Of at least 32 bytes. */
NWI_WIDE static unsigned traits_wide(const char *at, size_t len)
{
	const __m256i high = table(by_high), low = table(by_low);
	__m256i groups = _mm256_setzero_si256(), twice = groups;

	for (size_t i = 0; i < len; i += 32) {
		/* The last 32 bytes once more, where fewer remain. */
		size_t from = i + 32 <= len ? i : len - 32;
		__m256i v = nwi_wide_load(at + from);
		groups = nwi_wide_or(groups, groups_of(v, high, low));
		twice = nwi_wide_or(twice, nwi_wide_is(v, 0xc3));
	}
	const __m256i odd = _mm256_set1_epi8(G_ODD);
	const __m256i marks = _mm256_set1_epi8((char)(G_2 | G_3));
	return (_mm256_testz_si256(groups, odd) ? 0 : NWI_TRAIT_UNCLEAN) |
	       (_mm256_testz_si256(groups, marks) ? 0 : NWI_TRAIT_MARKS) |
	       (_mm256_testz_si256(twice, twice) ? 0 : NWI_TRAIT_C3);
}
#endif

unsigned nwi_text_traits(struct nw_str s)
{
#ifdef __x86_64__
	if (nwi_wide_pays(s.len))
		return traits_wide(s.at, s.len);
#endif
	return NWI_TRAIT_UNCLEAN | NWI_TRAIT_MARKS | NWI_TRAIT_C3;
}

/* The next byte from `i` on that is due a second look, or the end. */
static size_t next_look(struct nw_str s, size_t i, bool one_line)
{
	const unsigned char *at = (const unsigned char *)s.at;
	uint8_t least = one_line ? PLAIN : SPACE;

#ifdef __x86_64__
	/* Where many bytes are due, as in Japanese, wide looks do not pay. */
	size_t calm = i + 32;
#endif
#ifdef __SSE2__
	while (i + 17 <= s.len) {
#ifdef __x86_64__
		if (i == calm && nwi_wide_pays(s.len - i)) {
			i += one_line ? skip_wide_line(at + i, s.len - i)
				      : skip_wide(at + i, s.len - i);
			calm = 0;
			continue;
		}
#endif
		unsigned hits = are_printable(at + i, one_line)
					? 0
					: due(at + i, one_line);
		if (hits)
			return i + (size_t)__builtin_ctz(hits);
		i += 16;
	}
	/* What is left of a long text: the last sixteen but one once more. */
	if (s.len >= 17 && i + 1 < s.len) {
		size_t from = s.len - 17;
		unsigned hits = due(at + from, one_line) & (~0u << (i - from));
		if (hits)
			return from + (size_t)__builtin_ctz(hits);
		i = s.len - 1;
	}
#endif
	while (i < s.len && looks[at[i]] <= least)
		i++;
	return i;
}

bool nwi_text_is_clean(struct nw_str s, bool one_line)
{
	const unsigned char *at = (const unsigned char *)s.at;

	if (s.len == 0 || (one_line && looks[at[0]] == SPACE))
		return s.len == 0;
	for (size_t i = 0; (i = next_look(s, i, one_line)) < s.len; i++)
		if (!is_fine(at + i, one_line, i + 1 == s.len))
			return false;
	return true;
}
