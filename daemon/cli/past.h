/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `search` and `backtest` share: their options, the question to the
 * daemon, progress on a terminal, and what is said at the end.
 */
#ifndef NEWSWATCH_CLI_PAST_H
#define NEWSWATCH_CLI_PAST_H

#include "base/json.h"
#include "daemon/cli/cli.h"

/* One line of the answer for a person; foreign text is made safe. */
typedef void past_show_fn(void *arg, const json_t *line, struct nw_buf *out);

struct past {
	const struct cli *cli;
	const char *question;
	const char *text;  /* the query; NULL: the watch's own */
	const char *watch; /* NULL none */
	const char *since; /* --since where it is not given; NULL: all */
	int64_t limit, limit_most;
	past_show_fn *show;
	void *arg;
	/* Filled by past_ask: */
	json_t *result;	       /* the result's object; NULL without */
	bool progress;	       /* a line of it stands on the terminal */
	struct nw_error wrote; /* what ended the output; NW_OK: nothing */
};

/*
 * Asks, prints what comes, and returns the exit code; a failure was printed.
 */
int past_ask(struct past *past);

/*
 * Appends text with its marks, of the field (enum nw_field), in bold, or in
 * asterisks without colours.
 */
void past_put_marked(struct nw_buf *out, const json_t *line, const char *key,
		     int field, bool colour);

/* "2026-11-22 13:05" of an instant. */
void past_put_minute(struct nw_buf *out, const json_t *line, const char *key);

/* A hit in two or three lines: time, outlet, title, the sentence. */
void past_put_hit(struct nw_buf *out, const json_t *line, bool colour);

#endif
