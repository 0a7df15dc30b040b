/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the readers of a page's facts (title, names, dates) share.
 *
 * page_line.c walks the page once and gives its visible lines, each with its
 * place and with what the names around it say; page_ld.c reads JSON-LD,
 * page_meta.c the head. page_title.c, page_date.c and page_author.c choose.
 */
#ifndef NWI_HTML_PAGE_FACTS_H
#define NWI_HTML_PAGE_FACTS_H

#include "html/page_impl.h"

/* Bytes of a title (RELIABILITY), of one name, of a line that is kept. */
enum { TITLE_BYTES = 4096, NAME_BYTES = 256, LINE_BYTES = 320 };
enum { AUTHORS = 16 };

/* What class, id and itemprop call an element. */
enum page_role {
	ROLE_DATE = 1,
	ROLE_PUBLISHED = 2,
	ROLE_UPDATED = 4,
	ROLE_AUTHOR = 8,
	ROLE_OTHER = 16 /* today's date, an event, a birth: not ours */
};

/* A mark more than page_impl.h has: readers' words, of others. */
enum { SCAN_COMMENT = 0x8000 };

/* Visible words of one block, white space folded. */
struct page_line {
	struct nw_str text;
	uint32_t node;	/* the first text of it */
	uint32_t at;	/* visible characters that stand before it */
	uint16_t marks; /* of all that hold it */
	uint8_t roles;	/* of what holds it and is small */
};

struct page_scan {
	struct page_line *lines;
	uint32_t line_count;
	uint32_t *at;	 /* by node: visible characters before it */
	uint16_t *marks; /* by node: inherited too */
	uint8_t *roles;
	uint32_t title_at, title_end; /* in visible characters */
	uint32_t body_end; /* behind it nothing is beside the title */
	bool has_title;
};

/* False when the arena is full: then nothing visible is read. */
bool page_scan_lines(const struct page *page, struct page_scan *out);

/* Says where the title stands, once it is known. */
void page_scan_title(const struct page *page, struct page_scan *scan,
		     struct nw_str title);

/* Says where the article ends; NULL without one. */
void page_scan_body(const struct page *page, struct page_scan *scan,
		    const struct nwi_node *article);

/* The roles that a class, id or property gives. */
unsigned page_roles_of(struct nw_str names);

/* How far from the title: before it is worse than behind. */
enum page_place { PLACE_FAR, PLACE_BEFORE, PLACE_NEAR, PLACE_NEXT };
enum page_place page_place_of(const struct page_scan *scan, uint32_t at);

/* Words that stand before a date or a name. */
enum page_label { LABEL_NONE, LABEL_PUBLISHED, LABEL_UPDATED, LABEL_OTHER };

/* A line's next stretch: the label in front of it and its text. */
struct page_stretch {
	enum page_label label;
	struct nw_str text;
};
bool page_stretch_next(struct nw_str *rest, struct page_stretch *out);

/* Bytes of a by-word ("By ", "Von ") at the start; 0 without. */
size_t page_by_word(struct nw_str text);

/* What the head says; in a field the best row counts. */
enum page_field {
	F_TITLE,
	F_SITE,
	F_AUTHOR,
	F_PUBLISHED,
	F_UPDATED,
	F_LANGUAGE,
	PAGE_FIELDS
};
enum { META_VALUES = 24 };

struct page_meta_value {
	struct nw_str text;
	uint8_t field;
	uint8_t rank;	/* 0 is the most trusted */
	bool is_turned; /* "Doe, Jane" */
};

struct page_head {
	struct page_meta_value rows[META_VALUES];
	uint32_t count;
};

/* The most trusted value of a field, absent without. */
struct nw_str page_head_value(const struct page_head *head,
			      enum page_field field);

/* What is known when title, names and dates are chosen. */
struct page_facts {
	const struct page *page;
	struct page_head head;
	struct page_ld ld;
	struct page_scan scan;
	struct nw_str site, url;
	struct nw_str blog; /* a heading that names the outlet */
};

struct nw_str page_line_in(const struct page *page, struct nw_str text,
			   size_t max);

/* The text of an element as one line, absent without. */
struct nw_str page_element_line(const struct page *page,
				const struct nwi_node *node, size_t max);

struct nw_str page_choose_title(struct page_facts *facts);
void page_choose_dates(const struct page_facts *facts, struct nw_page *out);
void page_choose_authors(const struct page_facts *facts, struct nw_page *out);

/* Tells the asker, if any, what was taken for `what` and why. */
void page_tell(const struct page *page, const char *what, struct nw_str text,
	       const char *why);

/* page_name.c: the names in a by-line's text. */
struct page_names {
	struct nw_str rows[AUTHORS];
	uint32_t count;
	uint32_t persons; /* of them that read like a person's name */
};

/* Adds what `text` holds; nothing for roles, addresses, dates, the site. */
void page_names_add(const struct page *page, struct nw_str text,
		    struct nw_str site, struct page_names *names);
bool page_is_person(struct nw_str name);
/* A word of it tells what somebody is: "Trending Editor". */
bool page_tells_role(struct nw_str name);
struct nw_str page_without_day(struct nw_str name);
/* "Edited by ...", "Photo: ...": who did something else. */
bool page_is_helper(struct nw_str name);
bool page_is_body(struct nw_str name); /* an organisation by its words */

#endif
