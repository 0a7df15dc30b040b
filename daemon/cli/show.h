/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the daemon answers, for a person at a terminal. Each function appends
 * one JSON object as text; foreign text is made safe for the terminal.
 */
#ifndef NEWSWATCH_CLI_SHOW_H
#define NEWSWATCH_CLI_SHOW_H

#include "base/json.h"

typedef void show_fn(const json_t *object, bool colour, struct nw_buf *out);

/* The daemon's state in a dozen lines, troubles first. */
show_fn show_status;

/* An alert as `console` prints it. */
show_fn show_alert;

/* One line of `why`: an item, an alert, a watch, ..., by its "type". */
show_fn show_step;

/*
 * A row of pool_explain, and of `why`: whether a watch hits, clause by clause,
 * and what became of it.
 */
show_fn show_watch;

/* What a remote classifier was asked about an item, and said. */
show_fn show_question;

/* An answer of pool_explain: its item's title and each of its watches. */
show_fn show_explanation;

/* One line of `story`: the story, an item, an outlet, a thread, an alert. */
show_fn show_story;

/* An edit of an item: when, why it is material, what went and what came. */
show_fn show_revision;

/* One event of `tail`, a line. */
show_fn show_event;

/* What an order did, as a sentence. */
show_fn show_order;

/* What `parse` read: the feed, an item in two lines, or an explanation. */
show_fn show_parsed;

/* What `extract` read: the article. */
show_fn show_page;

/* Shows each of JSON Lines. */
void show_lines(struct nw_str lines, show_fn *show, bool colour,
		struct nw_buf *out);

/* Any object: "key value" lines, without what is absent. */
show_fn show_record;

#endif
