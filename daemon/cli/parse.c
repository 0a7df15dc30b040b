/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch parse`: a feed as one JSON object and one for each item. */
#include "daemon/cli/commands.h"

#include "daemon/cli/show.h"

#include <newswatch/feed.h>

enum { INPUT_MAX = 64 * 1024 * 1024, ARENA_MAX = 1024 * 1024 * 1024 };

static const struct cli_option options[] = {
	{ "base-url", "URL", "where it was fetched: links become absolute" },
	{ "http-header", "'K: V'",
	  "a header of the response (Content-Type, ...); may be repeated" },
	{ "fetched", "TIME", "when it was fetched; now without it" },
	{ "as", "KIND", "take the bytes for this kind: feed" },
	{ NULL, NULL, NULL },
};

/* The feed object stands first, but is complete only at the end. */
struct lines {
	struct nw_buf items;
};

static enum nw_status add_item(void *arg, const struct nw_feed *feed,
			       const struct nw_item *item)
{
	struct lines *lines = arg;

	(void)feed;
	nw_item_to_json(item, &lines->items);
	nw_buf_add_char(&lines->items, '\n');
	return lines->items.failed ? NW_LIMIT : NW_OK;
}

/* The feed's line comes first, and is known last. */
static enum nw_status print(const struct cli *cli, const struct nw_feed *feed,
			    struct lines *lines, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf head = { 0 };

	nw_buf_init(&head, 1024 * 1024);
	nw_feed_to_json(feed, &head);
	nw_buf_add_char(&head, '\n');
	if (!cli->json) {
		nw_buf_init(&text, ARENA_MAX);
		show_lines(nw_buf_str(&head), show_parsed, cli->colour, &text);
		show_lines(nw_buf_str(&lines->items), show_parsed, cli->colour,
			   &text);
		return cli_write(nw_buf_str(&text), err);
	}
	enum nw_status status = cli_write(nw_buf_str(&head), err);
	if (status == NW_OK)
		status = cli_write(nw_buf_str(&lines->items), err);
	return status;
}

static void lines_fini(struct lines *lines)
{
	nw_buf_fini(&lines->items);
}

static enum nw_status parse(const struct cli *cli, const char *operand,
			    struct nw_error *err)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(ARENA_MAX);
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	NW_AUTO(lines_fini) struct lines lines = { 0 };
	struct nw_feed feed;
	struct nw_feed_input input = {
		.size = sizeof(input),
		.base_url = nw_str_from(cli_value(cli, "base-url")),
		.content_type = cli_http_header(cli, "content-type"),
		.content_language = cli_http_header(cli, "content-language"),
		.content_location = cli_http_header(cli, "content-location"),
	};

	nw_buf_init(&bytes, INPUT_MAX + 128 * 1024);
	nw_buf_init(&lines.items, ARENA_MAX);
	enum nw_status status = cli_fetched(cli, &input.fetched, err);
	if (status == NW_OK)
		status = cli_read(operand, INPUT_MAX, &bytes, err);
	if (status != NW_OK)
		return status;
	input.bytes = nw_buf_str(&bytes);
	cli_room(&lines.items, bytes.len + bytes.len / 2);
	status = nw_feed_read(&input, arena, add_item, &lines, &feed, err);
	if (status != NW_OK) {
		nw_error_prefix(err,
				"%s: ", operand ? operand : "standard input");
		return status;
	}
	return print(cli, &feed, &lines, err);
}

static int run(struct cli *cli)
{
	const char *as = cli_value(cli, "as");
	struct nw_error err;
	int code = 0;

	if (as && strcmp(as, "feed") != 0)
		return cli_usage(cli, "--as %s is not known, allowed: feed",
				 as);
	code = cli_check_reading(cli);
	if (code)
		return code;
	for (size_t i = 0; i == 0 || i < cli->operand_count; i++) {
		const char *operand =
			cli->operand_count ? cli->operands[i] : NULL;
		enum nw_status status = parse(cli, operand, &err);
		if (status == NW_GONE)
			return code;
		if (status != NW_OK)
			code = cli_fail(cli, &err);
	}
	return code;
}

const struct cli_command cli_parse = {
	.name = "parse",
	.operands = "[FILE...]",
	.summary = "Read a feed and print it and its items",
	.help = "Reads RSS, RDF, Atom and JSON Feed, well-formed or not. The "
		"first line is\n"
		"the feed, each further one an item. Exit 65 when the bytes "
		"are no feed.",
	.options = options,
	.max_operands = 1000,
	.run = run,
};
