/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `newswatch classify` and `newswatch match`: items as JSON Lines through the
 * very workers that the daemon uses, one line out for each line in.
 */
#include "daemon/cli/commands.h"

#include "daemon/cli/setup.h"
#include "daemon/cli/show.h"
#include "daemon/cli/stream.h"
#include "daemon/cli/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

/* What a job's arguments have room for. */
enum { WATCHES_MAX = 4 * 1024 * 1024 };

static const struct cli_option classify_options[] = {
	{ "config", "FILE", "the classifiers of this configuration [shipped]" },
	SETUP_OPTIONS,
	{ NULL, NULL, NULL },
};

static const struct cli_option match_options[] = {
	{ "watches", "FILE", "YAML with the key `watches:`" },
	{ "explain", NULL, "say why each watch hits or does not" },
	{ "watch", "NAME", "explain this watch alone (repeatable)" },
	SETUP_OPTIONS,
	{ NULL, NULL, NULL },
};

/* What one of the two commands prints. */
struct report {
	const struct cli *cli;
	struct table table;
	void (*members)(const json_t *answer, struct nw_buf *out);
	bool explain;
	struct nw_buf watches; /* what pool_explain is asked about */
};

static const struct table_column topic_columns[] = {
	{ "id", "ID", 20, TABLE_TEXT, false },
	{ "topics", "TOPICS", 44, TABLE_TEXT, false },
	{ "item.title", "TITLE", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

static const struct table_column watch_columns[] = {
	{ "id", "ID", 20, TABLE_TEXT, false },
	{ "hits", "WATCHES", 44, TABLE_TEXT, false },
	{ "item.title", "TITLE", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

/* ---- what is printed of an item's answer ---- */

static void print_topics(const json_t *item, struct nw_buf *out)
{
	const json_t *topics = json_object_get(item, "topics");
	const json_t *none = json_object_get(item, "no_opinion");

	nwi_json_key(out, "topics");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < json_array_size(topics); i++) {
		const json_t *topic = json_array_get(topics, i);
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "name", nwi_json_get_str(topic, "name"));
		nwi_json_key(out, "score");
		nwi_json_double(out, nwi_json_get_double(topic, "score", 0));
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
	nwi_json_key(out, "no_opinion");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < json_array_size(none); i++)
		nwi_json_str(out, nw_str_from(json_string_value(
					  json_array_get(none, i))));
	nwi_json_close(out, ']');
}

static void print_watches(const json_t *item, struct nw_buf *out)
{
	const json_t *hits = json_object_get(item, "hits");

	nwi_json_key(out, "watches");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < json_array_size(hits); i++)
		nwi_json_str(out, nwi_json_get_str(json_array_get(hits, i),
						   "watch"));
	nwi_json_close(out, ']');
}

static void print_explained(const json_t *answer, struct nw_buf *out)
{
	const json_t *rows = json_object_get(answer, "explain");
	char *text = rows ? json_dumps(rows, JSON_COMPACT) : NULL;

	print_watches(answer, out);
	nwi_json_key(out, "explain");
	nwi_json_raw(out, nw_str_from(text ? text : "[]"));
	free(text);
}

static void print_line(void *arg, const json_t *answer, struct nw_str error,
		       struct nw_buf *out)
{
	struct report *report = arg;

	if (!report->cli->json) {
		if (answer && report->explain)
			show_explanation(answer, report->cli->colour, out);
		else if (answer)
			table_row(&report->table, answer, out);
		return;
	}
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "id", nwi_json_get_str(answer, "id"));
	if (error.len > 0)
		nwi_json_put_str(out, "error", error);
	report->members(answer, out);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

/* ---- the commands ---- */

static bool is_asked(const struct cli *cli, struct nw_str watch)
{
	if (!cli_has(cli, "watch"))
		return true;
	for (size_t i = 0; cli_value_at(cli, "watch", i); i++)
		if (nw_str_is(watch, cli_value_at(cli, "watch", i)))
			return true;
	return false;
}

/* The names of --watch must be those of watches. */
static enum nw_status check_names(const struct cli *cli,
				  const struct config *config,
				  struct nw_error *err)
{
	for (size_t i = 0; cli_value_at(cli, "watch", i); i++) {
		const char *name = cli_value_at(cli, "watch", i);
		size_t at = 0;

		while (at < config->watch_count &&
		       !nw_str_is(config->watches[at].name, name))
			at++;
		if (at == config->watch_count)
			return nw_fail(err, NW_NOT_FOUND,
				       "there is no watch \"%s\"", name);
	}
	return NW_OK;
}

static enum nw_status choose_watches(void *arg, const struct config *config,
				     struct stream *stream,
				     struct nw_error *err)
{
	struct report *report = arg;
	const struct cli *cli = report->cli;
	struct nw_buf *out = &report->watches;

	/* A mistyped key is no section of ours, and read past as others'. */
	if (config->watch_count == 0)
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: no watch stands under the key `watches:`",
			       cli_value(cli, "watches"));
	if (!report->explain)
		return NW_OK;
	nwi_json_open(out, '[');
	for (size_t i = 0; i < config->watch_count; i++) {
		const struct config_watch *watch = &config->watches[i];

		if (!is_asked(cli, watch->name))
			continue;
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "watch", watch->name);
		nwi_json_put_str(out, "query", watch->query);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
	stream->explain = nw_buf_str(out);
	if (out->failed)
		return nw_fail(err, NW_LIMIT,
			       "these are too many watches to explain; choose "
			       "some with --watch");
	return check_names(cli, config, err);
}

static int run_classify(struct cli *cli)
{
	struct report report = { .cli = cli, .members = print_topics };
	const struct stream_command command = {
		.config = cli_value(cli, "config"),
		.parts = POOL_CLASSIFIERS,
		.print = print_line,
		.arg = &report,
	};

	table_init(&report.table, topic_columns, cli->colour);
	return stream_command(cli, &command);
}

static int run_match(struct cli *cli)
{
	struct report report = { .cli = cli, .members = print_watches };
	const struct stream_command command = {
		.config = cli_value(cli, "watches"),
		.flags = CONFIG_ONLY_WATCHES,
		.parts = POOL_MATCH | POOL_CLASSIFIERS,
		.print = print_line,
		.arg = &report,
		.prepare = choose_watches,
	};
	int code;

	if (!command.config)
		return cli_usage(cli, "--watches FILE is needed");
	report.explain = cli_has(cli, "explain") || cli_has(cli, "watch");
	if (report.explain)
		report.members = print_explained;
	nw_buf_init(&report.watches, WATCHES_MAX);
	table_init(&report.table, watch_columns, cli->colour);
	code = stream_command(cli, &command);
	nw_buf_fini(&report.watches);
	return code;
}

const struct cli_command cli_classify = {
	.name = "classify",
	.operands = "[FILE...]",
	.summary = "Give items their topics",
	.help = "Reads items as JSON Lines (id, title, text or content, ...) "
		"and prints\n"
		"{\"id\",\"topics\":[{\"name\",\"score\"}],\"no_opinion\":[...]"
		"} for each line, in\n"
		"order. A score of 0.5 is the decision point.",
	.options = classify_options,
	.max_operands = 1000,
	.run = run_classify,
};

const struct cli_command cli_match = {
	.name = "match",
	.operands = "--watches FILE [FILE...]",
	.summary = "Match items against watches",
	.help = "Reads items as JSON Lines and prints "
		"{\"id\",\"watches\":[names]} for each\n"
		"line, in order, also when nothing matched. Of a watch only "
		"`name` and\n"
		"`query` are needed. --explain adds `explain`: of each watch "
		"that hits, and of\n"
		"up to 100 that do not, which clause of its query matched at "
		"which words, or the\n"
		"first that failed and how near it was.",
	.options = match_options,
	.max_operands = 1000,
	.run = run_match,
};
