/* SPDX-License-Identifier: Apache-2.0 */
/* Handlers of rows: texts and what their characters are. */
#include "feed/reader.h"

void nwi_take_slot(struct nwi_feed_reader *reader,
		   const struct nwi_event *start,
		   const struct nwi_feed_row *row)
{
	const struct nwi_frame *frame = nwi_feed_frame(reader, start);
	struct nwi_value value = { .base = frame->base,
				   .language = frame->language,
				   .rank = row->rank,
				   .latest = row->slot >= NWI_SLOT_PUBLISHED &&
					     row->slot <= NWI_SLOT_DATE };

	nwi_take_inner(reader, start, &value);
	nwi_draft_put(nwi_feed_draft(reader), row->slot, &value);
	reader->feed_is_stale = reader->feed_is_stale || !reader->has_item;
}

/* Media types of text constructs (RFC 4287, 3.1.1; Atom 0.3, 3.1). */
static const struct {
	const char *type;
	enum nwi_form form;
} types[] = {
	{ "text", NWI_FORM_TEXT },	 { "plain", NWI_FORM_TEXT },
	{ "text/plain", NWI_FORM_TEXT }, { "html", NWI_FORM_HTML },
	{ "text/html", NWI_FORM_HTML },	 { "xhtml", NWI_FORM_MARKUP },
};

static bool is_xml_type(struct nw_str type)
{
	return nw_str_ends(type, "+xml") || nw_str_ends(type, "/xml");
}

static enum nwi_form form_of_type(struct nw_str type, enum nwi_form without)
{
	if (type.len == 0)
		return without;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (nw_str_is_nocase(type, types[i].type))
			return types[i].form;
	if (is_xml_type(type))
		return NWI_FORM_MARKUP;
	if (nw_str_starts_nocase(type, "text/") ||
	    nw_str_find_char(type, '/') == type.len)
		return without;
	return NWI_FORM_BASE64;
}

/* What a construct's start tag says of its characters. */
struct stated {
	struct nw_str type, mode;
};

/*
 * What the characters of a construct are, by its type and mode; elements
 * that stand inside are markup whatever was stated. RSS knows no types: its
 * text is a guess.
 */
static enum nwi_form form_of(const struct nwi_feed_reader *reader,
			     const struct stated *stated, enum nwi_form without,
			     const struct nwi_value *value)
{
	if (reader->is_atom && without == NWI_FORM_GUESS)
		without = NWI_FORM_TEXT;
	if (stated->mode.len > 0 && nw_str_is_nocase(stated->mode, "base64"))
		return NWI_FORM_BASE64;
	enum nwi_form form = form_of_type(stated->type, without);
	if (form == NWI_FORM_BASE64)
		return form;
	if (!value->bare && !value->section && nwi_raw_has_markup(value->raw))
		return NWI_FORM_MARKUP;
	if (form == NWI_FORM_MARKUP)
		return NWI_FORM_HTML;
	if (form == NWI_FORM_TEXT && !reader->is_atom)
		return NWI_FORM_GUESS;
	return form;
}

/*
 * A second description or summary of equal standing is the fuller text
 * (RSS 0.9x with its own <summary>).
 */
static enum nwi_slot construct_slot(struct nwi_feed_reader *reader,
				    const struct nwi_event *start,
				    const struct nwi_feed_row *row,
				    uint8_t *rank)
{
	if (nwi_take_place(reader, start) == NWI_IN_SOURCE)
		return NWI_SLOT_ORIGIN_TITLE;
	if (row->slot == NWI_SLOT_SUMMARY && reader->has_item &&
	    reader->item_draft.slots[NWI_SLOT_SUMMARY].rank >= row->rank) {
		*rank = 1;
		return NWI_SLOT_CONTENT;
	}
	return row->slot;
}

void nwi_take_construct(struct nwi_feed_reader *reader,
			const struct nwi_event *start,
			const struct nwi_feed_row *row)
{
	const struct nwi_frame *frame = nwi_feed_frame(reader, start);
	struct nwi_value value = { .base = frame->base,
				   .language = frame->language,
				   .rank = row->rank };
	enum nwi_slot slot = construct_slot(reader, start, row, &value.rank);
	struct stated stated = { 0 };

	/* The event's attributes do not outlive the reading of the content. */
	if (start->attr_count > 0) {
		stated.type = nwi_trim(nwi_take_attr(start, NWI_A_TYPE));
		stated.mode = nwi_trim(nwi_take_attr(start, NWI_A_MODE));
	}
	nwi_take_inner(reader, start, &value);
	value.form = (uint8_t)form_of(reader, &stated, row->form, &value);
	if (value.form == NWI_FORM_MARKUP) {
		const char *from = reader->text.at + start->from;
		const char *to = value.raw.at + value.raw.len;
		value.whole = nw_str_make(from, (size_t)(to - from));
	}
	nwi_draft_put(nwi_feed_draft(reader), slot, &value);
	reader->feed_is_stale = reader->feed_is_stale || !reader->has_item;
}
