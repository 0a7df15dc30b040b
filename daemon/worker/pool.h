/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pool: sealed newswatch-worker processes behind a queue of jobs.
 *
 * Whoever has foreign bytes to read hands the pool a job and gets one answer
 * in the loop thread, whatever the plugin does: a worker that crashes, hangs,
 * grows or talks nonsense is killed and replaced, the job is tried once more,
 * and a document that kills two workers is set aside and said so. A plugin
 * from outside the plugin folder never shares a process with another file.
 *
 * Everything is called in the loop thread. Jobs that are under way when the
 * pool is freed are forgotten without an answer.
 */
#ifndef NEWSWATCHD_POOL_H
#define NEWSWATCHD_POOL_H

#include "base/json.h"
#include "daemon/config/config.h"
#include "daemon/loop/loop.h"
#include <newswatch/notifier.h>
#include <newswatch/source.h>

struct pool;

/* Zero and NULL stand for the default behind. */
struct pool_settings {
	const char *worker;	 /* NW_WORKER_PATH */
	const char *plugin_dir;	 /* NW_PLUGIN_DIR: its plugins share workers */
	unsigned readers;	 /* 2 */
	unsigned writers;	 /* 1 */
	uint64_t memory;	 /* bytes a worker may have: 256 MiB */
	int64_t cpu_ms;		 /* a job: 5,000 */
	int64_t wall_ms;	 /* a job: 10,000 */
	int64_t ready_ms;	 /* from the start to ready: 30,000 */
	uint64_t max_result;	 /* bytes a job may answer: 32 MiB */
	int64_t restart_min_ms;	 /* 100 */
	int64_t restart_max_ms;	 /* 30,000 */
	unsigned crashes;	 /* 5 in crash_window_ms: failed */
	int64_t crash_window_ms; /* 10 min */
	int64_t failed_retry_ms; /* 10 min */
	size_t max_payload;	 /* 256 KiB */
	bool best_effort;	 /* go on without seccomp or Landlock */
};

/* The settings of a configuration's `workers:`. */
void pool_settings_from(const struct config *config, struct pool_settings *out);

struct pool *pool_new(struct loop *loop, const struct pool_settings *settings);

/* Other settings: the next generation is made by them. */
void pool_set(struct pool *pool, const struct pool_settings *settings);

/* Kills all workers. Accepts NULL, nulls the caller's pointer. */
void pool_free(struct pool **pool);

/* ---- generations ---- */

/*
 * The compiled queries of a configuration: one for each watch that has a
 * query, enabled or not, in their order. A sealed memfd that all readers
 * share.
 */
struct pool_image {
	int fd; /* -1: no watch has a query */
	size_t len;
};

/* Closes it; accepts one without. */
void pool_image_fini(struct pool_image *image);

/* A file that holds a plugin: `config_plugin.file` by kind and type. */
struct pool_plan {
	const struct config *config; /* its lists; enabled instances are used */
	const struct config_plugin *plugins;
	size_t plugin_count;
	const struct pool_image *image; /* NULL: no watch has a query */
	/* Only these parts are started (bits); 0: all. For the command. */
	unsigned parts; /* enum pool_part */
};

enum pool_part {
	POOL_SOURCES = 1 << 0,
	POOL_CLASSIFIERS = 1 << 1,
	POOL_MATCH = 1 << 2, /* queries and watches */
	POOL_NOTIFIERS = 1 << 3,
	POOL_PRINTS = 1 << 4 /* items come with their prints; not in 0 */
};

/*
 * `lines` is "" when all workers are ready and the new generation serves,
 * else one line a mistake, each ended by \n; the old generation goes on then.
 */
typedef void pool_configured_fn(void *arg, enum nw_status status,
				struct nw_str lines);

/*
 * Starts a generation: starts workers, waits until all are ready, moves over;
 * the old ones finish their job and quit. What the plan points to is not used
 * after the call. A second call replaces one that is under way, whose callback
 * gets NW_BUSY.
 */
void pool_configure(struct pool *pool, const struct pool_plan *plan,
		    pool_configured_fn *done, void *arg);

/* The generation that serves now (config->generation); 0 none yet. */
uint64_t pool_generation(const struct pool *pool);

/* ---- jobs ---- */

/* How the last worker of a job died. */
enum pool_death {
	POOL_ALIVE = 0,
	POOL_CRASH = 1,	  /* a signal or an exit */
	POOL_HANG = 2,	  /* over its wall time */
	POOL_CPU = 3,	  /* over its processor time */
	POOL_MEMORY = 4,  /* over its memory */
	POOL_GARBAGE = 5, /* a broken frame, or more of them than allowed */
	POOL_DENIED = 6	  /* a system call that kills: socket, execve, ptrace */
};

/* "crash", "hang", ... */
const char *pool_death_name(enum pool_death death);

/*
 * The answer to a job. Slices and `json` live until the callback returns.
 *
 * NW_OK: the plugin was content. NW_BUSY: the plugin is failed for now (five
 * crashes in ten minutes): try later. NW_GONE: no such instance in this
 * generation. With `set_aside` the document killed two workers: store it and
 * do not send it again. Any other status is the plugin's own word.
 */
struct pool_result {
	enum nw_status status;
	enum pool_death death;
	bool set_aside;
	uint64_t generation; /* whose configuration answered */
	struct nw_str text;  /* one line, "" with NW_OK */
	const json_t *json;  /* the result's object; NULL without */
	struct nw_str blob;
	struct nw_str items; /* item frames, one JSON object a line, \n */
	size_t item_count;
	int64_t took_ms; /* in the worker, wall */
};

typedef void pool_done_fn(void *arg, const struct pool_result *result);

/* Queued before what is of a lower priority; equal ones in their order. */
enum pool_priority {
	POOL_URGENT = 0, /* an operator waits */
	POOL_DELIVER = 1,
	POOL_FETCH = 2,
	POOL_BATCH = 3 /* backtests, re-reading */
};

/* Handle for pool_cancel; 0 is none. */
typedef uint64_t pool_job_id;

/* No answer comes any more. A job under way runs to its end unheard. */
void pool_cancel(struct pool *pool, pool_job_id job);

/* An identity and content hash that the source shows now. */
struct pool_shown {
	struct nw_str identity_id; /* the item's id, 32 hexadecimal digits */
	struct nw_str hash;	   /* 16 hexadecimal digits */
};

/*
 * The request of a source's poll. `base` is what the configuration says.
 * Result: pool_result_request.
 */
pool_job_id pool_request(struct pool *pool, struct nw_str source,
			 struct nw_str cursor, const struct nw_request *base,
			 pool_done_fn *done, void *arg);

/*
 * Reads a response and analyses what is new or changed against `shown`.
 * `identity` (enum nwi_identity_policy) counts where the configuration leaves
 * it to the source; 0: what suits the response.
 * The result's object:
 *   {"feed": {feed object}|null, "cursor": text|null,
 *    "shown": [[id, hash, keys]...] in the document's order,
 *    "identity": {"policy": used, "fits": bits of policies by a survey or 0,
 *    "collided": articles that had the identity of another},
 *    "follow_ups": [url...], "texts": [[item id, url]...] whose articles are
 *    wanted,
 *    "counts": {"items","new","changed","same","dropped"}}
 * The key for set-aside is the source's name and the body; the caller need
 * not give one.
 *
 * A line of `items`: {"id","identity","hash","change":"new"|"changed",
 *  "item":{item object}, "topics":[{"name","score","spans":[[f,from,to]]}],
 *  "no_opinion":[...], "failed":[classifier...],
 *  "hits":[{"watch","excerpt","marks":[[f,from,to]]}],
 *  "could":[topic...] that would give it a further hit, left out when empty,
 *  "outlet":{"name","country","affiliation","owner"}|null,
 *  "shadow":[{"classifier","gives":[...],"topics":[{"name","score"}],
 *             "no_opinion":[...],"failed":bool,"watches":[...]}]}
 * or, when the item itself killed two workers while it was analysed:
 *  {"id","identity","hash","change","item","set_aside":"crash"|"hang"|...}.
 * A classifier that killed two workers on this item is in "failed"; watches
 * that need its topics then hit (fail open) and "hits" rows carry
 * "unsure":true.
 */
pool_job_id pool_read(struct pool *pool, struct nw_str source,
		      const struct nw_response *response,
		      const struct pool_shown *shown, size_t shown_count,
		      uint32_t identity, pool_done_fn *done, void *arg);

/*
 * Reads the page of an item that is stored as the line `frame` and analyses
 * the item with the page's text. One line comes back, of the same id; none
 * where the page has no article or tells less. The result's object:
 *   {"kind": what the page is, "length": bytes of its text,
 *    "addresses": [others of the article, canonical]}
 */
pool_job_id pool_read_article(struct pool *pool, struct nw_str source,
			      const struct nw_response *response,
			      struct nw_str frame, pool_done_fn *done,
			      void *arg);

/*
 * Analyses items, JSON Lines of item objects, in their order; for commands,
 * late texts and backtests. Items come back as lines as above, one a line
 * read ("id" is the object's own, "error" where it is no item). A line may
 * bring verdicts of remote classifiers, "remote":[{"classifier","topics":[...],
 * "no_opinion":[...]}...]: their topics take the place of the local ones, and
 * come back with the score that they replaced, "local":number|null.
 */
pool_job_id pool_analyse(struct pool *pool, struct nw_str lines,
			 enum pool_priority priority, pool_done_fn *done,
			 void *arg);

/*
 * The same, and each line says in "explain" of each of `watches` (a JSON array
 * of {"watch": name, "query": its text|null}) whether it hits and why:
 *   {"watch","hit":bool,"matched":bool|null (its query),
 *    "clauses":[{"clause","at","len","holds","unwanted","note",
 *                "found","wanted","places":[...]}] as in nw_query_why,
 *    "conditions":[{"kind":"topic"|"outlet"|"country"|"language",
 *                   "holds","note","places":[...]}]}
 * A place is {"field","sentence","marks":[[from,to]...]}, offsets into the
 * sentence. Left out are names that are no watch's, misses beyond the
 * first 100, and what has no room in 4 MiB.
 */
pool_job_id pool_explain(struct pool *pool, struct nw_str lines,
			 struct nw_str watches, enum pool_priority priority,
			 pool_done_fn *done, void *arg);

/* An alert for a destination. All borrowed until the call returns. */
struct pool_rendering {
	struct nw_str alert;	/* the alert object, JSON */
	struct nw_str delivery; /* the id that the receiver sees */
	struct nw_str thread;	/* the one it saw with the first alert */
	struct nw_str destination;
	uint32_t flags; /* NW_RENDER_... */
};

/* Result: `blob` the payload, "content_type" in json. */
pool_job_id pool_render(struct pool *pool, struct nw_str notifier,
			const struct pool_rendering *what, pool_done_fn *done,
			void *arg);

/* The request of an attempt. Result: pool_result_request. */
pool_job_id pool_attempt(struct pool *pool, struct nw_str notifier,
			 const struct nw_payload *payload,
			 const struct nw_request *base, pool_done_fn *done,
			 void *arg);

/* Judges a response. Result: pool_result_verdict. */
pool_job_id pool_judge(struct pool *pool, struct nw_str notifier,
		       const struct nw_response *response, pool_done_fn *done,
		       void *arg);

/* What a remote classifier is asked of. Borrowed until the call returns. */
struct pool_question {
	struct nw_str classifier;
	struct nw_str frame; /* the item as it is stored, a line of `items` */
	int64_t max_text;    /* characters of its text that the plugin sees */
};

/* The request that asks. Result: pool_result_request. */
pool_job_id pool_ask(struct pool *pool, const struct pool_question *what,
		     const struct nw_request *base, pool_done_fn *done,
		     void *arg);

/*
 * Reads the response to it. The result's object:
 *   {"topics": as in a line of `items`, "no_opinion":[...]}
 * with none but the classifier's own topics, each span within the text.
 */
pool_job_id pool_answer(struct pool *pool, const struct pool_question *what,
			const struct nw_response *response, pool_done_fn *done,
			void *arg);

/* The request of pool_request, pool_attempt, pool_ask; body borrows it. */
enum nw_status pool_result_request(const struct pool_result *result,
				   struct nw_arena *arena,
				   struct nw_request *out,
				   struct nw_error *err) NW_CHECKED;

enum nw_status pool_result_verdict(const struct pool_result *result,
				   struct nw_arena *arena,
				   struct nw_verdict *out,
				   struct nw_error *err) NW_CHECKED;

/* ---- what an instance offers ---- */

typedef void pool_name_fn(void *arg, struct nw_str name);

/* Destinations of a notifier (its name alone when it has no call for it). */
void pool_destinations(const struct pool *pool, struct nw_str notifier,
		       pool_name_fn *each, void *arg);

/* Topics that a classifier can give. */
void pool_topics(const struct pool *pool, struct nw_str classifier,
		 pool_name_fn *each, void *arg);

/* ---- what `status` shows ---- */

struct pool_status {
	unsigned workers, busy, failed; /* failed: groups that wait */
	bool sealed;			/* every worker has both seals */
	uint64_t jobs, crashes, hangs, set_aside;
	size_t queued;
	uint64_t largest_rss; /* bytes */
};
void pool_status(const struct pool *pool, struct pool_status *out);

/* A line of a worker's plugin, or of the pool about its workers. */
typedef void pool_log_fn(void *arg, enum nw_log_level level,
			 struct nw_str instance, struct nw_str line);

/* NULL: log_event "plugin.log" and "worker.*". For tests and commands. */
void pool_on_log(struct pool *pool, pool_log_fn *fn, void *arg);

/* ---- programs that wait: start-up, `newswatch check`, `plugins` ---- */

/*
 * Describes plugins (synchronous, at most `wait_ms`): each path is a shared
 * object or a folder of them. `out` gets config_plugin rows in the arena, in
 * the order of the paths, names sorted within a folder; `lines` one line for
 * each that was refused. NW_OK also when some were; otherwise the worker
 * could not be started.
 */
enum nw_status pool_describe(const struct pool_settings *settings,
			     const char *const *paths, size_t count,
			     int64_t wait_ms, struct nw_arena *arena,
			     struct config_plugin **out, size_t *out_count,
			     struct nw_buf *lines,
			     struct nw_error *err) NW_CHECKED;

/*
 * Describes all that a configuration can name: the plugins of the settings'
 * folder, and those `named` by `plugins:`. `lines` is about our own folder:
 * notes, since nothing there has been named yet. `refused` gets a line for
 * each named file that is no plugin or has the kind and name of another: a
 * mistake in the configuration.
 */
enum nw_status pool_describe_all(const struct pool_settings *settings,
				 const struct config_texts *named,
				 int64_t wait_ms, struct nw_arena *arena,
				 struct config_plugin **out, size_t *out_count,
				 struct nw_buf *lines, struct nw_buf *refused,
				 struct nw_error *err) NW_CHECKED;

/*
 * config_plugins.probe, by a worker of its own that exits afterwards; `arg`
 * is a const struct pool_settings.
 */
enum nw_status pool_probe(void *arg, const struct config_plugin *plugin,
			  struct nw_str settings, config_topic_fn *each,
			  void *each_arg, struct nw_error *err);

/*
 * Compiles queries in a worker of its own that exits afterwards; problems are
 * told as nw_query_compile tells them. `out` is the caller's.
 */
enum nw_status pool_compile(const struct pool_settings *settings,
			    const struct nw_query_set *set,
			    nw_query_problem_fn *problem, void *problem_arg,
			    struct pool_image *out,
			    struct nw_error *err) NW_CHECKED;

#endif
