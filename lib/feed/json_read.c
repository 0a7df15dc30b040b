/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Feed 1.0 and 1.1 (jsonfeed.org). A feed is an object with "items" and
 * a "version" of jsonfeed.org; without that, one whose items have ids or
 * addresses.
 */
#include "base/json.h"
#include "feed/reader.h"
#include "html/page_ld_mend.h"

/* Reads of one document (RELIABILITY: JSON depth 256). */
#define JSON_DEPTH 256

struct text_row {
	const char *key;
	enum nwi_slot slot;
	uint8_t rank;
	enum nwi_form form;
};

static const struct text_row feed_rows[] = {
	{ "title", NWI_SLOT_TITLE, 5, NWI_FORM_GUESS },
	{ "home_page_url", NWI_SLOT_URL, 5, NWI_FORM_TEXT },
	{ "feed_url", NWI_SLOT_SELF, 5, NWI_FORM_TEXT },
	{ "description", NWI_SLOT_SUMMARY, 5, NWI_FORM_GUESS },
	{ "language", NWI_SLOT_LANGUAGE, 5, NWI_FORM_TEXT },
};

static const struct text_row item_rows[] = {
	{ "id", NWI_SLOT_ID, 5, NWI_FORM_TEXT },
	{ "url", NWI_SLOT_URL, 5, NWI_FORM_TEXT },
	{ "external_url", NWI_SLOT_URL, 1, NWI_FORM_TEXT },
	{ "title", NWI_SLOT_TITLE, 5, NWI_FORM_GUESS },
	{ "summary", NWI_SLOT_SUMMARY, 5, NWI_FORM_GUESS },
	{ "content_html", NWI_SLOT_CONTENT, 5, NWI_FORM_HTML },
	{ "content_text", NWI_SLOT_CONTENT, 4, NWI_FORM_TEXT },
	{ "date_published", NWI_SLOT_PUBLISHED, 5, NWI_FORM_TEXT },
	{ "date_modified", NWI_SLOT_UPDATED, 5, NWI_FORM_TEXT },
	{ "language", NWI_SLOT_LANGUAGE, 5, NWI_FORM_TEXT },
};

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* A string, or a number as one would write it (ids often are). */
static struct nw_str text_of(struct nwi_feed_reader *reader,
			     const json_t *value)
{
	if (json_is_string(value))
		return nw_str_make(json_string_value(value),
				   json_string_length(value));
	if (json_is_integer(value))
		return nw_arena_fmt(nwi_feed_keep(reader), "%lld",
				    (long long)json_integer_value(value));
	if (json_is_real(value))
		return nw_arena_fmt(nwi_feed_keep(reader), "%.17g",
				    json_real_value(value));
	return nw_str_make(NULL, 0);
}

static void take_texts(struct nwi_feed_reader *reader, const json_t *object,
		       const struct text_row *rows, size_t count)
{
	struct nwi_draft *draft = nwi_feed_draft(reader);

	for (size_t i = 0; i < count; i++) {
		const json_t *member = json_object_get(object, rows[i].key);
		struct nwi_value value = { .raw = text_of(reader, member),
					   .base = draft->base,
					   .form = (uint8_t)rows[i].form,
					   .rank = rows[i].rank,
					   .decoded = true };
		nwi_draft_put(draft, rows[i].slot, &value);
	}
}

static void take_author(struct nwi_feed_reader *reader, const json_t *author)
{
	struct nw_str name = json_is_string(author)
				     ? text_of(reader, author)
				     : nwi_json_get_str(author, "name");

	if (name.len == 0)
		name = nwi_json_get_str(author, "url");
	nwi_draft_add_author(reader, name);
}

/* 1.1 has "authors", 1.0 "author"; equal names count once. */
static void take_authors(struct nwi_feed_reader *reader, const json_t *object)
{
	const json_t *list = json_object_get(object, "authors");

	for (size_t i = 0; i < json_array_size(list); i++)
		take_author(reader, json_array_get(list, i));
	take_author(reader, json_object_get(object, "author"));
}

static void take_tags(struct nwi_feed_reader *reader, const json_t *object)
{
	const json_t *list = json_object_get(object, "tags");

	for (size_t i = 0; i < json_array_size(list); i++)
		nwi_draft_add_category(
			reader, text_of(reader, json_array_get(list, i)));
}

static void take_attachments(struct nwi_feed_reader *reader,
			     const json_t *object)
{
	const json_t *list = json_object_get(object, "attachments");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *row = json_array_get(list, i);
		struct nw_enclosure enclosure = {
			.url = nwi_value_url(reader, reader->item_arena,
					     reader->item_draft.base,
					     nwi_json_get_str(row, "url")),
			.type = nw_str_trim(nwi_json_get_str(row, "mime_type")),
			.length = nwi_json_get_int(row, "size_in_bytes", -1),
		};
		if (enclosure.length < 0)
			enclosure.length = -1;
		nwi_draft_add_enclosure(reader, &enclosure);
	}
}

static enum nw_status read_item(struct nwi_feed_reader *reader,
				const json_t *object)
{
	nwi_draft_begin_item(reader);
	reader->item_draft.base = reader->feed_draft.base;
	take_texts(reader, object, item_rows, COUNT(item_rows));
	take_authors(reader, object);
	take_tags(reader, object);
	take_attachments(reader, object);
	return nwi_draft_end_item(reader);
}

static void take_hub(struct nwi_feed_reader *reader, const json_t *root)
{
	const json_t *hub = json_array_get(json_object_get(root, "hubs"), 0);
	struct nwi_value value = { .raw = nwi_json_get_str(hub, "url"),
				   .rank = 5,
				   .decoded = true };

	nwi_draft_put(&reader->feed_draft, NWI_SLOT_HUB, &value);
}

static bool is_feed(const json_t *root)
{
	const json_t *items = json_object_get(root, "items");
	struct nw_str version = nwi_json_get_str(root, "version");
	const struct nw_str sign = NW_STR("jsonfeed.org");
	const json_t *first = json_array_get(items, 0);

	if (nw_str_find(version, sign) < version.len)
		return true;
	return json_is_array(items) &&
	       (json_object_get(first, "id") || json_object_get(first, "url"));
}

/* The document's own address is the base where no other is known. */
static void take_feed(struct nwi_feed_reader *reader, const json_t *root)
{
	reader->format = "jsonfeed";
	reader->inherits_authors = true;
	reader->feed_is_stale = true;
	reader->feed_draft.base = reader->input->base_url;
	if (nw_str_is_absent(reader->feed_draft.base))
		reader->feed_draft.base = nwi_json_get_str(root, "feed_url");
	take_texts(reader, root, feed_rows, COUNT(feed_rows));
	take_authors(reader, root);
	take_hub(reader, root);
}

/* One wrong byte, comma or half an emoji loses no feed. */
static bool mend_signs(struct nw_str text, json_t **root)
{
	NW_AUTO(nwi_json_free) json_t *values = NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf mended = { 0 };

	nw_buf_init(&mended, 3 * text.len + 16);
	if (!nwi_ld_mend(text, &mended) ||
	    nwi_json_parse_loose(nw_buf_str(&mended), mended.len, JSON_DEPTH,
				 &values, NULL) != NW_OK ||
	    !is_feed(json_array_get(values, 0)))
		return false;
	*root = json_incref(json_array_get(values, 0));
	return true;
}

/* A feed that was cut off gives the items that are whole. */
static bool mend(struct nw_str text, json_t **root)
{
	NW_AUTO(nw_buf_fini) struct nw_buf whole = { 0 };

	nw_buf_init(&whole, text.len + 16);
	if (nwi_json_mend(text, &whole)) {
		struct nw_str cut = nw_buf_str(&whole);
		if (nwi_json_parse_loose(cut, cut.len, JSON_DEPTH, root,
					 NULL) == NW_OK)
			return true;
		return mend_signs(nw_str_ends(text, "}") ? text : cut, root);
	}
	return false;
}

enum nw_status nwi_feed_read_json(struct nwi_feed_reader *reader,
				  struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *root = NULL;
	struct nw_str text = nw_str_trim(reader->text);
	enum nw_status status =
		nwi_json_parse_loose(text, text.len, JSON_DEPTH, &root, err);

	if (status == NW_BAD_INPUT && mend(text, &root))
		status = NW_OK;
	if (status != NW_OK)
		return nw_error_prefix(err, "no feed: ");
	if (!is_feed(root))
		return NW_OK;
	take_feed(reader, root);
	const json_t *items = json_object_get(root, "items");
	for (size_t i = 0;
	     status == NW_OK && !reader->full && i < json_array_size(items);
	     i++)
		if (json_is_object(json_array_get(items, i)))
			status = read_item(reader, json_array_get(items, i));
	nwi_draft_make_feed(reader); /* while the tree is there */
	return status;
}
