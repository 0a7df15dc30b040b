/* SPDX-License-Identifier: Apache-2.0 */
/* One poll under way; private to daemon/ingest. */
#ifndef NEWSWATCHD_INGEST_POLL_H
#define NEWSWATCHD_INGEST_POLL_H

#include "daemon/ingest/ingest.h"
#include "daemon/schedule/schedule.h"
#include "daemon/transport/robots.h"

/* Memory that polls share; who finds none waits in line. */
struct room {
	struct poll *waiting; /* the first to come first */
	size_t taken, most;   /* bytes */
};

struct ingest {
	struct ingest_parts parts;
	struct schedule *schedule;
	struct config *config; /* NULL before the first generation */
	struct robots *robots;
	struct poll *polls;
	struct room fetching, reading; /* room.c */
	size_t usual_body;	       /* bytes, of late */
	struct text_wait *texts;       /* article.c */
	struct loop_timer texts_due;
	bool paused;
	struct ingest_counts counts;
};

/* Whose answer a poll waits for: only the ledger's cannot be cancelled. */
enum poll_stage {
	POLL_LEDGER,
	POLL_POOL,
	POLL_TRANSPORT,
	POLL_WAITING,
	POLL_ROBOTS
};

enum { POLL_SECRETS = 1 };

struct poll {
	struct poll *next;
	struct ingest *ingest;
	struct config *config; /* its own reference: the binding points there */
	const struct config_source *source;
	struct nw_arena *arena;	  /* the stored row, the request */
	struct ledger_source row; /* as stored, then as it shall be */
	struct transport_binding binding;
	struct transport_secret secret;
	struct nw_str password;
	struct nw_header *headers;
	const char **argv;
	enum poll_stage stage;
	struct nw_request request; /* of the fetch that waits for room */
	struct robots_question robots;
	struct poll *next_waiting;
	struct room *line; /* in which it waits; NULL none */
	struct room *room; /* that it takes bytes of; NULL none */
	size_t room_bytes, held_bytes;
	struct transport_job *fetch;
	struct transport_answer *answer; /* the response that is being read */
	pool_job_id job;
	uint64_t sequence; /* taken and not given back; 0 none */
	char body_hash[NWI_ID_TEXT];
	struct ledger_follow_up *follow_ups;
	size_t follow_up_count;
	size_t follow_up_at; /* the next one */
	int64_t follow_up;   /* id of the row being answered; 0 the poll */
	struct nw_str item;  /* whose article that is; absent for pages */
	int64_t tried;	     /* the last article asked for, by row */
	int64_t budget;	     /* further requests */
	bool texts_only;     /* articles that wait, not the source */
	bool texts_left;     /* some are still to come */
	bool for_good;	     /* what failed needs no second attempt */
	bool more;	     /* a spool folder has another file */
	bool reload;	     /* pages were stored: read which */
	bool again;	     /* it came due meanwhile */
	bool orphan;	     /* given up, waiting for the ledger alone */
};

/* The poll of a source that is under way; NULL without. */
struct poll *poll_find(const struct ingest *ingest, struct nw_str source);

/* Begins with the stored row; the poll frees itself at its end. */
void poll_start(struct ingest *ingest, const struct config_source *source);

/* The same for the articles that its items wait for, without a poll. */
void poll_start_texts(struct ingest *ingest,
		      const struct config_source *source);

/* Gives up what is under way. */
void poll_abandon(struct poll *poll);

/* Both rooms are empty. */
void room_init(struct ingest *ingest);
/* Takes room for a fetch; false: the poll waits until room_admit. */
bool room_fetch(struct poll *poll);
/* The same for reading the answer; what is fetched is counted as it is. */
bool room_read(struct poll *poll);
/* What is being read weighs so much now. */
void room_set(struct poll *poll, size_t bytes);
/* Gives its room and its place in the line back. */
void room_leave(struct poll *poll);
/* The next that waited and has its room now; NULL none. */
struct poll *room_next(struct ingest *ingest);
/* What a body weighed, for the next guess. */
void room_learn(struct ingest *ingest, size_t body_bytes);

/*
 * Asks whether the request may be made as far as robots.txt goes (robots.c).
 * True: the answer stands in poll->robots; false: `done` will be called with
 * the poll. What is not asked about is allowed.
 */
bool poll_ask_robots(struct poll *poll, robots_done_fn *done);

/* A rule refused the last request: it need not be tried again. */
bool poll_is_forbidden(const struct poll *poll);

/*
 * Writes into the row when the source is due again and how it fares (`error`
 * absent when well), and tells the operator of one that fails for long.
 */
void poll_decide(struct poll *poll, enum schedule_result result, int64_t ttl_ms,
		 struct nw_str error);

/* Writes the answer's validators and the body's hash into the row. */
void poll_take_validators(struct poll *poll);

/* Makes the row's texts the arena's. */
void poll_copy_row(struct nw_arena *arena, struct ledger_source *row);

/* False when the arena is full. Decides the next poll on the way (batch.c). */
bool poll_build_batch(struct poll *poll, const struct pool_result *result,
		      struct nw_arena *arena, struct ledger_batch *batch);

/* ---- article.c: the pages of items that await their articles ---- */

/*
 * The next of the poll's follow-ups, if it is an article: is it begun (true),
 * or is there nothing to wait for?
 */
bool article_begin(struct poll *poll, const struct ledger_follow_up *row);

/* The page came: has it read, with its item as it is stored. */
void article_read(struct poll *poll);

/* The batch that answers; false when the arena is full. */
bool article_build_batch(struct poll *poll, const struct pool_result *result,
			 struct nw_arena *arena, struct ledger_batch *batch);

/* The transaction was made, or the page was in vain (`error` says why). */
void article_end(struct poll *poll, const struct pool_result *result);
void article_failed(struct poll *poll, struct nw_str error);

/* What a reader found worth fetching, as follow-ups; false: the arena is full.
 */
bool article_add_wanted(struct poll *poll, const json_t *json,
			struct nw_arena *arena, struct ledger_batch *batch);

/* Articles of this source are left for later. */
void article_later(struct ingest *ingest, struct nw_str source,
		   int64_t wait_ms);
void article_forget(struct ingest *ingest);

/* ---- poll.c, for article.c ---- */

void poll_fetch(struct poll *poll, const struct nw_request *request);
void poll_next(struct poll *poll);
/* The worker's answer. */
void poll_was_read(void *arg, const struct pool_result *result);
/* The ledger has it. */
void poll_noted(void *arg, const struct ledger_reply *reply);
/* The response's number, which is given back with it. */
uint64_t poll_give_sequence(struct poll *poll);

/* Fills `poll->binding` from the source's configuration (binding.c). */
void poll_bind(struct poll *poll);

/*
 * The same for a page that the source's content names: over HTTP alone, and
 * what the configuration grants the source (a password, headers, private
 * addresses) goes along only within the source's own origin. The feed's author
 * chooses the address, not the operator.
 */
void poll_bind_page(struct poll *poll, struct nw_str url);

/* The request that the configuration states, before the plugin sees it. */
struct nw_request poll_base_request(const struct poll *poll);

#endif
