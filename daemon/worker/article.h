/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Full texts: which items ask for their article's page, and what becomes of an
 * item whose page was read. Pure.
 */
#ifndef NEWSWATCH_WORKER_ARTICLE_H
#define NEWSWATCH_WORKER_ARTICLE_H

#include <newswatch/item.h>
#include <newswatch/page.h>

/* The numbers are the configuration's `full_text:`. */
enum article_policy {
	ARTICLE_NEVER = 0,
	ARTICLE_AUTO = 1, /* of teasers */
	ARTICLE_ALWAYS = 2
};

/* Whether a source gave only the beginning of an item, or less. */
bool article_is_teaser(const struct nw_item *item);

/*
 * Whether the item's page is worth a request: it has an address of the web
 * and is an article, no entry of a live blog and no sitemap.
 */
bool article_is_wanted(const struct nw_item *item, enum article_policy policy);

/*
 * The item with the article of its page: text and kind of the page; title,
 * authors, dates and language where the source gave none. False when the page
 * is none (a wall, a question on consent, a list) or tells less than the item
 * does: `*out` is not written.
 */
bool article_merge(const struct nw_item *item, const struct nw_page *page,
		   struct nw_item *out);

#endif
