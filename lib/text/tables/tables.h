/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated tables: each .c file beside this one names the script that made
 * it, and the script names its sources and their licences (see NOTICE).
 */
#ifndef NWI_TEXT_TABLES_H
#define NWI_TEXT_TABLES_H

#include <stddef.h>
#include <stdint.h>

/* A charset's name in lower case and ICU's converter for it. */
struct nwi_charset_row {
	const char *name;
	const char *converter;
};
extern const struct nwi_charset_row nwi_charset_rows[];
extern const size_t nwi_charset_row_count;

/* A label in lower case, sorted by strcmp, and its row above. */
struct nwi_label_row {
	const char *label;
	uint16_t row;
};
extern const struct nwi_label_row nwi_label_rows[];
extern const size_t nwi_label_row_count;

/* 0xA0 to 0xFF of ISO 8859-16, which ICU lacks. */
extern const uint16_t nwi_iso_8859_16[96];

/*
 * Folded names, sorted by bytes: a month (1-12, 0 none), a weekday (1 Sunday
 * to 7, 0 none), and, where languages disagree on the month, those that mean
 * this one.
 */
struct nwi_date_name {
	const char *word;
	uint8_t month, weekday;
	const char *languages;
};
extern const struct nwi_date_name nwi_date_names[];
extern const size_t nwi_date_name_count;

/*
 * Folded words and phrases of dates beyond names, sorted by bytes; of several
 * meanings the first is that without a language. `kind` is enum
 * nwi_mark_kind; `count`: how many of the unit the word is, 0 none, or a
 * zone's rule of summer time; `more`: the unit says "ago" as well, or the zone
 * is a place and counts behind a stroke only.
 */
struct nwi_date_vocable {
	const char *word;
	const char *languages;
	uint8_t kind;
	int16_t value;
	uint8_t count, more;
};
extern const struct nwi_date_vocable nwi_date_vocables[];
extern const size_t nwi_date_vocable_count;

/* Unfolded words of scripts without spaces, sorted by bytes. */
struct nwi_date_joined {
	const char *word;
	uint8_t kind;
	int16_t value;
	uint8_t month, weekday;
};
extern const struct nwi_date_joined nwi_date_joined[];
extern const size_t nwi_date_joined_count;

/*
 * Two-stage tables over code points below NWI_TABLE_TOP: block number by
 * c >> 7, then 128 entries a block. A fold entry is an offset in the pool
 * (length byte, then UTF-8), 0 where a character folds to itself.
 */
#define NWI_TABLE_TOP 0x20000
extern const uint8_t nwi_fold_index[];
extern const uint16_t nwi_fold_blocks[];
extern const uint8_t nwi_fold_pool[];
extern const uint8_t nwi_class_index[];
extern const uint8_t nwi_class_blocks[];

enum nwi_char_class {
	NWI_CHAR_LETTER = 1, /* the lower two bits are a kind */
	NWI_CHAR_MARK = 2,
	NWI_CHAR_DIGIT = 3,
	NWI_CHAR_KIND = 3,
	NWI_CHAR_UPPER = 4,
	NWI_CHAR_CUT = 8,  /* written without spaces: ICU's dictionaries cut */
	NWI_CHAR_GONE = 16 /* folds to nothing and parts nothing */
};

static inline unsigned nwi_char_class(uint32_t c)
{
	if (c >= NWI_TABLE_TOP)
		return c < 0x323b0 ? NWI_CHAR_LETTER | NWI_CHAR_CUT
				   : NWI_CHAR_GONE;
	return nwi_class_blocks[(size_t)nwi_class_index[c >> 7] * 128 +
				(c & 127)];
}

#endif
