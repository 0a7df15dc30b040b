/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between propose.c (items, ranking), propose_find.c (what words and terms
 * which items have), propose_choose.c (what might help) and propose_try.c
 * (whether it does).
 */
#ifndef NWI_TOPIC_PROPOSE_INTERNAL_H
#define NWI_TOPIC_PROPOSE_INTERNAL_H

#include "base/map.h"
#include "topic/propose.h"
#include "topic/set.h"

enum propose_half {
	PROPOSE_FIRST = 1,
	PROPOSE_SECOND = 2,
	PROPOSE_BOTH = 3, /* found in each of them, without the other */
	PROPOSE_ALL = 4	  /* too few items to halve them */
};

struct propose_doc {
	struct nw_doc *doc; /* NULL: in a language that has no section */
	uint32_t section;   /* of the whole file */
	uint32_t half;	    /* enum propose_half, FIRST or SECOND */
	bool is, example;   /* example: one of the file's, never counted */
	bool fires;	    /* before any change */
	uint32_t span_count;
	struct nw_span *spans; /* what speaks for the topic */
};

/* An edit that might help, and what it did. */
struct propose_try {
	struct nwi_proposal proposal;
	uint32_t halves; /* in which it was found */
	uint32_t row;	 /* WEIGHT: the term's, of the section's set */
	double promise;	 /* the larger the sooner it is tried */
	uint8_t *fires;	 /* of each doc of the section, with it */
	int gain, held_gain;
};

enum {
	PROPOSE_TERMS = 12,	/* that are counted near a word */
	PROPOSE_TERM_BYTES = 60 /* the longest word or term */
};

struct propose_tries {
	struct propose_try **at;
	size_t count, room;
};

struct nwi_proposing {
	struct nw_str name, file;
	const struct nw_models *models;
	struct nw_topics *topics; /* of the whole file */
	struct nw_arena *arena;	  /* all that lives as long */
	struct nw_arena *scratch; /* of one classification */
	struct propose_doc *docs;
	size_t count, room, counted; /* counted: without the examples */
	uint32_t other_languages;

	/* Of the language that is looked at. */
	uint32_t section;
	struct nw_str language;
	struct nw_buf cut; /* the file with this section alone */
	struct nw_topics *cut_topics;
	uint32_t shift;		/* lines that `cut` lacks above it */
	size_t examples_passed; /* by `cut` */
	uint8_t *hits; /* a bit for each row and document: the term is there */
	struct propose_tries tries;
};

static inline bool propose_concerns(const struct nwi_proposing *p,
				    const struct propose_doc *d)
{
	return d->doc && d->section == p->section;
}

/* A term near which a word stood, and in how many items. */
struct propose_near_term {
	struct nw_str text;
	uint32_t items, seen;
};

struct propose_tally {
	struct nw_str word;
	uint32_t near_bad, near_good;	   /* items with it near what fires */
	uint32_t bad, good, missed, other; /* items that have it */
	uint32_t seen_near, seen;	   /* the last item, + 1 */
	struct propose_near_term *terms;   /* room for PROPOSE_TERMS */
	uint32_t term_count;
};

/* A term of the file: items in which it counts. */
struct propose_row_tally {
	uint32_t bad, good, missed, other, seen;
};

struct propose_find {
	struct nwi_proposing *p;
	uint32_t halves;
	struct nwi_map words; /* -> struct propose_tally */
	struct propose_row_tally *rows;
	uint32_t bad, good, missed, other; /* items in all */
	bool failed;

	/* The item under way. */
	struct propose_doc *d;
	uint32_t number; /* + 1 */
};

/* A phrase of the file, without its quotation marks; absent for a query. */
struct nw_str propose_phrase(const struct nwi_topic_row *row);

/* propose_choose.c: adds the most promising edits to `tries`. */
void propose_choose(struct propose_find *find);

static inline uint8_t *propose_hit(const struct nwi_proposing *p, uint32_t row,
				   size_t doc)
{
	return &p->hits[row * (p->count / 8 + 1) + doc / 8];
}

/* propose_find.c: fills `p->tries` from the items of these halves. */
enum nw_status propose_find(struct nwi_proposing *p, uint32_t halves,
			    struct nw_error *err) NW_CHECKED;

/* propose_try.c: what a set says of a document, with the models. */
enum nw_status propose_judge(struct nwi_proposing *p,
			     const struct nw_topics *topics,
			     struct propose_doc *d, bool keep_spans,
			     bool *fires, struct nw_error *err) NW_CHECKED;

size_t propose_examples_passed(struct nwi_proposing *p,
			       const struct nw_topics *topics);

/*
 * Compiles the section with the try's edit and classifies what it can
 * concern. False when it cannot be made, breaks an example or helps nothing.
 */
bool propose_try(struct nwi_proposing *p, struct propose_try *t);

/* Whether the whole file takes the edit, and does the same with it. */
bool propose_confirm(struct nwi_proposing *p, const struct propose_try *t);

#endif
