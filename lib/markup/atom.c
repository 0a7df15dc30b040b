/* SPDX-License-Identifier: Apache-2.0 */
#include "markup/atom.h"

#include "markup/hash.h"

#include "markup/tables/atoms.inc"

enum { LONGEST = 24 };

/* Most names are shorter than a call of memcmp. */
static inline bool is_same(const char *row, struct nw_str name)
{
	if (name.len <= 8)
		return nwi_load_short(row, name.len) ==
		       nwi_load_short(name.at, name.len);
	return memcmp(row, name.at, name.len) == 0;
}

/* Of one letter: what most tags of a text are. */
static const uint16_t letters[26] = {
	['a' - 'a'] = NWI_A_A, ['b' - 'a'] = NWI_A_B, ['i' - 'a'] = NWI_A_I,
	['p' - 'a'] = NWI_A_P, ['q' - 'a'] = NWI_A_Q, ['s' - 'a'] = NWI_A_S,
	['u' - 'a'] = NWI_A_U,
};

enum nwi_atom nwi_atom_find(struct nw_str name)
{
	if (name.len == 1 && name.at[0] >= 'a' && name.at[0] <= 'z')
		return (enum nwi_atom)letters[name.at[0] - 'a'];
	if (name.len == 0 || name.len > LONGEST)
		return NWI_A_NONE;
	uint32_t slot = nwi_name_hash(name) % ATOM_SLOTS;
	for (; atom_slots[slot]; slot = (slot + 1) % ATOM_SLOTS) {
		const struct nw_str *row = &atom_names[atom_slots[slot]];

		if (row->len == name.len && is_same(row->at, name))
			return (enum nwi_atom)atom_slots[slot];
	}
	return NWI_A_NONE;
}

enum nwi_atom nwi_atom_find_nocase(struct nw_str name)
{
	char lower[LONGEST];

	if (name.len > LONGEST)
		return NWI_A_NONE;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	return nwi_atom_find(nw_str_make(lower, name.len));
}

struct nw_str nwi_atom_name(enum nwi_atom atom)
{
	return atom_names[atom < NWI_ATOM_COUNT ? atom : 0];
}
