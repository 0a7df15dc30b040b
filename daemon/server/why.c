/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `newswatch why`: what the ledger knows of an item, the watches on its stored
 * text as a reader worker explains them, and what kept each from alerting.
 */
#include "daemon/server/why.h"

#include "base/map.h"
#include "daemon/control/frame.h"
#include "daemon/server/names.h"
#include "daemon/server/outcome.h"

#include <stdlib.h>

enum {
	ITEMS = 10,		    /* of one address */
	WATCHES_BYTES = 512 * 1024, /* of names and queries that are sent */
	LINE_BYTES = 64 * 1024 * 1024
};

/* What the ledger tells of an item, and its text. */
struct told {
	json_t *item;
	json_t *member; /* NULL: no story yet */
	json_t *alerts, *deliveries, *threads, *questions;
	bool has_text;
};

struct why {
	struct server *server;
	struct config *config; /* as it was asked: a reload may come between */
	struct control_reply *reply;
	struct nw_arena *arena;
	struct nw_str watch; /* the only one wanted; absent: all */
	struct told items[ITEMS];
	size_t count, asked;
	struct nw_buf texts; /* lines to analyse, of items with a text */
	struct nw_buf out;
};

static void why_end(struct why *why, enum nw_status status, const char *text)
{
	control_lines(why->reply, nw_buf_str(&why->out));
	control_end(why->reply, status, text);
	for (size_t i = 0; i < why->count; i++) {
		json_decref(why->items[i].item);
		json_decref(why->items[i].member);
		json_decref(why->items[i].threads);
		json_decref(why->items[i].alerts);
		json_decref(why->items[i].deliveries);
		json_decref(why->items[i].questions);
	}
	nw_buf_fini(&why->texts);
	nw_buf_fini(&why->out);
	config_unref(&why->config);
	nw_arena_free(&why->arena);
	free(why);
}

static void put_line(struct why *why, const json_t *object)
{
	/* Scores as items and alerts print them. */
	char *text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(6));

	if (!text)
		abort();
	nw_buf_add_text(&why->out, text);
	nw_buf_add_char(&why->out, '\n');
	free(text);
}

/* ---- the watches that are asked about ---- */

static const struct config_watch *find_watch(const struct why *why,
					     struct nw_str name)
{
	return config_find_watch(why->config, name);
}

static void put_watch(struct nw_buf *out, const struct config_watch *watch)
{
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "watch", watch->name);
	nwi_json_put_str(out, "query", watch->query);
	nwi_json_close(out, '}');
}

/* Those that hit the items when they came, each once. */
static void put_hits(const struct why *why, struct nwi_map *put,
		     struct nw_buf *out)
{
	for (size_t i = 0; i < why->count; i++) {
		const json_t *names =
			json_object_get(why->items[i].item, "watches");

		for (size_t k = 0; k < json_array_size(names); k++) {
			const struct config_watch *watch = find_watch(
				why, nw_str_from(json_string_value(
					     json_array_get(names, k))));

			if (watch && nwi_map_put(put, watch->name, out))
				put_watch(out, watch);
		}
	}
}

/* The one that is wanted; or those, and others as long as there is room. */
static void put_watches(const struct why *why, struct nw_buf *out)
{
	NW_AUTO(nwi_map_fini) struct nwi_map put = { 0 };
	const struct config *config = why->config;

	nwi_map_init(&put, (struct nwi_sip_key){ 0, 0 });
	nwi_json_open(out, '[');
	if (!nw_str_is_absent(why->watch))
		put_watch(out, find_watch(why, why->watch));
	else
		put_hits(why, &put, out);
	for (size_t i = 0; nw_str_is_absent(why->watch) &&
			   i < config->watch_count && out->len < WATCHES_BYTES;
	     i++) {
		if (!nwi_map_get(&put, config->watches[i].name))
			put_watch(out, &config->watches[i]);
	}
	nwi_json_close(out, ']');
}

/* ---- the answer ---- */

/* `row` is what the worker says of a watch; NULL where it says nothing. */
static void put_outcome(struct why *why, const struct told *told,
			const struct config_watch *watch, const json_t *row)
{
	NW_AUTO(nwi_json_free)
	json_t *line = row ? json_deep_copy(row) : json_object();

	outcome_of(&(struct outcome_input){ told->item, told->member,
					    told->threads, told->alerts,
					    told->deliveries, row, watch },
		   line);
	json_object_set_new(line, "type", json_string("watch"));
	json_object_set(line, "item_id",
			json_object_get(told->item, "item_id"));
	put_line(why, line);
}

static void put_explained(struct why *why, const struct told *told,
			  const json_t *rows)
{
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		const struct config_watch *watch =
			find_watch(why, nwi_json_get_str(row, "watch"));

		if (watch)
			put_outcome(why, told, watch, row);
	}
	/* No worker has it: it is disabled. */
	if (json_array_size(rows) == 0 && !nw_str_is_absent(why->watch))
		put_outcome(why, told, find_watch(why, why->watch), NULL);
}

/* Remote classifiers; each alert, and behind it its deliveries. */
static void put_told(struct why *why, const struct told *told)
{
	put_line(why, told->item);
	if (told->member)
		put_line(why, told->member);
	for (size_t i = 0; i < json_array_size(told->threads); i++)
		put_line(why, json_array_get(told->threads, i));
	for (size_t i = 0; i < json_array_size(told->questions); i++)
		put_line(why, json_array_get(told->questions, i));
	for (size_t i = 0; i < json_array_size(told->alerts); i++) {
		const json_t *alert = json_array_get(told->alerts, i);
		struct nw_str id = nwi_json_get_str(alert, "id");

		put_line(why, alert);
		for (size_t d = 0; d < json_array_size(told->deliveries); d++) {
			const json_t *row = json_array_get(told->deliveries, d);

			if (nw_str_equal(nwi_json_get_str(row, "alert"), id))
				put_line(why, row);
		}
	}
}

static void explained(void *arg, const struct pool_result *result)
{
	struct why *why = arg;
	struct nw_str rest = result->items, line;

	for (size_t i = 0; i < why->count; i++) {
		NW_AUTO(nwi_json_free) json_t *answer = NULL;

		put_told(why, &why->items[i]);
		if (why->items[i].has_text && nw_str_next(&rest, '\n', &line) &&
		    nwi_json_parse(line, LINE_BYTES, 64, &answer, NULL) !=
			    NW_OK)
			answer = NULL;
		put_explained(why, &why->items[i],
			      json_object_get(answer, "explain"));
	}
	why_end(why, result->status,
		result->status == NW_OK
			? NULL
			: "the text could not be read again by a worker");
}

static void explain(struct why *why)
{
	NW_AUTO(nw_buf_fini) struct nw_buf watches = { 0 };
	const struct pool_result nothing = { .status = NW_OK };

	if (why->texts.len == 0) {
		explained(why, &nothing);
		return;
	}
	nw_buf_init(&watches, 8 * WATCHES_BYTES);
	put_watches(why, &watches);
	pool_explain(why->server->pool, nw_buf_str(&why->texts),
		     nw_buf_str(&watches), POOL_URGENT, explained, why);
}

/* ---- the texts ---- */

/* An item names its outlet itself, so that the worker takes it for its own. */
static void add_text(struct why *why, struct told *told, struct nw_str frame)
{
	NW_AUTO(nwi_json_free) json_t *object = NULL;
	NW_AUTO(nwi_json_free) json_t *line = json_object();
	char *text;

	if (nwi_json_parse(frame, LINE_BYTES, 64, &object, NULL) != NW_OK)
		return;
	json_t *item = json_object_get(object, "item");
	json_t *outlet =
		json_object_get(json_object_get(object, "outlet"), "name");
	if (!json_is_object(item))
		return;
	if (outlet)
		json_object_set(item, "outlet", outlet);
	json_object_set(line, "id", json_object_get(object, "id"));
	json_object_set(line, "source", json_object_get(told->item, "source"));
	json_object_set(line, "item", item);
	if (json_object_get(object, "remote"))
		json_object_set(line, "remote",
				json_object_get(object, "remote"));
	text = json_dumps(line, JSON_COMPACT);
	if (!text)
		abort();
	told->has_text = true;
	nw_buf_add_text(&why->texts, text);
	nw_buf_add_char(&why->texts, '\n');
	free(text);
}

static void ask_texts(struct why *why);

static void got_text(void *arg, const struct ledger_reply *reply)
{
	struct why *why = arg;

	if (reply->error.status != NW_OK) {
		why_end(why, reply->error.status, reply->error.text);
		return;
	}
	if (reply->lines.len > 0)
		add_text(why, &why->items[why->asked], reply->lines);
	why->asked++;
	ask_texts(why);
}

static void ask_texts(struct why *why)
{
	if (why->asked == why->count)
		explain(why);
	else
		ledger_article(why->server->ledger,
			       nwi_json_get_str(why->items[why->asked].item,
						"item_id"),
			       got_text, why);
}

/* ---- what the ledger knows ---- */

static void take_line(struct why *why, json_t *line)
{
	struct nw_str type = nwi_json_get_str(line, "type");
	struct told *last = why->count ? &why->items[why->count - 1] : NULL;

	if (nw_str_is(type, "item") && why->count < ITEMS) {
		why->items[why->count++] =
			(struct told){ .item = json_incref(line),
				       .threads = json_array(),
				       .alerts = json_array(),
				       .deliveries = json_array(),
				       .questions = json_array() };
	} else if (last && nw_str_is(type, "member") && !last->member) {
		last->member = json_incref(line);
	} else if (last && nw_str_is(type, "thread")) {
		json_array_append(last->threads, line);
	} else if (last && nw_str_is(type, "alert")) {
		json_array_append(last->alerts, line);
	} else if (last && nw_str_is(type, "delivery")) {
		json_array_append(last->deliveries, line);
	} else if (last && nw_str_is(type, "question")) {
		json_array_append(last->questions, line);
	} else if (nw_str_is(type, "near")) {
		put_line(why, line);
	}
}

static void asked(void *arg, const struct ledger_reply *reply)
{
	struct why *why = arg;
	struct nw_str rest = reply->lines, line;

	if (reply->error.status != NW_OK) {
		why_end(why, reply->error.status, reply->error.text);
		return;
	}
	while (nw_str_next(&rest, '\n', &line)) {
		NW_AUTO(nwi_json_free) json_t *object = NULL;

		if (line.len > 0 && nwi_json_parse(line, LINE_BYTES, 64,
						   &object, NULL) == NW_OK)
			take_line(why, object);
	}
	if (why->count == 0)
		why_end(why, NW_NOT_FOUND,
			"no item with this URL was seen; those above have its "
			"path");
	else
		ask_texts(why);
}

void why_ask(struct server *server, struct control_reply *reply,
	     const json_t *args)
{
	struct why *why = calloc(1, sizeof(*why));
	struct ledger_query query = { .kind = LEDGER_QUERY_WHY };
	struct nw_error err;

	if (!why)
		abort();
	why->server = server;
	why->config = config_ref(server->config);
	why->reply = reply;
	why->arena = nw_arena_new(CONTROL_REQUEST_MAX * 2);
	why->watch = nw_arena_str(why->arena, nwi_json_get_str(args, "watch"));
	nw_buf_init(&why->texts, LINE_BYTES);
	nw_buf_init(&why->out, LINE_BYTES);
	query.text = nw_arena_str(why->arena, nwi_json_get_str(args, "text"));
	if (!nw_str_is_absent(why->watch) &&
	    names_check(why->config, NAMES_WATCH, why->watch, &err) != NW_OK) {
		why_end(why, err.status, err.text);
		return;
	}
	ledger_ask(server->ledger, &query, asked, why);
}
