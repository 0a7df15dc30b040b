/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When each source is due.
 *
 * The first half is pure: from a policy and what a poll brought to the next
 * wait. The second is the small runtime: one timer a source on the loop's
 * clock. What survives a restart (due instant, failures in a row) stands in
 * the source's cursor row and is given back at the start; errors slow a
 * source down and never stop it for good.
 */
#ifndef NEWSWATCHD_SCHEDULE_H
#define NEWSWATCHD_SCHEDULE_H

#include "daemon/loop/loop.h"
#include <newswatch/text.h>

/* ---- decisions, pure ---- */

/* Zero means the default. */
struct schedule_policy {
	int64_t every_ms; /* 15 min */
	int64_t least_ms; /* 30 s: no poll sooner, whatever is asked */
	int64_t most_ms;  /* 6 h, at least every_ms: errors and hints */
	int64_t retry_after_most_ms; /* 24 h, at most */
	int64_t apart_ms; /* 2 s between sources of its host; negative none */
	uint32_t jitter_percent; /* 10: each wait is spread by so much both ways
				  */
};

enum schedule_result {
	SCHEDULE_FRESH = 0,	/* read, something new */
	SCHEDULE_UNCHANGED = 1, /* 304, same hash, nothing new */
	SCHEDULE_FAILED = 2,	/* no answer, a bad one, an unreadable one */
	SCHEDULE_GONE = 3	/* 410: asked once a day in case it returns */
};

struct schedule_poll {
	enum schedule_result result;
	uint32_t failures;	/* in a row before this poll */
	int64_t retry_after_ms; /* -1 without */
	int64_t ttl_ms;		/* the feed's own hint; 0 without */
	uint64_t chance;	/* random bits for the jitter */
};

struct schedule_next {
	int64_t wait_ms;
	uint32_t failures; /* to be stored */
};

/*
 * Success: every_ms, stretched by a longer ttl up to most_ms. Failure: the
 * n-th in a row waits every_ms * 2^(n-1) up to most_ms. Retry-After is a
 * floor. Then jitter, which never goes below Retry-After or least_ms.
 */
struct schedule_next schedule_decide(const struct schedule_policy *policy,
				     const struct schedule_poll *poll);

/*
 * The wait of a source at start: what is left until its stored `due`, never
 * more than most_ms (a clock that was wrong parks nothing), and for sources
 * that are overdue or new a place of their own within the first `spread_ms`
 * (from `chance`), so that a start is no stampede. `due` 0: never polled.
 */
int64_t schedule_first_wait(const struct schedule_policy *policy, nw_time due,
			    nw_time now, int64_t spread_ms, uint64_t chance);

/* ---- runtime ---- */

struct schedule;

/* One configured source with what is stored of it; copied. */
struct schedule_source {
	struct nw_str name;
	struct nw_str
		host; /* sources of one host are kept apart; absent: none */
	struct schedule_policy policy;
	nw_time due;	   /* stored; 0 never polled */
	uint32_t failures; /* stored */
};

/* The source is due: poll it and call schedule_polled. Loop thread. */
typedef void schedule_due_fn(void *arg, struct nw_str source);

struct schedule *schedule_new(struct loop *loop, schedule_due_fn *due,
			      void *arg);
void schedule_free(struct schedule **schedule);

/*
 * Sets the whole list (start, reload). A source that was there keeps its
 * failures and its wait, shortened if its interval became shorter; a poll
 * under way stays so; one that is no longer listed is forgotten.
 * NW_EXISTS for a name that comes twice, nothing is changed then.
 */
enum nw_status schedule_set(struct schedule *schedule,
			    const struct schedule_source *sources, size_t count,
			    struct nw_error *err) NW_CHECKED;

/*
 * A poll ended: decides and arms the next (`poll->failures` and `chance` are
 * filled in here). `*due` and `*failures` (NULL allowed) get what must be
 * stored in the transaction of the items. NW_NOT_FOUND, and nothing happens,
 * for a source that a reload took away meanwhile.
 */
enum nw_status schedule_polled(struct schedule *schedule, struct nw_str source,
			       const struct schedule_poll *poll, nw_time *due,
			       uint32_t *failures);

/* Due now, whatever else its host has to do; NW_BUSY while a poll is under way.
 */
enum nw_status schedule_now(struct schedule *schedule, struct nw_str source);

/* While paused (disk full) nothing comes due; what was due comes after. */
void schedule_pause(struct schedule *schedule, bool paused);

#endif
