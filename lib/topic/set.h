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

struct nw_topics {
	struct nw_arena *arena; /* all that follows, but for the image */
	struct nw_buf image;
	struct nw_queries *queries;
	struct nwi_topic *topics;
	struct nwi_topic_section *sections;
	struct nwi_topic_row *rows;
	struct nwi_topic_example *examples;
	size_t topic_count, section_count, row_count, example_count;
};

/* Whether a section's language is that of a document ("en" for "en-GB"). */
bool nwi_topic_speaks(const struct nwi_topic_section *section,
		      struct nw_str language);

/* The score of an amount of evidence: 0 for none, 0.5 for 1, never 1. */
double nwi_topic_score(double evidence);

#endif
