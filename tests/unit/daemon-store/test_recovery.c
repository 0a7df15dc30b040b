/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a store goes through: crashes, flipped bits, full disks, two daemons,
 * other versions. The file is looked at with SQLite directly between runs.
 */
#include "fixture.h"

#include "daemon/store/retention.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static struct got got;

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_make(f);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	fixture_close(f);
	fixture_remove(f);
	free(f);
	return 0;
}

static void start(struct fixture *f)
{
	fixture_open(f);
	configure(f, 3, NULL, 0);
}

static void file_path(const struct fixture *f, const char *name, char out[128])
{
	snprintf(out, 128, "%s/%s", f->dir, name);
}

static bool has_file(const struct fixture *f, const char *name)
{
	char path[128];

	file_path(f, name, path);
	return access(path, F_OK) == 0;
}

/* The first column of the first row; -1 when SQLite says no. */
static int64_t query(const struct fixture *f, const char *file, const char *sql)
{
	char path[128];
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t value = -1;

	file_path(f, file, path);
	if (sqlite3_open(path, &db) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK) {
		int code = sqlite3_step(stmt);
		value = code == SQLITE_ROW    ? sqlite3_column_int64(stmt, 0)
			: code == SQLITE_DONE ? 0
					      : -1;
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return value;
}

static void add_items(struct fixture *f, int from, int count)
{
	struct batch_item items[64];
	/* Dated now, so that many at once are news and no suspects. */
	for (int i = 0; i < count; i++)
		items[i] = (struct batch_item){ from + i, 1, "strikes",
						f->now.at };
	apply(f, &got, "bbc", items, (size_t)count,
	      &(struct batch_more){ .first = LEDGER_FIRST_ALL });
	assert_int_equal(got.reply.error.status, NW_OK);
	assert_int_equal(got.reply.alerts, count);
}

/* Ticks until a backup is complete. */
static void make_backup(struct fixture *f)
{
	char path[128];

	file_path(f, "backup.db", path);
	unlink(path);
	for (int i = 0; i < 100 && !has_file(f, "backup.db"); i++) {
		fixture_pass(f, HOUR);
		tick(f, &got);
	}
	assert_true(has_file(f, "backup.db"));
}

/* Changes a byte of the title of an item in the file itself. */
static bool flip_in_file(const struct fixture *f, const char *needle)
{
	char path[128];
	size_t len = strlen(needle);
	bool found = false;

	assert_int_not_equal(
		query(f, "ledger.db", "PRAGMA wal_checkpoint(TRUNCATE)"), -1);
	file_path(f, "ledger.db", path);
	int fd = open(path, O_RDWR);
	struct stat st;
	assert_int_equal(fstat(fd, &st), 0);
	char *all = malloc((size_t)st.st_size);
	assert_int_equal(pread(fd, all, (size_t)st.st_size, 0), st.st_size);
	for (off_t i = 0; i + (off_t)len < st.st_size; i++)
		if (memcmp(all + i, needle, len) == 0) {
			char changed = (char)(all[i] ^ 1);
			found = pwrite(fd, &changed, 1, i) == 1 || found;
		}
	close(fd);
	free(all);
	return found;
}

/* ---- two daemons, other versions ---- */

static void a_second_daemon_is_told_the_pid_of_the_first(void **state)
{
	struct fixture *f = *state;
	struct fixture other = *f;
	struct nw_error err = { 0 };
	char pid[32];

	start(f);
	other.ledger = NULL;
	other.end = &other.first;
	assert_int_equal(fixture_try_open(&other, &err), NW_BUSY);
	snprintf(pid, sizeof(pid), "pid %ld", (long)getpid());
	assert_non_null(strstr(err.text, pid));
	assert_null(other.ledger);
}

static void a_newer_schema_is_refused_with_both_numbers(void **state)
{
	struct fixture *f = *state;
	struct nw_error err = { 0 };

	start(f);
	fixture_close(f);
	assert_int_equal(query(f, "ledger.db", "PRAGMA user_version=77"), 0);
	assert_int_equal(fixture_try_open(f, &err), NW_UNSUPPORTED);
	assert_non_null(strstr(err.text, "schema 77"));
	assert_non_null(strstr(err.text, "up to 6"));
	assert_int_equal(query(f, "ledger.db", "PRAGMA user_version"), 77);
}

/* What the migrations behind the first made is taken away again. */
static void an_older_schema_is_brought_up_with_what_it_holds(void **state)
{
	struct fixture *f = *state;

	start(f);
	add_items(f, 1, 2);
	fixture_close(f);
	query(f, "ledger.db", "DROP TABLE question");
	query(f, "ledger.db", "DROP TABLE remote");
	query(f, "ledger.db", "DROP TABLE alias");
	query(f, "ledger.db", "DROP TABLE habit");
	query(f, "archive.db", "DROP TABLE edit");
	query(f, "ledger.db", "DROP TABLE label");
	query(f, "ledger.db", "DROP TABLE member");
	query(f, "ledger.db", "DROP TABLE print");
	query(f, "ledger.db", "DROP TABLE sums");
	query(f, "ledger.db", "DROP TABLE report");
	query(f, "ledger.db", "DROP TABLE voice");
	query(f, "ledger.db", "DROP TABLE thread");
	query(f, "ledger.db", "DROP TABLE rate");
	query(f, "ledger.db", "DROP TABLE spike");
	query(f, "ledger.db", "DROP INDEX story_last");
	query(f, "ledger.db", "ALTER TABLE story DROP COLUMN independent");
	query(f, "ledger.db", "ALTER TABLE story DROP COLUMN gist");
	query(f, "ledger.db", "DROP INDEX item_awaiting");
	query(f, "ledger.db", "PRAGMA user_version=1");
	query(f, "archive.db", "PRAGMA user_version=1");
	start(f);
	fixture_close(f);
	assert_int_equal(query(f, "ledger.db", "PRAGMA user_version"), 6);
	assert_int_equal(query(f, "archive.db", "PRAGMA user_version"), 6);
	assert_int_equal(query(f, "ledger.db", "SELECT count(*) FROM label"),
			 0);
	assert_int_equal(query(f, "ledger.db", "SELECT count(*) FROM item"), 2);
}

static void files_are_the_daemons_alone(void **state)
{
	static const char *const names[] = { "ledger.db",     "archive.db",
					     "ledger.db-wal", "journal",
					     "lock",	      "backup.db" };
	struct fixture *f = *state;
	struct stat st;
	char path[128];

	umask(0);
	start(f);
	add_items(f, 1, 2);
	make_backup(f);
	assert_int_equal(stat(f->dir, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		file_path(f, names[i], path);
		assert_int_equal(stat(path, &st), 0);
		if ((st.st_mode & 07777) != 0600)
			fail_msg("%s has mode %o", names[i],
				 st.st_mode & 07777);
	}
}

/* ---- corruption ---- */

static void a_flipped_bit_in_a_row_is_found_and_healed(void **state)
{
	struct fixture *f = *state;
	char sent[33];

	start(f);
	add_items(f, 1, 10);
	make_backup(f);
	add_items(f, 21, 5);
	claim(f, &got, 1);
	memcpy(sent, got.deliveries[0].id, 33);
	give_verdict(f, &got, sent, got.deliveries[0].fence,
		     NW_VERDICT_DELIVERED);
	fixture_close(f);
	assert_true(flip_in_file(f, "Item 5 version 1"));
	start(f);
	ask(f, &got, LEDGER_QUERY_ITEMS, NULL, NULL);
	fixture_drain(f);
	assert_int_equal(got.reply.error.status, NW_OK);
	assert_int_equal(f->failures, 0);
	assert_true(f->errors > 0);
	assert_true(has_file(f, "ledger.db.corrupt-1"));
	/* The journal gave the rows of after the backup back. */
	ask(f, &got, LEDGER_QUERY_STATUS, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"alerts\":15"));
	assert_non_null(strstr(got.lines, "\"sent\":1"));
	assert_non_null(strstr(got.lines, "\"pending\":14"));
	/* The five items are read again and raise nothing twice. */
	struct batch_item again[5];
	for (int i = 0; i < 5; i++)
		again[i] =
			(struct batch_item){ 21 + i, 1, "strikes", f->now.at };
	apply(f, &got, "bbc", again, 5, NULL);
	assert_int_equal(got.reply.items_new, 5);
	assert_int_equal(got.reply.alerts, 0);
	got.done = false;
	ledger_source(f->ledger, nw_str_from("bbc"), take_reply, &got);
	await(f, &got);
	assert_string_equal(got.etag, "\"tag\"");
}

/* The item of a batch of one under another id, as a source renames it. */
static void rename_item(struct ledger_batch *batch, int number)
{
	struct nw_str id = item_id(batch->arena, number);
	union {
		const struct nw_str *const_texts;
		struct nw_str *texts;
	} frames = { .const_texts = batch->frames };
	union {
		const struct ledger_shown *const_rows;
		struct ledger_shown *rows;
	} shown = { .const_rows = batch->shown };
	struct nw_str tail = nw_str_slice(
		frames.texts[0], strlen("{'id':'") + 32, frames.texts[0].len);

	frames.texts[0] = nw_arena_fmt(batch->arena, "{\"id\":\"%.*s%.*s",
				       NW_FMT(id), NW_FMT(tail));
	shown.rows[0].id = id;
}

static void
a_renamed_item_stays_itself_when_its_group_is_run_again(void **state)
{
	struct fixture *f = *state;
	const struct batch_item two = { 2, 1, "strikes", f->now.at };

	start(f);
	add_items(f, 2, 1);
	make_backup(f);
	fixture_close(f);
	/* Met behind the renaming, which is done anew after the recovery. */
	assert_true(flip_in_file(f, "guid-2"));
	start(f);
	struct ledger_batch batch = make_batch("bbc", &two, 1, NULL);
	rename_item(&batch, 77);
	got.done = false;
	ledger_apply(f->ledger, &batch, take_reply, &got);
	await(f, &got);
	assert_int_equal(got.reply.error.status, NW_OK);
	assert_true(has_file(f, "ledger.db.corrupt-1"));
	assert_int_equal(got.reply.items_new, 0);
	assert_int_equal(got.reply.alerts, 0);
	ask(f, &got, LEDGER_QUERY_STATUS, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"items\":1,"));
}

static void sources_are_polled_anew_after_a_recovery(void **state)
{
	struct fixture *f = *state;

	start(f);
	add_items(f, 1, 10);
	make_backup(f);
	fixture_close(f);
	assert_true(flip_in_file(f, "Item 5 version 1"));
	start(f);
	ask(f, &got, LEDGER_QUERY_ITEMS, NULL, NULL);
	got.done = false;
	ledger_source(f->ledger, nw_str_from("bbc"), take_reply, &got);
	await(f, &got);
	assert_string_equal(got.etag, "");
	assert_int_equal(got.next_due, 0);
	assert_string_equal(got.cursor, "page 1");
}

static void a_file_of_noise_is_put_aside_at_start(void **state)
{
	struct fixture *f = *state;
	char path[128];

	start(f);
	add_items(f, 1, 10);
	make_backup(f);
	fixture_close(f);
	file_path(f, "ledger.db", path);
	FILE *file = fopen(path, "w");
	for (int i = 0; i < 30000; i++)
		fputc(i * 7 % 251, file);
	fclose(file);
	start(f);
	ask(f, &got, LEDGER_QUERY_STATUS, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"items\":10"));
	assert_true(has_file(f, "ledger.db.corrupt-1"));
}

static void without_a_backup_the_journal_alone_keeps_the_alerts(void **state)
{
	struct fixture *f = *state;
	char path[128];

	start(f);
	add_items(f, 1, 4);
	fixture_close(f);
	file_path(f, "ledger.db", path);
	assert_int_equal(truncate(path, 1000), 0);
	start(f);
	ask(f, &got, LEDGER_QUERY_STATUS, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"pending\":4"));
	claim(f, &got, 10);
	assert_true(got.reply.delivery_count >= 1);
	assert_true(got.deliveries[0].has_alert);
}

static void every_flipped_byte_of_a_checked_row_is_seen(void **state)
{
	static const char *const tables[] = { "source", "identity", "item",
					      "outbox", "alert",    "shown" };
	struct fixture *f = *state;
	int seen = 0;

	start(f);
	add_items(f, 1, 1);
	fixture_close(f);
	for (size_t i = 0; i < 6; i++) {
		char sql[128];
		snprintf(sql, sizeof(sql), "UPDATE %s SET kept=kept+1 WHERE 1",
			 tables[i]);
		assert_int_not_equal(query(f, "ledger.db", sql), -1);
		start(f);
		got.done = false;
		ledger_source(f->ledger, nw_str_from("bbc"), take_reply, &got);
		await(f, &got);
		got.done = false;
		ledger_shown(f->ledger, nw_str_from("bbc"), take_reply, &got);
		await(f, &got);
		struct batch_item again = { 1, 2, NULL, f->now.at };
		apply(f, &got, "bbc", &again, 1, NULL);
		ask(f, &got, LEDGER_QUERY_ALERTS, NULL, NULL);
		ask(f, &got, LEDGER_QUERY_OUTBOX, NULL, NULL);
		fixture_drain(f);
		seen += has_file(f, "ledger.db.corrupt-1");
		fixture_close(f);
		fixture_remove(f);
		mkdir(f->dir, 0700);
		start(f);
		add_items(f, 1, 1);
		fixture_close(f);
	}
	assert_int_equal(seen, 6);
}

/* ---- kill -9 ---- */

/* Works without end, one item and one delivery a round, until it is killed. */
static void work_until_killed(struct fixture *f, int round, int ready)
{
	struct got *mine = calloc(1, sizeof(*mine));

	start(f);
	for (int i = 0;; i++) {
		struct batch_item item = { round * 100000 + i, 1, "diplomacy",
					   f->now.at };
		apply(f, mine, "bbc", &item, 1,
		      &(struct batch_more){ .first = LEDGER_FIRST_ALL });
		claim(f, mine, 2);
		if (mine->reply.delivery_count > 0)
			give_verdict(f, mine, mine->deliveries[0].id,
				     mine->deliveries[0].fence,
				     NW_VERDICT_DELIVERED);
		if (i == 3 && write(ready, "x", 1) != 1)
			_exit(1);
	}
}

static void check_invariants(struct fixture *f)
{
	static const char *const none[] = {
		"SELECT count(*) FROM item WHERE id NOT IN"
		" (SELECT item FROM identity)",
		"SELECT count(*) FROM identity WHERE item NOT IN"
		" (SELECT id FROM item)",
		"SELECT count(*) FROM item WHERE story NOT IN"
		" (SELECT id FROM story)",
		"SELECT count(*) FROM alert WHERE (SELECT count(*) FROM outbox"
		" WHERE outbox.alert=alert.id)<>3",
		"SELECT count(*) FROM outbox WHERE alert NOT IN"
		" (SELECT id FROM alert)",
		"SELECT count(*) FROM item WHERE watches<>'[]' AND story NOT IN"
		" (SELECT story FROM alert)",
		"SELECT count(*) FROM outbox WHERE state=4 AND attempts=0",
		"SELECT count(*) FROM source WHERE items<>"
		"(SELECT count(*) FROM item)",
	};

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (query(f, "ledger.db", none[i]) != 0)
			fail_msg("not none: %s", none[i]);
}

static void killed_at_any_moment_it_goes_on_whole(void **state)
{
	struct fixture *f = *state;
	unsigned chance = 12345;

	for (int round = 0; round < 15; round++) {
		int ready[2];
		char byte;
		assert_int_equal(pipe(ready), 0);
		pid_t child = fork();
		if (child == 0)
			work_until_killed(f, round, ready[1]);
		close(ready[1]);
		assert_int_equal(read(ready[0], &byte, 1), 1);
		close(ready[0]);
		/* The moment is what is tested: no condition to wait for. */
		chance = chance * 1103515245 + 12345;
		usleep(chance / 65536 % 20000);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		check_invariants(f);
	}
	assert_true(query(f, "ledger.db", "SELECT count(*) FROM item") > 45);
	start(f);
	ask(f, &got, LEDGER_QUERY_OUTBOX, "leased", NULL);
	assert_string_equal(got.lines, "");
	assert_int_equal(f->errors, 0);
}

/* ---- full disk ---- */

static void deliveries_go_on_when_the_disk_is_full(void **state)
{
	struct fixture *f = *state;
	bool refused = false;

	if (mount("tmpfs", f->dir, "tmpfs", 0, "size=14m,mode=0700") != 0)
		skip();
	start(f);
	assert_true(has_file(f, "ballast"));
	add_items(f, 1, 4);
	for (int i = 0; i < 400 && !refused; i++) {
		struct batch_item items[64];
		for (int n = 0; n < 64; n++)
			items[n] = (struct batch_item){ 1000 + i * 64 + n, 1,
							"strikes", f->now.at };
		apply(f, &got, "bbc", items, 64, NULL);
		refused = got.reply.error.status == NW_BUSY;
	}
	assert_true(refused);
	assert_true(got.reply.pause_fetching);
	assert_false(has_file(f, "ballast"));
	assert_int_equal(f->failures, 0);
	claim(f, &got, 1);
	assert_int_equal(got.reply.delivery_count, 1);
	give_verdict(f, &got, got.deliveries[0].id, got.deliveries[0].fence,
		     NW_VERDICT_DELIVERED);
	assert_int_equal(got.reply.error.status, NW_OK);
	fixture_close(f);
	assert_int_equal(query(f, "ledger.db",
			       "SELECT count(*) FROM outbox WHERE state=4"),
			 1);
	umount(f->dir);
}

static void fill_disk(const struct fixture *f)
{
	static const char block[65536];
	char path[128];

	file_path(f, "filler", path);
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	for (size_t len = sizeof(block); len > 0;)
		if (write(fd, block, len) <= 0)
			len /= 2;
	close(fd);
}

/* As much room is asked for as the disk has, and more. */
static void a_small_disk_that_was_full_is_told_and_goes_on(void **state)
{
	struct fixture *f = *state;
	const struct ledger_setting ballast = { NW_STR("ballast"), 16 << 20 };
	char path[128];

	if (mount("tmpfs", f->dir, "tmpfs", 0, "size=12m,mode=0700") != 0)
		skip();
	fixture_open(f);
	configure(f, 3, &ballast, 1);
	tick(f, &got);
	assert_false(got.reply.pause_fetching);
	fill_disk(f);
	struct batch_item items[64];
	for (int n = 0; n < 64; n++)
		items[n] = (struct batch_item){ n, 1, "strikes", f->now.at };
	apply(f, &got, "bbc", items, 64, NULL);
	assert_true(got.reply.pause_fetching);
	fill_disk(f);
	file_path(f, "filler", path);
	assert_int_equal(unlink(path), 0);
	fixture_pass(f, 10 * SECOND);
	tick(f, &got);
	assert_false(got.reply.pause_fetching);
	ask(f, &got, LEDGER_QUERY_NOTICES, NULL, NULL);
	assert_non_null(strstr(got.lines, "state folder was full"));
	assert_non_null(strstr(got.lines, "\"open\":false"));
	ask(f, &got, LEDGER_QUERY_ALERTS, NULL, NULL);
	assert_non_null(strstr(got.lines, "state folder was full"));
	/* It filled slowly: told at once. */
	fill_disk(f);
	fixture_pass(f, 10 * SECOND);
	got.done = false;
	ledger_tick(f->ledger, take_reply, &got);
	await(f, &got);
	assert_true(got.reply.pause_fetching);
	assert_int_equal(unlink(path), 0);
	fixture_close(f);
	umount(f->dir);
}

static void a_write_that_fails_stops_the_ledger_for_good(void **state)
{
	struct fixture *f = *state;
	struct rlimit old, small = { 100000, RLIM_INFINITY };

	start(f);
	add_items(f, 1, 2);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small.rlim_max = old.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	for (int i = 0; i < 100 && f->failures == 0; i++) {
		struct batch_item items[32];
		for (int n = 0; n < 32; n++)
			items[n] = (struct batch_item){ 1000 + i * 32 + n, 1,
							NULL, f->now.at };
		apply(f, &got, "bbc", items, 32, NULL);
		fixture_drain(f);
	}
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(f->failures, 1);
	assert_int_equal(f->why.status, NW_IO);
	assert_int_equal(got.reply.error.status, NW_IO);
	/* There is room again, and it is not tried again all the same. */
	ask(f, &got, LEDGER_QUERY_STATUS, NULL, NULL);
	assert_int_equal(got.reply.error.status, NW_IO);
	assert_int_equal(f->failures, 1);
	fixture_close(f);
	start(f);
	ask(f, &got, LEDGER_QUERY_STATUS, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"pending\":2"));
}

/* ---- retention ---- */

static void every_table_has_a_rule_by_age_and_by_count(void **state)
{
	(void)state;
	for (int table = 0; table < STORE_TABLES; table++) {
		unsigned rules = 0;
		for (size_t i = 0; i < store_retention_count; i++)
			if ((int)store_retention[i].table == table)
				rules |= 1u << store_retention[i].rule;
		if (rules != (1u << STORE_RULE_AGE | 1u << STORE_RULE_COUNT) &&
		    rules != 1u << STORE_RULE_BOUNDED)
			fail_msg("%s has no rule of retention",
				 store_tables[table].name);
	}
	/* And no table is unknown to the const rows. */
	struct fixture *f = *state;
	start(f);
	assert_int_equal(query(f, "ledger.db",
			       "SELECT count(*) FROM sqlite_schema"
			       " WHERE type='table'") +
				 query(f, "archive.db",
				       "SELECT count(*) FROM sqlite_schema"
				       " WHERE type='table'"),
			 STORE_TABLES);
}

static void old_rows_go_and_what_is_on_its_way_stays(void **state)
{
	static const struct ledger_setting settings[] = {
		{ NW_STR("alerts"), 0 },  { NW_STR("deliveries"), 0 },
		{ NW_STR("items"), 0 },	  { NW_STR("items_count"), 2 },
		{ NW_STR("no_such"), 1 },
	};
	struct fixture *f = *state;

	fixture_open(f);
	configure(f, 3, settings, 5);
	add_items(f, 1, 5);
	claim(f, &got, 2);
	give_verdict(f, &got, got.deliveries[0].id, 1, NW_VERDICT_DELIVERED);
	for (int i = 0; i < 100; i++) {
		fixture_pass(f, 61 * SECOND);
		tick(f, &got);
	}
	ask(f, &got, LEDGER_QUERY_STATUS, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"items\":0"));
	assert_non_null(strstr(got.lines, "\"sent\":0"));
	assert_non_null(strstr(got.lines, "\"alerts\":4"));
}

static void a_clock_that_jumps_deletes_nothing(void **state)
{
	struct fixture *f = *state;

	start(f);
	add_items(f, 1, 5);
	f->now.at += 20 * 365 * DAY;
	for (int i = 0; i < 60; i++) {
		fixture_pass(f, 61 * SECOND);
		tick(f, &got);
	}
	fixture_close(f);
	f->now.at = 0;
	start(f);
	for (int i = 0; i < 60; i++) {
		fixture_pass(f, 61 * SECOND);
		tick(f, &got);
	}
	ask(f, &got, LEDGER_QUERY_STATUS, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"items\":5"));
	assert_int_equal(query(f, "ledger.db", "SELECT count(*) FROM identity"),
			 5);
}

static void an_item_is_known_as_long_as_it_is_shown_and_a_while(void **state)
{
	static const struct ledger_setting settings[] = {
		{ NW_STR("identities"), 10 * DAY },
	};
	const struct batch_item item = { 1, 1, "diplomacy", START };
	const struct batch_more more = { .first = LEDGER_FIRST_ALL };
	struct fixture *f = *state;

	fixture_open(f);
	configure(f, 3, settings, 1);
	add_items(f, 1, 2);
	for (int i = 0; i < 30; i++) {
		fixture_pass(f, DAY);
		apply(f, &got, "bbc", &item, 1, &more);
	}
	for (int i = 0; i < 150; i++) {
		fixture_pass(f, 61 * SECOND);
		tick(f, &got);
	}
	assert_int_equal(query(f, "ledger.db", "SELECT count(*) FROM identity"),
			 1);
	assert_int_equal(query(f, "ledger.db",
			       "SELECT count(*) FROM identity WHERE item LIKE "
			       "'%00001'"),
			 1);
}

/* ---- stress ---- */

static void many_messages_at_once_are_all_answered_in_order(void **state)
{
	struct fixture *f = *state;
	enum { ROUNDS = 400 };
	struct got *replies = calloc(8, sizeof(*replies));

	start(f);
	for (int i = 0; i < ROUNDS; i++) {
		struct batch_item item = { 5000 + i, 1, "diplomacy",
					   f->now.at };
		struct batch_more more = { .first = LEDGER_FIRST_ALL,
					   .sequence =
						   ledger_sequence(f->ledger) };
		struct ledger_batch batch = make_batch("bbc", &item, 1, &more);
		ledger_apply(f->ledger, &batch, i % 50 ? NULL : take_reply,
			     &replies[i / 50]);
	}
	for (int i = 0; i < 8; i++)
		await(f, &replies[i]);
	ask(f, &got, LEDGER_QUERY_STATUS, NULL, NULL);
	assert_non_null(strstr(got.lines, "\"items\":400"));
	assert_non_null(strstr(got.lines, "\"pending\":1200"));
	assert_false(ledger_busy(f->ledger));
	free(replies);
}

static void what_waits_at_the_end_is_committed(void **state)
{
	struct fixture *f = *state;

	start(f);
	for (int i = 0; i < 50; i++) {
		struct batch_item item = { i + 1, 1, NULL, f->now.at };
		struct ledger_batch batch = make_batch("bbc", &item, 1, NULL);
		ledger_apply(f->ledger, &batch, NULL, NULL);
	}
	fixture_close(f);
	assert_int_equal(query(f, "ledger.db", "SELECT count(*) FROM item"),
			 50);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_second_daemon_is_told_the_pid_of_the_first),
		TEST(a_newer_schema_is_refused_with_both_numbers),
		TEST(an_older_schema_is_brought_up_with_what_it_holds),
		TEST(files_are_the_daemons_alone),
		TEST(a_flipped_bit_in_a_row_is_found_and_healed),
		TEST(a_renamed_item_stays_itself_when_its_group_is_run_again),
		TEST(sources_are_polled_anew_after_a_recovery),
		TEST(a_file_of_noise_is_put_aside_at_start),
		TEST(without_a_backup_the_journal_alone_keeps_the_alerts),
		TEST(every_flipped_byte_of_a_checked_row_is_seen),
		TEST(killed_at_any_moment_it_goes_on_whole),
		TEST(deliveries_go_on_when_the_disk_is_full),
		TEST(a_small_disk_that_was_full_is_told_and_goes_on),
		TEST(a_write_that_fails_stops_the_ledger_for_good),
		TEST(every_table_has_a_rule_by_age_and_by_count),
		TEST(old_rows_go_and_what_is_on_its_way_stays),
		TEST(an_item_is_known_as_long_as_it_is_shown_and_a_while),
		TEST(a_clock_that_jumps_deletes_nothing),
		TEST(many_messages_at_once_are_all_answered_in_order),
		TEST(what_waits_at_the_end_is_committed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
