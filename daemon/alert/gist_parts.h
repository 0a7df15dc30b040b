/* SPDX-License-Identifier: Apache-2.0 */
/* Gists and sums as gist.c works on them, read from JSON and written. */
#ifndef NW_DAEMON_ALERT_GIST_PARTS_H
#define NW_DAEMON_ALERT_GIST_PARTS_H

#include "base/json.h"

enum {
	GIST_SUM_NAMES = 16,
	GIST_SUM_PLACES = 24,
	GIST_SUM_FIGURES = 16,
	GIST_VALUES = 6,  /* of one class that are remembered */
	GIST_DENIERS = 6, /* that are told of a story */
	GIST_DENIER_BYTES = 64,
	GIST_DENIED_BYTES = 200,
	GIST_VALUE_BYTES = 24,
	GIST_TEXT_BYTES = 128 /* a longer name is none */
};

struct gist_count {
	struct nw_str text;
	int64_t count; /* of reports */
};

/* As in lib/story/gist.h: where a report tells a figure. */
enum gist_where { GIST_IN_TITLE = 0, GIST_IN_LEAD = 1, GIST_IN_BODY = 2 };

/* What is told of a class. An item's has one value. */
struct gist_figure {
	struct nw_str of;
	struct nw_str word; /* of an item: a noun as it is written; absent */
	struct nw_str values[GIST_VALUES]; /* the last told first */
	size_t value_count;
	struct nw_str waits; /* for a second report to tell it; absent */
	int64_t times;	     /* that the last told was told */
	bool about;	     /* the last told is not exact */
	int64_t where;	     /* of the last told; enum gist_where */
};

/* All text is of the JSON that is kept in `json`. */
struct gist_sum {
	json_t *json;
	struct gist_count names[GIST_SUM_NAMES]; /* most told first */
	struct gist_count places[GIST_SUM_PLACES];
	struct gist_figure figures[GIST_SUM_FIGURES];
	size_t name_count, place_count, figure_count;
	int64_t denials, reports; /* no reports: nothing was told */
	struct nw_str denied;	  /* of an item: what it says; absent */
	struct nw_str deniers[GIST_DENIERS]; /* an item has one at most */
	size_t denier_count;
};

/* Reads a sum; absent or empty is one of nothing. */
enum nw_status gist_sum_read(struct nw_str text, struct gist_sum *out,
			     struct nw_error *err) NW_CHECKED;

/* Reads an item's gist: the sum of one report. */
enum nw_status gist_item_read(struct nw_str text, struct gist_sum *out,
			      struct nw_error *err) NW_CHECKED;

void gist_sum_fini(struct gist_sum *sum);

/* Appends JSON, less of it where it would be over GIST_SUM_BYTES. */
void gist_sum_write(const struct gist_sum *sum, struct nw_buf *out);

#endif
