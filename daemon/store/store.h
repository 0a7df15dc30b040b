/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: rows in, rows out. One back end is SQLite, another can follow;
 * both serve struct store_ops, whose contract is internal and may change.
 *
 * A table is described by const rows (name, columns, key); a row is a plain
 * struct of int64_t and nw_str members, so that reading, writing and the
 * check sum are written once. What is read is copied to the caller's arena.
 * Tables that promise it carry a CRC32C over all their columns in order,
 * checked at each read: SQLite alone missed 238 of 400 flipped bits.
 *
 * One thread at a time. Statuses: NW_NOT_FOUND (no such row), NW_CORRUPT (the
 * file or a row fails its check), NW_LIMIT (the disk is full), NW_IO (the
 * system refused; nothing may be tried again), NW_NO_MEMORY.
 */
#ifndef NW_DAEMON_STORE_STORE_H
#define NW_DAEMON_STORE_STORE_H

#include <newswatch/arena.h>
#include <newswatch/time.h>

/* Grows by one with each migration (docs/schema.md). */
#define STORE_SCHEMA 6

enum store_table_id {
	STORE_META,
	STORE_SEQ,
	STORE_SOURCE,
	STORE_SHOWN,
	STORE_IDENTITY,
	STORE_ITEM,
	STORE_REVISION,
	STORE_STORY,
	STORE_ALERT,
	STORE_OUTBOX,
	STORE_BREAKER,
	STORE_NOTICE,
	STORE_FOLLOW_UP,
	STORE_SET_ASIDE,
	STORE_LABEL,
	STORE_MEMBER,
	STORE_PRINT,
	STORE_SUMS,
	STORE_REPORT,
	STORE_VOICE,
	STORE_THREAD,
	STORE_QUESTION,
	STORE_REMOTE,
	STORE_RATE,
	STORE_SPIKE,
	STORE_ALIAS,
	STORE_HABIT,
	STORE_ARCHIVE, /* in archive.db */
	STORE_EDIT,    /* the same */
	STORE_TABLES
};

enum store_column_type { STORE_INT, STORE_TEXT, STORE_BLOB };

struct store_column {
	const char *name;
	uint16_t type;	 /* enum store_column_type */
	uint16_t offset; /* of the int64_t or nw_str in the row's struct */
};

struct store_table {
	const char *name;
	const struct store_column *columns; /* the key's first */
	uint16_t column_count;
	uint16_t key_count;
	uint16_t row_bytes;
	bool checked; /* has a column crc behind the others */
	bool archive; /* stands in archive.db */
};

/* By enum store_table_id. */
extern const struct store_table store_tables[STORE_TABLES];

/*
 * The rows. `kept` is ledger time (docs/schema.md): what retention counts on;
 * all other instants are the wall clock's. Ids are 32 hexadecimal digits.
 */
struct store_meta {
	struct nw_str name, value;
};

struct store_seq {
	struct nw_str name;
	int64_t value; /* the last one given */
};

struct store_source {
	struct nw_str name;
	struct nw_str etag, last_modified, body_hash, cursor, moved_to;
	struct nw_str status, error, title;
	int64_t next_due, last_ok, last_try, interval_ms;
	int64_t failures, polls, items;
	int64_t touched; /* ledger time at which identities were last touched */
	int64_t kept;
};

/* What a source shows now: packed `id(16) hash(8)` in its order. */
struct store_shown {
	struct nw_str source, list;
	int64_t kept;
};

enum store_item_flag {
	STORE_BASELINE = 1 << 0, /* known from the first poll: no news */
	STORE_SUSPECT = 1 << 1,	 /* held until an operator releases it */
	STORE_NOT_NEWS = STORE_BASELINE | STORE_SUSPECT,
	/* Of items alone, as their frames say: */
	STORE_FULL_TEXT = 1 << 2, /* the text is that of the article's page */
	STORE_TEASER = 1 << 3	  /* the text is known not to be all of it */
};

struct store_identity {
	struct nw_str source, item;
	struct nw_str identity, hash;
	int64_t first_seen, flags, kept;
};

enum store_item_state {
	STORE_AWAITING_TEXT = 1,
	STORE_ANALYSED = 2,
	STORE_ITEM_SET_ASIDE = 3
};

struct store_item {
	struct nw_str id;
	int64_t seq;
	struct nw_str source, url, title, outlet, language;
	struct nw_str published; /* as stated, RFC 3339 */
	int64_t published_at;	 /* 0: not stated */
	int64_t seen;
	int64_t state, flags, revision;
	struct nw_str topics;  /* JSON: [{"name","score"}...] */
	struct nw_str watches; /* JSON: names of the watches that it hits */
	struct nw_str story;
	int64_t kept;
};

struct store_revision {
	struct nw_str item;
	int64_t revision;
	struct nw_str hash, title;
	int64_t at, kept;
};

struct store_story {
	struct nw_str id;
	int64_t seq;
	struct nw_str title, first_item;
	int64_t first_seen, last_seen, items, outlets;
	int64_t independent; /* voices: who has a text of its own */
	struct nw_str gist;  /* JSON: names, places and figures told */
	int64_t kept;
};

/*
 * An item in its story. Numbers count the items in the order in which they
 * were decided about; a story's seq is the number of its first.
 */
struct store_member {
	int64_t number;
	struct nw_str item, story;
	int64_t copy_of;  /* number; 0: a text of its own */
	int64_t copies;	  /* number of the first of its group of copies */
	int64_t relation; /* enum nwi_relation */
	struct nw_str outlet, wire;
	int64_t alike, near; /* numbers; 0 none: see struct nwi_decision */
	int64_t containment, score, needed; /* in thousandths */
	int64_t flags;			    /* enum nwi_decision_flag */
	struct nw_str why;		    /* a line, nwi_decision_explain */
	int64_t seen, kept;
};

/* What the window needs of an item after a restart. */
struct store_print {
	int64_t number;
	struct nw_str bytes; /* nwi_window_save */
	int64_t kept;
};

/* The same of a story, by the number of its first item. */
struct store_sums {
	int64_t number;
	struct nw_str bytes; /* nwi_window_save_story */
	int64_t kept;
};

/* An outlet that carries a story. */
struct store_report {
	struct nw_str story, outlet;
	struct nw_str owner, country, affiliation, wire;
	/* Of its first item here, or its first with a text of its own. */
	struct nw_str copy_of; /* outlet */
	int64_t relation;
	struct nw_str url;
	int64_t first;
	int64_t items, own, kept;
};

/* An owner, or a wire, with a text of its own on a story. */
struct store_voice {
	struct nw_str story, name, affiliation;
	int64_t first, last; /* ledger time */
	int64_t kept;
};

/* What a watch tells of a story; see alert/thread.h. */
struct store_thread {
	struct nw_str watch, story;
	int64_t state, revision, opened, raised, last, due, fresh, changed;
	struct nw_str title, severity; /* of the first alert */
	struct nw_str told;	       /* JSON: the gist that was told */
	struct nw_str topics;	       /* JSON: names that were told */
	struct nw_str changes;	       /* JSON: what is new and not yet told */
	struct nw_str items;	       /* JSON: ids of items not yet told */
	int64_t kept;
};

struct store_alert {
	struct nw_str id;
	int64_t seq, kind; /* enum nw_alert_kind */
	struct nw_str watch, story, severity, title;
	int64_t revision, at;
	struct nw_str json; /* the alert object */
	int64_t kept;
};

struct store_outbox {
	struct nw_str id;
	int64_t seq;
	struct nw_str alert, notifier, destination;
	struct nw_str key;  /* "notifier/destination" */
	int64_t kind, rank; /* of the alert: 0 urgent .. 3 low */
	int64_t state, attempts, fence, since_ms, left_ms, waited_ms;
	int64_t smaller, warned;
	int64_t queued, first_tried, last_tried,
		ended; /* wall clock, 0 not yet */
	struct nw_str last_error, content_type, payload;
	int64_t kept;
};

struct store_breaker {
	struct nw_str key;
	int64_t failures, open, held, since_ms, left_ms;
	struct nw_str reason;
	int64_t opened, kept;
};

struct store_notice {
	struct nw_str key;
	struct nw_str title, text;
	int64_t first, last, told, times, revision, open, kept;
};

struct store_follow_up {
	int64_t id, kind, attempts, baseline;
	struct nw_str source, url, item;
	int64_t kept;
};

struct store_set_aside {
	int64_t id;
	struct nw_str source, item, plugin, reason, document;
	int64_t at, kept;
};

/* What a person said of an item, with what a model learns it by. */
struct store_label {
	struct nw_str item, topic;
	int64_t is_of; /* 0: the item is not of the topic */
	int64_t at;
	struct nw_str sample; /* JSON: the item's title, opening, language */
	int64_t kept;
};

enum store_question_state {
	STORE_QUESTION_WAITING = 1,
	STORE_QUESTION_ASKED = 2,
	STORE_QUESTION_ANSWERED = 3,
	STORE_QUESTION_GIVEN_UP = 4, /* the local verdict stands */
	STORE_QUESTION_NOT_ASKED = 5 /* over the budget */
};

/* What a remote classifier is asked about an item. */
struct store_question {
	struct nw_str item, classifier;
	int64_t state;
	struct nw_str text;	/* hash of the item's title and body */
	struct nw_str question; /* hash of what is asked of whom */
	int64_t revision;	/* of the item when it was asked */
	int64_t attempts;	/* requests */
	int64_t fence;		/* claims */
	int64_t due;		/* ledger time */
	int64_t made, asked, ended, took_ms;
	struct nw_str reason; /* of the last failure, or why not */
	struct nw_str topics; /* the verdict: JSON, as in a frame */
	int64_t kept;
};

/* A remote classifier: its budget and totals. */
struct store_remote {
	struct nw_str name;
	int64_t hour, in_hour, day, in_day; /* of ledger time; requests */
	int64_t failures;		    /* in a row */
	int64_t rest_until;		    /* ledger time */
	int64_t requests, answered, cached, failed, refused, given_up,
		over_budget, alerts;
	struct nw_str error;
	int64_t error_at, kept;
};

/* How many reports a series had in a slot of ten minutes. */
struct store_rate {
	struct nw_str series;
	int64_t slot, count;
	struct nw_str items; /* JSON: ids, at most twenty */
	int64_t kept;
};

/* A spike that was told and goes on. */
struct store_spike {
	struct nw_str name, series;
	int64_t began; /* slot */
	int64_t most;  /* the highest count */
	int64_t kept;
};

/* An id by which a source shows an item that is known by another. */
struct store_alias {
	struct nw_str source, id; /* as its reader derives it now */
	struct nw_str item;
	int64_t kept;
};

/* How a source names its items: what was seen, and what was decided. */
struct store_habit {
	struct nw_str source;
	int64_t policy;	 /* enum nwi_identity_policy, pinned; 0 not yet */
	int64_t used;	 /* by the last poll */
	int64_t fits;	 /* bits of policies that told its items apart */
	int64_t polls;	 /* that were looked at */
	int64_t renewed; /* polls at which most ids were new */
	int64_t at;	 /* when it was pinned */
	int64_t kept;
};

/* What an edit of an item changed. */
struct store_edit {
	struct nw_str item;
	int64_t revision, at;
	int64_t weight;		 /* enum nwi_revision_weight */
	int64_t percent;	 /* of the words in new sentences */
	int64_t cut;		 /* the diff has not all of it */
	struct nw_str why, diff; /* JSON */
	int64_t kept;
};

struct store_archive {
	struct nw_str item;
	int64_t revision;
	struct nw_str frame; /* the item frame, JSON */
	int64_t kept;
};

/* Selections by name; the table of them is in finds.c. */
enum store_find {
	STORE_FIND_SOURCES,	    /* all, by name */
	STORE_FIND_SOURCES_PAGE,    /* offset, limit: by name */
	STORE_FIND_SUSPECTS,	    /* source, seq above, limit: items */
	STORE_FIND_ITEMS,	    /* seq below, limit */
	STORE_FIND_ITEMS_OF,	    /* seq below, limit, source */
	STORE_FIND_ITEMS_BY_URL,    /* url, limit */
	STORE_FIND_ITEMS_FROM_URL,  /* how the url begins, limit */
	STORE_FIND_ITEMS_ABOVE,	    /* seq above, limit: the oldest first */
	STORE_FIND_ITEMS_AWAITING,  /* kept, limit: since then or before */
	STORE_FIND_ALERTS,	    /* seq below, limit */
	STORE_FIND_ALERTS_OF,	    /* seq below, limit, watch */
	STORE_FIND_ALERTS_OF_STORY, /* story, limit */
	STORE_FIND_OUTBOX,	    /* seq below, limit */
	STORE_FIND_OUTBOX_IN,	    /* seq below, limit, state */
	STORE_FIND_OUTBOX_OF_ALERT, /* alert, limit */
	STORE_FIND_OUTBOX_OPEN,	    /* seq above, limit: pending, retry, held */
	STORE_FIND_OUTBOX_LEASED,   /* seq above, limit */
	STORE_FIND_OUTBOX_DUE,	    /* key, elapsed, limit: by rank and seq */
	STORE_FIND_OUTBOX_PROBE,    /* key, limit: by rank and seq */
	STORE_FIND_OUTBOX_NEXT,	    /* key, limit: the soonest due first */
	STORE_FIND_OUTBOX_RETRY,    /* key, seq above, limit: retry, held */
	STORE_FIND_BREAKERS,	    /* all, by key */
	STORE_FIND_NOTICES,	    /* offset, limit: the latest first */
	STORE_FIND_FOLLOW_UPS_OF,   /* source, limit */
	STORE_FIND_FOLLOWED,	    /* kind, limit: one row a source */
	STORE_FIND_REVISIONS_AFTER, /* kept, item, limit: behind these */
	STORE_FIND_SET_ASIDE,	    /* id below, limit */
	STORE_FIND_LABELS,	    /* offset, limit: the latest first */
	STORE_FIND_LABELS_OF,	    /* offset, limit, topic */
	STORE_FIND_EDITS,	    /* item, limit: the oldest first */
	STORE_FIND_STORY_NUMBER,    /* number: the story that it began */
	STORE_FIND_STORIES,	    /* offset, limit: the latest first */
	STORE_FIND_STORIES_FROM,    /* how the id begins, limit */
	STORE_FIND_ALERTS_FROM,	    /* how the id begins, limit */
	STORE_FIND_ITEMS_FROM,	    /* id's beginning, limit */
	STORE_FIND_OUTBOX_FROM,	    /* likewise */
	STORE_FIND_MEMBERS,	    /* story, number above, limit */
	STORE_FIND_MEMBER_OF,	    /* item: its latest */
	STORE_FIND_PRINTS,	    /* number above, limit */
	STORE_FIND_SUMS,	    /* number above, limit */
	STORE_FIND_REPORTS,	   /* story, limit: the first to report first */
	STORE_FIND_VOICES,	   /* story, limit */
	STORE_FIND_THREADS,	   /* story, limit */
	STORE_FIND_THREADS_MORE,   /* story, limit, watch: those behind it */
	STORE_FIND_THREADS_DUE,	   /* due, limit: then or before */
	STORE_FIND_THREADS_BEHIND, /* due, watch, story, limit: in that order */
	STORE_FIND_QUESTIONS_OF,   /* item */
	STORE_FIND_QUESTIONS_DUE, /* classifier, due, limit: the newest first */
	STORE_FIND_QUESTION_NEXT, /* classifier, limit: the soonest first */
	STORE_FIND_QUESTIONS_IN,  /* state, kept, limit: since then or before */
	STORE_FIND_QUESTIONS_OF_IN, /* state, kept, limit, classifier */
	STORE_FIND_QUESTION_LIKE,   /* text, question, limit: answered */
	STORE_FIND_RATES,	    /* series, slot from, slot below, limit */
	STORE_FIND_RATE_FIRST,	    /* series, limit: the oldest first */
	STORE_FIND_COUNT
};

/* One argument of a selection or a count. */
struct store_arg {
	uint32_t type; /* STORE_INT or STORE_TEXT */
	int64_t number;
	struct nw_str text;
};
#define STORE_ARG_INT(value)        \
	{                           \
		STORE_INT, (value), \
		{                   \
			NULL, 0     \
		}                   \
	}
#define STORE_ARG_TEXT(value)          \
	{                              \
		STORE_TEXT, 0, (value) \
	}

/* Rows in the arena: `at` is an array of the table's struct. */
struct store_rows {
	void *at;
	size_t count;
};

struct store;

struct store_ops {
	const char *name;

	/*
	 * Opens both files of the folder, migrates in one transaction.
	 * NW_UNSUPPORTED: a newer schema, both numbers in the text.
	 */
	enum nw_status (*open)(const char *dir, struct store **out,
			       struct nw_error *err);
	void (*close)(struct store **store);

	/*
	 * One transaction over the ledger; archive rows are committed of
	 * their own, before it (they are idempotent). After a commit that
	 * failed with NW_IO the store must be closed.
	 */
	enum nw_status (*begin)(struct store *store, struct nw_error *err);
	enum nw_status (*commit)(struct store *store, struct nw_error *err);
	void (*rollback)(struct store *store);

	/* Within the transaction, so that one message can fail alone. */
	enum nw_status (*mark)(struct store *store, struct nw_error *err);
	enum nw_status (*release)(struct store *store, struct nw_error *err);
	void (*undo)(struct store *store);

	/* Writes a row, over the one with its key if there is one. */
	enum nw_status (*put)(struct store *store, enum store_table_id table,
			      const void *row, struct nw_error *err);

	/* Writes a new row; NW_EXISTS where its key is taken. */
	enum nw_status (*add)(struct store *store, enum store_table_id table,
			      const void *row, struct nw_error *err);

	/* Fills `row` by the key members that are set in it. */
	enum nw_status (*get)(struct store *store, enum store_table_id table,
			      void *row, struct nw_arena *arena,
			      struct nw_error *err);

	/* Deletes by the key members; deleting nothing is NW_OK. */
	enum nw_status (*remove)(struct store *store, enum store_table_id table,
				 const void *row, struct nw_error *err);

	enum nw_status (*find)(struct store *store, enum store_find what,
			       const struct store_arg *args, size_t arg_count,
			       struct nw_arena *arena, struct store_rows *out,
			       struct nw_error *err);

	/* Deletes at most `most` rows by a retention row; says how many. */
	enum nw_status (*expire)(struct store *store, size_t retention_row,
				 int64_t value, int64_t now_kept, int64_t most,
				 int64_t *out_deleted, struct nw_error *err);

	/* How many rows; `state` -1 all (outbox, items), counted by index. */
	enum nw_status (*count)(struct store *store, enum store_table_id table,
				int64_t state, int64_t *out,
				struct nw_error *err);

	/* Gives cached pages back; they come again from the system. */
	void (*shrink)(struct store *store);

	/* Truncates the write-ahead logs as far as they are checkpointed. */
	enum nw_status (*checkpoint)(struct store *store, struct nw_error *err);

	/*
	 * A backup in steps of `pages`: begin with *progress 0; NW_BUSY while
	 * there is more; NW_OK when the file `path` is complete and synced.
	 */
	enum nw_status (*backup)(struct store *store, const char *path,
				 int pages, struct nw_error *err);
	void (*backup_abandon)(struct store *store);

	/*
	 * Reads a whole file ("ledger" or "archive" at `path`) that nobody
	 * has open: NW_CORRUPT where its pages, or with `rows` one of its
	 * check sums, is wrong.
	 */
	enum nw_status (*verify)(const char *path, bool archive, bool rows,
				 struct nw_error *err);

	/* Rows that fail their sum are deleted and counted. */
	enum nw_status (*scrub)(struct store *store, int64_t *out_bad,
				struct nw_error *err);
};

extern const struct store_ops store_sqlite;

#endif
