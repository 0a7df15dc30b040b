/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newswatch-query: searches and backtests over what the daemon has stored.
 *
 *   newswatch-query --serve [--best-effort] [--memory BYTES] STATE_DIR
 *
 * It opens the store read-only under a seal that leaves it the state folder,
 * shuts itself out of all files, and then speaks frames (lib/wire) on
 * descriptor 3. A worker like newswatch-worker, and a program of its own so
 * that no plugin's process has SQLite in it. Started by newswatchd alone.
 */
#include "daemon/query/job.h"
#include "daemon/worker/seal.h"
#include "text/icu.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHANNEL = 3, EXIT_USAGE = 64, EXIT_SEAL = 77, NICE = 10 };

struct options {
	bool serve, best_effort;
	uint64_t memory;
	const char *dir;
};

static bool read_options(int argc, char **argv, struct options *out)
{
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i++) {
		int64_t number;
		if (strcmp(argv[i], "--serve") == 0)
			out->serve = true;
		else if (strcmp(argv[i], "--best-effort") == 0)
			out->best_effort = true;
		else if (strcmp(argv[i], "--memory") == 0 && i + 1 < argc &&
			 nw_str_to_int(nw_str_from(argv[++i]), &number) ==
				 NW_OK &&
			 number >= 0)
			out->memory = (uint64_t)number;
		else
			return false;
	}
	out->dir = i + 1 == argc ? argv[i] : NULL;
	return out->serve && out->dir;
}

/* READY, or FAILED with the reason. */
static void say(enum nwi_frame_type type, const struct nw_error *why)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	struct nw_error err;

	nw_buf_init(&json, 16384);
	nwi_json_open(&json, '{');
	nwi_json_put_int(&json, "status", why->status);
	nwi_json_put_text(&json, "text", why->text);
	nwi_json_close(&json, '}');
	const struct nwi_frame frame = { .type = type,
					 .json = nw_buf_str(&json) };
	if (nwi_channel_write(CHANNEL, &frame, -1, &err) != NW_OK)
		_exit(EXIT_FAILURE);
}

static int serve(const struct options *options)
{
	struct nw_error err = { 0 };
	struct nwi_channel channel;
	struct reader *reader = NULL;

	nwi_channel_init(&channel, CHANNEL, false);
	enum nw_status sealed = seal_first(&options->dir, 1, SEAL_LOCKS, &err);
	if (sealed != NW_OK && !options->best_effort) {
		say(NWI_FRAME_FAILED, &err);
		return EXIT_SEAL;
	}
	if (reader_open(options->dir, &reader, &err) != NW_OK) {
		say(NWI_FRAME_FAILED, &err);
		return EXIT_FAILURE;
	}
	sealed = seal_second(SEAL_LOCKS, &err);
	if (sealed != NW_OK && !options->best_effort) {
		say(NWI_FRAME_FAILED, &err);
		return EXIT_SEAL;
	}
	err = (struct nw_error){ 0 };
	say(NWI_FRAME_READY, &err);
	return job_serve(&channel, reader, options->memory);
}

int main(int argc, char **argv)
{
	struct options options = { 0 };

	if (!read_options(argc, argv, &options)) {
		fprintf(stderr, "newswatch-query is started by newswatchd\n");
		return EXIT_USAGE;
	}
	signal(SIGINT, SIG_IGN);
	/* The daemon's own work goes first. */
	(void)!nice(NICE);
	seal_start(options.memory, false);
	nwi_json_seed();
	nwi_icu_no_files();
	_exit(serve(&options));
}
