/* SPDX-License-Identifier: Apache-2.0 */
/* The shape of a line: words, sentences, capitals, how it ends. */
#include "page/digest_impl.h"

#include "text/tables/tables.h"
#include "text/utf8.h"

/* What a look at each character counts. */
struct shape {
	size_t words, capitals, smalls, joined, uppers, lowers, others;
	size_t long_words, long_capitals; /* of four letters and more */
	size_t ends;			  /* sentences that end within */
	uint32_t first, last, last_but;	  /* last: behind closing signs */
	size_t word_len;
	bool word_upper, closed, end_seen;
	bool digits; /* the word is of digits alone */
	uint32_t hash, pattern;
	bool any_digit;
	size_t joints; /* a capital right behind a small letter */
	bool small_before;
};

static bool is_end(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 ||
	       c == 0xff01 || c == 0xff1f || c == 0x61f || c == 0x6d4 ||
	       c == 0x964 || c == 0x589 || c == 0xff0e || c == 0x1362;
}

static bool is_quote(uint32_t c)
{
	return c == '"' || c == '\'' || c == 0xab || c == 0xbb ||
	       (c >= 0x2018 && c <= 0x201f) || c == 0x2039 || c == 0x203a ||
	       (c >= 0x300c && c <= 0x300f) || c == 0x300a || c == 0x300b;
}

static bool is_closing(uint32_t c)
{
	return is_quote(c) || c == ')' || c == ']' || c == 0xff09 || c == '*' ||
	       c == '_';
}

static bool is_cased(uint32_t c)
{
	return c < 0x590 || (c >= 0x1e00 && c < 0x2000) ||
	       (c >= 0x10a0 && c < 0x1100);
}

static void end_word(struct shape *s)
{
	s->small_before = false;
	if (s->word_len == 0)
		return;
	s->words++;
	if (s->word_upper)
		s->capitals++;
	else
		s->smalls++;
	if (s->word_len >= 4) {
		s->long_words++;
		s->long_capitals += s->word_upper;
	}
	s->word_len = 0;
}

static void add_letter(struct shape *s, uint32_t c, unsigned class)
{
	if (class & NWI_CHAR_CUT || (c >= 0xac00 && c <= 0xd7a3)) {
		s->joined++;
		s->others++;
		return;
	}
	bool upper = (class & NWI_CHAR_UPPER) != 0;
	s->joints += upper && s->small_before && s->word_len >= 3;
	s->small_before = !upper && is_cased(c);
	if (s->word_len++ == 0)
		s->word_upper = (class & NWI_CHAR_UPPER) != 0;
	if (!is_cased(c))
		s->others++;
	else if (class & NWI_CHAR_UPPER)
		s->uppers++;
	else
		s->lowers++;
}

/* The point of an initial, or of a number in order: "17. März". */
static bool is_short_word(const struct shape *s)
{
	return s->word_len == 1 || (s->word_len == 2 && s->digits);
}

/* A sentence ends where white space and no small letter follow the end. */
static void add_char(struct shape *s, uint32_t c)
{
	unsigned class = nwi_char_class(c), kind = class & NWI_CHAR_KIND;

	if (!s->first)
		s->first = c;
	if (kind == NWI_CHAR_LETTER || kind == NWI_CHAR_DIGIT) {
		if (s->end_seen && s->closed &&
		    (!is_cased(c) || (class & NWI_CHAR_UPPER)))
			s->ends++;
		s->end_seen = s->closed = false;
		if (s->word_len == 0)
			s->digits = true;
		s->digits = s->digits && kind == NWI_CHAR_DIGIT;
		if (kind == NWI_CHAR_LETTER)
			add_letter(s, c, class);
		else
			s->word_len++;
	} else if (c == '.' && is_short_word(s)) {
		end_word(s);
		s->last = s->last_but = c;
		s->hash = (s->hash ^ c) * 16777619u;
		s->pattern = (s->pattern ^ c) * 16777619u;
		return;
	} else if (kind != NWI_CHAR_MARK && !(class & NWI_CHAR_GONE) &&
		   c != 0x2019 && c != 39) {
		end_word(s);
	}
	if (is_end(c)) {
		s->end_seen = true;
		s->closed = c >= 0x3000;
	} else if (c == ' ') {
		s->closed = s->end_seen;
	}
	if (c != ' ') {
		if (!is_closing(c))
			s->last = c;
		s->last_but = c;
	}
	s->hash = (s->hash ^ c) * 16777619u;
	if (kind != NWI_CHAR_DIGIT)
		s->pattern = (s->pattern ^ c) * 16777619u;
	else
		s->any_digit = true;
}

static uint64_t length_bit(size_t words)
{
	return words <= 2    ? BIT(F_TINY)
	       : words <= 20 ? BIT(F_SHORT)
	       : words <= 32 ? BIT(F_MIDDLE)
			     : BIT(F_LONG);
}

static uint64_t end_bit(const struct shape *s, struct nw_str text)
{
	if (s->last == 0x2026 || nw_str_ends(text, "...") ||
	    nw_str_ends(text, "[...]"))
		return BIT(F_TRAILING);
	if (s->last == ':' || s->last == 0xff1a)
		return BIT(F_COLON);
	if (!is_end(s->last))
		return BIT(F_OPEN);
	if (s->last == '!' || s->last == '?' || s->last == 0xff1f ||
	    s->last == 0xff01 || s->last == 0x61f)
		return BIT(F_MARK);
	return s->last_but != s->last ? BIT(F_QUOTED_DOT) : BIT(F_DOT);
}

static uint64_t case_bits(const struct shape *s)
{
	uint64_t bits = 0;
	size_t cased = s->capitals + s->smalls;

	if (s->uppers > 3 && s->lowers * 10 < s->uppers &&
	    s->others < s->uppers)
		return BIT(F_UPPER);
	/* Short words stay small in English titles. */
	if (cased >= 4 && s->long_words >= 3 && s->others < s->lowers &&
	    s->long_capitals * 10 >= s->long_words * 8)
		bits |= BIT(F_CAPITALS);
	return bits;
}

struct nw_str nwi_digest_without_note(struct nw_str text)
{
	size_t i = text.len;

	if (i == 0 || text.at[i - 1] != ']')
		return text;
	for (i--; i > 0 && text.at[i - 1] >= '0' && text.at[i - 1] <= '9';)
		i--;
	return i > 1 && i + 1 < text.len && text.at[i - 1] == '['
		       ? nw_str_trim(nw_str_slice(text, 0, i - 1))
		       : text;
}

void nwi_digest_shape(struct digest_line *line)
{
	struct shape s = { .hash = 2166136261u, .pattern = 2166136261u };
	struct nw_str text = nwi_digest_without_note(line->text);
	size_t pos = 0;

	while (pos < text.len)
		add_char(&s, nwi_utf8_next(text, &pos));
	end_word(&s);
	line->words = (uint32_t)(s.words + (s.joined + 1) / 2);
	line->hash = s.hash;
	line->pattern = s.any_digit ? s.pattern | 1 : 0;
	line->sentences = (uint8_t)(s.ends > 200 ? 200 : s.ends);
	line->bits |=
		length_bit(line->words) | end_bit(&s, text) | case_bits(&s);
	line->run_on = s.joints >= 2 && s.joints * 15 >= s.words &&
		       !(line->bits & BIT(F_DOT));
	if (s.ends > 0)
		line->bits |= BIT(F_SENTENCES);
	if (is_cased(s.first) &&
	    (nwi_char_class(s.first) & NWI_CHAR_KIND) == NWI_CHAR_LETTER &&
	    !(nwi_char_class(s.first) & NWI_CHAR_UPPER))
		line->bits |= BIT(F_LOWER);
	if (is_quote(s.first))
		line->bits |= BIT(F_QUOTE);
}

/* Text of sentences, by its length and its ends. */
bool nwi_digest_is_prose(const struct digest_line *line)
{
	const uint64_t ends = BIT(F_DOT) | BIT(F_QUOTED_DOT) | BIT(F_MARK);
	uint64_t bits = line->bits;

	if (line->words >= 25)
		return true;
	/* "Minister in Vilnius. Talks on coal and peace" is a title. */
	if ((bits & BIT(F_SENTENCES)) && line->words >= 8 &&
	    !((bits & BIT(F_OPEN)) && line->words <= 14))
		return true;
	if (bits & (BIT(F_CAPITALS) | BIT(F_UPPER) | BIT(F_HEADED) |
		    BIT(F_UNDERLINED)))
		return false;
	if (bits & BIT(F_DOT))
		return line->words >= 5;
	return (bits & (ends | BIT(F_TRAILING))) && line->words >= 10;
}
