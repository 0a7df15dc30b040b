/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two spellings that nearly all feeds use, read without the tables of
 * names: "Fri, 01 Mar 2024 09:30:00 +0100" (RFC 5322) and
 * "2024-03-01T09:30:00+01:00" (RFC 3339). What differs by a character is
 * left to the reader of all dates.
 */
#include "text/date_internal.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* `count` digits as a number, -1 when they are not all digits. */
static int digits(const char *at, size_t count)
{
	int value = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_digit(at[i]))
			return -1;
		value = value * 10 + (at[i] - '0');
	}
	return value;
}

/* Years at the ends of time are for the careful reader. */
static bool is_our_age(int year)
{
	return year >= 1900 && year < 2100;
}

/* 1 to 12 for "Jan" to "Dec", 0 for anything else. */
static int month_of(const char *at)
{
	static const char names[][4] = { "Jan", "Feb", "Mar", "Apr",
					 "May", "Jun", "Jul", "Aug",
					 "Sep", "Oct", "Nov", "Dec" };

	for (int i = 0; i < 12; i++)
		if (names[i][2] == at[2] && names[i][1] == at[1] &&
		    names[i][0] == at[0])
			return i + 1;
	return 0;
}

static bool is_weekday(const char *at)
{
	static const char names[][4] = { "Mon", "Tue", "Wed", "Thu",
					 "Fri", "Sat", "Sun" };

	for (int i = 0; i < 7; i++)
		if (names[i][0] == at[0] && names[i][1] == at[1] &&
		    names[i][2] == at[2])
			return true;
	return false;
}

/* "+hhmm" or "GMT" in minutes; false for what needs a second look. */
static bool zone_of(struct nw_str zone, int *minutes)
{
	int hour, minute;

	*minutes = 0;
	if ((zone.len == 3 && memcmp(zone.at, "GMT", 3) == 0) ||
	    (zone.len == 5 && memcmp(zone.at, "+0000", 5) == 0))
		return true;
	if (zone.len != 5 || (zone.at[0] != '+' && zone.at[0] != '-'))
		return false;
	hour = digits(zone.at + 1, 2);
	minute = digits(zone.at + 3, 2);
	if (hour < 0 || hour > 13 || minute < 0 || minute > 59 ||
	    hour + minute == 0)
		return false;
	*minutes = (hour * 60 + minute) * (zone.at[0] == '-' ? -1 : 1);
	return true;
}

/* "HH:MM:SS", whole and in range. */
static bool time_of(const char *at, struct nw_civil *civil)
{
	civil->hour = digits(at, 2);
	civil->minute = digits(at + 3, 2);
	civil->second = digits(at + 6, 2);
	return at[2] == ':' && at[5] == ':' && civil->hour >= 0 &&
	       civil->hour < 24 && civil->minute >= 0 && civil->minute < 60 &&
	       civil->second >= 0 && civil->second < 60;
}

/* "DD Mon YYYY HH:MM:SS ". */
static bool mail_of(const char *at, struct nw_civil *civil)
{
	civil->day = digits(at, 2);
	civil->month = month_of(at + 3);
	civil->year = digits(at + 7, 4);
	return at[2] == ' ' && at[6] == ' ' && at[11] == ' ' && at[20] == ' ' &&
	       civil->month > 0 && is_our_age(civil->year) && civil->day >= 1 &&
	       civil->day <= nwi_days_of_month(civil->year, civil->month) &&
	       time_of(at + 12, civil);
}

static bool read_mail(struct nw_str text, struct nw_instant *out)
{
	struct nw_civil civil = { 0 };
	int minutes;

	/* "Www, DD Mon YYYY HH:MM:SS zone" */
	if (text.len < 29 || text.len > 31 || !is_weekday(text.at) ||
	    text.at[3] != ',' || text.at[4] != ' ')
		return false;
	if (!mail_of(text.at + 5, &civil) ||
	    !zone_of(nw_str_slice(text, 26, text.len), &minutes))
		return false;
	*out = (struct nw_instant){
		.at = nw_time_from_civil(&civil) - (nw_time)minutes * 60000,
		.offset_min = (int16_t)minutes,
		.precision = NW_PRECISION_SECOND,
	};
	return true;
}

/* "YYYY-MM-DDTHH:MM:SS". */
static bool iso_of(const char *at, struct nw_civil *civil)
{
	civil->year = digits(at, 4);
	civil->month = digits(at + 5, 2);
	civil->day = digits(at + 8, 2);
	return at[4] == '-' && at[7] == '-' && at[10] == 'T' &&
	       is_our_age(civil->year) && civil->month >= 1 &&
	       civil->month <= 12 && civil->day >= 1 &&
	       civil->day <= nwi_days_of_month(civil->year, civil->month) &&
	       time_of(at + 11, civil);
}

/* The same with "Z" or "+hh:mm" behind it, not more and not less. */
static bool read_rfc3339(struct nw_str text, struct nw_instant *out)
{
	struct nw_civil civil = { 0 };
	char zone[] = "+0000";
	int minutes;

	if (text.len == 25 && text.at[22] == ':') {
		memcpy(zone, text.at + 19, 3);
		memcpy(zone + 3, text.at + 23, 2);
	} else if (text.len != 20 || text.at[19] != 'Z') {
		return false;
	}
	if (!iso_of(text.at, &civil) ||
	    !zone_of(nw_str_make(zone, 5), &minutes))
		return false;
	*out = (struct nw_instant){
		.at = nw_time_from_civil(&civil) - (nw_time)minutes * 60000,
		.offset_min = (int16_t)minutes,
		.precision = NW_PRECISION_SECOND,
	};
	return true;
}

bool nwi_date_quick(struct nw_str text, struct nw_instant *out)
{
	return text.len < 26 ? read_rfc3339(text, out) : read_mail(text, out);
}
