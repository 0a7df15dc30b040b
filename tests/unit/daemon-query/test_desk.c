/* SPDX-License-Identifier: Apache-2.0 */
/* The desk before processes that are not what they should be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/query/desk.h"
#include "wire/wire.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct world {
	char dir[64], worker[128], program[128], words[128];
	struct loop *loop;
	struct desk *desk;
	struct desk_job *job;
	enum nw_status status;
	char text[NW_ERROR_TEXT];
	unsigned ended, lines;
};

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct nw_error err;

	if (!w)
		abort();
	snprintf(w->dir, sizeof(w->dir), "/tmp/nwdesk-XXXXXX");
	if (!mkdtemp(w->dir) || loop_open(&w->loop, &err) != NW_OK)
		abort();
	snprintf(w->worker, sizeof(w->worker), "%s/newswatch-worker", w->dir);
	snprintf(w->program, sizeof(w->program), "%s/newswatch-query", w->dir);
	snprintf(w->words, sizeof(w->words), "%s/words", w->dir);
	const struct desk_settings settings = { .worker = w->worker,
						.state_dir = w->dir,
						.waiting = 2 };
	w->desk = desk_new(w->loop, &settings);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	desk_free(&w->desk);
	loop_close(&w->loop);
	unlink(w->program);
	unlink(w->words);
	rmdir(w->dir);
	free(w);
	return 0;
}

/* newswatch-query is this shell program. */
static void install(struct world *w, const char *script)
{
	FILE *file = fopen(w->program, "w");

	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n%s\n", script);
	fclose(file);
	assert_int_equal(chmod(w->program, 0700), 0);
}

static void take_line(void *arg, struct nw_str line)
{
	struct world *w = arg;

	(void)line;
	w->lines++;
}

static void take_end(void *arg, enum nw_status status, const char *text,
		     struct nw_str result)
{
	struct world *w = arg;

	(void)result;
	w->status = status;
	snprintf(w->text, sizeof(w->text), "%s", text);
	w->ended++;
}

static void ask(struct world *w)
{
	desk_ask(w->desk, DESK_SEARCH, nw_str_from("{\"queries\":[]}"),
		 take_line, take_end, w, &w->job);
}

static void await(struct world *w, unsigned ended)
{
	while (w->ended < ended)
		loop_turn(w->loop, -1);
}

static void a_program_that_is_not_there_is_named(void **state)
{
	struct world *w = *state;

	ask(w);
	await(w, 1);
	assert_int_not_equal(w->status, NW_OK);
	assert_true(w->status == NW_GONE || strstr(w->text, w->program));
}

static void one_that_ends_or_talks_nonsense_fails_its_job(void **state)
{
	static const char *const scripts[] = {
		"exit 3",
		"printf 'this is no frame, and it is longer than one' >&3\n"
		"exec sleep 1000",
		"head -c 100000 /dev/zero >&3; exec sleep 1000",
	};
	struct world *w = *state;
	struct desk_status status;

	for (unsigned i = 0; i < 3; i++) {
		install(w, scripts[i]);
		ask(w);
		await(w, i + 1);
		assert_int_equal(w->status, NW_GONE);
		assert_non_null(strstr(w->text, "newswatch-query died"));
	}
	desk_status(w->desk, &status);
	assert_int_equal(status.died, 3);
	assert_int_equal(status.running, 0);
	assert_int_equal(w->lines, 0);
}

/* Its end is seen before its words are, most often. */
static void one_that_cannot_begin_says_why(void **state)
{
	static const struct {
		const char *json;
		enum nw_status status;
	} words[] = {
		{ "{\"status\":9,\"text\":\"another schema\"}",
		  NW_UNSUPPORTED },
		{ "{\"status\":4294967296,\"text\":\"another schema\"}",
		  NW_INTERNAL },
	};
	struct world *w = *state;
	struct nw_error err;

	for (unsigned i = 0; i < 2; i++) {
		NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
		const struct nwi_frame frame = {
			.type = NWI_FRAME_FAILED,
			.json = nw_str_from(words[i].json),
		};
		nw_buf_init(&bytes, 4096);
		assert_int_equal(nwi_frame_write(&frame, &bytes, &err), NW_OK);
		FILE *file = fopen(w->words, "wb");
		assert_non_null(file);
		assert_int_equal(fwrite(bytes.at, 1, bytes.len, file),
				 bytes.len);
		fclose(file);
		install(w, "cat \"$(dirname \"$0\")\"/words >&3; exit 77");
		ask(w);
		await(w, i + 1);
		assert_int_equal(w->status, words[i].status);
		assert_string_equal(w->text, "another schema");
	}
}

static void
more_than_may_wait_are_refused_and_who_leaves_makes_room(void **state)
{
	struct world *w = *state;
	struct desk_status status;
	struct desk_job *last;

	install(w, "exec sleep 1000");
	ask(w);
	ask(w);
	ask(w);
	last = w->job;
	assert_int_equal(w->ended, 0);
	ask(w);
	assert_int_equal(w->ended, 1);
	assert_int_equal(w->status, NW_BUSY);
	assert_non_null(strstr(w->text, "2 of this kind wait"));
	desk_drop(last);
	ask(w);
	assert_int_equal(w->ended, 1);
	desk_status(w->desk, &status);
	assert_int_equal(status.waiting, 2);
	assert_int_equal(status.refused, 1);
}

static void put_frame(struct nw_buf *out, enum nwi_frame_type type,
		      uint64_t job, const char *json)
{
	const struct nwi_frame frame = { .type = type,
					 .job = job,
					 .json = nw_str_from(json) };
	struct nw_error err;

	assert_int_equal(nwi_frame_write(&frame, out, &err), NW_OK);
}

/* newswatch-query that is ready and has answered job `id` with `json`. */
static void install_answer(struct world *w, uint64_t id, const char *json)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	FILE *file = fopen(w->words, "w");

	assert_non_null(file);
	nw_buf_init(&out, 4096);
	put_frame(&out, NWI_FRAME_READY, 0, "{}");
	put_frame(&out, NWI_FRAME_RESULT, id, json);
	assert_int_equal(fwrite(out.at, 1, out.len, file), out.len);
	fclose(file);
	install(w, "cat \"$(dirname \"$0\")\"/words >&3; exec sleep 1000");
}

static void one_who_leaves_before_there_is_a_process_gets_none(void **state)
{
	struct world *w = *state;
	struct desk_status status;
	char corrupt[32];

	snprintf(corrupt, sizeof(corrupt), "{\"status\":%d}", NW_CORRUPT);
	install_answer(w, 1, corrupt);
	ask(w);
	await(w, 1);
	assert_int_equal(w->status, NW_CORRUPT);
	/* Its process is about to go, and the next one's is not there. */
	ask(w);
	desk_drop(w->job);
	install_answer(w, 3, "{\"status\":0}");
	ask(w);
	await(w, 2);
	assert_int_equal(w->status, NW_OK);
	desk_status(w->desk, &status);
	assert_int_equal(status.searches, 2);
	assert_int_equal(status.running, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_program_that_is_not_there_is_named),
		TEST(one_that_ends_or_talks_nonsense_fails_its_job),
		TEST(one_that_cannot_begin_says_why),
		TEST(more_than_may_wait_are_refused_and_who_leaves_makes_room),
		TEST(one_who_leaves_before_there_is_a_process_gets_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
