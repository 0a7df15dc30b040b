/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/online_check.h"

#include "daemon/cli/table.h"
#include "daemon/transport/robots.h"
#include "daemon/transport/transport.h"

#include "base/noun.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

enum { POLL_ARENA_MAX = 4 * 1024 * 1024 };

struct checking {
	struct setup *setup;
	struct transport *transport;
	struct robots *robots;
	struct table table;
	size_t left, failed, total;
	bool gone; /* nobody reads our output any more */
};

struct probe {
	struct checking *checking;
	const struct config_source *source;
	struct nw_arena *arena;
	struct transport_binding binding;
	struct nw_request request;
	struct robots_question question;
	struct transport_answer *answer;
};

static const struct table_column columns[] = {
	{ "source", "SOURCE", 24, TABLE_TEXT, false },
	{ "status", "STATUS", 7, TABLE_TEXT, false },
	{ "items", "ITEMS", 6, TABLE_TEXT, false },
	{ "format", "FORMAT", 9, TABLE_TEXT, false },
	{ "took_ms", "MS", 6, TABLE_TEXT, false },
	{ "detail", "DETAIL", 0, TABLE_LONG, false },
	{ .key = NULL },
};

static void show_progress(const struct checking *checking)
{
	if (isatty(STDERR_FILENO) && !checking->setup->cli->json)
		fprintf(stderr, "\r%zu of %zu %s polled\r",
			checking->total - checking->left, checking->total,
			nwi_noun(checking->total, "source", "sources"));
	if (checking->left == 0 && isatty(STDERR_FILENO) &&
	    !checking->setup->cli->json)
		fputs("\n", stderr);
}

static void print(struct probe *probe, bool ok, const json_t *json,
		  struct nw_str detail)
{
	struct checking *checking = probe->checking;
	const json_t *feed = json_object_get(json, "feed");
	const json_t *counts = json_object_get(json, "counts");
	NW_AUTO(nwi_json_free) json_t *row = json_object();
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_error err;

	nw_buf_init(&out, 256 * 1024);
	nwi_json_open(&out, '{');
	nwi_json_put_text(&out, "type", "source_check");
	nwi_json_put_str(&out, "source", probe->source->base.name);
	nwi_json_put_text(&out, "status", ok ? "ok" : "failed");
	nwi_json_put_int(&out, "items", nwi_json_get_int(counts, "items", 0));
	nwi_json_put_str(&out, "format", nwi_json_get_str(feed, "format"));
	nwi_json_put_int(&out, "took_ms",
			 probe->answer ? probe->answer->took_ms : 0);
	nwi_json_put_str(&out, "detail",
			 detail.len ? detail : nwi_json_get_str(feed, "title"));
	nwi_json_close(&out, '}');
	nw_buf_add_char(&out, '\n');
	if (!checking->setup->cli->json) {
		NW_AUTO(nwi_json_free) json_t *object = NULL;
		if (nwi_json_parse(nw_buf_str(&out), 256 * 1024, 16, &object,
				   &err) == NW_OK) {
			nw_buf_clear(&out);
			table_row(&checking->table, object, &out);
		}
	}
	if (cli_write(nw_buf_str(&out), &err) != NW_OK)
		checking->gone = true;
}

static void finish(struct probe *probe, bool ok, const json_t *json,
		   struct nw_str detail)
{
	struct checking *checking = probe->checking;

	print(probe, ok, json, detail);
	checking->left--;
	checking->failed += !ok;
	show_progress(checking);
	transport_answer_free(&probe->answer);
	nw_arena_free(&probe->arena);
	free(probe);
}

static void was_read(void *arg, const struct pool_result *result)
{
	finish(arg, result->status == NW_OK, result->json, result->text);
}

static void got_answer(void *arg, struct transport_answer *answer)
{
	struct probe *probe = arg;
	const struct nw_response *response = &answer->response;
	bool web = response->kind == NW_REQUEST_HTTP;
	bool ok = response->outcome == NW_OUTCOME_DONE &&
		  (web ? response->code / 100 == 2 : response->code == 0);

	probe->answer = answer;
	if (!ok) {
		struct nw_str text = response->text;
		if (!text.len)
			text = nw_arena_fmt(probe->arena, "answered %d",
					    response->code);
		finish(probe, false, NULL, text);
		return;
	}
	pool_read(probe->checking->setup->pool, probe->source->base.name,
		  response, NULL, 0, 0, was_read, probe);
}

static void asked_robots(void *arg)
{
	struct probe *probe = arg;
	int64_t apart_ms =
		probe->checking->setup->config->fetch.host_spacing_ms;

	if (!probe->question.allowed) {
		finish(probe, false, NULL,
		       nw_str_from(probe->question.why.text));
		return;
	}
	if (probe->question.spacing_ms > apart_ms)
		probe->binding.spacing_ms = probe->question.spacing_ms;
	transport_start(probe->checking->transport, &probe->binding,
			&probe->request, NULL, got_answer, probe);
}

static void got_request(void *arg, const struct pool_result *result)
{
	struct probe *probe = arg;
	struct nw_error err;

	if (result->status != NW_OK) {
		finish(probe, false, NULL, result->text);
		return;
	}
	if (pool_result_request(result, probe->arena, &probe->request, &err)) {
		finish(probe, false, NULL, nw_str_from(err.text));
		return;
	}
	/* The answer's texts end with this call. */
	probe->request.body = nw_arena_str(probe->arena, probe->request.body);
	probe->question.allowed = true;
	if (probe->request.kind != NW_REQUEST_HTTP ||
	    probe->source->robots != CONFIG_ROBOTS_ALL ||
	    robots_ask(probe->checking->robots, &probe->question,
		       probe->request.url, &probe->binding, asked_robots,
		       probe))
		asked_robots(probe);
}

static void bind(struct probe *probe)
{
	const struct config_source *source = probe->source;
	const char **argv = nw_arena_array(probe->arena, source->argv.count + 1,
					   sizeof(*argv));

	for (size_t i = 0; argv && i < source->argv.count; i++)
		argv[i] = nw_arena_str(probe->arena, source->argv.at[i]).at;
	probe->binding = (struct transport_binding){
		.name = source->base.name.at,
		.kinds = source->kind,
		.priority = LOOP_FETCHING,
		.allow_private = source->allow_private,
		.total_ms = source->timeout_ms,
		.body_max = (size_t)source->max_body,
		.path = source->path.at,
		.argv = argv,
	};
}

static void begin(struct checking *checking, const struct config_source *source)
{
	struct probe *probe = calloc(1, sizeof(*probe));

	if (!probe)
		abort();
	probe->checking = checking;
	probe->source = source;
	probe->arena = nw_arena_new(POLL_ARENA_MAX);
	bind(probe);
	checking->left++;
	const struct nw_request base = {
		.size = sizeof(base),
		.kind = source->kind,
		.url = source->url,
	};
	pool_request(checking->setup->pool, source->base.name,
		     nw_str_make(NULL, 0), &base, got_request, probe);
}

int online_check_apart(const struct cli *cli)
{
	(void)cli;
	return -1;
}

int online_check(struct setup *setup)
{
	const struct config *config = setup->config;
	struct checking checking = { .setup = setup };
	const struct transport_settings settings = {
		.contact = config->contact.at,
		.ca_bundle = config->fetch.ca_file.at,
		.proxy = config->fetch.proxy.at,
		.host_spacing_ms = config->fetch.host_spacing_ms,
	};
	struct nw_error err;

	if (transport_open(setup->loop, &settings, &checking.transport, &err))
		return cli_fail(setup->cli, &err);
	checking.robots = robots_new(setup->loop, checking.transport);
	table_init(&checking.table, columns, setup->cli->colour);
	for (size_t i = 0; i < config->source_count; i++) {
		if (config->sources[i].enabled)
			begin(&checking, &config->sources[i]);
	}
	checking.total = checking.left;
	while (checking.left > 0 && !checking.gone &&
	       loop_turn(setup->loop, -1))
		;
	robots_free(&checking.robots);
	transport_close(&checking.transport);
	if (checking.failed == 0)
		return EX_OK;
	nw_fail(&err, NW_GONE, "%zu of %zu %s could not be read",
		(size_t)checking.failed, checking.total,
		nwi_noun(checking.total, "source", "sources"));
	return cli_fail(setup->cli, &err);
}
