/* SPDX-License-Identifier: Apache-2.0 */
/* Classifiers that judge beside the others and route nothing. */
#include "daemon/worker/work.h"

#include <stdlib.h>

/* What one of them found, here or in a worker before this one. */
struct shadow {
	struct nw_str name;
	struct nw_str *gives; /* the topics that it can give */
	size_t give_count;
	struct nw_host host;
	bool failed;
};

static void init(const struct work *work, struct shadow *shadow,
		 struct nw_str name, size_t give_count)
{
	*shadow = (struct shadow){ .name = name };
	shadow->gives = nw_arena_array(work->analysis->arena, give_count + 1,
				       sizeof(*shadow->gives));
	shadow->give_count = shadow->gives ? give_count : 0;
	nwi_host_init(&shadow->host, work->analysis->arena);
	shadow->host.calls = work->analysis->calls;
	shadow->host.arg = work->analysis->arg;
	shadow->host.now = work->analysis->now;
}

static void judge(const struct work *work, const struct instance *instance,
		  struct shadow *shadow)
{
	const struct nw_classifier_ops *ops = instance->plugin->ops;
	const struct analysis *analysis = work->analysis;
	struct nw_error err = { 0 };

	init(work, shadow, instance->name, instance->name_count);
	for (size_t i = 0; i < shadow->give_count; i++)
		shadow->gives[i] = instance->names[i];
	shadow->failed = !work->doc || !ops->classify ||
			 !analysis->enter(analysis->arg, instance) ||
			 ops->classify(instance->self, &shadow->host, work->doc,
				       &err) != NW_OK;
	if (err.text[0] != '\0')
		nw_host_log(&shadow->host, NW_LOG_WARNING, "%s", err.text);
}

/* What a shadow in another worker said. */
static void take(const struct work *work, const json_t *row,
		 struct shadow *shadow)
{
	const json_t *gives = json_object_get(row, "gives");

	init(work, shadow, nwi_json_get_str(row, "classifier"),
	     json_array_size(gives));
	for (size_t i = 0; i < shadow->give_count; i++)
		shadow->gives[i] = nw_str_from(
			json_string_value(json_array_get(gives, i)));
	work_take_topics(&shadow->host, json_object_get(row, "topics"),
			 json_object_get(row, "no_opinion"));
	shadow->failed = nwi_json_get_bool(row, "failed", false);
}

static bool gives(const struct shadow *shadow, struct nw_str topic)
{
	for (size_t i = 0; i < shadow->give_count; i++)
		if (nw_str_equal(shadow->gives[i], topic))
			return true;
	return false;
}

/* The topics that the item would have with the shadow in its place. */
static void change_places(const struct work *work, const struct shadow *shadow,
			  struct nw_host *out)
{
	nwi_host_init(out, work->analysis->arena);
	for (uint32_t i = 0; i < work->host.topic_count; i++)
		if (!gives(shadow, work->host.topics[i].name))
			nw_emit_topic(out, &work->host.topics[i]);
	for (uint32_t i = 0; i < shadow->host.topic_count; i++)
		nw_emit_topic(out, &shadow->host.topics[i]);
}

static void put_watch(struct work *work, const struct watch *watch,
		      const struct nw_query_hit *hit, struct nw_buf *out)
{
	const struct nw_topic *topic;

	(void)hit;
	if (work_concerns(work, watch) &&
	    work_topics(work, watch, &topic) != WORK_NO)
		nwi_json_str(out, watch->name);
}

/* The watches that the item would hit. */
static void put_watches(const struct work *work, const struct shadow *shadow,
			struct nw_buf *out)
{
	struct work as = { .analysis = work->analysis,
			   .what = work->what,
			   .item = work->item,
			   .doc = work->doc,
			   .outlet = work->outlet,
			   .failed = work->failed,
			   .failed_count = work->failed_count };

	nwi_json_key(out, "watches");
	nwi_json_open(out, '[');
	change_places(work, shadow, &as.host);
	if (work->doc) {
		work_match(&as);
		work_each_hit(&as, put_watch, out);
	}
	nwi_json_close(out, ']');
}

static void put_names(struct nw_buf *out, const char *key,
		      const struct nw_str *names, size_t count)
{
	nwi_json_key(out, key);
	nwi_json_open(out, '[');
	for (size_t i = 0; i < count; i++)
		nwi_json_str(out, names[i]);
	nwi_json_close(out, ']');
}

static void put_row(const struct work *work, const struct shadow *shadow,
		    struct nw_buf *out)
{
	const struct nw_host *host = &shadow->host;

	nwi_json_open(out, '{');
	nwi_json_put_str(out, "classifier", shadow->name);
	put_names(out, "gives", shadow->gives, shadow->give_count);
	nwi_json_key(out, "topics");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < host->topic_count; i++) {
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "name", host->topics[i].name);
		nwi_json_key(out, "score");
		nwi_json_double(out, host->topics[i].score);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
	put_names(out, "no_opinion", host->no_opinions, host->no_opinion_count);
	nwi_json_put_bool(out, "failed", shadow->failed);
	if (work->analysis->last && !shadow->failed)
		put_watches(work, shadow, out);
	nwi_json_close(out, '}');
}

static bool is_shadow(const struct instance *instance)
{
	return instance->kind == NW_CLASSIFIER && instance->shadow;
}

/* A line that is judged again brings what the same shadow said before. */
static bool judges_again(const struct setup *setup, const json_t *row)
{
	struct nw_str name = nwi_json_get_str(row, "classifier");

	for (size_t i = 0; i < setup->instance_count; i++)
		if (is_shadow(&setup->instances[i]) &&
		    nw_str_equal(setup->instances[i].name, name))
			return true;
	return false;
}

void shadow_put(const struct work *work, struct nw_buf *out)
{
	const struct setup *setup = work->analysis->setup;
	size_t before = json_array_size(work->what->shadow), own = 0;
	struct shadow shadow;

	for (size_t i = 0; i < setup->instance_count; i++)
		own += is_shadow(&setup->instances[i]);
	if (before + own == 0)
		return;
	nwi_json_key(out, "shadow");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < before; i++) {
		const json_t *row = json_array_get(work->what->shadow, i);

		if (judges_again(setup, row))
			continue;
		take(work, row, &shadow);
		put_row(work, &shadow, out);
	}
	for (size_t i = 0; i < setup->instance_count; i++) {
		if (!is_shadow(&setup->instances[i]))
			continue;
		judge(work, &setup->instances[i], &shadow);
		put_row(work, &shadow, out);
	}
	nwi_json_close(out, ']');
}
