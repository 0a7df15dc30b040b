/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Standing queries: compiled together once into one read-only image, matched
 * against every document.
 *
 * The language is in newswatch-query(7). An image is flat and holds no
 * pointers, so it is shared between processes; opening one checks its magic,
 * version, CRC and every bound, and a damaged image is NW_CORRUPT.
 */
#ifndef NEWSWATCH_QUERY_H
#define NEWSWATCH_QUERY_H

#include <newswatch/doc.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nw_query_text {
	struct nw_str name; /* for messages */
	struct nw_str text;
};

/* A mistake in a query, or a warning that is not one. */
struct nw_query_problem {
	uint32_t query;	 /* index of the row */
	uint32_t offset; /* bytes into its text */
	uint32_t length; /* of what is wrong, at least 1 */
	bool warning;	 /* lint: the query compiles all the same */
	const char
		*text; /* what is wrong and what was expected; until return */
};

typedef void nw_query_problem_fn(void *arg,
				 const struct nw_query_problem *problem);

/*
 * Compiles rows into an image, appended to `image`. Every problem of every
 * row is reported; NW_BAD_CONFIG when one of them is no warning (the image
 * is then not written). A query of more than 16 KiB, 4,096 terms or depth 64
 * is a problem.
 */
NW_PUBLIC enum nw_status nw_query_compile(const struct nw_query_text *rows,
					  size_t count, struct nw_buf *image,
					  nw_query_problem_fn *problem,
					  void *arg,
					  struct nw_error *err) NW_CHECKED;

/* Spellings of one name that no rule brings together, in any script. */
struct nw_query_name {
	const struct nw_str *spellings; /* of one word or several */
	uint32_t spelling_count;
	uint32_t reserved;
};

/* What is compiled together; begins with its size, as nw_item does. */
struct nw_query_set {
	uint32_t size; /* sizeof(struct nw_query_set) */
	uint32_t reserved;
	const struct nw_query_text *rows;
	size_t count;
	/* The table for name:, which finds a name in all spellings of the rows
	   that have it. */
	const struct nw_query_name *names;
	size_t name_count;
	/* Topics that classifiers give, and names of sources and outlets:
	   others in a query are warned of. NULL: they are not known. */
	const struct nw_str *topics, *sources;
	size_t topic_count, source_count;
	const struct nw_str *outlets;
	size_t outlet_count;
};

/* The same for a whole set, which is borrowed until the call returns. */
NW_PUBLIC enum nw_status nw_query_set_compile(const struct nw_query_set *set,
					      struct nw_buf *image,
					      nw_query_problem_fn *problem,
					      void *arg,
					      struct nw_error *err) NW_CHECKED;

struct nw_queries;

/* Opens an image; it borrows the bytes, which must be aligned to 8. */
NW_PUBLIC enum nw_status nw_queries_open(struct nw_str image,
					 struct nw_queries **out,
					 struct nw_error *err) NW_CHECKED;
NW_PUBLIC void nw_queries_close(struct nw_queries **queries);
NW_PUBLIC size_t nw_queries_count(const struct nw_queries *queries);
/* The name that a row was compiled with; lives as long as the image. */
NW_PUBLIC struct nw_str nw_queries_name(const struct nw_queries *queries,
					size_t row);

/*
 * A query that matched, with the words that made it match (at most 64 spans,
 * in the order of the text). Lives until the call returns.
 */
struct nw_query_hit {
	uint32_t query; /* index of the row */
	uint32_t span_count;
	const struct nw_span *spans;
};

typedef void nw_query_hit_fn(void *arg, const struct nw_query_hit *hit);

/*
 * What is known of an item beside the item itself; its URL, authors,
 * categories, kind and publishing time are read from the document's item, its
 * language from nw_doc_language. All is borrowed until the call returns and
 * all may be absent: a field of what is unknown never matches. Begins with
 * its size, as nw_item does.
 */
struct nw_query_facts {
	uint32_t size; /* sizeof(struct nw_query_facts) */
	uint32_t topic_count;
	struct nw_str source; /* its name in the configuration */
	/* Of the outlet: */
	struct nw_str outlet;  /* name */
	struct nw_str country; /* ISO 3166, two letters, any case */
	struct nw_str affiliation;
	struct nw_str owner;
	const struct nw_topic *topics; /* with their scores */
	nw_time now; /* age is counted to it; 0: unknown, no item has an age */
};

/*
 * Calls `hit` for every query that matches, in the order of the rows. Scratch
 * memory is taken from the arena. Exact: the same answer as evaluating each
 * query alone. `facts` NULL: nothing is known beside the item. A query that
 * only facts made match has no spans. NW_LIMIT when the arena is full.
 */
NW_PUBLIC enum nw_status nw_queries_match(const struct nw_queries *queries,
					  const struct nw_doc *doc,
					  const struct nw_query_facts *facts,
					  struct nw_arena *arena,
					  nw_query_hit_fn *hit, void *arg,
					  struct nw_error *err) NW_CHECKED;

/* ---- why ---- */

/* One clause of a query that was tried on a document, in words. */
struct nw_query_clause {
	uint32_t at, len; /* bytes of the query's text */
	bool holds;
	bool unwanted;	    /* it stands under NOT: it holds where nothing is */
	struct nw_str note; /* what a person is told of it; absent: nothing */
	/*
	 * How near it was: words between the two sides of a NEAR and how many
	 * there may be, words of a phrase that follow each other and how many
	 * it has; both -1 where there is nothing to count.
	 */
	int64_t found, wanted;
	const struct nw_span *spans; /* its words, or what came nearest */
	uint32_t span_count;
};

/*
 * Why a query matched a document, or why not. Of a query that matched every
 * clause that made it so; of one that did not, the clauses that held and, as
 * the last one, the first that failed. In the order of the query, at most 64.
 */
struct nw_query_why {
	bool matched;
	uint32_t clause_count;
	const struct nw_query_clause *clauses;
};

/*
 * Explains query `query` (below nw_queries_count) on a document. `text` is
 * what it was compiled from, quoted in notes; absent allowed. All that `out`
 * points to lives in the arena. Says "matched" exactly where nw_queries_match
 * would call back. NW_LIMIT when the arena is full.
 */
NW_PUBLIC enum nw_status
nw_queries_explain(const struct nw_queries *queries, uint32_t query,
		   struct nw_str text, const struct nw_doc *doc,
		   const struct nw_query_facts *facts, struct nw_arena *arena,
		   struct nw_query_why *out, struct nw_error *err) NW_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
