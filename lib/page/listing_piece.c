/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A record's words in pieces: one for each block, and within a block one for
 * each part that is named as something (date, author, outlet, title).
 */
#include "page/listing_impl.h"

#include "html/emit.h"
#include "text/utf8.h"

/* RELIABILITY: an item's text is at most 1 MiB. */
enum { TEXT_BYTES = 1 << 20, PIECES = 4000 };

/* What makes a piece of its own. */
#define PARTS                                                                \
	(LIST_DATE | LIST_AUTHOR | LIST_OUTLET | LIST_TITLE | LIST_SECTION | \
	 LIST_CUT)

struct cut {
	const struct listing *listing;
	const struct list_record *record;
	struct nw_buf text;
	struct nwi_emit emit;
	struct list_piece now;
	struct list_pieces *out;
	uint32_t room;
	uint32_t anchor_end, chars;
	bool any, all_links, failed;
};

static void end_piece(struct cut *cut)
{
	struct nw_str text = nw_buf_str(&cut->text);

	if (text.len > 0 && cut->out->count < cut->room) {
		NW_AUTO(nw_buf_fini) struct nw_buf clean = { 0 };
		nw_buf_init(&clean, TEXT_BYTES + 64);
		nwi_text_clean(&clean, text);
		cut->now.text = nw_arena_buf(cut->listing->arena, &clean);
		if (!cut->all_links)
			cut->now.link = NULL;
		if (nw_str_is_absent(cut->now.text))
			cut->failed = true;
		else if (cut->now.text.len > 0)
			cut->out->at[cut->out->count++] = cut->now;
	}
	nw_buf_clear(&cut->text);
	nwi_emit_init(&cut->emit, &cut->text);
	cut->now = (struct list_piece){ 0 };
	cut->any = false;
	cut->all_links = true;
}

static const struct nwi_node *link_of(const struct cut *cut,
				      const struct nwi_node *node)
{
	uint32_t top = cut->record->from;

	for (; node && node->number >= top; node = node->parent) {
		if (node->atom == NWI_A_A)
			return node;
	}
	return NULL;
}

static void add_text(struct cut *cut, const struct nwi_node *node,
		     unsigned marks)
{
	const struct nwi_node *link = link_of(cut, node->parent);
	struct list_piece *now = &cut->now;

	if (nw_str_trim(node->text).len == 0) {
		nwi_emit_text(&cut->emit, node->text);
		return;
	}
	if (!cut->any) {
		now->node = node;
		now->marks = (uint16_t)marks;
		now->link = link;
		cut->any = true;
	} else if (now->seam_count < 8) {
		now->seams[now->seam_count++] = (uint32_t)cut->text.len;
	}
	now->title |= node->number >= cut->record->anchor->number &&
		      node->number < cut->anchor_end;
	cut->all_links &= link != NULL;
	nwi_emit_text(&cut->emit, node->text);
}

static bool is_anchor(const struct cut *cut, const struct nwi_node *node)
{
	return node == cut->record->anchor;
}

/* Recurses at most NWI_TREE_DEPTH deep. */
static void cut_node(struct cut *cut, const struct nwi_node *node,
		     unsigned inherited)
{
	unsigned marks = list_marks(cut->listing, node);

	if (node->kind == NWI_NODE_TEXT) {
		add_text(cut, node, inherited | (marks & LIST_STAMP));
		return;
	}
	if (marks & LIST_SILENT)
		return;
	unsigned own = marks & (PARTS | LIST_HEADING);
	/* Inherited furniture may be all of the page; its own name counts. */
	if (list_marks_of(node) & LIST_FURNITURE)
		own |= LIST_CUT;
	/* What is named "date" and holds paragraphs is no date. */
	uint32_t chars = list_chars(cut->listing, node);
	if (chars > 120)
		own &= ~(unsigned)(LIST_DATE | LIST_AUTHOR | LIST_OUTLET |
				   LIST_SECTION);
	if (chars > 400)
		own &= ~(unsigned)LIST_TITLE;
	if (inherited & (LIST_HEADING | LIST_TITLE) &&
	    node->atom == NWI_A_BUTTON) /* of an accordion */
		own &= ~(unsigned)LIST_CUT;
	if (chars * 2 > cut->chars) /* nor is most of a record noise */
		own &= ~(unsigned)LIST_CUT;
	bool split = nwi_emit_gap_of(node) >= NWI_GAP_CELL ||
		     (own & ~inherited) || is_anchor(cut, node);
	if (split)
		end_piece(cut);
	else
		nwi_emit_gap(&cut->emit, nwi_emit_gap_of(node));
	for (const struct nwi_node *at = node->first; at; at = at->next)
		cut_node(cut, at, inherited | own);
	if (split)
		end_piece(cut);
}

bool list_read_pieces(const struct listing *listing,
		      const struct list_record *record, struct list_pieces *out)
{
	struct cut cut = { .listing = listing, .record = record, .out = out };
	uint32_t nodes = record->to - record->from;
	const struct nwi_node *node = record->first;

	cut.room = nodes < PIECES ? nodes : PIECES;
	out->count = 0;
	out->at =
		nw_arena_array(listing->arena, cut.room + 1, sizeof(*out->at));
	if (!out->at)
		return false;
	nw_buf_init(&cut.text, TEXT_BYTES);
	cut.chars = listing->stats[record->to].chars -
		    listing->stats[record->from].chars;
	cut.anchor_end = list_stat_of(listing, record->anchor)->end;
	end_piece(&cut);
	for (; node && node != record->stop; node = node->next)
		cut_node(&cut, node, 0);
	end_piece(&cut);
	nw_buf_fini(&cut.text);
	return !cut.failed;
}
