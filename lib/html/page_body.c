/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The article's blocks as text, without what outlets put between them.
 */
#include "html/page_body.h"

#include "markup/select.h"
#include "text/utf8.h"
#include <stdio.h>

/* RELIABILITY: an item's text is at most 1 MiB. */
enum { TEXT_BYTES = 1 << 20, BLOCK_BYTES = 1 << 16, SEEN_MAX = 1 << 15 };

/* Characters: of a lead that stands above the article, and of all of them. */
enum {
	LEAD = 80,
	LEAD_BEHIND = 30, /* right behind the headline */
	LEADS = 2000,
	TITLE = 400,
	LINE = 160,
	HEADLINE = 20,
	FEW = 8,
	ABOVE = 60, /* what may stand above the title in the article */
	REPEATED = 60
};

unsigned page_heading_level(const struct nwi_node *node)
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

/* Above the text a heading may hold a kicker in front of the title. */
static bool is_title(struct body *body, const struct nwi_node *node)
{
	struct nw_str title = body->page->title;

	if (nw_str_is_absent(title))
		return false;
	struct nw_str words = page_words_of(body, node);
	if (page_same_words(words, title))
		return true;
	return body->written < ABOVE && title.len >= HEADLINE &&
	       words.len > title.len && words.len < 3 * title.len &&
	       nw_str_equal(
		       nw_str_slice(words, words.len - title.len, words.len),
		       title);
}

static bool is_behind_title(struct body *body, const struct nwi_node *node)
{
	uint32_t before = page_stat_of(body->page, node)->before;

	return before && page_heading_level(body->page->nodes[before]) &&
	       is_title(body, body->page->nodes[before]);
}

static void explain(struct body *body, const struct nwi_node *node,
		    const char *why)
{
	const struct nw_explain *to = body->page->input->explain;

	if (!to || *why == '\0' || page_stat_of(body->page, node)->text == 0)
		return;
	struct nw_explained cut = {
		.size = sizeof(cut),
		.what = NW_STR("cut"),
		.text = page_words_of(body, node),
		.why = nw_str_from(why),
		.from = node->from,
		.to = node->to,
	};
	nw_explain(to, &cut);
}

/* A heading waits for text below it; a reason when it is dropped. */
static const char *begin_heading(struct body *body, const struct nwi_node *node,
				 unsigned level)
{
	const struct page_stat *stat = page_stat_of(body->page, node);
	const char *why = page_judge_heading(body, node, level);

	if (stat->text == 0 || why)
		return why ? why : "";
	if (body->page->strict && is_title(body, node)) {
		/* A kicker, the way through the site, a date. */
		if (body->written < ABOVE)
			nw_buf_cut(body->out, body->begin);
		body->heading = 0;
		return "the title again";
	}
	if (body->page->strict && is_behind_title(body, node)) {
		body->heading = 0; /* a subtitle needs no text below it */
		return NULL;
	}
	if (body->heading >= level && body->heading_lost && body->page->strict)
		nw_buf_cut(body->out, body->heading_at);
	if (body->heading == 0 || body->heading_lost)
		body->heading_at = body->out->len;
	body->heading = level;
	body->heading_lost = false;
	return NULL;
}

static void write_block(struct body *body, const struct nwi_node *node,
			bool lines);

/* What stands from one <br> or block to the next. */
struct line {
	const struct nwi_node *first, *end; /* NULL: the last line */
	uint32_t text, links;
};

/* Its words; false when there are none. */
static bool line_words(struct body *body, struct line *line)
{
	struct nwi_emit emit;

	nw_buf_cut(&body->scratch, 0);
	nwi_emit_init(&emit, &body->scratch);
	for (const struct nwi_node *at = line->first; at && at != line->end;
	     at = at->next) {
		const struct page_stat *stat = page_stat_of(body->page, at);
		line->text += stat->text;
		line->links += stat->links;
		nwi_emit_node(&emit, at);
	}
	return line->text > 0;
}

static const char *judge_line(struct body *body, struct line *line)
{
	if (!line_words(body, line))
		return NULL;
	struct nw_str words = nw_buf_str(&body->scratch);
	const struct page_stat *stat = page_stat_of(body->page, line->first);
	const struct page_stat *block = &body->page->stats[stat->block];
	if (block->own == block->text && line->text + FEW >= block->own)
		return NULL; /* judged as a block */
	if (line->text >= REPEATED &&
	    page_is_repeated(body, line->first, words))
		return "said before";
	if (line->text > LINE)
		return NULL;
	if (line->text >= HEADLINE && line->links == line->text)
		return "mostly links";
	return page_judge_line(body, words, line->links * 3 >= line->text);
}

static bool ends_line(const struct body *body, const struct nwi_node *node)
{
	const struct page_stat *stat = page_stat_of(body->page, node);

	return node->atom == NWI_A_BR ||
	       ((stat->marks & PAGE_BLOCK) && stat->text > 0);
}

/* The last node of a line between <br>s that is no part of the text. */
static const struct nwi_node *skip_line(struct body *body,
					const struct nwi_node *from)
{
	struct line line = { .first = from, .end = from };
	const struct nwi_node *last = NULL;

	for (; line.end && !ends_line(body, line.end);
	     line.end = line.end->next)
		last = line.end;
	if (!last || (!line.end && from == from->parent->first))
		return NULL;
	const char *why = judge_line(body, &line);
	if (why)
		explain(body, from, why);
	return why ? last : NULL;
}

static void write_children(struct body *body, const struct nwi_node *node,
			   bool lines)
{
	bool lined = body->page->strict && !lines && !body->in_heading;
	const struct nwi_node *at = node->first, *skip_to = NULL;
	bool begins = true; /* a line */

	for (; at && !body->ended; at = at->next) {
		if (lined && begins && !skip_to)
			skip_to = skip_line(body, at);
		begins = ends_line(body, at);
		if (!skip_to)
			write_block(body, at, lines);
		else if (at == skip_to)
			skip_to = NULL;
	}
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

static bool is_kept(struct body *body, const struct nwi_node *node,
		    unsigned level)
{
	const char *why = node == body->article ? NULL : page_judge(body, node);

	if (!why && level)
		why = begin_heading(body, node, level);
	if (!why)
		return true;
	if (page_stat_of(body->page, node)->text > 0) {
		body->cut = node;
		body->heading_lost = true;
	}
	explain(body, node, why);
	return false;
}

/*
 * The end of the element that a heading without text stands in: where the
 * rest of it was left out, the heading is no heading of what follows.
 */
static void end_heading_box(struct body *body, const struct nwi_node *node)
{
	if (node == body->article || !body->page->strict)
		return;
	if (body->heading_lost) {
		nw_buf_cut(body->out, body->heading_at);
		body->heading = 0;
		body->heading_lost = false;
		return;
	}
	if (page_stat_of(body->page, node)->text ==
	    page_stat_of(body->page, node->parent)->text)
		body->heading_box = node->parent;
}

/* Recurses at most NWI_TREE_DEPTH deep. */
static void write_block(struct body *body, const struct nwi_node *node,
			bool lines)
{
	if (node->number < body->skip_to) {
		if (nwi_node_end(node) < body->skip_to)
			return;
	}
	if (node->kind == NWI_NODE_TEXT) {
		write_text(body, node, lines);
		return;
	}
	unsigned level = page_heading_level(node);
	if (!is_kept(body, node, level))
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
	if (level)
		body->heading_box = node->parent;
	else if (body->heading && node == body->heading_box)
		end_heading_box(body, node);
}

/* The page's headline: the h1 or other heading with its title, else an h1. */
static const struct nwi_node *headline(struct body *body)
{
	const struct page *page = body->page;
	const struct nwi_node *other = NULL, *first = NULL;

	for (uint32_t i = 1; i < body->article->number; i++) {
		const struct nwi_node *node = page->nodes[i];
		unsigned level = page_heading_level(node);

		if (level == 0 || page->stats[i].text == 0 ||
		    page->stats[i].text > TITLE ||
		    (page->stats[i].marks & PAGE_SILENT))
			continue;
		bool title = is_title(body, node);
		if (level == 1 && title)
			return node;
		first = first || level > 1 ? first : node;
		other = other || !title ? other : node;
	}
	return first ? first : other;
}

/* What a subtitle or a lead is called. */
static bool is_named_lead(const struct nwi_node *node)
{
	static const char *const names[] = {
		"deck",	    "dek",   "excerpt", "subtit", "subhead",
		"sub-head", "sub-t", "standfi", "lead",	  "lede",
		"summar",   "intro", "descri",	"sapo",	  "bajada",
		"chap",	    "vorsp", "ingress", "spot",
	};
	for (uint32_t k = 0; k < node->attr_count; k++) {
		struct nw_str value = node->attrs[k].value;
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
			if (value.len <= LINE &&
			    nw_str_find(value, nw_str_from(names[i])) <
				    value.len)
				return true;
		}
	}
	return false;
}

/* The greatest element that has nothing but the node's words. */
static const struct nwi_node *shell_of(const struct page *page,
				       const struct nwi_node *node)
{
	uint32_t text = page_stat_of(page, node)->text;

	for (unsigned up = 0; up < 8 && node->parent; up++) {
		if (page_stat_of(page, node->parent)->text != text)
			break;
		node = node->parent;
	}
	return node;
}

/* The headline is all that the element before it has. */
static bool is_behind(const struct page *page, const struct nwi_node *headline,
		      const struct nwi_node *shell)
{
	uint32_t before = page_stat_of(page, shell)->before;

	return before && before <= headline->number &&
	       headline->number <= nwi_node_end(page->nodes[before]) &&
	       page->stats[before].text == page_stat_of(page, headline)->text;
}

static bool may_lead(const struct page *page, const struct nwi_node *node)
{
	const struct page_stat *stat = page_stat_of(page, node);

	return (stat->marks & PAGE_BLOCK) && !(stat->marks & PAGE_BYLINE) &&
	       stat->own >= LEAD_BEHIND && stat->own == stat->text &&
	       stat->links * 3 <= stat->text && page_heading_level(node) != 1 &&
	       !page_begins_with_author(page, node);
}

/*
 * Whole sentences. What stands right behind the headline may be shorter, and
 * where it is a heading or named so it need not end as a sentence: it tells
 * more of the same. So do the points of a list.
 */
static bool is_lead(struct body *body, const struct nwi_node *headline,
		    const struct nwi_node *node)
{
	const struct page *page = body->page;
	const struct page_stat *stat = page_stat_of(page, node);

	if (!may_lead(page, node))
		return false;
	bool is_point = node->atom == NWI_A_LI && stat->links == 0;
	const struct nwi_node *shell =
		shell_of(page, is_point ? node->parent : node);
	bool behind = is_behind(page, headline, shell);
	if (stat->own < LEAD && !is_point &&
	    !(behind && is_title(body, headline)))
		return false;
	bool is_deck = behind && stat->links == 0 &&
		       (is_point || page_heading_level(node) ||
			is_named_lead(node) || is_named_lead(shell));
	return (is_deck || page_ends_as_sentence(page_words_of(body, node))) &&
	       !page_judge(body, node);
}

/*
 * Many sites set the first paragraph apart, between headline and article:
 * whole sentences there are part of the text.
 */
static void write_leads(struct body *body)
{
	const struct page *page = body->page;
	const struct nwi_node *from = headline(body);
	uint32_t chars = 0;

	if (!from)
		return;
	const struct nwi_node *at = nwi_node_skip(from, page->tree.root);
	while (at && at->number < body->article->number && chars < LEADS) {
		unsigned marks = page_stat_of(page, at)->marks;
		if (marks & (PAGE_FURNITURE | PAGE_SILENT)) {
			at = nwi_node_skip(at, page->tree.root);
			continue;
		}
		if (at->kind == NWI_NODE_ELEMENT && is_lead(body, from, at)) {
			chars += page_stat_of(page, at)->text;
			nwi_emit_gap(&body->emit, NWI_GAP_BLOCK);
			write_children(body, at, false);
			nwi_emit_gap(&body->emit, NWI_GAP_BLOCK);
			at = nwi_node_skip(at, page->tree.root);
			continue;
		}
		at = nwi_node_next(at, page->tree.root);
	}
	body->written = 0;
	body->heading = 0;
}

static void make_room_to_remember(struct body *body)
{
	uint32_t slots = 64;

	while (slots < SEEN_MAX && slots < body->page->tree.count)
		slots *= 2;
	body->seen =
		nw_arena_array(body->page->arena, slots, sizeof(*body->seen));
	body->slots = body->seen ? slots : 0;
}

struct nw_str page_body(const struct page *page, struct nwi_node **articles,
			uint32_t count)
{
	struct nw_buf out, clean;
	struct body body = { .page = page, .out = &out };

	nw_buf_init(&out, 4 * TEXT_BYTES);
	nw_buf_init(&clean, TEXT_BYTES);
	nw_buf_init(&body.scratch, BLOCK_BYTES);
	nw_buf_init(&body.folded, BLOCK_BYTES);
	make_room_to_remember(&body);
	nwi_emit_init(&body.emit, &out);
	for (uint32_t i = 0; i < count; i++) {
		if (articles[i]->number < body.skip_to)
			continue; /* it stands in the one before */
		body.article = articles[i];
		page_learn_told(&body);
		page_learn_home(&body);
		if (page->selected.text.count == 0)
			write_leads(&body);
		body.begin = out.len;
		write_block(&body, articles[i], false);
		body.skip_to = nwi_node_end(articles[i]) + 1;
		body.written = 0;
		body.ended = false;
	}
	if (body.heading && page->strict)
		nw_buf_cut(&out, body.heading_at);
	struct nw_str text = nw_buf_str(&out);
	text.len = nwi_utf8_floor(text, TEXT_BYTES);
	nwi_text_clean(&clean, text);
	text = nw_arena_buf(page->arena, &clean);
	nw_buf_fini(&out);
	nw_buf_fini(&clean);
	nw_buf_fini(&body.scratch);
	nw_buf_fini(&body.folded);
	return nw_str_is_absent(text) ? nw_str_make("", 0) : text;
}
