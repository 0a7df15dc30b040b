/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer of an article's text (page_body.c) and its judge
 * (page_judge.c), who says of each element whether it is part of the text.
 */
#ifndef NWI_HTML_PAGE_BODY_H
#define NWI_HTML_PAGE_BODY_H

#include "html/emit.h"
#include "html/page_impl.h"

/* A block that was written: the hash of its words, its parent's number. */
struct seen {
	uint64_t hash;
	uint32_t parent;
};

struct body {
	const struct page *page;
	const struct nwi_node *article;
	const struct nwi_node *cut;  /* the last element that was left out */
	const struct nwi_node *list; /* of links, looked at last */
	bool told;		     /* it is part of the text */
	struct nwi_emit emit;
	struct nw_buf *out;
	struct nw_buf scratch;		   /* one block's text, to look at */
	struct nw_buf folded;		   /* the same, to compare phrases */
	const struct page_told *told_body; /* NULL: nothing to go by */
	const struct nwi_node *home; /* holds nearly all paragraphs, or NULL */
	uint32_t home_end;	     /* number of the last node of them */
	struct seen *seen;	     /* blocks written; `slots` of them */
	uint32_t slots;
	size_t begin;	   /* where what stands in the article begins */
	size_t heading_at; /* where headings without text below begin */
	const struct nwi_node *heading_box; /* what it stands in */
	unsigned heading;  /* level of the last of them; 0 without */
	bool heading_lost; /* what stood below it was left out */
	uint32_t written;  /* characters of blocks so far */
	uint32_t skip_to;  /* number of the first node to look at again */
	unsigned item;	   /* number of the ordered list's last item */
	bool in_heading;
	bool ended;
};

/* Per cent of the article's prose that is written. */
unsigned page_progress(const struct body *body);

/* Why an element below the article is left out; NULL when it is kept. */
const char *page_judge(struct body *body, const struct nwi_node *node);

/*
 * The same of a block without blocks in it that says `words`, by what
 * newsrooms set between paragraphs. `progress`: per cent of the prose written.
 */
const char *page_judge_news(struct body *body, const struct nwi_node *node,
			    struct nw_str words, unsigned progress);

/* The same of a line between <br>s; `linked`: a third of it is links. */
const char *page_judge_line(struct body *body, struct nw_str words,
			    bool linked);

/* Lists of phrases, folded: page_news_words.c says what they are for. */
enum page_news {
	NEWS_ALONE,
	NEWS_EXACT,
	NEWS_POINTERS,
	NEWS_CALLS,
	NEWS_LAST_CALLS,
	NEWS_CONTACTS,
	NEWS_FOLLOWS,
	NEWS_NETWORKS,
	NEWS_CREDITS,
	NEWS_CAPTIONS,
	NEWS_LIVES,
	NEWS_COUNTED,
	NEWS_ENDINGS,
	NEWS_TALKS,
	NEWS_LETTERS,
	NEWS_GOING,
};

bool page_news_has(struct nw_str text, enum page_news list);
bool page_news_begins(struct nw_str text, enum page_news list);
bool page_news_ends(struct nw_str text, enum page_news list);
bool page_news_is(struct nw_str text, enum page_news list);

/* The name of a social network, or what a button says: "Share". */
bool page_is_network(struct body *body, struct nw_str words);

/* Words that point to another report, "Read also". */
bool page_is_pointer(struct body *body, struct nw_str words);

/* It holds a list, a table or a quotation. */
bool page_has_parts(const struct nwi_node *box);

/* A few words that name a newsletter. */
bool page_is_letter(struct body *body, struct nw_str words);

/* A heading of what newsrooms set behind a report. */
bool page_is_news_ending(struct body *body, struct nw_str words);

/*
 * A heading (or a line that serves as one) behind which something else
 * begins: leaves its section out and returns why; NULL for a usual one.
 */
const char *page_judge_heading(struct body *body, const struct nwi_node *node,
			       unsigned level);

/* Whether the first words below `node` are an author's name. */
bool page_begins_with_author(const struct page *page,
			     const struct nwi_node *node);

/*
 * Whether a block or line with these words was written under another parent;
 * remembers it.
 */
bool page_is_repeated(struct body *body, const struct nwi_node *node,
		      struct nw_str words);

/* The words below `node` in body->scratch. */
struct nw_str page_words_of(struct body *body, const struct nwi_node *node);

/* Sets body->told_body from what the page tells of its body. */
void page_learn_told(struct body *body);

/* Sets body->home and body->home_end. */
void page_learn_home(struct body *body);

/* A small box between or behind the paragraphs of a home. */
bool page_is_stranger(const struct body *body, const struct nwi_node *node);

/* Whether a block with these words is not in the body that was told. */
bool page_is_untold(const struct body *body, const struct nwi_node *node,
		    struct nw_str words);

/* Letters and digits of two texts are the same, ASCII case apart. */
bool page_same_words(struct nw_str a, struct nw_str b);

#endif
