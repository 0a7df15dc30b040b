/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How other products write what can be asked here. Queries are pasted from
 * them: what has the same meaning is read as ours, all else is refused with
 * our spelling, so that nothing is taken silently for a word.
 *
 * The sources are the products' own help pages, read in November 2026:
 * Meltwater (help.meltwater.com, "How to Master Boolean Search"), Brandwatch
 * ("Advanced Query Operators", developers.brandwatch.com), Talkwalker
 * (talkwalker.com/syntax-alerts, developer.talkwalker.com "query-syntax"); and
 * the syntax of Lucene, LexisNexis and Factiva.
 */
#include "query/lex.h"

#include <strings.h>

enum form {
	AS_FIELD, /* a field with another name: read, with a warning */
	NO_FIELD, /* refused */
	SIGN,	  /* the whole word is this operator, refused */
	CAPITALS, /* the whole word, in capitals; refused */
	COUNTED	  /* in any case; # is a number, also in `ours`; refused */
};

static const struct spelling {
	const char *product, *theirs, *ours;
	enum form form;
	uint32_t value; /* AS_FIELD: nwi_where; SIGN: nwi_lex_kind */
} spellings[] = {
	{ "Google", "intitle", "title:", AS_FIELD, NWI_WHERE_TITLE },
	{ "Factiva", "headline", "title:", AS_FIELD, NWI_WHERE_TITLE },
	{ "Factiva", "headlines", "title:", AS_FIELD, NWI_WHERE_TITLE },
	{ "Meltwater", "ingress", "lead:", AS_FIELD, NWI_WHERE_LEAD },
	{ "Factiva", "leadparagraph", "lead:", AS_FIELD, NWI_WHERE_LEAD },
	{ "Talkwalker", "content", "body:", AS_FIELD, NWI_WHERE_BODY },
	{ "Google", "intext", "body:", AS_FIELD, NWI_WHERE_BODY },
	{ "Lucene", "text", "body:", AS_FIELD, NWI_WHERE_BODY },
	{ "Google", "inurl", "url:", AS_FIELD, NWI_WHERE_URL },
	{ "Talkwalker", "host", "site:", AS_FIELD, NWI_WHERE_SITE },
	{ "Talkwalker", "domainurl", "site:", AS_FIELD, NWI_WHERE_SITE },
	{ "Lucene", "domain", "site:", AS_FIELD, NWI_WHERE_SITE },
	{ "Brandwatch", "language", "lang:", AS_FIELD, NWI_WHERE_LANG },
	{ "Talkwalker", "sourcecountry", "country:", AS_FIELD,
	  NWI_WHERE_COUNTRY },
	{ "LexisNexis", "byline", "author:", AS_FIELD, NWI_WHERE_AUTHOR },
	{ "Lucene", "category", "tag:", AS_FIELD, NWI_WHERE_TAG },

	{ "Brandwatch", "raw", "write \"Word\"c for exact letters", NO_FIELD,
	  0 },
	{ "Brandwatch", "links", "write url: for the item's own address",
	  NO_FIELD, 0 },
	{ "Brandwatch", "region", "write country: of the outlet", NO_FIELD, 0 },
	{ "Brandwatch", "city", "write country: of the outlet", NO_FIELD, 0 },
	{ "Brandwatch", "continent", "write country: of the outlet, with OR",
	  NO_FIELD, 0 },
	{ "Brandwatch", "hashtags", "write the word, or tag:", NO_FIELD, 0 },
	{ "Talkwalker", "hashtag", "write the word, or tag:", NO_FIELD, 0 },
	{ "Brandwatch", "atmentions", "write the name as words", NO_FIELD, 0 },
	{ "Brandwatch", "engagementtype", "items have no engagement", NO_FIELD,
	  0 },
	{ "Brandwatch", "engagingwith", "items have no engagement", NO_FIELD,
	  0 },
	{ "Talkwalker", "engagement", "items have no engagement", NO_FIELD, 0 },
	{ "Talkwalker", "reach", "items have no reach", NO_FIELD, 0 },
	{ "Talkwalker", "sentiment", "write topic: for what a classifier found",
	  NO_FIELD, 0 },
	{ "Talkwalker", "sourcetype", "write type: or source:", NO_FIELD, 0 },
	{ "Talkwalker", "sourcegeo", "write country: of the outlet", NO_FIELD,
	  0 },
	{ "Talkwalker", "published", "write age<2d", NO_FIELD, 0 },
	{ "Factiva", "hlp", "write (title:x OR lead:x)", NO_FIELD, 0 },
	{ "LexisNexis", "hlead", "write (title:x OR lead:x)", NO_FIELD, 0 },
	{ "X", "from", "write author:", NO_FIELD, 0 },

	{ "Lucene", "&&", "AND", SIGN, NWI_LEX_AND },
	{ "Google", "&", "AND", SIGN, NWI_LEX_AND },
	{ "Lucene", "||", "OR", SIGN, NWI_LEX_OR },
	{ "Google", "|", "OR", SIGN, NWI_LEX_OR },
	{ "Lucene", "!", "NOT", SIGN, NWI_LEX_NOT },
	{ "Verity", "ANDNOT", "AND NOT", SIGN, NWI_LEX_NOT },
	{ "Verity", "AND-NOT", "AND NOT", SIGN, NWI_LEX_NOT },
	{ "Factiva", "BUTNOT", "AND NOT", SIGN, NWI_LEX_NOT },

	{ "Factiva", "SAME", "SENTENCE(a b)", CAPITALS, 0 },
	{ "Verity", "PARAGRAPH", "SENTENCE(a b) or a NEAR/40 b", CAPITALS, 0 },
	{ "Factiva", "ADJ", "a ONEAR/0 b", CAPITALS, 0 },
	{ "EventRegistry", "NEXT", "a ONEAR/0 b", CAPITALS, 0 },
	{ "Lucene", "XOR", "(a OR b) NOT (a b)", CAPITALS, 0 },

	{ "Meltwater", "near/#", "a NEAR/# b", COUNTED, 0 },
	{ "Meltwater", "onear/#", "a ONEAR/# b", COUNTED, 0 },
	{ "Meltwater", "atleast#", "ATLEAST/# a", COUNTED, 0 },
	{ "Meltwater", "atleast/#", "ATLEAST/# a", COUNTED, 0 },
	{ "Brandwatch", "near/#f", "a ONEAR/# b", COUNTED, 0 },
	{ "AlphaSense", "near#", "a NEAR/# b", COUNTED, 0 },
	{ "AlphaSense", "phrase#", "a ONEAR/# b", COUNTED, 0 },
	{ "Oracle", "onear#", "a ONEAR/# b", COUNTED, 0 },
	{ "EventRegistry", "next/#", "a ONEAR/# b", COUNTED, 0 },
	{ "Lexalytics", "notnear/#", "a NOT (a NEAR/# b)", COUNTED, 0 },
	{ "LexisNexis", "w/#", "a NEAR/# b", COUNTED, 0 },
	{ "LexisNexis", "within/#", "a NEAR/# b", COUNTED, 0 },
	{ "LexisNexis", "pre/#", "a ONEAR/# b", COUNTED, 0 },
	{ "LexisNexis", "w/s", "SENTENCE(a b)", COUNTED, 0 },
	{ "LexisNexis", "w/p", "SENTENCE(a b) or a NEAR/40 b", COUNTED, 0 },
	{ "LexisNexis", "/s", "SENTENCE(a b)", COUNTED, 0 },
	{ "LexisNexis", "/p", "SENTENCE(a b) or a NEAR/40 b", COUNTED, 0 },
	{ "Factiva", "adj#", "a ONEAR/# b", COUNTED, 0 },
	{ "Verity", "adj/#", "a ONEAR/# b", COUNTED, 0 },
};

enum { SPELLINGS = sizeof(spellings) / sizeof(spellings[0]) };

enum nwi_where nwi_foreign_field(struct nwi_reading *r,
				 const struct nwi_lexeme *x, struct nw_str name,
				 bool *known)
{
	*known = true;
	for (size_t i = 0; i < SPELLINGS; i++) {
		const struct spelling *s = &spellings[i];

		if (s->form > NO_FIELD || !nw_str_is_nocase(name, s->theirs))
			continue;
		if (s->form == AS_FIELD)
			nwi_query_warn(r, x->at, name.len + 1,
				       "'%s:' (%s) is read as %s", s->theirs,
				       s->product, s->ours);
		else
			nwi_query_error(r, x->at, name.len + 1,
					"'%s:' (%s) is not offered: %s; quote "
					"what is text",
					s->theirs, s->product, s->ours);
		return (enum nwi_where)s->value;
	}
	*known = false;
	return NWI_WHERE_ANY;
}

static size_t digits_of(struct nw_str s)
{
	size_t n = 0;

	while (n < s.len && s.at[n] >= '0' && s.at[n] <= '9')
		n++;
	return n;
}

/* Whether a word is `pattern`; *number is what stands for its #. */
static bool fits(struct nw_str word, const char *pattern, struct nw_str *number)
{
	const char *mark = strchr(pattern, '#');
	size_t head = mark ? (size_t)(mark - pattern) : strlen(pattern);
	struct nw_str tail;

	*number = nw_str_slice(word, head, word.len);
	if (!mark)
		return nw_str_is_nocase(word, pattern);
	if (word.len <= head || strncasecmp(word.at, pattern, head) != 0)
		return false;
	number->len = digits_of(*number);
	tail = nw_str_slice(word, head + number->len, word.len);
	return number->len && nw_str_is_nocase(tail, mark + 1);
}

/* Our spelling, the number put in; bounded. */
static struct nw_str spell(const struct spelling *s, struct nw_str number,
			   char out[64])
{
	const char *mark = strchr(s->ours, '#');
	size_t head = mark ? (size_t)(mark - s->ours) : strlen(s->ours);
	size_t len = head;

	memcpy(out, s->ours, head);
	if (mark && number.len < 8) {
		memcpy(out + len, number.at, number.len);
		len += number.len;
	}
	if (mark) {
		memcpy(out + len, mark + 1, strlen(mark + 1));
		len += strlen(mark + 1);
	}
	return nw_str_make(out, len);
}

static bool is_written(const struct spelling *s, struct nw_str word,
		       struct nw_str *number)
{
	*number = nw_str_make(NULL, 0);
	if (s->form == COUNTED)
		return fits(word, s->theirs, number);
	return s->form > NO_FIELD && nw_str_is(word, s->theirs);
}

/* iphone^9, roam~2, ~5 behind a group, /expression/, a dash for minus. */
static const char *odd_end(struct nw_str word)
{
	size_t end = word.len;

	while (end && word.at[end - 1] >= '0' && word.at[end - 1] <= '9')
		end--;
	if (end && word.at[end - 1] == '^' && end < word.len)
		return "the weight behind '^' (Meltwater, Lucene) only orders "
		       "what is shown: leave it out";
	if (end == 1 && word.at[0] == '~' && end < word.len)
		return "'~' stands behind a phrase only: for groups write a "
		       "NEAR/5 b";
	if (end > 1 && word.at[end - 1] == '~')
		return "words that are alike (Lucene) are not offered: write "
		       "word*, wo?d or the spellings with OR between them";
	if (word.len > 2 && word.at[0] == '/' && word.at[word.len - 1] == '/')
		return "regular expressions (Lucene) are not offered: write "
		       "word*, wo?d or the words with OR between them";
	return NULL;
}

static bool begins_with_dash(struct nw_str word)
{
	static const char *const dashes[] = { "–", "—", "−", "‐", "‑" };

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++) {
		if (nw_str_starts(word, dashes[i]) &&
		    word.len > strlen(dashes[i]))
			return true;
	}
	return false;
}

/* Most words are; none of the table is. */
static bool is_plain(struct nw_str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] < 'a' || word.at[i] > 'z')
			return false;
	}
	return true;
}

bool nwi_lex_foreign(struct nwi_reading *r, struct nwi_lexeme *x)
{
	const char *odd;
	struct nw_str number, ours;
	char text[64];

	if (is_plain(x->text))
		return false;
	odd = odd_end(x->text);
	for (size_t i = 0; i < SPELLINGS; i++) {
		const struct spelling *s = &spellings[i];

		if (!is_written(s, x->text, &number))
			continue;
		ours = spell(s, number, text);
		nwi_query_error(r, x->at, x->len,
				"write %.*s for '%.*s' (%s); quote it when it "
				"is a word",
				NW_FMT(ours), NW_FMT(x->text), s->product);
		if (s->form == SIGN)
			x->kind = (enum nwi_lex_kind)s->value;
		return true;
	}
	if (begins_with_dash(x->text))
		odd = "this dash is no minus sign: write -word or NOT word";
	if (odd)
		nwi_query_error(r, x->at, x->len, "%s", odd);
	return odd;
}
