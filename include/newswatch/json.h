/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The little JSON that a plugin needs beside the item and alert objects.
 */
#ifndef NEWSWATCH_JSON_H
#define NEWSWATCH_JSON_H

#include <newswatch/arena.h>
#include <newswatch/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Appends a quoted JSON string, null for an absent slice. */
NW_PUBLIC void nw_json_add_str(struct nw_buf *out, struct nw_str value);

/*
 * The text of a top-level string member of one JSON object (at most 8 MiB,
 * depth 32), copied to the arena. Absent when `object` is none, has no such
 * member, or has one of another type.
 */
NW_PUBLIC struct nw_str nw_json_member(struct nw_str object, const char *name,
				       struct nw_arena *arena);

#ifdef __cplusplus
}
#endif
#endif
