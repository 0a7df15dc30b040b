/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The source `page`: HTML pages that carry many articles. The records are
 * found by nw_listing_read_by, or where the operator's selectors say; further
 * pages are asked for as follow-ups.
 */
#include <newswatch/listing.h>
#include <newswatch/source.h>
#include <stdlib.h>

static const struct nw_option options[] = {
	{ .name = "pages",
	  .type = NW_OPTION_INTEGER,
	  .fallback = "1",
	  .min = 1,
	  .max = 100,
	  .help = "How many pages of the list are read, the first included: "
		  "each by the link to the next that the page before it has. "
		  "`follow_ups` of the source bounds them too." },
	{ .name = "items",
	  .type = NW_OPTION_INTEGER,
	  .fallback = "1000",
	  .min = 1,
	  .max = 5000,
	  .help = "How many records of one page are items, from its "
		  "beginning." },
	{ .name = "kinds",
	  .type = NW_OPTION_CHOICE,
	  .flags = NW_OPTION_LIST,
	  .choices = "article|live-entry",
	  .example = "live-entry",
	  .help = "Only records of these kinds are items; all without it. "
		  "A record without a page of its own that states its time "
		  "is an entry of a live blog." },
	{ .name = "country",
	  .type = NW_OPTION_TEXT,
	  .min = 2,
	  .max = 2,
	  .example = "us",
	  .help = "The country (ISO 3166) for the order of day and month in "
		  "dates such as 03/04/2024 where the page itself does not "
		  "tell; by default that of the source's outlet." },
	{ .name = "record",
	  .type = NW_OPTION_TEXT,
	  .max = 4096,
	  .example = "article.teaser",
	  .help = "A CSS selector (level 3) of the records. Without it they "
		  "are found by their shape; `newswatch parse --as html "
		  "--explain` shows which." },
	{ .name = "title",
	  .type = NW_OPTION_TEXT,
	  .max = 4096,
	  .example = "h3",
	  .help = "The selector of a record's title; needs `record`." },
	{ .name = "link",
	  .type = NW_OPTION_TEXT,
	  .max = 4096,
	  .example = "a.more",
	  .help = "The selector of the link to a record's own page; needs "
		  "`record`." },
	{ .name = "date",
	  .type = NW_OPTION_TEXT,
	  .max = 4096,
	  .example = ".date",
	  .help = "The selector of a record's date: its `datetime` or "
		  "`content`, else its text; needs `record`." },
	{ .name = "author",
	  .type = NW_OPTION_TEXT,
	  .max = 4096,
	  .example = "[rel=author]",
	  .help = "The selector of a record's author; needs `record`." },
	{ .name = "publisher",
	  .type = NW_OPTION_TEXT,
	  .max = 4096,
	  .example = ".source",
	  .help = "The selector of the outlet that a record names, where "
		  "it is not the source's; needs "
		  "`record`." },
	{ .name = "text",
	  .type = NW_OPTION_TEXT,
	  .max = 4096,
	  .example = "p.lead, div.body p",
	  .help = "The selector of a record's text: all that it matches, in "
		  "order; needs `record`." },
	{ .name = "next",
	  .type = NW_OPTION_TEXT,
	  .max = 4096,
	  .example = "a[rel=next]",
	  .help = "The selector of the link to the next page. Without it the "
		  "link is found by `rel`, by what it is called, or by its "
		  "number." },
	{ .name = NULL },
};

enum { KINDS = 2 };

struct page {
	struct nw_listing_selectors selectors;
	struct nw_str country;
	uint32_t pages, items;
	struct nw_str kinds[KINDS];
	uint32_t kind_count;
};

static void page_close(void *instance)
{
	free(instance);
}

static void take_kinds(const struct nw_settings *settings, struct page *page)
{
	size_t count = nw_settings_count(settings, "kinds");

	for (size_t i = 0; i < count && page->kind_count < KINDS; i++)
		page->kinds[page->kind_count++] =
			nw_settings_at(settings, "kinds", i, NULL);
}

static enum nw_status page_open(const struct nw_settings *settings,
				void **instance, struct nw_error *err)
{
	struct page *page = calloc(1, sizeof(*page));

	if (!page)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a page");
	page->selectors = (struct nw_listing_selectors){
		.size = sizeof(page->selectors),
		.record = nw_settings_text(settings, "record"),
		.title = nw_settings_text(settings, "title"),
		.link = nw_settings_text(settings, "link"),
		.date = nw_settings_text(settings, "date"),
		.author = nw_settings_text(settings, "author"),
		.outlet = nw_settings_text(settings, "publisher"),
		.text = nw_settings_text(settings, "text"),
		.next = nw_settings_text(settings, "next"),
	};
	page->country = nw_settings_text(settings, "country");
	page->pages = (uint32_t)nw_settings_int(settings, "pages");
	page->items = (uint32_t)nw_settings_int(settings, "items");
	take_kinds(settings, page);
	enum nw_status status = nw_listing_check(&page->selectors, err);
	if (status) {
		page_close(page);
		return status;
	}
	*instance = page;
	return NW_OK;
}

struct reading {
	struct nw_host *host;
	const struct page *page;
};

static bool is_wanted(const struct page *page, struct nw_str kind)
{
	if (nw_str_is_absent(kind))
		kind = nw_str_from("article");
	for (uint32_t i = 0; i < page->kind_count; i++) {
		if (nw_str_equal(page->kinds[i], kind))
			return true;
	}
	return page->kind_count == 0;
}

static enum nw_status emit(void *arg, const struct nw_feed *feed,
			   const struct nw_item *item)
{
	struct reading *reading = arg;

	if (!is_wanted(reading->page, item->kind))
		return NW_OK;
	return nw_source_emit(reading->host, feed, item);
}

/*
 * Which page of the list a response is, from 1. A job knows nothing of those
 * before it, so the number travels in the fragment, which no server sees.
 */
static const char mark[] = "#newswatch-page-";

static uint32_t number_of(const struct page *page,
			  const struct nw_response *response)
{
	struct nw_str url = response->url;
	size_t at = nw_str_find_char(url, '#');
	int64_t number = 0;

	if (!(response->flags & NW_RESPONSE_FOLLOW_UP))
		return 1;
	url = nw_str_slice(url, at, url.len);
	if (!nw_str_starts(url, mark) ||
	    nw_str_to_int(nw_str_slice(url, sizeof(mark) - 1, url.len),
			  &number) != NW_OK ||
	    number < 2 || number > page->pages)
		return page->pages; /* redirected: nothing beyond it */
	return (uint32_t)number;
}

static void follow(const struct reading *reading,
		   const struct nw_response *response, struct nw_str next)
{
	uint32_t number = number_of(reading->page, response);

	if (nw_str_is_absent(next) || number >= reading->page->pages)
		return;
	nw_emit_follow_up(reading->host,
			  nw_arena_fmt(nw_host_arena(reading->host), "%.*s%s%u",
				       NW_FMT(next), mark, number + 1));
}

static enum nw_status page_read(void *instance, struct nw_host *host,
				const struct nw_response *response,
				struct nw_error *err)
{
	const struct page *page = instance;
	struct reading reading = { .host = host, .page = page };
	struct nw_feed_input input = {
		.size = sizeof(input),
		.item_limit = page->items,
		.country = page->country,
	};
	struct nw_listing listing;

	nw_source_input(host, response, &input);
	enum nw_status status = nw_listing_read_by(&input, &page->selectors,
						   nw_host_arena(host), emit,
						   &reading, &listing, err);
	if (status == NW_OK)
		follow(&reading, response, listing.next);
	return nw_source_done(host, status, &listing.feed);
}

static const struct nw_source_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_HTTP | NW_REQUEST_FILE | NW_REQUEST_EXEC,
	.open = page_open,
	.close = page_close,
	.read = page_read,
	.flags = NW_SOURCE_PAGES,
};

NW_PLUGIN(NW_SOURCE, "page", "1.0", "Apache-2.0",
	  "Reads HTML pages that carry many articles", options, &ops)
