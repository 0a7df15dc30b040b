/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a raw value to plain text and to safe HTML.
 *
 * Most values of most feeds need nothing: no '<', no '&', no character to
 * clean. Those are given out as slices of the document.
 */
#include "base/room.h"
#include "feed/reader.h"
#include "html/emit.h"
#include "markup/entity.h"
#include "markup/scan.h"
#include "text/utf8.h"
#include <newswatch/page.h>

static const struct nw_str cdata_open = NW_STR("<![CDATA[");
static const struct nw_str cdata_close = NW_STR("]]>");
static const struct nw_str comment_close = NW_STR("-->");

/* Bytes up to and with the "-->", or all of it. */
static size_t past_comment(struct nw_str s)
{
	size_t at = nw_str_find(s, comment_close);

	return at < s.len ? at + comment_close.len : s.len;
}

/* Bytes of the CDATA section that `s` begins with, or all of it. */
static size_t past_cdata(struct nw_str s)
{
	const char *end = s.at + s.len;
	const char *at = nwi_find_cdata_end(s.at, end);

	return at < end ? (size_t)(at - s.at) + cdata_close.len : s.len;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool begins(struct nw_str s, struct nw_str with)
{
	return s.len >= with.len && memcmp(s.at, with.at, with.len) == 0;
}

/*
 * Bytes of what begins at a '<': a CDATA section, a comment, a tag; 0 for a
 * '<' that is text. `*tag` says that it is a start tag.
 */
static size_t markup_len(struct nw_str s, bool *tag)
{
	*tag = false;
	if (begins(s, cdata_open))
		return past_cdata(s);
	if (nw_str_starts(s, "<!--"))
		return past_comment(s);
	if (s.len < 2 || !(is_letter(s.at[1]) || s.at[1] == '/' ||
			   s.at[1] == '?' || s.at[1] == '!'))
		return 0;
	*tag = is_letter(s.at[1]);
	size_t end = nw_str_find_char(s, '>');
	return end == s.len ? s.len : end + 1;
}

bool nwi_raw_has_markup(struct nw_str raw)
{
	bool tag;

	while (raw.len > 0) {
		size_t at = nw_str_find_char(raw, '<');
		if (at == raw.len)
			return false;
		raw = nw_str_slice(raw, at, raw.len);
		size_t len = markup_len(raw, &tag);
		if (tag)
			return true;
		raw = nw_str_slice(raw, len ? len : 1, raw.len);
	}
	return false;
}

/* The content of a CDATA section of `len` bytes, which may lack its end. */
static struct nw_str cdata_inside(struct nw_str s, size_t len)
{
	struct nw_str all = nw_str_slice(s, 0, len);
	size_t end = nw_str_ends(all, "]]>") ? len - cdata_close.len : len;

	return nw_str_slice(all, cdata_open.len, end);
}

/*
 * A section in a section, made by software that wraps what is wrapped: the
 * inner marks are no text. Its end stands behind the first end, as text.
 */
static struct nw_str unwrap(struct nw_str inside, bool *wrapped)
{
	if (!begins(nwi_trim(inside), cdata_open))
		return inside;
	*wrapped = true;
	inside = nwi_trim(inside);
	return nw_str_slice(inside, cdata_open.len, inside.len);
}

/* Text with sections, comments and tags in it, piece by piece. */
static struct nw_str decode_pieces(struct nwi_feed_reader *reader,
				   struct nw_str raw)
{
	struct nw_buf *out = &reader->scratch[0];
	bool tag, wrapped = false;

	nw_buf_clear(out);
	while (raw.len > 0) {
		size_t at = nw_str_find_char(raw, '<');
		while (at < raw.len &&
		       markup_len(nw_str_slice(raw, at, raw.len), &tag) == 0)
			at += 1 +
			      nw_str_find_char(
				      nw_str_slice(raw, at + 1, raw.len), '<');
		nw_buf_add_str(out, nwi_xml_decode(reader->xml,
						   nw_str_slice(raw, 0, at)));
		raw = nw_str_slice(raw, at, raw.len);
		if (raw.len == 0)
			break;
		size_t len = markup_len(raw, &tag);
		if (begins(raw, cdata_open))
			nw_buf_add_str(
				out, unwrap(cdata_inside(raw, len), &wrapped));
		raw = nw_str_slice(raw, len, raw.len);
	}
	if (wrapped && nw_str_ends(nw_buf_str(out), "]]>"))
		out->len -= cdata_close.len;
	return nw_arena_buf(reader->item_arena, out);
}

static bool has_neither(struct nw_str s)
{
	return nw_str_find_char(s, '<') == s.len &&
	       nw_str_find_char(s, '&') == s.len;
}

/* An element's raw content as text, references resolved, margins cut. */
static struct nw_str decode(struct nwi_feed_reader *reader, struct nw_str raw,
			    bool *bare)
{
	raw = nwi_trim(raw);
	*bare = has_neither(raw);
	if (*bare)
		return raw;
	if (nw_str_find_char(raw, '<') == raw.len)
		return nwi_trim(nwi_xml_decode(reader->xml, raw));
	if (begins(raw, cdata_open) && past_cdata(raw) == raw.len)
		return nwi_trim(cdata_inside(raw, raw.len));
	return nwi_trim(decode_pieces(reader, raw));
}

struct nw_str nwi_raw_plain(struct nwi_feed_reader *reader, struct nw_str raw)
{
	bool bare;

	return decode(reader, raw, &bare);
}

static struct nw_str inside_section(const struct nwi_value *value)
{
	struct nw_str all = nwi_trim(value->raw);

	return nwi_trim(cdata_inside(all, all.len));
}

struct nw_str nwi_value_decoded(struct nwi_feed_reader *reader,
				const struct nwi_value *value)
{
	return value->section ? inside_section(value)
			      : nwi_raw_plain(reader, value->raw);
}

/* Elements that people write in titles and descriptions. */
static const enum nwi_atom html_atoms[] = {
	NWI_A_A,	  NWI_A_ABBR,	NWI_A_B,      NWI_A_BIG,
	NWI_A_BLOCKQUOTE, NWI_A_BR,	NWI_A_CENTER, NWI_A_CITE,
	NWI_A_CODE,	  NWI_A_DD,	NWI_A_DEL,    NWI_A_DIV,
	NWI_A_DL,	  NWI_A_DT,	NWI_A_EM,     NWI_A_FIGURE,
	NWI_A_FONT,	  NWI_A_H1,	NWI_A_H2,     NWI_A_H3,
	NWI_A_H4,	  NWI_A_H5,	NWI_A_H6,     NWI_A_HR,
	NWI_A_I,	  NWI_A_IMG,	NWI_A_INS,    NWI_A_LI,
	NWI_A_MARK,	  NWI_A_NOBR,	NWI_A_OL,     NWI_A_P,
	NWI_A_PRE,	  NWI_A_Q,	NWI_A_S,      NWI_A_SMALL,
	NWI_A_SPAN,	  NWI_A_STRIKE, NWI_A_STRONG, NWI_A_SUB,
	NWI_A_SUP,	  NWI_A_TABLE,	NWI_A_TBODY,  NWI_A_TD,
	NWI_A_TH,	  NWI_A_TR,	NWI_A_TT,     NWI_A_U,
	NWI_A_UL,	  NWI_A_WBR,
};

static bool is_html_name(struct nw_str name)
{
	enum nwi_atom atom = nwi_atom_find_nocase(name);

	for (size_t i = 0; i < sizeof(html_atoms) / sizeof(html_atoms[0]); i++)
		if (html_atoms[i] == atom)
			return true;
	return false;
}

/* The name of a tag at the start of `s` ("<b>", "</b>"), "" for none. */
static struct nw_str tag_name(struct nw_str s)
{
	size_t from = s.len > 1 && s.at[1] == '/' ? 2 : 1, to = from;

	while (to < s.len &&
	       (is_letter(s.at[to]) ||
		(to > from && s.at[to] >= '0' && s.at[to] <= '9')))
		to++;
	return nw_str_slice(s, from, to);
}

static bool has_reference(struct nw_str s)
{
	char text[NWI_ENTITY_BYTES];
	size_t len;

	while (s.len > 0) {
		s = nw_str_slice(s, nw_str_find_char(s, '&'), s.len);
		size_t taken = nwi_entity_read_joined(s, text, &len);
		if (taken > 0 && s.at[taken - 1] == ';')
			return true;
		s = nw_str_slice(s, 1, s.len);
	}
	return false;
}

/*
 * Whether text that should be plain is HTML: it has a tag or a reference,
 * and no tag that HTML's authors do not write in running text, so that "the
 * <blink> element" and "if a<b" stay as they are.
 */
static bool looks_like_html(struct nw_str s)
{
	bool tags = false;
	struct nw_str rest = s;

	while (rest.len > 0) {
		rest = nw_str_slice(rest, nw_str_find_char(rest, '<'),
				    rest.len);
		struct nw_str name = tag_name(rest);
		if (name.len > 0 && !is_html_name(name))
			return false;
		tags = tags || name.len > 0;
		rest = nw_str_slice(rest, 1, rest.len);
	}
	return tags || has_reference(s);
}

static inline void put_name(struct nw_buf *out, const char *before,
			    struct nw_str name, const char *after)
{
	size_t len = strlen(before), more = strlen(after);

	if (!nwi_buf_room(out, len + name.len + more))
		return;
	char *to = out->at + out->len;
	memcpy(to, before, len);
	memcpy(to + len, name.at, name.len);
	memcpy(to + len + name.len, after, more + 1);
	out->len += len + name.len + more;
}

static void put_attr(struct nw_buf *out, const struct nwi_attr *attr)
{
	put_name(out, " ", attr->name, "=\"");
	nw_html_escape(attr->value, out);
	nw_buf_add_char(out, '"');
}

/* Elements that HTML writes without an end tag. */
static bool is_void(uint16_t atom)
{
	static const enum nwi_atom atoms[] = {
		NWI_A_AREA,  NWI_A_BASE,   NWI_A_BR,	NWI_A_COL,  NWI_A_EMBED,
		NWI_A_HR,    NWI_A_IMG,	   NWI_A_INPUT, NWI_A_LINK, NWI_A_META,
		NWI_A_PARAM, NWI_A_SOURCE, NWI_A_TRACK, NWI_A_WBR,
	};

	for (size_t i = 0; i < sizeof(atoms) / sizeof(atoms[0]); i++)
		if (atoms[i] == atom)
			return true;
	return false;
}

static void put_event(struct nw_buf *out, const struct nwi_event *event)
{
	switch (event->kind) {
	case NWI_EVENT_START:
		put_name(out, "<", event->local,
			 event->attr_count > 0 ? "" : ">");
		for (size_t i = 0; i < event->attr_count; i++)
			put_attr(out, &event->attrs[i]);
		if (event->attr_count > 0)
			nw_buf_add_char(out, '>');
		break;
	case NWI_EVENT_TEXT:
		nw_html_escape(event->text, out);
		break;
	case NWI_EVENT_END:
		if (is_void(event->atom))
			break;
		put_name(out, "</", event->local, ">");
		break;
	default:
		break;
	}
}

/*
 * Elements of the document as HTML: prefixes off, sections and own entities
 * resolved, <a/> with an end tag. Depth 1 is the construct's own element.
 */
static struct nw_str markup_to_html(struct nwi_feed_reader *reader,
				    const struct nwi_value *value)
{
	struct nw_buf *out = &reader->scratch[0];
	struct nwi_event event;

	if (!reader->inner)
		reader->inner =
			nw_arena_new_of(reader->feed_arena, struct nwi_xml);
	if (!reader->inner)
		return nw_str_make("", 0);
	nwi_xml_init(reader->inner, value->whole, reader->item_arena);
	nw_buf_clear(out);
	while (nwi_xml_next(reader->inner, &event))
		if (event.depth > 1 || event.kind == NWI_EVENT_TEXT)
			put_event(out, &event);
	return nw_arena_buf(reader->item_arena, out);
}

static int base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

/* RFC 4648, line breaks allowed; what is none stays as it is. */
static struct nw_str base64_to_text(struct nwi_feed_reader *reader,
				    struct nw_str s)
{
	char *to = nw_arena_alloc(reader->item_arena, s.len);
	uint32_t bits = 0, have = 0;
	size_t len = 0;

	for (size_t i = 0; to && i < s.len && s.at[i] != '='; i++) {
		int digit = base64_digit(s.at[i]);
		if (digit < 0 && (unsigned char)s.at[i] > ' ')
			return s;
		if (digit < 0)
			continue;
		bits = bits << 6 | (uint32_t)digit;
		have += 6;
		if (have >= 8) {
			have -= 8;
			to[len++] = (char)(bits >> have & 0xff);
		}
	}
	struct nw_str text = nw_str_make(to, len);
	return to && nwi_utf8_is_valid(text) ? nwi_trim(text) : s;
}

/* Characters and what they are: TEXT or HTML. */
struct resolved {
	struct nw_str text;
	bool html;
	bool bare; /* neither '<' nor '&' in it: cannot be HTML */
};

static struct resolved resolve(struct nwi_feed_reader *reader,
			       const struct nwi_value *value)
{
	struct resolved to = { .html = true };

	if (value->settled)
		return (struct resolved){ .text = value->raw,
					  .html = value->form == NWI_FORM_HTML,
					  .bare = value->bare };
	if (value->form == NWI_FORM_MARKUP) {
		to.text = markup_to_html(reader, value);
		return to;
	}
	if (value->section) {
		to.text = inside_section(value);
	} else if (value->decoded || value->bare) {
		to.text = nwi_trim(value->raw);
		to.bare = value->bare;
	} else {
		to.text = decode(reader, value->raw, &to.bare);
	}
	if (value->form == NWI_FORM_BASE64) {
		to.text = base64_to_text(reader, to.text);
		to.bare = false;
	}
	to.bare = to.bare || has_neither(to.text);
	if (to.bare || value->form == NWI_FORM_TEXT)
		to.html = false;
	else if (value->form == NWI_FORM_GUESS)
		to.html = looks_like_html(to.text);
	return to;
}

void nwi_value_settle(struct nwi_feed_reader *reader, struct nwi_value *value)
{
	if (value->rank == 0)
		return;
	struct resolved to = resolve(reader, value);
	value->raw = nwi_trim(to.text);
	value->decoded = value->settled = true;
	value->section = false;
	value->bare = to.bare;
	value->form = to.html ? NWI_FORM_HTML : NWI_FORM_TEXT;
}

/* Text that was escaped twice shows its references to people: undone. */
static struct nw_str undo_references(struct nwi_feed_reader *reader,
				     struct nw_str text)
{
	struct nw_buf *out = &reader->scratch[0];

	if (!has_reference(text))
		return text;
	nw_buf_clear(out);
	nwi_entity_decode(text, out);
	return nw_arena_buf(reader->item_arena, out);
}

static struct nw_str limit(struct nw_str s, size_t max, bool *cut)
{
	if (s.len <= max)
		return s;
	*cut = true;
	return nw_str_slice(s, 0, nwi_utf8_floor(s, max));
}

/*
 * The text of a value, not yet cleaned: of the document, the item's arena or
 * (`from->html`) the scratch buffer.
 */
static struct nw_str rough_text(struct nwi_feed_reader *reader,
				const struct resolved *from, bool *cut)
{
	struct nw_buf *out = &reader->scratch[0];
	struct nw_str text = limit(from->text, NWI_TEXT_BYTES, cut);

	if (from->html) {
		nw_buf_clear(out);
		nw_html_to_text(text, reader->item_arena, out);
		text = nw_buf_str(out);
	} else if (!from->bare) {
		text = undo_references(reader, text);
	}
	return nwi_undo_recoding(reader->item_arena, text);
}

struct nw_str nwi_value_line(struct nwi_feed_reader *reader,
			     const struct nwi_value *value, size_t max_bytes,
			     struct nw_arena *arena, bool *cut)
{
	struct nw_buf *out = &reader->scratch[1];

	if (value->rank == 0)
		return nw_str_make(NULL, 0);
	struct resolved from = resolve(reader, value);
	struct nw_str text = rough_text(reader, &from, cut);
	if (text.len <= max_bytes && nwi_text_is_clean(text, true))
		return arena == reader->item_arena && !from.html
			       ? text
			       : nw_arena_str(arena, text);
	nw_buf_clear(out);
	if (!nwi_text_line(out, text, max_bytes))
		*cut = true;
	return nw_arena_buf(arena, out);
}

/* What the text of a value may have; of what is to be decoded, all. */
static unsigned traits_of(const struct resolved *from)
{
	return from->bare && from->text.len <= NWI_TEXT_BYTES
		       ? nwi_text_traits(from->text)
		       : ~0u;
}

static struct nw_str clean_text(struct nwi_feed_reader *reader,
				const struct resolved *from, unsigned traits,
				bool *cut)
{
	struct nw_buf *out = &reader->scratch[1];

	if (!(traits & (NWI_TRAIT_UNCLEAN | NWI_TRAIT_C3)))
		return from->text;
	struct nw_str text = rough_text(reader, from, cut);

	bool made = from->html && text.at == reader->scratch[0].at;
	if (made || nwi_text_is_clean(text, false))
		return from->html ? nw_arena_str(reader->item_arena, text)
				  : text;
	nw_buf_clear(out);
	nwi_text_clean(out, text);
	return nw_arena_buf(reader->item_arena, out);
}

struct nw_str nwi_value_text(struct nwi_feed_reader *reader,
			     const struct nwi_value *value, bool *cut)
{
	if (value->rank == 0)
		return nw_str_make(NULL, 0);
	struct resolved from = resolve(reader, value);
	return clean_text(reader, &from, traits_of(&from), cut);
}

/* Text as HTML: itself, where nothing is to be escaped. */
static struct nw_str text_to_html(struct nwi_feed_reader *reader,
				  struct nw_str text)
{
	struct nw_buf *out = &reader->scratch[1];

	if (nwi_html_plain_len(text) == text.len)
		return text;
	nw_buf_clear(out);
	nw_html_escape(text, out);
	return nw_arena_buf(reader->item_arena, out);
}

void nwi_value_read(struct nwi_feed_reader *reader,
		    const struct nwi_value *value, struct nw_str *text,
		    struct nw_str *html, bool *cut)
{
	struct nw_buf *plain = &reader->made[0];
	struct nw_buf *safe = &reader->made[1];

	if (value->rank == 0)
		return;
	struct resolved from = resolve(reader, value);
	if (!from.html) {
		unsigned traits = traits_of(&from);
		*text = clean_text(reader, &from, traits, cut);
		*html = traits & NWI_TRAIT_MARKS ? text_to_html(reader, *text)
						 : *text;
		return;
	}
	nw_buf_clear(plain);
	nw_buf_clear(safe);
	nwi_html_read(limit(from.text, NWI_TEXT_BYTES, cut),
		      nwi_base_of(reader, value->base), reader->item_arena,
		      safe, plain);
	*cut = *cut || safe->failed || plain->failed;
	*html = nw_buf_str(safe);
	*text = nwi_undo_recoding(reader->item_arena, nw_buf_str(plain));
}
