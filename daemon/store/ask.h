/* SPDX-License-Identifier: Apache-2.0 */
/* An answer to the control socket while it is written (ask.c, ask_story.c). */
#ifndef NW_DAEMON_STORE_ASK_H
#define NW_DAEMON_STORE_ASK_H

#include "base/json.h"
#include "daemon/store/core.h"

struct answer {
	struct core *core;
	const struct ledger_query *query;
	struct nw_buf lines;
	int64_t next; /* `after` of the next page */
};

/* Members of the line that is open; 0 and empty texts are null. */
void answer_time(struct nw_buf *out, const char *key, int64_t at);
void answer_raw(struct nw_buf *out, const char *key, struct nw_str json);

/* Closes the line's object. */
void answer_end(struct nw_buf *out);

/* A line each; what they give back is the row's number. */
int64_t answer_item(struct answer *answer, const void *item);
int64_t answer_alert(struct answer *answer, const void *alert);
int64_t answer_story(struct answer *answer, const void *story);

/* An alert's members in a line that stays open. */
void answer_alert_fields(struct answer *answer, const struct store_alert *row);

/* The alert's line with what it told: "changes", "item_ids". */
void answer_told(struct answer *answer, const struct store_alert *row);

/* A story with all that belongs to it, by its id, how that begins, an item. */
enum nw_status answer_whole_story(struct answer *answer,
				  struct nw_error *err) NW_CHECKED;

/* How an item was decided about, and what threads of its story tell. */
enum nw_status answer_member(struct answer *answer, struct nw_str item,
			     struct nw_error *err) NW_CHECKED;
enum nw_status answer_threads(struct answer *answer, struct nw_str story,
			      struct nw_error *err) NW_CHECKED;

/* How each series of the spikes stands. */
enum nw_status answer_spikes(struct answer *answer,
			     struct nw_error *err) NW_CHECKED;

#endif
