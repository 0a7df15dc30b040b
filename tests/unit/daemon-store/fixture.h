/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A loop of a few lines for tests of the ledger: posts are queued and run by
 * whoever waits for a reply; the clock is a variable.
 */
#ifndef NW_TEST_STORE_FIXTURE_H
#define NW_TEST_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "daemon/store/ledger.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECOND INT64_C(1000)
#define HOUR   (3600 * SECOND)
#define DAY    (24 * HOUR)
#define START  INT64_C(1700000000000)

struct posted {
	void (*run)(void *);
	void *arg;
	struct posted *next;
};

struct fixture {
	char dir[64];
	struct ledger *ledger;
	struct ledger_when now;
	const char *boot;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct posted *first, **end;
	unsigned logs, errors, failures;
	struct nw_error why;
	char tail[4096];
};

static inline void fixture_post(void *arg, void (*run)(void *), void *run_arg)
{
	struct fixture *f = arg;
	struct posted *posted = calloc(1, sizeof(*posted));

	if (!posted)
		abort();
	posted->run = run;
	posted->arg = run_arg;
	pthread_mutex_lock(&f->lock);
	*f->end = posted;
	f->end = &posted->next;
	pthread_cond_signal(&f->wake);
	pthread_mutex_unlock(&f->lock);
}

/* Runs one posted call, waiting for it if need be. */
static inline void fixture_turn(struct fixture *f)
{
	pthread_mutex_lock(&f->lock);
	while (!f->first)
		pthread_cond_wait(&f->wake, &f->lock);
	struct posted *posted = f->first;
	f->first = posted->next;
	if (!f->first)
		f->end = &f->first;
	pthread_mutex_unlock(&f->lock);
	posted->run(posted->arg);
	free(posted);
}

static inline void fixture_clock(void *arg, struct ledger_when *out)
{
	*out = ((struct fixture *)arg)->now;
}

static inline void fixture_log(void *arg, enum ledger_log level,
			       const char *event, const char *text)
{
	struct fixture *f = arg;

	f->logs++;
	f->errors += level == LEDGER_LOG_ERROR;
	if (getenv("NW_TEST_VERBOSE") && text)
		fprintf(stderr, "# %s: %s\n", event, text);
}

static inline void fixture_failed(void *arg, const struct nw_error *err)
{
	struct fixture *f = arg;

	f->failures++;
	f->why = *err;
}

static inline void fixture_tail(void *arg, struct nw_str line)
{
	struct fixture *f = arg;
	size_t used = strlen(f->tail);

	snprintf(f->tail + used, sizeof(f->tail) - used, "%.*s\n",
		 NW_FMT(line));
}

static inline enum nw_status fixture_try_open(struct fixture *f,
					      struct nw_error *err)
{
	const struct ledger_options options = {
		.state_dir = f->dir,
		.instance = "test",
		.boot_id = f->boot ? f->boot : "boot-1",
		.arg = f,
		.post = fixture_post,
		.clock = fixture_clock,
		.log = fixture_log,
		.failed = fixture_failed,
		.tail = fixture_tail,
	};

	return ledger_open(&options, &f->ledger, err);
}

static inline void fixture_open(struct fixture *f)
{
	struct nw_error err = { 0 };

	if (fixture_try_open(f, &err) != NW_OK)
		fail_msg("%s", err.text);
}

static inline void fixture_drain(struct fixture *f)
{
	while (f->first)
		fixture_turn(f);
}

static inline void fixture_close(struct fixture *f)
{
	ledger_close(&f->ledger);
	fixture_drain(f);
}

static inline void fixture_make(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	const char *base = getenv("NW_TEST_DIR");
	snprintf(f->dir, sizeof(f->dir), "%s/nwstore-XXXXXX",
		 base ? base : "/tmp");
	if (!mkdtemp(f->dir))
		abort();
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->wake, NULL);
	f->end = &f->first;
	f->now.at = START;
	f->now.elapsed_ms = 1000 * SECOND;
}

static inline void fixture_remove(struct fixture *f)
{
	DIR *dir = opendir(f->dir);
	struct dirent *entry;
	char path[512];

	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, entry->d_name);
		unlink(path);
	}
	if (dir)
		closedir(dir);
	rmdir(f->dir);
}

static inline void fixture_pass(struct fixture *f, int64_t ms)
{
	f->now.at += ms;
	f->now.elapsed_ms += ms;
}

/* ---- replies as copies
 * ------------------------------------------------------- */

struct got {
	struct ledger_reply reply; /* lists only as counts */
	char lines[65536];
	struct {
		char id[33], thread[33], alert_id[33], notifier[32],
			destination[32];
		char content_type[32], payload[64];
		uint32_t attempt, flags;
		int64_t fence;
		bool has_alert;
	} deliveries[300];
	char shown[33];
	char cursor[64], etag[64], status[32];
	int64_t polls, next_due, follow_up;
	bool done;
};

static inline void copy(char *to, size_t room, struct nw_str s)
{
	snprintf(to, room, "%.*s", NW_FMT(s));
}

static inline void take_reply(void *arg, const struct ledger_reply *reply)
{
	struct got *got = arg;

	memset(got, 0, sizeof(*got));
	got->reply = *reply;
	copy(got->lines, sizeof(got->lines), reply->lines);
	for (size_t i = 0; i < reply->delivery_count && i < 300; i++) {
		const struct ledger_delivery *at = &reply->deliveries[i];
		copy(got->deliveries[i].id, 33, at->id);
		copy(got->deliveries[i].thread, 33, at->thread);
		copy(got->deliveries[i].alert_id, 33, at->alert_id);
		copy(got->deliveries[i].notifier, 32, at->notifier);
		copy(got->deliveries[i].destination, 32, at->destination);
		copy(got->deliveries[i].content_type, 32, at->content_type);
		copy(got->deliveries[i].payload, 64, at->payload);
		got->deliveries[i].attempt = at->attempt;
		got->deliveries[i].flags = at->render_flags;
		got->deliveries[i].fence = at->fence;
		got->deliveries[i].has_alert = at->alert.len > 0;
	}
	if (reply->source_count > 0) {
		copy(got->cursor, 64, reply->sources[0].cursor);
		copy(got->etag, 64, reply->sources[0].etag);
		copy(got->status, 32, reply->sources[0].status);
		got->polls = reply->sources[0].polls;
		got->next_due = reply->sources[0].next_due;
	}
	if (reply->shown_count > 0)
		copy(got->shown, 33, reply->shown[0].id);
	if (reply->follow_up_count > 0)
		got->follow_up = reply->follow_ups[0].id;
	got->done = true;
}

static inline void await(struct fixture *f, struct got *got)
{
	while (!got->done)
		fixture_turn(f);
}

/* ---- what a newsroom would configure
 * ------------------------------------------ */

static const struct nw_str hook_destinations[] = { NW_STR("hook") };
static const struct nw_str mail_destinations[] = { NW_STR("a@example.org"),
						   NW_STR("b@example.org") };
static const struct ledger_notifier fixture_notifiers[] = {
	{ NW_STR("hook"), hook_destinations, 1 },
	{ NW_STR("mail"), mail_destinations, 2 },
	{ NW_STR("ops"), hook_destinations, 1 },
};
static const struct nw_str both[] = { NW_STR("hook"), NW_STR("mail") };
static const struct ledger_watch fixture_watches[] = {
	{ NW_STR("strikes"), NW_STR("urgent"), both, 1, { 0 } },
	{ NW_STR("diplomacy"), NW_STR("normal"), both, 2, { 0 } },
};
static const struct nw_str fixture_operators[] = { NW_STR("ops") };

static inline void configure(struct fixture *f, size_t notifiers,
			     const struct ledger_setting *settings,
			     size_t setting_count)
{
	struct ledger_routing routing = {
		.arena = nw_arena_new(1000),
		.notifiers = fixture_notifiers,
		.notifier_count = notifiers,
		.watches = fixture_watches,
		.watch_count = 2,
		.operators = fixture_operators,
		.operator_count = notifiers >= 3,
		.settings = settings,
		.setting_count = setting_count,
	};
	struct got *got = calloc(1, sizeof(*got));

	ledger_configure(f->ledger, &routing, take_reply, got);
	await(f, got);
	assert_int_equal(got->reply.error.status, NW_OK);
	free(got);
}

/* ---- batches
 * -------------------------------------------------------------------- */

struct batch_item {
	int number;	   /* makes the id */
	int version;	   /* makes the hash */
	const char *watch; /* NULL: hits none */
	nw_time published; /* 0: not stated */
};

static inline struct nw_str item_id(struct nw_arena *arena, int number)
{
	return nw_arena_fmt(arena, "%032x", number);
}

static inline struct nw_str make_frame(struct nw_arena *arena,
				       const struct batch_item *item)
{
	char published[NW_TIME_TEXT];
	NW_AUTO(nw_buf_fini)
	struct nw_buf out;

	nw_time_format(item->published, published);
	nw_buf_init(&out, 100000);
	nw_buf_add_fmt(&out,
		       "{\"id\":\"%032x\",\"identity\":\"guid-%d\","
		       "\"hash\":\"%016x\",\"change\":\"new\","
		       "\"item\":{\"title\":\"Item %d version %d\","
		       "\"url\":\"https://example.org/%d\"",
		       (unsigned)item->number, item->number,
		       (unsigned)item->version, item->number, item->version,
		       item->number);
	if (item->published)
		nw_buf_add_fmt(&out, ",\"published\":\"%s\"", published);
	nw_buf_add_text(&out, ",\"content\":\"Dockers walk out.\"},"
			      "\"topics\":[{\"name\":\"strike\",\"score\":0.8,"
			      "\"spans\":[[1,0,4],[2,0,7]]}],"
			      "\"no_opinion\":[],\"outlet\":null,\"hits\":[");
	if (item->watch)
		nw_buf_add_fmt(&out,
			       "{\"watch\":\"%s\",\"excerpt\":\"Dockers walk"
			       " out.\",\"marks\":[[2,0,7]]}",
			       item->watch);
	nw_buf_add_text(&out, "]}");
	return nw_arena_buf(arena, &out);
}

struct batch_more {
	uint32_t first;
	uint32_t flags;
	uint64_t sequence;
	int64_t follow_up;
	const char *follow_url;
	uint32_t follow_kind;
	int known; /* entries shown besides, numbered from 900000 */
};

static inline struct ledger_batch make_batch(const char *source,
					     const struct batch_item *items,
					     size_t count,
					     const struct batch_more *more)
{
	struct nw_arena *arena = nw_arena_new((size_t)32 << 20);
	size_t known = more ? (size_t)more->known : 0;
	struct nw_str *frames =
		nw_arena_array(arena, count + 1, sizeof(*frames));
	struct ledger_shown *shown =
		nw_arena_array(arena, count + known + 1, sizeof(*shown));
	struct ledger_follow_up *follow =
		nw_arena_new_of(arena, struct ledger_follow_up);

	for (size_t i = 0; i < count; i++) {
		frames[i] = make_frame(arena, &items[i]);
		shown[i].id = item_id(arena, items[i].number);
		shown[i].hash = nw_arena_fmt(arena, "%016x", items[i].version);
	}
	for (size_t i = 0; i < known; i++) {
		shown[count + i].id = item_id(arena, 900000 + (int)i);
		shown[count + i].hash = nw_arena_fmt(arena, "%016x", 1);
	}
	struct ledger_batch batch = {
		.arena = arena,
		.source = { .name = nw_arena_fmt(arena, "%s", source),
			    .etag = nw_arena_fmt(arena, "\"tag\""),
			    .cursor = nw_arena_fmt(arena, "page 1"),
			    .next_due = START + HOUR },
		.frames = frames,
		.frame_count = count,
		.shown = shown,
		.shown_count = count + known,
	};
	if (more) {
		batch.first = more->first;
		batch.flags = more->flags;
		batch.sequence = more->sequence;
		batch.follow_up = more->follow_up;
		batch.recent_ms = DAY;
	}
	if (more && more->follow_url) {
		follow->kind = more->follow_kind;
		follow->url = nw_arena_fmt(arena, "%s", more->follow_url);
		if (follow->kind == LEDGER_FOLLOW_TEXT)
			follow->item = item_id(arena, items[0].number);
		batch.follow_ups = follow;
		batch.follow_up_count = 1;
	}
	return batch;
}

static inline void apply(struct fixture *f, struct got *got, const char *source,
			 const struct batch_item *items, size_t count,
			 const struct batch_more *more)
{
	struct ledger_batch batch = make_batch(source, items, count, more);

	got->done = false;
	ledger_apply(f->ledger, &batch, take_reply, got);
	await(f, got);
}

static inline void claim(struct fixture *f, struct got *got, uint32_t max)
{
	got->done = false;
	ledger_claim(f->ledger, max, 4, take_reply, got);
	await(f, got);
	assert_int_equal(got->reply.error.status, NW_OK);
}

static inline void give_verdict(struct fixture *f, struct got *got,
				const char *id, int64_t fence, uint32_t kind)
{
	const struct nw_verdict verdict = { .size = sizeof(verdict),
					    .kind = kind,
					    .retry_after_ms = -1,
					    .reason = NW_STR("503 busy") };

	got->done = false;
	ledger_verdict(f->ledger, nw_str_from(id), fence, &verdict, take_reply,
		       got);
	await(f, got);
}

static inline void ask(struct fixture *f, struct got *got, uint32_t kind,
		       const char *text, const char *reason)
{
	const struct ledger_query query = { .kind = kind,
					    .text = nw_str_from(text),
					    .reason = nw_str_from(reason) };

	got->done = false;
	ledger_ask(f->ledger, &query, take_reply, got);
	await(f, got);
}

static inline void tick(struct fixture *f, struct got *got)
{
	got->done = false;
	ledger_tick(f->ledger, take_reply, got);
	await(f, got);
	assert_int_equal(got->reply.error.status, NW_OK);
}

#endif
