/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Styles stand inline: mail programs drop style elements. Every text from
 * outside is escaped and every link is http(s), so nothing of an outlet's
 * markup reaches a mailbox. Texts of outlets run in the direction of their
 * script.
 */
#include "item/alert_parts.h"
#include <newswatch/page.h>

enum { LINE_BYTES = 64 * 1024 };

static const char *severity_colour(struct nw_str severity)
{
	if (nw_str_is(severity, "urgent"))
		return "#b00020";
	if (nw_str_is(severity, "high"))
		return "#c4501b";
	return nw_str_is(severity, "low") ? "#6b7280" : "#1f5fa8";
}

static bool is_web_link(struct nw_str url)
{
	return nw_str_starts(url, "https://") || nw_str_starts(url, "http://");
}

static void add_marked(struct nw_buf *out, const struct nw_alert_item *item,
		       enum nw_field field, struct nw_str text)
{
	size_t at = 0;

	for (uint32_t i = 0; i < item->mark_count; i++) {
		const struct nw_span *mark = &item->marks[i];
		if (mark->field != field || mark->from < at ||
		    mark->to > text.len || mark->to <= mark->from)
			continue;
		nw_html_escape(nw_str_slice(text, at, mark->from), out);
		nw_buf_add_text(out, "<mark>");
		nw_html_escape(nw_str_slice(text, mark->from, mark->to), out);
		nw_buf_add_text(out, "</mark>");
		at = mark->to;
	}
	nw_html_escape(nw_str_slice(text, at, text.len), out);
}

/* The item's title, or where it has none its URL, as a link. */
static void add_link(struct nw_buf *out, const struct nw_alert_item *item)
{
	struct nw_str url = item->item.url;

	if (is_web_link(url)) {
		nw_buf_add_text(out, "<a style=\"color:#1f5fa8\" href=\"");
		nw_html_escape(url, out);
		nw_buf_add_text(out, "\">");
	}
	if (item->item.title.len)
		add_marked(out, item, NW_FIELD_TITLE, item->item.title);
	else
		nw_html_escape(url, out);
	if (is_web_link(url))
		nw_buf_add_text(out, "</a>");
}

static void add_excerpt(struct nw_buf *out, const struct nw_alert_item *item)
{
	nw_buf_add_text(out, "<p dir=\"auto\" style=\"margin:6px 0\">");
	add_marked(out, item, NW_FIELD_BODY, item->excerpt);
	nw_buf_add_text(out, "</p>\n");
}

/* What speaks for a state or a party stands out. */
static void add_place(struct nw_buf *out, struct nw_str country,
		      struct nw_str affiliation)
{
	NW_AUTO(nw_buf_fini) struct nw_buf place = { 0 };
	bool stands_out = nw_str_is(affiliation, "state") ||
			  nw_str_is(affiliation, "party");

	nw_buf_init(&place, LINE_BYTES);
	nwi_alert_add_place(&place, country, affiliation);
	size_t len = place.len;
	size_t tail = stands_out ? affiliation.len + 1 : 0;
	nw_html_escape(nw_str_slice(nw_buf_str(&place), 0, len - tail), out);
	if (!stands_out)
		return;
	nw_buf_add_fmt(out, "<b style=\"color:#9a3412\">%.*s</b>)",
		       NW_FMT(affiliation));
}

static void add_about(struct nw_buf *out, const struct nw_alert_item *item)
{
	nw_buf_add_text(out, "<p style=\"margin:2px 0;color:#6b7280\">");
	nw_buf_add_text(out, "<bdi>");
	nw_html_escape(item->outlet.len ? item->outlet : item->source, out);
	nw_buf_add_text(out, "</bdi>");
	add_place(out, item->country, item->affiliation);
	if (!nw_instant_is_absent(&item->item.published)) {
		nw_buf_add_text(out, " &middot; ");
		nwi_alert_add_instant(out, &item->item.published);
	}
	for (uint32_t i = 0; i < item->topic_count; i++) {
		nw_buf_add_text(out, " &middot; ");
		nw_html_escape(item->topics[i].name, out);
		nw_buf_add_fmt(out, " %.2f", item->topics[i].score);
	}
	nw_buf_add_text(out, "</p>\n");
}

static void add_item(struct nw_buf *out, const struct nw_alert_item *item)
{
	nw_buf_add_text(out, "<p dir=\"auto\" style=\"margin:12px 0 2px;"
			     "font-weight:bold\">");
	add_link(out, item);
	nw_buf_add_text(out, "</p>\n");
	add_about(out, item);
	if (item->excerpt.len)
		add_excerpt(out, item);
}

static void add_text(struct nw_buf *out, struct nw_str text)
{
	struct nw_str line = { 0 };

	while (nw_str_next(&text, '\n', &line)) {
		nw_buf_add_text(out, "<p dir=\"auto\" style=\"margin:6px 0\">");
		nw_html_escape(line, out);
		nw_buf_add_text(out, "</p>\n");
	}
}

/*
 * Mail programs show the beginning of a message in their lists: of an update,
 * what is new, since its subject is that of the first alert.
 */
static void add_preview(struct nw_buf *out, const struct nw_alert *alert)
{
	if (alert->change_count == 0)
		return;
	nw_buf_add_text(out, "<div style=\"display:none;max-height:0;"
			     "overflow:hidden\">");
	for (uint32_t i = 0; i < alert->change_count; i++) {
		nw_buf_add_text(out, i > 0 ? "; " : "");
		nw_html_escape(alert->changes[i].text, out);
	}
	nw_buf_add_text(out, "</div>\n");
}

static void add_changes(struct nw_buf *out, const struct nw_alert *alert)
{
	if (alert->change_count == 0)
		return;
	nw_buf_add_text(out, "<ul style=\"margin:12px 0;padding:8px 12px 8px "
			     "30px;background:#fdf3d8\">\n");
	for (uint32_t i = 0; i < alert->change_count; i++) {
		nw_buf_add_text(out, "<li style=\"margin:2px 0\">");
		nw_html_escape(alert->changes[i].text, out);
		nw_buf_add_text(out, "</li>\n");
	}
	nw_buf_add_text(out, "</ul>\n");
}

static void add_counts(struct nw_buf *out, const struct nw_alert *alert)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, LINE_BYTES);
	nwi_alert_add_counts(&line, alert);
	if (line.len == 0)
		return;
	nw_buf_add_text(out, "<p style=\"margin:8px 0;color:#374151\">");
	nw_html_escape(nw_buf_str(&line), out);
	nw_buf_add_text(out, "</p>\n");
}

static void add_outlet(struct nw_buf *out, const struct nw_report *report)
{
	struct nw_str link = nwi_report_link(report);

	if (link.len) {
		nw_buf_add_text(out, "<a style=\"color:#1f5fa8\" href=\"");
		nw_html_escape(link, out);
		nw_buf_add_text(out, "\">");
	}
	nw_buf_add_text(out, "<bdi>");
	nw_html_escape(report->outlet, out);
	nw_buf_add_text(out, "</bdi>");
	nw_buf_add_text(out, link.len ? "</a>" : "");
}

static void add_report(struct nw_buf *out, const struct nw_alert *alert,
		       uint32_t at)
{
	const struct nw_report *report = &alert->reports[at];
	NW_AUTO(nw_buf_fini) struct nw_buf agency = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf origin = { 0 };

	nw_buf_init(&agency, LINE_BYTES);
	nw_buf_init(&origin, LINE_BYTES);
	nwi_alert_add_agency(&agency, alert, at);
	nwi_alert_add_origin(&origin, alert, at);
	nw_buf_add_text(out, "<li style=\"margin:2px 0\">");
	nw_html_escape(nw_buf_str(&agency), out);
	add_outlet(out, report);
	add_place(out, report->country, report->affiliation);
	nw_html_escape(nw_buf_str(&origin), out);
	nw_buf_add_text(out, " <span dir=\"ltr\" style=\"white-space:nowrap;"
			     "color:#6b7280;font-size:12px\">");
	nwi_alert_add_minute(out, report->first);
	nw_buf_add_text(out, "</span></li>\n");
}

static void open_reports(struct nw_buf *out, const char *heading)
{
	nw_buf_add_fmt(out,
		       "<p style=\"margin:16px 0 4px\"><b>%s</b> "
		       "<span style=\"color:#6b7280;font-size:12px\">"
		       "first seen, UTC</span></p>\n"
		       "<ul style=\"margin:0;padding:0 0 0 20px\">\n",
		       heading);
}

static void add_reports(struct nw_buf *out, const struct nw_alert *alert,
			bool voices, const char *heading)
{
	uint32_t end = alert->report_count;
	uint32_t at = nwi_alert_next_report(alert, voices, end);

	if (at == end)
		return;
	open_reports(out, heading);
	for (; at < end; at = nwi_alert_next_report(alert, voices, at))
		add_report(out, alert, at);
	nw_buf_add_text(out, "</ul>\n");
}

static void add_story(struct nw_buf *out, const struct nw_alert *alert)
{
	if (!nwi_alert_lists_reports(alert))
		return;
	add_reports(out, alert, true, "With a text of their own");
	add_reports(out, alert, false, "With the text of another");
	if (alert->report_count > 0 && alert->report_count < alert->outlets)
		nw_buf_add_fmt(out,
			       "<p style=\"margin:4px 0 4px 20px\">and %u more "
			       "outlets</p>\n",
			       alert->outlets - alert->report_count);
}

static void add_footer(struct nw_buf *out, const struct nw_alert *alert)
{
	nw_buf_add_text(out, "<p style=\"margin:16px 0 0;color:#6b7280;"
			     "font-size:12px\">");
	if (alert->watch.len) {
		nw_buf_add_text(out, "watch ");
		nw_html_escape(alert->watch, out);
		nw_buf_add_text(out, " &middot; ");
	}
	nw_buf_add_text(out, "alert ");
	nw_html_escape(alert->id, out);
	nw_buf_add_text(out, " &middot; newswatch ");
	nw_html_escape(alert->instance, out);
	nw_buf_add_text(out, "</p>\n");
}

static void add_head(struct nw_buf *out, const struct nw_alert *alert)
{
	NW_AUTO(nw_buf_fini) struct nw_buf title = { 0 };

	nw_buf_init(&title, LINE_BYTES);
	nwi_alert_add_label(&title, alert);
	nw_buf_add_str(&title, alert->title);
	nw_buf_add_text(out, "<!DOCTYPE html>\n<html><head><meta charset=\""
			     "utf-8\"><title>");
	nw_html_escape(nw_buf_str(&title), out);
	nw_buf_add_text(
		out,
		"</title></head>\n<body style=\"margin:0;padding:16px;"
		"font-family:sans-serif;color:#111827;max-width:640px\">\n");
	add_preview(out, alert);
	nw_buf_add_fmt(out,
		       "<h1 dir=\"auto\" style=\"margin:0;padding:4px "
		       "12px;font-size:18px;"
		       "border-left:6px solid %s\">",
		       severity_colour(alert->severity));
	nw_html_escape(nw_buf_str(&title), out);
	nw_buf_add_text(out, "</h1>\n");
}

void nw_alert_to_html(const struct nw_alert *made, struct nw_buf *out)
{
	struct nw_alert room;
	const struct nw_alert *alert = nwi_alert_whole(made, &room);

	add_head(out, alert);
	add_changes(out, alert);
	add_counts(out, alert);
	add_text(out, alert->text);
	for (uint32_t i = 0; i < alert->item_count; i++)
		add_item(out, &alert->items[i]);
	add_story(out, alert);
	add_footer(out, alert);
	nw_buf_add_text(out, "</body></html>\n");
}
