/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A linear model of one topic in one language: features of a document, their
 * weights, and the file that holds them.
 *
 * The features are the words of the title and of the text's opening, each
 * once, the pairs of words that follow each other, and the words of the title
 * as such. Numbers count as one word. What an item is about stands there; the
 * lexicon reads the rest. A file says how its features were made and which
 * hash they had; a reader that makes others refuses it.
 *
 *   newswatch-model 1
 *   topic: strikes
 *   language: en
 *   features: words pairs title 1 2f61d0b7
 *   trained: 17600 items, 3533 of the topic
 *   titled: 40
 *   bias: -1834
 *   lexicon: 1470 690
 *   decision: -400
 *   slopes: 520 1350
 *   weights: 2
 *   sha256: 5f70...
 *
 *   0a1b2c3d 412
 *   ffee0011 -97
 *
 * `titled` is the share of those items that had a title. What the words say
 * beyond the border is multiplied by a slope, so that the score is a
 * probability on both sides of it. Numbers are in
 * thousandths, weights ascending by their feature's hash; the
 * SHA-256 is that of all lines but its own.
 */
#ifndef NWI_TOPIC_LINEAR_H
#define NWI_TOPIC_LINEAR_H

#include <newswatch/doc.h>
#include <newswatch/topic.h>

enum {
	NWI_FEATURE_TITLE = 40,	 /* words of the title */
	NWI_FEATURE_ENOUGH = 60, /* words, after which no sentence begins */
	NWI_FEATURE_WORDS = 120,
	NWI_FEATURES = 3 * NWI_FEATURE_WORDS,
	NWI_MODEL_WEIGHTS = 1 << 18,
	NWI_MODEL_BYTES = 8 << 20
};

struct nwi_feature {
	uint32_t hash;
	uint32_t word;	     /* 1: a word, not a pair nor a place */
	struct nw_span span; /* of its first occurrence */
};

/* Ascending by hash, none twice. */
struct nwi_features {
	uint32_t count;
	uint32_t words; /* of them that are words */
	double share;	/* of the item's words that were read, 0 to 1 */
	bool titled;
	struct nwi_feature at[NWI_FEATURES];
};

void nwi_features_of(const struct nw_doc *doc, struct nwi_features *out);

/*
 * What the features are, as a file says it: a name, a version, and a hash of
 * the features of a fixed text, which changes with folding and cutting.
 */
#define NWI_FEATURES_NAME "words pairs title 1"
void nwi_features_scheme(char out[64]);

struct nwi_weight {
	uint32_t hash;
	float value; /* 0: a free slot */
};

struct nwi_model {
	struct nw_str topic, language;
	double titled; /* share of the items learnt from */
	double bias, decision;
	double slopes[2];  /* above the border and below */
	double lexicon[2]; /* of the evidence, and of its being decisive */
	uint32_t weight_count;
	uint32_t mask;
	struct nwi_weight *slots;
};

/* The evidence that a lexicon's score stands for, at most 3. */
double nwi_model_evidence(double score);

/*
 * The score of an item to which a topic file gave `score`: the odds of both,
 * mixed. A model reads no more than the opening, so of a longer item its say
 * is the share that it has read; and where it learnt from items without a
 * title its say on one with a title is a third of that.
 */
double nwi_model_score(const struct nwi_model *model,
		       const struct nwi_features *features, double score);

static inline float nwi_model_weight(const struct nwi_model *model,
				     uint32_t hash)
{
	uint32_t at = hash & model->mask;

	while (model->slots[at].value != 0.0F && model->slots[at].hash != hash)
		at = (at + 1) & model->mask;
	return model->slots[at].value;
}

#endif
