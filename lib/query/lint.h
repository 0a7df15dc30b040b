/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Warnings about queries that compile and hardly mean what was wanted:
 * branches that can never match, branches that add nothing, sides of a NEAR
 * that never meet. From the tree alone; nothing is known of what the outlets
 * publish.
 */
#ifndef NWI_QUERY_LINT_H
#define NWI_QUERY_LINT_H

#include "query/lang.h"

/*
 * Comparisons that one query may cost. Branches of an OR are compared in
 * pairs, so this is where a list of some 1,000 words ends to be checked.
 */
enum { NWI_LINT_STEPS = 1 << 20 };

/*
 * Whether every item that matches `x` matches `y`. "No" is also said of what
 * cannot be told, and once *steps has come down to 0.
 */
bool nwi_implies(const struct nwi_expr *x, const struct nwi_expr *y,
		 uint32_t *steps);

/* Reports warnings about a tree without mistakes. */
void nwi_query_lint(struct nwi_reading *r, const struct nwi_expr *tree);

#endif
