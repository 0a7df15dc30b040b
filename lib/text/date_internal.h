/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of date.h share: a date's text as marks. */
#ifndef NWI_TEXT_DATE_INTERNAL_H
#define NWI_TEXT_DATE_INTERNAL_H

#include "text/date.h"

enum { NWI_DATE_MARKS = 64 };

enum nwi_mark_kind {
	MARK_SIGN,   /* `value` is the character, ASCII */
	MARK_NUMBER, /* `value`, `digits` */
	MARK_NAME,   /* a month or a weekday by name, `month`, `weekday` */
	MARK_HALF,   /* am 0, pm 1 */
	MARK_ZONE,   /* minutes east */
	MARK_UNIT,   /* enum nwi_unit: "hours" */
	MARK_AGO,
	MARK_DAY, /* days from today: 0, -1, -2 */
	MARK_NOW,
	MARK_ONE,   /* "an hour": the number 1, or nothing */
	MARK_FIELD, /* enum nwi_unit, behind its number: 年 월 分 */
	MARK_CLOCK, /* "Uhr", "klo", "at": a clock stands near */
	MARK_NOISE, /* "published on", "of", "de" */
	MARK_ERA,   /* 令和: the year before its first */
	MARK_WORD   /* anything else */
};

enum nwi_unit {
	UNIT_SECOND,
	UNIT_MINUTE,
	UNIT_HOUR,
	UNIT_DAY,
	UNIT_WEEK,
	UNIT_MONTH,
	UNIT_YEAR
};

struct nwi_mark {
	enum nwi_mark_kind kind;
	int64_t value;
	uint16_t digits;
	uint8_t month, weekday;
	bool spaced; /* white space stands before */
	bool used;
	bool upper;    /* a word of ASCII capitals */
	bool more;     /* a unit that says "ago"; a zone that is a place */
	uint8_t count; /* of the unit, 0 none; a zone's enum nwi_summer */
	uint8_t roman; /* 1-12 for what is a Roman number as well */
	char letter;   /* the ASCII letter that the whole word is, lower case */
};

/* When a zone's clocks stand an hour ahead. */
enum nwi_summer { SUMMER_NEVER = 0, SUMMER_EUROPE = 1, SUMMER_AMERICA = 2 };

struct nwi_marks {
	struct nwi_mark rows[NWI_DATE_MARKS];
	size_t count;
	bool buddhist; /* a Thai month: years are 543 ahead */
};

/* A date in the making. */
struct nwi_date_reader {
	struct nwi_marks marks;
	const struct nwi_date_hints *hints;
	struct nw_civil c;
	uint8_t precision; /* of the day */
};

/* False when there are more marks than a date has. */
bool nwi_date_lex(struct nw_str text, struct nw_str language,
		  struct nwi_marks *out);

/* The meaning of a folded word, MARK_WORD without. */
struct nwi_mark nwi_date_word(struct nw_str folded, struct nw_str language);

/* Whether some phrase begins with these words. */
bool nwi_date_begins(struct nw_str folded);

/* A phrase as a whole; false without, `*out` left alone. */
bool nwi_date_phrase(struct nw_str folded, struct nw_str language,
		     struct nwi_mark *out);

/*
 * Words of scripts that write without spaces: the longest that `rest` begins
 * with, its bytes in `*len`; MARK_WORD without.
 */
struct nwi_mark nwi_date_prefix(struct nw_str rest, size_t *len);

/* "2 hours ago", "just now"; false for what is no such phrase. */
bool nwi_date_relative(const struct nwi_marks *marks,
		       const struct nwi_date_hints *hints,
		       struct nw_instant *out);

/* date_quick.c: the two usual spellings; false leaves it to the others. */
bool nwi_date_quick(struct nw_str text, struct nw_instant *out);

/* 28 to 31. */
int nwi_days_of_month(int year, int month);

/* date_calendar.c: each sets the day, false where there is none such. */
bool nwi_date_set(struct nwi_date_reader *r, int64_t year, int64_t month,
		  int64_t day, uint8_t precision);
bool nwi_date_set_without_year(struct nwi_date_reader *r, int64_t month,
			       int64_t day);
bool nwi_date_set_from_day_of_year(struct nwi_date_reader *r, int64_t year,
				   int64_t day);
bool nwi_date_set_from_week(struct nwi_date_reader *r, int64_t year,
			    int64_t week, int64_t day);

/* date_order.c: whether the month is the first of two numbers; `year` may be
 * NULL. */
bool nwi_date_month_first(const struct nwi_date_reader *r,
			  const struct nwi_mark *a, const struct nwi_mark *b,
			  const struct nwi_mark *year, char sign);

/* Three numbers whose order must be found out. */
bool nwi_date_set_in_order(struct nwi_date_reader *r, const struct nwi_mark *a,
			   const struct nwi_mark *b, const struct nwi_mark *c,
			   char sign);

/* A number of many digits: compact dates. */
bool nwi_date_read_compact(struct nwi_date_reader *r, int64_t value,
			   unsigned digits);

/* The year that a number of two to four digits means. */
int32_t nwi_date_full_year(const struct nwi_date_reader *r,
			   const struct nwi_mark *mark);

/* Stamps of Unix: "1709286600", "@1709286600.5", "/Date(1709286600000)/". */
bool nwi_date_stamp(const struct nwi_marks *marks,
		    const struct nwi_date_hints *hints, struct nw_instant *out);

/* Minutes that a zone's clocks are ahead on that local day and hour. */
int nwi_date_summer(enum nwi_summer rule, const struct nw_civil *local);

#endif
