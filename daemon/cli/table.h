/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Lines for people: a table with a column a key, or one record as
 * indented "key value" lines. Foreign text is made safe for the terminal.
 */
#ifndef NEWSWATCH_CLI_TABLE_H
#define NEWSWATCH_CLI_TABLE_H

#include "base/json.h"

/* A table of columns ends with a row whose key is NULL. */
struct table_column {
	const char *key; /* "a.b" reaches into an object */
	const char *heading;
	unsigned width; /* characters; 0: what is left of the line */
};

struct table {
	const struct table_column *columns;
	unsigned line_width; /* characters of the terminal */
	bool colour;
	bool begun; /* the heading was printed */
};

void table_init(struct table *table, const struct table_column *columns,
		bool colour);

/* Appends a row for one JSON object; a heading before the first. */
void table_row(struct table *table, const json_t *object, struct nw_buf *out);

/* Appends every member of an object, nested ones indented. */
void table_record(const json_t *object, unsigned indent, struct nw_buf *out);

#endif
