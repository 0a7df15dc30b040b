/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long an article's page takes from bytes to text.
 *
 *	bench_extract FILE...
 *
 * Prints the median and the slowest of the files, each the best of several
 * rounds, and all bytes per second. Nothing is asserted.
 */
#include <newswatch/page.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 5, FILE_BYTES = 64 << 20, ARENA = 512 << 20 };

static double now_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static bool read_file(const char *path, struct nw_buf *out)
{
	char block[65536];
	size_t len;
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	while ((len = fread(block, 1, sizeof(block), file)) > 0)
		nw_buf_add(out, block, len);
	fclose(file);
	return true;
}

static double best_of(const struct nw_buf *html, struct nw_arena *arena)
{
	struct nw_page_input input = {
		.size = sizeof(input),
		.bytes = nw_buf_str(html),
		.base_url = NW_STR("https://news.example/"),
	};
	struct nw_page page;
	double best = 1e9;

	for (int i = 0; i < ROUNDS; i++) {
		double from = now_ms();
		nw_arena_clear(arena);
		if (nw_page_read(&input, arena, &page, NULL))
			return 0;
		double took = now_ms() - from;
		best = took < best ? took : best;
	}
	return best;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(ARENA);
	double *times = calloc((size_t)argc, sizeof(*times)), sum = 0;
	size_t count = 0, bytes = 0;

	for (int i = 1; times && i < argc; i++) {
		struct nw_buf html;
		nw_buf_init(&html, FILE_BYTES);
		if (read_file(argv[i], &html)) {
			times[count] = best_of(&html, arena);
			sum += times[count++];
			bytes += html.len;
		}
		nw_buf_fini(&html);
	}
	if (!times || count == 0)
		return 1;
	qsort(times, count, sizeof(*times), by_value);
	printf("%zu pages: median %.3f ms, 95%% %.3f ms, slowest %.3f ms, "
	       "%.0f MB/s\n",
	       count, times[count / 2], times[count * 95 / 100],
	       times[count - 1], (double)bytes / sum / 1e3);
	free(times);
	return 0;
}
