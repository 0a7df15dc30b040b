/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/show.h"

#include "daemon/cli/table.h"
#include "text/utf8.h"
#include <newswatch/alert.h>

#include <stdlib.h>

enum { ALERT_ARENA = 64 * 1024 * 1024, LINE_BYTES = 64 * 1024 * 1024 };

enum { GIST_SHOWN = 8 }; /* names, figures of a story: a line each */

static int64_t number(const json_t *object, const char *key)
{
	return json_integer_value(table_reach(object, key));
}

static bool has(const json_t *object, const char *key)
{
	const json_t *value = table_reach(object, key);

	if (json_is_string(value))
		return json_string_length(value) > 0;
	if (json_is_array(value))
		return json_array_size(value) > 0;
	return value && !json_is_null(value);
}

/*
 * Fills "{key}", "{key:t}" (an instant), "{key:w}" (milliseconds) and
 * "{key:b}" (bytes) of a line; nothing else stands in braces.
 */
static void fill(struct nw_buf *out, const json_t *object, const char *line)
{
	static const struct {
		char letter;
		enum table_kind kind;
	} kinds[] = { { 't', TABLE_TIME },
		      { 'w', TABLE_WAIT },
		      { 'b', TABLE_BYTES },
		      { 's', TABLE_STATE } };
	struct nw_str rest = nw_str_from(line), piece;

	while (nw_str_next(&rest, '{', &piece)) {
		nw_buf_add_str(out, piece);
		struct nw_str key;
		if (!rest.len || !nw_str_next(&rest, '}', &key))
			return;
		size_t colon = nw_str_find_char(key, ':');
		enum table_kind kind = TABLE_TEXT;
		for (size_t i = 0; i < 4 && colon < key.len; i++)
			if (key.at[colon + 1] == kinds[i].letter)
				kind = kinds[i].kind;
		char name[64] = "";
		if (colon < sizeof(name))
			memcpy(name, key.at, colon);
		table_value(out, table_reach(object, name), kind);
	}
}

/* ---- status ---- */

static void put_trouble(const json_t *status, bool colour, struct nw_buf *out)
{
	static const struct {
		const char *key, *line;
	} rows[] = {
		{ "fetching_paused", "fetching is paused: the disk is full" },
		{ "store.disk_low", "the disk is nearly full" },
		{ "workers.failed",
		  "plugins failed and wait: {workers.failed}" },
		{ "failing_examples",
		  "examples of watches that fail: {failing_examples}; see "
		  "newswatch check" },
		{ "log_lines_suppressed",
		  "log lines suppressed: {log_lines_suppressed}" },
	};
	const json_t *broken = table_reach(status, "store.broken");
	const char *red = colour ? "\x1b[31m" : "";
	const char *end = colour ? "\x1b[0m\n" : "\n";

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const json_t *value = table_reach(status, rows[i].key);
		if (!json_is_true(value) && json_integer_value(value) == 0)
			continue;
		nw_buf_add_fmt(out, "%s! ", red);
		fill(out, status, rows[i].line);
		nw_buf_add_text(out, end);
	}
	for (size_t i = 0; i < json_array_size(broken); i++) {
		nw_buf_add_fmt(out, "%s! ", red);
		fill(out, json_array_get(broken, i),
		     "{destination} is broken since {since:t}, "
		     "{failures} failures in a row: {error}");
		nw_buf_add_text(out, end);
	}
}

static void put_remotes(const json_t *status, struct nw_buf *out)
{
	const json_t *list = table_reach(status, "store.remote");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *row = json_array_get(list, i);
		fill(out, row,
		     "classifier  {classifier}: {requests} requests, "
		     "{this_hour} of {per_hour} this hour, {today} of "
		     "{per_day} today; {answered} answered, {cached} known, "
		     "{failed} failed, {given_up} given up, {over_budget} over "
		     "the budget; {alerts} alerts\n");
		if (json_integer_value(json_object_get(row, "in_a_row")) > 0)
			fill(out, row,
			     "            {in_a_row} failures in a row: "
			     "{error}\n");
	}
}

static void put_outbox(const json_t *status, struct nw_buf *out)
{
	const json_t *outbox = table_reach(status, "store.outbox");
	const char *key, *between = "";
	json_t *value;

	nw_buf_add_text(out, "outbox      ");
	json_object_foreach((json_t *)(uintptr_t)outbox, key, value)
	{
		if (json_integer_value(value) == 0)
			continue;
		nw_buf_add_fmt(out, "%s%lld %s", between,
			       (long long)json_integer_value(value), key);
		between = ", ";
	}
	nw_buf_add_text(out, *between ? "\n" : "empty\n");
}

void show_status(const json_t *status, bool colour, struct nw_buf *out)
{
	fill(out, status,
	     "newswatchd {version}, instance {instance}, since {started:t} "
	     "UTC, configuration {generation}\n");
	put_trouble(status, colour, out);
	fill(out, status,
	     "sources     {store.sources}; {polls.polls} polls: {polls.fresh} "
	     "read, {polls.unchanged} unchanged, {polls.failed} failed; "
	     "{articles.fetched} articles, {articles.failed} failed\n"
	     "store       {store.items} items, {store.stories} stories, "
	     "{store.alerts} alerts, {store.set_aside} set aside\n");
	put_outbox(status, out);
	fill(out, status,
	     "deliveries  {deliveries.attempts} attempts: "
	     "{deliveries.delivered} delivered, {deliveries.later} later, "
	     "{deliveries.held} held, {deliveries.dead} dead\n");
	put_remotes(status, out);
	fill(out, status,
	     "transport   {transport.started} requests, {transport.failed} "
	     "failed, {transport.refused_by_guard} refused by the guard, "
	     "{transport.bytes:b}\n"
	     "robots.txt  of {robots.origins} hosts, {robots.unreachable} "
	     "times unreachable, {robots.refused} pages refused\n"
	     "workers     {workers.workers}, {workers.busy} busy; "
	     "{workers.jobs} jobs, {workers.crashes} crashes, {workers.hangs} "
	     "hangs; the largest {workers.largest_rss:b}\n");
	nw_buf_add_fmt(
		out, "loop        longest turn %.1f ms, of CPU %.1f ms\n",
		(double)number(status, "loop_longest_turn_us") / 1000,
		(double)number(status, "loop_longest_turn_cpu_us") / 1000);
}

/* ---- alerts, steps, events ---- */

void show_alert(const json_t *object, bool colour, struct nw_buf *out)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(ALERT_ARENA);
	struct nw_alert alert;
	struct nw_error err;
	char *text = json_dumps(object, JSON_COMPACT);

	if (text &&
	    nw_alert_from_json(nw_str_from(text), arena, &alert, &err) == NW_OK)
		nw_alert_to_text(&alert, colour ? NW_TEXT_COLOUR : 0, out);
	else
		show_record(object, colour, out);
	free(text);
}

static void show_item(const json_t *item, struct nw_buf *out)
{
	fill(out, item,
	     "{title}\n"
	     "  {url}\n"
	     "  seen {seen:t} by {source}");
	if (has(item, "outlet"))
		fill(out, item, " ({outlet})");
	fill(out, item, ", item {item_id}, {state}, text of the {text}\n");
	if (json_is_true(json_object_get(item, "baseline")))
		nw_buf_add_text(out, "  known at the first poll: no news, so "
				     "no alert\n");
	fill(out, item,
	     has(item, "topics") ? "  topics {topics}\n" : "  no topic\n");
	fill(out, item,
	     has(item, "watches") ? "  watches {watches}\n"
				  : "  no watch matched\n");
}

static void show_delivery(const json_t *row, struct nw_buf *out)
{
	fill(out, row,
	     "    {state} to {notifier}/{destination}, attempts {attempts}");
	if (has(row, "ended"))
		fill(out, row, ", {ended:t}");
	if (has(row, "due_in_ms"))
		fill(out, row, ", next in {due_in_ms:w}");
	if (has(row, "error"))
		fill(out, row, ": {error}");
	fill(out, row, " (delivery {id})\n");
}

static void show_raised(const json_t *alert, struct nw_buf *out)
{
	const json_t *changes = json_object_get(alert, "changes");
	bool first = number(alert, "revision") < 2;

	fill(out, alert,
	     first ? "  alert {id} of {watch}, {severity}, {at:t}\n"
		   : "  {reason} {revision}, alert {id} of {watch}, "
		     "{severity}, {at:t}\n");
	for (size_t i = 0; i < json_array_size(changes); i++)
		fill(out, json_array_get(changes, i), "    + {text}\n");
}

static void show_thread(const json_t *row, struct nw_buf *out)
{
	struct nw_str state = nwi_json_get_str(row, "state");

	fill(out, row, "  watch {watch}: {state}, alerts {revision}");
	if (json_is_true(json_object_get(row, "removed")))
		nw_buf_add_text(out, " (the watch was removed or switched "
				     "off: it tells no more)");
	if (nw_str_is(state, "waiting") && number(row, "min_independent") > 0)
		fill(out, row,
		     ", independent {independent} of "
		     "{min_independent}");
	if (nw_str_is(state, "waiting") && number(row, "min_outlets") > 0)
		fill(out, row, ", outlets {outlets} of {min_outlets}");
	if (number(row, "revision") > 0 && number(row, "not_told") > 0)
		fill(out, row, ", reports not told {not_told}");
	if (has(row, "due_in_ms"))
		fill(out, row, ", looked at again in {due_in_ms:w}");
	nw_buf_add_char(out, '\n');
}

/* Where in its story an item stands, and why. */
static void show_place(const json_t *row, struct nw_buf *out)
{
	fill(out, row, "  story {story}: item #{number}, ");
	if (has(row, "relation"))
		fill(out, row, "{relation} of #{copy_of}, {copied}");
	else if (json_is_true(json_object_get(row, "begins_story")))
		nw_buf_add_text(out, "begins it");
	else
		nw_buf_add_text(out, "a text of its own");
	if (has(row, "why"))
		fill(out, row, "\n    {why}");
	nw_buf_add_char(out, '\n');
}

void show_step(const json_t *object, bool colour, struct nw_buf *out)
{
	struct nw_str type = nwi_json_get_str(object, "type");

	if (nw_str_is(type, "item"))
		show_item(object, out);
	else if (nw_str_is(type, "alert"))
		show_raised(object, out);
	else if (nw_str_is(type, "delivery"))
		show_delivery(object, out);
	else if (nw_str_is(type, "watch"))
		show_watch(object, colour, out);
	else if (nw_str_is(type, "member"))
		show_place(object, out);
	else if (nw_str_is(type, "thread"))
		show_thread(object, out);
	else if (nw_str_is(type, "question"))
		show_question(object, colour, out);
	else if (nw_str_is(type, "identity"))
		fill(out, object,
		     "  known as {known_as} (by {identity}), revision "
		     "{revision}\n");
	else if (nw_str_is(type, "near"))
		fill(out, object, "near: {title}\n      {url}\n");
	else
		show_record(object, colour, out);
}

static void show_alert_event(const json_t *alert, struct nw_buf *out)
{
	fill(out, alert,
	     has(alert, "watch") ? "alert     {severity} {watch}: "
				 : "alert     {severity}: ");
	if (number(alert, "revision") > 1)
		fill(out, alert, "{reason} {revision}: ");
	fill(out, alert, "{title}");
}

static void show_member(const json_t *row, struct nw_buf *out)
{
	size_t indent = 2 + 2 * (size_t)number(row, "depth");

	indent = indent > 20 ? 20 : indent;
	nw_buf_add_fmt(out, "%*s", (int)indent, "");
	fill(out, row, "#{number}  {seen:t}  +{lag_ms:w}  {outlet}");
	if (has(row, "wire"))
		fill(out, row, " ({wire})");
	if (has(row, "relation"))
		fill(out, row, ", {relation} of #{copy_of}, {copied}");
	nw_buf_add_fmt(out, "\n%*s    ", (int)indent, "");
	fill(out, row, "{title}\n");
}

/* Names come with the number of reports that have them, most first. */
static void show_names(const json_t *names, struct nw_buf *out)
{
	size_t count = json_array_size(names);

	for (size_t i = 0; i < count && i < GIST_SHOWN; i++) {
		const json_t *row = json_array_get(names, i);
		const char *name = json_string_value(json_array_get(row, 0));
		nw_buf_add_text(out, i ? ", " : "  names: ");
		nw_buf_add_text(out, name ? name : "");
	}
	if (count > 0)
		nw_buf_add_char(out, '\n');
}

static void show_figures(const json_t *figures, struct nw_buf *out)
{
	size_t count = json_array_size(figures);

	for (size_t i = 0; i < count && i < GIST_SHOWN; i++) {
		const json_t *row = json_array_get(figures, i);
		nw_buf_add_text(out, i ? ", " : "  figures: ");
		if (json_is_true(json_object_get(row, "about")))
			nw_buf_add_text(out, "about ");
		fill(out, row, "{value} {of}");
	}
	if (count > 0)
		nw_buf_add_char(out, '\n');
}

void show_story(const json_t *object, bool colour, struct nw_buf *out)
{
	struct nw_str type = nwi_json_get_str(object, "type");

	if (nw_str_is(type, "story")) {
		const json_t *gist = json_object_get(object, "gist");
		fill(out, object,
		     "{title}\n"
		     "  story {id}, first seen {first_seen:t}, last "
		     "{last_seen:t}\n"
		     "  items: {items}, outlets: {outlets}, independent: "
		     "{independent}\n");
		show_names(json_object_get(gist, "names"), out);
		show_figures(json_object_get(gist, "figures"), out);
	} else if (nw_str_is(type, "member"))
		show_member(object, out);
	else if (nw_str_is(type, "thread"))
		show_thread(object, out);
	else if (!nw_str_is(type, "report"))
		show_step(object, colour, out);
}

void show_event(const json_t *object, bool colour, struct nw_buf *out)
{
	struct nw_str event = nwi_json_get_str(object, "event");

	fill(out, object, "{at:t}  ");
	if (nw_str_is(event, "item"))
		fill(out, object, "item      {source}: {title}");
	else if (nw_str_is(event, "alert"))
		show_alert_event(object, out);
	else if (nw_str_is(event, "delivery"))
		fill(out, object,
		     has(object, "error")
			     ? "delivery  {state} {destination}: {error}"
			     : "delivery  {state} {destination}");
	else
		show_record(object, colour, out);
	nw_buf_add_char(out, '\n');
}

void show_order(const json_t *object, bool colour, struct nw_buf *out)
{
	struct nw_str type = nwi_json_get_str(object, "type");

	if (nw_str_is(type, "released"))
		fill(out, object,
		     "held items of {source} that are news now: {items}\n");
	else if (nw_str_is(type, "forgotten"))
		fill(out, object,
		     "held items of {source} that are known now: {items}\n");
	else if (nw_str_is(type, "reindex"))
		fill(out, object, "items to be indexed anew: {items}\n");
	else if (nw_str_is(type, "label"))
		fill(out, object,
		     json_array_size(json_object_get(object, "labels"))
			     ? "{title}: {topic}\n"
			     : "{title}: not {topic}\n");
	else if (nw_str_is(type, "change"))
		fill(out, object,
		     has(object, "more") ? "and {more} more\n"
					 : "{change} {part} {name}\n");
	else if (has(object, "deliveries"))
		fill(out, object,
		     "deliveries on their way: {deliveries}; see newswatch "
		     "outbox show {alert}\n");
	else
		show_record(object, colour, out);
}

/* ---- what was read ---- */

static void put_bold(struct nw_buf *out, const json_t *object, bool colour,
		     const char *line)
{
	nw_buf_add_text(out, colour ? "\x1b[1m" : "");
	fill(out, object, line);
	nw_buf_add_text(out, colour ? "\x1b[0m\n" : "\n");
}

static bool show_explained(const json_t *object, struct nw_buf *out)
{
	if (!nw_str_is(nwi_json_get_str(object, "type"), "explain"))
		return false;
	fill(out, object, "  {what}: {text} ({why})\n");
	return true;
}

void show_parsed(const json_t *object, bool colour, struct nw_buf *out)
{
	if (nw_str_is(nwi_json_get_str(object, "type"), "feed")) {
		put_bold(out, object, colour, "{title}");
		fill(out, object, "  {format} {link}\n");
		return;
	}
	if (show_explained(object, out))
		return;
	nw_buf_add_char(out, '\n');
	put_bold(out, object, colour, "{title}");
	fill(out, object, "  {published:t} {url}\n");
}

static void put_paragraphs(struct nw_buf *out, struct nw_str text)
{
	struct nw_str line;

	while (nw_str_next(&text, '\n', &line)) {
		nwi_text_terminal(out, line, line.len);
		nw_buf_add_char(out, '\n');
	}
}

void show_page(const json_t *page, bool colour, struct nw_buf *out)
{
	static const char *const keys[] = { "authors", "site", "language" };

	if (show_explained(page, out))
		return;
	put_bold(out, page, colour, "{title}");
	fill(out, page,
	     has(page, "published") ? "  {kind}, {published:t}" : "  {kind}");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!has(page, keys[i]))
			continue;
		nw_buf_add_text(out, ", ");
		table_value(out, json_object_get(page, keys[i]), TABLE_TEXT);
	}
	nw_buf_add_text(out, "\n\n");
	put_paragraphs(out, nwi_json_get_str(page, "text"));
}

void show_lines(struct nw_str lines, show_fn *show, bool colour,
		struct nw_buf *out)
{
	struct nw_str line;

	while (nw_str_next(&lines, '\n', &line)) {
		NW_AUTO(nwi_json_free) json_t *object = NULL;
		if (line.len > 0 && nwi_json_parse(line, LINE_BYTES, 64,
						   &object, NULL) == NW_OK)
			show(object, colour, out);
	}
}

/* ---- any object ---- */

static enum table_kind kind_of(const char *key)
{
	static const char *const times[] = {
		"at",	 "seen",  "queued", "first_tried", "last_tried",
		"ended", "first", "last",   "published"
	};

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		if (strcmp(key, times[i]) == 0)
			return TABLE_TIME;
	return nw_str_ends(nw_str_from(key), "_ms") ? TABLE_WAIT : TABLE_TEXT;
}

void show_record(const json_t *object, bool colour, struct nw_buf *out)
{
	const char *key;
	json_t *value;

	(void)colour;
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		if (!has(object, key) || strcmp(key, "type") == 0)
			continue;
		/* "waited_ms" is shown as "waited  1s". */
		int len = (int)strlen(key);
		if (kind_of(key) == TABLE_WAIT)
			len -= 3;
		nw_buf_add_fmt(out, "%-14.*s ", len, key);
		table_value(out, value, kind_of(key));
		nw_buf_add_char(out, '\n');
	}
	nw_buf_add_char(out, '\n');
}
