/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `newswatch evaluate`: labelled items through the classifiers, and how right
 * they were. Scores are gathered first, figures made at the end.
 */
#include "daemon/cli/commands.h"

#include "daemon/cli/figures.h"
#include "daemon/cli/labels.h"
#include "daemon/cli/setup.h"
#include "daemon/cli/stream.h"

#include "base/map.h"
#include "text/utf8.h"
#include <newswatch/item.h>

#include <stdlib.h>
#include <sysexits.h>

enum {
	INPUT_MAX = 512 * 1024 * 1024,
	ARENA_MAX = 1024 * 1024 * 1024,
	ITEM_ARENA_MAX = 64 * 1024 * 1024,
	SHOWN_BYTES = 160, /* of an item's text, among the worst errors */
	OUT_MAX = 16 * 1024 * 1024
};

static const struct cli_option options[] = {
	{ "topics", "FILE", "labelled items, JSON Lines" },
	{ "config", "FILE", "the classifiers of this configuration [shipped]" },
	SETUP_OPTIONS,
	{ NULL, NULL, NULL },
};

/* A labelled item; its answer is found by its id. */
struct labelled {
	struct nw_str id, shown;
	const struct nw_str *labels;
	size_t label_count;
	double weight;
};

struct evaluation {
	const struct cli *cli;
	const char *file;
	struct nw_arena *arena;
	struct nwi_map items;	/* id -> struct labelled */
	struct nwi_map figures; /* topic -> struct figures */
};

static void evaluation_fini(struct evaluation *e)
{
	for (size_t i = 0; i < e->figures.count; i++)
		figures_fini(e->figures.rows[i].value);
	nwi_map_fini(&e->items);
	nwi_map_fini(&e->figures);
	nw_arena_free(&e->arena);
}

/* ---- what people said ---- */

static struct nw_str shown_of(struct nw_arena *arena,
			      const struct nw_item *item)
{
	struct nw_str text = item->title.len ? item->title : nw_item_body(item);

	return nw_arena_str(
		arena,
		nw_str_slice(text, 0, nwi_utf8_floor(text, SHOWN_BYTES)));
}

static bool keep_labels(struct evaluation *e, const struct labels *labels,
			struct labelled *out)
{
	size_t count = json_array_size(labels->are);
	struct nw_str *names =
		nw_arena_array(e->arena, count + 1, sizeof(*names));

	for (size_t i = 0; names && i < count; i++)
		names[i] = nw_arena_str(
			e->arena, nw_str_from(json_string_value(
					  json_array_get(labels->are, i))));
	out->labels = names;
	out->label_count = names ? count : 0;
	out->weight = labels->weight;
	return names != NULL;
}

static enum nw_status take_line(struct evaluation *e, struct nw_str line,
				struct nw_arena *scratch, struct nw_error *err)
{
	NW_AUTO(labels_fini) struct labels labels = { 0 };
	struct labelled *item = nw_arena_new_of(e->arena, struct labelled);
	struct nw_item read;
	enum nw_status status = nw_item_from_json(line, scratch, &read, err);

	if (status == NW_OK)
		status = labels_read(&labels, line, err);
	if (status != NW_OK)
		return status;
	if (!read.id.len)
		return nw_fail(err, NW_BAD_INPUT, "the item has no `id`");
	if (nwi_map_has(&e->items, read.id))
		return nw_fail(err, NW_BAD_INPUT,
			       "the id %.*s was on a line before",
			       NW_FMT(read.id));
	if (!item || !keep_labels(e, &labels, item))
		return nw_fail(err, NW_LIMIT, "the items take more than 1 GiB");
	item->id = nw_arena_str(e->arena, read.id);
	item->shown = shown_of(e->arena, &read);
	nwi_map_put(&e->items, item->id, item);
	return NW_OK;
}

static enum nw_status take_labels(struct evaluation *e, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	NW_AUTO(nw_arena_free)
	struct nw_arena *scratch = nw_arena_new(ITEM_ARENA_MAX);
	uint64_t number = 0;

	nw_buf_init(&bytes, INPUT_MAX + 128 * 1024);
	enum nw_status status = cli_read(e->file, INPUT_MAX, &bytes, err);
	struct nw_str rest = nw_buf_str(&bytes), line;
	while (status == NW_OK && nw_str_next(&rest, '\n', &line)) {
		struct nw_error why;
		number++;
		nw_arena_clear(scratch);
		if (nw_str_trim(line).len == 0)
			continue;
		status = take_line(e, line, scratch, &why);
		if (status != NW_OK)
			nw_fail(err, status, "%s: line %llu: %s", e->file,
				(unsigned long long)number, why.text);
	}
	if (status == NW_OK && e->items.count == 0)
		return nw_fail(err, NW_BAD_INPUT,
			       "%s: no labelled item stands here", e->file);
	return status;
}

/* ---- what the classifiers say ---- */

static struct figures *figures_of(struct evaluation *e, struct nw_str topic)
{
	struct figures *figures = nwi_map_get(&e->figures, topic);

	if (figures)
		return figures;
	figures = nw_arena_new_of(e->arena, struct figures);
	struct nw_str name = nw_arena_str(e->arena, topic);
	if (!figures || nw_str_is_absent(name))
		abort(); /* topics are few */
	figures_init(figures, name);
	nwi_map_put(&e->figures, name, figures);
	return figures;
}

static bool has_label(const struct labelled *item, struct nw_str topic)
{
	for (size_t i = 0; i < item->label_count; i++) {
		if (nw_str_equal(item->labels[i], topic))
			return true;
	}
	return false;
}

static void add_score(struct evaluation *e, struct nw_str topic, double score,
		      const struct labelled *item, bool opinion)
{
	const struct figures_row row = { .id = item->id,
					 .shown = item->shown,
					 .score = score,
					 .weight = item->weight,
					 .is = has_label(item, topic),
					 .opinion = opinion };

	figures_add(figures_of(e, topic), &row);
}

/* An answer names only topics of which there is a trace. */
static void take_answer(void *arg, const json_t *answer, struct nw_str error,
			struct nw_buf *out)
{
	struct evaluation *e = arg;
	const json_t *topics = json_object_get(answer, "topics");
	const json_t *none = json_object_get(answer, "no_opinion");
	const struct labelled *item =
		nwi_map_get(&e->items, nwi_json_get_str(answer, "id"));

	(void)out;
	(void)error;
	if (!item)
		return;
	for (size_t i = 0; i < json_array_size(topics); i++) {
		const json_t *topic = json_array_get(topics, i);
		add_score(e, nwi_json_get_str(topic, "name"),
			  nwi_json_get_double(topic, "score", 0), item, true);
	}
	for (size_t i = 0; i < json_array_size(none); i++)
		add_score(
			e,
			nw_str_from(json_string_value(json_array_get(none, i))),
			0, item, false);
}

/* Items that no answer put under a topic have the score 0 for it. */
static void add_silent(struct evaluation *e, struct figures *figures)
{
	NW_AUTO(nwi_map_fini) struct nwi_map seen = { 0 };

	nwi_map_init(&seen, (struct nwi_sip_key){ 0, 0 });
	for (size_t i = 0; i < figures->count; i++)
		nwi_map_put(&seen, figures->rows[i].id, figures);
	for (size_t i = 0; i < e->items.count; i++) {
		const struct labelled *item = e->items.rows[i].value;
		if (!nwi_map_has(&seen, item->id))
			add_score(e, figures->topic, 0, item, true);
	}
}

static enum nw_status print_all(struct evaluation *e, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&out, OUT_MAX);
	for (size_t i = 0; i < e->figures.count; i++) {
		struct figures *figures = e->figures.rows[i].value;
		add_silent(e, figures);
		figures_make(figures);
		if (e->cli->json)
			figures_json(figures, &out);
		else
			figures_text(figures, &out);
	}
	return cli_write(nw_buf_str(&out), err);
}

/* ---- the command ---- */

static void know_topic(void *arg, struct nw_str topic)
{
	(void)!figures_of(arg, topic);
}

/* What the classifiers can say, so that what they never say is told too. */
static enum nw_status know_topics(struct evaluation *e, struct setup *setup,
				  struct nw_error *err)
{
	const struct config *config = setup->config;
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < config->classifier_count; i++) {
		const struct config_classifier *c = &config->classifiers[i];
		for (size_t k = 0;
		     status == NW_OK && c->enabled && k < setup->plugin_count;
		     k++) {
			if (setup->plugins[k].kind == NW_CLASSIFIER &&
			    nw_str_equal(setup->plugins[k].type, c->base.type))
				status = pool_probe(&setup->pool_settings,
						    &setup->plugins[k],
						    c->base.settings,
						    know_topic, e, err);
		}
	}
	return status;
}

static enum nw_status classify_all(struct evaluation *e, struct setup *setup,
				   struct nw_error *err)
{
	struct stream stream = { .loop = setup->loop,
				 .pool = setup->pool,
				 .print = take_answer,
				 .arg = e };
	enum nw_status status = stream_run(&stream, e->file, err);

	pool_free(&setup->pool);
	if (status == NW_OK && stream.bad > 0) {
		*err = stream.first;
		status = stream.first.status;
	}
	stream_fini(&stream);
	return status;
}

static int with_setup(struct evaluation *e, struct setup *setup)
{
	struct nw_error err;

	if (setup_config(setup, cli_value(e->cli, "config"), CONFIG_NO_SECRETS,
			 &err) != NW_OK) {
		setup_print_problems(setup);
		return setup_failed(setup) ? EX_CONFIG : cli_fail(e->cli, &err);
	}
	if (know_topics(e, setup, &err) != NW_OK ||
	    setup_pool(setup, POOL_CLASSIFIERS, &err) != NW_OK ||
	    classify_all(e, setup, &err) != NW_OK)
		return cli_fail(e->cli, &err);
	enum nw_status status = print_all(e, &err);
	return status == NW_OK || status == NW_GONE ? EX_OK
						    : cli_fail(e->cli, &err);
}

static int run(struct cli *cli)
{
	NW_AUTO(evaluation_fini)
	struct evaluation e = { .cli = cli, .file = cli_value(cli, "topics") };
	struct setup setup;
	struct nw_error err;
	int code;

	nwi_map_init(&e.items, (struct nwi_sip_key){ 0, 0 });
	nwi_map_init(&e.figures, (struct nwi_sip_key){ 0, 0 });
	e.arena = nw_arena_new(ARENA_MAX);
	if (!e.file)
		return cli_usage(cli, "--topics FILE is needed");
	if (take_labels(&e, &err) != NW_OK)
		return cli_fail(cli, &err);
	setup_init(&setup, cli);
	code = with_setup(&e, &setup);
	setup_fini(&setup);
	return code;
}

const struct cli_command cli_evaluate = {
	.name = "evaluate",
	.operands = "--topics FILE",
	.summary = "Say how right the classifiers are about labelled items",
	.help = "Reads items as JSON Lines (id, title, text or content) with "
		"`labels`, a list\n"
		"of their topics, and prints for each topic precision, recall, "
		"F1, average\n"
		"precision, how far scores are probabilities, and the worst "
		"errors.",
	.options = options,
	.run = run,
};
