/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Anchors: the cheapest set of atoms of which one must be present.
 *
 * A conjunction needs each of its parts, so the cheapest part's anchors will
 * do; a disjunction needs the anchors of all its parts; a negation turns the
 * one into the other and has none at a leaf. A guard is a second atom that
 * the way to an anchor needs: one bit to look at before anything is verified.
 */
#include "query/build.h"

struct choice {
	const struct nwi_build *b;
	const struct nwi_image_node *nodes;
};

/* Whether all children of the node are needed, given the negation above. */
static bool needs_all(const struct nwi_image_node *node, bool negated)
{
	if (node->op == NWI_OP_AND || node->op == NWI_OP_OR)
		return (node->op == NWI_OP_AND) != negated;
	return node->op != NWI_OP_SCORE;
}

/* What is no AND, OR or NOT holds somewhere: its negation needs no atom. */
static bool needs_none(const struct nwi_image_node *node, bool negated)
{
	return negated && node->op != NWI_OP_AND && node->op != NWI_OP_OR;
}

/* The children but those that only lower a SCORE; 0 at the end. */
static uint32_t next_kid(const struct choice *c, uint32_t at, uint32_t kid)
{
	uint32_t end = at + c->nodes[at].size;

	kid = kid ? kid + c->nodes[kid].size : at + 1;
	while (kid < end && c->nodes[kid].op == NWI_OP_WEIGHT &&
	       (int32_t)c->nodes[kid].arg < 0)
		kid += c->nodes[kid].size;
	return kid < end ? kid : 0;
}

static bool is_phrase(const struct nwi_image_node *node)
{
	return node->op == NWI_OP_PHRASE || node->op == NWI_OP_SLOP;
}

static uint32_t add_costs(uint32_t a, uint32_t b)
{
	return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

/* The cheapest atom of a phrase, `but` left out. */
static uint32_t phrase_atom(const struct choice *c,
			    const struct nwi_image_node *node, uint32_t but,
			    uint32_t *cost)
{
	const uint32_t *list = nwi_build_list(c->b, node->arg);
	uint32_t best = NWI_NONE;

	*cost = UINT32_MAX;
	for (uint32_t i = 0; i < node->count; i++) {
		uint32_t price = nwi_build_cost(c->b, list[i]);

		if (list[i] != but && price < *cost) {
			*cost = price;
			best = list[i];
		}
	}
	return best;
}

/* The price of a subtree's anchors; UINT32_MAX when it has none. */
static uint32_t price(const struct choice *c, uint32_t at, bool negated)
{
	const struct nwi_image_node *node = &c->nodes[at];
	uint32_t cost;

	if (node->op == NWI_OP_NOT)
		return price(c, at + 1, !negated);
	if (needs_none(node, negated))
		return UINT32_MAX;
	if (node->op == NWI_OP_TERM)
		return nwi_build_cost(c->b, node->arg);
	if (is_phrase(node)) {
		phrase_atom(c, node, NWI_NONE, &cost);
		return cost;
	}
	cost = needs_all(node, negated) ? UINT32_MAX : 0;
	for (uint32_t k = next_kid(c, at, 0); k; k = next_kid(c, at, k)) {
		uint32_t kid = price(c, k, negated);

		if (!needs_all(node, negated))
			cost = add_costs(cost, kid);
		else if (kid < cost)
			cost = kid;
	}
	return cost;
}

/* One atom that a subtree cannot do without, `but` left out; or NWI_NONE. */
static uint32_t single(const struct choice *c, uint32_t at, bool negated,
		       uint32_t but, uint32_t *cost)
{
	const struct nwi_image_node *node = &c->nodes[at];
	uint32_t best = NWI_NONE;

	*cost = UINT32_MAX;
	if (node->op == NWI_OP_NOT)
		return single(c, at + 1, !negated, but, cost);
	if (needs_none(node, negated))
		return NWI_NONE;
	if (node->op == NWI_OP_TERM && node->arg != but) {
		*cost = nwi_build_cost(c->b, node->arg);
		return node->arg;
	}
	if (is_phrase(node))
		return phrase_atom(c, node, but, cost);
	if (node->size == 1 || !needs_all(node, negated))
		return NWI_NONE;
	for (uint32_t k = next_kid(c, at, 0); k; k = next_kid(c, at, k)) {
		uint32_t kid_cost;
		uint32_t kid = single(c, k, negated, but, &kid_cost);

		if (kid != NWI_NONE && kid_cost < *cost) {
			*cost = kid_cost;
			best = kid;
		}
	}
	return best;
}

static void add_anchor(struct nwi_build *b, uint32_t query, uint32_t atom,
		       uint32_t guard)
{
	struct nwi_anchor anchor = {
		atom, { query, guard == atom ? NWI_NONE : guard }
	};

	nw_buf_add(&b->anchors, &anchor, sizeof(anchor));
}

static void emit(struct nwi_build *b, const struct choice *c, uint32_t query,
		 uint32_t at, bool negated, uint32_t guard);

/* The cheapest child's anchors, guarded by what another child needs. */
static void emit_cheapest(struct nwi_build *b, const struct choice *c,
			  uint32_t query, uint32_t at, bool negated,
			  uint32_t guard)
{
	uint32_t end = at + c->nodes[at].size, best = at + 1;
	uint32_t best_cost = UINT32_MAX, guard_cost = UINT32_MAX;

	for (uint32_t k = at + 1; k < end; k += c->nodes[k].size) {
		uint32_t cost = price(c, k, negated);

		if (cost < best_cost) {
			best_cost = cost;
			best = k;
		}
	}
	for (uint32_t k = at + 1; k < end; k += c->nodes[k].size) {
		uint32_t cost, atom;

		if (k == best)
			continue;
		atom = single(c, k, negated, NWI_NONE, &cost);
		if (atom != NWI_NONE && cost < guard_cost) {
			guard_cost = cost;
			guard = atom;
		}
	}
	emit(b, c, query, best, negated, guard);
}

static void emit(struct nwi_build *b, const struct choice *c, uint32_t query,
		 uint32_t at, bool negated, uint32_t guard)
{
	const struct nwi_image_node *node = &c->nodes[at];
	uint32_t cost, atom, second;

	if (node->op == NWI_OP_NOT) {
		emit(b, c, query, at + 1, !negated, guard);
	} else if (node->op == NWI_OP_TERM) {
		add_anchor(b, query, node->arg, guard);
	} else if (is_phrase(node)) {
		atom = phrase_atom(c, node, NWI_NONE, &cost);
		second = phrase_atom(c, node, atom, &cost);
		add_anchor(b, query, atom, second == NWI_NONE ? guard : second);
	} else if (needs_all(node, negated)) {
		emit_cheapest(b, c, query, at, negated, guard);
	} else {
		for (uint32_t k = next_kid(c, at, 0); k; k = next_kid(c, at, k))
			emit(b, c, query, k, negated, guard);
	}
}

bool nwi_build_anchors(struct nwi_build *b, uint32_t query, uint32_t node)
{
	struct choice c = { b, (const void *)b->section[NWI_NODES].at };

	if (price(&c, node, false) == UINT32_MAX)
		return false;
	emit(b, &c, query, node, false, NWI_NONE);
	return true;
}
