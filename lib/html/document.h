/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the readers of HTML pages share, of one article (page_impl.h) and of
 * many (lib/page): from bytes to text, what links are relative to, and what
 * the names of elements tell.
 */
#ifndef NWI_HTML_DOCUMENT_H
#define NWI_HTML_DOCUMENT_H

#include "markup/tree.h"

/*
 * A page's bytes as UTF-8 text in the arena. `content_type` is the header's
 * value or absent. NW_LIMIT when it is longer than 64 MiB or the arena full.
 */
enum nw_status nwi_html_decode(struct nw_str bytes, struct nw_str content_type,
			       struct nw_arena *arena, struct nw_str *out,
			       struct nw_error *err) NW_CHECKED;

/* `url`, where the page was fetched, or what its <base href> makes of it. */
struct nw_str nwi_html_base(const struct nwi_tree *tree, struct nw_str url,
			    struct nw_arena *arena);

/* Whether a style attribute hides its element. */
bool nwi_html_style_hides(struct nw_str style);

/* A word of class names and ids, in lower case, and what it says. */
struct nwi_name_word {
	char text[16];
	uint16_t mark;
};

struct nwi_name_words {
	const struct nwi_name_word *rows; /* sorted */
	size_t count;
	/* A name of more words is somebody's heading: "h-why-cookies-matter-
	 * for-ads". */
	unsigned most;
};

/*
 * The marks, or-ed, of one name's words. It is cut at hyphens, underscores
 * and capitals, so that "ad" is found in "side-ad" and "sideAd" and not in
 * "header".
 */
unsigned nwi_name_marks(const struct nwi_name_words *words, struct nw_str name);

#endif
