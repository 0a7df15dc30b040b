/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is left out of an article: furniture, boxes of links, teasers,
 * appeals, by-lines, the lives of authors, what was there before.
 */
#include "html/page_body.h"

#include "markup/scan.h"
#include "markup/select.h"

/* Characters; shares in per cent. */
enum {
	SHORT_BLOCK = 120,
	APPEAL = 400,
	LINK_BOX = 600,
	LINK_NAME = 25,	 /* a link that reads like a headline is longer */
	LINK_THING = 20, /* and the name of a thing shorter */
	REPEATED = 60,	 /* shorter blocks may be said twice */
	BYLINE = 160,
	LIFE = 900, /* of an author */
	TEASER = 320,
	DIRECTORY = 40, /* links */
	FORM = 300,
	BAR = 160,
	BAR_PART = 40,
	NO_COUNT = 8, /* less is at most a number */
	LETTER_BOX = 360,
	ADDRESS = 80,
	POINTER = 40,
	SMALL = 420,
	SMALL_NODES = 120,
	NEWS = 500, /* of what stands between paragraphs */
	LATE = 60,
	OVER = 80
};

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

struct nw_str page_words_of(struct body *body, const struct nwi_node *node)
{
	struct nwi_emit emit;

	nw_buf_cut(&body->scratch, 0);
	nwi_emit_init(&emit, &body->scratch);
	nwi_emit_node(&emit, node);
	return nw_buf_str(&body->scratch);
}

/* What counts when two texts are compared: not ASCII's punctuation. */
static bool counts(char c)
{
	return (c & 0x80) || nwi_is_alpha(c) || (c >= '0' && c <= '9');
}

bool page_same_words(struct nw_str a, struct nw_str b)
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

static const struct page_stat *stat_of(const struct body *body,
				       const struct nwi_node *node)
{
	return page_stat_of(body->page, node);
}

/* Per cent of the article's prose that is written. */
unsigned page_progress(const struct body *body)
{
	uint64_t all = stat_of(body, body->article)->weight;

	return all ? (unsigned)((uint64_t)body->written * 100 / all) : 0;
}

static bool is_list(const struct nwi_node *node)
{
	return node->atom == NWI_A_UL || node->atom == NWI_A_OL ||
	       node->atom == NWI_A_DL;
}

/* The sibling before a node that has words; NULL without. */
static const struct nwi_node *before_of(const struct body *body,
					const struct nwi_node *node)
{
	uint32_t number = stat_of(body, node)->before;

	return number ? body->page->nodes[number] : NULL;
}

/* The one behind it, a few empty ones apart. */
static const struct nwi_node *behind_of(const struct body *body,
					const struct nwi_node *node)
{
	const struct nwi_node *at = node->next;

	for (unsigned i = 0; at && i < 8; i++, at = at->next) {
		if (stat_of(body, at)->text > 0 &&
		    !(stat_of(body, at)->marks & PAGE_SILENT))
			return at;
	}
	return NULL;
}

static bool is_prose(const struct body *body, const struct nwi_node *node)
{
	const struct page_stat *stat = stat_of(body, node);

	return stat->weight > 40 && stat->links * 2 < stat->text;
}

/* Links within the page: a table of contents. */
static bool leads_within(const struct nwi_node *list)
{
	unsigned inside = 0, outside = 0;

	for (const struct nwi_node *at = list; at;
	     at = nwi_node_next(at, list)) {
		if (at->atom != NWI_A_A)
			continue;
		struct nw_str href = nwi_node_attr(at, NWI_A_HREF);
		inside += nw_str_starts(href, "#");
		outside += href.len > 0 && !nw_str_starts(href, "#");
	}
	return inside > outside;
}

/* The host of an absolute URL, "www." apart; empty of another. */
static struct nw_str host_of(struct nw_str url)
{
	size_t from = nw_str_find(url, nw_str_from("//"));

	if (from >= url.len || from > 8)
		return nw_str_make("", 0);
	struct nw_str host = nw_str_slice(url, from + 2, url.len);
	host = nw_str_slice(host, 0, nw_str_find_char(host, '/'));
	if (nw_str_starts_nocase(host, "www."))
		host = nw_str_slice(host, 4, host.len);
	return host;
}

/* Most links lead to the site's own pages: its other articles. */
static bool stays_at_home(const struct page *page, const struct nwi_node *list)
{
	struct nw_str home = host_of(page->input->base_url);
	unsigned inside = 0, outside = 0;

	for (const struct nwi_node *at = list; at;
	     at = nwi_node_next(at, list)) {
		if (at->atom != NWI_A_A)
			continue;
		struct nw_str host = host_of(nwi_node_attr(at, NWI_A_HREF));
		bool own = host.len == 0 || nw_str_equal(host, home);
		inside += own;
		outside += !own;
	}
	return inside > outside;
}

/*
 * A list of links is part of the text where the words before it announce it,
 * or where it stands between paragraphs and names things; it is not where it
 * lists other articles' headlines or the article's own headings.
 */
static bool judge_list(struct body *body, const struct nwi_node *list)
{
	const struct page_stat *stat = stat_of(body, list);
	const struct nwi_node *before = before_of(body, list);
	const struct nwi_node *behind = behind_of(body, list);

	if (!before || before == body->cut || leads_within(list) ||
	    stat->anchors > DIRECTORY)
		return false;
	if (stat_of(body, before)->text < APPEAL &&
	    nw_str_ends(page_words_of(body, before), ":"))
		return true;
	if (!behind || stat->links > stat->anchors * 2 * LINK_NAME ||
	    (body->page->strict && stat->links > stat->anchors * LINK_THING &&
	     stays_at_home(body->page, list)))
		return false;
	return is_prose(body, before) || page_heading_level(before);
}

/* Asked for the list and for each of its items. */
static bool is_told_list(struct body *body, const struct nwi_node *list)
{
	if (body->list != list) {
		body->list = list;
		body->told = judge_list(body, list);
	}
	return body->told;
}

/* Links that stand together: lists of articles, bars, boxes. */
static bool is_link_box(struct body *body, const struct nwi_node *node,
			const struct page_stat *stat)
{
	if (stat->text == 0)
		return false;
	if (is_list(node) || node->atom == NWI_A_LI) {
		if (stat->links * 2 <= stat->text)
			return false;
		if (node->atom == NWI_A_LI)
			return stat->weight < 100 &&
			       !is_told_list(body, node->parent) &&
			       body->page->strict;
		return !is_told_list(body, node);
	}
	return stat->links * 3 > stat->text * 2 && stat->text < LINK_BOX;
}

/* On pages that are no article, what has a heading or reads like one stays. */
static bool is_entry(const struct body *body, const struct page_stat *stat)
{
	const unsigned goods = PAGE_HINT_LISTING | PAGE_HINT_PRODUCT;

	if (body->page->strict)
		return false;
	if (body->page->hints & goods && stat->images * 3 > stat->anchors)
		return true;
	return stat->headings > 0 || stat->links > stat->anchors * LINK_NAME;
}

/* A button that shows an answer is its question. */
static bool is_question(const struct nwi_node *node,
			const struct page_stat *stat, struct nw_str words)
{
	if (stat->headings > 0 || page_heading_level(node->parent))
		return true;
	for (uint32_t i = 0; i < node->attr_count; i++) {
		if (nw_str_is(node->attrs[i].name, "aria-expanded") &&
		    stat->text >= 5 && stat->text < SHORT_BLOCK)
			return true;
	}
	return stat->text >= 12 &&
	       (nw_str_ends(words, "?") || nw_str_ends(words, "\xef\xbc\x9f"));
}

static uint64_t hash_of(struct nw_str text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

	for (size_t i = 0; i < text.len; i++) {
		if (counts(text.at[i])) {
			hash ^= (unsigned char)(text.at[i] | 0x20);
			hash *= UINT64_C(0x100000001b3);
		}
	}
	return hash ? hash : 1;
}

/*
 * Whether the same block was written before, elsewhere: a second copy for
 * small screens, a pulled quote. Remembers it. What an author says twice in
 * one place stays.
 */
bool page_is_repeated(struct body *body, const struct nwi_node *node,
		      struct nw_str words)
{
	uint64_t hash = hash_of(words);

	if (body->slots == 0)
		return false;
	for (uint32_t i = 0; i < 16; i++) {
		struct seen *slot = &body->seen[(hash + i) & (body->slots - 1)];
		if (slot->hash == hash)
			return slot->parent != node->parent->number;
		if (slot->hash == 0) {
			*slot = (struct seen){ hash, node->parent->number };
			return false;
		}
	}
	return false;
}

/* "Jane Doe is a reporter ..." at the end of her article. */
static bool is_life(const struct body *body, const struct nwi_node *node,
		    const struct page_stat *stat)
{
	return stat->text < LIFE && page_progress(body) > LATE &&
	       page_begins_with_author(body->page, node);
}

bool page_begins_with_author(const struct page *page,
			     const struct nwi_node *node)
{
	struct nw_str text = first_text(node);

	for (uint32_t i = 0; i < page->author_count; i++) {
		struct nw_str name = page->authors[i];
		if (name.len > 4 && text.len >= name.len &&
		    nw_str_equal(nw_str_slice(text, 0, name.len), name))
			return true;
	}
	return false;
}

static bool is_author_box(const struct body *body, const struct nwi_node *node,
			  const struct page_stat *stat)
{
	struct nw_str prop = nwi_node_attr(node, NWI_A_ITEMPROP);

	return nw_str_is_nocase(prop, "author") && stat->text < LIFE &&
	       stat->weight * 2 < stat_of(body, body->article)->weight;
}

/* The first heading below a node. */
static const struct nwi_node *heading_in(const struct nwi_node *node)
{
	const struct nwi_node *at = node->first;

	while (at && !page_heading_level(at))
		at = nwi_node_next(at, node);
	return at;
}

/* Another article: a linked headline and a few words. */
static bool is_teaser(struct body *body, const struct nwi_node *node,
		      const struct page_stat *stat)
{
	if (stat->headings == 0 || stat->links == 0 ||
	    stat->text > (node->atom == NWI_A_ARTICLE ? 2 : 1) * TEASER ||
	    stat->weight * 4 > stat_of(body, body->article)->weight)
		return false;
	if (node->atom == NWI_A_LI && is_told_list(body, node->parent))
		return false;
	const struct nwi_node *heading = heading_in(node);
	const struct page_stat *head = heading ? stat_of(body, heading) : NULL;
	return head && head->text > 0 && head->links >= head->text &&
	       (stat->headings == 1 || node->atom == NWI_A_ARTICLE);
}

/* The same without a heading: a picture, a link and a few words. */
static bool is_card(const struct body *body, const struct nwi_node *node,
		    const struct page_stat *stat)
{
	if (stat->images == 0 || stat->anchors == 0 || stat->anchors > 4 ||
	    stat->text == 0 || stat->text > TEASER || stat->headings > 0 ||
	    stat->links < LINK_THING ||
	    stat->weight * 4 > stat_of(body, body->article)->weight)
		return false;
	const struct nwi_node *first = node;
	while (first && (first->kind != NWI_NODE_TEXT ||
			 stat_of(body, first)->text == 0))
		first = nwi_node_next(first, node);
	return first && stat_of(body, first)->links > 0 &&
	       stays_at_home(body->page, node);
}

/* A picture and few words below it, in no paragraph: a caption. */
static bool is_picture(const struct body *body, const struct nwi_node *node,
		       const struct page_stat *stat)
{
	const struct nwi_node *at = node;

	if (stat->images != 1 || stat->text == 0 || stat->text > SHORT_BLOCK ||
	    stat->headings > 0 || node->atom != NWI_A_DIV)
		return false;
	while (at && !page_is_image(at) &&
	       stat_of(body, at)->text == stat->text)
		at = nwi_node_next(at, node);
	while (at && !page_is_image(at) && stat_of(body, at)->text == 0)
		at = nwi_node_next(at, node);
	return at && page_is_image(at);
}

/* What stands with few words around a form: "Our letter, every Friday". */
static bool is_form(const struct body *body, const struct page_stat *stat)
{
	return stat->form && stat->text < FORM &&
	       stat->weight * 4 < stat_of(body, body->article)->weight;
}

/* The words of a bar's part: a button's, a network's name, a number. */
static uint32_t bar_words(struct body *body, const struct nwi_node *node)
{
	const struct page_stat *stat = stat_of(body, node);

	if (stat->text == 0 || stat->text > BAR_PART)
		return 0;
	if (stat->marks & PAGE_BUTTON)
		return stat->text;
	struct nw_str words = nw_str_trim(page_words_of(body, node));
	return node->kind == NWI_NODE_ELEMENT && page_is_network(body, words)
		       ? stat->text
		       : 0;
}

/*
 * "Share", "Facebook", "24": short, and a third of it or more are buttons or
 * named as they and networks are. A number beside them counts something.
 */
static bool is_bar(struct body *body, const struct nwi_node *node,
		   const struct page_stat *stat)
{
	uint32_t words = 0;
	unsigned parts = 0, looked = 0;

	if (stat->text == 0 || stat->text > BAR || stat->weight > BAR_PART)
		return false;
	for (const struct nwi_node *at = node->first; at && looked < 12;
	     at = at->next) {
		uint32_t part = bar_words(body, at);
		looked += stat_of(body, at)->text > 0;
		parts += part > 0;
		words += part;
	}
	return looked > 1 && parts > 0 && words * 3 >= stat->text &&
	       (parts > 1 || stat->text - words < NO_COUNT) &&
	       (stat->links > 0 || node->atom == NWI_A_DIV);
}

/* Words in a figure, but for a quotation, a table, a listing. */
static bool is_figure(const struct body *body, const struct nwi_node *node,
		      const struct page_stat *stat)
{
	return node->atom == NWI_A_FIGURE && stat->text > 0 &&
	       stat->text < TEASER && stat->headings == 0 &&
	       stat->weight * 4 < stat_of(body, body->article)->weight &&
	       !page_has_parts(node);
}

/* "Read also" and a headline, in blocks of their own. */
static bool is_pointer_box(struct body *body, const struct nwi_node *node,
			   const struct page_stat *stat)
{
	struct nw_str first;

	if (stat->own == stat->text || stat->anchors == 0 ||
	    stat->text > SHORT_BLOCK || node->atom == NWI_A_BLOCKQUOTE)
		return false;
	first = first_text(node);
	return first.len <= POINTER && page_is_pointer(body, first);
}

/* A name and its address in blocks of their own, below the report. */
static bool is_address_box(struct body *body, const struct nwi_node *node,
			   const struct page_stat *stat)
{
	if (stat->own == stat->text || stat->text > ADDRESS ||
	    page_progress(body) < LATE)
		return false;
	struct nw_str words = page_words_of(body, node);
	return nw_str_find_char(words, '@') < words.len &&
	       !page_ends_as_sentence(words);
}

/* A small box that begins with the newsletter that it offers. */
static bool is_letter_box(struct body *body, const struct nwi_node *node,
			  const struct page_stat *stat)
{
	return stat->own != stat->text && stat->text < LETTER_BOX &&
	       stat->weight * 4 < stat_of(body, body->article)->weight &&
	       page_is_letter(body, first_text(node));
}

/* A block without blocks in it. */
static const char *judge_words(struct body *body, const struct nwi_node *node,
			       const struct page_stat *stat)
{
	struct nw_str first = first_text(node);

	if (stat->text < SHORT_BLOCK && page_is_noise(first))
		return "a phrase that stands between articles";
	struct nw_str words = page_words_of(body, node);
	if (stat->text < APPEAL && page_is_appeal(words))
		return "an appeal or a disclosure";
	const char *why = body->page->strict && stat->text < NEWS
				  ? page_judge_news(body, node, words,
						    page_progress(body))
				  : NULL;
	if (why)
		return why;
	if (page_is_untold(body, node, words))
		return "not in the body that JSON-LD tells";
	if (body->page->strict && stat->text >= REPEATED &&
	    page_is_repeated(body, node, words))
		return "said before";
	return NULL;
}

/*
 * Small boxes of a report. Each is looked at word by word, and boxes may
 * stand in boxes: those of many nodes are not asked for, to stay linear.
 */
static const char *judge_box(struct body *body, const struct nwi_node *node,
			     const struct page_stat *stat)
{
	if (!body->page->strict || stat->text == 0 || stat->text > SMALL ||
	    nwi_node_end(node) - node->number > SMALL_NODES)
		return NULL;
	if (is_bar(body, node, stat))
		return "a bar of buttons and networks";
	if (is_figure(body, node, stat))
		return "a caption";
	if (is_pointer_box(body, node, stat))
		return "points to another article";
	if (page_is_stranger(body, node))
		return "a box among the paragraphs";
	if (is_address_box(body, node, stat))
		return "an address to write to";
	return is_letter_box(body, node, stat) ? "an appeal or a disclosure"
					       : NULL;
}

static const char *judge_block(struct body *body, const struct nwi_node *node,
			       const struct page_stat *stat)
{
	bool byline = (stat->marks & PAGE_BYLINE) != 0;

	if (byline && stat->text < BYLINE &&
	    (body->page->strict || body->page->hints & PAGE_HINT_THREAD))
		return "a by-line or a date";
	if (body->page->strict &&
	    ((byline && stat->text < LIFE && page_progress(body) > LATE) ||
	     is_author_box(body, node, stat) || is_life(body, node, stat)))
		return "about an author";
	if (body->page->strict && is_teaser(body, node, stat))
		return "a teaser";
	if (body->page->strict && is_card(body, node, stat))
		return "a teaser";
	if (body->page->strict && is_picture(body, node, stat))
		return "a caption";
	if (body->page->strict && is_form(body, stat))
		return "a form to fill in";
	const char *why = judge_box(body, node, stat);
	if (why)
		return why;
	if (!page_heading_level(node) && is_link_box(body, node, stat) &&
	    !is_entry(body, stat))
		return "mostly links";
	if (stat->own != stat->text || page_heading_level(node))
		return NULL;
	return judge_words(body, node, stat);
}

const char *page_judge(struct body *body, const struct nwi_node *node)
{
	const struct page_stat *stat = stat_of(body, node);

	if (stat->marks & PAGE_SILENT)
		return "";
	if (stat->marks & PAGE_FURNITURE)
		return "named as furniture";
	if ((stat->marks & PAGE_BUTTON) &&
	    !is_question(node, stat, page_words_of(body, node)))
		return "a button";
	/* It stands alone, not in a sentence. */
	if (node->atom == NWI_A_TIME && body->page->strict)
		return stat_of(body, node->parent)->own < 2 * stat->text + 20
			       ? "a date"
			       : NULL;
	return stat->marks & PAGE_BLOCK ? judge_block(body, node, stat) : NULL;
}

/* The greatest element that begins with `node`, the article apart. */
static const struct nwi_node *box_of(const struct body *body,
				     const struct nwi_node *node)
{
	const struct nwi_node *box = node;

	for (; box->parent && box->parent != body->article; box = box->parent) {
		if (stat_of(body, box)->before)
			break;
	}
	return box;
}

/* The next sibling of a heading or of its box that is a heading as great. */
static const struct nwi_node *section_end(const struct nwi_node *node,
					  unsigned level)
{
	const struct nwi_node *at = node->next;

	for (; at; at = at->next) {
		unsigned other = page_heading_level(at);
		if (other && other <= level)
			break;
	}
	return at;
}

const char *page_judge_heading(struct body *body, const struct nwi_node *node,
			       unsigned level)
{
	const struct page_stat *stat = stat_of(body, node);
	uint32_t all = stat_of(body, body->article)->weight;

	if (stat->text >= 60)
		return NULL;
	if (!page_is_ending(first_text(node)) &&
	    !(body->page->strict &&
	      page_is_news_ending(body, page_words_of(body, node))))
		return NULL;
	if (page_progress(body) >= OVER) {
		body->ended = body->page->strict;
	}
	const struct nwi_node *box = box_of(body, node);
	if (box != node && stat_of(body, box)->text > stat->text) {
		if ((uint64_t)stat_of(body, box)->weight * 5 <
		    (uint64_t)all * 2)
			body->skip_to = nwi_node_end(box) + 1;
		return "begins what is no part of the article";
	}
	const struct nwi_node *end = section_end(box, level);
	uint32_t last = end ? end->number : nwi_node_end(box->parent) + 1;
	uint64_t weight = 0;
	for (const struct nwi_node *at = box->next; at && at != end;
	     at = at->next)
		weight += stat_of(body, at)->weight;
	if (weight * 5 < (uint64_t)all * 2)
		body->skip_to = last;
	return "begins what is no part of the article";
}
