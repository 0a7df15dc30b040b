/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the pool's files share.
 *
 * A generation is one configuration at work. It has groups; a group is a set
 * of plugins whose instances share worker processes: ours that read, ours
 * that write, and one group for each file from elsewhere. A group has a queue
 * and workers, a worker has at most one job.
 */
#ifndef NEWSWATCHD_POOL_INTERNAL_H
#define NEWSWATCHD_POOL_INTERNAL_H

#include "base/map.h"
#include "daemon/worker/pool.h"
#include "wire/wire.h"

enum {
	POOL_PRIORITIES = 4,
	POOL_CLASSIFIER_GROUPS = 16,
	LAST_WORDS = 512,
	POOL_MAX_KILLS = 16
};

/* Jobs by their names on the wire. */
enum job_kind {
	JOB_REQUEST = 0,
	JOB_READ,
	JOB_ANALYSE,
	JOB_RENDER,
	JOB_ATTEMPT,
	JOB_JUDGE,
	JOB_ASK,
	JOB_ANSWER
};

/* Where a careful worker said that it is. */
struct job_at {
	char *place; /* "read", "item", "classify"; NULL not said */
	char *id, *classifier;
};

/* How often an item, or a classifier on it, killed a worker. */
struct job_kill {
	char *id, *classifier; /* classifier NULL: the item itself */
	unsigned count;
};

struct pool_job {
	struct pool_job *next; /* in a queue */
	pool_job_id id;
	enum job_kind kind;
	enum pool_priority priority;
	char *instance;	    /* NULL: none */
	struct nw_buf args; /* members of the job's object */
	struct nw_buf blob;
	int blob_fd; /* a large blob's memfd; -1 */
	size_t blob_len;
	pool_done_fn *done; /* NULL: cancelled */
	void *arg;

	/* Reading and analysing may take several workers, stage by stage. */
	size_t stage;
	bool staged;   /* the first stage left the analysis to others */
	bool last;     /* the stage under way is the readers': none follows */
	json_t *first; /* the first stage's result */
	struct nw_buf items;
	size_t item_count;
	uint64_t bytes; /* of frames so far, in this stage */
	int64_t began_ms;

	/* Deaths */
	bool careful;
	bool begun; /* the worker that has it said so */
	unsigned kills, unexplained;
	unsigned unblamed; /* deaths that may be one plugin's or another's */
	unsigned unbegun; /* deaths of workers that had not begun */
	struct job_at at;
	struct job_kill rows[POOL_MAX_KILLS];
	size_t row_count;
	struct nw_buf skip; /* rows of the job's "skip" */
	enum pool_death death;
	bool gave_up; /* set aside as a whole */
	enum nw_status refusal;
	const char *why;
};

enum worker_state {
	WORKER_DOWN = 0, /* waits for its restart */
	WORKER_STARTING,
	WORKER_IDLE,
	WORKER_BUSY,
	WORKER_QUITTING,
	WORKER_DYING /* killed, not yet reaped */
};

struct worker {
	struct group *group;
	enum worker_state state;
	struct loop_child *child;
	pid_t pid;
	int fd, err_fd;
	struct loop_watch *watch, *err_watch;
	struct nwi_frame_reader reader;
	struct nw_buf out; /* the frame being sent */
	size_t out_pos;
	int out_fd; /* goes with its first byte; -1. Borrowed */
	struct pool_job *job;
	int64_t since_ms, cpu_ms; /* of the job's start */
	enum pool_death death;	  /* why we killed it */
	bool was_ready, sealed;
	char words[LAST_WORDS]; /* the end of what it wrote to stderr */
	size_t words_len;
	struct loop_timer restart;
	int64_t wait_ms; /* of the next restart */
};

struct group {
	struct generation *generation;
	const char *name; /* "readers", "writers", or the file */
	bool ours;
	bool resting; /* could not start: waits for failed_retry_ms */
	unsigned failed_starts;
	const char *const *files; /* ended by NULL */
	struct nw_buf configure;
	struct worker *workers;
	size_t worker_count;
	struct pool_job *queue[POOL_PRIORITIES];
};

/* An instance of a generation. */
struct pool_instance {
	enum nw_plugin_kind kind;
	struct nw_str name;
	const char *file;
	/* Whom its deaths are counted for: the file, of a shadow itself alone.
	 */
	const char *culprit;
	struct group *group;
	char **names; /* topics or destinations; ended by NULL */
};

struct generation {
	struct pool *pool;
	struct generation *next; /* retiring ones */
	uint64_t number;
	struct nw_arena *arena;
	struct group *groups;
	size_t group_count;
	struct group *readers; /* NULL: this plan has none */
	struct pool_instance *instances;
	size_t instance_count;
	struct nwi_map by_name;				   /* "1:name" */
	struct group *classifiers[POOL_CLASSIFIER_GROUPS]; /* not ours */
	size_t classifier_count;
	struct pool_image image;
	size_t ready, wanted; /* workers */
	bool serving, doomed;
	struct nw_buf lines;
	pool_configured_fn *done;
	void *arg;
	struct loop_timer deadline;
};

/* Crashes of a plugin's file. Outlives generations. */
/* A plugin's file, or one instance of it. */
struct culprit {
	char *name;
	int64_t at_ms[8]; /* the newest first, on the loop's clock */
	unsigned count;
	int64_t failed_ms; /* when it was failed; 0 not */
	int64_t trial_ms;  /* when it was tried again; 0 never */
};

struct pool {
	struct loop *loop;
	struct pool_settings settings;
	struct generation *current, *next, *retiring;
	struct loop_timer tick;	  /* deadlines, while a worker is busy */
	struct loop_timer tidy;	  /* frees generations that are done */
	struct loop_timer refuse; /* answers jobs that nobody can do */
	struct pool_job *refused;
	pool_job_id last_id;
	struct culprit culprits[256];
	size_t culprit_count;
	pool_log_fn *log;
	void *log_arg;
	uint64_t jobs, crashes, hangs, set_aside, largest_rss;
};

/* pool_plan.c */
enum nw_status generation_plan(struct generation *generation,
			       const struct pool_plan *plan,
			       struct nw_error *err);
struct pool_instance *generation_find(const struct generation *generation,
				      enum nw_plugin_kind kind,
				      struct nw_str name);
struct pool_instance *generation_add(struct generation *generation,
				     enum nw_plugin_kind kind,
				     struct nw_str name);

/* pool_worker.c */
void worker_start(struct worker *worker);
void worker_send(struct worker *worker, enum nwi_frame_type type, uint64_t job,
		 struct nw_str json, struct nw_str blob, int fd);
void worker_kill(struct worker *worker, enum pool_death why);
/* Gives an idle worker a job and starts its clocks. */
void worker_begin(struct worker *worker, struct pool_job *job);
void worker_quit(struct worker *worker);
void worker_fini(struct worker *worker);
int64_t worker_now_ms(void);
/* Deadline, processor time and memory of a busy worker. */
void worker_check(struct worker *worker);
uint64_t worker_rss(const struct worker *worker);

/* pool_generation.c: what a worker's events mean for its generation */
void generation_ready(struct worker *worker, const json_t *json);
void generation_failed(struct generation *generation, struct nw_str lines);
void generation_worker_down(struct worker *worker);
void generation_tidy(void *pool);
void generation_free(struct generation **generation);

/* pool_job.c: what a worker's events mean for its job */
void job_submit(struct pool *pool, struct pool_job *job);
void job_dispatch(struct group *group);
bool job_item(struct worker *worker, const struct nwi_frame *frame);
void job_at(struct worker *worker, const json_t *json);
void pool_job_result(struct worker *worker, const json_t *json,
		     struct nw_str blob);
void job_died(struct pool *pool, struct pool_job *job, struct group *group,
	      enum pool_death death);
void job_answer(struct pool *pool, struct pool_job *job, enum nw_status status,
		const char *text);
struct pool_job *pool_job_new(struct pool *pool, enum job_kind kind,
			      enum pool_priority priority,
			      struct nw_str instance, pool_done_fn *done,
			      void *arg);
void job_blob(struct pool_job *job, struct nw_str blob);
void pool_job_free(struct pool_job *job);
/* Answers later what cannot be done now; `why` is a literal. */
void job_refuse(struct pool *pool, struct pool_job *job, enum nw_status status,
		const char *why);
void job_answer_refused(void *pool);
/* The queue's jobs, taken out of the group. */
struct pool_job *job_take_all(struct group *group);

/* pool.c */
void pool_say(struct pool *pool, enum nw_log_level level, const char *event,
	      struct nw_str instance, const char *fmt, ...) NW_PRINTF(5, 6);
void pool_plugin_line(struct pool *pool, enum nw_log_level level,
		      struct nw_str instance, struct nw_str line);
void pool_watch_time(struct pool *pool);
/*
 * Whether a plugin's file, or this instance unless NULL, is failed for now; a
 * retry that is due ends it.
 */
bool pool_is_failed(struct pool *pool, const char *file, const char *instance);
/*
 * A death counts against the instance, and the first of an instance within the
 * window against the file: one hostile outlet must not stop the plugin that
 * reads all others. NULL: against the file alone.
 */
void pool_blame(struct pool *pool, const char *file, const char *instance,
		enum pool_death death);

#endif
