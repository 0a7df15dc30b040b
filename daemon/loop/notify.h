/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the service manager is told (sd_notify(3), spoken directly: one
 * datagram of text to $NOTIFY_SOCKET). Nothing happens without a manager.
 */
#ifndef NEWSWATCHD_NOTIFY_H
#define NEWSWATCHD_NOTIFY_H

#include <stdint.h>

struct loop;

/*
 * Sends lines such as "READY=1\nSTATUS=watching 40 sources". Control
 * characters in `status` must have been made safe by the caller.
 */
void notify_send(const char *lines);

void notify_ready(const char *status);
void notify_reloading(void);
void notify_stopping(const char *status);

/* $WATCHDOG_USEC for this process in milliseconds, 0 without a watchdog. */
int64_t notify_watchdog_ms(void);

/*
 * Says WATCHDOG=1 from the loop at half the interval, on the real clock, as
 * long as `alive(arg)` (NULL: always) is true; so a stuck loop or whatever
 * `alive` asks about ends in a restart by the manager. Call once.
 */
void notify_watchdog_start(struct loop *loop, int (*alive)(void *arg),
			   void *arg);
void notify_watchdog_stop(struct loop *loop);

#endif
