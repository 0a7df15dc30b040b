/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch parse`: a document as one JSON object and one for each item. */
#include "daemon/cli/commands.h"

#include "daemon/cli/input.h"
#include "daemon/cli/show.h"

#include <newswatch/digest.h>
#include <newswatch/listing.h>
#include <newswatch/mail.h>
#include <newswatch/sitemap.h>

enum { INPUT_MAX = 64 * 1024 * 1024, ARENA_MAX = 1024 * 1024 * 1024 };

static const struct cli_option options[] = {
	{ "base-url", "URL", "where it was fetched: links become absolute" },
	{ "http-header", "'K: V'",
	  "a header of the response (Content-Type, ...); may be repeated" },
	{ "fetched", "TIME", "when it was fetched; now without it" },
	{ "as", "KIND",
	  "take the bytes for this kind: feed, sitemap, html, text, mail; "
	  "their "
	  "beginning tells it otherwise" },
	{ "country", "CC",
	  "the outlet's country (ISO 3166): tells 03/04 from 04/03" },
	{ "explain", NULL, "print what was taken for what, and why" },
	{ NULL, NULL, NULL },
};

/* What reads which documents; the first of a kind is used. */
static const struct reader {
	const char *name; /* of --as */
	enum nw_document kind;
	nw_feed_read_fn *read;
} readers[] = {
	{ "feed", NW_DOCUMENT_FEED, nw_feed_read },
	{ "sitemap", NW_DOCUMENT_SITEMAP, nw_sitemap_read },
	{ "html", NW_DOCUMENT_HTML, nw_listing_read },
	{ "text", NW_DOCUMENT_TEXT, nw_digest_read },
	{ "mail", NW_DOCUMENT_MAIL, nw_mail_read },
	{ NULL, NW_DOCUMENT_OTHER, nw_feed_read },
};

static const struct reader *reader_named(const char *name)
{
	const struct reader *row = readers;

	while (row->name && strcmp(row->name, name) != 0)
		row++;
	return row;
}

/*
 * Feeds are read whatever they are called and however they begin; only what
 * is none is somebody else's.
 */
static const struct reader *reader_of(const struct nw_feed_input *input)
{
	enum nw_document kind =
		nw_document_sniff(input->bytes, input->content_type);
	const struct reader *row = readers;

	while (row->name && row->kind != kind)
		row++;
	return row;
}

/*
 * The feed's line comes first and is known last, so lines are held back: all
 * of a usual document's. Of a larger one the feed says what it is before so
 * many bytes of items, and memory stays bounded.
 */
struct lines {
	const struct cli *cli;
	struct nw_buf items;
	bool begun; /* the feed's line is written */
	struct nw_error *err;
};

enum { HELD_BACK = 1024 * 1024, WRITTEN_AT_ONCE = 256 * 1024 };

static enum nw_status write_lines(const struct lines *lines, struct nw_str text)
{
	NW_AUTO(nw_buf_fini) struct nw_buf shown = { 0 };

	if (lines->cli->json)
		return cli_write(text, lines->err);
	nw_buf_init(&shown, ARENA_MAX);
	show_lines(text, show_parsed, lines->cli->colour, &shown);
	return cli_write(nw_buf_str(&shown), lines->err);
}

static enum nw_status write_out(struct lines *lines, const struct nw_feed *feed)
{
	NW_AUTO(nw_buf_fini) struct nw_buf head = { 0 };
	enum nw_status status = NW_OK;

	if (lines->items.failed)
		return nw_fail(lines->err, NW_LIMIT,
			       "an item is larger than %d MiB",
			       ARENA_MAX >> 20);
	nw_buf_init(&head, 1024 * 1024);
	if (!lines->begun) {
		nw_feed_to_json(feed, &head);
		nw_buf_add_char(&head, '\n');
		status = write_lines(lines, nw_buf_str(&head));
		lines->begun = true;
	}
	if (status == NW_OK)
		status = write_lines(lines, nw_buf_str(&lines->items));
	nw_buf_clear(&lines->items);
	return status;
}

static enum nw_status add_item(void *arg, const struct nw_feed *feed,
			       const struct nw_item *item)
{
	struct lines *lines = arg;

	nw_item_to_json(item, &lines->items);
	nw_buf_add_char(&lines->items, '\n');
	if (lines->items.len < (lines->begun ? WRITTEN_AT_ONCE : HELD_BACK) &&
	    !lines->items.failed)
		return NW_OK;
	return write_out(lines, feed);
}

static void add_note(void *arg, const struct nw_explained *explained)
{
	struct lines *lines = arg;

	nw_explained_to_json(explained, &lines->items);
	nw_buf_add_char(&lines->items, '\n');
}

static enum nw_status read_any(const struct cli *cli,
			       const struct nw_feed_input *input,
			       struct nw_arena *arena, struct lines *lines,
			       struct nw_feed *feed, struct nw_error *err)
{
	const char *as = cli_value(cli, "as");
	const struct reader *reader = as ? reader_named(as) : readers;
	enum nw_status status =
		reader->read(input, arena, add_item, lines, feed, err);

	if (as || status != NW_BAD_INPUT)
		return status;
	reader = reader_of(input);
	if (reader->read == readers->read)
		return status;
	return reader->read(input, arena, add_item, lines, feed, err);
}

static void lines_fini(struct lines *lines)
{
	nw_buf_fini(&lines->items);
}

/* All Link headers as one, as RFC 9110 (5.2) joins them. */
static struct nw_str join_links(const struct cli *cli, struct nw_arena *arena)
{
	NW_AUTO(nw_buf_fini) struct nw_buf links = { 0 };
	const char *given;

	nw_buf_init(&links, 64 * 1024);
	for (size_t i = 0; (given = cli_value_at(cli, "http-header", i)); i++) {
		struct nw_str line = nw_str_from(given);
		if (nw_str_starts_nocase(line, "link:"))
			nw_buf_add_fmt(&links, "%s%.*s", links.len ? ", " : "",
				       NW_FMT(nw_str_slice(line, 5, line.len)));
	}
	return nw_arena_buf(arena, &links);
}

static enum nw_status parse(const struct cli *cli, const char *operand,
			    struct nw_error *err)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(ARENA_MAX);
	NW_AUTO(cli_input_fini) struct cli_input bytes = { 0 };
	NW_AUTO(lines_fini) struct lines lines = { .cli = cli, .err = err };
	struct nw_feed feed;
	const struct nw_explain explain = { add_note, &lines };
	struct nw_feed_input input = {
		.size = sizeof(input),
		.base_url = nw_str_from(cli_value(cli, "base-url")),
		.content_type = cli_http_header(cli, "content-type"),
		.content_language = cli_http_header(cli, "content-language"),
		.content_location = cli_http_header(cli, "content-location"),
		.country = nw_str_from(cli_value(cli, "country")),
		.item_limit = UINT32_MAX, /* the input is bounded */
		.explain = cli_has(cli, "explain") ? &explain : NULL,
	};

	input.link = join_links(cli, arena);
	nw_buf_init(&lines.items, ARENA_MAX);
	enum nw_status status = cli_fetched(cli, &input.fetched, err);
	if (status == NW_OK)
		status = cli_input_init(&bytes, operand, INPUT_MAX, err);
	if (status != NW_OK)
		return status;
	input.bytes = bytes.bytes;
	status = read_any(cli, &input, arena, &lines, &feed, err);
	if (status != NW_OK) {
		nw_error_prefix(err,
				"%s: ", operand ? operand : "standard input");
		return status;
	}
	return write_out(&lines, &feed);
}

static int refuse_kind(const struct cli *cli, const char *as)
{
	NW_AUTO(nw_buf_fini) struct nw_buf names = { 0 };

	nw_buf_init(&names, 1000);
	for (const struct reader *row = readers; row->name; row++)
		nw_buf_add_fmt(&names, "%s%s", row == readers ? "" : ", ",
			       row->name);
	return cli_usage(cli, "--as %s is not known, allowed: %.*s", as,
			 NW_FMT(nw_buf_str(&names)));
}

static int run(struct cli *cli)
{
	const char *as = cli_value(cli, "as");
	struct nw_error err;
	int code = 0;

	if (as && !reader_named(as)->name)
		return refuse_kind(cli, as);
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
	.summary = "Read a document of many items and print it and its items",
	.help = "Reads RSS, RDF, Atom and JSON Feed, well-formed or not, "
		"sitemaps (gzip files\n"
		"too), HTML pages and plain text of many articles, and mail. "
		"The first line is\n"
		"the feed, each further one an item. Exit 65 when the bytes "
		"are none of "
		"these, or hold no\n"
		"article.",
	.options = options,
	.max_operands = 1000,
	.run = run,
};
