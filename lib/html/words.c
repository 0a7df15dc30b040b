/* SPDX-License-Identifier: Apache-2.0 */
#include "html/words.h"

#include "base/wide.h"
#include "markup/entity.h"
#include "markup/scan.h"
#include "text/utf8.h"

enum kind { WORD = 0, BLANK, MARK, LESS, AMP, WIDE, ODD };

static const uint8_t kinds[256] = {
	[0x00 ... 0x08] = ODD, ['\t'] = BLANK, ['\n'] = BLANK,
	[0x0b ... 0x1f] = ODD, [' '] = BLANK,  ['"'] = MARK,
	['\''] = MARK,	       ['>'] = MARK,   ['<'] = LESS,
	['&'] = AMP,	       [0xc2] = WIDE, /* of the fixed space */
};

/* What is stored before it is known how much of it counts, and a gap. */
enum { SLACK = 32 };

struct words {
	char *safe, *text; /* where the next byte goes; `safe` may be NULL */
	size_t safe_room;  /* from there on */
	struct nw_buf *safe_out, *text_out;
	enum nwi_gap gap;
	bool begun; /* a word was written */
};

static enum kind kind_of(char c)
{
	return (enum kind)kinds[(unsigned char)c];
}

/* Room for `len` bytes at `*to`, which is in or at the end of `out`. */
static bool make_room(struct nw_buf *out, char **to, size_t len)
{
	size_t used = (size_t)(*to - out->at), before = out->len;
	bool good = !out->failed && used <= out->max && len <= out->max - used;

	if (!good || len < out->room - used)
		return good;
	out->len = used;
	good = nw_buf_reserve(out, len);
	out->len = before;
	*to = out->at + used;
	return good;
}

static inline void put_gap(struct words *w)
{
	static const char gaps[] = { '\0', ' ', '\t', '\n' };

	if (w->gap == NWI_GAP_NONE)
		return;
	if (w->begun)
		*w->text++ = gaps[w->gap];
	w->gap = NWI_GAP_NONE;
}

static inline void put_safe(struct words *w, const char *at, size_t len)
{
	if (!w->safe)
		return;
	for (size_t i = 0; i < len; i++)
		w->safe[i] = at[i];
	w->safe += len;
	w->safe_room -= len;
}

/* Part of a word, of a few bytes. */
static inline void put_word(struct words *w, const char *at, size_t len)
{
	put_gap(w);
	w->begun = true;
	put_safe(w, at, len);
	for (size_t i = 0; i < len; i++)
		*w->text++ = at[i];
}

static inline void put_blank(struct words *w, const char *at, size_t len)
{
	put_safe(w, at, len);
	if (w->gap == NWI_GAP_NONE)
		w->gap = NWI_GAP_SPACE;
}

/* A character of a word that HTML escapes. */
static void put_mark(struct words *w, char c)
{
	put_gap(w);
	w->begun = true;
	*w->text++ = c;
	switch (c) {
	case '&':
		put_safe(w, "&amp;", 5);
		break;
	case '<':
		put_safe(w, "&lt;", 4);
		break;
	case '>':
		put_safe(w, "&gt;", 4);
		break;
	default:
		put_safe(w, c == '"' ? "&#34;" : "&#39;", 5);
		break;
	}
}

#ifdef __SSE2__
/* Bit i: byte i of sixteen is no plain part of a word; blanks are. */
static inline unsigned odd_ones(__m128i v)
{
	__m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v);
	__m128i angle = _mm_cmpeq_epi8(_mm_or_si128(v, _mm_set1_epi8(2)),
				       _mm_set1_epi8('>'));
	__m128i amp_apos = _mm_cmpeq_epi8(_mm_or_si128(v, _mm_set1_epi8(1)),
					  _mm_set1_epi8('\''));
	__m128i rest = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')),
				    _mm_cmpeq_epi8(v, _mm_set1_epi8('\xc2')));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(
		_mm_or_si128(low, angle), _mm_or_si128(amp_apos, rest)));
}
#endif

#ifdef __x86_64__
/* The same of 32 bytes. */
NWI_WIDE static inline unsigned odd_wide(__m256i v)
{
	__m256i low = nwi_wide_at_most(v, 0x1f);
	__m256i angle = nwi_wide_is(nwi_wide_or(v, _mm256_set1_epi8(2)), '>');
	__m256i amp_apos =
		nwi_wide_is(nwi_wide_or(v, _mm256_set1_epi8(1)), '\'');
	__m256i rest = nwi_wide_or(nwi_wide_is(v, '"'), nwi_wide_is(v, 0xc2));

	return nwi_wide_bits(nwi_wide_or(nwi_wide_or(low, angle),
					 nwi_wide_or(amp_apos, rest)));
}

/* As the loop in copy_words; bytes up to a stop, or the last 32. */
NWI_WIDE static size_t copy_wide(char *safe, char *text, const char *at,
				 size_t len)
{
	size_t i = 0;

	for (; i + 32 < len; i += 32) {
		__m256i v = nwi_wide_load(at + i);
		unsigned odd = odd_wide(v);
		unsigned blank = nwi_wide_bits(nwi_wide_is(v, ' '));
		unsigned next = kind_of(at[i + 32]) != WORD;
		unsigned stops =
			odd | (blank & ((odd | blank) >> 1 | next << 31));

		_mm256_storeu_si256((void *)(safe + i), v);
		_mm256_storeu_si256((void *)(text + i), v);
		if (stops)
			return i + (size_t)__builtin_ctz(stops);
	}
	return i;
}
#endif

/*
 * Copies words with one plain space between them; a space in front of
 * anything else may be a gap. There is room for all up to `end`.
 */
static inline const char *copy_words(struct words *w, const char *from,
				     const char *end)
{
	const char *at = from;
	char *text = w->text, *safe = w->safe ? w->safe : text;

	bool stopped = false;
#ifdef __x86_64__
	if (nwi_wide_pays((size_t)(end - at))) {
		size_t len = copy_wide(safe, text, at, (size_t)(end - at));
		at += len;
		safe += len;
		text += len;
		stopped = at < end && kind_of(*at) != WORD;
	}
#endif
#ifdef __SSE2__
	for (; !stopped && end - at > 16; at += 16) {
		__m128i v = _mm_loadu_si128((const void *)at);
		unsigned odd = odd_ones(v);
		unsigned blank = (unsigned)_mm_movemask_epi8(
			_mm_cmpeq_epi8(v, _mm_set1_epi8(' ')));
		unsigned next = kind_of(at[16]) != WORD;
		unsigned stops =
			odd | (blank & ((odd | blank) >> 1 | next << 15));

		_mm_storeu_si128((void *)safe, v);
		_mm_storeu_si128((void *)text, v);
		if (stops) {
			stopped = true;
			at += __builtin_ctz(stops);
			safe += __builtin_ctz(stops);
			text += __builtin_ctz(stops);
			break;
		}
		safe += 16;
		text += 16;
	}
#endif
	while (at < end && !stopped &&
	       (kind_of(*at) == WORD ||
		(*at == ' ' && end - at > 1 && kind_of(at[1]) == WORD)))
		*safe++ = *text++ = *at++;
	w->begun |= at > from;
	w->text = text;
	if (w->safe) {
		w->safe_room -= (size_t)(safe - w->safe);
		w->safe = safe;
	}
	return at;
}

/* What a reference stands for; false when it wants a closer look. */
static bool take_reference(struct words *w, const char **at, const char *end)
{
	char c[NWI_ENTITY_BYTES];
	size_t len = 1;
	size_t taken = nwi_entity_read(nw_str_make(*at, (size_t)(end - *at)),
				       false, c, &len);

	*at += taken ? taken : 1;
	if (!taken) {
		put_mark(w, '&');
	} else if (len == 2 && memcmp(c, "\xc2\xa0", 2) == 0) {
		put_blank(w, c, 2);
	} else if (len > 1) {
		if (!nwi_text_is_clean(nw_str_make(c, len), false))
			return false;
		put_word(w, c, len);
	} else if (kind_of(*c) == BLANK) {
		put_blank(w, c, 1);
	} else if (kind_of(*c) == WORD && *c != '\x7f') {
		put_word(w, c, 1);
	} else if (kind_of(*c) == ODD || *c == '\x7f') {
		return false;
	} else {
		put_mark(w, *c);
	}
	return true;
}

enum step { GO_ON, END, CLOSER_LOOK };

/* Whatever is no plain part of a word. */
static enum step take_other(struct words *w, const char **at, const char *end)
{
	switch (kind_of(**at)) {
	case BLANK:
		put_blank(w, (*at)++, 1);
		break;
	case WIDE:
		if (end - *at >= 2 && (*at)[1] == '\xa0') {
			put_blank(w, *at, 2);
			*at += 2;
		} else {
			put_word(w, (*at)++, 1);
		}
		break;
	case LESS:
		if (nwi_begins_markup(*at, end))
			return END;
		/* fall through */
	case MARK:
		put_mark(w, *(*at)++);
		break;
	case AMP:
		if (!take_reference(w, at, end))
			return CLOSER_LOOK;
		break;
	default:
		return CLOSER_LOOK;
	}
	return GO_ON;
}

/* Room for all that may follow before this is asked again. */
static bool has_room(struct words *w, const char *at, const char *end)
{
	size_t need = (size_t)(end - at) + SLACK;

	if (!w->safe || w->safe_room >= need)
		return true;
	/* Half as much again, so that it is not asked for each mark. */
	if (!make_room(w->safe_out, &w->safe, need + need / 2))
		return false;
	w->safe_room = need + need / 2;
	return true;
}

/* References are as long as what they stand for, but for a few. */
static bool begin(struct words *w, const char *at, const char *end,
		  const struct nwi_emit *emit)
{
	size_t need = (size_t)(end - at) + (size_t)(end - at) / 4 + SLACK;

	w->text_out = emit->out;
	w->text = w->text_out->at + w->text_out->len;
	w->gap = emit->gap;
	w->begun = w->text_out->len > emit->start;
	if (w->safe_out)
		w->safe = w->safe_out->at + w->safe_out->len;
	return (!w->safe_out || w->safe_out->at) && w->text_out->at &&
	       make_room(w->text_out, &w->text, need) && has_room(w, at, end);
}

static void commit(struct nw_buf *out, char *to)
{
	*to = '\0';
	out->len = (size_t)(to - out->at);
}

bool nwi_words_read(const char **from, const char *end, struct nw_buf *safe,
		    struct nwi_emit *words)
{
	struct words w = { .safe_out = safe };
	const char *at = *from;
	enum step step = GO_ON;

	if (!begin(&w, at, end, words))
		return false;
	while (at < end && step == GO_ON) {
		if (kind_of(*at) == WORD) {
			put_gap(&w);
			at = copy_words(&w, at, end);
		} else {
			step = has_room(&w, at, end) ? take_other(&w, &at, end)
						     : CLOSER_LOOK;
		}
	}
	if (step == CLOSER_LOOK)
		return false;
	commit(w.text_out, w.text);
	if (safe)
		commit(safe, w.safe);
	words->gap = w.gap;
	*from = at;
	return true;
}
