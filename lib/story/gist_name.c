/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names as they stand in the text, most told first: in scripts with capitals
 * runs of words that begin with one and do not begin a sentence; in Arabic,
 * Chinese and Japanese what stands beside a title ("president"). A surname
 * alone counts for the full name, and so do the cases of a name.
 */
#include "story/gist_names.h"
#include "story/origin.h"
#include "story/country.h"
#include "story/print_parts.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <uchar.h>

enum {
	RUN_MAX = 9,	 /* words of a run, with titles before the name */
	STEM_LETTERS = 5 /* by which the cases of a word are one */
};

static bool is_capital(const struct nw_token *token)
{
	return (token->flags & (NW_TOKEN_CAPITAL | NW_TOKEN_ACRONYM)) &&
	       !(token->flags & NW_TOKEN_NUMBER);
}

static bool opens(const struct nwi_naming *naming, size_t at)
{
	return at == 0 ||
	       naming->tokens[at].sentence != naming->tokens[at - 1].sentence;
}

/* A space, a hyphen, or the point of an initial stand before the word. */
static bool goes_on(const struct nwi_naming *naming, size_t at)
{
	const struct nw_token *last = &naming->tokens[at - 1];
	struct nw_str gap =
		nw_str_slice(naming->text, last->to, naming->tokens[at].from);

	if (opens(naming, at))
		return false;
	return nw_str_is(gap, " ") || nw_str_is(gap, "-") ||
	       (nw_str_is(gap, ". ") && last->folded.len <= 2);
}

/* "Luiz da Silva", "Mohammed bin Salman". */
static bool is_particle(const struct nw_token *token)
{
	static const char *const rows[] = { "de",  "da",  "do",	 "di",	"del",
					    "la",  "von", "van", "der", "bin",
					    "al",  "el",  "dos", "ibn", "of",
					    "des", "du" };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (nw_str_is(token->folded, rows[i]))
			return true;
	return false;
}

/* Particles that a capital follows: how many; 0: none do. */
static size_t particles(const struct nwi_naming *naming, size_t at)
{
	size_t count = 0;

	while (count < 2 && at + count + 1 < naming->count &&
	       goes_on(naming, at + count) &&
	       is_particle(&naming->tokens[at + count]))
		count++;
	return count > 0 && goes_on(naming, at + count) &&
			       is_capital(&naming->tokens[at + count])
		       ? count
		       : 0;
}

static size_t run_end(const struct nwi_naming *naming, size_t from)
{
	size_t to = from + 1;

	while (to < naming->count && to < from + RUN_MAX) {
		if (goes_on(naming, to) && is_capital(&naming->tokens[to])) {
			to++;
			continue;
		}
		size_t small = particles(naming, to);
		if (small == 0)
			break;
		to += small + 1;
	}
	return to;
}

/* Titles and months are no part of a name, a usual word is not all of it. */
static bool is_plain(const struct nwi_naming *naming, size_t at, bool alone)
{
	const struct nw_token *token = &naming->tokens[at];
	const struct nwi_gist_slot *row;

	if (token->folded.len < 3 && !(token->flags & NW_TOKEN_UPPER))
		return !is_capital(token);
	if ((alone || naming->nouns) &&
	    nwi_print_common(token, naming->words->language))
		return true;
	row = nwi_gist_look_up(naming->words, token->folded);
	return row && row->kind != NWI_GIST_IS_PLAIN;
}

static bool is_ending(uint32_t c)
{
	static const char16_t letters[] = u"\u0430\u0435\u0438\u043e\u0443"
					  u"\u044b\u044d\u044e\u044f\u0439"
					  u"\u044c\u0457\u0456\u0454";

	for (size_t i = 0; letters[i]; i++)
		if (letters[i] == c)
			return true;
	return false;
}

/* What the cases of a word have in common: its first letters, no endings. */
static uint32_t stem_hash(struct nw_str folded)
{
	size_t pos = 0, letters = 0, end = 0;

	while (pos < folded.len && letters++ < STEM_LETTERS) {
		uint32_t c = nwi_utf8_next(folded, &pos);
		if (!is_ending(c) || letters < 3)
			end = pos;
	}
	return nw_token_hash(nw_str_slice(folded, 0, end));
}

/* Whether one of two names is the other, or its last words. */
static bool is_same(const struct nwi_known_name *a,
		    const struct nwi_known_name *b)
{
	const struct nwi_known_name *less =
		a->word_count < b->word_count ? a : b;
	const struct nwi_known_name *more = less == a ? b : a;

	return memcmp(less->words,
		      more->words + more->word_count - less->word_count,
		      less->word_count * sizeof(*less->words)) == 0;
}

/* Of one name the fuller form is kept, then the shorter: the nominative. */
static void merge(struct nwi_known_name *into,
		  const struct nwi_known_name *name)
{
	if (name->word_count > into->word_count ||
	    (name->word_count == into->word_count &&
	     name->name.len < into->name.len)) {
		into->name = name->name;
		into->word_count = name->word_count;
		memcpy(into->words, name->words, sizeof(into->words));
	}
	into->count += name->count;
}

void nwi_naming_count(struct nwi_naming *naming, size_t from, size_t to,
		      uint32_t weight)
{
	struct nwi_known_name name = { .count = weight,
				       .first = (uint32_t)from };
	size_t i = 0;

	name.name = nw_str_slice(naming->text, naming->tokens[from].from,
				 naming->tokens[to - 1].to);
	if (name.name.len > NWI_GIST_NAME_BYTES || name.name.len < 2)
		return;
	for (size_t at = from; at < to && name.word_count < NWI_NAME_WORDS;
	     at++)
		name.words[name.word_count++] =
			stem_hash(naming->tokens[at].folded);
	while (i < naming->known_count && !is_same(&naming->known[i], &name))
		i++;
	if (i < naming->known_count)
		merge(&naming->known[i], &name);
	else if (i < NWI_NAMES_KNOWN)
		naming->known[naming->known_count++] = name;
}

/* Behind the last title of a run, where something follows it. */
static size_t behind_title(const struct nwi_naming *naming, size_t from,
			   size_t to)
{
	for (size_t i = to - 1; i-- > from;) {
		const struct nwi_gist_slot *row = nwi_gist_look_up(
			naming->words, naming->tokens[i].folded);
		if (row && row->kind == NWI_GIST_IS_TITLE)
			return i + 1;
	}
	return from;
}

static size_t skip_plain(const struct nwi_naming *naming, size_t from,
			 size_t to)
{
	while (from < to && (is_plain(naming, from, from + 1 == to) ||
			     !is_capital(&naming->tokens[from])))
		from++;
	return from;
}

static void count_run(struct nwi_naming *naming, size_t from, size_t to,
		      uint32_t weight)
{
	size_t used;

	from = skip_plain(naming, from, to);
	while (to > from && is_plain(naming, to - 1, from + 1 == to))
		to--;
	if (from < to)
		from = skip_plain(naming, behind_title(naming, from, to), to);
	if (from == to || to - from > NWI_NAME_WORDS)
		return;
	if (nwi_country_at(naming->text, naming->tokens, naming->count, from,
			 &used) &&
	    used == to - from)
		return;
	if (naming->nouns && to == from + 1 &&
	    !(naming->tokens[from].flags & NW_TOKEN_UPPER))
		return;
	nwi_naming_count(naming, from, to, weight);
}

/* Where nearly each word has a capital none tells a name. */
static bool is_shouted(const struct nwi_naming *naming, bool title)
{
	size_t capitals = 0;

	for (size_t i = 0; i < naming->count; i++)
		capitals += is_capital(&naming->tokens[i]);
	return title ? 2 * capitals > naming->count
		     : 4 * capitals > 3 * naming->count;
}

static void read_runs(struct nwi_naming *naming, bool title)
{
	if (is_shouted(naming, title))
		return;
	for (size_t i = 0, to; i < naming->count; i = to) {
		to = i + 1;
		if (!is_capital(&naming->tokens[i]))
			continue;
		to = run_end(naming, i);
		/* What begins a sentence has a capital for that. */
		count_run(naming, i + opens(naming, i), to, title ? 2 : 1);
	}
}

static int most_told(const void *a, const void *b)
{
	const struct nwi_known_name *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->first > y->first) - (x->first < y->first);
}

static void read_field(struct nwi_naming *naming, const struct nw_doc *doc,
		       enum nw_field field)
{
	naming->text = nw_doc_text(doc, field);
	naming->tokens = nw_doc_tokens(doc, field, &naming->count);
	if (naming->count > NWI_GIST_READ_WORDS)
		naming->count = NWI_GIST_READ_WORDS;
	read_runs(naming, field == NW_FIELD_TITLE);
	nwi_naming_titles(naming);
}

static bool is_agency(struct nw_str name)
{
	const char *agency;

	for (uint8_t i = 1; (agency = nwi_origin_name(i)); i++)
		if ((agency[0] | ' ') == (name.at[0] | ' ') &&
		    nw_str_is_nocase(name, agency))
			return true;
	return false;
}

/* Neither the outlet's own name nor the wire's is told. */
static void keep_names(const struct nwi_naming *naming, struct nwi_gist *out)
{
	for (size_t i = 0;
	     i < naming->known_count && out->name_count < NWI_GIST_NAMES; i++) {
		struct nw_str name = naming->known[i].name;
		if (!is_agency(name) && !nw_str_equal(name, naming->outlet))
			out->names[out->name_count++] = name;
	}
}

void nwi_gist_names(const struct nw_doc *doc, struct nwi_gist_text *words,
		    struct nwi_gist *out)
{
	struct nwi_naming naming = { .words = words,
				     .outlet = nw_doc_item(doc)->outlet,
				     .nouns = nw_str_starts(
					     nw_doc_language(doc), "de") };

	read_field(&naming, doc, NW_FIELD_BODY);
	read_field(&naming, doc, NW_FIELD_TITLE);
	if (naming.known_count > 1)
		qsort(naming.known, naming.known_count,
		      sizeof(struct nwi_known_name), most_told);
	keep_names(&naming, out);
}
