/* SPDX-License-Identifier: Apache-2.0 */
/* Ids as people give them: cut after eight digits, as tables print them. */
#ifndef NW_DAEMON_STORE_IDS_H
#define NW_DAEMON_STORE_IDS_H

#include "daemon/store/core.h"

enum ids_of { IDS_ALERT, IDS_DELIVERY, IDS_ITEM, IDS_STORY };

/*
 * The whole id that begins so, in the core's scratch. NW_NOT_FOUND, without
 * words, where there is none or `text` is no beginning of an id;
 * NW_BAD_INPUT where there are several.
 */
enum nw_status core_whole_id(struct core *core, enum ids_of kind,
			     struct nw_str text, struct nw_str *out,
			     struct nw_error *err) NW_CHECKED;

#endif
