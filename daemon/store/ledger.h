/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger as the loop thread sees it: messages in, replies out.
 *
 * One thread owns the store, the story window and the alert decisions. The
 * loop hands it messages; it takes all that wait into one transaction, commits,
 * and posts a reply for each to the loop. A reply with NW_OK to a message that
 * writes therefore means: on the disk. Nothing else is shared.
 *
 * Every function here is called on the loop thread and returns at once; every
 * callback runs on the loop thread. Replies come in the order in which
 * messages were applied. The ledger reads no clock: each message takes
 * `clock` of the options when it is sent, so a virtual clock rules it wholly.
 *
 * Waiting is counted on `elapsed_ms` (CLOCK_BOOTTIME), never on the wall
 * clock; a wall clock that jumps parks and expires nothing in the outbox.
 */
#ifndef NW_DAEMON_STORE_LEDGER_H
#define NW_DAEMON_STORE_LEDGER_H

#include "daemon/alert/spike.h"
#include "daemon/alert/thread.h"
#include <newswatch/arena.h>
#include <newswatch/notifier.h>
#include <newswatch/time.h>

struct ledger;

struct ledger_when {
	nw_time at;	    /* wall clock */
	int64_t elapsed_ms; /* CLOCK_BOOTTIME, or the virtual clock's */
};

enum ledger_log { LEDGER_LOG_INFO, LEDGER_LOG_WARNING, LEDGER_LOG_ERROR };

struct ledger_options {
	const char *state_dir; /* exists, is ours; made 0700 */
	const char *instance;  /* name of this newswatch, part of every id */
	const char *boot_id;   /* NULL: /proc/sys/kernel/random/boot_id */
	void *arg;	       /* of the functions below */

	/* Runs `run(run_arg)` on the loop thread soon; called from any thread.
	 */
	void (*post)(void *arg, void (*run)(void *), void *run_arg);

	/* Called on the loop thread, for each message that is sent. */
	void (*clock)(void *arg, struct ledger_when *out);

	/* One line for the log; loop thread. `event` is like "ledger.backup".
	 */
	void (*log)(void *arg, enum ledger_log level, const char *event,
		    const char *text);

	/*
	 * The ledger stopped for good (an I/O error, a failed fsync, a corrupt
	 * store without a way back): log, stop, exit non-zero. All waiting
	 * messages were answered with the same error. Loop thread, once.
	 */
	void (*failed)(void *arg, const struct nw_error *err);

	/* A line of `tail` (JSON without newline); loop thread; may be NULL. */
	void (*tail)(void *arg, struct nw_str json);
};

/*
 * Takes the lock of the state folder, opens or recovers the store, migrates,
 * reclaims leases, and starts the thread. NW_BUSY names the pid of the daemon
 * that holds the folder; NW_UNSUPPORTED a newer schema, with both numbers;
 * NW_IO what the system refused. The options are copied, their strings too.
 */
enum nw_status ledger_open(const struct ledger_options *options,
			   struct ledger **out,
			   struct nw_error *err) NW_CHECKED;

/*
 * Commits what waits, answers it, joins the thread and releases the folder.
 * Callbacks that were posted and did not run yet must still find the loop.
 */
void ledger_close(struct ledger **ledger);

/* Counts up as the thread makes progress; for the watchdog. Any thread. */
uint64_t ledger_progress(const struct ledger *ledger);

/* Whether messages wait or are at work: no progress is a fault only then. */
bool ledger_busy(const struct ledger *ledger);

/* ---- replies ---- */

/* One outbox row that was claimed for an attempt. */
struct ledger_delivery {
	struct nw_str id;     /* what receivers see: 32 hexadecimal digits */
	struct nw_str thread; /* theirs of the first alert: `id` where it is */
	struct nw_str alert_id;
	struct nw_str notifier;
	struct nw_str destination;
	struct nw_str alert;	    /* the alert object, JSON */
	struct nw_str content_type; /* absent: not rendered yet */
	struct nw_str payload;	    /* absent: not rendered yet */
	uint32_t attempt;	    /* 1 at the first */
	uint32_t render_flags;	    /* enum nw_render_flag */
	int64_t fence;		    /* give back with payload and verdict */
};

enum ledger_first {
	LEDGER_FIRST_BASELINE = 0, /* first poll: known, not news */
	LEDGER_FIRST_RECENT = 1,   /* news where published within recent_ms */
	LEDGER_FIRST_ALL = 2	   /* all is news */
};

/* A source's stored state; also what a poll leaves behind. */
struct ledger_source {
	struct nw_str name;
	struct nw_str etag;	     /* absent without */
	struct nw_str last_modified; /* absent without */
	struct nw_str body_hash;     /* of the last body that was read */
	struct nw_str cursor;	     /* the plugin's own, at most 64 KiB */
	struct nw_str moved_to;	     /* after permanent redirects */
	struct nw_str status;	     /* "ok", "failing", "new", ... one word */
	struct nw_str error;	     /* one line about the last failure */
	struct nw_str title;	     /* what the feed calls itself */
	nw_time next_due;	     /* wall clock; 0: at once */
	nw_time last_ok;	     /* 0: never; written by the ledger */
	nw_time last_try;	     /* 0: never */
	int64_t interval_ms;	     /* as the schedule learned it; 0 unknown */
	int64_t failures;	     /* in a row */
	int64_t polls; /* that were applied; written by the ledger */
	int64_t items; /* ever; written by the ledger */
	bool awaiting; /* items wait for their articles; in ledger_sources */
};

/* An entry that the source shows now. */
struct ledger_shown {
	struct nw_str id;   /* item id, 32 hexadecimal digits */
	struct nw_str hash; /* content hash, 16 hexadecimal digits */
	struct nw_str keys; /* of a batch: nwi_identity_keys_text; or absent */
};

enum ledger_follow_kind {
	LEDGER_FOLLOW_PAGE = 1, /* a further page of the source */
	LEDGER_FOLLOW_TEXT = 2	/* the article's page of an item */
};

struct ledger_follow_up {
	int64_t id;    /* of the row; 0 in a batch that asks for it */
	uint32_t kind; /* enum ledger_follow_kind */
	uint32_t attempts;
	struct nw_str source;
	struct nw_str url;
	struct nw_str item; /* item id for TEXT, absent for PAGE */
};

/* A question that was claimed for a remote classifier. */
struct ledger_question {
	struct nw_str item;
	struct nw_str classifier;
	struct nw_str source;  /* of the item */
	struct nw_str frame;   /* the item as stored */
	struct nw_str verdict; /* known already, JSON; absent: ask */
	uint32_t attempt;      /* requests, this one included */
	int64_t fence;	       /* give back with the answer */
};

struct ledger_reply {
	struct nw_error error; /* status NW_OK, or why not */

	/* After this message's transaction, in every reply: */
	bool pause_fetching;	 /* the disk is below its floor */
	int64_t delivery_due_ms; /* until a row can be claimed; 0 now, -1 none
				  */
	int64_t question_due_ms; /* the same of ledger_questions */

	/* What the message asked for; each NULL, 0 or empty otherwise. */
	const struct ledger_source *sources;
	size_t source_count;
	const struct ledger_shown *shown;
	size_t shown_count;
	uint32_t identity; /* ledger_shown: the pinned policy; 0 none yet */
	uint32_t identity_used; /* and that of the last poll */
	const struct ledger_follow_up *follow_ups;
	size_t follow_up_count;
	const struct ledger_delivery *deliveries;
	size_t delivery_count;
	const struct ledger_question *questions;
	size_t question_count;
	struct nw_str lines; /* JSON Lines, each ended by \n */
	int64_t next;	     /* `after` of the next page; 0: that was all */

	/* ledger_apply */
	uint32_t items_new, items_changed, items_baseline, items_suspect;
	uint32_t items_renewed; /* known ones that came under other ids */
	uint32_t alerts, outbox_rows;
};

/* `reply` and all in it are borrowed until the callback returns. */
typedef void (*ledger_done)(void *arg, const struct ledger_reply *reply);

/* ---- sources and items ---- */

/* All sources as stored, for the schedule at start (no cursors). */
void ledger_sources(struct ledger *ledger, ledger_done done, void *arg);

/*
 * One source as stored, with cursor and validators, and its open follow-ups.
 * A source never seen comes with its name and status "new" alone.
 */
void ledger_source(struct ledger *ledger, struct nw_str name, ledger_done done,
		   void *arg);

/*
 * What the source is known to show: id and hash of every identity that a read
 * must not give again (shown at the last poll or kept since; at most 20,000,
 * the latest shown first).
 */
void ledger_shown(struct ledger *ledger, struct nw_str source, ledger_done done,
		  void *arg);

/*
 * Numbers a response on its arrival, from 1. Batches are applied in this order
 * whatever order the workers answer in; so each number that was taken must
 * come back exactly once, by ledger_apply, ledger_source_note or ledger_skip.
 */
uint64_t ledger_sequence(struct ledger *ledger);
void ledger_skip(struct ledger *ledger, uint64_t sequence);

/*
 * A response that was read. The arena holds the batch and all that it points
 * to, and passes to the ledger. One transaction holds everything in it.
 */
struct ledger_batch {
	struct nw_arena *arena;
	uint64_t sequence;	     /* 0: no order */
	struct ledger_source source; /* the row as it shall be */
	uint32_t first;		     /* enum ledger_first */
	uint32_t flags;		     /* enum ledger_batch_flag */
	int64_t recent_ms;	     /* for LEDGER_FIRST_RECENT */
	int64_t follow_up; /* the follow-up that this answers; 0 none */
	const struct nw_str *frames; /* item frames, the JSON as it came */
	size_t frame_count;
	const struct ledger_shown *shown; /* in the document's order */
	size_t shown_count;
	uint32_t identity;	/* enum nwi_identity_policy it was read by */
	uint32_t identity_fits; /* policies that would do; 0: not looked */
	uint32_t collided;	/* articles that had the identity of another */
	bool identity_auto;	/* the configuration leaves it to the source */
	/* Of TEXT: other addresses of the article, canonical. */
	const struct nw_str *addresses;
	size_t address_count;
	/*
	 * PAGE are stored. TEXT asks for the article of a frame's item: where
	 * that is news, it is stored as awaiting_text and raises no alert
	 * until the article came or will not be had.
	 */
	const struct ledger_follow_up *follow_ups;
	size_t follow_up_count;
};

enum ledger_batch_flag {
	/* `shown` adds to what the source shows (a further page, a pushed item)
	 */
	LEDGER_BATCH_PARTIAL = 1 << 0,
	/*
	 * answers a follow-up of kind TEXT: one frame, the item with its
	 * article, or none where the page had none. Nothing of the source is
	 * written.
	 */
	LEDGER_BATCH_TEXT = 1 << 1
};

/* NW_BAD_INPUT names a frame that is none: nothing of the batch was stored. */
void ledger_apply(struct ledger *ledger, struct ledger_batch *batch,
		  ledger_done done, void *arg);

/*
 * A poll that gave no items: not modified, or failed (`source.error` says
 * why). Writes the row; `polls` counts only when failures is 0. A follow-up
 * (0 none) gets one attempt more and is dropped with its third; below 0 it is
 * the row -follow_up, which is dropped at once.
 */
void ledger_source_note(struct ledger *ledger, uint64_t sequence,
			const struct ledger_source *source, int64_t follow_up,
			ledger_done done, void *arg);

/* The frame of an item as stored, in `lines`; empty where there is none. */
void ledger_article(struct ledger *ledger, struct nw_str item, ledger_done done,
		    void *arg);

/*
 * An article's page could not be read: its follow-up gets one attempt more.
 * With the third, or `for_good`, it is dropped and its item is decided by what
 * the source said. So is, by the ledger itself, an item that has waited for ten
 * minutes.
 */
void ledger_article_failed(struct ledger *ledger, uint64_t sequence,
			   int64_t follow_up, bool for_good, ledger_done done,
			   void *arg);

/* A document that killed its workers: kept, reported, not tried again. */
struct ledger_set_aside {
	struct nw_str source;
	struct nw_str item; /* item id; absent: the whole document */
	struct nw_str plugin;
	struct nw_str reason;	/* one line */
	struct nw_str document; /* its bytes; the first 256 KiB are kept */
};
void ledger_set_aside(struct ledger *ledger,
		      const struct ledger_set_aside *what, ledger_done done,
		      void *arg);

/* ---- delivery ---- */

/*
 * Leases up to `max` rows whose time has come, the most severe first, at most
 * `per_destination` of one destination at a time (leased ones counted), and
 * one only where the destination's breaker is open. Attempts are counted and
 * the lease is on the disk before the reply.
 */
void ledger_claim(struct ledger *ledger, uint32_t max, uint32_t per_destination,
		  ledger_done done, void *arg);

/* Stores what render made. NW_GONE when the fence is not the row's any more. */
void ledger_payload(struct ledger *ledger, struct nw_str id, int64_t fence,
		    struct nw_str content_type, struct nw_str payload,
		    ledger_done done, void *arg);

/*
 * What became of the attempt. A writer that crashed or a render that failed is
 * NW_VERDICT_LATER with the reason. NW_GONE: the lease was lost; the verdict
 * of DELIVERED is stored all the same unless the row ended otherwise.
 */
void ledger_verdict(struct ledger *ledger, struct nw_str id, int64_t fence,
		    const struct nw_verdict *verdict, ledger_done done,
		    void *arg);

/* ---- remote classifiers ---- */

/*
 * Claims up to `max` questions whose time has come. What a request costs is
 * taken from the classifier's budget, and on the disk, before the reply;
 * a question without budget ends. One that was answered before, about another
 * item of the same text, comes with that verdict and costs nothing.
 */
void ledger_questions(struct ledger *ledger, uint32_t max, ledger_done done,
		      void *arg);

enum ledger_answer_failure {
	LEDGER_ANSWER_LATER = 0,  /* may be tried again, three times in all */
	LEDGER_ANSWER_NEVER = 1,  /* it would fail in the same way */
	LEDGER_ANSWER_REFUSED = 2 /* the endpoint is well and will not say */
};

/* What became of a question. Borrowed until the call returns. */
struct ledger_answer {
	struct nw_str item, classifier;
	int64_t fence;
	/* With an answer: the verdict's topics, JSON, and the item's frame with
	 * them. */
	struct nw_str topics, frame; /* frame absent: it failed */
	int64_t took_ms;
	/* Without one: */
	struct nw_str error;	/* one line */
	uint32_t failure;	/* enum ledger_answer_failure */
	int64_t retry_after_ms; /* -1: the endpoint did not say */
};

/*
 * Commits a verdict: topics, watches and alerts of the item, and the
 * question's end; or that there was none, and what follows. An answer whose
 * fence is not the question's any more changes nothing. NW_BAD_INPUT: the
 * frame is none, and the question is still open.
 */
void ledger_answer(struct ledger *ledger, const struct ledger_answer *answer,
		   ledger_done done, void *arg);

/* ---- operator ---- */

/*
 * Tells the operator's notifiers. `key` names the condition ("source:bbc"):
 * while it is open it is told once, and again after `remind_ms` (0: never).
 */
void ledger_notice(struct ledger *ledger, struct nw_str key,
		   struct nw_str title, struct nw_str text, int64_t remind_ms,
		   ledger_done done, void *arg);

/* The condition has passed; when it comes back it is told at once. */
void ledger_notice_clear(struct ledger *ledger, struct nw_str key,
			 ledger_done done, void *arg);

/*
 * A test alert to every destination of a notifier. NW_NOT_FOUND names the
 * nearest. The line of the reply holds the alert's id and its rows.
 */
void ledger_test_alert(struct ledger *ledger, struct nw_str notifier,
		       ledger_done done, void *arg);

/* Questions and orders of the control socket. */
enum ledger_query_kind {
	LEDGER_QUERY_STATUS,	  /* one line of counts */
	LEDGER_QUERY_SOURCES,	  /* a line a source */
	LEDGER_QUERY_ITEMS,	  /* newest first; text: a source's name */
	LEDGER_QUERY_ALERTS,	  /* newest first; text: a watch or spike */
	LEDGER_QUERY_OUTBOX,	  /* newest first; text: a state */
	LEDGER_QUERY_OUTBOX_SHOW, /* text: a row's or an alert's id */
	/*
	 * text: URL or item id: lines "item", "alert" and "delivery"; or "near"
	 * alone where only items with this host and path were seen.
	 */
	LEDGER_QUERY_WHY,
	LEDGER_QUERY_SET_ASIDE,	 /* newest first */
	LEDGER_QUERY_NOTICES,	 /* newest first */
	LEDGER_QUERY_ALERT_SHOW, /* text: an alert's id: the alert object */
	/*
	 * Newest first, text: a topic: lines of type "label" with what
	 * `newswatch train` reads: labels has the topic, or is empty.
	 */
	LEDGER_QUERY_LABELS,
	LEDGER_QUERY_STORIES, /* those with the latest item first */
	/*
	 * text: a story's id or how that begins (8 digits), or an item's id or
	 * URL: lines "story", "member" (in order), "report", "thread", "alert".
	 */
	LEDGER_QUERY_STORY,
	/*
	 * Newest first, text: a source's name: a line of type "judged" an item
	 * (frames.h); reason "text": with the opening of its text.
	 */
	LEDGER_QUERY_JUDGED,
	LEDGER_QUERY_REVISIONS, /* text: URL or item id: its edits */
	LEDGER_QUERY_SPIKES,	/* a line a series */
	LEDGER_ORDER_REPLAY,	/* text: id of a dead, held or sent row */
	LEDGER_ORDER_DROP,	/* text: id; reason: why (needed) */
	LEDGER_ORDER_RELEASE,	/* text: source: its suspect items are news */
	LEDGER_ORDER_FORGET,	/* text: source: its suspect items are known */
	/*
	 * text: URL or item id; reason: a topic, or "not-" and a topic. The
	 * label of before, of the same item and topic, gives way.
	 */
	LEDGER_ORDER_LABEL,
	LEDGER_ORDER_REINDEX /* the index of words is made anew */
};

struct ledger_query {
	uint32_t kind;	/* enum ledger_query_kind */
	uint32_t limit; /* lines a page; 0: 100; at most 1,000 and 1 MiB */
	int64_t after;	/* `next` of the page before; 0 the first */
	struct nw_str text;
	struct nw_str reason;
};
void ledger_ask(struct ledger *ledger, const struct ledger_query *query,
		ledger_done done, void *arg);

/* ---- configuration and upkeep ---- */

struct ledger_notifier {
	struct nw_str name;
	const struct nw_str *destinations;
	size_t destination_count;
};

struct ledger_watch {
	struct nw_str name;
	struct nw_str severity;		/* "low", "normal", "high", "urgent" */
	const struct nw_str *notifiers; /* names */
	size_t notifier_count;
	struct thread_rules rules;
};

enum ledger_ask {
	LEDGER_ASK_ALL = 0,
	LEDGER_ASK_NEAR = 1, /* a local score from near_from to near_to */
	LEDGER_ASK_HIT = 2   /* one of its topics would make a watch hit */
};

/* A remote classifier. */
struct ledger_remote {
	struct nw_str name;
	struct nw_str question; /* hash of what is asked of whom */
	const struct nw_str *topics;
	size_t topic_count;
	bool alone;   /* one of them comes from no local classifier */
	uint32_t ask; /* enum ledger_ask */
	double near_from, near_to;
	int64_t per_hour, per_day; /* requests */
	int64_t parallel;
	int64_t patience_ms; /* that a question waits */
	int64_t lease_ms;    /* that an answer may take, however it comes */
};

/* Series of reports whose rates are watched. */
struct ledger_spike {
	struct nw_str name;
	struct nw_str severity;
	const struct nw_str *notifiers; /* names */
	size_t notifier_count;
	const struct nw_str *series; /* "topic:NAME", "country:CC", "watch:..."
				      */
	size_t series_count;
	struct spike_rules rules;
};

/* A setting by the name in store/retention.c or store/configure.c. */
struct ledger_setting {
	struct nw_str name;
	int64_t value; /* ms for ages, else a count */
};

struct ledger_routing {
	struct nw_arena *arena; /* holds it all; passes to the ledger */
	const struct ledger_notifier *notifiers;
	size_t notifier_count;
	const struct ledger_watch *watches;
	size_t watch_count;
	const struct ledger_spike *spikes;
	size_t spike_count;
	const struct nw_str *operators; /* names of notifiers */
	size_t operator_count;
	const struct nw_str *sources; /* names; others are marked "removed" */
	size_t source_count;
	const struct ledger_setting *settings;
	size_t setting_count;
	const struct ledger_remote *remotes;
	size_t remote_count;
};

/*
 * Takes over a routing; batches sent later see it. Until the first one no
 * watch fires. Rows of destinations that are gone stay and are tried no more
 * (held, told to the operator) until they are back or dropped.
 */
void ledger_configure(struct ledger *ledger, struct ledger_routing *routing,
		      ledger_done done, void *arg);

/*
 * Upkeep in small steps: leases that ran out, retention, checkpoint, hourly
 * backup, disk floor. Call it about once a second; it does what is due.
 */
void ledger_tick(struct ledger *ledger, ledger_done done, void *arg);

#endif
