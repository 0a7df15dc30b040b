/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `check --online` is a program of its own: libcurl brings forty libraries,
 * and loading them took three times as long as reading a usual feed.
 */
#include "daemon/cli/online_check.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

enum { ARGV_ROOM = 1024 * 1024 };

/* The poller stands beside the worker. */
static void put_path(const struct cli *cli, struct nw_buf *out)
{
	const char *worker = cli_value(cli, "worker");
	const char *slash;

	if (!worker)
		worker = NW_WORKER_PATH;
	slash = strrchr(worker, '/');
	if (slash)
		nw_buf_add(out, worker, (size_t)(slash - worker) + 1);
	nw_buf_add_text(out, "newswatch-poll");
}

static char *option(struct nw_arena *arena, const char *name, const char *value)
{
	size_t len = strlen(name) + (value ? strlen(value) : 0) + 4;
	char *text = nw_arena_alloc(arena, len);

	if (text)
		snprintf(text, len, "--%s%s%s", name, value ? "=" : "",
			 value ? value : "");
	return text;
}

int online_check_apart(const struct cli *cli)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(ARGV_ROOM);
	NW_AUTO(nw_buf_fini) struct nw_buf path = { 0 };
	char command[] = "newswatch", check[] = "check", end[] = "--";
	char *argv[CLI_OPTIONS_MAX + 8] = { command, check };
	size_t count = 2;
	struct nw_error err;

	nw_buf_init(&path, ARGV_ROOM);
	put_path(cli, &path);
	for (size_t i = 0; i < cli->given_count; i++)
		argv[count++] = option(arena, cli->given[i].option->name,
				       cli->given[i].value);
	argv[count++] = end;
	if (cli->operand_count > 0)
		argv[count++] = cli->operands[0];
	argv[count] = NULL;
	if (!path.failed && !nw_arena_failed(arena))
		execv(path.at, argv);
	nw_fail(&err, NW_UNSUPPORTED, "%.*s: %s", NW_FMT(nw_buf_str(&path)),
		strerror(errno));
	return cli_fail(cli, &err);
}

/* Not reached: online_check_apart does not come back without an exit code. */
int online_check(struct setup *setup)
{
	return online_check_apart(setup->cli);
}
