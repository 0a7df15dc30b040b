/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `newswatch` may ask. Questions about stored things go to the ledger
 * and come back as its JSON Lines, page by page; the rest is answered here.
 */
#include "config.h"

#include "daemon/server/names.h"
#include "daemon/server/queries.h"
#include "daemon/server/why.h"

#include "daemon/control/frame.h"
#include "daemon/loop/log.h"

#include <stdlib.h>

/* ---- the ledger's questions ---- */

struct asking {
	struct server *server;
	struct control_reply *reply;
	struct nw_arena *arena; /* the question's texts */
	struct ledger_query query;
	int64_t left; /* lines that were asked for and did not come yet */
};

static void asking_end(struct asking *asking, enum nw_status status,
		       const char *text)
{
	control_end(asking->reply, status, text);
	nw_arena_free(&asking->arena);
	free(asking);
}

static int64_t count_lines(struct nw_str lines)
{
	int64_t count = 0;

	for (size_t i = 0; i < lines.len; i++)
		count += lines.at[i] == '\n';
	return count;
}

static void ask_page(struct asking *asking);

static void client_drained(void *arg)
{
	ask_page(arg);
}

/* What the text of a list's question names. */
static const enum names_of named[] = {
	[LEDGER_QUERY_ITEMS] = NAMES_SOURCE,
	[LEDGER_QUERY_ALERTS] = NAMES_ALERTS,
	[LEDGER_QUERY_LABELS] = NAMES_TOPIC,
};

/* Nothing is stored of the name, and the configuration has none such. */
static bool is_unknown(const struct asking *asking,
		       const struct ledger_reply *reply, struct nw_error *err)
{
	const struct ledger_query *query = &asking->query;
	size_t kind = (size_t)query->kind;

	return query->text.len > 0 && query->after == 0 &&
	       reply->lines.len == 0 &&
	       kind < sizeof(named) / sizeof(named[0]) &&
	       named[kind] != NAMES_NONE &&
	       names_check(asking->server->config, named[kind], query->text,
			   err) != NW_OK;
}

static void asked(void *arg, const struct ledger_reply *reply)
{
	struct asking *asking = arg;
	struct nw_error err;

	if (reply->error.status != NW_OK) {
		asking_end(asking, reply->error.status, reply->error.text);
		return;
	}
	if (is_unknown(asking, reply, &err)) {
		asking_end(asking, err.status, err.text);
		return;
	}
	if (!control_lines(asking->reply, reply->lines)) {
		asking_end(asking, NW_GONE, "the client reads too slowly");
		return;
	}
	asking->left -= count_lines(reply->lines);
	asking->query.after = reply->next;
	if (reply->next && asking->left > 0)
		control_on_drained(asking->reply, client_drained, asking);
	else
		asking_end(asking, NW_OK, NULL);
}

static void ask_page(struct asking *asking)
{
	if (control_is_gone(asking->reply)) {
		asking_end(asking, NW_GONE, NULL);
		return;
	}
	asking->query.limit =
		(uint32_t)(asking->left < 200 ? asking->left : 200);
	ledger_ask(asking->server->ledger, &asking->query, asked, asking);
}

static void ask(struct server *server, struct control_reply *reply,
		const json_t *args, enum ledger_query_kind kind)
{
	struct asking *asking = calloc(1, sizeof(*asking));

	if (!asking)
		abort();
	asking->server = server;
	asking->reply = reply;
	asking->arena = nw_arena_new(CONTROL_REQUEST_MAX * 2);
	asking->query.kind = kind;
	asking->query.text =
		nw_arena_str(asking->arena, nwi_json_get_str(args, "text"));
	asking->query.reason =
		nw_arena_str(asking->arena, nwi_json_get_str(args, "reason"));
	asking->left = nwi_json_get_int(args, "limit", 100);
	if (asking->left < 1 || asking->left > 1000000)
		asking->left = 100;
	ask_page(asking);
}

#define LEDGER_COMMAND(name, kind)                               \
	static void name(void *arg, struct control_reply *reply, \
			 const json_t *args)                     \
	{                                                        \
		ask(arg, reply, args, kind);                     \
	}

LEDGER_COMMAND(sources, LEDGER_QUERY_SOURCES)
LEDGER_COMMAND(items, LEDGER_QUERY_ITEMS)
LEDGER_COMMAND(alerts, LEDGER_QUERY_ALERTS)
LEDGER_COMMAND(alert, LEDGER_QUERY_ALERT_SHOW)
LEDGER_COMMAND(outbox, LEDGER_QUERY_OUTBOX)
LEDGER_COMMAND(outbox_show, LEDGER_QUERY_OUTBOX_SHOW)
LEDGER_COMMAND(set_aside, LEDGER_QUERY_SET_ASIDE)
LEDGER_COMMAND(notices, LEDGER_QUERY_NOTICES)
LEDGER_COMMAND(stories, LEDGER_QUERY_STORIES)
LEDGER_COMMAND(story, LEDGER_QUERY_STORY)
LEDGER_COMMAND(revisions, LEDGER_QUERY_REVISIONS)
LEDGER_COMMAND(spikes, LEDGER_QUERY_SPIKES)
LEDGER_COMMAND(replay, LEDGER_ORDER_REPLAY)
LEDGER_COMMAND(drop, LEDGER_ORDER_DROP)
LEDGER_COMMAND(reindex, LEDGER_ORDER_REINDEX)

static void why(void *arg, struct control_reply *reply, const json_t *args)
{
	why_ask(arg, reply, args);
}

static void order_suspects(struct server *server, struct control_reply *reply,
			   const json_t *args, enum ledger_query_kind kind)
{
	struct nw_error err;

	if (names_check(server->config, NAMES_SOURCE,
			nwi_json_get_str(args, "text"), &err) == NW_OK)
		ask(server, reply, args, kind);
	else
		control_end(reply, err.status, err.text);
}

static void release(void *arg, struct control_reply *reply, const json_t *args)
{
	order_suspects(arg, reply, args, LEDGER_ORDER_RELEASE);
}

static void forget(void *arg, struct control_reply *reply, const json_t *args)
{
	order_suspects(arg, reply, args, LEDGER_ORDER_FORGET);
}

LEDGER_COMMAND(labels, LEDGER_QUERY_LABELS)
LEDGER_COMMAND(judged, LEDGER_QUERY_JUDGED)

static void label(void *arg, struct control_reply *reply, const json_t *args)
{
	struct server *server = arg;
	struct nw_str said = nwi_json_get_str(args, "reason");
	size_t no = nw_str_starts(said, "not-") ? 4 : 0;
	struct nw_error err;

	/* A topic that no classifier gives would never be learnt. */
	if (names_check(server->config, NAMES_TOPIC,
			nw_str_slice(said, no, said.len), &err) == NW_OK)
		ask(server, reply, args, LEDGER_ORDER_LABEL);
	else
		control_end(reply, err.status, err.text);
}

/* ---- one-line answers of the ledger ---- */

struct simple {
	struct server *server;
	struct control_reply *reply;
};

static void answered(void *arg, const struct ledger_reply *reply)
{
	struct simple *simple = arg;

	if (reply->error.status == NW_OK) {
		control_lines(simple->reply, reply->lines);
		server_committed(simple->server, reply);
	}
	control_end(simple->reply, reply->error.status,
		    reply->error.status == NW_OK ? NULL : reply->error.text);
	free(simple);
}

static struct simple *simple_new(struct server *server,
				 struct control_reply *reply)
{
	struct simple *simple = calloc(1, sizeof(*simple));

	if (!simple)
		abort();
	simple->server = server;
	simple->reply = reply;
	return simple;
}

static void test_alert(void *arg, struct control_reply *reply,
		       const json_t *args)
{
	struct server *server = arg;

	ledger_test_alert(server->ledger, nwi_json_get_str(args, "text"),
			  answered, simple_new(server, reply));
}

/* ---- status ---- */

static void put_loop(struct server *server, struct nw_buf *out)
{
	nwi_json_put_text(out, "version", PACKAGE_VERSION);
	nwi_json_put_str(out, "instance", server->config->instance);
	nwi_json_put_time(out, "started", server->started);
	nwi_json_put_time(out, "now", loop_now(server->loop));
	nwi_json_put_int(out, "generation",
			 (int64_t)server->config->generation);
	nwi_json_put_bool(out, "fetching_paused", server->paused);
	nwi_json_put_int(out, "loop_longest_turn_us",
			 loop_longest_turn_us(server->loop));
	nwi_json_put_int(out, "loop_longest_turn_cpu_us",
			 loop_longest_turn_cpu_us(server->loop));
	nwi_json_put_int(out, "failing_examples",
			 (int64_t)server->failing_examples);
	nwi_json_put_int(out, "log_lines_suppressed",
			 (int64_t)log_suppressed());
}

static void put_counts(struct nw_buf *out, const char *key,
		       const char *const *names, const uint64_t *values,
		       size_t count)
{
	nwi_json_key(out, key);
	nwi_json_open(out, '{');
	for (size_t i = 0; i < count; i++)
		nwi_json_put_int(out, names[i], (int64_t)values[i]);
	nwi_json_close(out, '}');
}

#define PUT_COUNTS(out, key, names, ...)                                     \
	put_counts((out), (key), (names), (const uint64_t[]){ __VA_ARGS__ }, \
		   sizeof((const uint64_t[]){ __VA_ARGS__ }) /               \
			   sizeof(uint64_t))

static void put_ingest(struct server *server, struct nw_buf *out)
{
	static const char *const names[] = { "polls",  "fresh", "unchanged",
					     "failed", "items", "under_way",
					     "renewed" };
	static const char *const articles[] = { "fetched", "failed" };
	struct ingest_counts c;

	ingest_count(server->ingest, &c);
	PUT_COUNTS(out, "articles", articles, c.articles, c.articles_failed);
	PUT_COUNTS(out, "polls", names, c.polls, c.fresh, c.unchanged, c.failed,
		   c.items, c.under_way, c.renewed);
}

static void put_robots(struct server *server, struct nw_buf *out)
{
	static const char *const names[] = { "fetched", "unreachable",
					     "refused", "origins", "bytes" };
	struct ingest_counts c;

	ingest_count(server->ingest, &c);
	PUT_COUNTS(out, "robots", names, c.robots.fetched, c.robots.unreachable,
		   c.robots.refused, c.robots.origins, c.robots.bytes);
}

static void put_deliver(struct server *server, struct nw_buf *out)
{
	static const char *const names[] = { "attempts", "delivered",
					     "later",	 "held",
					     "dead",	 "under_way" };
	struct deliver_counts c;

	deliver_count(server->deliver, &c);
	PUT_COUNTS(out, "deliveries", names, c.attempts, c.delivered, c.later,
		   c.held, c.dead, c.under_way);
}

static void put_transport(struct server *server, struct nw_buf *out)
{
	static const char *const names[] = { "started", "finished",
					     "failed",	"refused_by_guard",
					     "bytes",	"under_way",
					     "queued" };
	struct transport_counts c;

	transport_count(server->transport, &c);
	PUT_COUNTS(out, "transport", names, c.started, c.finished, c.failed,
		   c.refused_by_guard, c.bytes, c.under_way, c.queued);
}

static void put_pool(struct server *server, struct nw_buf *out)
{
	static const char *const names[] = {
		"workers", "busy",  "failed",	 "sealed", "jobs",
		"crashes", "hangs", "set_aside", "queued", "largest_rss"
	};
	struct pool_status s;

	pool_status(server->pool, &s);
	PUT_COUNTS(out, "workers", names, s.workers, s.busy, s.failed, s.sealed,
		   s.jobs, s.crashes, s.hangs, s.set_aside, s.queued,
		   s.largest_rss);
}

static void status_asked(void *arg, const struct ledger_reply *reply)
{
	struct simple *simple = arg;
	struct server *server = simple->server;
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&out, 1024 * 1024);
	nwi_json_open(&out, '{');
	nwi_json_put_text(&out, "type", "status");
	put_loop(server, &out);
	put_ingest(server, &out);
	put_robots(server, &out);
	put_deliver(server, &out);
	put_transport(server, &out);
	put_pool(server, &out);
	queries_put_status(server, &out);
	nwi_json_key(&out, "store");
	nwi_json_raw(&out, reply->lines.len ? nw_str_trim(reply->lines)
					    : nw_str_from("null"));
	nwi_json_close(&out, '}');
	nw_buf_add_char(&out, '\n');
	control_lines(simple->reply, nw_buf_str(&out));
	control_end(simple->reply, reply->error.status,
		    reply->error.status == NW_OK ? NULL : reply->error.text);
	free(simple);
}

static void status(void *arg, struct control_reply *reply, const json_t *args)
{
	struct server *server = arg;
	const struct ledger_query query = { .kind = LEDGER_QUERY_STATUS,
					    .limit = 1 };

	(void)args;
	ledger_ask(server->ledger, &query, status_asked,
		   simple_new(server, reply));
}

/* ---- orders to the daemon ---- */

static void reload(void *arg, struct control_reply *reply, const json_t *args)
{
	generation_load(arg, reply, nwi_json_get_bool(args, "force", false));
}

static void poll_source(void *arg, struct control_reply *reply,
			const json_t *args)
{
	struct server *server = arg;
	struct nw_str name = nwi_json_get_str(args, "text");
	struct nw_error err;
	enum nw_status result = ingest_poll(server->ingest, name, &err);

	if (result == NW_NOT_FOUND)
		result = names_check(server->config, NAMES_SOURCE, name, &err);
	if (result == NW_OK && server->paused)
		control_lines(
			reply,
			nw_str_from("{\"problem\":\"fetching is paused, the "
				    "disk is full: the source is polled when "
				    "there is room again\"}\n"));
	control_end(reply, result, result == NW_OK ? NULL : err.text);
}

static void advanced(void *arg)
{
	control_end(arg, NW_OK, NULL);
}

static void advance(void *arg, struct control_reply *reply, const json_t *args)
{
	struct server *server = arg;
	int64_t ms = nwi_json_get_int(args, "ms", 0);

	if (!server->options.test_clock) {
		control_end(reply, NW_UNSUPPORTED,
			    "this daemon goes by the machine's clock: only one "
			    "started with --test-clock can be advanced");
		return;
	}
	if (ms < 0) {
		control_end(reply, NW_BAD_INPUT, "time goes forward only");
		return;
	}
	loop_advance(server->loop, ms, advanced, reply);
}

/* ---- tail ---- */

struct tail {
	struct tail *next;
	struct server *server;
	struct control_reply *reply;
};

static void tail_end(struct tail *tail, enum nw_status status, const char *text)
{
	struct tail **at = &tail->server->tails;

	while (*at != tail)
		at = &(*at)->next;
	*at = tail->next;
	control_end(tail->reply, status, text);
	free(tail);
}

static void tail_gone(void *arg)
{
	tail_end(arg, NW_GONE, NULL);
}

static void tail_start(void *arg, struct control_reply *reply,
		       const json_t *args)
{
	struct server *server = arg;
	struct tail *tail = calloc(1, sizeof(*tail));

	(void)args;
	if (!tail)
		abort();
	tail->server = server;
	tail->reply = reply;
	tail->next = server->tails;
	server->tails = tail;
	control_on_gone(reply, tail_gone, tail);
}

void server_tail(void *arg, struct nw_str json)
{
	struct server *server = arg;
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, json.len + 1);
	nw_buf_add_str(&line, json);
	nw_buf_add_char(&line, '\n');
	for (struct tail *tail = server->tails, *next; tail; tail = next) {
		next = tail->next;
		if (!control_lines(tail->reply, nw_buf_str(&line)))
			tail_end(tail, NW_LIMIT, "the client reads too slowly");
	}
}

const struct control_command server_commands[] = {
	{ "status", status },
	{ "sources", sources },
	{ "items", items },
	{ "alerts", alerts },
	{ "alert", alert },
	{ "outbox", outbox },
	{ "outbox-show", outbox_show },
	{ "replay", replay },
	{ "drop", drop },
	{ "reindex", reindex },
	{ "why", why },
	{ "revisions", revisions },
	{ "set-aside", set_aside },
	{ "notices", notices },
	{ "stories", stories },
	{ "spikes", spikes },
	{ "story", story },
	{ "release", release },
	{ "forget", forget },
	{ "label", label },
	{ "labels", labels },
	{ "judged", judged },
	{ "test-alert", test_alert },
	{ "reload", reload },
	{ "poll", poll_source },
	{ "search", queries_search },
	{ "backtest", queries_backtest },
	{ "tail", tail_start },
	{ "advance", advance },
	{ NULL, NULL },
};
