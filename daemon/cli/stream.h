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
 * apart (absent without); both when a classifier gave up on the item. Called
 * in the order of the lines.
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

struct cli;

/* A command that does this. */
struct stream_command {
	const char *config; /* file; NULL: the shipped classifiers */
	uint32_t flags;	    /* enum config_input_flag */
	unsigned parts;	    /* enum pool_part, of the workers */
	stream_print_fn *print;
	void *arg;
	/*
	 * Called once the workers are ready; may fill the stream's `explain`.
	 * NULL allowed.
	 */
	enum nw_status (*prepare)(void *arg, const struct config *config,
				  struct stream *stream, struct nw_error *err);
};

/*
 * Loads the configuration, starts workers, streams every operand, or standard
 * input, and names the first bad line. Returns the exit code.
 */
int stream_command(struct cli *cli, const struct stream_command *command);

#endif
