/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading HTML pages that carry many articles: front, tag and section pages,
 * archives, search results, lists of press releases, newsletters, briefings,
 * live blogs, pages with many whole articles.
 *
 * The repeated records are found by themselves: titles of one shape (same
 * path of elements and classes) are taken together, each with all around it
 * up to its neighbours, and the groups are weighed by titles, links, dates
 * and text. Every item gets what stands in its own record and nothing of
 * another's. What the page says in JSON-LD (LiveBlogPosting, ItemList),
 * microdata and microformats is used. Linear in the size of the page.
 *
 * Items without page of their own that state their time are entries of a
 * live blog: kind "live-entry", their id from the entry's own, else from
 * time, author and title.
 */
#ifndef NEWSWATCH_LISTING_H
#define NEWSWATCH_LISTING_H

#include <newswatch/feed.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * CSS selectors (level 3) that say where things are; each absent allowed.
 * `record` alone is enough: what no selector names is found by itself. The
 * others are looked for in each record; without `record` a field's selector
 * cannot count and is refused. `next` is the link to the following page.
 */
struct nw_listing_selectors {
	uint32_t size;
	uint32_t reserved;
	struct nw_str record;
	struct nw_str title;
	struct nw_str link;
	struct nw_str date;
	struct nw_str author;
	struct nw_str outlet;
	struct nw_str text;
	struct nw_str next;
};

/* What the page says of itself, and where it goes on. */
struct nw_listing {
	uint32_t size;
	uint32_t records;    /* items given out */
	struct nw_feed feed; /* format "html", title, link, language */
	struct nw_str next;  /* absolute, of the same host; absent without */
};

/*
 * Reads a page, in the shape that all readers of many items have. The items
 * come in the document's order. A page without records is NW_BAD_INPUT, with
 * one line that says what it seems to be; NW_LIMIT is one larger than the
 * arena. `out` (its strings in the arena) is written on success.
 */
NW_PUBLIC enum nw_status nw_listing_read(const struct nw_feed_input *input,
					 struct nw_arena *arena,
					 nw_feed_item_fn *each, void *arg,
					 struct nw_feed *out,
					 struct nw_error *err) NW_CHECKED;

/*
 * The same with selectors (NULL: none). NW_BAD_CONFIG names the selector
 * that cannot be read and its column.
 */
NW_PUBLIC enum nw_status nw_listing_read_by(
	const struct nw_feed_input *input,
	const struct nw_listing_selectors *selectors, struct nw_arena *arena,
	nw_feed_item_fn *each, void *arg, struct nw_listing *out,
	struct nw_error *err) NW_CHECKED;

/* Whether the selectors can be read, without a page. */
NW_PUBLIC enum nw_status
nw_listing_check(const struct nw_listing_selectors *selectors,
		 struct nw_error *err) NW_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
