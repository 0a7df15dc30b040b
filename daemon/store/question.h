/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions to remote classifiers, as the ledger keeps them.
 *
 * An item that is news and that a remote classifier shall judge gets a row
 * in the transaction of its alerts. The row is claimed (what it costs is on the
 * disk before the request leaves), asked, and answered or given up; the item
 * never waits for it. Whoever was answered is not asked again about the same
 * text, whichever item it comes with.
 */
#ifndef NW_DAEMON_STORE_QUESTION_H
#define NW_DAEMON_STORE_QUESTION_H

#include "daemon/alert/frame.h"
#include "daemon/store/core.h"

/* Requests about one item at most. */
#define QUESTION_TRIES 3

/* Failures in a row after which one question at a time probes the way. */
#define QUESTION_BREAKER 3

/* question.c: the remote classifier of that name; NULL. */
const struct ledger_remote *question_remote(const struct core *core,
					    struct nw_str name);

/*
 * Whether the classifier is to be asked about an item; if not, `*why` is said
 * in the arena.
 */
bool question_is_wanted(const struct ledger_remote *remote,
			const struct frame *frame, struct nw_arena *arena,
			struct nw_str *why);

/*
 * The item is news, decided and stored: asks whoever is to be asked about it
 * and was not yet.
 */
enum nw_status core_question_item(struct core *core, const struct frame *frame,
				  const struct store_item *item,
				  struct nw_error *err) NW_CHECKED;

/* Milliseconds until a question can be claimed; -1 for none. */
enum nw_status core_question_due(struct core *core, int64_t *out_ms,
				 struct nw_error *err) NW_CHECKED;

/* After a restart nobody is being asked. */
enum nw_status core_question_reclaim(struct core *core,
				     struct nw_error *err) NW_CHECKED;

/* Those that waited too long, or for nobody, are given up. */
enum nw_status core_questions_late(struct core *core,
				   struct nw_error *err) NW_CHECKED;

/* How many more may be asked at once; one at a time where the last failed. */
enum nw_status question_room(struct core *core,
			     const struct ledger_remote *remote,
			     const struct store_remote *state, size_t *out,
			     struct nw_error *err) NW_CHECKED;

/* Writes the row; what is due must be looked up then. */
enum nw_status question_put(struct core *core, const struct store_question *row,
			    struct nw_error *err) NW_CHECKED;

/* Ends the row without an answer. */
enum nw_status question_end(struct core *core, struct store_question *row,
			    enum store_question_state state,
			    struct nw_str reason,
			    struct nw_error *err) NW_CHECKED;

/* ---- remote.c: what a classifier costs and how it fares ---- */

/* As stored, or new; the windows are those of now. */
enum nw_status remote_get(struct core *core, struct nw_str name,
			  struct store_remote *out,
			  struct nw_error *err) NW_CHECKED;
enum nw_status remote_put(struct core *core, struct store_remote *row,
			  struct nw_error *err) NW_CHECKED;

/* Takes one request from the budget; false when it is used up. */
bool remote_spend(struct store_remote *row, const struct ledger_remote *remote);

/* The budget is used up, or there is some again: told once, and taken back. */
enum nw_status remote_tell_budget(struct core *core,
				  const struct ledger_remote *remote,
				  bool is_over,
				  struct nw_error *err) NW_CHECKED;

/* A request failed: the next ones wait, the operator is told of the third. */
enum nw_status remote_failed(struct core *core, struct store_remote *row,
			     struct nw_str error, int64_t retry_after_ms,
			     struct nw_error *err) NW_CHECKED;
/* One was answered. */
enum nw_status remote_fares_well(struct core *core, struct store_remote *row,
				 struct nw_error *err) NW_CHECKED;

/* ---- question_ask.c: for `status` and `why` ---- */

/* Appends "remote":[...]. */
enum nw_status core_remotes_json(struct core *core, struct nw_buf *out,
				 struct nw_error *err) NW_CHECKED;

/* Appends a line of type "question" for each remote classifier. */
enum nw_status core_questions_of(struct core *core,
				 const struct store_item *item,
				 struct nw_buf *out,
				 struct nw_error *err) NW_CHECKED;

#endif
