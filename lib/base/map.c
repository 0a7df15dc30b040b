/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include <stdlib.h>

void nwi_map_init(struct nwi_map *map, struct nwi_sip_key key)
{
	*map = (struct nwi_map){ .sip = key };
}

void nwi_map_fini(struct nwi_map *map)
{
	free(map->rows);
	free(map->slots);
	nwi_map_init(map, map->sip);
}

/* The slot where the key is, or the free one where it belongs. */
static size_t slot_of(const struct nwi_map *map, struct nw_str key)
{
	size_t mask = map->slot_count - 1;
	size_t i = (size_t)nwi_siphash(&map->sip, key.at, key.len) & mask;

	while (map->slots[i] &&
	       !nw_str_equal(map->rows[map->slots[i] - 1].key, key))
		i = (i + 1) & mask;
	return i;
}

static struct nwi_map_row *find(const struct nwi_map *map, struct nw_str key)
{
	if (map->count == 0)
		return NULL;
	uint32_t row = map->slots[slot_of(map, key)];
	return row ? &map->rows[row - 1] : NULL;
}

void *nwi_map_get(const struct nwi_map *map, struct nw_str key)
{
	struct nwi_map_row *row = find(map, key);

	return row ? row->value : NULL;
}

bool nwi_map_has(const struct nwi_map *map, struct nw_str key)
{
	return find(map, key) != NULL;
}

/* Slots stay at most half full. */
static void grow(struct nwi_map *map)
{
	size_t room = map->room ? map->room * 2 : 8;
	struct nwi_map_row *rows =
		reallocarray(map->rows, room, sizeof(*rows));
	uint32_t *slots = calloc(room * 2, sizeof(*slots));

	if (!rows || !slots)
		abort();
	free(map->slots);
	map->rows = rows;
	map->slots = slots;
	map->room = room;
	map->slot_count = room * 2;
	for (size_t i = 0; i < map->count; i++)
		slots[slot_of(map, rows[i].key)] = (uint32_t)(i + 1);
}

bool nwi_map_put(struct nwi_map *map, struct nw_str key, void *value)
{
	if (find(map, key))
		return false;
	if (map->count == map->room)
		grow(map);
	map->rows[map->count] = (struct nwi_map_row){ key, value };
	map->count++;
	map->slots[slot_of(map, key)] = (uint32_t)map->count;
	return true;
}
