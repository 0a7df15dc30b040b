/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labelled documents -> a linear model.
 *
 * Logistic regression by stochastic gradient descent with a step of its own
 * for each weight (AdaGrad: Duchi, Hazan and Singer, JMLR 12, 2011) and a
 * quadratic penalty, over the features that stand in at least two documents
 * (eight, where there are many). The order is drawn from a fixed seed, so the
 * same items give the same file. How good it is, and where its border lies, is
 * told by five models of four fifths each, judged on the fifth that they did
 * not see.
 */
#ifndef NWI_TOPIC_TRAIN_H
#define NWI_TOPIC_TRAIN_H

#include "topic/linear.h"

struct nwi_training;

/* What a training says of itself. Shares are of items, by their weights. */
struct nwi_training_report {
	size_t items, positive;
	size_t features;	      /* that weigh something */
	double precision, recall, f1; /* on items that were not seen */
	double average_precision;
	double lexicon_precision, lexicon_recall, lexicon_f1; /* alone */
};

struct nwi_training *nwi_training_new(void);
void nwi_training_free(struct nwi_training **training);

/*
 * Adds a document: the lexicon's score for it, whether it has the topic, and
 * how much it counts (1 as a rule; over 0, at most 100). NW_LIMIT over 512
 * MiB of features.
 */
enum nw_status nwi_training_add(struct nwi_training *training,
				const struct nw_doc *doc, double score, bool is,
				double weight, struct nw_error *err) NW_CHECKED;

/*
 * Trains, and appends the file to `model`. NW_BAD_INPUT with fewer than ten
 * items of the topic, or ten without it. `each` is called before each of the
 * six rounds with its number, from 0; NULL for nobody.
 */
enum nw_status nwi_training_run(struct nwi_training *training,
				struct nw_str topic, struct nw_str language,
				void (*each)(void *arg, int round), void *arg,
				struct nwi_training_report *report,
				struct nw_buf *model,
				struct nw_error *err) NW_CHECKED;

#endif
