/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls by telephone. The same two presidents call each other every other
 * week, and each report says nearly the same of it: the day tells one call
 * from the next. It stands among the print's names, month and day, or else the
 * weekday, where the text's beginning says them.
 */
#include "story/print_parts.h"
#include "text/date.h"

#include <stdio.h>

enum {
	BEGINNING = 70, /* words of the text */
	DAYS_APART = 2, /* that tell one call from another */
	MONTH_DAYS = 31,
	MONTHS = 12,
	WEEK = 7,
	WEEKDAY_LEAST = 5 /* bytes: what is shorter is often another word */
};

/* Beginnings of folded words that mean the telephone alone. */
static const char *const telephones[] = { "telephon", "telefon", "телефон",
					  "هاتفي",    "电话",	 "電話",
					  "通话",     "전화" };

/* "by phone", "a phone call": others are things to buy. */
static bool is_phone(const struct nw_token *tokens, size_t count, size_t at)
{
	static const char *const behind[] = { "call",	       "calls",
					      "call's",	       "conversation",
					      "conversations", "talk",
					      "talks",	       "discussion" };

	if (!nw_str_is(tokens[at].folded, "phone"))
		return false;
	if (at > 0 && (nw_str_is(tokens[at - 1].folded, "by") ||
		       nw_str_is(tokens[at - 1].folded, "over")))
		return true;
	for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++)
		if (at + 1 < count &&
		    nw_str_is(tokens[at + 1].folded, behind[i]))
			return true;
	return false;
}

static bool may_be_telephone(struct nw_str word)
{
	return word.len > 5 && strchr("t\xd1\xd9\xe7\xe9\xec", word.at[0]);
}

static bool is_by_telephone(const struct nw_token *tokens, size_t count)
{
	for (size_t i = 0; i < count && i < BEGINNING; i++) {
		if (tokens[i].folded.at[0] == 'p' && is_phone(tokens, count, i))
			return true;
		if (!may_be_telephone(tokens[i].folded))
			continue;
		for (size_t k = 0; k < sizeof(telephones) / sizeof(char *); k++)
			if (nw_str_starts(tokens[i].folded, telephones[k]))
				return true;
	}
	return false;
}

/* The day that two words state, as "March 30" or "30 de marzo" does; 0. */
static uint32_t day_at(const struct nw_doc *doc, const struct nw_token *from,
		       const struct nw_token *to)
{
	const struct nwi_date_hints hints = { .strict = true,
					      .language =
						      nw_doc_language(doc) };
	struct nw_str text = nw_str_slice(nw_doc_text(doc, NW_FIELD_BODY),
					  from->from, to->to);
	struct nw_instant instant;
	struct nw_civil civil;
	char with_year[64];
	int len = snprintf(with_year, sizeof(with_year), "%.*s 2024",
			   NW_FMT(text));

	if (len < 0 || (size_t)len >= sizeof(with_year) ||
	    nwi_date_read(nw_str_make(with_year, (size_t)len), &hints,
			  &instant) != NW_OK ||
	    instant.precision != NW_PRECISION_DAY)
		return 0;
	civil = nw_time_to_civil(instant.at);
	return (uint32_t)civil.month << 8 | (uint32_t)civil.day;
}

/*
 * The weekday that a word names, 1 to 7; 0: none. Words like "yesterday" are
 * told by reading it on two days.
 */
static uint32_t weekday_at(const struct nw_doc *doc,
			   const struct nw_token *token)
{
	const nw_time day = INT64_C(86400000), sunday = 19364 * day + day / 2;
	struct nw_str word = nw_str_slice(nw_doc_text(doc, NW_FIELD_BODY),
					  token->from, token->to);
	struct nwi_date_hints hints = { .weekdays = true,
					.language = nw_doc_language(doc) };
	uint32_t weekdays[2];

	for (int i = 0; i < 2; i++) {
		struct nw_instant instant;
		hints.fetched = sunday + 3 * i * day;
		if (nwi_date_read(word, &hints, &instant) != NW_OK ||
		    instant.precision != NW_PRECISION_DAY)
			return 0;
		weekdays[i] = 1 + (uint32_t)(instant.at / day % WEEK);
	}
	return weekdays[0] == weekdays[1] ? weekdays[0] : 0;
}

/* The first day that the beginning states, else the first weekday; or 0. */
static uint32_t day_of(const struct nw_doc *doc, const struct nw_token *tokens,
		       size_t count)
{
	uint32_t day = 0;

	for (size_t i = 0; i < count && i < BEGINNING && !day; i++) {
		if (!(tokens[i].flags & NW_TOKEN_NUMBER) ||
		    tokens[i].folded.len > 2)
			continue;
		if (i + 1 < count)
			day = day_at(doc, &tokens[i], &tokens[i + 1]);
		if (!day && i + 2 < count)
			day = day_at(doc, &tokens[i], &tokens[i + 2]);
		if (!day && i > 0)
			day = day_at(doc, &tokens[i - 1], &tokens[i]);
	}
	for (size_t i = 0; i < count && i < BEGINNING && !day; i++)
		if (!(tokens[i].flags & NW_TOKEN_NUMBER) &&
		    tokens[i].folded.len >= WEEKDAY_LEAST)
			day = weekday_at(doc, &tokens[i]);
	return day;
}

void nwi_print_call(const struct nw_doc *doc, struct nwi_print *out)
{
	size_t title_count, count;
	const struct nw_token *title =
		nw_doc_tokens(doc, NW_FIELD_TITLE, &title_count);
	const struct nw_token *tokens =
		nw_doc_tokens(doc, NW_FIELD_BODY, &count);

	if (is_by_telephone(title, title_count) ||
	    is_by_telephone(tokens, count))
		nwi_print_keep_name(out, (uint32_t)NWI_NAME_CALL << 24 |
						 day_of(doc, tokens, count));
}

uint32_t nwi_call_of(const uint32_t *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (nwi_name_kind(names[i]) == NWI_NAME_CALL)
			return names[i];
	return 0;
}

bool nwi_are_calls_apart(uint32_t a, uint32_t b)
{
	uint32_t months[] = { a >> 8 & 0xff, b >> 8 & 0xff };
	int days[] = { (int)(a & 0xff), (int)(b & 0xff) };
	int round = months[0] ? MONTHS * MONTH_DAYS : WEEK;
	int apart;

	if (!days[0] || !days[1] || !months[0] != !months[1])
		return false;
	for (int i = 0; i < 2; i++)
		days[i] += (int)months[i] * MONTH_DAYS;
	apart = days[0] > days[1] ? days[0] - days[1] : days[1] - days[0];
	return apart >= DAYS_APART && apart <= round - DAYS_APART;
}
