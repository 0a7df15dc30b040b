/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The conversation of newswatch-query: a job at a time, lines as they are
 * found, progress in between, and a result.
 */
#ifndef NW_DAEMON_QUERY_JOB_H
#define NW_DAEMON_QUERY_JOB_H

#include "daemon/query/judge.h"
#include "wire/channel.h"

/* Milliseconds between two lines of progress. */
#define JOB_PROGRESS_MS 250

struct job {
	int fd;
	uint64_t id;
	const json_t *json;
	struct reader *reader;
	struct nw_arena *arena;	     /* of the job */
	struct nw_arena *page_arena; /* of a page */
	struct nw_arena *item_arena; /* of an item */
	struct judge judge;
	struct reader_walk walk;
	int64_t from_ms, until_ms; /* monotonic */
	int64_t told_ms;	   /* when progress was told */
	bool late;		   /* the deadline ended it */
	bool gone;		   /* nobody listens any more */
	struct nw_buf result;	   /* members of the result's object */
};

/* What a job does with each item that it is shown; false: enough. */
typedef bool job_item_fn(void *arg, const struct reader_item *item,
			 const struct judged *judged);

/*
 * Walks through the items of the job's period, judges each and hands it out.
 * Items that cannot be read are passed over and counted as damaged.
 */
enum nw_status job_walk(struct job *job, job_item_fn *each, void *arg,
			struct nw_error *err) NW_CHECKED;

/* Sends a line, one JSON object. */
void job_line(struct job *job, const struct nw_buf *line);

/* "item_id", "seen", "source", ..., "excerpt" and "marks" of a hit. */
void job_put_hit(struct job *job, const struct reader_item *item,
		 const struct judged *judged, struct nw_buf *out);

/* The jobs; see docs/newswatch.1 for what their lines say. */
enum nw_status job_search(struct job *job, struct nw_error *err);
enum nw_status job_backtest(struct job *job, struct nw_error *err);

/*
 * Answers jobs on a socket until the daemon closes it or says quit. Returns
 * the exit status of the process.
 */
int job_serve(struct nwi_channel *channel, struct reader *reader,
	      uint64_t memory);

#endif
