/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies: transfer encodings (RFC 2045, 6) and flowed text (RFC 3676, 4). */
#include "mail/read.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "=E4" at `i`: its byte, -1 without. */
static int octet_at(struct nw_str text, size_t i)
{
	if (i + 2 >= text.len || text.at[i] != '=')
		return -1;
	int high = hex_digit(text.at[i + 1]), low = hex_digit(text.at[i + 2]);

	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

void nwi_mail_add_q(struct nw_str text, struct nw_buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		int octet = octet_at(text, i);
		if (octet >= 0)
			i += 2;
		nw_buf_add_char(out, octet >= 0		 ? (char)octet
				     : text.at[i] == '_' ? ' '
							 : text.at[i]);
	}
}

/* A line without its end and the white space that transport may add. */
static void add_quoted_line(struct nw_str line, struct nw_buf *out)
{
	while (line.len > 0 && strchr(" \t\r", line.at[line.len - 1]))
		line.len--;
	bool soft = line.len > 0 && line.at[line.len - 1] == '=';
	line.len -= soft;
	for (size_t i = 0; i < line.len; i++) {
		int octet = octet_at(line, i);
		nw_buf_add_char(out, octet >= 0 ? (char)octet : line.at[i]);
		i += octet >= 0 ? 2 : 0;
	}
	if (!soft)
		nw_buf_add_char(out, '\n');
}

static void add_quoted(struct nw_str text, struct nw_buf *out)
{
	struct nw_str line;

	while (nw_str_next(&text, '\n', &line))
		add_quoted_line(line, out);
}

static int base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

void nwi_mail_add_base64(struct nw_str text, struct nw_buf *out)
{
	uint32_t bits = 0, have = 0;

	for (size_t i = 0; i < text.len; i++) {
		int digit = base64_digit(text.at[i]);
		/* Some join what was encoded piece by piece. */
		if (text.at[i] == '=')
			have = 0;
		if (digit < 0)
			continue;
		bits = bits << 6 | (uint32_t)digit;
		have += 6;
		if (have >= 8) {
			have -= 8;
			nw_buf_add_char(out, (char)(bits >> have & 0xff));
		}
	}
}

void nwi_mail_decode(const struct nwi_mail_entity *part, struct nw_buf *out)
{
	struct nw_str way = nw_str_trim(part->encoding);

	if (nw_str_is_nocase(way, "base64"))
		nwi_mail_add_base64(part->body, out);
	else if (nw_str_is_nocase(way, "quoted-printable"))
		add_quoted(part->body, out);
	else
		nw_buf_add_str(out, part->body);
}

/* ---- flowed text ---- */

struct flow {
	struct nw_buf *out;
	size_t depth; /* of the line before */
	bool open;    /* which flows on */
	bool delete_space;
};

static void add_flowed_line(struct flow *f, struct nw_str line)
{
	size_t depth = 0;

	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	while (depth < line.len && line.at[depth] == '>')
		depth++;
	line = nw_str_slice(line, depth, line.len);
	if (line.len > 0 && line.at[0] == ' ')
		line = nw_str_slice(line, 1, line.len);
	bool signature = nw_str_is(line, "-- ");
	bool flows = line.len > 0 && line.at[line.len - 1] == ' ' && !signature;
	if (f->open && (depth != f->depth || signature))
		nw_buf_add_char(f->out, '\n');
	if (flows && f->delete_space)
		line.len--;
	nw_buf_add_str(f->out, line);
	if (!flows)
		nw_buf_add_char(f->out, '\n');
	f->open = flows;
	f->depth = depth;
}

void nwi_mail_unflow(struct nw_str text, bool delete_space, struct nw_buf *out)
{
	struct flow f = { .out = out, .delete_space = delete_space };
	struct nw_str line;

	while (nw_str_next(&text, '\n', &line))
		add_flowed_line(&f, line);
}
