/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writing end of the sanitiser, fed by a walk over a tree or, where the
 * HTML is simple enough, straight by its tokens.
 */
#ifndef NWI_HTML_SANITISE_H
#define NWI_HTML_SANITISE_H

#include "markup/tree.h"

struct nwi_sanitiser {
	struct nw_str base;
	struct nw_arena *arena;
	struct nw_buf *out;
	size_t start; /* of ours in `out` */
	struct nw_buf scratch;
	struct nw_str clean; /* of the source: nothing in it is to be cleaned */
	bool dirty;	     /* something else was */
	/* The last link: it is judged, and then written. */
	struct nw_str written, link;
	bool link_is_mail;
};

/* Texts that are slices of `html` need no second look where it is clean. */
void nwi_sanitiser_init(struct nwi_sanitiser *s, struct nw_str html,
			struct nw_str base_url, struct nw_arena *arena,
			struct nw_buf *out);

/* Takes everything back. */
void nwi_sanitiser_undo(struct nwi_sanitiser *s);

/*
 * When `out` is full it may end inside a tag: what was appended is taken
 * back, and the buffer says that it failed.
 */
void nwi_sanitiser_fini(struct nwi_sanitiser *s);

/* Whether elements of that name are on the allow-list. */
bool nwi_sanitise_keeps(enum nwi_atom atom);

void nwi_sanitise_text(struct nwi_sanitiser *s, struct nw_str text);

/* The start tag, if any; whether an end tag is due behind the children. */
bool nwi_sanitise_open(struct nwi_sanitiser *s, const struct nwi_node *element);

/* The same of one without attributes, not a link and not a picture. */
bool nwi_sanitise_open_bare(struct nwi_sanitiser *s, enum nwi_atom element,
			    struct nw_str name);
void nwi_sanitise_close(struct nwi_sanitiser *s, struct nw_str name);

void nwi_sanitise_tree(struct nwi_sanitiser *s, const struct nwi_tree *tree);

#endif
