/* SPDX-License-Identifier: Apache-2.0 */
/* What a person said of an item: the members `labels` and `weight`. */
#ifndef NEWSWATCH_CLI_LABELS_H
#define NEWSWATCH_CLI_LABELS_H

#include "base/json.h"

struct labels {
	json_t *line;	   /* owned */
	const json_t *are; /* array of names */
	double weight;	   /* 1 where it is not said */
};

/* NW_BAD_INPUT where `labels` is missing or no list, or `weight` no number
 * over 0 and up to 100. */
enum nw_status labels_read(struct labels *labels, struct nw_str line,
			   struct nw_error *err) NW_CHECKED;
void labels_fini(struct labels *labels);

bool labels_have(const struct labels *labels, struct nw_str topic);

#endif
