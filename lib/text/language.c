/* SPDX-License-Identifier: Apache-2.0 */
#include "text/language.h"
#include "text/language_internal.h"
#include "text/utf8.h"

#include <string.h>

/* A title of at most so much counts beside a body of less than that. */
enum { TITLE_MAX = 320, BODY_SHORT = 320 };

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
	{ "iw", "he" },	 { "in", "id" },  { "ji", "yi" },   { "jw", "jv" },
	{ "mo", "ro" },	 { "sh", "sr" },  { "no", "nb" },   { "eng", "en" },
	{ "ger", "de" }, { "deu", "de" }, { "fre", "fr" },  { "fra", "fr" },
	{ "spa", "es" }, { "ita", "it" }, { "por", "pt" },  { "rus", "ru" },
	{ "ukr", "uk" }, { "pol", "pl" }, { "dut", "nl" },  { "nld", "nl" },
	{ "chi", "zh" }, { "zho", "zh" }, { "jpn", "ja" },  { "kor", "ko" },
	{ "ara", "ar" }, { "tur", "tr" }, { "swe", "sv" },  { "dan", "da" },
	{ "nor", "nb" }, { "fin", "fi" }, { "cze", "cs" },  { "ces", "cs" },
	{ "hun", "hu" }, { "gre", "el" }, { "ell", "el" },  { "heb", "he" },
	{ "per", "fa" }, { "fas", "fa" }, { "fil", "tl" },  { "cmn", "zh" },
	{ "hrv", "hr" }, { "srp", "sr" }, { "bos", "bs" },  { "slv", "sl" },
	{ "slo", "sk" }, { "slk", "sk" }, { "bul", "bg" },  { "mac", "mk" },
	{ "mkd", "mk" }, { "rum", "ro" }, { "ron", "ro" },  { "alb", "sq" },
	{ "sqi", "sq" }, { "est", "et" }, { "lav", "lv" },  { "lit", "lt" },
	{ "bel", "be" }, { "arm", "hy" }, { "hye", "hy" },  { "geo", "ka" },
	{ "kat", "ka" }, { "hin", "hi" }, { "urd", "ur" },  { "ben", "bn" },
	{ "tha", "th" }, { "vie", "vi" }, { "ind", "id" },  { "may", "ms" },
	{ "msa", "ms" }, { "nob", "nb" }, { "nno", "nn" },  { "cat", "ca" },
	{ "kur", "ku" }, { "kmr", "ku" }, { "ckb", "ckb" }, { "pus", "ps" },
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

/* ---- the script ---- */

/* One sign of these scripts says as much as a syllable or a word. */
static uint32_t weight_of(const struct nwi_script_row *row)
{
	bool dense = row->script == NWI_SCRIPT_HAN ||
		     row->script == NWI_SCRIPT_KANA ||
		     strcmp(row->code, "ko") == 0;

	return dense ? 4 : 1;
}

/* The script of most of the letters, and how much it weighs. */
static const struct nwi_script_row *
main_script(const struct nwi_language_scores *scores, uint32_t *weight)
{
	const struct nwi_script_row *best = &nwi_scripts[0];
	uint32_t most = 0;

	for (size_t i = 1; i < NWI_SCRIPTS_MAX && nwi_scripts[i].name; i++) {
		uint32_t weighs =
			scores->letters[i] * weight_of(&nwi_scripts[i]);
		if (weighs > most) {
			most = weighs;
			best = &nwi_scripts[i];
		}
	}
	*weight = most;
	return best;
}

static uint32_t letters_of(const struct nwi_language_scores *scores,
			   enum nwi_script script)
{
	uint32_t count = 0;

	for (size_t i = 1; i < NWI_SCRIPTS_MAX && nwi_scripts[i].name; i++)
		count += nwi_scripts[i].script == script ? scores->letters[i]
							 : 0;
	return count;
}

/* Chinese has no kana; Japanese is seldom without for long. */
static void tell_han(const struct nwi_language_scores *scores,
		     const char *stated, struct nwi_language_guess *out)
{
	uint32_t kana = letters_of(scores, NWI_SCRIPT_KANA);
	uint32_t han = letters_of(scores, NWI_SCRIPT_HAN);
	bool japanese = kana * 16 >= han && kana > 0;

	out->first = japanese ? "ja" : "zh";
	out->why = japanese ? "kana among the signs" : "Han without kana";
	if (!japanese && stated && strcmp(stated, "ja") == 0 && han < 20) {
		out->first = "ja";
		out->why = "declared, and too short to doubt it";
	}
	out->letters = kana + han;
	out->code = out->first;
}

/* ---- words ---- */

/* Unsure of a text from fewer letters, or by a smaller lead. */
enum { LETTERS_MIN = 8, LEAD_MIN = 8, FIT_LEAD = 16 * 12 };
/* A declared language may be behind by this, or by this part of the score. */
enum { DECLARED_LEAD = 16 * 20, DECLARED_PERCENT = 6 };

static int32_t score_of(const struct nwi_language_scores *scores,
			enum nwi_script script, const char *code)
{
	for (unsigned i = 0; i < nwi_language_count; i++) {
		if (nwi_languages[i].script == script &&
		    strcmp(nwi_languages[i].code, code) == 0)
			return scores->sums[i];
	}
	return -1;
}

static bool is_modelled(const char *code)
{
	for (unsigned i = 0; i < nwi_language_count; i++) {
		if (strcmp(nwi_languages[i].code, code) == 0)
			return true;
	}
	for (size_t i = 1; i < NWI_SCRIPTS_MAX && nwi_scripts[i].name; i++) {
		if (strcmp(nwi_scripts[i].code, code) == 0)
			return true;
	}
	return false;
}

/* The two languages of the script that fit best. */
static void find_best(const struct nwi_language_scores *scores,
		      enum nwi_script script, struct nwi_language_guess *out)
{
	int32_t second = 0;

	for (unsigned i = 0; i < nwi_language_count; i++) {
		const char *code = nwi_languages[i].code;
		if (nwi_languages[i].script != script)
			continue;
		if (!out->first || scores->sums[i] > out->score) {
			out->second = out->first;
			second = out->score;
			out->first = code;
			out->score = scores->sums[i];
		} else if (!out->second || scores->sums[i] > second) {
			out->second = code;
			second = scores->sums[i];
		}
	}
	out->lead = out->score - second;
}

/*
 * Whether the text is in the first language at all, rather than in one that
 * the table lacks. Of sentences in their language 1 % had less than 5 nats a
 * letter (Latin script), of Breton, Sundanese and Quechua half or more.
 */
static bool is_fit(const struct nwi_language_guess *guess,
		   enum nwi_script script)
{
	int32_t least = script == NWI_SCRIPT_LATIN	? 5 * 16
			: script == NWI_SCRIPT_CYRILLIC ? 13 * 16
							: 0;
	int32_t whole = least * (int32_t)guess->letters;

	if (guess->score < whole / 2)
		return false;
	return guess->score >= whole || guess->lead >= FIT_LEAD;
}

static void tell_words(const struct nwi_language_scores *scores,
		       enum nwi_script script, const char *stated,
		       struct nwi_language_guess *out)
{
	find_best(scores, script, out);
	/* Kurdish in Arabic letters is Sorani. */
	if (stated && strcmp(stated, "ku") == 0 && script == NWI_SCRIPT_ARABIC)
		stated = "ckb";
	int32_t of_stated = stated ? score_of(scores, script, stated) : -1;
	int32_t behind = out->score - of_stated;
	bool sure = out->letters >= LETTERS_MIN && out->lead >= LEAD_MIN &&
		    is_fit(out, script);

	/* A language that the table lacks might be close to any that it has. */
	if (stated && of_stated < 0 && !is_modelled(stated)) {
		out->code = stated;
		out->why = "declared, and not among those that can be told";
		return;
	}
	if (of_stated >= 0 && (!sure || behind <= DECLARED_LEAD ||
			       behind <= out->score / 100 * DECLARED_PERCENT)) {
		out->code = stated;
		out->why = behind ? "declared, and the words do not deny it"
				  : "declared, and the words agree";
	} else if (sure) {
		out->code = out->first;
		out->why = stated ? "the words, against what is declared"
				  : "the words";
	} else {
		out->why =
			"too few words, two that fit alike, or none that fits";
	}
}

void nwi_language_tell(struct nw_str text, struct nw_str declared,
		       struct nwi_language_guess *out)
{
	struct nwi_language_scores scores;
	const char *stated = code_of(declared);
	uint32_t weight;

	memset(out, 0, sizeof(*out));
	nwi_language_score(text, &scores);
	const struct nwi_script_row *script = main_script(&scores, &weight);
	out->script = script->name;
	out->letters = letters_of(&scores, script->script);
	out->words = scores.words;
	switch (script->script) {
	case NWI_SCRIPT_NONE:
		out->why = "no letters";
		break;
	case NWI_SCRIPT_HAN:
	case NWI_SCRIPT_KANA:
		tell_han(&scores, stated, out);
		break;
	case NWI_SCRIPT_SINGLE:
		out->letters = weight;
		out->first = out->code = script->code;
		out->why = "the script has one language";
		break;
	default:
		tell_words(&scores, script->script, stated, out);
	}
	if (!out->code || weight < LETTERS_MIN) {
		out->code = stated;
		if (stated)
			out->why = "declared, and the text is too short";
	}
}

const char *nwi_language_of(struct nw_str text, struct nw_str declared)
{
	struct nwi_language_guess guess;

	nwi_language_tell(text, declared, &guess);
	return guess.code;
}

/* `declared` where its language stays, else what was found. */
static struct nw_str settled(struct nw_str declared, const char *found)
{
	const char *stated = code_of(declared);

	if (stated && found && strcmp(stated, found) == 0)
		return declared;
	/* Of a language that we have no name for, nothing can be doubted. */
	return found || stated ? nw_str_from(found) : declared;
}

static struct nw_str declared_of(const struct nw_item *item)
{
	return item->size > offsetof(struct nw_item, language)
		       ? item->language
		       : nw_str_make(NULL, 0);
}

void nwi_language_tell_item(const struct nw_item *item,
			    struct nwi_language_guess *out)
{
	char both[TITLE_MAX + 1 + BODY_SHORT];
	struct nw_str body = nw_item_body(item);
	size_t len = nwi_utf8_floor(item->title, TITLE_MAX);

	if (body.len < BODY_SHORT) {
		if (len > 0)
			memcpy(both, item->title.at, len);
		both[len++] = '\n';
		if (body.len > 0)
			memcpy(both + len, body.at, body.len);
		body = nw_str_make(both, len + body.len);
	}
	nwi_language_tell(body, declared_of(item), out);
}

struct nw_str nwi_language_settle_item(const struct nw_item *item)
{
	struct nwi_language_guess guess;

	nwi_language_tell_item(item, &guess);
	return settled(declared_of(item), guess.code);
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
