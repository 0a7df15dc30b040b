/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/loop/loop_private.h"
#include <stdlib.h>
#include <time.h>

/*
 * A turn serves at most so many timers: a thousand sources due at once must
 * not keep the descriptors waiting.
 */
#define TIMERS_A_TURN 64

int64_t loop_real_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_BOOTTIME, &at);
	return at.tv_sec * INT64_C(1000) + at.tv_nsec / 1000000;
}

nw_time loop_now(const struct loop *loop)
{
	struct timespec at;

	clock_gettime(CLOCK_REALTIME, &at);
	return at.tv_sec * INT64_C(1000) + at.tv_nsec / 1000000 +
	       atomic_load(&loop->shift_ms);
}

int64_t loop_elapsed_ms(const struct loop *loop)
{
	return loop_real_ms() + atomic_load(&loop->shift_ms);
}

static int64_t clock_ms(const struct loop *loop, enum loop_clock clock)
{
	return clock == LOOP_CLOCK_REAL ? loop_real_ms()
					: loop_elapsed_ms(loop);
}

static bool sooner(const struct loop_timer *a, const struct loop_timer *b)
{
	return a->due_ms != b->due_ms ? a->due_ms < b->due_ms
				      : a->order < b->order;
}

static void put(struct timer_heap *heap, size_t place, struct loop_timer *timer)
{
	heap->at[place - 1] = timer;
	timer->place = place;
}

static void sift_up(struct timer_heap *heap, struct loop_timer *timer)
{
	size_t place = timer->place;

	while (place > 1 && sooner(timer, heap->at[place / 2 - 1])) {
		put(heap, place, heap->at[place / 2 - 1]);
		place /= 2;
	}
	put(heap, place, timer);
}

static void sift_down(struct timer_heap *heap, struct loop_timer *timer)
{
	size_t place = timer->place;

	while (place * 2 <= heap->count) {
		size_t child = place * 2;
		if (child < heap->count &&
		    sooner(heap->at[child], heap->at[child - 1]))
			child++;
		if (!sooner(heap->at[child - 1], timer))
			break;
		put(heap, place, heap->at[child - 1]);
		place = child;
	}
	put(heap, place, timer);
}

static void heap_add(struct timer_heap *heap, struct loop_timer *timer)
{
	if (heap->count == heap->room) {
		heap->room = heap->room ? heap->room * 2 : 64;
		heap->at =
			reallocarray(heap->at, heap->room, sizeof(*heap->at));
		if (!heap->at)
			abort();
	}
	heap->count++;
	put(heap, heap->count, timer);
	sift_up(heap, timer);
}

static void heap_remove(struct timer_heap *heap, struct loop_timer *timer)
{
	struct loop_timer *last = heap->at[heap->count - 1];

	heap->count--;
	if (last != timer) {
		put(heap, timer->place, last);
		sift_up(heap, last);
		sift_down(heap, last);
	}
	timer->place = 0;
}

void loop_timer_init(struct loop_timer *timer, enum loop_clock clock,
		     loop_fn *fn, void *arg)
{
	*timer = (struct loop_timer){ .fn = fn, .arg = arg, .clock = clock };
}

void loop_timer_arm(struct loop *loop, struct loop_timer *timer,
		    int64_t wait_ms)
{
	struct timer_heap *heap = &loop->heaps[timer->clock];

	loop_timer_cancel(loop, timer);
	timer->due_ms =
		clock_ms(loop, timer->clock) + (wait_ms > 0 ? wait_ms : 0);
	/* The clock's part of a millisecond: a real timer is never early. */
	if (timer->clock == LOOP_CLOCK_REAL && wait_ms > 0)
		timer->due_ms++;
	timer->order = ++loop->order;
	heap_add(heap, timer);
}

void loop_timer_cancel(struct loop *loop, struct loop_timer *timer)
{
	if (timer->place)
		heap_remove(&loop->heaps[timer->clock], timer);
}

static int64_t heap_wait_ms(const struct loop *loop, enum loop_clock clock)
{
	const struct timer_heap *heap = &loop->heaps[clock];

	if (!heap->count)
		return -1;
	int64_t wait_ms = heap->at[0]->due_ms - clock_ms(loop, clock);
	return wait_ms > 0 ? wait_ms : 0;
}

int64_t timers_wait_ms(const struct loop *loop)
{
	int64_t a = heap_wait_ms(loop, LOOP_CLOCK);
	int64_t b = heap_wait_ms(loop, LOOP_CLOCK_REAL);

	if (loop->advancing)
		return 0;
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

/* What callbacks arm has a later order and waits for the next turn. */
static void heap_run(struct loop *loop, enum loop_clock clock)
{
	struct timer_heap *heap = &loop->heaps[clock];
	uint64_t last = loop->order;
	int64_t now_ms = clock_ms(loop, clock);

	for (size_t n = 0; heap->count && n < TIMERS_A_TURN; n++) {
		struct loop_timer *timer = heap->at[0];
		if (timer->due_ms > now_ms || timer->order > last)
			return;
		heap_remove(heap, timer);
		timer->fn(timer->arg);
	}
}

void timers_run(struct loop *loop)
{
	heap_run(loop, LOOP_CLOCK_REAL);
	heap_run(loop, LOOP_CLOCK);
}

void loop_advance(struct loop *loop, int64_t ms, loop_fn *done, void *arg)
{
	int64_t from =
		loop->advancing ? loop->advance_to_ms : loop_elapsed_ms(loop);

	loop->advance_to_ms = from + (ms > 0 ? ms : 0);
	loop->advancing = true;
	if (done && loop->advanced_count < ADVANCE_WAITERS)
		loop->advanced[loop->advanced_count++] =
			(struct call){ done, arg };
}

void timers_step(struct loop *loop)
{
	const struct timer_heap *heap = &loop->heaps[LOOP_CLOCK];
	int64_t to = loop->advance_to_ms;

	if (!loop->advancing)
		return;
	if (heap->count && heap->at[0]->due_ms < to)
		to = heap->at[0]->due_ms;
	int64_t left = to - loop_elapsed_ms(loop);
	if (left > 0)
		atomic_fetch_add(&loop->shift_ms, left);
}

void timers_stepped(struct loop *loop)
{
	struct call calls[ADVANCE_WAITERS];
	size_t count = loop->advanced_count;

	if (!loop->advancing || loop_elapsed_ms(loop) < loop->advance_to_ms ||
	    heap_wait_ms(loop, LOOP_CLOCK) == 0)
		return;
	memcpy(calls, loop->advanced, sizeof(calls));
	loop->advancing = false;
	loop->advanced_count = 0;
	for (size_t i = 0; i < count; i++)
		calls[i].fn(calls[i].arg);
}
