/* SPDX-License-Identifier: Apache-2.0 */
#include "text/utf8.h"

#include "text/utf8_wide.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/*
 * The Unicode Standard, table 3-7: the second byte's range depends on the
 * first, which rules out overlong forms, surrogates and all above U+10FFFF.
 */
static size_t lead(unsigned char c, unsigned char *low, unsigned char *high)
{
	*low = 0x80;
	*high = 0xbf;
	if (c >= 0xc2 && c <= 0xdf)
		return 2;
	if (c >= 0xe0 && c <= 0xef) {
		*low = c == 0xe0 ? 0xa0 : 0x80;
		*high = c == 0xed ? 0x9f : 0xbf;
		return 3;
	}
	if (c >= 0xf0 && c <= 0xf4) {
		*low = c == 0xf0 ? 0x90 : 0x80;
		*high = c == 0xf4 ? 0x8f : 0xbf;
		return 4;
	}
	return 0;
}

/*
 * Bytes of the character at `at`, or of the maximal subpart with `*bad` set.
 * At least 1.
 */
static size_t scan(const unsigned char *at, size_t left, bool *bad)
{
	unsigned char low, high;

	*bad = false;
	if (at[0] < 0x80)
		return 1;
	size_t want = lead(at[0], &low, &high);
	*bad = true;
	if (want == 0)
		return 1;
	for (size_t i = 1; i < want; i++) {
		if (i >= left || at[i] < low || at[i] > high)
			return i;
		low = 0x80;
		high = 0xbf;
	}
	*bad = false;
	return want;
}

uint32_t nwi_utf8_next(struct nw_str s, size_t *pos)
{
	static const unsigned char masks[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *at = (const unsigned char *)s.at + *pos;
	bool bad;

	if (at[0] < 0x80) {
		*pos += 1;
		return at[0];
	}
	size_t len = scan(at, s.len - *pos, &bad);
	*pos += len;
	if (bad)
		return NWI_REPLACEMENT;
	uint32_t c = at[0] & masks[len];
	for (size_t i = 1; i < len; i++)
		c = c << 6 | (at[i] & 0x3f);
	return c;
}

/* Length of the run of ASCII at `from`, eight bytes at a time. */
static size_t ascii_run(struct nw_str s, size_t from)
{
	size_t i = from;
	uint64_t word;

	for (; i + sizeof(word) <= s.len; i += sizeof(word)) {
		memcpy(&word, s.at + i, sizeof(word));
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < s.len && (unsigned char)s.at[i] < 0x80)
		i++;
	return i - from;
}

#ifdef __SSE2__
/* Bit i: byte i is in [low, high], as unsigned numbers. */
static unsigned in_range(__m128i v, unsigned char low, unsigned char high)
{
	__m128i from = _mm_set1_epi8((char)low);
	__m128i to = _mm_set1_epi8((char)high);

	return (unsigned)_mm_movemask_epi8(
		_mm_and_si128(_mm_cmpeq_epi8(_mm_max_epu8(v, from), v),
			      _mm_cmpeq_epi8(_mm_min_epu8(v, to), v)));
}

/*
 * Characters of up to three bytes, sixteen bytes at a time: each byte that
 * continues one stands where a lead byte wants it, and no other does. Stops
 * at what needs a closer look (E0, ED, four bytes, faults).
 */
static size_t short_run(struct nw_str s, size_t i)
{
	while (i + 16 <= s.len) {
		__m128i v = _mm_loadu_si128((const void *)(s.at + i));
		unsigned high = (unsigned)_mm_movemask_epi8(v);
		if (high == 0) {
			i += 16;
			continue;
		}
		unsigned goes_on = in_range(v, 0x80, 0xbf);
		unsigned two = in_range(v, 0xc2, 0xdf);
		unsigned three =
			in_range(v, 0xe1, 0xec) | in_range(v, 0xee, 0xef);
		unsigned wanted = (two | three) << 1 | three << 2;
		if ((goes_on | two | three) != high ||
		    (wanted & 0xffff) != goes_on)
			break;
		/* What the last character lacks is read with it again. */
		if ((two | three) & 0x8000)
			i += 15;
		else
			i += three & 0x4000 ? 14 : 16;
	}
	return i;
}
#else
static size_t short_run(struct nw_str s, size_t i)
{
	(void)s;
	return i;
}
#endif

size_t nwi_utf8_valid_len(struct nw_str s)
{
	const unsigned char *at = (const unsigned char *)s.at;
	size_t i = nwi_utf8_wide_run(s);

	while (i < s.len) {
		bool bad;
		i = short_run(s, i);
		i += ascii_run(s, i);
		/* The common case of Cyrillic, Greek, Arabic, Hebrew. */
		while (i + 1 < s.len && at[i] >= 0xc2 && at[i] < 0xe0 &&
		       (at[i + 1] & 0xc0) == 0x80)
			i += 2;
		if (i >= s.len)
			break;
		if (at[i] < 0x80)
			continue;
		size_t len = scan(at + i, s.len - i, &bad);
		if (bad)
			return i;
		i += len;
	}
	return i;
}

bool nwi_utf8_is_valid(struct nw_str s)
{
	return nwi_utf8_valid_len(s) == s.len;
}

size_t nwi_utf8_floor(struct nw_str s, size_t max)
{
	if (max >= s.len)
		return s.len;
	while (max > 0 && ((unsigned char)s.at[max] & 0xc0) == 0x80)
		max--;
	return max;
}

size_t nwi_utf8_count(struct nw_str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += ((unsigned char)s.at[i] & 0xc0) != 0x80;
	return count;
}

void nwi_utf8_repair(struct nw_buf *out, struct nw_str s)
{
	while (s.len > 0) {
		bool bad;
		size_t good = nwi_utf8_valid_len(s);
		nw_buf_add(out, s.at, good);
		s = nw_str_slice(s, good, s.len);
		if (s.len == 0)
			return;
		size_t skip = scan((const unsigned char *)s.at, s.len, &bad);
		nw_buf_add_utf8(out, NWI_REPLACEMENT);
		s = nw_str_slice(s, skip, s.len);
	}
}

/* Unicode White_Space, and the line ends among it. */
static bool is_space(uint32_t c)
{
	return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0x85 || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_line_end(uint32_t c)
{
	return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 ||
	       c == 0x2029;
}

static bool is_tag(uint32_t c)
{
	return c >= 0xe0000 && c <= 0xe007f;
}

/* What nwi_text_clean drops, white space and tags apart. */
static bool is_harmful(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} rows[] = {
		{ 0x00, 0x08 },	    { 0x0e, 0x1f },	{ 0x7f, 0x9f },
		{ 0x180e, 0x180e }, { 0x200b, 0x200b }, { 0x202a, 0x202e },
		{ 0x2060, 0x206f }, { 0xfdd0, 0xfdef }, { 0xfeff, 0xfeff },
		{ 0xfff9, 0xfffb },
	};

	if (c > 0x9f && c < 0x180e)
		return false;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (c <= rows[i].last)
			return c >= rows[i].first;
	}
	return (c & 0xfffe) == 0xfffe;
}

/* Harmless in a text, and yet not to be seen. */
static bool is_invisible(uint32_t c)
{
	return c == 0xad || c == 0x34f || c == 0x61c ||
	       (c >= 0x200c && c <= 0x200f) || is_tag(c);
}

/* How the three cleaners differ. */
struct cleaner {
	bool one_line; /* white space folded */
	bool show;     /* U+FFFD for what cannot be seen */
	size_t max;    /* bytes to be written */
};

struct cleaning {
	const struct cleaner *how;
	struct nw_buf *out;
	size_t written;
	bool gap;  /* white space waits for a character behind it */
	bool flag; /* behind a black flag: tags name a region */
	bool full;
};

static void emit(struct cleaning *to, const char *bytes, size_t len)
{
	size_t gap = to->gap && to->written > 0 ? 1 : 0;

	if (len + gap > to->how->max - to->written) {
		to->full = true;
		return;
	}
	if (gap)
		nw_buf_add_char(to->out, ' ');
	nw_buf_add(to->out, bytes, len);
	to->gap = false;
	to->written += len + gap;
}

static void emit_replacement(struct cleaning *to)
{
	emit(to, "\xef\xbf\xbd", 3);
}

/* One character that is not printable ASCII. `next` follows it, or 0. */
static void clean_one(struct cleaning *to, struct nw_str raw, uint32_t c,
		      char next)
{
	bool flag = to->flag && is_tag(c);

	to->flag = c == 0x1f3f4 || flag;
	if (is_space(c) && to->how->one_line)
		to->gap = true;
	else if (c == '\r' && next == '\n')
		return;
	else if (is_line_end(c))
		emit(to, "\n", 1);
	else if (c == 0x0b || c == 0x0c)
		emit(to, " ", 1);
	else if (is_harmful(c) || (is_tag(c) && !flag) ||
		 (to->how->show && is_invisible(c))) {
		if (to->how->show)
			emit_replacement(to);
	} else if (c == NWI_REPLACEMENT)
		emit_replacement(to);
	else
		emit(to, raw.at, raw.len);
}

/* Length of the run of printable ASCII, with spaces where they stay. */
static size_t plain_run(struct nw_str s, size_t from, bool one_line)
{
	char least = one_line ? '!' : ' ';
	size_t i = from;

	while (i < s.len && s.at[i] >= least && s.at[i] < 0x7f)
		i++;
	return i - from;
}

static bool clean(const struct cleaner *how, struct nw_buf *out,
		  struct nw_str s)
{
	struct cleaning to = { .how = how, .out = out };
	size_t pos = 0;

	while (pos < s.len && !to.full) {
		size_t run = plain_run(s, pos, how->one_line);
		size_t gap = to.gap && to.written > 0 ? 1 : 0;
		if (run > 0 && run + gap > how->max - to.written) {
			size_t room = how->max - to.written;
			run = room > gap ? room - gap : 0;
			to.full = true;
		}
		if (run > 0) {
			to.flag = false;
			emit(&to, s.at + pos, run);
			pos += run;
			continue;
		}
		if (to.full)
			break;
		size_t from = pos;
		uint32_t c = nwi_utf8_next(s, &pos);
		clean_one(&to, nw_str_slice(s, from, pos), c,
			  pos < s.len ? s.at[pos] : '\0');
	}
	return !to.full;
}

void nwi_text_clean(struct nw_buf *out, struct nw_str s)
{
	const struct cleaner how = { .max = SIZE_MAX };

	if (nwi_text_is_clean(s, false))
		nw_buf_add_str(out, s);
	else
		clean(&how, out, s);
}

bool nwi_text_line(struct nw_buf *out, struct nw_str s, size_t max_bytes)
{
	const struct cleaner how = { .one_line = true, .max = max_bytes };

	return clean(&how, out, s);
}

void nwi_text_terminal(struct nw_buf *out, struct nw_str s, size_t max_bytes)
{
	const struct cleaner how = { .one_line = true,
				     .show = true,
				     .max = max_bytes };

	clean(&how, out, s);
}

static struct nw_str clean_in(const struct cleaner *how, struct nw_arena *arena,
			      struct nw_str s)
{
	struct nw_str result = nw_str_make(NULL, 0);
	struct nw_buf out;

	if (nw_str_is_absent(s))
		return s;
	nw_buf_init(&out, how->max);
	clean(how, &out, s);
	if (!out.failed)
		result = nw_arena_buf(arena, &out);
	nw_buf_fini(&out);
	return result;
}

struct nw_str nwi_text_clean_in(struct nw_arena *arena, struct nw_str s,
				size_t max_bytes)
{
	const struct cleaner how = { .max = max_bytes };

	return clean_in(&how, arena, s);
}

struct nw_str nwi_text_line_in(struct nw_arena *arena, struct nw_str s,
			       size_t max_bytes)
{
	const struct cleaner how = { .one_line = true, .max = max_bytes };

	return clean_in(&how, arena, s);
}
