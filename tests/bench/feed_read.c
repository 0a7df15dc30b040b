/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed_read FILE TIMES: reads a feed from memory TIMES times with
 * nw_feed_read and prints the CPU seconds of one reading. With a third argument
 * "json" it also writes every item object, as `newswatch parse` does.
 */
#include <newswatch/feed.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "text/icu.h"

struct sink {
	bool json;
	struct nw_buf line;
	size_t bytes, items;
};

static enum nw_status take(void *arg, const struct nw_feed *feed,
			   const struct nw_item *item)
{
	struct sink *sink = arg;

	(void)feed;
	sink->items++;
	if (sink->json) {
		nw_buf_clear(&sink->line);
		nw_item_to_json(item, &sink->line);
		sink->bytes += sink->line.len;
	}
	return NW_OK;
}

static double now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static bool read_file(const char *path, struct nw_buf *out)
{
	char bytes[65536];
	size_t got;
	FILE *file = fopen(path, "rb");

	while (file && (got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		nw_buf_add(out, bytes, got);
	if (file)
		fclose(file);
	return file && !out->failed;
}

static int measure(struct nw_str bytes, int times, struct sink *sink)
{
	struct nw_feed_input input = { .size = sizeof(input),
				       .bytes = bytes,
				       .item_limit = UINT32_MAX };
	struct nw_feed feed;
	struct nw_error err;
	double start = now();

	for (int i = 0; i < times; i++) {
		NW_AUTO(nw_arena_free)
		struct nw_arena *arena = nw_arena_new((size_t)16 << 20);
		if (nw_feed_read(&input, arena, take, sink, &feed, &err)) {
			fprintf(stderr, "%s\n", err.text);
			return 1;
		}
	}
	printf("%.6f %zu\n", (now() - start) / times,
	       sink->items / (size_t)times);
	return 0;
}

int main(int argc, char **argv)
{
	struct sink sink = { .json = argc > 3 };
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };

	nw_buf_init(&bytes, (size_t)1 << 30);
	nw_buf_init(&sink.line, (size_t)16 << 20);
	if (argc < 3 || !read_file(argv[1], &bytes)) {
		fprintf(stderr, "usage: feed_read FILE TIMES [json]\n");
		return 64;
	}
	nwi_icu_no_files();
	int status = measure(nw_buf_str(&bytes), atoi(argv[2]), &sink);
	nw_buf_fini(&sink.line);
	return status;
}
