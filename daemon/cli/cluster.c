/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `newswatch cluster`: copies and stories of items as JSON Lines. The workers
 * read the items and give their prints; the window, which the daemon has too,
 * decides about each when it comes.
 */
#include "daemon/cli/commands.h"

#include "daemon/cli/setup.h"
#include "daemon/cli/stream.h"
#include "daemon/cli/table.h"
#include "story/origin.h"
#include "story/window.h"

#include <stdlib.h>
#include <sysexits.h>

enum { WINDOW_BYTES = 256 << 20, IDS_ROOM = 1024, WHY_MAX = 1024 };

static const struct cli_option options[] = {
	{ "explain", NULL, "add what is alike and near, and by how much" },
	SETUP_OPTIONS,
	{ NULL, NULL, NULL },
};

static const struct table_column columns[] = {
	{ "id", "ID", 20, TABLE_TEXT, false },
	{ "cluster", "STORY", 8, TABLE_TEXT, false },
	{ "relation", "IS", 10, TABLE_TEXT, false },
	{ "copy_of", "OF", 20, TABLE_TEXT, false },
	{ "title", "TITLE", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

struct report {
	const struct cli *cli;
	struct table table;
	struct nwi_window *window;
	char **ids; /* of items in the window, by number; a ring */
	uint64_t room, oldest, last;
	/* Of the item at hand: the wire that it names, its terms' words. */
	uint8_t origin;
	struct nw_str words;
};

/* ---- ids ---- */

static char **id_at(const struct report *report, uint64_t number)
{
	return &report->ids[number & (report->room - 1)];
}

static void forget_id(struct report *report, uint64_t number)
{
	free(*id_at(report, number));
	*id_at(report, number) = NULL;
}

static void grow(struct report *report)
{
	uint64_t room = 2 * report->room;
	char **ids = calloc(room, sizeof(*ids));

	if (!ids)
		abort();
	for (uint64_t n = report->oldest; n <= report->last; n++)
		ids[n & (room - 1)] = *id_at(report, n);
	free(report->ids);
	report->ids = ids;
	report->room = room;
}

static void keep_id(struct report *report, uint64_t number, struct nw_str id)
{
	if (number - report->oldest >= report->room)
		grow(report);
	report->last = number;
	*id_at(report, number) = nw_str_dup(id);
}

static void forget_past(struct report *report)
{
	uint64_t oldest = nwi_window_oldest(report->window);

	for (; report->oldest < oldest; report->oldest++)
		forget_id(report, report->oldest);
}

static struct nw_str id_of(const struct report *report, uint64_t number)
{
	if (number < report->oldest || number > report->last)
		return nw_str_make(NULL, 0);
	return nw_str_from(*id_at(report, number));
}

static void report_fini(struct report *report)
{
	for (uint64_t n = report->oldest; n <= report->last; n++)
		forget_id(report, n);
	free(report->ids);
	nwi_window_free(&report->window);
}

/* ---- one item ---- */

static uint32_t hash_of(const json_t *object, const char *key)
{
	struct nw_str text = nwi_json_get_str(object, key);

	return text.len ? nw_token_hash(text) : 0;
}

static void put_reasons(const struct report *report,
			const struct nwi_decision *d, struct nw_buf *out)
{
	nwi_json_key(out, "shared");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < d->reason_count; i++) {
		const struct nwi_reason *reason = &d->reasons[i];
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "word",
				 nwi_reason_word(reason, report->words));
		nwi_json_put_text(out, "kind",
				  reason->kind & NWI_TERM_NUMBER ? "number"
				  : reason->kind & NWI_TERM_NAME ? "name"
								 : "word");
		nwi_json_put_int(out, "percent", reason->share);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
}

static void put_why(const struct report *report, const struct nwi_decision *d,
		    struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, WHY_MAX);
	nwi_decision_explain(d, report->words, &line);
	nwi_json_put_str(out, "why", nw_buf_str(&line));
}

static void put_explanation(const struct report *report,
			    const struct nwi_decision *d, struct nw_buf *out)
{
	nwi_json_put_str(out, "like", id_of(report, d->like));
	nwi_json_key(out, "containment");
	nwi_json_double(out, d->containment);
	nwi_json_key(out, "resemblance");
	nwi_json_double(out, d->resemblance);
	nwi_json_key(out, "near");
	if (d->near)
		nwi_json_int(out, (int64_t)d->near);
	else
		nwi_json_null(out);
	nwi_json_key(out, "score");
	nwi_json_double(out, d->score);
	nwi_json_key(out, "needed");
	nwi_json_double(out, d->needed);
	put_reasons(report, d, out);
	put_why(report, d, out);
}

static void put_decision(const struct report *report,
			 const struct nwi_decision *d, struct nw_buf *out)
{
	const char *relation = nwi_relation_name(d->relation);

	nwi_json_put_int(out, "cluster", (int64_t)d->story);
	nwi_json_put_int(out, "copies", (int64_t)d->copies);
	nwi_json_put_str(out, "copy_of", id_of(report, d->copy_of));
	nwi_json_put_str(out, "relation", nw_str_from(relation));
	if (nwi_origin_name(report->origin))
		nwi_json_put_text(out, "origin",
				  nwi_origin_name(report->origin));
	if (d->flags & NWI_DECISION_LOOKALIKE)
		nwi_json_put_bool(out, "lookalike", true);
	if (d->flags & NWI_DECISION_FULL)
		nwi_json_put_text(out, "notice",
				  "the story was full, another goes on");
	if (cli_has(report->cli, "explain"))
		put_explanation(report, d, out);
}

/* A month or a year alone says nothing of days apart. */
static nw_time published_of(const json_t *item)
{
	const size_t day = sizeof("2022-01-28") - 1;

	if (nwi_json_get_str(item, "published").len < day)
		return NWI_TIME_UNKNOWN;
	return nwi_json_get_time(item, "published", NWI_TIME_UNKNOWN);
}

static enum nw_status decide(struct report *report, const json_t *answer,
			     struct nwi_decision *out, struct nw_error *err)
{
	const json_t *item = json_object_get(answer, "item");
	const json_t *outlet = json_object_get(answer, "outlet");
	struct nwi_print print;
	const struct nwi_item_facts facts = {
		.number = report->last + 1,
		.outlet = hash_of(outlet, "name"),
		.owner = hash_of(outlet, "owner"),
		.page = hash_of(answer, "page"),
		.published = published_of(item),
		.seen = NWI_TIME_UNKNOWN,
	};
	enum nw_status status = nwi_print_from_text(
		nwi_json_get_str(answer, "print"), &print, err);

	if (status != NW_OK)
		return status;
	report->origin = print.origin;
	report->words = nwi_json_get_str(answer, "words");
	status = nwi_window_add(report->window, &print, &facts, out, err);
	if (status != NW_OK)
		return status;
	keep_id(report, facts.number, nwi_json_get_str(answer, "id"));
	return NW_OK;
}

static void add_row(struct report *report, const json_t *answer,
		    struct nw_str line, struct nw_buf *out)
{
	NW_AUTO(nwi_json_free) json_t *row = NULL;
	struct nw_error err;

	if (nwi_json_parse(line, line.len, 4, &row, &err) != NW_OK)
		return;
	json_object_set(
		row, "title",
		json_object_get(json_object_get(answer, "item"), "title"));
	table_row(&report->table, row, out);
}

static void print_line(void *arg, const json_t *answer, struct nw_str error,
		       struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };
	struct report *report = arg;
	struct nwi_decision decision;
	struct nw_error err;

	nw_buf_init(&line, 1 << 20);
	nwi_json_open(&line, '{');
	nwi_json_put_str(&line, "id", nwi_json_get_str(answer, "id"));
	if (answer && error.len == 0) {
		if (decide(report, answer, &decision, &err) == NW_OK)
			put_decision(report, &decision, &line);
		else
			error = nw_str_from(err.text);
	}
	if (error.len > 0)
		nwi_json_put_str(&line, "error", error);
	nwi_json_close(&line, '}');
	forget_past(report);
	if (report->cli->json) {
		nw_buf_add_char(&line, '\n');
		nw_buf_add_str(out, nw_buf_str(&line));
	} else if (answer) {
		add_row(report, answer, nw_buf_str(&line), out);
	}
}

/* ---- the command ---- */

static int run(struct cli *cli)
{
	const struct nwi_window_limits limits = { .bytes = WINDOW_BYTES };
	NW_AUTO(report_fini)
	struct report report = { .cli = cli, .room = IDS_ROOM, .oldest = 1 };

	const struct stream_command command = {
		.parts = POOL_PRINTS,
		.print = print_line,
		.arg = &report,
	};

	report.ids = calloc(IDS_ROOM, sizeof(*report.ids));
	if (!report.ids)
		abort();
	report.window = nwi_window_new(&limits);
	table_init(&report.table, columns, cli->colour);
	return stream_command(cli, &command);
}

const struct cli_command cli_cluster = {
	.name = "cluster",
	.operands = "[FILE...]",
	.summary = "Tell copies and stories of items",
	.help = "Reads items as JSON Lines (id, title, text, outlet, published "
		"or date, page)\n"
		"and prints {\"id\",\"cluster\",\"copies\",\"copy_of\","
		"\"relation\"} for each line, in\n"
		"order, each decided when it comes: the number of its story's "
		"first item, that\n"
		"of its first copy, the item whose copy, excerpt or paraphrase "
		"it is. Items of\n"
		"one page stood beside each other.",
	.options = options,
	.max_operands = 1000,
	.run = run,
};
