/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8: the border where bytes from outside become text.
 *
 * Foreign bytes pass nwi_utf8_repair (or nwi_charset_decode, which ends
 * there) once; behind it text is valid UTF-8. Text that goes into an item or
 * onto a terminal passes one of the cleaners, which also take out the
 * characters that hide or reorder what a person reads. All functions are
 * linear and allocate only in the caller's buffer.
 */
#ifndef NWI_TEXT_UTF8_H
#define NWI_TEXT_UTF8_H

#include <newswatch/arena.h>
#include <newswatch/text.h>

#define NWI_REPLACEMENT UINT32_C(0xfffd)

/*
 * Decodes the code point at `*pos` (below s.len) and moves `*pos` behind it.
 * Bytes that are no UTF-8 give U+FFFD for each maximal subpart, as the
 * Unicode Standard (section 3.9, table 3-8) and the WHATWG Encoding Standard
 * have it; the result never depends on bytes behind s.len.
 */
uint32_t nwi_utf8_next(struct nw_str s, size_t *pos);

/* Bytes before the first error, s.len when the whole slice is valid. */
size_t nwi_utf8_valid_len(struct nw_str s);
bool nwi_utf8_is_valid(struct nw_str s);

/* The longest length <= `max` that does not cut a character of valid text. */
size_t nwi_utf8_floor(struct nw_str s, size_t max);

/* Number of code points in valid text. */
size_t nwi_utf8_count(struct nw_str s);

/* Appends `s` with U+FFFD for each maximal subpart that is no UTF-8. */
void nwi_utf8_repair(struct nw_buf *out, struct nw_str s);

/*
 * Appends plain text for an item's body. \r\n, \r, U+0085, U+2028 and
 * U+2029 become \n. Dropped are C0 and C1 controls other than \n and \t,
 * noncharacters, the bidirectional controls that reorder a span
 * (U+202A-202E, U+2066-2069), zero-width space, U+FEFF, invisible operators
 * and tags outside of flags. What spells or guides a script stays: joiners
 * (Persian, Hindi, emoji), LRM, RLM, ALM and soft hyphens. Invalid bytes
 * become U+FFFD. Not normalised to NFC.
 */
void nwi_text_clean(struct nw_buf *out, struct nw_str s);

/*
 * Whether nwi_text_clean (with `one_line` nwi_text_line) would give back the
 * same, so that text need not be copied. A "no" may be wrong, a "yes" never.
 */
bool nwi_text_is_clean(struct nw_str s, bool one_line);

/* What may stand in a text; what is not told does not. */
enum nwi_text_trait {
	NWI_TRAIT_UNCLEAN = 1, /* something that nwi_text_clean takes out */
	NWI_TRAIT_MARKS = 2,   /* a character that HTML escapes */
	NWI_TRAIT_C3 = 4       /* the byte C3, without which no Latin letter
				  of UTF-8 was taken for one of Latin-1 */
};

/* Several of the above or'ed, in one pass; all of them of a short text. */
unsigned nwi_text_traits(struct nw_str s);

/*
 * As nwi_text_clean in one line: every run of white space (Unicode White_Space)
 * becomes one space, none at the ends. Stops at a character's border once
 * `max_bytes` are written; returns whether all of it fitted.
 */
bool nwi_text_line(struct nw_buf *out, struct nw_str s, size_t max_bytes);

/* As above into the arena; absent stays absent, also when memory is out. */
struct nw_str nwi_text_clean_in(struct nw_arena *arena, struct nw_str s,
				size_t max_bytes);
struct nw_str nwi_text_line_in(struct nw_arena *arena, struct nw_str s,
			       size_t max_bytes);

/*
 * Appends one line that is safe on a terminal and in a log: as
 * nwi_text_line, with everything invisible (joiners and marks of direction
 * too) shown as U+FFFD, so that a reader sees that something was there.
 */
void nwi_text_terminal(struct nw_buf *out, struct nw_str s, size_t max_bytes);

#endif
