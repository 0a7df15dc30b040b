/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "daemon/server/queries.h"

#include "base/noun.h"
#include "daemon/loop/log.h"
#include "daemon/loop/notify.h"
#include "daemon/query/desk.h"
#include "text/icu.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#ifdef HAVE_SYSTEMD
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>
#define JOURNAL sd_journal_sendv
#else
#define JOURNAL NULL
#endif

enum {
	TICK_MS = 1000,
	TRIM_MS = 60000,
	GRACE_MS = 5000,	/* for attempts under way at the end */
	LEDGER_STUCK_MS = 30000 /* busy without progress: the watchdog bites */
};

void server_stop(struct server *server, int exit_code)
{
	server->exit_code = exit_code;
	loop_stop(server->loop);
}

static void pause_fetching(struct server *server, bool paused)
{
	if (paused == server->paused)
		return;
	server->paused = paused;
	log_event(NW_LOG_WARNING, paused ? "store.disk_low" : "store.disk_ok",
		  LOG_TEXT("message", paused ? "the disk is nearly full: "
					       "fetching pauses, delivery "
					       "goes on"
					     : "fetching goes on"));
	ingest_pause(server->ingest, paused || server->stopping);
}

void server_committed(void *arg, const struct ledger_reply *reply)
{
	struct server *server = arg;

	pause_fetching(server, reply->pause_fetching);
	deliver_due(server->deliver, reply->delivery_due_ms);
	asker_due(server->asker, reply->question_due_ms);
}

/* ---- what the ledger asks of us ---- */

static void ledger_posts(void *arg, void (*run)(void *), void *run_arg)
{
	struct server *server = arg;

	loop_post(server->loop, run, run_arg);
}

static void ledger_clock(void *arg, struct ledger_when *out)
{
	struct server *server = arg;

	out->at = loop_now(server->loop);
	out->elapsed_ms = loop_elapsed_ms(server->loop);
}

static void ledger_logs(void *arg, enum ledger_log level, const char *event,
			const char *text)
{
	static const enum nw_log_level levels[] = {
		[LEDGER_LOG_INFO] = NW_LOG_INFO,
		[LEDGER_LOG_WARNING] = NW_LOG_WARNING,
		[LEDGER_LOG_ERROR] = NW_LOG_ERROR,
	};

	(void)arg;
	log_event(levels[level], event, LOG_TEXT("message", text));
}

/* A store that cannot write must not go on by luck: systemd starts us anew. */
static void ledger_failed(void *arg, const struct nw_error *err)
{
	log_event(NW_LOG_ERROR, "ledger.failed",
		  LOG_TEXT("message", err->text));
	server_stop(arg, EX_IOERR);
}

static int exit_code_of(enum nw_status status)
{
	switch (status) {
	case NW_BUSY:
		return EX_TEMPFAIL;
	case NW_UNSUPPORTED:
	case NW_BAD_CONFIG:
		return EX_CONFIG;
	case NW_CORRUPT:
		return EX_DATAERR;
	default:
		return EX_OSERR;
	}
}

static enum nw_status open_ledger(struct server *server,
				  const struct config *config,
				  struct nw_error *err)
{
	const struct ledger_options options = {
		.state_dir = config->state_dir.at,
		.instance = config->instance.at,
		.arg = server,
		.post = ledger_posts,
		.clock = ledger_clock,
		.log = ledger_logs,
		.failed = ledger_failed,
		.tail = server_tail,
	};

	if (mkdir(config->state_dir.at, 0700) < 0 && errno != EEXIST)
		return nw_fail(err, NW_IO, "%s: %s", config->state_dir.at,
			       strerror(errno));
	return ledger_open(&options, &server->ledger, err);
}

static enum nw_status open_transport(struct server *server,
				     const struct config *config,
				     struct nw_error *err)
{
	const struct config_fetch *fetch = &config->fetch;
	const struct transport_settings settings = {
		.contact = config->contact.at,
		.agent = fetch->agent.at,
		.ca_bundle = fetch->ca_file.at,
		.proxy = fetch->proxy.at,
		.fetches = (uint32_t)fetch->parallel,
		.deliveries = (uint32_t)config->delivery.parallel,
		.lookups = (uint32_t)fetch->lookups,
		.handshakes = (uint32_t)fetch->handshakes,
		.host_parallel = (uint32_t)fetch->host_parallel,
		/* Nought is what the operator says, not the default. */
		.host_spacing_ms =
			fetch->host_spacing_ms ? fetch->host_spacing_ms : -1,
		.retry_after_most_ms = fetch->retry_after_max_ms,
		.http1 = !fetch->http2,
	};

	if (!server->transport)
		return transport_open(server->loop, &settings,
				      &server->transport, err);
	transport_configure(server->transport, &settings);
	return NW_OK;
}

static void open_pool(struct server *server, const struct config *config)
{
	struct pool_settings settings = { 0 };

	pool_settings_from(config, &settings);
	settings.worker = server->options.worker;
	settings.plugin_dir = server->options.plugin_dir;
	if (server->pool)
		pool_set(server->pool, &settings);
	else
		server->pool = pool_new(server->loop, &settings);
}

static void open_rest(struct server *server)
{
	const struct deliver_parts deliver = {
		.loop = server->loop,
		.transport = server->transport,
		.pool = server->pool,
		.ledger = server->ledger,
	};
	server->deliver = deliver_new(&deliver);
	const struct ingest_parts ingest = {
		.loop = server->loop,
		.transport = server->transport,
		.pool = server->pool,
		.ledger = server->ledger,
		.committed = server_committed,
		.arg = server,
	};
	server->ingest = ingest_new(&ingest);
	const struct asker_parts asker = {
		.loop = server->loop,
		.transport = server->transport,
		.pool = server->pool,
		.ledger = server->ledger,
		.committed = server_committed,
		.arg = server,
	};
	server->asker = asker_new(&asker);
}

static void open_log(struct server *server, const struct config *config);

/* What a running daemon cannot change is said, and stays as it was. */
static void warn_of_restart(const struct server *server,
			    const struct config *config)
{
	const struct {
		const char *key;
		struct nw_str old, new;
	} rows[] = {
		{ "instance", server->config->instance, config->instance },
		{ "state_dir", server->config->state_dir, config->state_dir },
		{ "control", server->config->control, config->control },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!nw_str_equal(rows[i].old, rows[i].new))
			log_event(
				NW_LOG_WARNING, "config.needs_restart",
				LOG_TEXT(
					"message",
					"the new value counts after a restart"),
				LOG_TEXT("key", rows[i].key));
	}
}

enum nw_status server_open_parts(struct server *server,
				 const struct config *config,
				 struct nw_error *err)
{
	enum nw_status status = NW_OK;

	if (!server->config)
		open_log(server, config);
	if (!server->ledger)
		status = open_ledger(server, config, err);
	if (status == NW_OK && !server->transport)
		status = open_transport(server, config, err);
	if (status != NW_OK) {
		server->exit_code = exit_code_of(status);
		return status;
	}
	open_pool(server, config);
	queries_open(server, config);
	if (!server->ingest)
		open_rest(server);
	return NW_OK;
}

void server_take_over(struct server *server, struct config *config)
{
	struct config *old = server->config;
	struct nw_error err;

	if (old) {
		open_log(server, config);
		warn_of_restart(server, config);
		/* It is open: nothing is left that could fail. */
		(void)!open_transport(server, config, &err);
	}
	server->config = config;
	config_unref(&old);
}

void server_keep(struct server *server)
{
	open_pool(server, server->config);
	queries_open(server, server->config);
	notify_ready("the new configuration was refused, the old one goes on");
}

/* ---- upkeep ---- */

static void ticked(void *arg, const struct ledger_reply *reply)
{
	struct server *server = arg;

	if (reply->error.status == NW_OK)
		server_committed(server, reply);
	else if (reply->pause_fetching && server->ingest)
		pause_fetching(server, true);
}

/*
 * glibc keeps what a busy minute freed, in an arena a thread: 1,000 sources
 * after their first poll, 47 MiB RSS without it.
 */
static void give_memory_back(struct server *server)
{
	nw_time now = loop_now(server->loop);

	if (now - server->trimmed < TRIM_MS)
		return;
	server->trimmed = now;
	malloc_trim(0);
}

static void tick(void *arg)
{
	struct server *server = arg;

	give_memory_back(server);
	loop_timer_arm(server->loop, &server->tick, TICK_MS);
	if (server->ledger && server->deliver)
		ledger_tick(server->ledger, ticked, server);
	log_flush(false);
}

/* Asked by the watchdog, on the real clock. */
static int alive(void *arg)
{
	struct server *server = arg;

	if (!server->ledger || !ledger_busy(server->ledger) ||
	    ledger_progress(server->ledger) != server->ledger_seen) {
		if (server->ledger)
			server->ledger_seen = ledger_progress(server->ledger);
		server->ledger_seen_ms = loop_elapsed_ms(server->loop);
		return 1;
	}
	return loop_elapsed_ms(server->loop) - server->ledger_seen_ms <
	       LEDGER_STUCK_MS;
}

void server_ready(struct server *server)
{
	char status[128];
	struct nw_error err;
	const struct config *config = server->config;

	snprintf(status, sizeof(status), "watching %zu %s for %zu %s",
		 config->source_count,
		 nwi_noun(config->source_count, "source", "sources"),
		 config->watch_count,
		 nwi_noun(config->watch_count, "watch", "watches"));
	if (server->ready) {
		notify_ready(status);
		return;
	}
	server->ready = true;
	const struct control_settings settings = {
		.path = config->control.at,
		.commands = server_commands,
		.arg = server,
	};
	if (control_open(server->loop, &settings, &server->control, &err) !=
	    NW_OK) {
		log_event(NW_LOG_ERROR, "control.failed",
			  LOG_TEXT("message", err.text));
		server_stop(server, exit_code_of(err.status));
		return;
	}
	/* Until here nobody waited for a turn: the stores were opened. */
	(void)loop_longest_turn_reset(server->loop);
	notify_ready(status);
	log_event(NW_LOG_NOTICE, "daemon.ready", LOG_TEXT("message", status),
		  LOG_STR("control", config->control));
}

/* ---- start and stop ---- */

static nw_time log_clock(void *arg)
{
	struct server *server = arg;

	return loop_now(server->loop);
}

static void open_log(struct server *server, const struct config *config)
{
	static const enum log_format formats[] = {
		[CONFIG_LOG_AUTO] = LOG_AUTO,
		[CONFIG_LOG_TEXT] = LOG_LINES,
		[CONFIG_LOG_JSON] = LOG_JSON,
		[CONFIG_LOG_JOURNAL] = LOG_JOURNAL,
	};
	const struct log_settings settings = {
		.format = config ? formats[config->log.format] : LOG_AUTO,
		.level = config ? config->log.level : NW_LOG_INFO,
		.now = log_clock,
		.now_arg = server,
		.journal = JOURNAL,
	};

	log_open(&settings);
}

static void stop_now(void *arg)
{
	server_stop(arg, EX_OK);
}

/*
 * An attempt that was cut off comes again, and its receiver may have taken it
 * already: those under way get some seconds, and the second signal ends them.
 */
static void on_stop(void *arg)
{
	struct server *server = arg;

	if (server->stopping || !server->deliver) {
		stop_now(server);
		return;
	}
	server->stopping = true;
	log_event(NW_LOG_NOTICE, "daemon.stopping");
	notify_stopping("stopping");
	ingest_pause(server->ingest, true);
	loop_timer_arm(server->loop, &server->grace, GRACE_MS);
	deliver_drain(server->deliver, stop_now, server);
}

static void on_reload(void *arg)
{
	struct server *server = arg;

	if (!server->stopping)
		generation_load(server, NULL, false);
}

/*
 * The ledger commits what waits, and its last answers run while everything
 * that they call back still stands: one may be that it could not write.
 */
static void close_parts(struct server *server)
{
	notify_watchdog_stop(server->loop);
	loop_timer_cancel(server->loop, &server->tick);
	loop_timer_cancel(server->loop, &server->grace);
	generation_abandon(server);
	ingest_stop(server->ingest);
	deliver_stop(server->deliver);
	asker_stop(server->asker);
	control_close(&server->control);
	desk_free(&server->desk);
	pool_free(&server->pool);
	transport_close(&server->transport);
	ledger_close(&server->ledger);
	loop_run_posts(server->loop);
	ingest_free(&server->ingest);
	deliver_free(&server->deliver);
	asker_free(&server->asker);
	config_unref(&server->config);
	log_event(NW_LOG_NOTICE, "daemon.stopped",
		  LOG_INT("exit", server->exit_code));
	log_flush(true);
}

int server_run(const struct server_options *options)
{
	struct server server = { .options = *options };
	struct nw_error err;

	if (loop_open(&server.loop, &err) != NW_OK) {
		log_event(NW_LOG_ERROR, "daemon.failed",
			  LOG_TEXT("message", err.text));
		return EX_OSERR;
	}
	open_log(&server, NULL);
	nwi_json_seed();
	nwi_icu_now();
	loop_on_signal(server.loop, SIGTERM, on_stop, &server);
	loop_on_signal(server.loop, SIGINT, on_stop, &server);
	loop_on_signal(server.loop, SIGHUP, on_reload, &server);
	server.started = loop_now(server.loop);
	loop_timer_init(&server.tick, LOOP_CLOCK, tick, &server);
	loop_timer_init(&server.grace, LOOP_CLOCK_REAL, stop_now, &server);
	loop_timer_arm(server.loop, &server.tick, TICK_MS);
	notify_watchdog_start(server.loop, alive, &server);
	generation_load(&server, NULL, false);
	loop_run(server.loop);
	close_parts(&server);
	loop_close(&server.loop);
	return server.exit_code;
}
