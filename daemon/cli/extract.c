/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch extract`: the article of a page as one JSON object. */
#include "daemon/cli/commands.h"

#include "daemon/cli/show.h"

#include "base/json.h"
#include "markup/select.h"
#include <newswatch/page.h>

enum { INPUT_MAX = 64 * 1024 * 1024, ARENA_MAX = 1024 * 1024 * 1024 };

static const struct cli_option options[] = {
	{ "base-url", "URL", "where it was fetched: links become absolute" },
	{ "http-header", "'K: V'",
	  "a header of the response (Content-Type, ...); may be repeated" },
	{ "fetched", "TIME", "when it was fetched; now without it" },
	{ "as", "KIND", "take the bytes for this kind: page" },
	{ "country", "CC",
	  "the outlet's country (ISO 3166): tells 03/04 from 04/03" },
	{ "selector", "NAME=CSS",
	  "where text, title, date or author are, or what to remove; may be "
	  "repeated" },
	{ "explain", NULL,
	  "print what was taken for what or left out, and why" },
	{ NULL, NULL, NULL },
};

static void write_flags(uint32_t flags, struct nw_buf *out)
{
	static const char *const names[] = { "paid", "cut", "consent" };

	if (flags == 0)
		return;
	nwi_json_key(out, "flags");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (flags & (1U << i))
			nwi_json_str(out, nw_str_from(names[i]));
	}
	nwi_json_close(out, ']');
}

/* Told as a wrong option, before any page is read. */
static enum nw_status check_selector(struct nw_str given, size_t from,
				     struct nw_error *err)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	const struct nwi_select *select;
	enum nw_status status = nwi_select_compile(
		nw_str_slice(given, from, given.len), arena, &select, err);

	if (status != NW_OK)
		nw_error_prefix(err, "--selector %.*s: ", NW_FMT(given));
	return status;
}

/* --selector NAME=CSS, each; a later one of the same name counts. */
static enum nw_status read_selectors(const struct cli *cli,
				     struct nw_page_selectors *out,
				     struct nw_error *err)
{
	const struct {
		const char *name;
		struct nw_str *to;
	} all[] = {
		{ "text", &out->text },	    { "title", &out->title },
		{ "date", &out->date },	    { "author", &out->author },
		{ "remove", &out->remove },
	};
	const char *value;

	for (size_t k = 0; (value = cli_value_at(cli, "selector", k)); k++) {
		struct nw_str text = nw_str_from(value);
		size_t at = nw_str_find_char(text, '=');
		struct nw_str name = nw_str_slice(text, 0, at);
		bool known = false;
		for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
			if (at == text.len || !nw_str_is(name, all[i].name))
				continue;
			*all[i].to = nw_str_slice(text, at + 1, text.len);
			known = true;
		}
		if (!known)
			return nw_fail(err, NW_BAD_CONFIG,
				       "--selector %s is not known, allowed: "
				       "text=, title=, date=, author=, "
				       "remove=",
				       value);
		enum nw_status status = check_selector(text, at + 1, err);
		if (status != NW_OK)
			return status;
	}
	return NW_OK;
}

/* Two digits: more would be no truth. */
static void put_confidence(struct nw_buf *out, const char *key,
			   const struct nw_instant *at, double confidence)
{
	nwi_json_key(out, key);
	if (nw_instant_is_absent(at))
		nwi_json_null(out);
	else
		nwi_json_double(out,
				(double)(int)(confidence * 100 + 0.5) / 100);
}

static void write_page(const struct nw_page *page, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "title", page->title);
	nwi_json_key(out, "authors");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < page->author_count; i++)
		nwi_json_str(out, page->authors[i]);
	nwi_json_close(out, ']');
	nwi_json_put_str(out, "byline", page->byline);
	nwi_json_key(out, "published");
	nwi_json_instant(out, &page->published);
	nwi_json_put_str(out, "published_from", page->published_from);
	put_confidence(out, "published_confidence", &page->published,
		       page->published_confidence);
	nwi_json_key(out, "updated");
	nwi_json_instant(out, &page->updated);
	nwi_json_put_str(out, "updated_from", page->updated_from);
	put_confidence(out, "updated_confidence", &page->updated,
		       page->updated_confidence);
	nwi_json_put_str(out, "site", page->site);
	nwi_json_put_str(out, "language", page->language);
	nwi_json_put_str(out, "canonical_url", page->canonical_url);
	nwi_json_put_str(out, "kind", page->kind);
	write_flags(page->flags, out);
	nwi_json_put_str(out, "text", page->text);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

static void add_note(void *arg, const struct nw_explained *explained)
{
	struct nw_buf *out = arg;

	nw_explained_to_json(explained, out);
	nw_buf_add_char(out, '\n');
}

static enum nw_status extract(const struct cli *cli,
			      const struct nw_page_selectors *selectors,
			      const char *operand, struct nw_error *err)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(ARENA_MAX);
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct nw_page page;
	const struct nw_explain explain = { add_note, &out };
	struct nw_page_input input = {
		.size = sizeof(input),
		.selectors = selectors,
		.base_url = nw_str_from(cli_value(cli, "base-url")),
		.content_type = cli_http_header(cli, "content-type"),
		.country = nw_str_from(cli_value(cli, "country")),
		.explain = cli_has(cli, "explain") ? &explain : NULL,
	};

	nw_buf_init(&bytes, INPUT_MAX + 128 * 1024);
	nw_buf_init(&out, ARENA_MAX);
	enum nw_status status = cli_fetched(cli, &input.fetched, err);
	if (status == NW_OK)
		status = cli_read(operand, INPUT_MAX, &bytes, err);
	if (status != NW_OK)
		return status;
	input.bytes = nw_buf_str(&bytes);
	status = nw_page_read(&input, arena, &page, err);
	if (status != NW_OK) {
		nw_error_prefix(err,
				"%s: ", operand ? operand : "standard input");
		return status;
	}
	write_page(&page, &out);
	if (!cli->json) {
		nw_buf_init(&text, ARENA_MAX);
		show_lines(nw_buf_str(&out), show_page, cli->colour, &text);
		return cli_write(nw_buf_str(&text), err);
	}
	return cli_write(nw_buf_str(&out), err);
}

static int run(struct cli *cli)
{
	struct nw_page_selectors selectors = { .size = sizeof(selectors) };
	const char *as = cli_value(cli, "as");
	struct nw_error err;
	int code = cli_check_reading(cli);

	if (as && strcmp(as, "page") != 0)
		return cli_usage(cli, "--as %s is not known, allowed: page",
				 as);
	if (code)
		return code;
	if (read_selectors(cli, &selectors, &err) != NW_OK)
		return cli_usage(cli, "%s", err.text);
	for (size_t i = 0; i == 0 || i < cli->operand_count; i++) {
		const char *operand =
			cli->operand_count ? cli->operands[i] : NULL;
		enum nw_status status = extract(cli, &selectors, operand, &err);
		if (status == NW_GONE)
			return code;
		if (status != NW_OK)
			code = cli_fail(cli, &err);
	}
	return code;
}

const struct cli_command cli_extract = {
	.name = "extract",
	.operands = "[FILE...]",
	.summary = "Read an article's page and print its text and data",
	.help = "Prints one object a page. `kind` says what it is: article, "
		"thread or listing;\n"
		"or why there is no text: stub, consent or empty. Exit 65 when "
		"the bytes are no\n"
		"HTML.",
	.options = options,
	.max_operands = 1000,
	.run = run,
};
