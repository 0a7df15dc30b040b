/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcurl's multi-socket interface in the loop.
 *
 * Two handles that share nothing: the socket callback, where the guard
 * stands, does not run for a connection out of the pool, so what was opened
 * for one that may see private networks must never serve one that may not.
 * curl_multi_socket_action is never called from libcurl's own callbacks: a
 * time-out of 0 arms a timer.
 */
#include "daemon/transport/job.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * The first events of a new connection are its handshake, which costs a
 * millisecond or more; later ones are data.
 */
#define HANDSHAKE_EVENTS 4

struct watched {
	struct multi *multi;
	struct loop_watch *watch;
	uint32_t events; /* since it was opened */
};

struct multi {
	struct transport *transport;
	CURLM *handle;
	struct loop_timer timer;
	bool inside;	     /* libcurl is running and may call back */
	uint64_t turn;	     /* of the loop, for the count below */
	uint32_t served;     /* handshake events in that turn */
	struct watched *fds; /* by descriptor */
	size_t fd_room;
};

/* ---- what libcurl finished ---- */

static void end_job(struct transport_job *job, CURLcode result)
{
	multi_stop(job);
	http_end(job, result);
}

static void read_info(struct multi *multi)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(multi->handle, &left))) {
		struct transport_job *job = NULL;
		if (message->msg != CURLMSG_DONE)
			continue;
		CURLcode result = message->data.result;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
				  (char **)&job);
		end_job(job, result);
	}
}

static void act(struct multi *multi, curl_socket_t fd, int mask)
{
	int running;

	assert(!multi->inside);
	multi->inside = true;
	curl_multi_socket_action(multi->handle, fd, mask, &running);
	multi->inside = false;
	read_info(multi);
}

/* ---- timers ---- */

/*
 * libcurl does not repeat a time-out that it named already, so one that it
 * finds not yet due would be lost: it is asked.
 */
static void on_timer(void *arg)
{
	struct multi *multi = arg;
	long left_ms = -1;

	act(multi, CURL_SOCKET_TIMEOUT, 0);
	if (loop_timer_armed(&multi->timer))
		return;
	curl_multi_timeout(multi->handle, &left_ms);
	if (left_ms >= 0)
		loop_timer_arm(multi->transport->loop, &multi->timer,
			       left_ms ? left_ms : 1);
}

static int set_timer(CURLM *handle, long timeout_ms, void *arg)
{
	struct multi *multi = arg;

	(void)handle;
	if (timeout_ms < 0)
		loop_timer_cancel(multi->transport->loop, &multi->timer);
	else
		loop_timer_arm(multi->transport->loop, &multi->timer,
			       timeout_ms);
	return 0;
}

/* ---- descriptors ---- */

static struct watched *watched_at(struct multi *multi, int fd)
{
	assert(fd >= 0 && fd < FDS_MAX);
	if ((size_t)fd >= multi->fd_room) {
		size_t room = ((size_t)fd + 64) / 64 * 64;
		multi->fds =
			reallocarray(multi->fds, room, sizeof(*multi->fds));
		if (!multi->fds)
			abort();
		memset(multi->fds + multi->fd_room, 0,
		       (room - multi->fd_room) * sizeof(*multi->fds));
		multi->fd_room = room;
	}
	multi->fds[fd].multi = multi;
	return &multi->fds[fd];
}

/* Level-triggered: what is not served now is ready again in the next turn. */
static bool must_wait(struct multi *multi, struct watched *watched)
{
	uint64_t turn = loop_progress(multi->transport->loop);

	if (++watched->events > HANDSHAKE_EVENTS)
		return false;
	if (multi->turn != turn) {
		multi->turn = turn;
		multi->served = 0;
	}
	if (multi->served >= multi->transport->set.handshakes) {
		watched->events--;
		return true;
	}
	multi->served++;
	return false;
}

static void on_ready(void *arg, int fd, unsigned ready)
{
	struct multi *multi = arg;
	int mask = 0;

	if (must_wait(multi, watched_at(multi, fd)))
		return;
	if (ready & LOOP_READ)
		mask |= CURL_CSELECT_IN;
	if (ready & LOOP_WRITE)
		mask |= CURL_CSELECT_OUT;
	act(multi, fd, mask);
}

static int set_socket(CURL *easy, curl_socket_t fd, int what, void *arg,
		      void *own)
{
	struct multi *multi = arg;
	struct watched *watched = watched_at(multi, fd);
	struct transport_job *job = NULL;
	unsigned want = 0;

	(void)own;
	if (what == CURL_POLL_REMOVE) {
		loop_watch_free(&watched->watch);
		return 0;
	}
	if (what & CURL_POLL_IN)
		want |= LOOP_READ;
	if (what & CURL_POLL_OUT)
		want |= LOOP_WRITE;
	if (watched->watch) {
		loop_watch_want(watched->watch, want);
		return 0;
	}
	/* libcurl also watches for its own ends, without a transfer of ours. */
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&job);
	watched->watch =
		loop_watch_new(multi->transport->loop, fd,
			       job ? job->binding->priority : LOOP_FETCHING,
			       want, on_ready, multi);
	return 0;
}

static curl_socket_t open_socket(void *arg, curlsocktype purpose,
				 struct curl_sockaddr *address)
{
	struct transport_job *job = arg;

	(void)purpose;
	multi_looked_up(job);
	curl_socket_t fd = curl_open_socket(job, address);
	if (fd != CURL_SOCKET_BAD)
		watched_at(job->multi, fd)->events = 0;
	return fd;
}

/* libcurl may close a pooled connection without a word to set_socket. */
static int close_socket(void *arg, curl_socket_t fd)
{
	struct multi *multi = arg;

	loop_watch_free(&watched_at(multi, fd)->watch);
	return close(fd);
}

/* ---- transfers ---- */

static int on_resolve(void *resolver, void *reserved, void *arg)
{
	struct transport_job *job = arg;

	(void)resolver;
	(void)reserved;
	if (!job->resolving) {
		job->resolving = true;
		job->transport->lookups++;
	}
	return 0;
}

void multi_looked_up(struct transport_job *job)
{
	struct transport *transport = job->transport;

	if (!job->resolving)
		return;
	job->resolving = false;
	transport->lookups--;
	if (transport->lookups + 1 == transport->set.lookups &&
	    !transport->closing)
		host_admit_soon(transport);
}

void multi_prepare(struct transport_job *job)
{
	job->multi = job->binding->allow_private ? job->transport->open
						 : job->transport->guarded;
	curl_prepare(job);
	curl_easy_setopt(job->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(job->easy, CURLOPT_OPENSOCKETDATA, job);
	curl_easy_setopt(job->easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	curl_easy_setopt(job->easy, CURLOPT_CLOSESOCKETDATA, job->multi);
	curl_easy_setopt(job->easy, CURLOPT_RESOLVER_START_FUNCTION,
			 on_resolve);
	curl_easy_setopt(job->easy, CURLOPT_RESOLVER_START_DATA, job);
}

void multi_start(struct transport_job *job)
{
	CURLMcode failed = curl_multi_add_handle(job->multi->handle, job->easy);

	if (failed) {
		host_leave(job, NULL);
		job_fail(job, NW_OUTCOME_CONNECT, 0, "libcurl: %s",
			 curl_multi_strerror(failed));
	}
}

/* What libcurl kept back comes at once, by the callbacks. */
void multi_resume(struct transport_job *job)
{
	assert(!job->multi->inside);
	job->multi->inside = true;
	curl_easy_pause(job->easy, CURLPAUSE_CONT);
	job->multi->inside = false;
}

/* The handle may be alive in libcurl's own callbacks no longer after this. */
void multi_stop(struct transport_job *job)
{
	assert(!job->multi->inside);
	curl_multi_remove_handle(job->multi->handle, job->easy);
}

/* ---- opening and closing ---- */

enum nw_status multi_open(struct transport *transport, struct multi **out,
			  struct nw_error *err)
{
	struct multi *multi = calloc(1, sizeof(*multi));

	if (!multi)
		abort();
	multi->transport = transport;
	multi->handle = curl_multi_init();
	loop_timer_init(&multi->timer, LOOP_CLOCK_REAL, on_timer, multi);
	if (!multi->handle) {
		free(multi);
		return nw_fail(err, NW_INTERNAL, "libcurl cannot be set up");
	}
	curl_multi_setopt(multi->handle, CURLMOPT_SOCKETFUNCTION, set_socket);
	curl_multi_setopt(multi->handle, CURLMOPT_SOCKETDATA, multi);
	curl_multi_setopt(multi->handle, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(multi->handle, CURLMOPT_TIMERDATA, multi);
	curl_multi_setopt(multi->handle, CURLMOPT_MAXCONNECTS, 64L);
	*out = multi;
	return NW_OK;
}

void multi_close(struct multi **out)
{
	struct multi *multi = *out;

	if (!multi)
		return;
	curl_multi_cleanup(multi->handle);
	loop_timer_cancel(multi->transport->loop, &multi->timer);
	for (size_t i = 0; i < multi->fd_room; i++)
		loop_watch_free(&multi->fds[i].watch);
	free(multi->fds);
	free(multi);
	*out = NULL;
}
