/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the XML reader share.
 */
#ifndef NWI_MARKUP_XML_IMPL_H
#define NWI_MARKUP_XML_IMPL_H

#include "base/arena.h"
#include "markup/scan.h"
#include "markup/xml.h"

static inline const char *nwi_xml_end(const struct nwi_xml *xml)
{
	return xml->input.at + xml->input.len;
}

/* Whether `c` may begin the name of a tag; all of UTF-8 beyond ASCII may. */
static inline bool nwi_xml_begins_name(char c)
{
	return nwi_is_alpha(c) || c == '_' || c == ':' ||
	       (unsigned char)c >= 0x80;
}

/*
 * Reads a start tag whose name begins at `at` and returns what is behind its
 * '>'. Fills the event's name, attributes and `empty`; the attributes' names
 * are still qualified.
 */
const char *nwi_xml_read_tag(struct nwi_xml *xml, struct nwi_event *event,
			     const char *at);

/* Where what is known of a name is kept. */
static inline struct nwi_xml_name *
nwi_xml_name_slot(struct nwi_xml *xml, const char *name, size_t len)
{
	size_t slot = len * 5 + (unsigned char)name[0] * 3u +
		      (unsigned char)name[len / 2] * 11u +
		      (unsigned char)name[len - 1] * 7u;

	return &xml->names[slot % NWI_XML_NAMES];
}

/*
 * What a start tag without attributes is, whose name begins at `at`, where
 * its name was read before; NULL for any other, which may be one all the same.
 */
static inline const struct nwi_xml_name *
nwi_xml_known_tag(struct nwi_xml *xml, const char *at, const char *end)
{
#ifdef __SSE2__
	if (end - at < 16 || at[-1] != '<')
		return NULL;
	__m128i v = _mm_loadu_si128((const void *)at);
	unsigned ends = (unsigned)_mm_movemask_epi8(
		_mm_cmpeq_epi8(v, _mm_set1_epi8('>')));
	if (!ends || (ends & 1))
		return NULL;
	size_t len = (size_t)__builtin_ctz(ends);
	const struct nwi_xml_name *known = nwi_xml_name_slot(xml, at, len);
	__m128i head = _mm_loadu_si128((const void *)known->head);
	unsigned other = ~(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, head));

	if (known->name.len == len && known->bound == xml->bound &&
	    (other & ((1u << len) - 1)) == 0)
		return known;
#endif
	return NULL;
}

/* Skips <!DOCTYPE...>, keeps its entities; `at` is behind "<!DOCTYPE". */
const char *nwi_xml_read_doctype(struct nwi_xml *xml, const char *at);

/* Takes the xmlns attributes out and resolves the prefixes of the rest. */
void nwi_xml_bind(struct nwi_xml *xml, struct nwi_event *event);

#endif
