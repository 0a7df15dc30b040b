/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Countries that a text names: by their names, their peoples, their
 * adjectives and their capitals, in the languages that newswatch reads.
 */
#ifndef NWI_STORY_COUNTRY_H
#define NWI_STORY_COUNTRY_H

#include <newswatch/doc.h>

/*
 * The ISO 3166 code ("UA", "XK" for Kosovo) of the country that the tokens
 * from `at` on name, or NULL; a static string. `*used`: how many tokens do,
 * at least 1. `text` is what the tokens' offsets are of.
 */
const char *nwi_country_at(struct nw_str text, const struct nw_token *tokens,
			   size_t count, size_t at, size_t *used);

#endif
