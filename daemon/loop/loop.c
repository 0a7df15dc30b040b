/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/loop/loop_private.h"

#include "daemon/loop/log.h"
#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

struct loop_watch {
	struct loop *loop;
	struct event *event;
	loop_ready_fn *fn;
	void *arg;
	int fd;
	enum loop_priority priority;
	unsigned want;
};

static int64_t clock_us(clockid_t clock)
{
	struct timespec at;

	clock_gettime(clock, &at);
	return at.tv_sec * INT64_C(1000000) + at.tv_nsec / 1000;
}

static void begin_turn(struct loop *loop)
{
	loop->turn_began_us = clock_us(CLOCK_MONOTONIC);
	loop->turn_cpu_us = clock_us(CLOCK_THREAD_CPUTIME_ID);
}

/* ---- descriptors ---- */

static void on_event(evutil_socket_t fd, short what, void *arg)
{
	struct loop_watch *watch = arg;
	unsigned ready = 0;

	if (!watch->loop->turn_began_us)
		begin_turn(watch->loop);
	if (what & EV_READ)
		ready |= LOOP_READ;
	if (what & EV_WRITE)
		ready |= LOOP_WRITE;
	watch->fn(watch->arg, fd, ready);
}

struct loop_watch *loop_watch_new(struct loop *loop, int fd,
				  enum loop_priority priority, unsigned want,
				  loop_ready_fn *fn, void *arg)
{
	struct loop_watch *watch = calloc(1, sizeof(*watch));

	if (!watch)
		abort();
	*watch = (struct loop_watch){ .loop = loop,
				      .fn = fn,
				      .arg = arg,
				      .fd = fd,
				      .priority = priority };
	watch->event = event_new(loop->base, fd, EV_PERSIST, on_event, watch);
	if (!watch->event)
		abort();
	loop_watch_want(watch, want);
	return watch;
}

void loop_watch_want(struct loop_watch *watch, unsigned want)
{
	short events = EV_PERSIST;

	if (want == watch->want)
		return;
	if (want & LOOP_READ)
		events |= EV_READ;
	if (want & LOOP_WRITE)
		events |= EV_WRITE;
	event_del(watch->event);
	event_assign(watch->event, watch->loop->base, watch->fd, events,
		     on_event, watch);
	event_priority_set(watch->event, (int)watch->priority);
	watch->want = want;
	if (want)
		event_add(watch->event, NULL);
}

void loop_watch_free(struct loop_watch **watch)
{
	if (!*watch)
		return;
	event_free((*watch)->event);
	free(*watch);
	*watch = NULL;
}

/* ---- calls from other threads ---- */

void loop_post(struct loop *loop, loop_fn *fn, void *arg)
{
	struct post *post = malloc(sizeof(*post));
	uint64_t one = 1;

	if (!post)
		abort();
	*post = (struct post){ NULL, fn, arg };
	pthread_mutex_lock(&loop->post_lock);
	*loop->posts_end = post;
	loop->posts_end = &post->next;
	pthread_mutex_unlock(&loop->post_lock);
	/* Fails only when the counter is full, and then it is readable. */
	if (write(loop->post_fd, &one, sizeof(one)) < 0)
		assert(errno == EAGAIN || errno == EINTR);
}

static struct post *take_posts(struct loop *loop)
{
	pthread_mutex_lock(&loop->post_lock);
	struct post *posts = loop->posts;
	loop->posts = NULL;
	loop->posts_end = &loop->posts;
	pthread_mutex_unlock(&loop->post_lock);
	return posts;
}

static void drain(int fd)
{
	uint64_t count;

	if (read(fd, &count, sizeof(count)) < 0)
		assert(errno == EAGAIN || errno == EINTR || errno == ECANCELED);
}

static void run_posts(struct post *post)
{
	for (struct post *next; post; post = next) {
		next = post->next;
		post->fn(post->arg);
		free(post);
	}
}

static void on_post(void *arg, int fd, unsigned ready)
{
	struct loop *loop = arg;

	(void)ready;
	drain(fd);
	run_posts(take_posts(loop));
}

void loop_run_posts(struct loop *loop)
{
	struct post *posts;

	while ((posts = take_posts(loop)))
		run_posts(posts);
}

/* ---- signals ---- */

static void on_signal_ready(void *arg, int fd, unsigned ready)
{
	struct loop *loop = arg;
	struct signalfd_siginfo info;

	(void)ready;
	while (read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info))
		for (size_t i = 0; i < loop->signal_count; i++)
			if (loop->on_signal[i].number == (int)info.ssi_signo)
				loop->on_signal[i].call.fn(
					loop->on_signal[i].call.arg);
}

void loop_on_signal(struct loop *loop, int signal, loop_fn *fn, void *arg)
{
	assert(loop->signal_count < SIGNALS_MAX);
	loop->on_signal[loop->signal_count].number = signal;
	loop->on_signal[loop->signal_count].call = (struct call){ fn, arg };
	loop->signal_count++;
	sigaddset(&loop->signals, signal);
	pthread_sigmask(SIG_BLOCK, &loop->signals, NULL);
	if (signalfd(loop->signal_fd, &loop->signals, 0) < 0)
		abort();
}

/* ---- the turn ---- */

static void on_timer_fd(void *arg, int fd, unsigned ready)
{
	struct loop *loop = arg;

	(void)ready;
	drain(fd);
	loop->timer_set_ms = -1;
}

/* timerfd on CLOCK_BOOTTIME wakes a machine's loop right after a suspend. */
static void set_wake(struct loop *loop, int64_t wait_ms)
{
	int64_t due_ms = wait_ms < 0 ? -1 : loop_real_ms() + wait_ms;
	struct itimerspec spec = { 0 };

	if (due_ms == loop->timer_set_ms)
		return;
	if (due_ms >= 0) {
		spec.it_value.tv_sec = due_ms / 1000;
		spec.it_value.tv_nsec = due_ms % 1000 * 1000000 + 1;
	}
	timerfd_settime(loop->timer_fd, TFD_TIMER_ABSTIME, &spec, NULL);
	loop->timer_set_ms = due_ms;
}

static int64_t least_wait(int64_t a, int64_t b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

static void keep_longest(_Atomic int64_t *longest, int64_t took_us)
{
	if (took_us > atomic_load(longest))
		atomic_store(longest, took_us);
}

static void measure(struct loop *loop)
{
	keep_longest(&loop->longest_us,
		     clock_us(CLOCK_MONOTONIC) - loop->turn_began_us);
	keep_longest(&loop->longest_cpu_us,
		     clock_us(CLOCK_THREAD_CPUTIME_ID) - loop->turn_cpu_us);
	atomic_fetch_add(&loop->progress, 1);
}

bool loop_turn(struct loop *loop, int64_t wait_ms)
{
	if (atomic_load(&loop->stopped))
		return false;
	timers_step(loop);
	wait_ms = least_wait(wait_ms, timers_wait_ms(loop));
	wait_ms = least_wait(wait_ms, log_flush(false));
	if (wait_ms != 0)
		set_wake(loop, wait_ms);
	loop->turn_began_us = 0;
	event_base_loop(loop->base,
			EVLOOP_ONCE | (wait_ms == 0 ? EVLOOP_NONBLOCK : 0));
	if (!loop->turn_began_us)
		begin_turn(loop);
	timers_run(loop);
	timers_stepped(loop);
	measure(loop);
	return !atomic_load(&loop->stopped);
}

void loop_run(struct loop *loop)
{
	while (loop_turn(loop, -1))
		;
}

static void nothing(void *arg)
{
	(void)arg;
}

void loop_stop(struct loop *loop)
{
	atomic_store(&loop->stopped, true);
	loop_post(loop, nothing, NULL);
}

uint64_t loop_progress(const struct loop *loop)
{
	return atomic_load(&loop->progress);
}

int64_t loop_longest_turn_us(const struct loop *loop)
{
	return atomic_load(&loop->longest_us);
}

int64_t loop_longest_turn_cpu_us(const struct loop *loop)
{
	return atomic_load(&loop->longest_cpu_us);
}

int64_t loop_longest_turn_reset(struct loop *loop)
{
	begin_turn(loop);
	atomic_store(&loop->longest_cpu_us, 0);
	return atomic_exchange(&loop->longest_us, 0);
}

/* ---- opening and closing ---- */

static struct event_base *base_new(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;

	if (!config)
		return NULL;
	/* Other threads come in through loop_post alone. */
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
	base = event_base_new_with_config(config);
	event_config_free(config);
	if (base && event_base_priority_init(base, LOOP_FETCHING + 1) < 0) {
		event_base_free(base);
		return NULL;
	}
	return base;
}

static struct loop *loop_alloc(void)
{
	struct loop *loop = calloc(1, sizeof(*loop));

	if (!loop)
		abort();
	loop->timer_fd = loop->post_fd = loop->signal_fd = -1;
	loop->timer_set_ms = -1;
	loop->posts_end = &loop->posts;
	pthread_mutex_init(&loop->post_lock, NULL);
	sigemptyset(&loop->signals);
	return loop;
}

enum nw_status loop_open(struct loop **out, struct nw_error *err)
{
	NW_AUTO(loop_close) struct loop *loop = loop_alloc();

	signal(SIGPIPE, SIG_IGN);
	loop->base = base_new();
	loop->timer_fd =
		timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	loop->post_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	loop->signal_fd =
		signalfd(-1, &loop->signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (!loop->base || loop->timer_fd < 0 || loop->post_fd < 0 ||
	    loop->signal_fd < 0)
		return nw_fail(err, NW_IO, "the loop cannot be set up: %s",
			       strerror(errno));
	loop->timer_watch = loop_watch_new(loop, loop->timer_fd, LOOP_CONTROL,
					   LOOP_READ, on_timer_fd, loop);
	loop->post_watch = loop_watch_new(loop, loop->post_fd, LOOP_CONTROL,
					  LOOP_READ, on_post, loop);
	loop->signal_watch = loop_watch_new(loop, loop->signal_fd, LOOP_CONTROL,
					    LOOP_READ, on_signal_ready, loop);
	*out = NW_STEAL(loop);
	return NW_OK;
}

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void loop_close(struct loop **out)
{
	struct loop *loop = *out;

	if (!loop)
		return;
	children_fini(loop);
	for (struct post *post = take_posts(loop), *next; post; post = next) {
		next = post->next;
		free(post);
	}
	loop_watch_free(&loop->timer_watch);
	loop_watch_free(&loop->post_watch);
	loop_watch_free(&loop->signal_watch);
	close_fd(loop->timer_fd);
	close_fd(loop->post_fd);
	close_fd(loop->signal_fd);
	if (loop->base)
		event_base_free(loop->base);
	free(loop->heaps[0].at);
	free(loop->heaps[1].at);
	pthread_mutex_destroy(&loop->post_lock);
	free(loop);
	*out = NULL;
}
