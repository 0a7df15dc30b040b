/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One document, one arena: all that a reader makes of a document is taken
 * from here and dies together.
 *
 * An arena has a byte limit. Small fixed allocations that no input sizes may
 * ignore the result's NULL by using nw_arena_new_or_abort; what input sizes
 * checks for NULL and reports NW_LIMIT. Memory is zeroed and aligned to 16.
 */
#ifndef NEWSWATCH_ARENA_H
#define NEWSWATCH_ARENA_H

#include <newswatch/text.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nw_arena;

/* Never NULL: aborts without memory for the empty arena. */
NW_PUBLIC struct nw_arena *nw_arena_new(size_t max_bytes);

/* Frees the arena and nulls the caller's pointer; accepts NULL. */
NW_PUBLIC void nw_arena_free(struct nw_arena **arena);

/* Forgets all allocations, keeps the first block for the next document. */
NW_PUBLIC void nw_arena_clear(struct nw_arena *arena);

/* Zeroed bytes, or NULL when the limit or the memory is reached. */
NW_PUBLIC void *nw_arena_alloc(struct nw_arena *arena, size_t bytes) NW_CHECKED;

/* `count` elements of `bytes` each, the product checked; NULL as above. */
NW_PUBLIC void *nw_arena_array(struct nw_arena *arena, size_t count,
			       size_t bytes) NW_CHECKED;

/*
 * A copy of the slice, ended by NUL (not counted). Absent stays absent. When
 * the limit is reached the result is absent although `s` was not.
 */
NW_PUBLIC struct nw_str nw_arena_str(struct nw_arena *arena, struct nw_str s);

/* A copy of a buffer's bytes, as nw_arena_str. */
NW_PUBLIC struct nw_str nw_arena_buf(struct nw_arena *arena,
				     const struct nw_buf *buf);

NW_PUBLIC struct nw_str nw_arena_fmt(struct nw_arena *arena, const char *fmt,
				     ...) NW_PRINTF(2, 3);

/* Bytes handed out so far. */
NW_PUBLIC size_t nw_arena_used(const struct nw_arena *arena);

/* Whether an allocation was ever refused since the last clear. */
NW_PUBLIC bool nw_arena_failed(const struct nw_arena *arena);

/* A zeroed struct, or NULL. */
#define nw_arena_new_of(arena, type)                                           \
	((type *)nw_arena_alloc((arena), sizeof(type)))

#ifdef __cplusplus
}
#endif
#endif
