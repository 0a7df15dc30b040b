/* SPDX-License-Identifier: Apache-2.0 */
/* The walk over an XML feed. */
#include "feed/reader.h"
#include "text/url.h"

static struct nw_str attr_of(const struct nwi_event *start, enum nwi_atom plain)
{
	struct nw_str value = nwi_attr_get_ns(start->attrs, start->attr_count,
					      NWI_NS_XML, plain);

	if (nw_str_is_absent(value))
		value = nwi_attr_get_ns(start->attrs, start->attr_count,
					NWI_NS_NONE, plain);
	return value;
}

/* Whether any of its attributes may be xml:base or xml:lang. */
static bool has_scope(const struct nwi_event *start)
{
	for (size_t i = 0; i < start->attr_count; i++) {
		uint16_t atom = start->attrs[i].atom;
		if (atom == NWI_A_BASE || atom == NWI_A_LANG)
			return true;
	}
	return false;
}

/* What xml:base and xml:lang say here; only http(s) bases are believed. */
static void read_scope(struct nwi_feed_reader *reader,
		       const struct nwi_event *start, struct nwi_frame *frame)
{
	struct nw_arena *arena = nwi_feed_keep(reader);
	struct nw_str base = attr_of(start, NWI_A_BASE);
	struct nw_str language = attr_of(start, NWI_A_LANG);

	if (base.len > 0) {
		struct nw_str absolute =
			nwi_url_resolve_in(arena, frame->base, base);
		if (nwi_url_is_web(absolute))
			frame->base = absolute;
	}
	if (!nw_str_is_absent(language)) {
		frame->language = nw_arena_str(arena, language);
		frame->has_language = true;
	}
}

static void on_start(struct nwi_feed_reader *reader,
		     const struct nwi_event *start)
{
	const struct nwi_frame *parent = &reader->frames[start->depth - 1];
	struct nwi_frame *frame = &reader->frames[start->depth];
	const struct nwi_feed_row *row =
		nwi_feed_row_find(start, parent->place);

	*frame = *parent;
	if (has_scope(start))
		read_scope(reader, start, frame);
	if (row)
		row->take(reader, start, row);
	else if (parent->place != NWI_IN_NOTHING)
		frame->place = NWI_IN_IGNORED;
	else if (start->atom == NWI_A_HTML || start->atom == NWI_A_BODY)
		reader->saw_html = true;
}

/* RSS writes the origin's title and a person as bare text. */
static void on_text(struct nwi_feed_reader *reader,
		    const struct nwi_event *event)
{
	uint8_t place = reader->frames[event->depth].place;

	if (place == NWI_IN_PERSON)
		nw_buf_add_str(&reader->person_text, event->text);
	if (place != NWI_IN_SOURCE)
		return;
	const struct nwi_value value = { .raw = nw_str_trim(event->text),
					 .form = NWI_FORM_GUESS,
					 .rank = 1,
					 .decoded = true };
	nwi_draft_put(nwi_feed_draft(reader), NWI_SLOT_ORIGIN_TITLE, &value);
}

static void end_person(struct nwi_feed_reader *reader)
{
	struct nw_str text = nw_str_trim(nw_buf_str(&reader->person_text));

	if (reader->person_name.len > 0)
		text = reader->person_name;
	else if (reader->person_mail.len > 0)
		text = reader->person_mail;
	nwi_draft_add_author(reader, text);
	reader->person_name = reader->person_mail = nw_str_make(NULL, 0);
	nw_buf_clear(&reader->person_text);
}

static enum nw_status on_end(struct nwi_feed_reader *reader,
			     const struct nwi_event *event)
{
	uint8_t place = reader->frames[event->depth].place;
	uint8_t outer = reader->frames[event->depth - 1].place;

	if (place == NWI_IN_PERSON && outer != NWI_IN_PERSON &&
	    outer != NWI_IN_SOURCE)
		end_person(reader);
	if (reader->has_item && event->depth == reader->item_depth)
		return nwi_draft_end_item(reader);
	return NW_OK;
}

/* A START of an item while one is open: the end tag was forgotten. */
static enum nw_status end_forgotten(struct nwi_feed_reader *reader,
				    const struct nwi_event *event)
{
	if (!reader->has_item ||
	    (event->atom != NWI_A_ITEM && event->atom != NWI_A_ENTRY) ||
	    reader->frames[event->depth - 1].place != NWI_IN_ITEM)
		return NW_OK;
	for (unsigned i = reader->item_depth; i < event->depth; i++)
		reader->frames[i] = reader->frames[reader->item_depth - 1];
	return nwi_draft_end_item(reader);
}

/* White space between elements says nothing, but in a person's name. */
static bool next_event(struct nwi_feed_reader *reader, struct nwi_event *event)
{
	struct nwi_xml *xml = reader->xml;

	if (reader->frames[xml->depth].place != NWI_IN_PERSON)
		nwi_xml_skip_space(xml);
	return nwi_xml_next(xml, event);
}

static enum nw_status walk(struct nwi_feed_reader *reader)
{
	enum nw_status status = NW_OK;
	struct nwi_event event;

	while (status == NW_OK && !reader->full && next_event(reader, &event)) {
		switch (event.kind) {
		case NWI_EVENT_START:
			status = end_forgotten(reader, &event);
			if (status == NW_OK)
				on_start(reader, &event);
			break;
		case NWI_EVENT_TEXT:
			on_text(reader, &event);
			break;
		case NWI_EVENT_END:
			status = on_end(reader, &event);
			break;
		default:
			break;
		}
	}
	return status;
}

/* Where relative links start: Content-Location, as seen from the URL. */
static struct nw_str first_base(struct nwi_feed_reader *reader)
{
	struct nw_str base = reader->input->base_url;
	struct nw_str location = reader->input->content_location;

	if (location.len > 0) {
		struct nw_str absolute =
			nwi_url_resolve_in(reader->feed_arena, base, location);
		if (nwi_url_is_web(absolute))
			return absolute;
	}
	return base;
}

enum nw_status nwi_feed_read_xml(struct nwi_feed_reader *reader,
				 struct nw_error *err)
{
	reader->xml = nw_arena_new_of(reader->feed_arena, struct nwi_xml);
	if (!reader->xml)
		return nw_fail(err, NW_LIMIT, "no room to read a feed");
	nwi_xml_init(reader->xml, reader->text, reader->feed_arena);
	nw_buf_init(&reader->person_text, NWI_TITLE_BYTES);
	reader->frames[0] = (struct nwi_frame){ .base = first_base(reader),
						.place = NWI_IN_NOTHING };
	reader->feed_draft.base = reader->frames[0].base;
	enum nw_status status = walk(reader);
	if (status == NW_OK && reader->has_item)
		status = nwi_draft_end_item(reader);
	if (reader->format)
		nwi_draft_make_feed(reader);
	nw_buf_fini(&reader->person_text);
	return status == NW_OK ? NW_OK
			       : nw_fail(err, status, "reading was stopped");
}
