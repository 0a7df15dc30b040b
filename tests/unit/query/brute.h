/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Queries and documents without an index: an evaluator that is slow and plain,
 * to hold the engine against. It works on trees that a test builds, not on
 * text, knows words as strings of ASCII, and lists every stretch of every
 * operand; nothing of it is shared with lib/query.
 */
#ifndef TEST_QUERY_BRUTE_H
#define TEST_QUERY_BRUTE_H

#include <newswatch/arena.h>
#include <newswatch/text.h>

enum { BRUTE_WORDS = 32, BRUTE_PHRASE = 4, BRUTE_KIDS = 4 };

enum brute_kind {
	BRUTE_PHRASE_OF, /* words that follow each other; one is a term */
	BRUTE_SLOP,	 /* "a b"~n */
	BRUTE_AND,
	BRUTE_OR,
	BRUTE_NOT,
	BRUTE_NEAR,
	BRUTE_ONEAR,
	BRUTE_ATLEAST,
	BRUTE_SENTENCE,
	BRUTE_SCORE,
	BRUTE_USE,  /* @q<n>; its kid is that query's tree */
	BRUTE_FACT, /* words[0] is the field's value */
};

enum brute_fact {
	BRUTE_SITE,
	BRUTE_OUTLET,
	BRUTE_COUNTRY,
	BRUTE_TAG,    /* one word of one category */
	BRUTE_TOPIC,  /* n: the score in hundredths */
	BRUTE_YOUNGER /* n: hours */
};

enum brute_field { BRUTE_ANY, BRUTE_TITLE, BRUTE_BODY, BRUTE_LEAD };

struct brute {
	enum brute_kind kind;
	enum brute_field field;	 /* of phrases */
	enum brute_fact fact;	 /* of FACT */
	bool exact;		 /* "..."c */
	unsigned n;		 /* NEAR, SLOP, ATLEAST; USE: the query */
	unsigned count;		 /* words of a phrase, or kids */
	int least;		 /* SCORE: hundredths */
	int weights[BRUTE_KIDS]; /* SCORE: hundredths */
	const char *words[BRUTE_PHRASE]; /* may hold * and ? */
	struct brute *kids[BRUTE_KIDS];
};

/* Title and body: words as written, and the sentence each stands in. */
struct brute_doc {
	const char *words[2][BRUTE_WORDS];
	unsigned sentence[2][BRUTE_WORDS];
	unsigned count[2];
	/* Facts; NULL, and -1, what is unknown. */
	const char *host, *outlet, *country, *tag, *topic;
	int score; /* hundredths, of the topic */
	int hours; /* of age */
};

/* Whether the tree matches. */
bool brute_holds(const struct brute *tree, const struct brute_doc *doc);

/*
 * Whether something must be present for the tree to match; the compiler
 * refuses exactly the others.
 */
bool brute_needs(const struct brute *tree);

/* The tree as a query, for the compiler. */
void brute_print(const struct brute *tree, struct nw_buf *out);

/* The words with blanks between, each sentence a paragraph, for nw_doc_make. */
void brute_text(const struct brute_doc *doc, unsigned field,
		struct nw_buf *out);

#endif
