/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "daemon/transport/job.h"

#include <stdlib.h>

#define MAIL_THREADS 4

/* ---- settings ---- */

static uint32_t or_default(uint32_t value, uint32_t fallback)
{
	return value ? value : fallback;
}

static bool is_line(const char *text)
{
	return text && *text && !strpbrk(text, "\r\n");
}

static char *make_agent(const struct transport_settings *set)
{
	struct nw_buf agent;

	nw_buf_init(&agent, 512);
	nw_buf_add_text(&agent, "newswatch/" PACKAGE_VERSION);
	if (is_line(set->contact))
		nw_buf_add_fmt(&agent, " (+%s)", set->contact);
	if (is_line(set->agent))
		nw_buf_add_fmt(&agent, " %s", set->agent);
	return nw_buf_steal(&agent);
}

/* The texts of a generation die with it. */
static void replace(char **own, const char *text)
{
	char *copy = nw_str_dup(nw_str_from(text));

	free(*own);
	*own = copy;
}

void transport_configure(struct transport *transport,
			 const struct transport_settings *settings)
{
	struct transport_settings *set = &transport->set;

	*set = *settings;
	replace(&transport->ca_bundle,
		set->ca_bundle ? set->ca_bundle
			       : "/etc/ssl/certs/ca-certificates.crt");
	replace(&transport->proxy, set->proxy ? set->proxy : "");
	set->fetches = or_default(set->fetches, 64);
	set->deliveries = or_default(set->deliveries, 32);
	set->programs = or_default(set->programs, 8);
	set->lookups = or_default(set->lookups, 32);
	set->handshakes = or_default(set->handshakes, 8);
	set->host_parallel = or_default(set->host_parallel, 2);
	if (!set->host_spacing_ms)
		set->host_spacing_ms = 1000;
	if (!set->retry_after_most_ms || set->retry_after_most_ms > DAY_MS)
		set->retry_after_most_ms = DAY_MS;
	free(transport->agent);
	transport->agent = make_agent(set);
	host_admit_soon(transport);
}

/* ---- opening and closing ---- */

static enum nw_status open_parts(struct transport *transport,
				 struct nw_error *err)
{
	enum nw_status status = sign_open(transport, err);

	if (status == NW_OK)
		status = multi_open(transport, &transport->guarded, err);
	if (status == NW_OK)
		status = multi_open(transport, &transport->open, err);
	return status;
}

enum nw_status transport_open(struct loop *loop,
			      const struct transport_settings *settings,
			      struct transport **out, struct nw_error *err)
{
	NW_AUTO(transport_close)
	struct transport *transport = calloc(1, sizeof(*transport));

	if (!transport)
		abort();
	transport->loop = loop;
	loop_timer_init(&transport->admit, LOOP_CLOCK, host_admit, transport);
	loop_timer_init(&transport->resume, LOOP_CLOCK_REAL, flow_resume,
			transport);
	loop_timer_init(&transport->finish, LOOP_CLOCK_REAL, jobs_hand_out,
			transport);
	transport_configure(transport, settings);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return nw_fail(err, NW_INTERNAL, "libcurl cannot be set up");
	enum nw_status status = open_parts(transport, err);
	if (status != NW_OK)
		return status;
	transport->files = lane_new(loop, "nw-files", 1);
	transport->console = lane_new(loop, "nw-console", 1);
	transport->mails = lane_new(loop, "nw-mail", MAIL_THREADS);
	*out = NW_STEAL(transport);
	return NW_OK;
}

static void cancel_all(struct job_list *list)
{
	while (list->first) {
		struct transport_job *job = list->first;
		transport_cancel(&job);
	}
}

void transport_close(struct transport **out)
{
	struct transport *transport = *out;

	if (!transport)
		return;
	transport->closing = true;
	hosts_cancel(transport);
	cancel_all(&transport->waiting_programs);
	cancel_all(&transport->running);
	lane_close(&transport->files);
	lane_close(&transport->console);
	lane_close(&transport->mails);
	cancel_all(&transport->finished);
	multi_close(&transport->guarded);
	multi_close(&transport->open);
	hosts_free(transport);
	sign_close(transport);
	loop_timer_cancel(transport->loop, &transport->admit);
	loop_timer_cancel(transport->loop, &transport->finish);
	loop_timer_cancel(transport->loop, &transport->resume);
	free(transport->agent);
	free(transport->ca_bundle);
	free(transport->proxy);
	free(transport);
	*out = NULL;
	curl_global_cleanup();
}

/* ---- jobs ---- */

static void start_by_kind(struct transport_job *job)
{
	switch (job->request.kind) {
	case NW_REQUEST_HTTP:
		http_start(job);
		break;
	case NW_REQUEST_SMTP:
		smtp_start(job);
		break;
	case NW_REQUEST_FILE:
		file_start(job);
		break;
	case NW_REQUEST_CONSOLE:
		console_start(job);
		break;
	case NW_REQUEST_EXEC:
		exec_start(job);
		break;
	default:
		job_fail(job, NW_OUTCOME_REFUSED, 0,
			 "the request has no kind that is known");
	}
}

struct transport_job *transport_start(struct transport *transport,
				      const struct transport_binding *binding,
				      const struct nw_request *request,
				      const struct transport_known *known,
				      transport_done_fn *done, void *arg)
{
	struct transport_job *job = job_new(transport, binding, request, known);

	job->done = done;
	job->arg = arg;
	transport->counts.started++;
	if (nw_arena_failed(job->arena))
		job_fail(job, NW_OUTCOME_REFUSED, 0,
			 "the request is too large");
	else if (!(request->kind & binding->kinds))
		job_fail(job, NW_OUTCOME_REFUSED, 0,
			 "%s may not make requests of this kind",
			 binding->name);
	else
		start_by_kind(job);
	return job;
}

/* A job in a thread's hands is let go when it comes back. */
void transport_cancel(struct transport_job **out)
{
	struct transport_job *job = *out;

	*out = NULL;
	if (!job)
		return;
	job->done = NULL;
	atomic_store(&job->stop, true);
	if (job->in_lane)
		return;
	if (job->host)
		host_leave(job, NULL);
	if (job->multi)
		multi_stop(job);
	if (job->program)
		exec_cancel(job);
	job_free(job);
}

void transport_count(const struct transport *transport,
		     struct transport_counts *out)
{
	*out = transport->counts;
	out->under_way = transport->fetches + transport->deliveries +
			 transport->programs;
	out->queued = transport->queued + transport->waiting_programs.count;
}
