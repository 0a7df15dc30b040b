/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How common a word is, guessed without a corpus: a short list of the words
 * that stand in nearly every item, and length for the rest. A wrong guess
 * costs time, never an answer.
 */
#include "query/build.h"
#include "query/facts.h"

static const char *const common[] = {
	"a",	   "about",  "after",	  "against", "all",	"also",
	"an",	   "and",    "are",	  "as",	     "at",	"be",
	"because", "been",   "before",	  "being",   "between", "but",
	"by",	   "can",    "could",	  "country", "day",	"did",
	"do",	   "during", "first",	  "for",     "from",	"government",
	"had",	   "has",    "have",	  "he",	     "her",	"him",
	"his",	   "how",    "if",	  "in",	     "into",	"is",
	"it",	   "its",    "just",	  "last",    "like",	"made",
	"make",	   "many",   "may",	  "mr",	     "more",	"most",
	"new",	   "no",     "not",	  "now",     "of",	"on",
	"one",	   "only",   "or",	  "other",   "our",	"out",
	"over",	   "people", "president", "said",    "say",	"says",
	"she",	   "should", "since",	  "so",	     "some",	"state",
	"such",	   "than",   "that",	  "the",     "their",	"them",
	"there",   "these",  "they",	  "this",    "those",	"through",
	"time",	   "to",     "two",	  "under",   "up",	"us",
	"was",	   "we",     "week",	  "were",    "what",	"when",
	"where",   "which",  "while",	  "who",     "will",	"with",
	"world",   "would",  "year",	  "years",   "you",
};

/* Words of other languages, as often as those. */
static const char *const foreign[] = {
	"au",	"aux", "avec", "ce",  "con", "da",  "das",   "dans", "de",
	"del",	"dem", "den",  "der", "des", "die", "du",    "e",    "ein",
	"eine", "el",  "en",   "es",  "est", "et",  "il",    "ist",  "la",
	"las",	"le",  "les",  "los", "mit", "na",  "nicht", "o",    "para",
	"pas",	"por", "pour", "que", "qui", "se",  "sie",   "sur",  "um",
	"un",	"una", "und",  "une", "von", "y",   "zu",    "в",    "з",
	"за",	"и",   "на",   "не",  "о",   "от",  "по",    "с",    "у",
	"та",	"то",  "что",  "это", "як",  "що",  "і",     "до",
};

static bool among(const char *const *table, size_t count, struct nw_str word)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i][0] == word.at[0] && nw_str_is(word, table[i]))
			return true;
	}
	return false;
}

/* Facts by their kind; what is 0 here holds words and costs as they do. */
static const uint32_t fact_costs[NWI_WHERE_COUNT] = {
	[NWI_WHERE_SITE] = 25,	   [NWI_WHERE_SOURCE] = 25,
	[NWI_WHERE_OUTLET] = 20,   [NWI_WHERE_LANG] = 600,
	[NWI_WHERE_COUNTRY] = 150, [NWI_WHERE_AFFILIATION] = 300,
	[NWI_WHERE_OWNER] = 40,	   [NWI_WHERE_TOPIC] = 120,
	[NWI_WHERE_TYPE] = 700,	   [NWI_WHERE_AGE] = UINT32_MAX,
};

uint32_t nwi_word_cost(struct nw_str folded)
{
	static const uint16_t by_length[] = { 900, 400, 150, 60, 40,
					      30,  20,	15,  12, 10 };
	enum nwi_where where = nwi_fact_where(folded);

	if (folded.len && folded.at[0] == NWI_FACT_MARK) {
		folded = nw_str_slice(folded, NWI_FACT_PREFIX, folded.len);
		if (fact_costs[where])
			return fact_costs[where];
	}
	if (folded.len > 0 && folded.len <= 10 &&
	    (among(common, sizeof(common) / sizeof(common[0]), folded) ||
	     among(foreign, sizeof(foreign) / sizeof(foreign[0]), folded)))
		return 800;
	return by_length[folded.len < 9 ? folded.len : 9];
}
