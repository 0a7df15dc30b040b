/* SPDX-License-Identifier: Apache-2.0 */
/* What watches tell of stories (threads.c), and their alerts (tellings.c). */
#ifndef NW_DAEMON_ALERT_THREADS_H
#define NW_DAEMON_ALERT_THREADS_H

#include "daemon/story/gather.h"

/* Something that happened to a story; texts in the core's scratch. */
struct happening {
	struct store_story story;
	const struct store_item *item;
	const struct frame *frame;
	const struct joined *joined; /* NULL: the item was there before */
	struct nw_str before;	     /* watches that it hit before, JSON */
	const struct nw_str *edits;  /* what was edited materially */
	size_t edit_count;
	struct ledger_reply *reply; /* counts what is raised */
};

/*
 * Weighs what happened for each watch that the item hits and each thread of
 * the story, and raises what is to be raised.
 */
enum nw_status core_weigh(struct core *core, const struct happening *what,
			  struct nw_error *err) NW_CHECKED;

/* Threads whose time has come. */
enum nw_status core_threads_due(struct core *core,
				struct nw_error *err) NW_CHECKED;

/* What the state machine reads of a stored row. */
void core_thread_state(const struct store_thread *row, struct thread_row *out);

/* A thread while it is weighed. */
struct weighed {
	struct store_thread row;
	struct thread_row state;
	const struct ledger_watch *watch;
	struct thread_count count;
	struct store_story story;
};

/*
 * tellings.c: an alert of the thread, made of what is stored, and the thread
 * as told. `item` is the one that raised it; NULL for a timer.
 */
enum nw_status core_tell_thread(struct core *core, struct weighed *thread,
				enum thread_raise raise,
				struct ledger_reply *reply,
				struct nw_error *err) NW_CHECKED;

#endif
