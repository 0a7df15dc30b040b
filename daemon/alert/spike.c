/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/alert/spike.h"

#include <math.h>

#define DAY_SLOTS  (INT64_C(86400000) / SPIKE_SLOT_MS)
#define WEEK_SLOTS (7 * DAY_SLOTS)

enum {
	WEEKS_LEAST = 2,
	DAYS_LEAST = 3,
	SAMPLES_LEAST = 3,
	DEVIATIONS = 3, /* one in some hundred hours goes so far by chance */
};

/* Half way between usual and a spike it is over. */
static const double calm_share = 0.5;

struct spike_window spike_window_at(int64_t at_ms, int64_t within_ms)
{
	struct spike_window window = {
		.count = (within_ms + SPIKE_SLOT_MS - 1) / SPIKE_SLOT_MS,
	};

	window.first = at_ms / SPIKE_SLOT_MS - window.count + 1;
	return window;
}

size_t spike_compared(struct spike_window now, int64_t since,
		      struct spike_window out[SPIKE_SAMPLES])
{
	const int64_t age = now.first - since;
	const bool by_weeks = age >= WEEKS_LEAST * WEEK_SLOTS;
	const int64_t step = by_weeks ? WEEK_SLOTS : DAY_SLOTS;
	const int64_t most = by_weeks ? SPIKE_WEEKS : SPIKE_DAYS;
	size_t count = 0;

	if (age < DAYS_LEAST * DAY_SLOTS)
		return 0;
	for (int64_t back = 1; back <= most; back++)
		for (int64_t side = -1; side <= 1; side++) {
			struct spike_window window = {
				now.first - back * step + side * now.count,
				now.count,
			};
			if (window.first >= since)
				out[count++] = window;
		}
	return count;
}

struct spike_verdict spike_judge(const struct spike_rules *rules, int64_t count,
				 const int64_t *samples, size_t sample_count)
{
	struct spike_verdict verdict = { .calm = true };
	double sum = 0, squares = 0, n = 0;

	for (size_t i = 0; i < sample_count; i++) {
		if (samples[i] < 0)
			continue;
		sum += (double)samples[i];
		squares += (double)samples[i] * (double)samples[i];
		n++;
	}
	if (n < SAMPLES_LEAST)
		return verdict;
	verdict.usual = sum / n;
	double variance = squares / n - verdict.usual * verdict.usual;
	/* Of a quiet series one report an hour may still come any time. */
	variance = fmax(fmax(variance, verdict.usual), 1);
	double risen = fmax(rules->factor * verdict.usual,
			    verdict.usual + DEVIATIONS * sqrt(variance));
	risen = fmax(risen, (double)rules->least);
	verdict.known = true;
	verdict.from = ceil(risen);
	verdict.rises = (double)count >= risen;
	verdict.calm = (double)count <
		       verdict.usual + calm_share * (risen - verdict.usual);
	return verdict;
}
