/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The article's blocks as text, without what outlets put between them.
 */
#include "html/emit.h"
#include "html/page_impl.h"

#include "markup/scan.h"
#include "text/utf8.h"
#include <stdio.h>

/* RELIABILITY: an item's text is at most 1 MiB. */
enum { TEXT_BYTES = 1 << 20 };

struct body {
	const struct page *page;
	const struct nwi_node *article;
	struct nwi_emit emit;
	struct nw_buf *out;
	size_t heading_at; /* where headings without text below begin */
	unsigned heading;  /* level of the last of them; 0 without */
	uint32_t written;  /* characters of blocks so far */
	bool in_heading;
	unsigned item; /* number of the ordered list's last item */
	bool ended;
};

/* Whole short blocks, or their beginnings, that are no part of any text. */
static const char *const noise[] = {
	"advertisement",
	"advertising",
	"read more",
	"read also",
	"also read",
	"click here",
	"share this",
	"share on",
	"share via",
	"sign up for",
	"subscribe to our",
	"subscribe now",
	"follow us",
	"follow me",
	"join our",
	"see also:",
	"related:",
	"related article",
	"related post",
	"related stor",
	"recommended for you",
	"you may also like",
	"you might also like",
	"more from",
	"more on this",
	"leave a comment",
	"leave a reply",
	"post a comment",
	"comments",
	"loading...",
	"print this",
	"photo:",
	"image:",
	"image credit",
	"photo credit",
	"photograph:",
	"source:",
	"tags:",
	"tagged:",
	"posted on",
	"posted by",
	"published on",
	"published:",
	"last updated",
	"updated on",
	"written by",
	"filed under",
	"posted in",
	"copyright",
	"\xc2\xa9",
	"all rights reserved",
	"log in to",
	"skip to",
	"back to top",
	"continue reading",
	"story continues below",
	"article continues",
	"download our app",
	"watch:",
	"listen:",
	"listen to this",
	"minute read",
	"min read",
	"estimated reading",
	"reading time",
	"originally published",
	"this article was originally",
	"anzeige",
	"lesen sie auch",
	"mehr zum thema",
	"lesen sie hier",
	"publicit\xc3\xa9",
	"lire aussi",
	"\xc3\xa0 lire aussi",
	"publicidad",
	"lea tambi\xc3\xa9n",
	"leer m\xc3\xa1s",
	"leia tamb\xc3\xa9m",
	"leggi anche",
	"lees ook",
	"\xd1\x80\xd0\xb5\xd0\xba\xd0\xbb\xd0\xb0\xd0\xbc\xd0\xb0",
	"\xd1\x87\xd0\xb8\xd1\x82\xd0\xb0\xd0\xb9\xd1\x82\xd0\xb5 "
	"\xd1\x82\xd0\xb0\xd0\xba\xd0\xb6\xd0\xb5",
};

/* Headings behind which an article is over. */
static const char *const endings[] = {
	"related",
	"you may also",
	"you might also",
	"more from",
	"more stor",
	"more news",
	"read more",
	"read next",
	"recommended",
	"comments",
	"leave a reply",
	"leave a comment",
	"about the author",
	"share this",
	"most read",
	"most popular",
	"trending",
	"latest news",
	"latest stories",
	"latest posts",
	"recent posts",
	"sign up",
	"subscribe",
	"newsletter",
	"what to read next",
	"tags",
	"further reading",
	"see also",
	"popular posts",
	"join the conversation",
	"mehr zum thema",
	"das k\xc3\xb6nnte sie auch",
	"sur le m\xc3\xaame sujet",
	"\xc3\xa0 lire aussi",
	"articles similaires",
	"te puede interesar",
	"noticias relacionadas",
	"leia mais",
	"leggi anche",
};

static bool starts_with_any(struct nw_str text, const char *const *list,
			    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (nw_str_starts_nocase(text, list[i]))
			return true;
	}
	return false;
}

#define STARTS_WITH_ANY(text, list) \
	starts_with_any(text, list, sizeof(list) / sizeof((list)[0]))

/* The first word-like text below a node, to compare beginnings with. */
static struct nw_str first_text(const struct nwi_node *node)
{
	const struct nwi_node *at = node;

	for (; at; at = nwi_node_next(at, node)) {
		if (at->kind != NWI_NODE_TEXT)
			continue;
		struct nw_str text = nw_str_trim(at->text);
		if (text.len > 0)
			return text;
	}
	return nw_str_make("", 0);
}

static unsigned heading_level(const struct nwi_node *node)
{
	switch (node->atom) {
	case NWI_A_H1:
		return 1;
	case NWI_A_H2:
		return 2;
	case NWI_A_H3:
		return 3;
	case NWI_A_H4:
		return 4;
	case NWI_A_H5:
		return 5;
	case NWI_A_H6:
		return 6;
	default:
		return 0;
	}
}

/* What counts when two texts are compared: not ASCII's punctuation. */
static bool counts(char c)
{
	return (c & 0x80) || nwi_is_alpha(c) || (c >= '0' && c <= '9');
}

/* Letters and digits of two texts are the same, ASCII case apart. */
static bool same_words(struct nw_str a, struct nw_str b)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < a.len && !counts(a.at[i]))
			i++;
		while (k < b.len && !counts(b.at[k]))
			k++;
		if (i == a.len || k == b.len)
			return i == a.len && k == b.len;
		if ((a.at[i++] | 0x20) != (b.at[k++] | 0x20))
			return false;
	}
}

static bool is_title(const struct body *body, const struct nwi_node *node)
{
	struct nw_buf text;
	struct nwi_emit emit;

	if (nw_str_is_absent(body->page->title))
		return false;
	nw_buf_init(&text, 4096);
	nwi_emit_init(&emit, &text);
	nwi_emit_node(&emit, node);
	bool same = same_words(nw_buf_str(&text), body->page->title);
	nw_buf_fini(&text);
	return same;
}

/* Links that stand together: lists of articles, bars, boxes. */
static bool is_link_box(const struct nwi_node *node,
			const struct page_stat *stat)
{
	bool list = node->atom == NWI_A_UL || node->atom == NWI_A_OL ||
		    node->atom == NWI_A_DL;

	if (stat->text == 0)
		return false;
	if (list || node->atom == NWI_A_LI)
		return stat->links * 2 > stat->text &&
		       (list || stat->weight < 100);
	return stat->links * 3 > stat->text * 2 && stat->text < 600;
}

static bool is_unwanted(const struct body *body, const struct nwi_node *node)
{
	const struct page_stat *stat = page_stat_of(body->page, node);

	if (stat->marks & (PAGE_SILENT | PAGE_FURNITURE))
		return true;
	if (node->atom == NWI_A_TIME) /* stands alone, not in a sentence */
		return page_stat_of(body->page, node->parent)->own <
		       2 * stat->text + 20;
	if (!(stat->marks & PAGE_BLOCK))
		return false;
	if ((stat->marks & PAGE_BYLINE) && stat->text < 160)
		return true;
	if (!heading_level(node) && is_link_box(node, stat))
		return true;
	return stat->text < 120 && stat->own == stat->text &&
	       STARTS_WITH_ANY(first_text(node), noise);
}

/* A heading waits for text below it; false when it is dropped. */
static bool begin_heading(struct body *body, const struct nwi_node *node,
			  unsigned level)
{
	const struct page_stat *stat = page_stat_of(body->page, node);
	const struct page_stat *all = page_stat_of(body->page, body->article);

	if (stat->text == 0 || is_title(body, node))
		return false;
	if (stat->text < 60 && STARTS_WITH_ANY(first_text(node), endings)) {
		body->ended = body->written * 2 > all->weight;
		return false;
	}
	if (body->heading >= level)
		nw_buf_cut(body->out, body->heading_at);
	else if (body->heading == 0)
		body->heading_at = body->out->len;
	body->heading = level;
	return true;
}

static void write_block(struct body *body, const struct nwi_node *node,
			bool lines);

static void write_children(struct body *body, const struct nwi_node *node,
			   bool lines)
{
	for (const struct nwi_node *at = node->first; at && !body->ended;
	     at = at->next)
		write_block(body, at, lines);
}

static void write_text(struct body *body, const struct nwi_node *node,
		       bool lines)
{
	uint32_t chars = page_stat_of(body->page, node)->text;

	if (chars > 0 && !body->in_heading) {
		body->heading = 0;
		body->written += chars;
	}
	if (lines)
		nwi_emit_lines(&body->emit, node->text);
	else
		nwi_emit_text(&body->emit, node->text);
}

/* "2." before an item of an ordered list, as a browser shows it. */
static void write_number(struct body *body, const struct nwi_node *item)
{
	char text[16];

	if (page_stat_of(body->page, item)->text == 0)
		return;
	int len = snprintf(text, sizeof(text), "%u. ", ++body->item);
	nwi_emit_text(&body->emit, nw_str_make(text, (size_t)len));
}

/* Recurses at most NWI_TREE_DEPTH deep. */
static void write_block(struct body *body, const struct nwi_node *node,
			bool lines)
{
	if (node->kind == NWI_NODE_TEXT) {
		write_text(body, node, lines);
		return;
	}
	unsigned level = heading_level(node);
	if (node != body->article && is_unwanted(body, node))
		return;
	if (level && !begin_heading(body, node, level))
		return;
	body->in_heading |= level > 0;
	lines |= node->atom == NWI_A_PRE;
	nwi_emit_gap(&body->emit, nwi_emit_gap_of(node));
	if (node->atom == NWI_A_LI && node->parent->atom == NWI_A_OL)
		write_number(body, node);
	unsigned item = body->item; /* lists may stand in lists */
	body->item = node->atom == NWI_A_OL ? 0 : item;
	write_children(body, node, lines);
	if (node->atom == NWI_A_OL)
		body->item = item;
	nwi_emit_gap(&body->emit, nwi_emit_gap_of(node));
	body->in_heading &= level == 0;
}

struct nw_str page_body(const struct page *page, struct nwi_node *article)
{
	struct nw_buf out, clean;
	struct body body = { .page = page, .article = article, .out = &out };

	nw_buf_init(&out, 4 * TEXT_BYTES);
	nw_buf_init(&clean, TEXT_BYTES);
	nwi_emit_init(&body.emit, &out);
	write_block(&body, article, false);
	if (body.heading)
		nw_buf_cut(&out, body.heading_at);
	struct nw_str text = nw_buf_str(&out);
	text.len = nwi_utf8_floor(text, TEXT_BYTES);
	nwi_text_clean(&clean, text);
	text = nw_arena_buf(page->arena, &clean);
	nw_buf_fini(&out);
	nw_buf_fini(&clean);
	return nw_str_is_absent(text) ? nw_str_make("", 0) : text;
}
