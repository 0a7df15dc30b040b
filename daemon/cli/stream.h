/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Items as JSON Lines through the workers: one answer for each line, in order.
 *
 * Lines travel in batches. A batch that kills its worker is sent again in
 * halves, so that one bad line costs itself and no other.
 */
#ifndef NEWSWATCH_CLI_STREAM_H
#define NEWSWATCH_CLI_STREAM_H

#include "base/json.h"
#include "daemon/worker/pool.h"

/*
 * Appends what is printed for a line. `answer` is as pool_analyse gives it;
 * NULL for an empty line and for one that is no item, which `error` tells
 * apart (absent without); both when a classifier gave up on the item.
 */
typedef void stream_print_fn(void *arg, const json_t *answer,
			     struct nw_str error, struct nw_buf *out);

struct stream_batch;

struct stream {
	struct loop *loop;
	struct pool *pool;
	stream_print_fn *print;
	void *arg;
	struct nw_str explain; /* watches, as for pool_explain; absent: none */
	uint64_t bad;	       /* lines that were no items, of all operands */
	struct nw_error first; /* about the first of them */

	/* Private. */
	const char *first_name; /* of the file that `first` is about */
	uint64_t first_line;
	const char *name;
	struct stream_batch *head, **last;
	unsigned under_way;
	int fd;
	struct nw_buf in;   /* read and not yet sent */
	uint64_t next_line; /* number of the first line in `in` */
	bool ended;	    /* the input was read to its end */
	bool skipping;	    /* inside a line that is too long */
};

/*
 * Reads a file ("-" and NULL: standard input) to its end and prints every
 * answer to standard output. Bad lines are counted, not failures. After a
 * failure (NW_GONE: nobody reads the output) batches may be under way: free
 * the pool, then stream_fini.
 */
enum nw_status stream_run(struct stream *stream, const char *operand,
			  struct nw_error *err) NW_CHECKED;

void stream_fini(struct stream *stream);

#endif
