/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of daemon/transport share; nobody else includes it. */
#ifndef NEWSWATCHD_TRANSPORT_JOB_H
#define NEWSWATCHD_TRANSPORT_JOB_H

#include "base/hash.h"
#include "daemon/transport/transport.h"
#include <curl/curl.h>
#include <newswatch/arena.h>
#include <stdatomic.h>

#define DAY_MS	INT64_C(86400000)
#define FDS_MAX 65536 /* no descriptor of libcurl's is above */

/* The answer with what it lives in. */
struct answer {
	struct transport_answer pub; /* first: the receiver frees by it */
	struct nw_arena *arena;
	struct nw_buf body;
	struct nw_header *headers; /* room for HEADERS_MAX */
};

struct host;
struct lane;
struct multi;
struct program;

enum job_state {
	JOB_WAITING = 0, /* in a queue */
	JOB_RUNNING = 1,
	JOB_FINISHED = 2 /* the answer waits for its turn */
};

/* A list linked through the jobs, first in first out. */
struct job_list {
	struct transport_job *first, *last;
	uint32_t count;
};

struct transport_job {
	struct transport *transport;
	const struct transport_binding *binding;
	transport_done_fn *done; /* NULL: cancelled */
	void *arg;
	struct transport_job *next, *previous;
	struct job_list *list; /* that it is in; NULL none */
	enum job_state state;

	struct nw_arena *arena; /* of the copies below */
	struct nw_request request;
	struct transport_known known;
	const char *path; /* FILE: the binding's, for the other thread */
	struct answer *answer;
	int64_t asked_ms, began_ms; /* elapsed; real */

	/* HTTP and SMTP */
	struct host *host;
	struct multi *multi;
	CURL *easy;
	struct curl_slist *slist; /* headers out, or the recipient */
	struct nw_buf reply;	  /* SMTP: the lines of the last one */
	char *reason;		  /* CURL_ERROR_SIZE */
	bool allow_private;	  /* the binding's, for the other thread */
	bool proxied;		  /* no address but the proxy's is seen */
	const char *refused;	  /* what the guard said */
	size_t header_bytes, sent;
	size_t flow;	    /* bytes of its body that count (flow.c) */
	int64_t stalled_ms; /* real; since when it is paused; 0: it is not */
	int64_t paused_ms;  /* altogether */
	uint32_t hops, permanent_hops, replies;
	bool answered; /* the last response's headers are complete */
	bool header_flood, body_flood, resolving, more_lines;
	bool placed;	  /* counted in its host's places */
	bool in_lane;	  /* a thread of ours has it */
	atomic_bool stop; /* asks that thread to give up */
	void (*work)(struct transport_job *job);

	struct program *program; /* EXEC */
};

struct transport {
	struct loop *loop;
	struct transport_settings set;
	char *agent, *ca_bundle, *proxy; /* own copies */
	struct multi *guarded, *open;
	struct host *hosts[1024];
	size_t host_count;
	struct job_list waiting_programs, running, finished;
	struct host *waiting_first, *waiting_last; /* hosts with a queue */
	struct loop_timer admit, finish, resume;
	struct transport_job *first_flow; /* is never paused; NULL none */
	size_t flowing, held;		  /* bytes of bodies */
	struct lane *files, *console, *mails;
	struct nwi_sip_key host_key;
	uint32_t fetches, deliveries, programs, lookups, queued;
	struct transport_counts counts;
	bool closing;
	void *hmac; /* EVP_MAC, fetched once */
};

/* ---- job.c ---- */

void job_list_add(struct job_list *list, struct transport_job *job);
void job_list_remove(struct transport_job *job);

/* Copies the request; never NULL. */
struct transport_job *job_new(struct transport *transport,
			      const struct transport_binding *binding,
			      const struct nw_request *request,
			      const struct transport_known *known);
void job_free(struct transport_job *job);

/* loop_fn: gives the finished answers to their receivers. */
void jobs_hand_out(void *transport);

/* Real milliseconds, for how long something took. */
int64_t job_clock_ms(void);

/* The answer is complete: `done` runs in a later step of the loop. */
void job_finish(struct transport_job *job);

/* Any thread that has the job: the outcome and a line of text for people. */
void job_result(struct transport_job *job, enum nw_outcome outcome,
		int32_t code, const char *fmt, ...) NW_PRINTF(4, 5);

/* The same, and the answer is complete. Loop thread. */
void job_fail(struct transport_job *job, enum nw_outcome outcome, int32_t code,
	      const char *fmt, ...) NW_PRINTF(4, 5);

/* Text from a peer: one line, valid, cut at 512 bytes. */
void job_text(struct transport_job *job, struct nw_str text);

/* Reads Retry-After, before the host's row is given back. */
void job_note_retry(struct transport_job *job);

int64_t job_total_ms(const struct transport_job *job);
size_t job_body_max(const struct transport_job *job);

/* Copies what a response header says; false over the limits. */
bool answer_header(struct answer *answer, struct nw_str line);
void answer_forget_headers(struct answer *answer);

/* ---- host.c: whose turn it is ---- */

/* Queues an HTTP or SMTP job for its host, or refuses it at once. */
void host_queue(struct transport_job *job, const char *name);

/* Starts what may start; arms the timer for what must wait. */
void host_admit(void *transport);
void host_admit_soon(struct transport *transport);

/* A running job ended: frees its place, notes Retry-After and final host. */
void host_leave(struct transport_job *job, const char *final_host);
void hosts_cancel(struct transport *transport);
void hosts_free(struct transport *transport);

/* ---- flow.c: room for bodies ---- */

/* False: there is no room, the transfer is to be paused. */
bool flow_enter(struct transport_job *job, size_t bytes);
void flow_leave(struct transport_job *job);

/* loop_fn: lets those go on that have room now. */
void flow_resume(void *transport);

/* ---- multi.c: libcurl in the loop ---- */

enum nw_status multi_open(struct transport *transport, struct multi **out,
			  struct nw_error *err) NW_CHECKED;
void multi_close(struct multi **multi);

/* Makes the handle with guard, time-outs and TLS. */
void multi_prepare(struct transport_job *job);
void multi_start(struct transport_job *job);
void multi_stop(struct transport_job *job);

/* Lets a paused transfer go on. Never from libcurl's callbacks. */
void multi_resume(struct transport_job *job);

/* The name is known (or never will be): the next look-up may begin. */
void multi_looked_up(struct transport_job *job);

/* Loop thread or, for mail, the thread that has the job. */
void curl_prepare(struct transport_job *job);

/* The guard and the socket; CURL_SOCKET_BAD when it refuses. */
curl_socket_t curl_open_socket(struct transport_job *job,
			       const struct curl_sockaddr *address);

/* Maps what libcurl says to an outcome, with its words. Does not finish. */
void curl_failure(struct transport_job *job, CURLcode result);

/* ---- http.c, smtp.c ---- */

/* Checks and queues; answers at once with REFUSED what is not allowed. */
void http_start(struct transport_job *job);
void smtp_start(struct transport_job *job);

/* The job's turn has come: makes the handle. False: the job is answered. */
bool http_begin(struct transport_job *job);

/* The bytes that its headers may have, redirects included. */
size_t http_headers_max(const struct transport_job *job);

/* The transfer ended. */
void http_end(struct transport_job *job, CURLcode result);

/* The host of an http(s) URL in lower case, for free(); NULL without. */
char *http_host(struct nw_str url);

/* ---- sign.c ---- */

enum nw_status sign_open(struct transport *transport,
			 struct nw_error *err) NW_CHECKED;
void sign_close(struct transport *transport);

/* The binding's secret of that option; NULL without. */
const struct transport_secret *
sign_secret(const struct transport_binding *binding, struct nw_str option);

/*
 * Standard Webhooks: "v1,BASE64 v1,BASE64", one for each value, over
 * "id.seconds.body", into `out`.
 */
enum nw_status sign_webhook(struct transport *transport,
			    const struct transport_secret *secret,
			    struct nw_str id, int64_t seconds,
			    struct nw_str body, struct nw_buf *out,
			    struct nw_error *err) NW_CHECKED;

/* Adds what the request's `sign` asks for to the handle and its headers. */
enum nw_status sign_request(struct transport_job *job,
			    struct nw_error *err) NW_CHECKED;

/* Overwrites and frees a list of headers that may hold a secret. */
void sign_wipe(struct curl_slist **list);
void sign_wipe_text(char *text);

/* ---- lane.c, file.c, console.c, exec.c ---- */

/* Threads for calls that may block. `what` names them in ps. */
struct lane *lane_new(struct loop *loop, const char *what, size_t threads);

/* Has the queued work done first; its jobs are finished then. */
void lane_close(struct lane **lane);

/*
 * Runs work(job) in one of the lane's threads, then job_finish(job) in the
 * loop. When too much is queued the job fails with EAGAIN.
 */
void lane_run(struct lane *lane, struct transport_job *job,
	      void (*work)(struct transport_job *job));

void file_start(struct transport_job *job);
void console_start(struct transport_job *job);
void exec_start(struct transport_job *job);
void exec_admit(struct transport *transport);
void exec_cancel(struct transport_job *job);

#endif
