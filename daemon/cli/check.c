/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `newswatch check`: what the daemon does with its configuration at the start,
 * without becoming one; with --online each source is polled once.
 */
#include "daemon/cli/commands.h"

#include "base/noun.h"
#include "daemon/cli/online_check.h"
#include "daemon/cli/rehearse.h"
#include "daemon/worker/examples.h"

#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

static const struct cli_option options[] = {
	{ "online", NULL, "poll every source once and report" },
	{ "no-secrets", NULL, "do not read the secrets" },
	{ "config", "FILE", "the configuration, as the operand" },
	SETUP_OPTIONS,
	{ NULL, NULL, NULL },
};

static void print_summary(const struct setup *setup)
{
	const struct config *config = setup->config;
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_error err;

	nw_buf_init(&out, 64 * 1024);
	if (setup->cli->json) {
		nwi_json_open(&out, '{');
		nwi_json_put_text(&out, "type", "check");
		nwi_json_put_str(&out, "file", config->path);
		nwi_json_put_int(&out, "files", (int64_t)config->files.count);
		nwi_json_put_int(&out, "sources",
				 (int64_t)config->source_count);
		nwi_json_put_int(&out, "outlets",
				 (int64_t)config->outlet_count);
		nwi_json_put_int(&out, "watches", (int64_t)config->watch_count);
		nwi_json_put_int(&out, "spikes", (int64_t)config->spike_count);
		nwi_json_put_int(&out, "notifiers",
				 (int64_t)config->notifier_count);
		nwi_json_put_int(&out, "warnings",
				 (int64_t)setup->problems.warnings);
		nwi_json_close(&out, '}');
		nw_buf_add_char(&out, '\n');
	} else {
		nw_buf_add_fmt(
			&out, "%.*s is in order: %zu %s, %zu %s, %zu %s, ",
			NW_FMT(config->path), config->source_count,
			nwi_noun(config->source_count, "source", "sources"),
			config->outlet_count,
			nwi_noun(config->outlet_count, "outlet", "outlets"),
			config->watch_count,
			nwi_noun(config->watch_count, "watch", "watches"));
		if (config->spike_count > 0)
			nw_buf_add_fmt(&out, "%zu %s, ", config->spike_count,
				       nwi_noun(config->spike_count, "spike",
						"spikes"));
		nw_buf_add_fmt(&out, "%zu %s\n", config->notifier_count,
			       nwi_noun(config->notifier_count, "notifier",
					"notifiers"));
	}
	(void)!cli_write(nw_buf_str(&out), &err);
}

/* Warnings are no failure: they go where the answer goes. */
static void print_warnings(const struct setup *setup)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 }, out = { 0 };
	struct nw_str rest, line;
	struct nw_error err;

	nw_buf_init(&text, 1024 * 1024);
	nw_buf_init(&out, 8 * 1024 * 1024);
	nwi_problems_print(&setup->problems,
			   !setup->cli->json && isatty(STDOUT_FILENO), &text);
	rest = nw_buf_str(&text);
	while (nw_str_next(&rest, '\n', &line)) {
		if (line.len == 0)
			continue;
		if (!setup->cli->json) {
			nw_buf_add_fmt(&out, "%.*s\n", NW_FMT(line));
			continue;
		}
		nwi_json_open(&out, '{');
		nwi_json_put_text(&out, "type", "problem");
		nwi_json_put_str(&out, "problem", line);
		nwi_json_close(&out, '}');
		nw_buf_add_char(&out, '\n');
	}
	(void)!cli_write(nw_buf_str(&out), &err);
}

static enum nw_status try_examples(struct setup *setup, struct nw_error *err)
{
	struct pool_settings settings;
	const struct pool_plan plan = {
		.config = setup->config,
		.plugins = setup->plugins,
		.plugin_count = setup->plugin_count,
		.image = &setup->image,
	};
	const struct examples examples = {
		.settings = &settings,
		.plan = &plan,
		.problems = &setup->problems,
	};
	size_t failed;

	pool_settings_from(setup->config, &settings);
	settings.worker = setup->pool_settings.worker;
	settings.plugin_dir = setup->pool_settings.plugin_dir;
	return examples_try(&examples, &failed, err);
}

static enum nw_status rehearse(struct setup *setup, bool online,
			       struct nw_error *err)
{
	unsigned parts = POOL_NOTIFIERS;

	rehearse_topics(setup);
	rehearse_places(setup);
	if (online)
		parts |= POOL_SOURCES | POOL_CLASSIFIERS;
	enum nw_status status = setup_pool(setup, parts, err);
	if (status == NW_OK)
		rehearse_notifiers(setup);
	if (status == NW_OK)
		status = try_examples(setup, err);
	nwi_problems_sort(&setup->problems);
	return status;
}

/* The other commands call it --config, so that one is tried first. */
static const char *path_of(const struct cli *cli)
{
	const char *named = cli_value(cli, "config");

	if (cli->operand_count)
		return cli->operands[0];
	return named ? named : NW_CONFIG_PATH;
}

static int check(struct cli *cli, struct setup *setup)
{
	const char *path = path_of(cli);
	uint32_t flags = cli_has(cli, "no-secrets") ? CONFIG_NO_SECRETS : 0;
	bool online = cli_has(cli, "online");
	struct nw_error err;
	enum nw_status status = setup_config(setup, path, flags, &err);

	if (status == NW_OK)
		status = rehearse(setup, online, &err);
	if (status != NW_OK || setup_failed(setup)) {
		setup_print_problems(setup);
		return setup_failed(setup) ? EX_CONFIG : cli_fail(cli, &err);
	}
	/* A plugin file that cannot be loaded is no error until it is named. */
	if (cli->verbose)
		fprintf(stderr, "%.*s", NW_FMT(nw_buf_str(&setup->lines)));
	print_warnings(setup);
	if (online)
		return online_check(setup);
	print_summary(setup);
	return EX_OK;
}

static int run(struct cli *cli)
{
	struct setup setup;
	int code = cli_has(cli, "online") ? online_check_apart(cli) : -1;

	if (code >= 0)
		return code;
	setup_init(&setup, cli);
	code = check(cli, &setup);
	setup_fini(&setup);
	return code;
}

const struct cli_command cli_check = {
	.name = "check",
	.operands = "[CONFIG]",
	.summary = "Check a configuration and report every mistake at once",
	.help = "Does what newswatchd does at its start: reads all files, "
		"loads the plugins\n"
		"in their workers, checks options and references, compiles the "
		"queries.\n"
		"Then it runs the examples of the topic files and of the "
		"watches "
		"(`must`,\n"
		"`must_not`), and renders a sample alert by each notifier.\n"
		"Each mistake is one line, file:line:column: path: what is "
		"wrong; exit 78.",
	.options = options,
	.max_operands = 1,
	.run = run,
};
