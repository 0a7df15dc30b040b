/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a watch tells of a story, as pure functions: row, event and time in,
 * row and what to raise out.
 *
 *   waiting -> open -> closed, and closed -> open again
 *
 * A thread begins with the first item that hits its watch. It waits for
 * corroboration where the watch asks for some, raises one alert, and then
 * updates: when something changed that the watch wants to hear of, never more
 * often than it says. What raises nothing is counted as fresh, and told with
 * the next update or reminder. Instants are ledger time, in milliseconds.
 */
#ifndef NW_DAEMON_ALERT_THREAD_H
#define NW_DAEMON_ALERT_THREAD_H

#include <newswatch/text.h>

/* Stored as numbers: never changed. */
enum thread_state {
	THREAD_WAITING = 0, /* for corroboration; nothing was told */
	THREAD_OPEN = 1,
	THREAD_CLOSED = 2 /* nothing came for long; the next hit opens it */
};

/* What may be new of a story; bits, stored. */
enum thread_change {
	THREAD_INDEPENDENT = 1 << 0, /* an independent report more */
	THREAD_NUMBER = 1 << 1,	     /* a number that was told is another */
	THREAD_DENIAL = 1 << 2,
	THREAD_TOPIC = 1 << 3,	  /* a topic that it did not have */
	THREAD_SEVERITY = 1 << 4, /* as many report as raise its severity */
	THREAD_EDIT = 1 << 5,	  /* an item was edited materially */
	THREAD_REPORT = 1 << 6,	  /* an item more that hits the watch */
	THREAD_AGAIN = 1 << 7	  /* it goes on after it was closed */
};
#define THREAD_CHANGES 8

/* "independent", "number", ...: the words of `update_if` and of alerts. */
const char *thread_change_name(enum thread_change change);

/* What a watch asks for; each is an option of the watch. */
struct thread_rules {
	int64_t min_independent; /* 0: none are needed */
	int64_t min_outlets;
	int64_t within_ms;	/* both count reports of this time; 0: all */
	int64_t first_after_ms; /* wait at most so long; 0: see thread_item */
	int64_t update_every_ms;
	uint32_t update_if;	 /* enum thread_change */
	int64_t remind_after_ms; /* 0: never; waits for update_every */
	int64_t close_after_ms;
	int64_t high_from, urgent_from; /* independent reports; 0: never */
	/* Only outlets of these are counted; none: all are. */
	const struct nw_str *affiliations;
	size_t affiliation_count;
};

/* What the state machine reads and writes of a row. */
struct thread_row {
	enum thread_state state;
	uint32_t revision; /* of the last alert; 0 none yet */
	int64_t opened;	   /* the first hit */
	int64_t raised;	   /* the last alert; 0 none yet */
	int64_t last;	   /* the last item of the story */
	int64_t fresh;	   /* reports since the last alert */
	uint32_t changed;  /* enum thread_change; not yet told */
};

/* How many carry the story, as the rules count. */
struct thread_count {
	int64_t independent, outlets;
};

enum thread_raise {
	THREAD_QUIET,
	THREAD_FIRST,
	THREAD_UPDATE,
	THREAD_REMINDER
};

/* A thread that begins now, with an item that hits. */
void thread_begin(struct thread_row *row, int64_t now);

/* What happened to the story. */
struct thread_event {
	bool hits;	  /* an item hits the watch that did not before */
	bool more;	  /* another report: no copy by who has reported it */
	uint32_t changed; /* enum thread_change: what is new */
};

/*
 * An item joined the story, or one of it was changed. The first alert waits for
 * min_independent and min_outlets; with first_after it waits so long at most,
 * and for two independent reports where no number is asked for.
 */
enum thread_raise thread_item(struct thread_row *row,
			      const struct thread_rules *rules,
			      const struct thread_count *count,
			      const struct thread_event *event, int64_t now);

/* Time has passed. */
enum thread_raise thread_time(struct thread_row *row,
			      const struct thread_rules *rules,
			      const struct thread_count *count, int64_t now);

/* The alert was raised: what was new is told. */
void thread_told(struct thread_row *row, int64_t now);

/* When thread_time has something to do; 0: never. */
int64_t thread_due(const struct thread_row *row,
		   const struct thread_rules *rules);

/* The severity that so many independent reports make of the watch's. */
struct nw_str thread_severity(const struct thread_rules *rules,
			      struct nw_str severity, int64_t independent);

/* 0 "urgent" to 3 "low"; 2, that of "normal", for what is none. */
int64_t severity_rank(struct nw_str severity);

#endif
