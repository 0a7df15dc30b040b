/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How fast the ledger takes items and deliveries, by the size of a batch.
 *
 *   bench_store [DIR]    DIR stands on the disk that is to be measured (/tmp)
 */
#include "tests/unit/daemon-store/fixture.h"

#include <time.h>

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int next_item = 1;

static void one_batch(struct fixture *f, struct got *got, int size,
		      const char *watch)
{
	struct batch_item items[100];

	for (int i = 0; i < size; i++)
		items[i] = (struct batch_item){ next_item++, 1, watch,
						f->now.at };
	apply(f, got, "bench", items, (size_t)size,
	      &(struct batch_more){ .first = LEDGER_FIRST_ALL });
}

static void run_items(struct fixture *f, struct got *got, int batch, int total,
		      const char *watch)
{
	double from = seconds();

	for (int i = 0; i < total; i += batch)
		one_batch(f, got, batch, watch);
	printf("%-28s batches of %3d: %7.0f items/s\n",
	       watch ? "items, each with an alert," : "items", batch,
	       total / (seconds() - from));
}

/* Items whose batches wait together: what the group commit is for. */
static void run_group(struct fixture *f, struct got *got, int total)
{
	double from = seconds();

	for (int i = 0; i < total; i++) {
		struct batch_item item = { next_item++, 1, NULL, f->now.at };
		struct ledger_batch batch = make_batch("bench", &item, 1, NULL);
		got->done = false;
		ledger_apply(f->ledger, &batch,
			     i == total - 1 ? take_reply : NULL, got);
	}
	await(f, got);
	printf("%-28s batches of   1: %7.0f items/s\n",
	       "items, many waiting,", total / (seconds() - from));
}

static void run_deliveries(struct fixture *f, struct got *got)
{
	double from = seconds();
	int rows = 0;

	for (;;) {
		got->done = false;
		ledger_claim(f->ledger, 64, 64, take_reply, got);
		await(f, got);
		size_t count = got->reply.delivery_count;
		if (count == 0)
			break;
		struct got *last = calloc(1, sizeof(*last));
		for (size_t i = 0; i < count; i++) {
			const struct nw_verdict verdict = {
				.size = sizeof(verdict),
				.kind = NW_VERDICT_DELIVERED,
				.retry_after_ms = -1,
			};
			ledger_verdict(f->ledger,
				       nw_str_from(got->deliveries[i].id),
				       got->deliveries[i].fence, &verdict,
				       i == count - 1 ? take_reply : NULL,
				       last);
		}
		await(f, last);
		free(last);
		rows += (int)count;
	}
	printf("%-28s claims of   64: %7.0f rows/s\n",
	       "deliveries, claim + verdict,", rows / (seconds() - from));
}

int main(int argc, char **argv)
{
	struct got *got = calloc(1, sizeof(*got));
	static struct fixture f;

	if (argc > 1)
		setenv("NW_TEST_DIR", argv[1], 1);
	fixture_make(&f);
	fixture_open(&f);
	configure(&f, 2, NULL, 0);
	run_items(&f, got, 1, 500, NULL);
	run_items(&f, got, 10, 2000, NULL);
	run_items(&f, got, 100, 20000, NULL);
	run_group(&f, got, 5000);
	run_items(&f, got, 100, 10000, "strikes");
	run_deliveries(&f, got);
	fixture_close(&f);
	fixture_remove(&f);
	free(got);
	return 0;
}
