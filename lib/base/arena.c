/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	ALIGN = 16,
	FIRST_BLOCK = 16 * 1024,
	SMALL_BLOCK = 512,
	MAX_BLOCK = 1024 * 1024
};

struct block {
	struct block *next;
	size_t room;
	size_t used;
	size_t reserved; /* keeps `bytes` aligned to 16 */
	char bytes[];
};

struct nw_arena {
	struct block *blocks; /* the newest first */
	size_t max;
	size_t first; /* room of the first block */
	size_t used;
	bool failed;
};

static struct nw_arena *make(size_t max_bytes, size_t first)
{
	struct nw_arena *arena = calloc(1, sizeof(*arena));

	if (!arena)
		abort();
	arena->max = max_bytes;
	arena->first = first;
	return arena;
}

struct nw_arena *nw_arena_new(size_t max_bytes)
{
	return make(max_bytes, FIRST_BLOCK);
}

struct nw_arena *nwi_arena_new_small(size_t max_bytes)
{
	return make(max_bytes, SMALL_BLOCK);
}

struct nw_arena *nwi_arena_new_within(const struct nw_arena *arena)
{
	return make(arena->max - arena->used, FIRST_BLOCK);
}

static void free_blocks(struct block *block)
{
	while (block) {
		struct block *next = block->next;
		free(block);
		block = next;
	}
}

void nw_arena_free(struct nw_arena **arena)
{
	if (!*arena)
		return;
	free_blocks((*arena)->blocks);
	free(*arena);
	*arena = NULL;
}

void nw_arena_clear(struct nw_arena *arena)
{
	struct block *keep = arena->blocks;

	if (keep) {
		free_blocks(keep->next);
		keep->next = NULL;
		keep->used = 0;
	}
	arena->used = 0;
	arena->failed = false;
}

static struct block *add_block(struct nw_arena *arena, size_t bytes)
{
	size_t room = arena->blocks ? arena->blocks->room * 2 : arena->first;

	if (room > MAX_BLOCK)
		room = MAX_BLOCK;
	if (room < bytes)
		room = bytes;
	struct block *block = malloc(sizeof(*block) + room);
	if (!block)
		return NULL;
	block->next = arena->blocks;
	block->room = room;
	block->used = 0;
	arena->blocks = block;
	return block;
}

void *nwi_arena_room(struct nw_arena *arena, size_t bytes)
{
	size_t need = (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);

	if (need < bytes || need > arena->max - arena->used) {
		arena->failed = true;
		return NULL;
	}
	struct block *block = arena->blocks;
	if (!block || need > block->room - block->used)
		block = add_block(arena, need);
	if (!block) {
		arena->failed = true;
		return NULL;
	}
	void *at = block->bytes + block->used;
	block->used += need;
	arena->used += need;
	return at;
}

void *nw_arena_alloc(struct nw_arena *arena, size_t bytes)
{
	void *at = nwi_arena_room(arena, bytes);

	return at ? memset(at, 0, bytes) : NULL;
}

void *nw_arena_array(struct nw_arena *arena, size_t count, size_t bytes)
{
	size_t total;

	if (__builtin_mul_overflow(count, bytes, &total)) {
		arena->failed = true;
		return NULL;
	}
	return nw_arena_alloc(arena, total);
}

struct nw_str nw_arena_str(struct nw_arena *arena, struct nw_str s)
{
	if (nw_str_is_absent(s))
		return s;
	char *copy = nwi_arena_room(arena, s.len + 1);
	if (!copy)
		return nw_str_make(NULL, 0);
	memcpy(copy, s.at, s.len);
	copy[s.len] = '\0';
	return nw_str_make(copy, s.len);
}

struct nw_str nw_arena_buf(struct nw_arena *arena, const struct nw_buf *buf)
{
	return nw_arena_str(arena, nw_buf_str(buf));
}

struct nw_str nw_arena_fmt(struct nw_arena *arena, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	int len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	char *text = len < 0 ? NULL : nw_arena_alloc(arena, (size_t)len + 1);
	if (!text)
		return nw_str_make(NULL, 0);
	va_start(args, fmt);
	vsnprintf(text, (size_t)len + 1, fmt, args);
	va_end(args);
	return nw_str_make(text, (size_t)len);
}

size_t nw_arena_used(const struct nw_arena *arena)
{
	return arena->used;
}

bool nw_arena_failed(const struct nw_arena *arena)
{
	return arena->failed;
}
