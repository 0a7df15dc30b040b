/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/worker/article.h"

/*
 * Bytes of a text that count as all of it. Summaries of feeds have a median of
 * some 200 and are cut at 500 as a rule; what a feed calls the content is
 * whole but where it says a sentence.
 */
enum { SUMMARY_WHOLE = 1000, CONTENT_WHOLE = 250 };

/* A date of less weight (a year in the footer, a number in the URL) is none. */
#define DATE_CONFIDENCE 0.5

static bool ends_cut(struct nw_str text)
{
	static const char *const ends[] = {
		"\xe2\x80\xa6",	 "...",	      "[\xe2\x80\xa6]",	  "[...]",
		"\xe2\x80\xa6]", "Read more", "Continue reading",
	};

	text = nw_str_trim(text);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (nw_str_ends(text, ends[i]))
			return true;
	return false;
}

bool article_is_teaser(const struct nw_item *item)
{
	struct nw_str body = nw_item_body(item);
	size_t whole = item->content.len ? CONTENT_WHOLE : SUMMARY_WHOLE;

	if (item->flags & NW_ITEM_FULL_TEXT)
		return false;
	return item->flags & NW_ITEM_TEASER || body.len < whole ||
	       ends_cut(body);
}

bool article_is_wanted(const struct nw_item *item, enum article_policy policy)
{
	bool web = nw_str_starts_nocase(item->url, "http://") ||
		   nw_str_starts_nocase(item->url, "https://");

	if (!web || policy == ARTICLE_NEVER)
		return false;
	if (item->kind.len && !nw_str_is(item->kind, "article"))
		return false;
	return policy == ARTICLE_ALWAYS || article_is_teaser(item);
}

static bool is_article(const struct nw_page *page)
{
	return page->text.len > 0 && !(page->flags & NW_PAGE_CONSENT) &&
	       (nw_str_is(page->kind, "article") ||
		nw_str_is(page->kind, "thread"));
}

static void take_dates(const struct nw_page *page, struct nw_item *out)
{
	if (nw_instant_is_absent(&out->published) &&
	    page->published_confidence >= DATE_CONFIDENCE)
		out->published = page->published;
	if (nw_instant_is_absent(&out->updated) &&
	    page->updated_confidence >= DATE_CONFIDENCE)
		out->updated = page->updated;
}

bool article_merge(const struct nw_item *item, const struct nw_page *page,
		   struct nw_item *out)
{
	if (!is_article(page) || page->text.len < nw_item_body(item).len)
		return false;
	*out = *item;
	out->flags &= ~(uint32_t)NW_ITEM_TEASER;
	out->flags |= NW_ITEM_FULL_TEXT;
	if (page->flags & NW_PAGE_CUT)
		out->flags |= NW_ITEM_TEASER;
	out->content = page->text;
	out->content_html = nw_str_make(NULL, 0);
	if (!out->title.len)
		out->title = page->title;
	if (!out->author_count) {
		out->authors = page->authors;
		out->author_count = page->author_count;
	}
	if (!out->byline.len)
		out->byline = page->byline;
	if (!out->language.len)
		out->language = page->language;
	if (nw_str_is(page->kind, "thread"))
		out->kind = page->kind;
	take_dates(page, out);
	return true;
}
