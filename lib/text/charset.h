/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a response's bytes to valid UTF-8.
 *
 * Evidence in order: a byte order mark; the charset of the Content-Type
 * header; the XML declaration or the <meta> of an HTML page (looked for in
 * the first 4 KiB); a guess from the bytes. Evidence is checked against the
 * bytes: text that is valid UTF-8 with enough non-ASCII characters is UTF-8
 * whatever was declared, text that a declared charset cannot decode goes on
 * to the next evidence, and UTF-16 and UTF-32 without mark are recognised by
 * their zero bytes. Labels are those of the WHATWG Encoding Standard, so
 * iso-8859-1 is read as windows-1252 and gb2312 as gb18030; the labels of
 * ICU's converters that it leaves out (utf-32, ebcdic no) are added in the
 * table. Everything is linear, ICU reads no file.
 */
#ifndef NWI_TEXT_CHARSET_H
#define NWI_TEXT_CHARSET_H

#include <newswatch/text.h>

/* What the bytes are, for where a declaration is looked for. */
enum nwi_markup_kind {
	NWI_MARKUP_ANY = 0, /* both, whichever is found */
	NWI_MARKUP_XML = 1,
	NWI_MARKUP_HTML = 2,
	NWI_MARKUP_NONE = 3 /* JSON and plain text declare nothing */
};

enum nwi_charset_source {
	NWI_CHARSET_BOM = 1,
	NWI_CHARSET_HEADER = 2,
	NWI_CHARSET_DECLARED = 3,
	NWI_CHARSET_GUESSED = 4
};

struct nwi_charset {
	const char *name; /* lower case, as "utf-8", "windows-1252"; static */
	enum nwi_charset_source source;
	bool repaired; /* some bytes could not be read and became U+FFFD */
};

/*
 * The canonical lower-case name of a label ("Latin1" -> "windows-1252"),
 * NULL for an unknown one. White space around it is ignored.
 */
const char *nwi_charset_label(struct nw_str label);

/* The charset parameter of a Content-Type value, absent without; borrowed. */
struct nw_str nwi_charset_of_content_type(struct nw_str content_type);

/*
 * Appends `bytes` as valid UTF-8, without the byte order mark. `content_type`
 * is the value of the header or absent. `hint` is a BCP 47 language that tips a
 * guess (absent: none). `*used` says what it was. Fails with NW_LIMIT when
 * `out` is full, and in no other way: what cannot be read becomes U+FFFD.
 */
enum nw_status nwi_charset_decode(struct nw_str bytes,
				  struct nw_str content_type,
				  enum nwi_markup_kind kind, struct nw_str hint,
				  struct nw_buf *out, struct nwi_charset *used,
				  struct nw_error *err) NW_CHECKED;

#endif
