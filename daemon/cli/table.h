/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Lines for people: a table with a column a key. Foreign text is made
 * safe for the terminal. A row is one line of it: where the line is too narrow,
 * instants lose their seconds, columns that can be spared are left out, and
 * texts are cut, all but those whose end matters.
 */
#ifndef NEWSWATCH_CLI_TABLE_H
#define NEWSWATCH_CLI_TABLE_H

#include "base/json.h"

enum table_kind {
	TABLE_TEXT = 0, /* whatever the value is */
	TABLE_TIME = 1, /* an instant: day and second, UTC */
	TABLE_WAIT = 2, /* milliseconds, as "1m 46s" */
	TABLE_BYTES = 3,
	TABLE_STATE = 4, /* a word with a colour of its own */
	TABLE_ID = 5,	 /* its first eight digits: enough to ask for it */
	TABLE_LONG = 6	 /* the last: where it is cut it stands below the row */
};

/* A table of columns ends with a row whose key is NULL. */
struct table_column {
	const char *key; /* "a.b" reaches into an object */
	const char *heading;
	unsigned width; /* cells; 0: what is left of the line */
	enum table_kind kind;
	bool spare; /* left out where the line is too narrow */
};

#define TABLE_COLUMNS 12

struct table {
	const struct table_column *columns;
	unsigned line_width;		/* cells of the terminal */
	unsigned widths[TABLE_COLUMNS]; /* as they fit; 0: left out */
	bool colour;
	bool begun; /* the heading was printed */
};

void table_init(struct table *table, const struct table_column *columns,
		bool colour);

/* Another width of the line than the terminal's. */
void table_fit(struct table *table, unsigned line_width);

/* Appends a row for one JSON object; a heading before the first. */
void table_row(struct table *table, const json_t *object, struct nw_buf *out);

/* The member that "a.b" names; NULL when there is none. */
const json_t *table_reach(const json_t *object, const char *key);

/* Appends a value as text; nothing for NULL and null. */
void table_value(struct nw_buf *out, const json_t *value, enum table_kind kind);

#endif
