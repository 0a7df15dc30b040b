/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One attribute, as both readers give it.
 */
#ifndef NWI_MARKUP_ATTR_H
#define NWI_MARKUP_ATTR_H

#include "markup/atom.h"
#include "markup/ns.h"

/* Attributes kept of one element; the rest is read and dropped. */
#define NWI_MAX_ATTRS 256

struct nwi_attr {
	struct nw_str
		name; /* HTML: lower case. XML: the local name as written */
	struct nw_str value; /* decoded; "" for an attribute without value */
	uint16_t atom;	     /* enum nwi_atom of the (local) name */
	uint8_t ns;	     /* enum nwi_ns; XML only */
};

/* The value of the first attribute of that atom, absent without. */
struct nw_str nwi_attr_get(const struct nwi_attr *attrs, size_t count,
			   enum nwi_atom atom);

/* The same with the namespace too: xml:lang is (NWI_NS_XML, NWI_A_LANG). */
struct nw_str nwi_attr_get_ns(const struct nwi_attr *attrs, size_t count,
			      enum nwi_ns ns, enum nwi_atom atom);

#endif
