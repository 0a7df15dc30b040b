/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newswatch-worker: reads foreign bytes and runs plugins, sealed off.
 *
 *   newswatch-worker --describe [--best-effort] FILE...
 *   newswatch-worker --serve [--best-effort] [--memory BYTES] [FILE...]
 *
 * The first prints a JSON line for each plugin. The second speaks frames
 * (lib/wire) on descriptor 3; the files are the plugins that it may load.
 * Started by newswatchd and newswatch, never by hand.
 */
#include "daemon/worker/seal.h"
#include "daemon/worker/serve.h"
#include "text/icu.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHANNEL = 3, EXIT_USAGE = 64, EXIT_SEAL = 77 };

struct options {
	bool describe, serve, best_effort;
	uint64_t memory;
	const char *const *files;
	size_t file_count;
};

static bool read_options(int argc, char **argv, struct options *out)
{
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i++) {
		int64_t number;
		if (strcmp(argv[i], "--describe") == 0) {
			out->describe = true;
		} else if (strcmp(argv[i], "--serve") == 0) {
			out->serve = true;
		} else if (strcmp(argv[i], "--best-effort") == 0) {
			out->best_effort = true;
		} else if (strcmp(argv[i], "--memory") == 0 && i + 1 < argc &&
			   nw_str_to_int(nw_str_from(argv[++i]), &number) ==
				   NW_OK &&
			   number >= 0) {
			out->memory = (uint64_t)number;
		} else {
			return false;
		}
	}
	out->files = (const char *const *)argv + i;
	out->file_count = (size_t)(argc - i);
	return out->describe != out->serve && out->file_count <= PLUGIN_FILES;
}

/* What reads files at its first use is used once before they are shut. */
static void warm_up(void)
{
	nwi_json_seed();
	nwi_icu_no_files();
}

/* ---- describe ---- */

static void print_error(const char *file, const char *text)
{
	struct nw_buf line;

	nw_buf_init(&line, 64 << 10);
	nwi_json_open(&line, '{');
	nwi_json_put_text(&line, "file", file);
	nwi_json_put_text(&line, "error", text);
	nwi_json_close(&line, '}');
	printf("%s\n", line.at);
	nw_buf_fini(&line);
}

/* One line a file at once, so that a crash tells whose it is. */
static void describe(const char *path)
{
	struct plugin_file file;
	struct nw_error err;
	struct nw_buf line;

	if (setup_load(path, &file, &err) != NW_OK) {
		print_error(path, err.text);
	} else {
		nw_buf_init(&line, 1 << 20);
		nwi_plugin_to_json(file.plugin, nw_str_from(path), &line);
		if (line.failed)
			print_error(path, "its option rows are too large");
		else
			printf("%s\n", line.at);
		nw_buf_fini(&line);
	}
	fflush(stdout);
}

static int run_describe(const struct options *options)
{
	struct nw_error err;

	if (seal_first(options->files, options->file_count, 0, &err) != NW_OK &&
	    !options->best_effort) {
		fprintf(stderr, "newswatch-worker: %s\n", err.text);
		return EXIT_SEAL;
	}
	for (size_t i = 0; i < options->file_count; i++)
		describe(options->files[i]);
	return EXIT_SUCCESS;
}

/* ---- serve ---- */

static void send_start(struct server *server, enum nwi_frame_type type,
		       struct nw_str lines, const struct nw_error *unsealed)
{
	struct nw_buf json;
	struct nw_error err;

	nw_buf_init(&json, NWI_FRAME_JSON);
	nwi_json_open(&json, '{');
	nwi_json_put_bool(&json, "sealed", unsealed->status == NW_OK);
	if (unsealed->status != NW_OK)
		nwi_json_put_text(&json, "unsealed", unsealed->text);
	nwi_json_put_str(&json, "lines", lines);
	if (type == NWI_FRAME_READY)
		setup_ready_json(&server->setup, &json);
	nwi_json_close(&json, '}');
	const struct nwi_frame frame = { .type = type,
					 .generation = server->setup.generation,
					 .json = nw_buf_str(&json) };
	if (nwi_channel_write(CHANNEL, &frame, -1, &err) != NW_OK)
		_exit(EXIT_FAILURE);
	nw_buf_fini(&json);
}

/* Loads the plugins and opens what the daemon's first frame says. */
static bool set_up(struct server *server, const struct options *options,
		   struct nw_buf *lines)
{
	static struct plugin_file files[PLUGIN_FILES];
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct nwi_frame frame;
	struct nw_error err;
	size_t count = 0;

	if (nwi_channel_read(&server->channel, -1, &frame, &err) != NW_OK ||
	    frame.type != NWI_FRAME_CONFIGURE ||
	    nwi_json_parse(frame.json, NWI_FRAME_JSON, 64, &json, &err) !=
		    NW_OK)
		return false;
	server->setup.generation = frame.generation;
	struct nw_str image =
		nwi_channel_keep_blob(&server->channel, frame.blob);
	/* A small image lies in the reader's buffer, not in a mapping. */
	if (!(frame.flags & NWI_FRAME_MEMFD) && image.len > 0)
		image = nw_str_make(nw_str_dup(image), image.len);
	for (size_t i = 0; i < options->file_count; i++) {
		if (setup_load(options->files[i], &files[count], &err) == NW_OK)
			count++;
		else
			nw_buf_add_fmt(lines, "%s\n", err.text);
	}
	if (lines->len == 0 &&
	    setup_open(&server->setup, json, image, files, count, lines) !=
		    NW_OK &&
	    lines->len == 0)
		nw_buf_add_text(lines, "the worker could not be set up\n");
	return true;
}

static int run_serve(const struct options *options)
{
	struct server server = { .memory = options->memory };
	struct nw_error unsealed = { 0 }, err = { 0 };
	struct nw_buf lines;

	nw_buf_init(&lines, SETUP_LINES);
	nwi_channel_init(&server.channel, CHANNEL, false);
	seal_first(options->files, options->file_count, 0, &unsealed);
	if (unsealed.status != NW_OK && !options->best_effort) {
		nw_buf_add_fmt(&lines, "%s\n", unsealed.text);
		send_start(&server, NWI_FRAME_FAILED, nw_buf_str(&lines),
			   &unsealed);
		return EXIT_SEAL;
	}
	if (!set_up(&server, options, &lines))
		return EXIT_FAILURE;
	/* Reading the settings and the query image left holes behind. */
	malloc_trim(0);
	if (seal_second(0, &err) != NW_OK && unsealed.status == NW_OK)
		unsealed = err;
	if (unsealed.status != NW_OK && !options->best_effort)
		nw_buf_add_fmt(&lines, "%s\n", unsealed.text);
	bool ready = lines.len == 0;
	send_start(&server, ready ? NWI_FRAME_READY : NWI_FRAME_FAILED,
		   nw_buf_str(&lines), &unsealed);
	nw_buf_fini(&lines);
	return ready ? serve(&server) : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	struct options options = { 0 };

	if (!read_options(argc, argv, &options)) {
		fprintf(stderr, "newswatch-worker is started by newswatchd\n");
		return EXIT_USAGE;
	}
	/* Ctrl-C reaches the whole group: the daemon decides, we see its end
	 * of the socket close. */
	signal(SIGINT, SIG_IGN);
	seal_start(options.memory, options.describe);
	warm_up();
	int status =
		options.describe ? run_describe(&options) : run_serve(&options);
	/* Neither a plugin's destructors nor a leak check runs. */
	fflush(stdout);
	_exit(status);
}
