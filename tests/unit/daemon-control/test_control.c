/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/control/client.h"
#include "daemon/control/control.h"
#include "daemon/control/frame.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct fixture {
	char dir[64], path[96];
	struct loop *loop;
	struct control *control;
	struct control_reply *kept;
	int gone, pages;
};

static void echo(void *arg, struct control_reply *reply, const json_t *args)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	(void)arg;
	nw_buf_init(&line, 100000);
	nwi_json_open(&line, '{');
	nwi_json_put_str(&line, "text", nwi_json_get_str(args, "text"));
	nwi_json_close(&line, '}');
	nw_buf_add_char(&line, '\n');
	control_lines(reply, nw_buf_str(&line));
	control_lines(reply, nw_buf_str(&line));
	control_end(reply, NW_OK, NULL);
}

static void refuse(void *arg, struct control_reply *reply, const json_t *args)
{
	(void)arg;
	(void)args;
	control_end(reply, NW_NOT_FOUND, "there is no such thing");
}

static void gone(void *arg)
{
	struct fixture *fixture = arg;

	fixture->gone++;
	control_end(fixture->kept, NW_GONE, NULL);
}

static void keep(void *arg, struct control_reply *reply, const json_t *args)
{
	struct fixture *fixture = arg;

	(void)args;
	fixture->kept = reply;
	control_on_gone(reply, gone, fixture);
}

enum { PAGE = 200000, PAGES = 60 };

/* 12 MB, six times what may be unread: as fast as the client takes it. */
static void next_page(void *arg)
{
	struct fixture *fixture = arg;
	static char page[PAGE];

	if (control_is_gone(fixture->kept)) {
		fixture->gone++;
		control_end(fixture->kept, NW_GONE, NULL);
		return;
	}
	memset(page, 'x', sizeof(page) - 1);
	page[PAGE - 1] = '\n';
	assert_true(
		control_lines(fixture->kept, nw_str_make(page, sizeof(page))));
	if (++fixture->pages == PAGES)
		control_end(fixture->kept, NW_OK, NULL);
	else
		control_on_drained(fixture->kept, next_page, fixture);
}

static void many(void *arg, struct control_reply *reply, const json_t *args)
{
	struct fixture *fixture = arg;

	(void)args;
	fixture->kept = reply;
	next_page(fixture);
}

/* More than a client may leave unread, in one piece. */
static void giant(void *arg, struct control_reply *reply, const json_t *args)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	(void)arg;
	(void)args;
	nw_buf_init(&line, CONTROL_ANSWER_MAX + 100);
	while (line.len <= CONTROL_ANSWER_MAX)
		nw_buf_add_text(&line, "much of it ");
	nw_buf_add_char(&line, '\n');
	assert_false(control_lines(reply, nw_buf_str(&line)));
	control_end(reply, NW_OK, NULL);
}

static void busy(void *arg, struct control_reply *reply, const json_t *args)
{
	(void)arg;
	(void)args;
	control_end(reply, NW_BUSY, "it is under way");
}

static const struct control_command commands[] = {
	{ "busy", busy }, { "giant", giant },	{ "many", many },
	{ "echo", echo }, { "refuse", refuse }, { "keep", keep },
	{ NULL, NULL },
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	struct nw_error err;

	strcpy(fixture->dir, "/tmp/nw-control-XXXXXX");
	assert_non_null(mkdtemp(fixture->dir));
	snprintf(fixture->path, sizeof(fixture->path), "%s/socket",
		 fixture->dir);
	assert_int_equal(loop_open(&fixture->loop, &err), NW_OK);
	const struct control_settings settings = { fixture->path, commands,
						   fixture };
	assert_int_equal(
		control_open(fixture->loop, &settings, &fixture->control, &err),
		NW_OK);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	control_close(&fixture->control);
	loop_close(&fixture->loop);
	rmdir(fixture->dir);
	free(fixture);
	return 0;
}

/* The client blocks, so it has a thread of its own. */
struct asking {
	struct fixture *fixture;
	const char *command;
	struct nw_str args;
	struct nw_buf lines;
	struct nw_error err;
	enum nw_status status;
	bool done;
};

static enum nw_status add_lines(void *arg, struct nw_str lines)
{
	nw_buf_add_str(arg, lines);
	return NW_OK;
}

static void *ask_thread(void *arg)
{
	struct asking *asking = arg;

	asking->status = control_ask(asking->fixture->path, asking->command,
				     asking->args, 120000, add_lines,
				     &asking->lines, &asking->err);
	__atomic_store_n(&asking->done, true, __ATOMIC_RELEASE);
	return NULL;
}

static void ask(struct asking *asking)
{
	pthread_t thread;

	nw_buf_init(&asking->lines, 1 << 20);
	assert_int_equal(pthread_create(&thread, NULL, ask_thread, asking), 0);
	while (!__atomic_load_n(&asking->done, __ATOMIC_ACQUIRE))
		loop_turn(asking->fixture->loop, 10);
	pthread_join(thread, NULL);
}

static void an_answer_comes_with_its_lines_and_its_end(void **state)
{
	struct asking asking = { .fixture = *state,
				 .command = "echo",
				 .args = NW_STR("{\"text\":\"a\\nb\"}") };

	ask(&asking);
	assert_int_equal(asking.status, NW_OK);
	assert_string_equal(asking.lines.at,
			    "{\"text\":\"a\\nb\"}\n{\"text\":\"a\\nb\"}\n");
	nw_buf_fini(&asking.lines);
}

static void a_refusal_carries_status_and_text(void **state)
{
	struct asking asking = { .fixture = *state, .command = "refuse" };

	ask(&asking);
	assert_int_equal(asking.status, NW_NOT_FOUND);
	assert_string_equal(asking.err.text, "there is no such thing");
	nw_buf_fini(&asking.lines);
}

static void an_answer_that_lacks_lines_is_no_success(void **state)
{
	struct asking asking = { .fixture = *state, .command = "giant" };

	ask(&asking);
	assert_int_equal(asking.status, NW_LIMIT);
	assert_non_null(strstr(asking.err.text, "ask for less"));
	nw_buf_fini(&asking.lines);
}

static void a_daemon_that_is_busy_says_so(void **state)
{
	struct asking asking = { .fixture = *state, .command = "busy" };

	ask(&asking);
	assert_int_equal(asking.status, NW_BUSY);
	assert_string_equal(asking.err.text, "it is under way");
	nw_buf_fini(&asking.lines);
}

static void an_unknown_command_is_named(void **state)
{
	struct asking asking = { .fixture = *state, .command = "dance" };

	ask(&asking);
	assert_int_equal(asking.status, NW_UNSUPPORTED);
	assert_string_equal(asking.err.text,
			    "this daemon knows no command \"dance\"");
	nw_buf_fini(&asking.lines);
}

static void no_daemon_is_said_with_the_path(void **state)
{
	struct nw_error err;

	(void)state;
	assert_int_equal(control_ask("/nonexistent/socket", "echo",
				     nw_str_make(NULL, 0), 100, add_lines, NULL,
				     &err),
			 NW_NOT_FOUND);
	assert_non_null(strstr(err.text, "/nonexistent/socket"));
}

static void a_second_daemon_is_refused_and_the_first_goes_on(void **state)
{
	struct fixture *fixture = *state;
	const struct control_settings settings = { fixture->path, commands,
						   fixture };
	struct control *second = NULL;
	struct nw_error err;
	struct asking asking = { .fixture = fixture, .command = "refuse" };

	assert_int_equal(control_open(fixture->loop, &settings, &second, &err),
			 NW_BUSY);
	ask(&asking);
	assert_int_equal(asking.status, NW_NOT_FOUND);
	nw_buf_fini(&asking.lines);
}

static int dial(const struct fixture *fixture)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s",
		 fixture->path);
	assert_int_equal(
		connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void a_client_that_goes_is_told_to_who_waits(void **state)
{
	struct fixture *fixture = *state;
	struct nw_buf frame;
	int fd = dial(fixture);

	nw_buf_init(&frame, 1000);
	control_frame_write(&frame, CONTROL_REQUEST,
			    nw_str_from("{\"command\":\"keep\"}"));
	assert_true(write(fd, frame.at, frame.len) == (ssize_t)frame.len);
	while (!fixture->kept)
		loop_turn(fixture->loop, 10);
	close(fd);
	while (!fixture->gone)
		loop_turn(fixture->loop, 10);
	assert_int_equal(fixture->gone, 1);
	nw_buf_fini(&frame);
}

/* The peer's end and our next line come in any order. */
static void
a_line_to_a_client_that_went_leaves_the_reply_to_its_owner(void **state)
{
	struct fixture *fixture = *state;
	struct nw_buf frame;
	int fd = dial(fixture);

	nw_buf_init(&frame, 1000);
	control_frame_write(&frame, CONTROL_REQUEST,
			    nw_str_from("{\"command\":\"keep\"}"));
	assert_true(write(fd, frame.at, frame.len) == (ssize_t)frame.len);
	while (!fixture->kept)
		loop_turn(fixture->loop, 10);
	close(fd);
	assert_false(control_lines(fixture->kept, nw_str_from("{}\n")));
	assert_int_equal(fixture->gone, 0);
	control_end(fixture->kept, NW_GONE, NULL);
	nw_buf_fini(&frame);
}

static void a_slow_reader_gets_whole_frames_or_is_told(void **state)
{
	struct fixture *fixture = *state;
	struct nw_buf frame, line;
	char bytes[16 * 1024];
	int fd = dial(fixture);
	bool taken = true;

	nw_buf_init(&frame, 1000);
	nw_buf_init(&line, 200 * 1024);
	while (line.len < 100 * 1024)
		nw_buf_add_char(&line, 'x');
	control_frame_write(&frame, CONTROL_REQUEST,
			    nw_str_from("{\"command\":\"keep\"}"));
	assert_true(write(fd, frame.at, frame.len) == (ssize_t)frame.len);
	while (!fixture->kept)
		loop_turn(fixture->loop, 10);
	size_t sent = 0, got = 0;
	while (taken) {
		taken = control_lines(fixture->kept, nw_buf_str(&line));
		sent += taken ? line.len + CONTROL_HEAD_BYTES : 0;
		if (sent < 64 << 20)
			for (int i = 0; i < 6; i++)
				got += (size_t)read(fd, bytes, sizeof(bytes));
		loop_turn(fixture->loop, 0);
	}
	assert_true(sent > 8 << 20);
	control_end(fixture->kept, NW_LIMIT, "slow");
	for (ssize_t n = 1; n > 0; got += (size_t)n) {
		loop_turn(fixture->loop, 0);
		n = read(fd, bytes, sizeof(bytes));
	}
	struct nw_str end = NW_STR("{\"status\":\"limit\",\"code\":8,"
				   "\"text\":\"slow\"}");
	assert_true(got > sent + CONTROL_HEAD_BYTES);
	assert_true(got < sent + CONTROL_HEAD_BYTES + end.len + 8);
	close(fd);
	nw_buf_fini(&frame);
	nw_buf_fini(&line);
}

static void ask_for_many(struct fixture *fixture, int fd)
{
	struct nw_buf frame;

	nw_buf_init(&frame, 1000);
	control_frame_write(&frame, CONTROL_REQUEST,
			    nw_str_from("{\"command\":\"many\"}"));
	assert_true(write(fd, frame.at, frame.len) == (ssize_t)frame.len);
	nw_buf_fini(&frame);
	while (!fixture->pages)
		loop_turn(fixture->loop, 10);
}

static void an_answer_in_pages_goes_at_the_clients_pace(void **state)
{
	static char bytes[50000];
	struct fixture *fixture = *state;
	size_t total = 0, lines = (size_t)PAGES * (PAGE + CONTROL_HEAD_BYTES);
	int fd = dial(fixture);
	ssize_t n;

	ask_for_many(fixture, fd);
	do {
		loop_turn(fixture->loop, 0);
		n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
		total += n > 0 ? (size_t)n : 0;
	} while (n != 0);
	assert_int_equal(fixture->pages, PAGES);
	assert_in_range(total, lines, lines + 200);
	close(fd);
}

static void a_client_that_goes_between_pages_ends_the_answer(void **state)
{
	struct fixture *fixture = *state;
	int fd = dial(fixture);

	ask_for_many(fixture, fd);
	close(fd);
	while (!fixture->gone)
		loop_turn(fixture->loop, 10);
	assert_in_range(fixture->pages, 1, PAGES - 1);
}

static void a_file_at_the_sockets_path_is_not_taken_away(void **state)
{
	struct fixture *fixture = *state;
	struct control *second = NULL;
	struct nw_error err;
	char path[128];

	snprintf(path, sizeof(path), "%s/file", fixture->dir);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
	const struct control_settings settings = { path, commands, fixture };
	assert_int_equal(control_open(fixture->loop, &settings, &second, &err),
			 NW_BAD_CONFIG);
	assert_int_equal(unlink(path), 0);
	/* Nor what a link names. */
	assert_int_equal(symlink("/etc/passwd", path), 0);
	assert_int_equal(control_open(fixture->loop, &settings, &second, &err),
			 NW_BAD_CONFIG);
	assert_int_equal(unlink(path), 0);
}

static void garbage_and_giant_frames_end_the_connection(void **state)
{
	static const char giant[] = "\xff\xff\xff\x7f\x01\x00\x00\x00";
	static const char wrong[] = "\x02\x00\x00\x00\x63\x00\x00\x00{}";
	struct fixture *fixture = *state;
	const struct nw_str rows[] = { NW_STR(giant), NW_STR(wrong) };

	for (size_t i = 0; i < 2; i++) {
		char bytes[1024];
		int fd = dial(fixture);
		assert_true(write(fd, rows[i].at, rows[i].len) ==
			    (ssize_t)rows[i].len);
		for (int turns = 0; turns < 20; turns++)
			loop_turn(fixture->loop, 5);
		ssize_t n = read(fd, bytes, sizeof(bytes) - 1);
		assert_true(n > 0);
		bytes[n] = '\0';
		assert_non_null(strstr(bytes + CONTROL_HEAD_BYTES,
				       "\"status\":\"bad_input\""));
		assert_int_equal(read(fd, bytes, sizeof(bytes)), 0);
		close(fd);
	}
}

static void frames_are_read_whole_or_not_at_all(void **state)
{
	struct control_frame frame;
	struct nw_buf bytes;
	size_t used;

	(void)state;
	nw_buf_init(&bytes, 100);
	control_frame_write(&bytes, CONTROL_LINES, nw_str_from("{}\n"));
	for (size_t len = 0; len < bytes.len; len++)
		assert_int_equal(control_frame_read(nw_str_make(bytes.at, len),
						    10, &frame, &used),
				 NW_BUSY);
	assert_int_equal(
		control_frame_read(nw_buf_str(&bytes), 10, &frame, &used),
		NW_OK);
	assert_int_equal(used, bytes.len);
	assert_int_equal(
		control_frame_read(nw_buf_str(&bytes), 2, &frame, &used),
		NW_LIMIT);
	nw_buf_fini(&bytes);
}

#define WITH_SOCKET(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SOCKET(an_answer_comes_with_its_lines_and_its_end),
		WITH_SOCKET(a_refusal_carries_status_and_text),
		WITH_SOCKET(an_answer_that_lacks_lines_is_no_success),
		WITH_SOCKET(a_daemon_that_is_busy_says_so),
		WITH_SOCKET(an_unknown_command_is_named),
		cmocka_unit_test(no_daemon_is_said_with_the_path),
		WITH_SOCKET(a_second_daemon_is_refused_and_the_first_goes_on),
		WITH_SOCKET(a_client_that_goes_is_told_to_who_waits),
		WITH_SOCKET(
			a_line_to_a_client_that_went_leaves_the_reply_to_its_owner),
		WITH_SOCKET(a_slow_reader_gets_whole_frames_or_is_told),
		WITH_SOCKET(an_answer_in_pages_goes_at_the_clients_pace),
		WITH_SOCKET(a_client_that_goes_between_pages_ends_the_answer),
		WITH_SOCKET(a_file_at_the_sockets_path_is_not_taken_away),
		WITH_SOCKET(garbage_and_giant_frames_end_the_connection),
		cmocka_unit_test(frames_are_read_whole_or_not_at_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
