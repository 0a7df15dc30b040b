/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source plugins: cursor -> request, response -> items.
 *
 * The daemon keeps the HTTP validators (ETag, Last-Modified), a hash of the
 * last body, spacing, retries and Retry-After itself; a plugin is only asked
 * to read when there is something to read. Its cursor is a text of its own
 * making (at most 64 KiB), stored in the same transaction as the items.
 */
#ifndef NEWSWATCH_SOURCE_H
#define NEWSWATCH_SOURCE_H

#include <newswatch/feed.h>
#include <newswatch/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum nw_source_flag {
	/*
	 * What it asks for was made for people, or leads there page by page:
	 * the host's robots.txt (RFC 9309) is heeded unless the operator says
	 * otherwise. A feed, made for programs, is asked for without.
	 */
	NW_SOURCE_PAGES = 1 << 0
};

struct nw_source_ops {
	uint32_t size;
	uint32_t requests; /* bits of enum nw_request_kind that it may use */

	/*
	 * Checks the settings and keeps what the calls need in `*instance`.
	 * Both NULL for a plugin that keeps nothing. A worker that ends does
	 * not call `close`, for its process goes; a plugin's own tests do.
	 */
	enum nw_status (*open)(const struct nw_settings *settings,
			       void **instance, struct nw_error *err);
	void (*close)(void *instance);

	/*
	 * The request of this poll. `request` comes filled with what the
	 * configuration says (kind, url). NULL: that is the request.
	 */
	enum nw_status (*request)(void *instance, struct nw_host *host,
				  struct nw_str cursor,
				  struct nw_request *request,
				  struct nw_error *err);

	/*
	 * Reads a successful response (2xx, a file, a program's output) and
	 * emits its items in the document's order. NW_BAD_INPUT when the
	 * bytes are not what this plugin reads; what was emitted before stays.
	 */
	enum nw_status (*read)(void *instance, struct nw_host *host,
			       const struct nw_response *response,
			       struct nw_error *err);

	uint32_t flags; /* enum nw_source_flag */
	uint32_t reserved;
};

/*
 * Emits one item. The worker derives its identity, drops it when the source
 * showed the very same content before, has it classified and matched, and
 * sends it on. NW_LIMIT when the response has given all it may (5,000 items
 * or 32 MiB): stop reading and return NW_OK.
 */
NW_PUBLIC enum nw_status nw_emit_item(struct nw_host *host,
				      const struct nw_item *item) NW_CHECKED;

/* What the source says of itself; at most once a read. */
NW_PUBLIC void nw_emit_feed(struct nw_host *host, const struct nw_feed *feed);

/* The cursor for the next request; the last call counts. */
NW_PUBLIC void nw_emit_cursor(struct nw_host *host, struct nw_str cursor);

/*
 * A further page of the same source, fetched politely within the source's
 * budget and given to `read` again; http and https only.
 */
NW_PUBLIC void nw_emit_follow_up(struct nw_host *host, struct nw_str url);

/*
 * For a source whose documents a reader of ours reads, the whole of `read`:
 *
 *	struct nw_feed_input input = { .size = sizeof(input) };
 *
 *	nw_source_input(host, response, &input);
 *	return nw_source_read(host, &input, nw_feed_read, err);
 *
 * nw_source_input writes what the response and the configuration tell: the
 * bytes, the address without its fragment, the headers, the time, and the
 * outlet's country where `input` names none. `input->size` is set before; the
 * other members stay. All is borrowed from response and host.
 */
NW_PUBLIC void nw_source_input(struct nw_host *host,
			       const struct nw_response *response,
			       struct nw_feed_input *input);

/*
 * Emits what `reader` reads, and in the end what the document says of itself.
 * NW_OK too when the response has given all it may (nw_emit_item); else the
 * reader's status. Memory is the job's arena.
 */
NW_PUBLIC enum nw_status nw_source_read(struct nw_host *host,
					const struct nw_feed_input *input,
					nw_feed_read_fn *reader,
					struct nw_error *err) NW_CHECKED;

/*
 * The two halves of nw_source_read, for a reader that takes more than the
 * input: give nw_source_emit (an nw_feed_item_fn) to the reader with the host
 * as its argument, and the reader's status to nw_source_done. `feed` is
 * looked at after NW_OK only.
 */
NW_PUBLIC enum nw_status nw_source_emit(void *host, const struct nw_feed *feed,
					const struct nw_item *item) NW_CHECKED;
NW_PUBLIC enum nw_status nw_source_done(struct nw_host *host,
					enum nw_status status,
					const struct nw_feed *feed) NW_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
