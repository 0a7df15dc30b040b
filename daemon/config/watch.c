/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"

#include "config/scalar.h"

#include <stdlib.h>

/* ---- topics ---- */

static const struct nw_option score_row = {
	"score", NW_OPTION_NUMBER, 0, "0.5", 0, 1000, NULL, NULL, ""
};

static void load_topic(struct loader *l, const struct nwi_scalar *s,
		       struct config_topic *out)
{
	struct nwi_scalar score = { .text = s->text };
	const char *reason;

	out->name = load_text(l, s->key);
	out->min = 0.5;
	if (!nw_str_is_absent(s->text)) {
		if (nwi_scalar_convert(&score_row, &score, &reason) ==
		    NWI_SCALAR_FINE)
			out->min = score.number;
		else
			nwi_node_problem(l->problems, s->node,
					 "\"%.*s\" is no score; allowed: a "
					 "number, 0 to 1",
					 NW_FMT(s->text));
	}
	if (l->topics_known)
		load_reference(l, &l->topics, s->node, s->key, "topic");
}

static void load_topics(struct loader *l, const struct nwi_value *value,
			struct config_watch *out)
{
	struct config_topic *topics =
		load_alloc(l->arena, value->count, sizeof(*topics));

	for (size_t i = 0; i < value->count; i++)
		load_topic(l, &value->at[i], &topics[i]);
	out->topics = topics;
	out->topic_count = value->count;
}

/* ---- references ---- */

static void load_outlet_names(struct loader *l, const struct nwi_value *value,
			      struct config_watch *out)
{
	const struct config_outlet **at =
		load_alloc(l->arena, value->count, sizeof(*at));
	size_t count = 0;

	for (size_t i = 0; i < value->count; i++) {
		at[count] = load_reference(l, &l->config->self->outlets,
					   value->at[i].node, value->at[i].text,
					   "outlet");
		count += at[count] != NULL;
	}
	out->outlets = at;
	out->outlet_count = count;
}

static void load_notify(struct loader *l, const struct nwi_value *value,
			struct config_watch *out)
{
	const struct config_notifier **at =
		load_alloc(l->arena, value->count, sizeof(*at));
	size_t count = 0;

	for (size_t i = 0; i < value->count; i++) {
		at[count] = load_reference(l, &l->config->self->notifiers,
					   value->at[i].node, value->at[i].text,
					   "notifier");
		count += at[count] != NULL;
	}
	out->notify = at;
	out->notify_count = count;
}

/* ---- one watch ---- */

static void digest_watch(struct loader *l, const struct nwi_values *values,
			 struct config_watch *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	nw_buf_init(&json, NWI_TREE_MAX_BYTES * 8);
	nwi_values_all_json(values, &json);
	/* As JSON a list of topics has no scores, so they are written out. */
	for (size_t i = 0; i < out->topic_count; i++)
		nw_buf_add_fmt(&json, " %.*s=%.6g", NW_FMT(out->topics[i].name),
			       out->topics[i].min);
	load_digest(l, "watch", nw_buf_str(&json), out->digest);
}

/* `newswatch match` needs no notifier: the row without its flag. */
static const struct nw_option *watch_rows(const struct loader *l)
{
	const struct nw_option *rows = config_sections[CONFIG_WATCHES].rows;
	size_t count = nwi_rows_count(rows) + 1;

	if (!(l->in->flags & CONFIG_ONLY_WATCHES))
		return rows;
	struct nw_option *loose = load_alloc(l->scratch, count, sizeof(*loose));
	memcpy(loose, rows, count * sizeof(*loose));
	for (size_t i = 0; i + 1 < count; i++) {
		if (strcmp(loose[i].name, "notify") == 0)
			loose[i].flags &= ~(uint32_t)NW_OPTION_REQUIRED;
	}
	return loose;
}

static void load_watch(struct loader *l, const struct nw_option *rows, size_t i,
		       struct config_watch *out)
{
	const struct nwi_node *node = l->lists[CONFIG_WATCHES].at[i];
	struct nwi_values values;

	nw_arena_clear(l->work);
	nwi_rows_check(node, &rows, 1, l->work, &values, l->problems);
	load_check_name(l, &values);
	out->name = load_text(l, nwi_values_text(&values, "name"));
	out->query = load_text(l, nwi_values_text(&values, "query"));
	out->severity = (uint32_t)nwi_values_int(&values, "severity");
	out->enabled = nwi_values_bool(&values, "enabled");
	load_topics(l, nwi_values_get(&values, "topics"), out);
	load_outlet_names(l, nwi_values_get(&values, "outlets"), out);
	load_notify(l, nwi_values_get(&values, "notify"), out);
	out->countries =
		load_countries(l, nwi_values_get(&values, "countries"));
	out->languages =
		load_languages(l, nwi_values_get(&values, "languages"));
	if (node->kind == NWI_NODE_MAP && !nwi_node_get(node, "query") &&
	    !nwi_node_get(node, "topics"))
		nwi_node_problem(l->problems, node,
				 "has neither query nor topics; allowed: one "
				 "of them or both");
	digest_watch(l, &values, out);
	load_index(l, CONFIG_WATCHES, &l->config->self->watches, out->name, i,
		   out);
}

/* ---- queries ---- */

struct compiling {
	struct loader *l;
	const struct nwi_node **nodes; /* of the rows' queries */
	size_t count;
	bool reported;
};

static void take_problem(void *arg, const struct nw_query_problem *problem)
{
	struct compiling *c = arg;
	char path[NWI_PATH_TEXT];

	if (problem->query >= c->count)
		return;
	const struct nwi_node *node = c->nodes[problem->query];
	/* Finding a byte reads the file: not for what is counted alone. */
	bool full = c->l->problems->count == NWI_PROBLEMS_MAX;
	struct nwi_place place =
		full ? nwi_node_place(node)
		     : nwi_node_text_place(node, problem->offset);
	if (problem->warning) {
		nwi_problem_warn(c->l->problems, place,
				 nwi_node_path(node, path), "%s",
				 problem->text);
		return;
	}
	c->reported = true;
	nwi_problem(c->l->problems, place, nwi_node_path(node, path), "%s",
		    problem->text);
}

static void compile(struct loader *l)
{
	const struct config_plugins *plugins = l->in->plugins;
	size_t count = l->lists[CONFIG_WATCHES].count;
	struct compiling c = { .l = l };
	struct nw_error err;

	if (!plugins || !plugins->compile)
		return;
	struct nw_query_text *rows =
		load_alloc(l->scratch, count, sizeof(*rows));
	c.nodes = load_alloc(l->scratch, count, sizeof(*c.nodes));
	for (size_t i = 0; i < count; i++) {
		const struct config_watch *watch = &l->config->watches[i];
		if (nw_str_is_absent(watch->query))
			continue;
		c.nodes[c.count] =
			nwi_node_get(l->lists[CONFIG_WATCHES].at[i], "query");
		rows[c.count++] =
			(struct nw_query_text){ watch->name, watch->query };
	}
	if (plugins->compile(plugins->arg, rows, c.count, take_problem, &c,
			     &err) != NW_OK &&
	    !c.reported)
		nwi_problem(l->problems, (struct nwi_place){ 0 },
			    nw_str_from("watches"), "%s", err.text);
}

void load_watches(struct loader *l)
{
	size_t count = l->lists[CONFIG_WATCHES].count;
	const struct nw_option *rows = watch_rows(l);
	struct config_watch *watches =
		load_alloc(l->arena, count, sizeof(*watches));

	l->config->watches = watches;
	l->config->watch_count = count;
	for (size_t i = 0; i < count; i++)
		load_watch(l, rows, i, &watches[i]);
	compile(l);
}
