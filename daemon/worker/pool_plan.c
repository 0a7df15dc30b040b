/* SPDX-License-Identifier: Apache-2.0 */
/* A configuration laid out: which plugins share workers, and their frames. */
#include "daemon/worker/pool_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_GROUPS = 64, MAX_FILES = 256 };

struct planner {
	struct generation *generation;
	const struct pool_plan *plan;
	const char **files[MAX_GROUPS];
	size_t file_count[MAX_GROUPS];
};

static void *need(struct generation *generation, size_t count, size_t size)
{
	void *at = nw_arena_array(generation->arena, count, size);

	/* Sized by the operator's configuration, which is at most 1 MiB. */
	if (!at)
		abort();
	return at;
}

static bool wants(const struct pool_plan *plan, enum pool_part part)
{
	return plan->parts == 0 || (plan->parts & part) != 0;
}

/* ---- groups ---- */

static struct group *group_of(struct planner *planner, const char *name)
{
	struct generation *generation = planner->generation;

	for (size_t i = 0; i < generation->group_count; i++)
		if (strcmp(generation->groups[i].name, name) == 0)
			return &generation->groups[i];
	if (generation->group_count == MAX_GROUPS)
		return NULL;
	size_t i = generation->group_count++;
	struct group *group = &generation->groups[i];
	group->generation = generation;
	group->name = nw_arena_str(generation->arena, nw_str_from(name)).at;
	planner->files[i] = need(generation, MAX_FILES + 1, sizeof(char *));
	group->files = planner->files[i];
	nw_buf_init(&group->configure, NWI_FRAME_JSON);
	return group;
}

/* Whether a plugin is of our own folder. */
static bool is_ours(const struct pool *pool, struct nw_str file)
{
	struct nw_str folder = nw_str_from(pool->settings.plugin_dir);

	while (folder.len > 1 && folder.at[folder.len - 1] == '/')
		folder.len--;
	return file.len > folder.len + 1 &&
	       nw_str_equal(nw_str_slice(file, 0, folder.len), folder) &&
	       file.at[folder.len] == '/' &&
	       nw_str_find_char(nw_str_slice(file, folder.len + 1, file.len),
				'/') == file.len - folder.len - 1;
}

static struct group *place(struct planner *planner, enum nw_plugin_kind kind,
			   const char *file)
{
	struct generation *generation = planner->generation;
	const char *shared = kind == NW_NOTIFIER ? "writers" : "readers";
	bool ours = is_ours(generation->pool, nw_str_from(file));
	struct group *group = group_of(planner, ours ? shared : file);

	if (!group)
		return NULL;
	size_t i = (size_t)(group - generation->groups);
	group->ours = ours;
	for (size_t f = 0; f < planner->file_count[i]; f++)
		if (strcmp(planner->files[i][f], file) == 0)
			return group;
	if (planner->file_count[i] < MAX_FILES)
		planner->files[i][planner->file_count[i]++] = file;
	return group;
}

static const struct config_plugin *find_plugin(const struct pool_plan *plan,
					       enum nw_plugin_kind kind,
					       struct nw_str type)
{
	for (size_t i = 0; i < plan->plugin_count; i++)
		if (plan->plugins[i].kind == kind &&
		    nw_str_equal(plan->plugins[i].type, type))
			return &plan->plugins[i];
	return NULL;
}

struct pool_instance *generation_find(const struct generation *generation,
				      enum nw_plugin_kind kind,
				      struct nw_str name)
{
	char key[512];
	int len =
		snprintf(key, sizeof(key), "%d:%.*s", (int)kind, NW_FMT(name));

	if (len < 0 || (size_t)len >= sizeof(key))
		return NULL;
	return nwi_map_get(&generation->by_name, nw_str_make(key, (size_t)len));
}

struct pool_instance *generation_add(struct generation *generation,
				     enum nw_plugin_kind kind,
				     struct nw_str name)
{
	struct pool_instance *instance =
		&generation->instances[generation->instance_count++];
	struct nw_str key = nw_arena_fmt(generation->arena, "%d:%.*s",
					 (int)kind, NW_FMT(name));

	instance->kind = kind;
	instance->name = nw_arena_str(generation->arena, name);
	nwi_map_put(&generation->by_name, key, instance);
	return instance;
}

/* ---- the configure frames ---- */

static size_t outlet_index(const struct config *config,
			   const struct config_outlet *outlet)
{
	return outlet ? (size_t)(outlet - config->outlets) + 1 : 0;
}

/* Puts an instance's row up to its own members; NULL: the plan failed. */
static struct nw_buf *put_instance(struct planner *planner,
				   enum nw_plugin_kind kind,
				   const struct config_instance *base,
				   struct nw_error *err)
{
	struct generation *generation = planner->generation;
	const struct config_plugin *plugin =
		find_plugin(planner->plan, kind, base->type);

	if (!plugin) {
		nw_fail(err, NW_BAD_CONFIG, "%.*s: there is no plugin \"%.*s\"",
			NW_FMT(base->name), NW_FMT(base->type));
		return NULL;
	}
	struct pool_instance *instance =
		generation_add(generation, kind, base->name);
	instance->file = nw_arena_str(generation->arena, plugin->file).at;
	instance->culprit = instance->file;
	instance->group = place(planner, kind, instance->file);
	if (!instance->group) {
		nw_fail(err, NW_LIMIT, "plugins of more than %d other files",
			MAX_GROUPS);
		return NULL;
	}
	struct nw_buf *out = &instance->group->configure;
	if (out->len == 0) {
		nwi_json_open(out, '{');
		nwi_json_key(out, "instances");
		nwi_json_open(out, '[');
	}
	nwi_json_open(out, '{');
	nwi_json_put_int(out, "kind", kind);
	nwi_json_put_str(out, "name", base->name);
	nwi_json_put_text(out, "file", instance->file);
	nwi_json_key(out, "settings");
	nwi_json_raw(out, base->settings);
	return out;
}

/* An item that names no language has its source's, else its outlet's only. */
static struct nw_str language_of(const struct config_source *source)
{
	const struct config_outlet *outlet = source->outlet;

	if (!source->language.len && outlet && outlet->languages.count == 1)
		return outlet->languages.at[0];
	return source->language;
}

/* Dates are read by it: "gb"; absent without. */
static void put_country(const struct config_source *source, struct nw_buf *out)
{
	const struct config_outlet *outlet = source->outlet;
	char lower[2];

	if (!outlet || !outlet->countries.count ||
	    outlet->countries.at[0].len != sizeof(lower))
		return;
	for (size_t i = 0; i < sizeof(lower); i++)
		lower[i] = (char)(outlet->countries.at[0].at[i] | 0x20);
	nwi_json_put_str(out, "country", nw_str_make(lower, sizeof(lower)));
}

static void put_article(const struct config_pairs *pairs, struct nw_buf *out)
{
	nwi_json_key(out, "article");
	nwi_json_open(out, '{');
	for (size_t i = 0; i < pairs->count; i++)
		nwi_json_put_str(out, pairs->at[i].key.at, pairs->at[i].value);
	nwi_json_close(out, '}');
}

static enum nw_status put_sources(struct planner *planner, struct nw_error *err)
{
	const struct config *config = planner->plan->config;

	for (size_t i = 0; i < config->source_count; i++) {
		const struct config_source *source = &config->sources[i];
		if (!source->enabled)
			continue;
		struct nw_buf *out =
			put_instance(planner, NW_SOURCE, &source->base, err);
		if (!out)
			return err->status;
		nwi_json_put_int(out, "identity", source->identity);
		nwi_json_put_int(out, "outlet",
				 (int64_t)outlet_index(config, source->outlet));
		nwi_json_put_str(out, "language", language_of(source));
		put_country(source, out);
		nwi_json_put_int(out, "full_text", source->full_text);
		put_article(&source->article, out);
		nwi_json_put_int(out, "max_items", source->max_items);
		nwi_json_close(out, '}');
	}
	return NW_OK;
}

static enum nw_status put_classifiers(struct planner *planner,
				      struct nw_error *err)
{
	struct generation *generation = planner->generation;
	const struct config *config = planner->plan->config;

	for (size_t i = 0; i < config->classifier_count; i++) {
		const struct config_instance *base =
			&config->classifiers[i].base;
		if (!config->classifiers[i].enabled)
			continue;
		struct nw_buf *out =
			put_instance(planner, NW_CLASSIFIER, base, err);
		if (!out)
			return err->status;
		nwi_json_put_bool(out, "shadow", config->classifiers[i].shadow);
		nwi_json_close(out, '}');
		struct pool_instance *instance =
			generation_find(generation, NW_CLASSIFIER, base->name);
		if (instance && config->classifiers[i].shadow)
			instance->culprit =
				nw_arena_fmt(generation->arena, "%s of %.*s",
					     instance->file, NW_FMT(base->name))
					.at;
		struct group *group = instance ? instance->group : NULL;
		/* A remote one is asked of an item later, not on its way. */
		bool known = !group || group->ours || base->requests;
		for (size_t g = 0; g < generation->classifier_count; g++)
			known = known || generation->classifiers[g] == group;
		if (!known && generation->classifier_count < 16)
			generation
				->classifiers[generation->classifier_count++] =
				group;
	}
	return NW_OK;
}

static enum nw_status put_notifiers(struct planner *planner,
				    struct nw_error *err)
{
	const struct config *config = planner->plan->config;

	for (size_t i = 0; i < config->notifier_count; i++) {
		if (!config->notifiers[i].enabled)
			continue;
		struct nw_buf *out = put_instance(
			planner, NW_NOTIFIER, &config->notifiers[i].base, err);
		if (!out)
			return err->status;
		nwi_json_close(out, '}');
	}
	return NW_OK;
}

static void put_list(struct nw_buf *out, const char *key,
		     const struct config_texts *list)
{
	nwi_json_key(out, key);
	nwi_json_open(out, '[');
	for (size_t i = 0; i < list->count; i++)
		nwi_json_str(out, list->at[i]);
	nwi_json_close(out, ']');
}

static void put_outlets(const struct config *config, struct nw_buf *out)
{
	nwi_json_key(out, "outlets");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < config->outlet_count; i++) {
		const struct config_outlet *outlet = &config->outlets[i];
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "name", outlet->name);
		nwi_json_put_str(out, "country",
				 outlet->countries.count
					 ? outlet->countries.at[0]
					 : nw_str_make(NULL, 0));
		nwi_json_put_text(out, "affiliation",
				  config_affiliation_name(outlet->affiliation));
		nwi_json_put_str(out, "owner", outlet->owner);
		put_list(out, "domains", &outlet->domains);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
}

/* Writes a list only where it says something. */
static void put_some(struct nw_buf *out, const char *key,
		     const struct config_texts *list)
{
	if (list->count > 0)
		put_list(out, key, list);
}

static void put_topics(const struct config_watch *watch, struct nw_buf *out)
{
	if (watch->topic_count == 0)
		return;
	nwi_json_key(out, "topics");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < watch->topic_count; i++) {
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "name", watch->topics[i].name);
		nwi_json_key(out, "min");
		nwi_json_double(out, watch->topics[i].min);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
}

static void put_watch(const struct config *config,
		      const struct config_watch *watch, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	if (nw_str_is_absent(watch->query))
		nwi_json_put_str(out, "name", watch->name);
	put_topics(watch, out);
	if (watch->outlet_count > 0) {
		nwi_json_key(out, "outlets");
		nwi_json_open(out, '[');
		for (size_t i = 0; i < watch->outlet_count; i++)
			nwi_json_int(out, watch->outlets[i] - config->outlets);
		nwi_json_close(out, ']');
	}
	put_some(out, "countries", &watch->countries);
	put_some(out, "languages", &watch->languages);
	nwi_json_close(out, '}');
}

/* Whether its query says all that is to say of it. */
static bool is_plain(const struct config_watch *watch)
{
	return !nw_str_is_absent(watch->query) && watch->topic_count == 0 &&
	       watch->outlet_count == 0 && watch->countries.count == 0 &&
	       watch->languages.count == 0;
}

/*
 * The watches for a reader, in their order. An object with a name has no
 * query; one without belongs to the image's next query, where its name is. A
 * number n stands for n watches that are their queries alone, and -n for n
 * queries that no enabled watch has: of 100,000 watches most are those.
 */
static void put_watches(const struct config *config, struct nw_buf *out)
{
	int64_t run = 0;

	nwi_json_key(out, "watches");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < config->watch_count; i++) {
		const struct config_watch *watch = &config->watches[i];
		int64_t step = watch->enabled ? 1 : -1;

		if (!watch->enabled && nw_str_is_absent(watch->query))
			continue;
		bool counted = !watch->enabled || is_plain(watch);
		if (run != 0 && (!counted || run * step < 0)) {
			nwi_json_int(out, run);
			run = 0;
		}
		if (counted)
			run += step;
		else
			put_watch(config, watch, out);
	}
	if (run != 0)
		nwi_json_int(out, run);
	nwi_json_close(out, ']');
}

/* Ends the group's frame and makes room for its workers. */
static enum nw_status finish_group(struct planner *planner, struct group *group,
				   struct nw_error *err)
{
	struct generation *generation = planner->generation;
	const struct pool_settings *settings = &generation->pool->settings;
	struct nw_buf *out = &group->configure;
	bool writers = strcmp(group->name, "writers") == 0;
	bool readers = group == generation->readers;

	nwi_json_close(out, ']');
	nwi_json_put_int(out, "max_payload", (int64_t)settings->max_payload);
	if (readers &&
	    (planner->plan->parts ? planner->plan->parts & POOL_PRINTS
				  : planner->plan->config->stories.gather))
		nwi_json_put_bool(out, "prints", true);
	if (readers && wants(planner->plan, POOL_MATCH)) {
		put_outlets(planner->plan->config, out);
		put_watches(planner->plan->config, out);
	}
	nwi_json_close(out, '}');
	if (out->failed)
		return nw_fail(err, NW_LIMIT,
			       "the settings of %s are over %u MiB",
			       group->name, NWI_FRAME_JSON >> 20);
	group->worker_count = 1;
	if (group->ours)
		group->worker_count =
			writers ? settings->writers : settings->readers;
	group->workers =
		need(generation, group->worker_count, sizeof(struct worker));
	for (size_t i = 0; i < group->worker_count; i++) {
		group->workers[i].group = group;
		group->workers[i].fd = group->workers[i].err_fd = -1;
	}
	generation->wanted += group->worker_count;
	return NW_OK;
}

static enum nw_status put_instances(struct planner *planner,
				    struct nw_error *err)
{
	const struct pool_plan *plan = planner->plan;
	enum nw_status status = NW_OK;

	if (wants(plan, POOL_SOURCES))
		status = put_sources(planner, err);
	if (status == NW_OK && wants(plan, POOL_CLASSIFIERS))
		status = put_classifiers(planner, err);
	if (status == NW_OK && wants(plan, POOL_NOTIFIERS))
		status = put_notifiers(planner, err);
	return status;
}

enum nw_status generation_plan(struct generation *generation,
			       const struct pool_plan *plan,
			       struct nw_error *err)
{
	struct planner planner = { .generation = generation, .plan = plan };
	const struct config *config = plan->config;
	size_t count = config->source_count + config->classifier_count +
		       config->notifier_count;

	generation->instances =
		need(generation, count, sizeof(*generation->instances));
	generation->groups =
		need(generation, MAX_GROUPS + 1, sizeof(*generation->groups));
	nwi_map_init(&generation->by_name, (struct nwi_sip_key){ 0, 0 });
	enum nw_status status = put_instances(&planner, err);
	if (status != NW_OK)
		return status;
	if (plan->parts != POOL_NOTIFIERS) {
		generation->readers = group_of(&planner, "readers");
		if (!generation->readers)
			return nw_fail(err, NW_LIMIT, "too many plugins");
		generation->readers->ours = true;
		if (generation->readers->configure.len == 0)
			nw_buf_add_text(&generation->readers->configure,
					"{\"instances\":[");
	}
	for (size_t i = 0; i < generation->group_count && status == NW_OK; i++)
		status = finish_group(&planner, &generation->groups[i], err);
	return status;
}
