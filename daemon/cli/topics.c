/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch topics`: the topics that classifiers give, and its verbs. */
#include "daemon/cli/topics.h"

#include "daemon/cli/commands.h"

#include <sysexits.h>
#include <unistd.h>

static const struct cli_option options[] = {
	{ "from", "FILE", "labelled items, JSON Lines [the daemon's labels]" },
	{ "accept", "ID", "write the edit of this proposal (id or number)" },
	{ "to", "FILE", "where the edited topic file goes [its place]" },
	{ "classifier", "NAME", "the classifier whose topic file is meant" },
	{ "definition", "FILE", "this topic file [the configuration's]" },
	{ "model", "FILE", "a model beside --definition (repeatable)" },
	{ "limit", "N", "compare at most so many stored items [5000]" },
	{ "config", "FILE",
	  "the configuration [" NW_CONFIG_PATH ", else the shipped topics]" },
	{ "control", "PATH", "the daemon's socket [" NW_CONTROL_PATH "]" },
	SETUP_OPTIONS,
	{ NULL, NULL, NULL },
};

/* ---- the files of a classifier ---- */

void topics_files_fini(struct topics_files *files)
{
	nwi_json_free(&files->settings);
}

static size_t take(const json_t *list, struct nw_topic_file out[TOPICS_FILES])
{
	size_t count = 0;

	for (size_t i = 0; i < json_array_size(list) && count < TOPICS_FILES;
	     i++) {
		const json_t *file = json_array_get(list, i);
		out[count++] = (struct nw_topic_file){
			.name = nwi_json_get_str(file, "path"),
			.text = nwi_json_get_str(file, "text"),
		};
	}
	return count;
}

enum nw_status topics_files_of(const struct config_classifier *classifier,
			       struct topics_files *out, struct nw_error *err)
{
	enum nw_status status =
		nwi_json_parse(classifier->base.settings, TOPICS_SETTINGS_MAX,
			       16, &out->settings, err);

	if (status != NW_OK)
		return status;
	const json_t *files = json_object_get(out->settings, "files");
	out->definition_count =
		take(json_object_get(files, "topics"), out->definitions);
	out->model_count = take(json_object_get(files, "models"), out->models);
	return NW_OK;
}

const char *topics_config(const struct cli *cli)
{
	const char *named = cli_value(cli, "config");

	return named				   ? named
	       : access(NW_CONFIG_PATH, R_OK) == 0 ? NW_CONFIG_PATH
						   : NULL;
}

/* ---- the command ---- */

static const struct verb {
	const char *name;
	int (*run)(struct cli *cli);
} verbs[] = {
	{ "propose", topics_propose },
	{ "compare", topics_compare },
};

static int run(struct cli *cli)
{
	for (size_t i = 0;
	     cli->operand_count && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(cli->operands[0], verbs[i].name) == 0)
			return verbs[i].run(cli);
	return cli->operand_count ? cli_usage(cli,
					      "\"%s\" is no verb; expected "
					      "propose or compare",
					      cli->operands[0])
				  : topics_list(cli);
}

const struct cli_command cli_topics = {
	.name = "topics",
	.operands = "[propose TOPIC | compare OLD NEW [FILE...]]",
	.summary = "List topics; propose edits, compare classifiers",
	.help = "Alone it lists the topics: classifiers, languages, files, how "
		"many examples of\n"
		"the file pass, and how many items had it of late.\n"
		"`propose` finds edits of the topic file that would have "
		"served what people\n"
		"said of items (newswatch label), and tries each on those "
		"items. Nothing is\n"
		"changed but by --accept.\n"
		"`compare` tells where two classifiers, topic files or models "
		"differ, over the\n"
		"items of the daemon or of files: topics that fire newly and "
		"no longer, the\n"
		"largest differences, what watches would hit, and how right "
		"both are about\n"
		"labelled items.",
	.options = options,
	.max_operands = 1000,
	.run = run,
};
