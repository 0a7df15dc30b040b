/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/setup.h"

#include "daemon/loop/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	DESCRIBE_WAIT_MS = 30000,
	ARENA_MAX = 64 * 1024 * 1024,
	LINES_MAX = 256 * 1024
};

/* Workers start in "/": a relative path would mean something else there. */
static const char *absolute(struct setup *setup, const char *option)
{
	const char *given = cli_value(setup->cli, option);
	char *real = given ? realpath(given, NULL) : NULL;
	const char *kept =
		real ? nw_arena_str(setup->arena, nw_str_from(real)).at : given;

	free(real);
	return kept;
}

void setup_init(struct setup *setup, const struct cli *cli)
{
	*setup = (struct setup){ .cli = cli };
	setup->arena = nw_arena_new(ARENA_MAX);
	nw_buf_init(&setup->lines, LINES_MAX);
	nw_buf_init(&setup->refused, LINES_MAX);
	nwi_problems_init(&setup->problems);
	setup->image.fd = -1;
	setup->pool_settings.worker = absolute(setup, "worker");
	setup->pool_settings.plugin_dir = absolute(setup, "plugin-dir");
}

void setup_fini(struct setup *setup)
{
	pool_free(&setup->pool);
	if (setup->loop)
		loop_close(&setup->loop);
	pool_image_fini(&setup->image);
	config_unref(&setup->config);
	nwi_problems_fini(&setup->problems);
	nw_buf_fini(&setup->lines);
	nw_buf_fini(&setup->refused);
	nw_arena_free(&setup->arena);
}

enum nw_status setup_plugins(struct setup *setup, const char *path,
			     struct nw_error *err)
{
	const struct config_input input = {
		.path = path,
		.data_dir = cli_value(setup->cli, "data-dir"),
	};
	struct config_texts named = { NULL, 0 };

	if (path)
		config_plugin_paths(&input, setup->arena, &named);
	return pool_describe_all(&setup->pool_settings, &named,
				 DESCRIBE_WAIT_MS, setup->arena,
				 &setup->plugins, &setup->plugin_count,
				 &setup->lines, &setup->refused, err);
}

bool setup_failed(const struct setup *setup)
{
	return setup->problems.errors > 0 || setup->refused.len > 0;
}

static enum nw_status probe(void *arg, const struct config_plugin *plugin,
			    struct nw_str settings, config_topic_fn *each,
			    void *each_arg, struct nw_error *err)
{
	struct setup *setup = arg;

	return pool_probe(&setup->pool_settings, plugin, settings, each,
			  each_arg, err);
}

static enum nw_status compile(void *arg, const struct nw_query_set *set,
			      nw_query_problem_fn *problem, void *problem_arg,
			      struct nw_error *err)
{
	struct setup *setup = arg;

	pool_image_fini(&setup->image);
	return pool_compile(&setup->pool_settings, set, problem, problem_arg,
			    &setup->image, err);
}

enum nw_status setup_config(struct setup *setup, const char *path,
			    uint32_t flags, struct nw_error *err)
{
	char host_name[256] = "";
	enum nw_status status = NW_OK;

	if (!setup->plugins)
		status = setup_plugins(
			setup, flags & CONFIG_ONLY_WATCHES ? NULL : path, err);
	if (status != NW_OK)
		return status;
	if (gethostname(host_name, sizeof(host_name) - 1) < 0)
		host_name[0] = '\0';
	const struct config_plugins plugins = {
		.at = setup->plugins,
		.count = setup->plugin_count,
		.probe = probe,
		.compile = compile,
		.arg = setup,
	};
	const struct config_input input = {
		.path = path ? path : "/dev/null",
		.host_name = host_name,
		.data_dir = cli_value(setup->cli, "data-dir"),
		.generation = 1,
		.flags = flags,
		.plugins = &plugins,
	};
	status = config_load(&input, &setup->config, &setup->problems, err);
	if (status == NW_OK && setup->refused.len > 0)
		return nw_fail(err, NW_BAD_CONFIG, "a plugin was refused");
	return status;
}

struct waiting {
	struct setup *setup;
	enum nw_status status;
	bool done;
	struct nw_error *err;
};

static void ready(void *arg, enum nw_status status, struct nw_str lines)
{
	struct waiting *waiting = arg;

	waiting->done = true;
	waiting->status = status;
	if (status != NW_OK)
		nw_fail(waiting->err, status, "%.*s",
			NW_FMT(nw_str_trim(lines)));
}

/* What a worker says is told with -v; failures are told by their results. */
static void print_log(void *arg, enum nw_log_level level,
		      struct nw_str instance, struct nw_str line)
{
	const struct setup *setup = arg;

	(void)level;
	if (setup->cli->verbose)
		fprintf(stderr, "%.*s%s%.*s\n", NW_FMT(instance),
			instance.len ? ": " : "", NW_FMT(line));
}

enum nw_status setup_pool(struct setup *setup, unsigned parts,
			  struct nw_error *err)
{
	struct waiting waiting = { .setup = setup, .err = err };
	const struct pool_plan plan = {
		.config = setup->config,
		.plugins = setup->plugins,
		.plugin_count = setup->plugin_count,
		.image = &setup->image,
		.parts = parts,
	};
	struct pool_settings settings;
	enum nw_status status = loop_open(&setup->loop, err);

	if (status != NW_OK)
		return status;
	pool_settings_from(setup->config, &settings);
	settings.worker = setup->pool_settings.worker;
	settings.plugin_dir = setup->pool_settings.plugin_dir;
	/* A command sees its input to the end, whatever it kills. */
	settings.crash_window_ms = 1;
	settings.failed_retry_ms = 1;
	settings.restart_min_ms = 1;
	settings.restart_max_ms = 100;
	setup->pool = pool_new(setup->loop, &settings);
	pool_on_log(setup->pool, print_log, setup);
	pool_configure(setup->pool, &plan, ready, &waiting);
	while (!waiting.done && loop_turn(setup->loop, -1))
		;
	return waiting.status;
}

void setup_print_problems(const struct setup *setup)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&out, 2 * LINES_MAX);
	nw_buf_add_str(&out, nw_buf_str(&setup->refused));
	nwi_problems_print(&setup->problems, isatty(STDERR_FILENO), &out);
	fprintf(stderr, "%.*s", NW_FMT(nw_buf_str(&out)));
}
