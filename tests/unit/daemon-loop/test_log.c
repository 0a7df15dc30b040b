/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/loop/log.h"
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int ends[2];

static nw_time at_noon(void *arg)
{
	const struct nw_civil noon = { 2024, 3, 1, 12, 0, 0, 0 };

	(void)arg;
	return nw_time_from_civil(&noon);
}

static void log_to_pipe(enum log_format format)
{
	const struct log_settings set = { .format = format,
					  .level = NW_LOG_INFO,
					  .fd = ends[1],
					  .now = at_noon };

	log_open(&set);
}

/* The lines so far, taken from the pipe. */
static const char *lines(void)
{
	static char text[8192];
	ssize_t len = read(ends[0], text, sizeof(text) - 1);

	text[len > 0 ? len : 0] = '\0';
	return text;
}

static void
a_text_line_shows_message_then_fields_and_quotes_where_needed(void **s)
{
	(void)s;
	log_to_pipe(LOG_LINES);
	log_event(NW_LOG_WARNING, "source.failed", LOG_TEXT("source", "desk"),
		  LOG_INT("status", 503), LOG_TEXT("reason", "try \"later\""),
		  LOG_TEXT("message", "the outlet is busy"),
		  LOG_TEXT("absent", NULL));
	assert_string_equal(lines(),
			    "2024-03-01T12:00:00Z warning source.failed: the "
			    "outlet is busy source=desk status=503 "
			    "reason=\"try \\\"later\\\"\"\n");
}

static void foreign_bytes_cannot_draw_on_the_terminal_or_forge_a_line(void **s)
{
	const char *line;

	(void)s;
	log_to_pipe(LOG_LINES);
	log_event(NW_LOG_NOTICE, "item.seen",
		  LOG_TEXT("title", "a\033[2Jb\nnotice forged: \xe2\x80\xae"
				    "c\xff"));
	line = lines();
	assert_null(strchr(line, '\033'));
	assert_null(strstr(line, "\xe2\x80\xae"));
	assert_null(strchr(line, '\xff'));
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void a_json_line_is_one_object(void **s)
{
	(void)s;
	log_to_pipe(LOG_JSON);
	log_event(NW_LOG_INFO, "source.read", LOG_TEXT("source", "a\"b"),
		  LOG_INT("items", 12));
	assert_string_equal(lines(),
			    "{\"time\":\"2024-03-01T12:00:00Z\",\"level\":"
			    "\"info\",\"event\":\"source.read\",\"source\":"
			    "\"a\\\"b\",\"items\":12}\n");
}

static void repeated_lines_are_counted_and_the_count_is_written(void **s)
{
	uint64_t before = log_suppressed();

	(void)s;
	log_to_pipe(LOG_LINES);
	for (int i = 0; i < 1000; i++)
		log_event(NW_LOG_ERROR, "disk.full",
			  LOG_TEXT("path", "/var/lib"));
	assert_string_equal(lines(), "2024-03-01T12:00:00Z error disk.full: "
				     "path=/var/lib\n");
	assert_true(log_flush(false) > 0);
	assert_int_equal(log_flush(true), -1);
	assert_string_equal(lines(),
			    "2024-03-01T12:00:00Z error disk.full: the same "
			    "line came again times=999\n");
	assert_int_equal(log_suppressed() - before, 999);
}

static void lines_below_the_level_are_not_written(void **s)
{
	(void)s;
	log_to_pipe(LOG_LINES);
	log_event(NW_LOG_DEBUG, "turn.slow");
	assert_string_equal(lines(), "");
	assert_false(log_wanted(NW_LOG_DEBUG));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_text_line_shows_message_then_fields_and_quotes_where_needed),
		cmocka_unit_test(
			foreign_bytes_cannot_draw_on_the_terminal_or_forge_a_line),
		cmocka_unit_test(a_json_line_is_one_object),
		cmocka_unit_test(
			repeated_lines_are_counted_and_the_count_is_written),
		cmocka_unit_test(lines_below_the_level_are_not_written),
	};

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
