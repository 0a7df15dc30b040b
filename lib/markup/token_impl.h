/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the tokeniser share. Positions are pointers into the
 * input; each function leaves `reader->at` behind what it read.
 */
#ifndef NWI_MARKUP_TOKEN_IMPL_H
#define NWI_MARKUP_TOKEN_IMPL_H

#include "base/arena.h"
#include "markup/scan.h"
#include "markup/token.h"

/* What decoding does besides making CR and CR LF an LF. */
enum nwi_decode_flag {
	NWI_DECODE_REFS = 1, /* character references */
	NWI_DECODE_ATTR = 2, /* by the rules of attribute values */
	NWI_DECODE_NUL = 4,  /* NUL becomes U+FFFD; else it stays */
	NWI_DECODE_LOWER = 8 /* 'A' to 'Z' become small */
};

/* The decoded copy of [from, to); the slice itself when memory is out. */
struct nw_str nwi_token_decode(struct nwi_tokenizer *reader, const char *from,
			       const char *to, unsigned flags);

static inline const char *nwi_token_end(const struct nwi_tokenizer *reader)
{
	return reader->input.at + reader->input.len;
}

static inline void nwi_token_seek(struct nwi_tokenizer *reader, const char *at)
{
	reader->at = (size_t)(at - reader->input.at);
}

/*
 * A tag whose name begins at `at`; false at the end of the input, which
 * swallows an unfinished tag.
 */
bool nwi_token_tag(struct nwi_tokenizer *reader, struct nwi_token *token,
		   const char *at, enum nwi_token_kind kind);

/* Whether the end tag of `last_start` comes, read in the mode of the moment. */
bool nwi_token_ends(const struct nwi_tokenizer *reader);

/* What begins with "<!", "<?" or "</" and no letter: `at` is behind the '<'. */
void nwi_token_declaration(struct nwi_tokenizer *reader,
			   struct nwi_token *token, const char *at);

#endif
