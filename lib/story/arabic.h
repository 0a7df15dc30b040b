/* SPDX-License-Identifier: Apache-2.0 */
/* What Arabic writes before a word as a part of it. */
#ifndef NWI_STORY_ARABIC_H
#define NWI_STORY_ARABIC_H

#include <newswatch/text.h>

/*
 * Takes the article, or a letter that is "and", "so", "in", "to" or "as", off
 * a folded word; false where none stands there or too little would be left.
 */
static inline bool nwi_arabic_strip(struct nw_str *word)
{
	static const struct nw_str rows[] = {
		NW_STR("\xd8\xa7\xd9\x84"), NW_STR("\xd9\x88"),
		NW_STR("\xd9\x81"),	    NW_STR("\xd8\xa8"),
		NW_STR("\xd9\x84"),	    NW_STR("\xd9\x83"),
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (word->len < rows[i].len + 6 ||
		    memcmp(word->at, rows[i].at, rows[i].len) != 0)
			continue;
		*word = nw_str_slice(*word, rows[i].len, word->len);
		return true;
	}
	return false;
}

#endif
