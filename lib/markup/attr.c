/* SPDX-License-Identifier: Apache-2.0 */
#include "markup/attr.h"

struct nw_str nwi_attr_get(const struct nwi_attr *attrs, size_t count,
			   enum nwi_atom atom)
{
	for (size_t i = 0; i < count; i++) {
		if (attrs[i].atom == atom)
			return attrs[i].value;
	}
	return nw_str_make(NULL, 0);
}

struct nw_str nwi_attr_get_ns(const struct nwi_attr *attrs, size_t count,
			      enum nwi_ns ns, enum nwi_atom atom)
{
	for (size_t i = 0; i < count; i++) {
		if (attrs[i].atom == atom && attrs[i].ns == ns)
			return attrs[i].value;
	}
	return nw_str_make(NULL, 0);
}
