/* SPDX-License-Identifier: Apache-2.0 */
/* What a watch asks of a story. */
#include "daemon/config/loader.h"
#include "daemon/config/rows.h"

static const struct config_field rule_fields[] = {
#define AT(member) offsetof(struct config_rules, member)
	{ "min_independent", AT(min_independent) },
	{ "min_outlets", AT(min_outlets) },
	{ "within", AT(within_ms) },
	{ "first_after", AT(first_after_ms) },
	{ "update_every", AT(update_every_ms) },
	{ "remind_after", AT(remind_after_ms) },
	{ "close_after", AT(close_after_ms) },
	{ "high_from", AT(high_from) },
	{ "urgent_from", AT(urgent_from) },
	{ 0 },
#undef AT
};

/* A choice is the place of its word; the last one is "none". */
static uint32_t load_bits(struct loader *l, const struct nwi_value *value)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < value->count; i++) {
		const struct nwi_scalar *s = &value->at[i];
		if (!nw_str_is(s->text, "none"))
			bits |= 1U << s->integer;
		else if (value->count > 1)
			nwi_node_problem(l->problems, s->node,
					 "\"none\" stands alone; allowed: it "
					 "or the others");
	}
	return bits;
}

static bool is_given(const struct nwi_values *values, const char *name)
{
	const struct nwi_value *value = nwi_values_get(values, name);

	return value->count > 0 && value->at[0].node;
}

static void check_numbers(struct loader *l, const struct nwi_values *values,
			  const struct config_rules *rules)
{
	const struct nwi_value *high = nwi_values_get(values, "high_from");
	const struct nwi_value *within = nwi_values_get(values, "within");
	const struct nwi_value *update = nwi_values_get(values, "update_if");

	if (high->count > 0 && rules->urgent_from > 0 &&
	    rules->high_from >= rules->urgent_from)
		nwi_node_problem(l->problems, high->at[0].node,
				 "never comes: urgent_from is %lld; allowed: a "
				 "number below it",
				 (long long)rules->urgent_from);
	/* first_after alone waits for two independent reports. */
	if (within->count > 0 && rules->min_independent == 0 &&
	    rules->min_outlets == 0 && rules->first_after_ms == 0 &&
	    rules->high_from == 0 && rules->urgent_from == 0)
		nwi_node_problem(l->problems, within->at[0].node,
				 "nothing is counted within it; allowed: with "
				 "min_independent, min_outlets, affiliation, "
				 "first_after, high_from or urgent_from");
	if (update->node && update->count == 0 &&
	    update->node->kind == NWI_NODE_LIST && update->node->count == 0)
		nwi_node_problem(l->problems, update->node,
				 "is empty; allowed: none, for no updates, or "
				 "what is to be told");
}

/* A reminder is an alert, and waits as updates do. */
static void warn_early_reminder(struct loader *l,
				const struct nwi_values *values,
				const struct config_rules *rules)
{
	const struct nwi_value *remind = nwi_values_get(values, "remind_after");

	if (remind->count == 0 ||
	    rules->remind_after_ms >= rules->update_every_ms)
		return;
	const struct nwi_node *node = remind->at[0].node;
	char path[NWI_PATH_TEXT];
	nwi_problem_warn(l->problems, nwi_node_place(node),
			 nwi_node_path(node, path),
			 "a reminder waits for update_every, the least time "
			 "between two alerts, which is longer");
}

/* What would never come is a mistake. */
static void check_rules(struct loader *l, const struct nwi_values *values,
			const struct config_rules *rules)
{
	const struct {
		const char *name;
		int64_t ms;
	} waits[] = { { "first_after", rules->first_after_ms },
		      { "remind_after", rules->remind_after_ms } };
	const struct {
		const char *name;
		int64_t least;
	} counts[] = { { "min_independent", rules->min_independent },
		       { "min_outlets", rules->min_outlets } };

	for (size_t i = 0; i < 2; i++) {
		const struct nwi_value *value =
			nwi_values_get(values, waits[i].name);
		if (value->count > 0 && waits[i].ms >= rules->close_after_ms)
			nwi_node_problem(l->problems, value->at[0].node,
					 "the story is closed before; allowed: "
					 "a time below close_after");
	}
	warn_early_reminder(l, values, rules);
	for (size_t i = 0; i < 2; i++) {
		const struct nwi_value *value =
			nwi_values_get(values, counts[i].name);
		if (is_given(values, counts[i].name) && counts[i].least > 1 &&
		    !l->config->stories.gather && rules->first_after_ms == 0)
			nwi_node_problem(l->problems, value->at[0].node,
					 "never comes: stories.gather is off, "
					 "so each item is a story");
	}
}

void load_rules(struct loader *l, const struct nwi_values *values,
		struct config_rules *out)
{
	load_fill(l, values, rule_fields, out);
	out->update_if = load_bits(l, nwi_values_get(values, "update_if"));
	out->affiliations =
		load_texts(l, nwi_values_get(values, "affiliation"));
	if (out->affiliations.count > 0 && out->min_independent == 0 &&
	    out->min_outlets == 0)
		out->min_outlets = 1;
	check_numbers(l, values, out);
	check_rules(l, values, out);
}
