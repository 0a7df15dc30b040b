/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/worker/examples.h"
#include "daemon/worker/place.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
	ARENA_BYTES = 64 * 1024 * 1024,
	LINES_BYTES = 16 * 1024 * 1024,
	WHY_BYTES = 700, /* of a problem's line */
	TURN_MS = 200
};

struct trial {
	const struct examples *examples;
	struct nw_arena *arena; /* struct asked */
	struct loop *loop;
	struct pool *pool;
	size_t failed, next, under_way; /* next: a watch */
	bool configured;
	struct nw_error err; /* NW_OK, or why it cannot go on */
};

/* One watch and its examples on their way. */
struct asked {
	struct trial *trial;
	const struct config_watch *watch;
};

/* ---- why ---- */

/* The first row that does not hold. */
static const json_t *find_failing(const json_t *rows)
{
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);

		if (json_is_false(json_object_get(row, "holds")))
			return row;
	}
	return NULL;
}

static void add_row(const json_t *row, const char *name, struct nw_buf *why)
{
	struct nw_str note = nwi_json_get_str(row, "note");

	nw_buf_add_str(why, nwi_json_get_str(row, name));
	if (note.len > 0)
		nw_buf_add_fmt(why, ": %.*s", NW_FMT(note));
}

static void add_miss(const json_t *row, struct nw_buf *why)
{
	const json_t *clause = find_failing(json_object_get(row, "clauses"));
	const json_t *condition =
		find_failing(json_object_get(row, "conditions"));
	struct nw_str error = nwi_json_get_str(row, "error");

	if (clause)
		add_row(clause, "clause", why);
	else if (condition)
		add_row(condition, "kind", why);
	else
		nw_buf_add_str(why, error);
}

/* The sentence with its marks between asterisks. */
static void add_place(const json_t *place, struct nw_buf *why)
{
	struct place_reader reader = { .place = place };
	struct place_part part;

	while (place_next(&reader, &part)) {
		const char *sign = nw_str_is_absent(part.marked) ? "" : "*";

		nw_buf_add_fmt(why, "%.*s%s%.*s%s", NW_FMT(part.before), sign,
			       NW_FMT(part.marked), sign);
	}
}

static void add_hit(const json_t *row, struct nw_buf *why)
{
	const json_t *rows = json_object_get(row, "clauses");
	const char *name = "clause";

	if (json_array_size(rows) == 0) {
		rows = json_object_get(row, "conditions");
		name = "kind";
	}
	const json_t *first = json_array_get(rows, 0);
	const json_t *places = json_object_get(first, "places");
	nw_buf_add_str(why, nwi_json_get_str(first, name));
	if (json_array_size(places) == 0)
		return;
	nw_buf_add_text(why, ": ");
	add_place(json_array_get(places, 0), why);
}

/* ---- answers ---- */

static void report(struct trial *trial, const struct config_watch *watch,
		   const struct config_example *example, struct nw_str why)
{
	struct nwi_problems *problems = trial->examples->problems;
	const struct nwi_file file = { .name = example->file.at,
				       .rank = example->rank };
	const struct nwi_place place = { &file, example->line,
					 example->column };
	const char *says = example->must ? "does not hit this, and must"
					 : "hits this, and must not";

	trial->failed++;
	if (trial->examples->warn)
		nwi_problem_warn(problems, place, example->path,
				 "the watch \"%.*s\" %s: %.*s",
				 NW_FMT(watch->name), says, NW_FMT(why));
	else
		nwi_problem(problems, place, example->path,
			    "the watch \"%.*s\" %s: %.*s", NW_FMT(watch->name),
			    says, NW_FMT(why));
}

static void judge(struct trial *trial, const struct config_watch *watch,
		  const struct config_example *example, struct nw_str line)
{
	NW_AUTO(nwi_json_free) json_t *answer = NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf why = { 0 };
	const json_t *row;

	nw_buf_init(&why, LINES_BYTES);
	if (nwi_json_parse(line, LINES_BYTES, 64, &answer, NULL) != NW_OK)
		answer = NULL;
	row = json_array_get(json_object_get(answer, "explain"), 0);
	if (!row) {
		report(trial, watch, example,
		       nw_str_from("a worker could not read it"));
		return;
	}
	if (json_is_true(json_object_get(row, "hit")) == example->must)
		return;
	if (example->must)
		add_miss(row, &why);
	else
		add_hit(row, &why);
	report(trial, watch, example,
	       nw_str_slice(nw_buf_str(&why), 0,
			    nwi_utf8_floor(nw_buf_str(&why), WHY_BYTES)));
}

static void explained(void *arg, const struct pool_result *result)
{
	struct asked *asked = arg;
	struct trial *trial = asked->trial;
	const struct config_watch *watch = asked->watch;
	struct nw_str rest = result->items, line;

	trial->under_way--;
	if (result->status != NW_OK && trial->err.status == NW_OK)
		nw_fail(&trial->err, result->status,
			"the examples of the watch \"%.*s\": %.*s",
			NW_FMT(watch->name), NW_FMT(result->text));
	for (size_t i = 0; result->status == NW_OK && i < watch->example_count;
	     i++) {
		if (!nw_str_next(&rest, '\n', &line))
			line = nw_str_make("", 0);
		judge(trial, watch, &watch->examples[i], line);
	}
}

/* ---- questions ---- */

static void put_line(const struct trial *trial,
		     const struct config_example *example, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "id", "example");
	nwi_json_put_str(out, "source", example->source);
	nwi_json_key(out, "item");
	nw_buf_add_str(out, example->members);
	if (!example->dated) {
		if (example->members.len > 1)
			nw_buf_add_char(out, ',');
		nw_buf_add_text(out, "\"published\":");
		nwi_json_time(out, loop_now(trial->loop));
	}
	nw_buf_add_text(out, "}}\n");
}

static void ask(struct trial *trial, const struct config_watch *watch)
{
	NW_AUTO(nw_buf_fini) struct nw_buf lines = { 0 }, row = { 0 };
	struct asked *asked = nw_arena_new_of(trial->arena, struct asked);

	if (!asked)
		abort(); /* ARENA_BYTES are for 1,000,000 watches */
	*asked = (struct asked){ trial, watch };
	nw_buf_init(&lines, LINES_BYTES);
	nw_buf_init(&row, LINES_BYTES);
	for (size_t i = 0; i < watch->example_count; i++)
		put_line(trial, &watch->examples[i], &lines);
	nwi_json_open(&row, '[');
	nwi_json_open(&row, '{');
	nwi_json_put_str(&row, "watch", watch->name);
	nwi_json_put_str(&row, "query", watch->query);
	nwi_json_close(&row, '}');
	nwi_json_close(&row, ']');
	trial->under_way++;
	pool_explain(trial->pool, nw_buf_str(&lines), nw_buf_str(&row),
		     POOL_BATCH, explained, asked);
}

static bool has_examples(const struct config_watch *watch)
{
	return watch->enabled && watch->example_count > 0;
}

/* A few at a time: a set may have 100,000 watches. */
static bool ask_more(struct trial *trial)
{
	const struct config *config = trial->examples->plan->config;

	while (trial->configured && trial->under_way < 8 &&
	       trial->next < config->watch_count) {
		const struct config_watch *watch =
			&config->watches[trial->next++];

		if (has_examples(watch))
			ask(trial, watch);
	}
	return !trial->configured || trial->under_way > 0;
}

/* ---- the pool ---- */

static void ready(void *arg, enum nw_status status, struct nw_str lines)
{
	struct trial *trial = arg;

	trial->configured = true;
	if (status != NW_OK)
		nw_fail(&trial->err, status, "%.*s",
			NW_FMT(nw_str_trim(lines)));
}

static void ignore_log(void *arg, enum nw_log_level level,
		       struct nw_str instance, struct nw_str line)
{
	(void)arg;
	(void)level;
	(void)instance;
	(void)line;
}

static bool is_stopped(const struct examples *examples)
{
	return examples->is_stopped && examples->is_stopped(examples->arg);
}

static void run(struct trial *trial)
{
	const struct examples *examples = trial->examples;
	struct pool_plan plan = *examples->plan;
	struct pool_settings settings = *examples->settings;

	plan.parts = POOL_MATCH | POOL_CLASSIFIERS;
	settings.readers = 1;
	trial->pool = pool_new(trial->loop, &settings);
	pool_on_log(trial->pool, ignore_log, NULL);
	pool_configure(trial->pool, &plan, ready, trial);
	while (trial->err.status == NW_OK && ask_more(trial)) {
		if (is_stopped(examples))
			nw_fail(&trial->err, NW_GONE, "stopped");
		loop_turn(trial->loop, TURN_MS);
	}
}

enum nw_status examples_try(const struct examples *examples, size_t *failed,
			    struct nw_error *err)
{
	struct trial trial = { .examples = examples };
	const struct config *config = examples->plan->config;
	size_t with = 0;

	for (size_t i = 0; i < config->watch_count; i++)
		with += has_examples(&config->watches[i]);
	*failed = 0;
	if (with == 0)
		return NW_OK;
	enum nw_status status = loop_open(&trial.loop, err);
	if (status != NW_OK)
		return status;
	trial.arena = nw_arena_new(ARENA_BYTES);
	run(&trial);
	pool_free(&trial.pool);
	loop_close(&trial.loop);
	nw_arena_free(&trial.arena);
	*failed = trial.failed;
	if (trial.err.status != NW_OK)
		*err = trial.err;
	return trial.err.status;
}
