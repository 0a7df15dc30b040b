/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The window: the items of the last days, and which belong together.
 *
 * An item that is added gets its decision at once: whose copy it is, and
 * which story it belongs to. The window keeps a print of each item within a
 * budget of memory and a span of time; the oldest leave first. It reads no
 * clock and draws nothing: the same items in the same order give the same
 * decisions, and a window that is loaded from stored rows goes on as the one
 * that wrote them.
 *
 * One owner, no locks.
 */
#ifndef NWI_STORY_WINDOW_H
#define NWI_STORY_WINDOW_H

#include "story/print.h"

struct nwi_window;

#define NWI_TIME_UNKNOWN INT64_MIN

struct nwi_window_limits {
	size_t bytes;	 /* of memory, at least NWI_WINDOW_BYTES_MIN */
	int64_t span_ms; /* how long an item stays; 0: 8 days */
};
#define NWI_WINDOW_BYTES_MIN ((size_t)1 << 20)
#define NWI_WINDOW_BYTES_MAX ((size_t)8 << 30)

/* What is known of an item beside its text. Names are hashes; 0: unknown. */
struct nwi_item_facts {
	uint64_t number;   /* sequence number: above all before, not 0 */
	uint32_t outlet;   /* nw_token_hash of the outlet's name */
	uint32_t owner;	   /* the same for its owner; 0: as the outlet */
	uint32_t page;	   /* items of one page stood beside each other */
	nw_time published; /* NWI_TIME_UNKNOWN: not stated */
	nw_time seen; /* when it came; NWI_TIME_UNKNOWN: no clock, by order */
};

enum nwi_relation {
	NWI_RELATION_NONE,
	NWI_RELATION_COPY,	/* the same text, cut or edited a little */
	NWI_RELATION_EXCERPT,	/* a part of the other's text */
	NWI_RELATION_PARAPHRASE /* other words, beside it on one page */
};

/* "copy", "excerpt", "paraphrase"; NULL for none. */
const char *nwi_relation_name(enum nwi_relation relation);

enum nwi_decision_flag {
	NWI_DECISION_NEW_STORY = 1 << 0,
	NWI_DECISION_LOOKALIKE = 1 << 1, /* shares words, is another piece */
	NWI_DECISION_FULL = 1 << 2,	 /* the nearest story takes no more */
	NWI_DECISION_SAME_TEXT = 1 << 3, /* word for word, with `like` */
	NWI_DECISION_FOREIGN = 1 << 4,	 /* by names, across languages */
	NWI_DECISION_OTHER_DAY = 1 << 5	 /* near by names alone, days apart */
};

/* What an item shares with what it was tied to, or came nearest to. */
struct nwi_reason {
	uint32_t hash; /* of the term or the name */
	uint8_t index; /* among the terms of the item's print; or its names */
	uint8_t kind;  /* enum nwi_term_kind */
	uint8_t share; /* of all that is shared, in hundredths */
	uint8_t name;  /* 1: `index` is one of the print's names */
};

#define NWI_REASONS 6

struct nwi_decision {
	uint64_t number;  /* the item's own */
	uint64_t story;	  /* number of the item that began it */
	uint64_t copies;  /* number of the first of its group of copies */
	uint64_t copy_of; /* the item whose copy it is; 0: a text of its own */
	uint64_t like;	  /* the item that shares most of its words; 0: none */
	uint64_t near;	  /* the story that is nearest, joined or not; 0 */
	enum nwi_relation relation;
	uint32_t flags;	       /* enum nwi_decision_flag */
	double containment;    /* of the smaller in the larger, with `like` */
	double resemblance;    /* shared of all, with `like` */
	double score;	       /* of `near`, 0 to 1 */
	double needed;	       /* the score that would have joined it */
	uint32_t shared;       /* terms or names that are shared, of all */
	uint32_t reason_count; /* the strongest of them, strongest first */
	struct nwi_reason reasons[NWI_REASONS];
};

struct nwi_window *nwi_window_new(const struct nwi_window_limits *limits);
void nwi_window_free(struct nwi_window **window);

/*
 * Decides about an item and keeps it. NW_BAD_INPUT when the number is not
 * above the last one's.
 */
enum nw_status nwi_window_add(struct nwi_window *window,
			      const struct nwi_print *print,
			      const struct nwi_item_facts *facts,
			      struct nwi_decision *out,
			      struct nw_error *err) NW_CHECKED;

/*
 * Appends, as one line of English, why it was decided so: passages, score, and
 * the words that are shared. `words` is what nwi_print_words gave for the
 * item's print; absent: the line names none.
 */
void nwi_decision_explain(const struct nwi_decision *decision,
			  struct nw_str words, struct nw_buf *out);

/* The word of a reason in `words`; absent where there is none. */
struct nw_str nwi_reason_word(const struct nwi_reason *reason,
			      struct nw_str words);

/*
 * Appends the item that was added last, with what was decided, as bytes to
 * store; a window that is given the rows of the last days in their order, and
 * then the stories as they were saved last, decides as this one will. Rows
 * from `nwi_window_oldest` on are enough. What does not fit in `out` fails it.
 */
void nwi_window_save(const struct nwi_window *window,
		     const struct nwi_decision *decision, struct nw_buf *out);

/*
 * Puts a stored item back. NW_BAD_INPUT when it is damaged, of another version
 * or not above the last; it may be left out then.
 */
enum nw_status nwi_window_load(struct nwi_window *window, struct nw_str bytes,
			       struct nw_error *err) NW_CHECKED;

/*
 * The same for what a story's members add up to, those included that left: to
 * be saved for the story of each item that is added. A story without is made
 * of the members that are put back. NW_NOT_FOUND: it has none in the window.
 */
enum nw_status nwi_window_save_story(const struct nwi_window *window,
				     uint64_t number, struct nw_buf *out,
				     struct nw_error *err) NW_CHECKED;
enum nw_status nwi_window_load_story(struct nwi_window *window,
				     struct nw_str bytes,
				     struct nw_error *err) NW_CHECKED;

/* The number of the oldest item that is kept; 0 when there is none. */
uint64_t nwi_window_oldest(const struct nwi_window *window);

/* What the budget is charged with. */
size_t nwi_window_bytes(const struct nwi_window *window);

#endif
