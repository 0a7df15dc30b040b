/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose turn it is: per host a queue, a place or two, a spacing and what the
 * host itself asked for. Fetches and deliveries to one host are two rows, so
 * that an alert never waits behind a poll.
 */
#include "daemon/transport/job.h"

#include "base/hash.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#define BUCKETS		1024
#define HOSTS_MAX	8192
#define PATIENCE_MS	60000
#define DELIVERY_PLACES 4

struct host {
	struct host *next_in_bucket;
	struct host *next, *previous; /* in the list of those with a queue */
	bool waits;
	enum loop_priority priority;
	uint32_t running;
	int64_t next_ms;    /* elapsed: spacing */
	int64_t resting_ms; /* elapsed: Retry-After */
	struct job_list queue;
	char name[];
};

/* ---- the table ---- */

static struct host **bucket_of(struct transport *transport, const char *name)
{
	if (!transport->host_key.a) {
		struct nwi_sip_key key = { 0 };
		(void)!getrandom(&key, sizeof(key), 0);
		transport->host_key = key;
	}
	uint64_t hash = nwi_siphash(&transport->host_key, name, strlen(name));
	return &transport->hosts[hash % BUCKETS];
}

static struct host *find(struct transport *transport, const char *name,
			 enum loop_priority priority)
{
	struct host *host = *bucket_of(transport, name);

	while (host &&
	       (host->priority != priority || strcmp(host->name, name) != 0))
		host = host->next_in_bucket;
	return host;
}

static bool is_idle(const struct host *host, int64_t now_ms)
{
	return !host->waits && !host->running && !host->queue.count &&
	       host->next_ms <= now_ms && host->resting_ms <= now_ms;
}

/* Redirects name hosts at will: the idle ones go when there are many. */
static void prune(struct transport *transport)
{
	int64_t now_ms = loop_elapsed_ms(transport->loop);

	for (size_t i = 0; i < BUCKETS; i++)
		for (struct host **at = &transport->hosts[i]; *at;) {
			struct host *host = *at;
			if (!is_idle(host, now_ms)) {
				at = &host->next_in_bucket;
				continue;
			}
			*at = host->next_in_bucket;
			free(host);
			transport->host_count--;
		}
}

static struct host *find_or_make(struct transport *transport, const char *name,
				 enum loop_priority priority)
{
	struct host *host = find(transport, name, priority);

	if (host)
		return host;
	if (transport->host_count >= HOSTS_MAX)
		prune(transport);
	size_t bytes = strlen(name) + 1;
	host = calloc(1, sizeof(*host) + bytes);
	if (!host)
		abort();
	memcpy(host->name, name, bytes);
	host->priority = priority;
	struct host **bucket = bucket_of(transport, name);
	host->next_in_bucket = *bucket;
	*bucket = host;
	transport->host_count++;
	return host;
}

/* ---- the list of hosts with a queue ---- */

static void wait_last(struct transport *transport, struct host *host)
{
	assert(!host->waits);
	host->waits = true;
	host->next = NULL;
	host->previous = transport->waiting_last;
	if (transport->waiting_last)
		transport->waiting_last->next = host;
	else
		transport->waiting_first = host;
	transport->waiting_last = host;
}

static void wait_no_more(struct transport *transport, struct host *host)
{
	if (!host->waits)
		return;
	host->waits = false;
	if (host->previous)
		host->previous->next = host->next;
	else
		transport->waiting_first = host->next;
	if (host->next)
		host->next->previous = host->previous;
	else
		transport->waiting_last = host->previous;
}

/* ---- admission ---- */

static uint32_t *places_taken(struct transport *transport,
			      enum loop_priority priority)
{
	return priority == LOOP_FETCHING ? &transport->fetches
					 : &transport->deliveries;
}

static bool has_place(struct transport *transport, const struct host *host)
{
	bool fetch = host->priority == LOOP_FETCHING;
	uint32_t of_host =
		fetch ? transport->set.host_parallel : DELIVERY_PLACES;
	uint32_t of_all =
		fetch ? transport->set.fetches : transport->set.deliveries;

	return host->running < of_host &&
	       *places_taken(transport, host->priority) < of_all &&
	       transport->lookups < transport->set.lookups;
}

static int64_t spacing_ms(const struct transport_job *job)
{
	int64_t ms = job->binding->spacing_ms;

	if (!ms && job->binding->priority == LOOP_FETCHING)
		ms = job->transport->set.host_spacing_ms;
	return ms > 0 ? ms : 0;
}

static int64_t wait_ms(const struct host *host, int64_t now_ms)
{
	int64_t until = host->next_ms > host->resting_ms ? host->next_ms
							 : host->resting_ms;

	return until > now_ms ? until - now_ms : 0;
}

static void begin(struct transport *transport, struct host *host,
		  int64_t now_ms)
{
	struct transport_job *job = host->queue.first;

	job_list_remove(job);
	transport->queued--;
	host->running++;
	host->next_ms = now_ms + spacing_ms(job);
	++*places_taken(transport, host->priority);
	job->state = JOB_RUNNING;
	job->placed = true;
	job->began_ms = job_clock_ms();
	job->answer->pub.waited_ms = now_ms - job->asked_ms;
	job_list_add(&transport->running, job);
	if (http_begin(job))
		multi_start(job);
	else
		host_leave(job, NULL);
}

/* Starts what this host may; the milliseconds until it may more, -1 never. */
static int64_t serve(struct transport *transport, struct host *host)
{
	int64_t now_ms = loop_elapsed_ms(transport->loop);

	while (host->queue.count && has_place(transport, host)) {
		int64_t left_ms = wait_ms(host, now_ms);
		if (left_ms)
			return left_ms;
		begin(transport, host, now_ms);
	}
	return -1;
}

/* A place that becomes free calls again; only waiting needs the timer. */
void host_admit(void *arg)
{
	struct transport *transport = arg;
	struct host *last = transport->waiting_last, *next;
	int64_t soonest_ms = -1;

	for (struct host *host = transport->waiting_first; host; host = next) {
		next = host == last ? NULL : host->next;
		int64_t left_ms = serve(transport, host);
		if (left_ms >= 0 && (soonest_ms < 0 || left_ms < soonest_ms))
			soonest_ms = left_ms;
		/* To the end of the line: all hosts get their turn. */
		wait_no_more(transport, host);
		if (host->queue.count)
			wait_last(transport, host);
	}
	if (soonest_ms >= 0 && !loop_timer_armed(&transport->admit))
		loop_timer_arm(transport->loop, &transport->admit, soonest_ms);
}

void host_admit_soon(struct transport *transport)
{
	if (transport->waiting_first)
		loop_timer_arm(transport->loop, &transport->admit, 0);
}

/* As the host itself would answer, so that a plugin judges it the same. */
static void refuse_for_now(struct transport_job *job, const char *name,
			   int64_t resting_ms)
{
	char line[64];

	snprintf(line, sizeof(line), "retry-after: %lld",
		 (long long)(resting_ms / 1000));
	answer_header(job->answer, nw_str_from(line));
	job->answer->pub.retry_after_ms = resting_ms;
	job_fail(job, NW_OUTCOME_DONE, 429,
		 "%s asked to be left alone for another %lld s", name,
		 (long long)(resting_ms / 1000));
}

void host_queue(struct transport_job *job, const char *name)
{
	struct transport *transport = job->transport;
	struct host *host =
		find_or_make(transport, name, job->binding->priority);
	int64_t resting_ms =
		host->resting_ms - loop_elapsed_ms(transport->loop);

	if (resting_ms > PATIENCE_MS) {
		refuse_for_now(job, name, resting_ms);
		return;
	}
	job->host = host;
	job_list_add(&host->queue, job);
	transport->queued++;
	if (!host->waits)
		wait_last(transport, host);
	host_admit_soon(transport);
}

/* ---- after the attempt ---- */

static void note_final_host(struct transport_job *job, const char *name)
{
	int64_t next_ms =
		loop_elapsed_ms(job->transport->loop) + spacing_ms(job);

	if (strcmp(name, job->host->name) == 0)
		return;
	struct host *host =
		find_or_make(job->transport, name, job->binding->priority);
	if (host->next_ms < next_ms)
		host->next_ms = next_ms;
}

/* Only a host that answers 429 or 503 speaks for all that we ask of it. */
static void note_retry_after(struct transport_job *job)
{
	const struct nw_response *response = &job->answer->pub.response;
	int64_t ms = job->answer->pub.retry_after_ms;
	int64_t most_ms = job->transport->set.retry_after_most_ms;

	if (ms <= 0 || (response->code != 429 && response->code != 503))
		return;
	job->host->resting_ms = loop_elapsed_ms(job->transport->loop) +
				(ms < most_ms ? ms : most_ms);
}

void host_leave(struct transport_job *job, const char *final_host)
{
	struct transport *transport = job->transport;
	struct host *host = job->host;

	if (job->placed) {
		multi_looked_up(job);
		note_retry_after(job);
		if (final_host)
			note_final_host(job, final_host);
		host->running--;
		--*places_taken(transport, host->priority);
	} else {
		job_list_remove(job);
		transport->queued--;
	}
	job->host = NULL;
	if (!transport->closing)
		host_admit_soon(transport);
}

void hosts_cancel(struct transport *transport)
{
	for (struct host *host = transport->waiting_first; host;
	     host = host->next)
		while (host->queue.first) {
			struct transport_job *job = host->queue.first;
			transport_cancel(&job);
		}
}

void hosts_free(struct transport *transport)
{
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct host *host = transport->hosts[i], *next; host;
		     host = next) {
			next = host->next_in_bucket;
			free(host);
		}
}
