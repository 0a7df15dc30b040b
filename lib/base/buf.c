/* SPDX-License-Identifier: Apache-2.0 */
#include <newswatch/text.h>

#include <stdio.h>
#include <stdlib.h>

void nw_buf_init(struct nw_buf *buf, size_t max_bytes)
{
	*buf = (struct nw_buf){ .max = max_bytes };
}

void nw_buf_fini(struct nw_buf *buf)
{
	free(buf->at);
	nw_buf_init(buf, buf->max);
}

void nw_buf_clear(struct nw_buf *buf)
{
	buf->len = 0;
	buf->failed = false;
}

/* Room for `len` more bytes and the final NUL, doubling. */
bool nw_buf_reserve(struct nw_buf *buf, size_t len)
{
	if (buf->failed || len > buf->max || buf->len > buf->max - len) {
		buf->failed = true;
		return false;
	}
	size_t need = buf->len + len + 1;
	if (need <= buf->room)
		return true;
	size_t room = buf->room ? buf->room : 64;
	while (room < need)
		room *= 2;
	char *grown = realloc(buf->at, room);
	if (!grown) {
		buf->failed = true;
		return false;
	}
	buf->at = grown;
	buf->room = room;
	return true;
}

void nw_buf_add(struct nw_buf *buf, const void *bytes, size_t len)
{
	bool fits = !buf->failed && len < buf->room - buf->len &&
		    len <= buf->max - buf->len;

	if (!fits && !nw_buf_reserve(buf, len))
		return;
	if (len)
		memcpy(buf->at + buf->len, bytes, len);
	buf->len += len;
	buf->at[buf->len] = '\0';
}

void nw_buf_add_str(struct nw_buf *buf, struct nw_str s)
{
	nw_buf_add(buf, s.at, s.len);
}

void nw_buf_add_text(struct nw_buf *buf, const char *text)
{
	nw_buf_add(buf, text, strlen(text));
}

void nw_buf_add_char(struct nw_buf *buf, char c)
{
	if (buf->failed || buf->len + 1 >= buf->room || buf->len >= buf->max) {
		nw_buf_add(buf, &c, 1);
		return;
	}
	buf->at[buf->len++] = c;
	buf->at[buf->len] = '\0';
}

void nw_buf_add_fmt(struct nw_buf *buf, const char *fmt, ...)
{
	char small[256];
	va_list args;

	va_start(args, fmt);
	int len = vsnprintf(small, sizeof(small), fmt, args);
	va_end(args);
	if (len < 0) {
		buf->failed = true;
		return;
	}
	if ((size_t)len < sizeof(small)) {
		nw_buf_add(buf, small, (size_t)len);
		return;
	}
	if (!nw_buf_reserve(buf, (size_t)len))
		return;
	va_start(args, fmt);
	vsnprintf(buf->at + buf->len, (size_t)len + 1, fmt, args);
	va_end(args);
	buf->len += (size_t)len;
}

void nw_buf_add_utf8(struct nw_buf *buf, uint32_t c)
{
	char bytes[4];
	size_t len;

	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd;
	if (c < 0x80) {
		bytes[0] = (char)c;
		len = 1;
	} else if (c < 0x800) {
		bytes[0] = (char)(0xc0 | (c >> 6));
		len = 2;
	} else if (c < 0x10000) {
		bytes[0] = (char)(0xe0 | (c >> 12));
		len = 3;
	} else {
		bytes[0] = (char)(0xf0 | (c >> 18));
		len = 4;
	}
	for (size_t i = 1; i < len; i++)
		bytes[i] = (char)(0x80 | ((c >> (6 * (len - 1 - i))) & 0x3f));
	nw_buf_add(buf, bytes, len);
}

void nw_buf_cut(struct nw_buf *buf, size_t len)
{
	if (len >= buf->len)
		return;
	buf->len = len;
	buf->at[len] = '\0';
}

enum nw_status nw_buf_check(const struct nw_buf *buf, const char *what,
			    struct nw_error *err)
{
	if (!buf->failed)
		return NW_OK;
	return nw_fail(err, NW_LIMIT, "%s is larger than %zu bytes", what,
		       buf->max);
}

char *nw_buf_steal(struct nw_buf *buf)
{
	if (!buf->at)
		return nw_str_dup(nw_str_make("", 0));
	char *text = NW_STEAL(buf->at);
	nw_buf_init(buf, buf->max);
	return text;
}
