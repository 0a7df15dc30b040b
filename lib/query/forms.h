/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that stand in a text in more than one form: names across spellings
 * (name:) and stems (~word).
 *
 * Such a term is one atom, under a key that no text has. Its forms are further
 * atoms, aliases, under the keys of text/name.h or of stems: a document
 * makes the key of each of its words once, and an alias found there is the
 * term found. What says of which words an alias is true is a set of bits,
 * scripts for names and languages for stems.
 */
#ifndef NWI_QUERY_FORMS_H
#define NWI_QUERY_FORMS_H

#include "query/scan.h"

/* The second byte of a key, behind NWI_FACT_MARK. */
enum nwi_form {
	NWI_FORM_NAME = 0x1c,
	NWI_FORM_NAME_TERM = 0x1d,
	NWI_FORM_STEM = 0x1e,
	NWI_FORM_STEM_TERM = 0x1f
};

/* Absent when the arena is full. */
struct nw_str nwi_form_key(struct nw_arena *arena, enum nwi_form form,
			   struct nw_str text);

/* Looks the document's words up in their other forms. False: arena full. */
bool nwi_forms_gather(struct nwi_scan *s);

/*
 * Whether a word may be a name: it begins with a capital, or its script has
 * none.
 */
bool nwi_form_is_name(const struct nw_token *token);

#endif
