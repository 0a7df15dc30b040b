/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#define HEAD                                                               \
	"notifiers:\n- {name: desk, type: console}\n"                      \
	"outlets:\n- {name: Post, domains: [post.example], country: NL}\n" \
	"watches:\n"

static void check_members(const struct config_example *example, bool must,
			  const char *members)
{
	assert_int_equal(example->must, must);
	assert_int_equal(example->members.len, strlen(members));
	assert_memory_equal(example->members.at, members, strlen(members));
}

static void examples_are_items_that_are_as_the_watch_asks(void **s)
{
	fixture_write("newswatch.yaml",
		      HEAD "- name: a\n"
			   "  query: port\n"
			   "  notify: [desk]\n"
			   "  countries: [nl]\n"
			   "  languages: [en]\n"
			   "  must_not: Nothing.\n"
			   "  must:\n"
			   "  - A port.\n"
			   "  - title: Ports\n"
			   "    tags: [sea, \"a \\\"b\\\"\"]\n"
			   "    outlet: Other\n"
			   "    language: nl\n"
			   "    source: wire\n"
			   "    published: 2024-03-01\n");
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();
	const struct config_watch *watch = &c->watches[0];

	(void)s;
	assert_int_equal(watch->example_count, 3);
	check_members(&watch->examples[0], true,
		      "{\"content\":\"A port.\",\"outlet\":\"Post\","
		      "\"language\":\"en\"");
	check_members(&watch->examples[1], true,
		      "{\"title\":\"Ports\",\"categories\":[\"sea\",\"a "
		      "\\\"b\\\"\"],\"published\":\"2024-03-01\","
		      "\"outlet\":\"Other\",\"language\":\"nl\"");
	check_members(&watch->examples[2], false,
		      "{\"content\":\"Nothing.\",\"outlet\":\"Post\","
		      "\"language\":\"en\"");
	assert_true(watch->examples[1].dated && !watch->examples[0].dated);
	assert_string_equal(watch->examples[1].source.at, "wire");
	assert_string_equal(watch->examples[1].path.at, "watches[0].must[1]");
	assert_int_equal(watch->examples[1].line, 14);
}

static void what_is_no_item_is_told_where_it_stands(void **s)
{
	NW_AUTO(config_unref) struct config *c = NULL;
	char *lines;

	(void)s;
	fixture_write("newswatch.yaml", HEAD
		      "- name: a\n"
		      "  query: port\n"
		      "  notify: [desk]\n"
		      "  must: [{titel: x, text: y}, {url: 'http://a.b/'}]\n"
		      "  must_not: [[x]]\n");
	c = fixture_load(0, &lines);
	assert_null(c);
	if (!strstr(lines, "newswatch.yaml:9:11: watches[0].must[0].titel: ") ||
	    !strstr(lines, "did you mean \"title\"") ||
	    !strstr(lines, "watches[0].must[1]: has neither title nor text") ||
	    !strstr(lines, "watches[0].must_not[0]: is a list; allowed: "))
		fail_msg("%s", lines);
	free(lines);
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_enter, fixture_leave)
	const struct CMUnitTest tests[] = {
		TEST(examples_are_items_that_are_as_the_watch_asks),
		TEST(what_is_no_item_is_told_where_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
