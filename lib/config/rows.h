/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Option rows at work: a mapping of the YAML checked against tables of rows
 * becomes values; the same rows give the manual, the sample configuration
 * and `newswatch explain`.
 */
#ifndef NWI_CONFIG_ROWS_H
#define NWI_CONFIG_ROWS_H

#include "config/tree.h"
#include <newswatch/option.h>

/*
 * A flag of ours beside enum nw_option_flag: elements of a LIST may be mappings
 * too, which whoever reads the value checks by rows of its own. Their scalar
 * has no text, only its node.
 */
#define NWI_OPTION_MAPS (UINT32_C(1) << 31)

/*
 * One checked scalar. `text` is always what the operator wrote (or the
 * default); the converted form stands beside it, by the row's type.
 */
struct nwi_scalar {
	struct nw_str text; /* of a secret: the reference, a name or a path */
	struct nw_str key;  /* of a MAP, else absent */
	int64_t integer; /* INTEGER; DURATION in ms; SIZE in bytes; CHOICE its
			    index */
	double number;	 /* NUMBER */
	bool boolean;
	uint8_t tag;		     /* enum nwi_node_tag of a secret */
	struct nw_str bytes;	     /* FILE: filled by whoever reads files */
	const struct nwi_node *node; /* NULL: the default */
};

/* One row's value: `count` is 0 without, 1 for a single one. */
struct nwi_value {
	const struct nw_option *row;
	const struct nwi_node *node; /* what was written; NULL: not written */
	struct nwi_scalar *at;
	size_t count;
};

/* The values of one table, in the order of its rows. */
struct nwi_values {
	const struct nw_option *rows;
	struct nwi_value *at;
	size_t count;
};

/*
 * Checks a mapping against tables that hold for it together (the daemon's
 * rows of a source, then its plugin's). A name that several tables have is
 * checked by each and given to each. `out` gets one struct a table; after a
 * problem the value in question has the default, or count 0. `map` may be an
 * empty node (all defaults) and NULL (the same). Everything is taken from the
 * arena.
 *
 * Returns false when it reported an error.
 */
bool nwi_rows_check(const struct nwi_node *map,
		    const struct nw_option *const *tables, size_t table_count,
		    struct nw_arena *arena, struct nwi_values *out,
		    struct nwi_problems *problems);

/*
 * Like nwi_rows_check for one table that is known to be incomplete (the
 * plugin could not be described): unknown keys are let pass.
 */
bool nwi_rows_check_known(const struct nwi_node *map,
			  const struct nw_option *rows, struct nw_arena *arena,
			  struct nwi_values *out,
			  struct nwi_problems *problems);

/* The value of a row; aborts for a name that the table does not have. */
const struct nwi_value *nwi_values_get(const struct nwi_values *values,
				       const char *name);

/* The first value, converted; absent, 0 and false without one. */
struct nw_str nwi_values_text(const struct nwi_values *values,
			      const char *name);
int64_t nwi_values_int(const struct nwi_values *values, const char *name);
bool nwi_values_bool(const struct nwi_values *values, const char *name);

/*
 * Appends the object that an instance of a plugin is opened with:
 *
 *   {"name":"wires","options":{"to":["a@b.example"],"every":600000},
 *    "files":{"topics":[{"path":"/p","text":"..."}]},"secrets":["secret"]}
 *
 * DURATION in milliseconds, SIZE in bytes, MAP an object, LIST an array even
 * of one; what has neither value nor default is left out. Secrets only by
 * name, and only when they are set; PATH options never.
 */
void nwi_values_json(const struct nwi_values *values, struct nw_str name,
		     struct nw_buf *out);

/*
 * Appends an object of all that is not secret, PATH and FILE as their paths:
 * what a digest is made of.
 */
void nwi_values_all_json(const struct nwi_values *values, struct nw_buf *out);

/*
 * What a size is written like: a number with one of B KiB MiB GiB, or none
 * for bytes. NW_BAD_INPUT, or NW_LIMIT when it does not fit.
 */
enum nw_status nwi_size_parse(struct nw_str text, int64_t *out) NW_CHECKED;

/* The shortest exact spelling: "16MiB", "1000". */
#define NWI_SIZE_TEXT 32
void nwi_size_format(int64_t bytes, char out[NWI_SIZE_TEXT]);

/* The rows of a table, without the last one. */
size_t nwi_rows_count(const struct nw_option *rows);
const struct nw_option *nwi_rows_find(const struct nw_option *rows,
				      struct nw_str name);

/* "a duration such as 10m, from 30s to 7d": what a row takes, in words. */
void nwi_row_allowed(const struct nw_option *row, struct nw_buf *out);

/* Text as lines of mdoc source, a new one for each sentence. */
void nwi_mdoc(const char *text, struct nw_buf *out);

/* mdoc: one .It for each row, between a .Bl and its .El. */
void nwi_rows_manual(const struct nw_option *rows, struct nw_buf *out);

/* Text as comment lines of at most 78 columns, `indent` spaces deep. */
void nwi_comment(const char *text, unsigned indent, struct nw_buf *out);

/*
 * YAML lines for a sample, `indent` spaces deep: help as comments, required
 * rows and those with an example written, all others commented out with
 * their default. With `item` the first line of YAML begins "- ".
 */
void nwi_rows_sample(const struct nw_option *rows, unsigned indent, bool item,
		     struct nw_buf *out);

/* The page of `newswatch explain PATH` for one row. */
void nwi_row_explain(struct nw_str path, const struct nw_option *row,
		     struct nw_buf *out);

#endif
