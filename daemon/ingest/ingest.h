/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of a poll: a source that is due becomes a request, a response,
 * items, and one transaction.
 *
 * A source has one poll under way at most. Whatever goes wrong on the way is
 * written into the source's row and slows it down; nothing stops it for good.
 * The validators, the body's hash, the cursor and the next due instant are
 * stored in the transaction of the items that they stand for, never before.
 *
 * All functions belong to the loop thread.
 */
#ifndef NEWSWATCHD_INGEST_H
#define NEWSWATCHD_INGEST_H

#include "daemon/config/config.h"
#include "daemon/store/ledger.h"
#include "daemon/transport/robots.h"
#include "daemon/transport/transport.h"
#include "daemon/worker/pool.h"

struct ingest;

/* What it stands on; all of it outlives the ingest. */
struct ingest_parts {
	struct loop *loop;
	struct transport *transport;
	struct pool *pool;
	struct ledger *ledger;
	/* After each transaction: a delivery may be due, the disk may be full.
	 */
	void (*committed)(void *arg, const struct ledger_reply *reply);
	void *arg;
};

struct ingest *ingest_new(const struct ingest_parts *parts);

/*
 * Polls under way are given up, their responses come again; nothing begins any
 * more. What the ledger still answers is taken until ingest_free, which calls
 * it too; the pool, the transport and the ledger may go in between.
 */
void ingest_stop(struct ingest *ingest);
void ingest_free(struct ingest **ingest);

/*
 * Takes over a generation, after the pool and the ledger did. `stored` are
 * the ledger's rows (due instants, failures). NW_EXISTS for a name that comes
 * twice.
 */
enum nw_status ingest_configure(struct ingest *ingest,
				const struct config *config,
				const struct ledger_source *stored,
				size_t stored_count,
				struct nw_error *err) NW_CHECKED;

/* While paused no poll begins. */
void ingest_pause(struct ingest *ingest, bool paused);

/* Polls now. NW_NOT_FOUND; NW_BUSY while a poll is under way. */
enum nw_status ingest_poll(struct ingest *ingest, struct nw_str source,
			   struct nw_error *err) NW_CHECKED;

struct ingest_counts {
	uint64_t polls, fresh, unchanged, failed, items;
	uint64_t renewed; /* known items that came under other ids */
	uint64_t articles, articles_failed; /* pages of items that await them */
	uint32_t under_way;
	struct robots_counts robots;
};
void ingest_count(const struct ingest *ingest, struct ingest_counts *out);

#endif
