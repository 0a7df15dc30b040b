/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of names, as the compiler uses it: rows of spellings that the
 * rule of text/name.h does not bring together.
 */
#ifndef NWI_QUERY_NAMES_H
#define NWI_QUERY_NAMES_H

#include "query/lang.h"

/* Spellings of one name that are tried beside the one that was asked for. */
enum { NWI_NAME_SPELLINGS = 64 };

struct nwi_names;

/* Reads the rows; NULL without memory. They are borrowed. */
struct nwi_names *nwi_names_new(const struct nw_query_name *rows, size_t count);
void nwi_names_free(struct nwi_names **names);

/*
 * Turns a term or a phrase of name: into what finds it in all its spellings:
 * the same with further forms of each word, or an OR of phrases. `names` may be
 * NULL. NULL, and a problem or r->failed, when it cannot be.
 */
struct nwi_expr *nwi_names_expand(struct nwi_reading *r,
				  const struct nwi_names *names,
				  struct nwi_expr *term);

#endif
