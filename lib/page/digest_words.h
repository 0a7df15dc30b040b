/* SPDX-License-Identifier: Apache-2.0 */
/* The phrases that lines of page furniture have, for digest_lookup.c. */
#ifndef NWI_PAGE_DIGEST_WORDS_H
#define NWI_PAGE_DIGEST_WORDS_H

#include "page/digest_impl.h"

enum digest_where {
	WHOLE, /* the line, but for signs at its ends */
	START,
	WITHIN
};

enum digest_paragraph {
	NOT_PROSE, /* lines that are no paragraph only */
	PROSE,
	SPOKEN /* paragraphs that speak to the reader, and quote nobody */
};

struct digest_phrases {
	enum digest_word word;
	enum digest_where where;
	uint8_t prose;	     /* enum digest_paragraph */
	uint8_t most;	     /* words of the line, 0: any number */
	const char *phrases; /* folded, parted by | */
};

extern const struct digest_phrases nwi_digest_phrases[];
extern const size_t nwi_digest_phrase_rows;

#endif
