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

/* Most watches notify as the one before them: they share its list. */
static void share_notify(struct loader *l, const struct config_notifier **at,
			 size_t count, struct config_watch *out)
{
	const size_t bytes = count * sizeof(*at);

	if (!l->notify || l->notify_count != count ||
	    memcmp(l->notify, at, bytes) != 0) {
		const struct config_notifier **kept =
			load_alloc(l->arena, count, sizeof(*kept));
		if (count > 0)
			memcpy(kept, at, bytes);
		l->notify = kept;
		l->notify_count = count;
	}
	out->notify = l->notify;
	out->notify_count = count;
}

static void load_notify(struct loader *l, const struct nwi_value *value,
			struct config_watch *out)
{
	const struct config_notifier **at =
		load_alloc(l->work, value->count, sizeof(*at));
	size_t count = 0;

	for (size_t i = 0; i < value->count; i++) {
		at[count] = load_reference(l, &l->config->self->notifiers,
					   value->at[i].node, value->at[i].text,
					   "notifier");
		count += at[count] != NULL;
	}
	share_notify(l, at, count, out);
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

/* The watches while they are read. */
struct watches {
	struct loader *l;
	const struct nw_option *rows;
	struct nw_buf at;     /* struct config_watch */
	struct nw_buf places; /* struct load_row */
};

static size_t count_watches(const struct watches *w)
{
	return w->at.len / sizeof(struct config_watch);
}

static const struct load_row *row_at(const struct watches *w, size_t i)
{
	return (const struct load_row *)(const void *)w->places.at + i;
}

static void load_watch(struct loader *l, const struct nw_option *rows,
		       const struct nwi_node *node, struct config_watch *out)
{
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
	load_rules(l, &values, &out->rules);
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
	load_examples(l, &values, out);
}

static void take_row(void *arg, const struct load_row *row,
		     const struct nwi_node *node)
{
	struct watches *w = arg;
	struct config_watch watch = { 0 };

	if (count_watches(w) == LOAD_MAX_WATCHES) {
		nwi_problem(w->l->problems, nwi_node_place(node),
			    nw_str_from("watches_from"),
			    "this is one watch too many; allowed: %d",
			    LOAD_MAX_WATCHES);
		return;
	}
	load_watch(w->l, w->rows, node, &watch);
	nw_buf_add(&w->at, &watch, sizeof(watch));
	nw_buf_add(&w->places, row, sizeof(*row));
}

static void read_watches(struct watches *w)
{
	const struct load_nodes *list = &w->l->lists[CONFIG_WATCHES];

	for (size_t i = 0; i < list->count; i++) {
		const struct load_row row = { .node = list->at[i] };

		take_row(w, &row, list->at[i]);
	}
	load_watches_from(w->l, take_row, w);
	if (w->at.failed || w->places.failed)
		abort(); /* LOAD_MAX_WATCHES bounds them */
}

/* Where a row's name stands. */
static struct nwi_place name_place(const struct watches *w, size_t i,
				   const struct nwi_node **node)
{
	*node = nwi_node_get(load_row_node(w->l, row_at(w, i)), "name");
	return *node ? nwi_node_place(*node) : (struct nwi_place){ 0 };
}

static void report_twice(const struct watches *w, size_t second)
{
	const struct config_watch *all = w->l->config->watches;
	const struct nwi_node *node;
	struct nwi_place place;
	const char *name;
	size_t first = 0;

	/* Over a full collector the place would be looked for in vain. */
	while (w->l->problems->count < NWI_PROBLEMS_MAX && first < second &&
	       !nw_str_equal(all[first].name, all[second].name))
		first++;
	place = name_place(w, first, &node);
	name = place.file ? place.file->name : "";
	place.line += place.file ? place.file->lines_before : 0;
	name_place(w, second, &node);
	if (!node)
		load_row_changed(w->l, row_at(w, second));
	else
		nwi_node_problem(w->l->problems, node,
				 "\"%.*s\" is there already, at %s:%u:%u; "
				 "allowed: each name once",
				 NW_FMT(all[second].name), name, place.line,
				 place.column);
}

static void index_watches(struct watches *w)
{
	struct config_private *self = w->l->config->self;
	const struct config_watch *all = w->l->config->watches;

	for (size_t i = 0; i < w->l->config->watch_count; i++) {
		union {
			const struct config_watch *in;
			void *out;
		} entry = { .in = &all[i] };

		if (all[i].name.len > 0 &&
		    !nwi_map_put(&self->watches, all[i].name, entry.out))
			report_twice(w, i);
	}
}

/* ---- queries ---- */

struct compiling {
	const struct watches *w;
	uint32_t *rows; /* of the queries */
	size_t count;
	bool reported;
};

static void take_problem(void *arg, const struct nw_query_problem *problem)
{
	struct compiling *c = arg;
	struct nwi_problems *problems = c->w->l->problems;
	char path[NWI_PATH_TEXT];

	if (problem->query >= c->count)
		return;
	const struct load_row *row = row_at(c->w, c->rows[problem->query]);
	const struct nwi_node *node =
		nwi_node_get(load_row_node(c->w->l, row), "query");
	if (!node) {
		if (!problem->warning)
			load_row_changed(c->w->l, row);
		return;
	}
	/* Finding a byte reads the file: not for what is counted alone. */
	struct nwi_place place =
		problems->count == NWI_PROBLEMS_MAX
			? nwi_node_place(node)
			: nwi_node_text_place(node, problem->offset);
	if (problem->warning) {
		nwi_problem_warn(problems, place, nwi_node_path(node, path),
				 "%s", problem->text);
	} else {
		c->reported = true;
		nwi_problem(problems, place, nwi_node_path(node, path), "%s",
			    problem->text);
	}
	nwi_problem_quote(problems, place, problem->length);
}

/* A set of watches alone has no sources, and may have no classifiers. */
static void know_names(struct loader *l, struct nw_query_set *set)
{
	const struct config *config = l->config;
	struct nw_str *topics =
		load_alloc(l->scratch, l->topics.count + 1, sizeof(*topics));
	struct nw_str *sources = load_alloc(
		l->scratch, config->source_count + 1, sizeof(*sources));
	struct nw_str *outlets = load_alloc(
		l->scratch, config->outlet_count + 1, sizeof(*outlets));

	for (size_t i = 0; i < l->topics.count; i++)
		topics[i] = l->topics.rows[i].key;
	for (size_t i = 0; i < config->source_count; i++)
		sources[i] = config->sources[i].base.name;
	for (size_t i = 0; i < config->outlet_count; i++)
		outlets[i] = config->outlets[i].name;
	set->topics = l->topics_known ? topics : NULL;
	set->topic_count = l->topics_known ? l->topics.count : 0;
	if (!(l->in->flags & CONFIG_ONLY_WATCHES)) {
		set->sources = sources;
		set->source_count = config->source_count;
		set->outlets = outlets;
		set->outlet_count = config->outlet_count;
	}
}

static void compile(const struct watches *w)
{
	struct loader *l = w->l;
	const struct config_plugins *plugins = l->in->plugins;
	size_t count = l->config->watch_count;
	struct compiling c = { .w = w };
	struct nw_error err;

	if (!plugins || !plugins->compile)
		return;
	struct nw_query_text *rows =
		load_alloc(l->scratch, count, sizeof(*rows));
	c.rows = load_alloc(l->scratch, count, sizeof(*c.rows));
	for (size_t i = 0; i < count; i++) {
		const struct config_watch *watch = &l->config->watches[i];
		if (nw_str_is_absent(watch->query))
			continue;
		c.rows[c.count] = (uint32_t)i;
		rows[c.count++] =
			(struct nw_query_text){ watch->name, watch->query };
	}
	struct nw_query_set set = { .size = sizeof(set),
				    .rows = rows,
				    .count = c.count,
				    .names = l->config->names,
				    .name_count = l->config->name_count };
	know_names(l, &set);
	if (plugins->compile(plugins->arg, &set, take_problem, &c, &err) !=
		    NW_OK &&
	    !c.reported)
		nwi_problem(l->problems, (struct nwi_place){ 0 },
			    nw_str_from("watches"), "%s", err.text);
}

void load_watches(struct loader *l)
{
	struct watches w = { .l = l, .rows = watch_rows(l) };

	nw_buf_init(&w.at, LOAD_MAX_WATCHES * sizeof(struct config_watch) * 2);
	nw_buf_init(&w.places, LOAD_MAX_WATCHES * sizeof(struct load_row) * 2);
	read_watches(&w);
	struct config_watch *watches =
		load_alloc(l->arena, count_watches(&w), sizeof(*watches));
	if (w.at.len > 0)
		memcpy(watches, w.at.at, w.at.len);
	l->config->watches = watches;
	l->config->watch_count = count_watches(&w);
	nw_buf_fini(&w.at);
	index_watches(&w);
	compile(&w);
	nw_buf_fini(&w.places);
}
