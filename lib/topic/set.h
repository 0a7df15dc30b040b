/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A compiled set of topics. load.c makes it of definition files; classify.c
 * and examples.c read it.
 */
#ifndef NWI_TOPIC_SET_H
#define NWI_TOPIC_SET_H

#include <newswatch/query.h>
#include <newswatch/topic.h>

enum {
	NWI_TOPIC_FILES = 256,
	NWI_TOPIC_SPANS = 32 /* evidence of one verdict */
};

enum nwi_row_kind {
	NWI_ROW_TERM = 1, /* speaks for the topic */
	NWI_ROW_MEET,	  /* two sides of it stand together */
	NWI_ROW_AGAINST,  /* speaks against the topic */
	NWI_ROW_CANCEL	  /* what it covers does not count */
};

/* One query of the image, as a section of a file uses it. */
struct nwi_topic_row {
	uint32_t topic;
	uint32_t section;
	uint32_t kind;	       /* enum nwi_row_kind */
	uint32_t line, column; /* in its file, as nwi_node has them */
	double weight;
	struct nw_str text; /* the query */
};

struct nwi_topic {
	struct nw_str name, description;
	uint32_t file;
};

/* The terms of one topic in one language. */
struct nwi_topic_section {
	uint32_t topic;
	struct nw_str language; /* primary subtag, lower case */
};

struct nwi_topic_example {
	uint32_t section;
	bool must;
	uint32_t line, column;
	struct nw_str title, text;
};

/* The rows of one language; a query's number is its place among `rows`. */
struct nwi_topic_image {
	struct nw_str language;
	struct nw_buf bytes;
	struct nw_queries *queries;
	uint32_t *rows; /* of the set, ascending */
	size_t count;
};

struct nw_topics {
	struct nw_arena *arena; /* all that follows, but for images' bytes */
	struct nwi_topic_image *images;
	size_t image_count;
	struct nwi_topic *topics;
	struct nwi_topic_section *sections;
	struct nwi_topic_row *rows;
	struct nwi_topic_example *examples;
	size_t topic_count, section_count, row_count, example_count;
};

/* Whether a section's language is that of a document ("en" for "en-GB"). */
bool nwi_language_is(struct nw_str section, struct nw_str language);

/*
 * Compiles the rows, with `texts` in their order, an image for each language.
 * Problems are told by the number of the row; NW_BAD_CONFIG when one is no
 * warning.
 */
enum nw_status nwi_topic_images_make(struct nw_topics *set,
				     const struct nw_query_text *texts,
				     nw_query_problem_fn *problem, void *arg,
				     struct nw_error *err);
void nwi_topic_images_free(struct nw_topics *set);

/*
 * As nw_queries_match, with the set's rows of the document's language; where
 * that is unknown, of all, language by language. `hit->query` is a row.
 */
enum nw_status nwi_topics_match(const struct nw_topics *set,
				const struct nw_doc *doc,
				struct nw_arena *arena, nw_query_hit_fn *hit,
				void *arg, struct nw_error *err);

/* The score of an amount of evidence: 0 for none, 0.5 for 1, never 1. */
double nwi_topic_score(double evidence);

#endif
