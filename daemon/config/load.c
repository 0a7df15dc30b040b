/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"

#include "config/scalar.h"

#include <ctype.h>
#include <stdlib.h>

enum { ARENA_MAX = 1024 * 1024 * 1024 };

/* ---- sections ---- */

static void load_section(struct loader *l, enum config_section_index index)
{
	const struct config_section *section = &config_sections[index];
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	struct nwi_values values;

	nw_arena_clear(l->work);
	nwi_rows_check(l->sections[index], &section->rows, 1, l->work, &values,
		       l->problems);
	load_fill(l, &values, section->fields,
		  (char *)l->config + section->offset);
	nw_buf_init(&json, NWI_TREE_MAX_BYTES * 8);
	nwi_values_all_json(&values, &json);
	load_digest(l, section->name, nw_buf_str(&json),
		    l->config->self->sections[index]);
}

/* What no single row can say. */
static void check_sections(struct loader *l)
{
	const struct config_delivery *d = &l->config->delivery;
	const struct nwi_node *node = l->sections[CONFIG_DELIVERY];

	if (node && d->lease_ms <= d->timeout_ms)
		nwi_node_problem(l->problems, node,
				 "lease is not longer than timeout; allowed: a "
				 "lease above every timeout");
	const struct nwi_node *store = l->sections[CONFIG_STORE];
	if (store &&
	    l->config->store.stories.age_ms <= l->config->stories.window_ms)
		nwi_node_problem(l->problems, store,
				 "stories_age is not longer than "
				 "stories.window: a story that goes on would "
				 "begin anew; allowed: longer");
	if (node && d->retry_max_ms < d->retry_first_ms)
		nwi_node_problem(l->problems, node,
				 "retry_max is shorter than retry_first");
}

void load_sections(struct loader *l)
{
	for (size_t i = CONFIG_FETCH; i <= CONFIG_LOG; i++)
		load_section(l, (enum config_section_index)i);
	l->config->delivery.retry_permille =
		(int64_t)(l->config->delivery.retry_factor * 1000 + 0.5);
	l->config->stories.gather_one = l->config->stories.gather;
	l->config->log.level += NW_LOG_ERROR; /* the first of the choices */
	check_sections(l);
}

/* ---- the top ---- */

static bool is_instance_name(struct nw_str name)
{
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];
		if (c >= 0x80 ||
		    (!isalnum(c) && c != '.' && c != '-' && c != '_'))
			return false;
	}
	return name.len > 0;
}

static void load_instance(struct loader *l, const struct nwi_value *value)
{
	const char *host = l->in->host_name ? l->in->host_name : "localhost";

	if (value->count == 0) {
		l->config->instance = load_text(l, nw_str_from(host));
		return;
	}
	l->config->instance = load_text(l, value->at[0].text);
	if (!is_instance_name(value->at[0].text))
		nwi_node_problem(l->problems, value->at[0].node,
				 "\"%.*s\" is not valid; allowed: letters, "
				 "digits, '.', '-' and '_'",
				 NW_FMT(value->at[0].text));
}

static bool fits(uint32_t type, struct nw_str text)
{
	const struct nw_option row = { .name = "contact", .type = type };
	struct nwi_scalar scalar = { .text = text };
	const char *reason;

	return nwi_scalar_convert(&row, &scalar, &reason) == NWI_SCALAR_FINE;
}

static bool fetches(const struct config *config)
{
	for (size_t i = 0; i < config->source_count; i++) {
		if (config->sources[i].kind == NW_REQUEST_HTTP)
			return true;
	}
	return false;
}

static void check_contact(struct loader *l, const struct nwi_value *value)
{
	if (value->count == 0) {
		if (!value->node && fetches(l->config))
			nwi_node_problem(
				l->problems, &l->top,
				"contact: is missing, and sources are fetched "
				"over the network; allowed: a mail address or "
				"URL by which outlets can reach you");
		return;
	}
	struct nw_str text = value->at[0].text;
	if (!fits(NW_OPTION_ADDRESS, text) && !fits(NW_OPTION_URL, text))
		nwi_node_problem(l->problems, value->at[0].node,
				 "\"%.*s\" is not valid; allowed: a mail "
				 "address or a URL with http or https",
				 NW_FMT(text));
}

static void load_operators(struct loader *l, const struct nwi_value *value)
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
	l->config->operators = at;
	l->config->operator_count = count;
}

/* `include:` may stand in every file, so it is checked in each alone. */
static void check_includes(struct loader *l)
{
	const struct nw_option *include = nwi_rows_find(
		config_sections[CONFIG_TOP].rows, nw_str_from("include"));
	const struct nw_option rows[] = { *include, { 0 } };
	struct nwi_values values;

	if (l->in->flags & CONFIG_ONLY_WATCHES)
		return;
	for (size_t i = 0; i < l->file_count; i++)
		nwi_rows_check_known(l->files[i]->root->kind == NWI_NODE_MAP
					     ? l->files[i]->root
					     : NULL,
				     rows, l->work, &values, l->problems);
}

void load_top(struct loader *l)
{
	const struct config_section *top = &config_sections[CONFIG_TOP];
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	struct nwi_values values;

	nw_arena_clear(l->work);
	check_includes(l);
	nwi_rows_check(&l->top, &top->rows, 1, l->work, &values, l->problems);
	load_fill(l, &values, top->fields, l->config);
	load_instance(l, nwi_values_get(&values, "instance"));
	load_operators(l, nwi_values_get(&values, "operator"));
	if (!(l->in->flags & CONFIG_ONLY_WATCHES))
		check_contact(l, nwi_values_get(&values, "contact"));
	if (l->in->state_dir)
		l->config->state_dir =
			load_text(l, nw_str_from(l->in->state_dir));
	if (l->in->control)
		l->config->control = load_text(l, nw_str_from(l->in->control));
	nw_buf_init(&json, NWI_TREE_MAX_BYTES * 8);
	nwi_values_all_json(&values, &json);
	nw_buf_add_str(&json, l->config->instance);
	load_digest(l, "top", nw_buf_str(&json),
		    l->config->self->sections[CONFIG_TOP]);
}

/* ---- the whole ---- */

static struct config *new_config(void)
{
	struct nw_arena *arena = nw_arena_new(ARENA_MAX);
	struct config *config = load_alloc(arena, 1, sizeof(*config));
	struct config_private *self = load_alloc(arena, 1, sizeof(*self));
	const struct nwi_sip_key key = { 0, 0 };

	self->references = 1;
	self->arena = arena;
	nwi_map_init(&self->sources, key);
	nwi_map_init(&self->outlets, key);
	nwi_map_init(&self->classifiers, key);
	nwi_map_init(&self->notifiers, key);
	nwi_map_init(&self->watches, key);
	nwi_map_init(&self->spikes, key);
	nwi_map_init(&self->domains, key);
	config->self = self;
	return config;
}

static void list_files(struct loader *l)
{
	struct nw_str *at = load_alloc(l->arena, l->file_count, sizeof(*at));

	for (size_t i = 0; i < l->file_count; i++)
		at[i] = nw_str_from(l->files[i]->file.name);
	l->config->files = (struct config_texts){ at, l->file_count };
	l->config->path = load_text(l, nw_str_from(l->in->path));
}

/* `newswatch match` needs the shipped topics where a watch asks for topics. */
static bool needs_classifiers(const struct loader *l)
{
	const struct load_nodes *watches = &l->lists[CONFIG_WATCHES];
	const struct nw_str topic = nw_str_from("topic:");

	if (!(l->in->flags & CONFIG_ONLY_WATCHES) ||
	    nwi_node_get(&l->top, "watches_from"))
		return true;
	for (size_t i = 0; i < watches->count; i++) {
		const struct nwi_node *query =
			nwi_node_get(watches->at[i], "query");

		if (nwi_node_get(watches->at[i], "topics") ||
		    (query &&
		     nw_str_find(query->text, topic) < query->text.len))
			return true;
	}
	return false;
}

/* What is named stands before what names it. */
static void load_all(struct loader *l)
{
	load_merge(l);
	load_sections(l);
	load_outlets(l);
	if (needs_classifiers(l))
		load_classifiers(l);
	load_notifiers(l);
	load_sources(l);
	load_names(l);
	load_watches(l);
	load_spikes(l);
	load_top(l);
	list_files(l);
	nwi_derive_id("config", &(struct nw_str){ l->digest.at, l->digest.len },
		      1, l->config->digest);
}

static void loader_init(struct loader *l, const struct config_input *input,
			struct nwi_problems *problems)
{
	const struct nwi_sip_key key = { 0, 0 };

	*l = (struct loader){ .in = input, .problems = problems };
	l->scratch = nw_arena_new(ARENA_MAX);
	l->work = nw_arena_new(ARENA_MAX);
	l->rows = nw_arena_new(NWI_TREE_ARENA);
	l->config = new_config();
	l->arena = l->config->self->arena;
	l->config->generation = input->generation;
	nwi_map_init(&l->seen, key);
	nwi_map_init(&l->topics, key);
	nwi_map_init(&l->shadow_topics, key);
	nwi_map_init(&l->probed, key);
	nw_buf_init(&l->digest, ARENA_MAX);
}

static void loader_fini(struct loader *l)
{
	for (size_t i = 0; i < CONFIG_SECTION_COUNT; i++)
		free(l->lists[i].at);
	nwi_map_fini(&l->seen);
	nwi_map_fini(&l->topics);
	nwi_map_fini(&l->shadow_topics);
	nwi_map_fini(&l->probed);
	nw_buf_fini(&l->digest);
	nw_arena_free(&l->scratch);
	nw_arena_free(&l->work);
	nw_arena_free(&l->rows);
	config_unref(&l->config);
}

static struct config_texts list_topics(struct loader *l,
				       const struct nwi_map *topics)
{
	struct nw_str *names =
		load_alloc(l->arena, topics->count + 1, sizeof(*names));

	for (size_t i = 0; i < topics->count; i++)
		names[i] = topics->rows[i].key;
	return (struct config_texts){ names, topics->count };
}

enum nw_status config_load(const struct config_input *input,
			   struct config **out, struct nwi_problems *problems,
			   struct nw_error *err)
{
	NW_AUTO(loader_fini) struct loader l = { 0 };

	loader_init(&l, input, problems);
	load_files(&l);
	if (l.file_count > 0 && !l.broken)
		load_all(&l);
	nwi_problems_sort(problems);
	enum nw_status status = nwi_problems_check(problems, err);
	if (status != NW_OK)
		return status;
	l.config->topics = list_topics(&l, &l.topics);
	l.config->shadow_topics = list_topics(&l, &l.shadow_topics);
	*out = NW_STEAL(l.config);
	return NW_OK;
}

/* ---- before the plugins are known ---- */

static size_t count_plugins(const struct load_file *file)
{
	const struct nwi_node *node =
		file->broken ? NULL : nwi_node_get(file->root, "plugins");
	size_t count = 0;

	if (!node || node->kind != NWI_NODE_LIST)
		return node && node->kind == NWI_NODE_SCALAR;
	for (const struct nwi_node *n = node->first; n; n = n->next)
		count++;
	return count;
}

static void add_plugins(struct loader *l, const struct load_file *file,
			struct nw_arena *arena, struct nw_str *at,
			size_t *count)
{
	const struct nwi_node *node = nwi_node_get(file->root, "plugins");
	bool list = node->kind == NWI_NODE_LIST;

	for (node = list ? node->first : node; node;
	     node = list ? node->next : NULL) {
		/* What is no path, the row's check reports. */
		if (node->kind == NWI_NODE_SCALAR && node->text.len > 0)
			at[(*count)++] = nw_arena_str(
				arena, load_path(l, node, node->text));
	}
}

void config_plugin_paths(const struct config_input *input,
			 struct nw_arena *arena, struct config_texts *out)
{
	NW_AUTO(loader_fini) struct loader l = { 0 };
	struct nwi_problems *problems = calloc(1, sizeof(*problems));
	size_t room = 0, count = 0;

	if (!problems)
		abort();
	nwi_problems_init(problems);
	loader_init(&l, input, problems);
	load_files(&l);
	for (size_t i = 0; i < l.file_count; i++)
		room += count_plugins(l.files[i]);
	struct nw_str *at = nw_arena_array(arena, room + 1, sizeof(*at));
	for (size_t i = 0; at && i < l.file_count; i++)
		if (count_plugins(l.files[i]) > 0)
			add_plugins(&l, l.files[i], arena, at, &count);
	*out = (struct config_texts){ at, count };
	nwi_problems_fini(problems);
	free(problems);
}
