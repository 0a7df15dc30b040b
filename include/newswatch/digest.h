/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading plain text that holds many articles: captured pages, newsletters,
 * mail digests, archives, briefings, live blogs.
 *
 * Nothing in such text says where an article begins but its own rhythm: the
 * length of lines, empty lines, marks, dates, names that come again. Each
 * line is given the part that it plays (title, outlet or date before it,
 * text, caption, tags, page furniture) so that the whole page makes sense,
 * first by what holds everywhere, then again with what this page was seen to
 * do. The words of a language matter only where a line says what it is ("Read
 * more", "All rights reserved"). Linear in time; what is not an article is
 * cut and told to `explain`.
 */
#ifndef NEWSWATCH_DIGEST_H
#define NEWSWATCH_DIGEST_H

#include <newswatch/feed.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Reads text in any charset with any line ends. Items carry title, content,
 * outlet, byline, url, the date that the page states for them (relative ones
 * against `input->fetched`, day and month in the order of `input->country`),
 * and a kind: "article", "live-entry", "brief" (a text without a
 * title) or "paraphrase" (a text that tells the one before once more). An
 * entry of a live blog has an id made of its time, author and title; other
 * items have their url or nothing. `out->format` is "text". NW_BAD_INPUT,
 * with one line that says what was seen, when no item was found; NW_LIMIT
 * when the arena is full. Text behind the first 65,536 lines is not read.
 */
NW_PUBLIC enum nw_status nw_digest_read(const struct nw_feed_input *input,
					struct nw_arena *arena,
					nw_feed_item_fn *each, void *arg,
					struct nw_feed *out,
					struct nw_error *err) NW_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
