/* SPDX-License-Identifier: Apache-2.0 */
/* What the feed reader took for what, for those who ask. */
#include "feed/reader.h"

/* A text with the bytes of the document that it was read from. */
static void tell(struct nwi_feed_reader *reader, const char *what,
		 struct nw_str text, struct nw_str raw, struct nw_str why)
{
	struct nw_explained note = { .size = sizeof(note),
				     .what = nw_str_from(what),
				     .text = text,
				     .why = why };
	const struct nw_str *all = &reader->text;

	if (raw.len > 0 && raw.at >= all->at &&
	    raw.at + raw.len <= all->at + all->len) {
		note.from = (uint64_t)(raw.at - all->at);
		note.to = note.from + raw.len;
	}
	nw_explain(reader->input->explain, &note);
}

void nwi_explain_charset(struct nwi_feed_reader *reader, int source)
{
	static const char *const why[] = {
		"valid UTF-8, and nothing says otherwise",
		[NWI_CHARSET_BOM] = "by the byte order mark",
		[NWI_CHARSET_HEADER] = "by the header Content-Type",
		[NWI_CHARSET_DECLARED] = "by the document's declaration",
		[NWI_CHARSET_GUESSED] = "by the bytes themselves",
	};

	if (reader->input->explain)
		tell(reader, "charset", reader->encoding, nw_str_make(NULL, 0),
		     nw_str_from(why[source]));
}

static const char *precision_of(const struct nw_instant *at)
{
	static const char *const names[] = { "",    "year",   "month",
					     "day", "minute", "second" };

	return at->precision <= NW_PRECISION_SECOND ? names[at->precision] : "";
}

static void tell_date(struct nwi_feed_reader *reader, enum nwi_slot slot,
		      const char *meaning, const struct nw_instant *at)
{
	const struct nwi_value *value = &reader->item_draft.slots[slot];
	NW_AUTO(nw_buf_fini) struct nw_buf why = { 0 };
	char text[NW_TIME_TEXT];

	if (value->rank == 0)
		return;
	nw_buf_init(&why, 200);
	if (nw_instant_is_absent(at)) {
		nw_buf_add_fmt(&why, "%s, and no date could be read of it",
			       meaning);
	} else {
		nw_instant_format(at, text);
		nw_buf_add_fmt(&why, "%s: %s, known to the %s%s", meaning, text,
			       precision_of(at),
			       at->offset_min == NW_OFFSET_UNKNOWN
				       ? ", without a zone"
				       : "");
	}
	tell(reader, "date", nwi_value_plain(reader, value), value->raw,
	     nw_buf_str(&why));
}

static void tell_text(struct nwi_feed_reader *reader,
		      const struct nw_item *item)
{
	const struct nwi_value *slots = reader->item_draft.slots;
	bool full = slots[NWI_SLOT_CONTENT].rank > 0;
	struct nw_str text = full ? item->content : item->summary;

	if (text.len == 0)
		return;
	tell(reader, "text", text,
	     slots[full ? NWI_SLOT_CONTENT : NWI_SLOT_SUMMARY].raw,
	     nw_str_from(full ? "the element of the full text"
			      : "the summary; there is no full text"));
}

void nwi_explain_item(struct nwi_feed_reader *reader,
		      const struct nw_item *item)
{
	NW_AUTO(nw_buf_fini) struct nw_buf why = { 0 };
	const struct nwi_value *title =
		&reader->item_draft.slots[NWI_SLOT_TITLE];
	const struct nw_instant *date = nw_instant_is_absent(&item->published)
						? &item->updated
						: &item->published;

	nw_buf_init(&why, 200);
	nw_buf_add_fmt(&why, "item %u of %s", reader->item_count + 1,
		       reader->format);
	tell(reader, "record", item->title.len > 0 ? item->title : item->url,
	     title->raw, nw_buf_str(&why));
	tell_date(reader, NWI_SLOT_PUBLISHED, "published", &item->published);
	tell_date(reader, NWI_SLOT_UPDATED, "updated", &item->updated);
	tell_date(reader, NWI_SLOT_DATE, "a date of unknown meaning", date);
	tell_text(reader, item);
	if (item->flags & NW_ITEM_CUT)
		tell(reader, "cut", item->title, nw_str_make(NULL, 0),
		     nw_str_from("a limit cut a field of this item"));
}
