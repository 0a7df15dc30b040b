/* SPDX-License-Identifier: Apache-2.0 */
/* Start tags, their attributes, and namespaces. */
#include "markup/hash.h"
#include "markup/xml_impl.h"

static const bool name_ends[256] = {
	[' '] = true,  ['\n'] = true, ['\t'] = true, ['\r'] = true,
	['\f'] = true, ['>'] = true,  ['/'] = true,  ['='] = true,
	['<'] = true,  ['"'] = true,  ['\''] = true, ['?'] = true,
};

static inline bool ends_name(char c)
{
	return name_ends[(unsigned char)c];
}

static const char *skip_space(const char *at, const char *end)
{
	while (at < end && nwi_is_space(*at))
		at++;
	return at;
}

/* Whether what stands behind a closing quote looks like the rest of a tag. */
static bool closes_value(const char *at, const char *end)
{
	return at == end || nwi_is_space(*at) || *at == '>' || *at == '/' ||
	       *at == '?';
}

/*
 * The end of a quoted value. A quote that lacks must not swallow the feed:
 * where a '<' comes first and the next quote does not close a value, the
 * value ends at white space or '>'. Each quote is looked for from the one
 * before it, so the scans add up to the input's length.
 */
static const char *quoted_end(struct nwi_xml *xml, const char *at,
			      const char *end, bool *closed)
{
	char quote = at[-1];
	bool *none = &xml->no_quote[quote == '"'];
	bool angle = false;
	const char *to =
		*none ? end : nwi_find_marking(at, end, quote, '<', &angle);

	*none |= to == end;
	*closed =
		to < end && (!angle || (closes_value(to + 1, end) &&
					!memchr(at, '\n', (size_t)(to - at))));
	if (*closed)
		return to;
	for (to = at; to < end && !nwi_is_space(*to) && *to != '>'; to++)
		;
	return to;
}

static const char *read_value(struct nwi_xml *xml, const char *at,
			      const char *end, struct nw_str *value)
{
	const char *to;
	bool closed = false;

	if (at < end && (*at == '"' || *at == '\'')) {
		at++;
		to = quoted_end(xml, at, end, &closed);
	} else {
		for (to = at; to < end && !nwi_is_space(*to) && *to != '>' &&
			      *to != '<' &&
			      !(*to == '/' && to + 1 < end && to[1] == '>');
		     to++)
			;
	}
	*value = nwi_xml_decode(xml, nw_str_make(at, (size_t)(to - at)));
	return closed ? to + 1 : to;
}

/* So few are compared one by one. */
enum { FEW_ATTRS = 8 };

static bool is_among(const struct nwi_xml *xml, struct nw_str name,
		     size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct nw_str other = xml->attrs[i].name;
		if (other.len == name.len && other.at[0] == name.at[0] &&
		    memcmp(other.at, name.at, name.len) == 0)
			return true;
	}
	return false;
}

/* Whether the filter has seen the name; it has from now on. */
static bool note_name(uint64_t seen[4], struct nw_str name)
{
	unsigned bit = nwi_name_hash(name) & 255;
	uint64_t mask = (uint64_t)1 << (bit & 63);
	bool before = seen[bit >> 6] & mask;

	seen[bit >> 6] |= mask;
	return before;
}

static bool is_repeated(const struct nwi_xml *xml, uint64_t seen[4],
			struct nw_str name, size_t count)
{
	for (size_t i = 0; count == FEW_ATTRS && i < count; i++)
		(void)note_name(seen, xml->attrs[i].name);
	if (count >= FEW_ATTRS && !note_name(seen, name))
		return false;
	return is_among(xml, name, count);
}

/* One attribute, or one character of junk. */
static const char *read_attr(struct nwi_xml *xml, const char *at,
			     const char *end, struct nwi_attr *attr)
{
	const char *to = at;

	while (to < end && !ends_name(*to))
		to++;
	attr->name = nw_str_make(at, (size_t)(to - at));
	attr->value = nw_str_make("", 0);
	if (to == at)
		return at + 1;
	const char *next = skip_space(to, end);
	if (next == end || *next != '=')
		return to;
	return read_value(xml, skip_space(next + 1, end), end, &attr->value);
}

const char *nwi_xml_read_tag(struct nwi_xml *xml, struct nwi_event *event,
			     const char *at)
{
	const char *end = nwi_xml_end(xml), *to = at;
	uint64_t seen[4] = { 0 };
	size_t count = 0;

	while (to < end && !ends_name(*to))
		to++;
	event->name = nw_str_make(at, (size_t)(to - at));
	event->empty = false;
	event->attrs = xml->attrs;
	event->attr_count = 0;
	if (to < end && *to == '>') /* as most */
		return to + 1;
	for (;;) {
		at = skip_space(to, end);
		if (at == end || *at == '>' || *at == '<')
			break;
		event->empty = *at == '/' && at + 1 < end && at[1] == '>';
		if (event->empty) {
			at++;
			break;
		}
		struct nwi_attr spare, *attr = &spare;
		if (count < NWI_MAX_ATTRS)
			attr = &xml->attrs[count];
		to = read_attr(xml, at, end, attr);
		if (attr == &spare)
			xml->cut = true;
		else if (attr->name.len > 0 &&
			 !is_repeated(xml, seen, attr->name, count))
			count++;
	}
	event->attr_count = count;
	return at < end && *at == '>' ? at + 1 : at;
}

static struct nw_str prefix_of(struct nw_str name, struct nw_str *local)
{
	size_t colon = nw_str_find_char(name, ':');

	if (colon == name.len) {
		*local = name;
		return nw_str_make("", 0);
	}
	*local = nw_str_slice(name, colon + 1, name.len);
	return nw_str_make(name.at, colon);
}

enum nwi_ns nwi_xml_ns(const struct nwi_xml *xml, struct nw_str prefix)
{
	for (unsigned i = xml->binding_count; i > 0; i--) {
		if (nw_str_equal(xml->bindings[i - 1].prefix, prefix))
			return xml->bindings[i - 1].ns;
	}
	return prefix.len ? nwi_ns_of_prefix(prefix) : NWI_NS_NONE;
}

/* Whether the attribute was a declaration. */
static bool declares(struct nwi_xml *xml, const struct nwi_attr *attr)
{
	struct nw_str name = attr->name;

	if (name.len < 5 || memcmp(name.at, "xmlns", 5) != 0 ||
	    (name.len > 5 && name.at[5] != ':'))
		return false;
	if (xml->binding_count == NWI_XML_BINDINGS) {
		xml->cut = true;
		return true;
	}
	enum nwi_ns ns = nwi_ns_of_uri(attr->value);
	struct nw_str prefix = nw_str_slice(name, 6, name.len);
	/* A misspelt URI does not make "dc:" something else. */
	if (ns == NWI_NS_OTHER && prefix.len > 0)
		ns = nwi_ns_of_prefix(prefix);
	xml->bound++;
	xml->bindings[xml->binding_count++] =
		(struct nwi_xml_binding){ prefix, ns };
	return true;
}

/*
 * A feed has few names and uses them a thousand times: what the last ones
 * amounted to is kept.
 */
static const struct nwi_xml_name *known_name(struct nwi_xml *xml,
					     struct nw_str name)
{
	struct nwi_xml_name *known = nwi_xml_name_slot(xml, name.at, name.len);

	if (known->name.len != name.len ||
	    !nwi_same_name(known->name.at, name.at, name.len)) {
		struct nw_str local, prefix = prefix_of(name, &local);
		*known = (struct nwi_xml_name){
			.name = name,
			.prefix_len = prefix.len,
			.local_from = name.len - local.len,
			.atom = (uint16_t)nwi_atom_find_nocase(local),
		};
		memcpy(known->head, name.at, name.len < 16 ? name.len : 16);
	}
	if (known->bound != xml->bound) {
		struct nw_str prefix = nw_str_make(name.at, known->prefix_len);
		known->ns = (uint8_t)nwi_xml_ns(xml, prefix);
		known->bound = xml->bound;
	}
	return known;
}

void nwi_xml_bind(struct nwi_xml *xml, struct nwi_event *event)
{
	size_t kept = 0;

	for (size_t i = 0; i < event->attr_count; i++) {
		if (!declares(xml, &xml->attrs[i]))
			xml->attrs[kept++] = xml->attrs[i];
	}
	event->attr_count = kept;
	for (size_t i = 0; i < kept; i++) {
		struct nwi_attr *attr = &xml->attrs[i];
		const struct nwi_xml_name *known = known_name(xml, attr->name);

		attr->ns = known->prefix_len ? known->ns : NWI_NS_NONE;
		attr->atom = known->atom;
		attr->name = nw_str_slice(attr->name, known->local_from,
					  attr->name.len);
	}
	const struct nwi_xml_name *known = known_name(xml, event->name);
	event->local =
		nw_str_slice(event->name, known->local_from, event->name.len);
	event->ns = known->ns;
	event->atom = known->atom;
}
