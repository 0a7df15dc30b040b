/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `newswatch topics compare OLD NEW`: two classifiers, topic files or models
 * over the same items. What shadows said of stored items is taken from the
 * ledger; all else is judged anew, in workers of the command's own.
 */
#include "daemon/cli/labels.h"
#include "daemon/cli/stream.h"
#include "daemon/cli/topics.h"
#include "daemon/cli/topics_tally.h"
#include "daemon/control/client.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

enum {
	INPUT_MAX = 256 * 1024 * 1024,
	FILE_MAX = 8 << 20,
	LINE_MAX_BYTES = 8 << 20,
	DEPTH = 64,
	LABELS_MAX = 256 * 1024 * 1024,
	OUT_MAX = 64 * 1024 * 1024,
	SILENCE_MS = 60000,
	ITEMS = 5000, /* of the daemon, unless --limit says */
	ITEMS_MOST = 1000000
};

/* OLD or NEW. */
struct side {
	const char *given;
	struct nw_str name; /* of the classifier that stands for it */
	bool configured;    /* a classifier of the configuration */
	bool live;	    /* its topics are those of the item */
	bool stored;	    /* a shadow: the ledger has what it said */
};

struct compare {
	struct cli *cli;
	struct setup setup;
	struct side old, new;
	struct config_classifier *classifiers;
	size_t classifier_count;
	struct tally tally;
	struct nw_arena *labels;
	struct nwi_map said;  /* "topic item" -> "" (no) or "1" (yes) */
	struct nwi_map by_id; /* item -> its labels, a JSON array */
	struct nw_buf input;  /* items to judge */
	json_t *kept;	      /* owns the labels of by_id */
	uint64_t left_out;    /* items that one side did not judge */
	struct nw_str id;     /* of the item under way */
};

static void compare_fini(struct compare *c)
{
	nwi_map_fini(&c->said);
	nwi_map_fini(&c->by_id);
	nwi_json_free(&c->kept);
	nw_buf_fini(&c->input);
	tally_fini(&c->tally);
	nw_arena_free(&c->labels);
	setup_fini(&c->setup);
}

/* ---- a side that is a file ---- */

static bool is_model(struct nw_str text)
{
	return nw_str_starts(text, "newswatch-model");
}

static enum nw_status topic_of(const struct nw_topic_file *file,
			       struct nw_arena *arena, struct nw_str *out,
			       struct nw_error *err)
{
	NW_AUTO(nw_topics_free) struct nw_topics *topics = NULL;
	NW_AUTO(nw_models_free) struct nw_models *models = NULL;
	enum nw_status status =
		is_model(file->text)
			? nw_models_open(file, 1, &models, err)
			: nw_topics_compile(file, 1, NULL, NULL, &topics, err);

	if (status == NW_OK)
		*out = nw_arena_str(arena, models ? nw_models_topic(models, 0)
						  : nw_topics_name(topics, 0));
	return status;
}

/* The language line of a model, its end included. */
static struct nw_str language_line(struct nw_str model)
{
	size_t at = nw_str_find(model, nw_str_from("\nlanguage: "));
	struct nw_str rest = nw_str_slice(model, at + 1, model.len);

	return nw_str_slice(rest, 0, nw_str_find_char(rest, '\n') + 1);
}

static void put_file(struct nw_buf *out, const struct nw_topic_file *file)
{
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "path", file->name);
	nwi_json_put_str(out, "text", file->text);
	nwi_json_close(out, '}');
}

/* Settings of a classifier of the one topic that the file is of. */
static void put_settings(struct compare *c, const struct nw_topic_file *file,
			 struct nw_str topic, const struct topics_files *others,
			 struct nw_buf *out)
{
	bool model = is_model(file->text);
	struct nw_str of;
	struct nw_error err;

	nwi_json_open(out, '{');
	nwi_json_put_str(out, "name", file->name);
	nwi_json_key(out, "options");
	nwi_json_raw(out, nw_str_from("{}"));
	nwi_json_key(out, "files");
	nwi_json_open(out, '{');
	nwi_json_key(out, "topics");
	nwi_json_open(out, '[');
	if (!model)
		put_file(out, file);
	for (size_t i = 0; model && i < others->definition_count; i++)
		if (topic_of(&others->definitions[i], c->setup.arena, &of,
			     &err) == NW_OK &&
		    nw_str_equal(of, topic))
			put_file(out, &others->definitions[i]);
	nwi_json_close(out, ']');
	nwi_json_key(out, "models");
	nwi_json_open(out, '[');
	if (model)
		put_file(out, file);
	for (size_t i = 0; i < others->model_count; i++) {
		const struct nw_topic_file *other = &others->models[i];
		if (topic_of(other, c->setup.arena, &of, &err) == NW_OK &&
		    nw_str_equal(of, topic) &&
		    !(model && nw_str_equal(language_line(other->text),
					    language_line(file->text))))
			put_file(out, other);
	}
	nwi_json_close(out, ']');
	nwi_json_close(out, '}');
	nwi_json_key(out, "secrets");
	nwi_json_raw(out, nw_str_from("[]"));
	nwi_json_close(out, '}');
}

/* The files of the classifier whose topic file is of the topic. */
static bool find_files(const struct config *config, struct nw_str topic,
		       struct nw_arena *arena, struct topics_files *out)
{
	struct nw_error err;
	struct nw_str of;

	for (size_t i = 0; i < config->classifier_count; i++) {
		const struct config_classifier *cl = &config->classifiers[i];
		if (!cl->enabled || cl->shadow ||
		    topics_files_of(cl, out, &err) != NW_OK)
			continue;
		for (size_t k = 0; k < out->definition_count; k++)
			if (topic_of(&out->definitions[k], arena, &of, &err) ==
				    NW_OK &&
			    nw_str_equal(of, topic))
				return true;
		topics_files_fini(out);
		*out = (struct topics_files){ 0 };
	}
	return false;
}

static enum nw_status add_file(struct compare *c, struct side *side,
			       const struct nw_topic_file *file,
			       struct nw_error *err)
{
	NW_AUTO(topics_files_fini) struct topics_files others = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf settings = { 0 };
	struct nw_str topic;
	enum nw_status status = topic_of(file, c->setup.arena, &topic, err);

	if (status != NW_OK)
		return status;
	if (!find_files(c->setup.config, topic, c->setup.arena, &others) &&
	    is_model(file->text))
		return nw_fail(err, NW_NOT_FOUND,
			       "%s: no classifier has a topic file of the "
			       "topic \"%.*s\" that this model could correct",
			       side->given, NW_FMT(topic));
	nw_buf_init(&settings, TOPICS_SETTINGS_MAX);
	put_settings(c, file, topic, &others, &settings);
	c->classifiers[c->classifier_count++] = (struct config_classifier){
		.base = { .name = side->name,
			  .type = nw_str_from("linear"),
			  .settings = nw_arena_buf(c->setup.arena, &settings) },
		.enabled = true,
		.shadow = true,
	};
	return settings.failed || nw_arena_failed(c->setup.arena)
		       ? nw_fail(err, NW_LIMIT, "%s: too large", side->given)
		       : NW_OK;
}

/* ---- what the two are ---- */

static enum nw_status read_side(struct compare *c, struct side *side,
				struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	enum nw_status status;

	if (access(side->given, F_OK) != 0)
		return nw_fail(err, NW_NOT_FOUND,
			       "\"%s\" is neither a classifier of %s nor a "
			       "file; --config names another configuration, "
			       "newswatch topics lists what one has",
			       side->given,
			       topics_config(c->cli) ? topics_config(c->cli)
						     : "the shipped "
						       "configuration");
	nw_buf_init(&text, FILE_MAX);
	status = cli_read(side->given, FILE_MAX, &text, err);
	if (status != NW_OK)
		return status;
	const struct nw_topic_file file = { nw_str_from(side->given),
					    nw_buf_str(&text) };
	return add_file(c, side, &file, err);
}

/* The last classifier of that name: files come behind the configured. */
static struct config_classifier *classifier_of(struct compare *c,
					       const struct side *side)
{
	for (size_t i = c->classifier_count; i > 0; i--)
		if (nw_str_equal(c->classifiers[i - 1].base.name, side->name))
			return &c->classifiers[i - 1];
	return NULL;
}

static enum nw_status resolve(struct compare *c, struct side *side,
			      const char *given, struct nw_error *err)
{
	const struct config_classifier *cl;

	*side = (struct side){ given, nw_str_from(given), false, false, false };
	cl = classifier_of(c, side);
	if (!cl)
		return read_side(c, side, err);
	side->configured = true;
	side->live = cl->enabled && !cl->shadow;
	side->stored = cl->enabled && cl->shadow;
	return NW_OK;
}

/*
 * One of the two may stay what it is; the other, or both, judge as shadows.
 * Shadows that are not compared are left out.
 */
static void cast(struct compare *c)
{
	if (c->old.live && c->new.live)
		c->old.live = c->new.live = false;
	for (size_t i = 0; i < c->classifier_count; i++) {
		struct config_classifier *cl = &c->classifiers[i];
		if (cl->shadow)
			cl->enabled = false;
	}
	struct side *const sides[] = { &c->old, &c->new };
	for (size_t i = 0; i < 2; i++) {
		struct config_classifier *cl = classifier_of(c, sides[i]);
		cl->enabled = true;
		cl->shadow = !sides[i]->live;
	}
	c->setup.config->classifiers = c->classifiers;
	c->setup.config->classifier_count = c->classifier_count;
}

static enum nw_status resolve_both(struct compare *c, struct nw_error *err)
{
	const struct config *config = c->setup.config;
	enum nw_status status;

	c->classifiers =
		nw_arena_array(c->setup.arena, config->classifier_count + 2,
			       sizeof(*c->classifiers));
	if (!c->classifiers)
		return nw_fail(err, NW_NO_MEMORY, "no memory");
	memcpy(c->classifiers, config->classifiers,
	       config->classifier_count * sizeof(*c->classifiers));
	c->classifier_count = config->classifier_count;
	status = resolve(c, &c->old, c->cli->operands[1], err);
	if (status == NW_OK)
		status = resolve(c, &c->new, c->cli->operands[2], err);
	return status;
}

static void take_topic(void *arg, struct nw_str topic)
{
	struct compare *c = arg;

	tally_topic(&c->tally, topic);
}

/* What the shadows can give is what is compared. */
static enum nw_status know_topics(struct compare *c, const struct side *side,
				  struct nw_error *err)
{
	struct setup *setup = &c->setup;
	const struct config_classifier *cl = classifier_of(c, side);
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < setup->plugin_count && status == NW_OK; i++)
		if (!side->live && setup->plugins[i].kind == NW_CLASSIFIER &&
		    nw_str_equal(setup->plugins[i].type, cl->base.type))
			status = pool_probe(
				&setup->pool_settings, &setup->plugins[i],
				cl->base.settings, take_topic, c, err);
	return status;
}

/* ---- what people said ---- */

static struct nw_str said_key(struct compare *c, struct nw_str topic,
			      struct nw_str id)
{
	return nw_arena_fmt(c->labels, "%.*s %.*s", NW_FMT(topic), NW_FMT(id));
}

static int label_of(void *arg, struct nw_str topic)
{
	struct compare *c = arg;
	const struct labels labels = { .are = nwi_map_get(&c->by_id, c->id) };
	const char *said;

	if (labels.are)
		return labels_have(&labels, topic);
	if (c->said.count == 0)
		return -1;
	said = nwi_map_get(&c->said, said_key(c, topic, c->id));
	return said ? *said == '1' : -1;
}

static enum nw_status take_label(void *arg, struct nw_str line,
				 struct nw_error *err)
{
	struct compare *c = arg;
	NW_AUTO(labels_fini) struct labels labels = { 0 };
	static char no[] = "", yes[] = "1";
	enum nw_status status = labels_read(&labels, line, err);

	if (status != NW_OK)
		return status;
	struct nw_str topic = nwi_json_get_str(labels.line, "topic");
	struct nw_str key =
		said_key(c, topic, nwi_json_get_str(labels.line, "id"));
	if (!nw_str_is_absent(key))
		nwi_map_put(&c->said, key,
			    labels_have(&labels, topic) ? yes : no);
	return NW_OK;
}

static enum nw_status ask_labels(struct compare *c, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < c->tally.topics.count && status == NW_OK; i++)
		status = labels_ask(c->cli, c->tally.topics.rows[i].key,
				    take_label, c, err);
	return status;
}

/* The labels of a file's items, where it has some. */
static void keep_labels(struct compare *c, struct nw_str line)
{
	NW_AUTO(nwi_json_free) json_t *item = NULL;
	json_t *labels;
	struct nw_str id;

	if (nwi_json_parse(line, LINE_MAX_BYTES, DEPTH, &item, NULL) != NW_OK)
		return;
	labels = json_object_get(item, "labels");
	id = nw_arena_str(c->labels, nwi_json_get_str(item, "id"));
	if (!json_is_array(labels) || !id.len ||
	    json_array_append(c->kept, labels) != 0)
		return;
	nwi_map_put(&c->by_id, id, labels);
}

/* ---- an item ---- */

static const json_t *shadow_row(const json_t *line, struct nw_str name)
{
	const json_t *list = json_object_get(line, "shadow");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *row = json_array_get(list, i);
		if (nw_str_equal(nwi_json_get_str(row, "classifier"), name))
			return nwi_json_get_bool(row, "failed", false) ? NULL
								       : row;
	}
	return NULL;
}

/* False: the side did not judge the item. */
static bool side_of(const struct side *side, const json_t *line,
		    const json_t *watches, struct tally_side *out)
{
	const json_t *row = side->live ? line : shadow_row(line, side->name);

	out->topics = json_object_get(row, "topics");
	out->no_opinion = json_object_get(row, "no_opinion");
	out->watches = side->live ? watches : json_object_get(row, "watches");
	return row != NULL;
}

static void add_line(struct compare *c, const json_t *line, struct nw_str title,
		     const json_t *watches)
{
	struct tally_item item = { .id = nwi_json_get_str(line, "id"),
				   .title = title,
				   .label = label_of,
				   .arg = c };

	c->id = item.id;
	if (side_of(&c->old, line, watches, &item.old) &&
	    side_of(&c->new, line, watches, &item.new))
		tally_add(&c->tally, &item);
	else
		c->left_out++;
}

static enum nw_status take_judged(void *arg, struct nw_str lines)
{
	struct compare *c = arg;
	struct nw_str line = { 0 };

	while (nw_str_next(&lines, '\n', &line)) {
		NW_AUTO(nwi_json_free) json_t *object = NULL;
		if (line.len && nwi_json_parse(line, LINE_MAX_BYTES, DEPTH,
					       &object, NULL) == NW_OK)
			add_line(c, object, nwi_json_get_str(object, "title"),
				 json_object_get(object, "watches"));
	}
	return NW_OK;
}

/* What a person knows the item by. */
static struct nw_str shown_of(const json_t *item)
{
	static const char *const keys[] = { "title", "content", "summary" };
	struct nw_str shown = { 0 };

	for (size_t i = 0; i < 3 && shown.len == 0; i++)
		shown = nwi_json_get_str(item, keys[i]);
	return shown;
}

static void take_answer(void *arg, const json_t *answer, struct nw_str error,
			struct nw_buf *out)
{
	const json_t *hits = json_object_get(answer, "hits");
	NW_AUTO(nwi_json_free) json_t *watches = json_array();

	(void)out;
	if (!answer || error.len)
		return;
	for (size_t i = 0; i < json_array_size(hits); i++)
		json_array_append(
			watches,
			json_object_get(json_array_get(hits, i), "watch"));
	add_line(arg, answer, shown_of(json_object_get(answer, "item")),
		 watches);
}

/* ---- items to judge ---- */

/* A line of the ledger as an item to be judged anew. */
static enum nw_status take_item(void *arg, struct nw_str lines)
{
	struct compare *c = arg;
	struct nw_str line = { 0 };

	while (nw_str_next(&lines, '\n', &line)) {
		static const char *const keys[] = { "id", "title", "text",
						    "language" };
		NW_AUTO(nwi_json_free) json_t *object = NULL;
		if (!line.len || nwi_json_parse(line, LINE_MAX_BYTES, DEPTH,
						&object, NULL) != NW_OK)
			continue;
		nwi_json_open(&c->input, '{');
		for (size_t i = 0; i < 4; i++)
			nwi_json_put_str(&c->input, keys[i],
					 nwi_json_get_str(object, keys[i]));
		nwi_json_close(&c->input, '}');
		nw_buf_add_char(&c->input, '\n');
	}
	return c->input.failed ? NW_LIMIT : NW_OK;
}

static enum nw_status ask_items(struct compare *c, bool text,
				control_lines_fn *take, struct nw_error *err)
{
	const char *limit = cli_value(c->cli, "limit");
	NW_AUTO(nw_buf_fini) struct nw_buf args = { 0 };
	int64_t count = ITEMS;

	if (limit && (nw_str_to_int(nw_str_from(limit), &count) != NW_OK ||
		      count < 1 || count > ITEMS_MOST))
		return nw_fail(err, NW_BAD_INPUT,
			       "--limit: expected a number of items, 1 to %d, "
			       "not \"%s\"",
			       ITEMS_MOST, limit);
	nw_buf_init(&args, 4096);
	nwi_json_open(&args, '{');
	nwi_json_put_int(&args, "limit", count);
	if (text)
		nwi_json_put_text(&args, "reason", "text");
	nwi_json_close(&args, '}');
	return control_ask(cli_control_path(c->cli), "judged",
			   nw_buf_str(&args), SILENCE_MS, take, c, err);
}

static enum nw_status read_files(struct compare *c, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (size_t i = 3; i < c->cli->operand_count && status == NW_OK; i++) {
		status = cli_read(c->cli->operands[i], INPUT_MAX, &c->input,
				  err);
		if (c->input.len && c->input.at[c->input.len - 1] != '\n')
			nw_buf_add_char(&c->input, '\n');
	}
	struct nw_str rest = nw_buf_str(&c->input), line = { 0 };
	while (status == NW_OK && nw_str_next(&rest, '\n', &line))
		keep_labels(c, line);
	return status;
}

/* The stream reads files: the items become one that has no name. */
static enum nw_status open_input(const struct compare *c, int *out,
				 struct nw_error *err)
{
	struct nw_str rest = nw_buf_str(&c->input);
	int fd = memfd_create("items", MFD_CLOEXEC);

	while (fd >= 0 && rest.len > 0) {
		ssize_t n = write(fd, rest.at, rest.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			close(fd);
			fd = -1;
			break;
		}
		rest = nw_str_slice(rest, (size_t)n, rest.len);
	}
	if (fd < 0)
		return nw_fail(err, NW_IO, "the items: %s", strerror(errno));
	*out = fd;
	return NW_OK;
}

static enum nw_status judge_anew(struct compare *c, struct nw_error *err)
{
	struct stream stream = { .print = take_answer, .arg = c };
	char path[64];
	int fd = -1;
	enum nw_status status =
		setup_pool(&c->setup, POOL_MATCH | POOL_CLASSIFIERS, err);

	if (status == NW_OK)
		status = open_input(c, &fd, err);
	if (status != NW_OK)
		return status;
	stream.loop = c->setup.loop;
	stream.pool = c->setup.pool;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	status = stream_run(&stream, path, err);
	pool_free(&c->setup.pool);
	close(fd);
	if (status == NW_OK && stream.bad > 0) {
		*err = stream.first;
		status = stream.first.status;
		/* Nobody knows the file that has no name. */
		struct nw_str text = nw_str_from(err->text);
		if (nw_str_starts(text, path))
			nw_fail(err, status, "the items%s",
				stream.first.text + strlen(path));
	}
	stream_fini(&stream);
	return status;
}

/* ---- the command ---- */

static enum nw_status print_all(struct compare *c, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	if (c->tally.items == 0)
		return nw_fail(err, NW_NOT_FOUND,
			       "there is no item that both judged (%llu were "
			       "looked at)",
			       (unsigned long long)c->left_out);
	nw_buf_init(&out, OUT_MAX);
	if (c->cli->json) {
		tally_json(&c->tally, &out);
		return cli_write(nw_buf_str(&out), err);
	}
	tally_text(&c->tally, c->old.given, c->new.given, &out);
	if (c->left_out)
		nw_buf_add_fmt(&out,
			       "\n%llu more items were not judged by both\n",
			       (unsigned long long)c->left_out);
	return cli_write(nw_buf_str(&out), err);
}

static enum nw_status compare(struct compare *c, struct nw_error *err)
{
	bool files = c->cli->operand_count > 3;
	enum nw_status status = resolve_both(c, err);

	if (status != NW_OK)
		return status;
	bool stored = !files && (c->old.live || c->old.stored) &&
		      (c->new.live || c->new.stored) &&
		      !(c->old.live && c->new.live);
	cast(c);
	status = know_topics(c, &c->old, err);
	if (status == NW_OK)
		status = know_topics(c, &c->new, err);
	if (status == NW_OK && !files)
		status = ask_labels(c, err);
	if (status == NW_OK)
		status = stored	 ? ask_items(c, false, take_judged, err)
			 : files ? read_files(c, err)
				 : ask_items(c, true, take_item, err);
	if (status == NW_OK && !stored)
		status = judge_anew(c, err);
	return status == NW_OK ? print_all(c, err) : status;
}

int topics_compare(struct cli *cli)
{
	NW_AUTO(compare_fini) struct compare c = { .cli = cli };
	struct nw_error err;

	setup_init(&c.setup, cli);
	tally_init(&c.tally);
	c.labels = nw_arena_new(LABELS_MAX);
	c.kept = json_array();
	nwi_map_init(&c.said, (struct nwi_sip_key){ 0, 0 });
	nwi_map_init(&c.by_id, (struct nwi_sip_key){ 0, 0 });
	nw_buf_init(&c.input, INPUT_MAX + 128 * 1024);
	if (cli->operand_count < 3)
		return cli_usage(cli, "`compare` takes OLD and NEW, two "
				      "classifiers or files");
	if (strcmp(cli->operands[1], cli->operands[2]) == 0)
		return cli_usage(cli,
				 "OLD and NEW are both \"%s\": there is "
				 "nothing to compare",
				 cli->operands[1]);
	if (setup_config(&c.setup, topics_config(cli), CONFIG_NO_SECRETS,
			 &err) != NW_OK) {
		setup_print_problems(&c.setup);
		return setup_failed(&c.setup) ? EX_CONFIG : cli_fail(cli, &err);
	}
	enum nw_status status = compare(&c, &err);
	return status == NW_OK || status == NW_GONE ? EX_OK
						    : cli_fail(cli, &err);
}
