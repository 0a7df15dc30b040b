/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of a response is news: pure decisions.
 *
 * A new source's backlog is known, not news. A flood of "new" items from a
 * source that we know (its identifiers changed, an archive was put into the
 * feed) is held as suspect with one notice. An item raises a watch's alert
 * when it is news and hits the watch for the first time.
 */
#ifndef NW_DAEMON_ALERT_NEWS_H
#define NW_DAEMON_ALERT_NEWS_H

#include "daemon/store/ledger.h"

/* More new items at once than this are suspect; the default. */
#define NEWS_SUSPECT_ITEMS 100

/* So is more than this share of a feed, from so many items on. */
#define NEWS_SUSPECT_PERCENT 50
#define NEWS_SUSPECT_FROM    10

/* One response, its items counted. */
struct news_batch {
	bool is_first;	/* the source was never read before */
	uint32_t first; /* enum ledger_first */
	int64_t recent_ms;
	size_t most_items;   /* 0: NEWS_SUSPECT_ITEMS */
	size_t most_percent; /* 0: NEWS_SUSPECT_PERCENT */
	nw_time now;
	nw_time last_ok; /* the poll before */
	size_t shown;	 /* entries that the source shows now */
	size_t fresh;	 /* of them never seen before */
	size_t stale;	 /* fresh, and not published since the poll before */
};

/*
 * The second rule counts only items that do not say that they were published
 * since the poll before (less an hour): a night without polls turns a quick
 * feed over, and that is news.
 */
bool news_is_suspect(const struct news_batch *batch);

/* Whether an item counts as stale above; `published` 0: not stated. */
bool news_is_stale(const struct news_batch *batch, nw_time published);

/* Whether a new item of a first poll is known and no news. */
bool news_is_baseline(const struct news_batch *batch, nw_time published);

#endif
