/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a rate rises out of its own pattern: pure.
 *
 * News has a week's shape: a count is compared with the same hours of the
 * weeks before, those next to them included, as far as newswatch ran then; a
 * series younger than two weeks with the same hours of the days before.
 * Counts scatter more than Poisson's law says, so the deviation is theirs or
 * the law's, whichever is larger.
 */
#ifndef NW_DAEMON_ALERT_SPIKE_H
#define NW_DAEMON_ALERT_SPIKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reports are counted by slots of ten minutes. */
#define SPIKE_SLOT_MS INT64_C(600000)

#define SPIKE_WEEKS   8
#define SPIKE_DAYS    6
#define SPIKE_SAMPLES ((SPIKE_WEEKS)*3)

struct spike_rules {
	int64_t within_ms;
	int64_t least;
	double factor;
};

/* A window of slots: from `first`, `count` of them. */
struct spike_window {
	int64_t first, count;
};

/* The window that ends with the slot of an instant. */
struct spike_window spike_window_at(int64_t at_ms, int64_t within_ms);

/*
 * The windows to compare with: at most SPIKE_SAMPLES, none before the slot
 * `since` from which the series was counted. 0: too young to say.
 */
size_t spike_compared(struct spike_window now, int64_t since,
		      struct spike_window out[SPIKE_SAMPLES]);

struct spike_verdict {
	bool rises; /* out of its pattern */
	bool calm;  /* near its pattern again: a spike has ended */
	bool known; /* there is enough to compare with */
	double usual;
	double from; /* a count from which on it rises */
};

/* Samples below 0 are of times when newswatch did not run: left out. */
struct spike_verdict spike_judge(const struct spike_rules *rules, int64_t count,
				 const int64_t *samples, size_t sample_count);

#endif
