/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"

#include <stdio.h>

enum { SECOND_MS = 1000, MINUTE_MS = 60000, HOUR_MS = 3600000 };
static const int64_t day_ms = INT64_C(86400000);

/* Days since 1970-01-01; the era is 400 years, the year begins in March. */
static int64_t days_from_civil(int64_t year, int64_t month, int64_t day)
{
	year += (month - 1) / 12 - (month < 1);
	month = ((month - 1) % 12 + 12) % 12 + 1;
	year -= month <= 2;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t of_era = year - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
	int64_t days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
	return era * 146097 + days - 719468 + day - 1;
}

nw_time nw_time_from_civil(const struct nw_civil *c)
{
	return days_from_civil(c->year, c->month, c->day) * day_ms +
	       (int64_t)c->hour * HOUR_MS + (int64_t)c->minute * MINUTE_MS +
	       (int64_t)c->second * SECOND_MS + c->millisecond;
}

struct nw_civil nw_time_to_civil(nw_time at)
{
	int64_t days = at / day_ms - (at % day_ms < 0);
	int64_t rest = at - days * day_ms;
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int64_t month = mp < 10 ? mp + 3 : mp - 9;
	struct nw_civil c = {
		.year = (int32_t)(yoe + era * 400 + (month <= 2)),
		.month = (int32_t)month,
		.day = (int32_t)(doy - (153 * mp + 2) / 5 + 1),
		.hour = (int32_t)(rest / HOUR_MS),
		.minute = (int32_t)(rest / MINUTE_MS % 60),
		.second = (int32_t)(rest / SECOND_MS % 60),
		.millisecond = (int32_t)(rest % SECOND_MS),
	};
	return c;
}

int nw_time_weekday(nw_time at)
{
	int64_t days = at / day_ms - (at % day_ms < 0);

	return (int)(((days + 4) % 7 + 7) % 7);
}

/* Written by hand: every item has two, and snprintf took a tenth of `parse`. */
static char *put_two(char *to, char before, int value)
{
	unsigned two = (unsigned)value % 100, ten = two / 10;

	if (before)
		*to++ = before;
	*to++ = (char)('0' + ten);
	*to++ = (char)('0' + (two - 10 * ten));
	return to;
}

static char *put_year(char *to, int year)
{
	if (year < 0 || year > 9999)
		return to + snprintf(to, NW_TIME_TEXT / 2, "%04d", year);
	return put_two(put_two(to, '\0', year / 100), '\0', year % 100);
}

static char *put_clock(char *to, const struct nw_civil *c, int offset_min)
{
	int minutes = offset_min < 0 ? -offset_min : offset_min;

	to = put_two(to, 'T', c->hour);
	to = put_two(to, ':', c->minute);
	to = put_two(to, ':', c->second);
	if (c->millisecond) {
		to = put_two(to, '.', c->millisecond / 10);
		*to++ = (char)('0' + c->millisecond % 10);
	}
	if (offset_min == 0) {
		*to++ = 'Z';
		return to;
	}
	to = put_two(to, offset_min < 0 ? '-' : '+', minutes / 60);
	return put_two(to, ':', minutes % 60);
}

char *nwi_instant_put(const struct nw_instant *instant, char *to)
{
	int offset = instant->offset_min == NW_OFFSET_UNKNOWN
			     ? 0
			     : instant->offset_min;
	struct nw_civil c =
		nw_time_to_civil(instant->at + (int64_t)offset * MINUTE_MS);

	if (instant->precision != NW_PRECISION_NONE)
		to = put_year(to, c.year);
	if (instant->precision >= NW_PRECISION_MONTH)
		to = put_two(to, '-', c.month);
	if (instant->precision >= NW_PRECISION_DAY)
		to = put_two(to, '-', c.day);
	if (instant->precision > NW_PRECISION_DAY)
		to = put_clock(to, &c, offset);
	*to = '\0';
	return to;
}

void nw_instant_format(const struct nw_instant *instant, char out[NW_TIME_TEXT])
{
	(void)nwi_instant_put(instant, out);
}

void nw_time_format(nw_time at, char out[NW_TIME_TEXT])
{
	struct nw_instant instant = { .at = at,
				      .precision = NW_PRECISION_SECOND };

	nw_instant_format(&instant, out);
}

void nw_time_format_mail(nw_time at, char out[NW_TIME_TEXT])
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed",
					"Thu", "Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr",
					  "May", "Jun", "Jul", "Aug",
					  "Sep", "Oct", "Nov", "Dec" };
	struct nw_civil c = nw_time_to_civil(at);

	snprintf(out, NW_TIME_TEXT, "%s, %02d %s %04d %02d:%02d:%02d +0000",
		 days[nw_time_weekday(at)], c.day, months[c.month - 1], c.year,
		 c.hour, c.minute, c.second);
}

/* Takes exactly `digits` digits off the front. */
static bool take_digits(struct nw_str *s, size_t digits, int32_t *out)
{
	int32_t value = 0;

	if (s->len < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		if (s->at[i] < '0' || s->at[i] > '9')
			return false;
		value = value * 10 + (s->at[i] - '0');
	}
	*s = nw_str_slice(*s, digits, s->len);
	*out = value;
	return true;
}

static bool take_char(struct nw_str *s, const char *any)
{
	if (s->len == 0 || !strchr(any, s->at[0]) || s->at[0] == '\0')
		return false;
	*s = nw_str_slice(*s, 1, s->len);
	return true;
}

static int days_of_month(int32_t year, int32_t month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* "Z", "+hh:mm", "+hhmm", "+hh" or nothing. */
static bool take_zone(struct nw_str *s, int16_t *offset)
{
	int32_t hours, minutes = 0;

	*offset = NW_OFFSET_UNKNOWN;
	if (s->len == 0)
		return true;
	if (take_char(s, "Zz")) {
		*offset = 0;
		return true;
	}
	bool west = s->at[0] == '-';
	if (!take_char(s, "+-") || !take_digits(s, 2, &hours))
		return false;
	take_char(s, ":");
	if (s->len > 0 && !take_digits(s, 2, &minutes))
		return false;
	if (hours > 23 || minutes > 59)
		return false;
	*offset = (int16_t)((west ? -1 : 1) * (hours * 60 + minutes));
	return true;
}

static void take_fraction(struct nw_str *s, int32_t *milliseconds)
{
	int32_t scale = 100;

	if (!take_char(s, ".,"))
		return;
	while (s->len > 0 && s->at[0] >= '0' && s->at[0] <= '9') {
		*milliseconds += scale * (s->at[0] - '0');
		scale /= 10;
		*s = nw_str_slice(*s, 1, s->len);
	}
}

static bool take_clock(struct nw_str *s, struct nw_civil *c, uint8_t *precision)
{
	if (!take_digits(s, 2, &c->hour) || !take_char(s, ":") ||
	    !take_digits(s, 2, &c->minute))
		return false;
	*precision = NW_PRECISION_MINUTE;
	if (take_char(s, ":")) {
		if (!take_digits(s, 2, &c->second))
			return false;
		*precision = NW_PRECISION_SECOND;
		take_fraction(s, &c->millisecond);
	}
	return c->hour <= 24 && c->minute <= 59 && c->second <= 60 &&
	       (c->hour < 24 || (c->minute == 0 && c->second == 0));
}

static bool take_date(struct nw_str *s, struct nw_civil *c, uint8_t *precision)
{
	*precision = NW_PRECISION_YEAR;
	c->month = c->day = 1;
	if (!take_digits(s, 4, &c->year) || c->year == 0)
		return false;
	if (!take_char(s, "-"))
		return true;
	*precision = NW_PRECISION_MONTH;
	if (!take_digits(s, 2, &c->month) || c->month < 1 || c->month > 12)
		return false;
	if (!take_char(s, "-"))
		return true;
	*precision = NW_PRECISION_DAY;
	return take_digits(s, 2, &c->day) && c->day >= 1 &&
	       c->day <= days_of_month(c->year, c->month);
}

enum nw_status nw_instant_parse(struct nw_str text, struct nw_instant *out)
{
	struct nw_civil c = { 0 };
	struct nw_instant instant = { .offset_min = NW_OFFSET_UNKNOWN };
	struct nw_str s = nw_str_trim(text);

	if (!take_date(&s, &c, &instant.precision))
		return NW_BAD_INPUT;
	if (instant.precision == NW_PRECISION_DAY && take_char(&s, "Tt ")) {
		if (!take_clock(&s, &c, &instant.precision))
			return NW_BAD_INPUT;
		take_char(&s, " ");
		if (!take_zone(&s, &instant.offset_min))
			return NW_BAD_INPUT;
	}
	if (s.len > 0)
		return NW_BAD_INPUT;
	instant.at = nw_time_from_civil(&c);
	if (instant.offset_min != NW_OFFSET_UNKNOWN)
		instant.at -= (int64_t)instant.offset_min * MINUTE_MS;
	*out = instant;
	return NW_OK;
}

static const struct {
	char suffix[3];
	int64_t ms;
} units[] = {
	{ "w", INT64_C(604800000) },
	{ "d", INT64_C(86400000) },
	{ "h", HOUR_MS },
	{ "m", MINUTE_MS },
	{ "s", SECOND_MS },
	{ "ms", 1 },
};

enum nw_status nw_duration_parse(struct nw_str text, int64_t *out_ms)
{
	size_t i = 0;
	double value = 0, scale = 1;
	bool point = false;

	for (; i < text.len && i < 16; i++) {
		char c = text.at[i];
		if (c == '.' && !point && i > 0) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9')
			break;
		scale = point ? scale / 10 : scale;
		value = point ? value + scale * (c - '0')
			      : value * 10 + (c - '0');
	}
	struct nw_str suffix = nw_str_slice(text, i, text.len);
	for (size_t u = 0; i > 0 && u < sizeof(units) / sizeof(units[0]); u++) {
		if (!nw_str_is(suffix, units[u].suffix))
			continue;
		if (value * (double)units[u].ms > 3.2e13)
			return NW_LIMIT;
		*out_ms = (int64_t)(value * (double)units[u].ms + 0.5);
		return NW_OK;
	}
	return NW_BAD_INPUT;
}

void nw_duration_format(int64_t ms, char out[NW_TIME_TEXT])
{
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		if (ms % units[u].ms || (ms == 0 && units[u].ms != SECOND_MS))
			continue;
		snprintf(out, NW_TIME_TEXT, "%lld%s",
			 (long long)(ms / units[u].ms), units[u].suffix);
		return;
	}
}
