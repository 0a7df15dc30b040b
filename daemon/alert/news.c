/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/alert/news.h"

#define HOUR_MS INT64_C(3600000)

bool news_is_stale(const struct news_batch *batch, nw_time published)
{
	return published == 0 || published < batch->last_ok - HOUR_MS;
}

bool news_is_suspect(const struct news_batch *batch)
{
	size_t items =
		batch->most_items ? batch->most_items : NEWS_SUSPECT_ITEMS;
	size_t percent = batch->most_percent ? batch->most_percent
					     : NEWS_SUSPECT_PERCENT;

	if (batch->is_first)
		return false;
	if (batch->fresh > items)
		return true;
	return batch->stale >= NEWS_SUSPECT_FROM &&
	       batch->stale * 100 > batch->shown * percent;
}

bool news_is_baseline(const struct news_batch *batch, nw_time published)
{
	if (!batch->is_first || batch->first == LEDGER_FIRST_ALL)
		return false;
	if (batch->first == LEDGER_FIRST_BASELINE)
		return true;
	return published == 0 || published < batch->now - batch->recent_ms;
}
