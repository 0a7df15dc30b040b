/* SPDX-License-Identifier: Apache-2.0 */
#include "item/alert_parts.h"

#include <ctype.h>

/* ANSI sequences, or nothing when the output has no colours. */
struct ink {
	const char *bold, *faint, *mark, *plain;
};

static const struct ink colours = { "\x1b[1m", "\x1b[2m", "\x1b[1;33m",
				    "\x1b[0m" };
static const struct ink none = { "", "", "*", "" };

static const char *severity_ink(struct nw_str severity, uint32_t flags)
{
	if (!(flags & NW_TEXT_COLOUR))
		return "";
	if (nw_str_is(severity, "urgent"))
		return "\x1b[1;97;41m";
	if (nw_str_is(severity, "high"))
		return "\x1b[1;31m";
	return nw_str_is(severity, "low") ? "\x1b[2m" : "\x1b[1;36m";
}

static void add_upper(struct nw_buf *out, struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++)
		nw_buf_add_char(out, (char)toupper((unsigned char)text.at[i]));
}

/* The end of a mark needs its own sign where there are no colours. */
static void add_marked(struct nw_buf *out, const struct nw_alert_item *item,
		       enum nw_field field, struct nw_str text,
		       const struct ink *ink)
{
	const char *end = *ink->plain ? ink->plain : ink->mark;
	const char *again = field == NW_FIELD_TITLE ? ink->bold : "";
	size_t at = 0;

	for (uint32_t i = 0; i < item->mark_count; i++) {
		const struct nw_span *mark = &item->marks[i];
		if (mark->field != field || mark->from < at ||
		    mark->to > text.len || mark->to <= mark->from)
			continue;
		nw_buf_add_str(out, nw_str_slice(text, at, mark->from));
		nw_buf_add_text(out, ink->mark);
		nw_buf_add_str(out, nw_str_slice(text, mark->from, mark->to));
		nw_buf_add_text(out, end);
		nw_buf_add_text(out, again);
		at = mark->to;
	}
	nw_buf_add_str(out, nw_str_slice(text, at, text.len));
}

static void add_title(struct nw_buf *out, const struct nw_alert_item *item,
		      const struct ink *ink)
{
	nw_buf_add_text(out, ink->bold);
	add_marked(out, item, NW_FIELD_TITLE, item->item.title, ink);
	nw_buf_add_fmt(out, "%s\n", ink->plain);
}

/* The heading is the title of the first item, which then has no own. */
static bool is_titled_by_item(const struct nw_alert *alert)
{
	return alert->item_count > 0 &&
	       nw_str_equal(alert->title, alert->items[0].item.title);
}

static void add_heading(struct nw_buf *out, const struct nw_alert *alert,
			uint32_t flags, const struct ink *ink)
{
	struct nw_str label = alert->severity;

	if (alert->kind == NW_ALERT_OPERATOR)
		label = nw_str_from("notice");
	else if (alert->kind == NW_ALERT_TEST)
		label = nw_str_from("test");
	nw_buf_add_text(out, severity_ink(alert->severity, flags));
	add_upper(out, label);
	nw_buf_add_text(out, ink->plain);
	nw_buf_add_fmt(out, "  %s", ink->bold);
	nwi_alert_add_label(out, alert);
	nw_buf_add_text(out, ink->plain);
	if (is_titled_by_item(alert))
		add_title(out, &alert->items[0], ink);
	else
		nw_buf_add_fmt(out, "%s%.*s%s\n", ink->bold,
			       NW_FMT(alert->title), ink->plain);
}

static void add_outlet(struct nw_buf *out, const struct nw_alert_item *item)
{
	nw_buf_add_str(out, item->outlet.len ? item->outlet : item->source);
	nwi_alert_add_place(out, item->country, item->affiliation);
	if (!nw_instant_is_absent(&item->item.published)) {
		nw_buf_add_text(out, ", ");
		nwi_alert_add_instant(out, &item->item.published);
	}
}

static void add_topics(struct nw_buf *out, const struct nw_alert_item *item)
{
	for (uint32_t i = 0; i < item->topic_count; i++)
		nw_buf_add_fmt(out, "%s%.*s %.2f", i ? ", " : "",
			       NW_FMT(item->topics[i].name),
			       item->topics[i].score);
}

static void add_item(struct nw_buf *out, const struct nw_alert_item *item,
		     bool titled, const struct ink *ink)
{
	if (titled && item->item.title.len > 0) {
		nw_buf_add_text(out, "    ");
		add_title(out, item, ink);
	}
	nw_buf_add_fmt(out, "    %s", ink->faint);
	add_outlet(out, item);
	if (item->topic_count) {
		nw_buf_add_text(out, " | ");
		add_topics(out, item);
	}
	nw_buf_add_fmt(out, "%s\n", ink->plain);
	if (item->excerpt.len) {
		nw_buf_add_text(out, "    ");
		add_marked(out, item, NW_FIELD_BODY, item->excerpt, ink);
		nw_buf_add_char(out, '\n');
	}
	if (item->item.url.len)
		nw_buf_add_fmt(out, "    %.*s\n", NW_FMT(item->item.url));
}

static void add_ids(struct nw_buf *out, const struct nw_alert *alert,
		    const struct ink *ink)
{
	nw_buf_add_fmt(out, "    %s", ink->faint);
	if (alert->watch.len)
		nw_buf_add_fmt(out, "watch %.*s, ", NW_FMT(alert->watch));
	nw_buf_add_fmt(out, "alert %.*s%s\n", NW_FMT(alert->id), ink->plain);
}

static void add_text_lines(struct nw_buf *out, struct nw_str text)
{
	struct nw_str line = { 0 };

	while (nw_str_next(&text, '\n', &line))
		nw_buf_add_fmt(out, "    %.*s\n", NW_FMT(line));
}

static void add_changes(struct nw_buf *out, const struct nw_alert *alert,
			const struct ink *ink)
{
	for (uint32_t i = 0; i < alert->change_count; i++)
		nw_buf_add_fmt(out, "    %s+ %.*s%s\n", ink->bold,
			       NW_FMT(alert->changes[i].text), ink->plain);
}

static void add_counts(struct nw_buf *out, const struct nw_alert *alert)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, 1024);
	nwi_alert_add_counts(&line, alert);
	if (line.len > 0)
		nw_buf_add_fmt(out, "    %.*s\n", NW_FMT(nw_buf_str(&line)));
}

static void add_report(struct nw_buf *out, const struct nw_alert *alert,
		       uint32_t at, const struct ink *ink)
{
	const struct nw_report *report = &alert->reports[at];
	struct nw_str link = nwi_report_link(report);

	nw_buf_add_fmt(out, "      %s", ink->faint);
	nwi_alert_add_minute(out, report->first);
	nw_buf_add_fmt(out, "%s  ", ink->plain);
	nwi_alert_add_agency(out, alert, at);
	nw_buf_add_str(out, report->outlet);
	nwi_alert_add_place(out, report->country, report->affiliation);
	nwi_alert_add_origin(out, alert, at);
	nw_buf_add_char(out, '\n');
	if (link.len)
		nw_buf_add_fmt(out, "        %.*s\n", NW_FMT(link));
}

/* One list of the two; no heading where it is empty. */
static void add_reports(struct nw_buf *out, const struct nw_alert *alert,
			bool voices, const char *heading, const struct ink *ink)
{
	uint32_t end = alert->report_count;
	uint32_t at = nwi_alert_next_report(alert, voices, end);

	if (at < end)
		nw_buf_add_fmt(out, "\n    %s (first seen, UTC):\n", heading);
	for (; at < end; at = nwi_alert_next_report(alert, voices, at))
		add_report(out, alert, at, ink);
}

static void add_story(struct nw_buf *out, const struct nw_alert *alert,
		      const struct ink *ink)
{
	if (!nwi_alert_lists_reports(alert))
		return;
	add_reports(out, alert, true, "With a text of their own", ink);
	add_reports(out, alert, false, "With the text of another", ink);
	if (alert->report_count > 0 && alert->report_count < alert->outlets)
		nw_buf_add_fmt(out, "      and %u more outlets\n",
			       alert->outlets - alert->report_count);
}

void nw_alert_to_text(const struct nw_alert *made, uint32_t flags,
		      struct nw_buf *out)
{
	const struct ink *ink = flags & NW_TEXT_COLOUR ? &colours : &none;
	struct nw_alert room;
	const struct nw_alert *alert = nwi_alert_whole(made, &room);
	uint32_t shown = alert->item_count;

	if (flags & NW_TEXT_BRIEF && shown > 1)
		shown = 1;
	add_heading(out, alert, flags, ink);
	add_changes(out, alert, ink);
	add_counts(out, alert);
	add_text_lines(out, alert->text);
	for (uint32_t i = 0; i < shown; i++) {
		nw_buf_add_text(out, i > 0 ? "\n" : "");
		add_item(out, &alert->items[i],
			 i > 0 || !is_titled_by_item(alert), ink);
	}
	if (flags & NW_TEXT_BRIEF)
		return;
	add_story(out, alert, ink);
	add_ids(out, alert, ink);
}
