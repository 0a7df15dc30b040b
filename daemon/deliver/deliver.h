/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of an alert out: claimed rows of the outbox are rendered once,
 * attempted, judged, and the verdict is committed.
 *
 * The ledger owns what is due and how often; this part only carries. A row is
 * attempted after its claim is on the disk and never twice at a time. When
 * the daemon dies in between, the lease runs out and the row comes again
 * under the same id.
 *
 * All functions belong to the loop thread.
 */
#ifndef NEWSWATCHD_DELIVER_H
#define NEWSWATCHD_DELIVER_H

#include "daemon/config/config.h"
#include "daemon/store/ledger.h"
#include "daemon/transport/transport.h"
#include "daemon/worker/pool.h"

struct deliver;

/* What it stands on; all of it outlives the delivery. */
struct deliver_parts {
	struct loop *loop;
	struct transport *transport;
	struct pool *pool;
	struct ledger *ledger;
};

/*
 * Begins no further attempt. `drained` is called, once and maybe at once, when
 * none is under way: what a receiver took by then is known as sent.
 */
void deliver_drain(struct deliver *deliver, void (*drained)(void *arg),
		   void *arg);

struct deliver *deliver_new(const struct deliver_parts *parts);

/*
 * Attempts under way are given up, their rows come again; one that has its
 * answer is judged by the contract's table, so what arrived is not sent twice.
 * Nothing begins any more. What the ledger still answers is taken until
 * deliver_free, which calls it too; the pool, the transport and the ledger may
 * go in between.
 */
void deliver_stop(struct deliver *deliver);
void deliver_free(struct deliver **deliver);

/* Takes over a generation, after the pool and the ledger did. */
void deliver_configure(struct deliver *deliver, const struct config *config);

/*
 * A row can be claimed in `due_ms` (`delivery_due_ms` of a ledger's reply: 0
 * now, -1 none). Claims as soon as there is room.
 */
void deliver_due(struct deliver *deliver, int64_t due_ms);

struct deliver_counts {
	uint64_t attempts, delivered, later, held, dead;
	uint32_t under_way;
};
void deliver_count(const struct deliver *deliver, struct deliver_counts *out);

#endif
