/* SPDX-License-Identifier: Apache-2.0 */
/* The index of words, and the store as searches read it. */
#include "tests/unit/daemon-store/fixture.h"

#include "daemon/store/reader.h"
#include "daemon/store/search.h"
#include <sqlite3.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { ARENA = 64 << 20 };

/* Each look at the clock is a second behind the one before. */
static bool slow;

int clock_gettime(clockid_t which, struct timespec *out)
{
	static time_t ahead;

	ahead += slow;
	if (syscall(SYS_clock_gettime, which, out) != 0)
		return -1;
	out->tv_sec += ahead;
	return 0;
}

struct world {
	struct fixture f;
	struct got *got;
	struct reader *reader;
	struct nw_arena *arena;
};

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		abort();
	fixture_make(&w->f);
	w->got = calloc(1, sizeof(*w->got));
	w->arena = nw_arena_new(ARENA);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	reader_close(&w->reader);
	if (w->f.ledger)
		fixture_close(&w->f);
	fixture_remove(&w->f);
	nw_arena_free(&w->arena);
	free(w->got);
	free(w);
	return 0;
}

/* Items with these numbers and versions, all news. */
static void store(struct world *w, int first, int count, int version)
{
	struct batch_item items[64];

	for (int i = 0; i < count; i++)
		items[i] = (struct batch_item){ first + i, version, NULL, 0 };
	apply(&w->f, w->got, "wire", items, (size_t)count,
	      &(struct batch_more){ .first = LEDGER_FIRST_ALL, .known = 200 });
	assert_int_equal(w->got->reply.error.status, NW_OK);
}

static void open_reader(struct world *w)
{
	struct nw_error err;

	reader_close(&w->reader);
	if (reader_open(w->f.dir, &w->reader, &err) != NW_OK)
		fail_msg("%s", err.text);
}

/* The titles' numbers of a walk, in its order: "7 6 5". */
static const char *walk(struct world *w, struct reader_walk *walk)
{
	static char text[4096];
	struct nw_error err;
	size_t used = 0, pages = 0;

	text[0] = '\0';
	while (!walk->done) {
		struct reader_item *items;
		size_t count;
		assert_true(pages++ < 1000);
		nw_arena_clear(w->arena);
		if (reader_page(w->reader, walk, w->arena, &items, &count,
				&err) != NW_OK)
			fail_msg("%s", err.text);
		for (size_t i = 0; i < count; i++) {
			struct nw_str title =
				nw_str_slice(items[i].row.title, 5, 4096);
			title.len = nw_str_find_char(title, ' ');
			used += (size_t)snprintf(
				text + used, sizeof(text) - used, "%s%.*s",
				used ? " " : "", NW_FMT(title));
		}
	}
	return text;
}

static const char *find(struct world *w, const char *filter)
{
	struct reader_walk at = { .filter = nw_str_from(filter) };

	return walk(w, &at);
}

/* Upkeep until the index has everything. */
static void make_index(struct world *w)
{
	do {
		fixture_pass(&w->f, SECOND);
		tick(&w->f, w->got);
		ask(&w->f, w->got, LEDGER_QUERY_STATUS, NULL, NULL);
	} while (!strstr(w->got->lines, "\"not_indexed\":0"));
	fixture_pass(&w->f, SECOND);
	tick(&w->f, w->got);
}

static void items_come_newest_first_and_by_their_time(void **state)
{
	struct world *w = *state;
	struct reader_walk period = { .since = START + HOUR,
				      .until = START + 2 * HOUR };
	struct nw_error err;
	int64_t count;
	nw_time first;

	fixture_open(&w->f);
	configure(&w->f, 3, NULL, 0);
	for (int hour = 0; hour < 3; hour++) {
		store(w, 10 * hour, 3, 1);
		fixture_pass(&w->f, HOUR);
	}
	open_reader(w);
	assert_string_equal(find(w, ""), "22 21 20 12 11 10 2 1 0");
	assert_string_equal(walk(w, &period), "12 11 10");
	assert_int_equal(period.looked, 3);
	assert_int_equal(reader_count(w->reader, START + HOUR, START + 2 * HOUR,
				      &count, &first, &err),
			 NW_OK);
	assert_int_equal(count, 3);
	assert_true(first >= START + HOUR && first < START + 2 * HOUR);
	store(w, 30, 1, 1);
	assert_string_equal(find(w, ""), "30 22 21 20 12 11 10 2 1 0");
}

static void the_index_says_neither_too_little_nor_old_things(void **state)
{
	struct world *w = *state;

	fixture_open(&w->f);
	configure(&w->f, 3, NULL, 0);
	store(w, 1, 9, 100);
	make_index(w);
	open_reader(w);
	assert_string_equal(find(w, "(\"7\")"), "7");
	assert_string_equal(find(w, "(\"7\" AND \"dockers\") OR (\"3\")"),
			    "7 3");
	assert_string_equal(find(w, "(\"dock\"*)"), "9 8 7 6 5 4 3 2 1");
	assert_string_equal(find(w, "(\"zebra\")"), "");
	/* What came since is given for the engine to judge. */
	store(w, 20, 2, 100);
	store(w, 4, 2, 200);
	assert_string_equal(find(w, "(\"7\")"), "21 20 7 5 4");
	make_index(w);
	assert_string_equal(find(w, "(\"200\")"), "5 4");
	/* The last change may have company within its millisecond. */
	assert_string_equal(find(w, "(\"21\")"), "21 5 4");
}

static void a_machine_that_is_slow_goes_on_item_by_item(void **state)
{
	struct world *w = *state;

	fixture_open(&w->f);
	configure(&w->f, 3, NULL, 0);
	store(w, 1, 5, 1);
	make_index(w);
	open_reader(w);
	slow = true;
	assert_string_equal(find(w, ""), "5 4 3 2 1");
	assert_string_equal(find(w, "(\"dock\"*)"), "5 4 3 2 1");
	slow = false;
}

static void a_lost_or_foreign_index_is_made_anew(void **state)
{
	struct world *w = *state;
	char path[512];

	fixture_open(&w->f);
	configure(&w->f, 3, NULL, 0);
	store(w, 1, 3, 1);
	make_index(w);
	fixture_close(&w->f);
	snprintf(path, sizeof(path), "%s/search.db", w->f.dir);
	FILE *file = fopen(path, "r+b");
	assert_non_null(file);
	assert_int_equal(fwrite("not a database at all", 1, 21, file), 21);
	fclose(file);
	fixture_open(&w->f);
	configure(&w->f, 3, NULL, 0);
	open_reader(w);
	assert_string_equal(find(w, "(\"2\")"), "3 2 1");
	tick(&w->f, w->got);
	fixture_pass(&w->f, 120 * SECOND);
	make_index(w);
	open_reader(w);
	assert_string_equal(find(w, "(\"2\")"), "2");
	ask(&w->f, w->got, LEDGER_ORDER_REINDEX, NULL, NULL);
	assert_int_equal(w->got->reply.error.status, NW_OK);
	make_index(w);
	open_reader(w);
	assert_string_equal(find(w, "(\"2\")"), "2");
}

static int64_t number_of(const struct world *w, const char *file,
			 const char *sql)
{
	char path[512];
	sqlite3_stmt *stmt;
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/%s", w->f.dir, file);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
			 SQLITE_OK);
	int code = sqlite3_step(stmt);
	assert_true(code == SQLITE_ROW || code == SQLITE_DONE);
	int64_t number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return number;
}

static void tables_of_words_go_with_their_items(void **state)
{
	struct world *w = *state;

	fixture_open(&w->f);
	configure(&w->f, 3, NULL, 0);
	store(w, 1, 1, 1);
	fixture_close(&w->f);
	number_of(w, "ledger.db",
		  "UPDATE seq SET value=65530 WHERE name='item'");
	fixture_open(&w->f);
	configure(&w->f, 3, NULL, 0);
	store(w, 10, 12, 1);
	make_index(w);
	open_reader(w);
	assert_string_equal(find(w, "(\"dockers\")"),
			    "21 20 19 18 17 16 15 14 13 12 11 10 1");
	assert_string_equal(find(w, "(\"1\" AND \"version\")"),
			    "21 20 19 18 17 16 15 14 13 12 11 10 1");
	assert_string_equal(find(w, "(\"12\") OR (\"19\")"), "19 12");
	reader_close(&w->reader);
	assert_int_equal(
		number_of(w, "search.db", "SELECT count(*) FROM share"), 2);
	fixture_pass(&w->f, 200 * DAY);
	store(w, 40, 1, 1);
	for (int i = 0; i < 100; i++) {
		fixture_pass(&w->f, 61 * SECOND);
		tick(&w->f, w->got);
	}
	store(w, 41, 1, 1);
	make_index(w);
	open_reader(w);
	assert_string_equal(find(w, "(\"dockers\")"), "41 40");
	reader_close(&w->reader);
	assert_int_equal(
		number_of(w, "search.db", "SELECT count(*) FROM share"), 1);
	assert_int_equal(number_of(w, "search.db",
				   "SELECT count(*) FROM sqlite_schema WHERE "
				   "name='words_0'"),
			 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(items_come_newest_first_and_by_their_time),
		TEST(the_index_says_neither_too_little_nor_old_things),
		TEST(a_machine_that_is_slow_goes_on_item_by_item),
		TEST(a_lost_or_foreign_index_is_made_anew),
		TEST(tables_of_words_go_with_their_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
