/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an edit of an item changed, and whether readers must hear of it.
 *
 * The texts are compared sentence by sentence. Sentences that only count or
 * tell the time ("37 comments", "updated 5 minutes ago", "4 min read") and
 * those that ask the reader for something ("sign up for our newsletter") are
 * passed over, as are case, punctuation, white space and the order of
 * sentences. What is left is material when the title says something else,
 * when a number or a name in a sentence that stayed became another one, when
 * a notice of correction was added, or when a good part of the text is new.
 *
 * A name is known by its capital, so it is not seen in scripts without; of
 * German, whose nouns have one too, only what stands without an article
 * counts. The time is linear in the texts, but for a bounded number of changed
 * sentences that are compared each with each.
 */
#ifndef NWI_TEXT_REVISION_H
#define NWI_TEXT_REVISION_H

#include <newswatch/arena.h>
#include <newswatch/text.h>

/* Bytes of a text that are looked at; of the rest nothing is said. */
#define NWI_REVISION_TEXT_MAX ((size_t)256 << 10)

/* New sentences and clauses that are material, in percent: the usual. */
#define NWI_REVISION_NEW_PERCENT 25

enum {
	NWI_REVISION_WHY_MAX = 8,
	NWI_REVISION_LINES_MAX = 60,
	NWI_REVISION_LINE_BYTES = 600
};

enum nwi_revision_weight {
	NWI_REVISION_NONE = 0,	/* nothing that a reader would call an edit */
	NWI_REVISION_MINOR = 1, /* an edit that changes no fact */
	NWI_REVISION_MATERIAL = 2
};

enum nwi_revision_reason {
	NWI_REVISION_TITLE = 1 << 0,
	NWI_REVISION_NUMBER = 1 << 1,
	NWI_REVISION_NAME = 1 << 2,
	NWI_REVISION_NOTICE = 1 << 3, /* of a correction */
	NWI_REVISION_NEW = 1 << 4     /* a share of new sentences */
};

struct nwi_revision_text {
	struct nw_str title;
	struct nw_str body;
	struct nw_str language; /* BCP 47; absent: found from the body */
	struct nw_str outlet;	/* its name, which titles may end with */
};

/* A sentence that went or came; an edited one is both, one behind the other. */
struct nwi_revision_line {
	char sign; /* '-' or '+' */
	bool title;
	struct nw_str text; /* cut at NWI_REVISION_LINE_BYTES */
};

struct nwi_revision {
	enum nwi_revision_weight weight;
	uint32_t reasons; /* enum nwi_revision_reason; 0 unless material */
	/* "number changed: 12 -> 17", one line each. */
	struct nw_str why[NWI_REVISION_WHY_MAX];
	size_t why_count;
	const struct nwi_revision_line *lines; /* in the order of the text */
	size_t line_count;
	bool cut;	  /* there was more to show than fits */
	uint32_t percent; /* of the new text in sentences that are new */
};

/*
 * Compares valid UTF-8. Titles only, where a body is absent or empty on
 * either side: a summary that appears is no edit. From `new_percent` of the
 * words on what is new is material; over 100 it never is. All texts of the
 * result are in the arena. NW_LIMIT when that is full.
 */
enum nw_status nwi_revision_judge(const struct nwi_revision_text *before,
				  const struct nwi_revision_text *after,
				  uint32_t new_percent, struct nw_arena *arena,
				  struct nwi_revision *out,
				  struct nw_error *err) NW_CHECKED;

#endif
