/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The item object and the feed object, out and in.
 *
 *   {"type":"item","id","url","title","published","updated","authors":[names],
 *    "summary","content","content_html","categories":[names],
 *    "enclosures":[{"url","type","length"}],"language","kind","outlet",
 *    "byline","origin_title","origin_url","flags":[names]}
 *
 * Every key is written, always in this order; absent text, instants and
 * lengths are null, absent lists are []. Flags are "teaser", "full_text" and
 * "cut" (enum nw_item_flag).
 */
#include "item/read.h"

#include "base/time.h"

static const struct {
	uint32_t bit;
	const char *name;
} flag_names[] = {
	{ NW_ITEM_TEASER, "teaser" },
	{ NW_ITEM_FULL_TEXT, "full_text" },
	{ NW_ITEM_CUT, "cut" },
};

#define FLAG_COUNT (sizeof(flag_names) / sizeof(flag_names[0]))

static void put_names(struct nw_buf *out, const struct nw_str *names,
		      uint32_t count)
{
	nwi_json_literal(out, "[");
	for (uint32_t i = 0; i < count; i++)
		nwi_json_field(out, i > 0 ? "," : "", names[i]);
	nwi_json_literal(out, "]");
}

static void put_instant(struct nw_buf *out, const struct nw_instant *value)
{
	if (nw_instant_is_absent(value)) {
		nwi_json_literal(out, "null");
	} else if (nwi_buf_room(out, NW_TIME_TEXT + 1)) {
		char *to = out->at + out->len;
		*to++ = '"';
		/* Digits and signs: nothing to escape. */
		to = nwi_instant_put(value, to);
		memcpy(to, "\"", 2);
		out->len = (size_t)(to - out->at) + 1;
	}
}

static void put_length(struct nw_buf *out, int64_t length)
{
	nwi_json_literal(out, ",\"length\":");
	nwi_json_int(out, length);
	nwi_json_literal(out, "}");
}

static void put_enclosures(struct nw_buf *out, const struct nw_item *item)
{
	nwi_json_literal(out, "[");
	for (uint32_t i = 0; i < item->enclosure_count; i++) {
		const struct nw_enclosure *at = &item->enclosures[i];
		nwi_json_literal(out, i > 0 ? "," : "");
		nwi_json_field(out, "{\"url\":", at->url);
		nwi_json_field(out, ",\"type\":", at->type);
		if (at->length < 0)
			nwi_json_literal(out, ",\"length\":null}");
		else
			put_length(out, at->length);
	}
	nwi_json_literal(out, "]");
}

static void put_flags(struct nw_buf *out, uint32_t flags)
{
	const char *comma = "";

	nwi_json_literal(out, "[");
	for (size_t i = 0; i < FLAG_COUNT; i++) {
		if (!(flags & flag_names[i].bit))
			continue;
		nwi_json_field(out, comma, nw_str_from(flag_names[i].name));
		comma = ",";
	}
	nwi_json_literal(out, "]");
}

/* Texts that were quoted: `value` stands in [from, to) of the buffer. */
struct quoted {
	struct nw_str value;
	size_t from, to;
};

static inline struct quoted put_text(struct nw_buf *out, const char *key,
				     struct nw_str value)
{
	nwi_json_literal(out, key);
	struct quoted quoted = { .value = value, .from = out->len };
	nwi_json_field(out, "", value);
	quoted.to = out->len;
	return quoted;
}

/* The HTML of plain text is the text itself: copied as it was quoted. */
static void put_html(struct nw_buf *out, struct nw_str html,
		     const struct quoted *text)
{
	size_t len = text->to - text->from;

	nwi_json_literal(out, ",\"content_html\":");
	if (html.at != text->value.at || html.len != text->value.len) {
		nwi_json_field(out, "", html);
		return;
	}
	if (nw_buf_reserve(out, len))
		nw_buf_add(out, out->at + text->from, len);
}

/* What most items of feeds do not have, so that its keys are written at once.
 */
static bool is_plain(const struct nw_item *item)
{
	return item->enclosure_count == 0 && item->flags == 0 &&
	       !item->kind.at && !item->outlet.at && !item->byline.at &&
	       !item->origin_title.at && !item->origin_url.at;
}

static void put_item(const struct nw_item *item, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_field(out, "\"type\":\"item\",\"id\":", item->id);
	nwi_json_field(out, ",\"url\":", item->url);
	nwi_json_field(out, ",\"title\":", item->title);
	nwi_json_literal(out, ",\"published\":");
	put_instant(out, &item->published);
	nwi_json_literal(out, ",\"updated\":");
	put_instant(out, &item->updated);
	nwi_json_literal(out, ",\"authors\":");
	put_names(out, item->authors, item->author_count);
	struct quoted summary = put_text(out, ",\"summary\":", item->summary);
	struct quoted content = put_text(out, ",\"content\":", item->content);
	put_html(out, item->content_html,
		 nw_str_is_absent(item->content) ? &summary : &content);
	nwi_json_literal(out, ",\"categories\":");
	put_names(out, item->categories, item->category_count);
	if (is_plain(item)) {
		nwi_json_field(out, ",\"enclosures\":[],\"language\":",
			       item->language);
		nwi_json_literal(
			out, ",\"kind\":null,\"outlet\":null,\"byline\":null,"
			     "\"origin_title\":null,\"origin_url\":null,"
			     "\"flags\":[]}");
		return;
	}
	nwi_json_literal(out, ",\"enclosures\":");
	put_enclosures(out, item);
	nwi_json_field(out, ",\"language\":", item->language);
	nwi_json_field(out, ",\"kind\":", item->kind);
	nwi_json_field(out, ",\"outlet\":", item->outlet);
	nwi_json_field(out, ",\"byline\":", item->byline);
	nwi_json_field(out, ",\"origin_title\":", item->origin_title);
	nwi_json_field(out, ",\"origin_url\":", item->origin_url);
	nwi_json_literal(out, ",\"flags\":");
	put_flags(out, item->flags);
	nwi_json_close(out, '}');
}

void nw_item_to_json(const struct nw_item *made, struct nw_buf *out)
{
	if (made->size >= sizeof(*made)) {
		put_item(made, out);
		return;
	}
	/* An older maker's: zeros behind what it has. */
	struct nw_item whole = { 0 };
	memcpy(&whole, made, made->size);
	put_item(&whole, out);
}

void nw_feed_to_json(const struct nw_feed *made, struct nw_buf *out)
{
	struct nw_feed feed = { 0 };

	memcpy(&feed, made,
	       made->size < sizeof(feed) ? made->size : sizeof(feed));
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "feed");
	nwi_json_put_str(out, "format", feed.format);
	nwi_json_put_str(out, "title", feed.title);
	nwi_json_put_str(out, "link", feed.link);
	nwi_json_put_str(out, "language", feed.language);
	nwi_json_put_str(out, "description", feed.description);
	nwi_json_put_str(out, "self", feed.self);
	nwi_json_put_str(out, "hub", feed.hub);
	nwi_json_put_str(out, "generator", feed.generator);
	nwi_json_put_str(out, "encoding", feed.encoding);
	nwi_json_key(out, "updated");
	put_instant(out, &feed.updated);
	nwi_json_key(out, "poll_hint_ms");
	if (feed.poll_hint_ms > 0)
		nwi_json_int(out, feed.poll_hint_ms);
	else
		nwi_json_null(out);
	nwi_json_close(out, '}');
}

#define ROW(key, member, max, one_line)                              \
	{                                                            \
		key, offsetof(struct nw_item, member), max, one_line \
	}

/* A later row fills only what an earlier one left absent. */
static const struct nwi_item_text_row item_rows[] = {
	ROW("id", id, NWI_URL_BYTES, false),
	ROW("url", url, NWI_URL_BYTES, true),
	ROW("title", title, NWI_TITLE_BYTES, true),
	ROW("summary", summary, NWI_TEXT_BYTES, false),
	ROW("content", content, NWI_TEXT_BYTES, false),
	ROW("content_html", content_html, NWI_HTML_BYTES, false),
	ROW("language", language, NWI_NAME_BYTES, true),
	ROW("kind", kind, NWI_NAME_BYTES, true),
	ROW("outlet", outlet, NWI_TITLE_BYTES, true),
	ROW("byline", byline, NWI_TITLE_BYTES, true),
	ROW("origin_title", origin_title, NWI_TITLE_BYTES, true),
	ROW("origin_url", origin_url, NWI_URL_BYTES, true),
	{ NULL, 0, 0, false },
};

static const struct nwi_item_text_row text_row =
	ROW("text", content, NWI_TEXT_BYTES, false);

static const struct nwi_item_text_row enclosure_rows[] = {
	{ "url", offsetof(struct nw_enclosure, url), NWI_URL_BYTES, true },
	{ "type", offsetof(struct nw_enclosure, type), NWI_NAME_BYTES, true },
	{ NULL, 0, 0, false },
};

static enum nw_status read_names(struct nwi_item_reader *reader,
				 const json_t *object, const char *key,
				 size_t most, const struct nw_str **out,
				 uint32_t *out_count, struct nw_error *err)
{
	const struct nwi_item_text_row row = { key, 0, NWI_NAME_BYTES, true };
	const json_t *list;
	enum nw_status status = nwi_item_read_array(object, key, &list, err);
	size_t count = json_array_size(list);

	if (status != NW_OK || count == 0)
		return status;
	reader->cut = reader->cut || count > most;
	count = count > most ? most : count;
	struct nw_str *names =
		nw_arena_array(reader->arena, count, sizeof(*names));
	if (!names)
		return nw_fail(err, NW_LIMIT, "no room for \"%s\"", key);
	for (size_t i = 0; i < count && status == NW_OK; i++) {
		NW_AUTO(nwi_json_free)
		json_t *one = json_pack("{s:O}", key, json_array_get(list, i));
		status = nwi_item_read_text(reader, one, &row, &names[i], err);
	}
	*out = names;
	*out_count = (uint32_t)count;
	return status;
}

static enum nw_status read_enclosure(struct nwi_item_reader *reader,
				     const json_t *object,
				     struct nw_enclosure *out,
				     struct nw_error *err)
{
	if (!json_is_object(object))
		return nw_fail(err, NW_BAD_INPUT,
			       "\"enclosures\" has something not an object");
	out->length = nwi_json_get_int(object, "length", -1);
	if (out->length < -1)
		out->length = -1;
	return nwi_item_read_texts(reader, object, enclosure_rows, out, err);
}

static enum nw_status read_enclosures(struct nwi_item_reader *reader,
				      const json_t *object, struct nw_item *out,
				      struct nw_error *err)
{
	const json_t *list;
	enum nw_status status =
		nwi_item_read_array(object, "enclosures", &list, err);
	size_t count = json_array_size(list);

	if (status != NW_OK || count == 0)
		return status;
	reader->cut = reader->cut || count > NWI_ENCLOSURES_MAX;
	count = count > NWI_ENCLOSURES_MAX ? NWI_ENCLOSURES_MAX : count;
	struct nw_enclosure *rows =
		nw_arena_array(reader->arena, count, sizeof(*rows));
	if (!rows)
		return nw_fail(err, NW_LIMIT, "no room for \"enclosures\"");
	for (size_t i = 0; i < count && status == NW_OK; i++)
		status = read_enclosure(reader, json_array_get(list, i),
					&rows[i], err);
	out->enclosures = rows;
	out->enclosure_count = (uint32_t)count;
	return status;
}

/* Names that we do not know are a later version's: ignored. */
static enum nw_status read_flags(const json_t *object, uint32_t *out,
				 struct nw_error *err)
{
	const json_t *list;
	enum nw_status status =
		nwi_item_read_array(object, "flags", &list, err);

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *name = json_string_value(json_array_get(list, i));
		for (size_t f = 0; name && f < FLAG_COUNT; f++)
			if (strcmp(name, flag_names[f].name) == 0)
				*out |= flag_names[f].bit;
	}
	return status;
}

static void read_instants(const json_t *object, struct nw_item *out)
{
	nwi_item_read_instant(object, "published", &out->published);
	if (nw_instant_is_absent(&out->published))
		nwi_item_read_instant(object, "date", &out->published);
	nwi_item_read_instant(object, "updated", &out->updated);
}

enum nw_status nwi_item_read(struct nwi_item_reader *reader,
			     const json_t *object, struct nw_item *out,
			     struct nw_error *err)
{
	struct nw_item item = { .size = sizeof(item) };

	if (!json_is_object(object))
		return nw_fail(err, NW_BAD_INPUT, "an item is not an object");
	enum nw_status status =
		nwi_item_read_texts(reader, object, item_rows, &item, err);
	if (status == NW_OK && nw_str_is_absent(item.content))
		status = nwi_item_read_text(reader, object, &text_row, &item,
					    err);
	read_instants(object, &item);
	if (status == NW_OK)
		status = read_names(reader, object, "authors", NWI_AUTHORS_MAX,
				    &item.authors, &item.author_count, err);
	if (status == NW_OK)
		status = read_names(reader, object, "categories",
				    NWI_CATEGORIES_MAX, &item.categories,
				    &item.category_count, err);
	if (status == NW_OK)
		status = read_enclosures(reader, object, &item, err);
	if (status == NW_OK)
		status = read_flags(object, &item.flags, err);
	if (status != NW_OK)
		return status;
	if (reader->cut)
		item.flags |= NW_ITEM_CUT;
	*out = item;
	return NW_OK;
}

enum nw_status nw_item_from_json(struct nw_str json, struct nw_arena *arena,
				 struct nw_item *out, struct nw_error *err)
{
	struct nwi_item_reader reader = { .arena = arena };
	NW_AUTO(nwi_json_free) json_t *object = NULL;
	enum nw_status status = nwi_json_parse(
		json, NWI_ITEM_JSON_BYTES, NWI_ITEM_JSON_DEPTH, &object, err);

	if (status != NW_OK)
		return status;
	return nwi_item_read(&reader, object, out, err);
}
