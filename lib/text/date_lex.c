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
	return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
	       (c >= 0xac00 && c <= 0xd7a3);
}

static bool lex_joined(struct lexer *l)
{
	size_t len, end;
	struct nw_str rest = nw_str_slice(l->text, l->pos, l->text.len);
	struct nwi_mark mark = nwi_date_prefix(rest, &len);

	if (len == 0)
		peek(l, l->pos, &end);
	l->pos = len ? l->pos + len : end;
	return add(l, mark);
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

/* Levantine months are two words. */
static size_t take_pair(const struct lexer *l, size_t end,
			const struct nwi_folded *first, struct nwi_mark *mark)
{
	struct nwi_folded pair = *first;

	if (end >= l->text.len || l->text.at[end] != ' ' ||
	    (unsigned char)first->at[0] < 0xd8 ||
	    pair.len + 5 > sizeof(pair.at))
		return end;
	pair.at[pair.len++] = ' ';
	size_t behind = take_word(l, end + 1, &pair);
	*mark = nwi_date_word(nw_str_make(pair.at, pair.len), l->language);
	return mark->kind == MARK_NAME ? behind : end;
}

static bool lex_word(struct lexer *l)
{
	struct nwi_folded folded = { .len = 0 };
	struct nwi_mark mark = { .kind = MARK_WORD };
	size_t end = take_word(l, l->pos, &folded), skip;

	if (end == l->pos) { /* a mark that stands alone */
		peek(l, l->pos, &l->pos);
		return true;
	}
	if (folded.len > 0) {
		size_t behind = take_pair(l, end, &folded, &mark);
		if (behind == end)
			mark = nwi_date_word(nw_str_make(folded.at, folded.len),
					     l->language);
		end = behind;
	}
	if (folded.len == 1 && folded.at[0] >= 'a' && folded.at[0] <= 'z')
		mark.letter = folded.at[0];
	if (mark.kind == MARK_NAME && mark.month &&
	    peek(l, l->pos, &skip) >= 0xe01 && peek(l, l->pos, &skip) <= 0xe5b)
		l->out->buddhist = true;
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

int nwi_date_month(struct nw_str word)
{
	struct nwi_marks marks;

	if (!nwi_date_lex(nw_str_slice(word, 0, NWI_DATE_MAX),
			  nw_str_make(NULL, 0), &marks) ||
	    marks.count == 0 || marks.rows[0].kind != MARK_NAME)
		return 0;
	return marks.rows[0].month;
}
