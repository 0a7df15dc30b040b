/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Searches and backtests: the request of the command, made a job of the desk
 * with what the configuration in force says of a watch.
 */
#include "daemon/server/queries.h"

#include "daemon/control/frame.h"
#include "daemon/loop/log.h"
#include "daemon/query/desk.h"
#include "daemon/server/names.h"

#include <stdlib.h>

enum {
	JOB_BYTES = 8 << 20,
	HITS_MOST = 100000,
	NAME_BYTES = 100 /* of a watch */
};

struct query {
	struct server *server;
	struct control_reply *reply;
	struct desk_job *job; /* NULL before it is handed in */
};

void queries_open(struct server *server, const struct config *config)
{
	/* Another state folder counts after a restart. */
	const struct desk_settings settings = {
		.worker = server->options.worker,
		.state_dir = server->desk ? NULL : config->state_dir.at,
		.memory = (uint64_t)config->workers.memory,
		.best_effort =
			config->workers.sandbox == CONFIG_SANDBOX_BEST_EFFORT,
	};

	if (server->desk)
		desk_set(server->desk, &settings);
	else
		server->desk = desk_new(server->loop, &settings);
}

void queries_put_status(const struct server *server, struct nw_buf *out)
{
	struct desk_status s;

	desk_status(server->desk, &s);
	nwi_json_key(out, "queries");
	nwi_json_open(out, '{');
	nwi_json_put_int(out, "running", s.running);
	nwi_json_put_int(out, "waiting", s.waiting);
	nwi_json_put_int(out, "searches", (int64_t)s.searches);
	nwi_json_put_int(out, "backtests", (int64_t)s.backtests);
	nwi_json_put_int(out, "refused", (int64_t)s.refused);
	nwi_json_put_int(out, "died", (int64_t)s.died);
	nwi_json_close(out, '}');
}

/* ---- the way back ---- */

static void go_on(void *arg)
{
	struct query *query = arg;

	if (query->job && !control_is_gone(query->reply))
		desk_go_on(query->job);
}

/* At the client's pace: the worker waits while it does not read. */
static void take_line(void *arg, struct nw_str line)
{
	struct query *query = arg;
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&out, line.len + 1);
	nw_buf_add_str(&out, line);
	nw_buf_add_char(&out, '\n');
	desk_hold(query->job);
	if (control_lines(query->reply, nw_buf_str(&out))) {
		control_on_drained(query->reply, go_on, query);
		return;
	}
	desk_drop(query->job);
	control_end(query->reply, NW_OK, NULL);
	free(query);
}

static void reindexed(void *arg, const struct ledger_reply *reply)
{
	(void)arg;
	if (reply->error.status == NW_OK)
		log_event(NW_LOG_WARNING, "search.rebuild",
			  LOG_TEXT("message",
				   "a search found the index of words damaged: "
				   "it is made anew"));
}

static void mend_index(struct server *server, struct nw_str result)
{
	static const struct ledger_query order = { .kind = LEDGER_ORDER_REINDEX,
						   .limit = 1 };
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct nw_error err;

	if (nwi_json_parse(result, JOB_BYTES, 64, &json, &err) == NW_OK &&
	    nwi_json_get_bool(json, "index_damaged", false))
		ledger_ask(server->ledger, &order, reindexed, server);
}

static void put_result(struct query *query, struct nw_str result)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	if (nw_str_is_absent(result))
		return;
	mend_index(query->server, result);
	nw_buf_init(&out, result.len + 64);
	nw_buf_add_text(&out, "{\"type\":\"result\",\"result\":");
	nw_buf_add_str(&out, result);
	nw_buf_add_text(&out, "}\n");
	control_lines(query->reply, nw_buf_str(&out));
}

static void take_end(void *arg, enum nw_status status, const char *text,
		     struct nw_str result)
{
	struct query *query = arg;

	query->job = NULL;
	put_result(query, result);
	control_end(query->reply, status, status == NW_OK ? NULL : text);
	free(query);
}

static void client_gone(void *arg)
{
	struct query *query = arg;

	if (query->job)
		desk_drop(query->job);
	control_end(query->reply, NW_GONE, NULL);
	free(query);
}

/* ---- the job ---- */

static void put_query(struct nw_buf *out, struct nw_str name,
		      struct nw_str text)
{
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "name", name);
	nwi_json_put_str(out, "text", text);
	nwi_json_close(out, '}');
}

/* The watches that queries name, each once, in the order of their finding. */
struct used {
	const struct config *config;
	const struct config_watch **rows;
	bool *known; /* by the number of a watch */
	size_t count;
};

static void used_init(struct used *used, const struct config *config)
{
	*used = (struct used){
		.config = config,
		.rows = calloc(config->watch_count + 1, sizeof(*used->rows)),
		.known = calloc(config->watch_count + 1, sizeof(*used->known)),
	};
	if (!used->rows || !used->known)
		abort();
}

static void used_fini(struct used *used)
{
	free(used->rows);
	free(used->known);
}

static void use(struct used *used, struct nw_str name)
{
	const struct config_watch *watch =
		config_find_watch(used->config, name);

	if (!watch || !watch->query.at)
		return;
	bool *known = &used->known[watch - used->config->watches];
	if (!*known)
		used->rows[used->count++] = watch;
	*known = true;
}

/* A name without quotation marks ends at one of these, or before. */
static bool ends_bare(char c)
{
	return strchr(" \t\r\n\"()", c) != NULL;
}

/* What "@name" and @"a name" in a text may mean: too many are harmless. */
static void use_all(struct used *used, struct nw_str text)
{
	struct nw_str rest = text, piece;

	while (nw_str_next(&rest, '@', &piece)) {
		struct nw_str name = nw_str_slice(rest, 0, NAME_BYTES + 2);
		if (nw_str_starts(name, "\"")) {
			name = nw_str_slice(name, 1, name.len);
			use(used,
			    nw_str_slice(name, 0, nw_str_find_char(name, '"')));
			continue;
		}
		for (size_t len = 0; len < name.len && !ends_bare(name.at[len]);
		     len++)
			use(used, nw_str_slice(name, 0, len + 1));
	}
}

/* Those that the texts name stand behind the versions, and what they name. */
static void put_used(struct nw_buf *out, const struct config *config,
		     struct nw_str text, struct nw_str old)
{
	NW_AUTO(used_fini) struct used used = { 0 };

	used_init(&used, config);
	use_all(&used, text);
	use_all(&used, old);
	for (size_t i = 0; i < used.count; i++) {
		put_query(out, used.rows[i]->name, used.rows[i]->query);
		use_all(&used, used.rows[i]->query);
	}
}

static bool has(struct nw_str text, const char *what)
{
	return text.at && nw_str_find(text, nw_str_from(what)) < text.len;
}

/* The table of spellings, for a query that asks for a name. */
static void put_names(struct nw_buf *out, const struct config *config)
{
	nwi_json_key(out, "names");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < config->name_count; i++) {
		const struct nw_query_name *row = &config->names[i];
		nwi_json_open(out, '[');
		for (uint32_t k = 0; k < row->spelling_count; k++)
			nwi_json_str(out, row->spellings[k]);
		nwi_json_close(out, ']');
	}
	nwi_json_close(out, ']');
}

static void put_texts(struct nw_buf *out, const char *key,
		      const struct config_texts *list)
{
	nwi_json_key(out, key);
	nwi_json_open(out, '[');
	for (size_t i = 0; i < list->count; i++)
		nwi_json_str(out, list->at[i]);
	nwi_json_close(out, ']');
}

static void put_conditions(struct nw_buf *out, const struct config_watch *watch)
{
	nwi_json_key(out, "conditions");
	nwi_json_open(out, '{');
	nwi_json_key(out, "topics");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < watch->topic_count; i++) {
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "name", watch->topics[i].name);
		nwi_json_key(out, "min");
		nwi_json_double(out, watch->topics[i].min);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
	nwi_json_key(out, "outlets");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < watch->outlet_count; i++)
		nwi_json_str(out, watch->outlets[i]->name);
	nwi_json_close(out, ']');
	put_texts(out, "countries", &watch->countries);
	put_texts(out, "languages", &watch->languages);
	nwi_json_close(out, '}');
}

static void count_destination(void *arg, struct nw_str name)
{
	int64_t *count = arg;

	(void)name;
	(*count)++;
}

static void put_watch(struct server *server, struct nw_buf *out,
		      const struct config_watch *watch)
{
	int64_t count = 0;

	for (size_t i = 0; i < watch->notify_count; i++)
		pool_destinations(server->pool, watch->notify[i]->base.name,
				  count_destination, &count);
	nwi_json_put_str(out, "watch", watch->name);
	nwi_json_put_int(out, "deliveries", count);
	put_conditions(out, watch);
}

/* An instant, or so long ago by the daemon's clock; 0 without. */
static int64_t when(struct server *server, const json_t *args,
		    const char *instant, const char *ago)
{
	int64_t ms = nwi_json_get_int(args, ago, -1);

	if (ms < 0)
		return nwi_json_get_int(args, instant, 0);
	return ms < loop_now(server->loop) ? loop_now(server->loop) - ms : 0;
}

/* A period that ends before it begins has no items, whatever was stored. */
static bool is_backwards(struct server *server, const json_t *args,
			 struct control_reply *reply)
{
	int64_t until = when(server, args, "until", "until_ago");

	if (when(server, args, "since", "since_ago") <=
	    (until ? until : loop_now(server->loop)))
		return false;
	control_end(reply, NW_BAD_INPUT,
		    until ? "--since is after --until"
			  : "--since is in the future");
	return true;
}

static void put_period(struct server *server, struct nw_buf *out,
		       const json_t *args)
{
	int64_t limit = nwi_json_get_int(args, "limit", 20);

	nwi_json_put_int(out, "since",
			 when(server, args, "since", "since_ago"));
	nwi_json_put_int(out, "until",
			 when(server, args, "until", "until_ago"));
	nwi_json_put_int(out, "limit",
			 limit < 1	     ? 1
			 : limit > HITS_MOST ? HITS_MOST
					     : limit);
	nwi_json_put_bool(out, "scan", nwi_json_get_bool(args, "scan", false));
}

/* What topic:, source: and outlet: may name: of others a search warns. */
static void put_known(struct nw_buf *out, const struct config *config)
{
	put_texts(out, "known_topics", &config->topics);
	nwi_json_key(out, "known_sources");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < config->source_count; i++)
		nwi_json_str(out, config->sources[i].base.name);
	nwi_json_close(out, ']');
	nwi_json_key(out, "known_outlets");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < config->outlet_count; i++)
		nwi_json_str(out, config->outlets[i].name);
	nwi_json_close(out, ']');
}

/* The asked one first, then the watch's own where there are both. */
static void put_queries(struct server *server, struct nw_buf *out,
			struct nw_str text, const struct config_watch *watch)
{
	const struct nw_str none = { NULL, 0 };
	bool compares = watch && text.at;
	struct nw_str old = watch ? watch->query : none;

	nwi_json_put_int(out, "versions", compares ? 2 : 1);
	nwi_json_key(out, "queries");
	nwi_json_open(out, '[');
	put_query(out, nw_str_from(""), text.at ? text : old);
	if (compares)
		put_query(out, nw_str_from(""), old);
	size_t queries_end = out->len;
	if (has(text, "@") || has(old, "@"))
		put_used(out, server->config, text, old);
	nwi_json_close(out, ']');
	struct nw_str named =
		nw_str_slice(nw_buf_str(out), queries_end, out->len);
	if (has(text, "name:") || has(old, "name:") || has(named, "name:"))
		put_names(out, server->config);
	if (has(text, "topic:") || has(text, "source:"))
		put_known(out, server->config);
}

static void hand_in(struct server *server, struct control_reply *reply,
		    enum desk_lane lane, const struct nw_buf *job)
{
	struct query *query;

	if (job->failed) {
		control_end(reply, NW_LIMIT, "the request is too long");
		return;
	}
	query = calloc(1, sizeof(*query));
	if (!query)
		abort();
	query->server = server;
	query->reply = reply;
	control_on_gone(reply, client_gone, query);
	desk_ask(server->desk, lane, nw_buf_str(job), take_line, take_end,
		 query, &query->job);
}

void queries_search(void *arg, struct control_reply *reply, const json_t *args)
{
	struct server *server = arg;
	struct nw_str text = nwi_json_get_str(args, "text");
	NW_AUTO(nw_buf_fini) struct nw_buf job = { 0 };

	if (!text.at) {
		control_end(reply, NW_BAD_INPUT, "a search needs a query");
		return;
	}
	if (is_backwards(server, args, reply))
		return;
	nw_buf_init(&job, JOB_BYTES);
	nwi_json_open(&job, '{');
	put_queries(server, &job, text, NULL);
	put_period(server, &job, args);
	nwi_json_close(&job, '}');
	hand_in(server, reply, DESK_SEARCH, &job);
}

void queries_backtest(void *arg, struct control_reply *reply,
		      const json_t *args)
{
	struct server *server = arg;
	struct nw_str text = nwi_json_get_str(args, "text");
	struct nw_str name = nwi_json_get_str(args, "watch");
	const struct config_watch *watch =
		name.at ? config_find_watch(server->config, name) : NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf job = { 0 };
	struct nw_error err;

	if (name.at &&
	    names_check(server->config, NAMES_WATCH, name, &err) != NW_OK) {
		control_end(reply, err.status, err.text);
		return;
	}
	if (!watch && !text.at) {
		control_end(reply, NW_BAD_INPUT,
			    "a backtest needs a query or --watch NAME");
		return;
	}
	if (is_backwards(server, args, reply))
		return;
	nw_buf_init(&job, JOB_BYTES);
	nwi_json_open(&job, '{');
	put_queries(server, &job, text, watch);
	put_period(server, &job, args);
	nwi_json_put_int(&job, "samples", nwi_json_get_int(args, "samples", 5));
	if (watch)
		put_watch(server, &job, watch);
	nwi_json_close(&job, '}');
	hand_in(server, reply, DESK_BACKTEST, &job);
}
