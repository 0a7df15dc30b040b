/* SPDX-License-Identifier: Apache-2.0 */
#include "date_rows.h"

static void mail_and_http_dates_are_read_with_their_zones(void **s)
{
	static const struct row rows[] = {
		{ "Fri, 01 Mar 2024 09:30:00 +0000", "2024-03-01T09:30:00Z" },
		{ "1 Mar 24 09:30 GMT", "2024-03-01T09:30:00Z" },
		{ "Fri,01 Mar 2024 09:30:00 EST", "2024-03-01T09:30:00-05:00" },
		{ "Fri, 01 Mar 2024 09:30:00 CEST",
		  "2024-03-01T09:30:00+02:00" },
		{ "Fri, 01 Mar 2024 09:30:00 MSK",
		  "2024-03-01T09:30:00+03:00" },
		{ "Fri, 01 Mar 2024 09:30:00 GMT+3",
		  "2024-03-01T09:30:00+03:00" },
		{ "Fri, 01 Mar 2024 09:30:00 UTC-05:30",
		  "2024-03-01T09:30:00-05:30" },
		{ "Fri, 01 Mar 2024 09:30:00 Z", "2024-03-01T09:30:00Z" },
		{ "Fri, 01 Mar 2024 09:30:00 N", "2024-03-01T09:30:00+01:00" },
		{ "Fri, 01 Mar 2024 09:30:00 M", "2024-03-01T09:30:00-12:00" },
		{ "Fri, 01 Mar 2024 09:30:00 +0530 (IST)",
		  "2024-03-01T09:30:00+05:30" },
		{ "Tue, 05 Mar 2024 02:30:00 PM EST",
		  "2024-03-05T14:30:00-05:00" },
		{ "Mon, 5 Mar 104 10:00:00 GMT", "2004-03-05T10:00:00Z" },
		{ "Thu Jan  4 09:30:00 2024", "2024-01-04T09:30:00Z" },
		{ "Thu Jan  4 09:30:00 EST 2024", "2024-01-04T09:30:00-05:00" },
		{ "Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z" },
		{ "Wed Dec 17 2025 15:56:40 GMT+0000 (UTC)",
		  "2025-12-17T15:56:40Z" },
		{ "Sat, 02 Mar 2024 08:00:00 Foo/Bar", "2024-03-02T08:00:00Z" },
	};

	(void)s;
	CHECK(NULL, rows);
}

static void iso_dates_keep_what_they_state(void **s)
{
	static const struct row rows[] = {
		{ "2024-03-01T09:30:00Z", "2024-03-01T09:30:00Z" },
		{ "2024-03-01T09:30:00.5+01:00",
		  "2024-03-01T09:30:00.500+01:00" },
		{ "2024-03-01 09:30 -0500", "2024-03-01T09:30:00-05:00" },
		{ "2024-03-01T9:05", "2024-03-01T09:05:00Z" },
		{ "20240301T093000Z", "2024-03-01T09:30:00Z" },
		{ "20240301T0930+0100", "2024-03-01T09:30:00+01:00" },
		{ "20240301", "2024-03-01" },
		{ "202403010930", "2024-03-01T09:30:00Z" },
		{ "2024-W09-5", "2024-03-01" },
		{ "2024W095", "2024-03-01" },
		{ "2020-W53-7", "2021-01-03" },
		{ "2021-W53-1", NULL },
		{ "2024-061", "2024-03-01" },
		{ "2024366", "2024-12-31" },
		{ "2023366", NULL },
		{ "2024-03", "2024-03" },
		{ "2024", "2024" },
		{ "2024-03-05T24:00:00Z", "2024-03-06T00:00:00Z" },
		{ "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z" },
	};

	(void)s;
	CHECK(NULL, rows);
}

static void written_dates_of_many_languages_are_read(void **s)
{
	static const struct row rows[] = {
		{ "March 5, 2024 5:07 pm", "2024-03-05T17:07:00Z" },
		{ "5th of March, 2024", "2024-03-05" },
		{ "March 5-7, 2024", "2024-03-05" },
		{ "March 2024", "2024-03" },
		{ "Published: Mar 5, 2024", "2024-03-05" },
		{ "5. März 2024, 14.30 Uhr", "2024-03-05T14:30:00Z" },
		{ "5. M\xc3\x84RZ 2024 um 14:30 Uhr", "2024-03-05T14:30:00Z" },
		{ "le 1er avril 2024 à 14h30", "2024-04-01T14:30:00Z" },
		{ "1 april 2024 om 14u30", "2024-04-01T14:30:00Z" },
		{ "April 1, 2024, noon EST", "2024-04-01T12:00:00-05:00" },
		{ "12 noon, 1 April 2024", "2024-04-01T12:00:00Z" },
		{ "1 April 2024 midnight", "2024-04-01T00:00:00Z" },
		{ "mar. 12 mars 2024", "2024-03-12" },
		{ "12 de agosto de 2024 a las 5:07 p.m.",
		  "2024-08-12T17:07:00Z" },
		{ "12 ago 2024", "2024-08-12" },
		{ "5 de março de 2024 às 14h", "2024-03-05T14:00:00Z" },
		{ "5 marzo 2024 ore 14:30", "2024-03-05T14:30:00Z" },
		{ "5 maart 2024, 14:30", "2024-03-05T14:30:00Z" },
		{ "12 марта 2024 г. в 14:30", "2024-03-12T14:30:00Z" },
		{ "12 березня 2024", "2024-03-12" },
		{ "12 листопада 2024", "2024-11-12" },
		{ "12 marca 2024", "2024-03-12" },
		{ "12. září 2024", "2024-09-12" },
		{ "2024. március 12. 14:30", "2024-03-12T14:30:00Z" },
		{ "2004-julius-13T9:15-05:00", "2004-07-13T09:15:00-05:00" },
		{ "11 Ιουλίου 2004 5:07 μ.μ.", "2004-07-11T17:07:00Z" },
		{ "Κυρ, 11 Ιούλ 2004 12:00:00 EST",
		  "2004-07-11T12:00:00-05:00" },
		{ "12 Eylül 2024 Salı", "2024-09-12" },
		{ "١٢ مارس ٢٠٢٤", "2024-03-12" },
		{ "12 كانون الثاني 2024", "2024-01-12" },
		{ "12 במרץ 2024", "2024-03-12" },
		{ "2 تير 1399", "2020-06-22" },
		{ "tiistai 5. maaliskuuta 2024 klo 14.30",
		  "2024-03-05T14:30:00Z" },
		{ "5. mars 2024 kl. 14.30", "2024-03-05T14:30:00Z" },
		{ "5 martie 2024", "2024-03-05" },
		{ "5 март 2024", "2024-03-05" },
		{ "ngày 5 tháng 3 năm 2024", "2024-03-05" },
		{ "5 มี.ค. 2567 14:30", "2024-03-05T14:30:00Z" },
		{ "2024年3月5日(火) 午後2時05分", "2024-03-05T14:05:00Z" },
		{ "2024年03月05日下午02:30", "2024-03-05T14:30:00Z" },
		{ "2024年3月", "2024-03" },
		{ "2004년 05월 28일  오후 11:59", "2004-05-28T23:59:00Z" },
		{ "2004-05-25 오전 12:23", "2004-05-25T00:23:00Z" },
	};

	(void)s;
	CHECK(NULL, rows);
}

static void numbers_follow_the_country_where_they_leave_a_choice(void **s)
{
	static const struct row any[] = {
		{ "03/04/2024", "2024-04-03" },
		{ "13/04/2024", "2024-04-13" },
		{ "04/13/2024", "2024-04-13" },
		{ "3.4.2024 14:30", "2024-04-03T14:30:00Z" },
		{ "5. 3. 2024", "2024-03-05" },
		{ "2024/3/5", "2024-03-05" },
		{ "03-12-31", "2003-12-31" },
		{ "03/2024", "2024-03" },
		{ "14/13/2024", NULL },
		{ "1.2.3", NULL },
	};
	static const struct row american[] = {
		{ "03/04/2024 5:07 PM", "2024-03-04T17:07:00Z" },
		{ "13/04/2024", "2024-04-13" },
		{ "3.4.2024", "2024-04-03" },
	};
	const struct nwi_date_hints us = { .country = NW_STR("US") };

	(void)s;
	CHECK(NULL, any);
	CHECK(&us, american);
}

static void a_month_that_two_languages_share_follows_the_language(void **s)
{
	static const struct row polish[] = { { "5 listopad 2024",
					       "2024-11-05" } };
	static const struct row croatian[] = { { "5 listopad 2024",
						 "2024-10-05" } };
	const struct nwi_date_hints pl = { .language = NW_STR("pl") };
	const struct nwi_date_hints hr = { .language = NW_STR("hr-HR") };

	(void)s;
	CHECK(&pl, polish);
	CHECK(&hr, croatian);
}

static void relative_dates_count_from_the_fetch(void **s)
{
	static const struct row rows[] = {
		{ "2 days ago", "2024-03-03" },
		{ "2d ago", "2024-03-03" },
		{ "5m ago", "2024-03-05T11:55:00Z" },
		{ "1w ago", "2024-02-27" },
		{ "an hour ago", "2024-03-05T11:00:00Z" },
		{ "1 hour, 5 minutes ago", "2024-03-05T10:55:00Z" },
		{ "vor 3 Stunden", "2024-03-05T09:00:00Z" },
		{ "il y a 2 heures", "2024-03-05T10:00:00Z" },
		{ "hace 5 minutos", "2024-03-05T11:55:00Z" },
		{ "Update: 7 minuten geleden", "2024-03-05T11:53:00Z" },
		{ "3 часа назад", "2024-03-05T09:00:00Z" },
		{ "3小时前", "2024-03-05T09:00:00Z" },
		{ "3時間前", "2024-03-05T09:00:00Z" },
		{ "3시간 전", "2024-03-05T09:00:00Z" },
		{ "2 months ago", "2024-01" },
		{ "3 years ago", "2021" },
		{ "just now", "2024-03-05T12:00:00Z" },
		{ "yesterday", "2024-03-04" },
		{ "gestern, 14:30 Uhr", "2024-03-04T14:30:00Z" },
		{ "昨天 14:30", "2024-03-04T14:30:00Z" },
		{ "5 March", "2024-03-05" },
		{ "24. Dezember", "2023-12-24" },
		{ "99999999999 years ago", NULL },
		{ "3 hours", NULL },
	};
	static const struct row without[] = {
		{ "2 days ago", NULL },
		{ "yesterday", NULL },
		{ "5 March", NULL },
	};
	const struct nwi_date_hints hints = { .fetched = noon };

	(void)s;
	CHECK(&hints, rows);
	CHECK(NULL, without);
}

static void yesterday_is_told_in_the_fetchers_zone(void **s)
{
	static const struct row rows[] = { { "yesterday", "2024-03-05" },
					   { "1 hour ago",
					     "2024-03-06T01:00:00+14:00" } };
	const struct nwi_date_hints hints = { .fetched = noon,
					      .fetched_offset = 14 * 60 };

	(void)s;
	CHECK(&hints, rows);
}

static void a_weekday_alone_is_the_last_one_for_who_asks(void **s)
{
	static const struct row rows[] = {
		{ "Monday", "2024-03-04" },
		{ "Dienstag", "2024-03-05" }, /* today */
		{ "mercredi", "2024-02-28" },
		{ "среда", "2024-02-28" },
		{ "周五 10:30", "2024-03-01T10:30:00Z" },
		{ "mars", NULL }, /* a month without a day */
		{ "Sunday Times", NULL },
		{ "Monday Tuesday", NULL },
	};
	static const struct row unasked[] = { { "Monday", NULL } };
	const struct nwi_date_hints hints = { .fetched = noon,
					      .weekdays = true };
	const struct nwi_date_hints other = { .fetched = noon };

	(void)s;
	CHECK(&hints, rows);
	CHECK(&other, unasked);
}

static void stamps_of_unix_are_told_by_their_length(void **s)
{
	static const struct row rows[] = {
		{ "1709286600", "2024-03-01T09:50:00Z" },
		{ "1709286600123", "2024-03-01T09:50:00.123Z" },
		{ "1709286600123456", "2024-03-01T09:50:00.123Z" },
		{ "999999999", "2001-09-09T01:46:39Z" },
		{ "17092866001", NULL },
		{ "99999999999999999999", NULL },
	};

	(void)s;
	CHECK(NULL, rows);
}

static void what_cannot_be_is_refused_and_never_bent(void **s)
{
	static const struct row rows[] = {
		{ "31 February 2024", NULL },
		{ "2023-02-29", NULL },
		{ "2024-13-01", NULL },
		{ "2024-00-10", NULL },
		{ "Fri, 01 Mar 2024 25:30:00 GMT", NULL },
		{ "Fri, 01 Mar 2024 10:61:00 GMT", NULL },
		{ "Fri, 32 Mar 2024 10:30:00 GMT", NULL },
		{ "2024-03-05T24:01", NULL },
		{ "0001-01-01T00:00:00Z", NULL },
		{ "0000-00-00", NULL },
		{ "14:30", NULL },
		{ "hello world", NULL },
		{ "", NULL },
		{ "----", NULL },
		{ "PT0H2M4S", NULL },
		{ "9999-12-31T23:59:59-14:00", NULL },
		{ "the minister may resign", NULL },
	};

	(void)s;
	CHECK(NULL, rows);
}

static void what_stands_behind_the_limit_is_not_looked_at(void **s)
{
	static char text[1 << 20];
	struct nw_instant got;

	(void)s;
	memset(text, ' ', sizeof(text));
	memcpy(text + NWI_DATE_MAX - 10, "2024-03-01", 10);
	assert_int_equal(
		nwi_date_read(nw_str_make(text, sizeof(text)), NULL, &got),
		NW_OK);
	memset(text, ' ', sizeof(text));
	memcpy(text + NWI_DATE_MAX, "2024-03-01", 10);
	assert_int_equal(
		nwi_date_read(nw_str_make(text, sizeof(text)), NULL, &got),
		NW_BAD_INPUT);
}

static void strict_reading_takes_nothing_but_a_date(void **s)
{
	static const struct row rows[] = {
		{ "5 March 2024, 14:30", "2024-03-05T14:30:00Z" },
		{ "2024-03-05T14:30:00Z", "2024-03-05T14:30:00Z" },
		{ "20240305T143000Z", "2024-03-05T14:30:00Z" },
		{ "5 March 2024 by Jane Doe", NULL },
		{ "2d ago", NULL },
		{ "5 ago 2024", "2024-08-05" },
		{ "2 days ago", NULL },
		{ "1709286600", NULL },
		{ "2024", NULL },
	};
	const struct nwi_date_hints hints = { .fetched = noon, .strict = true };

	(void)s;
	CHECK(&hints, rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mail_and_http_dates_are_read_with_their_zones),
		cmocka_unit_test(iso_dates_keep_what_they_state),
		cmocka_unit_test(written_dates_of_many_languages_are_read),
		cmocka_unit_test(
			numbers_follow_the_country_where_they_leave_a_choice),
		cmocka_unit_test(
			a_month_that_two_languages_share_follows_the_language),
		cmocka_unit_test(relative_dates_count_from_the_fetch),
		cmocka_unit_test(yesterday_is_told_in_the_fetchers_zone),
		cmocka_unit_test(a_weekday_alone_is_the_last_one_for_who_asks),
		cmocka_unit_test(stamps_of_unix_are_told_by_their_length),
		cmocka_unit_test(what_cannot_be_is_refused_and_never_bent),
		cmocka_unit_test(what_stands_behind_the_limit_is_not_looked_at),
		cmocka_unit_test(strict_reading_takes_nothing_but_a_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
