/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `newswatch classify` and `newswatch match`: items as JSON Lines through the
 * very workers that the daemon uses, one line out for each line in.
 */
#include "daemon/cli/commands.h"

#include "daemon/cli/setup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

enum {
	BATCH_BYTES = 512 * 1024, /* a job's lines, unless one is longer */
	BATCH_LINES = 256,
	LINE_BYTES_MAX = 8 * 1024 * 1024,
	JOBS_AHEAD = 4,
	ANSWER_MAX = 64 * 1024 * 1024
};

static const struct cli_option classify_options[] = {
	{ "config", "FILE", "the classifiers of this configuration [shipped]" },
	SETUP_OPTIONS,
	{ NULL, NULL, NULL },
};

static const struct cli_option match_options[] = {
	{ "watches", "FILE", "YAML with the key `watches:`" },
	SETUP_OPTIONS,
	{ NULL, NULL, NULL },
};

/* A batch on its way; printed in the order of the input. */
struct batch {
	struct batch *next;
	struct stream *stream;
	struct nw_buf answer;
	bool done;
};

struct stream {
	struct setup *setup;
	struct batch *first, **last;
	unsigned under_way;
	int fd;
	struct nw_buf in; /* read and not yet sent */
	bool ended;
	bool bad; /* a line was no item */
	struct nw_error error;
	void (*print)(const json_t *item, struct nw_buf *out);
};

/* ---- what is printed of an item's answer ---- */

static void print_topics(const json_t *item, struct nw_buf *out)
{
	const json_t *topics = json_object_get(item, "topics");
	const json_t *none = json_object_get(item, "no_opinion");

	nwi_json_key(out, "topics");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < json_array_size(topics); i++) {
		const json_t *topic = json_array_get(topics, i);
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "name", nwi_json_get_str(topic, "name"));
		nwi_json_key(out, "score");
		nwi_json_double(out, nwi_json_get_double(topic, "score", 0));
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
	nwi_json_key(out, "no_opinion");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < json_array_size(none); i++)
		nwi_json_str(out, nw_str_from(json_string_value(
					  json_array_get(none, i))));
	nwi_json_close(out, ']');
}

static void print_watches(const json_t *item, struct nw_buf *out)
{
	const json_t *hits = json_object_get(item, "hits");

	nwi_json_key(out, "watches");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < json_array_size(hits); i++)
		nwi_json_str(out, nwi_json_get_str(json_array_get(hits, i),
						   "watch"));
	nwi_json_close(out, ']');
}

static void print_line(struct stream *stream, struct nw_str line,
		       struct nw_buf *out)
{
	NW_AUTO(nwi_json_free) json_t *item = NULL;

	if (nwi_json_parse(line, ANSWER_MAX, 64, &item, &stream->error)) {
		stream->bad = true;
		return;
	}
	struct nw_str error = nwi_json_get_str(item, "error");
	struct nw_str id = nwi_json_get_str(item, "id");
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "id", id);
	if (error.len) {
		if (!stream->bad)
			nw_fail(&stream->error, NW_BAD_INPUT, "%.*s",
				NW_FMT(error));
		stream->bad = true;
		nwi_json_put_str(out, "error", error);
	}
	stream->print(item, out);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

/* ---- the stream ---- */

/* Prints what is answered at the front. */
static enum nw_status print_done(struct stream *stream)
{
	enum nw_status status = NW_OK;

	while (status == NW_OK && stream->first && stream->first->done) {
		struct batch *batch = stream->first;
		stream->first = batch->next;
		if (!stream->first)
			stream->last = &stream->first;
		status = cli_write(nw_buf_str(&batch->answer), &stream->error);
		nw_buf_fini(&batch->answer);
		free(batch);
	}
	return status;
}

static void analysed(void *arg, const struct pool_result *result)
{
	struct batch *batch = arg;
	struct nw_str rest = result->items, line = { 0 };

	batch->done = true;
	batch->stream->under_way--;
	if (result->status != NW_OK) {
		batch->stream->bad = true;
		nw_fail(&batch->stream->error, result->status, "%.*s",
			NW_FMT(result->text));
		return;
	}
	while (nw_str_next(&rest, '\n', &line)) {
		if (line.len)
			print_line(batch->stream, line, &batch->answer);
	}
}

/* Whole lines for one job: up to BATCH_LINES, or one that is longer. */
static size_t batch_length(const struct stream *stream)
{
	size_t end = 0, lines = 0;

	while (end < stream->in.len && lines < BATCH_LINES) {
		struct nw_str rest = nw_str_slice(nw_buf_str(&stream->in), end,
						  stream->in.len);
		size_t len = nw_str_find_char(rest, '\n');
		if (len == rest.len && !stream->ended)
			break;
		size_t next = end + len + (len < rest.len);
		if (lines > 0 && next > BATCH_BYTES)
			break;
		end = next;
		lines++;
	}
	return end;
}

static void send_batch(struct stream *stream, size_t length)
{
	struct batch *batch = calloc(1, sizeof(*batch));
	struct nw_str lines = nw_str_slice(nw_buf_str(&stream->in), 0, length);

	if (!batch)
		abort();
	batch->stream = stream;
	nw_buf_init(&batch->answer, ANSWER_MAX);
	*stream->last = batch;
	stream->last = &batch->next;
	stream->under_way++;
	pool_analyse(stream->setup->pool, lines, POOL_BATCH, analysed, batch);
	memmove(stream->in.at, stream->in.at + length, stream->in.len - length);
	nw_buf_cut(&stream->in, stream->in.len - length);
}

static enum nw_status read_more(struct stream *stream)
{
	if (!nw_buf_reserve(&stream->in, 64 * 1024))
		return nw_fail(&stream->error, NW_LIMIT,
			       "a line is longer than %d MiB",
			       LINE_BYTES_MAX >> 20);
	ssize_t n = read(stream->fd, stream->in.at + stream->in.len, 64 * 1024);
	if (n < 0 && errno == EINTR)
		return NW_OK;
	if (n < 0)
		return nw_fail(&stream->error, NW_IO, "the input: %s",
			       strerror(errno));
	stream->ended = n == 0;
	stream->in.len += (size_t)n;
	return NW_OK;
}

static enum nw_status pump(struct stream *stream)
{
	enum nw_status status = NW_OK;

	while (status == NW_OK) {
		size_t length = batch_length(stream);
		bool full = length > BATCH_BYTES / 2 || stream->ended;
		if (length && full && stream->under_way < JOBS_AHEAD)
			send_batch(stream, length);
		else if (!stream->ended && !(length && full))
			status = read_more(stream);
		else if (!stream->first)
			return NW_OK;
		else
			loop_turn(stream->setup->loop, -1);
		if (status == NW_OK)
			status = print_done(stream);
	}
	return status;
}

static void free_batches(struct stream *stream)
{
	while (stream->first) {
		struct batch *batch = stream->first;
		stream->first = batch->next;
		nw_buf_fini(&batch->answer);
		free(batch);
	}
}

static enum nw_status run_stream(struct stream *stream, const char *operand)
{
	bool standard = !operand || strcmp(operand, "-") == 0;

	stream->fd =
		standard ? STDIN_FILENO : open(operand, O_RDONLY | O_CLOEXEC);
	if (stream->fd < 0)
		return nw_fail(&stream->error, NW_NOT_FOUND, "%s: %s", operand,
			       strerror(errno));
	stream->last = &stream->first;
	stream->ended = false;
	nw_buf_init(&stream->in, LINE_BYTES_MAX);
	enum nw_status status = pump(stream);
	/* The pool must not call back into a batch that is gone. */
	if (status != NW_OK)
		pool_free(&stream->setup->pool);
	free_batches(stream);
	nw_buf_fini(&stream->in);
	if (!standard)
		close(stream->fd);
	return status;
}

static int run_all(struct cli *cli, struct setup *setup,
		   void (*print)(const json_t *item, struct nw_buf *out))
{
	struct stream stream = { .setup = setup, .print = print };

	for (size_t i = 0; i == 0 || i < cli->operand_count; i++) {
		enum nw_status status = run_stream(
			&stream, cli->operand_count ? cli->operands[i] : NULL);
		if (status == NW_GONE)
			return EX_OK;
		if (status != NW_OK)
			return cli_fail(cli, &stream.error);
	}
	return stream.bad ? cli_fail(cli, &stream.error) : EX_OK;
}

static int with_setup(struct cli *cli, const char *config, uint32_t flags,
		      unsigned parts,
		      void (*print)(const json_t *item, struct nw_buf *out))
{
	struct setup setup;
	struct nw_error err;
	int code;

	setup_init(&setup, cli);
	if (setup_config(&setup, config, flags | CONFIG_NO_SECRETS, &err)) {
		setup_print_problems(&setup);
		code = setup.problems.errors ? EX_CONFIG : cli_fail(cli, &err);
	} else if (setup_pool(&setup, parts, &err) != NW_OK) {
		code = cli_fail(cli, &err);
	} else {
		code = run_all(cli, &setup, print);
	}
	setup_fini(&setup);
	return code;
}

static int run_classify(struct cli *cli)
{
	return with_setup(cli, cli_value(cli, "config"), 0, POOL_CLASSIFIERS,
			  print_topics);
}

static int run_match(struct cli *cli)
{
	const char *file = cli_value(cli, "watches");

	if (!file)
		return cli_usage(cli, "--watches FILE is needed");
	return with_setup(cli, file, CONFIG_ONLY_WATCHES,
			  POOL_MATCH | POOL_CLASSIFIERS, print_watches);
}

const struct cli_command cli_classify = {
	.name = "classify",
	.operands = "[FILE...]",
	.summary = "Give items their topics",
	.help = "Reads items as JSON Lines (id, title, text or content, ...) "
		"and prints\n"
		"{\"id\",\"topics\":[{\"name\",\"score\"}],\"no_opinion\":[...]"
		"} for each line, in\n"
		"order. A score of 0.5 is the decision point.",
	.options = classify_options,
	.max_operands = 1000,
	.run = run_classify,
};

const struct cli_command cli_match = {
	.name = "match",
	.operands = "--watches FILE [FILE...]",
	.summary = "Match items against watches",
	.help = "Reads items as JSON Lines and prints "
		"{\"id\",\"watches\":[names]} for each\n"
		"line, in order, also when nothing matched. Of a watch only "
		"`name` and\n"
		"`query` are needed.",
	.options = match_options,
	.max_operands = 1000,
	.run = run_match,
};
