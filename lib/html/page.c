/* SPDX-License-Identifier: Apache-2.0 */
/* Reading an article's page: the steps of page_impl.h, one after another. */
#include <newswatch/page.h>

#include "html/document.h"
#include "html/page_impl.h"
#include "text/language.h"

enum {
	ARTICLE = 140, /* characters; less is no article */
	SECTION = 240, /* the same, below a heading of a report */
	ENTRIES = 6,   /* dates and by-lines; more are a list's */
	TOLD = 400     /* of a body in JSON-LD that may be one */
};

static bool says_html(const struct nwi_node *node)
{
	switch (node->atom) {
	case NWI_A_HTML:
	case NWI_A_HEAD:
	case NWI_A_BODY:
	case NWI_A_DIV:
	case NWI_A_P:
	case NWI_A_A:
	case NWI_A_META:
	case NWI_A_TABLE:
	case NWI_A_ARTICLE:
	case NWI_A_SECTION:
	case NWI_A_H1:
	case NWI_A_H2:
	case NWI_A_UL:
	case NWI_A_BR:
	case NWI_A_SPAN:
		return true;
	default:
		return false;
	}
}

/* A feed has <title> and <link> too: other names decide. */
static bool is_html(const struct nwi_tree *tree)
{
	const struct nwi_node *node = nwi_node_next(tree->root, tree->root);
	unsigned looked = 0;

	for (; node && looked < 200; node = nwi_node_next(node, tree->root)) {
		if (node->kind != NWI_NODE_ELEMENT)
			continue;
		if (looked++ == 0 &&
		    (node->atom == NWI_A_RSS || node->atom == NWI_A_FEED ||
		     nw_str_is(node->text, "rdf:rdf")))
			return false;
		if (says_html(node))
			return true;
	}
	return false;
}

static enum nw_status prepare(struct page *page, struct nw_str text,
			      struct nw_error *err)
{
	enum nw_status status =
		nwi_tree_build(text, page->arena, &page->tree, err);

	if (status)
		return status;
	if (!is_html(&page->tree))
		return nw_fail(err, NW_BAD_INPUT, "this is no HTML page");
	page->nodes = nw_arena_array(page->arena, page->tree.count,
				     sizeof(*page->nodes));
	page->stats = nw_arena_array(page->arena, page->tree.count,
				     sizeof(*page->stats));
	if (!page->nodes || !page->stats)
		return nw_fail(err, NW_LIMIT,
			       "a page is larger than its memory");
	page->base_url =
		nwi_html_base(&page->tree, page->input->base_url, page->arena);
	return NW_OK;
}

static void number_nodes(struct page *page)
{
	struct nwi_node *node = page->tree.root;

	for (; node; node = nwi_node_next(node, page->tree.root))
		page->nodes[node->number] = node;
}

/*
 * Pages that say they are an article give their own text only; on others
 * (services, products, manuals, forums) short lines and lists count too.
 */
static bool is_strict(unsigned hints)
{
	if (hints & PAGE_HINT_THREAD)
		return false;
	return (hints & PAGE_HINT_DATED) ||
	       (hints & (PAGE_HINT_ARTICLE | PAGE_HINT_LISTING)) ==
		       PAGE_HINT_ARTICLE;
}

/* A list of articles: each has its date or its by-line. */
static bool has_entries(const struct page *page, const struct nwi_node *node)
{
	uint32_t end = nwi_node_end(node), dated = 0;

	for (uint32_t i = node->number; i <= end && dated <= ENTRIES; i++)
		dated += page->stats[i].text > 0 &&
			 (page->nodes[i]->atom == NWI_A_TIME ||
			  (page->stats[i].marks & PAGE_BYLINE) != 0);
	return dated > ENTRIES;
}

/*
 * A page that tells the day it was published, and is no list: neither of
 * articles nor of things, where each heading has a sentence or two.
 */
static bool is_report(const struct page *page, const struct page_stat *stat)
{
	return page->dated &&
	       !(page->hints & (PAGE_HINT_LISTING | PAGE_HINT_PRODUCT)) &&
	       (stat->headings <= 2 ||
		stat->weight / SECTION >= stat->headings) &&
	       !has_entries(page, page->article);
}

/*
 * Nearly all paragraphs and few links: an article, whatever it says of its
 * kind. A report's by-lines, captions and boxes are among its paragraphs.
 */
static bool is_prose(const struct page *page)
{
	const struct page_stat *stat = page_stat_of(page, page->article);
	uint64_t share =
		stat->plain ? (uint64_t)stat->weight * 100 / stat->plain : 0;
	uint64_t links =
		stat->plain ? (uint64_t)stat->links * 100 / stat->plain : 100;

	return (share > 85 && links < 12) ||
	       (share > 60 && links < 25 && is_report(page, stat));
}

static struct nw_str read_body(struct page *page)
{
	const struct nwi_selected *chosen = &page->selected.text;

	page->article = page_find_article(page);
	if (page->article && !(page->hints & PAGE_HINT_THREAD))
		page->strict |= is_prose(page);
	if (chosen->count > 0) {
		page->article = chosen->nodes[0];
		return page_body(page, chosen->nodes, chosen->count);
	}
	return page->article ? page_body(page, &page->article, 1)
			     : nw_str_make("", 0);
}

/*
 * Names are a custom that some sites break ("section--ads" on every part of a
 * report). Where there is prose and nothing of it was taken, the names of
 * furniture are not believed.
 */
static struct nw_str read_again(struct page *page)
{
	memset(page->stats, 0, page->tree.count * sizeof(*page->stats));
	page->ignore_names = true;
	page_mark_nodes(page);
	page_weigh(page);
	return read_body(page);
}

static bool is_links(const struct page_stat *stat)
{
	return stat->text > 600 && stat->links * 2 > stat->text;
}

static const char *kind_of(const struct page *page, const struct nw_page *out)
{
	const struct page_stat *all = page_stat_of(page, page->tree.root);

	if (out->flags & NW_PAGE_CONSENT)
		return "consent";
	if (out->text.len < ARTICLE)
		return all->text == 0  ? "empty"
		       : is_links(all) ? "listing"
				       : "stub";
	if (out->flags & NW_PAGE_CUT)
		return "stub";
	if (!page->strict && page->article &&
	    is_links(page_stat_of(page, page->article)))
		return "listing";
	return page->hints & PAGE_HINT_THREAD ? "thread" : "article";
}

/*
 * Where the page shows little of what its JSON-LD tells, scripts show the
 * rest: then the told body is the text. It has no paragraphs.
 */
static void rescue(const struct page *page, struct nw_page *out)
{
	struct nw_buf text;

	if (page->told.len < TOLD || out->text.len * 5 > page->told.len * 2 ||
	    page->selected.text.count > 0)
		return;
	nw_buf_init(&text, 1 << 20);
	nw_html_to_text(page->told, page->arena, &text);
	struct nw_str told = nw_arena_buf(page->arena, &text);
	if (told.len > out->text.len)
		out->text = told;
	nw_buf_fini(&text);
}

static void explain(const struct page *page, const struct nw_page *out)
{
	const struct nwi_node *node = page->article;
	struct nw_explained found = {
		.size = sizeof(found),
		.what = NW_STR("text"),
		.text = out->text,
		.why = nw_str_from(page->selected.text.count > 0 ? "selected"
				   : page->strict ? "prose of an article"
						  : "the page's own words"),
		.from = node ? node->from : 0,
		.to = node ? node->to : 0,
	};

	nw_explain(page->input->explain, &found);
}

static void read_page(struct page *page, struct nw_page *out)
{
	number_nodes(page);
	page->hints = page_read_hints(page);
	page->strict = is_strict(page->hints);
	page_mark_nodes(page);
	page_weigh(page);
	page_read_meta(page, out);
	page_select_meta(page, out);
	page->authors = out->authors;
	page->author_count = out->author_count;
	page->dated = out->published_confidence >= 0.5;
	out->text = read_body(page);
	if (out->text.len < ARTICLE && page_prose(page) > ARTICLE)
		out->text = read_again(page);
	rescue(page, out);
	out->flags = page_walls(page, out->text);
	out->kind = nw_str_from(kind_of(page, out));
	explain(page, out);
	if (out->text.len < ARTICLE || (out->flags & NW_PAGE_CONSENT))
		out->text = nw_str_make("", 0);
	if (nw_str_is_absent(out->language)) /* the names are static */
		out->language =
			nw_str_from(nwi_language_of(out->text, out->language));
}

enum nw_status nw_page_read(const struct nw_page_input *input,
			    struct nw_arena *arena, struct nw_page *out,
			    struct nw_error *err)
{
	struct nw_page_input whole = { 0 };
	struct page page = { .input = &whole, .arena = arena };
	struct nw_page result = { .size = sizeof(result) };
	struct nw_str text;

	memcpy(&whole, input,
	       input->size < sizeof(whole) ? input->size : sizeof(whole));
	enum nw_status status = nwi_html_decode(whole.bytes, whole.content_type,
						arena, &text, err);
	if (status == NW_OK)
		status = prepare(&page, text, err);
	if (status)
		return status;
	status = page_select(&page, err);
	if (status)
		return status;
	read_page(&page, &result);
	*out = result;
	return NW_OK;
}
