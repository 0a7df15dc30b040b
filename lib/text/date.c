/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading goes from the sure to the unsure: the clock with its zone is taken
 * out first, since nothing else looks like it; then the day by the first
 * form that fits what is left.
 */
#include "text/date_clock.h"
#include "text/utf8.h"

struct reader {
	struct nwi_marks marks;
	const struct nwi_date_hints *hints;
	struct nw_civil c;
	uint8_t precision; /* of the day */
};

int nwi_days_of_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

static bool is_number(const struct nwi_marks *m, size_t i, unsigned least,
		      unsigned most)
{
	return i < m->count && m->rows[i].kind == MARK_NUMBER &&
	       !m->rows[i].used && m->rows[i].digits >= least &&
	       m->rows[i].digits <= most;
}

static bool is_sign(const struct nwi_marks *m, size_t i, char c)
{
	return i < m->count && m->rows[i].kind == MARK_SIGN &&
	       m->rows[i].value == c;
}

/* RFC 5322, 4.3: two digits turn at 70, three count from 1900. */
static int32_t full_year(const struct reader *r, const struct nwi_mark *mark)
{
	int32_t year = mark->value > 9999 ? 0 : (int32_t)mark->value;

	if (mark->digits <= 2)
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

static bool set(struct reader *r, int64_t year, int64_t month, int64_t day,
		uint8_t precision)
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
static bool set_without_year(struct reader *r, int64_t month, int64_t day)
{
	const nw_time week = INT64_C(604800000);

	if (r->hints->fetched == 0)
		return false;
	struct nw_civil now = nw_time_to_civil(r->hints->fetched);
	if (!set(r, now.year, month, day, NW_PRECISION_DAY))
		return set(r, now.year - 1, month, day, NW_PRECISION_DAY);
	if (nw_time_from_civil(&r->c) <= r->hints->fetched + week)
		return true;
	return set(r, now.year - 1, month, day, NW_PRECISION_DAY);
}

static bool set_from_day_of_year(struct reader *r, int64_t year, int64_t day)
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
static bool set_from_week(struct reader *r, int64_t year, int64_t week,
			  int64_t day)
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
static bool read_compact(struct reader *r, int64_t value, unsigned digits)
{
	if (digits == 8)
		return set(r, value / 10000, value / 100 % 100, value % 100,
			   NW_PRECISION_DAY);
	if (digits == 7)
		return set_from_day_of_year(r, value / 1000, value % 1000);
	if (digits == 6)
		return set(r, value / 100, value % 100, 1, NW_PRECISION_MONTH);
	if (digits == 12)
		value *= 100;
	if ((digits != 12 && digits != 14) ||
	    !set(r, value / 10000000000, value / 100000000 % 100,
		 value / 1000000 % 100, NW_PRECISION_DAY))
		return false;
	r->c.hour = (int32_t)(value / 10000 % 100);
	r->c.minute = (int32_t)(value / 100 % 100);
	r->c.second = (int32_t)(value % 100);
	r->precision = digits == 12 ? NW_PRECISION_MINUTE : NW_PRECISION_SECOND;
	return r->c.hour < 24 && r->c.minute < 60 && r->c.second <= 60;
}

static bool read_stamp(const struct nwi_mark *mark, struct nw_instant *out)
{
	int64_t ms = mark->value;

	switch (mark->digits) {
	case 9:
	case 10:
		ms *= 1000;
		break;
	case 13:
		break;
	case 16:
		ms /= 1000;
		break;
	case 19:
		ms /= 1000000;
		break;
	default:
		return false;
	}
	*out = (struct nw_instant){ .at = ms,
				    .precision = NW_PRECISION_SECOND };
	return true;
}

/* "2024年3月5日", "5월 7일". */
static bool read_fields(struct reader *r)
{
	struct nwi_marks *m = &r->marks;
	const struct nwi_mark *found[UNIT_YEAR + 1] = { NULL };
	bool any = false;

	for (size_t i = 0; i + 1 < m->count; i++) {
		struct nwi_mark *field = &m->rows[i + 1];
		if (!is_number(m, i, 1, 4) || field->kind != MARK_FIELD ||
		    field->value < UNIT_DAY || found[field->value])
			continue;
		found[field->value] = &m->rows[i];
		m->rows[i].used = field->used = any = true;
	}
	if (!any || (found[UNIT_DAY] && !found[UNIT_MONTH]))
		return false;
	int64_t month = found[UNIT_MONTH] ? found[UNIT_MONTH]->value : 1;
	int64_t day = found[UNIT_DAY] ? found[UNIT_DAY]->value : 1;
	if (!found[UNIT_YEAR])
		return found[UNIT_DAY] && set_without_year(r, month, day);
	return set(r, full_year(r, found[UNIT_YEAR]), month, day,
		   found[UNIT_DAY]     ? NW_PRECISION_DAY
		   : found[UNIT_MONTH] ? NW_PRECISION_MONTH
				       : NW_PRECISION_YEAR);
}

/* "2024-W09-5", "2024W095". */
static bool read_week(struct reader *r)
{
	struct nwi_marks *m = &r->marks;

	for (size_t i = 0; i + 2 < m->count; i++) {
		size_t w = i + (is_sign(m, i + 1, '-') ? 2 : 1);
		if (!is_number(m, i, 4, 4) || w + 1 >= m->count ||
		    m->rows[w].letter != 'w' || !is_number(m, w + 1, 2, 3))
			continue;
		int64_t year = m->rows[i].value, week = m->rows[w + 1].value;
		int64_t day = 1;
		m->rows[i].used = m->rows[w].used = m->rows[w + 1].used = true;
		if (m->rows[w + 1].digits == 3) {
			day = week % 10;
			week /= 10;
		} else if (is_sign(m, w + 2, '-') &&
			   is_number(m, w + 3, 1, 1)) {
			day = m->rows[w + 3].value;
			m->rows[w + 3].used = true;
		}
		return set_from_week(r, year, week, day);
	}
	return false;
}

/* The name of a month: rather one that is not also a weekday. */
static size_t find_month(const struct nwi_marks *m)
{
	size_t found = m->count;

	for (size_t i = 0; i < m->count; i++) {
		const struct nwi_mark *mark = &m->rows[i];
		if (mark->used || mark->month == 0)
			continue;
		if (mark->weekday == 0)
			return i;
		/* "mar. 12 mar. 2024": the later is the month. */
		found = i;
	}
	return found;
}

static bool may_stand_between(const struct nwi_mark *mark)
{
	return mark->used || mark->kind == MARK_SIGN ||
	       mark->kind == MARK_NOISE || mark->kind == MARK_AGO ||
	       mark->kind == MARK_ONE || mark->kind == MARK_ZONE ||
	       mark->kind == MARK_CLOCK ||
	       (mark->kind == MARK_UNIT && mark->value == UNIT_YEAR) ||
	       (mark->kind == MARK_NAME && mark->month == 0);
}

/* The next unused number from `i` in a direction, NULL behind a word. */
static struct nwi_mark *neighbour(struct nwi_marks *m, size_t i, int step)
{
	for (i += (size_t)step; i < m->count; i += (size_t)step) {
		struct nwi_mark *mark = &m->rows[i];
		if (mark->kind == MARK_NUMBER && !mark->used)
			return mark->digits <= 4 ? mark : NULL;
		if (!may_stand_between(mark))
			return NULL;
	}
	return NULL;
}

static bool is_year(const struct nwi_mark *mark)
{
	return mark->digits >= 3 || mark->value > 31;
}

static size_t count_words(const struct nwi_marks *m)
{
	size_t count = 0;

	for (size_t i = 0; i < m->count; i++)
		count += m->rows[i].kind == MARK_WORD;
	return count;
}

/* The year behind a day that stands behind its month: "March 5-7, 2024". */
static struct nwi_mark *year_behind(struct nwi_marks *m,
				    const struct nwi_mark *day)
{
	struct nwi_mark *next = neighbour(m, (size_t)(day - m->rows), 1);

	if (next && !is_year(next)) {
		struct nwi_mark *far =
			neighbour(m, (size_t)(next - m->rows), 1);
		return far && far->digits == 4 ? far : next;
	}
	return next;
}

/* "5 March 2024", "March 5, 2024", "2024 March 5", "March 2024", "5 March". */
static bool read_named(struct reader *r)
{
	struct nwi_marks *m = &r->marks;
	size_t i = find_month(m);

	if (i == m->count)
		return false;
	struct nwi_mark *before = neighbour(m, i, -1);
	struct nwi_mark *after = neighbour(m, i, 1), *day, *year;
	m->rows[i].used = true;
	if (before && is_year(before)) {
		year = before;
		day = after;
	} else if (before) {
		day = before;
		year = after;
	} else if (after && is_year(after)) {
		year = after;
		day = NULL;
	} else {
		day = after;
		year = day ? year_behind(m, day) : NULL;
	}
	if (day)
		day->used = true;
	if (year)
		year->used = true;
	if (!year)
		return day && count_words(m) <= 2 &&
		       set_without_year(r, m->rows[i].month, day->value);
	return set(r, full_year(r, year), m->rows[i].month,
		   day ? day->value : 1,
		   day ? NW_PRECISION_DAY : NW_PRECISION_MONTH);
}

/* Countries that write the month first, ISO 3166-1. */
static bool month_comes_first(const struct nwi_date_hints *hints)
{
	static const char *const countries[] = { "US", "PH", "PR", "GU", "FM",
						 "PW", "MH", "VI", "AS" };

	if (hints->order != NWI_ORDER_UNKNOWN)
		return hints->order == NWI_ORDER_MONTH_FIRST;
	for (size_t i = 0; i < sizeof(countries) / sizeof(countries[0]); i++) {
		if (nw_str_is_nocase(hints->country, countries[i]))
			return true;
	}
	return hints->country.len == 0 &&
	       (nw_str_is_nocase(hints->language, "en-US") ||
		nw_str_is_nocase(hints->language, "en_US") ||
		nw_str_is_nocase(hints->language, "en-PH"));
}

/* Three numbers whose order must be found out. */
static bool set_in_order(struct reader *r, const struct nwi_mark *a,
			 const struct nwi_mark *b, const struct nwi_mark *c,
			 char sign)
{
	bool iso = sign == '-' && a->digits == 2 && c->digits == 2;

	if (a->digits == 4 || (a->value > 31 && c->digits <= 2) ||
	    (iso && b->value <= 12 && c->value <= 31))
		return set(r, full_year(r, a), b->value, c->value,
			   NW_PRECISION_DAY);
	if (c->digits != 4 && c->digits != 2)
		return false;
	bool month_first = sign != '.' && month_comes_first(r->hints);
	if (a->value > 12)
		month_first = false;
	else if (b->value > 12)
		month_first = true;
	return set(r, full_year(r, c), month_first ? a->value : b->value,
		   month_first ? b->value : a->value, NW_PRECISION_DAY);
}

/* "2024-03", "2024-065", "03/2024", "5.3.". */
static bool read_pair(struct reader *r, const struct nwi_mark *a,
		      const struct nwi_mark *b, char sign)
{
	if (a->digits == 4 && b->digits == 3 && sign == '-')
		return set_from_day_of_year(r, a->value, b->value);
	if (a->digits == 4 && b->digits <= 2)
		return set(r, full_year(r, a), b->value, 1, NW_PRECISION_MONTH);
	if (b->digits == 4 && a->digits <= 2)
		return set(r, full_year(r, b), a->value, 1, NW_PRECISION_MONTH);
	if (sign == '-' || a->digits > 2 || b->digits > 2 ||
	    count_words(&r->marks) > 2)
		return false;
	bool month_first = sign != '.' && month_comes_first(r->hints);
	if (a->value > 12)
		month_first = false;
	else if (b->value > 12)
		month_first = true;
	return set_without_year(r, month_first ? a->value : b->value,
				month_first ? b->value : a->value);
}

static char sign_at(const struct nwi_marks *m, size_t i)
{
	static const char signs[] = "-/.";

	for (const char *sign = signs; *sign; sign++) {
		if (is_sign(m, i, *sign))
			return *sign;
	}
	return '\0';
}

static bool read_numeric(struct reader *r)
{
	struct nwi_marks *m = &r->marks;

	for (size_t i = 0; i + 2 < m->count; i++) {
		char sign = sign_at(m, i + 1);
		if (!is_number(m, i, 1, 4) || !sign ||
		    !is_number(m, i + 2, 1, 4))
			continue;
		bool three =
			sign_at(m, i + 3) == sign && is_number(m, i + 4, 1, 4);
		m->rows[i].used = m->rows[i + 2].used = true;
		if (!three)
			return read_pair(r, &m->rows[i], &m->rows[i + 2], sign);
		m->rows[i + 4].used = true;
		return set_in_order(r, &m->rows[i], &m->rows[i + 2],
				    &m->rows[i + 4], sign);
	}
	return false;
}

/* "20240305", alone or before "T..."; "2024". */
static bool read_single(struct reader *r)
{
	struct nwi_marks *m = &r->marks;
	size_t numbers = 0, at = 0;

	for (size_t i = 0; i < m->count; i++) {
		if (!is_number(m, i, 1, 99))
			continue;
		at = numbers++ ? at : i;
	}
	if (numbers == 0)
		return false;
	struct nwi_mark *mark = &m->rows[at];
	mark->used = true;
	if (mark->digits == 4 && numbers == 1)
		return mark->value >= 1000 && mark->value < 3000 &&
		       set(r, full_year(r, mark), 1, 1, NW_PRECISION_YEAR);
	return mark->digits >= 6 && read_compact(r, mark->value, mark->digits);
}

/* "yesterday", with or without a clock. */
static bool read_day_word(struct reader *r)
{
	struct nwi_marks *m = &r->marks;

	for (size_t i = 0; i < m->count && r->hints->fetched; i++) {
		if (m->rows[i].kind != MARK_DAY || m->rows[i].used)
			continue;
		m->rows[i].used = true;
		nw_time local = r->hints->fetched +
				(int64_t)r->hints->fetched_offset * 60000 +
				m->rows[i].value * INT64_C(86400000);
		struct nw_civil c = nw_time_to_civil(local);
		return set(r, c.year, c.month, c.day, NW_PRECISION_DAY);
	}
	return false;
}

/* Which form a text has is decided by what it holds, not by what works. */
static bool read_day(struct reader *r)
{
	const struct nwi_marks *m = &r->marks;
	bool fields = false, words = false;

	for (size_t i = 0; i < m->count; i++) {
		fields = fields || (m->rows[i].kind == MARK_FIELD &&
				    m->rows[i].value >= UNIT_DAY);
		words = words || m->rows[i].kind == MARK_DAY;
	}
	if (fields)
		return read_fields(r);
	if (find_month(m) < m->count)
		return read_named(r);
	if (read_week(r) || read_numeric(r))
		return true;
	if (words)
		return read_day_word(r);
	return read_single(r);
}

/* Whether everything in the text had a part in the date. */
static bool is_all_used(const struct nwi_marks *m)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct nwi_mark *mark = &m->rows[i];
		if (!mark->used && !may_stand_between(mark) &&
		    mark->letter != 't')
			return false;
	}
	return true;
}

/* False for what lies behind the year 9999 in UTC. */
static bool finish(const struct reader *r, const struct nwi_clock *clock,
		   struct nw_instant *out)
{
	struct nw_civil c = r->c;
	struct nw_instant instant = { .offset_min = NW_OFFSET_UNKNOWN,
				      .precision = r->precision };

	if (clock && r->precision == NW_PRECISION_DAY) {
		c.hour = clock->hour;
		c.minute = clock->minute;
		c.second = clock->second;
		c.millisecond = clock->millisecond;
		instant.precision = clock->has_second ? NW_PRECISION_SECOND
						      : NW_PRECISION_MINUTE;
		if (clock->has_offset)
			instant.offset_min = clock->offset_min;
	}
	instant.at = nw_time_from_civil(&c);
	if (instant.offset_min != NW_OFFSET_UNKNOWN)
		instant.at -= (int64_t)instant.offset_min * 60000;
	if (instant.at > NW_TIME_MAX)
		return false;
	*out = instant;
	return true;
}

enum nw_status nwi_date_read(struct nw_str text,
			     const struct nwi_date_hints *hints,
			     struct nw_instant *out)
{
	static const struct nwi_date_hints nothing = { 0 };
	struct reader r = { .hints = hints ? hints : &nothing };
	struct nwi_clock clock = { 0 };
	bool strict = r.hints->strict;

	if (nwi_date_quick(text, out))
		return NW_OK;
	text = nw_str_slice(text, 0, nwi_utf8_floor(text, NWI_DATE_MAX));
	if (!nwi_date_lex(text, r.hints->language, &r.marks) && strict)
		return NW_BAD_INPUT;
	const struct nwi_mark *first = &r.marks.rows[0];
	if (r.marks.count == 1 && first->kind == MARK_NUMBER) {
		if (strict)
			return NW_BAD_INPUT;
		if (read_stamp(first, out))
			return NW_OK;
	}
	if (!strict && nwi_date_relative(&r.marks, r.hints, out))
		return NW_OK;
	enum nw_status status = nwi_clock_take(&r.marks, &clock);
	if (status == NW_BAD_INPUT || !read_day(&r) ||
	    (strict && !is_all_used(&r.marks)))
		return NW_BAD_INPUT;
	return finish(&r, status == NW_OK ? &clock : NULL, out) ? NW_OK
								: NW_BAD_INPUT;
}
