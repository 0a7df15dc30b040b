/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thread: takes all messages that wait, runs them in one transaction,
 * commits, and posts the replies. Handlers are in the files of core.h.
 */
#include "daemon/store/ledger.h"

#include "daemon/store/question.h"
#include "daemon/story/gather.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Messages of one transaction; more only lengthens what a reply waits for. */
#define GROUP_MAX 256

/* Inputs and reply of one message; a claim is the largest. */
#define MESSAGE_BYTES ((size_t)96 << 20)

struct ledger {
	struct ledger_options options;
	struct core *core;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct message *queue, **queue_end; /* under lock */
	bool stopping;			    /* under lock */
	uint64_t given;			    /* loop thread: sequence numbers */
	/* ledger thread: */
	uint64_t expected;	/* the sequence number whose turn it is */
	struct message *parked; /* came before their turn, ascending */
	struct nw_error dead;	/* status NW_OK while all is well */
	atomic_uint_least64_t progress;
	atomic_uint_least64_t open; /* messages not yet answered */
};

/* ---- handlers ---- */

static enum nw_status skip(struct core *core, struct message *message,
			   struct nw_error *err)
{
	(void)core;
	(void)message;
	(void)err;
	return NW_OK;
}

/* `full`: tried even when the disk is full, as delivery needs it. */
static const struct {
	core_handler run;
	bool full;
} handlers[MESSAGE_KINDS] = {
	[MESSAGE_SOURCES] = { core_sources, true },
	[MESSAGE_SOURCE] = { core_source, true },
	[MESSAGE_SHOWN] = { core_shown, true },
	[MESSAGE_SKIP] = { skip, true },
	[MESSAGE_APPLY] = { core_apply, false },
	[MESSAGE_NOTE] = { core_note, false },
	[MESSAGE_ARTICLE] = { core_article, true },
	[MESSAGE_ARTICLE_FAILED] = { core_article_failed, false },
	[MESSAGE_SET_ASIDE] = { core_set_aside, false },
	[MESSAGE_CLAIM] = { core_claim, true },
	[MESSAGE_PAYLOAD] = { core_payload, true },
	[MESSAGE_VERDICT] = { core_verdict, true },
	[MESSAGE_NOTICE] = { core_notice, true },
	[MESSAGE_NOTICE_CLEAR] = { core_notice_clear, true },
	[MESSAGE_TEST_ALERT] = { core_test_alert, true },
	[MESSAGE_ASK] = { core_ask, true },
	[MESSAGE_CONFIGURE] = { core_configure, true },
	[MESSAGE_TICK] = { core_tick, true },
	[MESSAGE_QUESTIONS] = { core_questions, false },
	[MESSAGE_ANSWER] = { core_answer, false },
};

/* ---- replies, on the loop thread ---- */

struct post {
	struct ledger_options options; /* functions and arg only */
	struct message *messages;
	struct core_log *logs;
	char *tail;
	size_t tail_len;
	bool has_failed;
	struct nw_error why;
};

static void free_message(struct message *message)
{
	nw_arena_free(&message->routing.arena);
	nw_arena_free(&message->arena);
	free(message);
}

static void give_tail(const struct post *post)
{
	struct nw_str rest = nw_str_make(post->tail, post->tail_len), line;

	while (post->options.tail && nw_str_next(&rest, '\n', &line))
		if (line.len > 0)
			post->options.tail(post->options.arg, line);
}

static void give_logs(struct post *post)
{
	while (post->logs) {
		struct core_log *line = post->logs;
		post->logs = line->next;
		if (post->options.log)
			post->options.log(post->options.arg, line->level,
					  line->event, line->text);
		free(line->text);
		free(line);
	}
}

static void run_post(void *arg)
{
	struct post *post = arg;

	give_logs(post);
	while (post->messages) {
		struct message *message = post->messages;
		post->messages = message->next;
		if (message->done)
			message->done(message->arg, &message->reply);
		free_message(message);
	}
	give_tail(post);
	if (post->has_failed && post->options.failed)
		post->options.failed(post->options.arg, &post->why);
	free(post->tail);
	free(post);
}

static void send_post(struct ledger *ledger, struct message *messages,
		      uint64_t count, const struct nw_error *failed)
{
	struct core *core = ledger->core;
	struct post *post = calloc(1, sizeof(*post));

	if (!post)
		abort();
	post->options = ledger->options;
	post->messages = messages;
	post->logs = core->logs;
	core->logs = NULL;
	core->logs_end = &core->logs;
	post->tail_len = core->tail.len;
	post->tail = nw_buf_steal(&core->tail);
	if (failed) {
		post->has_failed = true;
		post->why = *failed;
	}
	atomic_fetch_sub(&ledger->open, count);
	atomic_fetch_add(&ledger->progress, 1);
	ledger->options.post(ledger->options.arg, run_post, post);
}

/* ---- groups ---- */

struct group {
	struct message *first, **end;
	uint64_t count;
};

/* What ends the whole group, not the one message. */
static bool ends_group(enum nw_status status)
{
	return status == NW_LIMIT || status == NW_CORRUPT || status == NW_IO;
}

static const struct nw_error full_disk = {
	NW_BUSY, "the disk is full: nothing new is stored"
};

static enum nw_status run_message(struct core *core, struct message *message,
				  bool full, struct nw_error *err)
{
	size_t mark = journal_mark(&core->journal);
	int64_t window_mark = core->window_last;
	struct nw_error *why = &message->reply.error;

	message->reply = (struct ledger_reply){ 0 };
	core->now = message->when;
	nw_arena_clear(core->scratch);
	if (full && !handlers[message->kind].full) {
		*why = full_disk;
		return NW_OK;
	}
	enum nw_status status = core->ops->mark(core->store, err);
	if (status != NW_OK)
		return status;
	status = handlers[message->kind].run(core, message, why);
	if (status == NW_OK) {
		/* Rows that were looked for in vain have left their words. */
		*why = (struct nw_error){ .status = NW_OK };
		return core->ops->release(core->store, err);
	}
	why->status = status;
	if (ends_group(status)) {
		*err = *why;
		return status;
	}
	/* Nobody reads what a tick is answered. */
	if (message->kind == MESSAGE_TICK)
		core_log(core, LEDGER_LOG_ERROR, "ledger.upkeep", "%s",
			 why->text);
	core->ops->undo(core->store);
	if (core->window_last != window_mark)
		core_forget_window(core);
	journal_undo(&core->journal, mark);
	nw_arena_clear(core->scratch);
	return core_load_destinations(core, err);
}

static enum nw_status run_all(struct core *core, const struct group *group,
			      bool full, struct nw_error *err)
{
	enum nw_status status = core_begin(core, err);
	int64_t due = -1, question_due = -1;

	if (status != NW_OK)
		return status;
	for (struct message *at = group->first; at && status == NW_OK;
	     at = at->next)
		status = run_message(core, at, full, err);
	nw_arena_clear(core->scratch);
	if (status == NW_OK)
		status = core_delivery_due(core, &due, err);
	if (status == NW_OK)
		status = core_question_due(core, &question_due, err);
	if (status == NW_OK)
		status = core_commit(core, err);
	if (status != NW_OK) {
		core_rollback(core);
		return status;
	}
	for (struct message *at = group->first; at; at = at->next) {
		at->reply.delivery_due_ms = due;
		at->reply.question_due_ms = question_due;
		at->reply.pause_fetching = core->low;
	}
	return NW_OK;
}

static void answer_all(struct group *group, const struct nw_error *err,
		       bool low)
{
	for (struct message *at = group->first; at; at = at->next) {
		at->reply = (struct ledger_reply){ .error = *err,
						   .pause_fetching = low,
						   .delivery_due_ms = -1,
						   .question_due_ms = -1 };
	}
}

/* After a roll-back or a recovery memory is read anew. */
static enum nw_status reload(struct core *core, struct nw_error *err)
{
	nw_arena_clear(core->scratch);
	return core_load(core, err);
}

static void make_room(struct core *core, bool *full)
{
	bool had_ballast = place_release_ballast(&core->place);

	*full = true;
	if (!core->low || had_ballast)
		core_log(core, LEDGER_LOG_ERROR, "ledger.full",
			 "the disk is full: fetching is paused%s",
			 had_ballast ? ", the ballast was given up" : "");
	core->low = true;
	core->disk_said = false;
}

static enum nw_status try_group(struct core *core, struct group *group,
				struct nw_error *err)
{
	bool full = false, recovered = false;

	for (;;) {
		enum nw_status status = run_all(core, group, full, err);
		if (status == NW_OK)
			return NW_OK;
		struct nw_error why = *err;
		if (status == NW_LIMIT && !full) {
			make_room(core, &full);
			status = reload(core, err);
		} else if (status == NW_LIMIT) {
			core->disk_said = false;
			answer_all(group, &full_disk, true);
			return reload(core, err);
		} else if (status == NW_CORRUPT && !recovered) {
			recovered = true;
			status = core_recover(core, &why, err);
			if (status == NW_OK)
				status = reload(core, err);
		}
		if (status != NW_OK)
			return status;
	}
}

static void run_group(struct ledger *ledger, struct group *group)
{
	struct nw_error err = { .status = NW_OK };
	bool failed_now = false;

	if (ledger->dead.status == NW_OK) {
		enum nw_status status = try_group(ledger->core, group, &err);
		if (status == NW_OK)
			status = core_tick_outside(ledger->core, &err);
		if (status != NW_OK) {
			err.status = status;
			ledger->dead = err;
			failed_now = true;
		}
	}
	if (ledger->dead.status != NW_OK)
		answer_all(group, &ledger->dead, true);
	send_post(ledger, group->first, group->count,
		  failed_now ? &ledger->dead : NULL);
}

static void add_to(struct ledger *ledger, struct group *group,
		   struct message *message)
{
	message->next = NULL;
	*group->end = message;
	group->end = &message->next;
	if (++group->count < GROUP_MAX)
		return;
	run_group(ledger, group);
	*group = (struct group){ .end = &group->first };
}

static void park(struct ledger *ledger, struct message *message)
{
	struct message **at = &ledger->parked;

	while (*at && (*at)->sequence < message->sequence)
		at = &(*at)->next;
	message->next = *at;
	*at = message;
}

/* Numbered messages wait for their turn; the others go as they come. */
static void sort_in(struct ledger *ledger, struct group *group,
		    struct message *list, bool stopping)
{
	while (list) {
		struct message *message = list;
		list = message->next;
		if (message->sequence == 0)
			add_to(ledger, group, message);
		else
			park(ledger, message);
		while (ledger->parked &&
		       ledger->parked->sequence <= ledger->expected) {
			message = ledger->parked;
			ledger->parked = message->next;
			if (message->sequence == ledger->expected)
				ledger->expected++;
			add_to(ledger, group, message);
		}
	}
	while (stopping && ledger->parked) {
		struct message *message = ledger->parked;
		ledger->parked = message->next;
		add_to(ledger, group, message);
	}
}

static struct message *take(struct ledger *ledger, bool *stopping)
{
	pthread_mutex_lock(&ledger->lock);
	while (!ledger->queue && !ledger->stopping)
		pthread_cond_wait(&ledger->wake, &ledger->lock);
	struct message *list = ledger->queue;
	ledger->queue = NULL;
	ledger->queue_end = &ledger->queue;
	*stopping = ledger->stopping;
	pthread_mutex_unlock(&ledger->lock);
	return list;
}

static void *run(void *arg)
{
	struct ledger *ledger = arg;
	bool stopping = false;

	while (!stopping) {
		struct group group = { .end = &group.first };
		struct message *list = take(ledger, &stopping);
		sort_in(ledger, &group, list, stopping);
		if (group.first)
			run_group(ledger, &group);
		atomic_fetch_add(&ledger->progress, 1);
	}
	return NULL;
}

/* ---- life ---- */

static enum nw_status start_thread(struct ledger *ledger, struct nw_error *err)
{
	sigset_t all, old;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int why = pthread_create(&ledger->thread, NULL, run, ledger);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (why != 0)
		return nw_fail(err, NW_IO, "no thread for the ledger: %s",
			       strerror(why));
	return NW_OK;
}

enum nw_status ledger_open(const struct ledger_options *options,
			   struct ledger **out, struct nw_error *err)
{
	struct core_options core = { .state_dir = options->state_dir,
				     .instance = options->instance,
				     .boot_id = options->boot_id,
				     .ops = &store_sqlite };
	struct ledger *ledger = calloc(1, sizeof(*ledger));

	if (!ledger)
		abort();
	ledger->options = *options;
	ledger->queue_end = &ledger->queue;
	ledger->expected = 1;
	pthread_mutex_init(&ledger->lock, NULL);
	pthread_cond_init(&ledger->wake, NULL);
	options->clock(options->arg, &core.now);
	enum nw_status status = core_open(&core, &ledger->core, err);
	if (status == NW_OK) {
		ledger->core->tail_wanted = options->tail != NULL;
		status = start_thread(ledger, err);
	}
	if (status != NW_OK) {
		core_close(&ledger->core);
		free(ledger);
		return status;
	}
	*out = ledger;
	return NW_OK;
}

void ledger_close(struct ledger **at)
{
	struct ledger *ledger = NW_STEAL(*at);

	if (!ledger)
		return;
	pthread_mutex_lock(&ledger->lock);
	ledger->stopping = true;
	pthread_cond_signal(&ledger->wake);
	pthread_mutex_unlock(&ledger->lock);
	pthread_join(ledger->thread, NULL);
	core_close(&ledger->core);
	pthread_cond_destroy(&ledger->wake);
	pthread_mutex_destroy(&ledger->lock);
	free(ledger);
}

uint64_t ledger_progress(const struct ledger *ledger)
{
	return atomic_load(&ledger->progress);
}

bool ledger_busy(const struct ledger *ledger)
{
	return atomic_load(&ledger->open) > 0;
}

/* ---- sending ---- */

struct message *message_new(enum message_kind kind, struct nw_arena *arena,
			    ledger_done done, void *arg)
{
	struct message *message = calloc(1, sizeof(*message));

	if (!message)
		abort();
	message->kind = kind;
	message->arena = arena ? arena : nw_arena_new(MESSAGE_BYTES);
	message->done = done;
	message->arg = arg;
	return message;
}

void message_send(struct ledger *ledger, struct message *message)
{
	ledger->options.clock(ledger->options.arg, &message->when);
	atomic_fetch_add(&ledger->open, 1);
	pthread_mutex_lock(&ledger->lock);
	*ledger->queue_end = message;
	ledger->queue_end = &message->next;
	pthread_cond_signal(&ledger->wake);
	pthread_mutex_unlock(&ledger->lock);
}

struct nw_str message_keep(struct message *message, struct nw_str s)
{
	struct nw_str copy = nw_arena_str(message->arena, s);

	if (nw_str_is_absent(copy) && !nw_str_is_absent(s))
		abort();
	return copy;
}

void message_send_name(struct ledger *ledger, enum message_kind kind,
		       struct nw_str name, ledger_done done, void *arg)
{
	struct message *message = message_new(kind, NULL, done, arg);

	message->key = message_keep(message, name);
	message_send(ledger, message);
}

void ledger_sources(struct ledger *ledger, ledger_done done, void *arg)
{
	message_send(ledger, message_new(MESSAGE_SOURCES, NULL, done, arg));
}

void ledger_source(struct ledger *ledger, struct nw_str name, ledger_done done,
		   void *arg)
{
	message_send_name(ledger, MESSAGE_SOURCE, name, done, arg);
}

void ledger_shown(struct ledger *ledger, struct nw_str source, ledger_done done,
		  void *arg)
{
	message_send_name(ledger, MESSAGE_SHOWN, source, done, arg);
}

uint64_t ledger_sequence(struct ledger *ledger)
{
	return ++ledger->given;
}

void ledger_skip(struct ledger *ledger, uint64_t sequence)
{
	struct message *message = message_new(MESSAGE_SKIP, NULL, NULL, NULL);

	message->sequence = sequence;
	message_send(ledger, message);
}

void ledger_apply(struct ledger *ledger, struct ledger_batch *batch,
		  ledger_done done, void *arg)
{
	struct message *message =
		message_new(MESSAGE_APPLY, batch->arena, done, arg);

	message->batch = *batch;
	message->sequence = batch->sequence;
	batch->arena = NULL;
	message_send(ledger, message);
}

void ledger_source_note(struct ledger *ledger, uint64_t sequence,
			const struct ledger_source *source, int64_t follow_up,
			ledger_done done, void *arg)
{
	struct message *message = message_new(MESSAGE_NOTE, NULL, done, arg);
	struct ledger_source *to = &message->source;

	*to = *source;
	to->name = message_keep(message, source->name);
	to->etag = message_keep(message, source->etag);
	to->last_modified = message_keep(message, source->last_modified);
	to->body_hash = message_keep(message, source->body_hash);
	to->cursor = message_keep(message, source->cursor);
	to->moved_to = message_keep(message, source->moved_to);
	to->status = message_keep(message, source->status);
	to->error = message_keep(message, source->error);
	to->title = message_keep(message, source->title);
	message->follow_up = follow_up;
	message->sequence = sequence;
	message_send(ledger, message);
}

void ledger_article(struct ledger *ledger, struct nw_str item, ledger_done done,
		    void *arg)
{
	message_send_name(ledger, MESSAGE_ARTICLE, item, done, arg);
}

void ledger_article_failed(struct ledger *ledger, uint64_t sequence,
			   int64_t follow_up, bool for_good, ledger_done done,
			   void *arg)
{
	struct message *message =
		message_new(MESSAGE_ARTICLE_FAILED, NULL, done, arg);

	message->sequence = sequence;
	message->follow_up = follow_up;
	message->for_good = for_good;
	message_send(ledger, message);
}

void ledger_set_aside(struct ledger *ledger,
		      const struct ledger_set_aside *what, ledger_done done,
		      void *arg)
{
	struct message *message =
		message_new(MESSAGE_SET_ASIDE, NULL, done, arg);
	struct ledger_set_aside *to = &message->set_aside;

	to->source = message_keep(message, what->source);
	to->item = message_keep(message, what->item);
	to->plugin = message_keep(message, what->plugin);
	to->reason = message_keep(message, what->reason);
	to->document = message_keep(message,
				    nw_str_slice(what->document, 0, 256 << 10));
	message_send(ledger, message);
}

void ledger_claim(struct ledger *ledger, uint32_t max, uint32_t per_destination,
		  ledger_done done, void *arg)
{
	struct message *message = message_new(MESSAGE_CLAIM, NULL, done, arg);

	message->max = max;
	message->per_destination = per_destination;
	message_send(ledger, message);
}

void ledger_payload(struct ledger *ledger, struct nw_str id, int64_t fence,
		    struct nw_str content_type, struct nw_str payload,
		    ledger_done done, void *arg)
{
	struct message *message = message_new(MESSAGE_PAYLOAD, NULL, done, arg);

	message->id = message_keep(message, id);
	message->fence = fence;
	message->content_type = message_keep(message, content_type);
	message->payload = message_keep(message, payload);
	message_send(ledger, message);
}

void ledger_verdict(struct ledger *ledger, struct nw_str id, int64_t fence,
		    const struct nw_verdict *verdict, ledger_done done,
		    void *arg)
{
	struct message *message = message_new(MESSAGE_VERDICT, NULL, done, arg);

	message->id = message_keep(message, id);
	message->fence = fence;
	message->verdict = *verdict;
	message->verdict.reason = message_keep(message, verdict->reason);
	message_send(ledger, message);
}
