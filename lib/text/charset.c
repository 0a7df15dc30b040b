/* SPDX-License-Identifier: Apache-2.0 */
#include "text/charset_internal.h"
#include "text/late.h"
#include "text/tables/tables.h"
#include "text/utf8.h"
#include <stdlib.h>

/* A declaration is believed when this much of the text bears it out. */
enum { CHUNK_UNITS = 2048, CHECKED_BYTES = 256 * 1024 };

static int compare_label(const void *key, const void *row)
{
	return strcmp(key, ((const struct nwi_label_row *)row)->label);
}

const char *nwi_charset_label(struct nw_str label)
{
	char key[48];

	label = nw_str_trim(label);
	if (label.len == 0 || label.len >= sizeof(key))
		return NULL;
	for (size_t i = 0; i < label.len; i++) {
		char c = label.at[i];
		key[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	key[label.len] = '\0';
	const struct nwi_label_row *row =
		bsearch(key, nwi_label_rows, nwi_label_row_count, sizeof(*row),
			compare_label);
	return row ? nwi_charset_rows[row->row].name : NULL;
}

static const char *converter_of(const char *name)
{
	for (size_t i = 0; i < nwi_charset_row_count; i++) {
		if (strcmp(nwi_charset_rows[i].name, name) == 0)
			return nwi_charset_rows[i].converter;
	}
	return "";
}

/* ICU's callback for what cannot be read: counted, then U+FFFD. */
static void U_CALLCONV count_error(const void *context,
				   UConverterToUnicodeArgs *args,
				   const char *units, int32_t length,
				   UConverterCallbackReason reason,
				   UErrorCode *status)
{
	static const UChar replacement = 0xfffd;
	size_t *errors = *(size_t *const *)context;

	(void)units;
	(void)length;
	if (reason > UCNV_IRREGULAR)
		return;
	*errors += 1;
	*status = U_ZERO_ERROR;
	nwi_icu()->ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
}

static UConverter *open_converter(const char *name, size_t **errors)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter =
		nwi_icu()->ucnv_open(converter_of(name), &status);

	if (U_FAILURE(status))
		return NULL;
	nwi_icu()->ucnv_setToUCallBack(converter, count_error, errors, NULL,
				       NULL, &status);
	return converter;
}

static void add_units(struct nw_buf *out, const UChar *units, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t c = units[i];
		if (c < 0x80) {
			nw_buf_add_char(out, (char)c);
			continue;
		}
		if (c >= 0xd800 && c <= 0xdbff && i + 1 < count &&
		    (units[i + 1] & 0xfc00) == 0xdc00)
			c = 0x10000 + ((c - 0xd800) << 10) +
			    (units[++i] - 0xdc00u);
		nw_buf_add_utf8(out, c);
	}
}

/*
 * Pulls UTF-16 through a chunk; a surrogate pair is never parted. `out` may
 * be NULL where only the errors count.
 */
static void pull(UConverter *converter, struct nw_str bytes, struct nw_buf *out)
{
	UChar units[CHUNK_UNITS];
	const char *at = bytes.at, *end = bytes.at + bytes.len;
	size_t held = 0;
	UErrorCode status;

	do {
		UChar *to = units + held;
		status = U_ZERO_ERROR;
		nwi_icu()->ucnv_toUnicode(converter, &to, units + CHUNK_UNITS,
					  &at, end, NULL, true, &status);
		size_t count = (size_t)(to - units);
		held = status == U_BUFFER_OVERFLOW_ERROR && count > 0 &&
		       (units[count - 1] & 0xfc00) == 0xd800;
		if (out)
			add_units(out, units, count - held);
		if (held)
			units[0] = units[count - 1];
	} while (status == U_BUFFER_OVERFLOW_ERROR && !(out && out->failed));
}

static void convert_8859_16(struct nw_str bytes, struct nw_buf *out)
{
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.at[i];
		nw_buf_add_utf8(out, c < 0xa0 ? c : nwi_iso_8859_16[c - 0xa0]);
	}
}

/* Appends and counts the errors. */
static void convert(struct nw_str bytes, const char *name, struct nw_buf *out,
		    size_t *errors)
{
	*errors = 0;
	if (strcmp(name, "iso-8859-16") == 0) {
		convert_8859_16(bytes, out);
		return;
	}
	UConverter *converter = NULL;
	if (strcmp(name, "utf-8") != 0)
		converter = open_converter(name, &errors);
	if (!converter) {
		*errors = nwi_utf8_valid_len(bytes) < bytes.len;
		nwi_utf8_repair(out, bytes);
		return;
	}
	pull(converter, bytes, out);
	nwi_icu()->ucnv_close(converter);
}

size_t nwi_charset_peek(const char *name, struct nw_str bytes, UChar *units,
			size_t room, size_t *errors)
{
	UErrorCode status = U_ZERO_ERROR;
	const char *at = bytes.at;
	UChar *to = units;

	*errors = 0;
	UConverter *converter = open_converter(name, &errors);
	if (!converter) {
		*errors = bytes.len;
		return 0;
	}
	nwi_icu()->ucnv_toUnicode(converter, &to, units + room, &at,
				  at + bytes.len, NULL, true, &status);
	nwi_icu()->ucnv_close(converter);
	return (size_t)(to - units);
}

/* A byte order mark is cut off `*bytes`. */
static const char *take_mark(struct nw_str *bytes)
{
	static const struct {
		struct nw_str mark;
		const char *name;
	} rows[] = {
		{ NW_STR("\xef\xbb\xbf"), "utf-8" },
		{ NW_STR("\xff\xfe\0\0"), "utf-32le" },
		{ NW_STR("\0\0\xfe\xff"), "utf-32be" },
		{ NW_STR("\xfe\xff"), "utf-16be" },
		{ NW_STR("\xff\xfe"), "utf-16le" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nw_str head = nw_str_slice(*bytes, 0, rows[i].mark.len);
		if (!nw_str_equal(head, rows[i].mark))
			continue;
		*bytes = nw_str_slice(*bytes, head.len, bytes->len);
		return rows[i].name;
	}
	return NULL;
}

/* How much of the text speaks for and against UTF-8. */
struct utf8_evidence {
	size_t good; /* characters beyond ASCII */
	size_t bad;  /* maximal subparts that are none */
};

static struct utf8_evidence weigh_utf8(struct nw_str s)
{
	struct utf8_evidence e = { 0, 0 };

	for (size_t pos = 0; pos < s.len;) {
		size_t from = pos;
		if ((unsigned char)s.at[pos] < 0x80) {
			pos++;
			continue;
		}
		uint32_t c = nwi_utf8_next(s, &pos);
		bool bad =
			c == NWI_REPLACEMENT &&
			!nw_str_is(nw_str_slice(s, from, pos), "\xef\xbf\xbd");
		e.good += !bad;
		e.bad += bad;
	}
	return e;
}

static bool is_multibyte(const char *name)
{
	static const char *const names[] = { "gb18030", "big5", "euc-jp",
					     "euc-kr", "shift_jis" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

static bool is_wide(const char *name)
{
	return strncmp(name, "utf-16", 6) == 0 ||
	       strncmp(name, "utf-32", 6) == 0;
}

/*
 * Whether the bytes are UTF-8 against a declared charset: one character is
 * enough against 8-bit sets, where it would read as "Ã©"; two-byte sets need
 * three, since two hanzi can look like three UTF-8 characters. A broken
 * character in thirty is forgiven: cut texts, mixed pages; one in eight where
 * nothing is declared, for no other charset comes out as UTF-8 by accident
 * that often (of GB 2312, the likeliest, one pair in nine does).
 */
static bool is_utf8(struct utf8_evidence e, const char *declared)
{
	size_t need = declared && is_multibyte(declared) ? 4 : 1;

	if (declared && strcmp(declared, "utf-8") == 0)
		return e.good >= e.bad * 3;
	return e.good >= need && e.good >= e.bad * (declared ? 30 : 8);
}

/* C1 bytes under an ISO label mean its Windows superset. */
static const char *superset_of(const char *name, struct nw_str bytes)
{
	static const char *const pairs[][2] = {
		{ "iso-8859-2", "windows-1250" },
		{ "iso-8859-5", "windows-1251" },
		{ "iso-8859-7", "windows-1253" },
		{ "iso-8859-8", "windows-1255" },
		{ "iso-8859-13", "windows-1257" },
		{ "iso-8859-15", "windows-1252" },
	};
	size_t row = 0, rows = sizeof(pairs) / sizeof(pairs[0]);

	while (row < rows && strcmp(name, pairs[row][0]) != 0)
		row++;
	for (size_t i = 0; row < rows && i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.at[i];
		if (c >= 0x80 && c <= 0x9f && c != 0x85)
			return pairs[row][1];
	}
	return name;
}

/* Errors in at most one of fifty characters beyond ASCII are forgiven. */
static bool decodes(const char *name, struct nw_str bytes,
		    struct utf8_evidence high)
{
	size_t errors = 0;

	if (strcmp(name, "utf-8") == 0)
		return is_utf8(high, name);
	if (high.good + high.bad == 0 || strcmp(name, "iso-8859-16") == 0)
		return true;
	size_t *counted = &errors;
	UConverter *converter = open_converter(name, &counted);
	if (!converter)
		return false;
	pull(converter, nw_str_slice(bytes, 0, CHECKED_BYTES), NULL);
	nwi_icu()->ucnv_close(converter);
	return (errors - (errors > 0)) * 50 <= high.good + high.bad;
}

struct evidence {
	const char *header, *declared, *shape;
	struct utf8_evidence utf8;
};

static const char *declared_in(struct nw_str bytes, enum nwi_markup_kind kind,
			       const char *shape)
{
	struct nw_str label = nw_str_make(NULL, 0);
	struct nw_buf ascii;

	nw_buf_init(&ascii, NWI_CHARSET_HEAD * 4);
	if (shape && strcmp(shape, "ibm037") == 0) {
		size_t errors;
		convert(nw_str_slice(bytes, 0, 256), shape, &ascii, &errors);
		bytes = nw_buf_str(&ascii);
	}
	if (kind == NWI_MARKUP_ANY || kind == NWI_MARKUP_XML)
		label = nwi_charset_of_xml(bytes);
	if (nw_str_is_absent(label) &&
	    (kind == NWI_MARKUP_ANY || kind == NWI_MARKUP_HTML))
		label = nwi_charset_of_meta(bytes);
	const char *name = nwi_charset_label(label);
	nw_buf_fini(&ascii);
	/* Bytes in which a declaration could be read are not UTF-16. */
	return name && is_wide(name) ? "utf-8" : name;
}

/*
 * A server's standard setting is the header that lies most: where it says
 * Latin-1, the page says something else, and the bytes agree with the page,
 * the page is right.
 */
static bool header_is_default(const struct evidence *e, struct nw_str bytes,
			      struct nw_str hint)
{
	return e->header && e->declared &&
	       strcmp(e->header, "windows-1252") == 0 &&
	       strcmp(e->declared, e->header) != 0 &&
	       strcmp(nwi_charset_guess(bytes, hint), e->declared) == 0;
}

static void decide(const struct evidence *e, struct nw_str bytes,
		   struct nw_str hint, struct nwi_charset *used)
{
	const char *first = e->header ? e->header : e->declared;

	if (e->shape &&
	    (is_wide(e->shape) || !first || strcmp(e->shape, "ibm037") == 0)) {
		bool stated = strcmp(e->shape, "ibm037") == 0 && e->declared;
		used->name = stated ? e->declared : e->shape;
		used->source =
			stated ? NWI_CHARSET_DECLARED : NWI_CHARSET_GUESSED;
		return;
	}
	const char *rows[] = { e->header, e->declared };
	size_t from = header_is_default(e, bytes, hint) ? 1 : 0;
	bool utf8 = e->utf8.good + e->utf8.bad > 0 && is_utf8(e->utf8, first);
	for (size_t i = from; i < 2; i++) {
		if (!rows[i] || is_wide(rows[i]))
			continue;
		if (utf8 ? strcmp(rows[i], "utf-8") != 0
			 : !decodes(rows[i], bytes, e->utf8))
			continue;
		used->name = superset_of(rows[i], bytes);
		used->source =
			i == 0 ? NWI_CHARSET_HEADER : NWI_CHARSET_DECLARED;
		return;
	}
	used->source = NWI_CHARSET_GUESSED;
	used->name = utf8 || e->utf8.good + e->utf8.bad == 0
			     ? "utf-8"
			     : nwi_charset_guess(bytes, hint);
}

enum nw_status nwi_charset_decode(struct nw_str bytes,
				  struct nw_str content_type,
				  enum nwi_markup_kind kind, struct nw_str hint,
				  struct nw_buf *out, struct nwi_charset *used,
				  struct nw_error *err)
{
	struct nwi_charset found = { .source = NWI_CHARSET_BOM };
	struct evidence e = { 0 };
	size_t errors;

	if (nw_str_is_absent(bytes))
		bytes = nw_str_make("", 0);
	found.name = take_mark(&bytes);
	if (!found.name) {
		e.header = nwi_charset_label(
			nwi_charset_of_content_type(content_type));
		e.shape = nwi_charset_by_shape(bytes);
		e.declared = declared_in(bytes, kind, e.shape);
		e.utf8 = weigh_utf8(bytes);
		decide(&e, bytes, hint, &found);
	}
	convert(bytes, found.name, out, &errors);
	if (out->failed)
		return nw_buf_check(out, "a decoded text", err);
	found.repaired = errors > 0;
	*used = found;
	return NW_OK;
}
