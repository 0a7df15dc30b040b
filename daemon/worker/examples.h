/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The examples of watches, put to the very workers that match items: with
 * classifiers, outlets and all conditions, before a configuration is in force.
 */
#ifndef NEWSWATCHD_EXAMPLES_H
#define NEWSWATCHD_EXAMPLES_H

#include "daemon/worker/pool.h"

struct examples {
	const struct pool_settings *settings;
	const struct pool_plan *plan; /* its `parts` are not heeded */
	bool warn;		      /* a failure is a warning, not an error */
	struct nwi_problems *problems;
	/* Asked while it waits; true: give up with NW_GONE. NULL allowed. */
	bool (*is_stopped)(void *arg);
	void *arg;
};

/*
 * Tries every example of the enabled watches in a pool of its own, on a loop
 * of its own (so any thread may call it), and waits. Each that fails is a
 * problem that says why; `*failed` counts them. Without examples it does
 * nothing. Not NW_OK: the workers could not be asked, and nothing is known.
 */
enum nw_status examples_try(const struct examples *examples, size_t *failed,
			    struct nw_error *err) NW_CHECKED;

#endif
