/* SPDX-License-Identifier: Apache-2.0 */
/* Matching: one walk from the root down, beginnings of selectors as bits. */
#include "markup/scan.h"
#include "markup/select_impl.h"

/* Tests and eights of bytes compared; about a second. */
enum { WORK = 1 << 28 };

struct run {
	const struct nwi_select *select;
	struct select_place *places;
	uint8_t *matched; /* a bit for each node number */
	uint32_t count;
	uint64_t work; /* what is left */
	struct nw_str language;
};

static bool equal_nocase(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (select_lower(a[i]) != select_lower(b[i]))
			return false;
	}
	return true;
}

/* Knuth, Morris and Pratt (1977): linear whatever the value. */
static bool contains_nocase(const struct select_test *test, struct nw_str s)
{
	size_t have = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = select_lower(s.at[i]);

		while (have > 0 && select_lower(test->value.at[have]) != c)
			have = test->fallback[have - 1];
		have += select_lower(test->value.at[have]) == c;
		if (have == test->value.len)
			return true;
	}
	return false;
}

static bool has_at(const struct select_test *test, struct nw_str s, size_t at)
{
	if (at > s.len || s.len - at < test->value.len)
		return false;
	if (test->nocase)
		return equal_nocase(s.at + at, test->value.at, test->value.len);
	return memcmp(s.at + at, test->value.at, test->value.len) == 0;
}

/* The value is one of the words of `s`. */
static bool has_word(const struct select_test *test, struct nw_str s)
{
	size_t at = 0;

	while (at < s.len) {
		while (at < s.len && nwi_is_space(s.at[at]))
			at++;
		size_t from = at;
		while (at < s.len && !nwi_is_space(s.at[at]))
			at++;
		if (at > from && at - from == test->value.len &&
		    has_at(test, s, from))
			return true;
	}
	return false;
}

static bool holds_value(const struct select_test *test, struct nw_str s)
{
	size_t len = test->value.len;

	switch (test->op) {
	case 0:
		return true;
	case '=':
		return s.len == len && has_at(test, s, 0);
	case '|':
		return has_at(test, s, 0) && (s.len == len || s.at[len] == '-');
	case '~':
		return len > 0 && has_word(test, s);
	case '^':
		return len > 0 && has_at(test, s, 0);
	case '$':
		return len > 0 && s.len >= len && has_at(test, s, s.len - len);
	default:
		if (len == 0 || len > s.len)
			return false;
		return test->nocase ? contains_nocase(test, s)
				    : nw_str_find(s, test->value) < s.len;
	}
}

static void spend(struct run *run, size_t bytes)
{
	uint64_t cost = 1 + bytes / 8;

	run->work -= cost < run->work ? cost : run->work;
}

static bool holds_attr(struct run *run, const struct select_test *test,
		       const struct nwi_node *node)
{
	for (uint32_t i = 0; i < node->attr_count; i++) {
		const struct nwi_attr *attr = &node->attrs[i];

		if (attr->atom != test->atom ||
		    (test->atom == NWI_A_NONE &&
		     !nw_str_equal(attr->name, test->name)))
			continue;
		spend(run, attr->value.len);
		return holds_value(test, attr->value);
	}
	return false;
}

static bool holds_nth(const struct run *run, const struct select_test *test,
		      const struct nwi_node *node)
{
	const struct select_place *place = &run->places[node->number];
	bool types = test->count & SELECT_OF_TYPE;
	int64_t nth = types ? place->nth_of_type : place->nth;
	int64_t all = types ? place->all_of_type : place->all;

	if (test->count & SELECT_ONLY)
		return all == 1;
	if (test->count & SELECT_FROM_LAST)
		nth = all - nth + 1;
	nth -= test->b;
	if (test->a == 0)
		return nth == 0;
	return nth % test->a == 0 && nth / test->a >= 0;
}

static bool is_empty(const struct nwi_node *node)
{
	for (const struct nwi_node *at = node->first; at; at = at->next) {
		if (at->kind == NWI_NODE_ELEMENT || at->text.len > 0)
			return false;
	}
	return true;
}

/* The tree invents no <html>: the first element without parent it is. */
static bool is_root(const struct nwi_node *node)
{
	const struct nwi_node *at = node->parent->kind == NWI_NODE_ROOT
					    ? node->parent->first
					    : NULL;

	while (at && at->kind != NWI_NODE_ELEMENT)
		at = at->next;
	return at == node;
}

static bool has_attr(const struct nwi_node *node, const char *name)
{
	for (uint32_t i = 0; i < node->attr_count; i++) {
		if (nw_str_is(node->attrs[i].name, name))
			return true;
	}
	return false;
}

static bool is_control(const struct nwi_node *node)
{
	switch (node->atom) {
	case NWI_A_BUTTON:
	case NWI_A_INPUT:
	case NWI_A_SELECT:
	case NWI_A_TEXTAREA:
	case NWI_A_OPTGROUP:
	case NWI_A_OPTION:
	case NWI_A_FIELDSET:
		return true;
	default:
		return false;
	}
}

static bool holds_all(struct run *run, const struct select_compound *compound,
		      const struct nwi_node *node);

static bool holds_any(struct run *run, const struct select_compound *list,
		      const struct nwi_node *node)
{
	for (; list; list = list->next) {
		if (holds_all(run, list, node))
			return true;
	}
	return false;
}

static bool holds_state(const struct select_test *test,
			const struct nwi_node *node)
{
	switch (test->kind) {
	case SELECT_LINK:
		return (node->atom == NWI_A_A || node->atom == NWI_A_AREA) &&
		       has_attr(node, "href");
	case SELECT_CHECKED:
		return (node->atom == NWI_A_INPUT &&
			has_attr(node, "checked")) ||
		       (node->atom == NWI_A_OPTION &&
			has_attr(node, "selected"));
	case SELECT_ENABLED:
		return is_control(node) && !has_attr(node, "disabled");
	case SELECT_DISABLED:
		return is_control(node) && has_attr(node, "disabled");
	case SELECT_EMPTY:
		return is_empty(node);
	default:
		return is_root(node);
	}
}

static bool holds(struct run *run, const struct select_test *test,
		  const struct nwi_node *node)
{
	spend(run, 0);
	switch (test->kind) {
	case SELECT_TYPE:
		return test->atom == node->atom &&
		       (test->atom != NWI_A_NONE ||
			nw_str_equal(test->name, node->text));
	case SELECT_ATTR:
		return holds_attr(run, test, node);
	case SELECT_NTH:
		return holds_nth(run, test, node);
	case SELECT_LANG:
		return holds_value(test, run->language);
	case SELECT_NOT:
		return !holds_any(run, test->list, node);
	case SELECT_IS:
		return holds_any(run, test->list, node);
	default:
		return holds_state(test, node);
	}
}

static bool holds_all(struct run *run, const struct select_compound *compound,
		      const struct nwi_node *node)
{
	const struct select_test *test = compound->tests;

	while (test && holds(run, test, node))
		test = test->next;
	return !test;
}

static uint64_t match(struct run *run, const struct nwi_node *node,
		      uint64_t could)
{
	uint64_t does = 0;

	for (; could; could &= could - 1) {
		int i = __builtin_ctzll(could);
		if (holds_all(run, run->select->compounds[i], node))
			does |= (uint64_t)1 << i;
	}
	if (does & run->select->ends) {
		run->matched[node->number / 8] |=
			(uint8_t)(1 << node->number % 8);
		run->count++;
	}
	return does;
}

static struct nw_str language_of(const struct run *run,
				 const struct nwi_node *node)
{
	struct nw_str language = { NULL, 0 };

	if (run->select->languages) {
		language = nwi_node_attr(node, NWI_A_LANG);
		if (nw_str_is_absent(language))
			language = nwi_node_attr(node, NWI_A_XML_LANG);
	}
	return nw_str_is_absent(language) ? run->language : language;
}

/*
 * `self` are the parent's bits, `above` those of it and of all above it.
 * Recurses at most NWI_TREE_DEPTH deep.
 */
static void match_children(struct run *run, const struct nwi_node *parent,
			   uint64_t self, uint64_t above)
{
	const struct nwi_select *s = run->select;
	const struct nw_str outer = run->language;
	uint64_t from_above =
		s->starts | (s->child & self << 1) | (s->below & above << 1);
	uint64_t last = 0, before = 0;

	for (const struct nwi_node *at = parent->first; at && run->work > 0;
	     at = at->next) {
		if (at->kind != NWI_NODE_ELEMENT)
			continue;
		run->language = language_of(run, at);
		last = match(run, at,
			     from_above | (s->adjacent & last << 1) |
				     (s->after & before << 1));
		before |= last;
		if (at->first)
			match_children(run, at, last, above | last);
		run->language = outer;
	}
}

static enum nw_status collect(const struct run *run,
			      const struct nwi_tree *tree,
			      struct nw_arena *arena, struct nwi_selected *out,
			      struct nw_error *err)
{
	struct nwi_selected found = { NULL, 0 };
	struct nwi_node *node = tree->root;

	found.nodes =
		nw_arena_array(arena, run->count + 1, sizeof(*found.nodes));
	if (!found.nodes)
		return nw_fail(err, NW_LIMIT,
			       "a selector finds more than memory holds");
	for (; node && found.count < run->count;
	     node = nwi_node_next(node, tree->root)) {
		if (run->matched[node->number / 8] >> node->number % 8 & 1)
			found.nodes[found.count++] = node;
	}
	*out = found;
	return NW_OK;
}

enum nw_status nwi_select_run(const struct nwi_select *select,
			      const struct nwi_tree *tree,
			      struct nw_arena *arena, struct nwi_selected *out,
			      struct nw_error *err)
{
	struct run run = { .select = select, .work = WORK };

	run.matched = nw_arena_alloc(arena, tree->count / 8 + 1);
	if (select->places)
		run.places = select_places(tree, select->types, arena);
	if (!run.matched || (select->places && !run.places))
		return nw_fail(err, NW_LIMIT,
			       "a selector needs more memory than there is");
	match_children(&run, tree->root, 0, 0);
	if (run.work == 0)
		return nw_fail(err, NW_LIMIT,
			       "a selector is too long for so large a page");
	return collect(&run, tree, arena, out, err);
}

uint32_t nwi_selected_from(const struct nwi_selected *selected, uint32_t number)
{
	uint32_t low = 0, high = selected->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (selected->nodes[middle]->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t nwi_node_end(const struct nwi_node *node)
{
	while (node->last)
		node = node->last;
	return node->number;
}

struct nwi_node *nwi_selected_in(const struct nwi_selected *selected,
				 const struct nwi_node *node)
{
	uint32_t i = nwi_selected_from(selected, node->number);

	if (i < selected->count &&
	    selected->nodes[i]->number <= nwi_node_end(node))
		return selected->nodes[i];
	return NULL;
}
