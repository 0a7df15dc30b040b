/* SPDX-License-Identifier: Apache-2.0 */
/* A place of pool_explain: a sentence with marked words. */
#ifndef NEWSWATCHD_PLACE_H
#define NEWSWATCHD_PLACE_H

#include "base/json.h"

/* Text of a sentence, borrowed from its place. */
struct place_part {
	struct nw_str before; /* not marked */
	struct nw_str marked; /* absent behind the last mark */
};

struct place_reader {
	const json_t *place;
	size_t at, mark; /* zero to begin */
	bool ended;
};

/* The next part in the order of the sentence; false when it is over. */
bool place_next(struct place_reader *reader, struct place_part *out);

#endif
