/* SPDX-License-Identifier: Apache-2.0 */
#include "text/fold_internal.h"

/*
 * Abbreviations, folded, that are written with a point and stand before a
 * capital letter or a number more often than at a sentence's end.
 */
static const char *const abbreviations[] = {
	/* English */
	"mr",
	"mrs",
	"ms",
	"dr",
	"prof",
	"st",
	"sen",
	"rep",
	"gov",
	"gen",
	"col",
	"lt",
	"sgt",
	"capt",
	"cmdr",
	"adm",
	"maj",
	"jr",
	"sr",
	"vs",
	"hon",
	"rev",
	"pres",
	"mt",
	"ft",
	"fig",
	"approx",
	"dept",
	"est",
	"jan",
	"feb",
	"apr",
	"aug",
	"sept",
	"oct",
	"nov",
	"dec",
	/* German, Dutch, Nordic */
	"nr",
	"hr",
	"fr",
	"abs",
	"art",
	"bzw",
	"ca",
	"usw",
	"evtl",
	"ggf",
	"inkl",
	"max",
	"min",
	"mio",
	"mrd",
	"sog",
	"vgl",
	"dhr",
	"mevr",
	"ds",
	"bl",
	"kl",
	"tel",
	"str",
	"ing",
	"dipl",
	"mag",
	/* French, Spanish, Portuguese, Italian */
	"m",
	"mm",
	"mme",
	"mlle",
	"me",
	"av",
	"bd",
	"chap",
	"env",
	"sra",
	"srta",
	"dra",
	"ud",
	"uds",
	"pag",
	"num",
	"dna",
	"sig",
	"dott",
	"on",
	"avv",
	"geom",
	"exmo",
	"exma",
	"eng",
	/* Polish, Czech, Hungarian, Romanian, Turkish */
	"ul",
	"pl",
	"prok",
	"gm",
	"tys",
	"mln",
	"mld",
	"mgr",
	"inz",
	"hab",
	"ks",
	"sw",
	"tzw",
	"np",
	"napr",
	"tzv",
	"mil",
	"mlrd",
	"bc",
	"ill",
	"dl",
	"d-na",
	"dvs",
	"sn",
	"av",
	/* Russian, Ukrainian, Bulgarian */
	"ул",
	"г",
	"гг",
	"тыс",
	"млн",
	"млрд",
	"руб",
	"им",
	"см",
	"стр",
	"тел",
	"пр",
	"др",
	"акад",
	"проф",
	"ген",
	"обл",
	"р",
	"вул",
	"грн",
	"тис",
	"бул",
	"лв",
	"хил",
	/* Arabic, Hindi */
	"هـ",
	"डॉ",
	"प्रो",
};

static bool is_abbreviation(struct nw_str folded)
{
	for (size_t i = 0; i < sizeof(abbreviations) / sizeof(abbreviations[0]);
	     i++) {
		if (nw_str_is(folded, abbreviations[i]))
			return true;
	}
	return false;
}

/* Languages that write "3. March" and "5. prosince". */
static bool has_dotted_ordinals(struct nw_str language)
{
	static const char *const rows[] = { "de", "da", "nb", "nn", "no",
					    "fi", "et", "cs", "sk", "sl",
					    "hr", "bs", "sr", "hu", "pl",
					    "lv", "is", "tr", "lb" };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (nw_str_starts_nocase(language, rows[i]) &&
		    (language.len == 2 || language.at[2] == '-'))
			return true;
	}
	return false;
}

/*
 * "J. Smith", "د. أحمد": one letter, a capital or of an alphabet that has
 * none, which are Hebrew, Arabic and those of India and the south-east. (In
 * East Asia one character is a word.)
 */
static bool is_initial(const struct nw_token *token)
{
	unsigned char lead = (unsigned char)token->folded.at[0];
	size_t len = token->folded.len;

	if ((lead >= 0xd6 && lead < 0xe0 && len == 2) ||
	    (lead == 0xe0 && len == 3))
		return !(token->flags & NW_TOKEN_NUMBER);
	return (token->flags & NW_TOKEN_CAPITAL) && len <= 2 &&
	       (len == 1 || lead >= 0x80);
}

bool nwi_sentence_ends(enum nwi_gap gap, bool touching,
		       const struct nw_token *before,
		       const struct nw_token *after, bool after_is_lower,
		       struct nw_str language)
{
	if (gap == NWI_GAP_NONE || gap == NWI_GAP_LINE)
		return gap == NWI_GAP_LINE;
	if (after_is_lower)
		return false;
	if (gap == NWI_GAP_MARK || !touching)
		return true;
	if (before->flags & NW_TOKEN_ACRONYM)
		return false;
	if (before->flags & NW_TOKEN_NUMBER)
		return !(before->folded.len <= 2 &&
			 (has_dotted_ordinals(language) ||
			  (after->flags & NW_TOKEN_NUMBER)));
	return !is_initial(before) && !is_abbreviation(before->folded);
}
