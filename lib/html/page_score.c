/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Weights: where on the page the prose is.
 *
 * A block reads like prose when its own words are many, few of them are
 * links, and it has the stops of sentences. Its weight is its length; each
 * element's weight is that of all prose in it, furniture apart.
 */
#include "html/page_impl.h"

#include "markup/scan.h"
#include "markup/select.h"

/* Characters without white space: below this a block is no paragraph. */
enum { PARAGRAPH = 20, SENTENCE = 60 };

/* A page with more words and little prose is no article. */
enum { THIN = 600 };

/* Per cent of its parent's weight that make a child the article. */
enum { HEAVY = 92 };

/* The same where a product is described in many small parts. */
enum { HEAVY_PART = 98 };

/* Characters and full stops or commas of a text, in any script. */
static void count(struct nw_str text, uint32_t *chars, uint32_t *stops)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if ((c & 0xc0) == 0x80 || nwi_is_space((char)c))
			continue;
		(*chars)++;
		if (c == '.' || c == ',' || c == ';' || c == '!' || c == '?')
			(*stops)++;
		/* U+3001, U+3002, U+FF0C, U+0964, U+060C, U+06D4 */
		else if (c >= 0xd8 && i + 2 < text.len &&
			 (memcmp(text.at + i, "\xe3\x80\x81", 3) == 0 ||
			  memcmp(text.at + i, "\xe3\x80\x82", 3) == 0 ||
			  memcmp(text.at + i, "\xef\xbc\x8c", 3) == 0 ||
			  memcmp(text.at + i, "\xe0\xa5\xa4", 3) == 0 ||
			  memcmp(text.at + i, "\xd8\x8c", 2) == 0 ||
			  memcmp(text.at + i, "\xdb\x94", 2) == 0))
			(*stops)++;
	}
}

static void count_text(const struct page *page, const struct nwi_node *node,
		       const struct page_stat *parent)
{
	struct page_stat *stat = page_stat_of(page, node);
	struct page_stat *block = &page->stats[parent->block];
	uint32_t chars = 0, stops = 0;

	count(node->text, &chars, &stops);
	stat->text = chars;
	stat->links = parent->marks & PAGE_LINK ? chars : 0;
	block->own += chars;
	block->own_links += stat->links;
	block->own_stops += stops;
}

static uint32_t weight_of(const struct page_stat *stat,
			  const struct nwi_node *node)
{
	if (!(stat->marks & PAGE_BLOCK) || stat->own < PARAGRAPH ||
	    stat->own_links * 2 > stat->own)
		return 0;
	uint32_t prose = stat->own - stat->own_links;
	if (node->atom == NWI_A_P || node->atom == NWI_A_BLOCKQUOTE)
		return stat->own_stops || prose > SENTENCE ? prose : prose / 2;
	if (stat->own_stops == 0)
		return prose / 8;
	return prose > SENTENCE ? prose : prose / 4;
}

void page_weigh(struct page *page)
{
	uint32_t total = page->tree.count;

	/* Downwards: what a node inherits. Silence and links are inherited. */
	for (uint32_t i = 1; i < total; i++) {
		const struct nwi_node *node = page->nodes[i];
		struct page_stat *stat = &page->stats[i];
		const struct page_stat *parent =
			page_stat_of(page, node->parent);

		stat->marks |= parent->marks & (PAGE_SILENT | PAGE_LINK);
		stat->block = stat->marks & PAGE_BLOCK ? i : parent->block;
		if (node->kind == NWI_NODE_TEXT && !(stat->marks & PAGE_SILENT))
			count_text(page, node, parent);
	}
	/* Upwards: children have greater numbers than their parents. */
	for (uint32_t i = total - 1; i > 0; i--) {
		const struct nwi_node *node = page->nodes[i];
		struct page_stat *stat = &page->stats[i];
		struct page_stat *parent = page_stat_of(page, node->parent);

		stat->weight += weight_of(stat, node);
		parent->text += stat->text;
		parent->links += stat->links;
		parent->anchors += stat->anchors + (node->atom == NWI_A_A);
		stat->form |= node->atom == NWI_A_FORM;
		parent->form |= stat->form;
		parent->images += stat->images + page_is_image(node);
		uint32_t headings = (uint32_t)parent->headings +
				    stat->headings +
				    (page_heading_level(node) > 0);
		parent->headings =
			(uint16_t)(headings < 0xffff ? headings : 0xffff);
		stat->plain += node->kind == NWI_NODE_TEXT ? stat->text : 0;
		if (stat->marks & PAGE_FURNITURE)
			continue;
		parent->weight += stat->weight;
		parent->plain += node->atom == NWI_A_H1 ? 0 : stat->plain;
	}
}

/* Links each node to the sibling before it that has words. */
static void link_siblings(const struct page *page)
{
	uint32_t *last =
		nw_arena_array(page->arena, page->tree.count, sizeof(*last));

	for (uint32_t i = 1; last && i < page->tree.count; i++) {
		struct page_stat *stat = &page->stats[i];
		uint32_t *at = &last[page->nodes[i]->parent->number];

		stat->before = *at;
		if (stat->text > 0 &&
		    !(stat->marks & (PAGE_SILENT | PAGE_FURNITURE)))
			*at = i;
	}
}

/*
 * Furniture that holds most of the page's prose was misjudged (readers'
 * comments may hold most of it, though, but not the headline): one pass takes
 * such marks away, the innermost first. Its
 * weight then counts above it.
 */
static void acquit(const struct page *page, uint32_t all)
{
	const struct nwi_node *title = nwi_node_find(page->tree.root, NWI_A_H1);

	for (uint32_t i = page->tree.count - 1; i > 0; i--) {
		struct page_stat *stat = &page->stats[i];

		bool surely = (stat->marks & PAGE_SURELY) &&
			      !(title && i < title->number &&
				title->number <= nwi_node_end(page->nodes[i]));
		uint32_t share = stat->marks & PAGE_PANEL ? 15
				 : surely		  ? 90
							  : 50;
		if (!(stat->marks & PAGE_FURNITURE) ||
		    (uint64_t)stat->weight * 100 < (uint64_t)all * share ||
		    stat->weight < SENTENCE)
			continue;
		stat->marks &= (uint16_t)~PAGE_FURNITURE;
		const struct nwi_node *node = page->nodes[i]->parent;
		for (; node; node = node->parent) {
			struct page_stat *above = page_stat_of(page, node);
			above->weight += stat->weight;
			above->plain += stat->plain;
			if (above->marks & PAGE_FURNITURE)
				break;
		}
	}
}

uint32_t page_prose(const struct page *page)
{
	uint32_t all = 0;

	for (uint32_t i = 1; i < page->tree.count; i++)
		all += weight_of(&page->stats[i], page->nodes[i]);
	return all;
}

/* The heaviest element that is named as a body, if it holds the half. */
static struct nwi_node *named_body(const struct page *page, uint32_t weight)
{
	struct nwi_node *best = NULL;
	uint32_t most = weight / 2;

	for (uint32_t i = 1; i < page->tree.count; i++) {
		const struct page_stat *stat = &page->stats[i];

		bool named = (stat->marks & PAGE_BODY) != 0;

		if (!named && page->nodes[i]->atom != NWI_A_ARTICLE)
			continue;
		if (!named && stat->weight < (uint64_t)weight * 11 / 20)
			continue;
		if (stat->weight > most) {
			most = stat->weight;
			best = page->nodes[i];
		}
	}
	return best;
}

/* Elements that only hold others; a list or a quotation is part of a text. */
static bool is_container(const struct nwi_node *node)
{
	switch (node->atom) {
	case NWI_A_UL:
	case NWI_A_OL:
	case NWI_A_DL:
	case NWI_A_LI:
	case NWI_A_P:
	case NWI_A_PRE:
	case NWI_A_BLOCKQUOTE:
	case NWI_A_DETAILS:
	case NWI_A_FIGURE:
		return false;
	default:
		return node->kind == NWI_NODE_ELEMENT;
	}
}

/* The child that holds nearly all of its parent's weight. */
static struct nwi_node *heavy_child(const struct page *page,
				    const struct nwi_node *node)
{
	uint64_t weight = page_stat_of(page, node)->weight;
	unsigned heavy = !page->strict && page->hints & PAGE_HINT_PRODUCT
				 ? HEAVY_PART
				 : HEAVY;

	for (struct nwi_node *at = node->first; at; at = at->next) {
		const struct page_stat *stat = page_stat_of(page, at);

		if (is_container(at) &&
		    !(stat->marks & (PAGE_FURNITURE | PAGE_SILENT)) &&
		    (uint64_t)stat->weight * 100 > weight * heavy)
			return at;
	}
	return NULL;
}

/* <main>, or what has its role, when it holds the half of the words. */
static struct nwi_node *main_of(const struct page *page)
{
	uint32_t all = page_stat_of(page, page->tree.root)->text;

	for (uint32_t i = 1; i < page->tree.count; i++) {
		struct nwi_node *node = page->nodes[i];

		if ((node->atom == NWI_A_MAIN ||
		     nw_str_is_nocase(nwi_node_attr(node, NWI_A_ROLE),
				      "main")) &&
		    page->stats[i].text * 2 > all)
			return node;
	}
	return page->tree.root;
}

struct nwi_node *page_find_article(const struct page *page)
{
	uint32_t all = page_prose(page);

	acquit(page, all);
	link_siblings(page);
	struct nwi_node *node = page->tree.root;
	const struct page_stat *root = page_stat_of(page, node);
	uint32_t weight = root->weight;
	if (root->text > THIN && weight < THIN && root->links * 2 > root->text)
		return main_of(page);
	if (weight == 0)
		return NULL;
	struct nwi_node *named = named_body(page, weight);
	node = named ? named : node;
	/* Down to the block that holds the paragraphs, never into one. */
	for (struct nwi_node *next; (next = heavy_child(page, node));) {
		if (!(page_stat_of(page, next)->marks & PAGE_BLOCK) ||
		    page_stat_of(page, next)->own * 2 >
			    page_stat_of(page, next)->text)
			break;
		node = next;
	}
	return node;
}
