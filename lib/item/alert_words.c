/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an alert speaks of its story. It counts and names who reports; that a
 * report is true is never said.
 */
#include "item/alert_parts.h"

/* Voices that a reader wants marked, as outlets' `affiliation` names them. */
static const char *const marked[] = { "state", "party", "religious", "public" };

#define MARKED_COUNT (sizeof(marked) / sizeof(marked[0]))

/* A mail has text and HTML in 256 KiB; links of articles are shorter. */
enum { LINK_MAX = 512 };

bool nw_report_is_own(const struct nw_report *report)
{
	if (report->copy_of.len > 0)
		return false;
	/* The agency itself is the one outlet whose text its text is. */
	return report->wire.len == 0 ||
	       nw_str_equal(report->wire, report->outlet) ||
	       nw_str_equal(report->wire, report->owner);
}

void nwi_alert_add_label(struct nw_buf *out, const struct nw_alert *alert)
{
	if (alert->reason == NW_ALERT_UPDATE)
		nw_buf_add_fmt(out, "Update %u: ", alert->revision);
	else if (alert->reason == NW_ALERT_REMINDER)
		nw_buf_add_text(out, "Reminder: ");
}

/* A person does without seconds: "2024-03-01T09:30:05Z" to the minute. */
static struct nw_str add_minute(struct nw_buf *out, const char *text)
{
	struct nw_str whole = nw_str_from(text);
	size_t day = nw_str_find_char(whole, 'T');

	nw_buf_add_str(out, nw_str_slice(whole, 0, day));
	if (day == whole.len)
		return nw_str_make(NULL, 0);
	nw_buf_add_char(out, ' ');
	nw_buf_add_str(out, nw_str_slice(whole, day + 1, day + 6));
	struct nw_str rest = nw_str_slice(whole, day + 6, whole.len);
	size_t zone = nw_str_find_char(rest, '+');
	size_t west = nw_str_find_char(rest, '-');
	return nw_str_slice(rest, zone < west ? zone : west, rest.len);
}

void nwi_alert_add_minute(struct nw_buf *out, nw_time at)
{
	char text[NW_TIME_TEXT];

	if (!at)
		return;
	nw_time_format(at, text);
	add_minute(out, text);
}

void nwi_alert_add_instant(struct nw_buf *out, const struct nw_instant *instant)
{
	char text[NW_TIME_TEXT];

	nw_instant_format(instant, text);
	struct nw_str zone = add_minute(out, text);
	if (zone.len > 0)
		nw_buf_add_fmt(out, " %.*s", NW_FMT(zone));
	else if (nw_str_ends(nw_str_from(text), "Z"))
		nw_buf_add_text(out, " UTC");
}

/* " (2 state, 1 party)". Not where some outlets are not listed. */
static void add_voices(struct nw_buf *out, const struct nw_alert *alert)
{
	const char *before = " (";

	if (alert->report_count < alert->outlets)
		return;
	for (size_t m = 0; m < MARKED_COUNT; m++) {
		uint32_t found = 0;
		for (uint32_t i = 0; i < alert->report_count; i++)
			found += nw_str_is(alert->reports[i].affiliation,
					   marked[m]);
		if (found == 0)
			continue;
		nw_buf_add_fmt(out, "%s%u %s", before, found, marked[m]);
		before = ", ";
	}
	if (*before == ',')
		nw_buf_add_char(out, ')');
}

void nwi_alert_add_counts(struct nw_buf *out, const struct nw_alert *alert)
{
	if (alert->story_items == 0)
		return;
	nw_buf_add_fmt(out, "%u independent, %u outlet%s", alert->independent,
		       alert->outlets, alert->outlets == 1 ? "" : "s");
	add_voices(out, alert);
	nw_buf_add_fmt(out, ", %u report%s", alert->story_items,
		       alert->story_items == 1 ? "" : "s");
	if (!alert->first_seen)
		return;
	nw_buf_add_text(out, "; first seen ");
	nwi_alert_add_minute(out, alert->first_seen);
	nw_buf_add_text(out, " UTC");
}

static bool is_marked(struct nw_str affiliation)
{
	return affiliation.len > 0 && !nw_str_is(affiliation, "independent") &&
	       !nw_str_is(affiliation, "unknown");
}

void nwi_alert_add_place(struct nw_buf *out, struct nw_str country,
			 struct nw_str affiliation)
{
	bool both = country.len > 0 && is_marked(affiliation);

	if (country.len == 0 && !is_marked(affiliation))
		return;
	nw_buf_add_text(out, " (");
	nw_buf_add_str(out, country);
	nw_buf_add_text(out, both ? ", " : "");
	if (is_marked(affiliation))
		nw_buf_add_str(out, affiliation);
	nw_buf_add_char(out, ')');
}

/* ---- reports ---- */

static bool is_before(const struct nw_alert *alert, uint32_t a, uint32_t b)
{
	nw_time x = alert->reports[a].first, y = alert->reports[b].first;

	return x == y ? a < b : x < y;
}

/* An agency speaks itself where it can, else by who carried it first. */
static bool speaks_for(const struct nw_alert *alert, uint32_t at,
		       struct nw_str agency, uint32_t other)
{
	const struct nw_report *report = &alert->reports[at];

	if (report->copy_of.len > 0)
		return false;
	if (nw_report_is_own(report))
		return nw_str_equal(report->outlet, agency) ||
		       nw_str_equal(report->owner, agency);
	return nw_str_equal(report->wire, agency) &&
	       is_before(alert, at, other);
}

static bool is_voice(const struct nw_alert *alert, uint32_t at)
{
	const struct nw_report *report = &alert->reports[at];

	if (report->copy_of.len > 0)
		return false;
	if (nw_report_is_own(report))
		return true;
	for (uint32_t i = 0; i < alert->report_count; i++)
		if (i != at && speaks_for(alert, i, report->wire, at))
			return false;
	return true;
}

uint32_t nwi_alert_next_report(const struct nw_alert *alert, bool voices,
			       uint32_t after)
{
	uint32_t next = alert->report_count;

	for (uint32_t i = 0; i < alert->report_count; i++) {
		if (after < alert->report_count && !is_before(alert, after, i))
			continue;
		if (next < alert->report_count && !is_before(alert, i, next))
			continue;
		if (is_voice(alert, i) == voices)
			next = i;
	}
	return next;
}

void nwi_alert_add_agency(struct nw_buf *out, const struct nw_alert *alert,
			  uint32_t at)
{
	const struct nw_report *report = &alert->reports[at];

	if (!nw_report_is_own(report) && is_voice(alert, at))
		nw_buf_add_fmt(out, "%.*s, carried by ", NW_FMT(report->wire));
}

/* The first of two outlets of one owner; absent. */
static struct nw_str sister_of(const struct nw_alert *alert, uint32_t at)
{
	const struct nw_report *report = &alert->reports[at];

	for (uint32_t i = 0; i < alert->report_count && report->owner.len; i++)
		if (nw_report_is_own(&alert->reports[i]) &&
		    nw_str_equal(alert->reports[i].owner, report->owner) &&
		    is_before(alert, i, at))
			return alert->reports[i].outlet;
	return nw_str_make(NULL, 0);
}

static void add_source(struct nw_buf *out, const struct nw_alert *alert,
		       uint32_t at)
{
	const struct nw_report *report = &alert->reports[at];
	struct nw_str relation = report->relation;

	if (report->copy_of.len > 0)
		nw_buf_add_fmt(
			out, ", %.*s of %.*s",
			NW_FMT(relation.len ? relation : nw_str_from("copy")),
			NW_FMT(report->copy_of));
	if (report->wire.len > 0 && !is_voice(alert, at) &&
	    !nw_str_equal(report->wire, report->copy_of))
		nw_buf_add_fmt(out, ", text of %.*s", NW_FMT(report->wire));
}

void nwi_alert_add_origin(struct nw_buf *out, const struct nw_alert *alert,
			  uint32_t at)
{
	const struct nw_report *report = &alert->reports[at];
	struct nw_str sister = sister_of(alert, at);

	add_source(out, alert, at);
	if (nw_report_is_own(report) && sister.len > 0)
		nw_buf_add_fmt(out, ", same owner as %.*s", NW_FMT(sister));
	if (report->items > 1)
		nw_buf_add_fmt(out, ", %u reports", report->items);
}

bool nwi_alert_lists_reports(const struct nw_alert *alert)
{
	return alert->report_count > 1 || alert->item_count == 0;
}

struct nw_str nwi_report_link(const struct nw_report *report)
{
	struct nw_str url = report->url;
	bool web =
		nw_str_starts(url, "https://") || nw_str_starts(url, "http://");

	return web && url.len <= LINK_MAX ? url : nw_str_make(NULL, 0);
}
