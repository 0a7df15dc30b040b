/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instants and durations.
 *
 * `nw_time` is milliseconds since 1970-01-01T00:00:00Z, leap seconds not
 * counted, as in POSIX. What an outlet states is a `struct nw_instant`: the
 * instant together with how much of it was really said ("March 2024" is a
 * month) and the zone that it was said in. Nothing here reads a clock.
 */
#ifndef NEWSWATCH_TIME_H
#define NEWSWATCH_TIME_H

#include <newswatch/text.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int64_t nw_time;

/* Range of what we accept and print: years 0001 to 9999. */
#define NW_TIME_MIN INT64_C(-62135596800000)
#define NW_TIME_MAX INT64_C(253402300799999)

enum nw_precision {
	NW_PRECISION_NONE = 0, /* no instant at all */
	NW_PRECISION_YEAR = 1,
	NW_PRECISION_MONTH = 2,
	NW_PRECISION_DAY = 3,
	NW_PRECISION_MINUTE = 4,
	NW_PRECISION_SECOND = 5
};

/* No offset was stated; the instant was taken as UTC. */
#define NW_OFFSET_UNKNOWN INT16_C(-32768)

struct nw_instant {
	nw_time at;           /* first millisecond of what was stated */
	int16_t offset_min;   /* minutes east of UTC, or NW_OFFSET_UNKNOWN */
	uint8_t precision;    /* enum nw_precision */
	uint8_t reserved[5];
};

static inline bool nw_instant_is_absent(const struct nw_instant *instant)
{
	return instant->precision == NW_PRECISION_NONE;
}

/* Civil date and time in UTC; month 1-12, day 1-31. */
struct nw_civil {
	int32_t year;
	int32_t month, day, hour, minute, second, millisecond;
};

/*
 * The inverse pair, proleptic Gregorian (Hinnant, "chrono-compatible
 * low-level date algorithms"). Fields out of range are not checked; a day
 * of 0 or 32 counts on from the month's border.
 */
NW_PUBLIC nw_time nw_time_from_civil(const struct nw_civil *civil);
NW_PUBLIC struct nw_civil nw_time_to_civil(nw_time at);

/* 0 Sunday to 6 Saturday. */
NW_PUBLIC int nw_time_weekday(nw_time at);

/*
 * RFC 3339: "2024-03-01T09:30:00Z" or with the stated offset; a month as
 * "2024-03", a day as "2024-03-01". Milliseconds only where not zero. `out`
 * holds NW_TIME_TEXT bytes and ends with NUL; an absent instant gives "".
 */
#define NW_TIME_TEXT 40
NW_PUBLIC void nw_instant_format(const struct nw_instant *instant,
				 char out[NW_TIME_TEXT]);

/* The same for an exact instant in UTC. */
NW_PUBLIC void nw_time_format(nw_time at, char out[NW_TIME_TEXT]);

/* RFC 5322 date in UTC, as for a mail header: "Fri, 01 Mar 2024 09:30:00 +0000". */
NW_PUBLIC void nw_time_format_mail(nw_time at, char out[NW_TIME_TEXT]);

/*
 * Reads what nw_instant_format writes, and the RFC 3339 and ISO 8601 forms
 * near it. For all else that outlets write there is nw_date_read (date.h).
 */
NW_PUBLIC enum nw_status nw_instant_parse(struct nw_str text,
					  struct nw_instant *out) NW_CHECKED;

/*
 * Reads a duration of the configuration: a number with one of ms s m h d w,
 * such as "10m" or "1.5h"; out in milliseconds, never negative.
 */
NW_PUBLIC enum nw_status nw_duration_parse(struct nw_str text, int64_t *out_ms)
	NW_CHECKED;

/* The shortest exact spelling of a duration, such as "90s" or "6h". */
NW_PUBLIC void nw_duration_format(int64_t ms, char out[NW_TIME_TEXT]);

#ifdef __cplusplus
}
#endif
#endif
