/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/worker/setup.h"

#include <dlfcn.h>
#include <stdlib.h>

enum { MAX_INSTANCES = 100000, MAX_LIST = 100000, MAX_NAMES = 4096 };

/* ISO C has no cast from an object's address to a function's; POSIX has. */
static nw_plugin_fn *entry_of(void *object)
{
	union {
		void *from;
		nw_plugin_fn *to;
	} both = { .from = dlsym(object, "nw_plugin") };

	return both.to;
}

enum nw_status setup_load(const char *path, struct plugin_file *out,
			  struct nw_error *err)
{
	/* Never closed: a worker ends with its plugins. */
	void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (!object) {
		const char *why = dlerror();
		/* dlerror begins with the path. */
		if (strncmp(why, path, strlen(path)) == 0)
			return nw_fail(err, NW_BAD_CONFIG, "%s", why);
		return nw_fail(err, NW_BAD_CONFIG, "%s: %s", path, why);
	}
	nw_plugin_fn *entry = entry_of(object);
	if (!entry)
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: no plugin: it has no function nw_plugin",
			       path);
	const struct nw_plugin *plugin = entry();
	enum nw_status status = nwi_plugin_check(plugin, path, err);
	if (status == NW_OK)
		*out = (struct plugin_file){ path, plugin };
	return status;
}

static void *need(struct nw_arena *arena, size_t count, size_t size)
{
	void *at = nw_arena_array(arena, count, size);

	/* The frame is from the daemon and at most 8 MiB. */
	if (!at)
		abort();
	return at;
}

static struct nw_str keep(struct setup *setup, const json_t *json,
			  const char *key)
{
	return nw_arena_str(setup->arena, nwi_json_get_str(json, key));
}

static struct nw_str *keep_list(struct setup *setup, const json_t *list,
				size_t *count)
{
	*count = json_array_size(list);
	struct nw_str *out = need(setup->arena, *count, sizeof(*out));
	for (size_t i = 0; i < *count; i++) {
		const json_t *one = json_array_get(list, i);
		out[i] = nw_arena_str(setup->arena,
				      nw_str_make(json_string_value(one),
						  json_string_length(one)));
	}
	return out;
}

/* ---- instances ---- */

typedef enum nw_status open_fn(const struct nw_settings *settings,
			       void **instance, struct nw_error *err);

static open_fn *open_of(const struct instance *instance)
{
	const struct nw_source_ops *source = instance->plugin->ops;
	const struct nw_classifier_ops *classifier = instance->plugin->ops;
	const struct nw_notifier_ops *notifier = instance->plugin->ops;

	if (instance->kind == NW_SOURCE)
		return source->open;
	return instance->kind == NW_CLASSIFIER ? classifier->open
					       : notifier->open;
}

/* A plugin that keeps nothing has no open. */
static enum nw_status call_open(struct instance *instance, struct nw_error *err)
{
	open_fn *open = open_of(instance);

	return open ? open(instance->settings, &instance->self, err) : NW_OK;
}

struct names {
	struct setup *setup;
	struct instance *instance;
	size_t room;
};

static void add_name(void *arg, struct nw_str name)
{
	struct names *names = arg;
	struct instance *instance = names->instance;

	if (names->room == instance->name_count && names->room < MAX_NAMES) {
		struct nw_str *old = instance->names;
		names->room = names->room ? 2 * names->room : 8;
		instance->names = need(names->setup->arena, names->room,
				       sizeof(*instance->names));
		if (old)
			memcpy(instance->names, old,
			       instance->name_count * sizeof(*old));
	}
	if (instance->name_count < names->room && name.at)
		instance->names[instance->name_count++] =
			nw_arena_str(names->setup->arena, name);
}

static void ask_names(struct setup *setup, struct instance *instance)
{
	const struct nw_classifier_ops *classifier = instance->plugin->ops;
	const struct nw_notifier_ops *notifier = instance->plugin->ops;
	struct names names = { setup, instance, 0 };

	if (instance->kind == NW_CLASSIFIER)
		classifier->topics(instance->self, add_name, &names);
	else if (instance->kind == NW_NOTIFIER && notifier->destinations)
		notifier->destinations(instance->self, add_name, &names);
	else if (instance->kind == NW_NOTIFIER)
		add_name(&names, instance->name);
}

static const struct nw_plugin *find_plugin(const struct plugin_file *files,
					   size_t count, struct nw_str path)
{
	for (size_t i = 0; i < count; i++)
		if (nw_str_is(path, files[i].path))
			return files[i].plugin;
	return NULL;
}

static void open_article(struct setup *setup, const json_t *json,
			 struct instance *instance)
{
	const json_t *article = json_object_get(json, "article");

	instance->full_text = (uint32_t)nwi_json_get_int(json, "full_text", 0);
	instance->article = (struct nw_page_selectors){
		.size = sizeof(instance->article),
		.text = keep(setup, article, "text"),
		.title = keep(setup, article, "title"),
		.date = keep(setup, article, "date"),
		.author = keep(setup, article, "author"),
		.remove = keep(setup, article, "remove"),
	};
}

static enum nw_status open_instance(struct setup *setup,
				    struct instance *instance,
				    const json_t *json,
				    const struct nw_plugin *plugin,
				    struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };

	nw_buf_init(&text, 2 * NWI_SETTINGS_MAX);
	instance->kind = (enum nw_plugin_kind)nwi_json_get_int(json, "kind", 0);
	instance->name = keep(setup, json, "name");
	instance->plugin = plugin;
	instance->identity = (uint32_t)nwi_json_get_int(json, "identity", 0);
	instance->outlet = (size_t)nwi_json_get_int(json, "outlet", 0);
	instance->language = keep(setup, json, "language");
	instance->country = keep(setup, json, "country");
	instance->shadow = nwi_json_get_bool(json, "shadow", false);
	open_article(setup, json, instance);
	instance->max_items = (uint32_t)nwi_json_get_int(json, "max_items", 0);
	if (!plugin || plugin->kind != instance->kind)
		return nw_fail(err, NW_INTERNAL,
			       "%.*s: its plugin's file was not loaded",
			       NW_FMT(instance->name));
	char *dump = json_dumps(json_object_get(json, "settings"),
				JSON_COMPACT | JSON_ENCODE_ANY);
	if (dump)
		nw_buf_add_text(&text, dump);
	free(dump);
	enum nw_status status = nwi_settings_read(
		nw_buf_str(&text), plugin->options, &instance->settings, err);
	if (status == NW_OK) {
		*err = (struct nw_error){ 0 };
		status = call_open(instance, err);
		if (status != NW_OK && err->text[0] == '\0')
			nw_fail(err, status, "it could not be opened (%s)",
				nw_status_name(status));
		if (status != NW_OK)
			nw_error_prefix(err, "%.*s: ", NW_FMT(instance->name));
	}
	if (status == NW_OK)
		ask_names(setup, instance);
	return status;
}

static enum nw_status open_instances(struct setup *setup, const json_t *list,
				     const struct plugin_file *files,
				     size_t file_count, struct nw_buf *lines)
{
	enum nw_status first = NW_OK;
	struct nw_error err;

	setup->instance_count = json_array_size(list);
	setup->instances = need(setup->arena, setup->instance_count,
				sizeof(*setup->instances));
	for (size_t i = 0; i < setup->instance_count; i++) {
		const json_t *json = json_array_get(list, i);
		enum nw_status status = open_instance(
			setup, &setup->instances[i], json,
			find_plugin(files, file_count,
				    nwi_json_get_str(json, "file")),
			&err);
		if (status == NW_OK)
			continue;
		nw_buf_add_fmt(lines, "%s\n", err.text);
		first = first == NW_OK ? status : first;
	}
	return first;
}

/* ---- outlets and watches ---- */

static void open_outlets(struct setup *setup, const json_t *list)
{
	setup->outlet_count = json_array_size(list);
	setup->outlets = need(setup->arena, setup->outlet_count,
			      sizeof(*setup->outlets));
	nwi_map_init(&setup->domains, (struct nwi_sip_key){ 0, 0 });
	for (size_t i = 0; i < setup->outlet_count; i++) {
		const json_t *json = json_array_get(list, i);
		struct outlet *outlet = &setup->outlets[i];
		size_t count;
		outlet->name = keep(setup, json, "name");
		outlet->country = keep(setup, json, "country");
		outlet->affiliation = keep(setup, json, "affiliation");
		outlet->owner = keep(setup, json, "owner");
		const struct nw_str *domains = keep_list(
			setup, json_object_get(json, "domains"), &count);
		for (size_t d = 0; d < count; d++)
			nwi_map_put(&setup->domains, domains[d], outlet);
	}
	outlet_index(setup);
}

static void open_conditions(struct setup *setup, struct watch *watch,
			    const json_t *json)
{
	const json_t *topics = json_object_get(json, "topics");
	const json_t *outlets = json_object_get(json, "outlets");

	watch->countries = keep_list(setup, json_object_get(json, "countries"),
				     &watch->country_count);
	watch->languages = keep_list(setup, json_object_get(json, "languages"),
				     &watch->language_count);
	watch->topic_count = json_array_size(topics);
	watch->topics =
		need(setup->arena, watch->topic_count, sizeof(*watch->topics));
	for (size_t i = 0; i < watch->topic_count; i++) {
		const json_t *row = json_array_get(topics, i);
		watch->topics[i].topic = keep(setup, row, "name");
		watch->topics[i].score = nwi_json_get_double(row, "min", 0.5);
	}
	watch->outlet_count = json_array_size(outlets);
	watch->outlets = need(setup->arena, watch->outlet_count,
			      sizeof(*watch->outlets));
	for (size_t i = 0; i < watch->outlet_count; i++)
		watch->outlets[i] =
			(size_t)json_integer_value(json_array_get(outlets, i));
}

/* The watches of the frame's list, see pool_plan.c, while they are read. */
struct watch_list {
	struct setup *setup;
	size_t query, queries; /* the next one, and how many there are */
	size_t room;	       /* of watches */
};

/* The next watch; NULL when the frame has more than its queries. */
static struct watch *add_watch(struct watch_list *list, bool asks)
{
	struct setup *setup = list->setup;
	size_t at = setup->watch_count;

	if (at == list->room || (asks && list->query == list->queries))
		return NULL;
	struct watch *watch = &setup->watches[setup->watch_count++];
	watch->query = -1;
	if (!asks) {
		setup->unasked[setup->unasked_count++] = (uint32_t)at;
		return watch;
	}
	setup->by_query[list->query] = (uint32_t)at;
	watch->name = nw_queries_name(setup->queries, list->query);
	watch->query = (int64_t)list->query++;
	return watch;
}

static bool open_watch(struct watch_list *list, const json_t *json)
{
	int64_t run = json_integer_value(json);
	bool more = true;

	if (!json_is_object(json)) {
		for (; run > 0 && more; run--)
			more = add_watch(list, true) != NULL;
		list->query += run < 0 ? (size_t)-run : 0;
		return more && list->query <= list->queries;
	}
	bool asks = !json_object_get(json, "name");
	struct watch *watch = add_watch(list, asks);
	if (!watch)
		return false;
	if (!asks)
		watch->name = keep(list->setup, json, "name");
	open_conditions(list->setup, watch, json);
	return true;
}

/* After the image, which has the names. */
static enum nw_status open_watches(struct setup *setup, const json_t *rows,
				   struct nw_buf *lines)
{
	size_t count = json_array_size(rows);
	struct watch_list list = { .setup = setup };

	list.queries = setup->queries ? nw_queries_count(setup->queries) : 0;
	list.room = count + list.queries;
	setup->watches = need(setup->arena, list.room, sizeof(*setup->watches));
	setup->by_query = need(setup->arena, list.queries, sizeof(uint32_t));
	setup->unasked = need(setup->arena, count, sizeof(uint32_t));
	for (size_t i = 0; i < list.queries; i++)
		setup->by_query[i] = NO_WATCH;
	for (size_t i = 0; i < count; i++)
		if (!open_watch(&list, json_array_get(rows, i))) {
			nw_buf_add_text(lines, "watches: they and their "
					       "queries differ\n");
			return NW_CORRUPT;
		}
	return NW_OK;
}

static enum nw_status open_image(struct setup *setup, struct nw_str image,
				 struct nw_buf *lines)
{
	struct nw_error err;
	enum nw_status status;

	if (image.len == 0)
		return NW_OK;
	status = nw_queries_open(image, &setup->queries, &err);
	if (status != NW_OK)
		nw_buf_add_fmt(lines, "watches: %s\n", err.text);
	return status;
}

enum nw_status setup_open(struct setup *setup, const json_t *json,
			  struct nw_str image, const struct plugin_file *files,
			  size_t file_count, struct nw_buf *lines)
{
	setup->arena = nw_arena_new((size_t)64 << 20);
	setup->prints = nwi_json_get_bool(json, "prints", false);
	setup->max_payload =
		(size_t)nwi_json_get_int(json, "max_payload", 256 << 10);
	open_outlets(setup, json_object_get(json, "outlets"));
	enum nw_status opened = open_image(setup, image, lines);
	if (opened == NW_OK)
		opened = open_watches(setup, json_object_get(json, "watches"),
				      lines);
	enum nw_status status =
		open_instances(setup, json_object_get(json, "instances"), files,
			       file_count, lines);
	return status == NW_OK ? opened : status;
}

struct instance *setup_find(const struct setup *setup, enum nw_plugin_kind kind,
			    struct nw_str name)
{
	for (size_t i = 0; i < setup->instance_count; i++)
		if (setup->instances[i].kind == kind &&
		    nw_str_equal(setup->instances[i].name, name))
			return &setup->instances[i];
	return NULL;
}

void setup_ready_json(const struct setup *setup, struct nw_buf *out)
{
	nwi_json_key(out, "instances");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < setup->instance_count; i++) {
		const struct instance *instance = &setup->instances[i];
		if (instance->kind == NW_SOURCE)
			continue;
		nwi_json_open(out, '{');
		nwi_json_put_int(out, "kind", instance->kind);
		nwi_json_put_str(out, "name", instance->name);
		nwi_json_key(out, "names");
		nwi_json_open(out, '[');
		for (size_t n = 0; n < instance->name_count; n++)
			nwi_json_str(out, instance->names[n]);
		nwi_json_close(out, ']');
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
}
