/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an article is found on a page, and what the steps share.
 *
 * 1. Hints (page_hint.c): what the page says of its own kind. An article's
 *    page gives its own text only, others their short lines and lists too.
 * 2. Marks (page_mark.c): each element is judged by its name, role, class and
 *    id: furniture of the page, likely body, silent.
 * 3. Weights (page_score.c): text is counted per block, links apart; blocks
 *    that read like prose give their length as weight to all that hold them.
 *    The article is where the weight is: from the page's root down as long as
 *    one child holds nearly all of it.
 * 4. Body (page_body.c): leads and the blocks of the article in order, without
 *    what page_judge.c leaves out: links, captions, teasers, appeals
 *    (page_words.c), what newsrooms set between paragraphs (page_news.c),
 *    what JSON-LD's body lacks (page_told.c).
 * 5. Metadata (page_facts.h): what the page says of itself.
 * 6. Walls (page_wall.c) tell stubs and questions on consent from articles;
 *    selectors (page_select.c) go before all that is found.
 *
 * Every step is one pass over the nodes, by their number.
 */
#ifndef NWI_HTML_PAGE_IMPL_H
#define NWI_HTML_PAGE_IMPL_H

#include "markup/select.h"
#include <newswatch/page.h>

enum page_mark {
	PAGE_SILENT = 1,    /* no words for a reader: script, hidden, ... */
	PAGE_FURNITURE = 2, /* navigation, comments, related links, ... */
	PAGE_BODY = 4,	    /* named as an article's body */
	PAGE_BYLINE = 8,    /* named as by-line, author or date */
	PAGE_BLOCK = 16,
	PAGE_LINK = 32,	  /* in a link */
	PAGE_SURELY = 64, /* furniture whatever the page looks like */
	PAGE_BUTTON = 128,
	PAGE_PANEL = 256, /* of an accordion or of tabs: shown on demand */
	PAGE_TALK = 512	  /* readers' words: the text of a forum's page */
};

/* What a page says of its own kind. */
enum page_hint {
	PAGE_HINT_ARTICLE = 1,
	PAGE_HINT_DATED = 2, /* published at some time */
	PAGE_HINT_LISTING = 4,
	PAGE_HINT_PRODUCT = 8,
	PAGE_HINT_THREAD = 16,
	PAGE_HINT_PAID = 32,
	PAGE_HINT_LD_BODY = 64
};

/* One node's figures; texts in characters that are no white space. */
struct page_stat {
	uint32_t text, links;		    /* of all below */
	uint32_t own, own_links, own_stops; /* a block's, child blocks apart */
	uint32_t weight;		    /* of the prose below */
	uint32_t block;	  /* number of the block that the node stands in */
	uint32_t anchors; /* links below */
	uint32_t images;  /* below */
	uint32_t plain;	  /* characters of all below, furniture and h1 apart */
	uint32_t before;  /* number of the sibling before that has words */
	uint16_t marks;
	uint16_t headings; /* below, at most 65535 */
	bool form;	   /* one is below, or it is one */
};

/* What the operator's selectors match; none without. */
struct page_selected {
	struct nwi_selected text, title, date, author, remove;
};

struct page {
	const struct nw_page_input *input;
	struct nw_arena *arena;
	struct nwi_tree tree;
	struct nwi_node **nodes; /* by number */
	struct page_stat *stats; /* by number */
	struct page_selected selected;
	struct nw_str base_url;
	struct nwi_node *article; /* as found; NULL without */
	unsigned hints;		  /* enum page_hint */
	bool strict;	    /* an article, as it says: only its own text */
	bool dated;	    /* it surely says when it was published */
	bool ignore_names;  /* of furniture: they left nothing at all */
	struct nw_str told; /* the body as JSON-LD has it; absent without */
	const struct nw_str *authors; /* as found */
	uint32_t author_count;
	struct nw_str language; /* as stated; absent without */
	struct nw_str title;	/* found before the body: it is not repeated */
};

static inline struct page_stat *page_stat_of(const struct page *page,
					     const struct nwi_node *node)
{
	return &page->stats[node->number];
}

/* <amp-img> is the picture of a page for phones. */
static inline bool page_is_image(const struct nwi_node *node)
{
	return node->atom == NWI_A_IMG || node->atom == NWI_A_AMP_IMG;
}

/* enum page_hint, or-ed. */
unsigned page_read_hints(const struct page *page);

/* Level of a heading, 0 of another element. */
unsigned page_heading_level(const struct nwi_node *node);

/* A short block's beginning that says it is no part of the text. */
bool page_is_noise(struct nw_str text);

/* A heading behind which something else begins. */
bool page_is_ending(struct nw_str text);

/* Begs for money or addresses, or discloses who pays. */
bool page_is_appeal(struct nw_str text);

bool page_ends_as_sentence(struct nw_str text);

void page_mark_nodes(struct page *page);
void page_weigh(struct page *page);

/* Characters of all prose, in furniture too. */
uint32_t page_prose(const struct page *page);

/* The element that holds the article; NULL when nothing reads like prose. */
struct nwi_node *page_find_article(const struct page *page);

/* The text of the articles' elements into the arena, "" without. */
struct nw_str page_body(const struct page *page, struct nwi_node **articles,
			uint32_t count);

/* Runs the input's selectors; NW_BAD_CONFIG names the one that is wrong. */
enum nw_status page_select(struct page *page, struct nw_error *err) NW_CHECKED;

/* What was selected goes before what was found. */
void page_select_meta(struct page *page, struct nw_page *out);

/* enum nw_page_flag, or-ed, of a page with that text. */
uint32_t page_walls(const struct page *page, struct nw_str text);

/* How often one of the phrases, in lower case, begins at a word. */
unsigned page_count_phrases(struct nw_str text, const char *const *list,
			    size_t count);

/* Title, authors, dates, site, language, canonical URL. */
void page_read_meta(struct page *page, struct nw_page *out);

/* What JSON-LD says; fields that it lacks stay as they are. */
struct page_ld {
	struct nw_str headline, site, language, body;
	struct nw_str published, updated, created;
	/* Of the page that the article stands on: weaker. */
	struct nw_str page_published, page_updated, page_name;
	struct nw_str authors[16];
	bool is_body[16]; /* that author is an organisation by its type */
	uint32_t author_count;
};

/* `url` is the page's own address, absent allowed. */
void page_read_ld(const struct page *page, struct nw_str url,
		  struct page_ld *out);

#endif
