/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger's thread side: one state, a handler for each kind of message.
 *
 * core.c opens, recovers and commits; each handler reads and writes rows
 * through struct store_ops and fills the message's reply. A handler that
 * fails is undone alone. What a status means here:
 *   NW_LIMIT    the disk is full: the group is rolled back, the ballast given
 *               up, and what delivery needs is tried once more
 *   NW_CORRUPT  recover from the backup, then the group once more
 *   NW_IO, NW_NO_MEMORY, NW_INTERNAL of a commit: stop for good
 * all else is the answer to that message.
 */
#ifndef NW_DAEMON_STORE_CORE_H
#define NW_DAEMON_STORE_CORE_H

#include "base/map.h"
#include "daemon/alert/outbox.h"
#include "daemon/store/journal.h"
#include "daemon/store/ledger.h"
#include "daemon/store/place.h"
#include "daemon/store/retention.h"
#include "daemon/store/store.h"

enum core_seq {
	CORE_SEQ_ITEM,
	CORE_SEQ_STORY,
	CORE_SEQ_ALERT,
	CORE_SEQ_OUTBOX,
	CORE_SEQ_FOLLOW_UP,
	CORE_SEQ_SET_ASIDE,
	CORE_SEQS
};

/* A destination with its breaker, as in the table breaker. */
struct core_destination {
	char *key;		/* "notifier/destination" */
	struct nw_str notifier; /* within key */
	struct outbox_breaker breaker;
	int64_t opened; /* wall clock */
	char *reason;	/* of the last failure; NULL */
	uint32_t leased;
	bool configured;  /* the routing names it */
	bool stale;	  /* next_due must be looked up */
	int64_t next_due; /* elapsed; -1 none */
};

struct review;
struct search;
struct nwi_window;

struct core_log {
	enum ledger_log level;
	const char *event; /* a literal */
	char *text;
	struct core_log *next;
};

struct core {
	const struct store_ops *ops;
	struct store *store;
	struct place place;
	struct journal journal;
	char *instance;
	char *boot_id;
	struct ledger_when now;		 /* of the message at work */
	int64_t kept_base, kept_elapsed; /* ledger time = base + elapsed - .. */
	struct ledger_routing routing;	 /* arena NULL until the first */
	struct nwi_map watches;		 /* name -> struct ledger_watch */
	struct nwi_map notifiers;	 /* name -> struct ledger_notifier */
	struct outbox_limits limits;
	int64_t retention[STORE_RETENTION_MAX];
	int64_t backup_every_ms;
	int64_t suspect_items, suspect_percent, edit_percent;
	int64_t seq[CORE_SEQS];
	bool seq_dirty[CORE_SEQS];
	struct core_destination **destinations;
	size_t destination_count, destination_room;
	struct nw_arena *scratch; /* of one message */
	struct nw_arena *side;	  /* of one item of it; see core_settle */
	struct nw_arena *single;  /* of one thread of that; see threads.c */
	bool low;		  /* the disk is below its floor */
	bool disk_said;		  /* the notices say the same */
	bool tail_wanted;
	struct nw_buf tail; /* lines of this group */
	struct core_log *logs, **logs_end;
	int64_t recovered_at; /* elapsed; -1 never */
	char recovery[512];   /* what is still to be told of it; "" nothing */
	/* upkeep.c: what is due when, in elapsed time */
	int64_t ticked_ms; /* elapsed at the last tick; 0 none yet */
	int64_t slept_ms;  /* what core_stretch_leases gives each lease */
	int64_t backup_due, retention_due, checkpoint_due, disk_due, shrink_due,
		clock_due, waiting_due, articles_due, rates_due;
	bool has_backup;
	size_t retention_at; /* the rule whose turn it is */
	/* gather.c */
	struct nwi_window *window; /* NULL: made at its next use */
	int64_t window_last;	   /* number of its last item */
	bool gathers;		   /* else every item is a story */
	int64_t stories_memory, stories_window_ms;
	struct review *review; /* review.c; NULL: none is under way */
	/* search.c */
	struct search *search; /* NULL: not open */
	int64_t search_due;    /* not before, in elapsed time */
	bool search_dirty;     /* items were changed */
	/* question.c */
	bool questions_stale; /* question_due must be looked up */
	int64_t question_due; /* ledger time; -1 none */
	int64_t questions_late_due;
};

/* ---- core.c: life, groups ---- */

struct core_options {
	const char *state_dir, *instance, *boot_id;
	const struct store_ops *ops;
	struct ledger_when now;
};

/* Lock, open or recover, load, reclaim. */
enum nw_status core_open(const struct core_options *options, struct core **out,
			 struct nw_error *err) NW_CHECKED;
void core_close(struct core **core);

enum nw_status core_begin(struct core *core, struct nw_error *err) NW_CHECKED;

/* Counters, journal (synced), commit. */
enum nw_status core_commit(struct core *core, struct nw_error *err) NW_CHECKED;

/* What memory holds is read anew. */
void core_rollback(struct core *core);
enum nw_status core_load(struct core *core, struct nw_error *err) NW_CHECKED;

/* Puts the newest backup in the place of a corrupt store. */
enum nw_status core_recover(struct core *core, const struct nw_error *why,
			    struct nw_error *err) NW_CHECKED;

/* Ledger time: what `kept` columns hold. */
int64_t core_kept(const struct core *core);
enum nw_status core_save_clock(struct core *core,
			       struct nw_error *err) NW_CHECKED;

int64_t core_next_seq(struct core *core, enum core_seq which);

void core_log(struct core *core, enum ledger_log level, const char *event,
	      const char *fmt, ...) NW_PRINTF(4, 5);

/* Writes alert and outbox rows together with their journal line. */
enum nw_status core_put(struct core *core, enum store_table_id table,
			const void *row, struct nw_error *err) NW_CHECKED;
enum nw_status core_add(struct core *core, enum store_table_id table,
			const void *row, struct nw_error *err) NW_CHECKED;
enum nw_status core_get(struct core *core, enum store_table_id table, void *row,
			struct nw_error *err) NW_CHECKED;
enum nw_status core_find(struct core *core, enum store_find what,
			 const struct store_arg *args, size_t count,
			 struct store_rows *out,
			 struct nw_error *err) NW_CHECKED;

/* ---- destinations.c ---- */

enum nw_status core_load_destinations(struct core *core,
				      struct nw_error *err) NW_CHECKED;
void core_free_destinations(struct core *core);

/* Never NULL: made where it is not there yet. */
struct core_destination *core_destination(struct core *core, struct nw_str key);
enum nw_status core_save_destination(struct core *core,
				     struct core_destination *at,
				     struct nw_error *err) NW_CHECKED;
void core_mark_configured(struct core *core);

/* Milliseconds until a row can be claimed; -1 for none. */
enum nw_status core_delivery_due(struct core *core, int64_t *out_ms,
				 struct nw_error *err) NW_CHECKED;

void core_row_load(const struct store_outbox *from, struct outbox_row *to);
void core_row_store(const struct outbox_row *from, struct store_outbox *to);

/* ---- messages ---- */

enum message_kind {
	MESSAGE_SOURCES,
	MESSAGE_SOURCE,
	MESSAGE_SHOWN,
	MESSAGE_SKIP,
	MESSAGE_APPLY,
	MESSAGE_NOTE,
	MESSAGE_ARTICLE,
	MESSAGE_ARTICLE_FAILED,
	MESSAGE_SET_ASIDE,
	MESSAGE_CLAIM,
	MESSAGE_PAYLOAD,
	MESSAGE_VERDICT,
	MESSAGE_NOTICE,
	MESSAGE_NOTICE_CLEAR,
	MESSAGE_TEST_ALERT,
	MESSAGE_ASK,
	MESSAGE_CONFIGURE,
	MESSAGE_TICK,
	MESSAGE_QUESTIONS,
	MESSAGE_ANSWER,
	MESSAGE_KINDS
};

/* What a message brings; texts stand in its arena. */
struct message {
	enum message_kind kind;
	struct ledger_when when;
	uint64_t sequence;
	ledger_done done;
	void *arg;
	struct nw_arena *arena; /* inputs and the reply's arrays */
	struct ledger_reply reply;
	struct message *next;
	struct ledger_batch batch;
	struct ledger_source source;
	int64_t follow_up;
	bool for_good;
	struct ledger_set_aside set_aside;
	uint32_t max, per_destination;
	struct nw_str id, content_type, payload;
	int64_t fence, remind_ms;
	struct nw_verdict verdict;
	struct nw_str key, title, text;
	struct ledger_query query;
	struct ledger_routing routing;
	struct ledger_answer answer;
};

/* ---- ledger.c, for those who send ---- */

/* `arena` NULL: one of its own. */
struct message *message_new(enum message_kind kind, struct nw_arena *arena,
			    ledger_done done, void *arg);
/* A copy in the message; what is larger than its arena aborts: our mistake. */
struct nw_str message_keep(struct message *message, struct nw_str s);
void message_send(struct ledger *ledger, struct message *message);
/* A message of a name alone. */
void message_send_name(struct ledger *ledger, enum message_kind kind,
		       struct nw_str name, ledger_done done, void *arg);

typedef enum nw_status (*core_handler)(struct core *core,
				       struct message *message,
				       struct nw_error *err);

/* source.c */
enum nw_status core_sources(struct core *, struct message *, struct nw_error *);
enum nw_status core_source(struct core *, struct message *, struct nw_error *);
enum nw_status core_shown(struct core *, struct message *, struct nw_error *);
enum nw_status core_note(struct core *, struct message *, struct nw_error *);
enum nw_status core_set_aside(struct core *, struct message *,
			      struct nw_error *);
/* apply.c */
enum nw_status core_apply(struct core *, struct message *, struct nw_error *);
/* article.c */
enum nw_status core_article(struct core *, struct message *, struct nw_error *);
enum nw_status core_article_failed(struct core *, struct message *,
				   struct nw_error *);
/* The item's article will not come: alerts by what the source said. */
enum nw_status core_article_gone(struct core *core, struct ledger_reply *reply,
				 struct nw_str item,
				 struct nw_error *err) NW_CHECKED;
/* The same for those that waited too long. */
enum nw_status core_articles_late(struct core *core,
				  struct nw_error *err) NW_CHECKED;
/* hits.c */
enum nw_status core_release_suspects(struct core *core, struct nw_str source,
				     bool as_news, int64_t *out_items,
				     struct nw_error *err) NW_CHECKED;
/* deliver.c */
enum nw_status core_claim(struct core *, struct message *, struct nw_error *);
enum nw_status core_payload(struct core *, struct message *, struct nw_error *);
enum nw_status core_verdict(struct core *, struct message *, struct nw_error *);
enum nw_status core_reclaim(struct core *core, bool same_boot,
			    struct nw_error *err) NW_CHECKED;
enum nw_status core_expire_leases(struct core *core,
				  struct nw_error *err) NW_CHECKED;
enum nw_status core_stretch_leases(struct core *core, int64_t slept_ms,
				   struct nw_error *err) NW_CHECKED;
enum nw_status core_watch_waiting(struct core *core,
				  struct nw_error *err) NW_CHECKED;
enum nw_status core_tell_gone(struct core *core,
			      struct nw_error *err) NW_CHECKED;
enum nw_status core_replay(struct core *core, struct nw_str id,
			   struct nw_error *err) NW_CHECKED;
enum nw_status core_drop(struct core *core, struct nw_str id,
			 struct nw_str reason, struct nw_error *err) NW_CHECKED;
/* tell.c: writes a row whose state changed; what follows from it */
enum nw_status core_save_row(struct core *core, struct core_destination *to,
			     const struct outbox_row *state,
			     struct store_outbox *row,
			     struct nw_error *err) NW_CHECKED;
enum nw_status core_tell_effects(struct core *core,
				 const struct store_outbox *row,
				 uint32_t effects,
				 struct nw_error *err) NW_CHECKED;
enum nw_status core_destination_is_back(struct core *core,
					struct core_destination *to,
					struct nw_error *err) NW_CHECKED;
/* notice.c */
enum nw_status core_notice(struct core *, struct message *, struct nw_error *);
enum nw_status core_notice_clear(struct core *, struct message *,
				 struct nw_error *);
enum nw_status core_test_alert(struct core *, struct message *,
			       struct nw_error *);
/* raise.c, ask.c, upkeep.c, configure.c */
enum nw_status core_ask(struct core *, struct message *, struct nw_error *);
enum nw_status core_configure(struct core *, struct message *,
			      struct nw_error *);
enum nw_status core_tick(struct core *, struct message *, struct nw_error *);
/* verdict.c */
enum nw_status core_questions(struct core *, struct message *,
			      struct nw_error *);
enum nw_status core_answer(struct core *, struct message *, struct nw_error *);
enum nw_status core_tick_outside(struct core *core,
				 struct nw_error *err) NW_CHECKED;

/* Tells the operator's notifiers, by the rules of ledger_notice. */
struct core_notice_text {
	struct nw_str key, title, text;
	int64_t remind_ms;
};
enum nw_status core_tell(struct core *core,
			 const struct core_notice_text *notice,
			 struct nw_error *err) NW_CHECKED;
/* Tells the operators of a recovery, once, in the tick behind it. */
enum nw_status core_tell_recovery(struct core *core,
				  struct nw_error *err) NW_CHECKED;
enum nw_status core_tell_pending(struct core *core,
				 struct nw_error *err) NW_CHECKED;
enum nw_status core_untell(struct core *core, struct nw_str key,
			   struct nw_error *err) NW_CHECKED;

/* An alert with a row for every destination of the notifiers. */
struct core_raise {
	const struct nw_alert *alert; /* id and story set */
	const struct nw_str *notifiers;
	size_t notifier_count;
	struct nw_str label; /* the watch, or what stands for it in row ids */
};
/* The id of the outbox row for `key`, "notifier/destination". */
void core_delivery_id(const struct core *core, struct nw_str label,
		      struct nw_str story, struct nw_str key, uint32_t revision,
		      char out[NWI_ID_TEXT]);

enum nw_status core_raise(struct core *core, const struct core_raise *what,
			  uint32_t *out_rows, struct nw_error *err) NW_CHECKED;

/* A line for those who follow: {"event":...}. */
void core_tail(struct core *core, struct nw_str json);

#endif
