/* SPDX-License-Identifier: Apache-2.0 */
/* From a year, a month and a day to a day that there was, and stamps. */
#include "text/date_internal.h"

int nwi_days_of_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* RFC 5322, 4.3: two digits turn at 70, three count from 1900. */
int32_t nwi_date_full_year(const struct nwi_date_reader *r,
			   const struct nwi_mark *mark)
{
	int32_t year = mark->value > 9999 ? 0 : (int32_t)mark->value;

	if (mark->digits <= 2 && r->marks.buddhist)
		year += 2500;
	else if (mark->digits <= 2)
		year += year < 70 ? 2000 : 1900;
	else if (mark->digits == 3)
		year += 1900;
	return r->marks.buddhist && year > 2400 ? year - 543 : year;
}

/* Software that has no date writes the year 1; no outlet is that old. */
static bool is_day(struct nw_civil c)
{
	return c.year >= 1000 && c.year <= 9999 && c.month >= 1 &&
	       c.month <= 12 && c.day >= 1 &&
	       c.day <= nwi_days_of_month(c.year, c.month);
}

/*
 * The Solar Hijri calendar of Iran by its cycle of 33 years, which is exact
 * for 1178 to 1633 (Borkowski 1996 has the true rule).
 */
static bool from_iran(struct nw_civil *c)
{
	const struct nw_civil start = { .year = 1600, .month = 1, .day = 1 };
	int64_t years = c->year - 979;
	int64_t days = 365 * years + years / 33 * 8 + (years % 33 + 3) / 4 +
		       c->day - 1;

	if (c->month < 1 || c->month > 12 || c->day < 1 ||
	    c->day > (c->month <= 6 ? 31 : 30))
		return false;
	days += c->month <= 6 ? (c->month - 1) * 31 : 186 + (c->month - 7) * 30;
	*c = nw_time_to_civil(nw_time_from_civil(&start) +
			      (days + 79) * INT64_C(86400000));
	return true;
}

bool nwi_date_set(struct nwi_date_reader *r, int64_t year, int64_t month,
		  int64_t day, uint8_t precision)
{
	if (year > 9999 || month > 99 || day > 99)
		return false;
	r->c = (struct nw_civil){ .year = (int32_t)year,
				  .month = (int32_t)month,
				  .day = (int32_t)day };
	r->precision = precision;
	if (year >= 1300 && year <= 1420)
		return precision == NW_PRECISION_DAY && from_iran(&r->c);
	return is_day(r->c);
}

/* A day without year: the one that is nearest, at most a week ahead. */
bool nwi_date_set_without_year(struct nwi_date_reader *r, int64_t month,
			       int64_t day)
{
	const nw_time week = INT64_C(604800000);

	if (r->hints->fetched == 0)
		return false;
	struct nw_civil now = nw_time_to_civil(r->hints->fetched);
	if (!nwi_date_set(r, now.year, month, day, NW_PRECISION_DAY))
		return nwi_date_set(r, now.year - 1, month, day,
				    NW_PRECISION_DAY);
	if (nw_time_from_civil(&r->c) <= r->hints->fetched + week)
		return true;
	return nwi_date_set(r, now.year - 1, month, day, NW_PRECISION_DAY);
}

bool nwi_date_set_from_day_of_year(struct nwi_date_reader *r, int64_t year,
				   int64_t day)
{
	struct nw_civil first = { .year = (int32_t)year, .month = 1, .day = 1 };
	int64_t days = year > 0 && year <= 9999
			       ? 337 + nwi_days_of_month((int)year, 2)
			       : 0;

	if (day < 1 || day > days)
		return false;
	r->c = nw_time_to_civil(nw_time_from_civil(&first) +
				(day - 1) * INT64_C(86400000));
	r->precision = NW_PRECISION_DAY;
	return true;
}

/* ISO 8601: week 1 has the year's first Thursday. */
bool nwi_date_set_from_week(struct nwi_date_reader *r, int64_t year,
			    int64_t week, int64_t day)
{
	struct nw_civil fourth = { .year = (int32_t)year,
				   .month = 1,
				   .day = 4 };
	const int64_t day_ms = INT64_C(86400000);

	if (year < 1 || year > 9998 || week < 1 || week > 53 || day < 1 ||
	    day > 7)
		return false;
	nw_time at = nw_time_from_civil(&fourth);
	at -= (nw_time_weekday(at) + 6) % 7 * day_ms;
	r->c = nw_time_to_civil(at + ((week - 1) * 7 + day - 1) * day_ms);
	struct nw_civil thursday =
		nw_time_to_civil(at + ((week - 1) * 7 + 3) * day_ms);
	r->precision = NW_PRECISION_DAY;
	return thursday.year == year; /* a year of 52 weeks has no 53rd */
}

/* A number of many digits: compact dates, and stamps of Unix. */
/* Telephones and orders have as many digits; years have few values. */
static bool is_our_year(int64_t value, unsigned digits)
{
	for (; digits > 4; digits--)
		value /= 10;
	return (value >= 1900 && value <= 2100) ||
	       (value >= 1300 && value <= 1420);
}

bool nwi_date_read_compact(struct nwi_date_reader *r, int64_t value,
			   unsigned digits)
{
	if (!is_our_year(value, digits))
		return false;
	if (digits == 8)
		return nwi_date_set(r, value / 10000, value / 100 % 100,
				    value % 100, NW_PRECISION_DAY);
	if (digits == 7)
		return nwi_date_set_from_day_of_year(r, value / 1000,
						     value % 1000);
	if (digits == 6)
		return nwi_date_set(r, value / 100, value % 100, 1,
				    NW_PRECISION_MONTH);
	if (digits == 12)
		value *= 100;
	if ((digits != 12 && digits != 14) ||
	    !nwi_date_set(r, value / 10000000000, value / 100000000 % 100,
			  value / 1000000 % 100, NW_PRECISION_DAY))
		return false;
	r->c.hour = (int32_t)(value / 10000 % 100);
	r->c.minute = (int32_t)(value / 100 % 100);
	r->c.second = (int32_t)(value % 100);
	r->precision = digits == 12 ? NW_PRECISION_MINUTE : NW_PRECISION_SECOND;
	return r->c.hour < 24 && r->c.minute < 60 && r->c.second <= 60;
}

/* The instant of a stamp in s, ms, us or ns, told by its length. */
static bool stamp_ms(const struct nwi_mark *mark, int64_t *ms)
{
	*ms = mark->value;
	switch (mark->digits) {
	case 9:
	case 10:
		*ms *= 1000;
		return true;
	case 13:
		return true;
	case 16:
		*ms /= 1000;
		return true;
	case 19:
		*ms /= 1000000;
		return true;
	default:
		return false;
	}
}

static bool is_one_of(const struct nwi_marks *m, size_t i, const char *signs)
{
	return i < m->count && m->rows[i].kind == MARK_SIGN &&
	       strchr(signs, (int)m->rows[i].value) != NULL;
}

/* Behind '@', quotes or "/Date(", which is how .NET writes JSON. */
static size_t stamp_start(const struct nwi_marks *m)
{
	size_t i = 0;

	while (is_one_of(m, i, "@\"'/\\"))
		i++;
	if (i > 0 && i < m->count && m->rows[i].kind == MARK_NOISE &&
	    is_one_of(m, i + 1, "("))
		i += 2;
	return i;
}

bool nwi_date_stamp(const struct nwi_marks *m,
		    const struct nwi_date_hints *hints, struct nw_instant *out)
{
	const nw_time ahead = 366 * INT64_C(86400000);
	size_t i = stamp_start(m);
	int64_t ms;

	if (i >= m->count || m->rows[i].kind != MARK_NUMBER ||
	    !stamp_ms(&m->rows[i], &ms))
		return false;
	if (is_one_of(m, i + 1, ".") && i + 2 < m->count &&
	    m->rows[i + 2].kind == MARK_NUMBER && m->rows[i].digits <= 10 &&
	    m->rows[i + 2].digits <= 9) {
		int64_t part = m->rows[i + 2].value * 1000;
		for (unsigned d = m->rows[i + 2].digits; d > 0; d--)
			part /= 10;
		ms += part;
		i += 2;
	} else if (is_one_of(m, i + 1, "+-") && is_one_of(m, i + 3, ")")) {
		i += 2;
	}
	for (i++; i < m->count; i++)
		if (!is_one_of(m, i, ")/\"'\\"))
			return false;
	/* Other numbers have ten digits too; stamps are of the past. */
	if (hints->fetched != 0 && ms > hints->fetched + ahead)
		return false;
	*out = (struct nw_instant){ .at = ms,
				    .precision = NW_PRECISION_SECOND };
	return true;
}

/* The last (n = -1) or n-th Sunday of a month. */
static int sunday_of(int32_t year, int32_t month, int n)
{
	struct nw_civil c = { .year = year, .month = month, .day = 1 };
	int first = 1 + (7 - nw_time_weekday(nw_time_from_civil(&c))) % 7;
	int days = nwi_days_of_month(year, month);

	return n > 0 ? first + 7 * (n - 1) : first + (days - first) / 7 * 7;
}

int nwi_date_summer(enum nwi_summer rule, const struct nw_civil *c)
{
	bool europe = rule == SUMMER_EUROPE;
	int from = 3, to = europe ? 10 : 11;
	int hour = europe ? 1 : 2;

	if (rule == SUMMER_NEVER || c->month < from || c->month > to)
		return 0;
	if (c->month > from && c->month < to)
		return 60;
	int sunday = sunday_of(c->year, c->month,
			       europe ? -1 : (c->month == from ? 2 : 1));
	bool behind = c->day > sunday || (c->day == sunday && c->hour >= hour);
	return behind == (c->month == from) ? 60 : 0;
}
