/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Styles stand inline: mail programs drop style elements. Every text from
 * outside is escaped and every link is http(s), so nothing of an outlet's
 * markup reaches a mailbox.
 */
#include <newswatch/alert.h>
#include <newswatch/page.h>

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
	nw_buf_add_text(out, "<p style=\"margin:6px 0\">");
	add_marked(out, item, NW_FIELD_BODY, item->excerpt);
	nw_buf_add_text(out, "</p>\n");
}

static void add_about(struct nw_buf *out, const struct nw_alert_item *item)
{
	nw_buf_add_text(out, "<p style=\"margin:2px 0;color:#6b7280\">");
	nw_html_escape(item->outlet.len ? item->outlet : item->source, out);
	if (item->country.len && item->affiliation.len)
		nw_buf_add_fmt(out, " (%.*s, %.*s)", NW_FMT(item->country),
			       NW_FMT(item->affiliation));
	if (!nw_instant_is_absent(&item->item.published)) {
		char when[NW_TIME_TEXT];
		nw_instant_format(&item->item.published, when);
		nw_buf_add_fmt(out, " &middot; %s", when);
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
	nw_buf_add_text(out,
			"<p style=\"margin:12px 0 2px;font-weight:bold\">");
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
		nw_buf_add_text(out, "<p style=\"margin:6px 0\">");
		nw_html_escape(line, out);
		nw_buf_add_text(out, "</p>\n");
	}
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
	nw_buf_add_fmt(out, "alert %.*s &middot; newswatch ",
		       NW_FMT(alert->id));
	nw_html_escape(alert->instance, out);
	nw_buf_add_text(out, "</p>\n");
}

void nw_alert_to_html(const struct nw_alert *alert, struct nw_buf *out)
{
	nw_buf_add_text(out, "<!DOCTYPE html>\n<html><head><meta charset=\""
			     "utf-8\"><title>");
	nw_html_escape(alert->title, out);
	nw_buf_add_fmt(
		out,
		"</title></head>\n<body style=\"margin:0;padding:16px;"
		"font-family:sans-serif;color:#111827;max-width:640px\">\n"
		"<h1 style=\"margin:0;padding:4px 12px;font-size:18px;"
		"border-left:6px solid %s\">",
		severity_colour(alert->severity));
	nw_html_escape(alert->title, out);
	nw_buf_add_text(out, "</h1>\n");
	add_text(out, alert->text);
	for (uint32_t i = 0; i < alert->item_count; i++)
		add_item(out, &alert->items[i]);
	add_footer(out, alert);
	nw_buf_add_text(out, "</body></html>\n");
}
