/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A map from borrowed text to a pointer, in the order of insertion.
 *
 * Keys are not copied: they live at least as long as the map. The key of the
 * hash comes from the caller, so a foreign text cannot build collisions where
 * the caller draws it at random; for our own tables {0, 0} will do.
 */
#ifndef NWI_BASE_MAP_H
#define NWI_BASE_MAP_H

#include "base/hash.h"

struct nwi_map_row {
	struct nw_str key;
	void *value;
};

struct nwi_map {
	struct nwi_sip_key sip;
	struct nwi_map_row *rows; /* `count` of them, in order */
	uint32_t *slots;	  /* row + 1; 0 free */
	size_t count, room, slot_count;
};

void nwi_map_init(struct nwi_map *map, struct nwi_sip_key key);
void nwi_map_fini(struct nwi_map *map);

/* NULL when the key is not there (or its value is NULL). */
void *nwi_map_get(const struct nwi_map *map, struct nw_str key);
bool nwi_map_has(const struct nwi_map *map, struct nw_str key);

/*
 * Puts a value; returns false and leaves the old one when the key is there.
 * Aborts without memory: the caller bounds how many keys there can be.
 */
bool nwi_map_put(struct nwi_map *map, struct nw_str key, void *value);

#endif
