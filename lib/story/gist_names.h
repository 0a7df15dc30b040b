/* SPDX-License-Identifier: Apache-2.0 */
/* What gist_name.c and gist_title.c share. */
#ifndef NWI_STORY_GIST_NAMES_H
#define NWI_STORY_GIST_NAMES_H

#include "story/gist_parts.h"

enum {
	NWI_NAMES_KNOWN = 40, /* different names that are counted */
	NWI_NAME_WORDS = 5    /* of a name */
};

struct nwi_known_name {
	struct nw_str name;
	uint32_t words[NWI_NAME_WORDS]; /* hashes of their stems */
	uint32_t word_count;
	uint32_t count, first;
};

/* The names of a document while they are counted. */
struct nwi_naming {
	struct nwi_gist_text *words; /* of the language alone */
	struct nw_str text, outlet;
	const struct nw_token *tokens; /* of a field */
	size_t count;
	bool nouns; /* German: each noun has a capital */
	struct nwi_known_name known[NWI_NAMES_KNOWN];
	size_t known_count;
};

/* Counts the tokens as a name, together with others of the same. */
void nwi_naming_count(struct nwi_naming *naming, size_t from, size_t to,
		      uint32_t weight);

/* Counts the names of a field in a script without capitals. */
void nwi_naming_titles(struct nwi_naming *naming);

#endif
