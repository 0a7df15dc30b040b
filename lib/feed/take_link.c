/* SPDX-License-Identifier: Apache-2.0 */
/* Handlers of rows: links, identities and enclosures. */
#include "feed/reader.h"
#include "text/url.h"

static void add_enclosure(struct nwi_feed_reader *reader,
			  const struct nwi_event *start, struct nw_str url,
			  struct nw_str length)
{
	struct nwi_frame *frame = nwi_feed_frame(reader, start);
	struct nw_enclosure enclosure = {
		.url = nwi_value_url(reader, nwi_feed_keep(reader), frame->base,
				     url),
		.type = nwi_take_kept(reader, start, NWI_A_TYPE),
		.length = nwi_take_length(length),
	};

	nwi_draft_add_enclosure(reader, &enclosure);
}

void nwi_take_enclosure(struct nwi_feed_reader *reader,
			const struct nwi_event *start,
			const struct nwi_feed_row *row)
{
	struct nw_str url = nwi_take_attr(start, NWI_A_URL);

	(void)row;
	if (url.len == 0)
		url = nwi_take_attr(start, NWI_A_HREF);
	if (url.len == 0)
		url = nwi_take_attr(start, NWI_A_RESOURCE);
	if (url.len > 0)
		add_enclosure(reader, start, url,
			      nwi_take_attr(start, NWI_A_LENGTH));
}

/* Media RSS: sound and film are enclosures, pictures are decoration. */
void nwi_take_media(struct nwi_feed_reader *reader,
		    const struct nwi_event *start,
		    const struct nwi_feed_row *row)
{
	struct nw_str url = nwi_take_attr(start, NWI_A_URL);
	struct nw_str type = nwi_trim(nwi_take_attr(start, NWI_A_TYPE));
	struct nw_str medium = nwi_trim(nwi_take_attr(start, NWI_A_MEDIUM));

	(void)row;
	if (url.len > 0 && (nw_str_starts_nocase(type, "audio/") ||
			    nw_str_starts_nocase(type, "video/") ||
			    nw_str_is_nocase(medium, "audio") ||
			    nw_str_is_nocase(medium, "video")))
		add_enclosure(reader, start, url,
			      nwi_take_attr(start, NWI_A_FILESIZE));
}

/* Whether a space-separated list of link relations has one. */
static bool has_rel(struct nw_str rel, const char *name)
{
	struct nw_str one;

	while (nw_str_next(&rel, ' ', &one))
		if (nw_str_is_nocase(one, name))
			return true;
	return false;
}

static uint8_t alternate_rank(struct nw_str type)
{
	if (type.len == 0 || nw_str_is_nocase(type, "text/html") ||
	    nw_str_is_nocase(type, "html") ||
	    nw_str_is_nocase(type, "application/xhtml+xml"))
		return 5;
	return 2;
}

static void take_href(struct nwi_feed_reader *reader,
		      const struct nwi_event *start)
{
	struct nw_str rel = nwi_trim(nwi_take_attr(start, NWI_A_REL));
	struct nw_str href = nwi_take_attr(start, NWI_A_HREF);
	bool in_source = nwi_take_place(reader, start) == NWI_IN_SOURCE;
	struct nw_str kept =
		nw_arena_str(nwi_feed_keep(reader), nwi_trim(href));

	if (rel.len == 0 || has_rel(rel, "alternate"))
		nwi_take_put(reader, start,
			     in_source ? NWI_SLOT_ORIGIN_URL : NWI_SLOT_URL,
			     alternate_rank(nwi_trim(
				     nwi_take_attr(start, NWI_A_TYPE))),
			     kept);
	else if (in_source && has_rel(rel, "self"))
		nwi_take_put(reader, start, NWI_SLOT_ORIGIN_URL, 1, kept);
	else if (in_source)
		return;
	else if (has_rel(rel, "enclosure"))
		add_enclosure(reader, start, href,
			      nwi_take_attr(start, NWI_A_LENGTH));
	else if (has_rel(rel, "hub"))
		nwi_take_put(reader, start, NWI_SLOT_HUB, 5, kept);
	else if (has_rel(rel, "self") && !reader->has_item)
		nwi_take_put(reader, start, NWI_SLOT_SELF, 5, kept);
}

/* Atom writes <link href=""/>, RSS <link>text</link>. */
void nwi_take_link(struct nwi_feed_reader *reader,
		   const struct nwi_event *start,
		   const struct nwi_feed_row *row)
{
	const struct nwi_frame *frame = nwi_feed_frame(reader, start);
	struct nwi_value value = { .base = frame->base,
				   .rank = 6,
				   .latest = reader->has_item ||
					     !reader->is_second };
	struct nw_str rel = nwi_trim(nwi_take_attr(start, NWI_A_REL));

	(void)row;
	if (!nw_str_is_absent(nwi_take_attr(start, NWI_A_HREF))) {
		take_href(reader, start);
		return;
	}
	if (rel.len > 0 && !has_rel(rel, "alternate"))
		return;
	bool in_source = nwi_take_place(reader, start) == NWI_IN_SOURCE;
	nwi_take_inner(reader, start, &value);
	nwi_draft_put(nwi_feed_draft(reader),
		      in_source ? NWI_SLOT_ORIGIN_URL : NWI_SLOT_URL, &value);
	reader->feed_is_stale = reader->feed_is_stale || !reader->has_item;
}

void nwi_take_url(struct nwi_feed_reader *reader, const struct nwi_event *start,
		  const struct nwi_feed_row *row)
{
	nwi_take_put(reader, start, row->slot, row->rank,
		     nwi_take_plain(reader, start));
}

/*
 * RSS 2.0: a guid is a permanent link unless isPermaLink says "false"; in
 * the wild only where it looks like one.
 */
void nwi_take_guid(struct nwi_feed_reader *reader,
		   const struct nwi_event *start,
		   const struct nwi_feed_row *row)
{
	struct nw_str stated =
		nwi_trim(nwi_take_attr(start, NWI_A_ISPERMALINK));
	bool is_link = stated.len == 0 || nw_str_is_nocase(stated, "true");
	bool is_said = is_link && stated.len > 0;
	struct nw_str guid = nwi_take_plain(reader, start);

	(void)row;
	nwi_take_put(reader, start, NWI_SLOT_ID, 5, guid);
	if (is_link && (is_said || nwi_url_is_web(guid)))
		nwi_take_put(reader, start, NWI_SLOT_URL, 3, guid);
}
