/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The worker's conversation: configure, ready, then job after job.
 */
#ifndef NEWSWATCH_WORKER_SERVE_H
#define NEWSWATCH_WORKER_SERVE_H

#include "daemon/worker/setup.h"
#include "wire/channel.h"
#include <newswatch/request.h>

struct server {
	struct nwi_channel channel;
	struct setup setup;
	struct nw_arena *arena;	     /* of a job */
	struct nw_arena *item_arena; /* of an item */
	uint64_t memory; /* bytes that the worker may have; 0 no limit */
};

/* One job under way. */
struct job {
	struct server *server;
	uint64_t id;
	const json_t *json;
	struct nw_str blob;
	nw_time now;
	int64_t until_ms; /* monotonic */
	const struct instance *instance;
	bool careful;	    /* announce what is entered */
	const json_t *skip; /* [["item id", "classifier" or null, why]] */

	/* Answers */
	struct nw_buf result; /* members of the result's object */
	struct nw_str payload;
	bool gone; /* the daemon does not listen any more */
};

/* Sends a frame of this job. */
void job_send(struct job *job, enum nwi_frame_type type, struct nw_str json);

/* The jobs, by name; see pool.h for what they answer. */
enum nw_status job_read(struct job *job, struct nw_error *err);
enum nw_status job_analyse(struct job *job, struct nw_error *err);
enum nw_status job_compile(struct job *job, struct nw_error *err);
enum nw_status job_request(struct job *job, struct nw_error *err);
enum nw_status job_render(struct job *job, struct nw_error *err);
enum nw_status job_attempt(struct job *job, struct nw_error *err);
enum nw_status job_judge(struct job *job, struct nw_error *err);
enum nw_status job_ask(struct job *job, struct nw_error *err);
enum nw_status job_answer(struct job *job, struct nw_error *err);

/* What `base` of the job says, before the plugin fills it in. */
enum nw_status job_base_request(struct job *job, struct nw_request *request,
				struct nw_error *err);
/* The request as the result, checked against `kinds` of the plugin's table. */
enum nw_status job_put_request(struct job *job,
			       const struct nw_request *request, uint32_t kinds,
			       struct nw_error *err);

/* A host for a call of the job's instance. */
void job_host(struct job *job, struct nw_arena *arena, struct nw_host *host);
int64_t job_left_ms(void *arg);
void job_log(struct job *job, struct nw_str instance, enum nw_log_level level,
	     struct nw_str line);

/* Monotonic milliseconds. */
int64_t serve_now_ms(void);

/*
 * Answers jobs until the daemon closes or says quit. Returns the exit
 * status of the process.
 */
int serve(struct server *server);

#endif
