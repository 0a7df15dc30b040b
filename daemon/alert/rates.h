/* SPDX-License-Identifier: Apache-2.0 */
/* Counts of reports, and the spikes that they show (rates.c). */
#ifndef NW_DAEMON_ALERT_RATES_H
#define NW_DAEMON_ALERT_RATES_H

#include "daemon/alert/frame.h"
#include "daemon/store/core.h"

/* Counts an item that is news and no copy, in every series that it is of. */
enum nw_status core_count_item(struct core *core, const struct frame *frame,
			       const struct store_item *row,
			       struct nw_error *err) NW_CHECKED;

/* Looks at every series, and raises what rose; once a minute. */
enum nw_status core_watch_rates(struct core *core,
				struct nw_error *err) NW_CHECKED;

#endif
