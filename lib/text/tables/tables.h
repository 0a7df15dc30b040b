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

#endif
