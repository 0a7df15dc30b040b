/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the story window knows of an item's text: its print.
 *
 * A worker makes it from the folded document; it is a function of title,
 * text and language alone. Marks are a sample of the hashes of the text's
 * shingles (three folded words in a row): all that lie below `below`, so that
 * of two texts the share of the one that stands in the other can be told
 * whatever their lengths (Broder's containment; the sample is that of
 * FracMinHash). Terms are the words that tell what the text is about, stemmed
 * lightly and hashed, with their weight in the text.
 */
#ifndef NWI_STORY_PRINT_H
#define NWI_STORY_PRINT_H

#include <newswatch/doc.h>

/* A text of up to this many distinct shingles is kept whole. */
#define NWI_PRINT_MARKS_WHOLE 48

/* Longer ones keep one in twelve, up to this many. */
#define NWI_PRINT_MARKS 192

#define NWI_PRINT_TERMS 64

/*
 * What is the same in other languages: names of people, which see
 * lib/text/name, places, and the pairs of the three that are named oftest;
 * and that it is a call by telephone, with month and day or weekday. The highest byte
 * tells which.
 */
#define NWI_PRINT_PEOPLE 8
#define NWI_PRINT_PLACES 5
#define NWI_PRINT_NAMES	 (NWI_PRINT_PEOPLE + NWI_PRINT_PLACES + 3 + 1)
enum { NWI_NAME_PLACE = 0xa5, NWI_NAME_PAIR = 0xa6, NWI_NAME_CALL = 0xa7 };

static inline unsigned nwi_name_kind(uint32_t key)
{
	return key >> 24;
}

/* Bits of a term's kind. */
enum nwi_term_kind {
	NWI_TERM_COMMON = 7,	  /* how usual in its language, 0 (rare) to 7;
				     even ones are words of reporting */
	NWI_TERM_NAME = 1 << 3,	  /* capital within a sentence */
	NWI_TERM_NUMBER = 1 << 4, /* digits */
	NWI_TERM_TITLE = 1 << 5,  /* also in the title */
	NWI_TERM_SPEAKER = 1 << 6 /* a name by a word of reporting */
};

struct nwi_term {
	uint32_t hash;
	uint8_t weight; /* in the text, 1 to 255 */
	uint8_t kind;	/* of enum nwi_term_kind */
};

struct nwi_print {
	uint32_t words;	     /* of the text that the marks are of */
	uint32_t whole;	     /* hash of all of them, in order */
	uint32_t below;	     /* UINT32_MAX: every shingle is here */
	uint16_t mark_count; /* ascending */
	uint16_t term_count; /* ascending by hash */
	uint8_t name_count;  /* ascending */
	uint8_t origin;	     /* of nwi_origin_name; 0: no wire is named */
	char language[4];    /* primary tag of up to three letters, or "" */
	uint32_t marks[NWI_PRINT_MARKS];
	uint32_t names[NWI_PRINT_NAMES];
	struct nwi_term terms[NWI_PRINT_TERMS];
};

/* Fills `out`; any document will do, an empty one has no marks and terms. */
void nwi_print_make(const struct nw_doc *doc, struct nwi_print *out);

/*
 * Appends the words that the terms stand for, as the document first has them,
 * in the order of the terms and parted by spaces; behind a line feed the same
 * for the names. A word of more than NWI_PRINT_WORD bytes is cut.
 */
void nwi_print_words(const struct nw_doc *doc, const struct nwi_print *print,
		     struct nw_buf *out);
#define NWI_PRINT_WORD 48
#define NWI_PRINT_WORDS \
	((NWI_PRINT_WORD + 1) * (NWI_PRINT_TERMS + NWI_PRINT_NAMES))

/* Bytes of a print of most marks and terms as nwi_print_write gives it. */
#define NWI_PRINT_BYTES \
	(32 + 4 * (NWI_PRINT_MARKS + NWI_PRINT_NAMES) + 6 * NWI_PRINT_TERMS)

/*
 * Writes a print for storing: little endian, a version first, a CRC32C last.
 * Returns the number of bytes.
 */
size_t nwi_print_write(const struct nwi_print *print,
		       unsigned char out[NWI_PRINT_BYTES]);

/*
 * Reads what nwi_print_write wrote. NW_BAD_INPUT when it is damaged, of
 * another version, or no print: the item is then without one.
 */
enum nw_status nwi_print_read(struct nw_str bytes, struct nwi_print *out,
			      struct nw_error *err) NW_CHECKED;

/* The same as hexadecimal text, for frames; appends. */
void nwi_print_to_text(const struct nwi_print *print, struct nw_buf *out);
enum nw_status nwi_print_from_text(struct nw_str text, struct nwi_print *out,
				   struct nw_error *err) NW_CHECKED;

/* The share of the marks of the smaller text that the other has, and more. */
struct nwi_overlap {
	uint32_t shared;    /* marks, of those that both would keep */
	uint32_t a, b;	    /* marks of each that both would keep */
	double containment; /* shared / min(a, b); 0 without marks */
	double resemblance; /* shared / (a + b - shared) */
};
void nwi_print_overlap(const uint32_t *a, size_t a_count, uint32_t a_below,
		       const uint32_t *b, size_t b_count, uint32_t b_below,
		       struct nwi_overlap *out);

#endif
