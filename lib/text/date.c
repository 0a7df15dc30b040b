/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading goes from the sure to the unsure: the clock with its zone is taken
 * out first, since nothing else looks like it; then the day by the first
 * form that fits what is left.
 */
#include "text/date_clock.h"
#include "text/utf8.h"

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

/* "24 9月 2019": an Eastern month in the order of the West. */
static void take_western(struct nwi_marks *m,
			 const struct nwi_mark *found[UNIT_YEAR + 1])
{
	size_t i = (size_t)(found[UNIT_MONTH] - m->rows);

	if (i == 0 || !is_number(m, i - 1, 1, 2) || !is_number(m, i + 2, 4, 4))
		return;
	found[UNIT_DAY] = &m->rows[i - 1];
	found[UNIT_YEAR] = &m->rows[i + 2];
	m->rows[i - 1].used = m->rows[i + 2].used = true;
}

/* "2024年3月5日", "5월 7일". */
static bool read_fields(struct nwi_date_reader *r)
{
	struct nwi_marks *m = &r->marks;
	const struct nwi_mark *found[UNIT_YEAR + 1] = { NULL };
	bool any = false;

	for (size_t i = 0; i + 1 < m->count; i++) {
		struct nwi_mark *field = &m->rows[i + 1];
		if (i > 0 && m->rows[i - 1].kind == MARK_ERA &&
		    is_number(m, i, 1, 3)) {
			m->rows[i].value += m->rows[i - 1].value;
			m->rows[i].digits = 4;
		}
		if (!is_number(m, i, 1, 4) || field->kind != MARK_FIELD ||
		    field->value < UNIT_DAY || found[field->value])
			continue;
		found[field->value] = &m->rows[i];
		m->rows[i].used = field->used = any = true;
	}
	if (!any || (found[UNIT_DAY] && !found[UNIT_MONTH]))
		return false;
	if (found[UNIT_MONTH] && !found[UNIT_DAY] && !found[UNIT_YEAR])
		take_western(m, found);
	int64_t month = found[UNIT_MONTH] ? found[UNIT_MONTH]->value : 1;
	int64_t day = found[UNIT_DAY] ? found[UNIT_DAY]->value : 1;
	if (!found[UNIT_YEAR])
		return found[UNIT_DAY] &&
		       nwi_date_set_without_year(r, month, day);
	return nwi_date_set(r, nwi_date_full_year(r, found[UNIT_YEAR]), month,
			    day,
			    found[UNIT_DAY]	? NW_PRECISION_DAY
			    : found[UNIT_MONTH] ? NW_PRECISION_MONTH
						: NW_PRECISION_YEAR);
}

/* "2024-W09-5", "2024W095". */
static bool read_week(struct nwi_date_reader *r)
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
		return nwi_date_set_from_week(r, year, week, day);
	}
	return false;
}

/* "5.IX.2019": a Roman number between a day and a year. */
static size_t find_roman(struct nwi_marks *m)
{
	for (size_t i = 1; i + 1 < m->count; i++) {
		size_t day = i - 1, year = i + 1;
		if (!m->rows[i].roman)
			continue;
		while (day > 0 && m->rows[day].kind == MARK_SIGN)
			day--;
		while (year < m->count && m->rows[year].kind == MARK_SIGN)
			year++;
		if (!is_number(m, day, 1, 2) || !is_number(m, year, 4, 4))
			continue;
		m->rows[i].month = m->rows[i].roman;
		return i;
	}
	return m->count;
}

static bool may_stand_between(const struct nwi_mark *mark)
{
	return mark->used || mark->kind == MARK_SIGN ||
	       mark->kind == MARK_NOISE || mark->kind == MARK_AGO ||
	       mark->kind == MARK_ONE || mark->kind == MARK_ZONE ||
	       mark->kind == MARK_CLOCK ||
	       (mark->kind == MARK_UNIT &&
		(mark->value == UNIT_YEAR || mark->letter)) ||
	       (mark->kind == MARK_NAME && mark->month == 0);
}

/* The next unused number from `i` in a direction, NULL behind a word. */
static struct nwi_mark *neighbour(struct nwi_marks *m, size_t i, int step)
{
	int month = m->rows[i].month;

	for (i += (size_t)step; i < m->count; i += (size_t)step) {
		struct nwi_mark *mark = &m->rows[i];
		if (mark->kind == MARK_NUMBER && !mark->used)
			return mark->digits <= 4 ? mark : NULL;
		/* "أيلول/سبتمبر": one month by two names. */
		if (!may_stand_between(mark) &&
		    !(month && mark->month == month))
			return NULL;
	}
	return NULL;
}

/* "2d ago": with a unit and its number before it no month of Spanish. */
static bool is_past(const struct nwi_marks *m, size_t i)
{
	return m->rows[i].kind == MARK_AGO && i > 1 &&
	       m->rows[i - 1].kind == MARK_UNIT &&
	       m->rows[i - 2].kind == MARK_NUMBER;
}

/*
 * The name of a month: rather one beside a number ("April Smith, 5 March
 * 2024"), rather one that is not also a weekday.
 */
static size_t find_month(struct nwi_marks *m)
{
	size_t found = m->count;
	int best = -1;

	for (size_t i = 0; i < m->count; i++) {
		const struct nwi_mark *mark = &m->rows[i];
		if (mark->used || mark->month == 0 || is_past(m, i))
			continue;
		int rank = (neighbour(m, i, -1) != NULL) * 2 +
			   (neighbour(m, i, 1) != NULL) * 2 +
			   (mark->weekday == 0);
		/* "mar. 12 mar. 2024": the later is the month. */
		if (rank < best || (rank == best && mark->weekday == 0))
			continue;
		best = rank;
		found = i;
	}
	return found;
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

/* "2019. gada 5. septembris": the year stands before the day. */
static struct nwi_mark *year_before(struct nwi_marks *m,
				    const struct nwi_mark *day)
{
	struct nwi_mark *year = neighbour(m, (size_t)(day - m->rows), -1);

	return year && year->digits == 4 ? year : NULL;
}

/* "Sep 2019 05": a day right behind the year, and nothing behind that. */
static struct nwi_mark *day_behind(struct nwi_marks *m,
				   const struct nwi_mark *year)
{
	size_t i = (size_t)(year - m->rows) + 1;

	if (!is_number(m, i, 1, 2) || !m->rows[i].spaced ||
	    (i + 1 < m->count && !m->rows[i + 1].used))
		return NULL;
	return &m->rows[i];
}

/* "5 March 2024", "March 5, 2024", "2024 March 5", "March 2024", "5 March". */
static bool read_named(struct nwi_date_reader *r, size_t i)
{
	struct nwi_marks *m = &r->marks;

	struct nwi_mark *before = neighbour(m, i, -1);
	struct nwi_mark *after = neighbour(m, i, 1), *day, *year;
	m->rows[i].used = true;
	if (before && is_year(before)) {
		year = before;
		day = after;
	} else if (before) {
		day = before;
		year = after ? after : year_before(m, before);
	} else if (after && is_year(after)) {
		year = after;
		day = day_behind(m, year);
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
		       nwi_date_set_without_year(r, m->rows[i].month,
						 day->value);
	return nwi_date_set(r, nwi_date_full_year(r, year), m->rows[i].month,
			    day ? day->value : 1,
			    day ? NW_PRECISION_DAY : NW_PRECISION_MONTH);
}

/*
 * Whether two numbers are a day and a month by what stands with them: a
 * weekday, a time, "on", the point behind "5.3."; else "7/10" is a mark.
 */
static bool is_day_by_company(const struct nwi_date_reader *r,
			      const struct nwi_mark *b, char sign)
{
	const struct nwi_marks *m = &r->marks;

	if (sign == '.' && is_sign(m, (size_t)(b - m->rows) + 1, '.'))
		return true;
	for (size_t i = 0; i < m->count; i++) {
		const struct nwi_mark *mark = &m->rows[i];
		if (mark->weekday || mark->kind == MARK_NOISE ||
		    (mark->used && mark->kind != MARK_NUMBER))
			return true;
	}
	return false;
}

/* "2024-03", "2024-065", "03/2024", "5.3.". */
static bool read_pair(struct nwi_date_reader *r, const struct nwi_mark *a,
		      const struct nwi_mark *b, char sign)
{
	if (a->digits == 4 && b->digits == 3 && sign == '-')
		return nwi_date_set_from_day_of_year(r, a->value, b->value);
	if (a->digits == 4 && b->digits <= 2)
		return nwi_date_set(r, nwi_date_full_year(r, a), b->value, 1,
				    NW_PRECISION_MONTH);
	if (b->digits == 4 && a->digits <= 2)
		return nwi_date_set(r, nwi_date_full_year(r, b), a->value, 1,
				    NW_PRECISION_MONTH);
	if (sign == '-' || a->digits > 2 || b->digits > 2 ||
	    count_words(&r->marks) > 2 || !is_day_by_company(r, b, sign))
		return false;
	bool month_first = nwi_date_month_first(r, a, b, NULL, sign);
	return nwi_date_set_without_year(r, month_first ? a->value : b->value,
					 month_first ? b->value : a->value);
}

static char sign_at(const struct nwi_marks *m, size_t i)
{
	static const char signs[] = "-/._";

	for (const char *sign = signs; *sign; sign++) {
		if (is_sign(m, i, *sign))
			return *sign;
	}
	return '\0';
}

/*
 * Whether numbers are part of something longer: a version ("v1.2.3"), a price,
 * the number of a book or of an account.
 */
static bool is_chained(const struct nwi_marks *m, size_t i, size_t end,
		       char sign)
{
	const struct nwi_mark *before = i > 0 ? &m->rows[i - 1] : NULL;

	if (before && before->kind == MARK_SIGN && before->value == '$')
		return true;
	if (before && !m->rows[i].spaced && before->letter &&
	    (before->kind != MARK_CLOCK || before->letter == 'v'))
		return true;
	if (is_sign(m, end, '$'))
		return true;
	return is_sign(m, end, sign) && !m->rows[end].spaced &&
	       is_number(m, end + 1, 1, 99) && !m->rows[end + 1].spaced;
}

/* EXIF: "2019:09:05". */
static bool is_picture_day(const struct nwi_marks *m, size_t i)
{
	return is_number(m, i, 4, 4) && is_sign(m, i + 1, ':') &&
	       is_number(m, i + 2, 2, 2) && is_sign(m, i + 3, ':') &&
	       is_number(m, i + 4, 2, 2);
}

/* "05 09 2019": three numbers, and no word that makes others of them. */
static bool read_spaced(struct nwi_date_reader *r)
{
	struct nwi_marks *m = &r->marks;
	size_t at[3] = { 0 }, count = 0;

	if (count_words(m) > 0)
		return false;
	for (size_t i = 0; i < m->count; i++) {
		if (m->rows[i].used || m->rows[i].kind != MARK_NUMBER)
			continue;
		if (count == 3 || m->rows[i].digits > 4 ||
		    (count > 0 && i != at[count - 1] + 1))
			return false;
		at[count++] = i;
	}
	if (count < 3 || m->rows[at[1]].digits != 2 ||
	    m->rows[at[0]].digits + m->rows[at[2]].digits != 6)
		return false;
	for (size_t i = 0; i < 3; i++)
		m->rows[at[i]].used = true;
	return nwi_date_set_in_order(r, &m->rows[at[0]], &m->rows[at[1]],
				     &m->rows[at[2]], ' ');
}

static bool read_triple(struct nwi_date_reader *r, size_t i, size_t third,
			char sign)
{
	struct nwi_mark *rows = r->marks.rows;

	rows[i].used = rows[i + 2].used = rows[third].used = true;
	return nwi_date_set_in_order(r, &rows[i], &rows[i + 2], &rows[third],
				     sign);
}

/* Where the third number stands, 0 without: "5/3/2024", "5/3-2024". */
static size_t third_of(const struct nwi_marks *m, size_t i, char sign)
{
	if (is_sign(m, i + 3, sign) && is_number(m, i + 4, 1, 4))
		return i + 4;
	if ((sign != '/' && sign != '.') || !is_number(m, i, 1, 2) ||
	    !is_number(m, i + 2, 1, 2))
		return 0;
	if (sign_at(m, i + 3) && is_number(m, i + 4, 4, 4))
		return i + 4;
	return is_number(m, i + 3, 4, 4) ? i + 3 : 0;
}

/* Three numbers anywhere before two: "3-1 (5.8.2024)". */
static bool read_numeric(struct nwi_date_reader *r)
{
	struct nwi_marks *m = &r->marks;
	size_t pair = m->count;

	for (size_t i = 0; i + 2 < m->count; i++) {
		char sign = is_picture_day(m, i) ? ':' : sign_at(m, i + 1);
		if (!is_number(m, i, 1, 4) || !sign ||
		    !is_number(m, i + 2, 1, 4))
			continue;
		size_t third = third_of(m, i, sign);
		if (is_chained(m, i, third ? third + 1 : i + 3, sign))
			return false;
		if (third)
			return read_triple(r, i, third, sign);
		pair = pair < m->count ? pair : i;
	}
	if (pair == m->count)
		return false;
	m->rows[pair].used = m->rows[pair + 2].used = true;
	return read_pair(r, &m->rows[pair], &m->rows[pair + 2],
			 sign_at(m, pair + 1));
}

/* "$1999", "2024%", "#2024" */
static bool is_amount(const struct nwi_marks *m, size_t i)
{
	return (i > 0 && (is_sign(m, i - 1, '$') || is_sign(m, i - 1, '#') ||
			  is_sign(m, i - 1, '+'))) ||
	       is_sign(m, i + 1, '$') || is_sign(m, i + 1, '%');
}

/* "20240305", alone or before "T..."; "2024". */
static bool read_single(struct nwi_date_reader *r)
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
	/* A day of eight digits is one among words; "Room 2044" is none. */
	if (is_amount(m, at) || (mark->digits < 8 && count_words(m) > 0))
		return false;
	mark->used = true;
	if (mark->digits == 4 && numbers == 1)
		return mark->value >= 1000 && mark->value < 3000 &&
		       nwi_date_set(r, nwi_date_full_year(r, mark), 1, 1,
				    NW_PRECISION_YEAR);
	return mark->digits >= 6 &&
	       nwi_date_read_compact(r, mark->value, mark->digits);
}

/* "yesterday", with or without a clock. */
static bool read_day_word(struct nwi_date_reader *r)
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
		return nwi_date_set(r, c.year, c.month, c.day,
				    NW_PRECISION_DAY);
	}
	return false;
}

/* "Monday": the last one, as far back as six days. */
static bool read_weekday(struct nwi_date_reader *r)
{
	const int64_t day_ms = INT64_C(86400000);
	struct nwi_mark *named = NULL;

	for (size_t i = 0; i < r->marks.count; i++) {
		struct nwi_mark *mark = &r->marks.rows[i];
		if (mark->used || mark->kind == MARK_NOISE)
			continue;
		if (named || mark->kind != MARK_NAME || mark->month ||
		    !mark->weekday)
			return false;
		named = mark;
	}
	if (!named || !r->hints->weekdays || r->hints->fetched == 0)
		return false;
	nw_time local =
		r->hints->fetched + (int64_t)r->hints->fetched_offset * 60000;
	int back = nw_time_weekday(local) + 1 - named->weekday;
	local -= (back + 7) % 7 * day_ms;
	struct nw_civil c = nw_time_to_civil(local);
	named->used = true;
	return nwi_date_set(r, c.year, c.month, c.day, NW_PRECISION_DAY);
}

/* Which form a text has is decided by what it holds, not by what works. */
static bool read_day(struct nwi_date_reader *r)
{
	struct nwi_marks *m = &r->marks;
	bool fields = false, words = false;
	size_t month = find_month(m);

	for (size_t i = 0; i < m->count; i++) {
		/* "(日)" is a Sunday. */
		fields = fields || (m->rows[i].kind == MARK_FIELD && i > 0 &&
				    m->rows[i - 1].kind == MARK_NUMBER &&
				    m->rows[i].value >= UNIT_DAY);
		words = words || m->rows[i].kind == MARK_DAY;
	}
	if (fields)
		return read_fields(r);
	if (month < m->count)
		return read_named(r, month);
	month = find_roman(&r->marks);
	if (month < m->count)
		return read_named(r, month);
	if (read_week(r) || read_numeric(r))
		return true;
	if (words && count_words(m) <= 3)
		return read_day_word(r);
	return read_spaced(r) || read_single(r) || read_weekday(r);
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
static bool finish(const struct nwi_date_reader *r,
		   const struct nwi_clock *clock, bool has_clock,
		   struct nw_instant *out)
{
	struct nw_civil c = r->c;
	struct nw_instant instant = { .offset_min = NW_OFFSET_UNKNOWN,
				      .precision = r->precision };

	if (has_clock && r->precision == NW_PRECISION_DAY) {
		c.hour = clock->hour;
		c.minute = clock->minute;
		c.second = clock->second;
		c.millisecond = clock->millisecond;
		instant.precision = clock->has_second ? NW_PRECISION_SECOND
						      : NW_PRECISION_MINUTE;
	}
	if (clock->has_offset && instant.precision > NW_PRECISION_DAY)
		instant.offset_min =
			(int16_t)(clock->offset_min +
				  nwi_date_summer(clock->summer, &c));
	instant.at = nw_time_from_civil(&c);
	if (instant.offset_min != NW_OFFSET_UNKNOWN)
		instant.at -= (int64_t)instant.offset_min * 60000;
	if (instant.at > NW_TIME_MAX)
		return false;
	*out = instant;
	return true;
}

static enum nw_status read_any(struct nw_str text,
			       const struct nwi_date_hints *hints,
			       struct nw_instant *out)
{
	static const struct nwi_date_hints nothing = { 0 };
	struct nwi_date_reader r = { .hints = hints ? hints : &nothing };
	struct nwi_clock clock = { 0 };
	bool strict = r.hints->strict;

	text = nw_str_slice(text, 0, nwi_utf8_floor(text, NWI_DATE_MAX));
	if (!nwi_date_lex(text, r.hints->language, &r.marks) && strict)
		return NW_BAD_INPUT;
	const struct nwi_mark *first = &r.marks.rows[0];
	if (r.marks.count == 1 && first->kind == MARK_NUMBER) {
		if (strict)
			return NW_BAD_INPUT;
	}
	if (!strict && nwi_date_stamp(&r.marks, r.hints, out))
		return NW_OK;
	if (!strict && nwi_date_relative(&r.marks, r.hints, out))
		return NW_OK;
	enum nw_status status = nwi_clock_take(&r.marks, &clock);
	if (status == NW_BAD_INPUT || !read_day(&r) ||
	    (strict && !is_all_used(&r.marks)))
		return NW_BAD_INPUT;
	if (status != NW_OK && r.precision > NW_PRECISION_DAY)
		(void)nwi_clock_take_zone(&r.marks, &clock);
	return finish(&r, &clock, status == NW_OK, out) ? NW_OK : NW_BAD_INPUT;
}

enum nw_status nwi_date_read(struct nw_str text,
			     const struct nwi_date_hints *hints,
			     struct nw_instant *out)
{
	return nwi_date_quick(text, out) ? NW_OK : read_any(text, hints, out);
}
