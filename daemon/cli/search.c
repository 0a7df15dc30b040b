/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch search`: what is stored, by the language of watches. */
#include "daemon/cli/commands.h"
#include "daemon/cli/past.h"

#include <stdio.h>

enum { LIMIT = 20, LIMIT_MOST = 100000 };

static const struct cli_option options[] = {
	{ "since", "WHEN", "seen since: 7d, or 2026-11-01 [all]" },
	{ "until", "WHEN", "seen before that [now]" },
	{ "limit", "N", "at most so many, the newest first [20]" },
	{ "scan", NULL, "read every text, without the index" },
	{ "control", "PATH", "the daemon's socket [" NW_CONTROL_PATH "]" },
	{ NULL, NULL, NULL },
};

struct found {
	bool colour;
	bool any;
};

static void show(void *arg, const json_t *line, struct nw_buf *out)
{
	struct found *found = arg;

	found->any = true;
	past_put_hit(out, line, found->colour);
}

static int run(struct cli *cli)
{
	struct found found = { .colour = cli->colour };
	struct past past = { .cli = cli,
			     .question = "search",
			     .text = cli->operands[0],
			     .limit = LIMIT,
			     .limit_most = LIMIT_MOST,
			     .show = show,
			     .arg = &found };
	int code = past_ask(&past);

	if (code == 0 && !cli->json && !found.any)
		puts("nothing was found");
	return code;
}

const struct cli_command cli_search = {
	.name = "search",
	.operands = "QUERY",
	.summary = "Search what was stored, in the language of watches",
	.help = "The newest first. In a pipe one JSON object a line: the item, "
		"its excerpt and\n"
		"the bytes to mark. The language is newswatch-query(7).",
	.options = options,
	.min_operands = 1,
	.max_operands = 1,
	.run = run,
};
