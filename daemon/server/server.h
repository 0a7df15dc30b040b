/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newswatchd itself: the parts put together, started in order, reloaded and
 * stopped.
 *
 * The start and a reload are the same way (generation.c): a thread reads and
 * checks the whole configuration, the pool starts its workers, the ledger
 * takes the routing, and only then does anything that runs see it. On any
 * error what was in force goes on; at the start there is nothing, so the
 * daemon ends with EX_CONFIG.
 */
#ifndef NEWSWATCHD_SERVER_H
#define NEWSWATCHD_SERVER_H

#include "daemon/ask/ask.h"
#include "daemon/control/control.h"
#include "daemon/deliver/deliver.h"
#include "daemon/ingest/ingest.h"

/* The command line. */
struct server_options {
	const char *config;	/* main file */
	const char *state_dir;	/* overrides the configuration's; NULL not */
	const char *control;	/* likewise */
	const char *worker;	/* NULL: the installed one */
	const char *plugin_dir; /* NULL: the installed one */
	const char *data_dir;	/* NULL: the installed one */
	bool test_clock;	/* the control socket may advance the clock */
};

struct server {
	struct server_options options;
	struct loop *loop;
	struct transport *transport;
	struct pool *pool;
	struct ledger *ledger;
	struct ingest *ingest;
	struct deliver *deliver;
	struct asker *asker;
	struct control *control;
	struct desk *desk;	    /* searches and backtests */
	struct config *config;	    /* in force; NULL before the first */
	struct generation *loading; /* NULL: none under way */
	struct waiting *waiting;    /* who waits for the one behind it */
	bool reload_again, reload_forced;
	size_t failing_examples; /* of the configuration in force */
	struct tail *tails;
	struct loop_timer tick;
	nw_time trimmed;
	nw_time started;
	uint64_t next_generation;
	uint64_t ledger_seen; /* progress at the last look of the watchdog */
	int64_t ledger_seen_ms;
	bool paused; /* the disk is below its floor */
	bool ready;
	bool stopping; /* waits for attempts under way, until `grace` */
	struct loop_timer grace;
	int exit_code;
};

/* Runs until stopped; returns an exit code of sysexits. */
int server_run(const struct server_options *options);

/* Ends the loop with this exit code. */
void server_stop(struct server *server, int exit_code);

/* A transaction went through: deliveries may be due, the disk may be full. */
void server_committed(void *arg, const struct ledger_reply *reply);

/*
 * Opens what is not open yet of ledger, transport, pool, ingest, deliver, and
 * gives the pool the settings of its next workers. On a failure the exit code
 * is set.
 */
enum nw_status server_open_parts(struct server *server,
				 const struct config *config,
				 struct nw_error *err) NW_CHECKED;

/* Everything took it: owns `config`, and drops the one before. */
void server_take_over(struct server *server, struct config *config);

/* A reload was refused: what was in force is so wholly, and said so. */
void server_keep(struct server *server);

/*
 * What the ledger routes alerts by, in the arena; NULL where that is too small.
 */
struct ledger_routing *server_routing(struct server *server,
				      const struct config *config,
				      struct nw_arena *arena);

/* The ledger settings that the configuration states. */
void server_settings(const struct config *config,
		     struct ledger_routing *routing);

/* The remote classifiers; false when the arena is full. The pool serves. */
bool server_remotes(const struct pool *pool, const struct config *config,
		    struct ledger_routing *routing);

/* The generation is in force everywhere: listens, says READY. */
void server_ready(struct server *server);

/* ---- generation.c ---- */

/*
 * Loads a generation. `reply` (NULL allowed) is ended with the outcome, every
 * mistake one line. `force`: examples of watches that fail are warnings, as
 * they are at the start. Requests that come while one is under way are answered
 * together by one more load that begins afterwards.
 */
void generation_load(struct server *server, struct control_reply *reply,
		     bool force);

/*
 * At the end: joins the thread, answers who waits. The pool is freed next, and
 * calls back no more; the loop's last posts free what the others hold.
 */
void generation_abandon(struct server *server);

/* ---- commands.c ---- */

/* The commands of the control socket; their `arg` is the server. */
extern const struct control_command server_commands[];

/* A line for everybody who follows with `tail`. */
void server_tail(void *arg, struct nw_str json);

#endif
