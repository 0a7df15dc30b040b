/* SPDX-License-Identifier: Apache-2.0 */
#include "topic/train.h"

#include "topic/train_write.h"

#include <math.h>
#include <stdlib.h>

enum {
	FOLDS = 5,
	EPOCHS = 5,
	LEAST_DOCUMENTS = 2,	 /* a rarer feature is left out; */
	MOST_DOCUMENTS = 8,	 /* of many items so are rarer ones, */
	ITEMS_A_DOCUMENT = 2000, /* one more for so many items */
	LEAST_ITEMS = 10
};

#define STEP	       0.3  /* of a weight that was never moved */
#define PENALTY	       1e-4 /* a visit, times the weight */
#define CALM	       1e-2 /* first sum of squares of AdaGrad */
#define F1_SHARE       0.99 /* of the best, for a border nearer to even odds */
#define SLOPE_LEAST    0.25 /* of the scale that makes a score a probability */
#define SLOPE_MOST     2.0
#define FEATURES_BYTES ((size_t)512 << 20)

struct sample {
	uint32_t from, count; /* of the list of features */
	float scale;	      /* 1 over the root of its words */
	float evidence;
	float weight;
	bool is, titled;
};

struct nwi_training {
	struct nw_buf features; /* uint32_t: hashes, then numbers */
	struct nw_buf samples;	/* struct sample */
};

/* What is learnt: weights of features, of the lexicon, and a bias. */
struct learner {
	double *weights, *squares;
	double fixed[3], fixed_squares[3]; /* evidence, decisive, bias */
};

struct nwi_training *nwi_training_new(void)
{
	struct nwi_training *training = calloc(1, sizeof(*training));

	if (!training)
		abort();
	nw_buf_init(&training->features, FEATURES_BYTES);
	nw_buf_init(&training->samples, FEATURES_BYTES);
	return training;
}

void nwi_training_free(struct nwi_training **training)
{
	struct nwi_training *gone = NW_STEAL(*training);

	if (gone) {
		nw_buf_fini(&gone->features);
		nw_buf_fini(&gone->samples);
		free(gone);
	}
}

static uint32_t *features(const struct nwi_training *t)
{
	return (uint32_t *)(void *)t->features.at;
}

static const struct sample *samples(const struct nwi_training *t)
{
	return (const struct sample *)(const void *)t->samples.at;
}

static size_t sample_count(const struct nwi_training *t)
{
	return t->samples.len / sizeof(struct sample);
}

enum nw_status nwi_training_add(struct nwi_training *t,
				const struct nw_doc *doc, double score, bool is,
				double weight, struct nw_error *err)
{
	struct nwi_features found;
	struct sample sample = { .evidence = (float)nwi_model_evidence(score),
				 .weight = (float)weight,
				 .is = is };

	nwi_features_of(doc, &found);
	sample.from = (uint32_t)(t->features.len / sizeof(uint32_t));
	sample.count = found.count;
	sample.titled = found.titled;
	sample.scale = found.words ? 1 / sqrtf((float)found.words) : 0;
	for (uint32_t i = 0; i < found.count; i++)
		nw_buf_add(&t->features, &found.at[i].hash, sizeof(uint32_t));
	nw_buf_add(&t->samples, &sample, sizeof(sample));
	if (t->features.failed || t->samples.failed)
		return nw_fail(err, NW_LIMIT,
			       "the items' features take more than 512 MiB");
	return NW_OK;
}

/* ---- numbers in place of hashes ---- */

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Keeps of sorted hashes those that come often enough, once; how many. */
static size_t keep_frequent(uint32_t *hashes, size_t count, size_t least)
{
	size_t kept = 0;

	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count && hashes[next] == hashes[i];)
			next++;
		if (next - i >= least)
			hashes[kept++] = hashes[i];
	}
	return kept;
}

static uint32_t number_of(const uint32_t *known, size_t count, uint32_t hash)
{
	const uint32_t *at =
		bsearch(&hash, known, count, sizeof(hash), ascending);

	return at ? (uint32_t)(at - known) : UINT32_MAX;
}

/* The hashes that count, ascending; the samples' features become numbers. */
static uint32_t *number_features(struct nwi_training *t, size_t *count)
{
	size_t all = t->features.len / sizeof(uint32_t);
	size_t least = LEAST_DOCUMENTS + sample_count(t) / ITEMS_A_DOCUMENT;
	uint32_t *known = calloc(all + 1, sizeof(*known));

	if (!known)
		abort();
	if (all)
		memcpy(known, features(t), all * sizeof(*known));
	qsort(known, all, sizeof(*known), ascending);
	*count = keep_frequent(known, all,
			       least < MOST_DOCUMENTS ? least : MOST_DOCUMENTS);
	for (size_t i = 0; i < all; i++)
		features(t)[i] = number_of(known, *count, features(t)[i]);
	return known;
}

/* ---- learning ---- */

static double sum_of(const struct nwi_training *t, const struct learner *l,
		     const struct sample *s)
{
	const uint32_t *at = features(t) + s->from;
	double sum = 0;

	for (uint32_t i = 0; i < s->count; i++) {
		if (at[i] != UINT32_MAX)
			sum += l->weights[at[i]];
	}
	sum = sum * (double)s->scale + l->fixed[0] * (double)s->evidence;
	return sum + (s->evidence >= 1.0F ? l->fixed[1] : 0) + l->fixed[2];
}

static void move(double *weight, double *square, double slope)
{
	*square += slope * slope;
	*weight -= STEP * slope / sqrt(*square);
}

static void learn_one(const struct nwi_training *t, struct learner *l,
		      const struct sample *s)
{
	const uint32_t *at = features(t) + s->from;
	double error = 1 / (1 + exp(-sum_of(t, l, s))) - (s->is ? 1 : 0);
	double slope = error * (double)s->weight;

	for (uint32_t i = 0; i < s->count; i++) {
		if (at[i] != UINT32_MAX)
			move(&l->weights[at[i]], &l->squares[at[i]],
			     slope * (double)s->scale +
				     PENALTY * l->weights[at[i]]);
	}
	move(&l->fixed[0], &l->fixed_squares[0], slope * (double)s->evidence);
	if (s->evidence >= 1.0F)
		move(&l->fixed[1], &l->fixed_squares[1], slope);
	move(&l->fixed[2], &l->fixed_squares[2], slope);
}

/* Xorshift (Marsaglia, 2003) from a fixed seed; Fisher and Yates's shuffle. */
static void shuffle(uint32_t *order, size_t count, uint64_t *state)
{
	for (size_t i = count; i > 1; i--) {
		*state ^= *state << 13;
		*state ^= *state >> 7;
		*state ^= *state << 17;
		size_t j = *state % i;
		uint32_t kept = order[i - 1];
		order[i - 1] = order[j];
		order[j] = kept;
	}
}

static void learner_init(struct learner *l, size_t count)
{
	*l = (struct learner){ .fixed_squares = { CALM, CALM, CALM } };
	l->weights = calloc(count + 1, sizeof(double));
	l->squares = calloc(count + 1, sizeof(double));
	if (!l->weights || !l->squares)
		abort();
	for (size_t i = 0; i < count; i++)
		l->squares[i] = CALM;
}

static void learner_fini(struct learner *l)
{
	free(l->weights);
	free(l->squares);
}

/* Learns from all samples but those of one fold (FOLDS: from all). */
static void learn(const struct nwi_training *t, struct learner *l, int without)
{
	size_t count = 0, all = sample_count(t);
	uint32_t *order = calloc(all + 1, sizeof(*order));
	uint64_t state = UINT64_C(0x853c49e6748fea9b);

	if (!order)
		abort();
	for (size_t i = 0; i < all; i++) {
		if ((int)(i % FOLDS) != without)
			order[count++] = (uint32_t)i;
	}
	for (int epoch = 0; epoch < EPOCHS; epoch++) {
		shuffle(order, count, &state);
		for (size_t i = 0; i < count; i++)
			learn_one(t, l, &samples(t)[order[i]]);
	}
	free(order);
}

/* ---- how good it is ---- */

static int descending(const void *a, const void *b)
{
	double x = ((const struct nwi_judged *)a)->sum;
	double y = ((const struct nwi_judged *)b)->sum;

	return (x < y) - (x > y);
}

static double f1_of(double hits, double said, double all)
{
	return said + all > 0 ? 2 * hits / (said + all) : 0;
}

/* The sums descending: the best F1 that any border gives. */
static double best_f1(const struct nwi_judged *at, size_t count, double all)
{
	double hits = 0, said = 0, best = 0;

	for (size_t i = 0; i < count; i++) {
		said += at[i].weight;
		hits += at[i].is ? at[i].weight : 0;
		if (f1_of(hits, said, all) > best)
			best = f1_of(hits, said, all);
	}
	return best;
}

static double weight_of(const struct nwi_judged *at, size_t count)
{
	double all = 0;

	for (size_t i = 0; i < count; i++)
		all += at[i].is ? at[i].weight : 0;
	return all;
}

/* A border behind the i-th sum and before the next: even odds, if it can be. */
static double border_behind(const struct nwi_judged *at, size_t count, size_t i)
{
	double next = i + 1 < count ? at[i + 1].sum : at[i].sum - 1;

	if (at[i].sum >= 0 && next < 0)
		return 0;
	return (at[i].sum + next) / 2;
}

/*
 * Where rare topics are learnt from few items even odds are too strict. The
 * border is the one nearest to them whose F1 is nearly the best.
 */
static double choose_border(const struct nwi_judged *at, size_t count)
{
	double all = weight_of(at, count), hits = 0, said = 0, border = 0;
	double enough = F1_SHARE * best_f1(at, count, all);
	bool found = false;

	for (size_t i = 0; i < count; i++) {
		said += at[i].weight;
		hits += at[i].is ? at[i].weight : 0;
		double here = border_behind(at, count, i);
		if (f1_of(hits, said, all) >= enough &&
		    (!found || fabs(here) < fabs(border))) {
			border = here;
			found = true;
		}
	}
	return border;
}

static void measure(const struct nwi_judged *at, size_t count, double border,
		    struct nwi_training_report *report)
{
	double all = weight_of(at, count), hits = 0, said = 0, area = 0;
	double our_hits = 0, ours = 0;

	for (size_t i = 0; i < count; i++) {
		said += at[i].weight;
		if (at[i].is) {
			hits += at[i].weight;
			area += at[i].weight * hits / said;
		}
		if (at[i].sum >= border) {
			ours = said;
			our_hits = hits;
		}
	}
	report->precision = ours > 0 ? our_hits / ours : 0;
	report->recall = all > 0 ? our_hits / all : 0;
	report->f1 = f1_of(our_hits, ours, all);
	report->average_precision = all > 0 ? area / all : 0;
}

static void measure_lexicon(const struct nwi_training *t,
			    struct nwi_training_report *report)
{
	double all = 0, hits = 0, said = 0;

	for (size_t i = 0; i < sample_count(t); i++) {
		const struct sample *s = &samples(t)[i];
		double weight = (double)s->weight;
		all += s->is ? weight : 0;
		said += s->evidence >= 1.0F ? weight : 0;
		hits += s->is && s->evidence >= 1.0F ? weight : 0;
	}
	report->lexicon_precision = said > 0 ? hits / said : 0;
	report->lexicon_recall = all > 0 ? hits / all : 0;
	report->lexicon_f1 = f1_of(hits, said, all);
}

/* How surprised the labels on one side of the border are by a slope. */
static double surprise_of(const struct nwi_judged *at, size_t count,
			  double border, bool above, double slope)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		double odds = (at[i].sum - border) * slope;
		if ((at[i].sum >= border) == above)
			sum += at[i].weight *
			       log1p(exp(at[i].is ? -odds : odds));
	}
	return sum;
}

/*
 * The slope with the least surprise, by golden section: it has one minimum,
 * being convex in the slope.
 */
static double choose_slope(const struct nwi_judged *at, size_t count,
			   double border, bool above)
{
	const double golden = (sqrt(5) - 1) / 2;
	double low = SLOPE_LEAST, high = SLOPE_MOST;

	for (int i = 0; i < 24; i++) {
		double left = high - golden * (high - low);
		double right = low + golden * (high - low);
		if (surprise_of(at, count, border, above, left) <
		    surprise_of(at, count, border, above, right))
			high = right;
		else
			low = left;
	}
	return (low + high) / 2;
}

/* The samples of a fold, judged by who did not see them. */
static void judge_fold(const struct nwi_training *t, size_t features_count,
		       int fold, struct nwi_judged *out)
{
	struct learner l;

	learner_init(&l, features_count);
	learn(t, &l, fold);
	for (size_t i = (size_t)fold; i < sample_count(t); i += FOLDS) {
		const struct sample *s = &samples(t)[i];
		out[i] = (struct nwi_judged){ sum_of(t, &l, s),
					      (double)s->weight, s->is };
	}
	learner_fini(&l);
}

static void tell(void (*each)(void *arg, int round), void *arg, int round)
{
	if (each)
		each(arg, round);
}

static double cross_validate(const struct nwi_training *t,
			     size_t features_count,
			     void (*each)(void *arg, int round), void *arg,
			     struct nwi_training_report *report,
			     double slopes[2])
{
	size_t count = sample_count(t);
	struct nwi_judged *judged = calloc(count + 1, sizeof(*judged));

	if (!judged)
		abort();
	for (int fold = 0; fold < FOLDS; fold++) {
		tell(each, arg, fold);
		judge_fold(t, features_count, fold, judged);
	}
	qsort(judged, count, sizeof(*judged), descending);
	double border = choose_border(judged, count);
	slopes[0] = choose_slope(judged, count, border, true);
	slopes[1] = choose_slope(judged, count, border, false);
	measure(judged, count, border, report);
	measure_lexicon(t, report);
	free(judged);
	return border;
}

enum nw_status nwi_training_run(struct nwi_training *t, struct nw_str topic,
				struct nw_str language,
				void (*each)(void *arg, int round), void *arg,
				struct nwi_training_report *report,
				struct nw_buf *model, struct nw_error *err)
{
	size_t count = 0;
	struct learner l;

	*report = (struct nwi_training_report){ .items = sample_count(t) };
	size_t titled = 0;

	for (size_t i = 0; i < report->items; i++) {
		report->positive += samples(t)[i].is;
		titled += samples(t)[i].titled;
	}
	if (report->positive < LEAST_ITEMS ||
	    report->items - report->positive < LEAST_ITEMS)
		return nw_fail(err, NW_BAD_INPUT,
			       "items that have the topic %.*s: %zu, that have "
			       "it not: %zu; at least %d of each are needed",
			       NW_FMT(topic), report->positive,
			       report->items - report->positive, LEAST_ITEMS);
	uint32_t *known = number_features(t, &count);
	double slopes[2];
	double border = cross_validate(t, count, each, arg, report, slopes);
	tell(each, arg, FOLDS);
	learner_init(&l, count);
	learn(t, &l, FOLDS);
	const struct nwi_learnt learnt = { .topic = topic,
					   .language = language,
					   .items = report->items,
					   .positive = report->positive,
					   .titled = titled,
					   .bias = l.fixed[2],
					   .lexicon = { l.fixed[0],
							l.fixed[1] },
					   .decision = border,
					   .slopes = { slopes[0], slopes[1] },
					   .hashes = known,
					   .weights = l.weights,
					   .count = count };
	report->features = nwi_model_write(&learnt, model);
	learner_fini(&l);
	free(known);
	return model->failed ? nw_fail(err, NW_LIMIT, "the model is too large")
			     : NW_OK;
}
