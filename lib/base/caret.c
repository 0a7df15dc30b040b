/* SPDX-License-Identifier: Apache-2.0 */
#include "base/caret.h"

enum {
	BEFORE = 48, /* characters shown before the place in a long line */
	SHOWN = 72   /* columns in all */
};

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t step(struct nw_str line, size_t at)
{
	at++;
	while (at < line.len && is_continuation(line.at[at]))
		at++;
	return at;
}

/* Columns of the character: two in the blocks of wide ones, none of marks. */
static unsigned columns(struct nw_str line, size_t at)
{
	unsigned char a = (unsigned char)line.at[at];
	unsigned char b =
		at + 1 < line.len ? (unsigned char)line.at[at + 1] : 0;

	if (a == 0xcc || (a == 0xcd && b < 0xb0))
		return 0; /* U+0300 to U+036F */
	if (a == 0xe1 && b >= 0x84 && b <= 0x85)
		return 2; /* Hangul letters */
	if (a == 0xe2 && b >= 0xba)
		return 2; /* CJK radicals */
	if (a >= 0xe3 && a <= 0xed)
		return 2; /* U+3000 to U+DFFF: kana, CJK, Hangul */
	return a == 0xef && b >= 0xbc && b <= 0xbe ? 2 : 1; /* full width */
}

static struct nw_str line_around(struct nw_str text, size_t *offset)
{
	size_t from = *offset < text.len ? *offset : text.len, to = from;

	while (from && text.at[from - 1] != '\n')
		from--;
	while (to < text.len && text.at[to] != '\n')
		to++;
	*offset = (*offset < text.len ? *offset : text.len) - from;
	return nw_str_slice(text, from, to);
}

/* Where to begin: behind blanks, and not too far before the place. */
static size_t begin(struct nw_str line, size_t offset)
{
	size_t from = 0, behind = 0;

	while (from < offset && (line.at[from] == ' ' || line.at[from] == '\t'))
		from++;
	for (size_t at = offset; at > from; at--) {
		if (is_continuation(line.at[at - 1]))
			continue;
		if (++behind == BEFORE)
			return at - 1;
	}
	return from;
}

static void put(struct nw_buf *out, struct nw_str line, size_t at, size_t end)
{
	unsigned char c = (unsigned char)line.at[at];

	if (c < 0x20 || c == 0x7f)
		nw_buf_add_char(out, c == '\t' ? ' ' : '?');
	else
		nw_buf_add(out, line.at + at, end - at);
}

void nwi_caret(struct nw_str text, size_t offset, size_t length,
	       struct nw_buf *out)
{
	struct nw_str line = line_around(text, &offset);
	size_t from = begin(line, offset), at = from;
	unsigned shown = 0, before = 0, under = 0;

	nw_buf_add_text(out, "    ");
	while (at < line.len && shown < SHOWN) {
		size_t end = step(line, at);
		unsigned wide = columns(line, at);

		put(out, line, at, end);
		shown += wide;
		before += at < offset ? wide : 0;
		under += at >= offset && at < offset + length ? wide : 0;
		at = end;
	}
	nw_buf_add_fmt(out, "\n    %*s^", (int)before, "");
	for (unsigned i = 1; i < under; i++)
		nw_buf_add_char(out, '~');
	nw_buf_add_char(out, '\n');
}
