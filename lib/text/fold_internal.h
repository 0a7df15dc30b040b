/* SPDX-License-Identifier: Apache-2.0 */
/* What fold.c, token.c and sentence.c share. */
#ifndef NWI_TEXT_FOLD_INTERNAL_H
#define NWI_TEXT_FOLD_INTERNAL_H

#include "text/fold.h"
#include "text/tables/tables.h"
#include <uchar.h>

/* A word in the making. */
struct nwi_folded {
	size_t len;
	char at[NWI_TOKEN_BYTES];
};

/* Appends a code point as it is; the caller knows of 4 free bytes. */
void nwi_fold_put(struct nwi_folded *to, uint32_t code_point);

/* Appends its folded form; false, and nothing done, when it does not fit. */
bool nwi_fold_into(struct nwi_folded *to, uint32_t code_point);

static inline bool nwi_is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2bc ||
	       c == 0xff07;
}

/* What stood between two words, the strongest of it. */
enum nwi_gap {
	NWI_GAP_NONE = 0,
	NWI_GAP_DOT,  /* a point, which an abbreviation may own */
	NWI_GAP_MARK, /* ! ? */
	NWI_GAP_LINE  /* a line end or a full stop of East Asia */
};

/*
 * Whether a sentence ends in the gap between two tokens. `touching`: the
 * point stands right behind `before`.
 */
bool nwi_sentence_ends(enum nwi_gap gap, bool touching,
		       const struct nw_token *before,
		       const struct nw_token *after, bool after_is_lower,
		       struct nw_str language);

#endif
