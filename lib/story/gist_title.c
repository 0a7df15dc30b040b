/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names in scripts without capitals, where their neighbours tell them: in
 * Arabic and Persian the two words behind a title and its adjectives, one of
 * which the text has again; in Chinese and Japanese the word before a title,
 * and foreign names that are written with a point between their parts.
 */
#include "story/country.h"
#include "story/gist_names.h"
#include "text/utf8.h"

enum {
	WITHIN = 150,	/* words of the text */
	ADJECTIVES = 3, /* between title and name, "American" */
	SHORTEST = 6,	/* bytes of a name: two characters, three letters */
	PARTS = 3,
	PART = 6,   /* characters of one */
	ARTICLE = 4 /* bytes of the Arabic one */
};

static const struct nwi_gist_slot *meaning(const struct nwi_naming *naming,
					   size_t at)
{
	return nwi_gist_look_up(naming->words, naming->tokens[at].folded);
}

static bool is_title(const struct nwi_gist_slot *row)
{
	return row && row->kind == NWI_GIST_IS_TITLE;
}

static bool is_country(const struct nwi_naming *naming, size_t at)
{
	size_t used;

	return nwi_country_at(naming->text, naming->tokens, naming->count, at,
			      &used) != NULL;
}

static bool follows(const struct nwi_naming *naming, size_t at)
{
	return at < naming->count &&
	       naming->tokens[at].from == naming->tokens[at - 1].to + 1 &&
	       naming->text.at[naming->tokens[at - 1].to] == ' ';
}

static bool is_told_again(const struct nwi_naming *naming, size_t at)
{
	size_t times = 0;

	for (size_t i = 0; i < naming->count && times < 2; i++)
		times += naming->tokens[i].hash == naming->tokens[at].hash;
	return times > 1;
}

static void read_behind_title(struct nwi_naming *naming, size_t title)
{
	size_t from = title + 1, most = from + ADJECTIVES;

	while (follows(naming, from) && from < most &&
	       (is_country(naming, from) || meaning(naming, from) ||
		nw_str_starts(naming->tokens[from].folded, "\xd8\xa7\xd9\x84")))
		from++;
	if (!follows(naming, from) || !follows(naming, from + 1) ||
	    meaning(naming, from) || meaning(naming, from + 1) ||
	    naming->tokens[from].folded.len < SHORTEST ||
	    naming->tokens[from + 1].folded.len < SHORTEST)
		return;
	if (is_told_again(naming, from) || is_told_again(naming, from + 1))
		nwi_naming_count(naming, from, from + 2, 1);
}

/* ---- Chinese and Japanese ---- */

static bool is_dot(struct nw_str gap)
{
	return nw_str_is(gap, "\xc2\xb7") || nw_str_is(gap, "\xe3\x83\xbb") ||
	       nw_str_is(gap, "\xe2\x80\xa2");
}

static bool is_dotted(const struct nwi_naming *naming, size_t at)
{
	return at + 1 < naming->count &&
	       is_dot(nw_str_slice(naming->text, naming->tokens[at].to,
				   naming->tokens[at + 1].from));
}

/* One character that ICU's dictionary knows in no word, beside another. */
static bool is_single(const struct nwi_naming *naming, size_t at)
{
	return naming->tokens[at].folded.len == 3 &&
	       (unsigned char)naming->tokens[at].folded.at[0] >= 0xe3 &&
	       !meaning(naming, at);
}

/* Characters that are units elsewhere spell names too. */
static bool is_part(const struct nwi_naming *naming, size_t at)
{
	const struct nwi_gist_slot *row = meaning(naming, at);

	if ((unsigned char)naming->tokens[at].folded.at[0] < 0xe3 ||
	    is_country(naming, at))
		return false;
	return !row || row->kind == NWI_GIST_IS_TIME ||
	       row->kind == NWI_GIST_IS_NUMBER;
}

static bool touches(const struct nwi_naming *naming, size_t at)
{
	return naming->tokens[at].from == naming->tokens[at - 1].to;
}

/* A name around a point, its parts cut to pieces or not. */
static size_t read_dotted(struct nwi_naming *naming, size_t dot)
{
	size_t from = dot, to = dot + 1, least = from > PART ? from - PART : 0;

	while (from > least && touches(naming, from) &&
	       is_part(naming, from - 1))
		from--;
	for (unsigned parts = 0; parts < PARTS && is_dotted(naming, to - 1);
	     parts++) {
		size_t most = to + PART;
		to++;
		while (to < naming->count && to < most &&
		       is_single(naming, to - 1) && is_single(naming, to) &&
		       touches(naming, to))
			to++;
	}
	if (to > dot + 1)
		nwi_naming_count(naming, from, to, 1);
	return to;
}

static bool is_before_title(const struct nwi_naming *naming, size_t at)
{
	const struct nw_token *token = &naming->tokens[at];
	struct nw_str rest =
		nw_str_slice(naming->text, token->to, (size_t)token->to + 12);
	size_t len;

	rest.len = nwi_utf8_floor(rest, rest.len);
	return (unsigned char)token->folded.at[0] >= 0xe3 &&
	       token->folded.len >= SHORTEST &&
	       is_title(nwi_gist_beginning(naming->words, rest, &len));
}

static void read_unspaced(struct nwi_naming *naming)
{
	for (size_t i = 0, to; i < naming->count && i < WITHIN; i = to) {
		size_t len;
		to = read_dotted(naming, i);
		if (to > i + 1 || !is_before_title(naming, i) ||
		    is_country(naming, i) ||
		    nwi_gist_beginning(naming->words, naming->tokens[i].folded,
				       &len))
			continue;
		nwi_naming_count(naming, i, i + 1, 1);
	}
}

void nwi_naming_titles(struct nwi_naming *naming)
{
	if (naming->words->unspaced) {
		read_unspaced(naming);
		return;
	}
	for (size_t i = 0; i < naming->count && i < WITHIN; i++)
		if ((unsigned char)naming->tokens[i].folded.at[0] >= 0xd8 &&
		    is_title(meaning(naming, i)))
			read_behind_title(naming, i);
}
