/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an item says in facts: who and where is named, what is counted, and
 * whether the report is a denial.
 *
 * It is a function of title, text and language alone, made from the folded
 * document; what it says of two reports can be compared, across words and for
 * the commonest classes across languages ("killed" is what погибли, muertos
 * and 死亡 count). It reads the beginning of a text, where reports say what
 * is new, so its time does not grow with the text's length.
 */
#ifndef NWI_STORY_GIST_H
#define NWI_STORY_GIST_H

#include <newswatch/doc.h>

enum {
	NWI_GIST_NAMES = 8,
	NWI_GIST_PLACES = 8,
	NWI_GIST_FIGURES = 12,
	NWI_GIST_NAME_BYTES = 96, /* a longer name is none */
	NWI_FIGURE_VALUE = 24,
	NWI_FIGURE_OF = 32,
	NWI_FIGURE_WORD = 40,
	NWI_GIST_DENIER = 64,
	NWI_GIST_DENIED_BYTES = 160 /* that are written of a longer clause */
};

/* What a title tells counts more than what a text tells further on. */
enum nwi_gist_where {
	NWI_GIST_IN_TITLE = 0,
	NWI_GIST_IN_LEAD = 1, /* the first sentence */
	NWI_GIST_IN_BODY = 2
};

/* A number and what it counts. Texts are ended by NUL. */
struct nwi_figure {
	char value[NWI_FIGURE_VALUE]; /* "17", "1200000", "2.5" */
	char of[NWI_FIGURE_OF];	      /* a class ("killed"), or a noun's stem */
	char word[NWI_FIGURE_WORD];   /* the noun as written; "": a class */
	bool about;		      /* "at least", "nearly", "up to" */
	enum nwi_gist_where where;
};

struct nwi_gist {
	/* As they are told first; most told first. Borrowed of the document. */
	struct nw_str names[NWI_GIST_NAMES];
	char places[NWI_GIST_PLACES][4]; /* ISO 3166 codes, most told first */
	struct nwi_figure figures[NWI_GIST_FIGURES]; /* title's first */
	uint8_t name_count, place_count, figure_count;
	bool denial;	      /* title or lead tell that somebody denies */
	struct nw_str denied; /* by this sentence; of the document */
	char denier[NWI_GIST_DENIER]; /* who, folded; "" where not told */
};

/* Fills `out`; any document will do. */
void nwi_gist_make(const struct nw_doc *doc, struct nwi_gist *out);

/*
 * Appends {"names":[..],"places":[..],"figures":[{"value","of"}],"denial"}, and
 * "denied" and "denier" with a denial; a figure has "word" where `of` is a
 * stem, and "about":true where the text does not mean it exactly, "where" 1
 * or 2 (enum nwi_gist_where) when it is not the title's.
 */
void nwi_gist_write(const struct nwi_gist *gist, struct nw_buf *out);

#endif
