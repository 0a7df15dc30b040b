/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The DOCTYPE. Of its internal subset only entities that are plain text are
 * kept: an entity with markup, an external one or a parameter entity is not.
 * References inside a value stay as they are, so that nothing nests.
 */
#include "markup/xml_impl.h"

/* Bytes of one entity's text. */
enum { ENTITY_TEXT = 1024 };

static const char *skip_space(const char *at, const char *end)
{
	while (at < end && nwi_is_space(*at))
		at++;
	return at;
}

static const char *read_word(const char *at, const char *end,
			     struct nw_str *word)
{
	const char *to = at;

	while (to < end && !nwi_is_space(*to) && *to != '>' && *to != '[' &&
	       *to != '"' && *to != '\'')
		to++;
	*word = nw_str_make(at, (size_t)(to - at));
	return to;
}

static void keep_entity(struct nwi_xml *xml, struct nw_str name,
			struct nw_str value)
{
	if (name.len == 0 || name.len > 64 || value.len > ENTITY_TEXT ||
	    nw_str_find_char(value, '<') != value.len)
		return;
	if (xml->entity_count == NWI_XML_ENTITIES) {
		xml->cut = true;
		return;
	}
	/* Its own list is empty while a value is decoded: nothing nests. */
	unsigned count = xml->entity_count;
	xml->entity_count = 0;
	value = nwi_xml_decode(xml, value);
	xml->entity_count = count + 1;
	xml->entities[count] = (struct nwi_xml_entity){ name, value };
}

/* `at` is behind "<!ENTITY". */
static void read_entity(struct nwi_xml *xml, const char *at, const char *end)
{
	struct nw_str name;

	at = read_word(skip_space(at, end), end, &name);
	at = skip_space(at, end);
	if (at == end || (*at != '"' && *at != '\''))
		return;
	const char *to = nwi_find(at + 1, end, *at);
	if (to < end)
		keep_entity(xml, name,
			    nw_str_make(at + 1, (size_t)(to - at - 1)));
}

/* Behind a declaration's '>', quoted text skipped; `end` without one. */
static const char *skip_declaration(const char *at, const char *end)
{
	while (at < end && *at != '>') {
		if (*at == '"' || *at == '\'') {
			const char *to = nwi_find(at + 1, end, *at);
			at = to < end ? to : at;
		}
		at++;
	}
	return at < end ? at + 1 : end;
}

static const char *skip_to(const char *at, const char *end, const char *what)
{
	struct nw_str rest = nw_str_make(at, (size_t)(end - at));
	size_t len = nw_str_find(rest, nw_str_from(what));

	return len < rest.len ? at + len + strlen(what) : end;
}

/* Behind the ']' of the subset, NULL when it has no end. */
static const char *read_subset(struct nwi_xml *xml, const char *at,
			       const char *end)
{
	while (at < end && *at != ']') {
		struct nw_str rest = nw_str_make(at, (size_t)(end - at));

		if (nw_str_starts(rest, "<!--")) {
			at = skip_to(at + 4, end, "-->");
		} else if (nw_str_starts(rest, "<?")) {
			at = skip_to(at + 2, end, "?>");
		} else if (nw_str_starts_nocase(rest, "<!")) {
			const char *to = skip_declaration(at, end);
			if (nw_str_starts_nocase(rest, "<!entity"))
				read_entity(xml, at + 8, to);
			at = to;
		} else {
			at++;
		}
	}
	return at < end ? at + 1 : NULL;
}

const char *nwi_xml_read_doctype(struct nwi_xml *xml, const char *at)
{
	const char *end = nwi_xml_end(xml);
	const char *first = nwi_find(at, end, '>');
	struct nw_str name;

	at = read_word(skip_space(at, end), end, &name);
	if (!nw_str_is_absent(xml->doctype)) /* only the first may declare */
		return first < end ? first + 1 : end;
	xml->doctype = name;
	while (at < end && *at != '>' && *at != '[') {
		const char *to = end;
		if (*at == '"' || *at == '\'')
			to = nwi_find(at + 1, end, *at);
		at = to < end ? to + 1 : at + 1;
	}
	if (at < end && *at == '[')
		at = read_subset(xml, at + 1, end);
	if (!at || at >= end) /* no end: take the nearest '>' for it */
		return first < end ? first + 1 : end;
	at = nwi_find(at, end, '>');
	return at < end ? at + 1 : end;
}
