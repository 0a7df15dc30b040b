/* SPDX-License-Identifier: Apache-2.0 */
/* The pool and the real newswatch-worker, with plugins that misbehave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/worker/pool.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { PATH = 4096, MAX_RESULTS = 16 };

static char worker[PATH], folder[PATH], skeletons[PATH];
static struct loop *loop;

/* Of daemon/config, which needs no part in this test. */
const char *config_affiliation_name(uint32_t affiliation)
{
	return affiliation == CONFIG_AFFILIATION_STATE ? "state" : "unknown";
}

/* What a job answered, copied out of the callback. */
struct answer {
	bool done;
	enum nw_status status;
	enum pool_death death;
	bool set_aside;
	size_t item_count;
	char text[512];
	char *items;
	json_t *json;
};

static struct nw_arena *arena;
static struct config_plugin *plugins;
static size_t plugin_count;
static char refused[8192];

static const char *file_of(const char *name)
{
	static char path[2 * PATH];

	snprintf(path, sizeof(path), "%s/%s.so", folder, name);
	return path;
}

static int describe_all(void **state)
{
	struct pool_settings settings = { .worker = worker };
	const char *paths[] = { folder, skeletons };
	struct nw_error err;
	struct nw_buf lines;

	(void)state;
	snprintf(worker, sizeof(worker), "%s/newswatch-worker",
		 getenv("NW_BUILD"));
	snprintf(folder, sizeof(folder), "%s/tests/unit/daemon-worker/.libs",
		 getenv("NW_BUILD"));
	snprintf(skeletons, sizeof(skeletons), "%s/plugins/skeleton/.libs",
		 getenv("NW_BUILD"));
	if (loop_open(&loop, &err) != NW_OK)
		return -1;
	arena = nw_arena_new(1 << 20);
	nw_buf_init(&lines, sizeof(refused) - 1);
	enum nw_status status =
		pool_describe(&settings, paths, 2, 120000, arena, &plugins,
			      &plugin_count, &lines, &err);
	if (status != NW_OK)
		fprintf(stderr, "%s\n", err.text);
	snprintf(refused, sizeof(refused), "%.*s", NW_FMT(nw_buf_str(&lines)));
	nw_buf_fini(&lines);
	return status == NW_OK ? 0 : -1;
}

static int close_all(void **state)
{
	(void)state;
	nw_arena_free(&arena);
	loop_close(&loop);
	return 0;
}

/* ---- a configuration and a pool over it ---- */

struct fixture {
	struct config config;
	struct config_source source;
	struct config_classifier classifier, remote[2];
	struct config_watch watches[2];
	struct config_topic topic;
	struct pool *pool;
	char lines[4096];
	int configured; /* 0 not yet, 1 yes, -1 failed */
	struct nw_buf log;
};

static void on_configured(void *arg, enum nw_status status, struct nw_str lines)
{
	struct fixture *fixture = arg;

	fixture->configured = status == NW_OK ? 1 : -1;
	snprintf(fixture->lines, sizeof(fixture->lines), "%.*s", NW_FMT(lines));
}

static void on_log(void *arg, enum nw_log_level level, struct nw_str instance,
		   struct nw_str line)
{
	struct fixture *fixture = arg;

	(void)level;
	nw_buf_add_fmt(&fixture->log, "%.*s: %.*s\n", NW_FMT(instance),
		       NW_FMT(line));
}

/* The source is an outlet's, and a watch asks for both. */
static bool with_outlet;

static void ask_for_outlet(struct fixture *f)
{
	static const struct config_outlet outlet = { .name = NW_STR("Wire") };
	static const struct config_outlet *const wanted = &outlet;

	f->source.outlet = &outlet;
	f->watches[0].query = nw_str_from("harbour source:wires");
	f->watches[0].outlets = &wanted;
	f->watches[0].outlet_count = 1;
	f->config.outlets = &outlet;
	f->config.outlet_count = 1;
}

static void fill_config(struct fixture *f, bool classifier)
{
	f->source = (struct config_source){
		.base = { .name = NW_STR("wires"),
			  .type = NW_STR("bad-source"),
			  .settings = NW_STR(
				  "{\"name\":\"wires\",\"options\":{}}") },
		.enabled = true,
		.max_items = 5000,
	};
	f->classifier = (struct config_classifier){
		.base = { .name = NW_STR("topics"),
			  .type = NW_STR("bad-classifier"),
			  .settings = NW_STR("{\"name\":\"topics\"}") },
		.enabled = classifier,
	};
	f->topic = (struct config_topic){ NW_STR("strikes"), 0.5 };
	f->watches[0] = (struct config_watch){ .name = NW_STR("ports"),
					       .query = NW_STR("harbour"),
					       .enabled = true };
	f->watches[1] = (struct config_watch){ .name = NW_STR("walkouts"),
					       .topics = &f->topic,
					       .topic_count = 1,
					       .enabled = classifier };
	f->config = (struct config){
		.generation = f->config.generation + 1,
		.sources = &f->source,
		.source_count = 1,
		.classifiers = &f->classifier,
		.classifier_count = 1,
		.watches = f->watches,
		.watch_count = 2,
	};
	if (with_outlet)
		ask_for_outlet(f);
}

static void keep_problem(void *arg, const struct nw_query_problem *problem)
{
	char *text = arg;

	snprintf(text, 256, "%u:%u: %s", problem->query, problem->offset,
		 problem->text);
}

/* The first watch's query, compiled; its problem in `text`. */
static enum nw_status compile_watch(const struct fixture *f, char text[256],
				    struct pool_image *image)
{
	const struct pool_settings settings = { .worker = worker,
						.wall_ms = 120000 };
	const struct nw_query_text row = { f->watches[0].name,
					   f->watches[0].query };
	const struct nw_query_set set = { .size = sizeof(set),
					  .rows = &row,
					  .count = 1 };
	struct nw_error err;

	return pool_compile(&settings, &set, keep_problem, text, image, &err);
}

static void configure(struct fixture *f)
{
	struct pool_image image = { .fd = -1 };
	const struct pool_plan plan = { .config = &f->config,
					.plugins = plugins,
					.plugin_count = plugin_count,
					.image = &image };
	char text[256];

	assert_int_equal(compile_watch(f, text, &image), NW_OK);
	f->configured = 0;
	pool_configure(f->pool, &plan, on_configured, f);
	pool_image_fini(&image);
	while (!f->configured)
		loop_turn(loop, 1000);
}

static void open_pool(struct fixture *f, const char *ours, bool classifier,
		      const struct pool_settings *more)
{
	struct pool_settings settings = *more;

	memset(f, 0, sizeof(*f));
	settings.worker = worker;
	settings.plugin_dir = ours;
	settings.readers = 1;
	settings.ready_ms = 120000;
	nw_buf_init(&f->log, 1 << 20);
	fill_config(f, classifier);
	f->pool = pool_new(loop, &settings);
	pool_on_log(f->pool, on_log, f);
	configure(f);
}

static void close_pool(struct fixture *f)
{
	pool_free(&f->pool);
	nw_buf_fini(&f->log);
}

static void on_answer(void *arg, const struct pool_result *result)
{
	struct answer *answer = arg;

	answer->done = true;
	answer->status = result->status;
	answer->death = result->death;
	answer->set_aside = result->set_aside;
	answer->item_count = result->item_count;
	snprintf(answer->text, sizeof(answer->text), "%.*s",
		 NW_FMT(result->text));
	answer->items = nw_str_dup(result->items);
	answer->json = result->json ? json_deep_copy(result->json) : NULL;
}

/* The blob, where an item's lines stand otherwise. */
static void on_body(void *arg, const struct pool_result *result)
{
	struct answer *answer = arg;

	on_answer(arg, result);
	free(answer->items);
	answer->items = nw_str_dup(result->blob);
}

static void drop(struct answer *answer)
{
	free(answer->items);
	json_decref(answer->json);
}

static void read_with(struct fixture *f, const char *body,
		      const struct pool_shown *shown, size_t count,
		      struct answer *answer)
{
	const struct nw_response response = { .size = sizeof(response),
					      .kind = NW_REQUEST_HTTP,
					      .code = 200,
					      .body = nw_str_from(body) };

	*answer = (struct answer){ 0 };
	pool_read(f->pool, nw_str_from("wires"), &response, shown, count, 0,
		  on_answer, answer);
	while (!answer->done)
		loop_turn(loop, 1000);
}

static void read_body(struct fixture *f, const char *body,
		      struct answer *answer)
{
	read_with(f, body, NULL, 0, answer);
}

/* A loaded machine takes its time; who tests limits sets them. */
static const struct pool_settings plain = { .cpu_ms = 120000,
					    .wall_ms = 120000 };

/* ---- descriptors ---- */

static void foreign_abi_is_refused_with_both_numbers_and_the_file(void **state)
{
	char expected[2 * PATH + 128];

	(void)state;
	snprintf(expected, sizeof(expected),
		 "%s: it was built for plugin ABI 7.3, this newswatch has "
		 "0.1\n",
		 file_of("bad_abi"));
	assert_non_null(strstr(refused, expected));
}

static void plugin_that_reaches_out_at_loading_is_killed_and_named(void **state)
{
	char expected[2 * PATH + 128];

	(void)state;
	snprintf(expected, sizeof(expected),
		 "%s: it used a forbidden system call while it was loaded\n",
		 file_of("bad_load"));
	assert_non_null(strstr(refused, expected));
	assert_int_equal(plugin_count, 6);
}

/* ---- reading ---- */

static void new_items_come_matched_and_shown_ones_do_not(void **state)
{
	struct fixture f;
	struct answer first, second;
	const char *body = "The harbour was quiet\nNothing else";

	(void)state;
	open_pool(&f, folder, true, &plain);
	assert_string_equal(f.lines, "");
	read_body(&f, body, &first);
	assert_int_equal(first.status, NW_OK);
	assert_int_equal(first.item_count, 2);
	assert_non_null(strstr(first.items, "\"watch\":\"ports\""));
	assert_non_null(strstr(first.items, "\"watch\":\"walkouts\""));
	assert_non_null(strstr(first.items, "\"change\":\"new\""));
	const json_t *rows = json_object_get(first.json, "shown");
	assert_int_equal(json_array_size(rows), 2);
	struct pool_shown shown[2];
	for (size_t i = 0; i < 2; i++) {
		const json_t *row = json_array_get(rows, i);
		shown[i].identity_id =
			nw_str_from(json_string_value(json_array_get(row, 0)));
		shown[i].hash =
			nw_str_from(json_string_value(json_array_get(row, 1)));
	}
	shown[1].hash = nw_str_from("0000000000000000");
	read_with(&f, body, shown, 2, &second);
	assert_int_equal(second.item_count, 1);
	assert_non_null(strstr(second.items, "\"change\":\"changed\""));
	drop(&first);
	drop(&second);
	close_pool(&f);
}

static void
plugin_of_another_folder_has_its_own_worker_and_same_answer(void **state)
{
	struct fixture ours, foreign;
	struct answer a, b;
	struct pool_status status;
	const char *body = "A harbour\nquiet harbour";

	(void)state;
	with_outlet = true;
	open_pool(&ours, folder, true, &plain);
	read_body(&ours, body, &a);
	pool_status(ours.pool, &status);
	assert_int_equal(status.workers, 1);
	open_pool(&foreign, "/nowhere", true, &plain);
	read_body(&foreign, body, &b);
	pool_status(foreign.pool, &status);
	assert_int_equal(status.workers, 3);
	assert_true(status.sealed);
	with_outlet = false;
	assert_non_null(strstr(a.items, "\"watch\":\"ports\""));
	assert_string_equal(a.items, b.items);
	assert_int_equal(json_array_size(json_object_get(b.json, "shown")), 2);
	drop(&a);
	drop(&b);
	close_pool(&ours);
	close_pool(&foreign);
}

static void words_of_a_plugin_reach_the_answer_clean(void **state)
{
	struct fixture f;
	struct answer answer;

	(void)state;
	open_pool(&f, folder, false, &plain);
	read_body(&f, "words", &answer);
	assert_int_equal(answer.status, NW_BAD_INPUT);
	assert_null(strchr(answer.text, '\x1b'));
	assert_null(strchr(answer.text, '\n'));
	assert_false(answer.set_aside);
	drop(&answer);
	read_body(&f, "x", &answer);
	assert_non_null(strstr(f.log.at, "wires: read 1 bytes"));
	drop(&answer);
	close_pool(&f);
}

/* ---- misbehaviour ---- */

static void document_that_kills_two_workers_is_set_aside(void **state)
{
	static const struct {
		const char *body;
		enum pool_death death;
	} rows[] = { { "crash", POOL_CRASH },
		     { "hang", POOL_CPU },
		     { "garbage", POOL_GARBAGE },
		     { "socket", POOL_DENIED },
		     { "exec", POOL_DENIED } };
	const struct pool_settings settings = { .cpu_ms = 1000,
						.wall_ms = 120000,
						.crashes = 8,
						.crash_window_ms = 1 };
	struct fixture f;
	struct answer answer;

	(void)state;
	open_pool(&f, folder, false, &settings);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		read_body(&f, rows[i].body, &answer);
		assert_true(answer.set_aside);
		assert_int_equal(answer.death, rows[i].death);
		drop(&answer);
		read_body(&f, "still there", &answer);
		assert_int_equal(answer.status, NW_OK);
		assert_int_equal(answer.item_count, 1);
		drop(&answer);
	}
	close_pool(&f);
}

static void document_that_hangs_without_work_is_killed_by_the_wall(void **state)
{
	const struct pool_settings settings = { .cpu_ms = 60000,
						.wall_ms = 200 };
	struct fixture f;
	struct answer answer;

	(void)state;
	open_pool(&f, folder, false, &settings);
	read_body(&f, "hang", &answer);
	assert_true(answer.set_aside);
	assert_int_equal(answer.death, POOL_HANG);
	drop(&answer);
	close_pool(&f);
}

static void leak_ends_at_the_limit_and_costs_only_its_document(void **state)
{
	const struct pool_settings settings = { .memory = 64 << 20,
						.cpu_ms = 120000,
						.wall_ms = 120000 };
	struct fixture f;
	struct answer answer;

	(void)state;
	open_pool(&f, folder, false, &settings);
	read_body(&f, "leak", &answer);
	assert_true(answer.set_aside);
	drop(&answer);
	read_body(&f, "still there", &answer);
	assert_int_equal(answer.status, NW_OK);
	drop(&answer);
	close_pool(&f);
}

static void files_cannot_be_opened_behind_the_second_seal(void **state)
{
	struct fixture f;
	struct answer answer;

	(void)state;
	open_pool(&f, folder, false, &plain);
	read_body(&f, "open", &answer);
	assert_non_null(strstr(answer.items, "\"title\":\"denied\""));
	drop(&answer);
	close_pool(&f);
}

static void sealed_plugin_reaches_nothing_and_nobody(void **state)
{
	struct fixture f;
	struct answer answer;
	char body[64];

	(void)state;
	snprintf(body, sizeof(body), "reach out %d", (int)getpid());
	open_pool(&f, folder, false, &plain);
	read_body(&f, body, &answer);
	assert_non_null(strstr(answer.items, "\"title\":\"all denied\""));
	drop(&answer);
	close_pool(&f);
}

static void classifier_that_dies_fails_open_and_is_flagged(void **state)
{
	static const char *const folders[] = { folder, "/nowhere" };
	struct fixture f;
	struct answer answer;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		open_pool(&f, folders[i], true, &plain);
		read_body(&f, "first\nkills the classifier\nlast", &answer);
		assert_int_equal(answer.status, NW_OK);
		assert_false(answer.set_aside);
		assert_int_equal(answer.item_count, 3);
		char *bad = strstr(answer.items, "\"failed\":[\"topics\"]");
		assert_non_null(bad);
		assert_non_null(strstr(bad, "\"unsure\":true"));
		/* The others are classified as ever. */
		assert_int_equal(*strstr(answer.items, "\"failed\":[]"), '"');
		drop(&answer);
		close_pool(&f);
	}
}

static void shadow_that_dies_changes_nothing_for_the_others(void **state)
{
	static const char *const folders[] = { folder, "/nowhere" };
	struct fixture f;
	struct answer answer;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		open_pool(&f, folders[i], true, &plain);
		f.classifier.shadow = true;
		configure(&f);
		read_body(&f, "first\nkills the classifier\nlast", &answer);
		assert_int_equal(answer.status, NW_OK);
		assert_int_equal(answer.item_count, 3);
		assert_null(strstr(answer.items, "\"failed\":[\"topics\"]"));
		assert_null(strstr(answer.items, "unsure"));
		assert_null(strstr(answer.items, "\"watch\":\"walkouts\""));
		assert_non_null(strstr(
			answer.items,
			"\"shadow\":[{\"classifier\":\"topics\",\"gives\":["
			"\"strikes\"],\"topics\":[{\"name\":\"strikes\","
			"\"score\":0.9}],\"no_opinion\":[],\"failed\":false,"
			"\"watches\":[\"walkouts\"]}]"));
		assert_non_null(strstr(answer.items, "\"topics\":[],"
						     "\"no_opinion\":[],"
						     "\"failed\":true}]"));
		drop(&answer);
		close_pool(&f);
	}
}

static void on_arrival(void *arg)
{
	*(bool *)arg = true;
}

static void plugin_that_crashes_five_times_rests(void **state)
{
	struct fixture f;
	struct answer answer;

	(void)state;
	open_pool(&f, folder, false, &plain);
	for (int i = 0; i < 3; i++) {
		read_body(&f, "crash", &answer);
		drop(&answer);
	}
	read_body(&f, "fine", &answer);
	assert_int_equal(answer.status, NW_BUSY);
	assert_non_null(
		strstr(f.log.at, "bad_source.so of wires: failed after"));
	drop(&answer);
	bool arrived = false;
	loop_advance(loop, 601000, on_arrival, &arrived);
	while (!arrived)
		loop_turn(loop, 100);
	read_body(&f, "fine", &answer);
	assert_string_equal(answer.text, "");
	assert_int_equal(answer.status, NW_OK);
	drop(&answer);
	close_pool(&f);
}

static void source_is_not_blamed_for_its_classifiers(void **state)
{
	struct fixture f;
	struct answer answer;

	(void)state;
	open_pool(&f, folder, true, &plain);
	for (int i = 0; i < 5; i++) {
		read_body(&f, "first\nkills the classifier\nlast", &answer);
		assert_int_equal(answer.status, NW_OK);
		assert_int_equal(answer.item_count, 3);
		drop(&answer);
	}
	nw_buf_add_char(&f.log, '\0');
	assert_null(strstr(f.log.at, "of wires: failed after"));
	assert_non_null(strstr(f.log.at, "failed after 5 deaths"));
	close_pool(&f);
}

/* ---- generations ---- */

static void failed_reload_keeps_the_old_generation_and_says_why(void **state)
{
	struct fixture f;
	struct answer answer;
	struct pool_image image = { .fd = -1 };
	char text[256];

	(void)state;
	open_pool(&f, folder, false, &plain);
	uint64_t before = pool_generation(f.pool);
	fill_config(&f, false);
	f.source.base.settings = nw_str_from(
		"{\"name\":\"wires\",\"options\":{\"mode\":\"refuse\"}}");
	configure(&f);
	assert_int_equal(f.configured, -1);
	assert_string_equal(f.lines, "wires: it does not want to\n");
	fill_config(&f, false);
	f.watches[0].query = nw_str_from("port (harbour");
	assert_int_equal(compile_watch(&f, text, &image), NW_BAD_CONFIG);
	assert_int_equal(image.fd, -1);
	assert_string_equal(text,
			    "0:5: this '(' is never closed: expected ')'");
	assert_true(pool_generation(f.pool) == before);
	read_body(&f, "fine", &answer);
	assert_int_equal(answer.status, NW_OK);
	drop(&answer);
	close_pool(&f);
}

static void reload_moves_over_and_answers_the_job_under_way(void **state)
{
	struct fixture f;
	struct answer answer = { 0 };
	const struct nw_response response = { .size = sizeof(response),
					      .kind = NW_REQUEST_HTTP,
					      .body = NW_STR("a\nb") };

	(void)state;
	open_pool(&f, folder, false, &plain);
	for (int i = 0; i < 3; i++) {
		struct answer one = { 0 };
		answer = one;
		pool_read(f.pool, nw_str_from("wires"), &response, NULL, 0, 0,
			  on_answer, &answer);
		fill_config(&f, false);
		f.config.generation = (uint64_t)i + 10;
		configure(&f);
		assert_int_equal(f.configured, 1);
		assert_true(pool_generation(f.pool) == f.config.generation);
		while (!answer.done)
			loop_turn(loop, 1000);
		assert_int_equal(answer.status, NW_OK);
		assert_int_equal(answer.item_count, 2);
		drop(&answer);
	}
	close_pool(&f);
}

/* Of another folder, so a stage of its own; gone before that ends. */
static void reload_that_takes_a_classifier_under_way_ends_in_hits(void **state)
{
	struct fixture f;
	struct answer answer = { 0 };
	const struct nw_response response = { .size = sizeof(response),
					      .kind = NW_REQUEST_HTTP,
					      .body = NW_STR(
						      "takes its time\nharbour") };

	(void)state;
	open_pool(&f, "/nowhere", true, &plain);
	pool_read(f.pool, nw_str_from("wires"), &response, NULL, 0, 0,
		  on_answer, &answer);
	fill_config(&f, false);
	f.config.generation = 10;
	configure(&f);
	while (!answer.done)
		loop_turn(loop, 1000);
	assert_int_equal(answer.status, NW_OK);
	assert_int_equal(answer.item_count, 2);
	/* The readers' stage says what each item hits. */
	assert_non_null(strstr(answer.items, "\"hits\":[{\"watch\":"));
	drop(&answer);
	close_pool(&f);
}

/* ---- the skeletons ---- */

static void await(struct answer *answer)
{
	while (!answer->done)
		loop_turn(loop, 1000);
}

static void open_skeletons(struct fixture *f, struct config_notifier *notifier)
{
	open_pool(f, skeletons, true, &plain);
	fill_config(f, true);
	f->source.base.type = nw_str_from("skeleton-source");
	f->source.base.settings = nw_str_from(
		"{\"name\":\"wires\",\"options\":{\"prefix\":\"Late: \"}}");
	f->classifier.base.type = nw_str_from("skeleton-classifier");
	f->classifier.base.settings = nw_str_from(
		"{\"name\":\"topics\",\"options\":{\"topic\":\"strikes\","
		"\"word\":\"walkout\"}}");
	*notifier = (struct config_notifier){
		.base = { .name = NW_STR("chat"),
			  .type = NW_STR("skeleton-notifier"),
			  .settings =
				  NW_STR("{\"name\":\"chat\",\"options\":"
					 "{\"url\":\"https://c.example\"}}") },
		.enabled = true,
	};
	f->config.notifiers = notifier;
	f->config.notifier_count = 1;
	configure(f);
	assert_string_equal(f->lines, "");
}

static void skeletons_read_classify_and_post(void **state)
{
	static const char alert[] =
		"{\"type\":\"alert\",\"kind\":\"news\",\"id\":\"a\","
		"\"title\":\"Walkout at the port\",\"items\":[]}";
	struct nw_request base = { .size = sizeof(base),
				   .kind = NW_REQUEST_HTTP,
				   .url = NW_STR("https://c.example") };
	const struct nw_payload payload = {
		.size = sizeof(payload),
		.attempt = 1,
		.alert_id = NW_STR("a1"),
		.content_type = NW_STR("text/plain"),
		.bytes = NW_STR("Walkout at the port\n")
	};
	const struct pool_rendering rendering = {
		.alert = { alert, sizeof(alert) - 1 },
		.delivery = NW_STR("d1"),
		.destination = NW_STR("chat"),
	};
	struct config_notifier notifier;
	struct fixture f;
	struct answer answer;

	(void)state;
	open_skeletons(&f, &notifier);
	read_body(&f, "Walkout at the port\thttps://n.example/1\nAll calm\t",
		  &answer);
	assert_int_equal(answer.item_count, 2);
	assert_non_null(strstr(answer.items, "Late: Walkout at the port"));
	assert_non_null(strstr(answer.items, "\"watch\":\"walkouts\""));
	drop(&answer);
	answer = (struct answer){ 0 };
	pool_render(f.pool, nw_str_from("chat"), &rendering, on_answer,
		    &answer);
	await(&answer);
	assert_string_equal(answer.text, "");
	drop(&answer);
	answer = (struct answer){ 0 };
	pool_attempt(f.pool, nw_str_from("chat"), &payload, &base, on_answer,
		     &answer);
	await(&answer);
	assert_string_equal(answer.text, "");
	const json_t *made = json_object_get(answer.json, "request");
	assert_int_equal(json_array_size(json_object_get(made, "headers")), 2);
	drop(&answer);
	close_pool(&f);
}

static void line_that_is_judged_again_has_a_shadow_once(void **state)
{
	static const char line[] =
		"{\"id\":\"0123\",\"item\":{\"title\":\"Calm\"},\"shadow\":[{"
		"\"classifier\":\"topics\",\"gives\":[],\"topics\":[]}]}\n";
	struct fixture f;
	struct answer answer = { 0 };

	(void)state;
	open_pool(&f, folder, true, &plain);
	f.classifier.shadow = true;
	configure(&f);
	pool_analyse(f.pool, nw_str_make(line, sizeof(line) - 1), POOL_FETCH,
		     on_answer, &answer);
	await(&answer);
	const char *once = strstr(answer.items, "\"classifier\":\"topics\"");
	assert_non_null(once);
	assert_null(strstr(once + 1, "\"classifier\":\"topics\""));
	drop(&answer);
	close_pool(&f);
}

static void shadow_that_dies_often_rests_alone(void **state)
{
	static const char line[] = "{\"id\":\"0123\",\"title\":\"kills the "
				   "classifier\"}\n";
	struct fixture f;
	struct answer answer;

	(void)state;
	open_pool(&f, folder, true, &plain);
	f.classifier.shadow = true;
	configure(&f);
	for (int i = 0; i < 5; i++) {
		answer = (struct answer){ 0 };
		pool_analyse(f.pool, nw_str_make(line, sizeof(line) - 1),
			     POOL_FETCH, on_answer, &answer);
		await(&answer);
		assert_int_equal(answer.item_count, 1);
		drop(&answer);
	}
	nw_buf_add_char(&f.log, '\0');
	assert_non_null(strstr(f.log.at, " of topics: failed after"));
	/* The plugin goes on where it counts. */
	f.classifier.shadow = false;
	configure(&f);
	read_body(&f, "first", &answer);
	assert_non_null(strstr(answer.items, "\"watch\":\"walkouts\""));
	assert_non_null(strstr(answer.items, "\"failed\":[]"));
	drop(&answer);
	close_pool(&f);
}

/* ---- a remote classifier ---- */

static void open_remote(struct fixture *f)
{
	open_pool(f, folder, true, &plain);
	fill_config(f, true);
	f->remote[0] = f->classifier;
	f->remote[1] = (struct config_classifier){
		.base = { .name = NW_STR("oracle"),
			  .type = NW_STR("skeleton-remote"),
			  .requests = NW_REQUEST_HTTP,
			  .settings = NW_STR("{\"name\":\"oracle\","
					     "\"options\":{\"topic\":"
					     "\"strikes\"}}") },
		.enabled = true,
	};
	f->config.classifiers = f->remote;
	f->config.classifier_count = 2;
	configure(f);
	assert_string_equal(f->lines, "");
}

static const char stored[] =
	"{\"id\":\"0123\",\"item\":{\"title\":\"Calm\","
	"\"content\":\"1234567\"},\"topics\":[],\"hits\":[]}";

static const struct pool_question question = {
	.classifier = NW_STR("oracle"),
	.frame = { stored, sizeof(stored) - 1 },
	.max_text = 4,
};

static void read_answer(struct fixture *f, const char *body,
			struct answer *answer)
{
	const struct nw_response response = { .size = sizeof(response),
					      .kind = NW_REQUEST_HTTP,
					      .code = 200,
					      .body = nw_str_from(body) };

	*answer = (struct answer){ 0 };
	pool_answer(f->pool, &question, &response, on_answer, answer);
	await(answer);
}

/* Not on the way of an item; asked of it as it is stored, with so much text. */
static void remote_classifier_is_asked_of_a_stored_item(void **state)
{
	const struct nw_request base = { .size = sizeof(base),
					 .kind = NW_REQUEST_HTTP,
					 .url = NW_STR("https://o.example/") };
	struct answer answer = { 0 };
	struct fixture f;

	(void)state;
	open_remote(&f);
	pool_ask(f.pool, &question, &base, on_body, &answer);
	await(&answer);
	assert_string_equal(answer.text, "");
	assert_string_equal(answer.items, "Calm\n1234\n");
	drop(&answer);
	read_answer(&f, "83\n", &answer);
	assert_string_equal(answer.text, "");
	const json_t *topic =
		json_array_get(json_object_get(answer.json, "topics"), 0);
	assert_true(nw_str_is(nwi_json_get_str(topic, "name"), "strikes"));
	assert_true(nwi_json_get_double(topic, "score", 0) > 0.82);
	drop(&answer);
	read_answer(&f, "ignore all that, 100", &answer);
	assert_int_equal(answer.status, NW_BAD_INPUT);
	assert_string_equal(answer.text,
			    "the answer is no number from 0 to 100");
	drop(&answer);
	close_pool(&f);
}

/* The watch needs 0.5, and the local classifier says 0.9. */
static void remote_verdict_replaces_the_local_score(void **state)
{
	static const char line[] =
		"{\"id\":\"0123\",\"source\":\"wires\",\"item\":{\"title\":"
		"\"All calm\"},\"remote\":[{\"classifier\":\"oracle\","
		"\"topics\":[{\"name\":\"strikes\",\"score\":%s,"
		"\"spans\":[]}]}]}\n";
	static const char *const scores[] = { "0.8", "0.1" };
	struct fixture f;

	(void)state;
	open_remote(&f);
	for (size_t i = 0; i < 2; i++) {
		char text[512];
		struct answer answer = { 0 };
		int len = snprintf(text, sizeof(text), line, scores[i]);
		pool_analyse(f.pool, nw_str_make(text, (size_t)len), POOL_FETCH,
			     on_answer, &answer);
		await(&answer);
		assert_int_equal(answer.item_count, 1);
		assert_int_equal(!strstr(answer.items, "walkouts"), i == 1);
		assert_non_null(strstr(answer.items, "\"local\":0.9"));
		assert_int_equal(
			!strstr(answer.items, "\"could\":[\"strikes\"]"),
			i == 0);
		drop(&answer);
	}
	close_pool(&f);
}

/* Figures for people; they fail nothing. */
static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void large_bodies_come_through_shared_memory(void **state)
{
	struct fixture f;
	struct answer answer;
	size_t len = 3 << 20;
	char *body = malloc(len + 1);

	(void)state;
	assert_non_null(body);
	for (size_t i = 0; i < len; i++)
		body[i] = i % 1024 == 1023 ? '\n' : (char)('a' + i / 1024 % 26);
	body[len] = '\0';
	body[len - 1] = '\0';
	open_pool(&f, folder, false, &plain);
	read_body(&f, body, &answer);
	assert_int_equal(answer.status, NW_OK);
	assert_int_equal(answer.item_count, 26);
	drop(&answer);
	body[4096] = '\0';
	double from = now_us();
	for (int i = 0; i < 100; i++) {
		read_body(&f, body, &answer);
		drop(&answer);
	}
	print_message("# a job of 4 KB, four items analysed: %.0f us\n",
		      (now_us() - from) / 100);
	free(body);
	close_pool(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			foreign_abi_is_refused_with_both_numbers_and_the_file),
		cmocka_unit_test(
			plugin_that_reaches_out_at_loading_is_killed_and_named),
		cmocka_unit_test(new_items_come_matched_and_shown_ones_do_not),
		cmocka_unit_test(
			plugin_of_another_folder_has_its_own_worker_and_same_answer),
		cmocka_unit_test(words_of_a_plugin_reach_the_answer_clean),
		cmocka_unit_test(document_that_kills_two_workers_is_set_aside),
		cmocka_unit_test(
			document_that_hangs_without_work_is_killed_by_the_wall),
		cmocka_unit_test(
			leak_ends_at_the_limit_and_costs_only_its_document),
		cmocka_unit_test(files_cannot_be_opened_behind_the_second_seal),
		cmocka_unit_test(sealed_plugin_reaches_nothing_and_nobody),
		cmocka_unit_test(
			classifier_that_dies_fails_open_and_is_flagged),
		cmocka_unit_test(
			shadow_that_dies_changes_nothing_for_the_others),
		cmocka_unit_test(shadow_that_dies_often_rests_alone),
		cmocka_unit_test(line_that_is_judged_again_has_a_shadow_once),
		cmocka_unit_test(plugin_that_crashes_five_times_rests),
		cmocka_unit_test(source_is_not_blamed_for_its_classifiers),
		cmocka_unit_test(
			failed_reload_keeps_the_old_generation_and_says_why),
		cmocka_unit_test(
			reload_moves_over_and_answers_the_job_under_way),
		cmocka_unit_test(
			reload_that_takes_a_classifier_under_way_ends_in_hits),
		cmocka_unit_test(skeletons_read_classify_and_post),
		cmocka_unit_test(remote_classifier_is_asked_of_a_stored_item),
		cmocka_unit_test(remote_verdict_replaces_the_local_score),
		cmocka_unit_test(large_bodies_come_through_shared_memory),
	};
	return cmocka_run_group_tests(tests, describe_all, close_all);
}
