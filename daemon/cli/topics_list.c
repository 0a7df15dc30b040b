/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch topics` alone: which topics there are, of what, and how often. */
#include "daemon/cli/topics.h"

#include "daemon/cli/table.h"
#include "daemon/control/client.h"

#include "base/map.h"
#include "topic/set.h"

#include <stdlib.h>
#include <sysexits.h>

enum {
	ITEMS_MAX = 50000, /* that are counted */
	SILENCE_MS = 30000,
	EXAMPLE_ARENA = 64 * 1024 * 1024,
	OUT_MAX = 16 * 1024 * 1024,
	LINE_MAX_BYTES = 4 * 1024 * 1024
};

#define DAY_MS (INT64_C(24) * 3600 * 1000)

static const struct table_column columns[] = {
	{ "topic", "TOPIC", 16, TABLE_TEXT, false },
	{ "classifier", "CLASSIFIER", 14, TABLE_TEXT, false },
	{ "shadow", "SHADOW", 6, TABLE_TEXT, true },
	{ "languages", "LANGUAGES", 24, TABLE_TEXT, false },
	{ "examples", "EXAMPLES", 9, TABLE_TEXT, true },
	{ "last_day", "DAY", 6, TABLE_TEXT, false },
	{ "last_week", "WEEK", 7, TABLE_TEXT, true },
	{ "definition", "FILE", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

/* How many items had a topic, by what the daemon keeps of them. */
struct fired {
	int64_t day, week;
};

struct list {
	const struct cli *cli;
	struct setup setup;
	struct nw_arena *arena; /* of examples */
	struct nwi_map fired;	/* topic -> struct fired */
	bool asked;		/* the daemon answered */
	nw_time now;
	struct table table;
	struct nw_buf out;
	const struct config_classifier *classifier; /* under way */
	struct topics_files files;
	struct nw_models *models;
};

static void list_fini(struct list *list)
{
	for (size_t i = 0; i < list->fired.count; i++)
		free(list->fired.rows[i].value);
	nwi_map_fini(&list->fired);
	nw_buf_fini(&list->out);
	nw_arena_free(&list->arena);
	setup_fini(&list->setup);
}

/* ---- what fired ---- */

static void count_topic(struct list *list, struct nw_str topic, bool day)
{
	struct fired *fired = nwi_map_get(&list->fired, topic);

	if (!fired) {
		fired = calloc(1, sizeof(*fired));
		struct nw_str name = nw_arena_str(list->setup.arena, topic);
		if (!fired || nw_str_is_absent(name))
			abort(); /* topics are few */
		nwi_map_put(&list->fired, name, fired);
	}
	fired->week++;
	fired->day += day;
}

/* The items come newest first: what is a week old ends them. */
static enum nw_status count_item(struct list *list, const json_t *item)
{
	const json_t *topics = json_object_get(item, "topics");
	struct nw_str seen = nwi_json_get_str(item, "seen");
	struct nw_instant at;

	if (nw_instant_parse(seen, &at) != NW_OK)
		return NW_OK;
	if (at.at <= list->now - 7 * DAY_MS)
		return NW_GONE;
	for (size_t i = 0; i < json_array_size(topics); i++) {
		const json_t *topic = json_array_get(topics, i);
		if (nwi_json_get_double(topic, "score", 0) >= 0.5)
			count_topic(list, nwi_json_get_str(topic, "name"),
				    at.at > list->now - DAY_MS);
	}
	return NW_OK;
}

static enum nw_status take_items(void *arg, struct nw_str lines)
{
	struct list *list = arg;
	struct nw_str line;
	enum nw_status status = NW_OK;

	while (status == NW_OK && nw_str_next(&lines, '\n', &line)) {
		NW_AUTO(nwi_json_free) json_t *item = NULL;
		if (line.len && nwi_json_parse(line, LINE_MAX_BYTES, 16, &item,
					       NULL) == NW_OK)
			status = count_item(list, item);
	}
	return status;
}

static enum nw_status take_status(void *arg, struct nw_str lines)
{
	struct list *list = arg;
	NW_AUTO(nwi_json_free) json_t *object = NULL;
	struct nw_str line;
	struct nw_instant at;

	if (nw_str_next(&lines, '\n', &line) &&
	    nwi_json_parse(line, LINE_MAX_BYTES, 16, &object, NULL) == NW_OK &&
	    nw_instant_parse(nwi_json_get_str(object, "now"), &at) == NW_OK)
		list->now = at.at;
	return NW_OK;
}

/* Without a daemon the list says what there is, and not how often. */
static void ask_daemon(struct list *list)
{
	const char *path = cli_control_path(list->cli);
	NW_AUTO(nw_buf_fini) struct nw_buf args = { 0 };
	struct nw_error err;
	enum nw_status status =
		control_ask(path, "status", nw_str_make(NULL, 0), SILENCE_MS,
			    take_status, list, &err);

	if (status != NW_OK || list->now == 0)
		return;
	nw_buf_init(&args, 4096);
	nwi_json_open(&args, '{');
	nwi_json_put_int(&args, "limit", ITEMS_MAX);
	nwi_json_close(&args, '}');
	status = control_ask(path, "items", nw_buf_str(&args), SILENCE_MS,
			     take_items, list, &err);
	list->asked = status == NW_OK || status == NW_GONE;
}

/* ---- a topic of a classifier ---- */

static void count_passed(void *arg, const struct nw_topic_example *example)
{
	*(size_t *)arg += example->passed;
}

static void put_file(struct list *list, const struct nw_topic_file *file,
		     const struct nw_topics *topics)
{
	struct nw_buf *out = &list->out;
	size_t passed = 0;
	struct nw_error err;

	nwi_json_key(out, "languages");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < topics->section_count; i++)
		nwi_json_str(out, topics->sections[i].language);
	nwi_json_close(out, ']');
	nwi_json_put_str(out, "definition", file->name);
	if (nw_topics_examples(topics, list->arena, count_passed, &passed,
			       &err) == NW_OK)
		nwi_json_put_str(out, "examples",
				 nw_arena_fmt(list->setup.arena, "%zu/%zu",
					      passed, topics->example_count));
}

static void put_definition(struct list *list, struct nw_str topic)
{
	for (size_t i = 0; i < list->files.definition_count; i++) {
		const struct nw_topic_file *file = &list->files.definitions[i];
		NW_AUTO(nw_topics_free) struct nw_topics *topics = NULL;
		struct nw_error err;

		if (nw_topics_compile(file, 1, NULL, NULL, &topics, &err) ==
			    NW_OK &&
		    nw_str_equal(nw_topics_name(topics, 0), topic)) {
			put_file(list, file, topics);
			return;
		}
	}
}

static void put_models(struct list *list, struct nw_str topic)
{
	struct nw_buf *out = &list->out;

	nwi_json_key(out, "models");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < list->files.model_count; i++)
		if (list->models &&
		    nw_str_equal(nw_models_topic(list->models, i), topic))
			nwi_json_str(out, list->files.models[i].name);
	nwi_json_close(out, ']');
}

static void put_fired(struct list *list, struct nw_str topic)
{
	const struct fired *fired = nwi_map_get(&list->fired, topic);

	if (!list->asked || list->classifier->shadow)
		return; /* what a shadow gives is no topic of an item */
	nwi_json_put_int(&list->out, "last_day", fired ? fired->day : 0);
	nwi_json_put_int(&list->out, "last_week", fired ? fired->week : 0);
}

/* The line that was appended from `from` on becomes a row of the table. */
static void to_table(struct list *list, size_t from)
{
	NW_AUTO(nwi_json_free) json_t *object = NULL;
	struct nw_str line =
		nw_str_slice(nw_buf_str(&list->out), from, list->out.len);

	if (nwi_json_parse(line, LINE_MAX_BYTES, 16, &object, NULL) != NW_OK)
		return;
	nw_buf_cut(&list->out, from);
	table_row(&list->table, object, &list->out);
}

static void put_topic(void *arg, struct nw_str topic)
{
	struct list *list = arg;
	const struct config_classifier *c = list->classifier;
	struct nw_buf *out = &list->out;
	size_t from = out->len;

	nwi_json_open(out, '{');
	nwi_json_put_str(out, "topic", topic);
	nwi_json_put_str(out, "classifier", c->base.name);
	nwi_json_put_str(out, "type", c->base.type);
	nwi_json_put_bool(out, "shadow", c->shadow);
	put_definition(list, topic);
	put_models(list, topic);
	put_fired(list, topic);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
	if (!list->cli->json)
		to_table(list, from);
}

static enum nw_status put_classifier(struct list *list, struct nw_error *err)
{
	struct setup *setup = &list->setup;
	enum nw_status status =
		topics_files_of(list->classifier, &list->files, err);

	if (status == NW_OK && list->files.model_count)
		status = nw_models_open(list->files.models,
					list->files.model_count, &list->models,
					err);
	for (size_t i = 0; status == NW_OK && i < setup->plugin_count; i++)
		if (setup->plugins[i].kind == NW_CLASSIFIER &&
		    nw_str_equal(setup->plugins[i].type,
				 list->classifier->base.type))
			status = pool_probe(&setup->pool_settings,
					    &setup->plugins[i],
					    list->classifier->base.settings,
					    put_topic, list, err);
	nw_models_free(&list->models);
	topics_files_fini(&list->files);
	return status;
}

static enum nw_status put_all(struct list *list, struct nw_error *err)
{
	const struct config *config = list->setup.config;
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < config->classifier_count && status == NW_OK;
	     i++) {
		list->classifier = &config->classifiers[i];
		if (list->classifier->enabled)
			status = put_classifier(list, err);
	}
	return status == NW_OK ? cli_write(nw_buf_str(&list->out), err)
			       : status;
}

int topics_list(struct cli *cli)
{
	NW_AUTO(list_fini) struct list list = { .cli = cli };
	struct nw_error err;

	setup_init(&list.setup, cli);
	list.arena = nw_arena_new(EXAMPLE_ARENA);
	nwi_map_init(&list.fired, (struct nwi_sip_key){ 0, 0 });
	nw_buf_init(&list.out, OUT_MAX);
	table_init(&list.table, columns, cli->colour);
	if (setup_config(&list.setup, topics_config(cli), CONFIG_NO_SECRETS,
			 &err) != NW_OK) {
		setup_print_problems(&list.setup);
		return setup_failed(&list.setup) ? EX_CONFIG
						 : cli_fail(cli, &err);
	}
	ask_daemon(&list);
	enum nw_status status = put_all(&list, &err);
	return status == NW_OK || status == NW_GONE ? EX_OK
						    : cli_fail(cli, &err);
}
