/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host: what a plugin's call is surrounded by, and where its results
 * gather.
 *
 * The worker makes one for every call of a plugin, and so does a plugin's
 * unit test: fill it with nwi_host_init, set what the call needs, call, read
 * what was gathered. Everything gathered is copied into the host's arena and
 * dies with it. A foreign plugin may hand over anything, so every text is
 * made valid UTF-8 without control characters on the way in, numbers are
 * clipped, and each kind of result has a maximum: what comes beyond is
 * counted in `dropped` and forgotten.
 */
#ifndef NWI_PLUGIN_HOST_H
#define NWI_PLUGIN_HOST_H

#include <newswatch/classifier.h>
#include <newswatch/notifier.h>
#include <newswatch/source.h>

#define NWI_HOST_ITEMS	    UINT32_C(5000)	 /* items a read */
#define NWI_HOST_BYTES	    (UINT64_C(32) << 20) /* their text in all */
#define NWI_HOST_LOG_LINES  UINT32_C(64)
#define NWI_HOST_LOG_BYTES  1024
#define NWI_HOST_CURSOR	    ((size_t)64 << 10)
#define NWI_HOST_PAYLOAD    ((size_t)256 << 10)
#define NWI_HOST_FOLLOW_UPS UINT32_C(256)
#define NWI_HOST_TOPICS	    UINT32_C(64)      /* an item */
#define NWI_HOST_SPANS	    UINT32_C(64)      /* a topic */
#define NWI_HOST_TITLE	    ((size_t)4 << 10) /* an item's title, author, ... */
#define NWI_HOST_TEXT	    ((size_t)1 << 20) /* summary, content */
#define NWI_HOST_HTML	    ((size_t)2 << 20) /* content_html */
#define NWI_HOST_LIST	    UINT32_C(64)      /* authors, categories, ... */

/* Any member may be NULL. */
struct nwi_host_calls {
	/*
	 * An item, cleaned, living until return. A status other than NW_OK
	 * goes back to the plugin.
	 */
	enum nw_status (*item)(void *arg, const struct nw_item *item);
	/* One line, cleaned, without line end. */
	void (*log)(void *arg, enum nw_log_level level, struct nw_str line);
	/* Milliseconds of wall time that are left; NULL: one hour. */
	int64_t (*left_ms)(void *arg);
};

struct nw_host {
	/* Set by the caller. */
	struct nw_arena *arena;
	const struct nwi_host_calls *calls; /* NULL: none */
	void *arg;
	nw_time now;
	struct nw_str agent;
	struct nw_str country, language; /* of a source's outlet */
	size_t max_payload;		 /* bytes */

	/* Gathered. */
	struct nw_feed feed;  /* size 0: none was given */
	struct nw_str cursor; /* absent: none was given */
	struct nw_str *follow_ups;
	struct nw_topic *topics;
	struct nw_str *no_opinions;
	struct nw_str payload_type; /* content type */
	struct nw_str payload;	    /* absent: none was given */
	bool payload_too_large;
	uint32_t follow_up_count, topic_count, no_opinion_count;
	uint32_t item_count, log_count, dropped;
	uint64_t item_bytes;
	bool full; /* the last item was one too many: NW_LIMIT */
};

/* Begins a call with the defaults above; the arena is borrowed. */
void nwi_host_init(struct nw_host *host, struct nw_arena *arena);

/*
 * A foreign text made safe for JSON, frames and logs: as given where it is
 * clean already, else a cleaned copy in the arena; at most `max_bytes`.
 * Absent stays absent; without memory it becomes absent.
 */
struct nw_str nwi_host_text(struct nw_arena *arena, struct nw_str s,
			    size_t max_bytes);
/* The same as one line. */
struct nw_str nwi_host_line(struct nw_arena *arena, struct nw_str s,
			    size_t max_bytes);

/*
 * An item of a plugin, perhaps of an older and smaller struct, as a clean
 * item of ours in the arena.
 */
enum nw_status nwi_host_clean_item(struct nw_arena *arena,
				   const struct nw_item *item,
				   struct nw_item *out) NW_CHECKED;

#endif
