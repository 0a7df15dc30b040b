/* SPDX-License-Identifier: Apache-2.0 */
/* The pull reader: events, the stack of open elements, inner source. */
#include "markup/xml.h"

#include "base/trim.h"
#include "markup/hash.h"
#include "markup/xml_impl.h"

/* What own entities may add to a document beyond its own length. */
enum { EXPANSION = 64 * 1024 };

void nwi_xml_init(struct nwi_xml *xml, struct nw_str input,
		  struct nw_arena *arena)
{
	/* The big tables need no zeros but for the counts. */
	xml->input = input.at ? input : nw_str_make("", 0);
	xml->arena = arena;
	xml->cut = false;
	xml->doctype = nw_str_make(NULL, 0);
	xml->at = nw_str_starts(xml->input, "\xef\xbb\xbf") ? 3 : 0;
	xml->depth = xml->skipped = xml->closing = 0;
	xml->close_pending = xml->close_explicit = xml->raw = false;
	xml->end_from = xml->end_to = 0;
	xml->binding_count = xml->entity_count = 0;
	xml->bound = 1;
	xml->expanded = input.len + EXPANSION;
	xml->no_quote[0] = xml->no_quote[1] = false;
	xml->no_comment_end = xml->no_pi_end = false;
	memset(xml->open_count, 0, sizeof(xml->open_count));
	memset(xml->names, 0, sizeof(xml->names));
}

static size_t offset(const struct nwi_xml *xml, const char *at)
{
	return (size_t)(at - xml->input.at);
}

static void pop(struct nwi_xml *xml)
{
	const struct nwi_xml_open *open = &xml->open[xml->depth];

	xml->bound += xml->binding_count != open->bindings;
	xml->binding_count = open->bindings;
	xml->open_count[open->atom]--;
	xml->depth--;
}

/* Gives one of the pending ENDs. */
static bool put_end(struct nwi_xml *xml, struct nwi_event *event)
{
	const struct nwi_xml_open *open = &xml->open[xml->depth];
	bool last = xml->depth == xml->closing + 1;

	event->kind = NWI_EVENT_END;
	event->name = open->name;
	event->local = open->local;
	event->atom = open->atom;
	event->ns = open->ns;
	event->depth = xml->depth;
	event->implied = !(last && xml->close_explicit);
	event->from = xml->end_from;
	event->to = event->implied ? xml->end_from : xml->end_to;
	pop(xml);
	xml->close_pending = !last;
	return true;
}

static bool same_name(struct nw_str a, struct nw_str b)
{
	return a.len == b.len && (memcmp(a.at, b.at, a.len) == 0 ||
				  strncasecmp(a.at, b.at, a.len) == 0);
}

/* The depth of the nearest open element of that name, 0 without. */
static unsigned find_open(const struct nwi_xml *xml, struct nw_str name)
{
	size_t colon = nw_str_find_char(name, ':');
	struct nw_str local = colon < name.len
				      ? nw_str_slice(name, colon + 1, name.len)
				      : name;
	enum nwi_atom atom;

	if (xml->depth > 0 && same_name(xml->open[xml->depth].name, name))
		return xml->depth;
	atom = nwi_atom_find_nocase(local);
	if (xml->open_count[atom] == 0)
		return 0;
	for (unsigned depth = xml->depth; depth > 0; depth--) {
		const struct nwi_xml_open *open = &xml->open[depth];
		if (open->atom == atom && same_name(open->name, name))
			return depth;
	}
	return 0;
}

static void close_down_to(struct nwi_xml *xml, unsigned depth, size_t from,
			  size_t to, bool explicit)
{
	xml->closing = depth;
	xml->close_pending = xml->depth > depth;
	xml->close_explicit = explicit;
	xml->end_from = from;
	xml->end_to = to;
}

/* Whether the end tag of the innermost element, as written, is at `at`. */
static inline bool is_own_end(const struct nwi_xml *xml, const char *at,
			      const char *end)
{
	struct nw_str name = xml->open[xml->depth].name;

	return (size_t)(end - at) >= name.len + 3 && at[1] == '/' &&
	       at[name.len + 2] == '>' &&
	       nwi_same_name(at + 2, name.at, name.len);
}

/* `at` is at "</". */
static const char *read_end_tag(struct nwi_xml *xml, const char *at)
{
	const char *end = nwi_xml_end(xml), *to = at + 2;

	if (xml->depth > 0 && xml->skipped == 0 && is_own_end(xml, at, end)) {
		to += xml->open[xml->depth].name.len + 1;
		close_down_to(xml, xml->depth - 1, offset(xml, at),
			      offset(xml, to), true);
		return to;
	}
	while (to < end && !nwi_is_space(*to) && *to != '>' && *to != '<' &&
	       *to != '/')
		to++;
	struct nw_str name = nw_str_make(at + 2, (size_t)(to - at) - 2);
	while (to < end && *to != '>' && *to != '<')
		to++;
	if (to < end && *to == '>')
		to++;
	if (xml->skipped > 0) {
		xml->skipped--;
		return to;
	}
	unsigned depth = find_open(xml, name);
	if (depth > 0)
		close_down_to(xml, depth - 1, offset(xml, at), offset(xml, to),
			      true);
	return to;
}

static void push(struct nwi_xml *xml, struct nwi_event *event,
		 unsigned bindings)
{
	xml->depth++;
	xml->open[xml->depth] = (struct nwi_xml_open){
		.name = event->name,
		.local = event->local,
		.atom = event->atom,
		.ns = event->ns,
		.bindings = (uint16_t)bindings,
	};
	xml->open_count[event->atom]++;
	event->depth = xml->depth;
	if (event->empty)
		close_down_to(xml, xml->depth - 1, xml->at, xml->at, true);
}

/*
 * "<name>" of a name that was read before and means the same: most tags of
 * most feeds. Compared at once, as no name holds a '>'.
 */
static bool read_known_tag(struct nwi_xml *xml, struct nwi_event *event,
			   const char *at)
{
	const struct nwi_xml_name *known =
		nwi_xml_known_tag(xml, at + 1, nwi_xml_end(xml));

	if (!known || xml->depth == NWI_XML_DEPTH)
		return false;
	size_t len = known->name.len;
	*event = (struct nwi_event){
		.kind = NWI_EVENT_START,
		.atom = known->atom,
		.ns = known->ns,
		.name = { at + 1, len },
		.local = { at + 1 + known->local_from,
			   len - known->local_from },
		.attrs = xml->attrs,
		.from = xml->at,
		.to = xml->at + len + 2,
	};
	xml->at = event->to;
	push(xml, event, xml->binding_count);
	return true;
}

/* Whether the tag became an event. */
static bool read_start_tag(struct nwi_xml *xml, struct nwi_event *event,
			   const char *at)
{
	bool too_deep = xml->depth == NWI_XML_DEPTH;
	unsigned bindings = xml->binding_count;

	event->from = offset(xml, at);
	xml->at = offset(xml, nwi_xml_read_tag(xml, event, at + 1));
	event->to = xml->at;
	if (too_deep) {
		xml->cut = true;
		xml->skipped += !event->empty;
		return false;
	}
	event->kind = NWI_EVENT_START;
	nwi_xml_bind(xml, event);
	push(xml, event, bindings);
	return true;
}

static const char *behind_gt(const char *at, const char *end)
{
	at = nwi_find(at, end, '>');
	return at < end ? at + 1 : end;
}

/*
 * Behind the next `what`. Without one the markup ends at the next '>', and
 * `*none` spares looking for it again.
 */
static const char *skip_behind(const struct nwi_xml *xml, const char *at,
			       const char *what, bool *none)
{
	const char *end = nwi_xml_end(xml);
	struct nw_str rest = nw_str_make(at, (size_t)(end - at));
	size_t len = *none ? rest.len : nw_str_find(rest, nw_str_from(what));

	if (len < rest.len)
		return at + len + strlen(what);
	*none = true;
	return behind_gt(at, end);
}

static bool read_pi(struct nwi_xml *xml, struct nwi_event *event,
		    const char *at)
{
	const char *to = skip_behind(xml, at + 2, "?>", &xml->no_pi_end);
	const char *name = at + 2, *text = name;
	struct nw_str body = nw_str_make(name, (size_t)(to - name));

	while (body.len > 0 &&
	       (body.at[body.len - 1] == '>' || body.at[body.len - 1] == '?'))
		body.len--;
	while (text < body.at + body.len && !nwi_is_space(*text))
		text++;
	event->kind = NWI_EVENT_PI;
	event->name = nw_str_make(name, (size_t)(text - name));
	event->local = event->name;
	event->text = nwi_trim(nw_str_slice(body, event->name.len, body.len));
	event->depth = xml->depth;
	event->from = offset(xml, at);
	event->to = xml->at = offset(xml, to);
	return true;
}

static struct nw_str without_controls(struct nwi_xml *xml, struct nw_str text);

static bool read_cdata(struct nwi_xml *xml, struct nwi_event *event,
		       const char *at)
{
	struct nw_str rest =
		nw_str_make(at + 9, (size_t)(nwi_xml_end(xml) - at) - 9);
	size_t len = (size_t)(nwi_find_cdata_end(rest.at, rest.at + rest.len) -
			      rest.at);

	event->kind = NWI_EVENT_TEXT;
	event->cdata = true;
	event->depth = xml->depth;
	event->from = offset(xml, at);
	event->to = xml->at =
		offset(xml, rest.at) + len + (len < rest.len ? 3 : 0);
	event->text = nw_str_make(rest.at, len);
	if (!xml->raw)
		event->text = without_controls(xml, event->text);
	return len > 0 && xml->depth > 0;
}

/* In CDATA nothing is a reference; line ends and controls are mended. */
static struct nw_str without_controls(struct nwi_xml *xml, struct nw_str text)
{
	if (!(nwi_scan_all(text.at, text.at + text.len) & NWI_SEEN_CONTROL))
		return text;
	char *start = nwi_arena_room(xml->arena, text.len), *out = start;
	if (!start) {
		xml->cut = true;
		return nw_str_make("", 0);
	}
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool pair =
			c == '\r' && i + 1 < text.len && text.at[i + 1] == '\n';
		if (c == '\r' && !pair)
			*out++ = '\n';
		else if (!nwi_is_control(c))
			*out++ = c;
	}
	return nw_str_make(start, (size_t)(out - start));
}

/* Comments, declarations and CDATA; whether it became an event. */
static bool read_declaration(struct nwi_xml *xml, struct nwi_event *event,
			     const char *at)
{
	const char *end = nwi_xml_end(xml);
	struct nw_str rest = nw_str_make(at, (size_t)(end - at));

	if (nw_str_starts_nocase(rest, "<![CDATA["))
		return read_cdata(xml, event, at);
	if (nw_str_starts(rest, "<!--"))
		at = skip_behind(xml, at + 4, "-->", &xml->no_comment_end);
	else if (nw_str_starts_nocase(rest, "<!DOCTYPE"))
		at = nwi_xml_read_doctype(xml, at + 9);
	else
		at = behind_gt(at, end);
	xml->at = offset(xml, at);
	return false;
}

static bool begins_markup(const char *at, const char *end)
{
	if (end - at < 2)
		return false;
	if (at[1] == '/')
		return end - at > 2 && nwi_xml_begins_name(at[2]);
	return nwi_xml_begins_name(at[1]) || at[1] == '!' || at[1] == '?';
}

static bool read_text(struct nwi_xml *xml, struct nwi_event *event,
		      const char *at)
{
	const char *end = nwi_xml_end(xml), *to = at;
	unsigned seen = 0;

	for (; (to = nwi_scan(to, end, '<', &seen)) < end; to++) {
		if (begins_markup(to, end))
			break;
	}
	event->kind = NWI_EVENT_TEXT;
	event->depth = xml->depth;
	event->from = offset(xml, at);
	event->to = xml->at = offset(xml, to);
	event->text = nw_str_make(at, (size_t)(to - at));
	if (seen && !xml->raw && xml->depth > 0)
		event->text = nwi_xml_decode(xml, event->text);
	return event->text.len > 0 && xml->depth > 0;
}

/* Any event. */
static bool read_event(struct nwi_xml *xml, struct nwi_event *event)
{
	const char *end = nwi_xml_end(xml);
	bool found = false;

	*event = (struct nwi_event){ .kind = NWI_EVENT_END_OF_INPUT };
	while (!found) {
		const char *at = xml->input.at + xml->at;

		if (xml->close_pending)
			return put_end(xml, event);
		if (at == end) {
			if (xml->depth == 0)
				break;
			close_down_to(xml, 0, xml->at, xml->at, false);
		} else if (*at != '<' || !begins_markup(at, end)) {
			found = read_text(xml, event, at);
		} else if (at[1] == '/') {
			xml->at = offset(xml, read_end_tag(xml, at));
		} else if (at[1] == '?') {
			found = read_pi(xml, event, at);
		} else if (at[1] == '!') {
			found = read_declaration(xml, event, at);
		} else {
			found = read_start_tag(xml, event, at);
		}
	}
	if (!found)
		*event = (struct nwi_event){ .from = xml->at, .to = xml->at };
	return found;
}

bool nwi_xml_next(struct nwi_xml *xml, struct nwi_event *event)
{
	if (!xml->close_pending &&
	    read_known_tag(xml, event, xml->input.at + xml->at))
		return true;
	return read_event(xml, event);
}

/* Whether only white space stands around the section that ends at `close`. */
static bool is_section(struct nw_str content, const char *close)
{
	struct nw_str all = nwi_trim(content);

	return all.at[0] == '<' && all.at + all.len == close;
}

/*
 * The usual content is text and sections up to the element's own end tag. It
 * is passed without events, and `*content` is it; false, and nothing happened,
 * where anything else is inside.
 */
static bool pass_leaf(struct nwi_xml *xml, struct nw_str *content,
		      enum nwi_xml_inside *what)
{
	const char *from = xml->input.at + xml->at, *at = from;
	const char *end = nwi_xml_end(xml);
	const char *close = NULL; /* of the only section */
	bool plain = true, amp = false;

	if (xml->close_pending || xml->skipped > 0)
		return false;
	while ((at = nwi_find_marking(at, end, '<', '&', &amp)) < end) {
		if (is_own_end(xml, at, end)) {
			*content = nw_str_make(from, (size_t)(at - from));
			xml->at = offset(xml, at) +
				  xml->open[xml->depth].name.len + 3;
			pop(xml);
			if (close && is_section(*content, close))
				*what = NWI_INSIDE_SECTION;
			else if (plain && !amp)
				*what = NWI_INSIDE_PLAIN;
			return true;
		}
		if (end - at >= 9 && memcmp(at, "<![CDATA[", 9) == 0) {
			at = nwi_find_cdata_end(at + 9, end);
			close = plain && at < end ? at + 3 : NULL;
		} else if (begins_markup(at, end)) {
			return false;
		} else {
			at++;
		}
		plain = false;
	}
	return false;
}

/* Any content, event by event. */
static struct nw_str pass_any(struct nwi_xml *xml,
			      const struct nwi_event *start)
{
	unsigned depth = start->depth;
	size_t from = start->to, to = from;
	bool raw = xml->raw;
	struct nwi_event event;

	xml->raw = true;
	while (xml->depth >= depth && nwi_xml_next(xml, &event))
		to = event.from;
	xml->raw = raw;
	return nw_str_slice(xml->input, from, to);
}

struct nw_str nwi_xml_inner(struct nwi_xml *xml, const struct nwi_event *start,
			    enum nwi_xml_inside *what)
{
	enum nwi_xml_inside unused;
	struct nw_str content;

	what = what ? what : &unused;
	*what = NWI_INSIDE_ANY;
	if (xml->depth == start->depth && pass_leaf(xml, &content, what))
		return content;
	return pass_any(xml, start);
}

/* More than one run: collected aside, then kept in the arena. */
static struct nw_str join_text(struct nwi_xml *xml, struct nw_str first,
			       struct nwi_event *event, unsigned depth,
			       bool *markup)
{
	struct nw_buf all;

	nw_buf_init(&all, 2 * xml->input.len + EXPANSION);
	nw_buf_add_str(&all, first);
	do {
		if (event->kind == NWI_EVENT_TEXT)
			nw_buf_add_str(&all, event->text);
		*markup |= event->kind == NWI_EVENT_START;
	} while (xml->depth >= depth && nwi_xml_next(xml, event));
	struct nw_str text = nw_arena_buf(xml->arena, &all);
	if (nw_str_is_absent(text)) {
		xml->cut = true;
		text = nw_str_make("", 0);
	}
	nw_buf_fini(&all);
	return text;
}

/* White space around the one CDATA section of an element is not its text. */
static bool is_margin(const struct nwi_xml *xml, struct nw_str text)
{
	struct nw_str next = nw_str_slice(xml->input, xml->at, xml->input.len);

	return nwi_trim(text).len == 0 &&
	       (nw_str_starts(next, "</") || nw_str_starts(next, "<![CDATA["));
}

struct nw_str nwi_xml_text(struct nwi_xml *xml, const struct nwi_event *start,
			   bool *markup)
{
	struct nw_str text = nw_str_make("", 0);
	unsigned depth = start->depth;
	struct nwi_event event;
	bool inside = false;

	while (xml->depth >= depth && nwi_xml_next(xml, &event)) {
		inside |= event.kind == NWI_EVENT_START;
		if (event.kind != NWI_EVENT_TEXT ||
		    (!inside && is_margin(xml, event.text)))
			continue;
		if (text.len > 0) {
			text = join_text(xml, text, &event, depth, &inside);
			break;
		}
		text = event.text;
	}
	if (markup)
		*markup = inside;
	return text;
}
