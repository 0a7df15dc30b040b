/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTML tokeniser: tokens as the WHATWG HTML standard says (section
 * "Tokenization", 2024), from valid UTF-8, in linear time.
 *
 * Tokens are slices of the input; only what holds a character reference, a
 * CR, a NUL or (in names) an upper-case letter is copied to the arena. A run
 * of text is one token. When the arena is full, what would have to be decoded
 * is given raw and `cut` is set.
 */
#ifndef NWI_MARKUP_TOKEN_H
#define NWI_MARKUP_TOKEN_H

#include "markup/attr.h"
#include <newswatch/arena.h>

enum nwi_token_kind {
	NWI_TOKEN_EOF = 0,
	NWI_TOKEN_TEXT,
	NWI_TOKEN_START,
	NWI_TOKEN_END,
	NWI_TOKEN_COMMENT,
	NWI_TOKEN_DOCTYPE
};

/* Elements of raw text whose end tag people forget. */
enum { NWI_RAW_NAMES = 6 };

/* How text is read: the tokeniser's states between tokens. */
enum nwi_text_mode {
	NWI_MODE_DATA = 0,
	NWI_MODE_RCDATA,  /* title, textarea: references, no tags */
	NWI_MODE_RAWTEXT, /* style, xmp, iframe, noembed, noframes */
	NWI_MODE_SCRIPT,
	NWI_MODE_PLAINTEXT, /* no end */
	NWI_MODE_CDATA	    /* inside <![CDATA[ of foreign content */
};

struct nwi_token {
	enum nwi_token_kind kind;
	uint16_t atom;
	bool self_closing;
	bool unclosed; /* START: of raw text, and its end tag never comes */
	bool quirks;   /* DOCTYPE: force-quirks */
	struct nw_str name; /* START, END, DOCTYPE: lower case; DOCTYPE: absent
			       if missing */
	struct nw_str text; /* TEXT, COMMENT */
	struct nw_str public_id, system_id; /* DOCTYPE; absent allowed */
	const struct nwi_attr *attrs;	    /* START; until the next token */
	size_t attr_count;
	size_t from, to; /* bytes [from, to) of the input */
};

/*
 * The tokeniser. `mode`, `last_start` and `foreign` may be set between tokens
 * as a tree builder does; the rest is private, except `cut`.
 */
struct nwi_tokenizer {
	struct nw_str input;
	struct nw_arena *arena;
	size_t at;
	enum nwi_text_mode mode;
	struct nw_str last_start; /* the end tag that ends RCDATA and so on */
	bool foreign;	  /* in SVG or MathML: <![CDATA[ begins a section */
	bool raw_by_name; /* choose the mode by the start tag's name */
	bool no_end[NWI_RAW_NAMES]; /* end tags that do not come any more */
	bool cut;
	struct nwi_attr attrs[NWI_MAX_ATTRS];
};

/*
 * Begins in DATA with raw_by_name on: then an <iframe>, <noembed>, <noframes>,
 * <textarea>, <title> or <xmp> without an end tag is `unclosed` and what
 * follows is read as usual, where the standard makes all the rest its text.
 * A leading BOM is skipped.
 */
void nwi_tokenizer_init(struct nwi_tokenizer *reader, struct nw_str input,
			struct nw_arena *arena);

/* The next token; false (and kind EOF) at the end. */
bool nwi_tokenizer_next(struct nwi_tokenizer *reader, struct nwi_token *token);

#endif
