/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch plugins` and `newswatch explain`: what can be configured. */
#include "daemon/cli/commands.h"

#include "daemon/cli/setup.h"
#include "daemon/cli/table.h"

#include <stdio.h>
#include <sysexits.h>

static const struct cli_option options[] = {
	{ "config", "FILE",
	  "whose `plugins:` are listed too [" NW_CONFIG_PATH "]" },
	SETUP_OPTIONS,
	{ NULL, NULL, NULL },
};

static const struct table_column columns[] = {
	{ "kind", "KIND", 10, TABLE_TEXT, false },
	{ "name", "NAME", 16, TABLE_TEXT, false },
	{ "version", "VERSION", 8, TABLE_TEXT, false },
	{ "licence", "LICENCE", 12, TABLE_TEXT, false },
	{ "summary", "SUMMARY", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

static const char *const kind_names[] = {
	[NW_SOURCE] = "source",
	[NW_CLASSIFIER] = "classifier",
	[NW_NOTIFIER] = "notifier",
};

static void add_plugin(const struct config_plugin *plugin, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "plugin");
	nwi_json_put_text(out, "kind", kind_names[plugin->kind]);
	nwi_json_put_str(out, "name", plugin->type);
	nwi_json_put_str(out, "version", plugin->version);
	nwi_json_put_str(out, "licence", plugin->licence);
	nwi_json_put_str(out, "summary", plugin->summary);
	nwi_json_put_str(out, "file", plugin->file);
	nwi_json_key(out, "options");
	nwi_json_open(out, '[');
	for (const struct nw_option *row = plugin->options; row && row->name;
	     row++)
		nwi_json_str(out, nw_str_from(row->name));
	nwi_json_close(out, ']');
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

static void print_plugins(const struct setup *setup, struct nw_buf *out)
{
	struct table table;

	table_init(&table, columns, setup->cli->colour);
	for (size_t i = 0; i < setup->plugin_count; i++) {
		NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };
		NW_AUTO(nwi_json_free) json_t *object = NULL;
		nw_buf_init(&line, 1024 * 1024);
		add_plugin(&setup->plugins[i], &line);
		if (setup->cli->json)
			nw_buf_add_str(out, nw_buf_str(&line));
		else if (nwi_json_parse(nw_buf_str(&line), 1024 * 1024, 8,
					&object, NULL) == NW_OK)
			table_row(&table, object, out);
	}
}

static const char *config_of(const struct cli *cli)
{
	const char *path = cli_value(cli, "config");

	return path ? path : NW_CONFIG_PATH;
}

static int run_plugins(struct cli *cli)
{
	NW_AUTO(setup_fini) struct setup setup = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_error err;

	setup_init(&setup, cli);
	nw_buf_init(&out, 16 * 1024 * 1024);
	if (setup_plugins(&setup, config_of(cli), &err) != NW_OK)
		return cli_fail(cli, &err);
	print_plugins(&setup, &out);
	if (cli_write(nw_buf_str(&out), &err) != NW_OK)
		return EX_IOERR;
	fprintf(stderr, "%.*s%.*s", NW_FMT(nw_buf_str(&setup.lines)),
		NW_FMT(nw_buf_str(&setup.refused)));
	return setup.lines.len || setup.refused.len ? EX_DATAERR : EX_OK;
}

static int run_explain(struct cli *cli)
{
	NW_AUTO(setup_fini) struct setup setup = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_error err;

	setup_init(&setup, cli);
	nw_buf_init(&out, 4 * 1024 * 1024);
	if (setup_plugins(&setup, config_of(cli), &err) != NW_OK)
		return cli_fail(cli, &err);
	const struct config_plugins plugins = {
		.at = setup.plugins,
		.count = setup.plugin_count,
	};
	if (config_explain(nw_str_from(cli->operands[0]), &plugins, &out,
			   &err) != NW_OK)
		return cli_fail(cli, &err);
	return cli_write(nw_buf_str(&out), &err) == NW_OK ? EX_OK : EX_IOERR;
}

static int run_sample(struct cli *cli)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_error err;

	(void)cli;
	nw_buf_init(&out, 4 * 1024 * 1024);
	config_sample(&out);
	return cli_write(nw_buf_str(&out), &err) == NW_OK ? EX_OK : EX_IOERR;
}

const struct cli_command cli_plugins = {
	.name = "plugins",
	.operands = "",
	.summary = "List the plugins with their version and options",
	.help = "A plugin that cannot be used is named on standard error with "
		"the reason;\n"
		"exit 65 then.",
	.options = options,
	.run = run_plugins,
};

const struct cli_command cli_explain = {
	.name = "explain",
	.operands = "KEY",
	.summary = "Explain an option of the configuration",
	.help = "KEY is a section (fetch), an option (fetch.every), a plugin "
		"(email) or an\n"
		"option of one (email.to).",
	.options = options,
	.min_operands = 1,
	.max_operands = 1,
	.run = run_explain,
};

const struct cli_command cli_sample = {
	.name = "sample",
	.operands = "",
	.summary = "Print a configuration with every option and its default",
	.run = run_sample,
};
