/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guessing a legacy charset: a sample is decoded by each candidate, and the
 * text that comes out is marked by how much it looks like the language that
 * goes with the candidate. What tells relatives apart is case (a capital
 * behind a small letter) and which letters are frequent; what tells East
 * Asian sets apart is kana, hangul and the hundred commonest ideographs,
 * which make up a good 40 % of running text.
 */
#include "text/charset_internal.h"
#include "text/late.h"
#include <uchar.h>

enum { SAMPLE = 8192, ASCII_KEPT = 6 };

enum look {
	LOOK_LATIN,
	LOOK_CYRILLIC,
	LOOK_GREEK,
	LOOK_HEBREW,
	LOOK_ARABIC,
	LOOK_THAI,
	LOOK_CHINESE,
	LOOK_JAPANESE,
	LOOK_KOREAN
};

/* Letters in order of frequency, and letters that occur at all. */
struct profile {
	const char *charset;
	const char *language;
	enum look look;
	const char16_t *often;
	const char16_t *seldom;
};

#define RU_OFTEN  u"оеаинтсрвлкм"
#define RU_SELDOM u"дпуяыьгзбчйхжшюцщэфъё"
#define BG_OFTEN  u"аиоетнрсвлдк"
#define BG_SELDOM u"пмзуяъгбчжйщцшхфюь"
#define UK_OFTEN  u"оаинтеірвслк"
#define UK_SELDOM u"удмпязьбгчйхжїшюєцщфґ"
#define SR_OFTEN  u"аоеинрстујвкдл"
#define SR_SELDOM u"мпзгбчшжљцћњхђфџѓќѕ"
#define HANS                                                                                                \
	u"的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你" \
	u"对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去" \
	u"法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因" \
	u"只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点" \
	u"新华报道网市员业电北京月日时"
#define HANT                                                                                                \
	u"的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你" \
	u"對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去" \
	u"法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因" \
	u"只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點" \
	u"新華報導網市員業電台灣北月日時"

static const struct profile profiles[] = {
	{ "windows-1252", "fr", LOOK_LATIN, u"éèàêçâ", u"îôûùëïœüö" },
	{ "iso-8859-15", "fr", LOOK_LATIN, u"éèàêçâ", u"îôûùëïœüö€" },
	{ "windows-1252", "de", LOOK_LATIN, u"üäöß", u"éèà" },
	{ "windows-1252", "es", LOOK_LATIN, u"óíáéñú", u"üçºª¿¡" },
	{ "windows-1252", "pt", LOOK_LATIN, u"ãçáéíóê", u"õâúôàüºª" },
	{ "windows-1252", "it", LOOK_LATIN, u"àèéùòì", u"ïóúí" },
	{ "windows-1252", "sv", LOOK_LATIN, u"äåöø", u"æéüèô" },
	{ "windows-1252", "da", LOOK_LATIN, u"åøæ", u"éèüöäô" },
	{ "windows-1252", "nl", LOOK_LATIN, u"ëéï", u"èöüêç" },
	{ "windows-1252", "is", LOOK_LATIN, u"ðáíéóöþ", u"úæý" },
	{ "windows-1250", "hu", LOOK_LATIN, u"áéóöőí", u"üűú" },
	{ "windows-1250", "cs", LOOK_LATIN, u"áíéěřčšžý", u"ůúťďňóöü" },
	{ "windows-1250", "pl", LOOK_LATIN, u"łąęóżśćń", u"źéöü" },
	{ "windows-1250", "ro", LOOK_LATIN, u"ăîşâţ", u"éö" },
	{ "windows-1250", "hr", LOOK_LATIN, u"čšžćđ", u"öüé" },
	{ "windows-1250", "sk", LOOK_LATIN, u"áíéčžýšúľť", u"ôňďäó" },
	{ "iso-8859-2", "hu", LOOK_LATIN, u"áéóöőí", u"üűú" },
	{ "iso-8859-2", "cs", LOOK_LATIN, u"áíéěřčšžý", u"ůúťďňóöü" },
	{ "iso-8859-2", "pl", LOOK_LATIN, u"łąęóżśćń", u"źéöü" },
	{ "iso-8859-2", "hr", LOOK_LATIN, u"čšžćđ", u"öüé" },
	{ "iso-8859-2", "sk", LOOK_LATIN, u"áíéčžýšúľť", u"ôňďäó" },
	{ "windows-1254", "tr", LOOK_LATIN, u"ıişüğçö", u"âîûİ" },
	{ "windows-1257", "lt", LOOK_LATIN, u"ėšįžųčūą", u"ęö" },
	{ "windows-1257", "lv", LOOK_LATIN, u"āīšēūļņ", u"žčķģŗö" },
	{ "windows-1257", "et", LOOK_LATIN, u"äõüö", u"šž" },
	{ "windows-1258", "vi", LOOK_LATIN, u"đưôơăâê\x301\x300\x309",
	  u"àáéèóúíýùì\x323\x303" },
	{ "macintosh", "fr", LOOK_LATIN, u"éèàêç", u"îôûùëïœüöâ" },
	{ "windows-1251", "ru", LOOK_CYRILLIC, RU_OFTEN, RU_SELDOM },
	{ "windows-1251", "bg", LOOK_CYRILLIC, BG_OFTEN, BG_SELDOM },
	{ "windows-1251", "uk", LOOK_CYRILLIC, UK_OFTEN, UK_SELDOM },
	{ "windows-1251", "sr", LOOK_CYRILLIC, SR_OFTEN, SR_SELDOM },
	{ "koi8-r", "ru", LOOK_CYRILLIC, RU_OFTEN, RU_SELDOM },
	{ "koi8-u", "uk", LOOK_CYRILLIC, UK_OFTEN, UK_SELDOM },
	{ "iso-8859-5", "ru", LOOK_CYRILLIC, RU_OFTEN, RU_SELDOM },
	{ "iso-8859-5", "bg", LOOK_CYRILLIC, BG_OFTEN, BG_SELDOM },
	{ "iso-8859-5", "sr", LOOK_CYRILLIC, SR_OFTEN, SR_SELDOM },
	{ "ibm866", "ru", LOOK_CYRILLIC, RU_OFTEN, RU_SELDOM },
	{ "ibm855", "ru", LOOK_CYRILLIC, RU_OFTEN, RU_SELDOM },
	{ "x-mac-cyrillic", "ru", LOOK_CYRILLIC, RU_OFTEN, RU_SELDOM },
	{ "windows-1253", "el", LOOK_GREEK, u"αοιετνσηυρ",
	  u"πκμλςόάίέήύώδγωχθφβξζψϊϋΐΰ" },
	{ "iso-8859-7", "el", LOOK_GREEK, u"αοιετνσηυρ",
	  u"πκμλςόάίέήύώδγωχθφβξζψϊϋΐΰ" },
	{ "windows-1255", "he", LOOK_HEBREW, u"יוהלאמרתשב",
	  u"נכםדקןחעפטגצסזךףץ" },
	{ "windows-1256", "ar", LOOK_ARABIC, u"اليمونرتبع",
	  u"دسهفكقحجةأشصطىخإذزثئضءظغؤآپچژگ" },
	{ "iso-8859-6", "ar", LOOK_ARABIC, u"اليمونرتبع",
	  u"دسهفكقحجةأشصطىخإذزثئضءظغؤآ" },
	{ "windows-874", "th", LOOK_THAI, u"านรกอเงมยลวด",
	  u"ทสตะปบคหแจพชขใไโผซถธศณฟญภษฐฉฮฎฏฑฒฆฬฤๆ" },
	{ "shift_jis", "ja", LOOK_JAPANESE, HANT, NULL },
	{ "euc-jp", "ja", LOOK_JAPANESE, HANT, NULL },
	{ "euc-kr", "ko", LOOK_KOREAN, u"이의에는다을고가하한", NULL },
	{ "gb18030", "zh", LOOK_CHINESE, HANS, NULL },
	{ "big5", "zh-TW", LOOK_CHINESE, HANT, NULL },
	{ "euc-tw-2014", "zh-TW", LOOK_CHINESE, HANT, NULL },
};

static bool in(const char16_t *set, UChar c)
{
	for (; set && *set; set++) {
		if (*set == c)
			return true;
	}
	return false;
}

/* Base letters of ASCII are no evidence; all else has one of these kinds. */
enum kind { KIND_ASCII, KIND_LETTER, KIND_MARK, KIND_SIGN, KIND_WRONG };

static enum kind kind_of(UChar c)
{
	if (c < 0x80)
		return KIND_ASCII;
	if (c < 0xa0 || c == 0xfffd || (c >= 0xe000 && c <= 0xf8ff))
		return KIND_WRONG;
	if (c == 0xaa || c == 0xba)
		return KIND_SIGN;
	switch (nwi_icu()->u_charType(c)) {
	case U_UNASSIGNED:
	case U_CONTROL_CHAR:
		return KIND_WRONG;
	case U_NON_SPACING_MARK:
	case U_COMBINING_SPACING_MARK:
		return KIND_MARK;
	case U_UPPERCASE_LETTER:
	case U_LOWERCASE_LETTER:
	case U_TITLECASE_LETTER:
	case U_MODIFIER_LETTER:
	case U_OTHER_LETTER:
	case U_SURROGATE:
		return KIND_LETTER;
	default:
		return KIND_SIGN;
	}
}

static bool is_upper(UChar c)
{
	return c < 0x80 ? c >= 'A' && c <= 'Z' : nwi_icu()->u_isupper(c);
}

static bool is_lower(UChar c)
{
	return c < 0x80 ? c >= 'a' && c <= 'z' : nwi_icu()->u_islower(c);
}

static bool is_ideograph(UChar c)
{
	return c >= 0x4e00 && c <= 0x9fff;
}

/* Marks for a letter of the wide sets. */
static int mark_wide(const struct profile *p, UChar c)
{
	bool kana = c >= 0x3041 && c <= 0x30fe;
	bool hangul = c >= 0xac00 && c <= 0xd7a3;

	if (c >= 0xff61 && c <= 0xff9f) /* half-width kana: rare in text */
		return -6;
	if (kana)
		return p->look == LOOK_JAPANESE ? 7 : -1;
	if (hangul)
		return p->look == LOOK_KOREAN ? (in(p->often, c) ? 12 : 5) : -6;
	if (is_ideograph(c) && p->look == LOOK_KOREAN)
		return -3;
	if (is_ideograph(c))
		return in(p->often, c) ? 12 : 1;
	return -4;
}

/* Marks for a letter that an alphabet has or has not. */
static int mark_narrow(const struct profile *p, UChar c, UChar before,
		       UChar after)
{
	UChar small = (UChar)nwi_icu()->u_tolower(c);
	int mark = in(p->often, small) ? 7 : in(p->seldom, small) ? 3 : -8;
	bool latin = p->look == LOOK_LATIN;

	/* Other alphabets run on; accents stand among letters of ASCII. */
	if (is_upper(c) && is_lower(before))
		mark -= 8;
	if (!latin && before < 0x80 && (is_upper(before) || is_lower(before)))
		mark -= 4;
	if (is_upper(c))
		mark -= 1;
	if (!latin && before < 0x80 && after < 0x80)
		mark -= 5;
	if (latin && before >= 0x80 && kind_of(before) == KIND_LETTER)
		mark -= 5;
	return mark;
}

static int mark_sign(UChar c, UChar before, UChar after)
{
	static const char16_t usual[] =
		u"«»“”‘’„–—…•·°©®™№§€£¿¡、。「」，．・？！：（）《》"
		u"【】～『』〜\xa0\x3000";
	bool inside = is_lower(before) && is_lower(after);

	if (c == 0x2019 && inside)
		return 1;
	if (in(usual, c))
		return inside ? -4 : 1;
	return inside ? -9 : -5;
}

static int mark_one(const struct profile *p, UChar c, UChar before, UChar after)
{
	switch (kind_of(c)) {
	case KIND_ASCII:
		return is_upper(c) && is_lower(before) && before >= 0x80 ? -4
									 : 0;
	case KIND_WRONG:
		return -30;
	case KIND_SIGN:
		return mark_sign(c, before, after);
	case KIND_MARK:
		if (p->look == LOOK_THAI || p->look == LOOK_HEBREW ||
		    p->look == LOOK_ARABIC || in(p->often, c) ||
		    in(p->seldom, c))
			return kind_of(before) == KIND_LETTER ||
					       kind_of(before) == KIND_MARK
				       ? 4
				       : -8;
		return -8;
	case KIND_LETTER:
		break;
	}
	return p->look >= LOOK_CHINESE ? mark_wide(p, c)
				       : mark_narrow(p, c, before, after);
}

/* Average mark in thousandths of all that is not ASCII. */
static long mark_text(const struct profile *p, const UChar *units, size_t count)
{
	long total = 0, seen = 0;

	for (size_t i = 0; i < count; i++) {
		UChar before = i > 0 ? units[i - 1] : ' ';
		UChar after = i + 1 < count ? units[i + 1] : ' ';
		total += mark_one(p, units[i], before, after);
		seen += units[i] >= 0x80;
	}
	return seen ? total * 1000 / seen : -30000;
}

/*
 * What is beyond ASCII with a little of what stands around it, tags left
 * out: ASCII tells nothing here, and a feed is mostly that.
 */
static size_t take_sample(struct nw_str bytes, char sample[SAMPLE])
{
	size_t len = 0, run = 0;
	bool tag = false;

	for (size_t i = 0; i < bytes.len && len < SAMPLE; i++) {
		char c = bytes.at[i];
		if ((unsigned char)c >= 0x80) {
			tag = false;
			run = 0;
			sample[len++] = c;
			continue;
		}
		tag = c == '<' || (tag && c != '>');
		if (run++ == ASCII_KEPT || tag)
			sample[len++] = ' ';
		if (run <= ASCII_KEPT && !tag)
			sample[len++] = c;
		while (len > 1 && sample[len - 1] == ' ' &&
		       sample[len - 2] == ' ')
			len--;
		if (len > SAMPLE)
			break;
	}
	return len;
}

static long hint_bonus(const struct profile *p, struct nw_str hint)
{
	return nw_str_starts_nocase(hint, p->language) ? 400 : 0;
}

const char *nwi_charset_guess(struct nw_str bytes, struct nw_str hint)
{
	char sample[SAMPLE + 2];
	UChar units[SAMPLE];
	size_t count = 0, errors = 0;
	const char *best = "windows-1252", *decoded = "";
	long best_mark = -30000;

	struct nw_str taken = nw_str_make(sample, take_sample(bytes, sample));
	for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
		const struct profile *p = &profiles[i];
		if (strcmp(p->charset, decoded) != 0)
			count = nwi_charset_peek(p->charset, taken, units,
						 SAMPLE, &errors);
		decoded = p->charset;
		long mark = mark_text(p, units, count) + hint_bonus(p, hint);
		if (mark > best_mark) {
			best_mark = mark;
			best = p->charset;
		}
	}
	return best;
}
