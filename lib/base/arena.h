/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What our own readers ask of an arena beyond <newswatch/arena.h>.
 */
#ifndef NWI_BASE_ARENA_H
#define NWI_BASE_ARENA_H

#include <newswatch/arena.h>

/*
 * An arena that begins with half a KiB instead of 16: for what comes by the
 * thousand and lives long, as a source's settings do.
 */
struct nw_arena *nwi_arena_new_small(size_t max_bytes);

/*
 * An arena of what `arena` has left, for one part of a document whose readings
 * die before the next part is read. The caller frees it first.
 */
struct nw_arena *nwi_arena_new_within(const struct nw_arena *arena);

/*
 * As nw_arena_alloc, but the bytes are whatever they were: for text that is
 * written at once, and for rows that are filled one by one.
 */
void *nwi_arena_room(struct nw_arena *arena, size_t bytes) NW_CHECKED;

#endif
