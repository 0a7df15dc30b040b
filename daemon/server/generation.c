/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/server/changes.h"
#include "daemon/server/server.h"

#include "daemon/loop/log.h"
#include "daemon/loop/notify.h"
#include "daemon/worker/examples.h"
#include "text/utf8.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

enum {
	DESCRIBE_WAIT_MS = 30000,
	PLUGIN_ARENA_MAX = 64 * 1024 * 1024,
	LINES_MAX = 256 * 1024,
	NOTICE_BYTES = 4000
};

struct waiting {
	struct waiting *next;
	struct control_reply *reply;
};

/* One load under way. The thread owns it until it posts it back. */
struct generation {
	struct server *server;
	pthread_t thread;
	struct waiting *waiting;
	uint64_t number;
	struct pool_settings pool; /* how plugins are described and probed */
	char host_name[256];
	struct nw_arena *arena; /* the descriptions */
	struct config_plugin *plugins;
	size_t plugin_count;
	struct pool_image image;
	struct config *config;	/* NULL when it was refused */
	struct config *running; /* what it would replace; NULL at the start */
	struct changes changes;
	struct nw_error error;
	struct nw_buf lines;  /* one a mistake or warning */
	bool mistaken;	      /* they say why it is refused */
	atomic_bool stopping; /* the thread gives up soon */
	bool force;	      /* failing examples are warnings */
	size_t failing;	      /* examples */
	bool joined;
	bool routing;	/* the ledger has it */
	bool abandoned; /* answered: freed by whoever calls back */
};

/* ---- in the thread ---- */

/*
 * How workers are sealed stands in the file that they help to check: it is
 * read once without plugins. A file with mistakes is checked by the defaults.
 */
static void read_pool_settings(struct generation *generation)
{
	const struct server_options *options = &generation->server->options;
	const struct config_input input = {
		.path = options->config,
		.host_name = generation->host_name,
		.data_dir = options->data_dir,
		.flags = CONFIG_NO_SECRETS,
	};
	struct nwi_problems *problems = calloc(1, sizeof(*problems));
	struct config *config = NULL;
	struct nw_error err;

	if (!problems)
		abort();
	nwi_problems_init(problems);
	if (config_load(&input, &config, problems, &err) == NW_OK)
		pool_settings_from(config, &generation->pool);
	generation->pool.worker = options->worker;
	generation->pool.plugin_dir = options->plugin_dir;
	config_unref(&config);
	nwi_problems_fini(problems);
	free(problems);
}

/* A named plugin that cannot be used refuses the configuration. */
static enum nw_status describe(struct generation *generation,
			       struct nw_buf *refused)
{
	const struct server_options *options = &generation->server->options;
	const struct config_input input = { .path = options->config,
					    .data_dir = options->data_dir };
	struct config_texts named;

	config_plugin_paths(&input, generation->arena, &named);
	return pool_describe_all(&generation->pool, &named, DESCRIBE_WAIT_MS,
				 generation->arena, &generation->plugins,
				 &generation->plugin_count, &generation->lines,
				 refused, &generation->error);
}

/*
 * A worker is started for each source: with hundreds of them a stop must not
 * wait for all.
 */
static enum nw_status probe(void *arg, const struct config_plugin *plugin,
			    struct nw_str settings, config_topic_fn *each,
			    void *each_arg, struct nw_error *err)
{
	struct generation *generation = arg;

	if (atomic_load(&generation->stopping))
		return nw_fail(err, NW_GONE, "the daemon is stopping");
	return pool_probe(&generation->pool, plugin, settings, each, each_arg,
			  err);
}

static enum nw_status compile(void *arg, const struct nw_query_set *set,
			      nw_query_problem_fn *problem, void *problem_arg,
			      struct nw_error *err)
{
	struct generation *generation = arg;

	if (atomic_load(&generation->stopping))
		return nw_fail(err, NW_GONE, "the daemon is stopping");
	return pool_compile(&generation->pool, set, problem, problem_arg,
			    &generation->image, err);
}

static bool is_stopping(void *arg)
{
	struct generation *generation = arg;

	return atomic_load(&generation->stopping);
}

/*
 * A reload that breaks a watch's example is refused. A start is not: after the
 * machine came up again a watch that is wrong is better than none, so the
 * operators are told, as with `reload --force`.
 */
static void try_examples(struct generation *generation,
			 struct nwi_problems *problems)
{
	const struct pool_plan plan = {
		.config = generation->config,
		.plugins = generation->plugins,
		.plugin_count = generation->plugin_count,
		.image = &generation->image,
	};
	const struct examples examples = {
		.settings = &generation->pool,
		.plan = &plan,
		.warn = generation->force || !generation->running,
		.problems = problems,
		.is_stopped = is_stopping,
		.arg = generation,
	};
	enum nw_status status = examples_try(&examples, &generation->failing,
					     &generation->error);

	if (examples.warn && status != NW_OK)
		nwi_problem_warn(problems, (struct nwi_place){ 0 },
				 nw_str_from("watches"),
				 "their examples could not be tried: %s",
				 generation->error.text);
	if (examples.warn || (status == NW_OK && generation->failing == 0))
		return;
	if (status == NW_OK)
		nw_fail(&generation->error, NW_BAD_CONFIG,
			"examples of watches that fail: %zu",
			generation->failing);
	config_unref(&generation->config);
}

static void load(struct generation *generation)
{
	const struct server_options *options = &generation->server->options;
	const struct config_plugins plugins = {
		.at = generation->plugins,
		.count = generation->plugin_count,
		.probe = probe,
		.compile = compile,
		.arg = generation,
	};
	const struct config_input input = {
		.path = options->config,
		.host_name = generation->host_name,
		.data_dir = options->data_dir,
		.state_dir = options->state_dir,
		.control = options->control,
		.generation = generation->number,
		.plugins = &plugins,
	};
	struct nwi_problems *problems = calloc(1, sizeof(*problems));

	if (!problems)
		abort();
	nwi_problems_init(problems);
	if (config_load(&input, &generation->config, problems,
			&generation->error) != NW_OK)
		generation->config = NULL;
	else
		try_examples(generation, problems);
	generation->mistaken = problems->errors > 0;
	nwi_problems_sort(problems);
	nwi_problems_print(problems, false, &generation->lines);
	nwi_problems_fini(problems);
	free(problems);
	if (generation->config && generation->running)
		changes_tell(&generation->changes, generation->running,
			     generation->config);
}

static void loaded(void *arg);

static void *run_thread(void *arg)
{
	struct generation *generation = arg;
	NW_AUTO(nw_buf_fini) struct nw_buf refused = { 0 };

	read_pool_settings(generation);
	nw_buf_init(&refused, LINES_MAX);
	if (describe(generation, &refused) == NW_OK)
		load(generation);
	if (refused.len > 0) {
		struct nw_str rest = nw_buf_str(&refused), first;
		nw_buf_add_str(&generation->lines, rest);
		generation->mistaken = true;
		config_unref(&generation->config);
		if (nw_str_next(&rest, '\n', &first))
			nw_fail(&generation->error, NW_BAD_CONFIG, "%.*s",
				NW_FMT(first));
	}
	loop_post(generation->server->loop, loaded, generation);
	return NULL;
}

/* ---- the end of a load ---- */

static void answer(struct waiting *waiting, enum nw_status status,
		   struct nw_str lines, const char *text)
{
	while (waiting) {
		struct waiting *next = waiting->next;
		NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
		struct nw_str line = { 0 }, rest = lines;
		nw_buf_init(&json, LINES_MAX * 8);
		while (nw_str_next(&rest, '\n', &line)) {
			if (line.len == 0)
				continue;
			nw_buf_add_text(&json, "{\"problem\":");
			nwi_json_str(&json, line);
			nw_buf_add_text(&json, "}\n");
		}
		control_lines(waiting->reply, nw_buf_str(&json));
		control_end(waiting->reply, status, text);
		free(waiting);
		waiting = next;
	}
}

static void generation_free(struct generation *generation)
{
	if (!generation->joined)
		pthread_join(generation->thread, NULL);
	config_unref(&generation->config);
	config_unref(&generation->running);
	changes_fini(&generation->changes);
	pool_image_fini(&generation->image);
	nw_arena_free(&generation->arena);
	nw_buf_fini(&generation->lines);
	free(generation);
}

static void start(struct server *server, struct waiting *waiting, bool force);

static void next_load(struct server *server)
{
	struct waiting *waiting = NW_STEAL(server->waiting);

	if (!server->reload_again)
		return;
	server->reload_again = false;
	start(server, waiting, server->reload_forced);
	server->reload_forced = false;
}

/* "watchers.yaml:5:3: warning: watches[0]..." as lib/config prints it. */
static bool is_warning(struct nw_str line)
{
	static const char word[] = "warning: ";
	const char *at = memmem(line.at, line.len, word, sizeof(word) - 1);
	const char *quote = memchr(line.at, '"', line.len);

	return at && (!quote || at < quote);
}

/* `level` is that of all but warnings. */
static void log_lines(struct nw_str lines, enum nw_log_level level)
{
	struct nw_str line = { 0 };

	while (nw_str_next(&lines, '\n', &line)) {
		if (line.len)
			log_event(is_warning(line) ? NW_LOG_WARNING : level,
				  "config.problem", LOG_STR("message", line));
	}
}

static void refuse(struct generation *generation, const struct nw_error *err)
{
	struct server *server = generation->server;
	struct nw_str lines = nw_buf_str(&generation->lines);
	const char *text =
		server->config ? "refused; the running configuration goes on"
			       : "refused";

	log_lines(lines, generation->mistaken ? NW_LOG_ERROR : NW_LOG_WARNING);
	if (!generation->mistaken) {
		log_event(NW_LOG_ERROR, "config.problem",
			  LOG_TEXT("message", err->text));
		nw_buf_add_fmt(&generation->lines, "%s\n", err->text);
		lines = nw_buf_str(&generation->lines);
	}
	log_event(NW_LOG_ERROR, "config.refused", LOG_TEXT("message", text),
		  LOG_TEXT("file", server->options.config));
	answer(generation->waiting, err->status, lines, text);
	server->loading = NULL;
	generation_free(generation);
	if (!server->config) {
		server_stop(server, EX_CONFIG);
		return;
	}
	server_keep(server);
	next_load(server);
}

/* Examples that fail and were let pass: log, `status`, the operators. */
static void tell_failing(struct generation *generation)
{
	static const char key[] = "examples";
	struct server *server = generation->server;
	size_t failing = generation->failing;

	server->failing_examples = failing;
	if (failing == 0) {
		ledger_notice_clear(server->ledger, nw_str_from(key), NULL,
				    NULL);
		return;
	}
	log_event(NW_LOG_WARNING, "config.examples_failed",
		  LOG_INT("examples", (int64_t)failing),
		  LOG_TEXT("message",
			   generation->force
				   ? "put in force all the same: --force"
				   : "put in force all the same: the daemon "
				     "starts"));
	struct nw_str shown = nw_buf_str(&generation->lines);
	shown.len = nwi_utf8_floor(shown, NOTICE_BYTES);
	ledger_notice(
		server->ledger, nw_str_from(key),
		nw_str_from("Examples of watches fail"),
		nw_arena_fmt(generation->arena,
			     "Examples (must, must_not) that fail in the "
			     "configuration that was put in force, %zu:\n%.*s"
			     "newswatch check tells the same.",
			     failing, NW_FMT(shown)),
		0, NULL, NULL);
}

static void in_force(struct generation *generation)
{
	struct server *server = generation->server;
	struct nw_str changed = nw_buf_str(&generation->changes.words);

	server_take_over(server, NW_STEAL(generation->config));
	log_lines(nw_buf_str(&generation->lines), NW_LOG_WARNING);
	log_event(
		NW_LOG_NOTICE, "config.in_force",
		LOG_TEXT("file", server->options.config),
		LOG_INT("generation", (int64_t)server->config->generation),
		LOG_INT("sources", (int64_t)server->config->source_count),
		LOG_INT("watches", (int64_t)server->config->watch_count),
		LOG_INT("notifiers", (int64_t)server->config->notifier_count));
	if (generation->running)
		log_event(
			NW_LOG_NOTICE, "config.changed",
			LOG_INT("changes", (int64_t)generation->changes.count),
			LOG_STR("message", changed.len
						   ? changed
						   : nw_str_from("nothing")));
	for (struct waiting *w = generation->waiting; w; w = w->next)
		control_lines(w->reply, nw_buf_str(&generation->changes.lines));
	answer(generation->waiting, NW_OK, nw_buf_str(&generation->lines),
	       NULL);
	tell_failing(generation);
	server->loading = NULL;
	generation_free(generation);
	server_ready(server);
	next_load(server);
}

static void set_parts(void *arg, const struct ledger_reply *reply)
{
	struct generation *generation = arg;
	struct server *server = generation->server;
	struct nw_error err = reply->error;

	if (generation->abandoned) {
		generation_free(generation);
		return;
	}
	if (err.status == NW_OK &&
	    ingest_configure(server->ingest, generation->config, reply->sources,
			     reply->source_count, &err) == NW_OK) {
		deliver_configure(server->deliver, generation->config);
		asker_configure(server->asker, generation->config);
		in_force(generation);
		return;
	}
	refuse(generation, &err);
}

static void routed(void *arg, const struct ledger_reply *reply)
{
	struct generation *generation = arg;

	if (generation->abandoned) {
		generation_free(generation);
		return;
	}
	if (reply->error.status != NW_OK) {
		struct nw_error err = reply->error;
		refuse(generation, &err);
		return;
	}
	ledger_sources(generation->server->ledger, set_parts, generation);
}

static void route(struct generation *generation)
{
	struct server *server = generation->server;
	const struct config *config = generation->config;
	struct nw_arena *arena = nw_arena_new(PLUGIN_ARENA_MAX);
	struct ledger_routing *routing = server_routing(server, config, arena);
	struct nw_error err;

	if (!routing) {
		nw_arena_free(&arena);
		nw_fail(&err, NW_LIMIT, "the routing is over %d MiB",
			PLUGIN_ARENA_MAX >> 20);
		refuse(generation, &err);
		return;
	}
	generation->routing = true;
	ledger_configure(server->ledger, routing, routed, generation);
}

/* ---- the steps on the loop ---- */

static void workers_ready(void *arg, enum nw_status status, struct nw_str lines)
{
	struct generation *generation = arg;
	struct nw_error err;

	if (status != NW_OK) {
		nw_buf_add_str(&generation->lines, lines);
		generation->mistaken = lines.len > 0;
		nw_fail(&err, status, "the workers did not start");
		refuse(generation, &err);
		return;
	}
	route(generation);
}

static void loaded(void *arg)
{
	struct generation *generation = arg;
	struct server *server = generation->server;
	struct nw_error err = generation->error;

	if (generation->abandoned) {
		generation_free(generation);
		return;
	}
	pthread_join(generation->thread, NULL);
	generation->joined = true;
	if (!generation->config) {
		refuse(generation, &err);
		return;
	}
	if (server_open_parts(server, generation->config, &err) != NW_OK) {
		int code = server->exit_code;
		refuse(generation, &err);
		server_stop(server, code);
		return;
	}
	const struct pool_plan plan = {
		.config = generation->config,
		.plugins = generation->plugins,
		.plugin_count = generation->plugin_count,
		.image = &generation->image,
	};
	pool_configure(server->pool, &plan, workers_ready, generation);
}

static void start(struct server *server, struct waiting *waiting, bool force)
{
	struct generation *generation = calloc(1, sizeof(*generation));

	if (!generation)
		abort();
	generation->server = server;
	generation->waiting = waiting;
	generation->force = force;
	generation->number = ++server->next_generation;
	generation->arena = nw_arena_new(PLUGIN_ARENA_MAX);
	generation->image.fd = -1;
	nw_buf_init(&generation->lines, LINES_MAX);
	changes_init(&generation->changes);
	if (server->config)
		generation->running = config_ref(server->config);
	if (gethostname(generation->host_name,
			sizeof(generation->host_name) - 1) < 0)
		generation->host_name[0] = '\0';
	server->loading = generation;
	if (pthread_create(&generation->thread, NULL, run_thread, generation))
		abort();
}

void generation_load(struct server *server, struct control_reply *reply,
		     bool force)
{
	struct waiting *waiting = NULL;

	if (reply) {
		waiting = calloc(1, sizeof(*waiting));
		if (!waiting)
			abort();
		waiting->reply = reply;
	}
	if (!server->loading) {
		if (server->config)
			notify_reloading();
		start(server, waiting, force);
		return;
	}
	server->reload_again = true;
	server->reload_forced = server->reload_forced || force;
	if (waiting) {
		waiting->next = server->waiting;
		server->waiting = waiting;
	}
}

void generation_abandon(struct server *server)
{
	struct nw_str none = { 0 };

	if (server->loading) {
		struct generation *generation = NW_STEAL(server->loading);
		answer(generation->waiting, NW_GONE, none,
		       "the daemon is stopping");
		atomic_store(&generation->stopping, true);
		generation->abandoned =
			!generation->joined || generation->routing;
		if (!generation->joined)
			pthread_join(generation->thread, NULL);
		generation->joined = true;
		if (!generation->abandoned)
			generation_free(generation);
	}
	answer(NW_STEAL(server->waiting), NW_GONE, none,
	       "the daemon is stopping");
}
