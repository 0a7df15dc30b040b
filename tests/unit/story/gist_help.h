/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of gists share. */
#ifndef TESTS_GIST_HELP_H
#define TESTS_GIST_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "story/gist_parts.h"

/* The gist of an item; names are the document's, in the arena. */
static inline void gist_of(const char *language, const char *title,
			   const char *body, struct nw_arena *arena,
			   struct nwi_gist *out)
{
	const struct nw_item item = { .size = sizeof(item),
				      .title = nw_str_from(title),
				      .content = nw_str_from(body),
				      .outlet = nw_str_from("Ostrel Herald"),
				      .language = nw_str_from(language) };
	struct nw_doc *doc;
	struct nw_error err;

	if (nw_doc_make(&item, arena, &doc, &err) != NW_OK)
		fail_msg("%s", err.text);
	nwi_gist_make(doc, out);
}

#endif
