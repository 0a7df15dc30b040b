/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The look-up method of Keiser and Lemire, "Validating UTF-8 in less than one
 * instruction per byte" (2021): what can be wrong with two neighbouring bytes
 * is told by three of their half bytes, each the index of a table of bits.
 */
#include "text/utf8_wide.h"

#include "base/wide.h"

#ifdef __x86_64__

#include <immintrin.h>

enum fault {
	SHORT = 1 << 0, /* a lead byte, and no continuation */
	LONG = 1 << 1,	/* ASCII, and a continuation */
	OVERLONG_3 = 1 << 2,
	LARGE = 1 << 3, /* F4 90 and up */
	SURROGATE = 1 << 4,
	OVERLONG_2 = 1 << 5,
	LARGE_1000 = 1 << 6, /* F5 80 and up */
	OVERLONG_4 = 1 << 6,
	TWO = 1 << 7, /* two continuations: right behind some leads only */
	CARRY = SHORT | LONG | TWO
};

/* By the first byte's upper half, its lower half, the second's upper half. */
static const uint8_t first_high[16] = {
	[0x0 ... 0x7] = LONG,
	[0x8 ... 0xb] = TWO,
	[0xc] = SHORT | OVERLONG_2,
	[0xd] = SHORT,
	[0xe] = SHORT | OVERLONG_3 | SURROGATE,
	[0xf] = SHORT | LARGE | LARGE_1000 | OVERLONG_4,
};
static const uint8_t first_low[16] = {
	[0x0] = CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4,
	[0x1] = CARRY | OVERLONG_2,
	[0x2 ... 0x3] = CARRY,
	[0x4] = CARRY | LARGE,
	[0x5 ... 0xc] = CARRY | LARGE | LARGE_1000,
	[0xd] = CARRY | LARGE | LARGE_1000 | SURROGATE,
	[0xe ... 0xf] = CARRY | LARGE | LARGE_1000,
};
static const uint8_t second_high[16] = {
	[0x0 ... 0x7] = SHORT,
	[0x8] = LONG | OVERLONG_2 | TWO | OVERLONG_3 | LARGE_1000 | OVERLONG_4,
	[0x9] = LONG | OVERLONG_2 | TWO | OVERLONG_3 | LARGE,
	[0xa ... 0xb] = LONG | OVERLONG_2 | TWO | SURROGATE | LARGE,
	[0xc ... 0xf] = SHORT,
};

#define WIDE __attribute__((target("avx2")))

WIDE static inline __m256i table(const uint8_t bits[16])
{
	return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)bits));
}

WIDE static inline __m256i high_half(__m256i v)
{
	return _mm256_and_si256(_mm256_srli_epi16(v, 4),
				_mm256_set1_epi8(0x0f));
}

/* Each byte with a bit for each fault that it ends, behind `before`. */
WIDE static inline __m256i faults(__m256i v, __m256i before)
{
	__m256i joint = _mm256_permute2x128_si256(before, v, 0x21);
	__m256i one = _mm256_alignr_epi8(v, joint, 15);
	__m256i two = _mm256_alignr_epi8(v, joint, 14);
	__m256i three = _mm256_alignr_epi8(v, joint, 13);
	__m256i low = _mm256_and_si256(one, _mm256_set1_epi8(0x0f));
	__m256i pairs = _mm256_and_si256(
		_mm256_shuffle_epi8(table(first_high), high_half(one)),
		_mm256_and_si256(
			_mm256_shuffle_epi8(table(first_low), low),
			_mm256_shuffle_epi8(table(second_high), high_half(v))));
	/* The third and fourth byte must be a second continuation. */
	__m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8(0xe0 - 0x80));
	__m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8(0xf0 - 0x80));
	__m256i due = _mm256_and_si256(_mm256_or_si256(third, fourth),
				       _mm256_set1_epi8((char)0x80));

	return _mm256_xor_si256(due, pairs);
}

/* Bytes of whole blocks without a fault; a character may lack its end. */
WIDE static size_t good_blocks(struct nw_str s)
{
	__m256i before = _mm256_setzero_si256();
	bool was_ascii = true;
	size_t i = 0;

	for (; i + 32 <= s.len; i += 32) {
		__m256i v = _mm256_loadu_si256((const void *)(s.at + i));
		bool ascii = _mm256_movemask_epi8(v) == 0;

		if (!ascii || !was_ascii) {
			__m256i bad = faults(v, before);
			if (!_mm256_testz_si256(bad, bad))
				break;
		}
		before = v;
		was_ascii = ascii;
	}
	return i;
}

size_t nwi_utf8_wide_run(struct nw_str s)
{
	if (s.len < 64 || !nwi_has_avx2())
		return 0;
	size_t i = good_blocks(s);
	/* A character that is cut off begins at most three bytes before. */
	i = i > 3 ? i - 3 : 0;
	while (i > 0 && ((unsigned char)s.at[i] & 0xc0) == 0x80)
		i--;
	return i;
}

#else

size_t nwi_utf8_wide_run(struct nw_str s)
{
	(void)s;
	return 0;
}

#endif
