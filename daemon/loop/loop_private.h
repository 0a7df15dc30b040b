/* SPDX-License-Identifier: Apache-2.0 */
/* What loop.c, timer.c and child.c share; nobody else includes it. */
#ifndef NEWSWATCHD_LOOP_PRIVATE_H
#define NEWSWATCHD_LOOP_PRIVATE_H

#include "daemon/loop/loop.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#define SIGNALS_MAX	8
#define ADVANCE_WAITERS 8

/* A binary heap by (due, order); places count from 1. */
struct timer_heap {
	struct loop_timer **at;
	size_t count, room;
};

struct post {
	struct post *next;
	loop_fn *fn;
	void *arg;
};

struct call {
	loop_fn *fn;
	void *arg;
};

struct loop {
	struct event_base *base;
	struct timer_heap heaps[2]; /* by enum loop_clock */
	uint64_t order;
	_Atomic int64_t shift_ms;

	int timer_fd;
	int64_t timer_set_ms; /* what timer_fd is set to; -1 nothing */
	struct loop_watch *timer_watch;

	int post_fd;
	struct loop_watch *post_watch;
	pthread_mutex_t post_lock;
	struct post *posts, **posts_end;

	int signal_fd;
	struct loop_watch *signal_watch;
	sigset_t signals;
	struct {
		int number;
		struct call call;
	} on_signal[SIGNALS_MAX];
	size_t signal_count;

	bool advancing;
	int64_t advance_to_ms;
	struct call advanced[ADVANCE_WAITERS];
	size_t advanced_count;

	struct loop_child *children;

	atomic_bool stopped;
	_Atomic uint64_t progress;
	_Atomic int64_t longest_us, longest_cpu_us;
	int64_t turn_began_us; /* 0: this turn still waits */
	int64_t turn_cpu_us;   /* of the thread, at that moment */
};

int64_t loop_real_ms(void); /* CLOCK_BOOTTIME */

/* Milliseconds of real time until a timer is due; -1 for none. */
int64_t timers_wait_ms(const struct loop *loop);

/* Runs what is due, at most a bounded number of timers. */
void timers_run(struct loop *loop);

/* One step of loop_advance before a turn, and its end after the turn. */
void timers_step(struct loop *loop);
void timers_stepped(struct loop *loop);

void children_fini(struct loop *loop);

#endif
