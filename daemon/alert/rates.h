/* SPDX-License-Identifier: Apache-2.0 */
/* Counts of reports, and the spikes that they show (rates.c). */
#ifndef NW_DAEMON_ALERT_RATES_H
#define NW_DAEMON_ALERT_RATES_H

#include "daemon/alert/frame.h"
#include "daemon/alert/spike.h"
#include "daemon/store/core.h"

/* Counts an item that is news and no copy, in every series that it is of. */
enum nw_status core_count_item(struct core *core, const struct frame *frame,
			       const struct store_item *row,
			       struct nw_error *err) NW_CHECKED;

/* Looks at every series, and raises what rose; once a minute. */
enum nw_status core_watch_rates(struct core *core,
				struct nw_error *err) NW_CHECKED;

/* How a series stands now. */
struct rate {
	int64_t count; /* of the time that the spike looks at */
	struct spike_verdict verdict;
	bool goes_on;	       /* a spike was told and has not ended */
	struct store_spike as; /* told; while it goes on */
};

enum nw_status core_rate(struct core *core, const struct ledger_spike *spike,
			 struct nw_str series, struct rate *out,
			 struct nw_error *err) NW_CHECKED;

/* "watch attacks", as its alerts are headed, of "watch:attacks". */
struct nw_str core_series_words(struct core *core, struct nw_str series);

#endif
