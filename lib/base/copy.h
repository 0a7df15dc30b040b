/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copying a run of bytes up to the first that needs another treatment,
 * sixteen at a time: looked at and stored in one pass.
 */
#ifndef NWI_BASE_COPY_H
#define NWI_BASE_COPY_H

#ifdef __SSE2__
#include <emmintrin.h>
#include <stddef.h>

/* Bit i: byte i of sixteen is odd. */
typedef unsigned nwi_odd_fn(__m128i v);

/*
 * Copies from `*at` to `to` and gives the end of the copy; `*at` moves to the
 * first odd byte, to `end`, or, where fewer than sixteen bytes lie between
 * `from` and `end`, it stays. What lies between `from` and `*at` was copied
 * before. There is room for all up to `end`: sixteen bytes are stored before
 * it is known how many of them count.
 */
static inline char *nwi_copy_sixteens(char *to, const char *from,
				      const char **at, const char *end,
				      nwi_odd_fn *odd)
{
	const char *here = *at;

	for (; end - here >= 16; here += 16, to += 16) {
		__m128i v = _mm_loadu_si128((const void *)here);
		unsigned hits = odd(v);
		_mm_storeu_si128((void *)to, v);
		if (hits) {
			*at = here + __builtin_ctz(hits);
			return to + __builtin_ctz(hits);
		}
	}
	/* What is left of a long run: its last sixteen once more. */
	if (here - from >= 16 && here < end) {
		size_t again = 16 - (size_t)(end - here);
		__m128i v = _mm_loadu_si128((const void *)(here - again));
		int first = __builtin_ctz(odd(v) | 1u << 16);
		_mm_storeu_si128((void *)(to - again), v);
		here += first - (ptrdiff_t)again;
		to += first - (ptrdiff_t)again;
	}
	*at = here;
	return to;
}
#endif

#endif
