/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes looked at thirty-two at a time, where the processor has AVX2. The
 * loops that do so skip the greater part of a long text; what they leave is
 * read sixteen at a time or one by one, as everything is elsewhere.
 */
#ifndef NWI_BASE_WIDE_H
#define NWI_BASE_WIDE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __x86_64__
#include <immintrin.h>
#include <sys/platform/x86.h>

/* What may be called only where nwi_wide_pays. */
#define NWI_WIDE __attribute__((target("avx2")))

/* Below this the call costs more than it saves. */
enum { NWI_WIDE_BYTES = 64 };

/*
 * Asked of libc, which knows: __builtin_cpu_supports() asks the processor at
 * each start of a program, 40 us where a hypervisor answers.
 */
static inline bool nwi_has_avx2(void)
{
	return x86_cpu_active(x86_cpu_AVX2);
}

static inline bool nwi_has_sse42(void)
{
	return x86_cpu_active(x86_cpu_SSE4_2);
}

static inline bool nwi_wide_pays(size_t len)
{
	return len >= NWI_WIDE_BYTES && nwi_has_avx2();
}

NWI_WIDE static inline __m256i nwi_wide_load(const void *at)
{
	return _mm256_loadu_si256(at);
}

NWI_WIDE static inline __m256i nwi_wide_is(__m256i v, unsigned char byte)
{
	return _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)byte));
}

/* Unsigned, as all bytes here. */
NWI_WIDE static inline __m256i nwi_wide_at_most(__m256i v, unsigned char high)
{
	return _mm256_cmpeq_epi8(
		_mm256_min_epu8(v, _mm256_set1_epi8((char)high)), v);
}

NWI_WIDE static inline __m256i nwi_wide_at_least(__m256i v, unsigned char low)
{
	return _mm256_cmpeq_epi8(
		_mm256_max_epu8(v, _mm256_set1_epi8((char)low)), v);
}

NWI_WIDE static inline __m256i nwi_wide_or(__m256i a, __m256i b)
{
	return _mm256_or_si256(a, b);
}

/* Bit i: byte i is set. */
NWI_WIDE static inline unsigned nwi_wide_bits(__m256i v)
{
	return (unsigned)_mm256_movemask_epi8(v);
}
#endif

#endif
