/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The query language of newswatch-query(7): text -> tree.
 *
 *   or    := and { OR and }
 *   and   := not { [AND] not }
 *   not   := { NOT | - } near
 *   near  := prim { NEAR[/n] prim | ONEAR[/n] prim }       left-associative
 *   prim  := FIELD: prim | ( or ) | "phrase"[~n][c] | word | @name
 *          | ATLEAST/n prim | SENTENCE ( or ) | SCORE>=n { {weight prim} }
 *
 * The parser reports every problem of a text and goes on; a tree that had
 * problems is not to be used. Recursion is bounded by NWI_QUERY_DEPTH.
 */
#ifndef NWI_QUERY_LANG_H
#define NWI_QUERY_LANG_H

#include "query/image.h"
#include <newswatch/arena.h>
#include <newswatch/query.h>

/* One word of a term or phrase, folded as documents are. */
struct nwi_word {
	enum nwi_atom_kind kind;
	struct nw_str key;  /* folded word, or the letters before a wildcard */
	struct nw_str text; /* CASE: as spelt; GLOB: the pattern; else absent */
	uint32_t kinds;	    /* ALIAS: see struct nwi_alias */
	struct nwi_word *forms; /* of NAME and STEM: ALIASes */
	struct nwi_word *next;
};

struct nwi_expr {
	enum nwi_op op;
	enum nwi_where where; /* of TERM and PHRASE; a fact or a part */
	uint16_t n;	      /* of NEAR, ONEAR, SLOP and ATLEAST */
	int32_t weight;	      /* of SCORE (the least) and WEIGHT */
	uint32_t at, len;     /* bytes of the query's text */
	uint32_t depth;	      /* 1 for a leaf */
	uint32_t word_count;
	struct nwi_word *words; /* of TERM (one), PHRASE and SLOP */
	struct nwi_expr *first, *last, *next;
};

enum nwi_lex_kind {
	NWI_LEX_END = 0,
	NWI_LEX_WORD,
	NWI_LEX_PHRASE,
	NWI_LEX_OPEN,
	NWI_LEX_CLOSE,
	NWI_LEX_AND,
	NWI_LEX_OR,
	NWI_LEX_NOT,
	NWI_LEX_NEAR,
	NWI_LEX_ONEAR,
	NWI_LEX_FIELD,
	NWI_LEX_ATLEAST,
	NWI_LEX_SENTENCE,
	NWI_LEX_SCORE,
	NWI_LEX_BRACE, /* the } of a SCORE */
	NWI_LEX_USE    /* @name */
};

/* What FIELD says of name:, which is no place. */
#define NWI_FIELD_NAME NWI_WHERE_COUNT

struct nwi_lexeme {
	enum nwi_lex_kind kind;
	uint32_t at, len;   /* bytes of the query's text */
	struct nw_str text; /* WORD: itself; PHRASE: what the quotes hold;
			       USE: the name */
	uint32_t n;	    /* NEAR, ONEAR: words between; FIELD: nwi_where;
			       ATLEAST: times; PHRASE: its ~n */
	int32_t weight;	    /* SCORE: the least */
	bool exact_case;    /* PHRASE: "..."c */
	bool slop;	    /* PHRASE: "..."~n */
};

struct nwi_query_set;

/* A text that is being read. */
struct nwi_reading {
	struct nwi_query_set *set;	 /* what @name may name */
	const struct nwi_reading *outer; /* whose @name this text is */
	struct nw_str text;
	size_t pos;
	struct nw_arena *arena;
	struct nwi_lexeme now; /* the lexeme under the eye */
	uint32_t query;	       /* number for problems */
	uint32_t errors;
	uint32_t terms, wildcards, depth;
	uint32_t uses; /* of @name */
	bool naming;   /* inside name: */
	bool failed;   /* the arena is full */
	nw_query_problem_fn *problem;
	void *arg;
};

/* Advances `now`. */
void nwi_lex_next(struct nwi_reading *r);

/*
 * Reads the weight that begins at `now`, and advances behind it. False, with
 * `now` as it was, when there is none.
 */
bool nwi_lex_weight(struct nwi_reading *r, int32_t *weight);

/* Reports; at most 20 errors a text are worded. */
void nwi_query_error(struct nwi_reading *r, size_t at, size_t len,
		     const char *fmt, ...) NW_PRINTF(4, 5);
void nwi_query_warn(struct nwi_reading *r, size_t at, size_t len,
		    const char *fmt, ...) NW_PRINTF(4, 5);

/*
 * Turns the letters of a word or a phrase into folded words, wildcards kept
 * as patterns. NULL, and a problem, when there is none.
 */
struct nwi_word *nwi_query_words(struct nwi_reading *r,
				 const struct nwi_lexeme *lexeme,
				 uint32_t *count);

/* Makes a folded word, spelt so, one that is found in all its forms. */
void nwi_query_stem(struct nwi_reading *r, struct nwi_word *word,
		    struct nw_str spelt);

/*
 * The same for the value of a fact's field: its words or its whole name under
 * the keys of facts.h, or a bound.
 */
struct nwi_word *nwi_query_fact(struct nwi_reading *r,
				const struct nwi_lexeme *lexeme,
				enum nwi_where where, uint32_t *count);

/*
 * Reads one query, number `query` of a set, into the arena; without a set
 * (NULL) @name finds nothing. NW_BAD_CONFIG when a problem was reported,
 * NW_LIMIT when the arena is full.
 */
enum nw_status nwi_query_parse(struct nw_str text, struct nwi_query_set *set,
			       uint32_t query, struct nw_arena *arena,
			       nw_query_problem_fn *problem, void *arg,
			       struct nwi_expr **out,
			       struct nw_error *err) NW_CHECKED;

/* Line and column (in characters), both from 1, of a byte of a text. */
void nwi_query_place(struct nw_str text, size_t offset, uint32_t *line,
		     uint32_t *column);

#endif
