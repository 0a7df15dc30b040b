/* SPDX-License-Identifier: Apache-2.0 */
/* An item in the making: which lines it has, and what they say of it. */
#ifndef NWI_PAGE_DIGEST_DRAFT_H
#define NWI_PAGE_DIGEST_DRAFT_H

#include "page/digest_impl.h"

struct digest_draft {
	size_t first; /* the first line of what stands before the title */
	size_t head;  /* the title, or the first line of the text */
	size_t end;
	bool titled, dropped, glued;
	bool vague;	  /* "last week": a date, and no day */
	bool renamed;	  /* what seemed its title is the page's name */
	int32_t clock_ms; /* a time without its day, else -1 */
	struct nw_instant date;
	struct nw_str outlet, byline, link;
};

struct digest_drafts {
	struct digest_draft *rows;
	size_t count;
};

/* digest_draft.c */
bool nwi_digest_is_text(const struct digest_line *line);
void nwi_digest_find_drafts(struct digest *d, struct digest_drafts *drafts);

/* digest_meta.c */
void nwi_digest_read_meta(const struct digest *d, struct digest_draft *draft);
/* The one name behind all texts is the outlet's. */
void nwi_digest_name_outlet(struct digest_drafts *drafts);
/* Cuts "Title: " where every title has it. */
void nwi_digest_drop_keys(struct digest *d, const struct digest_drafts *drafts);

/* digest_author.c: cuts what the end of a text says of its writer. */
void nwi_digest_drop_author(struct digest *d, const struct digest_draft *draft);
/* Two or three capitalised words and nothing else. */
bool nwi_digest_is_person(struct nw_str text);

/*
 * digest_retold.c: the line from which on the draft tells its own beginning
 * once more in other words, `draft->end` without. `loose` asks for less of a
 * likeness, on pages of which nwi_digest_retells says that they do so.
 */
size_t nwi_digest_retold(const struct digest *d,
			 const struct digest_draft *draft, bool loose);
bool nwi_digest_retells(const struct digest *d,
			const struct digest_drafts *drafts);

#endif
