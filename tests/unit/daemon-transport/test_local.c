/* SPDX-License-Identifier: Apache-2.0 */
/* Files, folders of files and programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/transport/guard.h"
#include "peer.h"
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <sys/stat.h>

static char folder[64], path[128];

static int set_up(void **s)
{
	(void)s;
	snprintf(folder, sizeof(folder), "/tmp/nw-local-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/lines", folder);
	open_transport();
	return 0;
}

static int tear_down(void **s)
{
	char command[128];

	(void)s;
	close_transport();
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

static void put_file(const char *name, const char *text, time_t at)
{
	char full[256];
	struct timespec times[2] = { { at, 0 }, { at, 0 } };

	snprintf(full, sizeof(full), "%s/%s", folder, name);
	FILE *file = fopen(full, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(utimensat(AT_FDCWD, full, times, 0), 0);
}

static void assert_file(const char *expected)
{
	char text[1024];
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	size_t len = fread(text, 1, sizeof(text) - 1, file);
	text[len] = '\0';
	fclose(file);
	assert_string_equal(text, expected);
}

static struct transport_answer *ask_file(const char *where, bool append,
					 const char *body, struct nw_str state)
{
	const struct transport_binding binding = {
		.name = "file",
		.kinds = NW_REQUEST_FILE,
		.append = append,
		.path = where,
		.body_max = 1000,
	};
	const struct nw_request request = { .size = sizeof(request),
					    .kind = NW_REQUEST_FILE,
					    .body = nw_str_from(body) };
	const struct transport_known known = { .state = state };

	return ask(&binding, &request, &known);
}

static void append(const char *line)
{
	struct transport_answer *answer =
		ask_file(path, true, line, nw_str_from(NULL));

	assert_int_equal(answer->response.outcome, NW_OUTCOME_DONE);
	assert_int_equal(answer->response.code, 0);
	transport_answer_free(&answer);
}

static void lines_are_appended_each_with_its_end(void **s)
{
	(void)s;
	append("one");
	append("two\n");
	assert_file("one\ntwo\n");
}

static void a_torn_line_of_ours_is_taken_back_and_written_whole(void **s)
{
	(void)s;
	put_file("lines", "one\n{\"alert\":", 1000);
	append("{\"alert\":2}");
	assert_file("one\n{\"alert\":2}\n");
}

static void a_last_line_of_others_without_its_end_is_kept(void **s)
{
	(void)s;
	put_file("lines", "somebody's note", 1000);
	append("two");
	assert_file("somebody's note\ntwo\n");
}

static void what_cannot_be_written_says_why(void **s)
{
	struct transport_answer *answer =
		ask_file("/no/such/folder/file", true, "x", nw_str_from(NULL));

	(void)s;
	assert_int_equal(answer->response.outcome, NW_OUTCOME_LOCAL);
	assert_int_equal(answer->response.code, ENOENT);
	assert_str(answer->response.text, "/no/such/folder/file: cannot be "
					  "opened: No such file or directory");
	transport_answer_free(&answer);
	answer = ask_file(folder, true, "x", nw_str_from(NULL));
	assert_int_equal(answer->response.outcome, NW_OUTCOME_LOCAL);
	transport_answer_free(&answer);
}

static void a_file_is_read_again_only_when_it_changed(void **s)
{
	(void)s;
	put_file("lines", "one", 1000);
	struct transport_answer *first =
		ask_file(path, false, NULL, nw_str_from(NULL));
	assert_str(first->response.body, "one");
	assert_false(first->not_modified);
	struct transport_answer *second =
		ask_file(path, false, NULL, first->state);
	assert_true(second->not_modified);
	put_file("lines", "two", 2000);
	struct transport_answer *third =
		ask_file(path, false, NULL, first->state);
	assert_str(third->response.body, "two");
	transport_answer_free(&first);
	transport_answer_free(&second);
	transport_answer_free(&third);
}

static void a_folder_gives_its_files_oldest_first_and_each_once(void **s)
{
	static const char *const expected[] = { "first", "second", "late" };
	struct transport_answer *answer = NULL, *next;
	char large[2000];

	(void)s;
	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	put_file("b", "first", 1000);
	put_file("a", "second", 2000);
	put_file(".c", "being written", 500);
	put_file("large", large, 3000);
	snprintf(path, sizeof(path), "%s/link", folder);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	for (size_t i = 0; i < 2; i++) {
		next = ask_file(folder, false, NULL,
				answer ? answer->state : nw_str_from(NULL));
		transport_answer_free(&answer);
		answer = next;
		assert_str(answer->response.body, expected[i]);
		assert_true(answer->more);
	}
	/* One that cannot be read does not bar the way of the next. */
	next = ask_file(folder, false, NULL, answer->state);
	assert_int_equal(next->response.outcome, NW_OUTCOME_TOO_LARGE);
	transport_answer_free(&answer);
	answer = ask_file(folder, false, NULL, next->state);
	assert_true(answer->not_modified);
	transport_answer_free(&next);
	/* Moved in later with an older time. */
	put_file("z", expected[2], 100);
	next = ask_file(folder, false, NULL, answer->state);
	assert_str(next->response.body, "late");
	assert_false(next->more);
	transport_answer_free(&next);
	transport_answer_free(&answer);
}

/* ---- programs ---- */

static struct transport_answer *run(const char *script, const char *input,
				    int64_t total_ms)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	const struct transport_binding binding = {
		.name = "program",
		.kinds = NW_REQUEST_EXEC,
		.argv = argv,
		.total_ms = total_ms,
		.body_max = 100000,
	};
	const struct nw_request request = { .size = sizeof(request),
					    .kind = NW_REQUEST_EXEC,
					    .body = nw_str_from(input) };

	return ask(&binding, &request, NULL);
}

static void
a_program_gets_its_input_and_gives_output_status_and_a_line(void **s)
{
	NW_AUTO(transport_answer_free) struct transport_answer *answer =
		run("tr a-z A-Z; echo first >&2; echo 'the last' >&2; exit 75",
		    "good news", 120000);

	(void)s;
	assert_int_equal(answer->response.outcome, NW_OUTCOME_DONE);
	assert_int_equal(answer->response.code, 75);
	assert_str(answer->response.body, "GOOD NEWS");
	assert_str(answer->response.text, "the last");
}

static void a_program_that_reads_nothing_is_no_failure(void **s)
{
	static char input[300000];

	(void)s;
	memset(input, 'x', sizeof(input) - 1);
	NW_AUTO(transport_answer_free) struct transport_answer *answer = run("exit 0", input, 120000);
	assert_int_equal(answer->response.outcome, NW_OUTCOME_DONE);
	assert_int_equal(answer->response.code, 0);
}

static void programs_that_hang_flood_or_crash_are_told_apart(void **s)
{
	struct transport_answer *answer = run("sleep 60", NULL, 200);

	(void)s;
	assert_int_equal(answer->response.outcome, NW_OUTCOME_TIMEOUT);
	transport_answer_free(&answer);
	answer = run("trap '' TERM; while :; do sleep 1; done", NULL, 200);
	assert_int_equal(answer->response.outcome, NW_OUTCOME_TIMEOUT);
	transport_answer_free(&answer);
	answer = run("yes", NULL, 120000);
	assert_int_equal(answer->response.outcome, NW_OUTCOME_TOO_LARGE);
	transport_answer_free(&answer);
	answer = run("kill -SEGV $$", NULL, 120000);
	assert_int_equal(answer->response.outcome, NW_OUTCOME_DROPPED);
	assert_has(answer->response.text, "signal 11");
	transport_answer_free(&answer);
}

static void what_a_program_leaves_behind_holds_nothing_up(void **s)
{
	NW_AUTO(transport_answer_free) struct transport_answer *answer =
		run("sleep 300 & echo done", NULL, 240000);

	(void)s;
	assert_str(answer->response.body, "done\n");
	assert_true(answer->took_ms < 120000);
}

static void a_kind_that_is_not_bound_is_refused(void **s)
{
	const struct transport_binding binding = { .name = "chat",
						   .kinds = NW_REQUEST_HTTP };
	const struct nw_request request = { .size = sizeof(request),
					    .kind = NW_REQUEST_EXEC };
	NW_AUTO(transport_answer_free) struct transport_answer *answer = ask(&binding, &request, NULL);

	(void)s;
	assert_int_equal(answer->response.outcome, NW_OUTCOME_REFUSED);
}

/* ---- the guard's table ---- */

static const char *refusal(const char *text)
{
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	struct sockaddr_in v4 = { .sin_family = AF_INET };

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		return guard_refuses((const struct sockaddr *)&v4);
	assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
	return guard_refuses((const struct sockaddr *)&v6);
}

static void the_guard_knows_the_borders_of_every_block(void **s)
{
	static const char *const refused[] = {
		"0.255.255.255",
		"10.0.0.0",
		"100.64.0.0",
		"100.127.255.255",
		"127.0.0.1",
		"169.254.169.254",
		"172.16.0.0",
		"172.31.255.255",
		"192.0.0.255",
		"192.0.2.1",
		"192.31.196.1",
		"192.52.193.1",
		"192.88.99.1",
		"192.168.255.255",
		"192.175.48.1",
		"198.18.0.0",
		"198.19.255.255",
		"198.51.100.1",
		"203.0.113.1",
		"224.0.0.1",
		"239.255.255.255",
		"240.0.0.1",
		"255.255.255.255",
		"::",
		"::1",
		"::ffff:8.8.8.8",
		"::8.8.8.8",
		"64:ff9b::a00:1",
		"64:ff9b:1::1",
		"100::1",
		"2001::1",
		"2001:1ff::1",
		"2001:db8::1",
		"2002:808:808::1",
		"2620:4f:8000::1",
		"3fff:fff::1",
		"4000::1",
		"5f00::1",
		"fc00::1",
		"fdff::1",
		"fe80::1",
		"fec0::1",
		"ff02::1",
		"2a00::5efe:a00:1",
	};
	static const char *const public[] = {
		"1.0.0.0",
		"8.8.8.8",
		"9.255.255.255",
		"11.0.0.0",
		"100.63.255.255",
		"100.128.0.0",
		"126.255.255.255",
		"128.0.0.0",
		"172.15.255.255",
		"172.32.0.0",
		"192.0.1.0",
		"192.167.255.255",
		"192.169.0.0",
		"198.17.255.255",
		"198.20.0.0",
		"223.255.255.255",
		"2001:200::1",
		"2001:db9::1",
		"2003::1",
		"2a00:1450::1",
		"3ffe::1",
		"64:ff9b::808:808",
		"2a00::5efe:808:808",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		if (!refusal(refused[i]))
			fail_msg("%s passed", refused[i]);
	for (size_t i = 0; i < sizeof(public) / sizeof(*public); i++)
		if (refusal(public[i]))
			fail_msg("%s was refused: %s", public[i],
				 refusal(public[i]));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(lines_are_appended_each_with_its_end),
		T(a_torn_line_of_ours_is_taken_back_and_written_whole),
		T(a_last_line_of_others_without_its_end_is_kept),
		T(what_cannot_be_written_says_why),
		T(a_file_is_read_again_only_when_it_changed),
		T(a_folder_gives_its_files_oldest_first_and_each_once),
		T(a_program_gets_its_input_and_gives_output_status_and_a_line),
		T(a_program_that_reads_nothing_is_no_failure),
		T(programs_that_hang_flood_or_crash_are_told_apart),
		T(what_a_program_leaves_behind_holds_nothing_up),
		T(a_kind_that_is_not_bound_is_refused),
		cmocka_unit_test(the_guard_knows_the_borders_of_every_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
