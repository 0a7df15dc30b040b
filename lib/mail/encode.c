/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/encode.h"

enum {
	BODY_COLUMNS = 76,   /* RFC 2045: soft breaks included */
	HEADER_COLUMNS = 78, /* RFC 5322, 2.1.1 */
	WORD_BYTES = 45 /* text per encoded word: 60 characters of base64 */
};

static void add_hex(struct nw_buf *out, unsigned char c)
{
	static const char hex[] = "0123456789ABCDEF";
	char triple[3] = { '=', hex[c >> 4], hex[c & 15] };

	nw_buf_add(out, triple, sizeof(triple));
}

/* White space at a line's end would be eaten, "." and "From " misread. */
static bool must_quote(struct nw_str line, size_t i)
{
	unsigned char c = (unsigned char)line.at[i];

	if (c == ' ' || c == '\t')
		return i + 1 == line.len;
	if (i == 0 && (c == '.' || (c == 'F' && nw_str_starts(line, "From "))))
		return true;
	return c < 33 || c > 126 || c == '=';
}

static void add_quoted_line(struct nw_buf *out, struct nw_str line)
{
	size_t column = 0;

	for (size_t i = 0; i < line.len; i++) {
		bool quote = must_quote(line, i);
		size_t width = quote ? 3 : 1;
		if (column + width > BODY_COLUMNS - 1) {
			nw_buf_add_text(out, "=\r\n");
			column = 0;
		}
		if (quote)
			add_hex(out, (unsigned char)line.at[i]);
		else
			nw_buf_add_char(out, line.at[i]);
		column += width;
	}
	nw_buf_add_text(out, "\r\n");
}

void nwi_mail_add_quoted(struct nw_buf *out, struct nw_str text)
{
	struct nw_str line = { 0 };

	while (nw_str_next(&text, '\n', &line)) {
		struct nw_str body = line;
		while (body.len > 0 && body.at[body.len - 1] == '\r')
			body.len--;
		add_quoted_line(out, body);
	}
}

void nwi_mail_put_base64(struct nw_buf *out, struct nw_str bytes)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789+/";

	for (size_t i = 0; i < bytes.len; i += 3) {
		uint32_t word = 0;
		size_t have = bytes.len - i < 3 ? bytes.len - i : 3;
		for (size_t k = 0; k < 3; k++)
			word = word << 8 |
			       (k < have ? (unsigned char)bytes.at[i + k] : 0);
		char quad[4] = {
			digits[word >> 18 & 63],
			digits[word >> 12 & 63],
			have > 1 ? digits[word >> 6 & 63] : '=',
			have > 2 ? digits[word & 63] : '=',
		};
		nw_buf_add(out, quad, sizeof(quad));
	}
}

static void add_encoded_words(struct nw_buf *out, struct nw_str value)
{
	while (value.len > 0) {
		size_t take = value.len < WORD_BYTES ? value.len : WORD_BYTES;
		while (take < value.len && take > 1 &&
		       ((unsigned char)value.at[take] & 0xc0) == 0x80)
			take--;
		nw_buf_add_text(out, "=?UTF-8?B?");
		nwi_mail_put_base64(out, nw_str_slice(value, 0, take));
		nw_buf_add_text(out, "?=");
		value = nw_str_slice(value, take, value.len);
		if (value.len > 0)
			nw_buf_add_text(out, "\r\n ");
	}
}

/* Printable ASCII whose words all fit a line, and no look-alike of ours. */
static bool stands_as_it_is(struct nw_str value)
{
	size_t word = 0;

	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.at[i];
		word = c == ' ' ? 0 : word + 1;
		if (c < 32 || c > 126 || word > HEADER_COLUMNS - 3)
			return false;
	}
	return nw_str_find(value, nw_str_from("=?")) == value.len &&
	       nw_str_find(value, nw_str_from("  ")) == value.len;
}

static void add_folded(struct nw_buf *out, size_t column, struct nw_str value)
{
	struct nw_str word = { 0 };
	bool first = true;

	while (nw_str_next(&value, ' ', &word)) {
		if (!first && column + 1 + word.len > HEADER_COLUMNS) {
			nw_buf_add_text(out, "\r\n");
			column = 0;
		}
		if (!first) {
			nw_buf_add_char(out, ' ');
			column++;
		}
		nw_buf_add_str(out, word);
		column += word.len;
		first = false;
	}
}

void nwi_mail_add_header(struct nw_buf *out, const char *name,
			 struct nw_str value)
{
	value = nw_str_trim(value);
	nw_buf_add_fmt(out, "%s: ", name);
	if (stands_as_it_is(value)) {
		add_folded(out, strlen(name) + 2, value);
	} else {
		nw_buf_add_text(out, "\r\n ");
		add_encoded_words(out, value);
	}
	nw_buf_add_text(out, "\r\n");
}

/* RFC 5322: an atom phrase needs no quotes. */
static bool is_phrase(struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != ' ' && strchr("()<>[]:;@\\,.\"", text.at[i]))
			return false;
	}
	return true;
}

static void add_quoted_string(struct nw_buf *out, struct nw_str text)
{
	nw_buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"' || text.at[i] == '\\')
			nw_buf_add_char(out, '\\');
		nw_buf_add_char(out, text.at[i]);
	}
	nw_buf_add_char(out, '"');
}

void nwi_mail_add_mailbox(struct nw_buf *out, const char *name,
			  struct nw_str display, struct nw_str address)
{
	nw_buf_add_fmt(out, "%s: ", name);
	if (display.len == 0) {
		nw_buf_add_str(out, address);
		nw_buf_add_text(out, "\r\n");
		return;
	}
	if (!stands_as_it_is(display))
		add_encoded_words(out, display);
	else if (is_phrase(display))
		nw_buf_add_str(out, display);
	else
		add_quoted_string(out, display);
	nw_buf_add_fmt(out, "\r\n <%.*s>\r\n", NW_FMT(address));
}
