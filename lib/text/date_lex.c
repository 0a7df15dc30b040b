/* SPDX-License-Identifier: Apache-2.0 */
/* A date's text cut into numbers, words with a meaning, and signs. */
#include "text/date_internal.h"
#include "text/fold_internal.h"
#include "text/utf8.h"

struct lexer {
	struct nw_str text, language;
	size_t pos;
	bool spaced;
	struct nwi_marks *out;
};

static bool add(struct lexer *l, struct nwi_mark mark)
{
	if (l->out->count == NWI_DATE_MARKS)
		return false;
	mark.spaced = l->spaced;
	l->spaced = false;
	l->out->rows[l->out->count++] = mark;
	return true;
}

/* The value of a decimal digit of any script, -1 for none. */
static int digit_of(uint32_t c)
{
	if (c >= '0' && c <= '9')
		return (int)(c - '0');
	if (c < 0x80 || (nwi_char_class(c) & NWI_CHAR_KIND) != NWI_CHAR_DIGIT)
		return -1;
	struct nwi_folded folded = { .len = 0 };
	nwi_fold_into(&folded, c);
	return folded.len == 1 ? folded.at[0] - '0' : -1;
}

static uint32_t peek(const struct lexer *l, size_t pos, size_t *end)
{
	*end = pos;
	return pos < l->text.len ? nwi_utf8_next(l->text, end) : 0;
}

static bool lex_number(struct lexer *l)
{
	struct nwi_mark mark = { .kind = MARK_NUMBER };
	size_t end;

	for (;;) {
		int digit = digit_of(peek(l, l->pos, &end));
		if (digit < 0 || l->pos >= l->text.len)
			break;
		if (mark.value <= (INT64_MAX - 9) / 10)
			mark.value = mark.value * 10 + digit;
		if (mark.digits < 99)
			mark.digits++;
		l->pos = end;
	}
	const struct nwi_mark *before =
		l->out->count ? &l->out->rows[l->out->count - 1] : NULL;
	if (before && before->kind == MARK_NOISE && before->value == 1 &&
	    mark.value >= 1 && mark.value <= 12) {
		mark.kind = MARK_NAME;
		mark.month = (uint8_t)mark.value;
	}
	return add(l, mark);
}

/* Scripts whose words run into each other and into numbers. */
static bool is_joined(uint32_t c)
{
	return (c >= 0xe01 && c <= 0xe4e) || (c >= 0x3040 && c <= 0x30ff) ||
	       c == 0x3007 || (c >= 0x3400 && c <= 0x9fff) ||
	       (c >= 0xac00 && c <= 0xd7a3);
}

/* A digit, or ten, as East Asia writes it; -1 for none. */
static int han_digit(uint32_t c)
{
	static const char32_t digits[] = U"〇一二三四五六七八九十";

	if (c == U'零')
		return 0;
	for (int i = 0; digits[i]; i++)
		if (c == digits[i])
			return i;
	return -1;
}

/* "二〇一九" of 年, "十二" of 月: the bytes of it, 0 for no such number. */
static size_t han_number(const struct lexer *l, struct nwi_mark *mark)
{
	size_t pos = l->pos, end, field;
	int digit, tens = 0;

	*mark = (struct nwi_mark){ .kind = MARK_NUMBER };
	while ((digit = han_digit(peek(l, pos, &end))) >= 0 &&
	       mark->digits < 4) {
		if (digit == 10)
			tens = mark->digits ? (int)mark->value * 10 : 10;
		mark->value = digit == 10 ? 0 : mark->value * 10 + digit;
		mark->digits++;
		pos = end;
	}
	mark->value += tens;
	if (mark->digits == 0)
		return 0;
	struct nwi_mark behind = nwi_date_prefix(
		nw_str_slice(l->text, pos, l->text.len), &field);
	return behind.kind == MARK_FIELD ? pos - l->pos : 0;
}

/* What nobody knows is one word, however long it is. */
static bool add_unknown(struct lexer *l)
{
	const struct nwi_mark *before =
		l->out->count ? &l->out->rows[l->out->count - 1] : NULL;

	if (before && !l->spaced && before->kind == MARK_WORD && before->more)
		return true;
	return add(l, (struct nwi_mark){ .kind = MARK_WORD, .more = true });
}

static bool lex_joined(struct lexer *l)
{
	size_t len, end;
	struct nw_str rest = nw_str_slice(l->text, l->pos, l->text.len);
	struct nwi_mark mark = nwi_date_prefix(rest, &len);
	uint32_t c = peek(l, l->pos, &end);

	if (len == 0 && l->out->count && c == U'元' &&
	    l->out->rows[l->out->count - 1].kind == MARK_ERA) {
		mark = (struct nwi_mark){ .kind = MARK_NUMBER,
					  .value = 1,
					  .digits = 1 };
		len = end - l->pos;
	}
	if (len == 0)
		len = han_number(l, &mark);
	if (mark.kind == MARK_NAME && mark.month)
		l->out->buddhist = true; /* only Thai has names here */
	l->pos = len ? l->pos + len : end;
	return len ? add(l, mark) : add_unknown(l);
}

static bool is_word_char(uint32_t c)
{
	unsigned class = nwi_char_class(c);
	unsigned kind = class & NWI_CHAR_KIND;

	return !is_joined(c) &&
	       (kind == NWI_CHAR_LETTER || kind == NWI_CHAR_MARK ||
		(class & NWI_CHAR_GONE));
}

/* "a.m.", "มี.ค.": points behind a letter or, beyond ASCII, two. */
static bool is_short(const struct nwi_folded *folded, size_t from)
{
	struct nw_str part = nw_str_make(folded->at + from, folded->len - from);

	return part.len == 1 ||
	       (part.len > 1 && (unsigned char)part.at[0] >= 0x80 &&
		nwi_utf8_count(part) <= 2);
}

/* The folded word at `pos`, with points and apostrophes inside. */
static size_t take_word(const struct lexer *l, size_t pos,
			struct nwi_folded *folded)
{
	size_t end, behind, part = folded->len;

	while (pos < l->text.len) {
		uint32_t c = peek(l, pos, &end);
		bool point = c == '.' && is_short(folded, part);
		if (point || nwi_is_apostrophe(c)) {
			if (!is_word_char(peek(l, end, &behind)))
				break;
			c = point ? '.' : '\'';
		} else if (!is_word_char(c)) {
			break;
		}
		if (!nwi_fold_into(folded, c))
			break;
		if (point)
			part = folded->len;
		pos = end;
	}
	return pos;
}

/* "كانون الثاني", "i går", "avant-hier": the longest phrase counts. */
static size_t take_phrase(const struct lexer *l, size_t end,
			  const struct nwi_folded *first, struct nwi_mark *mark)
{
	struct nwi_folded words = *first;
	size_t best = end;

	for (int i = 0; i < 3 && end + 1 < l->text.len &&
			strchr(" -_", l->text.at[end]) != NULL &&
			words.len + 1 < sizeof(words.at);
	     i++) {
		words.at[words.len++] = ' ';
		if (!nwi_date_begins(nw_str_make(words.at, words.len)))
			break;
		end = take_word(l, end + 1, &words);
		struct nw_str phrase = nw_str_make(words.at, words.len);
		if (nwi_date_phrase(phrase, l->language, mark))
			best = end;
	}
	return best;
}

/* 1 to 12 for "I" to "XII", 0 for anything else. */
static uint8_t roman_of(struct nw_str word)
{
	static const char *const romans[] = { "i",  "ii", "iii", "iv",
					      "v",  "vi", "vii", "viii",
					      "ix", "x",  "xi",	 "xii" };

	for (uint8_t i = 0; i < 12; i++)
		if (nw_str_is_nocase(word, romans[i]))
			return (uint8_t)(i + 1);
	return 0;
}

static bool is_upper(struct nw_str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] < 'A' || word.at[i] > 'Z')
			return false;
	return word.len > 0;
}

static bool lex_word(struct lexer *l)
{
	struct nwi_folded folded = { .len = 0 };
	struct nwi_mark mark = { .kind = MARK_WORD };
	size_t end = take_word(l, l->pos, &folded);

	if (end == l->pos) { /* a mark that stands alone */
		peek(l, l->pos, &l->pos);
		return true;
	}
	struct nw_str written = nw_str_slice(l->text, l->pos, end);
	if (folded.len > 0) {
		size_t behind = take_phrase(l, end, &folded, &mark);
		if (behind == end)
			mark = nwi_date_word(nw_str_make(folded.at, folded.len),
					     l->language);
		end = behind;
	}
	mark.upper = is_upper(written);
	mark.roman = roman_of(written);
	/* "ET" is a zone, "et" a word of many languages. */
	if (mark.kind == MARK_ZONE && folded.len == 2 && !mark.upper &&
	    folded.at[0] != 'u')
		mark = (struct nwi_mark){ .kind = MARK_NOISE };
	if (folded.len == 1 && folded.at[0] >= 'a' && folded.at[0] <= 'z')
		mark.letter = folded.at[0];
	l->pos = end;
	return add(l, mark);
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= 9 && c <= 13) || c == 0xa0 || c == 0x202f ||
	       c == 0x2009 || c == 0x3000;
}

/* Dashes and full-width signs as their ASCII brothers. */
static uint32_t plain_sign(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xfee0;
	if ((c >= 0x2010 && c <= 0x2014) || c == 0x2212)
		return '-';
	if ((c >= 0xa2 && c <= 0xa5) || (c >= 0x20a0 && c <= 0x20cf))
		return '$';
	return c < 0x80 ? c : '|';
}

bool nwi_date_lex(struct nw_str text, struct nw_str language,
		  struct nwi_marks *out)
{
	struct lexer l = { .text = text, .language = language, .out = out };
	bool room = true;

	*out = (struct nwi_marks){ .count = 0 };
	while (room && l.pos < text.len) {
		size_t end;
		uint32_t c = peek(&l, l.pos, &end);
		if (is_blank(c)) {
			l.spaced = true;
			l.pos = end;
		} else if (digit_of(c) >= 0) {
			room = lex_number(&l);
		} else if (is_joined(c)) {
			room = lex_joined(&l);
		} else if (is_word_char(c)) {
			room = lex_word(&l);
		} else {
			room = add(&l,
				   (struct nwi_mark){ .kind = MARK_SIGN,
						      .value = plain_sign(c) });
			l.pos = end;
		}
	}
	return room;
}
