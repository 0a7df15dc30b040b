/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of queries as one blob, for the worker that compiles them: a row is
 * the lengths of its name and its text, 32 bits each, and their bytes. JSON
 * would hold a set of 100,000 several times in memory.
 */
#ifndef NWI_WIRE_QUERIES_H
#define NWI_WIRE_QUERIES_H

#include <newswatch/arena.h>
#include <newswatch/query.h>

/* Appends the rows; a buffer that is full has failed. */
void nwi_queries_write(const struct nw_query_text *rows, size_t count,
		       struct nw_buf *out);

/*
 * The rows of a blob, in the arena; they borrow the blob's bytes. NW_CORRUPT
 * when a length leads out of it, NW_LIMIT when the arena is full.
 */
enum nw_status nwi_queries_read(struct nw_str blob, struct nw_arena *arena,
				struct nw_query_text **rows, size_t *count,
				struct nw_error *err) NW_CHECKED;

#endif
