/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that was UTF-8, was taken for windows-1252 and encoded again: the
 * usual accident of content systems ("â€¦" for an ellipsis). It is undone
 * where all of a text can have come about so; one that has any other
 * character, or does not become UTF-8 again, stays.
 */
#include "feed/reader.h"
#include "text/utf8.h"

/* Windows-1252 0x80 to 0x9f; 0 where it has none (the control stands). */
static const uint16_t cp1252[32] = {
	0x20ac, 0,	0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,	0x017d, 0,
	0,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,	0x017e, 0x0178,
};

/* The byte that the character was taken from, -1 for none. */
static int byte_of(uint32_t c)
{
	if (c < 0x100)
		return (int)c;
	for (int i = 0; i < 32; i++)
		if (cp1252[i] == c)
			return 0x80 + i;
	return -1;
}

/* Whether a lead byte of UTF-8 stands in it as a character (U+00C2-00F4). */
static bool is_suspect(struct nw_str s)
{
	const char *at = memchr(s.at, 0xc3, s.len);

	return at && at + 2 < s.at + s.len && ((unsigned char)at[2] & 0x80);
}

struct nw_str nwi_undo_recoding(struct nw_arena *arena, struct nw_str s)
{
	size_t len = 0;

	if (s.len < 4 || !is_suspect(s))
		return s;
	char *to = nw_arena_alloc(arena, s.len);
	for (size_t i = 0; to && i < s.len;) {
		int byte = byte_of(nwi_utf8_next(s, &i));
		if (byte < 0)
			return s;
		to[len++] = (char)byte;
	}
	struct nw_str text = nw_str_make(to, len);
	return to && nwi_utf8_is_valid(text) ? text : s;
}
