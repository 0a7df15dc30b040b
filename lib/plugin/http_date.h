/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dates of HTTP headers (RFC 9110, 5.6.7): IMF-fixdate, and the two
 * obsolete forms that a recipient must read as well. For dates in documents
 * there is text/date.h, which reads far more than a header may hold.
 */
#ifndef NWI_PLUGIN_HTTP_DATE_H
#define NWI_PLUGIN_HTTP_DATE_H

#include <newswatch/time.h>

/* NW_BAD_INPUT for all other text; `*out` is written on success. */
enum nw_status nwi_http_date_read(struct nw_str text, nw_time *out) NW_CHECKED;

#endif
