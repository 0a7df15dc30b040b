/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the mail reader share: letter.c walks through messages
 * and their parts, letter_text.c finds messages within plain text. */
#ifndef NWI_PAGE_LETTER_H
#define NWI_PAGE_LETTER_H

#include "mail/read.h"
#include <newswatch/feed.h>

/* What a message says of itself, decoded. */
struct nwi_letter_head {
	struct nw_str subject, sender, id;
	struct nw_instant date;
};

/* Fields of a header block to a head; the arena has the text. */
void nwi_letter_head(const struct nwi_mail_entity *message,
		     struct nw_arena *arena, struct nwi_letter_head *out);

/*
 * The next message of a plain digest (RFC 1153), which lines of hyphens part;
 * `*rest` is moved behind it. False when there is none left.
 */
bool nwi_letter_next(struct nw_str *rest, struct nwi_mail_entity *out);

/* Whether a text holds two such messages at least. */
bool nwi_letter_is_digest(struct nw_str text);

/*
 * The text without what a forwarder put around it: header lines of a message
 * within the first lines of the text go to `head`, and what stands before
 * them is dropped.
 */
struct nw_str nwi_letter_forwarded(struct nw_str text, struct nw_arena *arena,
				   struct nwi_letter_head *head);

/* Without what stands behind "-- " (RFC 3676, 4.3) or a list's long rule. */
struct nw_str nwi_letter_unsigned(struct nw_str text);

/* Without "Re:", "Fwd:" and what else mail programs put before it. */
struct nw_str nwi_letter_subject(struct nw_str subject);

#endif
