/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the parser share: parse.c reads the Boolean operators,
 * parse_count.c those that count, use.c the names of other queries. Every
 * function reads from `r->now` on and returns NULL when a mistake kept it
 * from a tree; it has reported the mistake then.
 */
#ifndef NWI_QUERY_PARSE_H
#define NWI_QUERY_PARSE_H

#include "query/lang.h"

/* NULL, and r->failed, when the arena is full. */
struct nwi_expr *nwi_expr_new(struct nwi_reading *r, enum nwi_op op,
			      uint32_t at);

/* Adds a child and stretches the clause over it; either may be NULL. */
void nwi_expr_append(struct nwi_expr *e, struct nwi_expr *kid);

/*
 * Whether what the tree finds are places in the text, so that distances and
 * occurrences can be counted; reports what is none as not to be `inside`.
 */
bool nwi_expr_has_places(struct nwi_reading *r, const struct nwi_expr *e,
			 const char *inside);

struct nwi_expr *nwi_parse_prim(struct nwi_reading *r, enum nwi_where where);

/* ( or ), at the opening parenthesis. */
struct nwi_expr *nwi_parse_group(struct nwi_reading *r, enum nwi_where where);

struct nwi_expr *nwi_parse_atleast(struct nwi_reading *r, enum nwi_where where);
struct nwi_expr *nwi_parse_sentence(struct nwi_reading *r,
				    enum nwi_where where);
struct nwi_expr *nwi_parse_score(struct nwi_reading *r, enum nwi_where where);
struct nwi_expr *nwi_parse_use(struct nwi_reading *r, enum nwi_where where);

/* A whole text, from its first byte on. */
struct nwi_expr *nwi_parse_text(struct nwi_reading *r, enum nwi_where where);

#endif
