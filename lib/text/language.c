/* SPDX-License-Identifier: Apache-2.0 */
#include "text/language.h"
#include "text/language_internal.h"
#include "text/utf8.h"

enum { LOOKED_AT = 4096 };

/* ISO 639-1, and the two-letter codes that were withdrawn. */
static const char codes[][3] = {
	"aa", "ab", "af", "ak", "am", "ar", "as", "ay", "az", "ba", "be", "bg",
	"bi", "bm", "bn", "bo", "br", "bs", "ca", "ce", "co", "cs", "cv", "cy",
	"da", "de", "dv", "dz", "ee", "el", "en", "eo", "es", "et", "eu", "fa",
	"ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gu", "gv",
	"ha", "he", "hi", "hr", "ht", "hu", "hy", "ia", "id", "ig", "is", "it",
	"iu", "ja", "jv", "ka", "kk", "kl", "km", "kn", "ko", "ks", "ku", "ky",
	"la", "lb", "lg", "ln", "lo", "lt", "lv", "mg", "mi", "mk", "ml", "mn",
	"mr", "ms", "mt", "my", "nb", "ne", "nl", "nn", "no", "nv", "ny", "oc",
	"om", "or", "pa", "pl", "ps", "pt", "qu", "rm", "rn", "ro", "ru", "rw",
	"sa", "sc", "sd", "se", "sg", "si", "sk", "sl", "sm", "sn", "so", "sq",
	"sr", "ss", "st", "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk",
	"tl", "tn", "to", "tr", "ts", "tt", "ug", "uk", "ur", "uz", "ve", "vi",
	"vo", "wo", "xh", "yi", "yo", "za", "zh", "zu",
};

static const struct {
	const char *tag, *code;
} synonyms[] = {
	{ "iw", "he" },	 { "in", "id" },  { "ji", "yi" },  { "jw", "jv" },
	{ "mo", "ro" },	 { "sh", "sr" },  { "no", "nb" },  { "eng", "en" },
	{ "ger", "de" }, { "deu", "de" }, { "fre", "fr" }, { "fra", "fr" },
	{ "spa", "es" }, { "ita", "it" }, { "por", "pt" }, { "rus", "ru" },
	{ "ukr", "uk" }, { "pol", "pl" }, { "dut", "nl" }, { "nld", "nl" },
	{ "chi", "zh" }, { "zho", "zh" }, { "jpn", "ja" }, { "kor", "ko" },
	{ "ara", "ar" }, { "tur", "tr" }, { "swe", "sv" }, { "dan", "da" },
	{ "nor", "nb" }, { "fin", "fi" }, { "cze", "cs" }, { "ces", "cs" },
	{ "hun", "hu" }, { "gre", "el" }, { "ell", "el" }, { "heb", "he" },
	{ "per", "fa" }, { "fas", "fa" }, { "fil", "tl" }, { "cmn", "zh" },
};

/* The static two-letter code of a tag's first part, NULL when unknown. */
static const char *code_of(struct nw_str tag)
{
	size_t end = 0;

	tag = nw_str_trim(tag);
	while (end < tag.len && tag.at[end] != '-' && tag.at[end] != '_')
		end++;
	tag = nw_str_slice(tag, 0, end);
	for (size_t i = 0; i < sizeof(synonyms) / sizeof(synonyms[0]); i++) {
		if (nw_str_is_nocase(tag, synonyms[i].tag))
			return synonyms[i].code;
	}
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (nw_str_is_nocase(tag, codes[i]))
			return codes[i];
	}
	return NULL;
}

/* Letters in the text; fewer than a few words are no ground for a guess. */
static size_t letters_in(struct nw_str s)
{
	size_t count = 0;

	for (size_t pos = 0; pos < s.len;) {
		uint32_t c = nwi_utf8_next(s, &pos);
		bool latin = (c | 32) >= 'a' && (c | 32) <= 'z';
		count += c >= 0x2e80 ? 4 : latin || c >= 0xc0;
	}
	return count;
}

const char *nwi_language_of(struct nw_str text, struct nw_str declared)
{
	struct nw_str head =
		nw_str_slice(text, 0, nwi_utf8_floor(text, LOOKED_AT));
	const char *stated = code_of(declared), *raw = NULL;
	int percent = 0, reliable = 0;
	size_t letters = letters_in(head);

	if (letters >= 8)
		raw = nwi_cld2_detect(head.at, (int)head.len, stated, &percent,
				      &reliable);
	const char *found = raw ? code_of(nw_str_from(raw)) : NULL;
	if (!found || (stated && !reliable))
		return stated;
	if (stated && strcmp(found, stated) != 0 &&
	    (percent < 80 || letters < 60))
		return stated;
	/* What is nobody's statement needs a text that bears it out. */
	return reliable || percent >= 60 ? found : stated;
}

/* One part of a tag in its usual case (RFC 5646, 2.1.1). */
static void add_part(struct nw_buf *out, struct nw_str part, bool first)
{
	for (size_t i = 0; i < part.len; i++) {
		char c = part.at[i];
		bool upper =
			!first && (part.len == 2 || (part.len == 4 && i == 0));
		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if (upper && c >= 'a' && c <= 'z')
			c = (char)(c - 32);
		nw_buf_add_char(out, c);
	}
}

static size_t part_len(struct nw_str s)
{
	size_t i = 0;

	while (i < s.len && ((s.at[i] >= '0' && s.at[i] <= '9') ||
			     ((s.at[i] | 32) >= 'a' && (s.at[i] | 32) <= 'z')))
		i++;
	return i;
}

void nwi_language_tag(struct nw_buf *out, struct nw_str tag)
{
	struct nw_str rest = nw_str_trim(tag);
	bool first = true;

	if (rest.len > 35)
		return;
	for (size_t pos = 0; pos < rest.len;) {
		size_t len = part_len(nw_str_slice(rest, pos, rest.len));
		bool more = pos + len < rest.len;
		if (len == 0 || len > 8 || (pos == 0 && len < 2) ||
		    (more && rest.at[pos + len] != '-' &&
		     rest.at[pos + len] != '_'))
			return;
		pos += len + more;
	}
	for (size_t pos = 0; pos < rest.len; first = false) {
		size_t len = part_len(nw_str_slice(rest, pos, rest.len));
		struct nw_str part = nw_str_slice(rest, pos, pos + len);
		const char *code = first ? code_of(part) : NULL;
		if (!first)
			nw_buf_add_char(out, '-');
		add_part(out, code ? nw_str_from(code) : part, first);
		pos += len + 1;
	}
}
