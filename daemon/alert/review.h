/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads under another configuration (review.c): when they are looked at
 * again by the times that their watches have now, and which of them have no
 * watch any more.
 */
#ifndef NW_DAEMON_ALERT_REVIEW_H
#define NW_DAEMON_ALERT_REVIEW_H

#include "daemon/store/core.h"

/* Begins from the first thread. */
void core_review_begin(struct core *core);

/* A part of what is left, at each tick; tells of the whole at its end. */
enum nw_status core_review_step(struct core *core,
				struct nw_error *err) NW_CHECKED;

#endif
