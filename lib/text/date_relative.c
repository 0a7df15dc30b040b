/* SPDX-License-Identifier: Apache-2.0 */
/* "2 hours ago": instants told from where the reader stands. */
#include "text/date_internal.h"

enum { MOST = 10000 }; /* of any unit */

static const int64_t unit_ms[] = { 1000,      60000, 3600000, 86400000,
				   604800000, 0,     0 };

struct distance {
	int64_t ms;
	int64_t months;
	enum nwi_unit finest;
	bool any, ago, now;
};

static bool add_unit(struct distance *d, int64_t count,
		     const struct nwi_mark *mark)
{
	enum nwi_unit unit = (enum nwi_unit)mark->value;

	d->ago = d->ago || (mark->kind == MARK_UNIT && mark->more);
	if (count > MOST)
		return false;
	d->ms += count * unit_ms[unit];
	if (unit == UNIT_MONTH || unit == UNIT_YEAR)
		d->months += count * (unit == UNIT_YEAR ? 12 : 1);
	if (!d->any || unit < d->finest)
		d->finest = unit;
	d->any = true;
	return true;
}

static bool is_unit(const struct nwi_marks *m, size_t i)
{
	return i < m->count &&
	       (m->rows[i].kind == MARK_UNIT || m->rows[i].kind == MARK_FIELD);
}

/* Takes a number with its unit, or a unit that is one; 0 for neither. */
static size_t take_count(const struct nwi_marks *m, size_t i,
			 struct distance *d)
{
	const struct nwi_mark *mark = &m->rows[i];

	if (mark->kind == MARK_NUMBER || mark->kind == MARK_ONE) {
		if (is_unit(m, i + 1))
			return add_unit(d, mark->value, &m->rows[i + 1]) ? 2
									 : 0;
		return mark->kind == MARK_ONE ? 1 : 0;
	}
	/* "an hour": French takes the first word for a year. */
	if (mark->kind == MARK_UNIT && is_unit(m, i + 1))
		return 1;
	/* "ساعتين" are two hours. */
	if (mark->kind == MARK_UNIT)
		return add_unit(d, mark->count ? mark->count : 1, mark) ? 1 : 0;
	return 0;
}

/* "Last update: 7 minutes ago" has a word or two before it. */
static bool measure(const struct nwi_marks *m, struct distance *d)
{
	size_t words = 0;

	for (size_t i = 0; i < m->count;) {
		const struct nwi_mark *mark = &m->rows[i];
		size_t took = 1;
		words += mark->kind == MARK_WORD;
		if (mark->kind == MARK_AGO)
			d->ago = true;
		else if (mark->kind == MARK_NOW)
			d->now = true;
		else if (mark->kind != MARK_NOISE && mark->kind != MARK_WORD &&
			 mark->kind != MARK_CLOCK &&
			 !(mark->kind == MARK_SIGN &&
			   strchr(".,:|()", (int)mark->value)))
			took = take_count(m, i, d);
		if (took == 0 || words > 3)
			return false;
		i += took;
	}
	return d->now ? !d->any : d->any && d->ago;
}

/* The day, month or year that an instant falls in, as a date without zone. */
static struct nw_instant whole(nw_time local, uint8_t precision)
{
	struct nw_civil c = nw_time_to_civil(local);
	struct nw_civil start = { .year = c.year, .month = 1, .day = 1 };

	if (precision >= NW_PRECISION_MONTH)
		start.month = c.month;
	if (precision >= NW_PRECISION_DAY)
		start.day = c.day;
	return (struct nw_instant){ .at = nw_time_from_civil(&start),
				    .offset_min = NW_OFFSET_UNKNOWN,
				    .precision = precision };
}

static nw_time back_by_months(nw_time local, int64_t months)
{
	struct nw_civil c = nw_time_to_civil(local);
	int64_t total = (int64_t)c.year * 12 + c.month - 1 - months;

	c.year = (int32_t)(total / 12);
	c.month = (int32_t)(total % 12) + 1;
	if (c.day > nwi_days_of_month(c.year, c.month))
		c.day = nwi_days_of_month(c.year, c.month);
	return nw_time_from_civil(&c);
}

bool nwi_date_relative(const struct nwi_marks *marks,
		       const struct nwi_date_hints *hints,
		       struct nw_instant *out)
{
	struct distance d = { .finest = UNIT_MINUTE };

	if (hints->fetched == 0 || !measure(marks, &d))
		return false;
	int64_t offset_ms = (int64_t)hints->fetched_offset * 60000;
	nw_time local = hints->fetched + offset_ms;
	if (d.months * 31 * 86400000 + d.ms > local - NW_TIME_MIN)
		return false;
	local = back_by_months(local, d.months) - d.ms;
	if (d.finest == UNIT_YEAR || d.finest == UNIT_MONTH) {
		*out = whole(local, d.finest == UNIT_YEAR ? NW_PRECISION_YEAR
							  : NW_PRECISION_MONTH);
	} else if (d.finest >= UNIT_DAY) {
		*out = whole(local, NW_PRECISION_DAY);
	} else {
		local -= (local % 60000 + 60000) % 60000;
		*out = (struct nw_instant){ .at = local - offset_ms,
					    .offset_min = hints->fetched_offset,
					    .precision = NW_PRECISION_MINUTE };
	}
	return true;
}
