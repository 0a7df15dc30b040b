/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The alert object, out and in.
 *
 *   {"type":"alert","kind":"news|operator|test|spike","id","instance",
 *    "watch","severity","story","revision","at","title","text","thread",
 *    "reason":"first|update|reminder","changes":[{"kind","text"}],
 *    "first_seen","story_items","outlets","independent",
 *    "reports":[{"outlet","owner","country","affiliation","wire","copy_of",
 *                "relation","url","first","items"}],
 *    "items":[{"item_id","source","outlet","country","affiliation","seen",
 *              "excerpt","marks":[{"field","from","to"}],
 *              "topics":[{"name","score","spans":[{"field","from","to"}]}],
 *              "item":{the item object}}]}
 *
 * Every key is written, always in this order; absent text, reason and times
 * are null, absent lists are []. A span's "field" is "title" or "body"; "from"
 * and "to" are bytes of the UTF-8 text, `to` excluded. A mark of field "body"
 * counts in "excerpt", one of field "title" in the item's title; a topic's span
 * counts in the title or the body (content, else summary).
 */
#include "item/alert_parts.h"

static const char *const kind_names[] = {
	[NW_ALERT_NEWS] = "news",
	[NW_ALERT_OPERATOR] = "operator",
	[NW_ALERT_TEST] = "test",
	[NW_ALERT_SPIKE] = "spike",
};

#define KIND_COUNT (sizeof(kind_names) / sizeof(kind_names[0]))

/* Limits of what is read; what newswatch writes stays far below. */
#define ITEMS_MAX  1000
#define SPANS_MAX  10000
#define TOPICS_MAX 1000

static void put_spans(struct nw_buf *out, const char *key,
		      const struct nw_span *spans, uint32_t count)
{
	nwi_json_key(out, key);
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < count; i++) {
		nwi_json_open(out, '{');
		nwi_json_put_text(out, "field",
				  spans[i].field == NW_FIELD_TITLE ? "title"
								   : "body");
		nwi_json_put_int(out, "from", spans[i].from);
		nwi_json_put_int(out, "to", spans[i].to);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
}

static void put_topics(struct nw_buf *out, const struct nw_alert_item *item)
{
	nwi_json_key(out, "topics");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < item->topic_count; i++) {
		const struct nw_topic *topic = &item->topics[i];
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "name", topic->name);
		nwi_json_key(out, "score");
		nwi_json_double(out, topic->score);
		put_spans(out, "spans", topic->spans, topic->span_count);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
}

static void put_item(struct nw_buf *out, const struct nw_alert_item *item)
{
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "item_id", item->item_id);
	nwi_json_put_str(out, "source", item->source);
	nwi_json_put_str(out, "outlet", item->outlet);
	nwi_json_put_str(out, "country", item->country);
	nwi_json_put_str(out, "affiliation", item->affiliation);
	nwi_json_put_time(out, "seen", item->seen);
	nwi_json_put_str(out, "excerpt", item->excerpt);
	put_spans(out, "marks", item->marks, item->mark_count);
	put_topics(out, item);
	nwi_json_key(out, "item");
	nw_item_to_json(&item->item, out);
	nwi_json_close(out, '}');
}

void nw_alert_to_json(const struct nw_alert *made, struct nw_buf *out)
{
	struct nw_alert room;
	const struct nw_alert *alert = nwi_alert_whole(made, &room);
	uint32_t kind = alert->kind < KIND_COUNT ? alert->kind : 0;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "alert");
	nwi_json_put_text(out, "kind", kind_names[kind]);
	nwi_json_put_str(out, "id", alert->id);
	nwi_json_put_str(out, "instance", alert->instance);
	nwi_json_put_str(out, "watch", alert->watch);
	nwi_json_put_str(out, "severity", alert->severity);
	nwi_json_put_str(out, "story", alert->story);
	nwi_json_put_int(out, "revision", alert->revision);
	nwi_json_put_time(out, "at", alert->at);
	nwi_json_put_str(out, "title", alert->title);
	nwi_json_put_str(out, "text", alert->text);
	nwi_alert_put_story(out, alert);
	nwi_json_key(out, "items");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < alert->item_count; i++)
		put_item(out, &alert->items[i]);
	nwi_json_close(out, ']');
	nwi_json_close(out, '}');
}

#define ALERT_ROW(key, member, max, one_line)                         \
	{                                                             \
		key, offsetof(struct nw_alert, member), max, one_line \
	}
#define ITEM_ROW(key, member, max, one_line)                               \
	{                                                                  \
		key, offsetof(struct nw_alert_item, member), max, one_line \
	}

static const struct nwi_item_text_row alert_rows[] = {
	ALERT_ROW("id", id, NWI_NAME_BYTES, true),
	ALERT_ROW("instance", instance, NWI_NAME_BYTES, true),
	ALERT_ROW("watch", watch, NWI_NAME_BYTES, true),
	ALERT_ROW("severity", severity, NWI_NAME_BYTES, true),
	ALERT_ROW("story", story, NWI_NAME_BYTES, true),
	ALERT_ROW("title", title, NWI_TITLE_BYTES, true),
	ALERT_ROW("text", text, NWI_TEXT_BYTES, false),
	{ NULL, 0, 0, false },
};

static const struct nwi_item_text_row item_rows[] = {
	ITEM_ROW("item_id", item_id, NWI_NAME_BYTES, true),
	ITEM_ROW("source", source, NWI_NAME_BYTES, true),
	ITEM_ROW("outlet", outlet, NWI_TITLE_BYTES, true),
	ITEM_ROW("country", country, NWI_NAME_BYTES, true),
	ITEM_ROW("affiliation", affiliation, NWI_NAME_BYTES, true),
	ITEM_ROW("excerpt", excerpt, NWI_TEXT_BYTES, false),
	{ NULL, 0, 0, false },
};

static const struct nwi_item_text_row topic_row = {
	"name", offsetof(struct nw_topic, name), NWI_NAME_BYTES, true
};

/* False for a span that lies outside its text or parts a character. */
static bool read_span(const json_t *object, struct nw_str title,
		      struct nw_str body, struct nw_span *out)
{
	struct nw_str field = nwi_json_get_str(object, "field");
	bool in_title = nw_str_is(field, "title");
	struct nw_str text = in_title ? title : body;
	int64_t from = nwi_json_get_int(object, "from", -1);
	int64_t to = nwi_json_get_int(object, "to", -1);

	if (from < 0 || to < from || (uint64_t)to > text.len)
		return false;
	out->field = in_title ? NW_FIELD_TITLE : NW_FIELD_BODY;
	out->from = (uint32_t)from;
	out->to = (uint32_t)to;
	return true;
}

/* Spans that point outside their text are dropped: a reader may cut texts. */
static enum nw_status read_spans(struct nwi_item_reader *reader,
				 const json_t *object, const char *key,
				 struct nw_str title, struct nw_str body,
				 const struct nw_span **out,
				 uint32_t *out_count, struct nw_error *err)
{
	const json_t *list = NULL;
	void *room = NULL;
	uint32_t found = 0, kept = 0;
	enum nw_status status = nwi_item_read_rows(
		reader, object, key, SPANS_MAX, sizeof(struct nw_span), &list,
		&room, &found, err);
	struct nw_span *spans = room;

	for (uint32_t i = 0; status == NW_OK && i < found; i++)
		if (read_span(json_array_get(list, i), title, body,
			      &spans[kept]))
			kept++;
	*out = spans;
	*out_count = kept;
	return status;
}

static enum nw_status read_topics(struct nwi_item_reader *reader,
				  const json_t *object,
				  struct nw_alert_item *item,
				  struct nw_error *err)
{
	const json_t *list = NULL;
	void *room = NULL;
	enum nw_status status = nwi_item_read_rows(
		reader, object, "topics", TOPICS_MAX, sizeof(struct nw_topic),
		&list, &room, &item->topic_count, err);
	struct nw_topic *topics = room;

	for (uint32_t i = 0; status == NW_OK && i < item->topic_count; i++) {
		const json_t *row = json_array_get(list, i);
		topics[i].size = sizeof(*topics);
		topics[i].score = nwi_json_get_double(row, "score", 0);
		status = nwi_item_read_text(reader, row, &topic_row, &topics[i],
					    err);
		if (status == NW_OK)
			status = read_spans(
				reader, row, "spans", item->item.title,
				nw_item_body(&item->item), &topics[i].spans,
				&topics[i].span_count, err);
	}
	item->topics = topics;
	return status;
}

static enum nw_status read_item(struct nwi_item_reader *reader,
				const json_t *object, struct nw_alert_item *out,
				struct nw_error *err)
{
	enum nw_status status = nwi_item_read(
		reader, json_object_get(object, "item"), &out->item, err);

	if (status == NW_OK)
		status = nwi_item_read_texts(reader, object, item_rows, out,
					     err);
	out->seen = nwi_json_get_time(object, "seen", 0);
	if (status == NW_OK)
		status = read_spans(reader, object, "marks", out->item.title,
				    out->excerpt, &out->marks, &out->mark_count,
				    err);
	if (status == NW_OK)
		status = read_topics(reader, object, out, err);
	return status;
}

static enum nw_status read_items(struct nwi_item_reader *reader,
				 const json_t *object, struct nw_alert *out,
				 struct nw_error *err)
{
	const json_t *list = NULL;
	void *room = NULL;
	enum nw_status status =
		nwi_item_read_rows(reader, object, "items", ITEMS_MAX,
				   sizeof(struct nw_alert_item), &list, &room,
				   &out->item_count, err);
	struct nw_alert_item *items = room;

	for (uint32_t i = 0; status == NW_OK && i < out->item_count; i++) {
		reader->cut = false;
		status = read_item(reader, json_array_get(list, i), &items[i],
				   err);
	}
	out->items = items;
	return status;
}

static enum nw_status read_kind(const json_t *object, uint32_t *out,
				struct nw_error *err)
{
	struct nw_str name = nwi_json_get_str(object, "kind");

	for (uint32_t i = NW_ALERT_NEWS; i < KIND_COUNT; i++)
		if (nw_str_is(name, kind_names[i])) {
			*out = i;
			return NW_OK;
		}
	return nw_fail(err, NW_BAD_INPUT,
		       "\"kind\" is not news, operator, test or spike");
}

static enum nw_status read_alert(struct nwi_item_reader *reader,
				 const json_t *object, struct nw_alert *out,
				 struct nw_error *err)
{
	struct nw_alert alert = { .size = sizeof(alert) };

	if (!json_is_object(object))
		return nw_fail(err, NW_BAD_INPUT, "an alert is not an object");
	int64_t revision = nwi_json_get_int(object, "revision", 1);
	alert.revision =
		revision < 1 || revision > UINT32_MAX ? 1 : (uint32_t)revision;
	alert.at = nwi_json_get_time(object, "at", 0);
	enum nw_status status = read_kind(object, &alert.kind, err);
	if (status == NW_OK)
		status = nwi_item_read_texts(reader, object, alert_rows, &alert,
					     err);
	if (status == NW_OK)
		status = nwi_alert_read_story(reader, object, &alert, err);
	if (status == NW_OK)
		status = read_items(reader, object, &alert, err);
	if (status == NW_OK)
		*out = alert;
	return status;
}

enum nw_status nw_alert_from_json(struct nw_str json, struct nw_arena *arena,
				  struct nw_alert *out, struct nw_error *err)
{
	struct nwi_item_reader reader = { .arena = arena };
	NW_AUTO(nwi_json_free) json_t *object = NULL;
	enum nw_status status = nwi_json_parse(
		json, NWI_ALERT_JSON_BYTES, NWI_ITEM_JSON_DEPTH, &object, err);

	if (status != NW_OK)
		return status;
	return read_alert(&reader, object, out, err);
}
