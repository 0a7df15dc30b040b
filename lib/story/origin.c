/* SPDX-License-Identifier: Apache-2.0 */
#include "story/origin.h"
#include "story/tables/agency_table.h"

enum {
	HEAD_WORDS = 20,    /* of the text, in which a dateline stands */
	DATE_WORDS = 8,	    /* of a dateline without brackets */
	TAIL_WORDS = 16,    /* of its end, in which a credit stands */
	LINE_WORDS = 12,    /* of a line that is a credit */
	BRACKET_BYTES = 40, /* to either bracket of "(Reuters, dpa)" */
	SIGN_HEAD = 90,	    /* bytes of the head and of the end that are */
	SIGN_TAIL = 60	    /* looked through in scripts without spaces */
};

const char *nwi_origin_name(uint8_t origin)
{
	return origin < NWI_AGENCY_NAMES ? nwi_agency_names[origin] : NULL;
}

/* ---- spellings ---- */

struct place {
	struct nw_str text;
	const struct nw_token *tokens;
	size_t count;
	size_t line; /* first token of the last line; count: there is but one */
};

/* How many tokens from `at` on spell the agency; 0: they do not. */
static size_t spells(const struct nwi_agency *agency, const struct place *place,
		     size_t at)
{
	struct nw_str rest = nw_str_from(agency->words), word;
	size_t used = 0;

	while (nw_str_next(&rest, ' ', &word)) {
		const struct nw_token *token = &place->tokens[at + used];
		if (at + used == place->count ||
		    !nw_str_equal(token->folded, word))
			return 0;
		if (agency->kind == NWI_AGENCY_CAPITALS &&
		    !(token->flags & NW_TOKEN_UPPER))
			return 0;
		used++;
	}
	return used;
}

struct found {
	const struct nwi_agency *agency;
	size_t from, end; /* tokens */
};

static bool agency_at(const struct place *place, size_t at, struct found *out)
{
	uint32_t hash = place->tokens[at].hash;
	size_t low = 0, high = NWI_AGENCY_ROWS;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (nwi_agencies[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < NWI_AGENCY_ROWS && nwi_agencies[low].hash == hash; low++) {
		size_t used = spells(&nwi_agencies[low], place, at);
		if (used > 0) {
			*out = (struct found){ &nwi_agencies[low], at,
					       at + used };
			return true;
		}
	}
	return false;
}

/* ---- what stands around ---- */

/* The text before and behind, blanks passed over. */
static struct nw_str ahead_of(const struct place *place,
			      const struct found *found)
{
	size_t at = place->tokens[found->from].from;

	while (at > 0 && place->text.at[at - 1] == ' ')
		at--;
	return nw_str_slice(place->text, 0, at);
}

static struct nw_str behind(const struct place *place,
			    const struct found *found)
{
	size_t at = place->tokens[found->end - 1].to;

	while (at < place->text.len && place->text.at[at] == ' ')
		at++;
	return nw_str_slice(place->text, at, place->text.len);
}

static char last_of(struct nw_str s)
{
	return s.len ? s.at[s.len - 1] : '\0';
}

static bool begins_dash(struct nw_str s)
{
	return nw_str_starts(s, "-") || nw_str_starts(s, "\xe2\x80\x93") ||
	       nw_str_starts(s, "\xe2\x80\x94");
}

static bool ends_dash(struct nw_str s)
{
	return last_of(s) == '-' ||
	       (s.len > 2 && begins_dash(nw_str_slice(s, s.len - 3, s.len)));
}

/* Whether a bracket of these is open at the end of `s`, and no word far. */
static bool is_open(struct nw_str s, char open, char close)
{
	for (size_t i = 0; i < BRACKET_BYTES && i < s.len; i++) {
		char c = s.at[s.len - 1 - i];
		if (c == open)
			return true;
		if (c == close || c == '\n')
			return false;
	}
	return false;
}

/* Bytes up to the closing bracket and with it; 0: none is near. */
static size_t closes(struct nw_str s, char close)
{
	for (size_t i = 0; i < BRACKET_BYTES && i < s.len; i++) {
		if (s.at[i] == close)
			return i + 1;
		if (s.at[i] == '\n')
			return 0;
	}
	return 0;
}

/* Bytes behind it to the end of the bracket that it stands in; 0: in none. */
static size_t bracketed(const struct place *place, const struct found *found)
{
	struct nw_str before = ahead_of(place, found);
	struct nw_str after = behind(place, found);

	if (is_open(before, '/', '/') && nw_str_starts(after, "/"))
		return 1;
	if (found->agency->kind == NWI_AGENCY_SLASHED)
		return 0;
	if (is_open(before, '(', ')'))
		return closes(after, ')');
	return is_open(before, '[', ']') ? closes(after, ']') : 0;
}

/* ---- datelines ---- */

static bool has_number(const struct place *place, size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (place->tokens[i].flags & NW_TOKEN_NUMBER)
			return true;
	return false;
}

/*
 * "(Reuters) -", "/TASS/.", "BERLIN, dpa -", "AFP -", "4 мар — РИА Новости.",
 * "March 4. Ukrinform.", "دمشق-سانا".
 */
static bool is_dateline(const struct place *place, const struct found *found)
{
	struct nw_str before = ahead_of(place, found);
	struct nw_str after = behind(place, found);
	char last = last_of(before);

	if (bracketed(place, found))
		return true;
	if (found->agency->kind == NWI_AGENCY_SLASHED ||
	    found->from >= DATE_WORDS)
		return false;
	if (last == '-' && found->from > 0 && found->from < 3 &&
	    place->tokens[found->from].from - 1 ==
		    place->tokens[found->from - 1].to)
		return true;
	if (begins_dash(after))
		/* Between words that go on the dash may be of a sentence. */
		return last == '\0' || last == '\n' || last == ',' ||
		       last == '.' || ends_dash(before) ||
		       (found->from > 0 &&
			(place->tokens[found->from - 1].flags &
			 NW_TOKEN_NUMBER));
	return (nw_str_starts(after, ".") || nw_str_starts(after, ",")) &&
	       (last == '.' || last == ',' || ends_dash(before)) &&
	       has_number(place, found->from);
}

/* ---- credits ---- */

static bool is_credit_word(struct nw_str word)
{
	static const char *const words[] = {
		"source",      "sources", "via",	 "by",	   "from",
		"quelle",      "quellen", "mit",	 "credit", "copyright",
		"fonte",       "fuente",  "avec",	 "with",   "con",
		"источник",    "джерело", "kaynak",	 "zrodlo", "link",
		"материалам",  "von",	  "informacion", "inputs", "com",
		"المصدر",      "منبع",	  "zdroj",	 "kalla",  "bron",
		"матеріалами",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (nw_str_is(word, words[i]))
			return true;
	return false;
}

/* The last line is short and says before the agency whose it is. */
static bool is_credit_line(const struct place *place, const struct found *found)
{
	size_t words = place->count - place->line;
	struct nw_str before;

	if (found->from < place->line || words > LINE_WORDS)
		return false;
	before = nw_str_slice(
		place->text,
		place->line > 0 ? place->tokens[place->line - 1].to : 0,
		place->tokens[found->from].from);
	/* "AFP", "Lusa/Fim", "— AFP" */
	if (found->from == place->line && words <= found->end - found->from + 2)
		return true;
	if (nw_str_find(before, nw_str_from("\xc2\xa9")) < before.len)
		return true;
	for (size_t i = place->line; i < found->from; i++)
		if (is_credit_word(place->tokens[i].folded))
			return true;
	return false;
}

/* "... . EFE", alone or with the initials of who wrote it in a last line. */
static bool is_signed(const struct place *place, const struct found *found,
		      char last)
{
	size_t left = place->count - found->end;

	return last == '.' &&
	       (place->tokens[found->from].flags & NW_TOKEN_UPPER) &&
	       (left == 0 || (left <= 2 && found->end == place->line));
}

/* "(AFP)", "Source: TASS", "- AFP", "dpa/bb" alone on the last line. */
static bool is_credit(const struct place *place, const struct found *found)
{
	struct nw_str before = ahead_of(place, found);
	struct nw_str after = behind(place, found);
	size_t left = bracketed(place, found);

	if (left > 0)
		return nw_str_trim(nw_str_slice(after, left, after.len)).len <
		       2;
	if (found->agency->kind == NWI_AGENCY_SLASHED)
		return false;
	if (is_credit_line(place, found) ||
	    is_signed(place, found, last_of(before)))
		return true;
	if (found->end < place->count || found->from == 0)
		return false;
	return ends_dash(before) ||
	       is_credit_word(place->tokens[found->from - 1].folded);
}

typedef bool here_fn(const struct place *place, const struct found *found);

static uint8_t look(const struct place *place, size_t from, size_t to,
		    here_fn *is_here)
{
	struct found found;

	for (size_t i = from; i < to && i < place->count; i++)
		if (agency_at(place, i, &found) && is_here(place, &found))
			return found.agency->number;
	return 0;
}

/* ---- scripts without spaces ---- */

static bool has(struct nw_str s, const char *what)
{
	return nw_str_find(s, nw_str_from(what)) < s.len;
}

/* 新华社北京3月4日电, （路透社维林4日电）, 【ベリン共同】 */
static bool is_sign_dateline(struct nw_str head, size_t at, size_t len)
{
	struct nw_str before = nw_str_slice(head, 0, at);
	struct nw_str after = nw_str_slice(head, at + len, head.len);

	if (at > 0 && !has(before, "（") && !has(before, "(") &&
	    !has(before, "【") && !has(before, "［") && !has(before, "["))
		return false;
	return has(after, "电") || has(after, "電") || has(after, "】") ||
	       (at > 0 && (has(after, "）") || has(after, ")") ||
			   has(after, "］") || has(after, "]")));
}

/* 来源：新华社, （時事） */
static bool is_sign_credit(struct nw_str tail, size_t at, size_t len)
{
	struct nw_str before = nw_str_slice(tail, at > 3 ? at - 3 : 0, at);

	return tail.len - at - len < 8 &&
	       (has(before, "（") || has(before, "：") || has(before, "(") ||
		has(before, ":") || has(before, "\n"));
}

typedef bool sign_fn(struct nw_str part, size_t at, size_t len);

static uint8_t look_for_sign(struct nw_str part, sign_fn *is_here)
{
	for (size_t i = 0; i < NWI_AGENCY_SIGNS; i++) {
		struct nw_str sign = nw_str_from(nwi_agency_signs[i].sign);
		size_t at = nw_str_find(part, sign);
		if (at < part.len && is_here(part, at, sign.len))
			return nwi_agency_signs[i].number;
	}
	return 0;
}

/* Letters from U+3000 on. */
static bool is_without_spaces(struct nw_str part)
{
	for (size_t i = 0; i < part.len; i++)
		if ((unsigned char)part.at[i] >= 0xe3)
			return true;
	return false;
}

static uint8_t by_sign(struct nw_str text)
{
	struct nw_str head = nw_str_slice(text, 0, SIGN_HEAD);
	struct nw_str tail = nw_str_trim(nw_str_slice(
		text, text.len > SIGN_TAIL ? text.len - SIGN_TAIL : 0,
		text.len));
	uint8_t found = 0;

	if (is_without_spaces(head))
		found = look_for_sign(head, is_sign_dateline);
	if (!found && is_without_spaces(tail))
		found = look_for_sign(tail, is_sign_credit);
	return found;
}

/* ---- all of it ---- */

/* The agency's name and no other, or with "By" before it. */
static uint8_t of_name(struct nw_str name)
{
	struct nw_str by = nw_str_trim(name);

	if (nw_str_starts_nocase(by, "by "))
		by = nw_str_slice(by, 3, by.len);
	for (uint8_t i = 1; i < NWI_AGENCY_NAMES; i++)
		if (nw_str_is_nocase(by, nwi_agency_names[i]))
			return i;
	return 0;
}

/* The first token behind the last line feed between two tokens. */
static size_t last_line(const struct place *place)
{
	for (size_t i = place->count; i > 1 && place->count - i < TAIL_WORDS;
	     i--) {
		struct nw_str gap =
			nw_str_slice(place->text, place->tokens[i - 2].to,
				     place->tokens[i - 1].from);
		if (nw_str_find_char(gap, '\n') < gap.len)
			return i - 1;
	}
	return place->count;
}

uint8_t nwi_origin_of(const struct nw_doc *doc)
{
	const struct nw_item *item = nw_doc_item(doc);
	struct place place = { .text = nw_doc_text(doc, NW_FIELD_BODY) };
	uint8_t found;

	place.tokens = nw_doc_tokens(doc, NW_FIELD_BODY, &place.count);
	place.line = last_line(&place);
	found = look(&place, 0, HEAD_WORDS, is_dateline);
	if (!found && place.count > 0)
		found = look(&place,
			     place.count > TAIL_WORDS ? place.count - TAIL_WORDS
						      : 0,
			     place.count, is_credit);
	if (!found)
		found = by_sign(place.text);
	if (!found)
		found = of_name(item->byline);
	for (uint32_t i = 0; !found && i < item->author_count; i++)
		found = of_name(item->authors[i]);
	return found;
}
