/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of a question: claimed from the ledger, stated by the remote
 * classifier's plugin in a reader, made by the transport within what the
 * configuration binds, read by the plugin, matched by a reader, committed.
 *
 * The ledger owns what is asked, how often and what it costs; this part only
 * carries. No item waits for it. When the daemon dies in between, the question
 * is asked again; when the commit was made, it is not.
 *
 * All functions belong to the loop thread.
 */
#ifndef NEWSWATCHD_ASK_H
#define NEWSWATCHD_ASK_H

#include "daemon/config/config.h"
#include "daemon/store/ledger.h"
#include "daemon/transport/transport.h"
#include "daemon/worker/pool.h"

struct asker;

/* What it stands on; all of it outlives the asker. */
struct asker_parts {
	struct loop *loop;
	struct transport *transport;
	struct pool *pool;
	struct ledger *ledger;
	/* After each verdict: it may have raised an alert. */
	void (*committed)(void *arg, const struct ledger_reply *reply);
	void *arg;
};

struct asker *asker_new(const struct asker_parts *parts);

/*
 * Questions under way are given up and come again. Nothing begins any more.
 * What the ledger still answers is taken until asker_free, which calls it too;
 * the pool, the transport and the ledger may go in between.
 */
void asker_stop(struct asker *asker);
void asker_free(struct asker **asker);

/* Takes over a generation, after the pool and the ledger did. */
void asker_configure(struct asker *asker, const struct config *config);

/* A question can be claimed in `due_ms` (0 now, -1 none). */
void asker_due(struct asker *asker, int64_t due_ms);

#endif
