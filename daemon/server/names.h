/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names that an operator gave to a command: whether the configuration in
 * force has them, and which one was probably meant when it has not.
 */
#ifndef NEWSWATCHD_NAMES_H
#define NEWSWATCHD_NAMES_H

#include "daemon/config/config.h"

enum names_of {
	NAMES_NONE,
	NAMES_SOURCE,
	NAMES_WATCH,
	NAMES_ALERTS, /* watches and spikes */
	NAMES_TOPIC
};

/* NW_OK, or NW_NOT_FOUND with the nearest name of that kind in `err`. */
enum nw_status names_check(const struct config *config, enum names_of what,
			   struct nw_str name, struct nw_error *err) NW_CHECKED;

#endif
