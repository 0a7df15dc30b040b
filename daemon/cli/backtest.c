/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch backtest`: what a query would have done with what was stored. */
#include "base/noun.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/past.h"
#include "text/utf8.h"

#include <stdio.h>

enum { LIMIT = 20, LIMIT_MOST = 10000, BAR = 40, DAYS_MOST = 1000 };

static const struct cli_option options[] = {
	{ "watch", "NAME", "under this watch's conditions" },
	{ "since", "WHEN", "seen since: 30d, or 2026-11-01 [30d]" },
	{ "until", "WHEN", "seen before that [now]" },
	{ "limit", "N", "at most so many lost and gained items [20]" },
	{ "scan", NULL, "read every text, without the index" },
	{ "control", "PATH", "the daemon's socket [" NW_CONTROL_PATH "]" },
	{ NULL, NULL, NULL },
};

struct chart {
	const struct cli *cli;
	const char *text;
	struct {
		char day[12];
		int64_t items, alerts;
	} days[DAYS_MOST];
	size_t count;
	bool begun; /* the heading of the items stands */
};

/* What stands before an item, and above them all. */
static const struct kind {
	const char *type, *mark, *heading;
} kinds[] = {
	{ "sample", "", "The newest of them:\n" },
	{ "lost", "- ", "Lost (-) and gained (+), the newest first:\n" },
	{ "gained", "+ ", "Lost (-) and gained (+), the newest first:\n" },
};

static const struct kind *kind_of(struct nw_str type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (nw_str_is(type, kinds[i].type))
			return &kinds[i];
	return NULL;
}

static void show_hit(struct chart *chart, const struct kind *kind,
		     const json_t *line, struct nw_buf *out)
{
	if (!chart->begun)
		nw_buf_add_text(out, kind->heading);
	chart->begun = true;
	nw_buf_add_text(out, kind->mark);
	past_put_hit(out, line, chart->cli->colour);
}

static void keep_day(struct chart *chart, const json_t *line)
{
	if (chart->count == DAYS_MOST)
		return;
	snprintf(chart->days[chart->count].day,
		 sizeof(chart->days[chart->count].day), "%.*s",
		 NW_FMT(nwi_json_get_str(line, "day")));
	chart->days[chart->count].items = nwi_json_get_int(line, "items", 0);
	chart->days[chart->count].alerts = nwi_json_get_int(line, "alerts", 0);
	chart->count++;
}

/* A bar of eighths of a character. */
static void put_bar(struct nw_buf *out, int64_t value, int64_t most)
{
	int64_t eighths = most > 0 ? value * BAR * 8 / most : 0;

	if (value > 0 && eighths == 0)
		eighths = 1;
	for (; eighths >= 8; eighths -= 8)
		nw_buf_add_utf8(out, 0x2588);
	if (eighths > 0)
		nw_buf_add_utf8(out, 0x2590 - (uint32_t)eighths);
}

/* Days before anything was found are not drawn. */
static size_t first_day(const struct chart *chart)
{
	size_t i = 0;

	while (i + 1 < chart->count && chart->days[i].items == 0)
		i++;
	return i;
}

static void put_chart(const struct chart *chart, struct nw_buf *out)
{
	int64_t most = 0;

	for (size_t i = 0; i < chart->count; i++)
		if (chart->days[i].items > most)
			most = chart->days[i].items;
	nw_buf_add_text(out, "\nDAY (UTC)    ITEMS  ALERTS\n");
	for (size_t i = first_day(chart); i < chart->count; i++) {
		nw_buf_add_fmt(out, "%-10s %7lld %7lld  ", chart->days[i].day,
			       (long long)chart->days[i].items,
			       (long long)chart->days[i].alerts);
		put_bar(out, chart->days[i].items, most);
		nw_buf_add_char(out, '\n');
	}
}

/* Lint that measures: what never matched, what makes most of the volume. */
static void show_clause(const struct chart *chart, const json_t *line,
			struct nw_buf *out)
{
	struct nw_str lint = nwi_json_get_str(line, "lint");
	size_t at = (size_t)nwi_json_get_int(line, "offset", 0);
	size_t len = (size_t)nwi_json_get_int(line, "length", 0);

	if (lint.len == 0)
		return;
	nw_buf_add_text(out, "warning: ");
	if (chart->text)
		nwi_text_terminal(
			out,
			nw_str_slice(nw_str_from(chart->text), at, at + len),
			200);
	else
		nw_buf_add_fmt(out, "the clause at byte %zu", at);
	if (nw_str_is(lint, "never"))
		nw_buf_add_text(out, " matched nothing\n");
	else
		nw_buf_add_fmt(
			out, " alone makes %lld of %lld hits\n",
			(long long)nwi_json_get_int(line, "alone", 0),
			(long long)nwi_json_get_int(line, "explained", 0));
}

/* "3 items" of a number in the line. */
static void put_count(const json_t *line, const char *key, const char *one,
		      const char *many, struct nw_buf *out)
{
	int64_t count = nwi_json_get_int(line, key, 0);

	nw_buf_add_fmt(out, "%lld %s", (long long)count,
		       nwi_noun((uint64_t)count, one, many));
}

static void show_watch(const json_t *line, struct nw_buf *out)
{
	nw_buf_add_fmt(out, "%.1f deliveries a day to ",
		       nwi_json_get_double(line, "deliveries_per_day", 0));
	put_count(line, "destinations", "destination", "destinations", out);
	nw_buf_add_fmt(
		out,
		"\nnoted live as hits of the watch: %lld, found of them: "
		"%lld\n",
		(long long)nwi_json_get_int(line, "recorded", 0),
		(long long)nwi_json_get_int(line, "recorded_kept", 0));
	if (!json_object_get(line, "lost"))
		return;
	nw_buf_add_text(out, "against the watch in force (");
	put_count(line, "before", "item", "items", out);
	nw_buf_add_fmt(out, "): %lld lost, %lld gained\n",
		       (long long)nwi_json_get_int(line, "lost", 0),
		       (long long)nwi_json_get_int(line, "gained", 0));
}

static void show_report(const struct chart *chart, const json_t *line,
			struct nw_buf *out)
{
	put_chart(chart, out);
	nw_buf_add_fmt(out, "%lld of some ",
		       (long long)nwi_json_get_int(line, "hits", 0));
	put_count(line, "items", "item", "items", out);
	nw_buf_add_fmt(out, ", %.1f a day; ",
		       nwi_json_get_double(line, "items_per_day", 0));
	put_count(line, "alerts", "alert", "alerts", out);
	nw_buf_add_fmt(out, ", %.1f a day\n",
		       nwi_json_get_double(line, "alerts_per_day", 0));
	if (json_is_string(json_object_get(line, "watch")))
		show_watch(line, out);
}

static void show(void *arg, const json_t *line, struct nw_buf *out)
{
	struct chart *chart = arg;
	struct nw_str type = nwi_json_get_str(line, "type");

	if (nw_str_is(type, "day"))
		keep_day(chart, line);
	else if (nw_str_is(type, "clause"))
		show_clause(chart, line, out);
	else if (nw_str_is(type, "report"))
		show_report(chart, line, out);
	else if (kind_of(type))
		show_hit(chart, kind_of(type), line, out);
}

static int run(struct cli *cli)
{
	static struct chart chart;
	struct past past = {
		.cli = cli,
		.question = "backtest",
		.text = cli->operand_count ? cli->operands[0] : NULL,
		.watch = cli_value(cli, "watch"),
		.since = "30d",
		.limit = LIMIT,
		.limit_most = LIMIT_MOST,
		.show = show,
		.arg = &chart,
	};

	if (!past.text && !past.watch)
		return cli_usage(cli, "a QUERY or --watch NAME is needed");
	chart.cli = cli;
	chart.text = past.text;
	return past_ask(&past);
}

const struct cli_command cli_backtest = {
	.name = "backtest",
	.operands = "[QUERY]",
	.summary = "Tell what a query would have done with what was stored",
	.help = "With --watch under the conditions of that watch, with its "
		"topics and outlets as\n"
		"they were stored; with a QUERY too, what that would lose and "
		"gain. Clauses that\n"
		"matched nothing, and wildcards that make most of the volume, "
		"are named.",
	.options = options,
	.max_operands = 1,
	.run = run,
};
