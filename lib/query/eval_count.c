/* SPDX-License-Identifier: Apache-2.0 */
/* Operators that count: ATLEAST, SCORE; and SENTENCE, which narrows the view.
 */
#include "query/eval.h"

/*
 * How often a subtree occurs: the most of its stretches of which no two share
 * a word. With the stretches in the order of their beginnings it is enough to
 * take, of those that overlap, the one that ends first.
 */
uint32_t nwi_eval_occurrences(struct nwi_eval *e, uint32_t at)
{
	const struct nwi_image_node *node = nwi_eval_node(e, at);
	size_t from = e->used;
	uint32_t count = 0, reach = 0;

	if (node->op == NWI_OP_TERM)
		return nwi_eval_places(e, node->arg,
				       (enum nwi_where)node->where)
			.count;
	nwi_eval_push_all(e, at, SIZE_MAX);
	for (size_t i = from; i < e->used; i++) {
		struct nwi_stretch x = e->stack[i];

		if (!count || x.first > reach) {
			count++;
			reach = x.last;
		} else if (x.last < reach) {
			reach = x.last;
		}
	}
	e->used = from;
	return count;
}

bool nwi_eval_atleast(struct nwi_eval *e, uint32_t at)
{
	return nwi_eval_occurrences(e, at + 1) >= nwi_eval_node(e, at)->n;
}

int64_t nwi_eval_sum(struct nwi_eval *e, uint32_t at)
{
	uint32_t end = at + nwi_eval_node(e, at)->size;
	int64_t sum = 0;

	for (uint32_t k = at + 1; k < end; k += nwi_eval_node(e, k)->size) {
		int32_t weight = (int32_t)nwi_eval_node(e, k)->arg;

		sum += (int64_t)weight * nwi_eval_occurrences(e, k + 1);
	}
	return sum;
}

bool nwi_eval_score(struct nwi_eval *e, uint32_t at)
{
	return nwi_eval_sum(e, at) >= (int32_t)nwi_eval_node(e, at)->arg;
}

/* The tokens of a field, and the place of the first. */
struct field {
	const struct nw_token *tokens;
	uint32_t count, base;
};

/* Narrows the view to the sentence that begins at `at`; returns its end. */
static uint32_t view_sentence(struct nwi_eval *e, const struct field *f,
			      uint32_t at)
{
	uint32_t end = at + 1;

	while (end < f->count &&
	       f->tokens[end].sentence == f->tokens[at].sentence)
		end++;
	e->from = f->base + at;
	e->to = f->base + end;
	return end;
}

static bool seek(struct nwi_eval *e, uint32_t child, const struct field *f)
{
	for (uint32_t at = 0; at < f->count && !e->failed;) {
		at = view_sentence(e, f, at);
		if (nwi_eval_holds(e, child))
			return true;
	}
	return false;
}

/* Leaves the view at the first sentence in which the child holds. */
static bool seek_sentence(struct nwi_eval *e, uint32_t child)
{
	const struct nwi_scan *s = e->scan;
	struct field title = { s->title, s->title_count, 0 };
	struct field body = { s->body, s->body_count, NWI_PLACE_BODY };

	if (e->to) /* within a sentence already */
		return nwi_eval_holds(e, child);
	return seek(e, child, &title) || seek(e, child, &body);
}

bool nwi_eval_sentence(struct nwi_eval *e, uint32_t at)
{
	uint32_t from = e->from, to = e->to;
	bool holds = seek_sentence(e, at + 1);

	e->from = from;
	e->to = to;
	return holds;
}

void nwi_eval_sentence_reasons(struct nwi_eval *e, uint32_t at)
{
	uint32_t from = e->from, to = e->to;

	if (seek_sentence(e, at + 1))
		nwi_eval_reasons(e, at + 1);
	e->from = from;
	e->to = to;
}
