/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of Chinese and Japanese. Where ICU's dictionary cuts is not always
 * where a figure ends ("ten thousand people" is one token), so words of the
 * table are looked for from the border of a token on, and numerals are read one
 * by one.
 */
#include "story/gist_parts.h"
#include "text/utf8.h"

/* The value of a numeral up to nine; -1: it is none. */
static int digit_of(uint32_t c)
{
	static const uint16_t numerals[] = {
		0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db,
		0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d,
	};

	if (c == 0x4e24 || c == 0x5169) /* two of something */
		return 2;
	if (c == 0x96f6)
		return 0;
	for (int i = 0; i < 10; i++)
		if (numerals[i] == c)
			return i;
	return -1;
}

static unsigned scale_of(uint32_t c)
{
	switch (c) {
	case 0x5341:
		return 10;
	case 0x767e:
		return 100;
	case 0x5343:
		return 1000;
	default:
		return 0;
	}
}

/* A numeral below ten thousand from `at` on; returns its length in bytes. */
static size_t read_numeral(struct nw_str text, size_t at, unsigned *value)
{
	size_t pos = at, end = at;
	unsigned sum = 0, digit = 0;

	while (pos < text.len) {
		uint32_t c = nwi_utf8_next(text, &pos);
		unsigned scale = scale_of(c);
		int next = digit_of(c);

		if (!scale && next < 0)
			break;
		if (!scale && digit) /* a year: one digit after the other */
			return 0;
		if (scale)
			sum += (digit || sum ? digit : 1) * scale;
		digit = scale ? 0 : (unsigned)next;
		end = pos;
	}
	*value = sum + digit;
	return sum + digit < 10000 ? end - at : 0;
}

struct cutting {
	const struct nwi_gist_text *text;
	size_t at, end; /* the rest of the token */
	bool counted;	/* the word before is a number or of the table */
	struct nwi_gist_word *out;
	size_t count, room;
};

static void put(struct cutting *c, size_t len, unsigned kind, unsigned what,
		unsigned value)
{
	c->out[c->count++] = (struct nwi_gist_word){
		.folded = nw_str_slice(c->text->text, c->at, c->at + len),
		.kind = (uint8_t)kind,
		.what = (uint8_t)what,
		.value = (uint16_t)value,
		.from = (uint32_t)c->at,
		.to = (uint32_t)(c->at + len),
	};
	c->at += len;
	c->counted = kind != NWI_GIST_IS_PLAIN;
}

enum { LOOK = 24 /* bytes of a word of the table */ };

static const struct nwi_gist_slot *word_at(const struct cutting *c, size_t at,
					   size_t *len)
{
	struct nw_str rest = nw_str_slice(c->text->text, at, at + LOOK);

	rest.len = nwi_utf8_floor(rest, rest.len);
	return nwi_gist_beginning(c->text, rest, len);
}

/*
 * A numeral counts where it is all of its token, or where what follows can
 * follow a number: the one begins many words.
 */
static bool put_numeral(struct cutting *c)
{
	const struct nwi_gist_slot *next;
	unsigned value;
	size_t len = read_numeral(c->text->text, c->at, &value), behind;

	if (len == 0)
		return false;
	next = word_at(c, c->at + len, &behind);
	if (c->at + len != c->end &&
	    (!next || next->kind == NWI_GIST_IS_BREAK ||
	     next->kind == NWI_GIST_IS_STOP))
		return false;
	put(c, len, NWI_GIST_IS_NUMBER, 0, value);
	return true;
}

/* Words of one character are looked for as tokens and behind numbers only. */
static bool put_known(struct cutting *c)
{
	size_t len;
	const struct nwi_gist_slot *row = word_at(c, c->at, &len);

	if (!row || (len <= 3 && !c->counted && c->at + len != c->end))
		return false;
	if (row->kind == NWI_GIST_IS_SCALE && !c->counted)
		return false;
	put(c, len, row->kind, row->what, row->value);
	return true;
}

size_t nwi_gist_cut(const struct nwi_gist_text *text,
		    const struct nw_token *token, bool counted, size_t *at,
		    struct nwi_gist_word *out, size_t room)
{
	struct cutting c = { .text = text,
			     .at = *at,
			     .end = token->to,
			     .counted = counted || *at > token->from,
			     .out = out,
			     .room = room };

	while (c.at < c.end && c.count < c.room)
		if (!put_known(&c) && !put_numeral(&c))
			put(&c, c.end - c.at, NWI_GIST_IS_PLAIN, 0, 0);
	*at = c.at;
	return c.count;
}
