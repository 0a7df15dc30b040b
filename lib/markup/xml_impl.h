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

/* Skips <!DOCTYPE...>, keeps its entities; `at` is behind "<!DOCTYPE". */
const char *nwi_xml_read_doctype(struct nwi_xml *xml, const char *at);

/* Takes the xmlns attributes out and resolves the prefixes of the rest. */
void nwi_xml_bind(struct nwi_xml *xml, struct nwi_event *event);

#endif
