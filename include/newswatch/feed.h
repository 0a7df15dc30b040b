/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading feeds: RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, JSON Feed.
 *
 * Tolerant of everything that outlets publish, linear in time, bounded in
 * depth and memory; nothing external is ever loaded.
 */
#ifndef NEWSWATCH_FEED_H
#define NEWSWATCH_FEED_H

#include <newswatch/explain.h>
#include <newswatch/item.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What every reader of a document of many items gets. */
struct nw_feed_input {
	uint32_t size;
	uint32_t item_limit; /* 0: 5,000 */
	struct nw_str bytes;
	struct nw_str base_url;	    /* where it was fetched; absent allowed */
	struct nw_str content_type; /* the header's value; absent allowed */
	struct nw_str content_language; /* the header's value; absent allowed */
	struct nw_str content_location; /* the header's value; absent allowed */
	nw_time fetched;		/* for relative and partial dates */
	struct nw_str country; /* the outlet's, ISO 3166 "de": the order of
				* day and month; absent allowed */
	const struct nw_explain *explain; /* NULL: nobody asks */
	struct nw_str link; /* the Link headers' values, joined by commas;
			     * absent allowed */
};

/* What bytes seem to be, by their beginning. */
enum nw_document {
	NW_DOCUMENT_OTHER, /* binary data, other XML or JSON, nothing */
	NW_DOCUMENT_FEED,
	NW_DOCUMENT_SITEMAP,
	NW_DOCUMENT_HTML,
	NW_DOCUMENT_TEXT,
	NW_DOCUMENT_MAIL /* a message with its header, or a mailbox */
};

/*
 * Looks at the first 4 KiB, whatever their charset; linear. `content_type`
 * (the header's value, absent allowed) only tells text from HTML without
 * any of its usual marks.
 */
NW_PUBLIC enum nw_document nw_document_sniff(struct nw_str bytes,
					     struct nw_str content_type);

/*
 * Receives the items in the document's order; `feed` is what is known of the
 * feed at that moment (complete only when nw_feed_read returns). The item
 * lives until the call returns. A status other than NW_OK stops the reading
 * and is returned.
 */
typedef enum nw_status nw_feed_item_fn(void *arg, const struct nw_feed *feed,
				       const struct nw_item *item);

/* The shape of nw_feed_read and of all other readers of many items. */
typedef enum nw_status nw_feed_read_fn(const struct nw_feed_input *input,
				       struct nw_arena *arena,
				       nw_feed_item_fn *each, void *arg,
				       struct nw_feed *out,
				       struct nw_error *err);

/*
 * Reads a feed. NW_BAD_INPUT, with one line that says what the bytes look
 * like ("this is an HTML page titled ..."), when they are none. An ill-formed
 * or truncated feed gives the items that it has and NW_OK. `out` (in the
 * arena) is written on success.
 */
NW_PUBLIC enum nw_status nw_feed_read(const struct nw_feed_input *input,
				      struct nw_arena *arena,
				      nw_feed_item_fn *each, void *arg,
				      struct nw_feed *out,
				      struct nw_error *err) NW_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
