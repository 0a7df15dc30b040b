/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads for what may block: fsync, a terminal that was stopped, a mail
 * server (libcurl 7.88 waits for the reply after the dot, and for that to
 * QUIT, without returning to its caller). A job belongs to the thread from
 * lane_run until it comes back through the eventfd.
 */
#include "daemon/transport/job.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define THREADS_MAX 8
#define QUEUE_MAX   1024
#define QUEUE_BYTES ((size_t)16 << 20)

struct lane {
	struct loop *loop;
	pthread_t threads[THREADS_MAX];
	size_t thread_count;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct job_list waiting, done; /* under the lock */
	struct transport_job *current[THREADS_MAX];
	size_t bytes; /* of what waits */
	bool closing;
	int fd;
	struct loop_watch *watch;
};

static struct transport_job **own_place(struct lane *lane)
{
	for (size_t i = 0; i < lane->thread_count; i++)
		if (pthread_equal(lane->threads[i], pthread_self()))
			return &lane->current[i];
	abort();
}

static struct transport_job *take(struct lane *lane)
{
	pthread_mutex_lock(&lane->lock);
	while (!lane->waiting.first && !lane->closing)
		pthread_cond_wait(&lane->wake, &lane->lock);
	struct transport_job *job = lane->waiting.first;
	if (job) {
		job_list_remove(job);
		lane->bytes -= job->request.body.len;
		*own_place(lane) = job;
	}
	pthread_mutex_unlock(&lane->lock);
	return job;
}

static void *run(void *arg)
{
	struct lane *lane = arg;
	struct transport_job *job;
	uint64_t one = 1;

	while ((job = take(lane))) {
		job->began_ms = job_clock_ms();
		job->work(job);
		pthread_mutex_lock(&lane->lock);
		*own_place(lane) = NULL;
		job_list_add(&lane->done, job);
		pthread_mutex_unlock(&lane->lock);
		(void)!write(lane->fd, &one, sizeof(one));
	}
	return NULL;
}

static void give_back(struct lane *lane)
{
	for (;;) {
		pthread_mutex_lock(&lane->lock);
		struct transport_job *job = lane->done.first;
		if (job)
			job_list_remove(job);
		pthread_mutex_unlock(&lane->lock);
		if (!job)
			return;
		job->in_lane = false;
		job_finish(job);
	}
}

static void on_done(void *arg, int fd, unsigned ready)
{
	uint64_t count;

	(void)ready;
	(void)!read(fd, &count, sizeof(count));
	give_back(arg);
}

/* Signals are the loop's; the thread must not take one. */
static void start_thread(struct lane *lane, const char *what)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&lane->threads[lane->thread_count], NULL, run,
			   lane) != 0)
		abort();
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_setname_np(lane->threads[lane->thread_count], what);
	lane->thread_count++;
}

struct lane *lane_new(struct loop *loop, const char *what, size_t threads)
{
	struct lane *lane = calloc(1, sizeof(*lane));

	if (!lane)
		abort();
	lane->loop = loop;
	lane->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (lane->fd < 0)
		abort();
	pthread_mutex_init(&lane->lock, NULL);
	pthread_cond_init(&lane->wake, NULL);
	lane->watch = loop_watch_new(loop, lane->fd, LOOP_DELIVERY, LOOP_READ,
				     on_done, lane);
	/* The lock: a thread looks for itself among all of them. */
	pthread_mutex_lock(&lane->lock);
	while (lane->thread_count < threads)
		start_thread(lane, what);
	pthread_mutex_unlock(&lane->lock);
	return lane;
}

void lane_run(struct lane *lane, struct transport_job *job,
	      void (*work)(struct transport_job *job))
{
	pthread_mutex_lock(&lane->lock);
	bool fits = lane->waiting.count < QUEUE_MAX &&
		    lane->bytes + job->request.body.len <= QUEUE_BYTES;
	if (fits) {
		job->work = work;
		job->in_lane = true;
		job->state = JOB_RUNNING;
		lane->bytes += job->request.body.len;
		job_list_add(&lane->waiting, job);
		pthread_cond_signal(&lane->wake);
	}
	pthread_mutex_unlock(&lane->lock);
	if (!fits)
		job_fail(job, NW_OUTCOME_LOCAL, EAGAIN,
			 "too much is waiting to be written already");
}

void lane_close(struct lane **out)
{
	struct lane *lane = *out;

	if (!lane)
		return;
	pthread_mutex_lock(&lane->lock);
	lane->closing = true;
	for (size_t i = 0; i < lane->thread_count; i++)
		if (lane->current[i])
			atomic_store(&lane->current[i]->stop, true);
	for (struct transport_job *job = lane->waiting.first; job;
	     job = job->next)
		atomic_store(&job->stop, true);
	pthread_cond_broadcast(&lane->wake);
	pthread_mutex_unlock(&lane->lock);
	for (size_t i = 0; i < lane->thread_count; i++)
		pthread_join(lane->threads[i], NULL);
	give_back(lane);
	loop_watch_free(&lane->watch);
	close(lane->fd);
	pthread_mutex_destroy(&lane->lock);
	pthread_cond_destroy(&lane->wake);
	free(lane);
	*out = NULL;
}
