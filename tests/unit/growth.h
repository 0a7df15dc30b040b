/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether time grows with the size of what is read, told by the ratio of two
 * runs of one process: how fast a machine is says nothing there.
 */
#ifndef NW_TESTS_GROWTH_H
#define NW_TESTS_GROWTH_H

#include <stdbool.h>
#include <time.h>

/* CPU time of this process in milliseconds. */
static inline double cpu_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

/*
 * Whether `times` times the bytes took about so much longer; a square would
 * have taken `times` times that. A millisecond is the clock's grain, and
 * another process on the core may cost four times the time.
 */
static inline bool is_linear(double little, double much, double times)
{
	return much <= 5 * times * (little + 1);
}

#endif
