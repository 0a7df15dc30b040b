/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command's side of the control socket: one request, its lines, its end.
 */
#ifndef NEWSWATCHD_CONTROL_CLIENT_H
#define NEWSWATCHD_CONTROL_CLIENT_H

#include <newswatch/text.h>

/* One or more whole JSON Lines. A status other than NW_OK ends the reading. */
typedef enum nw_status control_lines_fn(void *arg, struct nw_str lines);

/*
 * Sends {"command":command,"args":args} (`args` JSON text of an object; absent
 * for none) to the socket at `path`, calls `lines` for what comes, and returns
 * the daemon's status with its text in `err`. NW_NOT_FOUND when no daemon
 * listens there, NW_DENIED when it does not let us in, NW_TIMEOUT when it says
 * nothing for `silence_ms` (-1: waits for ever). Blocks.
 */
enum nw_status control_ask(const char *path, const char *command,
			   struct nw_str args, int silence_ms,
			   control_lines_fn *lines, void *arg,
			   struct nw_error *err) NW_CHECKED;

#endif
