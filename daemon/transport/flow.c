/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of fetches flow while there is room for them. What all of them have
 * received, with what the receivers hold of earlier ones, is bounded; who
 * would go over it is paused, and libcurl lets its peer wait. The first in
 * line goes on all the same unless the receivers hold bodies, for what
 * they hold they give back by themselves: so there is always an end in sight.
 *
 * Time in pause is no fault of the peer's: it is added to the time-out.
 */
#include "daemon/transport/job.h"

enum { FLOW_BYTES = 16 * 1024 * 1024 };

static bool is_counted(const struct transport_job *job)
{
	return job->binding->priority == LOOP_FETCHING;
}

static bool has_room(const struct transport *transport, size_t more)
{
	return transport->flowing + transport->held + more <= FLOW_BYTES;
}

static bool may_go_on(const struct transport_job *job, size_t bytes)
{
	const struct transport *transport = job->transport;

	return has_room(transport, bytes) ||
	       (transport->first_flow == job && transport->held == 0);
}

bool flow_enter(struct transport_job *job, size_t bytes)
{
	struct transport *transport = job->transport;

	if (!is_counted(job))
		return true;
	if (!transport->first_flow)
		transport->first_flow = job;
	if (!may_go_on(job, bytes)) {
		job->stalled_ms = job_clock_ms();
		return false;
	}
	job->flow += bytes;
	transport->flowing += bytes;
	return true;
}

static void resume(struct transport_job *job)
{
	job->paused_ms += job_clock_ms() - job->stalled_ms;
	job->stalled_ms = 0;
	curl_easy_setopt(job->easy, CURLOPT_TIMEOUT_MS,
			 (long)(job_total_ms(job) + job->paused_ms));
	multi_resume(job);
}

void flow_resume(void *arg)
{
	struct transport *transport = arg;
	struct transport_job *job = transport->running.first, *next;

	for (; job; job = next) {
		next = job->next;
		if (!job->stalled_ms)
			continue;
		if (!transport->first_flow)
			transport->first_flow = job;
		if (may_go_on(job, CURL_MAX_WRITE_SIZE))
			resume(job);
	}
}

static void resume_soon(struct transport *transport)
{
	if (!loop_timer_armed(&transport->resume) && !transport->closing)
		loop_timer_arm(transport->loop, &transport->resume, 0);
}

void flow_leave(struct transport_job *job)
{
	struct transport *transport = job->transport;

	bool counted = job->flow > 0 || transport->first_flow == job;

	if (transport->first_flow == job)
		transport->first_flow = NULL;
	transport->flowing -= job->flow;
	job->flow = 0;
	if (counted)
		resume_soon(transport);
}

void transport_hold(struct transport *transport, size_t bytes)
{
	transport->held += bytes;
}

void transport_release(struct transport *transport, size_t bytes)
{
	transport->held -= bytes;
	if (bytes > 0)
		resume_soon(transport);
}
