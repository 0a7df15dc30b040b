/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the SQLite back end share; nobody else includes it.
 */
#ifndef NW_DAEMON_STORE_SQLITE_H
#define NW_DAEMON_STORE_SQLITE_H

#include "daemon/store/retention.h"
#include "daemon/store/store.h"
#include <sqlite3.h>

enum sqlite_verb {
	SQLITE_PUT,
	SQLITE_ADD,
	SQLITE_GET,
	SQLITE_REMOVE,
	SQLITE_VERBS
};

struct store {
	sqlite3 *ledger;
	sqlite3 *archive;
	sqlite3_stmt *rows[STORE_TABLES][SQLITE_VERBS];
	sqlite3_stmt *finds[STORE_FIND_COUNT];
	sqlite3_stmt *expires[STORE_RETENTION_MAX];
	sqlite3_stmt *counts[STORE_TABLES][2];
	sqlite3_backup *backup;
	sqlite3 *backup_to;
};

/* Words what SQLite said, with what we were at. */
enum nw_status sqlite_fail(sqlite3 *db, const char *what, struct nw_error *err);

/* Runs SQL without results. */
enum nw_status sqlite_run(sqlite3 *db, const char *sql,
			  struct nw_error *err) NW_CHECKED;

/* Opens a file with our settings, 0600; makes it where it is not. */
enum nw_status sqlite_open_file(const char *path, sqlite3 **out,
				struct nw_error *err) NW_CHECKED;

/* Prepares once; `*stmt` is kept and reset by its users. */
enum nw_status sqlite_prepare(sqlite3 *db, sqlite3_stmt **stmt,
			      const struct nw_buf *sql,
			      struct nw_error *err) NW_CHECKED;

sqlite3 *sqlite_file_of(const struct store *store, enum store_table_id table);

/* "a, b, c" of the table's columns, crc at the end where it has one. */
void sqlite_add_columns(struct nw_buf *sql, const struct store_table *table);

/*
 * Copies the row at which `stmt` stands, its columns as sqlite_add_columns
 * selects them, and checks its sum.
 */
enum nw_status sqlite_read_row(sqlite3_stmt *stmt,
			       const struct store_table *table, void *row,
			       struct nw_arena *arena,
			       struct nw_error *err) NW_CHECKED;

/* sqlite_find.c */
enum nw_status sqlite_find(struct store *store, enum store_find what,
			   const struct store_arg *args, size_t arg_count,
			   struct nw_arena *arena, struct store_rows *out,
			   struct nw_error *err);
enum nw_status sqlite_expire(struct store *store, size_t retention_row,
			     int64_t value, int64_t now_kept, int64_t most,
			     int64_t *out_deleted, struct nw_error *err);
enum nw_status sqlite_count(struct store *store, enum store_table_id table,
			    int64_t state, int64_t *out, struct nw_error *err);

/* sqlite_backup.c */
enum nw_status sqlite_checkpoint(struct store *store, struct nw_error *err);
void sqlite_shrink(struct store *store);
enum nw_status sqlite_backup(struct store *store, const char *path, int pages,
			     struct nw_error *err);
void sqlite_backup_abandon(struct store *store);
enum nw_status sqlite_verify(const char *path, bool archive, bool rows,
			     struct nw_error *err);
enum nw_status sqlite_scrub(struct store *store, int64_t *out_bad,
			    struct nw_error *err);

#endif
