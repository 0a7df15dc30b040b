/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/stream.h"

#include "daemon/cli/cli.h"
#include "daemon/loop/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	BATCH_BYTES = 256 * 1024, /* a job's lines, unless one is longer */
	BATCH_LINES = 256,
	LINE_BYTES_MAX = 8 * 1024 * 1024,
	READ_BYTES = 64 * 1024,
	JOBS_AHEAD = 4,
	ANSWER_MAX = 64 * 1024 * 1024
};

/* A batch on its way; printed in the order of the input. */
struct stream_batch {
	struct stream_batch *next;
	struct stream *stream;
	uint64_t first_line; /* its number in the file */
	struct nw_buf lines;
	struct nw_buf items; /* what the worker said of them */
	struct nw_buf answer;
	struct nw_error failure; /* of its only line; NW_OK: none */
	bool done;
};

static struct stream_batch *batch_new(struct stream *stream,
				      struct nw_str lines, uint64_t first_line)
{
	struct stream_batch *batch = calloc(1, sizeof(*batch));

	if (!batch)
		abort();
	batch->stream = stream;
	batch->first_line = first_line;
	nw_buf_init(&batch->lines, LINE_BYTES_MAX);
	nw_buf_add_str(&batch->lines, lines);
	nw_buf_init(&batch->items, ANSWER_MAX);
	nw_buf_init(&batch->answer, ANSWER_MAX);
	return batch;
}

static void batch_free(struct stream_batch *batch)
{
	nw_buf_fini(&batch->lines);
	nw_buf_fini(&batch->items);
	nw_buf_fini(&batch->answer);
	free(batch);
}

static void append(struct stream *stream, struct stream_batch *batch)
{
	*stream->last = batch;
	stream->last = &batch->next;
}

/* ---- answers ---- */

/* Behind the line that begins at `from`. */
static size_t line_end(struct nw_str lines, size_t from)
{
	struct nw_str rest = nw_str_slice(lines, from, lines.len);
	size_t len = nw_str_find_char(rest, '\n');

	return from + len + (len < rest.len);
}

static bool is_blank(struct nw_str line)
{
	return nw_str_trim(line).len == 0;
}

static void refuse(struct stream_batch *batch, uint64_t line,
		   const json_t *answer, struct nw_str error)
{
	struct stream *stream = batch->stream;

	if (stream->bad++ == 0)
		nw_fail(&stream->first, NW_BAD_INPUT, "%s: line %llu: %.*s",
			stream->name, (unsigned long long)line, NW_FMT(error));
	stream->print(stream->arg, answer, error, &batch->answer);
}

static void take_answer(struct stream_batch *batch, uint64_t line,
			struct nw_str text)
{
	NW_AUTO(nwi_json_free) json_t *answer = NULL;
	struct stream *stream = batch->stream;
	struct nw_error err;

	if (nwi_json_parse(text, ANSWER_MAX, 64, &answer, &err) != NW_OK) {
		refuse(batch, line, NULL, nw_str_from(err.text));
		return;
	}
	struct nw_str error = nwi_json_get_str(answer, "error");
	const char *failed = json_string_value(
		json_array_get(json_object_get(answer, "failed"), 0));
	if (failed)
		nw_fail(&err, NW_BAD_INPUT, "the classifier %s failed on it",
			failed);
	if (error.len > 0 || failed)
		refuse(batch, line, failed ? answer : NULL,
		       error.len > 0 ? error : nw_str_from(err.text));
	else
		stream->print(stream->arg, answer, nw_str_make(NULL, 0),
			      &batch->answer);
}

/*
 * Workers answer every line but empty ones. Batches are done in any order,
 * and taken in that of the input.
 */
static void take_answers(struct stream_batch *batch)
{
	struct nw_str all = nw_buf_str(&batch->lines), answer;
	struct nw_str answers = nw_buf_str(&batch->items);
	struct stream *stream = batch->stream;
	uint64_t number = batch->first_line;

	for (size_t at = 0, end; at < all.len; at = end, number++) {
		end = line_end(all, at);
		if (is_blank(nw_str_slice(all, at, end)))
			stream->print(stream->arg, NULL, nw_str_make(NULL, 0),
				      &batch->answer);
		else if (nw_str_next(&answers, '\n', &answer))
			take_answer(batch, number, answer);
		else
			refuse(batch, number, NULL,
			       nw_str_from("the worker gave no answer"));
	}
}

/* Nobody could answer its only line. */
static void fail_batch(struct stream_batch *batch, struct nw_str why)
{
	nw_fail(&batch->failure, NW_BAD_INPUT, "%.*s", NW_FMT(why));
	batch->done = true;
}

static void print_batch(struct stream_batch *batch)
{
	if (batch->failure.status == NW_OK)
		take_answers(batch);
	else
		refuse(batch, batch->first_line, NULL,
		       nw_str_from(batch->failure.text));
}

static void analysed(void *arg, const struct pool_result *result);

static void submit(struct stream_batch *batch)
{
	struct stream *stream = batch->stream;

	stream->under_way++;
	if (stream->explain.len > 0)
		pool_explain(stream->pool, nw_buf_str(&batch->lines),
			     stream->explain, POOL_BATCH, analysed, batch);
	else
		pool_analyse(stream->pool, nw_buf_str(&batch->lines),
			     POOL_BATCH, analysed, batch);
}

/* Sends a failed batch again in halves; false when it is a single line. */
static bool split(struct stream_batch *batch)
{
	struct nw_str all = nw_buf_str(&batch->lines);
	uint64_t line = batch->first_line;
	size_t cut = 0;

	do {
		cut = line_end(all, cut);
		line++;
	} while (cut < all.len / 2);
	if (cut == all.len && line - batch->first_line > 1) {
		cut = line_end(all, 0);
		line = batch->first_line + 1;
	}
	if (cut == all.len)
		return false;
	struct stream_batch *second =
		batch_new(batch->stream, nw_str_slice(all, cut, all.len), line);
	second->next = batch->next;
	batch->next = second;
	if (batch->stream->last == &batch->next)
		batch->stream->last = &second->next;
	nw_buf_cut(&batch->lines, cut);
	submit(batch);
	submit(second);
	return true;
}

static bool any_failed(struct nw_str answers)
{
	static const struct nw_str mark = { "\"failed\":[\"", 11 };

	return nw_str_find(answers, mark) < answers.len;
}

static void analysed(void *arg, const struct pool_result *result)
{
	struct stream_batch *batch = arg;

	batch->stream->under_way--;
	/* A foreign classifier that died fails the whole batch open. */
	if (result->status == NW_OK && any_failed(result->items) &&
	    split(batch))
		return;
	if (result->status == NW_OK) {
		nw_buf_add_str(&batch->items, result->items);
		batch->done = true;
	} else if (!split(batch)) {
		fail_batch(batch, result->text);
	}
}

/* Prints what is answered at the front. */
static enum nw_status print_done(struct stream *stream, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	while (status == NW_OK && stream->head && stream->head->done) {
		struct stream_batch *batch = stream->head;
		stream->head = batch->next;
		if (!stream->head)
			stream->last = &stream->head;
		print_batch(batch);
		status = cli_write(nw_buf_str(&batch->answer), err);
		batch_free(batch);
	}
	return status;
}

/* ---- reading ---- */

/* Whole lines for one job: up to BATCH_LINES, or one that is longer. */
static size_t batch_length(const struct stream *stream, uint64_t *lines)
{
	struct nw_str all = nw_buf_str(&stream->in);
	size_t end = 0;

	for (*lines = 0; end < all.len && *lines < BATCH_LINES; (*lines)++) {
		size_t next = line_end(all, end);
		if (all.at[next - 1] != '\n' && !stream->ended)
			break;
		if (*lines > 0 && next > BATCH_BYTES)
			break;
		end = next;
	}
	return end;
}

static void drop_front(struct nw_buf *buf, size_t length)
{
	memmove(buf->at, buf->at + length, buf->len - length);
	nw_buf_cut(buf, buf->len - length);
}

static void send_batch(struct stream *stream, size_t length, uint64_t lines)
{
	struct stream_batch *batch = batch_new(
		stream, nw_str_slice(nw_buf_str(&stream->in), 0, length),
		stream->next_line);

	append(stream, batch);
	submit(batch);
	stream->next_line += lines;
	drop_front(&stream->in, length);
}

static bool has_room(const struct stream *stream)
{
	return stream->in.len + READ_BYTES <= LINE_BYTES_MAX;
}

static void refuse_long_line(struct stream *stream)
{
	struct stream_batch *batch =
		batch_new(stream, nw_str_from(""), stream->next_line);

	stream->next_line++;
	fail_batch(batch, nw_str_from("the line is longer than 8 MiB"));
	append(stream, batch);
	nw_buf_clear(&stream->in);
	stream->skipping = true;
}

static void skip_line(struct stream *stream)
{
	struct nw_str all = nw_buf_str(&stream->in);
	size_t end = nw_str_find_char(all, '\n');

	stream->skipping = end == all.len && !stream->ended;
	drop_front(&stream->in, end == all.len ? end : end + 1);
}

static enum nw_status read_more(struct stream *stream, struct nw_error *err)
{
	if (!has_room(stream))
		refuse_long_line(stream);
	if (!nw_buf_reserve(&stream->in, READ_BYTES))
		return nw_fail(err, NW_NO_MEMORY, "no memory for the input");
	ssize_t n = read(stream->fd, stream->in.at + stream->in.len,
			 READ_BYTES - 1);
	if (n < 0 && errno == EINTR)
		return NW_OK;
	if (n < 0)
		return nw_fail(err, NW_IO, "%s: %s", stream->name,
			       strerrordesc_np(errno));
	stream->ended = n == 0;
	stream->in.len += (size_t)n;
	if (stream->skipping)
		skip_line(stream);
	return NW_OK;
}

static enum nw_status pump(struct stream *stream, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	while (status == NW_OK) {
		uint64_t lines;
		size_t length = batch_length(stream, &lines);
		bool full = length > BATCH_BYTES / 2 || lines == BATCH_LINES ||
			    stream->ended || !has_room(stream);
		if (length && full && stream->under_way < JOBS_AHEAD)
			send_batch(stream, length, lines);
		else if (!stream->ended && !(length && full))
			status = read_more(stream, err);
		else if (!stream->head)
			return NW_OK;
		else
			loop_turn(stream->loop, -1);
		if (status == NW_OK)
			status = print_done(stream, err);
	}
	return status;
}

enum nw_status stream_run(struct stream *stream, const char *operand,
			  struct nw_error *err)
{
	bool standard = !operand || strcmp(operand, "-") == 0;

	stream->name = standard ? "standard input" : operand;
	stream->fd =
		standard ? STDIN_FILENO : open(operand, O_RDONLY | O_CLOEXEC);
	if (stream->fd < 0)
		return nw_fail(err, NW_NOT_FOUND, "%s: %s", operand,
			       strerrordesc_np(errno));
	stream->last = &stream->head;
	stream->next_line = 1;
	stream->ended = stream->skipping = false;
	nw_buf_init(&stream->in, LINE_BYTES_MAX);
	enum nw_status status = pump(stream, err);
	nw_buf_fini(&stream->in);
	if (!standard)
		close(stream->fd);
	return status;
}

void stream_fini(struct stream *stream)
{
	while (stream->head) {
		struct stream_batch *batch = stream->head;
		stream->head = batch->next;
		batch_free(batch);
	}
}
