/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch language`: the language of each item, one line for each line. */
#include "daemon/cli/commands.h"

#include "daemon/cli/table.h"

#include "text/language.h"
#include "text/utf8.h"
#include <newswatch/item.h>

#include <sysexits.h>

enum {
	INPUT_MAX = 256 * 1024 * 1024,
	ITEM_ARENA_MAX = 64 * 1024 * 1024,
	LINE_MAX_BYTES = 8192,
	WRITE_BYTES = 1024 * 1024 /* written at once */
};

static const struct cli_option options[] = {
	{ "explain", NULL, "add what decided, and what fits best and next" },
	{ NULL, NULL, NULL },
};

static const struct table_column columns[] = {
	{ "id", "ID", 20, TABLE_TEXT, false },
	{ "lang", "LANGUAGE", 8, TABLE_TEXT, false },
	{ "script", "SCRIPT", 10, TABLE_TEXT, false },
	{ "why", "WHY", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

struct report {
	const struct cli *cli;
	struct table table;
	struct nw_buf out;
	uint64_t bad;	       /* lines that are no items */
	struct nw_error first; /* about the first of them */
};

static void report_fini(struct report *report)
{
	nw_buf_fini(&report->out);
}

static void put_code(struct nw_buf *out, const char *key, const char *value)
{
	nwi_json_put_str(out, key, nw_str_from(value));
}

static void put_explanation(struct nw_buf *out,
			    const struct nwi_language_guess *guess)
{
	put_code(out, "why", guess->why);
	put_code(out, "script", guess->script);
	put_code(out, "first", guess->first);
	put_code(out, "second", guess->second);
	nwi_json_key(out, "letters");
	nwi_json_int(out, guess->letters);
	nwi_json_key(out, "words");
	nwi_json_int(out, guess->words);
	nwi_json_key(out, "score");
	nwi_json_double(out, guess->score / 16.0);
	nwi_json_key(out, "lead");
	nwi_json_double(out, guess->lead / 16.0);
}

static void print_guess(struct report *report, struct nw_str id,
			const struct nwi_language_guess *guess,
			struct nw_str error)
{
	bool explain = cli_has(report->cli, "explain") || !report->cli->json;
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };
	NW_AUTO(nwi_json_free) json_t *row = NULL;
	struct nw_error err;

	nw_buf_init(&line, LINE_MAX_BYTES);
	nwi_json_open(&line, '{');
	nwi_json_put_str(&line, "id", id);
	put_code(&line, "lang", guess->code);
	if (error.len > 0)
		nwi_json_put_str(&line, "error", error);
	else if (explain)
		put_explanation(&line, guess);
	nwi_json_close(&line, '}');
	if (report->cli->json) {
		nw_buf_add_char(&line, '\n');
		nw_buf_add_str(&report->out, nw_buf_str(&line));
	} else if (nwi_json_parse(nw_buf_str(&line), LINE_MAX_BYTES, 4, &row,
				  &err) == NW_OK) {
		table_row(&report->table, row, &report->out);
	}
}

static void read_line(struct report *report, const char *name, uint64_t number,
		      struct nw_str text)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(ITEM_ARENA_MAX);
	struct nwi_language_guess guess = { 0 };
	struct nw_item item;
	struct nw_error err = { 0 };

	if (nw_str_trim(text).len == 0) {
		print_guess(report, nw_str_make(NULL, 0), &guess,
			    nw_str_make(NULL, 0));
		return;
	}
	if (nw_item_from_json(text, arena, &item, &err) == NW_OK) {
		nwi_language_tell_item(&item, &guess);
		print_guess(
			report,
			nw_str_slice(item.id, 0, nwi_utf8_floor(item.id, 4096)),
			&guess, nw_str_make(NULL, 0));
		return;
	}
	print_guess(report, nw_str_make(NULL, 0), &guess,
		    nw_str_from(err.text));
	if (report->bad++ == 0)
		nw_fail(&report->first, NW_BAD_INPUT, "%s: line %llu: %s", name,
			(unsigned long long)number, err.text);
}

static enum nw_status write_out(struct report *report, struct nw_error *err)
{
	enum nw_status status = cli_write(nw_buf_str(&report->out), err);

	nw_buf_clear(&report->out);
	return status;
}

static enum nw_status read_file(struct report *report, const char *operand,
				struct nw_error *err)
{
	const char *name = operand ? operand : "standard input";
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	uint64_t number = 0;

	nw_buf_init(&bytes, INPUT_MAX + 128 * 1024);
	enum nw_status status = cli_read(operand, INPUT_MAX, &bytes, err);
	struct nw_str rest = nw_buf_str(&bytes), line;
	while (status == NW_OK && rest.len > 0 &&
	       nw_str_next(&rest, '\n', &line)) {
		read_line(report, name, ++number, line);
		if (report->out.len > WRITE_BYTES)
			status = write_out(report, err);
	}
	return status == NW_OK ? write_out(report, err) : status;
}

static int run(struct cli *cli)
{
	NW_AUTO(report_fini) struct report report = { .cli = cli };
	struct nw_error err;

	table_init(&report.table, columns, cli->colour);
	nw_buf_init(&report.out, WRITE_BYTES + 16 * LINE_MAX_BYTES);
	for (size_t i = 0; i == 0 || i < cli->operand_count; i++) {
		enum nw_status status = read_file(
			&report, cli->operand_count ? cli->operands[i] : NULL,
			&err);
		if (status == NW_GONE)
			return EX_OK;
		if (status != NW_OK)
			return cli_fail(cli, &err);
	}
	if (report.bad == 0)
		return EX_OK;
	if (report.bad > 1)
		nw_fail(&err, NW_BAD_INPUT, "%s (and %llu more)",
			report.first.text, (unsigned long long)report.bad - 1);
	return cli_fail(cli, report.bad > 1 ? &err : &report.first);
}

const struct cli_command cli_language = {
	.name = "language",
	.operands = "[FILE...]",
	.summary = "Tell the language of items",
	.help = "Reads items as JSON Lines (id, title, text or content, "
		"language) and prints\n"
		"{\"id\",\"lang\"} for each line, in order; null when unsure. "
		"What an item says\n"
		"of its language counts where the text does not deny it.",
	.options = options,
	.max_operands = 1000,
	.run = run,
};
