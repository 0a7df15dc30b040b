/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/loop/loop.h"
#include "tests/unit/patience.h"
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct loop *loop;

/* What happened, as letters in order. */
static char seen[256];

static void note(char letter)
{
	size_t len = strlen(seen);

	assert_true(len + 1 < sizeof(seen));
	seen[len] = letter;
	seen[len + 1] = '\0';
}

static void on_letter(void *arg)
{
	note(*(const char *)arg);
}

static int set_up(void **s)
{
	struct nw_error err;

	(void)s;
	seen[0] = '\0';
	return loop_open(&loop, &err) == NW_OK ? 0 : -1;
}

static int tear_down(void **s)
{
	(void)s;
	loop_close(&loop);
	return 0;
}

static void run_until_seen(size_t letters)
{
	time_t end = patience_end();

	while (strlen(seen) < letters && patience_lasts(end))
		loop_turn(loop, 1000);
	assert_int_equal(strlen(seen), letters);
}

static char letters[] = "abcdefgh";

static void timers_fire_by_instant_and_equal_ones_as_armed(void **s)
{
	static const int64_t wait_ms[] = { 30, 10, 10, 20, 0, 30 };
	struct loop_timer timers[6];

	(void)s;
	for (size_t i = 0; i < 6; i++) {
		loop_timer_init(&timers[i], LOOP_CLOCK, on_letter, &letters[i]);
		loop_timer_arm(loop, &timers[i], wait_ms[i] * 1000);
	}
	loop_timer_cancel(loop, &timers[3]);
	loop_advance(loop, 31000, NULL, NULL);
	run_until_seen(5);
	assert_string_equal(seen, "ebcaf");
}

static nw_time wall_clock(void)
{
	struct timespec at;

	clock_gettime(CLOCK_REALTIME, &at);
	return at.tv_sec * INT64_C(1000) + at.tv_nsec / 1000000;
}

static int64_t fired_at[8];
static size_t fired;
static struct loop_timer again;

static void on_again(void *arg)
{
	fired_at[fired++] = loop_elapsed_ms(loop);
	loop_timer_arm(loop, &again, 600000);
	(void)arg;
}

static void advancing_an_hour_fires_a_ten_minute_timer_six_times(void **s)
{
	int64_t begin = loop_elapsed_ms(loop);

	(void)s;
	fired = 0;
	loop_timer_init(&again, LOOP_CLOCK, on_again, NULL);
	loop_timer_arm(loop, &again, 600000);
	loop_advance(loop, 3600000 + 300000, on_letter, &letters[0]);
	run_until_seen(1);
	assert_int_equal(fired, 6);
	/* Each arms the next: what the machine dawdles adds up. */
	for (size_t i = 0; i < 6; i++)
		assert_in_range(fired_at[i] - begin, (i + 1) * 600000,
				(i + 1) * 600000 + 300000);
	assert_in_range(loop_now(loop) - wall_clock(), 3599000, 3900000);
	loop_timer_cancel(loop, &again);
}

static void real_timers_do_not_hear_of_an_advance(void **s)
{
	struct loop_timer real;

	(void)s;
	loop_timer_init(&real, LOOP_CLOCK_REAL, on_letter, &letters[1]);
	loop_timer_arm(loop, &real, 3600000);
	loop_advance(loop, 7200000, on_letter, &letters[0]);
	run_until_seen(1);
	loop_turn(loop, 0);
	assert_string_equal(seen, "a");
	loop_timer_cancel(loop, &real);
}

static void *post_letters(void *arg)
{
	(void)arg;
	for (size_t i = 0; i < 8; i++)
		loop_post(loop, on_letter, &letters[i]);
	return NULL;
}

static void posts_of_a_thread_run_in_their_order(void **s)
{
	pthread_t thread;

	(void)s;
	assert_int_equal(pthread_create(&thread, NULL, post_letters, NULL), 0);
	run_until_seen(8);
	pthread_join(thread, NULL);
	assert_string_equal(seen, letters);
}

static void on_read(void *arg, int fd, unsigned ready)
{
	char byte;

	assert_true(ready & LOOP_READ);
	assert_int_equal(read(fd, &byte, 1), 1);
	on_letter(arg);
}

static void control_is_served_before_delivery_and_fetching(void **s)
{
	static const enum loop_priority priority[] = { LOOP_FETCHING,
						       LOOP_DELIVERY,
						       LOOP_CONTROL };
	struct loop_watch *watches[3];
	int pipes[3][2];

	(void)s;
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(pipe2(pipes[i], O_CLOEXEC), 0);
		assert_int_equal(write(pipes[i][1], "x", 1), 1);
		watches[i] = loop_watch_new(loop, pipes[i][0], priority[i],
					    LOOP_READ, on_read, &letters[i]);
	}
	run_until_seen(3);
	assert_string_equal(seen, "cba");
	for (size_t i = 0; i < 3; i++) {
		loop_watch_free(&watches[i]);
		close(pipes[i][0]);
		close(pipes[i][1]);
	}
}

static void a_signal_is_answered_in_a_turn(void **s)
{
	(void)s;
	loop_on_signal(loop, SIGHUP, on_letter, &letters[7]);
	raise(SIGHUP);
	assert_string_equal(seen, "");
	run_until_seen(1);
	assert_string_equal(seen, "h");
}

static void on_stop(void *arg)
{
	loop_stop(arg);
}

static void stop_from_a_post_ends_the_run(void **s)
{
	uint64_t before = loop_progress(loop);

	(void)s;
	loop_post(loop, on_stop, loop);
	loop_run(loop);
	assert_true(loop_progress(loop) > before);
	assert_false(loop_turn(loop, 0));
}

static void on_slow(void *arg)
{
	int64_t end = loop_elapsed_ms(loop) + 30;

	while (loop_elapsed_ms(loop) < end)
		;
	on_letter(arg);
}

static void a_callback_that_blocks_shows_in_the_longest_turn(void **s)
{
	(void)s;
	loop_post(loop, on_slow, &letters[0]);
	run_until_seen(1);
	assert_in_range(loop_longest_turn_reset(loop), 29000, INT64_MAX);
	assert_int_equal(loop_longest_turn_us(loop), 0);
}

/* ---- programs ---- */

static int exit_status;

static void on_exit_status(void *arg, int status)
{
	exit_status = status;
	on_letter(arg);
}

/* Runs /bin/sh -c with its output on a pipe; gives the output. */
static void run_shell(const char *script, char *out, size_t room)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	struct loop_child *child;
	struct nw_error err;
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	struct loop_descriptor fds[] = { { ends[1], 1 } };
	struct loop_spawn what = { .path = argv[0],
				   .argv = argv,
				   .fds = fds,
				   .fd_count = 1,
				   .own_group = true };
	assert_int_equal(loop_spawn(loop, &what, on_exit_status, &letters[0],
				    &child, &err),
			 NW_OK);
	close(ends[1]);
	run_until_seen(strlen(seen) + 1);
	ssize_t len = read(ends[0], out, room - 1);
	out[len > 0 ? len : 0] = '\0';
	close(ends[0]);
}

static void a_program_starts_with_nothing_of_ours(void **s)
{
	char out[512];

	(void)s;
	assert_int_equal(setenv("NW_SECRET", "sesame", 1), 0);
	int leak = open("/dev/null", O_RDONLY); /* not CLOEXEC, as curl's */
	/* The last is that of ls on the folder that it lists. */
	run_shell("set | grep -c sesame; pwd; ls /proc/self/fd", out,
		  sizeof(out));
	assert_string_equal(out, "0\n/\n0\n1\n2\n3\n");
	assert_true(WIFEXITED(exit_status));
	close(leak);
}

static void a_killed_group_takes_grandchildren_along(void **s)
{
	const char *const argv[] = { "/bin/sh", "-c",
				     "sleep 100 & echo up; wait", NULL };
	struct loop_child *child;
	struct nw_error err;
	int ends[2];
	char byte;

	(void)s;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	struct loop_descriptor fds[] = { { ends[1], 1 } };
	struct loop_spawn what = { .path = argv[0],
				   .argv = argv,
				   .fds = fds,
				   .fd_count = 1,
				   .own_group = true };
	assert_int_equal(loop_spawn(loop, &what, on_exit_status, &letters[0],
				    &child, &err),
			 NW_OK);
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	loop_child_kill(child, SIGKILL);
	run_until_seen(1);
	assert_int_equal(WTERMSIG(exit_status), SIGKILL);
	/* The end of the pipe comes when the sleeper is gone too. */
	while (read(ends[0], &byte, 1) > 0)
		;
	close(ends[0]);
}

static void a_missing_program_is_named_with_the_reason(void **s)
{
	const char *const argv[] = { "/no/such/program", NULL };
	struct loop_spawn what = { .path = argv[0], .argv = argv };
	struct loop_child *child;
	struct nw_error err;

	(void)s;
	assert_int_equal(loop_spawn(loop, &what, on_exit_status, &letters[0],
				    &child, &err),
			 NW_IO);
	assert_string_equal(err.text, "/no/such/program cannot be started: No "
				      "such file or directory");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(timers_fire_by_instant_and_equal_ones_as_armed),
		T(advancing_an_hour_fires_a_ten_minute_timer_six_times),
		T(real_timers_do_not_hear_of_an_advance),
		T(posts_of_a_thread_run_in_their_order),
		T(control_is_served_before_delivery_and_fetching),
		T(a_signal_is_answered_in_a_turn),
		T(stop_from_a_post_ends_the_run),
		T(a_callback_that_blocks_shows_in_the_longest_turn),
		T(a_program_starts_with_nothing_of_ours),
		T(a_killed_group_takes_grandchildren_along),
		T(a_missing_program_is_named_with_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
