/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long a test waits for what must come. A machine that stalls for half a
 * minute is no failure, and a wall clock that leaps is none either.
 */
#ifndef NW_TESTS_PATIENCE_H
#define NW_TESTS_PATIENCE_H

#include <stdbool.h>
#include <time.h>

/* Seconds of CLOCK_MONOTONIC at which a test that begins to wait gives up. */
static inline time_t patience_end(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + 120;
}

static inline bool patience_lasts(time_t end)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec < end;
}

#endif
