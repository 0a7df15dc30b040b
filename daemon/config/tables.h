/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of the larger sections, one file each; gathered in rows.c. */
#ifndef NEWSWATCHD_CONFIG_TABLES_H
#define NEWSWATCHD_CONFIG_TABLES_H

#include "daemon/config/rows.h"

extern const struct nw_option config_fetch_rows[];
extern const struct config_field config_fetch_fields[];
extern const struct nw_option config_workers_rows[];
extern const struct config_field config_workers_fields[];
extern const struct nw_option config_store_rows[];
extern const struct nw_option config_stories_rows[];
extern const struct config_field config_store_fields[];
extern const struct config_field config_stories_fields[];
extern const struct nw_option config_delivery_rows[];
extern const struct config_field config_delivery_fields[];

extern const struct nw_option config_outlet_rows[];
extern const struct nw_option config_source_rows[];
extern const struct nw_option config_classifier_rows[];
extern const struct nw_option config_notifier_rows[];
extern const struct nw_option config_watch_rows[];
extern const struct nw_option config_spike_rows[];
extern const struct nw_option config_example_rows[]; /* of must, must_not */

#endif
