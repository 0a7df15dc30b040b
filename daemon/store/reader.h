/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store for a process that only reads it: newswatch-query, for searches
 * and backtests.
 *
 * Everything is opened at once, so that the process can shut itself out of
 * files afterwards: the databases and their write-ahead logs read-only, and
 * their shared memory too (readonly_shm): what the daemon has cannot be
 * changed from here. Reading is in pages, each of one short transaction, so
 * that no checkpoint waits for a reader.
 *
 * Items come the newest first. A page is as of its own moment: what is stored
 * while a walk is under way stands before its beginning.
 */
#ifndef NW_DAEMON_STORE_READER_H
#define NW_DAEMON_STORE_READER_H

#include "daemon/store/store.h"

/* A transaction is given up after this time; a page stops long before. */
#define READER_MOST_MS 2000

struct reader;

/*
 * Opens the store in `dir`, which a daemon has open. NW_NOT_FOUND without
 * one; NW_UNSUPPORTED for another schema. Without a sound index of words
 * (search.h) it opens all the same.
 */
enum nw_status reader_open(const char *dir, struct reader **out,
			   struct nw_error *err) NW_CHECKED;
void reader_close(struct reader **reader);

/* Which items, and how far one has come. Begins zeroed but for its input. */
struct reader_walk {
	nw_time since, until; /* seen within [since, until); until 0: no end */
	/*
	 * What an item must hold, an expression of FTS5 over folded words;
	 * absent: every item is given.
	 */
	struct nw_str filter;
	/* Kept by reader_page: */
	int64_t before; /* items below this number are still to come; 0 all */
	uint32_t older; /* items in a row that were seen before `since` */
	bool done;
	bool unfiltered;    /* the index was missing or too slow for a part */
	bool index_damaged; /* it should be made anew */
	uint64_t looked;    /* items that were read */
	uint64_t gone;	    /* of these, whose text retention took */
	uint64_t damaged;   /* whose text fails its sum, or is no frame */
	nw_time reached;    /* when the last one was seen; 0 none yet */
};

struct reader_item {
	struct store_item row;
	struct nw_str frame; /* the item's frame, JSON */
};

/*
 * The next items of a walk, in the arena; maybe none although the walk is not
 * done. NW_CORRUPT, NW_IO: the store cannot be read.
 */
enum nw_status reader_page(struct reader *reader, struct reader_walk *walk,
			   struct nw_arena *arena, struct reader_item **out,
			   size_t *out_count, struct nw_error *err) NW_CHECKED;

/*
 * About how many items were seen in [since, until), and when the first of
 * them (0 none): exact unless the clock was set back in between.
 */
enum nw_status reader_count(struct reader *reader, nw_time since, nw_time until,
			    int64_t *out, nw_time *out_first,
			    struct nw_error *err) NW_CHECKED;

#endif
