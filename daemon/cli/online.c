/* SPDX-License-Identifier: Apache-2.0 */
/* The commands that ask the running daemon: one row each. */
#include "daemon/cli/commands.h"

#include "daemon/cli/show.h"
#include "daemon/cli/table.h"
#include "daemon/control/client.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum { SILENCE_MS = 60000, LINE_MAX_BYTES = 4 * 1024 * 1024 };

/* How a command of ours becomes a question to the daemon. */
struct online {
	const struct cli_command *command;
	const char *question;
	const struct table_column *columns; /* of a list; NULL: no list */
	show_fn *show;			    /* of one object */
	int silence_ms;
};

static const struct table_column source_columns[] = {
	{ "name", "SOURCE", 24, TABLE_TEXT, false },
	{ "status", "STATUS", 9, TABLE_STATE, false },
	{ "failures", "FAILED", 6, TABLE_TEXT, false },
	{ "items", "ITEMS", 7, TABLE_TEXT, false },
	{ "identity", "KNOWN BY", 9, TABLE_TEXT, true },
	{ "last_ok", "LAST OK (UTC)", 19, TABLE_TIME, false },
	{ "next_due", "NEXT", 19, TABLE_TIME, true },
	{ "error", "ERROR", 0, TABLE_LONG, false },
	{ .key = NULL },
};

static const struct table_column item_columns[] = {
	{ "seen", "SEEN (UTC)", 19, TABLE_TIME, false },
	{ "source", "SOURCE", 16, TABLE_TEXT, false },
	{ "topics", "TOPICS", 24, TABLE_TEXT, false },
	{ "watches", "WATCHES", 16, TABLE_TEXT, false },
	{ "title", "TITLE", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

static const struct table_column alert_columns[] = {
	{ "at", "AT (UTC)", 19, TABLE_TIME, false },
	{ "severity", "SEVERITY", 8, TABLE_STATE, false },
	{ "watch", "WATCH", 16, TABLE_TEXT, false },
	{ "id", "ALERT", 8, TABLE_ID, false },
	{ "revision", "REV", 3, TABLE_TEXT, true },
	{ "reason", "REASON", 8, TABLE_TEXT, false },
	{ "title", "TITLE", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

static const struct table_column outbox_columns[] = {
	{ "id", "DELIVERY", 8, TABLE_ID, false },
	{ "state", "STATE", 10, TABLE_STATE, false },
	{ "attempts", "TRIES", 5, TABLE_TEXT, true },
	{ "notifier", "NOTIFIER", 12, TABLE_TEXT, false },
	{ "destination", "TO", 20, TABLE_TEXT, false },
	{ "queued", "QUEUED (UTC)", 19, TABLE_TIME, false },
	{ "due_in_ms", "NEXT IN", 8, TABLE_WAIT, false },
	{ "error", "LAST ERROR", 0, TABLE_LONG, false },
	{ .key = NULL },
};

static const struct table_column notice_columns[] = {
	{ "last", "LAST (UTC)", 19, TABLE_TIME, false },
	{ "open", "OPEN", 4, TABLE_TEXT, false },
	{ "times", "TIMES", 5, TABLE_TEXT, false },
	{ "title", "NOTICE", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

static const struct table_column aside_columns[] = {
	{ "at", "AT (UTC)", 19, TABLE_TIME, false },
	{ "source", "SOURCE", 20, TABLE_TEXT, false },
	{ "plugin", "PLUGIN", 14, TABLE_TEXT, false },
	{ "bytes", "SIZE", 9, TABLE_BYTES, false },
	{ "reason", "REASON", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

static const struct table_column story_columns[] = {
	{ "last_seen", "LAST SEEN (UTC)", 19, TABLE_TIME, false },
	{ "id", "STORY", 8, TABLE_ID, false },
	{ "items", "ITEMS", 5, TABLE_TEXT, false },
	{ "outlets", "OUTLETS", 7, TABLE_TEXT, false },
	{ "independent", "OWN", 4, TABLE_TEXT, false },
	{ "title", "TITLE", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

static const struct table_column spike_columns[] = {
	{ "spike", "SPIKE", 16, TABLE_TEXT, false },
	{ "series", "COUNTED", 0, TABLE_TEXT, false },
	{ "state", "STATE", 8, TABLE_STATE, false },
	{ "count", "NOW", 5, TABLE_TEXT, false },
	{ "usual", "USUAL", 6, TABLE_TEXT, false },
	{ "threshold", "FROM", 5, TABLE_TEXT, false },
	{ "last_alert", "LAST ALERT (UTC)", 19, TABLE_TIME, false },
	{ .key = NULL },
};

static const struct table_column label_columns[] = {
	{ "at", "AT (UTC)", 19, TABLE_TIME, false },
	{ "topic", "TOPIC", 14, TABLE_TEXT, false },
	{ "said", "SAID", 20, TABLE_TEXT, false },
	{ "title", "TITLE", 0, TABLE_TEXT, false },
	{ .key = NULL },
};

static int run(struct cli *cli);
static int run_alerts(struct cli *cli);
static int run_outbox(struct cli *cli);

static const struct cli_option control_options[] = {
	{ "control", "PATH", "the daemon's socket [" NW_CONTROL_PATH "]" },
	{ NULL, NULL, NULL },
};

static const struct cli_option list_options[] = {
	{ "control", "PATH", "the daemon's socket [" NW_CONTROL_PATH "]" },
	{ "limit", "N", "at most so many, the newest first [100]" },
	{ NULL, NULL, NULL },
};

static const struct cli_option drop_options[] = {
	{ "control", "PATH", "the daemon's socket [" NW_CONTROL_PATH "]" },
	{ "reason", "TEXT", "why; it is kept with the row (needed to drop)" },
	{ "limit", "N", "at most so many, the newest first [100]" },
	{ NULL, NULL, NULL },
};

static const struct cli_option reload_options[] = {
	{ "control", "PATH", "the daemon's socket [" NW_CONTROL_PATH "]" },
	{ "force", NULL, "also when examples of watches fail" },
	{ NULL, NULL, NULL },
};

static const struct cli_option advance_options[] = {
	{ "control", "PATH", "the daemon's socket [" NW_CONTROL_PATH "]" },
	{ NULL, NULL, NULL },
};

#define COMMAND_OF(run_, var, name_, operands_, min_, max_, options_, \
		   summary_, help_)                                   \
	const struct cli_command var = {                              \
		.name = name_,                                        \
		.operands = operands_,                                \
		.summary = summary_,                                  \
		.help = help_,                                        \
		.options = options_,                                  \
		.min_operands = min_,                                 \
		.max_operands = max_,                                 \
		.run = run_,                                          \
	}
#define COMMAND(...) COMMAND_OF(run, __VA_ARGS__)

COMMAND(cli_status, "status", "", 0, 0, control_options,
	"Show how the daemon fares", NULL);
COMMAND(cli_sources, "sources", "", 0, 0, list_options,
	"List the sources with their last poll and error", NULL);
COMMAND(cli_items, "items", "[SOURCE]", 0, 1, list_options,
	"List the items seen, the newest first", NULL);
COMMAND_OF(run_alerts, cli_alerts, "alerts", "[WATCH | SPIKE | ID]", 0, 1,
	   list_options, "List the alerts, the newest first, or show one",
	   NULL);
COMMAND(cli_alert, "alert", "ID", 1, 1, control_options,
	"Show one alert as its receivers got it",
	"ID may be cut after eight digits.");
COMMAND(cli_stories, "stories", "", 0, 0, list_options,
	"List the stories, those with the latest item first",
	"OWN counts who reports it with a text of their own.");
COMMAND(cli_story, "story", "ID|ITEM|URL", 1, 1, control_options,
	"Show a story: who was first, who copied whom, what was told",
	"ID may be cut after eight digits; an item's id or URL asks for its "
	"story.");
COMMAND(cli_spikes, "spikes", "", 0, 0, control_options,
	"Show what the spikes count, and what is usual at this hour",
	"NOW is the count of the time that the spike looks at (`within`), "
	"USUAL what it is\n"
	"at this hour of the week as a rule, FROM the count from which on an "
	"alert is\n"
	"raised. A series is learning for its first three days.");
COMMAND_OF(run_outbox, cli_outbox, "outbox",
	   "[STATE | show ID | replay ID | drop ID]", 0, 2, drop_options,
	   "List deliveries; show, replay or drop one",
	   "STATE is one of pending, leased, sent, retry, held, dead, "
	   "suppressed.\n"
	   "`replay` sends a dead, held or sent delivery again under its id;\n"
	   "`drop` gives one up and keeps the reason.");
COMMAND(cli_why, "why", "URL|ITEM [WATCH]", 1, 2, control_options,
	"Tell what became of an item, and why watches hit it or not",
	"Of each watch (or of WATCH alone): which clause of its query matched "
	"at which\n"
	"words, or the first that failed and how near it was; and what kept "
	"it from\n"
	"alerting. The active watches are put to the stored text.");
COMMAND(cli_revisions, "revisions", "URL|ITEM", 1, 1, control_options,
	"Show how an item was edited, with what went and what came",
	"An edit that changes a fact (the title, a number, a name, a notice of "
	"correction,\n"
	"a good part of the text) is material and updates the alerts of its "
	"story; counters\n"
	"and white space are no edits.");
COMMAND(cli_set_aside, "set-aside", "", 0, 0, list_options,
	"List documents that killed a worker twice", NULL);
COMMAND(cli_notices, "notices", "", 0, 0, list_options,
	"List what the operator was told", NULL);
COMMAND(cli_release, "release", "SOURCE", 1, 1, control_options,
	"Treat the held items of a suspect source as news", NULL);
COMMAND(cli_forget, "forget", "SOURCE", 1, 1, control_options,
	"Treat the held items of a suspect source as known", NULL);
COMMAND(cli_reindex, "reindex", "", 0, 0, control_options,
	"Make the index of words for searches anew",
	"It is made in the background; searches read what is not yet in it.");
COMMAND(cli_test_alert, "test-alert", "NOTIFIER", 1, 1, control_options,
	"Send a test alert to every destination of a notifier", NULL);
COMMAND(cli_label, "label", "URL|ITEM TOPIC|not-TOPIC", 2, 2, control_options,
	"Say that an item is of a topic, or is not",
	"Nothing changes by itself: `newswatch train --from-feedback` learns "
	"from it,\n"
	"`newswatch topics propose` finds edits of the topic file.");
COMMAND(cli_labels, "labels", "[TOPIC]", 0, 1, list_options,
	"List what was said of items, for train and evaluate", NULL);
COMMAND(cli_poll, "poll", "SOURCE", 1, 1, control_options, "Poll a source now",
	NULL);
COMMAND(cli_reload, "reload", "", 0, 0, reload_options,
	"Check the configuration and put it in force, all or nothing",
	"On any mistake the running configuration goes on and every mistake "
	"is\n"
	"printed; exit 78. So is an example of a watch (`must`, `must_not`) "
	"that fails,\n"
	"unless --force takes it all the same.");
COMMAND(cli_tail, "tail", "", 0, 0, control_options,
	"Follow items, alerts and deliveries as they happen", NULL);
COMMAND(cli_advance, "advance", "DURATION", 1, 1, advance_options,
	"Move the clock of a daemon under test", NULL);

static const struct online rows[] = {
	{ &cli_status, "status", NULL, show_status, SILENCE_MS },
	{ &cli_sources, "sources", source_columns, show_record, SILENCE_MS },
	{ &cli_items, "items", item_columns, show_record, SILENCE_MS },
	{ &cli_alerts, "alerts", alert_columns, show_record, SILENCE_MS },
	{ &cli_alert, "alert", NULL, show_alert, SILENCE_MS },
	{ &cli_stories, "stories", story_columns, show_record, SILENCE_MS },
	{ &cli_story, "story", NULL, show_story, SILENCE_MS },
	{ &cli_spikes, "spikes", spike_columns, show_record, SILENCE_MS },
	{ &cli_outbox, "outbox", outbox_columns, show_record, SILENCE_MS },
	{ &cli_why, "why", NULL, show_step, SILENCE_MS },
	{ &cli_revisions, "revisions", NULL, show_revision, SILENCE_MS },
	{ &cli_set_aside, "set-aside", aside_columns, show_record, SILENCE_MS },
	{ &cli_notices, "notices", notice_columns, show_record, SILENCE_MS },
	{ &cli_release, "release", NULL, show_order, SILENCE_MS },
	{ &cli_forget, "forget", NULL, show_order, SILENCE_MS },
	{ &cli_reindex, "reindex", NULL, show_order, SILENCE_MS },
	{ &cli_label, "label", NULL, show_order, SILENCE_MS },
	{ &cli_labels, "labels", label_columns, show_record, SILENCE_MS },
	{ &cli_test_alert, "test-alert", NULL, show_order, SILENCE_MS },
	{ &cli_poll, "poll", NULL, show_record, SILENCE_MS },
	{ &cli_reload, "reload", NULL, show_order, 120000 },
	{ &cli_tail, "tail", NULL, show_event, -1 },
	{ &cli_advance, "advance", NULL, show_record, 120000 },
};

/* `outbox VERB ID`: the verb chooses another question. */
static const struct verb {
	const char *name;
	const char *question;
} verbs[] = {
	{ "show", "outbox-show" },
	{ "replay", "replay" },
	{ "drop", "drop" },
};

struct printing {
	const struct cli *cli;
	struct table table;
	show_fn *show; /* NULL: a table */
	bool printed;
	struct nw_error wrote;
};

static void print_object(struct printing *to, const json_t *object,
			 struct nw_buf *out)
{
	struct nw_str problem = nwi_json_get_str(object, "problem");

	if (problem.len) {
		nwi_text_terminal(out, problem, LINE_MAX_BYTES);
		nw_buf_add_char(out, '\n');
		return;
	}
	if (to->show)
		to->show(object, to->cli->colour, out);
	else
		table_row(&to->table, object, out);
}

static enum nw_status print_lines(void *arg, struct nw_str lines)
{
	struct printing *to = arg;
	struct nw_str line = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	if (to->cli->json)
		return cli_write(lines, &to->wrote);
	nw_buf_init(&out, 16 * 1024 * 1024);
	while (nw_str_next(&lines, '\n', &line)) {
		NW_AUTO(nwi_json_free) json_t *object = NULL;
		if (line.len && nwi_json_parse(line, LINE_MAX_BYTES, 64,
					       &object, NULL) == NW_OK)
			print_object(to, object, &out);
	}
	to->printed = to->printed || out.len > 0;
	return cli_write(nw_buf_str(&out), &to->wrote);
}

static const struct verb *verb_of(const char *name)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	}
	return NULL;
}

static enum nw_status add_args(const struct cli *cli, const char *text,
			       struct nw_buf *args, struct nw_error *err)
{
	const char *limit = cli_value(cli, "limit");
	int64_t number = 100;

	if (limit && (nw_str_to_int(nw_str_from(limit), &number) != NW_OK ||
		      number < 1 || number > 1000000))
		return nw_fail(err, NW_BAD_INPUT,
			       "--limit %s is no number from 1 to 1000000",
			       limit);
	for (size_t i = 0; i < cli->operand_count; i++) {
		if (!nwi_utf8_is_valid(nw_str_from(cli->operands[i])))
			return nw_fail(err, NW_BAD_INPUT,
				       "operand %zu is not UTF-8", i + 1);
	}
	nwi_json_open(args, '{');
	nwi_json_put_text(args, "text", text);
	nwi_json_put_text(args, "reason",
			  cli->command == &cli_label
				  ? cli->operands[1]
				  : cli_value(cli, "reason"));
	if (cli->command == &cli_why && cli->operand_count > 1)
		nwi_json_put_text(args, "watch", cli->operands[1]);
	nwi_json_put_int(args, "limit", number);
	nwi_json_put_bool(args, "force", cli_has(cli, "force"));
	if (cli->command == &cli_advance) {
		int64_t ms;
		if (nw_duration_parse(nw_str_from(text), &ms) != NW_OK)
			return nw_fail(err, NW_BAD_INPUT,
				       "\"%s\" is no duration such as 10m",
				       text);
		nwi_json_put_int(args, "ms", ms);
	}
	nwi_json_close(args, '}');
	return nw_buf_check(args, "the request", err);
}

/* An id, or at least as much of one as tables print. */
static bool is_id(const char *text)
{
	size_t len = text ? strlen(text) : 0;

	return len >= 8 && len <= 32 && strspn(text, "0123456789abcdef") == len;
}

/* Digits like an id's, too few to be one. */
static bool is_short_id(const char *text)
{
	size_t len = strlen(text);

	return len >= 4 && len < 8 && strspn(text, "0123456789abcdef") == len;
}

static const struct online *row_of(const struct cli_command *command)
{
	const struct online *row = rows;

	while (row->command != command)
		row++;
	return row;
}

static enum nw_status ask(struct printing *to, const struct online *row,
			  const struct verb *verb, struct nw_error *err)
{
	const struct cli *cli = to->cli;
	const char *text =
		cli->operand_count ? cli->operands[verb != NULL] : NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf args = { 0 };

	table_init(&to->table, row->columns, cli->colour);
	to->show = row->columns && !verb ? NULL : row->show;
	nw_buf_init(&args, 60 * 1024);
	enum nw_status status = add_args(cli, text, &args, err);
	return status == NW_OK
		       ? control_ask(cli_control_path(cli),
				     verb ? verb->question : row->question,
				     nw_buf_str(&args), row->silence_ms,
				     print_lines, to, err)
		       : status;
}

/* Orders that went well say nothing. */
static void puts_none(const struct printing *to)
{
	const struct cli_command *command = to->cli->command;

	if (command == &cli_reload)
		puts("nothing changed");
	else if (!to->show || command == &cli_revisions)
		puts("none");
}

static int end(const struct printing *to, enum nw_status status,
	       const struct nw_error *err)
{
	const struct cli *cli = to->cli;

	if (status == NW_OK) {
		if (!cli->json && !to->printed)
			puts_none(to);
		return 0;
	}
	if (to->wrote.status != NW_OK)
		return cli_unwritten(cli, &to->wrote);
	/* What the daemon cannot take was said in the command line. */
	if (status == NW_BAD_INPUT)
		return cli_usage(cli, "%s", err->text);
	return cli_fail(cli, err);
}

static int run_outbox(struct cli *cli)
{
	const char *word = cli->operand_count ? cli->operands[0] : NULL;
	const struct verb *verb = word ? verb_of(word) : NULL;
	struct printing to = { .cli = cli };
	struct nw_error err;

	if (verb && cli->operand_count < 2)
		return cli_usage(cli, "outbox %s needs the ID of a delivery",
				 verb->name);
	if (verb && strcmp(verb->name, "drop") == 0 && !cli_has(cli, "reason"))
		return cli_usage(cli, "outbox drop needs --reason TEXT");
	if (!verb && cli->operand_count > 1)
		return cli_usage(cli, "\"%s\" is none of show, replay, drop",
				 word);
	enum nw_status status = ask(&to, row_of(cli->command), verb, &err);
	return end(&to, status, &err);
}

/* `alerts ID` is `alert ID`, unless a watch or a spike has such a name. */
static int run_alerts(struct cli *cli)
{
	struct printing to = { .cli = cli };
	enum nw_status status = NW_NOT_FOUND;
	struct nw_error err;

	if (cli->operand_count > 0 && is_id(cli->operands[0]))
		status = ask(&to, row_of(&cli_alert), NULL, &err);
	if (status == NW_NOT_FOUND)
		status = ask(&to, row_of(cli->command), NULL, &err);
	if (status == NW_NOT_FOUND && cli->operand_count > 0 &&
	    is_short_id(cli->operands[0])) {
		struct nw_error why = err;
		nw_fail(&err, status, "%s; an ID has at least eight digits",
			why.text);
	}
	return end(&to, status, &err);
}

static int run(struct cli *cli)
{
	struct printing to = { .cli = cli };
	struct nw_error err;
	enum nw_status status = ask(&to, row_of(cli->command), NULL, &err);

	return end(&to, status, &err);
}
