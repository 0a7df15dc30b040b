/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names as numbers.
 *
 * The readers of this folder compare names of elements and attributes by
 * atom. One table serves HTML, feeds and sitemaps; an atom stands for the
 * name in lower case, so that "pubDate" and "PUBDATE" are both NWI_A_PUBDATE.
 * tables/atoms.txt lists the names; whoever needs one more adds it there and
 * runs tables/atoms.py.
 */
#ifndef NWI_MARKUP_ATOM_H
#define NWI_MARKUP_ATOM_H

#include "markup/tables/atoms.h"
#include <newswatch/text.h>

/* The atom of a name in lower case; NWI_A_NONE when it is not listed. */
enum nwi_atom nwi_atom_find(struct nw_str name);

/* The same for a name in any case. */
enum nwi_atom nwi_atom_find_nocase(struct nw_str name);

/* The name in lower case, static; "" for NWI_A_NONE. */
struct nw_str nwi_atom_name(enum nwi_atom atom);

/* A set of atoms, for tables: `static struct nwi_atom_set blocks;`. */
struct nwi_atom_set {
	uint64_t bits[(NWI_ATOM_COUNT + 63) / 64];
};

static inline bool nwi_atom_in(const struct nwi_atom_set *set,
			       enum nwi_atom atom)
{
	return (set->bits[atom / 64] >> (atom % 64)) & 1;
}

static inline void nwi_atom_put(struct nwi_atom_set *set, enum nwi_atom atom)
{
	set->bits[atom / 64] |= (uint64_t)1 << (atom % 64);
}

#endif
