/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/past.h"

#include "base/noun.h"
#include "daemon/control/client.h"
#include "daemon/control/frame.h"
#include "query/lang.h"
#include "text/utf8.h"

#include <newswatch/item.h>

#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

enum {
	SILENCE_MS = 60000, /* progress comes four times a second */
	LINE_MOST = CONTROL_ANSWER_MAX,
	OUT_MOST = 16 << 20,
	TEXT_MOST = 64 << 10,
	LINE_SHOWN = 300 /* bytes of a query above its caret */
};

/* ---- for a person ---- */

static struct nw_str text_of(const json_t *line, const char *key)
{
	return nwi_json_get_str(line, key);
}

void past_put_minute(struct nw_buf *out, const json_t *line, const char *key)
{
	struct nw_str at = text_of(line, key);

	nw_buf_add_str(out, nw_str_slice(at, 0, 10));
	if (at.len > 11) {
		nw_buf_add_char(out, ' ');
		nw_buf_add_str(out, nw_str_slice(at, 11, 16));
	}
}

/* The next mark of a field that begins at or behind `from`. */
static bool next_mark(const json_t *marks, int field, size_t from, size_t len,
		      size_t *begin, size_t *end)
{
	bool found = false;

	for (size_t i = 0; i < json_array_size(marks); i++) {
		const json_t *mark = json_array_get(marks, i);
		json_int_t a = json_integer_value(json_array_get(mark, 1));
		json_int_t b = json_integer_value(json_array_get(mark, 2));
		if (json_integer_value(json_array_get(mark, 0)) != field ||
		    a < 0 || b <= a || (size_t)b > len || (size_t)a < from ||
		    (found && (size_t)a >= *begin))
			continue;
		*begin = (size_t)a;
		*end = (size_t)b;
		found = true;
	}
	return found;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* A piece of a line: the spaces at its ends stay. */
static void put_piece(struct nw_buf *out, struct nw_str text)
{
	if (text.len > 0 && is_space(text.at[0]))
		nw_buf_add_char(out, ' ');
	nwi_text_terminal(out, text, TEXT_MOST);
	if (text.len > 1 && is_space(text.at[text.len - 1]))
		nw_buf_add_char(out, ' ');
}

void past_put_marked(struct nw_buf *out, const json_t *line, const char *key,
		     int field, bool colour)
{
	const json_t *marks = json_object_get(line, "marks");
	struct nw_str text = text_of(line, key);
	size_t at = 0, begin = 0, end = 0;

	while (next_mark(marks, field, at, text.len, &begin, &end)) {
		put_piece(out, nw_str_slice(text, at, begin));
		nw_buf_add_text(out, colour ? "\x1b[1m" : "*");
		put_piece(out, nw_str_slice(text, begin, end));
		nw_buf_add_text(out, colour ? "\x1b[0m" : "*");
		at = end;
	}
	put_piece(out, nw_str_slice(text, at, text.len));
}

void past_put_hit(struct nw_buf *out, const json_t *line, bool colour)
{
	struct nw_str outlet = text_of(line, "outlet");

	past_put_minute(out, line, "seen");
	nw_buf_add_text(out, "  ");
	nwi_text_terminal(out, outlet.len ? outlet : text_of(line, "source"),
			  TEXT_MOST);
	nw_buf_add_text(out, "  ");
	past_put_marked(out, line, "title", NW_FIELD_TITLE, colour);
	nw_buf_add_char(out, '\n');
	if (text_of(line, "excerpt").len > 0) {
		nw_buf_add_text(out, "    ");
		past_put_marked(out, line, "excerpt", NW_FIELD_BODY, colour);
		nw_buf_add_char(out, '\n');
	}
	if (text_of(line, "url").len > 0) {
		nw_buf_add_text(out, "    ");
		nwi_text_terminal(out, text_of(line, "url"), TEXT_MOST);
		nw_buf_add_char(out, '\n');
	}
}

/* ---- progress ---- */

static void show_progress(struct past *past, const json_t *line)
{
	long long looked = nwi_json_get_int(line, "looked", 0);
	long long done = nwi_json_get_int(line, "permille", 0);

	if (!isatty(STDERR_FILENO))
		return;
	past->progress = true;
	if (done > 0)
		fprintf(stderr, "\r\x1b[K%lld%%, %lld %s", done / 10, looked,
			nwi_noun((uint64_t)looked, "item", "items"));
	else
		fprintf(stderr, "\r\x1b[K%lld %s", looked,
			nwi_noun((uint64_t)looked, "item", "items"));
	fflush(stderr);
}

static void clear_progress(struct past *past)
{
	if (past->progress)
		fputs("\r\x1b[K", stderr);
	past->progress = false;
}

/* ---- the answer ---- */

static void take_line(struct past *past, struct nw_str text, struct nw_buf *out)
{
	NW_AUTO(nwi_json_free) json_t *line = NULL;
	struct nw_error err;

	if (text.len == 0 ||
	    nwi_json_parse(text, LINE_MOST, 64, &line, &err) != NW_OK)
		return;
	struct nw_str type = nwi_json_get_str(line, "type");
	if (nw_str_is(type, "progress")) {
		show_progress(past, line);
		return;
	}
	clear_progress(past);
	if (nw_str_is(type, "result")) {
		past->result = json_incref(json_object_get(line, "result"));
	} else if (past->cli->json) {
		nw_buf_add_str(out, text);
		nw_buf_add_char(out, '\n');
	} else {
		past->show(past->arg, line, out);
	}
}

static enum nw_status take_lines(void *arg, struct nw_str lines)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct past *past = arg;
	struct nw_str line = { 0 };

	nw_buf_init(&out, OUT_MOST);
	while (nw_str_next(&lines, '\n', &line))
		take_line(past, line, &out);
	return cli_write(nw_buf_str(&out), &past->wrote);
}

/* ---- the end ---- */

/* On a terminal, the line of the typed query with a caret under the place. */
static void say_place(const struct past *past, size_t offset, size_t length)
{
	struct nw_str all = nw_str_from(past->text);
	NW_AUTO(nw_buf_fini) struct nw_buf shown = { 0 };
	size_t from = offset < all.len ? offset : all.len, carets;

	if (!isatty(STDERR_FILENO))
		return;
	while (from > 0 && all.at[from - 1] != '\n')
		from--;
	struct nw_str line = nw_str_slice(all, from, all.len);
	line.len = nw_str_find_char(line, '\n');
	struct nw_str before = nw_str_slice(line, 0, offset - from);
	struct nw_str marked =
		nw_str_slice(line, before.len, before.len + length);
	if (line.len > LINE_SHOWN)
		return;
	nw_buf_init(&shown, TEXT_MOST);
	nwi_text_terminal(&shown, line, TEXT_MOST);
	carets = nwi_utf8_count(marked);
	fprintf(stderr, "  %.*s\n  %*s", NW_FMT(nw_buf_str(&shown)),
		(int)nwi_utf8_count(before), "");
	do
		fputc('^', stderr);
	while (carets-- > 1);
	fputc('\n', stderr);
}

/* Whose text it is: the one that was typed has no name. */
static void say_problem(const struct past *past, const json_t *problem,
			const char *what)
{
	struct nw_str name = text_of(problem, "name");
	int64_t offset = nwi_json_get_int(problem, "offset", 0);
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	uint32_t line = 1, column = 1;

	nw_buf_init(&text, TEXT_MOST);
	nwi_text_terminal(&text, text_of(problem, "text"), TEXT_MOST);
	if (name.len > 0 || !past->text) {
		fprintf(stderr, "newswatch %s: %sin the query of %.*s: %.*s\n",
			past->cli->command->name, what,
			NW_FMT(name.len ? name : nw_str_from(past->watch)),
			NW_FMT(nw_buf_str(&text)));
		return;
	}
	nwi_query_place(nw_str_from(past->text), (size_t)offset, &line,
			&column);
	fprintf(stderr, "newswatch %s: %squery, line %u, column %u: %.*s\n",
		past->cli->command->name, what, line, column,
		NW_FMT(nw_buf_str(&text)));
	say_place(past, (size_t)offset,
		  (size_t)nwi_json_get_int(problem, "length", 1));
}

/* The first mistake, or with `warnings` all that are none. */
static bool say_problems(const struct past *past, bool warnings)
{
	const json_t *list = json_object_get(past->result, "problems");
	bool said = false;

	for (size_t i = 0; i < json_array_size(list) && (warnings || !said);
	     i++) {
		const json_t *one = json_array_get(list, i);
		if (nwi_json_get_bool(one, "warning", false) != warnings)
			continue;
		say_problem(past, one, warnings ? "warning: " : "");
		said = true;
	}
	return said;
}

static int fail(const struct past *past, const struct nw_error *err)
{
	if (err->status == NW_BAD_INPUT && say_problems(past, false))
		return EX_USAGE;
	if (err->status == NW_BAD_INPUT)
		return cli_usage(past->cli, "%s", err->text);
	return cli_fail(past->cli, err);
}

/* Answers that are not all of it say so, and in their exit code. */
static int judge_result(const struct past *past)
{
	long long damaged = nwi_json_get_int(past->result, "damaged", 0);
	struct nw_str reached = text_of(past->result, "reached");
	struct nw_error err;

	say_problems(past, true);
	if (nwi_json_get_bool(past->result, "late", false)) {
		nw_fail(&err, NW_TIMEOUT,
			"its time was over: what was seen before %.*s was not "
			"looked at",
			NW_FMT(reached));
		return cli_fail(past->cli, &err);
	}
	if (damaged > 0) {
		nw_fail(&err, NW_CORRUPT,
			"%lld stored texts are damaged and were passed over",
			damaged);
		return cli_fail(past->cli, &err);
	}
	return EX_OK;
}

/* ---- the question ---- */

static enum nw_status put_time(const struct past *past, const char *option,
			       const char *given, struct nw_buf *args,
			       struct nw_error *err)
{
	struct nw_instant instant;
	char ago[32];
	int64_t ms;

	(void)past;
	if (!given)
		return NW_OK;
	snprintf(ago, sizeof(ago), "%s_ago", option);
	if (nw_duration_parse(nw_str_from(given), &ms) == NW_OK)
		nwi_json_put_int(args, ago, ms);
	else if (nw_instant_parse(nw_str_from(given), &instant) == NW_OK)
		nwi_json_put_int(args, option, instant.at);
	else
		return nw_fail(err, NW_BAD_INPUT,
			       "--%s %s is neither a duration such as 7d nor "
			       "an instant such as 2026-11-01",
			       option, given);
	return NW_OK;
}

static enum nw_status put_args(const struct past *past, struct nw_buf *args,
			       struct nw_error *err)
{
	const char *limit = cli_value(past->cli, "limit");
	const char *since = cli_value(past->cli, "since");
	int64_t number = past->limit;

	if (limit && (nw_str_to_int(nw_str_from(limit), &number) != NW_OK ||
		      number < 1 || number > past->limit_most))
		return nw_fail(err, NW_BAD_INPUT,
			       "--limit %s is no number from 1 to %lld", limit,
			       (long long)past->limit_most);
	if (past->text && !nwi_utf8_is_valid(nw_str_from(past->text)))
		return nw_fail(err, NW_BAD_INPUT, "the query is not UTF-8");
	nwi_json_open(args, '{');
	nwi_json_put_text(args, "text", past->text);
	nwi_json_put_text(args, "watch", past->watch);
	nwi_json_put_int(args, "limit", number);
	nwi_json_put_bool(args, "scan", cli_has(past->cli, "scan"));
	enum nw_status status =
		put_time(past, "since", since ? since : past->since, args, err);
	if (status == NW_OK)
		status = put_time(past, "until", cli_value(past->cli, "until"),
				  args, err);
	nwi_json_close(args, '}');
	if (status == NW_OK && args->failed)
		return nw_fail(err, NW_BAD_INPUT,
			       "the query is longer than 16 KiB");
	return status;
}

int past_ask(struct past *past)
{
	NW_AUTO(nw_buf_fini) struct nw_buf args = { 0 };
	struct nw_error err;

	nw_buf_init(&args, CONTROL_REQUEST_MAX - 1024);
	if (put_args(past, &args, &err) != NW_OK)
		return cli_usage(past->cli, "%s", err.text);
	enum nw_status status = control_ask(cli_control_path(past->cli),
					    past->question, nw_buf_str(&args),
					    SILENCE_MS, take_lines, past, &err);
	clear_progress(past);
	int code;
	if (past->wrote.status != NW_OK)
		code = cli_unwritten(past->cli, &past->wrote);
	else
		code = status == NW_OK ? judge_result(past) : fail(past, &err);
	json_decref(past->result);
	return code;
}
