/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

#include <ftw.h>
#include <newswatch/source.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the folder ---- */

int fixture_enter(void **state)
{
	char folder[] = "/tmp/newswatch-config-XXXXXX";

	(void)state;
	return mkdtemp(folder) ? chdir(folder) : -1;
}

static int remove_one(const char *path, const struct stat *info, int type,
		      struct FTW *where)
{
	(void)info;
	(void)type;
	(void)where;
	return remove(path);
}

int fixture_leave(void **state)
{
	char folder[4096];

	(void)state;
	if (!getcwd(folder, sizeof(folder)) || chdir("/") != 0)
		return -1;
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void fixture_write(const char *path, const char *text)
{
	char folder[256];

	for (const char *slash = strchr(path, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path),
			 path);
		mkdir(folder, 0700);
	}
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

/* ---- plugins ---- */

static const struct nw_option lexicon_rows[] = {
	{ .name = "topics",
	  .type = NW_OPTION_FILE,
	  .flags = NW_OPTION_REQUIRED | NW_OPTION_LIST,
	  .help = "Topic files." },
	{ 0 },
};

static const struct nw_option linear_rows[] = {
	{ .name = "topics",
	  .type = NW_OPTION_FILE,
	  .flags = NW_OPTION_REQUIRED | NW_OPTION_LIST,
	  .help = "Topic files." },
	{ .name = "models",
	  .type = NW_OPTION_FILE,
	  .flags = NW_OPTION_LIST,
	  .help = "Models." },
	{ 0 },
};

static const struct nw_option email_rows[] = {
	{ .name = "from",
	  .type = NW_OPTION_ADDRESS,
	  .flags = NW_OPTION_REQUIRED,
	  .help = "The sender." },
	{ .name = "to",
	  .type = NW_OPTION_ADDRESS,
	  .flags = NW_OPTION_REQUIRED | NW_OPTION_LIST,
	  .help = "The recipients." },
	{ .name = "subject_prefix",
	  .type = NW_OPTION_TEXT,
	  .max = 64,
	  .help = "Stands before each subject." },
	{ 0 },
};

static const struct nw_option webhook_rows[] = {
	{ .name = "secret",
	  .type = NW_OPTION_TEXT,
	  .flags = NW_OPTION_SECRET | NW_OPTION_LIST,
	  .help = "The signing secret." },
	{ .name = "full_text",
	  .type = NW_OPTION_BOOLEAN,
	  .fallback = "true",
	  .help = "Send the whole text." },
	{ .name = "limit",
	  .type = NW_OPTION_SIZE,
	  .fallback = "192KiB",
	  .min = 1024,
	  .max = 1048576,
	  .help = "The largest body." },
	{ .name = "pause",
	  .type = NW_OPTION_DURATION,
	  .fallback = "1.5s",
	  .help = "A pause." },
	{ .name = "weight",
	  .type = NW_OPTION_NUMBER,
	  .fallback = "0.25",
	  .max = 1000,
	  .help = "A weight." },
	{ .name = "labels", .type = NW_OPTION_MAP, .help = "Labels." },
	{ 0 },
};

static const struct config_plugin plugins[] = {
	{ .kind = NW_SOURCE,
	  .type = NW_STR("feed"),
	  .summary = NW_STR("Reads feeds"),
	  .requests = NW_REQUEST_HTTP | NW_REQUEST_FILE },
	{ .kind = NW_SOURCE,
	  .type = NW_STR("exec"),
	  .summary = NW_STR("Runs a program"),
	  .requests = NW_REQUEST_EXEC },
	{ .kind = NW_SOURCE,
	  .type = NW_STR("page"),
	  .summary = NW_STR("Reads pages"),
	  .requests = NW_REQUEST_HTTP,
	  .flags = NW_SOURCE_PAGES },
	{ .kind = NW_CLASSIFIER,
	  .type = NW_STR("lexicon"),
	  .summary = NW_STR("Weighs words"),
	  .options = lexicon_rows },
	{ .kind = NW_CLASSIFIER,
	  .type = NW_STR("linear"),
	  .summary = NW_STR("Weighs words that were learnt"),
	  .options = linear_rows },
	{ .kind = NW_NOTIFIER,
	  .type = NW_STR("email"),
	  .summary = NW_STR("Sends mail"),
	  .requests = NW_REQUEST_SMTP,
	  .options = email_rows },
	{ .kind = NW_NOTIFIER,
	  .type = NW_STR("webhook"),
	  .summary = NW_STR("Posts JSON"),
	  .requests = NW_REQUEST_HTTP,
	  .options = webhook_rows },
	{ .kind = NW_NOTIFIER,
	  .type = NW_STR("console"),
	  .summary = NW_STR("Prints"),
	  .requests = NW_REQUEST_CONSOLE },
	{ .kind = NW_NOTIFIER,
	  .type = NW_STR("file"),
	  .summary = NW_STR("Appends"),
	  .requests = NW_REQUEST_FILE },
	{ .kind = NW_NOTIFIER,
	  .type = NW_STR("exec"),
	  .summary = NW_STR("Runs a program"),
	  .requests = NW_REQUEST_EXEC },
};

/* Stands for a worker: the lexicon's topics are the names of its files. */
static enum nw_status probe(void *arg, const struct config_plugin *plugin,
			    struct nw_str settings, config_topic_fn *each,
			    void *each_arg, struct nw_error *err)
{
	(void)arg;
	if (nw_str_find(settings, nw_str_from("BROKEN")) < settings.len)
		return nw_fail(err, NW_BAD_CONFIG,
			       "topics/broken.yaml:3:1: no weight");
	if (plugin->kind != NW_CLASSIFIER)
		return NW_OK;
	each(each_arg, nw_str_from("diplomacy"));
	each(each_arg, nw_str_from("strikes"));
	each(each_arg, nw_str_from("sanctions"));
	return NW_OK;
}

/* Stands for the compiler: "!!" is a mistake, "??" worth a warning. */
static enum nw_status compile(void *arg, const struct nw_query_set *set,
			      nw_query_problem_fn *problem, void *problem_arg,
			      struct nw_error *err)
{
	const struct nw_query_text *rows = set->rows;
	enum nw_status status = NW_OK;

	(void)arg;
	for (size_t i = 0; i < set->count; i++) {
		size_t bad = nw_str_find(rows[i].text, nw_str_from("!!"));
		size_t odd = nw_str_find(rows[i].text, nw_str_from("??"));
		struct nw_query_problem p = { .query = (uint32_t)i,
					      .length = 2 };
		if (bad < rows[i].text.len) {
			p.offset = (uint32_t)bad;
			p.text = "a term is missing";
			problem(problem_arg, &p);
			status = nw_fail(err, NW_BAD_CONFIG, "bad query");
		}
		if (odd < rows[i].text.len) {
			p.offset = (uint32_t)odd;
			p.warning = true;
			p.text = "matches nothing";
			problem(problem_arg, &p);
		}
	}
	return status;
}

const struct config_plugins fixture_plugins = {
	.at = plugins,
	.count = sizeof(plugins) / sizeof(plugins[0]),
	.probe = probe,
	.compile = compile,
};

/* ---- loading ---- */

struct config *fixture_load(uint32_t flags, char **lines)
{
	struct config_input input = { .path = "newswatch.yaml",
				      .host_name = "host.example",
				      .data_dir = "data",
				      .generation = 7,
				      .flags = flags,
				      .plugins = &fixture_plugins };
	struct nwi_problems problems;
	struct config *config = NULL;
	struct nw_error err;
	struct nw_buf out;

	fixture_write("data/topics/diplomacy.yaml", "a: b\n");
	fixture_write("data/topics/strikes.yaml", "a: b\n");
	fixture_write("data/topics/sanctions.yaml", "a: b\n");
	fixture_write("data/topics/tables/diplomacy.en.model", "w\n");
	fixture_write("data/topics/tables/strikes.en.model", "w\n");
	nwi_problems_init(&problems);
	nw_buf_init(&out, 1024 * 1024);
	enum nw_status status = config_load(&input, &config, &problems, &err);
	assert_int_equal(status == NW_OK, config != NULL);
	assert_int_equal(status == NW_OK, problems.errors == 0);
	nwi_problems_print(&problems, false, &out);
	nwi_problems_fini(&problems);
	*lines = nw_buf_steal(&out);
	return config;
}

struct config *fixture_load_clean(void)
{
	char *lines;
	struct config *config = fixture_load(0, &lines);

	assert_string_equal(lines, "");
	free(lines);
	return config;
}
