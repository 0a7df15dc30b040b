/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the end of a text says of its writer. With a by-line the name tells;
 * without one a paragraph does that begins with somebody's name, of whom the
 * text has not spoken, and goes on with a writer's trade.
 */
#include "page/digest_draft.h"

#include "text/fold.h"
#include "text/tables/tables.h"
#include "text/utf8.h"

enum { BIO_WORDS = 80, LAST_TEXTS = 2, TRADE_BYTES = 90 };

/* Folded, right behind the name. */
static const char *const does[] = {
	"covers ",	"reports on ", "reports from ",	 "writes about ",
	"writes on ",	"writes for ", "has covered ",	 "has reported ",
	"has written ", "berichtet ",  "schreibt ",	 "couvre ",
	"ecrit sur ",	"cubre ",      "escribe sobre ", "scrive di ",
	"cobre ",	"pisze o ",    "relacjonuje ",	 "пишет о ",
	"освещает ",	"пише про ",   "висвітлює ",	 "schrijft over ",
};

/* Folded, within the words behind "is". */
static const char *const trades[] = {
	"reporter",	  "correspondent", "journalist",    "columnist",
	"editor",	  "writer",	   "freelance",	    "contributor",
	"redakteur",	  "korrespondent", "autor ",	    "autorin",
	"journaliste",	  "correspondant", "redact",	    "chroniqueu",
	"periodista",	  "corresponsal",  "columnista",    "giornalista",
	"corrispondente", "jornalista",	   "dziennikar",    "korespondent",
	"publicyst",	  "журналист",	   "корреспондент", "обозревател",
	"колумнист",	  "редактор",	   "журналіст",	    "кореспондент",
	"оглядач",	  "gazeteci",	   "muhabir",	    "yazar",
	"صحفي",		  "صحافي",	   "مراسل",	    "كاتب",
	"δημοσιογραφ",	  "novinar",	   "ujsagiro",	    "verslaggever",
};

static const char *const is_words[] = {
	"is ",	  "was ", "ist ", "est ", "es ",     "e ",  "jest ",
	"— ",	  "– ",	  "- ",	  ", ",	  "is the ", "هو ", "هي ",
	"ειναι ", "je ",  "er ",  "ar ",  "(",
};

static bool is_capital(struct nw_str word)
{
	size_t pos = 0;

	return word.len > 1 &&
	       (nwi_char_class(nwi_utf8_next(word, &pos)) & NWI_CHAR_UPPER);
}

/* Bytes of the two to four capitalised words that a text begins with. */
static size_t name_at(struct nw_str text)
{
	size_t at = 0, words = 0;

	while (words < 4) {
		struct nw_str rest = nw_str_slice(text, at, text.len);
		size_t len = nw_str_find_char(rest, ' ');
		struct nw_str word = nw_str_slice(rest, 0, len);
		if (len == rest.len || !is_capital(word))
			break;
		words++;
		at += len + 1;
		if (word.at[word.len - 1] == ',')
			break;
	}
	return words >= 2 ? at - 1 : 0;
}

bool nwi_digest_is_person(struct nw_str text)
{
	struct nw_str rest = text, word;
	size_t words = 0;

	while (nw_str_next(&rest, ' ', &word)) {
		if (!is_capital(word))
			return false;
		words++;
	}
	return words == 2 || words == 3;
}

static bool begins_with_any(struct nw_str text, const char *const *words,
			    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (nw_str_starts(text, words[i]))
			return true;
	}
	return false;
}

#define BEGINS_WITH(text, words) \
	begins_with_any(text, words, sizeof(words) / sizeof((words)[0]))

static bool has_trade(struct nw_str text)
{
	for (size_t i = 0; i < sizeof(trades) / sizeof(trades[0]); i++) {
		if (nw_str_find(text, nw_str_from(trades[i])) < text.len)
			return true;
	}
	return false;
}

/* "is a reporter in Oslo", "covers ports." */
static bool tells_trade(struct nw_str text)
{
	NW_AUTO(nw_buf_fini) struct nw_buf folded = { 0 };

	nw_buf_init(&folded, 8 * (size_t)TRADE_BYTES);
	text = nw_str_slice(text, 0, nwi_utf8_floor(text, TRADE_BYTES));
	nwi_fold_word(&folded, nw_str_trim(text));
	struct nw_str s = nw_buf_str(&folded);
	if (folded.failed)
		return false;
	return BEGINS_WITH(s, does) ||
	       (BEGINS_WITH(s, is_words) && has_trade(s));
}

/* The name's last word, which a text calls somebody by. */
static bool is_known(const struct digest *d, const struct digest_draft *draft,
		     size_t end, struct nw_str name)
{
	size_t space = name.len;

	while (space > 0 && name.at[space - 1] != ' ')
		space--;
	struct nw_str last = nw_str_slice(name, space, name.len);
	for (size_t i = draft->head; i < end; i++) {
		const struct digest_line *line = &d->lines[i];
		if (nwi_digest_is_text(line) &&
		    nw_str_find(line->text, last) < line->text.len)
			return true;
	}
	return false;
}

static bool is_of_author(const struct digest *d,
			 const struct digest_draft *draft, size_t i,
			 struct nw_str byline)
{
	struct nw_str text = d->lines[i].text;

	if (byline.len >= 6 && nw_str_find_char(byline, ' ') < byline.len &&
	    text.len > byline.len &&
	    memcmp(text.at, byline.at, byline.len) == 0 &&
	    strchr(" ,", text.at[byline.len]))
		return true;
	size_t len = name_at(text);
	struct nw_str name = nw_str_slice(text, 0, len);
	if (len > 0 && name.at[len - 1] == ',')
		name.len = --len;
	return len > 0 && tells_trade(nw_str_slice(text, len, text.len)) &&
	       !is_known(d, draft, i, name);
}

void nwi_digest_drop_author(struct digest *d, const struct digest_draft *draft)
{
	size_t by = nwi_digest_by(draft->byline), seen = 0;
	struct nw_str byline =
		nw_str_trim(nw_str_slice(draft->byline, by, draft->byline.len));

	for (size_t i = draft->end; i > draft->head + 2 && seen < LAST_TEXTS;
	     i--) {
		struct digest_line *line = &d->lines[i - 1];
		if (line->role != ROLE_BODY)
			continue;
		seen++;
		if (line->words <= BIO_WORDS &&
		    is_of_author(d, draft, i - 1, byline))
			line->role = ROLE_CUT;
	}
}
