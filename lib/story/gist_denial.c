/* SPDX-License-Identifier: Apache-2.0 */
#include "story/gist_parts.h"

enum { REFUSED_WITHIN = 4 /* words behind "denied" */ };

static bool is_refusal(const struct nwi_gist_text *text, size_t at)
{
	for (size_t i = at + 1; i < text->count && i <= at + REFUSED_WITHIN;
	     i++) {
		if (text->words[i].gap & NWI_GAP_SENTENCE)
			return false;
		if (text->words[i].kind == NWI_GIST_IS_REFUSED)
			return true;
	}
	return false;
}

bool nwi_gist_denies(const struct nwi_gist_text *text)
{
	for (size_t i = 0; i < text->count; i++)
		if (text->words[i].kind == NWI_GIST_IS_DENY &&
		    !is_refusal(text, i))
			return true;
	return false;
}
