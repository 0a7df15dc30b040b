/* SPDX-License-Identifier: Apache-2.0 */
#include "topic/train_write.h"

#include "base/hash.h"
#include "topic/linear.h"

#include <math.h>
#include <stdlib.h>

/* A smaller weight changes no verdict; in thousandths. */
enum { LEAST_WEIGHT = 50 };

static int thousandths(double value)
{
	double most = 100;

	if (value > most || value < -most)
		value = value > 0 ? most : -most;
	return (int)lround(value * 1000);
}

static size_t count_weights(const struct nwi_learnt *l, int least)
{
	size_t n = 0;

	for (size_t i = 0; i < l->count; i++)
		n += abs(thousandths(l->weights[i])) >= least;
	return n;
}

static void add_head(const struct nwi_learnt *l, size_t weights,
		     struct nw_buf *out)
{
	char scheme[64];

	nwi_features_scheme(scheme);
	nw_buf_add_fmt(out,
		       "newswatch-model 1\ntopic: %.*s\nlanguage: %.*s\n"
		       "features: %s\n",
		       NW_FMT(l->topic), NW_FMT(l->language), scheme);
	nw_buf_add_fmt(out,
		       "trained: %zu items, %zu of the topic\n"
		       "titled: %zu\n",
		       l->items, l->positive, l->titled * 1000 / l->items);
	nw_buf_add_fmt(out, "bias: %d\nlexicon: %d %d\ndecision: %d\n",
		       thousandths(l->bias), thousandths(l->lexicon[0]),
		       thousandths(l->lexicon[1]), thousandths(l->decision));
	nw_buf_add_fmt(out, "slopes: %d %d\nweights: %zu\n",
		       thousandths(l->slopes[0]), thousandths(l->slopes[1]),
		       weights);
}

static void add_sum(struct nw_str head, struct nw_str body, struct nw_buf *out)
{
	unsigned char sum[NWI_SHA256_BYTES];
	struct nwi_sha256 sha;

	nwi_sha256_init(&sha);
	nwi_sha256_add(&sha, head.at, head.len);
	nwi_sha256_add(&sha, body.at, body.len);
	nwi_sha256_end(&sha, sum);
	nw_buf_add_text(out, "sha256: ");
	for (size_t i = 0; i < sizeof(sum); i++)
		nw_buf_add_fmt(out, "%02x", sum[i]);
	nw_buf_add_char(out, '\n');
}

size_t nwi_model_write(const struct nwi_learnt *l, struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf head = { 0 }, body = { 0 };
	int least = LEAST_WEIGHT;

	nw_buf_init(&head, 64 << 10);
	nw_buf_init(&body, NWI_MODEL_BYTES);
	while (count_weights(l, least) > NWI_MODEL_WEIGHTS)
		least *= 2;
	size_t weights = count_weights(l, least);
	add_head(l, weights, &head);
	nw_buf_add_char(&body, '\n');
	for (size_t i = 0; i < l->count; i++) {
		int weight = thousandths(l->weights[i]);
		if (abs(weight) >= least)
			nw_buf_add_fmt(&body, "%08x %d\n", l->hashes[i],
				       weight);
	}
	nw_buf_add_str(out, nw_buf_str(&head));
	add_sum(nw_buf_str(&head), nw_buf_str(&body), out);
	nw_buf_add_str(out, nw_buf_str(&body));
	out->failed = out->failed || head.failed || body.failed;
	return weights;
}
