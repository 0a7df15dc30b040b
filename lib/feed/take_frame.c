/* SPDX-License-Identifier: Apache-2.0 */
/* Handlers of rows: feeds, items, people and what stands around them. */
#include "feed/reader.h"
#include "text/url.h"

/* The first root settles the format. */
static void enter_feed(struct nwi_feed_reader *reader,
		       const struct nwi_event *start, const char *format)
{
	struct nwi_frame *frame = nwi_feed_frame(reader, start);

	reader->is_second = reader->has_channel;
	reader->has_channel =
		start->atom != NWI_A_RSS && start->atom != NWI_A_RDF;
	if (!reader->format)
		reader->format = format;
	if (frame->has_language &&
	    nw_str_is_absent(reader->feed_draft.language))
		reader->feed_draft.language = frame->language;
	reader->feed_draft.base = frame->base;
	reader->feed_is_stale = true;
	frame->place = NWI_IN_FEED;
}

/* Whether a root may stand here; not within an item or, mostly, in a page. */
static bool is_out_of_place(struct nwi_feed_reader *reader,
			    const struct nwi_event *start)
{
	if (!reader->has_item)
		return false;
	nwi_feed_frame(reader, start)->place = NWI_IN_IGNORED;
	return true;
}

void nwi_take_rss(struct nwi_feed_reader *reader, const struct nwi_event *start,
		  const struct nwi_feed_row *row)
{
	struct nw_str version =
		nw_str_trim(nwi_take_attr(start, NWI_A_VERSION));

	(void)row;
	if (is_out_of_place(reader, start))
		return;
	if (nw_str_starts(version, "0.9"))
		enter_feed(reader, start, "rss09x");
	else if (nw_str_starts(version, "1"))
		enter_feed(reader, start, "rss10");
	else
		enter_feed(reader, start, "rss20");
}

static const char *rdf_format(const struct nwi_event *start)
{
	return start->ns == NWI_NS_RSS09 ? "rss09x" : "rss10";
}

/* RDF is a feed when it is of RSS, or a channel or an item stands in it. */
void nwi_take_rdf(struct nwi_feed_reader *reader, const struct nwi_event *start,
		  const struct nwi_feed_row *row)
{
	(void)row;
	if (is_out_of_place(reader, start))
		return;
	enum nwi_ns inside = nwi_xml_ns(reader->xml, nw_str_make("", 0));
	if (inside == NWI_NS_RSS10)
		enter_feed(reader, start, "rss10");
	else
		enter_feed(reader, start,
			   inside == NWI_NS_RSS09 ? "rss09x" : NULL);
}

void nwi_take_feed(struct nwi_feed_reader *reader,
		   const struct nwi_event *start,
		   const struct nwi_feed_row *row)
{
	bool old =
		start->ns == NWI_NS_ATOM03 ||
		(start->ns != NWI_NS_ATOM10 &&
		 nw_str_starts(nw_str_trim(nwi_take_attr(start, NWI_A_VERSION)),
			       "0."));

	(void)row;
	if (is_out_of_place(reader, start) ||
	    (reader->saw_html && start->ns != NWI_NS_ATOM10))
		return;
	enter_feed(reader, start, old ? "atom03" : "atom10");
	reader->is_atom = true;
	reader->inherits_authors = true;
}

void nwi_take_channel(struct nwi_feed_reader *reader,
		      const struct nwi_event *start,
		      const struct nwi_feed_row *row)
{
	struct nw_str href = nwi_take_kept(reader, start, NWI_A_HREF);
	bool bare = nwi_take_place(reader, start) == NWI_IN_NOTHING;

	(void)row;
	if (is_out_of_place(reader, start) || (bare && reader->saw_html))
		return;
	if (!bare)
		enter_feed(reader, start, rdf_format(start));
	else
		enter_feed(reader, start, href.len > 0 ? "cdf" : "rss20");
	if (href.len > 0)
		nwi_take_put(reader, start, NWI_SLOT_URL, 4, href);
}

static const char *item_format(const struct nwi_event *start)
{
	if (start->atom == NWI_A_ENTRY)
		return "atom10";
	return start->ns == NWI_NS_RSS10 || start->ns == NWI_NS_RSS09
		       ? rdf_format(start)
		       : "rss20";
}

void nwi_take_item(struct nwi_feed_reader *reader,
		   const struct nwi_event *start,
		   const struct nwi_feed_row *row)
{
	struct nwi_frame *frame = nwi_feed_frame(reader, start);
	bool bare = nwi_take_place(reader, start) == NWI_IN_NOTHING;

	(void)row;
	if (is_out_of_place(reader, start) || (bare && reader->saw_html))
		return;
	if (!reader->format) {
		reader->format = item_format(start);
		reader->feed_is_stale = true;
		reader->is_atom = start->atom == NWI_A_ENTRY;
	}
	nwi_draft_begin_item(reader);
	reader->item_depth = start->depth;
	reader->xml->arena = reader->item_arena;
	reader->item_draft.base = frame->base;
	reader->item_draft.language = frame->language;
	frame->place = NWI_IN_ITEM;
	if (start->attr_count == 0)
		return;
	struct nw_str about = nwi_take_kept(reader, start, NWI_A_ABOUT);
	nwi_take_put(reader, start, NWI_SLOT_ID, 1, about);
	if (nwi_url_is_web(about))
		nwi_take_put(reader, start, NWI_SLOT_URL, 1, about);
	nwi_take_put(reader, start, NWI_SLOT_URL, 4,
		     nwi_take_kept(reader, start, NWI_A_HREF));
	nwi_take_put(reader, start, NWI_SLOT_UPDATED, 1,
		     nwi_take_kept(reader, start, NWI_A_LASTMOD));
}

/* RSS: <source url="...">title</source>; Atom: a feed's elements. */
void nwi_take_source(struct nwi_feed_reader *reader,
		     const struct nwi_event *start,
		     const struct nwi_feed_row *row)
{
	(void)row;
	nwi_feed_frame(reader, start)->place = NWI_IN_SOURCE;
	nwi_take_put(reader, start, NWI_SLOT_ORIGIN_URL, 5,
		     nwi_take_kept(reader, start, NWI_A_URL));
}

void nwi_take_person(struct nwi_feed_reader *reader,
		     const struct nwi_event *start,
		     const struct nwi_feed_row *row)
{
	(void)row;
	nwi_feed_frame(reader, start)->place = NWI_IN_PERSON;
	reader->person_name = reader->person_mail = nw_str_make(NULL, 0);
	nw_buf_clear(&reader->person_text);
}

void nwi_take_name(struct nwi_feed_reader *reader,
		   const struct nwi_event *start,
		   const struct nwi_feed_row *row)
{
	(void)row;
	reader->person_name = nwi_take_plain(reader, start);
}

void nwi_take_mail(struct nwi_feed_reader *reader,
		   const struct nwi_event *start,
		   const struct nwi_feed_row *row)
{
	(void)row;
	reader->person_mail = nwi_take_plain(reader, start);
}

void nwi_take_author(struct nwi_feed_reader *reader,
		     const struct nwi_event *start,
		     const struct nwi_feed_row *row)
{
	(void)row;
	nwi_draft_add_author(reader, nwi_take_plain(reader, start));
}
