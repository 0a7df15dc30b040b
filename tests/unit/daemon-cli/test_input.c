/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/cli/input.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 2 * 1024 * 1024, MAX = 4 * 1024 * 1024 };

/* A file of SIZE bytes, each told by its place; the caller unlinks it. */
static void make_file(char path[static 32])
{
	char *bytes = malloc(SIZE);
	int fd;

	strcpy(path, "input-XXXXXX");
	fd = mkstemp(path);
	assert_true(bytes && fd >= 0);
	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (char)(i * 7 + i / 251);
	assert_int_equal(write(fd, bytes, SIZE), SIZE);
	close(fd);
	free(bytes);
}

static bool is_whole(struct nw_str bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.at[i] != (char)(i * 7 + i / 251))
			return false;
	return bytes.len == SIZE;
}

static void a_large_file_is_read_whole(void **state)
{
	struct cli_input input = { 0 };
	struct nw_error err;
	char path[32];

	(void)state;
	make_file(path);
	assert_int_equal(cli_input_init(&input, path, MAX, &err), NW_OK);
	assert_true(is_whole(input.bytes));
	cli_input_fini(&input);
	assert_int_equal(cli_input_init(&input, path, SIZE - 1, &err),
			 NW_LIMIT);
	cli_input_fini(&input);
	unlink(path);
}

/* As an editor or a copying program does it, from another process. */
static void write_over(const char *path)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		int fd = open(path, O_WRONLY | O_TRUNC);
		_exit(fd >= 0 && write(fd, "short", 5) == 5 ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
a_file_that_is_written_over_stays_as_it_was_for_its_reader(void **state)
{
	struct cli_input input = { 0 };
	struct nw_error err;
	char path[32];

	(void)state;
	make_file(path);
	assert_int_equal(cli_input_init(&input, path, MAX, &err), NW_OK);
	write_over(path);
	assert_true(is_whole(input.bytes));
	cli_input_fini(&input);
	/* And the next reader sees what is there now. */
	assert_int_equal(cli_input_init(&input, path, MAX, &err), NW_OK);
	assert_true(nw_str_is(input.bytes, "short"));
	cli_input_fini(&input);
	unlink(path);
}

static void standard_input_is_read_from_where_it_stands_to_its_end(void **state)
{
	struct cli_input input = { 0 };
	struct nw_error err;
	char path[32];
	int fd;

	(void)state;
	make_file(path);
	fd = open(path, O_RDONLY);
	assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	assert_int_equal(cli_input_init(&input, NULL, MAX, &err), NW_OK);
	assert_true(is_whole(input.bytes));
	cli_input_fini(&input);
	assert_int_equal(lseek(STDIN_FILENO, 0, SEEK_CUR), SIZE);
	assert_int_equal(lseek(STDIN_FILENO, 100, SEEK_SET), 100);
	assert_int_equal(cli_input_init(&input, "-", MAX, &err), NW_OK);
	assert_int_equal(input.bytes.len, SIZE - 100);
	cli_input_fini(&input);
	close(fd);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_large_file_is_read_whole),
		cmocka_unit_test(
			a_file_that_is_written_over_stays_as_it_was_for_its_reader),
		cmocka_unit_test(
			standard_input_is_read_from_where_it_stands_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
