/* SPDX-License-Identifier: Apache-2.0 */
/* Apart, for a node of YAML and a node of a page have one name. */
#ifndef NEWSWATCHD_CONFIG_SELECTOR_H
#define NEWSWATCHD_CONFIG_SELECTOR_H

#include <newswatch/status.h>
#include <newswatch/text.h>

/* NW_BAD_CONFIG says the column and what was expected there. */
enum nw_status load_check_selector(struct nw_str text,
				   struct nw_error *err) NW_CHECKED;

#endif
