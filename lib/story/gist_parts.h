/* SPDX-License-Identifier: Apache-2.0 */
/* The parts that a gist is made of. */
#ifndef NWI_STORY_GIST_PARTS_H
#define NWI_STORY_GIST_PARTS_H

#include "story/gist.h"
#include "story/tables/gist_table.h"

/* Words of a title and of a text's beginning in which facts are looked for. */
#define NWI_GIST_TITLE_WORDS 40
#define NWI_GIST_LEAD_WORDS  120

/* Words of a text in which names and places are counted. */
#define NWI_GIST_READ_WORDS 250

/* Bits of what stands between a word and the one before it. */
enum nwi_gist_gap {
	NWI_GAP_SPACE = 1 << 0,
	NWI_GAP_COMMA = 1 << 1,
	NWI_GAP_POINT = 1 << 2,
	NWI_GAP_COLON = 1 << 3,	 /* and the semicolon */
	NWI_GAP_HYPHEN = 1 << 4, /* and dashes; a clause's with SPACE */
	NWI_GAP_PAREN = 1 << 5,
	NWI_GAP_SLASH = 1 << 6,
	NWI_GAP_PLUS = 1 << 7,
	NWI_GAP_PERCENT = 1 << 8,
	NWI_GAP_MONEY = 1 << 9, /* its `what` is in the word's `money` */
	NWI_GAP_QUOTE = 1 << 10,
	NWI_GAP_NUMBER = 1 << 11, /* # No. § */
	NWI_GAP_OTHER = 1 << 12,
	NWI_GAP_SENTENCE = 1 << 13, /* a sentence begins */
	NWI_GAP_AND = 1 << 14	    /* Arabic writes it as a part of the word */
};

/* A word with what it means. */
struct nwi_gist_word {
	struct nw_str folded;
	uint16_t gap;	 /* of enum nwi_gist_gap; before it */
	uint16_t behind; /* the next one's, or what ends the text */
	uint8_t kind;	 /* enum nwi_gist_kind */
	uint8_t what;
	uint8_t money, money_behind; /* the signs in the gaps, or 0 */
	bool past;		     /* of something else than the event */
	uint16_t value;
	uint32_t from, to; /* bytes of the text */
};

/* A part of a document as words; on the stack. */
struct nwi_gist_text {
	struct nw_str text;
	uint32_t language; /* key of its words */
	bool english;
	bool arabic;	  /* articles and prepositions are parts of words */
	bool articles;	  /* the word for one is an article too */
	bool unspaced;	  /* Chinese, Japanese */
	bool comma_parts; /* "34,750" is over thirty thousand */
	bool body;
	int year; /* the item's; 0 where it has no date */
	struct nwi_gist_word words[NWI_GIST_LEAD_WORDS];
	size_t count;
};

/* Fills `out` from the beginning of a field. */
void nwi_gist_words(const struct nw_doc *doc, enum nw_field field,
		    struct nwi_gist_text *out);

/* What a folded word means; NULL: nothing. */
const struct nwi_gist_slot *nwi_gist_look_up(const struct nwi_gist_text *text,
					     struct nw_str word);

/* What the longest beginning of a text means, and its length. */
const struct nwi_gist_slot *nwi_gist_beginning(const struct nwi_gist_text *text,
					       struct nw_str word, size_t *len);

/*
 * Cuts a token of Chinese or Japanese, and what follows it where a word of
 * the table goes on, into words at `out`, at most `room`; `*at` is the byte
 * behind the last one. Returns how many.
 */
size_t nwi_gist_cut(const struct nwi_gist_text *text,
		    const struct nw_token *token, bool counted, size_t *at,
		    struct nwi_gist_word *out, size_t room);

/* The code of a currency sign: a word's `money`. */
const char *nwi_gist_money(uint8_t sign);

/* A number as it stands in a text. */
struct nwi_gist_number {
	size_t from, to;  /* its words; `to` is behind it */
	int64_t milli;	  /* thousandths */
	bool about, skip; /* skip: a date, a score, a model's name */
	bool single;	  /* "one", which is an article too */
};

enum { NWI_GIST_NUMBERS = 32 };

/* Finds the numbers, in order; returns how many. */
size_t nwi_gist_numbers(const struct nwi_gist_text *text,
			struct nwi_gist_number out[NWI_GIST_NUMBERS]);

/* Whether a number that may be a year counts what follows: "2,009 dead". */
bool nwi_gist_counts_year(const struct nwi_gist_text *text, size_t at);

/* Marks the words of what was before, and of what is counted since long. */
void nwi_gist_mark_past(struct nwi_gist_text *text);

/* Adds the figures of a text, whose words it marks as it goes. */
void nwi_gist_figures(struct nwi_gist_text *text, struct nwi_gist *out);

/* Whether a title, or the beginning of a body, tells of a denial; and whose. */
void nwi_gist_find_denial(const struct nwi_gist_text *text,
			  struct nwi_gist *out);

/* Fills names; of `words` the language alone is used. */
void nwi_gist_names(const struct nw_doc *doc, struct nwi_gist_text *words,
		    struct nwi_gist *out);

/* Fills places. */
void nwi_gist_places(const struct nw_doc *doc, struct nwi_gist *out);

#endif
