/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document: an item whose words were folded once.
 *
 * Tokens are words as newswatch's queries see them: runs of letters, marks
 * and digits (Unicode), folded for case, diacritics and width, possessive 's
 * dropped; apostrophes, hyphens and the points and commas of numbers part
 * words ("can't" has two, as has "34,750"). Chinese, Japanese and Thai are cut
 * at ICU's word boundaries. Positions count words within one field; title and
 * body are apart, so nothing matches across their border.
 */
#ifndef NEWSWATCH_DOC_H
#define NEWSWATCH_DOC_H

#include <newswatch/item.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nw_doc;

struct nw_token {
	struct nw_str folded;  /* what queries compare; in the document's arena */
	uint32_t hash;         /* of `folded`, nw_token_hash */
	uint32_t from, to;     /* bytes of the field's text */
	uint32_t sentence;     /* counted from 0 within the field */
	uint32_t flags;        /* enum nw_token_flag */
};

enum nw_token_flag {
	NW_TOKEN_UPPER = 1 << 0,   /* more than one letter, all upper case */
	NW_TOKEN_CAPITAL = 1 << 1, /* begins with an upper-case letter */
	NW_TOKEN_NUMBER = 1 << 2,
	NW_TOKEN_ACRONYM = 1 << 3  /* letters parted by points: U.S. */
};

/*
 * Folds an item's title and body. The document borrows the item and lives in
 * the arena. At most 262,144 tokens a field are kept (a 1 MiB text has fewer).
 */
NW_PUBLIC enum nw_status nw_doc_make(const struct nw_item *item,
				     struct nw_arena *arena,
				     struct nw_doc **out, struct nw_error *err)
	NW_CHECKED;

NW_PUBLIC const struct nw_item *nw_doc_item(const struct nw_doc *doc);

/* The tokens of a field (enum nw_field), in order; `*count` may be 0. */
NW_PUBLIC const struct nw_token *nw_doc_tokens(const struct nw_doc *doc,
					       enum nw_field field,
					       size_t *count);

/* The text of a field that spans and token offsets refer to. */
NW_PUBLIC struct nw_str nw_doc_text(const struct nw_doc *doc,
				    enum nw_field field);

/* BCP 47 language from the item, or guessed; absent when unknown. */
NW_PUBLIC struct nw_str nw_doc_language(const struct nw_doc *doc);

/* FNV-1a, 32 bits, of folded bytes: the same in every build and process. */
NW_PUBLIC uint32_t nw_token_hash(struct nw_str folded);

#ifdef __cplusplus
}
#endif
#endif
