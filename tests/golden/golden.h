/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden files: inputs, each beside what it must give. A bug report becomes
 * one more pair. With NW_UPDATE=1 in the environment what was expected is
 * written anew, to be looked at in the diff before it is committed.
 */
#ifndef GOLDEN_H
#define GOLDEN_H

#include <newswatch/feed.h>

enum { GOLDEN_BYTES = 4 << 20 }; /* of a file, of what it gives */

struct golden {
	const char *folder;   /* below tests/golden */
	const char *input;    /* how names of inputs end; NULL: in any way but
			       * that of `expected` */
	const char *expected; /* stands for `input`, or behind a whole name */
	/* One of the two: what bytes give, compared byte by byte; */
	void (*read)(struct nw_str bytes, struct nw_buf *out);
	/* or whether they give what a file states, saying in "# " what not. */
	bool (*check)(struct nw_str bytes, struct nw_str expected);
};

/* A program's whole main: runs the folders in turn; TAP, a line a file. */
int golden_run(const struct golden *rows, size_t count);

#endif
