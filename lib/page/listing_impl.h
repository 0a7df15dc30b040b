/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the records of a page are found, and what the steps share.
 *
 * 1. Marks (listing_mark.c): what each element is by its name, role, class,
 *    id and microdata; sums of characters, prose and dates by node number, so
 *    that every stretch of the page is weighed by two look-ups.
 * 2. Anchors (listing_anchor.c): what can stand for a record: headings, title
 *    links, bold beginnings, terms, times, articles. Those of one path are a
 *    group.
 * 3. Records (listing_record.c): an anchor's record is the largest element
 *    around it that holds no other anchor of its group; where all records
 *    stand flat in one element, the stretch up to the next.
 * 4. Choice (listing_choose.c): groups are weighed; the best is taken, and
 *    others that do not overlap and are of its kind.
 * 5. Fields (listing_piece.c, listing_field.c): a record's words in pieces,
 *    each judged.
 *
 * Every step is linear in the nodes, or n log n by sorting.
 */
#ifndef NWI_PAGE_LISTING_IMPL_H
#define NWI_PAGE_LISTING_IMPL_H

#include "base/json.h"
#include "markup/select.h"
#include "text/date.h"
#include <newswatch/listing.h>

enum list_mark {
	LIST_SILENT = 1 << 0,
	LIST_FURNITURE = 1 << 1, /* navigation, footers, boxes at the side */
	LIST_CUT = 1 << 2,	 /* no part of a record's text: sharing, tags */
	LIST_DATE = 1 << 3,
	LIST_AUTHOR = 1 << 4,
	LIST_OUTLET = 1 << 5,
	LIST_TITLE = 1 << 6,
	LIST_SECTION = 1 << 7, /* kickers, categories */
	LIST_LINK = 1 << 8,    /* in a link; inherited */
	LIST_BLOCK = 1 << 9,
	LIST_HEADING = 1 << 10,
	LIST_ITEM = 1 << 11,  /* named as an article, an entry, a post */
	LIST_CARD = 1 << 12,  /* a link that holds blocks; inherited */
	LIST_STAMP = 1 << 13, /* holds a date and little else */
	LIST_LIVE = 1 << 14,
	LIST_TALK = 1 << 15 /* readers' comments; inherited */
};

/* One node's figures. The sums are of all before it, in the page's order. */
struct list_stat {
	uint32_t chars; /* that are no white space */
	uint32_t prose; /* of them in texts that read like sentences */
	uint32_t dates;
	uint32_t end;	      /* number of the first node behind it */
	uint32_t path, shape; /* hashes: of names; of names and classes */
	uint16_t marks;	      /* enum list_mark */
	uint16_t depth;
};

enum list_kind {
	LIST_BY_HEADING,
	LIST_BY_TITLE, /* named as a title */
	LIST_BY_LINK,
	LIST_BY_TERM,
	LIST_BY_BOLD,
	LIST_BY_ITEM,
	LIST_BY_TIME,
	LIST_KINDS
};

/* Siblings from `first` up to (without) `stop`; stop NULL: to the last. */
struct list_record {
	struct nwi_node *anchor;
	struct nwi_node *first, *stop;
	uint32_t from, to; /* node numbers, end exclusive */
};

struct list_group {
	struct list_record *records;
	uint32_t count;
	enum list_kind kind;
	bool flat;
	double score, share; /* share: of the page's characters */
	double titles, links, dates, prose; /* shares, 0 to 1 */
	bool furniture;
};

/* Numbers of the headings of one level that hold a link, in order. */
struct list_heads {
	uint32_t *at;
	uint32_t count;
};

struct listing {
	struct list_heads heads[6]; /* h1 to h6 */
	const struct nw_feed_input *input;
	struct nw_arena *arena;
	struct nwi_tree tree;
	struct nwi_node **nodes; /* by number */
	struct list_stat *stats; /* by number, one more at the end */
	struct nw_str base_url;
	struct nwi_date_hints hints;
	struct list_record *records; /* that were chosen, in order */
	enum list_kind *kinds;	     /* of their groups */
	uint32_t count;
	bool live;
	struct nw_listing *out;
	/* By selectors; `by` is NULL without. */
	const struct list_selected *by;
};

/* What the selectors found; `nodes` NULL where there is no selector. */
struct list_selected {
	struct nwi_selected record, title, link, date, author, outlet, text,
		next;
};

static inline struct list_stat *list_stat_of(const struct listing *listing,
					     const struct nwi_node *node)
{
	return &listing->stats[node->number];
}

static inline unsigned list_marks(const struct listing *listing,
				  const struct nwi_node *node)
{
	return listing->stats[node->number].marks;
}

/* Characters below a node. */
static inline uint32_t list_chars(const struct listing *listing,
				  const struct nwi_node *node)
{
	const struct list_stat *stat = list_stat_of(listing, node);

	return listing->stats[stat->end].chars - stat->chars;
}

void list_mark(struct listing *listing);

/* The words of an element's names, roles and microdata. */
unsigned list_marks_of(const struct nwi_node *node);

/* Finds and chooses; listing->records are written. */
enum nw_status list_choose(struct listing *listing, struct nw_error *err);

struct list_anchor {
	struct nwi_node *node;
	uint32_t key; /* of its group */
	uint8_t kind;
};

/* Anchors, by key and then in the page's order; NULL when memory is out. */
struct list_anchor *list_anchors(const struct listing *listing,
				 uint32_t *count);

/* Fills listing->heads; false when memory is out. */
bool list_find_heads(struct listing *listing);

/* The records of a group of anchors; false when memory is out. */
bool list_records(const struct listing *listing,
		  const struct list_anchor *anchors, uint32_t count,
		  struct list_group *out);

/* Parts of a record's text. */
struct list_piece {
	struct nw_str text;
	const struct nwi_node *node; /* that its words begin in */
	const struct nwi_node *link; /* that all of it stands in; NULL */
	uint16_t marks;
	bool title; /* belongs to the record's anchor */
	bool used;
	uint32_t seams[8]; /* where texts of other elements begin in it */
	uint32_t seam_count;
};

struct list_pieces {
	struct list_piece *at;
	uint32_t count;
};

bool list_read_pieces(const struct listing *listing,
		      const struct list_record *record,
		      struct list_pieces *out);

/* Characters of what may be a label, a name, a line of dates and names. */
enum { LIST_LABEL = 40, LIST_NAME = 70, LIST_META = 160 };

/* An item in the making. */
struct list_field {
	const struct listing *listing;
	const struct list_record *record;
	enum list_kind kind;
	const struct nw_instant *day;
	struct list_pieces pieces;
	struct nw_item *item;
	const struct nwi_node *link;
	struct nw_str author;
	bool clock_named; /* by an element named as a time */
	int clock;	  /* minutes of a time that stood alone; -1 without */
};

/*
 * Splits a line about a record into dates and names, and keeps them. True
 * when it is one: it has a date or a "by", and what is left is short.
 */
bool list_read_meta(struct list_field *field, const struct list_piece *piece);

/* Keeps what a piece is named as, where it looks the part. */
bool list_read_named(struct list_field *field, const struct list_piece *piece);

/* Keeps a label that reads like an outlet's name. */
void list_read_label(struct list_field *field, const struct list_piece *piece);

/*
 * "A Name and B Name" as two; the whole as one where parts are no names.
 */
uint32_t list_split_names(struct nw_str text, struct nw_str *out,
			  uint32_t room);

/* Whether it ends with a full stop or what stands for one. */
bool list_ends_sentence(struct nw_str text);

/* Fills an item from a record; `day` is the date above it, absent allowed. */
void list_read_item(const struct listing *listing,
		    const struct list_record *record, enum list_kind kind,
		    const struct nw_instant *day, struct nw_item *item);

/* A date in `text`, as the page writes them; also a mere time of day. */
bool list_read_date(const struct listing *listing, struct nw_str text,
		    const struct nw_instant *day, struct nw_instant *out);

/* "10:38", "9.05 am"; minutes of the day, -1 for anything else. */
int list_read_clock(struct nw_str text);

/* That time of `day`, or of the last 24 hours without one. */
bool list_date_clock(const struct listing *listing, int minutes,
		     const struct nw_instant *day, struct nw_instant *out);

/* The same where the text is nothing but a date or time. */
bool list_read_whole_date(const struct listing *listing, struct nw_str text,
			  const struct nw_instant *day, struct nw_instant *out);

/* How the page orders day and month, for the hints. */
void list_learn_order(struct listing *listing);

/* Words that are no text of anybody's: "Read more", "Share". */
bool list_is_noise(struct nw_str text);

/* "next", "older posts", in many languages. */
bool list_is_next(struct nw_str text);

/* The following page's address, absent without. */
struct nw_str list_next(const struct listing *listing);

/* What JSON-LD lists: live entries, else an ItemList. Emits them. */
struct list_ld {
	json_t *scripts[16];
	uint32_t count;
};
void list_ld_read(const struct listing *listing, struct list_ld *ld);
void list_ld_fini(struct list_ld *ld);
enum nw_status list_ld_items(struct listing *listing, const struct list_ld *ld,
			     bool live, nw_feed_item_fn *each, void *arg);

/* Selectors, compiled and run; `*out` NULL when there are none. */
enum nw_status list_select(struct listing *listing,
			   const struct nw_listing_selectors *selectors,
			   const struct list_selected **out,
			   struct nw_error *err);

/* An absolute http(s) address without the page's own; absent otherwise. */
struct nw_str list_link(const struct listing *listing, struct nw_str href);

/* All text below a node on one line, at most `max` bytes. */
struct nw_str list_text(const struct listing *listing,
			const struct nwi_node *node, size_t max);

/* Tells whoever asked. */
void list_explain(const struct listing *listing, const char *what,
		  struct nw_str text, const struct nwi_node *node,
		  const char *why, ...) NW_PRINTF(5, 6);

#endif
