/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/rehearse.h"

#include "base/json.h"
#include "daemon/loop/loop.h"
#include <newswatch/alert.h>
#include <newswatch/topic.h>

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
	SETTINGS_MAX = 64 * 1024 * 1024,
	EXAMPLE_ARENA = 64 * 1024 * 1024,
	FILES_MAX = 256
};

/* ---- topic files ---- */

struct rehearsal {
	struct nwi_problems *problems;
	struct nw_topic_file files[FILES_MAX];
	size_t file_count;
};

static void examine(void *arg, const struct nw_topic_example *example)
{
	struct rehearsal *rehearsal = arg;

	if (example->passed || example->file >= rehearsal->file_count)
		return;
	char *name = nw_str_dup(rehearsal->files[example->file].name);
	const struct nwi_file file = {
		.name = name, .rank = UINT32_MAX - FILES_MAX + example->file
	};
	nwi_problem(rehearsal->problems,
		    (struct nwi_place){ &file, example->line, example->column },
		    nw_str_make(NULL, 0),
		    "the example scores %.2f for %.*s; allowed: %s",
		    example->score, NW_FMT(example->topic),
		    example->must ? "0.5 or more (must)"
				  : "less than 0.5 (must_not)");
	free(name);
}

static void take_files(struct rehearsal *rehearsal, const json_t *list)
{
	for (size_t i = 0;
	     i < json_array_size(list) && rehearsal->file_count < FILES_MAX;
	     i++) {
		const json_t *file = json_array_get(list, i);
		rehearsal->files[rehearsal->file_count++] =
			(struct nw_topic_file){
				.name = nwi_json_get_str(file, "path"),
				.text = nwi_json_get_str(file, "text"),
			};
	}
}

static void rehearse_lexicon(struct setup *setup,
			     const struct config_classifier *classifier)
{
	struct rehearsal rehearsal = { .problems = &setup->problems };
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(EXAMPLE_ARENA);
	NW_AUTO(nw_topics_free) struct nw_topics *topics = NULL;
	NW_AUTO(nwi_json_free) json_t *settings = NULL;
	struct nw_error err;

	/* What is wrong in them was told when the plugin was opened. */
	if (nwi_json_parse(classifier->base.settings, SETTINGS_MAX, 16,
			   &settings, &err) != NW_OK)
		return;
	take_files(
		&rehearsal,
		json_object_get(json_object_get(settings, "files"), "topics"));
	if (nw_topics_compile(rehearsal.files, rehearsal.file_count, NULL, NULL,
			      &topics, &err) != NW_OK ||
	    nw_topics_examples(topics, arena, examine, &rehearsal, &err) !=
		    NW_OK)
		nwi_problem(&setup->problems, (struct nwi_place){ NULL, 0, 0 },
			    nw_str_make(NULL, 0), "%.*s: its examples: %s",
			    NW_FMT(classifier->base.name), err.text);
}

void rehearse_topics(struct setup *setup)
{
	const struct config *config = setup->config;

	for (size_t i = 0; i < config->classifier_count; i++) {
		const struct config_classifier *classifier =
			&config->classifiers[i];
		if (classifier->enabled &&
		    (nw_str_is(classifier->base.type, "lexicon") ||
		     nw_str_is(classifier->base.type, "linear")))
			rehearse_lexicon(setup, classifier);
	}
}

/* ---- notifiers ---- */

/* An alert with everything that a template may ask for. */
static void sample_alert(const struct config *config, struct nw_buf *out)
{
	static const struct nw_span marks[] = { { NW_FIELD_BODY, 2, 8 } };
	static const struct nw_topic topics[] = {
		{ .size = sizeof(struct nw_topic),
		  .name = { "sample", 6 },
		  .score = 0.75 },
	};
	static const struct nw_alert_change change = {
		.kind = { "number", 6 },
		.text = { "hurt: 12 -> 17", 14 },
	};
	static const struct nw_report reports[] = {
		{ .outlet = { "Sample Outlet", 13 }, .items = 1 },
		{ .outlet = { "Other Outlet", 12 },
		  .affiliation = { "state", 5 },
		  .copy_of = { "Sample Outlet", 13 },
		  .relation = { "copy", 4 },
		  .items = 1 },
	};
	const struct nw_alert_item item = {
		.item = { .size = sizeof(item.item),
			  .id = nw_str_from("sample-1"),
			  .url = nw_str_from("https://outlet.example/sample"),
			  .title = nw_str_from("A sample, with <b> & \"q\""),
			  .summary = nw_str_from("A sample of an alert.") },
		.item_id = nw_str_from("00000000000000000000000000000001"),
		.source = nw_str_from("sample"),
		.outlet = nw_str_from("Sample Outlet"),
		.country = nw_str_from("GB"),
		.affiliation = nw_str_from("independent"),
		.excerpt = nw_str_from("A sample of an alert."),
		.marks = marks,
		.topics = topics,
		.mark_count = 1,
		.topic_count = 1,
		.seen = INT64_C(1709285400000),
	};
	const struct nw_alert alert = {
		.size = sizeof(alert),
		.kind = NW_ALERT_NEWS,
		.id = nw_str_from("00000000000000000000000000000002"),
		.instance = config->instance,
		.watch = nw_str_from("sample"),
		.severity = nw_str_from("normal"),
		.story = nw_str_from("00000000000000000000000000000003"),
		.revision = 2,
		.item_count = 1,
		.at = INT64_C(1709285400000),
		.title = nw_str_from("A sample, with <b> & \"q\""),
		.items = &item,
		.reason = NW_ALERT_UPDATE,
		.change_count = 1,
		.changes = &change,
		.reports = reports,
		.report_count = 2,
		.outlets = 2,
		.independent = 1,
		.story_items = 2,
		.first_seen = INT64_C(1709285400000),
	};

	nw_alert_to_json(&alert, out);
}

struct rendering {
	struct setup *setup;
	const struct config_notifier *notifier;
	struct nw_str alert;
	unsigned *left;
};

static void rendered(void *arg, const struct pool_result *result)
{
	struct rendering *rendering = arg;

	--*rendering->left;
	if (result->status != NW_OK)
		nwi_problem(&rendering->setup->problems,
			    (struct nwi_place){ NULL, 0, 0 },
			    nw_str_make(NULL, 0),
			    "notifier %.*s cannot render a sample alert: %.*s",
			    NW_FMT(rendering->notifier->base.name),
			    NW_FMT(result->text));
}

static void render(void *arg, struct nw_str destination)
{
	struct rendering *rendering = arg;
	const struct pool_rendering what = {
		.alert = rendering->alert,
		.delivery = nw_str_from("00000000000000000000000000000004"),
		.thread = nw_str_from("00000000000000000000000000000005"),
		.destination = destination,
	};

	++*rendering->left;
	pool_render(rendering->setup->pool, rendering->notifier->base.name,
		    &what, rendered, rendering);
}

void rehearse_notifiers(struct setup *setup)
{
	const struct config *config = setup->config;
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	struct rendering *rows = nw_arena_array(
		setup->arena, config->notifier_count + 1, sizeof(*rows));
	unsigned left = 0;

	nw_buf_init(&json, 1024 * 1024);
	sample_alert(config, &json);
	for (size_t i = 0; rows && i < config->notifier_count; i++) {
		rows[i] = (struct rendering){ setup, &config->notifiers[i],
					      nw_buf_str(&json), &left };
		if (config->notifiers[i].enabled)
			pool_destinations(setup->pool,
					  config->notifiers[i].base.name,
					  render, &rows[i]);
	}
	while (left > 0 && loop_turn(setup->loop, -1))
		;
}

/* ---- places ---- */

/* They may be made later, so all of them are warnings, one line each. */
static void warn(struct setup *setup, const char *kind, struct nw_str name,
		 const char *what, struct nw_str path, const char *how)
{
	nwi_problem_warn(&setup->problems, (struct nwi_place){ NULL, 0, 0 },
			 nw_str_make(NULL, 0), "%s %.*s: %s %.*s %s", kind,
			 NW_FMT(name), what, NW_FMT(path), how);
}

/* The folder in which a file is to be; absent: none that we could look at. */
static struct nw_str folder_of(struct nw_str path)
{
	size_t end = path.len;

	while (end > 1 && path.at[end - 1] == '/')
		end--;
	while (end > 0 && path.at[end - 1] != '/')
		end--;
	return nw_str_slice(path, 0, end > 1 ? end - 1 : end);
}

static bool is_folder(struct setup *setup, struct nw_str path)
{
	struct nw_str text = nw_arena_fmt(setup->arena, "%.*s", NW_FMT(path));
	struct stat file;

	return path.len == 0 || !text.at ||
	       (stat(text.at, &file) == 0 ? S_ISDIR(file.st_mode)
					  : errno == EACCES);
}

static void look_at_program(struct setup *setup, const char *kind,
			    const struct config_instance *base,
			    const struct config_texts *argv)
{
	struct stat file;

	if (argv->count == 0 || !nw_str_starts(argv->at[0], "/"))
		return;
	if (stat(argv->at[0].at, &file) != 0) {
		if (errno != EACCES)
			warn(setup, kind, base->name, "the program",
			     argv->at[0], "does not exist");
	} else if (!S_ISREG(file.st_mode) || !(file.st_mode & 0111)) {
		warn(setup, kind, base->name, "the program", argv->at[0],
		     "is not executable");
	}
}

void rehearse_places(struct setup *setup)
{
	const struct config *config = setup->config;
	struct nw_str state = folder_of(config->state_dir);

	/* That of the installation is made by it. */
	if (!nw_str_is(config->state_dir, NW_STATE_DIR) &&
	    !is_folder(setup, state))
		warn(setup, "state_dir", config->state_dir,
		     "it cannot be made: the folder", state, "does not exist");
	for (size_t i = 0; i < config->notifier_count; i++) {
		const struct config_notifier *n = &config->notifiers[i];
		struct nw_str folder = folder_of(n->path);
		if (!n->enabled)
			continue;
		look_at_program(setup, "notifier", &n->base, &n->argv);
		/* The daemon makes its own. */
		if (n->path.len > 0 && !is_folder(setup, folder) &&
		    !nw_str_equal(folder, config->state_dir))
			warn(setup, "notifier", n->base.name, "the folder",
			     folder, "does not exist");
	}
	for (size_t i = 0; i < config->source_count; i++)
		if (config->sources[i].enabled)
			look_at_program(setup, "source",
					&config->sources[i].base,
					&config->sources[i].argv);
}
