/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loop: descriptors, timers, signals, children and calls from other
 * threads, in one thread, on one clock.
 *
 * All functions belong to the loop thread except where it says "any thread".
 * Callbacks must not block; the longest turn is measured and shown. Timers
 * run on the loop's clock (CLOCK_BOOTTIME, so a suspended machine counts),
 * which a test can advance; timers of the real clock exist for libraries
 * whose own time-outs cannot be advanced.
 */
#ifndef NEWSWATCHD_LOOP_H
#define NEWSWATCHD_LOOP_H

#include <newswatch/status.h>
#include <newswatch/time.h>
#include <sys/types.h>

struct loop;

typedef void loop_fn(void *arg);

/*
 * Makes the loop. SIGPIPE is ignored; the signals of loop_on_signal are
 * blocked in this thread from then on, so call it before threads are started
 * (they inherit the mask). NW_IO when the system gives no descriptors.
 */
enum nw_status loop_open(struct loop **out, struct nw_error *err) NW_CHECKED;

/* Watches, timers and children must be gone; posts not yet run are dropped. */
void loop_close(struct loop **loop);

/* Runs until loop_stop. */
void loop_run(struct loop *loop);

/* Any thread: ends loop_run after the current turn; it stays stopped. */
void loop_stop(struct loop *loop);

/*
 * One turn: waits at most `wait_ms` of real time (-1: for ever) for something
 * to do, and does all that is due. Returns false once stopped. For tests, and
 * for programs that wait for one answer.
 */
bool loop_turn(struct loop *loop, int64_t wait_ms);

/* ---- the clock; any thread ---- */

/* The wall clock, for what is shown and stored. It may jump. */
nw_time loop_now(const struct loop *loop);

/*
 * Milliseconds since the machine started, suspension included; never goes
 * back. All waiting is counted on this.
 */
int64_t loop_elapsed_ms(const struct loop *loop);

/*
 * Loop thread, test only: moves both clocks ahead by `ms`. Timers on the way
 * fire at their own instants and in order, with the descriptors served in
 * between; `done` (NULL allowed) is called when the clock has arrived. A
 * second call before that adds to the way and both are answered at its end.
 */
void loop_advance(struct loop *loop, int64_t ms, loop_fn *done, void *arg);

/* ---- timers ---- */

enum loop_clock {
	LOOP_CLOCK = 0,	    /* loop_elapsed_ms, can be advanced */
	LOOP_CLOCK_REAL = 1 /* never advanced */
};

/* Embedded by its user; all members are private. */
struct loop_timer {
	loop_fn *fn;
	void *arg;
	int64_t due_ms;
	uint64_t order;
	size_t place; /* in the heap, from 1; 0 not armed */
	enum loop_clock clock;
};

void loop_timer_init(struct loop_timer *timer, enum loop_clock clock,
		     loop_fn *fn, void *arg);

/*
 * Fires once, `wait_ms` from now (below 0 counts as 0), never from within
 * this call. An armed timer is moved. Equal instants fire in the order in
 * which they were armed.
 */
void loop_timer_arm(struct loop *loop, struct loop_timer *timer,
		    int64_t wait_ms);

/* Not armed: nothing. Afterwards the callback does not run. */
void loop_timer_cancel(struct loop *loop, struct loop_timer *timer);

static inline bool loop_timer_armed(const struct loop_timer *timer)
{
	return timer->place != 0;
}

/* ---- descriptors ---- */

/* What is served first when much is ready. */
enum loop_priority {
	LOOP_CONTROL = 0, /* the operator, workers, the ledger */
	LOOP_DELIVERY = 1,
	LOOP_FETCHING = 2
};

enum loop_ready {
	LOOP_READ = 1 << 0, /* also at the end and on errors */
	LOOP_WRITE = 1 << 1
};

struct loop_watch;

/* `ready` is bits of enum loop_ready. Level-triggered. */
typedef void loop_ready_fn(void *arg, int fd, unsigned ready);

/*
 * Watches a descriptor that stays the caller's. Never NULL (aborts without
 * memory). Begins with the events in `want` (0: asleep).
 */
struct loop_watch *loop_watch_new(struct loop *loop, int fd,
				  enum loop_priority priority, unsigned want,
				  loop_ready_fn *fn, void *arg);

void loop_watch_want(struct loop_watch *watch, unsigned want);

/* Before the descriptor is closed; may be called from its own callback. */
void loop_watch_free(struct loop_watch **watch);

/* ---- other threads, signals ---- */

/*
 * Any thread: runs fn(arg) in the loop thread, in the order of the calls.
 * Aborts without memory: who posts bounds how much can be under way.
 */
void loop_post(struct loop *loop, loop_fn *fn, void *arg);

/*
 * Runs what was posted, until nothing waits: the answers of a thread that has
 * ended reach who asked also after loop_stop.
 */
void loop_run_posts(struct loop *loop);

/*
 * Calls fn(arg) in a turn of the loop whenever the signal came (signals that
 * came together count once). At most 8 signals; the process must not have
 * other threads that leave it unblocked.
 */
void loop_on_signal(struct loop *loop, int signal, loop_fn *fn, void *arg);

/* ---- programs ---- */

struct loop_descriptor {
	int from; /* ours */
	int to;	  /* the child's */
};

struct loop_spawn {
	const char *path;	 /* absolute, never searched */
	const char *const *argv; /* ended by NULL */
	const char *const *env;	 /* ended by NULL; NULL: empty environment */
	const char *directory;	 /* NULL: "/" */
	const struct loop_descriptor
		*fds;	 /* ascending `to`; all others are closed */
	size_t fd_count; /* at most 8 */
	bool own_group;	 /* its process group is its pid; killed when it ends */
	/* Limits set right after the start; 0 leaves ours. */
	uint64_t cpu_seconds, data_bytes, file_bytes, open_files, processes;
};

struct loop_child;

/*
 * `status` is that of wait(2). Called once, in a turn of the loop, when the
 * child is reaped; the handle is freed after the call.
 */
typedef void loop_exit_fn(void *arg, int status);

/*
 * Starts a program by posix_spawn, with default signals, nothing blocked and
 * no descriptor but those named (0, 1, 2 that are not named are /dev/null).
 * NW_IO names the path and the reason.
 */
enum nw_status loop_spawn(struct loop *loop, const struct loop_spawn *what,
			  loop_exit_fn *fn, void *arg, struct loop_child **out,
			  struct nw_error *err) NW_CHECKED;

pid_t loop_child_pid(const struct loop_child *child);

/* To the child, or with own_group to its whole group. It may be dead already.
 */
void loop_child_kill(struct loop_child *child, int signal);

/* Nobody is told of the end any more; it is still reaped. Nulls the handle. */
void loop_child_forget(struct loop_child **child);

/* ---- what the watchdog and the metrics see; any thread ---- */

/* Counts turns; an idle loop waits and makes none. */
uint64_t loop_progress(const struct loop *loop);

/* The longest turn since the start, in microseconds. */
int64_t loop_longest_turn_us(const struct loop *loop);

/*
 * The longest in CPU time of the thread: what a turn does itself, without the
 * time in which the machine ran something else. Not always the same turn.
 */
int64_t loop_longest_turn_cpu_us(const struct loop *loop);

/* Begins the measuring anew, with the turn at hand; gives what was measured. */
int64_t loop_longest_turn_reset(struct loop *loop);

#endif
