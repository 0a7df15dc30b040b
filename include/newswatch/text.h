/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The three text types.
 *
 * `struct nw_str` is a borrowed slice: somebody else's bytes, never freed,
 * not ended by NUL. `struct nw_buf` owns bytes, grows, and has a maximum.
 * `char *` is owned and finished. Text is UTF-8 unless a comment says
 * otherwise; whoever brings bytes from outside makes them valid UTF-8 once
 * (lib/text), and nobody checks again.
 *
 * An absent text is a slice with a NULL pointer; an empty text has a pointer
 * and no bytes. JSON shows the first as null and the second as "".
 */
#ifndef NEWSWATCH_TEXT_H
#define NEWSWATCH_TEXT_H

#include <newswatch/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nw_str {
	const char *at;
	size_t len; /* bytes */
};

/* A slice of a string literal, usable in static tables. */
#define NW_STR(literal) { (literal), sizeof(literal) - 1 }

/* The arguments of a "%.*s". Slices over INT_MAX are cut. */
#define NW_FMT(s) ((int)((s).len > 0x7fffffff ? 0x7fffffff : (s).len)),        \
		  ((s).at ? (s).at : "")

static inline struct nw_str nw_str_make(const char *at, size_t len)
{
	struct nw_str s = { at, len };
	return s;
}

/* NULL gives an absent slice. */
static inline struct nw_str nw_str_from(const char *text)
{
	return nw_str_make(text, text ? strlen(text) : 0);
}

static inline bool nw_str_is_absent(struct nw_str s)
{
	return s.at == NULL;
}

static inline bool nw_str_equal(struct nw_str a, struct nw_str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool nw_str_is(struct nw_str s, const char *text)
{
	return nw_str_equal(s, nw_str_from(text));
}

/* The bytes from `from` up to `to`, both clipped to the slice. */
static inline struct nw_str nw_str_slice(struct nw_str s, size_t from,
					 size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from > to)
		from = to;
	return nw_str_make(s.at ? s.at + from : NULL, to - from);
}

/* Comparisons that take 'A'..'Z' for 'a'..'z' and leave all else alone. */
NW_PUBLIC bool nw_str_is_nocase(struct nw_str s, const char *text);
NW_PUBLIC bool nw_str_starts(struct nw_str s, const char *prefix);
NW_PUBLIC bool nw_str_starts_nocase(struct nw_str s, const char *prefix);
NW_PUBLIC bool nw_str_ends(struct nw_str s, const char *suffix);

/* memcmp order, the shorter first where one begins the other. */
NW_PUBLIC int nw_str_compare(struct nw_str a, struct nw_str b);

/* Offset of the first occurrence, or s.len when there is none. */
NW_PUBLIC size_t nw_str_find(struct nw_str s, struct nw_str what);
NW_PUBLIC size_t nw_str_find_char(struct nw_str s, char c);

/* Without the white space of HTML (space, \t, \n, \f, \r) at both ends. */
NW_PUBLIC struct nw_str nw_str_trim(struct nw_str s);

/*
 * Takes the next field up to `separator` off the front of `*rest` and skips
 * the separator. Returns false when nothing was left; `*field` is then as it
 * was. "a,,b" has three fields, "a," has one (a separator at the end ends the
 * last field, as a line end does), "" has none.
 */
NW_PUBLIC bool nw_str_next(struct nw_str *rest, char separator,
			   struct nw_str *field);

/*
 * Reads a whole slice as a decimal integer with an optional sign. NW_BAD_INPUT
 * for anything else, NW_LIMIT when it does not fit.
 */
NW_PUBLIC enum nw_status nw_str_to_int(struct nw_str s, int64_t *out) NW_CHECKED;

/* A NUL-ended copy on the heap; the caller frees it. Aborts without memory. */
NW_PUBLIC char *nw_str_dup(struct nw_str s);

/*
 * An owned, growing, bounded buffer. A zeroed struct is not valid: begin with
 * nw_buf_init. When an append would pass `max`, or memory is out, the buffer
 * becomes `failed`, keeps what it had, and ignores further appends; so a
 * writer can append freely and check once with nw_buf_check.
 */
struct nw_buf {
	char *at;
	size_t len;
	size_t room;
	size_t max;
	bool failed;
};

NW_PUBLIC void nw_buf_init(struct nw_buf *buf, size_t max_bytes);

/* Releases the bytes; the buffer is as after nw_buf_init. */
NW_PUBLIC void nw_buf_fini(struct nw_buf *buf);

/* Forgets the bytes and the failure, keeps the room. */
NW_PUBLIC void nw_buf_clear(struct nw_buf *buf);

NW_PUBLIC void nw_buf_add(struct nw_buf *buf, const void *bytes, size_t len);
NW_PUBLIC void nw_buf_add_str(struct nw_buf *buf, struct nw_str s);
NW_PUBLIC void nw_buf_add_text(struct nw_buf *buf, const char *text);
NW_PUBLIC void nw_buf_add_char(struct nw_buf *buf, char c);
NW_PUBLIC void nw_buf_add_fmt(struct nw_buf *buf, const char *fmt, ...)
	NW_PRINTF(2, 3);

/* Appends a code point as UTF-8; U+FFFD for what is not a scalar value. */
NW_PUBLIC void nw_buf_add_utf8(struct nw_buf *buf, uint32_t code_point);

/* Makes room for `len` more bytes; false (and failed) over the maximum. */
NW_PUBLIC bool nw_buf_reserve(struct nw_buf *buf, size_t len);

/* Drops the bytes behind `len`. */
NW_PUBLIC void nw_buf_cut(struct nw_buf *buf, size_t len);

/* NW_LIMIT with `what` in the text if an append ever failed. */
NW_PUBLIC enum nw_status nw_buf_check(const struct nw_buf *buf,
				      const char *what, struct nw_error *err)
	NW_CHECKED;

/* The bytes, ended by NUL, as the caller's own; the buffer is empty again. */
NW_PUBLIC char *nw_buf_steal(struct nw_buf *buf);

static inline struct nw_str nw_buf_str(const struct nw_buf *buf)
{
	return nw_str_make(buf->at ? buf->at : "", buf->len);
}

#ifdef __cplusplus
}
#endif
#endif
