/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The delivery contract as pure functions: row, event and time in, row out.
 *
 *   pending -> leased -> sent | retry | held | dead, and suppressed
 *
 * A row is one alert for one destination. The claim is committed before the
 * attempt with attempts + 1, a lease and a fence; so a crash counts as an
 * attempt, and a verdict that comes after its lease was lost is known by its
 * fence. Times are `now_ms` of CLOCK_BOOTTIME, given by the caller; what is
 * stored is what is left, so neither the wall clock nor a reboot parks or
 * expires a row. Nothing here does I/O or draws at random: the jitter comes
 * from the row's id and the attempt, so a replay gives the same times.
 */
#ifndef NW_DAEMON_ALERT_OUTBOX_H
#define NW_DAEMON_ALERT_OUTBOX_H

#include <newswatch/notifier.h>

/* Stored as numbers: never changed. */
enum outbox_state {
	OUTBOX_PENDING = 0,
	OUTBOX_LEASED = 1,
	OUTBOX_RETRY = 2,
	OUTBOX_HELD = 3,
	OUTBOX_SENT = 4,
	OUTBOX_DEAD = 5,
	OUTBOX_SUPPRESSED = 6 /* dropped by an operator, with a reason */
};
#define OUTBOX_STATES 7

/* The delivery contract's figures; each is an option. */
struct outbox_limits {
	int64_t retry_first_ms;	     /* 10 s */
	int64_t retry_permille;	     /* 3,000: three times as long each time */
	int64_t retry_most_ms;	     /* 1 h */
	int64_t retry_after_most_ms; /* 24 h */
	int64_t jitter_percent;	     /* 25 to either side */
	int64_t held_probe_ms;	     /* 1 h */
	int64_t dead_after_ms;	     /* 5 d of accumulated waiting ... */
	uint32_t dead_attempts;	     /* ... and 20 attempts */
	uint32_t breaker_failures;   /* 3 in a row */
	int64_t warn_after_ms;	     /* 4 h */
	int64_t lease_ms;	     /* 10 min */
};
extern const struct outbox_limits outbox_defaults;

/* What the state machine reads and writes of an outbox row. */
struct outbox_row {
	const char *id; /* seeds the jitter; not written */
	enum outbox_state state;
	uint32_t attempts;
	int64_t fence;	   /* counts the claims */
	int64_t since_ms;  /* when this state's waiting began */
	int64_t left_ms;   /* of the waiting or lease, counted from since_ms */
	int64_t waited_ms; /* accumulated, without what runs since since_ms */
	bool smaller;	   /* was, or is to be, rendered smaller */
	bool warned;	   /* the operator heard that it is late */
};

/* One per destination. */
struct outbox_breaker {
	const char *key;   /* "notifier/destination"; seeds the jitter */
	uint32_t failures; /* in a row */
	bool open;	   /* one alert probes, the rest wait */
	bool held;	   /* open because the destination is broken */
	int64_t since_ms;
	int64_t left_ms; /* until the next probe, counted from since_ms */
};

/* What has to happen besides storing the row; bits. */
enum outbox_effect {
	OUTBOX_TELL_HELD = 1 << 0, /* the destination is broken: tell at once */
	OUTBOX_TELL_DEAD = 1 << 1, /* this alert will not arrive: tell */
	OUTBOX_TELL_LATE = 1 << 2, /* has waited four hours: warn */
	OUTBOX_RENDER_AGAIN = 1 << 3, /* forget the payload */
	OUTBOX_WAKE_ALL = 1 << 4,     /* the destination is back: all are due */
	OUTBOX_IGNORED = 1 << 5	      /* the fence or the state does not fit */
};

/* Whether an operator's word or another event may still change the row. */
bool outbox_is_open(enum outbox_state state);

const char *outbox_state_name(enum outbox_state state);

/* False when `name` is none. */
bool outbox_state_parse(struct nw_str name, enum outbox_state *out);

/*
 * Milliseconds to wait after the attempt-th failure: 10 s x 3^(attempt-1) up
 * to 1 h, +-25 % by the seed.
 */
int64_t outbox_delay_ms(const struct outbox_limits *limits, const char *seed,
			uint32_t attempt);

/* Milliseconds until the row may be tried; 0 now, -1 never (ended, leased). */
int64_t outbox_due_in_ms(const struct outbox_row *row,
			 const struct outbox_breaker *breaker, int64_t now_ms);

/* Time in which the row has waited altogether. */
int64_t outbox_waited_ms(const struct outbox_row *row, int64_t now_ms);

/* pending, retry or held -> leased. False where the row is not due. */
bool outbox_claim(struct outbox_row *row, const struct outbox_breaker *breaker,
		  const struct outbox_limits *limits, int64_t now_ms);

/*
 * The answer to an attempt. A DELIVERED whose lease was lost still counts
 * unless the row has ended; any other verdict with an old fence is ignored.
 * Returns bits of enum outbox_effect.
 */
uint32_t outbox_verdict(struct outbox_row *row, struct outbox_breaker *breaker,
			const struct outbox_limits *limits, int64_t fence,
			const struct nw_verdict *verdict, int64_t now_ms);

/* A lease that ran out: back to retry, counted as an attempt. */
uint32_t outbox_expire(struct outbox_row *row,
		       const struct outbox_limits *limits, int64_t now_ms);

/*
 * The machine slept, or its clock leapt: what did not pass for an attempt
 * under way does not count for its lease either.
 */
uint32_t outbox_oversleep(struct outbox_row *row, int64_t slept_ms);

/* At start: a lease of the run before; the first time tried again at once. */
uint32_t outbox_reclaim(struct outbox_row *row,
			const struct outbox_limits *limits, int64_t now_ms);

/*
 * At start: carries a stored waiting over to this run's clock. `same_boot`
 * says that since_ms is of the same CLOCK_BOOTTIME; otherwise what was left
 * is waited again from now, and the time between counts as none.
 */
void outbox_rebase(struct outbox_row *row, bool same_boot, int64_t now_ms);
void outbox_breaker_rebase(struct outbox_breaker *breaker, bool same_boot,
			   int64_t now_ms);

/* OUTBOX_TELL_LATE once, when an open row has waited four hours. */
uint32_t outbox_watch_waiting(struct outbox_row *row,
			      const struct outbox_limits *limits,
			      int64_t now_ms);

/* By the operator: due at once, waiting counted anew. False: is leased. */
bool outbox_replay(struct outbox_row *row, int64_t now_ms);

/* By the operator: suppressed. False: is leased or has ended as sent. */
bool outbox_drop(struct outbox_row *row, int64_t now_ms);

/* The destination is back: a waiting row is due at once. */
void outbox_wake(struct outbox_row *row, int64_t now_ms);

#endif
