/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the text reader share. A page becomes lines, lines get
 * features (one bit each), features give each line a role, roles make items:
 *
 *   digest_line.c   text -> lines, wrapped paragraphs joined, marks
 *   digest_shape.c  words, sentences, capitals
 *   digest_words.c  what a line says of itself: "Read more", "Photo:"
 *   digest_lookup.c  which of these phrases a line has
 *   digest_terms.c  by-lines, sections, headers of mails
 *   digest_clock.c  times of a day
 *   digest_stamp.c  dates, times, names and outlets in a line
 *   digest_block.c  features of lines that stand together
 *   digest_mark.c   features by the lines around
 *   digest_role.c   features -> roles (Viterbi over one table)
 *   digest_draft.c  roles -> drafts: where items begin and end
 *   digest_item.c   drafts -> items
 *   digest_meta.c   outlet, by-line, link and date of a draft
 *   digest_retold.c  paraphrase within a post
 *   digest_author.c  who wrote it, behind the text
 */
#ifndef NWI_PAGE_DIGEST_IMPL_H
#define NWI_PAGE_DIGEST_IMPL_H

#include "text/date.h"
#include <newswatch/digest.h>

enum {
	DIGEST_LINES = 65536, /* of a page */
	DIGEST_SHORT = 240    /* bytes of a line that is looked at closely */
};

enum digest_role {
	ROLE_OUT, /* page furniture between and around articles */
	ROLE_PRE, /* outlet, date, section before a title */
	ROLE_TITLE,
	ROLE_POST, /* by-line, date, link between title and text */
	ROLE_LEAD, /* text that begins an item without a title */
	ROLE_BODY,
	ROLE_CUT,   /* caption, advertisement within the text */
	ROLE_SUB,   /* crosshead: belongs to the text */
	ROLE_AFTER, /* tags, link, name and time behind the text */
	ROLE_COUNT
};

/* What a line is known to be by its words. */
enum digest_word {
	WORD_NONE,
	WORD_MORE, /* "Read more" */
	WORD_SHARE,
	WORD_AD,
	WORD_TAGS,
	WORD_CAPTION,
	WORD_LEGAL,  /* copyright, cookies, terms */
	WORD_LETTER, /* subscribe, unsubscribe, view in browser */
	WORD_DONATE,
	WORD_COMMENTS,
	WORD_PAGER,
	WORD_RELATED,	/* heads a list of links */
	WORD_QUESTIONS, /* heads questions and answers made for search engines
			 */
	WORD_FILLER,	/* text about itself, made for search engines */
	WORD_MACHINE,	/* lines meant for machines: ads.txt, scripts */
	WORD_PLAYER,
	WORD_CREDIT,   /* "Source: ..." behind a text */
	WORD_RUN,      /* "One headAnother headA third" */
	WORD_UPDATE,   /* "Updated at 10.45" */
	WORD_SPONSOR,  /* heads what somebody pays for */
	WORD_EMBED,    /* of a post within an article */
	WORD_AUTHOR,   /* heads what is told of the writer */
	WORD_GREETING, /* "Good morning", and good-byes */
	WORD_COUNT
};

/* Features: a bit each, a row each in digest_role.c. */
enum digest_feature {
	F_TINY,	  /* up to 2 words */
	F_SHORT,  /* 3 to 20 */
	F_MIDDLE, /* 21 to 32 */
	F_LONG,
	F_DOT,	      /* ends as a sentence does */
	F_QUOTED_DOT, /* the same, within quotes or brackets */
	F_MARK,	      /* ends with ! or ? */
	F_TRAILING,   /* ends with dots: cut short */
	F_COLON,
	F_OPEN,	     /* ends with none of them */
	F_SENTENCES, /* more than one */
	F_LOWER,     /* begins with a lower-case letter */
	F_QUOTE,     /* begins with a quotation mark */
	F_CAPITALS,  /* Most Words Begin So */
	F_UPPER,     /* NO LOWER CASE */
	F_BULLET,
	F_NUMBERED,
	F_CLOCKED, /* a clock stood before, as in many lines here */
	F_HEADED,  /* marked as a heading: "## " */
	F_UNDERLINED,
	F_DATE,	 /* a date, a time or both, and nothing else */
	F_STAMP, /* a name run together with a time */
	F_DATED, /* a date beside other short fields */
	F_BYLINE,
	F_LABEL,    /* short, beside a date or another label */
	F_LINK,	    /* a link alone */
	F_REPEATED, /* a short line that comes again */
	F_NOISE,    /* its words say so */
	F_CAPTION,
	F_TAGS,
	F_LISTHEAD,   /* heads a list of links, or comments */
	F_LISTED,     /* stands below such a head */
	F_RULED,      /* a rule stands before */
	F_FAR,	      /* further from the line before than paragraphs are */
	F_NEAR,	      /* nearer */
	F_APART,      /* two lines further at least */
	F_FAR_NEXT,   /* the next line is further away than paragraphs are */
	F_PROSE_NEXT, /* text follows, behind dates and names at most */
	F_NO_PROSE_NEXT,
	F_LINK_NEXT, /* a link alone follows */
	F_PROSE,
	F_MORE,	   /* "Read more" stood at the end of a paragraph */
	F_TAKEN,   /* the header of a mail, contents */
	F_LEADING, /* a line of its kind begins the items of this page */
	F_LIST,	   /* of a list within an article, or of talk */
	F_BLOCK,   /* a title that ends as a sentence does */
	F_DECK,	   /* a second headline */
	F_ALIEN,   /* titles have a date beside them here, this has none */
	F_FIRST,
	F_COUNT
};

#define BIT(feature) (UINT64_C(1) << (feature))

enum digest_stamp_kind {
	STAMP_NONE,
	STAMP_DATE,  /* the whole line */
	STAMP_TIME,  /* the whole line, without a day */
	STAMP_GLUED, /* who and when run together */
	STAMP_FIELD, /* one field of several */
	STAMP_COUNT
};

struct digest_line {
	struct nw_str text; /* without mark and white space */
	uint64_t bits;	    /* BIT(enum digest_feature) */
	uint32_t from, to;  /* bytes of the decoded text */
	uint32_t hash;
	uint32_t pattern; /* hash with all digits alike */
	uint32_t words;
	uint16_t gap;  /* empty lines before */
	uint8_t mark;  /* 0, or the kind of its bullet */
	uint8_t word;  /* enum digest_word */
	uint8_t role;  /* enum digest_role */
	uint8_t stamp; /* enum digest_stamp_kind */
	uint8_t sentences;
	bool run_on; /* words run together in more than one place */
	struct nw_instant date;
	int32_t clock_ms;  /* STAMP_TIME: of the day; else -1 */
	struct nw_str who; /* beside the date, or behind "By" */
};

struct digest {
	const struct nw_feed_input *input;
	struct nw_arena *arena;
	struct nw_str text; /* decoded */
	struct digest_line *lines;
	size_t count;
	struct nwi_date_hints hints;
	uint16_t paragraph_gap; /* between two paragraphs, as a rule */
	bool paragraphs;	/* some texts have more than one */
	bool cut;		/* there were more lines */
	uint8_t trailing;  /* enum digest_stamp_kind that stands behind its text
			    */
	bool untitled;	   /* items have no titles as a rule */
	bool announced;	   /* texts without title begin with one and a colon */
	bool parted;	   /* rules stand before titles */
	bool bare;	   /* titles have no text */
	bool single;	   /* one article: other titles are crossheads */
	bool clocked;	   /* clocks or names with times stand before items */
	bool digit_clocks; /* "0900" is a clock here */
	struct nw_instant date; /* of the page */
	struct nw_str outlet;	/* of the page: the sender of a mail */
};

/* digest_line.c */
bool nwi_digest_lines(struct digest *d);
void nwi_digest_shape(struct digest_line *line);
/* "Text. [3]" points at a list of links. */
struct nw_str nwi_digest_without_note(struct nw_str text);
bool nwi_digest_is_prose(const struct digest_line *line);

/* digest_lookup.c: `prose` leaves out what paragraphs may begin with. */
struct digest_index;
struct digest_index *nwi_digest_index(struct nw_arena *arena);
enum digest_word nwi_digest_word(const struct digest_index *index,
				 struct nw_str text, bool prose);
/* Whether a line speaks to the reader: "our", "please", "here". */
bool nwi_digest_speaks(struct nw_str text);
/* digest_words.c */
const char *nwi_digest_word_name(enum digest_word word);

/* digest_terms.c */
/* Bytes of a by-line's beginning ("By "), 0 without. */
size_t nwi_digest_by(struct nw_str text);
/* Bytes of the paragraph before "Read more" behind its last sentence. */
size_t nwi_digest_before_more(const struct digest_index *index,
			      struct nw_str text);
bool nwi_digest_is_section(struct nw_str text);
/* Where a phrase that is noise within text begins, and its end. */
bool nwi_digest_inline(struct nw_str text, size_t from, size_t *start,
		       size_t *end);
/* The header of a mail that a line is: 'f'rom, 's'ubject, 'd'ate, 'o'ther. */
char nwi_digest_header(struct nw_str text, struct nw_str *value);

/* digest_clock.c */
/* "07:38", "10.45 GMT" and nothing else: sets the line's clock. */
bool nwi_digest_is_clock(struct nw_str text, struct digest_line *line);
/* Bytes of a clock that a line begins with, and of what parts it; 0 without. */
size_t nwi_digest_clock(struct nw_str text, int32_t *clock_ms);
/* "Updated at 10.45 GMT"; behind "Posted at" the clock is the line's. */
bool nwi_digest_is_update(struct nw_str text, struct digest_line *line);
/* "0900", "1430 GMT" and nothing else. */
bool nwi_digest_digits(struct nw_str text, int32_t *clock_ms);

/* digest_stamp.c */
void nwi_digest_stamp(const struct digest *d, struct digest_line *line);
size_t nwi_digest_lead_in(const struct digest *d, struct digest_line *line);
void nwi_digest_patterned(const struct digest *d, struct digest_line *line);
bool nwi_digest_date(const struct digest *d, struct nw_str text,
		     struct nw_instant *out);
/* A date in the last words of a line, as "Site: January 2022", and the rest. */
bool nwi_digest_last_date(const struct digest *d, struct nw_str text,
			  struct nw_instant *out, struct nw_str *before);
/* Bytes of a day that a line begins with, and of what parts it; 0 without. */
size_t nwi_digest_leading_day(const struct digest *d, struct nw_str text,
			      struct nw_instant *out);
/* The next field of a line of several; separators are | • · – and tabs. */
bool nwi_digest_field(struct nw_str *rest, struct nw_str *field);

/* digest_read.c */
void nwi_digest_read(struct digest *d, const struct digest_index *index);

/* digest_mark.c; false when the arena is full. */
bool nwi_digest_mark(struct digest *d);

/* digest_block.c */
void nwi_digest_blocks(struct digest *d);

/* digest_record.c; false when the arena is full. */
bool nwi_digest_records(struct digest *d);
void nwi_digest_name_days(struct digest *d);

/* digest_role.c; false when the arena is full. */
bool nwi_digest_roles(struct digest *d);

/* digest_item.c */
enum nw_status nwi_digest_items(struct digest *d, nw_feed_item_fn *each,
				void *arg, const struct nw_feed *feed,
				uint32_t *made, struct nw_error *err);

#endif
