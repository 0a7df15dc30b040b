/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk over an XML sitemap. Namespaces are told by their place, since
 * half of the sitemaps of the wild declare none or a wrong one; what belongs
 * to pictures, films and page maps is skipped whole, for they have titles,
 * dates and addresses of their own.
 */
#include "feed/sitemap.h"
#include "markup/entity.h"
#include "text/date.h"
#include "text/language.h"
#include "text/url.h"
#include "text/utf8.h"

struct walk {
	struct nwi_sitemap *map;
	struct nwi_xml *xml;
	struct nwi_sitemap_entry *entry; /* open, NULL without */
	unsigned entry_depth;
};

/* An element's text, read to its end; entities were often escaped twice. */
static struct nw_str text_of(struct walk *w, const struct nwi_event *start,
			     size_t max_bytes)
{
	struct nw_arena *arena = w->map->arena;
	struct nw_str text = nwi_xml_text(w->xml, start, NULL);
	NW_AUTO(nw_buf_fini) struct nw_buf plain = { 0 };

	if (nw_str_find_char(text, '&') < text.len &&
	    nw_str_find_char(text, ';') < text.len) {
		nw_buf_init(&plain, NWI_TEXT_BYTES);
		nwi_entity_decode(nw_str_slice(text, 0, NWI_TEXT_BYTES / 4),
				  &plain);
		text = nw_buf_str(&plain);
	}
	return nwi_text_line_in(arena, text, max_bytes);
}

static struct nw_instant date_of(struct walk *w, const struct nwi_event *start)
{
	const struct nwi_date_hints hints = {
		.fetched = w->map->input->fetched,
		.country = w->map->input->country,
	};
	struct nw_str text = nwi_xml_text(w->xml, start, NULL);
	struct nw_instant at = { 0 };

	if (nwi_date_read(nw_str_trim(text), &hints, &at) != NW_OK)
		return (struct nw_instant){ 0 };
	return at;
}

/* A document that was cut off in an address has another page's, or none's. */
static bool is_cut(const struct nwi_xml *xml)
{
	return xml->at == xml->input.len &&
	       !nw_str_ends(nw_str_trim(xml->input), ">");
}

static struct nw_str url_of(struct walk *w, const struct nwi_event *start)
{
	struct nw_str text = nwi_xml_text(w->xml, start, NULL);

	if (is_cut(w->xml))
		return nw_str_make(NULL, 0);
	struct nw_str url = nwi_url_resolve_in(
		w->map->arena, w->map->input->base_url, nw_str_trim(text));

	return nwi_url_is_web(url) ? url : nw_str_make(NULL, 0);
}

static struct nw_str language_of(struct walk *w, struct nw_str written)
{
	NW_AUTO(nw_buf_fini) struct nw_buf tag = { 0 };

	nw_buf_init(&tag, 128);
	if (written.len > 0 && written.len < 64)
		nwi_language_tag(&tag, nw_str_trim(written));
	return tag.len > 0 ? nw_arena_buf(w->map->arena, &tag)
			   : nw_str_make(NULL, 0);
}

/* The alternate that is the entry itself says its language. */
static void take_alternate(struct walk *w, const struct nwi_event *start)
{
	struct nw_str href =
		nwi_attr_get(start->attrs, start->attr_count, NWI_A_HREF);
	struct nw_str lang =
		nwi_attr_get(start->attrs, start->attr_count, NWI_A_HREFLANG);

	if (lang.len > 0 && !nw_str_is(lang, "x-default") &&
	    nw_str_equal(href, w->entry->url) && w->entry->language.len == 0)
		w->entry->language = language_of(w, lang);
}

/* True when the element was read to its end. */
static bool take_field(struct walk *w, const struct nwi_event *start)
{
	struct nwi_sitemap_entry *entry = w->entry;

	switch (start->atom) {
	case NWI_A_LOC:
		if (entry->url.len == 0)
			entry->url = url_of(w, start);
		return entry->url.len > 0;
	case NWI_A_LASTMOD:
		entry->updated = date_of(w, start);
		return true;
	case NWI_A_PUBLICATION_DATE:
		entry->published = date_of(w, start);
		return true;
	case NWI_A_TITLE:
		entry->title = text_of(w, start, NWI_TITLE_BYTES);
		return true;
	case NWI_A_NAME:
		entry->outlet = text_of(w, start, NWI_NAME_BYTES);
		return true;
	case NWI_A_LANGUAGE:
		entry->language =
			language_of(w, text_of(w, start, NWI_NAME_BYTES));
		return true;
	case NWI_A_KEYWORDS:
		entry->keywords = text_of(w, start, NWI_TITLE_BYTES);
		return true;
	default:
		return false;
	}
}

static void in_entry(struct walk *w, const struct nwi_event *start)
{
	if (start->atom == NWI_A_NEWS || start->atom == NWI_A_PUBLICATION)
		return;
	if (take_field(w, start))
		return;
	if (start->atom == NWI_A_LINK)
		take_alternate(w, start);
	(void)nwi_xml_inner(w->xml, start, NULL);
}

static enum nwi_sitemap_kind kind_of(const struct nwi_event *start)
{
	switch (start->atom) {
	case NWI_A_URLSET:
		return NWI_SITEMAP_SET;
	case NWI_A_SITEMAPINDEX:
		return NWI_SITEMAP_INDEX;
	case NWI_A_RSS:
	case NWI_A_FEED:
	case NWI_A_RDF:
		return NWI_SITEMAP_FEED;
	default:
		return NWI_SITEMAP_NONE;
	}
}

/* An entry without an address is none. */
static void end_entry(struct walk *w)
{
	if (w->entry && w->entry->url.len == 0)
		w->map->count--;
	w->entry = NULL;
}

static void on_start(struct walk *w, const struct nwi_event *start)
{
	struct nwi_sitemap *map = w->map;

	if (map->kind == NWI_SITEMAP_NONE) {
		map->kind = kind_of(start);
	} else if (start->atom == NWI_A_URL || start->atom == NWI_A_SITEMAP) {
		end_entry(w); /* of one whose end was forgotten */
		w->entry = nwi_sitemap_add(map);
		w->entry_depth = start->depth;
	} else if (w->entry) {
		in_entry(w, start);
	}
}

enum nw_status nwi_sitemap_walk(struct nwi_sitemap *map, struct nw_error *err)
{
	struct walk w = { .map = map };
	struct nwi_event event;

	w.xml = nw_arena_new_of(map->arena, struct nwi_xml);
	if (!w.xml)
		return nw_fail(err, NW_LIMIT, "no room to read a sitemap");
	nwi_xml_init(w.xml, map->text, map->arena);
	while (map->kind != NWI_SITEMAP_FEED && !map->full &&
	       nwi_xml_next(w.xml, &event)) {
		if (event.kind == NWI_EVENT_START)
			on_start(&w, &event);
		else if (event.kind == NWI_EVENT_END && w.entry &&
			 event.depth == w.entry_depth)
			end_entry(&w);
	}
	end_entry(&w);
	return NW_OK;
}
