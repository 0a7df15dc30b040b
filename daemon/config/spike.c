/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"

/* What a spike may count, and the map that knows its names; NULL: codes. */
struct kind {
	const char *option, *prefix, *what;
	const struct nwi_map *names;
	bool known; /* the map is complete */
};

/* It may be off for a while: no mistake, but worth a word. */
static void check_watch(struct loader *l, const struct nwi_scalar *s)
{
	const struct config_watch *watch =
		nwi_map_get(&l->config->self->watches, s->text);
	char path[NWI_PATH_TEXT];

	if (watch && !watch->enabled)
		nwi_problem_warn(l->problems, nwi_node_place(s->node),
				 nwi_node_path(s->node, path),
				 "the watch \"%.*s\" is switched off (enabled: "
				 "false): nothing of it is counted",
				 NW_FMT(s->text));
}

static size_t add_series(struct loader *l, const struct kind *kind,
			 const struct nwi_value *value, struct nw_str *at)
{
	size_t count = 0;

	for (size_t i = 0; i < value->count; i++) {
		const struct nwi_scalar *s = &value->at[i];
		if (kind->known && !load_reference(l, kind->names, s->node,
						   s->text, kind->what))
			continue;
		if (kind->names == &l->config->self->watches)
			check_watch(l, s);
		at[count++] =
			load_fmt(l, "%s:%.*s", kind->prefix, NW_FMT(s->text));
	}
	return count;
}

static size_t add_countries(struct loader *l, const struct nwi_value *value,
			    struct nw_str *at)
{
	const struct config_texts codes = load_countries(l, value);

	for (size_t i = 0; i < codes.count; i++)
		at[i] = load_fmt(l, "country:%.*s", NW_FMT(codes.at[i]));
	return codes.count;
}

static void load_series(struct loader *l, const struct nwi_values *values,
			const struct nwi_node *node, struct config_spike *out)
{
	const struct kind kinds[] = {
		{ "topics", "topic", "topic", &l->topics, l->topics_known },
		{ "watches", "watch", "watch", &l->config->self->watches,
		  true },
	};
	const struct nwi_value *countries = nwi_values_get(values, "countries");
	size_t most = countries->count, count = 0;

	for (size_t i = 0; i < 2; i++)
		most += nwi_values_get(values, kinds[i].option)->count;
	struct nw_str *at = load_alloc(l->arena, most, sizeof(*at));
	for (size_t i = 0; i < 2; i++)
		count += add_series(l, &kinds[i],
				    nwi_values_get(values, kinds[i].option),
				    at + count);
	count += add_countries(l, countries, at + count);
	if (most == 0)
		nwi_node_problem(l->problems, node,
				 "counts nothing; allowed: topics, countries "
				 "or watches, at least one of them");
	out->series = (struct config_texts){ at, count };
}

static void load_notify(struct loader *l, const struct nwi_value *value,
			struct config_spike *out)
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

static void load_spike(struct loader *l, size_t i, struct config_spike *out)
{
	static const struct config_field fields[] = {
		{ "name", offsetof(struct config_spike, name) },
		{ "within", offsetof(struct config_spike, within_ms) },
		{ "least", offsetof(struct config_spike, least) },
		{ "factor", offsetof(struct config_spike, factor) },
		{ "severity", offsetof(struct config_spike, severity) },
		{ 0 },
	};
	const struct nw_option *rows = config_sections[CONFIG_SPIKES].rows;
	const struct nwi_node *node = l->lists[CONFIG_SPIKES].at[i];
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	struct nwi_values values;

	nw_arena_clear(l->work);
	nwi_rows_check(node, &rows, 1, l->work, &values, l->problems);
	load_check_name(l, &values);
	load_fill(l, &values, fields, out);
	load_series(l, &values, node, out);
	load_notify(l, nwi_values_get(&values, "notify"), out);
	load_index(l, CONFIG_SPIKES, &l->config->self->spikes, out->name, i,
		   out);
	nw_buf_init(&json, NWI_TREE_MAX_BYTES * 8);
	nwi_values_all_json(&values, &json);
	load_digest(l, "spike", nw_buf_str(&json), out->digest);
}

void load_spikes(struct loader *l)
{
	size_t count = l->lists[CONFIG_SPIKES].count;
	struct config_spike *spikes =
		load_alloc(l->arena, count, sizeof(*spikes));

	l->config->spikes = spikes;
	l->config->spike_count = count;
	for (size_t i = 0; i < count; i++)
		load_spike(l, i, &spikes[i]);
}
