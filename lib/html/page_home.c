/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The home of a report: most publishing systems put all paragraphs of a text
 * side by side into one element. Where they did, small boxes of paragraphs
 * between and behind them were put there by the outlet: offers, notes on
 * players, questions to readers. No name tells these apart, their place does.
 */
#include "html/page_body.h"

#include "markup/select.h"

/*
 * Per cent of the article's prose: what stands in its home at least, and what
 * stands in boxes behind it, or between its paragraphs, at most. More is a
 * text of several parts.
 */
enum { HOME = 60, BOXES = 25 };

/* Characters of such a box; behind the text it may be longer. */
enum { BOX = 260, BOX_BEHIND = 420 };

static bool is_paragraph(const struct nwi_node *node)
{
	return node->atom == NWI_A_P;
}

/* The prose of the article behind its home's last paragraph. */
static uint64_t weight_behind(const struct page *page, uint32_t from,
			      uint32_t end)
{
	uint64_t weight = 0;

	for (uint32_t i = from + 1; i <= end; i++) {
		const struct page_stat *stat = &page->stats[i];
		if ((stat->marks & PAGE_BLOCK) && stat->own == stat->text)
			weight += stat->weight;
	}
	return weight;
}

/* The element with most prose in paragraphs of its own; its sum. */
static const struct nwi_node *find_home(const struct page *page,
					const struct nwi_node *article,
					uint32_t end, uint64_t *weight)
{
	uint32_t from = article->number, best = 0;
	uint32_t *sums =
		nw_arena_array(page->arena, end - from + 1, sizeof(*sums));

	for (uint32_t i = from + 1; sums && i <= end; i++) {
		const struct nwi_node *node = page->nodes[i];

		if (!is_paragraph(node) ||
		    (page->stats[i].marks & (PAGE_FURNITURE | PAGE_SILENT)))
			continue;
		uint32_t up = node->parent->number - from;
		sums[up] += page->stats[i].weight;
		best = sums[up] > sums[best] ? up : best;
	}
	*weight = sums ? sums[best] : 0;
	return page->nodes[from + best];
}

void page_learn_home(struct body *body)
{
	const struct page *page = body->page;
	uint64_t all = page_stat_of(page, body->article)->weight, own;
	uint32_t end = nwi_node_end(body->article);

	body->home = NULL;
	body->home_end = 0;
	if (!page->strict)
		return;
	const struct nwi_node *home = find_home(page, body->article, end, &own);
	uint64_t whole = page_stat_of(page, home)->weight;
	if (own * 100 < all * HOME || (whole - own) * 100 > all * BOXES)
		return;
	uint32_t last = 0;
	for (const struct nwi_node *at = home->first; at; at = at->next) {
		if (is_paragraph(at) && page_stat_of(page, at)->weight > 0)
			last = nwi_node_end(at);
	}
	if (weight_behind(page, last, end) * 100 > all * BOXES)
		return;
	body->home = home;
	body->home_end = last;
}

/* Answers below questions, and the like: page_mark.c. */
static bool is_panel(const struct page *page, const struct nwi_node *node)
{
	for (unsigned up = 0; node && up < 8; node = node->parent, up++) {
		if (page_stat_of(page, node)->marks & PAGE_PANEL)
			return true;
	}
	return false;
}

/* Lists, tables and quotations are parts of texts. */
bool page_has_parts(const struct nwi_node *box)
{
	for (const struct nwi_node *at = box->first; at;
	     at = nwi_node_next(at, box)) {
		switch (at->atom) {
		case NWI_A_UL:
		case NWI_A_OL:
		case NWI_A_DL:
		case NWI_A_TABLE:
		case NWI_A_BLOCKQUOTE:
		case NWI_A_PRE:
		case NWI_A_DETAILS:
			return true;
		default:
			break;
		}
	}
	return false;
}

bool page_is_stranger(const struct body *body, const struct nwi_node *node)
{
	const struct page_stat *stat = page_stat_of(body->page, node);

	if (!body->home || node->number < body->home->number ||
	    (node->atom != NWI_A_DIV && node->atom != NWI_A_SECTION))
		return false;
	bool behind = node->number > body->home_end;
	if (stat->text == 0 || stat->text > (behind ? BOX_BEHIND : BOX) ||
	    (!behind && (node->parent != body->home ||
			 stat->own == stat->text || stat->headings > 0)))
		return false;
	return !page_has_parts(node) && !is_panel(body->page, node);
}
