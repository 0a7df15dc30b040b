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

/* The pair of an atom and the cheaper of its neighbours in a phrase; or 0. */
static uint32_t pair_of(const struct choice *c,
			const struct nwi_image_node *node, uint32_t atom)
{
	const uint32_t *list = nwi_build_list(c->b, node->arg);
	uint32_t best = UINT32_MAX, pair = 0;

	if (node->op != NWI_OP_PHRASE || nwi_where_is_fact(node->where))
		return 0;
	for (uint32_t i = 0; i + 1 < node->count; i++) {
		uint32_t other = list[i] == atom ? list[i + 1] : list[i];
		uint32_t cost = nwi_build_cost(c->b, other), hash[2];

		if ((list[i] != atom && list[i + 1] != atom) || cost >= best ||
		    !nwi_build_hash(c->b, list[i], &hash[0]) ||
		    !nwi_build_hash(c->b, list[i + 1], &hash[1]))
			continue;
		best = cost;
		pair = nwi_pair(hash[0], hash[1]);
	}
	return pair;
}

static void add_anchor(struct nwi_build *b, uint32_t query, uint32_t atom,
		       uint32_t guard, uint32_t pair)
{
	struct nwi_anchor anchor = {
		atom, { query, guard == atom ? NWI_NONE : guard, pair }
	};

	nw_buf_add(&b->anchors, &anchor, sizeof(anchor));
}

/* What a subtree cannot do without: one of some witnesses. */
struct any {
	uint32_t at[NWI_GUARD_MOST];
	uint32_t count, cost;
};

static bool add_witness(struct any *any, uint32_t witness, uint32_t cost)
{
	if (any->count == NWI_GUARD_MOST)
		return false;
	any->at[any->count++] = witness;
	any->cost = add_costs(any->cost, cost);
	return true;
}

/* Two neighbours tell more than a word: fewer items have them by chance. */
static bool add_phrase(const struct choice *c,
		       const struct nwi_image_node *node, struct any *any)
{
	uint32_t cost, atom = phrase_atom(c, node, NWI_NONE, &cost);
	uint32_t pair = pair_of(c, node, atom);

	if (pair)
		return add_witness(any, pair | NWI_WITNESS_PAIR, cost / 4);
	return add_witness(any, atom, cost);
}

/* The child with the cheapest anchors of those that are all needed. */
static uint32_t cheapest(const struct choice *c, uint32_t at, bool negated)
{
	uint32_t best = 0, least = UINT32_MAX;

	for (uint32_t k = next_kid(c, at, 0); k; k = next_kid(c, at, k)) {
		uint32_t cost = price(c, k, negated);

		if (cost < least) {
			least = cost;
			best = k;
		}
	}
	return best;
}

/* Adds the witnesses of a subtree; false when it has none, or too many. */
static bool add_any(const struct choice *c, uint32_t at, bool negated,
		    struct any *any)
{
	const struct nwi_image_node *node = &c->nodes[at];

	if (node->op == NWI_OP_NOT)
		return add_any(c, at + 1, !negated, any);
	if (needs_none(node, negated))
		return false;
	if (node->op == NWI_OP_TERM)
		return add_witness(any, node->arg,
				   nwi_build_cost(c->b, node->arg));
	if (is_phrase(node))
		return add_phrase(c, node, any);
	if (needs_all(node, negated)) {
		at = cheapest(c, at, negated);
		return at && add_any(c, at, negated, any);
	}
	for (uint32_t k = next_kid(c, at, 0); k; k = next_kid(c, at, k)) {
		if (!add_any(c, k, negated, any))
			return false;
	}
	return true;
}

static uint32_t store_guard(struct nwi_build *b, const struct any *any)
{
	struct nw_buf *guards = &b->section[NWI_GUARDS];
	uint32_t at = nwi_build_count(b, NWI_GUARDS);

	if (any->count == 1 && !(any->at[0] & NWI_WITNESS_PAIR))
		return any->at[0];
	nw_buf_add(guards, &any->count, sizeof(any->count));
	nw_buf_add(guards, any->at, any->count * sizeof(any->at[0]));
	return at | NWI_GUARD_LIST;
}

static void emit(struct nwi_build *b, const struct choice *c, uint32_t query,
		 uint32_t at, bool negated, uint32_t guard);

/* The cheapest child's anchors, guarded by what another child needs. */
static void emit_cheapest(struct nwi_build *b, const struct choice *c,
			  uint32_t query, uint32_t at, bool negated,
			  uint32_t guard)
{
	uint32_t end = at + c->nodes[at].size;
	uint32_t best = cheapest(c, at, negated);
	struct any least = { .cost = UINT32_MAX };

	for (uint32_t k = at + 1; k < end; k += c->nodes[k].size) {
		struct any any = { .count = 0 };

		if (k != best && add_any(c, k, negated, &any) && any.count &&
		    any.cost < least.cost)
			least = any;
	}
	if (least.count)
		guard = store_guard(b, &least);
	emit(b, c, query, best, negated, guard);
}

static void emit(struct nwi_build *b, const struct choice *c, uint32_t query,
		 uint32_t at, bool negated, uint32_t guard)
{
	const struct nwi_image_node *node = &c->nodes[at];
	uint32_t cost, atom, second, pair;

	if (node->op == NWI_OP_NOT) {
		emit(b, c, query, at + 1, !negated, guard);
	} else if (node->op == NWI_OP_TERM) {
		add_anchor(b, query, node->arg, guard, 0);
	} else if (is_phrase(node)) {
		atom = phrase_atom(c, node, NWI_NONE, &cost);
		second = phrase_atom(c, node, atom, &cost);
		pair = pair_of(c, node, atom);
		add_anchor(b, query, atom,
			   pair || second == NWI_NONE ? guard : second, pair);
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
