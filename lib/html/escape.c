/* SPDX-License-Identifier: Apache-2.0 */
#include "html/emit.h"

#include "base/copy.h"
#include "base/room.h"
#include "base/wide.h"
#include <newswatch/page.h>

/* Decimal for the quotes: known to HTML, XML and the oldest mail readers. */
static const struct nw_str escapes[256] = {
	['&'] = NW_STR("&amp;"),  ['<'] = NW_STR("&lt;"),
	['>'] = NW_STR("&gt;"),	  ['"'] = NW_STR("&#34;"),
	['\''] = NW_STR("&#39;"),
};

#ifdef __SSE2__
/* Bit i: byte i is escaped. */
static unsigned escaped_ones(__m128i v)
{
	const __m128i amp = _mm_set1_epi8('&'), apos = _mm_set1_epi8('\''),
		      quote = _mm_set1_epi8('"'), two = _mm_set1_epi8(2),
		      greater = _mm_set1_epi8('>');
	/* '<' and '>' differ in one bit. */
	__m128i angle = _mm_cmpeq_epi8(_mm_or_si128(v, two), greater);
	__m128i quotes =
		_mm_or_si128(_mm_cmpeq_epi8(v, apos), _mm_cmpeq_epi8(v, quote));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(
		_mm_cmpeq_epi8(v, amp), _mm_or_si128(angle, quotes)));
}
#endif

#ifdef __x86_64__
NWI_WIDE static inline unsigned escaped_wide(__m256i v)
{
	__m256i quotes = nwi_wide_or(nwi_wide_is(v, '"'), nwi_wide_is(v, '\''));
	__m256i angles = nwi_wide_is(nwi_wide_or(v, _mm256_set1_epi8(2)), '>');
	__m256i marks = nwi_wide_or(angles, nwi_wide_is(v, '&'));

	return nwi_wide_bits(nwi_wide_or(quotes, marks));
}

/* Bytes before the first that is escaped, or fewer than 32 remain. */
NWI_WIDE static size_t plain_wide(const char *at, size_t len)
{
	size_t i = 0;

	for (; i + 32 <= len; i += 32) {
		unsigned hits = escaped_wide(nwi_wide_load(at + i));

		if (hits)
			return i + (size_t)__builtin_ctz(hits);
	}
	return i;
}
#endif

/* The first byte from `i` on that is escaped, or the length. */
static size_t plain_end(struct nw_str text, size_t i)
{
#ifdef __x86_64__
	if (nwi_wide_pays(text.len - i))
		i += plain_wide(text.at + i, text.len - i);
#endif
#ifdef __SSE2__
	for (; i + 16 <= text.len; i += 16) {
		unsigned hits = escaped_ones(
			_mm_loadu_si128((const void *)(text.at + i)));
		if (hits)
			return i + (size_t)__builtin_ctz(hits);
	}
	/* What is left of a long text: the last sixteen once more. */
	if (text.len >= 16 && i < text.len) {
		size_t from = text.len - 16;
		unsigned hits = escaped_ones(_mm_loadu_si128(
					(const void *)(text.at + from))) &
				(~0u << (i - from));
		return hits ? from + (size_t)__builtin_ctz(hits) : text.len;
	}
#endif
	while (i < text.len && escapes[(unsigned char)text.at[i]].len == 0)
		i++;
	return i;
}

size_t nwi_html_plain_len(struct nw_str text)
{
	return plain_end(text, 0);
}

#ifdef __x86_64__
/* Copies up to the first byte that is escaped, or fewer than 32 remain. */
NWI_WIDE static size_t copy_wide(char *to, const char *at, size_t len)
{
	size_t i = 0;

	for (; i + 32 <= len; i += 32) {
		__m256i v = nwi_wide_load(at + i);
		unsigned hits = escaped_wide(v);

		_mm256_storeu_si256((void *)(to + i), v);
		if (hits)
			return i + (size_t)__builtin_ctz(hits);
	}
	return i;
}
#endif

/* Copies up to the first byte that is escaped; room for all up to `end`. */
static char *copy_plain(char *to, const char **from, const char *end)
{
	const char *at = *from;

#ifdef __x86_64__
	if (nwi_wide_pays((size_t)(end - at))) {
		size_t len = copy_wide(to, at, (size_t)(end - at));
		at += len;
		to += len;
	}
#endif
#ifdef __SSE2__
	to = nwi_copy_sixteens(to, *from, &at, end, escaped_ones);
#endif
	while (at < end && escapes[(unsigned char)*at].len == 0)
		*to++ = *at++;
	*from = at;
	return to;
}

void nw_html_escape(struct nw_str text, struct nw_buf *out)
{
	const char *at = text.at, *end = at + text.len;

	while (at < end && nwi_buf_room(out, (size_t)(end - at))) {
		char *to = copy_plain(out->at + out->len, &at, end);
		*to = '\0';
		out->len = (size_t)(to - out->at);
		if (at < end)
			nw_buf_add_str(out, escapes[(unsigned char)*at++]);
	}
}
