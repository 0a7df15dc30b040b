/* SPDX-License-Identifier: Apache-2.0 */
/* Filling drafts, and what they amount to. */
#include "feed/reader.h"
#include "markup/entity.h"
#include "text/date.h"
#include "text/language.h"
#include "text/utf8.h"

/* Whether a raw value has nothing in it: white space, an empty section. */
static bool is_empty(const struct nwi_value *value)
{
	struct nw_str raw = nwi_trim(value->raw);

	if (value->decoded || value->bare || raw.len == 0)
		return raw.len == 0;
	if (!nw_str_starts(raw, "<![CDATA[") || !nw_str_ends(raw, "]]>"))
		return false;
	return nwi_trim(nw_str_slice(raw, 9, raw.len - 3)).len == 0;
}

void nwi_draft_put(struct nwi_draft *draft, enum nwi_slot slot,
		   const struct nwi_value *value)
{
	int least = draft->slots[slot].rank + (value->latest ? 0 : 1);

	if (value->rank >= least && !is_empty(value))
		draft->slots[slot] = *value;
}

static bool has_name(const struct nw_str *names, uint32_t count,
		     struct nw_str name)
{
	for (uint32_t i = 0; i < count; i++)
		if (nw_str_equal(names[i], name))
			return true;
	return false;
}

/* The document is valid UTF-8: what is clean of it needs no rebuilding. */
static struct nw_str line_in(struct nw_arena *arena, struct nw_str s,
			     size_t max_bytes)
{
	if (s.len <= max_bytes && nwi_text_is_clean(s, true))
		return nw_arena_str(arena, s);
	return nwi_text_line_in(arena, s, max_bytes);
}

/* Adds a name that is not there yet; false when the list is full. */
static bool add_name(struct nwi_feed_reader *reader, struct nw_str *names,
		     uint32_t *count, uint32_t most, struct nw_str written)
{
	struct nw_str name =
		line_in(nwi_feed_keep(reader), written, NWI_NAME_BYTES);

	if (name.len == 0 || has_name(names, *count, name))
		return true;
	if (*count == most)
		return false;
	names[(*count)++] = name;
	return true;
}

void nwi_draft_add_author(struct nwi_feed_reader *reader, struct nw_str written)
{
	struct nwi_draft *draft = nwi_feed_draft(reader);
	struct nwi_value value = { .raw = nwi_person_name(written),
				   .form = NWI_FORM_GUESS,
				   .rank = 1,
				   .decoded = true };

	if (value.raw.len == 0)
		return;
	struct nw_str line = nwi_value_line(reader, &value, NWI_NAME_BYTES,
					    nwi_feed_keep(reader), &draft->cut);
	if (!add_name(reader, draft->authors, &draft->author_count,
		      NWI_AUTHORS_MAX, line))
		draft->cut = true;
}

void nwi_draft_add_category(struct nwi_feed_reader *reader, struct nw_str name)
{
	struct nwi_draft *draft = nwi_feed_draft(reader);

	if (!add_name(reader, draft->categories, &draft->category_count,
		      NWI_CATEGORIES_MAX, name))
		draft->cut = true;
}

void nwi_draft_add_enclosure(struct nwi_feed_reader *reader,
			     const struct nw_enclosure *enclosure)
{
	struct nwi_draft *draft = nwi_feed_draft(reader);

	if (enclosure->url.len == 0)
		return;
	for (uint32_t i = 0; i < draft->enclosure_count; i++)
		if (nw_str_equal(draft->enclosures[i].url, enclosure->url))
			return;
	if (draft->enclosure_count == NWI_ENCLOSURES_MAX)
		draft->cut = true;
	else
		draft->enclosures[draft->enclosure_count++] =
			(struct nw_enclosure){
				.url = enclosure->url,
				.type = nwi_text_line_in(nwi_feed_keep(reader),
							 enclosure->type,
							 NWI_NAME_BYTES),
				.length = enclosure->length,
			};
}

void nwi_draft_begin_item(struct nwi_feed_reader *reader)
{
	struct nwi_draft *draft = &reader->item_draft;
	struct nw_arena *old = reader->item_arena;

	reader->item_arena = reader->spare_arena;
	reader->spare_arena = old;
	nw_arena_clear(reader->item_arena);
	for (size_t i = 0; i < NWI_SLOT_COUNT; i++) {
		draft->slots[i].rank = 0;
		draft->slots[i].raw = nw_str_make(NULL, 0);
		draft->slots[i].language = nw_str_make(NULL, 0);
	}
	draft->author_count = draft->category_count = 0;
	draft->enclosure_count = 0;
	draft->cut = false;
	draft->base = draft->language = nw_str_make(NULL, 0);
	reader->has_item = true;
}

static struct nw_str url_of(struct nwi_feed_reader *reader,
			    const struct nwi_draft *draft, enum nwi_slot slot,
			    struct nw_arena *arena)
{
	const struct nwi_value *value = &draft->slots[slot];
	struct nw_str base = value->base;

	if (value->rank == 0)
		return nw_str_make(NULL, 0);
	return nwi_value_url(reader, arena, base,
			     nwi_value_plain(reader, value));
}

static struct nw_instant date_of(struct nwi_feed_reader *reader,
				 const struct nwi_draft *draft,
				 enum nwi_slot slot)
{
	const struct nwi_value *value = &draft->slots[slot];
	struct nw_instant instant = { 0 };
	struct nw_str text;

	if (value->rank == 0)
		return instant;
	const struct nwi_date_hints hints = {
		.fetched = reader->input->fetched,
		.language = value->language.len > 0 ? value->language
						    : reader->feed.language,
		.country = reader->input->country,
	};
	text = nwi_value_plain(reader, value);
	/* "+" is often escaped, and escaped again. */
	if (!value->bare && nw_str_find_char(text, '&') < text.len) {
		nw_buf_clear(&reader->scratch[1]);
		nwi_entity_decode(nw_str_slice(text, 0, NWI_DATE_MAX),
				  &reader->scratch[1]);
		text = nw_buf_str(&reader->scratch[1]);
	}
	if (nwi_date_read(text, &hints, &instant) != NW_OK)
		instant = (struct nw_instant){ 0 };
	return instant;
}

static void set_dates(struct nwi_feed_reader *reader,
		      const struct nwi_draft *draft,
		      struct nw_instant *published, struct nw_instant *updated)
{
	struct nw_instant date = date_of(reader, draft, NWI_SLOT_DATE);

	*published = date_of(reader, draft, NWI_SLOT_PUBLISHED);
	*updated = date_of(reader, draft, NWI_SLOT_UPDATED);
	if (nw_instant_is_absent(published))
		*published = date;
	else if (nw_instant_is_absent(updated))
		*updated = date;
}

/* A tag in its usual writing, absent for what is none. */
static struct nw_str tag_of(struct nwi_feed_reader *reader, struct nw_str tag,
			    struct nw_arena *arena)
{
	struct nw_buf *out = &reader->scratch[1];

	if (tag.len == 0 || tag.len > NWI_NAME_BYTES)
		return nw_str_make(NULL, 0);
	nw_buf_clear(out);
	nwi_language_tag(out, nwi_trim(tag));
	return out->len > 0 ? nw_arena_buf(arena, out) : nw_str_make(NULL, 0);
}

static struct nw_str stated_language(struct nwi_feed_reader *reader,
				     const struct nwi_draft *draft,
				     struct nw_arena *arena)
{
	const struct nwi_value *value = &draft->slots[NWI_SLOT_LANGUAGE];

	if (value->rank == 0)
		return nw_str_make(NULL, 0);
	return tag_of(reader, nwi_value_plain(reader, value), arena);
}

static struct nw_str feed_language(struct nwi_feed_reader *reader)
{
	const struct nwi_draft *draft = &reader->feed_draft;
	struct nw_str language = stated_language(reader, draft, reader->arena);

	if (language.len == 0)
		language = tag_of(reader, draft->language, reader->arena);
	if (language.len == 0)
		language = tag_of(reader, reader->input->content_language,
				  reader->arena);
	return language;
}

/* The same for an item; most items of a feed say the same. */
static struct nw_str item_tag(struct nwi_feed_reader *reader, struct nw_str tag)
{
	if (tag.len > 0 && nw_str_equal(tag, reader->tag_written))
		return reader->tag;
	struct nw_str settled = tag_of(reader, tag, reader->item_arena);
	if (settled.len > 0) {
		reader->tag_written = nw_arena_str(reader->feed_arena, tag);
		reader->tag = nw_arena_str(reader->feed_arena, settled);
	}
	return settled;
}

/* The language of what will be read: the text's, the item's, the feed's. */
static struct nw_str item_language(struct nwi_feed_reader *reader,
				   const struct nwi_draft *draft)
{
	const struct nwi_value *slots = draft->slots;
	const struct nw_str said[] = {
		slots[NWI_SLOT_CONTENT].language,
		slots[NWI_SLOT_SUMMARY].language,
		slots[NWI_SLOT_TITLE].language,
		draft->language,
	};
	struct nw_str language =
		stated_language(reader, draft, reader->item_arena);

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		if (language.len == 0)
			language = item_tag(reader, said[i]);
	return language.len > 0 ? language : reader->feed.language;
}

void nwi_draft_make_feed(struct nwi_feed_reader *reader)
{
	struct nwi_draft *draft = &reader->feed_draft;
	struct nwi_value *slots = draft->slots;
	struct nw_feed *feed = &reader->feed;
	struct nw_instant published;
	bool cut = false;

	if (!reader->feed_is_stale)
		return;
	reader->feed_is_stale = false;
	feed->size = sizeof(*feed);
	feed->format = nw_str_from(reader->format);
	feed->title = nwi_value_line(reader, &slots[NWI_SLOT_TITLE],
				     NWI_TITLE_BYTES, reader->arena, &cut);
	feed->description =
		nwi_value_line(reader, &slots[NWI_SLOT_SUMMARY],
			       NWI_TITLE_BYTES, reader->arena, &cut);
	feed->generator = nwi_value_line(reader, &slots[NWI_SLOT_GENERATOR],
					 NWI_NAME_BYTES, reader->arena, &cut);
	feed->link = url_of(reader, draft, NWI_SLOT_URL, reader->arena);
	feed->self = url_of(reader, draft, NWI_SLOT_SELF, reader->arena);
	feed->hub = url_of(reader, draft, NWI_SLOT_HUB, reader->arena);
	if (feed->hub.len == 0)
		feed->hub = nwi_link_of_header(reader, "hub");
	if (feed->self.len == 0)
		feed->self = nwi_link_of_header(reader, "self");
	feed->language = feed_language(reader);
	feed->encoding = reader->encoding;
	set_dates(reader, draft, &published, &feed->updated);
	if (nw_instant_is_absent(&feed->updated))
		feed->updated = published;
	feed->poll_hint_ms = reader->ttl_ms;
	if (feed->poll_hint_ms == 0 && reader->period_ms > 0)
		feed->poll_hint_ms =
			reader->period_ms /
			(reader->frequency > 0 ? reader->frequency : 1);
}

static void set_texts(struct nwi_feed_reader *reader, struct nwi_draft *draft,
		      struct nw_item *item)
{
	struct nwi_value *content = &draft->slots[NWI_SLOT_CONTENT];
	struct nwi_value *summary = &draft->slots[NWI_SLOT_SUMMARY];

	nwi_value_settle(reader, content);
	nwi_value_settle(reader, summary);
	if (content->rank == 0) {
		nwi_value_read(reader, summary, &item->summary,
			       &item->content_html, &draft->cut);
		return;
	}
	item->summary = nwi_value_text(reader, summary, &draft->cut);
	nwi_value_read(reader, content, &item->content, &item->content_html,
		       &draft->cut);
}

static void set_lists(struct nwi_feed_reader *reader,
		      const struct nwi_draft *draft, struct nw_item *item)
{
	const struct nwi_draft *from = draft;

	if (draft->author_count == 0 && reader->inherits_authors)
		from = &reader->feed_draft;
	item->authors = from->authors;
	item->author_count = from->author_count;
	item->categories = draft->categories;
	item->category_count = draft->category_count;
	item->enclosures = draft->enclosures;
	item->enclosure_count = draft->enclosure_count;
}

static void make_item(struct nwi_feed_reader *reader, struct nw_item *item)
{
	struct nwi_draft *draft = &reader->item_draft;
	struct nw_arena *arena = reader->item_arena;

	item->size = sizeof(*item);
	if (draft->slots[NWI_SLOT_ID].rank > 0) {
		item->id = nwi_value_plain(reader, &draft->slots[NWI_SLOT_ID]);
		if (item->id.len > NWI_URL_BYTES ||
		    !nwi_text_is_clean(item->id, false))
			item->id = nwi_text_clean_in(arena, item->id,
						     NWI_URL_BYTES);
	}
	item->url = url_of(reader, draft, NWI_SLOT_URL, arena);
	item->title = nwi_value_line(reader, &draft->slots[NWI_SLOT_TITLE],
				     NWI_TITLE_BYTES, arena, &draft->cut);
	set_texts(reader, draft, item);
	set_dates(reader, draft, &item->published, &item->updated);
	item->language = item_language(reader, draft);
	item->origin_title =
		nwi_value_line(reader, &draft->slots[NWI_SLOT_ORIGIN_TITLE],
			       NWI_TITLE_BYTES, arena, &draft->cut);
	item->origin_url = url_of(reader, draft, NWI_SLOT_ORIGIN_URL, arena);
	set_lists(reader, draft, item);
	if (draft->cut || nw_arena_failed(arena))
		item->flags |= NW_ITEM_CUT;
}

enum nw_status nwi_draft_end_item(struct nwi_feed_reader *reader)
{
	struct nw_item item = { 0 };
	uint32_t most = reader->input->item_limit;

	reader->has_item = false;
	nwi_draft_make_feed(reader);
	make_item(reader, &item);
	if (reader->input->explain)
		nwi_explain_item(reader, &item);
	enum nw_status status = reader->each(reader->arg, &reader->feed, &item);
	reader->item_count++;
	reader->full = reader->item_count >= (most ? most : NWI_FEED_ITEMS);
	return status;
}
