/* SPDX-License-Identifier: Apache-2.0 */
/* The value of a fact's field in a query -> words under the keys of facts. */
#include "query/facts.h"
#include "query/lang.h"
#include "text/language.h"
#include "text/url.h"

#include <stdlib.h>

#define LANGUAGE_LETTERS 3   /* ISO 639; BCP 47 has none that is longer */
#define TOPIC_SCORE	 0.5 /* the decision point of every classifier */

struct value {
	struct nwi_reading *r;
	const struct nwi_lexeme *lexeme;
	enum nwi_where where;
	struct nw_str text;
};

static void refuse(const struct value *v, const char *what)
{
	nwi_query_error(v->r, v->lexeme->at, v->lexeme->len, "%s", what);
}

static struct nwi_word *one_word(const struct value *v, struct nw_str text)
{
	struct nwi_word *word = nw_arena_new_of(v->r->arena, struct nwi_word);

	if (word) {
		word->kind = NWI_ATOM_WORD;
		word->key = nwi_fact_key(v->r->arena, v->where, text);
	}
	if (!word || !word->key.at)
		v->r->failed = true;
	v->r->terms++;
	return word;
}

static void mark(const struct value *v, struct nw_str *key)
{
	*key = nwi_fact_key(v->r->arena, v->where, *key);
	if (!key->at)
		v->r->failed = true;
}

/* url:, author:, tag:: words that follow each other. */
static struct nwi_word *words_of(const struct value *v, uint32_t *count)
{
	struct nwi_lexeme inner = *v->lexeme;
	struct nwi_word *first;

	inner.text = v->text;
	first = nwi_query_words(v->r, &inner, count);
	for (struct nwi_word *w = first; w; w = w->next) {
		if (w->kind == NWI_ATOM_STEM)
			refuse(v, "~word is for words of the text");
		if (w->kind == NWI_ATOM_ACRONYM)
			w->kind = NWI_ATOM_WORD;
		mark(v, &w->key);
		if (w->kind == NWI_ATOM_GLOB)
			mark(v, &w->text);
	}
	return first;
}

/* Letters of a pattern before its first wildcard. */
static struct nw_str lead_of(struct nw_str pattern)
{
	size_t star = nw_str_find_char(pattern, '*');
	size_t mark = nw_str_find_char(pattern, '?');

	return nw_str_slice(pattern, 0, star < mark ? star : mark);
}

/* The whole name is one key: words, joined as nwi_fact_name does. */
static struct nwi_word *name_of(const struct value *v)
{
	struct nwi_lexeme inner = *v->lexeme;
	struct nwi_word *word, *all;
	struct nw_str name = { NULL, 0 };
	uint32_t count;
	bool glob = false;

	inner.text = v->text;
	word = nwi_query_words(v->r, &inner, &count);
	v->r->terms -= count;
	for (; word; word = word->next) {
		if (word->kind == NWI_ATOM_STEM) {
			refuse(v, "~word is for words of the text");
			return NULL;
		}
		bool pattern = word->kind == NWI_ATOM_GLOB;
		struct nw_str text = pattern ? word->text : word->key;

		glob = glob || pattern;
		name = name.at ? nw_arena_fmt(v->r->arena, "%.*s %.*s",
					      NW_FMT(name), NW_FMT(text))
			       : text;
	}
	all = name.at ? one_word(v, glob ? lead_of(name) : name) : NULL;
	if (all && glob) {
		all->kind = NWI_ATOM_GLOB;
		all->text = name;
		mark(v, &all->text);
	}
	return all;
}

/* "example.org", "www.example.org", "*.example.org", ".org". */
static struct nwi_word *site_of(const struct value *v)
{
	struct nw_arena *arena = v->r->arena;
	struct nw_str site = v->text, host;

	if (nw_str_starts(site, "*."))
		site = nw_str_slice(site, 2, site.len);
	else if (nw_str_starts(site, "."))
		site = nw_str_slice(site, 1, site.len);
	if (nw_str_starts_nocase(site, "www."))
		site = nw_str_slice(site, 4, site.len);
	if (nw_str_ends(site, "/"))
		site.len--;
	host = nwi_url_host(arena,
			    nw_arena_fmt(arena, "http://%.*s/", NW_FMT(site)));
	if (host.len > 0 && nw_str_find_char(site, '/') == site.len &&
	    nw_str_find_char(site, '*') == site.len &&
	    nw_str_find_char(site, ':') == site.len)
		return one_word(v, host);
	refuse(v, "expected a domain, as in site:example.org, which takes what "
		  "stands below it too; parts of an address are found by url:");
	return NULL;
}

static struct nwi_word *language_of(const struct value *v)
{
	NW_AUTO(nw_buf_fini) struct nw_buf tag = { 0 };
	struct nw_str lower;

	nw_buf_init(&tag, 256);
	nwi_language_tag(&tag, v->text);
	lower = nw_arena_buf(v->r->arena, &tag);
	if (nw_str_find_char(lower, '-') > LANGUAGE_LETTERS)
		nw_buf_clear(&tag);
	if (tag.len == 0) {
		nwi_query_error(
			v->r, v->lexeme->at, v->lexeme->len,
			"\"%.*s\" is no language; allowed: a tag of BCP "
			"47, such as en or pt-BR",
			NW_FMT(v->text));
		return NULL;
	}
	nw_buf_clear(&tag);
	for (size_t i = 0; i < lower.len; i++)
		nw_buf_add_char(&tag, lower.at[i] >= 'A' && lower.at[i] <= 'Z'
					      ? (char)(lower.at[i] | 0x20)
					      : lower.at[i]);
	return one_word(v, nw_buf_str(&tag));
}

static struct nwi_word *country_of(const struct value *v)
{
	char code[2];

	for (size_t i = 0; i < 2; i++) {
		char c = v->text.len == 2 ? (char)(v->text.at[i] | 0x20) : '0';

		if (c < 'a' || c > 'z') {
			refuse(v, "expected a country's code of two letters, "
				  "as in country:de");
			return NULL;
		}
		code[i] = c;
	}
	if (code[0] == 'u' && code[1] == 'k')
		return one_word(v, nw_str_from("gb"));
	return one_word(v, nw_str_make(code, 2));
}

/* Reads <, <=, > or >= at the beginning of `*text`; false when there is none.
 */
static bool read_sign(struct nw_str *text, struct nwi_bound *bound)
{
	if (text->len == 0 || (text->at[0] != '<' && text->at[0] != '>'))
		return false;
	bound->above = text->at[0] == '>';
	*text = nw_str_slice(*text, 1, text->len);
	bound->equal = nw_str_starts(*text, "=");
	*text = nw_str_slice(*text, bound->equal, text->len);
	return true;
}

/* Digits with at most one point. */
static bool read_number(struct nw_str text, double *out)
{
	char digits[16] = { 0 }, *end;

	if (text.len == 0 || text.len >= sizeof(digits))
		return false;
	memcpy(digits, text.at, text.len);
	if (strspn(digits, "0123456789.") != text.len)
		return false;
	*out = strtod(digits, &end);
	return *end == '\0';
}

static void set_bound(const struct value *v, struct nwi_word *word,
		      enum nwi_atom_kind kind, const struct nwi_bound *bound)
{
	struct nw_str bytes = nw_str_make((const char *)bound, sizeof(*bound));

	if (!word)
		return;
	word->kind = kind;
	word->text = nw_arena_str(v->r->arena, bytes);
	if (!word->text.at)
		v->r->failed = true;
}

static struct nwi_word *topic_of(struct value *v)
{
	struct nwi_bound bound = { TOPIC_SCORE, 1, 1 };
	struct nw_str sign = v->text;
	struct nwi_word *word;
	size_t at = 0;

	while (at < v->text.len && !strchr("<>=", v->text.at[at]))
		at++;
	sign = nw_str_slice(v->text, at, v->text.len);
	v->text = nw_str_slice(v->text, 0, at);
	if (sign.len > 0 &&
	    (!read_sign(&sign, &bound) || !bound.above ||
	     !read_number(sign, &bound.limit) || bound.limit > 1)) {
		refuse(v, "expected a score from 0 to 1, as in "
			  "topic:strikes>=0.7");
		return NULL;
	}
	word = name_of(v);
	if (word && word->kind == NWI_ATOM_GLOB) {
		refuse(v, "a topic's name is written out: wildcards do not "
			  "stand in topic:");
		return NULL;
	}
	set_bound(v, word, NWI_ATOM_SCORE, &bound);
	return word;
}

static struct nwi_word *age_of(struct value *v)
{
	static const struct {
		char letter;
		double ms;
	} units[] = {
		{ 'm', 6e4 }, { 'h', 36e5 }, { 'd', 864e5 }, { 'w', 6048e5 }
	};
	struct nwi_bound bound;
	struct nwi_word *word;
	double unit = 0;
	struct nw_str text = v->text;
	bool sign = read_sign(&text, &bound);

	for (size_t i = 0; i < 4 && text.len > 0; i++) {
		if (text.at[text.len - 1] == units[i].letter)
			unit = units[i].ms;
	}
	if (text.len > 0)
		text.len--;
	if (!sign || unit <= 0 || !read_number(text, &bound.limit)) {
		refuse(v, "expected an age in minutes, hours, days or weeks, "
			  "as in age<90m, age<2d or age>1w");
		return NULL;
	}
	bound.limit *= unit;
	word = one_word(v, nw_str_from(""));
	set_bound(v, word, NWI_ATOM_AGE, &bound);
	return word;
}

static struct nwi_word *read_one(struct value *v)
{
	switch (v->where) {
	case NWI_WHERE_SITE:
		return site_of(v);
	case NWI_WHERE_LANG:
		return language_of(v);
	case NWI_WHERE_COUNTRY:
		return country_of(v);
	case NWI_WHERE_TOPIC:
		return topic_of(v);
	case NWI_WHERE_AGE:
		return age_of(v);
	default:
		return name_of(v);
	}
}

/* In an address '?' begins its query and is no wildcard. */
static struct nw_str without_marks(struct nw_arena *arena, struct nw_str url)
{
	struct nw_str plain = nwi_fact_url(arena, url);
	char *out = plain.len ? nw_arena_alloc(arena, plain.len) : NULL;

	for (size_t i = 0; out && i < plain.len; i++)
		out[i] = plain.at[i] == '?' ? ' ' : plain.at[i];
	return nw_str_make(out, out ? plain.len : 0);
}

struct nwi_word *nwi_query_fact(struct nwi_reading *r,
				const struct nwi_lexeme *lexeme,
				enum nwi_where where, uint32_t *count)
{
	struct value v = { r, lexeme, where, nw_str_trim(lexeme->text) };
	struct nwi_word *word;

	*count = 0;
	if (lexeme->exact_case) {
		refuse(&v, "exact case (\"...\"c) is for words of the text");
		return NULL;
	}
	if (where == NWI_WHERE_URL)
		v.text = without_marks(r->arena, v.text);
	if (where == NWI_WHERE_URL || where == NWI_WHERE_AUTHOR ||
	    where == NWI_WHERE_TAG)
		return words_of(&v, count);
	word = read_one(&v);
	*count = word != NULL;
	return word;
}
