/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checkpoint, backup in steps, and the scrub of a restored file.
 */
#include "daemon/store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define SQL_BYTES 4096

static enum nw_status checkpoint_file(sqlite3 *db, struct nw_error *err)
{
	int code = sqlite3_wal_checkpoint_v2(
		db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	if (code != SQLITE_OK && code != SQLITE_BUSY)
		return sqlite_fail(db, "checkpoint", err);
	return NW_OK;
}

enum nw_status sqlite_checkpoint(struct store *store, struct nw_error *err)
{
	enum nw_status status = checkpoint_file(store->ledger, err);

	if (status == NW_OK)
		status = checkpoint_file(store->archive, err);
	return status;
}

void sqlite_shrink(struct store *store)
{
	sqlite3_db_release_memory(store->ledger);
	sqlite3_db_release_memory(store->archive);
}

void sqlite_backup_abandon(struct store *store)
{
	if (store->backup)
		sqlite3_backup_finish(store->backup);
	if (store->backup_to)
		sqlite3_close_v2(store->backup_to);
	store->backup = NULL;
	store->backup_to = NULL;
}

static enum nw_status begin_backup(struct store *store, const char *path,
				   struct nw_error *err)
{
	/* Its own journal and syncs would only slow it: we sync the end. */
	static const char fast[] = "PRAGMA journal_mode=OFF;"
				   "PRAGMA synchronous=OFF";

	if (unlink(path) != 0 && errno != ENOENT)
		return nw_fail(err, NW_IO, "%s: %s", path, strerror(errno));
	enum nw_status status = sqlite_open_file(path, &store->backup_to, err);
	if (status == NW_OK)
		status = sqlite_run(store->backup_to, fast, err);
	if (status != NW_OK)
		return status;
	store->backup = sqlite3_backup_init(store->backup_to, "main",
					    store->ledger, "main");
	if (!store->backup)
		return sqlite_fail(store->backup_to, "backup", err);
	return NW_OK;
}

static enum nw_status sync_file(const char *path, struct nw_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) != 0) {
		int why = errno;
		if (fd >= 0)
			close(fd);
		return nw_fail(err, NW_IO, "%s: %s", path, strerror(why));
	}
	close(fd);
	return NW_OK;
}

static enum nw_status end_backup(struct store *store, const char *path,
				 struct nw_error *err)
{
	enum nw_status status = NW_OK;

	if (sqlite3_backup_finish(NW_STEAL(store->backup)) != SQLITE_OK)
		status = sqlite_fail(store->backup_to, "backup", err);
	sqlite_backup_abandon(store);
	return status == NW_OK ? sync_file(path, err) : status;
}

enum nw_status sqlite_backup(struct store *store, const char *path, int pages,
			     struct nw_error *err)
{
	enum nw_status status = NW_OK;

	if (!store->backup)
		status = begin_backup(store, path, err);
	int code = status == NW_OK ? sqlite3_backup_step(store->backup, pages)
				   : SQLITE_ERROR;
	if (code == SQLITE_DONE)
		return end_backup(store, path, err);
	if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED)
		return nw_fail(err, NW_BUSY, "the backup goes on");
	if (status == NW_OK)
		status = nw_fail(
			err, (code & 0xff) == SQLITE_FULL ? NW_LIMIT : NW_IO,
			"backup to %s: %s", path, sqlite3_errstr(code));
	sqlite_backup_abandon(store);
	unlink(path);
	return status;
}

/* ---- scrub ---- */

/*
 * Reads the rows of a table; those that fail their sum are counted, and
 * deleted by their key where there is a statement for it.
 */
static enum nw_status scan_rows(sqlite3 *db, const struct store_table *table,
				sqlite3_stmt *reading, sqlite3_stmt *deleting,
				int64_t *bad, struct nw_error *err)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new((size_t)64 << 20);
	_Alignas(16) char row[512];
	int code;

	while ((code = sqlite3_step(reading)) == SQLITE_ROW) {
		nw_arena_clear(arena);
		if (sqlite_read_row(reading, table, row, arena, NULL) == NW_OK)
			continue;
		++*bad;
		if (!deleting)
			continue;
		for (uint16_t i = 0; i < table->key_count; i++)
			sqlite3_bind_value(deleting, i + 1,
					   sqlite3_column_value(reading, i));
		if (sqlite3_step(deleting) != SQLITE_DONE)
			return sqlite_fail(db, "scrub", err);
		sqlite3_reset(deleting);
	}
	return code == SQLITE_DONE ? NW_OK : sqlite_fail(db, "scrub", err);
}

static enum nw_status prepare_delete(sqlite3 *db,
				     const struct store_table *table,
				     sqlite3_stmt **out, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf sql = { 0 };

	nw_buf_init(&sql, SQL_BYTES);
	nw_buf_add_fmt(&sql, "DELETE FROM %s WHERE 1", table->name);
	for (uint16_t i = 0; i < table->key_count; i++)
		nw_buf_add_fmt(&sql, " AND \"%s\" IS ?%d",
			       table->columns[i].name, i + 1);
	return sqlite_prepare(db, out, &sql, err);
}

static enum nw_status scan_table(sqlite3 *db, const struct store_table *table,
				 bool repair, int64_t *bad,
				 struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf sql = { 0 };
	sqlite3_stmt *reading = NULL, *deleting = NULL;

	nw_buf_init(&sql, SQL_BYTES);
	nw_buf_add_text(&sql, "SELECT ");
	sqlite_add_columns(&sql, table);
	nw_buf_add_fmt(&sql, " FROM %s NOT INDEXED", table->name);
	enum nw_status status = sqlite_prepare(db, &reading, &sql, err);
	if (status == NW_OK && repair)
		status = prepare_delete(db, table, &deleting, err);
	if (status == NW_OK)
		status = scan_rows(db, table, reading, deleting, bad, err);
	sqlite3_finalize(reading);
	sqlite3_finalize(deleting);
	return status;
}

static enum nw_status scan_file(sqlite3 *db, bool archive, bool repair,
				int64_t *bad, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < STORE_TABLES && status == NW_OK; i++)
		if (store_tables[i].checked &&
		    store_tables[i].archive == archive)
			status = scan_table(db, &store_tables[i], repair, bad,
					    err);
	return status;
}

enum nw_status sqlite_scrub(struct store *store, int64_t *out_bad,
			    struct nw_error *err)
{
	int64_t bad = 0;
	enum nw_status status = sqlite_run(store->ledger, "REINDEX", err);

	if (status == NW_OK)
		status = scan_file(store->ledger, false, true, &bad, err);
	if (status == NW_OK)
		status = scan_file(store->archive, true, true, &bad, err);
	if (status == NW_OK)
		*out_bad = bad;
	return status;
}

static enum nw_status quick_check(sqlite3 *db, struct nw_error *err)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &stmt, NULL) !=
	    SQLITE_OK)
		return sqlite_fail(db, "check", err);
	int code = sqlite3_step(stmt);
	const char *text = (const char *)sqlite3_column_text(stmt, 0);
	enum nw_status status = NW_OK;
	if (code != SQLITE_ROW)
		status = sqlite_fail(db, "check", err);
	else if (!text || strcmp(text, "ok") != 0)
		status = nw_fail(err, NW_CORRUPT,
				 "the check of a store's "
				 "pages says: %s",
				 text ? text : "nothing");
	sqlite3_finalize(stmt);
	return status;
}

enum nw_status sqlite_verify(const char *path, bool archive, bool rows,
			     struct nw_error *err)
{
	sqlite3 *db = NULL;
	int64_t bad = 0;

	if (access(path, R_OK) != 0)
		return nw_fail(err, NW_NOT_FOUND, "%s: %s", path,
			       strerror(errno));
	enum nw_status status = sqlite_open_file(path, &db, err);
	if (status == NW_OK)
		status = quick_check(db, err);
	if (status == NW_OK && rows)
		status = scan_file(db, archive, false, &bad, err);
	if (status == NW_OK && bad > 0)
		status = nw_fail(err, NW_CORRUPT,
				 "%s: %lld rows fail their check sum", path,
				 (long long)bad);
	sqlite3_close_v2(db);
	return status;
}
