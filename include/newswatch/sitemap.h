/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading sitemaps (sitemaps.org, 0.9): sets of URLs, indexes of sitemaps,
 * news sitemaps (title, publication, date, language, keywords), plain text
 * with one URL a line, and RSS or Atom in the place of a sitemap; gzip files
 * of each are unpacked up to the 50 MiB that the protocol allows.
 *
 * An entry becomes an item: its address, its date of publication where a news
 * sitemap states one, its last change; a title only from a news sitemap, since
 * those of pictures and films are not the article's.
 *
 * Tolerant of what outlets publish, linear in time; at most 50,000 entries of
 * one document are looked at.
 */
#ifndef NEWSWATCH_SITEMAP_H
#define NEWSWATCH_SITEMAP_H

#include <newswatch/feed.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A sitemap that an index names. */
struct nw_sitemap_child {
	uint32_t size;
	uint32_t reserved;
	struct nw_str url;	    /* absolute, http or https */
	struct nw_instant modified; /* absent where it is not stated */
};

/* The strings live until the call returns. */
typedef void nw_sitemap_child_fn(void *arg,
				 const struct nw_sitemap_child *child);

/* What an operator may set beyond the input; zeros are the defaults. */
struct nw_sitemap_settings {
	uint32_t size;
	uint32_t child_limit; /* of an index, how many are told; 0: 10 */
	/*
	 * Globs: `*` is any run of characters, `?` any one. One that begins
	 * with a stroke is matched with path and query, any other with the
	 * whole address. An entry must match one of `include`, where there
	 * is any, and none of `exclude`; a child only none of `exclude`.
	 */
	const struct nw_str *include;
	const struct nw_str *exclude;
	uint32_t include_count, exclude_count;
	/*
	 * Is told the children of an index that are worth reading, the best
	 * first: news, then what changed last, what is no list of authors,
	 * topics, pictures or films. NULL: children are given out as items of
	 * the kind "sitemap", in the document's order.
	 */
	nw_sitemap_child_fn *child;
	void *child_arg;
};

/*
 * Reads a sitemap as nw_feed_read reads a feed; `out->format` is "sitemap",
 * "sitemapindex", or what a feed in its place is. More entries than
 * `item_limit` leave the newest, in the document's order. NW_BAD_INPUT with
 * one line that says what the bytes look like when they are none, NW_LIMIT
 * when the arena is full. `out` (its strings in the arena) is written on
 * success.
 */
NW_PUBLIC enum nw_status nw_sitemap_read(const struct nw_feed_input *input,
					 struct nw_arena *arena,
					 nw_feed_item_fn *each, void *arg,
					 struct nw_feed *out,
					 struct nw_error *err) NW_CHECKED;

/* The same with settings; NULL: the defaults. */
NW_PUBLIC enum nw_status
nw_sitemap_read_with(const struct nw_feed_input *input,
		     const struct nw_sitemap_settings *settings,
		     struct nw_arena *arena, nw_feed_item_fn *each, void *arg,
		     struct nw_feed *out, struct nw_error *err) NW_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
