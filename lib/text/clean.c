/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether text is clean already, as nearly all text is, so that it need not
 * be copied. A "no" may be wrong and costs a copy; a "yes" is sure.
 */
#include "text/utf8.h"

/* Bytes at which a second look is due; at SPACE only in one line. */
enum look { PLAIN = 0, SPACE, CONTROL, LEAD_C2, LEAD_CD_D8, LEAD_E, LEAD_F };

static const uint8_t looks[256] = {
	[0x00 ... 0x08] = CONTROL, [0x09 ... 0x0a] = SPACE,
	[0x0b ... 0x1f] = CONTROL, [0x20] = SPACE,
	[0x7f] = CONTROL,	   [0xc2] = LEAD_C2,
	[0xcd] = LEAD_CD_D8,	   [0xd8] = LEAD_CD_D8,
	[0xe1 ... 0xe3] = LEAD_E,  [0xef] = LEAD_E,
	[0xf0 ... 0xf4] = LEAD_F,
};

/* Letters and marks of the blocks that also hold what is taken out. */
static bool is_fine_e(const unsigned char *at)
{
	switch (at[0]) {
	case 0xe1: /* U+1680, U+180E */
		return at[1] != 0x9a && at[1] != 0xa0;
	case 0xe2: /* U+2010-2027, and from U+2080 on */
		return at[1] > 0x81 ||
		       (at[1] == 0x80 && at[2] >= 0x90 && at[2] <= 0xa7);
	case 0xe3: /* U+3000 */
		return at[1] != 0x80 || at[2] != 0x80;
	default: /* 0xef: U+FF00-FF7F, full width */
		return at[1] == 0xbc || at[1] == 0xbd;
	}
}

/* `at` begins a character of valid UTF-8, so its bytes are there. */
static bool is_fine(const unsigned char *at, bool one_line, bool last)
{
	switch (looks[at[0]]) {
	case SPACE:
		return !one_line ||
		       (at[0] == ' ' && !last && looks[at[1]] != SPACE);
	case LEAD_C2: /* C1 controls, the fixed space, the soft hyphen */
		return at[1] > 0xa0 && at[1] != 0xad;
	case LEAD_CD_D8: /* U+034F, U+061C */
		return at[1] != 0x8f && at[1] != 0x9c;
	case LEAD_E:
		return is_fine_e(at);
	case LEAD_F: /* U+1F000-1FFFF but its last two, and the black flag */
		return at[0] == 0xf0 && at[1] == 0x9f && at[2] != 0xbf &&
		       at[2] != 0x8f;
	default:
		return false;
	}
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))
#define HIGH	   EACH(0x80)

/* Bit 7 of each byte that is `byte`, exactly, where no byte has bit 7. */
static uint64_t equal_bytes(uint64_t word, uint8_t byte)
{
	uint64_t differs = word ^ EACH(byte);

	return ~(differs + EACH(0x7f)) & ~differs & HIGH;
}

/*
 * Whether eight bytes are printable ASCII; for one line also without two
 * spaces in a row or one at the end (that is for the slow look).
 */
static bool are_plain(const unsigned char *at, bool one_line)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	if ((word & HIGH) != 0)
		return false;
	/* No byte under 0x20, none 0x7f. */
	if (((word + EACH(0x60)) & HIGH) != HIGH ||
	    ((word + EACH(0x01)) & HIGH) != 0)
		return false;
	if (!one_line)
		return true;
	uint64_t spaces = equal_bytes(word, ' ');
	return (spaces & (spaces << 8)) == 0 && (spaces >> 63) == 0;
}

bool nwi_text_is_clean(struct nw_str s, bool one_line)
{
	const unsigned char *at = (const unsigned char *)s.at;
	uint8_t least = one_line ? PLAIN : SPACE;

	if (s.len == 0 || (one_line && looks[at[0]] == SPACE))
		return s.len == 0;
	for (size_t i = 0, stop; i < s.len;) {
		stop = i + 8 < s.len ? i + 8 : s.len;
		if (stop < s.len && are_plain(at + i, one_line)) {
			i = stop;
			continue;
		}
		for (; i < stop; i++)
			if (looks[at[i]] > least &&
			    !is_fine(at + i, one_line, i + 1 == s.len))
				return false;
	}
	return true;
}
