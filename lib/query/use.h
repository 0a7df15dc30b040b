/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The set that is being compiled, as @name sees it. A query that is named
 * stands for its text in parentheses; it is read anew at every use, so that
 * limits and costs are those of what is really looked for.
 */
#ifndef NWI_QUERY_USE_H
#define NWI_QUERY_USE_H

#include "query/build.h"
#include "query/known.h"
#include "query/names.h"

struct nwi_query_set {
	const struct nw_query_text *rows;
	size_t count;
	struct nwi_dict names; /* filled at the first use; nwi_dict_fini */
	const struct nw_query_name *name_rows;
	size_t name_count;
	struct nwi_names *table; /* made at the first use; nwi_names_free */
	struct nwi_known known;	 /* nwi_known_fini */
};

#endif
