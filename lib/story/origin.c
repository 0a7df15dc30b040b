/* SPDX-License-Identifier: Apache-2.0 */
#include "story/origin.h"

enum {
	DATELINE_WORDS = 14, /* of the text, in which a dateline stands */
	CREDIT_WORDS = 14    /* of its end, in which a credit stands */
};

enum {
	ANY = 0,
	CAPITALS = 1 /* AP, PA: a word of its own in small letters */
};

/* Numbers are stored: new rows come at the end of the agency's own. */
static const struct agency {
	uint8_t number;
	uint8_t how;
	const char *words; /* folded, parted by spaces */
} agencies[] = {
	{ 1, ANY, "reuters" },
	{ 1, ANY, "рейтер" },
	{ 1, ANY, "thomson reuters" },
	{ 2, ANY, "afp" },
	{ 2, ANY, "agence france presse" },
	{ 2, ANY, "афп" },
	{ 3, CAPITALS, "ap" },
	{ 3, ANY, "associated press" },
	{ 4, ANY, "dpa" },
	{ 4, ANY, "deutsche presse agentur" },
	{ 5, ANY, "tass" },
	{ 5, ANY, "тасс" },
	{ 5, ANY, "itar tass" },
	{ 6, ANY, "interfax" },
	{ 6, ANY, "интерфакс" },
	{ 7, ANY, "ria novosti" },
	{ 7, ANY, "риа новости" },
	{ 8, ANY, "xinhua" },
	{ 8, ANY, "新华社" },
	{ 9, ANY, "efe" },
	{ 10, ANY, "ansa" },
	{ 11, CAPITALS, "apa" },
	{ 12, CAPITALS, "pap" },
	{ 13, ANY, "belta" },
	{ 13, ANY, "белта" },
	{ 14, CAPITALS, "aa" },
	{ 14, ANY, "anadolu" },
	{ 14, ANY, "anadolu agency" },
	{ 15, ANY, "kyodo" },
	{ 15, ANY, "kyodo news" },
	{ 16, ANY, "yonhap" },
	{ 17, CAPITALS, "pti" },
	{ 17, ANY, "press trust of india" },
	{ 18, CAPITALS, "ani" },
	{ 19, CAPITALS, "ians" },
	{ 20, CAPITALS, "upi" },
	{ 21, CAPITALS, "pa" },
	{ 21, ANY, "press association" },
	{ 22, ANY, "ukrinform" },
	{ 22, ANY, "укринформ" },
	{ 22, ANY, "укрінформ" },
	{ 23, ANY, "belga" },
	{ 24, CAPITALS, "sda" },
	{ 24, CAPITALS, "ats" },
	{ 25, ANY, "ritzau" },
	{ 26, CAPITALS, "ntb" },
	{ 27, CAPITALS, "tt" },
	{ 28, CAPITALS, "stt" },
	{ 29, CAPITALS, "anp" },
	{ 30, ANY, "lusa" },
	{ 31, CAPITALS, "irna" },
	{ 32, CAPITALS, "wafa" },
	{ 33, CAPITALS, "aap" },
	{ 34, ANY, "agenzia nova" },
	{ 35, ANY, "ctk" },
	{ 36, CAPITALS, "mti" },
	{ 37, ANY, "agerpres" },
	{ 38, ANY, "tanjug" },
	{ 38, ANY, "танјуг" },
	{ 39, ANY, "hina" },
	{ 40, ANY, "bloomberg" },
	{ 41, ANY, "prensa latina" },
	{ 42, ANY, "kazinform" },
};

static const char *const names[] = {
	NULL,		"Reuters",	"AFP",
	"AP",		"dpa",		"TASS",
	"Interfax",	"RIA Novosti",	"Xinhua",
	"EFE",		"ANSA",		"APA",
	"PAP",		"BelTA",	"Anadolu",
	"Kyodo",	"Yonhap",	"PTI",
	"ANI",		"IANS",		"UPI",
	"PA",		"Ukrinform",	"Belga",
	"Keystone-SDA", "Ritzau",	"NTB",
	"TT",		"STT",		"ANP",
	"Lusa",		"IRNA",		"WAFA",
	"AAP",		"Agenzia Nova", "CTK",
	"MTI",		"Agerpres",	"Tanjug",
	"HINA",		"Bloomberg",	"Prensa Latina",
	"Kazinform",
};

const char *nwi_origin_name(uint8_t origin)
{
	return origin < sizeof(names) / sizeof(names[0]) ? names[origin] : NULL;
}

/* How many tokens from `at` on spell the agency; 0: they do not. */
static size_t spells(const struct agency *agency, const struct nw_token *at,
		     size_t count)
{
	struct nw_str rest = nw_str_from(agency->words), word;
	size_t used = 0;

	while (nw_str_next(&rest, ' ', &word)) {
		if (used == count || !nw_str_equal(at[used].folded, word))
			return 0;
		if (agency->how == CAPITALS &&
		    !(at[used].flags & NW_TOKEN_UPPER))
			return 0;
		used++;
	}
	return used;
}

struct place {
	struct nw_str text;
	const struct nw_token *tokens;
	size_t count;
};

/* The character before a token, blanks passed over; 0 at the beginning. */
static char before(const struct place *place, size_t token)
{
	size_t at = place->tokens[token].from;

	while (at > 0 && place->text.at[at - 1] == ' ')
		at--;
	return at > 0 ? place->text.at[at - 1] : '\0';
}

static struct nw_str after(const struct place *place, size_t token)
{
	return nw_str_trim(nw_str_slice(place->text, place->tokens[token].to,
					place->tokens[token].to + 8));
}

static bool is_bracket(char c)
{
	return c == '(' || c == '/' || c == '[';
}

static bool begins_dash(struct nw_str s)
{
	return nw_str_starts(s, "-") || nw_str_starts(s, "\xe2\x80\x93") ||
	       nw_str_starts(s, "\xe2\x80\x94") || nw_str_starts(s, "--");
}

/* "(Reuters) -", "/TASS/.", "BERLIN, dpa -", "AFP -". */
static bool is_dateline(const struct place *place, size_t from, size_t used)
{
	struct nw_str behind = after(place, from + used - 1);
	char ahead = before(place, from);
	bool closed = nw_str_starts(behind, ")") ||
		      nw_str_starts(behind, "/") || nw_str_starts(behind, "]");

	if (is_bracket(ahead) && closed)
		return true;
	/* Between words that go on the dash may be of a sentence. */
	return begins_dash(behind) &&
	       (ahead == '\0' || ahead == ',' || ahead == '.' || ahead == '\n');
}

static bool is_credit_word(struct nw_str word)
{
	static const char *const words[] = {
		"source", "sources", "via",	 "by",	      "from",
		"quelle", "mit",     "credit",	 "copyright", "fonte",
		"fuente", "avec",    "источник", "джерело",   "kaynak",
		"zrodlo", "link",    "von",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (nw_str_is(word, words[i]))
			return true;
	return false;
}

/* "(AFP)", "Source: TASS", "dpa/bb", alone on the last line. */
static bool is_credit(const struct place *place, size_t from, size_t used)
{
	size_t end = from + used;
	bool last = end + 2 >= place->count;
	char ahead = before(place, from);

	if (!last)
		return false;
	if (ahead == '\n' || is_bracket(ahead))
		return true;
	return from > 0 && is_credit_word(place->tokens[from - 1].folded) &&
	       (ahead == ':' || end == place->count);
}

/* Most words follow a word; those need not be looked up. */
static bool may_stand(const struct place *place, size_t token)
{
	char ahead = before(place, token);

	return ahead == '\0' || ahead == '\n' || ahead == ',' || ahead == '.' ||
	       ahead == ':' || is_bracket(ahead) ||
	       is_credit_word(place->tokens[token - 1].folded);
}

typedef bool here_fn(const struct place *place, size_t from, size_t used);

static uint8_t look(const struct place *place, size_t from, size_t to,
		    here_fn *is_here)
{
	for (size_t i = from; i < to && i < place->count; i++) {
		if (!may_stand(place, i))
			continue;
		for (size_t a = 0; a < sizeof(agencies) / sizeof(agencies[0]);
		     a++) {
			size_t used = spells(&agencies[a], place->tokens + i,
					     place->count - i);
			if (used > 0 && is_here(place, i, used))
				return agencies[a].number;
		}
	}
	return 0;
}

/* The agency's name and no other, or with "By" before it. */
static uint8_t of_name(struct nw_str name)
{
	struct nw_str by = nw_str_trim(name);

	if (nw_str_starts_nocase(by, "by "))
		by = nw_str_slice(by, 3, by.len);
	for (uint8_t i = 1; i < sizeof(names) / sizeof(names[0]); i++)
		if (nw_str_is_nocase(by, names[i]))
			return i;
	return 0;
}

uint8_t nwi_origin_of(const struct nw_doc *doc)
{
	const struct nw_item *item = nw_doc_item(doc);
	struct place place = { .text = nw_doc_text(doc, NW_FIELD_BODY) };
	uint8_t found;

	place.tokens = nw_doc_tokens(doc, NW_FIELD_BODY, &place.count);
	found = look(&place, 0, DATELINE_WORDS, is_dateline);
	if (!found && place.count > 0)
		found = look(&place,
			     place.count > CREDIT_WORDS
				     ? place.count - CREDIT_WORDS
				     : 0,
			     place.count, is_credit);
	if (!found)
		found = of_name(item->byline);
	for (uint32_t i = 0; !found && i < item->author_count; i++)
		found = of_name(item->authors[i]);
	return found;
}
