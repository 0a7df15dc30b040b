/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The visible lines of a page with their place. One pass over the nodes; a
 * line longer than LINE_BYTES is prose and is not kept.
 */
#include "html/emit.h"
#include "html/page_facts.h"

#include "markup/scan.h"

/* Lines kept; characters of an element whose class speaks of its words. */
enum { LINES = 4000, SMALL = 240, CLASS_BYTES = 256 };

struct builder {
	const struct page *page;
	struct page_scan *scan;
	char text[LINE_BYTES + 1];
	size_t len;
	bool open, too_long, gap;
	uint32_t block;
	uint32_t at; /* visible characters so far */
	struct page_line line;
};

static void finish(struct builder *b)
{
	if (b->open && !b->too_long && b->len > 1 &&
	    b->scan->line_count < LINES) {
		b->line.text = nw_arena_str(b->page->arena,
					    nw_str_make(b->text, b->len));
		if (!nw_str_is_absent(b->line.text))
			b->scan->lines[b->scan->line_count++] = b->line;
	}
	b->open = b->too_long = b->gap = false;
	b->len = 0;
}

/* U+00A0, U+2009, U+202F: spaces that keep words together. */
static size_t hard_space(struct nw_str text, size_t i)
{
	if (i + 1 < text.len && memcmp(text.at + i, "\xc2\xa0", 2) == 0)
		return 2;
	if (i + 2 < text.len && (memcmp(text.at + i, "\xe2\x80\x89", 3) == 0 ||
				 memcmp(text.at + i, "\xe2\x80\xaf", 3) == 0))
		return 3;
	return nwi_is_space(text.at[i]) ? 1 : 0;
}

static void add_words(struct builder *b, struct nw_str text)
{
	for (size_t i = 0; i < text.len && !b->too_long;) {
		size_t space = hard_space(text, i);

		if (space > 0) {
			b->gap = true;
			i += space;
			continue;
		}
		if (b->gap && b->len > 0 && b->len < LINE_BYTES)
			b->text[b->len++] = ' ';
		b->gap = false;
		if (b->len >= LINE_BYTES)
			b->too_long = true;
		else
			b->text[b->len++] = text.at[i++];
	}
}

static void take_text(struct builder *b, const struct nwi_node *node)
{
	const struct page_stat *stat = page_stat_of(b->page, node);
	struct page_scan *scan = b->scan;

	if (stat->text == 0) {
		b->gap = true;
		return;
	}
	if (b->open && stat->block != b->block)
		finish(b);
	if (!b->open) {
		b->open = true;
		b->block = stat->block;
		b->line = (struct page_line){
			.node = node->number,
			.at = b->at,
			.marks = scan->marks[node->number],
			.roles = scan->roles[node->number],
		};
	}
	/* Elements in a row are words apart, however they are glued. */
	if (node->parent->atom != NWI_A_SUP)
		b->gap = true;
	b->line.roles |= scan->roles[node->number];
	add_words(b, node->text);
	b->at += stat->text;
}

static unsigned own_roles(const struct nwi_node *node)
{
	unsigned roles = 0;

	for (size_t i = 0; i < node->attr_count; i++) {
		const struct nwi_attr *attr = &node->attrs[i];

		switch (attr->atom) {
		case NWI_A_CLASS:
		case NWI_A_ID:
		case NWI_A_ITEMPROP:
		case NWI_A_PROPERTY:
		case NWI_A_DATA_TESTID:
		case NWI_A_DATA_COMPONENT:
			roles |= page_roles_of(
				nw_str_slice(attr->value, 0, CLASS_BYTES));
			break;
		default:
			break;
		}
	}
	return roles;
}

/* Readers' comments, by the names that publishing systems give them. */
static bool is_comments(const struct nwi_node *node)
{
	static const struct nw_str words[] = { NW_STR("comment"),
					       NW_STR("respon"),
					       NW_STR("disqus"),
					       NW_STR("kommentar") };

	for (size_t i = 0; i < node->attr_count; i++) {
		const struct nwi_attr *attr = &node->attrs[i];
		struct nw_str value = nw_str_slice(attr->value, 0, CLASS_BYTES);

		if (attr->atom != NWI_A_CLASS && attr->atom != NWI_A_ID)
			continue;
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++) {
			if (nw_str_find(value, words[k]) < value.len)
				return true;
		}
	}
	return false;
}

static void take_element(struct builder *b, const struct nwi_node *node)
{
	const struct page_stat *stat = page_stat_of(b->page, node);
	struct page_scan *scan = b->scan;
	uint32_t i = node->number, up = node->parent->number;
	const unsigned passed =
		PAGE_FURNITURE | PAGE_SURELY | PAGE_LINK | SCAN_COMMENT;

	scan->at[i] = b->at;
	unsigned marks = stat->marks;
	if (!(marks & PAGE_FURNITURE)) /* acquitted, or the page's own */
		marks &= ~(unsigned)PAGE_SURELY;
	scan->marks[i] = (uint16_t)((scan->marks[up] & passed) | marks);
	scan->roles[i] = scan->roles[up];
	if (stat->marks & PAGE_SILENT)
		return;
	if ((marks & PAGE_SURELY) && is_comments(node))
		scan->marks[i] |= SCAN_COMMENT;
	if (stat->text > SMALL)
		scan->roles[i] = 0;
	else if (stat->text > 0)
		scan->roles[i] |= (uint8_t)own_roles(node);
	if (node->atom == NWI_A_BR)
		finish(b);
}

bool page_scan_lines(const struct page *page, struct page_scan *out)
{
	uint32_t total = page->tree.count;
	struct builder b = { .page = page, .scan = out };

	*out = (struct page_scan){ 0 };
	out->lines = nw_arena_array(page->arena, total < LINES ? total : LINES,
				    sizeof(*out->lines));
	out->at = nw_arena_array(page->arena, total, sizeof(*out->at));
	out->marks = nw_arena_array(page->arena, total, sizeof(*out->marks));
	out->roles = nw_arena_array(page->arena, total, 1);
	if (!out->lines || !out->at || !out->marks || !out->roles)
		return false;
	for (uint32_t i = 1; i < total; i++) {
		const struct nwi_node *node = page->nodes[i];

		if (node->kind == NWI_NODE_ELEMENT) {
			take_element(&b, node);
			continue;
		}
		out->at[i] = b.at;
		out->marks[i] = out->marks[node->parent->number];
		out->roles[i] = out->roles[node->parent->number];
		if (!(page_stat_of(page, node)->marks & PAGE_SILENT))
			take_text(&b, node);
	}
	finish(&b);
	return true;
}

/* Letters and digits of ASCII in lower case, other bytes as they are. */
static bool same_words(struct nw_str a, struct nw_str b)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < a.len && (unsigned char)a.at[i] < 0x80 &&
		       !nwi_is_alpha(a.at[i]) &&
		       !(a.at[i] >= '0' && a.at[i] <= '9'))
			i++;
		while (j < b.len && (unsigned char)b.at[j] < 0x80 &&
		       !nwi_is_alpha(b.at[j]) &&
		       !(b.at[j] >= '0' && b.at[j] <= '9'))
			j++;
		if (i == a.len || j == b.len)
			return i == a.len && j == b.len;
		if ((a.at[i] | 0x20) != (b.at[j] | 0x20))
			return false;
		i++;
		j++;
	}
}

/* The h1 that a line stands in, if any. */
static bool is_in_h1(const struct page *page, const struct page_line *line)
{
	const struct nwi_node *node = page->nodes[line->node]->parent;

	for (unsigned up = 0; node && up < 6; node = node->parent, up++) {
		if (node->atom == NWI_A_H1)
			return true;
	}
	return false;
}

/*
 * The words of the title in an h1; else the only h1, whatever it says; else
 * the words of the title, which as a link stand in lists of headlines too.
 */
void page_scan_title(const struct page *page, struct page_scan *scan,
		     struct nw_str title)
{
	const struct page_line *best = NULL;
	unsigned most = 0, h1_count = 0;

	for (uint32_t i = 0; i < scan->line_count; i++) {
		const struct page_line *line = &scan->lines[i];
		bool in_h1 = is_in_h1(page, line);
		bool same = title.len > 0 && same_words(line->text, title);
		bool is_link = line->marks & PAGE_LINK;

		h1_count += in_h1;
		if (!same &&
		    (!in_h1 || is_link || h1_count > 1 || line->text.len < 10 ||
		     (line->marks & PAGE_SURELY)))
			continue;
		unsigned points = same && in_h1 ? 4 : in_h1 ? 3 : 2;
		points -= is_link && !in_h1;
		if (points > most) {
			most = points;
			best = line;
		}
	}
	if (!best)
		return;
	scan->has_title = true;
	scan->title_at = best->at;
	scan->title_end = best + 1 < scan->lines + scan->line_count
				  ? best[1].at
				  : best->at + (uint32_t)best->text.len;
}

void page_scan_body(const struct page *page, struct page_scan *scan,
		    const struct nwi_node *article)
{
	const struct nwi_node *next =
		article ? nwi_node_skip(article, page->tree.root) : NULL;

	scan->body_end = next ? scan->at[next->number] : UINT32_MAX;
}

enum page_place page_place_of(const struct page_scan *scan, uint32_t at)
{
	enum { NEXT = 160, NEAR = 600, BEFORE = 120 };

	if (!scan->has_title)
		return PLACE_FAR;
	if (at >= scan->title_at) {
		uint32_t away = at > scan->title_end ? at - scan->title_end : 0;
		if (at >= scan->body_end && scan->body_end > scan->title_end)
			return away < NEXT / 2 ? PLACE_NEAR : PLACE_FAR;
		return away < NEXT   ? PLACE_NEXT
		       : away < NEAR ? PLACE_NEAR
				     : PLACE_FAR;
	}
	return scan->title_at - at < BEFORE ? PLACE_BEFORE : PLACE_FAR;
}
