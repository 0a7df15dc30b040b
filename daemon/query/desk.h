/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The desk: where searches and backtests are handed in, in the loop thread.
 *
 * Each of two lanes has a newswatch-query of its own, so that a search does
 * not wait for a backtest. A lane's process is started by its first job, does
 * one job after the other, and is let go when it has had nothing to do for a
 * while, or has lived long: what it has open is then what is there (a store
 * that was restored, an index that was made anew). A job that is over its time,
 * over its memory or no longer wanted ends with its process: nothing that it
 * does can be half done.
 */
#ifndef NW_DAEMON_QUERY_DESK_H
#define NW_DAEMON_QUERY_DESK_H

#include "daemon/loop/loop.h"
#include <newswatch/text.h>

struct desk;

enum desk_lane { DESK_SEARCH = 0, DESK_BACKTEST = 1, DESK_LANES = 2 };

/* Zero and NULL stand for the default behind. */
struct desk_settings {
	const char *worker;    /* newswatch-query stands beside it:
				* NW_WORKER_PATH */
	const char *state_dir; /* of the store; NULL: as before */
	uint64_t memory;       /* bytes that a process may have: 256 MiB */
	bool best_effort;      /* go on without seccomp or Landlock */
	int64_t wall_ms[DESK_LANES]; /* a job: 60 s, 15 min */
	int64_t idle_ms;	     /* 10,000 */
	int64_t life_ms;	     /* then it is let go: 5 min */
	size_t waiting;		     /* jobs of a lane that may wait: 16 */
};

/* Copies the settings. */
struct desk *desk_new(struct loop *loop, const struct desk_settings *settings);

/* For the processes that are started from now on. */
void desk_set(struct desk *desk, const struct desk_settings *settings);

/* Kills the processes; jobs that are handed in are forgotten unanswered. */
void desk_free(struct desk **desk);

/* A job that was handed in; gone after its end was called or it was dropped. */
struct desk_job;

/* One line of an answer: a JSON object, checked to be one, without line end. */
typedef void desk_line_fn(void *arg, struct nw_str line);

/*
 * The end of a job: the worker's status, its text, and the result's object as
 * JSON (absent where there is none). NW_BUSY: too many wait; NW_TIMEOUT: over
 * its time; NW_GONE: the process died, `text` says how.
 */
typedef void desk_end_fn(void *arg, enum nw_status status, const char *text,
			 struct nw_str result);

/*
 * Hands in a job: `json` is the job's object (daemon/query/judge.h and the
 * jobs), to which the deadline is added. `*out` is set before anything is
 * called; `end` may be called at once.
 */
void desk_ask(struct desk *desk, enum desk_lane lane, struct nw_str json,
	      desk_line_fn *line, desk_end_fn *end, void *arg,
	      struct desk_job **out);

/* No more lines until desk_go_on: the worker waits. From within a line too. */
void desk_hold(struct desk_job *job);
void desk_go_on(struct desk_job *job);

/* Nobody wants it any more: no call comes; its process is killed. */
void desk_drop(struct desk_job *job);

struct desk_status {
	unsigned running, waiting;
	uint64_t searches, backtests, refused, died;
};
void desk_status(const struct desk *desk, struct desk_status *out);

#endif
