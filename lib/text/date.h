/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates as outlets write them.
 *
 * Read are RFC 5322 and its predecessors with every zone seen in feeds, RFC
 * 850, asctime, ISO 8601 (extended, basic, week, ordinal, partial) and
 * RFC 3339, numeric forms of Europe, America and East Asia, written forms in
 * the languages of lib/text/tables (about 70 by name, the scripts without
 * spaces and Roman months among them), 12-hour clocks, zones by abbreviation
 * and by place ("Europe/Berlin"; "ET" with its summer time), relative dates
 * ("2 hours ago", "yesterday", "vor 3 Stunden", "3 ساعات مضت"), Unix stamps in
 * s, ms, us, ns and as .NET writes them, Thai Buddhist years, the eras of
 * Japan and Taiwan, numbers in Han characters and days of the Solar Hijri
 * calendar (1300-1420).
 *
 * What only looks like a date is none: a version, a price, a number of a
 * telephone, a book or an account; a stamp more than a year ahead of the
 * fetch.
 *
 * The instant keeps the offset and the precision that were stated: what says
 * only a day is a day. Impossible dates (31 February, month 13, 25:00) are
 * refused, never normalised, and so are years before 1000, which are no dates
 * but defaults of software. Two-digit years: 70-99 are 1970-1999, 00-69
 * are 2000-2069 (RFC 5322, 4.3, with a later border). Text beyond
 * NWI_DATE_MAX bytes is not looked at.
 */
#ifndef NWI_TEXT_DATE_H
#define NWI_TEXT_DATE_H

#include <newswatch/time.h>

#define NWI_DATE_MAX 256

enum nwi_day_order {
	NWI_ORDER_UNKNOWN = 0, /* from language or country; else day first */
	NWI_ORDER_DAY_FIRST = 1,
	NWI_ORDER_MONTH_FIRST = 2
};

/* What is known from elsewhere; a zeroed struct knows nothing. */
struct nwi_date_hints {
	nw_time fetched;	/* "now" for relative dates; 0: none are read */
	int16_t fetched_offset; /* minutes east of UTC for "yesterday" */
	uint8_t order;		/* enum nwi_day_order for 03/04/2024 */
	bool strict;   /* the whole text is a date: no junk before or behind, no
			  relative date, no bare number */
	bool weekdays; /* a weekday alone is the last such day, today as well;
			  never where `strict` */
	struct nw_str language; /* BCP 47, absent when unknown */
	struct nw_str country;	/* ISO 3166-1 alpha-2, absent when unknown */
};

/*
 * Reads the date in `text`. `hints` may be NULL. NW_BAD_INPUT when there is
 * none or it cannot be; `*out` is written on success only.
 */
enum nw_status nwi_date_read(struct nw_str text,
			     const struct nwi_date_hints *hints,
			     struct nw_instant *out) NW_CHECKED;

/*
 * The order that a text's dates in numbers prove ("13/04/2024", also with
 * points or hyphens), for `hints.order` of those that prove nothing; UNKNOWN
 * when none does, or when they disagree. Linear in all of `text`.
 */
enum nwi_day_order nwi_date_order(struct nw_str text);

#endif
