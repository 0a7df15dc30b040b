/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What JSON-LD lists (schema.org): the updates of a LiveBlogPosting, and an
 * ItemList of articles for pages that scripts fill.
 */
#include "page/listing_impl.h"

#include "base/hash.h"
#include "item/read.h"
#include "text/utf8.h"
#include <newswatch/page.h>

/* Bytes of a script, its depth, nodes looked at. */
enum { LD_BYTES = 4 << 20, LD_DEPTH = 64, LD_NODES = 4096 };

static void add_script(const struct listing *listing, struct list_ld *ld,
		       struct nw_str text)
{
	json_t *json = NULL;

	text = nw_str_trim(text);
	char *copy = text.len <= LD_BYTES
			     ? nw_arena_alloc(listing->arena, text.len + 1)
			     : NULL;
	if (!copy)
		return;
	for (size_t i = 0; i < text.len; i++)
		copy[i] = (unsigned char)text.at[i] < 0x20 ? ' ' : text.at[i];
	while (text.len > 0 && copy[text.len - 1] == ';')
		text.len--;
	if (nwi_json_parse_loose(nw_str_make(copy, text.len), LD_BYTES,
				 LD_DEPTH, &json, NULL) == NW_OK)
		ld->scripts[ld->count++] = json;
}

void list_ld_read(const struct listing *listing, struct list_ld *ld)
{
	size_t room = sizeof(ld->scripts) / sizeof(ld->scripts[0]);

	for (uint32_t i = 1; i < listing->tree.count; i++) {
		const struct nwi_node *node = listing->nodes[i];
		if (node->atom == NWI_A_SCRIPT && node->first &&
		    ld->count < room &&
		    nw_str_starts_nocase(nwi_node_attr(node, NWI_A_TYPE),
					 "application/ld+json"))
			add_script(listing, ld, node->first->text);
	}
}

void list_ld_fini(struct list_ld *ld)
{
	for (uint32_t i = 0; i < ld->count; i++)
		nwi_json_free(&ld->scripts[i]);
	ld->count = 0;
}

struct give {
	struct listing *listing;
	nw_feed_item_fn *each;
	void *arg;
	bool live;
	unsigned nodes;
};

static struct nw_str text_of(const struct give *give, const json_t *value)
{
	if (json_is_array(value))
		value = json_array_get(value, 0);
	if (json_is_object(value)) {
		const json_t *name = json_object_get(value, "name");
		value = name ? name : json_object_get(value, "@id");
	}
	if (!json_is_string(value) || json_string_length(value) == 0)
		return nw_str_make(NULL, 0);
	return nw_arena_str(give->listing->arena,
			    nw_str_make(json_string_value(value),
					json_string_length(value)));
}

static struct nw_str member(const struct give *give, const json_t *object,
			    const char *key)
{
	return text_of(give, json_object_get(object, key));
}

/* Texts in JSON-LD may be HTML. */
static struct nw_str plain(const struct give *give, struct nw_str text)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	if (nw_str_is_absent(text))
		return text;
	nw_buf_init(&out, NWI_TEXT_BYTES);
	nw_html_to_text(text, give->listing->arena, &out);
	return nw_arena_buf(give->listing->arena, &out);
}

static struct nw_str line(const struct give *give, struct nw_str text)
{
	return nwi_text_line_in(give->listing->arena, plain(give, text),
				NWI_TITLE_BYTES);
}

static bool is_type(const json_t *object, const char *name)
{
	const json_t *type = json_object_get(object, "@type");

	if (json_is_array(type))
		type = json_array_get(type, 0);
	return json_is_string(type) &&
	       nw_str_ends(nw_str_from(json_string_value(type)), name);
}

static void set_authors(const struct give *give, const json_t *object,
			struct nw_item *item)
{
	const json_t *value = json_object_get(object, "author");
	size_t count = json_is_array(value) ? json_array_size(value) : 1;
	struct nw_str *names;

	count = count > NWI_AUTHORS_MAX ? NWI_AUTHORS_MAX : count;
	names = nw_arena_array(give->listing->arena, count + 1, sizeof(*names));
	if (!value || !names)
		return;
	item->authors = names;
	for (size_t i = 0; i < count; i++) {
		struct nw_str name = line(
			give, text_of(give, json_is_array(value)
						    ? json_array_get(value, i)
						    : value));
		if (name.len > 0)
			names[item->author_count++] = name;
	}
	if (item->author_count > 0)
		item->byline = names[0];
}

static void set_id(const struct give *give, struct nw_item *item)
{
	char id[NWI_ID_TEXT], time[NW_TIME_TEXT];
	struct nw_str title = nw_str_is_absent(item->title) ? nw_item_body(item)
							    : item->title;

	if (item->url.len > 0)
		return;
	nw_instant_format(&item->published, time);
	const struct nw_str parts[] = { nw_str_from(time), item->byline,
					title };
	nwi_derive_id("entry", parts, 3, id);
	item->id = nw_arena_str(give->listing->arena, nw_str_from(id));
}

static enum nw_status give_item(struct give *give, const json_t *object,
				struct nw_str url)
{
	struct listing *listing = give->listing;
	struct nw_item item = { .size = sizeof(item) };
	struct nw_str date = member(give, object, "datePublished");

	item.title = line(give, member(give, object, "headline"));
	if (item.title.len == 0)
		item.title = line(give, member(give, object, "name"));
	if (item.title.len == 0)
		item.title = nw_str_make(NULL, 0);
	item.content = plain(give, member(give, object, "articleBody"));
	item.summary = plain(give, member(give, object, "description"));
	struct nw_str own = member(give, object, "url");
	item.url = list_link(listing, own.len > 0 ? own : url);
	if (date.len > 0)
		(void)!list_read_date(listing, date, NULL, &item.published);
	set_authors(give, object, &item);
	if (give->live)
		item.kind = nw_str_from("live-entry");
	set_id(give, &item);
	if (item.title.len == 0 && nw_item_body(&item).len == 0)
		return NW_OK;
	list_explain(listing, "record", item.title, NULL, "JSON-LD lists it");
	listing->out->records++;
	return give->each(give->arg, &listing->out->feed, &item);
}

static enum nw_status give_list(struct give *give, const json_t *list)
{
	uint32_t limit = give->listing->input->item_limit;
	size_t count = json_is_array(list) ? json_array_size(list) : 0;

	for (size_t i = 0; i < count; i++) {
		const json_t *entry = json_array_get(list, i);
		const json_t *item = json_object_get(entry, "item");
		struct nw_str url = { NULL, 0 };

		if (give->listing->out->records >= limit)
			return NW_OK;
		if (json_is_string(item))
			url = text_of(give, item);
		if (json_is_object(item))
			entry = item;
		enum nw_status status = json_is_object(entry)
						? give_item(give, entry, url)
						: NW_OK;
		if (status)
			return status;
	}
	return NW_OK;
}

static enum nw_status look(struct give *give, const json_t *value,
			   unsigned depth)
{
	static const char *const inner[] = { "@graph", "mainEntity",
					     "mainEntityOfPage", "hasPart",
					     "blogPost" };
	enum nw_status status = NW_OK;

	if (depth > 6 || give->nodes++ > LD_NODES)
		return NW_OK;
	if (json_is_array(value)) {
		for (size_t i = 0; i < json_array_size(value) && !status; i++)
			status =
				look(give, json_array_get(value, i), depth + 1);
		return status;
	}
	if (!json_is_object(value))
		return NW_OK;
	if (give->live && is_type(value, "LiveBlogPosting"))
		return give_list(give,
				 json_object_get(value, "liveBlogUpdate"));
	if (!give->live && is_type(value, "ItemList"))
		return give_list(give,
				 json_object_get(value, "itemListElement"));
	if (!give->live && is_type(value, "Blog"))
		return give_list(give, json_object_get(value, "blogPost"));
	for (size_t i = 0; i < sizeof(inner) / sizeof(*inner) && !status; i++)
		status =
			look(give, json_object_get(value, inner[i]), depth + 1);
	return status;
}

enum nw_status list_ld_items(struct listing *listing, const struct list_ld *ld,
			     bool live, nw_feed_item_fn *each, void *arg)
{
	struct give give = {
		.listing = listing, .each = each, .arg = arg, .live = live
	};

	for (uint32_t i = 0; i < ld->count; i++) {
		enum nw_status status = look(&give, ld->scripts[i], 0);
		if (status)
			return status;
		if (listing->out->records > 0)
			break;
	}
	return NW_OK;
}
