/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a page of many articles: the steps of listing_impl.h in order. */
#include "page/listing_impl.h"

#include "base/map.h"
#include "html/document.h"
#include "html/emit.h"
#include "item/read.h"
#include "text/language.h"
#include "text/url.h"
#include "text/utf8.h"
#include <newswatch/page.h>
#include <stdio.h>

enum {
	ITEMS = 5000,
	LIVE_SHARE = 60,
	TEXT_TO_LINKS = 3 /* bytes of an article for each of its links */
};

struct nw_str list_link(const struct listing *listing, struct nw_str href)
{
	struct nw_str none = { NULL, 0 };

	href = nw_str_trim(href);
	if (href.len == 0 || href.len > NWI_URL_MAX || href.at[0] == '#')
		return none;
	struct nw_str url =
		nwi_url_is_finished(href)
			? href
			: nwi_url_resolve_in(listing->arena, listing->base_url,
					     href);
	return nwi_url_is_web(url) ? url : none;
}

struct nw_str list_text(const struct listing *listing,
			const struct nwi_node *node, size_t max)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nwi_emit emit;

	nw_buf_init(&out, 4 * max + 64);
	nwi_emit_init(&emit, &out);
	nwi_emit_node(&emit, node);
	struct nw_str text = nw_buf_str(&out);
	return nwi_text_line_in(listing->arena, text, max);
}

void list_explain(const struct listing *listing, const char *what,
		  struct nw_str text, const struct nwi_node *node,
		  const char *why, ...)
{
	char line[512];
	va_list args;

	if (!listing->input->explain)
		return;
	va_start(args, why);
	vsnprintf(line, sizeof(line), why, args);
	va_end(args);
	struct nw_explained explained = {
		.size = sizeof(explained),
		.what = nw_str_from(what),
		.text = text,
		.why = nw_str_from(line),
		.from = node ? node->from : 0,
		.to = node ? node->to : 0,
	};
	nw_explain(listing->input->explain, &explained);
}

static struct nw_str language_of(const struct listing *listing)
{
	const struct nwi_node *html =
		nwi_node_find(listing->tree.root, NWI_A_HTML);
	struct nw_str language =
		html ? nwi_node_attr(html, NWI_A_LANG) : nw_str_make(NULL, 0);

	if (language.len == 0)
		language = listing->input->content_language;
	return language.len > 0 ? language : nw_str_make(NULL, 0);
}

/* Something that only a page has; plain text becomes one text node. */
static bool is_html(const struct nwi_tree *tree)
{
	const struct nwi_node *node = tree->root;
	unsigned elements = 0;

	for (unsigned i = 0; node && i < 400; i++) {
		if (node->atom == NWI_A_RSS || node->atom == NWI_A_FEED ||
		    node->atom == NWI_A_URLSET)
			return false;
		elements += node->kind == NWI_NODE_ELEMENT && node->atom;
		node = nwi_node_next(node, tree->root);
	}
	return elements > 0;
}

static enum nw_status prepare(struct listing *listing, struct nw_error *err)
{
	struct nw_str text;
	enum nw_status status = nwi_html_decode(listing->input->bytes,
						listing->input->content_type,
						listing->arena, &text, err);

	if (status == NW_OK)
		status = nwi_tree_build(text, listing->arena, &listing->tree,
					err);
	if (status)
		return status;
	if (!is_html(&listing->tree))
		return nw_fail(err, NW_BAD_INPUT, "this is no HTML page");
	listing->nodes = nw_arena_array(listing->arena, listing->tree.count,
					sizeof(*listing->nodes));
	listing->stats =
		nw_arena_array(listing->arena, (size_t)listing->tree.count + 1,
			       sizeof(*listing->stats));
	if (!listing->nodes || !listing->stats)
		return nw_fail(err, NW_LIMIT,
			       "a page is larger than its memory");
	listing->base_url = nwi_html_base(
		&listing->tree, listing->input->base_url, listing->arena);
	listing->hints.fetched = listing->input->fetched;
	listing->hints.country = listing->input->country;
	listing->hints.language = language_of(listing);
	return NW_OK;
}

static struct nw_str meta_of(const struct listing *listing, const char *name)
{
	for (uint32_t i = 1; i < listing->tree.count; i++) {
		const struct nwi_node *node = listing->nodes[i];
		if (node->atom == NWI_A_META &&
		    (nw_str_is_nocase(nwi_node_attr(node, NWI_A_PROPERTY),
				      name) ||
		     nw_str_is_nocase(nwi_node_attr(node, NWI_A_NAME), name)))
			return nwi_node_attr(node, NWI_A_CONTENT);
	}
	return nw_str_make(NULL, 0);
}

static void describe(struct listing *listing)
{
	struct nw_feed *feed = &listing->out->feed;
	const struct nwi_node *title =
		nwi_node_find(listing->tree.root, NWI_A_TITLE);
	struct nw_str text = meta_of(listing, "og:title");

	feed->size = sizeof(*feed);
	feed->format = nw_str_from("html");
	if (title && title->first)
		text = title->first->text;
	if (text.len > 0)
		feed->title =
			nwi_text_line_in(listing->arena, text, NWI_TITLE_BYTES);
	feed->link = listing->base_url;
	text = meta_of(listing, "description");
	if (text.len > 0)
		feed->description =
			nwi_text_line_in(listing->arena, text, NWI_TITLE_BYTES);
	feed->language = listing->hints.language;
	feed->encoding = nw_str_from("utf-8");
}

/*
 * The date above a record: a heading or line between it and the record
 * before that is nothing but a date.
 */
static void read_day(const struct listing *listing, uint32_t from, uint32_t to,
		     struct nw_instant *day)
{
	for (uint32_t i = from; i < to; i++) {
		const struct nwi_node *node = listing->nodes[i];
		struct nw_instant date;
		struct nw_str text = nw_str_trim(node->text);

		if (node->kind != NWI_NODE_TEXT || text.len < 4 ||
		    text.len > 60 || list_marks(listing, node) & LIST_SILENT)
			continue;
		if (list_read_whole_date(listing, text, NULL, &date) &&
		    date.precision == NW_PRECISION_DAY)
			*day = date;
	}
}

static bool is_live(const struct listing *listing, const struct nw_item *items)
{
	uint32_t timed = 0, linked = 0, n = listing->count;

	for (uint32_t i = 0; i < n; i++) {
		struct nw_str url = items[i].url;
		timed += items[i].published.precision >= NW_PRECISION_MINUTE;
		linked += url.len > 0 && nw_str_find_char(url, '#') == url.len;
	}
	return n >= 2 && timed * 100 >= n * LIVE_SHARE && linked * 2 < n;
}

static void set_title(const struct listing *listing,
		      const struct nwi_selected *found,
		      const struct nwi_node *record, size_t max,
		      struct nw_str *slot)
{
	const struct nwi_node *node =
		found->nodes ? nwi_selected_in(found, record) : NULL;

	if (node)
		*slot = list_text(listing, node, max);
	else if (found->nodes)
		*slot = nw_str_make(NULL, 0);
}

static void set_text(const struct listing *listing,
		     const struct nwi_node *record, struct nw_item *item)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	const struct nwi_selected *found = &listing->by->text;
	uint32_t i = nwi_selected_from(found, record->number), behind = 0;
	uint32_t end = list_stat_of(listing, record)->end;
	struct nwi_emit emit;

	if (!found->nodes)
		return;
	nw_buf_init(&out, NWI_TEXT_BYTES);
	nwi_emit_init(&emit, &out);
	for (; i < found->count && found->nodes[i]->number < end; i++) {
		if (found->nodes[i]->number < behind)
			continue;
		behind = list_stat_of(listing, found->nodes[i])->end;
		nwi_emit_gap(&emit, NWI_GAP_BLOCK);
		nwi_emit_node(&emit, found->nodes[i]);
	}
	item->summary = nw_str_make(NULL, 0);
	item->content = nwi_text_clean_in(listing->arena, nw_buf_str(&out),
					  NWI_TEXT_BYTES);
	item->flags &= ~(uint32_t)NW_ITEM_TEASER;
}

static void set_date(const struct listing *listing,
		     const struct nwi_node *record, struct nw_item *item)
{
	const struct nwi_selected *found = &listing->by->date;
	const struct nwi_node *node =
		found->nodes ? nwi_selected_in(found, record) : NULL;
	struct nw_str machine = { NULL, 0 };

	if (!found->nodes)
		return;
	item->published = (struct nw_instant){ 0 };
	if (!node)
		return;
	machine = nwi_node_attr(node, NWI_A_DATETIME);
	if (machine.len == 0)
		machine = nwi_node_attr(node, NWI_A_CONTENT);
	if (machine.len == 0 ||
	    !list_read_date(listing, machine, NULL, &item->published))
		(void)!list_read_date(listing, list_text(listing, node, 120),
				      NULL, &item->published);
}

/* What a selector names replaces what was found; nothing there: nothing. */
static void override(const struct listing *listing,
		     const struct list_record *record, struct nw_item *item)
{
	const struct list_selected *by = listing->by;
	const struct nwi_node *at = record->first;
	struct nw_str author = item->byline;

	if (!by || !by->record.nodes)
		return;
	set_title(listing, &by->title, at, NWI_TITLE_BYTES, &item->title);
	set_title(listing, &by->outlet, at, NWI_NAME_BYTES, &item->outlet);
	set_title(listing, &by->author, at, NWI_NAME_BYTES, &author);
	if (by->author.nodes) {
		struct nw_str *names =
			nw_arena_array(listing->arena, 1, sizeof(*names));
		item->byline = author;
		item->author_count = author.len > 0 && names ? 1 : 0;
		item->authors = names;
		if (names)
			names[0] = author;
	}
	set_date(listing, at, item);
	set_text(listing, at, item);
	const struct nwi_node *link =
		by->link.nodes ? nwi_selected_in(&by->link, at) : NULL;
	if (link)
		item->url = list_link(listing, nwi_node_attr(link, NWI_A_HREF));
}

static bool is_worth_it(const struct nw_item *item)
{
	return item->title.len > 0 || nw_item_body(item).len > 0;
}

/* Pages repeat records (a carousel and a list); the first counts. */
static bool is_repeated(struct listing *listing, struct nwi_map *seen,
			const struct nw_item *item)
{
	if (item->url.len == 0 || item->title.len == 0)
		return false;
	struct nw_str key =
		nw_arena_fmt(listing->arena, "%.*s %.*s", NW_FMT(item->url),
			     NW_FMT(item->title));
	return !nw_str_is_absent(key) && !nwi_map_put(seen, key, listing);
}

static struct nw_item *read_all(struct listing *listing)
{
	struct nw_item *items = nw_arena_array(
		listing->arena, (size_t)listing->count + 1, sizeof(*items));
	struct nw_instant day = { 0 };
	uint32_t behind = 0;

	for (uint32_t i = 0; items && i < listing->count; i++) {
		const struct list_record *r = &listing->records[i];
		read_day(listing, behind, r->from, &day);
		behind = r->to;
		list_read_item(listing, r, listing->kinds[i],
			       nw_instant_is_absent(&day) ? NULL : &day,
			       &items[i]);
		override(listing, r, &items[i]);
	}
	return items;
}

/* One article of `least` bytes and more. */
static bool is_article(const struct listing *listing, size_t least)
{
	const struct nw_page_input input = {
		.size = sizeof(input),
		.bytes = listing->input->bytes,
		.base_url = listing->input->base_url,
		.content_type = listing->input->content_type,
		.fetched = listing->input->fetched,
	};
	struct nw_page page;
	struct nw_error err;

	return nw_page_read(&input, listing->arena, &page, &err) == NW_OK &&
	       nw_str_is(page.kind, "article") && page.text.len >= least;
}

/* Links and nothing else beside an article that is longer by far. */
static bool are_links_of_article(const struct listing *listing,
				 const struct nw_item *items)
{
	size_t titles = 0;

	for (uint32_t i = 0; i < listing->count; i++) {
		if (nw_item_body(&items[i]).len > 0 ||
		    !nw_instant_is_absent(&items[i].published))
			return false;
		titles += items[i].title.len;
	}
	return listing->count > 0 &&
	       is_article(listing, titles * TEXT_TO_LINKS);
}

static enum nw_status give_all(struct listing *listing, nw_feed_item_fn *each,
			       void *arg, struct nw_error *err)
{
	struct nw_item *items = read_all(listing);
	enum nw_status status = NW_OK;
	uint32_t limit = listing->input->item_limit;
	NW_AUTO(nwi_map_fini) struct nwi_map seen = { 0 };

	nwi_map_init(&seen, (struct nwi_sip_key){ 0, 0 });
	if (!items)
		return nw_fail(err, NW_LIMIT, "a page larger than its memory");
	if (!listing->by && are_links_of_article(listing, items))
		return NW_OK;
	bool live = is_live(listing, items);
	for (uint32_t i = 0; i < listing->count && status == NW_OK &&
			     listing->out->records < limit;
	     i++) {
		const struct list_record *r = &listing->records[i];
		if (!is_worth_it(&items[i]) ||
		    is_repeated(listing, &seen, &items[i]))
			continue;
		if (live)
			items[i].kind = nw_str_from("live-entry");
		list_explain(listing, "record", items[i].title, r->anchor,
			     live ? "its own time and no page of its own"
				  : "part of a group of records");
		listing->out->records++;
		status = each(arg, &listing->out->feed, &items[i]);
	}
	return status;
}

static enum nw_status refuse(const struct listing *listing,
			     struct nw_error *err)
{
	struct nw_str title = listing->out->feed.title;

	if (list_chars(listing, listing->tree.root) == 0)
		return nw_fail(err, NW_BAD_INPUT,
			       "no list: an HTML page without text");
	if (is_article(listing, 0))
		return nw_fail(err, NW_BAD_INPUT,
			       "no list: one article, for newswatch extract, "
			       "titled \"%.*s\"",
			       NW_FMT(title));
	return nw_fail(err, NW_BAD_INPUT,
		       "no list: an HTML page without repeated records, "
		       "titled \"%.*s\"",
		       NW_FMT(title));
}

static enum nw_status find_records(struct listing *listing,
				   const struct nw_listing_selectors *selectors,
				   struct nw_error *err)
{
	enum nw_status status = NW_OK;

	if (selectors)
		status = list_select(listing, selectors, &listing->by, err);
	if (status == NW_OK && !(listing->by && listing->by->record.nodes))
		status = list_choose(listing, err);
	return status;
}

static enum nw_status read_listing(struct listing *listing,
				   const struct nw_listing_selectors *selectors,
				   nw_feed_item_fn *each, void *arg,
				   struct nw_error *err)
{
	NW_AUTO(list_ld_fini) struct list_ld ld = { .count = 0 };
	enum nw_status status = prepare(listing, err);

	if (status)
		return status;
	list_mark(listing);
	list_learn_order(listing);
	describe(listing);
	list_ld_read(listing, &ld);
	if (!selectors || nw_str_is_absent(selectors->record))
		status = list_ld_items(listing, &ld, true, each, arg);
	if (status || listing->out->records > 0)
		return status;
	status = find_records(listing, selectors, err);
	if (status == NW_OK)
		status = give_all(listing, each, arg, err);
	if (status == NW_OK && listing->out->records == 0)
		status = list_ld_items(listing, &ld, false, each, arg);
	if (status)
		return status;
	listing->out->next = list_next(listing);
	if (!nw_str_is_absent(listing->out->next))
		list_explain(listing, "next", listing->out->next, NULL,
			     "the following page");
	return listing->out->records > 0 ? NW_OK : refuse(listing, err);
}

enum nw_status nw_listing_read_by(const struct nw_feed_input *input,
				  const struct nw_listing_selectors *selectors,
				  struct nw_arena *arena, nw_feed_item_fn *each,
				  void *arg, struct nw_listing *out,
				  struct nw_error *err)
{
	struct nw_feed_input whole = { 0 };
	struct nw_listing result = { .size = sizeof(result) };
	struct listing listing = { .input = &whole,
				   .arena = arena,
				   .out = &result };

	memcpy(&whole, input,
	       input->size < sizeof(whole) ? input->size : sizeof(whole));
	if (whole.item_limit == 0)
		whole.item_limit = ITEMS;
	enum nw_status status =
		read_listing(&listing, selectors, each, arg, err);
	if (status == NW_OK)
		*out = result;
	return status;
}

enum nw_status nw_listing_read(const struct nw_feed_input *input,
			       struct nw_arena *arena, nw_feed_item_fn *each,
			       void *arg, struct nw_feed *out,
			       struct nw_error *err)
{
	struct nw_listing listing;
	enum nw_status status = nw_listing_read_by(input, NULL, arena, each,
						   arg, &listing, err);

	if (status == NW_OK)
		*out = listing.feed;
	return status;
}
