/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The home of a report: most publishing systems put all paragraphs of a text
 * side by side into one element. Where they did, small boxes of paragraphs
 * between and behind them were put there by the outlet: offers, notes on
 * players, questions to readers. No name tells these apart, their place does.
 */
#include "html/page_body.h"

#include "markup/select.h"

/* Per cent of the article's prose that stands in its home. */
enum { HOME = 75 };

/* Characters of such a box; behind the text it may be longer. */
enum { BOX = 260, BOX_BEHIND = 420 };

static bool is_paragraph(const struct nwi_node *node)
{
	return node->atom == NWI_A_P;
}

void page_learn_home(struct body *body)
{
	const struct page *page = body->page;
	uint32_t from = body->article->number,
		 end = nwi_node_end(body->article);
	uint32_t *sums = page->strict
				 ? nw_arena_array(page->arena, end - from + 1,
						  sizeof(*sums))
				 : NULL;
	uint32_t best = 0;

	body->home = NULL;
	body->home_end = 0;
	if (!sums)
		return;
	for (uint32_t i = from + 1; i <= end; i++) {
		const struct nwi_node *node = page->nodes[i];
		uint32_t up = node->parent->number - from;

		if (!is_paragraph(node) ||
		    (page->stats[i].marks & (PAGE_FURNITURE | PAGE_SILENT)))
			continue;
		sums[up] += page->stats[i].weight;
		if (sums[up] > sums[best])
			best = up;
	}
	if ((uint64_t)sums[best] * 100 <
	    (uint64_t)page_stat_of(page, body->article)->weight * HOME)
		return;
	body->home = page->nodes[from + best];
	for (const struct nwi_node *at = body->home->first; at; at = at->next) {
		if (is_paragraph(at) && page_stat_of(page, at)->weight > 0)
			body->home_end = nwi_node_end(at);
	}
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
