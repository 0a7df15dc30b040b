/* SPDX-License-Identifier: Apache-2.0 */
/* The part of the alert object that tells of the story. */
#include "item/alert_parts.h"

/* Limits of what is read; what newswatch writes stays far below. */
#define CHANGES_MAX 100
#define REPORTS_MAX 200

static const char *const reason_names[] = {
	[NW_ALERT_FIRST] = "first",
	[NW_ALERT_UPDATE] = "update",
	[NW_ALERT_REMINDER] = "reminder",
};

#define REASON_COUNT (sizeof(reason_names) / sizeof(reason_names[0]))

#define CHANGE_ROW(key, member)                                \
	{                                                      \
		key, offsetof(struct nw_alert_change, member), \
			NWI_TITLE_BYTES, true                  \
	}
#define REPORT_ROW(key, member, max)                               \
	{                                                          \
		key, offsetof(struct nw_report, member), max, true \
	}

static const struct nwi_item_text_row thread_row = {
	"thread", offsetof(struct nw_alert, thread), NWI_NAME_BYTES, true
};

static const struct nwi_item_text_row change_rows[] = {
	CHANGE_ROW("kind", kind),
	CHANGE_ROW("text", text),
	{ NULL, 0, 0, false },
};

/* In the order in which they are written. */
static const struct nwi_item_text_row report_rows[] = {
	REPORT_ROW("outlet", outlet, NWI_TITLE_BYTES),
	REPORT_ROW("owner", owner, NWI_TITLE_BYTES),
	REPORT_ROW("country", country, NWI_NAME_BYTES),
	REPORT_ROW("affiliation", affiliation, NWI_NAME_BYTES),
	REPORT_ROW("wire", wire, NWI_NAME_BYTES),
	REPORT_ROW("copy_of", copy_of, NWI_TITLE_BYTES),
	REPORT_ROW("relation", relation, NWI_NAME_BYTES),
	REPORT_ROW("url", url, NWI_URL_BYTES),
	{ NULL, 0, 0, false },
};

const char *nwi_alert_reason_name(uint32_t reason)
{
	return reason < REASON_COUNT ? reason_names[reason] : NULL;
}

/* No text of the object holds the key: its quotes would be escaped. */
struct nw_str nwi_alert_reason_of(struct nw_str json)
{
	static const char key[] = ",\"reason\":\"";
	size_t at = nw_str_find(json, nw_str_from(key));
	struct nw_str rest = nw_str_slice(json, at + strlen(key), json.len);

	if (at == json.len)
		return nw_str_make(NULL, 0);
	return nw_str_slice(rest, 0, nw_str_find_char(rest, '"'));
}

const struct nw_alert *nwi_alert_whole(const struct nw_alert *made,
				       struct nw_alert *room)
{
	if (made->size >= sizeof(*made))
		return made;
	*room = (struct nw_alert){ 0 };
	memcpy(room, made, made->size);
	return room;
}

/* ---- out ---- */

static void put_texts(struct nw_buf *out, const struct nwi_item_text_row *row,
		      const void *from)
{
	for (; row->key; row++)
		nwi_json_put_str(
			out, row->key,
			*(const struct nw_str *)(const void *)((const char *)
								       from +
							       row->offset));
}

static void put_known_time(struct nw_buf *out, const char *key, nw_time at)
{
	nwi_json_key(out, key);
	if (at)
		nwi_json_time(out, at);
	else
		nwi_json_null(out);
}

static void put_report(struct nw_buf *out, const struct nw_report *report)
{
	nwi_json_open(out, '{');
	put_texts(out, report_rows, report);
	put_known_time(out, "first", report->first);
	nwi_json_put_int(out, "items", report->items);
	nwi_json_close(out, '}');
}

static void put_changes(struct nw_buf *out, const struct nw_alert *alert)
{
	nwi_json_key(out, "changes");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < alert->change_count; i++) {
		nwi_json_open(out, '{');
		put_texts(out, change_rows, &alert->changes[i]);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
}

void nwi_alert_put_story(struct nw_buf *out, const struct nw_alert *alert)
{
	nwi_json_put_str(out, "thread", alert->thread);
	nwi_json_put_str(out, "reason",
			 nw_str_from(nwi_alert_reason_name(alert->reason)));
	put_changes(out, alert);
	put_known_time(out, "first_seen", alert->first_seen);
	nwi_json_put_int(out, "story_items", alert->story_items);
	nwi_json_put_int(out, "outlets", alert->outlets);
	nwi_json_put_int(out, "independent", alert->independent);
	nwi_json_key(out, "reports");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < alert->report_count; i++)
		put_report(out, &alert->reports[i]);
	nwi_json_close(out, ']');
}

/* ---- in ---- */

static uint32_t read_count(const json_t *object, const char *key)
{
	int64_t value = nwi_json_get_int(object, key, 0);

	if (value < 0)
		return 0;
	return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

static uint32_t read_reason(const json_t *object)
{
	struct nw_str name = nwi_json_get_str(object, "reason");

	for (uint32_t i = NW_ALERT_FIRST; i < REASON_COUNT; i++)
		if (nw_str_is(name, reason_names[i]))
			return i;
	return 0;
}

static enum nw_status read_changes(struct nwi_item_reader *reader,
				   const json_t *object, struct nw_alert *out,
				   struct nw_error *err)
{
	const json_t *list = NULL;
	void *room = NULL;
	enum nw_status status =
		nwi_item_read_rows(reader, object, "changes", CHANGES_MAX,
				   sizeof(struct nw_alert_change), &list, &room,
				   &out->change_count, err);
	struct nw_alert_change *changes = room;

	for (uint32_t i = 0; status == NW_OK && i < out->change_count; i++)
		status = nwi_item_read_texts(reader, json_array_get(list, i),
					     change_rows, &changes[i], err);
	out->changes = changes;
	return status;
}

static enum nw_status read_reports(struct nwi_item_reader *reader,
				   const json_t *object, struct nw_alert *out,
				   struct nw_error *err)
{
	const json_t *list = NULL;
	void *room = NULL;
	enum nw_status status =
		nwi_item_read_rows(reader, object, "reports", REPORTS_MAX,
				   sizeof(struct nw_report), &list, &room,
				   &out->report_count, err);
	struct nw_report *reports = room;

	for (uint32_t i = 0; status == NW_OK && i < out->report_count; i++) {
		const json_t *row = json_array_get(list, i);
		status = nwi_item_read_texts(reader, row, report_rows,
					     &reports[i], err);
		reports[i].first = nwi_json_get_time(row, "first", 0);
		reports[i].items = read_count(row, "items");
	}
	out->reports = reports;
	return status;
}

enum nw_status nwi_alert_read_story(struct nwi_item_reader *reader,
				    const json_t *object, struct nw_alert *out,
				    struct nw_error *err)
{
	enum nw_status status =
		nwi_item_read_text(reader, object, &thread_row, out, err);

	if (status == NW_OK)
		status = read_changes(reader, object, out, err);
	if (status == NW_OK)
		status = read_reports(reader, object, out, err);
	out->reason = read_reason(object);
	out->first_seen = nwi_json_get_time(object, "first_seen", 0);
	out->story_items = read_count(object, "story_items");
	out->outlets = read_count(object, "outlets");
	out->independent = read_count(object, "independent");
	return status;
}
