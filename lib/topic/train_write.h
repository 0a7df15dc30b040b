/* SPDX-License-Identifier: Apache-2.0 */
/* What a training found, and the file of it (linear.h). */
#ifndef NWI_TOPIC_TRAIN_WRITE_H
#define NWI_TOPIC_TRAIN_WRITE_H

#include <newswatch/text.h>

/* A document judged by a model that did not see it. */
struct nwi_judged {
	double sum, weight;
	bool is;
};

struct nwi_learnt {
	struct nw_str topic, language;
	size_t items, positive, titled;
	double bias, lexicon[2], decision, slopes[2];
	const uint32_t *hashes; /* ascending */
	const double *weights;
	size_t count;
};

/* Appends the file; how many weights it has. */
size_t nwi_model_write(const struct nwi_learnt *learnt, struct nw_buf *out);

#endif
