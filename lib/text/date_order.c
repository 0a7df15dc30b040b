/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Day and month where both are numbers: 03/04/2024. What decides, the surest
 * first: a number over 12, the name of the weekday, what the caller knows
 * (order, country, language), a point between (no country that writes the
 * month first has one), the time of the fetch, since what is published is not
 * of the future; without any of it the day comes first, as in most countries.
 */
#include "text/date_internal.h"

#define DAY_MS INT64_C(86400000)

/* Countries that write the month first, ISO 3166-1. */
static bool is_month_first_country(struct nw_str country)
{
	static const char *const countries[] = { "US", "PH", "PR", "GU", "FM",
						 "PW", "MH", "VI", "AS" };

	for (size_t i = 0; i < sizeof(countries) / sizeof(countries[0]); i++)
		if (nw_str_is_nocase(country, countries[i]))
			return true;
	return false;
}

/* What the caller knows; a language alone tells only outside of English. */
static enum nwi_day_order order_of_hints(const struct nwi_date_hints *hints)
{
	struct nw_str tag = hints->language;

	if (hints->order != NWI_ORDER_UNKNOWN)
		return (enum nwi_day_order)hints->order;
	if (hints->country.len > 0)
		return is_month_first_country(hints->country)
			       ? NWI_ORDER_MONTH_FIRST
			       : NWI_ORDER_DAY_FIRST;
	if (!nw_str_starts_nocase(tag, "en"))
		return tag.len > 0 ? NWI_ORDER_DAY_FIRST : NWI_ORDER_UNKNOWN;
	if (tag.len < 5)
		return NWI_ORDER_UNKNOWN;
	return is_month_first_country(nw_str_slice(tag, 3, 5))
		       ? NWI_ORDER_MONTH_FIRST
		       : NWI_ORDER_DAY_FIRST;
}

/* The weekday that the text names, 1 Sunday to 7, 0 without. */
static int named_weekday(const struct nwi_marks *m)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->rows[i].weekday && !m->rows[i].used)
			return m->rows[i].weekday;
	return 0;
}

static bool instant_of(int32_t year, int64_t month, int64_t day, nw_time *out)
{
	struct nw_civil c = { .year = year,
			      .month = (int32_t)month,
			      .day = (int32_t)day };

	if (month < 1 || month > 12 || day < 1 || year < 1000 ||
	    day > nwi_days_of_month(year, c.month))
		return false;
	*out = nw_time_from_civil(&c);
	return true;
}

/* What a calendar and the fetch say of both readings. */
static bool evidence(const struct nwi_date_reader *r, nw_time day_first,
		     nw_time month_first, enum nwi_day_order known, char sign)
{
	int weekday = named_weekday(&r->marks);
	nw_time soon = r->hints->fetched + 2 * DAY_MS;
	bool is_day = nw_time_weekday(day_first) + 1 == weekday;
	bool is_month = nw_time_weekday(month_first) + 1 == weekday;

	if (weekday && is_day != is_month)
		return is_month;
	if (known != NWI_ORDER_UNKNOWN || sign == '.')
		return known == NWI_ORDER_MONTH_FIRST && sign != '.';
	return r->hints->fetched != 0 && day_first > soon &&
	       month_first <= soon;
}

bool nwi_date_month_first(const struct nwi_date_reader *r,
			  const struct nwi_mark *a, const struct nwi_mark *b,
			  const struct nwi_mark *year, char sign)
{
	enum nwi_day_order known = order_of_hints(r->hints);
	nw_time day_first, month_first;

	if (a->value > 12 || b->value > 12)
		return a->value <= 12;
	if (!year ||
	    !instant_of(nwi_date_full_year(r, year), b->value, a->value,
			&day_first) ||
	    !instant_of(nwi_date_full_year(r, year), a->value, b->value,
			&month_first))
		return known == NWI_ORDER_MONTH_FIRST && sign != '.';
	return evidence(r, day_first, month_first, known, sign);
}

bool nwi_date_set_in_order(struct nwi_date_reader *r, const struct nwi_mark *a,
			   const struct nwi_mark *b, const struct nwi_mark *c,
			   char sign)
{
	bool iso = sign == '-' && a->digits == 2 && c->digits == 2;

	if (a->digits == 3 || c->digits == 3)
		return false;
	if (a->digits == 4 || (a->value > 31 && c->digits <= 2) ||
	    (iso && b->value <= 12 && c->value <= 31))
		return nwi_date_set(r, nwi_date_full_year(r, a), b->value,
				    c->value, NW_PRECISION_DAY);
	if (c->digits != 4 && c->digits != 2)
		return false;
	bool month_first = nwi_date_month_first(r, a, b, c, sign);
	return nwi_date_set(
		r, nwi_date_full_year(r, c), month_first ? a->value : b->value,
		month_first ? b->value : a->value, NW_PRECISION_DAY);
}

/* A number of at most four digits at `*at`, -1 for none. */
static int take_number(struct nw_str text, size_t *at, size_t *digits)
{
	int value = 0;

	for (*digits = 0;
	     *at < text.len && text.at[*at] >= '0' && text.at[*at] <= '9';
	     ++*at, ++*digits)
		value = *digits < 4 ? value * 10 + (text.at[*at] - '0') : value;
	return *digits > 0 && *digits <= 4 ? value : -1;
}

static bool is_sign(char c)
{
	return c == '/' || c == '.' || c == '-';
}

enum nwi_day_order nwi_date_order(struct nw_str text)
{
	bool day = false, month = false;
	size_t at = 0, digits;

	while (at < text.len) {
		int a = take_number(text, &at, &digits);
		bool is_short = digits <= 2;
		if (a < 0 || !is_short || at >= text.len ||
		    !is_sign(text.at[at])) {
			at += digits == 0;
			continue;
		}
		char sign = text.at[at++];
		int b = take_number(text, &at, &digits);
		if (b < 1 || digits > 2 || at >= text.len ||
		    text.at[at] != sign)
			continue;
		size_t behind = at + 1;
		int c = take_number(text, &behind, &digits);
		if (c < 0 || (digits != 2 && digits != 4))
			continue;
		at = behind;
		day = day || (a > 12 && a <= 31 && b <= 12);
		month = month || (b > 12 && b <= 31 && a >= 1 && a <= 12);
	}
	if (day == month)
		return NWI_ORDER_UNKNOWN;
	return day ? NWI_ORDER_DAY_FIRST : NWI_ORDER_MONTH_FIRST;
}
