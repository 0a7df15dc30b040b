/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/reader.h"

#include "daemon/store/search.h"
#include "daemon/store/sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
	PAGE_ITEMS = 256,
	PAGE_BYTES = 24 << 20, /* of frames: a page ends behind it */
	PAGE_MS = 500,
	OLDER_ITEMS = 1000, /* in a row: the clock may have been set back */
	CHANGED_MOST = 4096,
	PROGRESS_STEPS = 2000, /* of SQLite's machine: some 100 us */
	SQL_BYTES = 4096
};

struct reader {
	sqlite3 *ledger, *archive;
	sqlite3 *search; /* NULL: no index */
	sqlite3_stmt *below, *one, *text, *changes, *at_or_above;
	sqlite3_stmt *words; /* of `share` */
	int64_t share;
	int64_t until_ms; /* monotonic: the transaction's end */
	/* Of the transaction: */
	int64_t indexed;      /* numbers up to this one are in the index */
	int64_t *changed;     /* numbers that the index may know wrongly */
	size_t changed_count; /* ascending */
	bool changed_all;     /* too many of them */
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* ---- open ---- */

static int is_late(void *arg)
{
	const struct reader *reader = arg;

	return now_ms() > reader->until_ms;
}

/* A file's name as a URI: what a URI's parser would take is escaped. */
static bool put_uri(struct nw_buf *out, const char *dir, const char *name)
{
	nw_buf_add_text(out, "file:");
	for (const char *c = dir; *c; c++) {
		if (strchr("%?#", *c))
			nw_buf_add_fmt(out, "%%%02x", (unsigned char)*c);
		else
			nw_buf_add_char(out, *c);
	}
	nw_buf_add_fmt(out, "/%s?mode=ro&readonly_shm=1", name);
	return !out->failed;
}

static enum nw_status prepare_file(sqlite3 *db, struct nw_error *err)
{
	static const char settings[] = "PRAGMA query_only=1;"
				       "PRAGMA cell_size_check=1;"
				       "PRAGMA mmap_size=0;"
				       "PRAGMA temp_store=MEMORY;"
				       "PRAGMA cache_size=-8192;"
				       "SELECT count(*) FROM sqlite_schema";
	int on;

	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, 1000);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, &on);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &on);
	/* The last one opens the log and the shared memory. */
	return sqlite_run(db, settings, err);
}

static enum nw_status open_file(struct reader *reader, const char *dir,
				const char *name, sqlite3 **out,
				struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf uri = { 0 };
	sqlite3 *db = NULL;
	enum nw_status status;

	nw_buf_init(&uri, 16384);
	if (!put_uri(&uri, dir, name))
		return nw_fail(err, NW_LIMIT,
			       "the state folder's path is too "
			       "long");
	if (sqlite3_open_v2(uri.at, &db,
			    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX |
				    SQLITE_OPEN_URI,
			    NULL) == SQLITE_OK)
		status = prepare_file(db, err);
	else
		status = sqlite_fail(db, name, err);
	if (status != NW_OK) {
		sqlite3_close_v2(db);
		return status;
	}
	sqlite3_progress_handler(db, PROGRESS_STEPS, is_late, reader);
	*out = db;
	return NW_OK;
}

static enum nw_status prepare(sqlite3 *db, sqlite3_stmt **out,
			      enum store_table_id table, const char *rest,
			      struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf sql = { 0 };

	nw_buf_init(&sql, SQL_BYTES);
	nw_buf_add_text(&sql, "SELECT ");
	sqlite_add_columns(&sql, &store_tables[table]);
	nw_buf_add_fmt(&sql, " FROM %s %s", store_tables[table].name, rest);
	return sqlite_prepare(db, out, &sql, err);
}

static enum nw_status prepare_all(struct reader *reader, struct nw_error *err)
{
	static const char changes[] =
		"SELECT DISTINCT item.seq FROM revision JOIN item"
		" ON item.id=revision.item WHERE revision.kept>=?1 LIMIT ?2";
	static const char at_or_above[] = "SELECT seq, seen FROM item"
					  " WHERE seq>=?1 ORDER BY seq LIMIT 1";
	enum nw_status status = prepare(
		reader->ledger, &reader->below, STORE_ITEM,
		"WHERE seq<?1 AND seq>?2 ORDER BY seq DESC LIMIT ?3", err);

	if (status == NW_OK)
		status = prepare(reader->ledger, &reader->one, STORE_ITEM,
				 "WHERE seq=?1", err);
	if (status == NW_OK)
		status = prepare(reader->archive, &reader->text, STORE_ARCHIVE,
				 "WHERE item=?1", err);
	if (status != NW_OK)
		return status;
	if (sqlite3_prepare_v2(reader->ledger, changes, -1, &reader->changes,
			       NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(reader->ledger, at_or_above, -1,
			       &reader->at_or_above, NULL) != SQLITE_OK)
		return sqlite_fail(reader->ledger, "statement", err);
	return NW_OK;
}

static enum nw_status get_number(sqlite3 *db, const char *sql, int64_t *out,
				 struct nw_error *err)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return sqlite_fail(db, "reading", err);
	int code = sqlite3_step(stmt);
	int64_t number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	if (code != SQLITE_ROW)
		return sqlite_fail(db, "reading", err);
	*out = number;
	return NW_OK;
}

static enum nw_status check_schema(sqlite3 *db, struct nw_error *err)
{
	int64_t version;
	enum nw_status status =
		get_number(db, "PRAGMA user_version", &version, err);

	if (status == NW_OK && version != STORE_SCHEMA)
		return nw_fail(err, NW_UNSUPPORTED,
			       "the store has schema %lld and this "
			       "newswatch-query reads schema %d",
			       (long long)version, STORE_SCHEMA);
	return status;
}

/* Without an index everything is read: slower, and the same answers. */
static void open_search(struct reader *reader, const char *dir)
{
	struct nw_error err;
	int64_t version = 0;

	if (open_file(reader, dir, "search.db", &reader->search, &err) ==
		    NW_OK &&
	    get_number(reader->search,
		       "SELECT value FROM state WHERE name='version'", &version,
		       &err) == NW_OK &&
	    version == SEARCH_VERSION)
		return;
	sqlite3_close_v2(reader->search);
	reader->search = NULL;
}

enum nw_status reader_open(const char *dir, struct reader **out,
			   struct nw_error *err)
{
	NW_AUTO(reader_close)
	struct reader *reader = calloc(1, sizeof(*reader));
	enum nw_status status;

	if (!reader)
		abort();
	reader->share = -1;
	reader->until_ms = now_ms() + READER_MOST_MS;
	reader->changed = calloc(CHANGED_MOST, sizeof(*reader->changed));
	if (!reader->changed)
		abort();
	status = open_file(reader, dir, "ledger.db", &reader->ledger, err);
	if (status == NW_OK)
		status = check_schema(reader->ledger, err);
	if (status == NW_OK)
		status = open_file(reader, dir, "archive.db", &reader->archive,
				   err);
	if (status == NW_OK)
		status = check_schema(reader->archive, err);
	if (status == NW_OK)
		status = prepare_all(reader, err);
	if (status != NW_OK)
		return status;
	open_search(reader, dir);
	*out = NW_STEAL(reader);
	return NW_OK;
}

void reader_close(struct reader **at)
{
	struct reader *reader = NW_STEAL(*at);

	if (!reader)
		return;
	sqlite3_finalize(reader->below);
	sqlite3_finalize(reader->one);
	sqlite3_finalize(reader->text);
	sqlite3_finalize(reader->changes);
	sqlite3_finalize(reader->at_or_above);
	sqlite3_finalize(reader->words);
	sqlite3_close_v2(reader->ledger);
	sqlite3_close_v2(reader->archive);
	sqlite3_close_v2(reader->search);
	free(reader->changed);
	free(reader);
}

/* ---- the transaction of a page ---- */

static int by_number(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return *left < *right ? -1 : *left > *right;
}

/* Items that were changed since the index last looked. */
static enum nw_status find_changed(struct reader *reader, int64_t since,
				   struct nw_error *err)
{
	sqlite3_stmt *stmt = reader->changes;
	int code;

	reader->changed_count = 0;
	sqlite3_bind_int64(stmt, 1, since);
	sqlite3_bind_int64(stmt, 2, CHANGED_MOST);
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW &&
	       reader->changed_count < CHANGED_MOST)
		reader->changed[reader->changed_count++] =
			sqlite3_column_int64(stmt, 0);
	enum nw_status status = NW_OK;
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		status = sqlite_fail(reader->ledger, "changes", err);
	sqlite3_reset(stmt);
	reader->changed_all = reader->changed_count == CHANGED_MOST;
	qsort(reader->changed, reader->changed_count, sizeof(int64_t),
	      by_number);
	return status;
}

/* What of the index can be relied on; without it nothing is indexed. */
static void begin_search(struct reader *reader, int64_t *changed)
{
	static const char sql[] = "BEGIN";
	struct nw_error err;
	enum nw_status status = NW_NOT_FOUND;

	reader->indexed = 0;
	*changed = 0;
	if (reader->search)
		status = sqlite_run(reader->search, sql, &err);
	if (status == NW_OK)
		status = get_number(reader->search,
				    "SELECT value FROM state WHERE name='seq'",
				    &reader->indexed, &err);
	if (status == NW_OK)
		status = get_number(
			reader->search,
			"SELECT value FROM state WHERE name='changed'", changed,
			&err);
	if (status != NW_OK)
		reader->indexed = 0;
}

/* The index first: what is committed behind it is then read without it. */
static enum nw_status begin(struct reader *reader, bool filtered,
			    struct nw_error *err)
{
	int64_t changed = 0;

	reader->until_ms = now_ms() + READER_MOST_MS;
	reader->indexed = 0;
	if (filtered)
		begin_search(reader, &changed);
	enum nw_status status = sqlite_run(reader->ledger, "BEGIN", err);
	if (status == NW_OK)
		status = sqlite_run(reader->archive, "BEGIN", err);
	if (status == NW_OK && reader->indexed > 0)
		status = find_changed(reader, changed, err);
	if (reader->changed_all)
		reader->indexed = 0;
	return status;
}

static void end(struct reader *reader)
{
	sqlite3 *const files[] = { reader->search, reader->ledger,
				   reader->archive };

	reader->until_ms = INT64_MAX;
	for (size_t i = 0; i < 3; i++)
		if (files[i] && !sqlite3_get_autocommit(files[i]))
			sqlite3_exec(files[i], "COMMIT", NULL, NULL, NULL);
}

/* ---- which items ---- */

/* Numbers of a page, descending. */
struct chosen {
	int64_t *seq;
	size_t count;
	int64_t end; /* all that are wanted from this number on are in it */
};

static enum nw_status turn_to_share(struct reader *reader, int64_t share,
				    struct nw_error *err)
{
	char sql[160];

	if (reader->share == share)
		return NW_OK;
	sqlite3_finalize(NW_STEAL(reader->words));
	reader->share = -1;
	snprintf(sql, sizeof(sql),
		 "SELECT rowid FROM words_%lld WHERE words_%lld MATCH ?1 AND "
		 "rowid<?2 ORDER BY rowid DESC LIMIT ?3",
		 (long long)share, (long long)share);
	if (sqlite3_prepare_v2(reader->search, sql, -1, &reader->words, NULL) !=
	    SQLITE_OK)
		return sqlite_fail(reader->search, "words", err);
	reader->share = share;
	return NW_OK;
}

static enum nw_status ask_words(struct reader *reader, struct nw_str filter,
				int64_t share, int64_t before,
				struct chosen *out, struct nw_error *err)
{
	enum nw_status status = turn_to_share(reader, share, err);
	int code;

	if (status != NW_OK)
		return status;
	sqlite3_stmt *stmt = reader->words;
	sqlite3_bind_text64(stmt, 1, filter.at, filter.len, SQLITE_STATIC,
			    SQLITE_UTF8);
	sqlite3_bind_int64(stmt, 2, before);
	sqlite3_bind_int64(stmt, 3, PAGE_ITEMS);
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
		out->seq[out->count++] = sqlite3_column_int64(stmt, 0);
	if (code != SQLITE_DONE)
		status = sqlite_fail(reader->search, "words", err);
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	out->end = share * SEARCH_SHARE;
	if (out->count == PAGE_ITEMS)
		out->end = out->seq[PAGE_ITEMS - 1];
	return status;
}

static int descending(const void *a, const void *b)
{
	return by_number(b, a);
}

static void add_changed(const struct reader *reader, int64_t before,
			struct chosen *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < reader->changed_count; i++)
		if (reader->changed[i] < before &&
		    reader->changed[i] >= out->end)
			out->seq[out->count++] = reader->changed[i];
	qsort(out->seq, out->count, sizeof(out->seq[0]), descending);
	for (size_t i = 0; i < out->count; i++)
		if (kept == 0 || out->seq[kept - 1] != out->seq[i])
			out->seq[kept++] = out->seq[i];
	out->count = kept;
}

/* ---- their rows ---- */

struct page {
	struct reader *reader;
	struct reader_walk *walk;
	struct nw_arena *arena;
	struct reader_item *items;
	size_t count;
	size_t bytes;
	int64_t until_ms; /* monotonic, once it is known which items */
};

/*
 * Looked at behind a first row: a page that takes none, where the index or the
 * disk was slow, would be asked for again and again.
 */
static bool is_full(const struct page *page)
{
	return page->count == PAGE_ITEMS || page->bytes > PAGE_BYTES ||
	       now_ms() > page->until_ms;
}

/* A text that is gone or damaged is counted, and its item passed over. */
static enum nw_status read_text(struct page *page, struct reader_item *item,
				struct nw_error *err)
{
	sqlite3_stmt *stmt = page->reader->text;
	struct store_archive text = { 0 };
	enum nw_status status = NW_NOT_FOUND;

	sqlite3_bind_text64(stmt, 1, item->row.id.at, item->row.id.len,
			    SQLITE_STATIC, SQLITE_UTF8);
	int code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		status = sqlite_read_row(stmt, &store_tables[STORE_ARCHIVE],
					 &text, page->arena, err);
	else if (code != SQLITE_DONE)
		status = sqlite_fail(page->reader->archive, "text", err);
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	item->frame = status == NW_OK ? text.frame : nw_str_make(NULL, 0);
	page->bytes += item->frame.len;
	bool damaged = code == SQLITE_ROW && status == NW_CORRUPT;
	page->walk->gone += code == SQLITE_DONE;
	page->walk->damaged += damaged;
	return damaged || code == SQLITE_DONE ? NW_OK : status;
}

/* The row at which `stmt` stands; false when the walk is at its end. */
static enum nw_status take_row(struct page *page, sqlite3_stmt *stmt,
			       struct nw_error *err)
{
	struct reader_walk *walk = page->walk;
	struct reader_item *item = &page->items[page->count];
	enum nw_status status = sqlite_read_row(stmt, &store_tables[STORE_ITEM],
						&item->row, page->arena, err);

	if (status != NW_OK)
		return status;
	walk->before = item->row.seq;
	if (item->row.seen < walk->since) {
		walk->done = ++walk->older >= OLDER_ITEMS;
		return NW_OK;
	}
	walk->older = 0;
	if (walk->until != 0 && item->row.seen >= walk->until)
		return NW_OK;
	walk->reached = item->row.seen;
	walk->looked++;
	status = read_text(page, item, err);
	if (status == NW_OK && item->frame.at)
		page->count++;
	return status;
}

/* All items below `before` and above `above`. */
static enum nw_status take_all(struct page *page, int64_t above,
			       struct nw_error *err)
{
	sqlite3_stmt *stmt = page->reader->below;
	enum nw_status status = NW_OK;
	int code = SQLITE_ROW;

	page->until_ms = now_ms() + PAGE_MS;
	sqlite3_bind_int64(stmt, 1, page->walk->before);
	sqlite3_bind_int64(stmt, 2, above);
	sqlite3_bind_int64(stmt, 3, 16 * PAGE_ITEMS);
	bool any = false;
	while (status == NW_OK && !(any && is_full(page)) &&
	       !page->walk->done && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		any = true;
		status = take_row(page, stmt, err);
	}
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		status = sqlite_fail(page->reader->ledger, "items", err);
	sqlite3_reset(stmt);
	if (status == NW_OK && code == SQLITE_DONE && !any) {
		page->walk->before = above + 1;
		page->walk->done = page->walk->done || above == 0;
	}
	return status;
}

static enum nw_status take_chosen(struct page *page,
				  const struct chosen *chosen,
				  struct nw_error *err)
{
	sqlite3_stmt *stmt = page->reader->one;
	enum nw_status status = NW_OK;
	size_t i = 0;

	page->until_ms = now_ms() + PAGE_MS;
	for (; status == NW_OK && i < chosen->count &&
	       !(i > 0 && is_full(page)) && !page->walk->done;
	     i++) {
		sqlite3_bind_int64(stmt, 1, chosen->seq[i]);
		int code = sqlite3_step(stmt);
		if (code == SQLITE_ROW)
			status = take_row(page, stmt, err);
		else if (code != SQLITE_DONE)
			status = sqlite_fail(page->reader->ledger, "item", err);
		sqlite3_reset(stmt);
	}
	if (status == NW_OK && i == chosen->count) {
		page->walk->before = chosen->end;
		page->walk->done = page->walk->done || chosen->end <= 1;
	}
	return status;
}

/*
 * The newest table of words for items below `before`, -1 none: numbers leap
 * when a ledger was restored.
 */
static enum nw_status find_share(struct reader *reader, int64_t before,
				 int64_t *out, struct nw_error *err)
{
	char sql[128];

	snprintf(
		sql, sizeof(sql),
		"SELECT coalesce(max(number),-1) FROM share WHERE number<=%lld",
		(long long)((before - 1) / SEARCH_SHARE));
	return get_number(reader->search, sql, out, err);
}

/* What the index says, for the part of the walk that it knows. */
static enum nw_status take_indexed(struct page *page, struct nw_error *err)
{
	struct reader *reader = page->reader;
	struct reader_walk *walk = page->walk;
	struct nw_error why;
	int64_t share;
	struct chosen chosen = {
		.seq = nw_arena_array(page->arena, PAGE_ITEMS + CHANGED_MOST,
				      sizeof(int64_t)),
	};

	if (!chosen.seq)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a page");
	enum nw_status status = find_share(reader, walk->before, &share, &why);
	if (status == NW_OK && share < 0) {
		walk->done = true;
		return NW_OK;
	}
	if (status == NW_OK)
		status = ask_words(reader, walk->filter, share, walk->before,
				   &chosen, &why);
	if (status != NW_OK) {
		/* Damaged, or the beginning of half of all words: from here
		 * on everything is read, in a transaction of its own. */
		walk->unfiltered = true;
		walk->index_damaged = status == NW_CORRUPT;
		return NW_OK;
	}
	add_changed(reader, walk->before, &chosen);
	return take_chosen(page, &chosen, err);
}

static enum nw_status take_page(struct page *page, struct nw_error *err)
{
	struct reader_walk *walk = page->walk;
	int64_t indexed = page->reader->indexed;

	if (walk->before == 0)
		walk->before = INT64_MAX;
	if (walk->filter.len == 0 || indexed == 0)
		walk->unfiltered = true;
	if (walk->unfiltered)
		return take_all(page, 0, err);
	if (walk->before > indexed + 1)
		return take_all(page, indexed, err);
	return take_indexed(page, err);
}

enum nw_status reader_page(struct reader *reader, struct reader_walk *walk,
			   struct nw_arena *arena, struct reader_item **out,
			   size_t *out_count, struct nw_error *err)
{
	struct page page = { .reader = reader, .walk = walk, .arena = arena };

	page.items = nw_arena_array(arena, PAGE_ITEMS + 1, sizeof(*page.items));
	if (!page.items)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a page");
	enum nw_status status = begin(reader, walk->filter.len > 0, err);
	if (status == NW_OK)
		status = take_page(&page, err);
	end(reader);
	if (status != NW_OK)
		return status;
	*out = page.items;
	*out_count = page.count;
	return NW_OK;
}

/* ---- how many there are ---- */

/* The number and time of the first item at or above a number. */
static enum nw_status probe(struct reader *reader, int64_t seq, int64_t *at,
			    int64_t *seen, struct nw_error *err)
{
	sqlite3_stmt *stmt = reader->at_or_above;
	enum nw_status status = NW_OK;

	sqlite3_bind_int64(stmt, 1, seq);
	int code = sqlite3_step(stmt);
	*at = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
	*seen = sqlite3_column_int64(stmt, 1);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		status = sqlite_fail(reader->ledger, "items", err);
	sqlite3_reset(stmt);
	return status;
}

/* The first number in [low, high) whose item was seen at `when` or later. */
static enum nw_status find_border(struct reader *reader, int64_t low,
				  int64_t high, nw_time when, int64_t *out,
				  struct nw_error *err)
{
	enum nw_status status = NW_OK;

	while (status == NW_OK && low < high) {
		int64_t middle = low + (high - low) / 2, at, seen;
		status = probe(reader, middle, &at, &seen, err);
		if (status == NW_OK && at != 0 && seen < when)
			low = at + 1;
		else
			high = middle;
	}
	*out = low;
	return status;
}

enum nw_status reader_count(struct reader *reader, nw_time since, nw_time until,
			    int64_t *out, nw_time *out_first,
			    struct nw_error *err)
{
	int64_t newest = 0, from = 0, to = 0, at = 0, seen = 0;

	reader->until_ms = now_ms() + READER_MOST_MS;
	enum nw_status status = get_number(
		reader->ledger, "SELECT coalesce(max(seq),0)+1 FROM item",
		&newest, err);
	to = newest;
	if (status == NW_OK)
		status = find_border(reader, 1, newest, since, &from, err);
	if (status == NW_OK && until != 0)
		status = find_border(reader, from, newest, until, &to, err);
	if (status == NW_OK && from < to)
		status = probe(reader, from, &at, &seen, err);
	reader->until_ms = INT64_MAX;
	if (status != NW_OK)
		return status;
	*out = to - from;
	*out_first = at != 0 ? seen : 0;
	return NW_OK;
}
