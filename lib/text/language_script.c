/* SPDX-License-Identifier: Apache-2.0 */
#include "text/language_internal.h"

#include "text/late.h"

enum { LATIN = 1, CYRILLIC, ARABIC, DEVANAGARI, HAN = 8, KANA, HANGUL };

const struct nwi_script_row nwi_scripts[NWI_SCRIPTS_MAX] = {
	{ "no letters", NWI_SCRIPT_NONE, "" },
	[LATIN] = { "Latin", NWI_SCRIPT_LATIN, "" },
	[CYRILLIC] = { "Cyrillic", NWI_SCRIPT_CYRILLIC, "" },
	[ARABIC] = { "Arabic", NWI_SCRIPT_ARABIC, "" },
	[DEVANAGARI] = { "Devanagari", NWI_SCRIPT_DEVANAGARI, "" },
	{ "Bengali", NWI_SCRIPT_BENGALI, "" },
	{ "Ethiopic", NWI_SCRIPT_ETHIOPIC, "" },
	{ "Hebrew", NWI_SCRIPT_HEBREW, "" },
	[HAN] = { "Han", NWI_SCRIPT_HAN, "zh" },
	[KANA] = { "Kana", NWI_SCRIPT_KANA, "ja" },
	[HANGUL] = { "Hangul", NWI_SCRIPT_SINGLE, "ko" },
	{ "Greek", NWI_SCRIPT_SINGLE, "el" },
	{ "Armenian", NWI_SCRIPT_SINGLE, "hy" },
	{ "Georgian", NWI_SCRIPT_SINGLE, "ka" },
	{ "Thaana", NWI_SCRIPT_SINGLE, "dv" },
	{ "Gurmukhi", NWI_SCRIPT_SINGLE, "pa" },
	{ "Gujarati", NWI_SCRIPT_SINGLE, "gu" },
	{ "Oriya", NWI_SCRIPT_SINGLE, "or" },
	{ "Tamil", NWI_SCRIPT_SINGLE, "ta" },
	{ "Telugu", NWI_SCRIPT_SINGLE, "te" },
	{ "Kannada", NWI_SCRIPT_SINGLE, "kn" },
	{ "Malayalam", NWI_SCRIPT_SINGLE, "ml" },
	{ "Sinhala", NWI_SCRIPT_SINGLE, "si" },
	{ "Thai", NWI_SCRIPT_SINGLE, "th" },
	{ "Lao", NWI_SCRIPT_SINGLE, "lo" },
	{ "Tibetan", NWI_SCRIPT_SINGLE, "bo" },
	{ "Burmese", NWI_SCRIPT_SINGLE, "my" },
	{ "Khmer", NWI_SCRIPT_SINGLE, "km" },
	{ "Canadian syllabics", NWI_SCRIPT_SINGLE, "iu" },
	{ "Mongolian", NWI_SCRIPT_SINGLE, "mn" },
};

/* Blocks of the Unicode Standard, sorted; signs in them are no letters and do
 * not come here. */
static const struct {
	uint32_t from, to;
	uint8_t row;
} blocks[] = {
	{ 0x41, 0x24f, LATIN },	      { 0x250, 0x2af, LATIN },
	{ 0x370, 0x3ff, 11 },	      { 0x400, 0x52f, CYRILLIC },
	{ 0x531, 0x58f, 12 },	      { 0x5d0, 0x5ff, 7 },
	{ 0x620, 0x6ff, ARABIC },     { 0x750, 0x77f, ARABIC },
	{ 0x780, 0x7bf, 14 },	      { 0x8a0, 0x8ff, ARABIC },
	{ 0x900, 0x97f, DEVANAGARI }, { 0x980, 0x9ff, 5 },
	{ 0xa00, 0xa7f, 15 },	      { 0xa80, 0xaff, 16 },
	{ 0xb00, 0xb7f, 17 },	      { 0xb80, 0xbff, 18 },
	{ 0xc00, 0xc7f, 19 },	      { 0xc80, 0xcff, 20 },
	{ 0xd00, 0xd7f, 21 },	      { 0xd80, 0xdff, 22 },
	{ 0xe00, 0xe7f, 23 },	      { 0xe80, 0xeff, 24 },
	{ 0xf00, 0xfff, 25 },	      { 0x1000, 0x109f, 26 },
	{ 0x10a0, 0x10ff, 13 },	      { 0x1100, 0x11ff, HANGUL },
	{ 0x1200, 0x139f, 6 },	      { 0x1400, 0x167f, 28 },
	{ 0x1780, 0x17ff, 27 },	      { 0x1800, 0x18af, 29 },
	{ 0x1c90, 0x1cbf, 13 },	      { 0x1e00, 0x1eff, LATIN },
	{ 0x1f00, 0x1fff, 11 },	      { 0x2d00, 0x2d2f, 13 },
	{ 0x2d80, 0x2ddf, 6 },	      { 0x3041, 0x30ff, KANA },
	{ 0x3131, 0x318f, HANGUL },   { 0x31f0, 0x31ff, KANA },
	{ 0x3400, 0x4dbf, HAN },      { 0x4e00, 0x9fff, HAN },
	{ 0xa960, 0xa97f, HANGUL },   { 0xa9e0, 0xa9ff, 26 },
	{ 0xaa60, 0xaa7f, 26 },	      { 0xab00, 0xab2f, 6 },
	{ 0xac00, 0xd7ff, HANGUL },   { 0xf900, 0xfaff, HAN },
	{ 0xfb1d, 0xfb4f, 7 },	      { 0xfb50, 0xfdff, ARABIC },
	{ 0xfe70, 0xfefc, ARABIC },   { 0xff21, 0xff5a, LATIN },
	{ 0xff66, 0xff9f, KANA },     { 0x20000, 0x323af, HAN },
};

unsigned nwi_script_of(uint32_t c)
{
	size_t low = 0, high = sizeof(blocks) / sizeof(blocks[0]);

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (c > blocks[mid].to)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == sizeof(blocks) / sizeof(blocks[0]) || c < blocks[low].from)
		return 0;
	return blocks[low].row;
}

/* What is written in several ways and means the same. */
static uint32_t same(uint32_t c)
{
	switch (c) {
	case 0x130:
		return 'i';
	case 0x6cc: /* Persian yeh and kaf */
		return 0x64a;
	case 0x6a9:
		return 0x643;
	case 0x15f: /* Romanian with a cedilla */
		return 0x219;
	case 0x163:
		return 0x21b;
	default:
		return c;
	}
}

static bool is_dropped(uint32_t c)
{
	return c == 0xad || (c >= 0x591 && c <= 0x5c7) || c == 0x640 ||
	       (c >= 0x64b && c <= 0x652) || c == 0x200c || c == 0x200d;
}

uint32_t nwi_language_letter(uint32_t c)
{
	if (c < 0x80) {
		if (c - 'a' < 26)
			return c;
		return c - 'A' < 26 ? c + 32 : UINT32_MAX;
	}
	if (is_dropped(c))
		return 0;
	if (c == 0x2bb || c == 0x2bc) /* apostrophes by use, letters by class */
		return UINT32_MAX;
	if (!(U_MASK(nwi_icu()->u_charType((UChar32)c)) &
	      (U_GC_L_MASK | U_GC_M_MASK)))
		return UINT32_MAX;
	return same((uint32_t)nwi_icu()->u_tolower((UChar32)same(c)));
}
