/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the feed reader.
 *
 * A reader walks the events of lib/markup (or a JSON tree) and fills *drafts*:
 * one for the feed, one for the item at hand. A draft holds for each field
 * the best raw value seen so far, undecoded and with its base, language and
 * form; only what wins is decoded, made plain and sanitised, when the item
 * ends. So the many elements that repeat each other cost a look-up.
 *
 * Memory: the caller's arena takes what nw_feed_read gives back; `feed_arena`
 * what lives as long as the reading (the document as UTF-8 where it had to be
 * converted, bases of open elements); `item_arena` one item. Two of these
 * take turns, because the attributes of an item's start tag are decoded into
 * the arena of the item before.
 */
#ifndef NWI_FEED_READER_H
#define NWI_FEED_READER_H

#include "base/trim.h"
#include "item/read.h"
#include "markup/xml.h"
#include "text/charset.h"
#include <newswatch/feed.h>

/* Default of nw_feed_input.item_limit. */
#define NWI_FEED_ITEMS 5000

/* The fields that hold one value, of an item and of a feed. */
enum nwi_slot {
	NWI_SLOT_ID,
	NWI_SLOT_URL,
	NWI_SLOT_TITLE,
	NWI_SLOT_SUMMARY, /* feed: description */
	NWI_SLOT_CONTENT,
	NWI_SLOT_PUBLISHED,
	NWI_SLOT_UPDATED,
	NWI_SLOT_DATE, /* of unknown meaning: published, else updated */
	NWI_SLOT_LANGUAGE,
	NWI_SLOT_ORIGIN_TITLE,
	NWI_SLOT_ORIGIN_URL,
	NWI_SLOT_SELF,
	NWI_SLOT_HUB,
	NWI_SLOT_GENERATOR,
	NWI_SLOT_COUNT
};

/* What the characters of a value are. */
enum nwi_form {
	NWI_FORM_TEXT,	 /* text, to be taken literally */
	NWI_FORM_GUESS,	 /* text by the specification, often HTML in the wild */
	NWI_FORM_HTML,	 /* HTML, escaped once */
	NWI_FORM_MARKUP, /* elements inside the document: XHTML, more or less */
	NWI_FORM_BASE64	 /* base64 of HTML */
};

struct nwi_value {
	struct nw_str raw;
	struct nw_str whole; /* MARKUP: the element with its tags */
	struct nw_str base;
	struct nw_str language;
	uint8_t form; /* enum nwi_form */
	uint8_t rank; /* 0: no value */
	bool decoded; /* references are resolved already */
	bool latest;  /* among equals the last counts, not the first */
	bool section; /* one CDATA section, perhaps in white space */
	bool bare;    /* neither '<' nor '&' is in it, as far as is known */
	bool settled; /* by nwi_value_settle: HTML or TEXT, trimmed */
};

struct nwi_draft {
	struct nwi_value slots[NWI_SLOT_COUNT];
	struct nw_str language; /* of the element: xml:lang, inherited */
	struct nw_str base;
	struct nw_str authors[NWI_AUTHORS_MAX];
	struct nw_str categories[NWI_CATEGORIES_MAX];
	struct nw_enclosure enclosures[NWI_ENCLOSURES_MAX];
	uint32_t author_count, category_count, enclosure_count;
	bool cut;
};

/* Where an element stands. Bits, for the rows of the table. */
enum nwi_place {
	NWI_IN_NOTHING = 1 << 0, /* outside of every feed */
	NWI_IN_FEED = 1 << 1,
	NWI_IN_ITEM = 1 << 2,
	NWI_IN_SOURCE = 1 << 3, /* the feed that an item came from */
	NWI_IN_PERSON = 1 << 4,
	NWI_IN_IGNORED = 1 << 5, /* image, textInput, what we do not know */
	NWI_IN_ANY = (1 << 6) - 1
};

/* An open element. */
struct nwi_frame {
	struct nw_str base;
	struct nw_str language;
	uint8_t place;	   /* of its children */
	bool has_language; /* xml:lang was stated here or above */
};

struct nwi_feed_reader {
	const struct nw_feed_input *input;
	struct nw_arena *arena;
	struct nw_arena *feed_arena;
	struct nw_arena *item_arena, *spare_arena;
	nw_feed_item_fn *each;
	void *arg;
	struct nw_str text; /* the document, valid UTF-8 */
	const char *format; /* NULL until a feed was found */
	struct nwi_draft feed_draft;
	struct nwi_draft item_draft;
	struct nw_feed feed; /* what feed_draft amounts to, made when stale */
	bool feed_is_stale;
	bool is_atom;	       /* text constructs are Atom's */
	bool inherits_authors; /* an item without takes the feed's */
	bool has_item;	       /* item_draft is being filled */
	bool full;	       /* as many items as allowed */
	bool has_channel;
	bool is_second; /* a channel behind the first: fills gaps only */
	bool saw_html;	/* stands in what looks like a page */
	uint32_t item_count;
	int64_t ttl_ms;
	int64_t period_ms, frequency;
	struct nw_str encoding;
	struct nw_str tag_written, tag; /* the last item's language, settled */
	struct nw_buf scratch[2];
	struct nw_buf made[2]; /* text and HTML of the item at hand */

	/* XML only */
	struct nwi_xml *xml;
	struct nwi_xml *inner; /* for markup in text constructs; made at need */
	unsigned item_depth;
	struct nw_str person_name, person_mail;
	struct nw_buf person_text;
	struct nwi_frame frames[NWI_XML_DEPTH + 2];
};

/* rows.c: what an element means. */
struct nwi_feed_row;
typedef void nwi_feed_row_fn(struct nwi_feed_reader *reader,
			     const struct nwi_event *start,
			     const struct nwi_feed_row *row);

/* Families of namespaces that rows name. */
enum nwi_family {
	NWI_FAMILY_NONE = 0,
	NWI_FAMILY_CORE, /* RSS, Atom, no namespace, an unknown default one */
	NWI_FAMILY_DC,	 /* Dublin Core, elements and terms */
	NWI_FAMILY_CONTENT,
	NWI_FAMILY_MEDIA,
	NWI_FAMILY_ITUNES,
	NWI_FAMILY_SY,
	NWI_FAMILY_FEEDBURNER,
	NWI_FAMILY_XHTML,
	NWI_FAMILY_RDF
};

struct nwi_feed_row {
	uint8_t family;
	uint8_t places; /* enum nwi_place, or'ed */
	uint8_t slot;
	uint8_t rank; /* higher wins; the first of equal ones */
	uint8_t form; /* of constructs: what it is without a type */
	nwi_feed_row_fn *take;
};

/* The row of an element in that place, NULL when it means nothing to us. */
const struct nwi_feed_row *nwi_feed_row_find(const struct nwi_event *start,
					     uint8_t place);

/* take.c: the handlers of the rows. */
nwi_feed_row_fn nwi_take_rss, nwi_take_rdf, nwi_take_feed, nwi_take_channel,
	nwi_take_item, nwi_take_source, nwi_take_person, nwi_take_slot,
	nwi_take_construct, nwi_take_link, nwi_take_url, nwi_take_guid,
	nwi_take_category, nwi_take_keywords, nwi_take_enclosure,
	nwi_take_media, nwi_take_author, nwi_take_name, nwi_take_mail,
	nwi_take_ttl, nwi_take_period, nwi_take_frequency;

/* What handlers share. An attribute's value; lives until the next event. */
static inline struct nw_str nwi_take_attr(const struct nwi_event *start,
					  enum nwi_atom atom)
{
	if (start->attr_count == 0)
		return nw_str_make(NULL, 0);
	return nwi_attr_get(start->attrs, start->attr_count, atom);
}

/* The same without margins, and as long as its draft. */
struct nw_str nwi_take_kept(struct nwi_feed_reader *reader,
			    const struct nwi_event *start, enum nwi_atom atom);

/* Where the element stands. */
static inline uint8_t nwi_take_place(const struct nwi_feed_reader *reader,
				     const struct nwi_event *start)
{
	return reader->frames[start->depth - 1].place;
}

/* Puts text that needs no decoding into the draft at hand. */
void nwi_take_put(struct nwi_feed_reader *reader, const struct nwi_event *start,
		  enum nwi_slot slot, uint8_t rank, struct nw_str decoded);

/* Reads the element to its end: what it holds, and whether to decode it. */
void nwi_take_inner(struct nwi_feed_reader *reader,
		    const struct nwi_event *start, struct nwi_value *value);

/* The same; its text without its markup. */
struct nw_str nwi_take_plain(struct nwi_feed_reader *reader,
			     const struct nwi_event *start);

/* A number that cannot be negative; -1 for anything else. */
int64_t nwi_take_length(struct nw_str text);

/* The frame of the element that `start` opened. */
static inline struct nwi_frame *nwi_feed_frame(struct nwi_feed_reader *reader,
					       const struct nwi_event *start)
{
	return &reader->frames[start->depth];
}

/* The draft that an element in that place belongs to. */
static inline struct nwi_draft *nwi_feed_draft(struct nwi_feed_reader *reader)
{
	return reader->has_item ? &reader->item_draft : &reader->feed_draft;
}

/* The arena for what an element in that place says. */
static inline struct nw_arena *nwi_feed_keep(struct nwi_feed_reader *reader)
{
	return reader->has_item ? reader->item_arena : reader->feed_arena;
}

/* draft.c: filling drafts and making items of them. */
void nwi_draft_put(struct nwi_draft *draft, enum nwi_slot slot,
		   const struct nwi_value *value);
void nwi_draft_add_author(struct nwi_feed_reader *reader,
			  struct nw_str written);
void nwi_draft_add_category(struct nwi_feed_reader *reader, struct nw_str name);
void nwi_draft_add_enclosure(struct nwi_feed_reader *reader,
			     const struct nw_enclosure *enclosure);
void nwi_draft_begin_item(struct nwi_feed_reader *reader);

/* Makes an item of the draft, gives it to `each`, empties the draft. */
enum nw_status nwi_draft_end_item(struct nwi_feed_reader *reader);

/* Makes `reader->feed` of the feed's draft where it changed. */
void nwi_draft_make_feed(struct nwi_feed_reader *reader);

/* value.c: from raw values to text and HTML. */

/* Text of any value without its tags, one line, in `arena`. */
struct nw_str nwi_value_line(struct nwi_feed_reader *reader,
			     const struct nwi_value *value, size_t max_bytes,
			     struct nw_arena *arena, bool *cut);

/* A value that must be decoded: trimmed. */
struct nw_str nwi_value_decoded(struct nwi_feed_reader *reader,
				const struct nwi_value *value);

/* A value that cannot be markup (a guid, a date): trimmed, decoded. */
static inline struct nw_str nwi_value_plain(struct nwi_feed_reader *reader,
					    const struct nwi_value *value)
{
	if (!value->section && (value->decoded || value->bare))
		return nwi_trim(value->raw);
	return nwi_value_decoded(reader, value);
}

/* The same of an element's raw content. */
struct nw_str nwi_raw_plain(struct nwi_feed_reader *reader, struct nw_str raw);

/* Whether elements stand in an element's raw content. */
bool nwi_raw_has_markup(struct nw_str raw);

/*
 * Decodes an item's value in place, so that text and HTML are made of it
 * without doing it twice. Not for the feed's values, which outlive an item.
 */
void nwi_value_settle(struct nwi_feed_reader *reader, struct nwi_value *value);

/* Plain text, blocks parted by \n. */
struct nw_str nwi_value_text(struct nwi_feed_reader *reader,
			     const struct nwi_value *value, bool *cut);

/*
 * The same and safe HTML, once an item; they live until the next one's.
 * Neither is written without a value.
 */
void nwi_value_read(struct nwi_feed_reader *reader,
		    const struct nwi_value *value, struct nw_str *text,
		    struct nw_str *html, bool *cut);

/* explain.c: notes for input->explain, which the second wants. `source` is
 * enum nwi_charset_source, 0: read in place. */
void nwi_explain_charset(struct nwi_feed_reader *reader, int source);
void nwi_explain_item(struct nwi_feed_reader *reader,
		      const struct nw_item *item);

/* link.c: the base of links; where none is known, the feed's own site. */
struct nw_str nwi_base_of(struct nwi_feed_reader *reader, struct nw_str base);

/* An absolute URL, absent when there is none. */
struct nw_str nwi_value_url(struct nwi_feed_reader *reader,
			    struct nw_arena *arena, struct nw_str base,
			    struct nw_str written);

/*
 * link_header.c: where the Link header (RFC 8288) points with that relation,
 * absolute; absent without.
 */
struct nw_str nwi_link_of_header(struct nwi_feed_reader *reader,
				 const char *relation);

/* recode.c: UTF-8 that was encoded twice, as it was. */
struct nw_str nwi_undo_recoding(struct nw_arena *arena, struct nw_str s);

/* person.c: the name in "mail (Name)" and "Name <mail>", else the mail. */
struct nw_str nwi_person_name(struct nw_str written);

/*
 * feed.c: the document as valid UTF-8, in place where it is already, else in
 * `room`; `used->source` is 0 for the first.
 */
enum nw_status nwi_feed_to_text(const struct nw_feed_input *input,
				struct nw_buf *room, struct nw_str *text,
				struct nwi_charset *used, struct nw_error *err);

/* sniff.c: what bytes look like that are no feed: NW_BAD_INPUT. */
enum nw_status nwi_feed_refuse(struct nw_str bytes, struct nw_str text,
			       struct nw_error *err);
bool nwi_feed_is_json(struct nw_str bytes);

/* xml_read.c, json_read.c: read reader->text. */
enum nw_status nwi_feed_read_xml(struct nwi_feed_reader *reader,
				 struct nw_error *err);
enum nw_status nwi_feed_read_json(struct nwi_feed_reader *reader,
				  struct nw_error *err);

/*
 * json_mend.c: appends the text up to the last whole element of its "items"
 * and closes what is open; false where there is none.
 */
bool nwi_json_mend(struct nw_str text, struct nw_buf *out);

#endif
