/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "config/rows.h"
#include "daemon/config/rows.h"
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DESK "notifiers:\n- {name: desk, type: console}\n"

static void assert_text(struct nw_str text, const char *expected)
{
	char *copy = nw_str_is_absent(text) ? NULL : nw_str_dup(text);

	assert_non_null(copy);
	assert_string_equal(copy, expected);
	free(copy);
}

/* ---- values ---- */

static void defaults_are_those_of_the_contract(void **s)
{
	fixture_write("newswatch.yaml", "");
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();

	(void)s;
	assert_int_equal(c->generation, 7);
	assert_text(c->instance, "host.example");
	assert_int_equal(c->fetch.connect_ms, 10000);
	assert_int_equal(c->fetch.timeout_ms, 60000);
	assert_int_equal(c->fetch.max_body, 16 * 1024 * 1024);
	assert_int_equal(c->fetch.max_headers, 64 * 1024);
	assert_int_equal(c->fetch.redirects, 5);
	assert_int_equal(c->fetch.low_speed, 100);
	assert_int_equal(c->fetch.low_speed_ms, 20000);
	assert_int_equal(c->fetch.max_items, 5000);
	assert_false(c->fetch.allow_private);
	assert_int_equal(c->workers.memory, 256 * 1024 * 1024);
	assert_int_equal(c->workers.cpu_ms, 5000);
	assert_int_equal(c->workers.wall_ms, 10000);
	assert_int_equal(c->workers.sandbox, CONFIG_SANDBOX_REQUIRED);
	assert_int_equal(c->delivery.retry_first_ms, 10000);
	assert_true(c->delivery.retry_factor == 3.0);
	assert_int_equal(c->delivery.retry_max_ms, 3600000);
	assert_int_equal(c->delivery.dead_after_ms, 432000000);
	assert_int_equal(c->delivery.dead_attempts, 20);
	assert_int_equal(c->delivery.warn_after_ms, 14400000);
	assert_int_equal(c->delivery.max_payload, 256 * 1024);
	assert_int_equal(c->store.identities.age_ms, 15552000000);
	assert_int_equal(c->store.min_free, 64 * 1024 * 1024);
	assert_int_equal(c->store.min_free_percent, 5);
	assert_int_equal(c->log.level, NW_LOG_NOTICE);
	assert_int_equal(c->log.format, CONFIG_LOG_AUTO);
}

static void without_classifiers_the_shipped_topics_are_used(void **s)
{
	fixture_write("newswatch.yaml", "");
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();

	(void)s;
	assert_int_equal(c->classifier_count, 1);
	assert_text(c->classifiers[0].base.name, "topics");
	assert_text(c->classifiers[0].base.settings,
		    "{\"name\":\"topics\",\"options\":{},\"files\":{\"topics\":"
		    "[{\"path\":\"data/topics/diplomacy.yaml\",\"text\":\"a: "
		    "b\\n\"},{\"path\":\"data/topics/strikes.yaml\",\"text\":"
		    "\"a: b\\n\"},{\"path\":\"data/topics/sanctions.yaml\","
		    "\"text\":\"a: b\\n\"}],\"models\":[{\"path\":"
		    "\"data/topics/tables/diplomacy.en.model\",\"text\":"
		    "\"w\\n\"},{\"path\":"
		    "\"data/topics/tables/strikes.en.model\",\"text\":"
		    "\"w\\n\"}]},\"secrets\":[]}");
}

static void a_source_takes_its_own_limits_and_the_section_s(void **s)
{
	fixture_write("newswatch.yaml",
		      "contact: a@b.example\n"
		      "fetch: {every: 7m, max_body: 1MiB}\n"
		      "sources:\n"
		      "- name: a\n  url: https://a.example/feed\n"
		      "- name: b\n  url: file:///var/spool/a%20b\n"
		      "  every: 30s\n  first_poll: recent 36h\n"
		      "  identity: url\n  max_body: 2KiB\n"
		      "- name: c\n  type: exec\n  argv: [/bin/echo, 'x y']\n"
		      "  first_poll: all\n  enabled: no\n"
		      "  headers: {X-A: '1', X-B: two}\n");
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();

	(void)s;
	assert_int_equal(c->source_count, 3);
	assert_int_equal(c->sources[0].kind, NW_REQUEST_HTTP);
	assert_text(c->sources[0].base.type, "feed");
	assert_int_equal(c->sources[0].every_ms, 7 * 60000);
	assert_int_equal(c->sources[0].max_body, 1024 * 1024);
	assert_int_equal(c->sources[0].first_poll, CONFIG_FIRST_BASELINE);
	assert_int_equal(c->sources[1].kind, NW_REQUEST_FILE);
	assert_text(c->sources[1].path, "/var/spool/a b");
	assert_int_equal(c->sources[1].every_ms, 30000);
	assert_int_equal(c->sources[1].max_body, 2048);
	assert_int_equal(c->sources[1].first_poll, CONFIG_FIRST_RECENT);
	assert_int_equal(c->sources[1].recent_ms, 36 * 3600000);
	assert_int_equal(c->sources[1].identity, CONFIG_IDENTITY_URL);
	assert_int_equal(c->sources[2].kind, NW_REQUEST_EXEC);
	assert_text(c->sources[2].argv.at[1], "x y");
	assert_int_equal(c->sources[2].first_poll, CONFIG_FIRST_ALL);
	assert_false(c->sources[2].enabled);
	assert_text(c->sources[2].headers.at[1].key, "X-B");
	assert_text(c->sources[2].headers.at[1].value, "two");
	assert_ptr_equal(config_find_source(c, nw_str_from("b")),
			 &c->sources[1]);
	assert_null(config_find_source(c, nw_str_from("d")));
}

static void what_was_made_for_people_asks_robots_txt(void **s)
{
	static const uint32_t expected[] = {
		CONFIG_ROBOTS_ARTICLES, CONFIG_ROBOTS_ALL,  CONFIG_ROBOTS_NONE,
		CONFIG_ROBOTS_ALL,	CONFIG_ROBOTS_NONE,
	};

	fixture_write("newswatch.yaml",
		      "contact: a@b.example\n"
		      "sources:\n"
		      "- {name: a, url: 'https://a.example/'}\n"
		      "- {name: b, url: 'https://a.example/', type: page}\n"
		      "- {name: c, url: 'https://a.example/', type: page, "
		      "robots: false}\n"
		      "- {name: d, url: 'https://a.example/', robots: true}\n"
		      "- {name: e, url: 'https://a.example/', robots: no}\n");
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();

	(void)s;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		assert_int_equal(c->sources[i].robots, expected[i]);
}

static void an_outlet_is_read_with_its_domains_and_owner(void **s)
{
	fixture_write(
		"newswatch.yaml",
		"outlets:\n"
		"- {name: BBC, domains: [www.BBC.co.uk, bbc.com], "
		"country: gb, language: [en, cy-GB], owner: BBC, "
		"affiliation: public}\n"
		"- {name: Mundo, domains: mundo.bbc.com, language: ES}\n");
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();
	const struct config_outlet *bbc = &c->outlets[0];

	(void)s;
	assert_int_equal(bbc->domains.count, 2);
	assert_text(bbc->domains.at[0], "bbc.co.uk");
	assert_text(bbc->domains.at[1], "bbc.com");
	assert_int_equal(bbc->affiliation, CONFIG_AFFILIATION_PUBLIC);
	assert_int_equal(c->outlets[1].affiliation, CONFIG_AFFILIATION_UNKNOWN);
	assert_text(bbc->countries.at[0], "GB");
	assert_text(bbc->languages.at[1], "cy-gb");
	assert_text(c->outlets[1].languages.at[0], "es");
}

static void mail_relays_get_port_and_protection_from_their_scheme(void **s)
{
#define MAIL(name, relay)                                                      \
	"- {name: " name ", type: email, from: a@b.example, to: c@d.example, " \
	"relay: '" relay "'}\n"
	fixture_write("newswatch.yaml",
		      "notifiers:\n" MAIL("a", "smtp://mail.example")
			      MAIL("b", "smtps://mail.example/")
				      MAIL("c", "smtp://[::1]:2525"));
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();

	(void)s;
	assert_int_equal(c->notifiers[0].relay_port, 587);
	assert_int_equal(c->notifiers[0].tls, CONFIG_TLS_STARTTLS);
	assert_text(c->notifiers[0].from, "a@b.example");
	assert_int_equal(c->notifiers[1].relay_port, 465);
	assert_int_equal(c->notifiers[1].tls, CONFIG_TLS_TLS);
	assert_text(c->notifiers[1].relay_host, "mail.example");
	assert_int_equal(c->notifiers[2].relay_port, 2525);
	assert_text(c->notifiers[2].relay_host, "::1");
	assert_int_equal(c->notifiers[2].timeout_ms, 60000);
}

static void a_watch_knows_what_it_names(void **s)
{
	fixture_write("newswatch.yaml",
		      "outlets:\n- {name: T, domains: t.example}\n" DESK
		      "operator: desk\n"
		      "watches:\n"
		      "- name: ports\n  query: port*\n"
		      "  topics: {strikes: 0.65, sanctions: 1}\n"
		      "  outlets: T\n  countries: [gb]\n  notify: desk\n"
		      "  severity: urgent\n"
		      "- {name: talks, topics: [diplomacy], notify: [desk]}\n");
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();
	const struct config_watch *ports = &c->watches[0];

	(void)s;
	assert_int_equal(ports->topic_count, 2);
	assert_true(ports->topics[0].min == 0.65);
	assert_text(ports->topics[1].name, "sanctions");
	assert_ptr_equal(ports->outlets[0], &c->outlets[0]);
	assert_ptr_equal(ports->notify[0], &c->notifiers[0]);
	assert_text(ports->countries.at[0], "GB");
	assert_string_equal(config_severity_name(ports->severity), "urgent");
	assert_true(c->watches[1].topics[0].min == 0.5);
	assert_true(nw_str_is_absent(c->watches[1].query));
	assert_ptr_equal(c->operators[0], &c->notifiers[0]);
}

static void settings_are_converted_and_hold_no_secret(void **s)
{
	fixture_write("newswatch.yaml",
		      "notifiers:\n"
		      "- name: hook\n  type: webhook\n"
		      "  url: https://a.example/\n"
		      "  secret: [!file key, !env NW_TEST_KEY]\n"
		      "  full_text: off\n  limit: 2KiB\n  pause: 90s\n"
		      "  labels: {desk: \"world \\\"news\\\"\"}\n");
	fixture_write("key", "whsec_one\r\n");
	setenv("NW_TEST_KEY", "two\n", 1);
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();
	const struct config_instance *hook = &c->notifiers[0].base;

	(void)s;
	assert_text(hook->settings,
		    "{\"name\":\"hook\",\"options\":{\"full_text\":false,"
		    "\"limit\":2048,\"pause\":90000,\"weight\":0.25,"
		    "\"labels\":{\"desk\":\"world \\\"news\\\"\"}},"
		    "\"files\":{},\"secrets\":[\"secret\"]}");
	assert_int_equal(config_secret_count(hook->secrets, "secret"), 2);
	assert_text(config_secret(hook->secrets, "secret", 0), "whsec_one");
	assert_text(config_secret(hook->secrets, "secret", 1), "two");
	assert_true(
		nw_str_is_absent(config_secret(hook->secrets, "secret", 2)));
	assert_int_equal(config_secret_count(hook->secrets, "password"), 0);
	assert_int_equal(config_secret_count(NULL, "password"), 0);
}

static void credentials_come_from_the_folder_of_systemd(void **s)
{
	char folder[4096];

	(void)s;
	fixture_write("newswatch.yaml",
		      "sources:\n- name: a\n  url: file:///a\n"
		      "  user: u\n  password: !credential p\n");
	fixture_write("cred/p", "open sesame\n\n");
	assert_non_null(getcwd(folder, sizeof(folder) - 8));
	strcat(folder, "/cred");
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_text(config_secret(c->sources[0].base.secrets, "password", 0),
		    "open sesame\n");
}

static void who_may_not_read_secrets_can_check_the_rest(void **s)
{
	char *lines;

	(void)s;
	fixture_write("newswatch.yaml",
		      "sources:\n- name: a\n  url: file:///a\n"
		      "  user: u\n"
		      "  password: !file /nowhere\n");
	struct config *c = fixture_load(CONFIG_NO_SECRETS, &lines);
	assert_string_equal(lines, "");
	assert_null(c->sources[0].base.secrets);
	config_unref(&c);
	free(lines);
}

/* ---- several files ---- */

static void lists_append_over_conf_d_and_includes_in_byte_order(void **s)
{
	fixture_write("newswatch.yaml",
		      "include: ['more/*.yaml', last.yaml]\n"
		      "sources:\n- {name: a, url: file:///a}\n");
	fixture_write("conf.d/20.yaml",
		      "sources:\n- {name: c, url: file:///c}\n");
	fixture_write("conf.d/10.yaml",
		      "log: {level: debug}\n"
		      "sources:\n- {name: b, url: file:///b}\n");
	fixture_write("conf.d/.hidden.yaml", "nonsense\n");
	fixture_write("conf.d/readme.txt", "nonsense\n");
	fixture_write("more/B.yaml", "sources:\n- {name: d, url: file:///d}\n");
	fixture_write("more/a.yaml", "include: [../newswatch.yaml, B.yaml]\n"
				     "sources:\n- {name: e, url: file:///e}\n");
	fixture_write("last.yaml", "sources:\n- {name: f, url: file:///f}\n");
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();

	(void)s;
	assert_int_equal(c->source_count, 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(c->sources[i].base.name.at[0], "abcdef"[i]);
	assert_int_equal(c->log.level, NW_LOG_DEBUG);
	assert_int_equal(c->files.count, 6);
	assert_text(c->files.at[1], "conf.d/10.yaml");
	assert_text(c->files.at[3], "more/B.yaml");
}

static void a_section_set_in_two_files_names_both(void **s)
{
	char *lines;

	(void)s;
	fixture_write("newswatch.yaml", "log:\n  level: debug\ninstance: a\n");
	fixture_write("conf.d/x.yaml", "instance: b\nlog:\n  format: text\n");
	struct config *c = fixture_load(0, &lines);
	assert_string_equal(lines,
			    "conf.d/x.yaml:1:1: instance: is set twice; first "
			    "at newswatch.yaml:3:1; allowed: once in all "
			    "files\n"
			    "conf.d/x.yaml:2:1: log: is set twice; first at "
			    "newswatch.yaml:1:1; allowed: once in all files\n");
	config_unref(&c);
	free(lines);
}

static void paths_are_relative_to_the_file_that_says_them(void **s)
{
	char folder[4096], expected[4200];

	(void)s;
	assert_non_null(getcwd(folder, sizeof(folder)));
	fixture_write("newswatch.yaml", "state_dir: state\n");
	fixture_write("conf.d/x.yaml", "notifiers:\n- {name: f, type: file, "
				       "path: alerts.jsonl}\n");
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();
	snprintf(expected, sizeof(expected), "%s/state", folder);
	assert_text(c->state_dir, expected);
	snprintf(expected, sizeof(expected), "%s/conf.d/alerts.jsonl", folder);
	assert_text(c->notifiers[0].path, expected);
}

static void a_missing_main_file_is_one_line(void **s)
{
	char *lines;

	(void)s;
	assert_null(fixture_load(0, &lines));
	assert_string_equal(lines, "newswatch.yaml: cannot be read: No such "
				   "file or directory\n");
	free(lines);
}

static void a_hundred_mistakes_are_told_and_the_rest_counted(void **s)
{
	char text[4096] = "fetch:\n";
	char *lines;

	(void)s;
	for (int i = 0; i < 130; i++)
		sprintf(text + strlen(text), "  x%03d: 1\n", i);
	fixture_write("newswatch.yaml", text);
	assert_null(fixture_load(0, &lines));
	assert_non_null(strstr(lines, "newswatch.yaml:101:3: fetch.x099:"));
	assert_null(strstr(lines, "x100"));
	assert_non_null(strstr(lines, "\n... and 30 more\n"));
	free(lines);
}

static void a_file_of_watches_needs_names_and_queries_alone(void **s)
{
	char *lines;

	(void)s;
	fixture_write("newswatch.yaml",
		      "anything: else\n"
		      "watches:\n- {name: a, query: b}\n"
		      "- {name: c, query: d, notify: nobody, outlets: [X], "
		      "topics: [anything]}\n");
	struct config *c = fixture_load(CONFIG_ONLY_WATCHES, &lines);
	assert_string_equal(lines, "");
	assert_int_equal(c->watch_count, 2);
	assert_text(c->watches[1].query, "d");
	/* a watch with topics brings the shipped ones, others bring none */
	assert_int_equal(c->classifier_count, 1);
	config_unref(&c);
	free(lines);
	fixture_write("newswatch.yaml", "watches:\n- {name: a, query: b}\n");
	c = fixture_load(CONFIG_ONLY_WATCHES, &lines);
	assert_int_equal(c->classifier_count, 0);
	config_unref(&c);
	free(lines);
}

/* ---- watches_from ---- */

static const char desk[] = "notifiers:\n- {name: desk, type: console}\n"
			   "watches:\n- {name: a, query: b, notify: desk}\n";

static struct config *load_rows(const char *json, const char *yaml,
				char **lines)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };

	nw_buf_init(&text, 4096);
	nw_buf_add_fmt(&text, "watches_from: [sets/x.jsonl, sets/y.yaml]\n%s",
		       desk);
	fixture_write("newswatch.yaml", text.at);
	fixture_write("sets/x.jsonl", json);
	fixture_write("sets/y.yaml", yaml);
	return fixture_load(0, lines);
}

static void watches_come_from_json_lines_and_yaml_documents(void **s)
{
	char *lines;

	(void)s;
	struct config *c = load_rows(
		"{\"name\":\"\\ud83d\\uDE00 \\\\ud83d port "
		"\\u0441\",\"query\":\"\\\"oil depot\\\" OR "
		"c\",\"notify\":[\"desk\"],\"topics\":{\"strikes\":0.6}}\n"
		"\n"
		"{\"name\":\"x2\", \"query\":\"d\", \"notify\":\"desk\", "
		"\"enabled\":false}",
		"name: y1\nquery: |\n  one\n  --- two\nnotify: desk\n"
		"--- # the next\n"
		"- {name: y2, query: e, notify: desk}\n"
		"- {name: y3, query: f, notify: desk}\n"
		"---\n---\n{name: y4, query: g, notify: desk}\n...\n",
		&lines);
	assert_string_equal(lines, "");
	assert_int_equal(c->watch_count, 7);
	assert_text(c->watches[0].name, "a");
	assert_text(c->watches[1].name, "😀 \\ud83d port с");
	assert_text(c->watches[1].query, "\"oil depot\" OR c");
	assert_int_equal(c->watches[1].topic_count, 1);
	assert_false(c->watches[2].enabled);
	assert_text(c->watches[3].query, "one\n--- two\n");
	assert_text(c->watches[5].name, "y3");
	assert_text(c->watches[6].query, "g");
	config_unref(&c);
	free(lines);
}

static void mistakes_in_files_of_watches_are_told_at_their_line(void **s)
{
	char *lines;

	(void)s;
	assert_null(load_rows(
		"{\"name\":\"x1\",\"query\":\"b !! c\",\"notify\":\"desk\"}\n"
		"{\"name\":\"x2\",\"query\":\"b\",\"notify\":\"dusk\"}\n"
		"{\"name\":\"a\",\"query\":\"b\",\"notify\":\"desk\"}\n"
		"{\"name\":\"x3\",\"query\":\"b\"\n"
		"{\"name\":\"x4\",\"query\":\"b\",\"notify\":\"desk\"}\n",
		"---\nname: y1\nquerry: c\nquery: c\nnotify: desk\n"
		"---\n- {name: x4, query: e, notify: desk}\n"
		"- {name: y3, query: f !!, notify: desk}\n--- words\n",
		&lines));
	assert_string_equal(
		lines,
		"sets/x.jsonl:1:25: query: a term is missing\n"
		"sets/x.jsonl:2:35: notify: there is no notifier \"dusk\"; did "
		"you mean \"desk\"?\n"
		"sets/x.jsonl:3:9: name: \"a\" is there already, at "
		"newswatch.yaml:5:10; allowed: each name once\n"
		"sets/x.jsonl:4:25: a mapping in { } is not closed, or a comma "
		"is missing\n"
		"sets/y.yaml:3:1: querry: is no option here; did you mean "
		"\"query\"?\n"
		"sets/y.yaml:7:10: [0].name: \"x4\" is there already, at "
		"sets/x.jsonl:5:9; allowed: each name once\n"
		"sets/y.yaml:8:23: [1].query: a term is missing\n"
		"sets/y.yaml:9:5: is text; allowed: a watch, as a mapping, or "
		"a list of them\n");
	free(lines);
	fixture_write("newswatch.yaml", "watches_from: none.jsonl\n");
	assert_null(fixture_load(0, &lines));
	assert_string_equal(lines,
			    "newswatch.yaml:1:15: watches_from: none.jsonl "
			    "cannot be read: No such file or directory\n");
	free(lines);
	fixture_write("newswatch.yaml", "watches_from: sets/z.jsonl\n");
	fixture_write("sets/z.jsonl", "\n");
	struct config *empty = fixture_load(0, &lines);
	assert_non_null(empty);
	assert_string_equal(lines, "sets/z.jsonl:1:1: warning: no watch stands "
				   "here\n");
	config_unref(&empty);
	free(lines);
}

/* ---- names_from ---- */

static void names_come_from_files_and_mistakes_are_told(void **s)
{
	char *lines;

	(void)s;
	fixture_write(
		"newswatch.yaml",
		"names_from: [a.yaml, b.yaml]\nnotifiers:\n- {name: desk, "
		"type: console}\n");
	fixture_write("a.yaml", "names:\n- [Lund, Лунд]\n- [Ng, 'Eng', 黄]\n");
	fixture_write("b.yaml", "names: [[No, Nō]]\n");
	struct config *c = fixture_load(0, &lines);
	assert_string_equal(lines, "");
	assert_true(c->name_count >= 3);
	const struct nw_query_name *last = &c->names[c->name_count - 1];
	assert_int_equal(last->spelling_count, 2);
	assert_text(last->spellings[0], "No");
	assert_text(c->names[c->name_count - 2].spellings[2], "黄");
	config_unref(&c);
	free(lines);
	fixture_write("a.yaml", "names:\n- Lund\n- [Ng]\n- [Ng, [x]]\n");
	fixture_write("b.yaml", "rows: []\n");
	assert_null(fixture_load(0, &lines));
	assert_non_null(strstr(lines, "a.yaml:2:3: names[0]: expected 2 to "));
	assert_non_null(strstr(lines, "a.yaml:3:3: names[1]: expected 2 to "));
	assert_non_null(strstr(lines, "a.yaml:4:8: names[2][1]: expected a "));
	assert_non_null(strstr(lines, "b.yaml:1:1: expected the key names"));
	free(lines);
}

/* ---- generations ---- */

static void add_change(void *arg, const struct config_change *change)
{
	static const char *const parts[] = {
		"",	      "section",  "source", "outlet",
		"classifier", "notifier", "watch",
	};

	nw_buf_add_fmt(arg, "%s %s%.*s\n", parts[change->part],
		       change->kind == CONFIG_ADDED	? "+"
		       : change->kind == CONFIG_REMOVED ? "-"
							: "~",
		       NW_FMT(change->name));
}

static void a_reload_tells_what_changed_and_nothing_else(void **s)
{
	static const char form[] =
		"fetch: {every: %s}\noutlets:\n- {name: T, domains: %s}\n"
		"notifiers:\n- {name: h, type: webhook, "
		"url: 'https://a.example/', secret: !file key}\n"
		"- {name: desk, type: console}\n"
		"sources:\n- {name: a, url: file:///a, every: 5m}\n"
		"- {name: b, url: file:///b}\n- {name: %s, url: file:///c}\n"
		"watches:\n- {name: w, topics: {strikes: %s}, notify: desk}\n";
	char text[1024];
	struct nw_buf out;

	(void)s;
	nw_buf_init(&out, 4096);
	snprintf(text, sizeof(text), form, "5m", "t.example", "c", "0.5");
	fixture_write("newswatch.yaml", text);
	fixture_write("key", "one");
	NW_AUTO(config_unref) struct config *old = fixture_load_clean();
	NW_AUTO(config_unref) struct config *same = fixture_load_clean();
	config_compare(old, same, add_change, &out);
	assert_int_equal(out.len, 0);
	assert_string_equal(old->digest, same->digest);

	snprintf(text, sizeof(text), form, "6m", "u.example", "d", "0.6");
	fixture_write("newswatch.yaml", text);
	fixture_write("key", "two");
	NW_AUTO(config_unref) struct config *new = fixture_load_clean();
	config_compare(old, new, add_change, &out);
	assert_string_equal(out.at, "section ~fetch\nsource ~b\nsource -c\n"
				    "source +d\noutlet ~T\nnotifier ~h\n"
				    "watch ~w\n");
	assert_string_not_equal(old->digest, new->digest);
	nw_buf_fini(&out);
}

static void a_changed_topic_file_changes_its_classifier(void **s)
{
	struct nw_buf out;

	(void)s;
	nw_buf_init(&out, 4096);
	fixture_write("newswatch.yaml", "classifiers:\n- {name: t, type: "
					"lexicon, topics: t.yaml}\n");
	fixture_write("t.yaml", "a: 1\n");
	NW_AUTO(config_unref) struct config *old = fixture_load_clean();
	fixture_write("t.yaml", "a: 2\n");
	NW_AUTO(config_unref) struct config *new = fixture_load_clean();
	config_compare(old, new, add_change, &out);
	assert_string_equal(out.at, "classifier ~t\n");
	nw_buf_fini(&out);
}

static void a_changed_table_of_names_is_told(void **s)
{
	struct nw_buf out;

	(void)s;
	nw_buf_init(&out, 4096);
	fixture_write("newswatch.yaml", "names_from: a.yaml\n");
	fixture_write("a.yaml", "names: [[Lund, Лунд]]\n");
	NW_AUTO(config_unref) struct config *old = fixture_load_clean();
	fixture_write("a.yaml", "names: [[Lund, Ланд]]\n");
	NW_AUTO(config_unref) struct config *new = fixture_load_clean();
	config_compare(old, new, add_change, &out);
	assert_string_equal(out.at, "section ~names_from\n");
	nw_buf_fini(&out);
}

/* ---- what is made from the rows ---- */

static char *explain(const char *key)
{
	struct nw_error err;
	struct nw_buf out;

	nw_buf_init(&out, 64 * 1024);
	if (config_explain(nw_str_from(key), &fixture_plugins, &out, &err) ==
	    NW_OK)
		return nw_buf_steal(&out);
	nw_buf_fini(&out);
	return nw_str_dup(nw_str_from(err.text));
}

static void assert_explains(const char *key, const char *expected)
{
	char *text = explain(key);

	assert_non_null(strstr(text, expected));
	free(text);
}

static void explain_answers_for_sections_plugins_and_transports(void **s)
{
	char *text = explain("fetch.redirects");

	(void)s;
	assert_string_equal(
		text, "fetch.redirects\n"
		      "  How many redirects are followed. 0 follows none.\n"
		      "  Takes     a whole number, from 0 to 20\n"
		      "  Default   5\n");
	free(text);
	assert_explains("sources.every", "from 1s to 30d");
	assert_explains("email.relay", "a URL with smtp or smtps");
	assert_explains("webhook.secret", "!credential NAME");
	assert_explains("contact", "User-Agent");
	assert_explains("fetch", "fetch.lookups\n");
	assert_explains("email", "email.subject_prefix\n");
	assert_explains("email", "email.ca_file\n");
	assert_explains("console", "console: Prints (under notifiers:)");
	assert_explains("sources[3].every", "sources.every\n");
	assert_explains("notifiers[0].to", "email.to\n");
	assert_explains("notifiers.timeout", "webhook.timeout\n");
	assert_explains("sources.evry",
			"there is no option \"sources.evry\"; did you mean "
			"\"sources.every\"?");
	assert_explains("email.rely", "did you mean \"email.relay\"?");
}

/* A file of the source tree, or NULL outside of `make check`. */
static char *tree_file(const char *name)
{
	const char *source = getenv("NW_SRC");
	char path[4096];
	char *text = NULL;
	size_t room = 0;

	if (!source)
		return NULL;
	snprintf(path, sizeof(path), "%s/%s", source, name);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	assert_true(getdelim(&text, &room, '\0', file) > 0);
	fclose(file);
	return text;
}

static void check_examples(const char *title, const struct nw_option *rows)
{
	char yaml[512];
	struct nwi_problems problems;
	struct nwi_values values;
	const struct nwi_node *root;

	for (const struct nw_option *row = rows; row->name; row++) {
		NW_AUTO(nw_arena_free)
		struct nw_arena *arena = nw_arena_new(NWI_TREE_ARENA);
		struct nwi_file file = { .name = title };
		if (!row->example)
			continue;
		snprintf(yaml, sizeof(yaml), "%s: %s\n", row->name,
			 row->example);
		file.text = nw_str_from(yaml);
		nwi_problems_init(&problems);
		assert_int_equal(nwi_tree_read(&file, arena, &problems, &root),
				 NW_OK);
		const struct nw_option one[] = { *row, { 0 } };
		nwi_rows_check_known(root, one, arena, &values, &problems);
		if (problems.count)
			fail_msg("%s", problems.rows[0].text);
		nwi_problems_fini(&problems);
	}
}

static void every_example_is_allowed_by_its_row(void **s)
{
	(void)s;
	for (size_t i = 0; i < CONFIG_SECTION_COUNT; i++)
		check_examples(config_sections[i].name,
			       config_sections[i].rows);
	check_examples("http", config_http_rows);
	check_examples("remote", config_remote_rows);
	check_examples("smtp", config_smtp_rows);
	check_examples("file", config_file_rows);
	check_examples("exec", config_exec_rows);
}

/* The files that it includes are tried with it where they are there. */
static void the_first_configuration_of_a_newsroom_loads(void **s)
{
	char *text = tree_file("etc/newswatch.yaml");
	char path[4096];

	(void)s;
	if (!text)
		skip();
	fixture_write("newswatch.yaml", text);
	free(text);
	fixture_write("outlets.yaml", "outlets:\n");
	snprintf(path, sizeof(path), "%s/etc/outlets.yaml", getenv("NW_SRC"));
	if (access(path, R_OK) == 0) {
		remove("outlets.yaml");
		assert_int_equal(symlink(path, "outlets.yaml"), 0);
		snprintf(path, sizeof(path), "%s/etc/sources.d",
			 getenv("NW_SRC"));
		assert_int_equal(symlink(path, "sources.d"), 0);
	}
	NW_AUTO(config_unref) struct config *c = fixture_load_clean();
	assert_int_equal(c->watch_count, 3);
	assert_int_equal(c->operator_count, 1);
}

/* When this fails: make update-config-docs, and read what changed. */
static void the_sample_in_the_tree_is_current(void **s)
{
	char *text = tree_file("etc/newswatch.sample.yaml");
	struct nw_buf out;

	(void)s;
	if (!text)
		skip();
	nw_buf_init(&out, 256 * 1024);
	config_sample(&out);
	assert_string_equal(text, out.at);
	free(text);
	nw_buf_fini(&out);
}

static void the_manual_s_options_are_current(void **s)
{
	char *text = tree_file("docs/newswatch.yaml.5");
	struct nw_buf out;

	(void)s;
	if (!text)
		skip();
	nw_buf_init(&out, 256 * 1024);
	config_manual(&out);
	char *begin = strstr(text, ".\\\" BEGIN OPTIONS");
	assert_non_null(begin);
	begin = strchr(begin, '\n') + 1;
	char *end = strstr(begin, ".\\\" END OPTIONS");
	assert_non_null(end);
	*end = '\0';
	assert_string_equal(begin, out.at);
	free(text);
	nw_buf_fini(&out);
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_enter, fixture_leave)
	const struct CMUnitTest tests[] = {
		TEST(defaults_are_those_of_the_contract),
		TEST(without_classifiers_the_shipped_topics_are_used),
		TEST(a_source_takes_its_own_limits_and_the_section_s),
		TEST(what_was_made_for_people_asks_robots_txt),
		TEST(an_outlet_is_read_with_its_domains_and_owner),
		TEST(mail_relays_get_port_and_protection_from_their_scheme),
		TEST(a_watch_knows_what_it_names),
		TEST(settings_are_converted_and_hold_no_secret),
		TEST(credentials_come_from_the_folder_of_systemd),
		TEST(who_may_not_read_secrets_can_check_the_rest),
		TEST(lists_append_over_conf_d_and_includes_in_byte_order),
		TEST(a_section_set_in_two_files_names_both),
		TEST(paths_are_relative_to_the_file_that_says_them),
		TEST(a_missing_main_file_is_one_line),
		TEST(a_hundred_mistakes_are_told_and_the_rest_counted),
		TEST(a_file_of_watches_needs_names_and_queries_alone),
		TEST(watches_come_from_json_lines_and_yaml_documents),
		TEST(mistakes_in_files_of_watches_are_told_at_their_line),
		TEST(names_come_from_files_and_mistakes_are_told),
		TEST(a_reload_tells_what_changed_and_nothing_else),
		TEST(a_changed_topic_file_changes_its_classifier),
		TEST(a_changed_table_of_names_is_told),
		TEST(explain_answers_for_sections_plugins_and_transports),
		TEST(every_example_is_allowed_by_its_row),
		TEST(the_first_configuration_of_a_newsroom_loads),
		TEST(the_sample_in_the_tree_is_current),
		TEST(the_manual_s_options_are_current),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
