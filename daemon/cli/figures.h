/* SPDX-License-Identifier: Apache-2.0 */
/* Scores of one topic beside what people said, and the figures made of them. */
#ifndef NEWSWATCH_CLI_FIGURES_H
#define NEWSWATCH_CLI_FIGURES_H

#include <newswatch/text.h>

enum { FIGURES_BINS = 10, FIGURES_WORST = 5 };

struct figures_row {
	struct nw_str id, shown; /* borrowed */
	double score, weight;
	bool is;
	bool opinion; /* false: the classifier had none */
};

/* Items whose scores lie in one tenth. */
struct figures_bin {
	double items, scores, are; /* sums of weights */
};

struct figures {
	struct nw_str topic; /* borrowed */
	struct figures_row *rows;
	size_t count, room;

	/* Made by figures_make, which sorts the rows by score, falling. */
	double positive, said, hits;
	double precision, recall, f1, average_precision;
	size_t no_opinion;
	struct figures_bin bins[FIGURES_BINS];
};

void figures_init(struct figures *figures, struct nw_str topic);
void figures_fini(struct figures *figures);
void figures_add(struct figures *figures, const struct figures_row *row);
void figures_make(struct figures *figures);

/* One line of JSON, and a paragraph with tables. */
void figures_json(const struct figures *figures, struct nw_buf *out);
void figures_text(const struct figures *figures, struct nw_buf *out);

#endif
