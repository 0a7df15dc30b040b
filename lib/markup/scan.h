/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding the byte that ends a run of text, sixteen bytes at a time, and
 * learning on the way whether the run must be decoded.
 */
#ifndef NWI_MARKUP_SCAN_H
#define NWI_MARKUP_SCAN_H

#include <newswatch/text.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum nwi_scan_flag {
	NWI_SEEN_AMP = 1,    /* a '&' */
	NWI_SEEN_CONTROL = 2 /* a C0 control other than \t and \n */
};

static inline bool nwi_is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static inline bool nwi_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool nwi_is_control(char c)
{
	return (unsigned char)c < 0x20 && c != '\t' && c != '\n';
}

/* Whether the '<' at `at` begins something that HTML does not read as text. */
static inline bool nwi_begins_markup(const char *at, const char *end)
{
	if (end - at < 2)
		return false;
	char c = at[1];
	if (c == '/')
		return end - at > 2;
	return nwi_is_alpha(c) || c == '!' || c == '?';
}

/* The first `stop` in [at, end), or end; `*seen` gains what stood before. */
static inline const char *nwi_scan(const char *at, const char *end, char stop,
				   unsigned *seen)
{
#ifdef __SSE2__
	const __m128i stops = _mm_set1_epi8(stop), amps = _mm_set1_epi8('&');
	const __m128i last = _mm_set1_epi8(0x1f);

	for (; end - at >= 16; at += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)at);
		__m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, last), v);
		__m128i amp = _mm_cmpeq_epi8(v, amps);
		__m128i end_here = _mm_cmpeq_epi8(v, stops);
		unsigned any = (unsigned)_mm_movemask_epi8(
			_mm_or_si128(_mm_or_si128(low, amp), end_here));

		if (any == 0)
			continue;
		unsigned hit = (unsigned)_mm_movemask_epi8(end_here);
		unsigned before = hit ? (hit & -hit) - 1 : 0xffff;
		unsigned white = (unsigned)_mm_movemask_epi8(
			_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')),
				     _mm_cmpeq_epi8(v, _mm_set1_epi8('\t'))));
		unsigned controls =
			(unsigned)_mm_movemask_epi8(low) & ~white & before;

		if ((unsigned)_mm_movemask_epi8(amp) & before)
			*seen |= NWI_SEEN_AMP;
		if (controls)
			*seen |= NWI_SEEN_CONTROL;
		if (hit)
			return at + __builtin_ctz(hit);
	}
#endif
	for (; at < end && *at != stop; at++) {
		if (*at == '&')
			*seen |= NWI_SEEN_AMP;
		else if (nwi_is_control(*at))
			*seen |= NWI_SEEN_CONTROL;
	}
	return at;
}

/* What all of [from, to) holds. */
static inline unsigned nwi_scan_all(const char *from, const char *to)
{
	unsigned seen = 0;

	/* Any stop will do; DEL is rare. */
	while ((from = nwi_scan(from, to, '\x7f', &seen)) < to)
		from++;
	return seen;
}

/* The first `c` in [at, end), or end. */
static inline const char *nwi_find(const char *at, const char *end, char c)
{
	const char *hit = at < end ? memchr(at, c, (size_t)(end - at)) : NULL;

	return hit ? hit : end;
}

/* The first `stop` in [at, end), or end; `*seen` is set by a `mark` before. */
static inline const char *nwi_find_marking(const char *at, const char *end,
					   char stop, char mark, bool *seen)
{
	const char *from = at;
#ifdef __SSE2__
	const __m128i stops = _mm_set1_epi8(stop), marks = _mm_set1_epi8(mark);

	/* Of a long text the rest is left to memchr, which looks wider. */
	for (; at - from < 64 && end - at >= 16; at += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)at);
		unsigned hit =
			(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, stops));
		unsigned some =
			(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, marks));

		*seen |= (some & (hit ? (hit & -hit) - 1 : 0xffff)) != 0;
		if (hit)
			return at + __builtin_ctz(hit);
	}
	from = at;
#endif
	at = nwi_find(at, end, stop);
	*seen |= nwi_find(from, at, mark) < at;
	return at;
}

/* The first "]]>" in [at, end), or end. Brackets are rare in text. */
static inline const char *nwi_find_cdata_end(const char *at, const char *end)
{
	while ((at = nwi_find(at, end, ']')) < end) {
		if (end - at >= 3 && at[1] == ']' && at[2] == '>')
			return at;
		at++;
	}
	return end;
}

/* Copies a run and returns the end of the copy; short runs without a call. */
static inline char *nwi_copy_run(char *to, const char *from, size_t len)
{
	memcpy(to, from, len);
	return to + len;
}

#endif
