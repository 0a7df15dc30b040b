/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SQLite back end: two files, ledger.db and archive.db, each with its own
 * connection because commits over attached WAL files are not atomic.
 */
#include "daemon/store/sqlite.h"

#include "base/hash.h"
#include "daemon/store/schema.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes of the longest statement that we build. */
#define SQL_BYTES 8192

static enum nw_status status_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
		return NW_OK;
	case SQLITE_FULL:
		return NW_LIMIT;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return NW_CORRUPT;
	case SQLITE_NOMEM:
		return NW_NO_MEMORY;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return NW_BUSY;
	case SQLITE_CONSTRAINT:
		return NW_EXISTS;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return NW_IO;
	default:
		return NW_INTERNAL;
	}
}

enum nw_status sqlite_fail(sqlite3 *db, const char *what, struct nw_error *err)
{
	int code = sqlite3_extended_errcode(db);
	enum nw_status status = status_of(code);

	if (status == NW_OK)
		status = NW_INTERNAL;
	return nw_fail(err, status, "store, %s: %s (SQLite %d, errno %d)", what,
		       sqlite3_errmsg(db), code, sqlite3_system_errno(db));
}

enum nw_status sqlite_run(sqlite3 *db, const char *sql, struct nw_error *err)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_fail(db, sql, err);
	return NW_OK;
}

/* SQLite makes files by the umask; ours are the daemon's alone. */
static enum nw_status make_private(const char *path, struct nw_error *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0 || fchmod(fd, 0600) != 0) {
		int why = errno;
		if (fd >= 0)
			close(fd);
		return nw_fail(err, NW_IO, "%s: %s", path, strerror(why));
	}
	close(fd);
	return NW_OK;
}

/* The WAL grows to 4,000 pages at most before it is carried over. */
static const char settings[] = "PRAGMA journal_mode=WAL;"
			       "PRAGMA synchronous=FULL;"
			       "PRAGMA cell_size_check=1;"
			       "PRAGMA mmap_size=0;"
			       "PRAGMA temp_store=MEMORY;"
			       "PRAGMA cache_size=-4096;"
			       "PRAGMA journal_size_limit=16777216;"
			       "PRAGMA wal_autocheckpoint=4000";

static enum nw_status apply_settings(sqlite3 *db, struct nw_error *err)
{
	int on;

	if (sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, &on) !=
		    SQLITE_OK ||
	    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &on) !=
		    SQLITE_OK)
		return sqlite_fail(db, "settings", err);
	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, 2000);
	if (sqlite3_exec(db, settings, NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_fail(db, "settings", err);
	return NW_OK;
}

enum nw_status sqlite_open_file(const char *path, sqlite3 **out,
				struct nw_error *err)
{
	sqlite3 *db = NULL;
	enum nw_status status = make_private(path, err);

	if (status != NW_OK)
		return status;
	if (sqlite3_open_v2(path, &db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
				    SQLITE_OPEN_NOFOLLOW,
			    NULL) != SQLITE_OK)
		status = sqlite_fail(db, path, err);
	else
		status = apply_settings(db, err);
	if (status != NW_OK)
		sqlite3_close_v2(db);
	else
		*out = db;
	return status;
}

static void forget_statements(struct store *store)
{
	for (size_t i = 0; i < STORE_TABLES; i++) {
		for (size_t v = 0; v < SQLITE_VERBS; v++)
			sqlite3_finalize(store->rows[i][v]);
		sqlite3_finalize(store->counts[i][0]);
		sqlite3_finalize(store->counts[i][1]);
	}
	for (size_t i = 0; i < STORE_FIND_COUNT; i++)
		sqlite3_finalize(store->finds[i]);
	for (size_t i = 0; i < STORE_RETENTION_MAX; i++)
		sqlite3_finalize(store->expires[i]);
}

static void close_store(struct store **at)
{
	struct store *store = NW_STEAL(*at);

	if (!store)
		return;
	sqlite_backup_abandon(store);
	forget_statements(store);
	sqlite3_close_v2(store->ledger);
	sqlite3_close_v2(store->archive);
	free(store);
}

static enum nw_status open_one(const char *dir, const char *name, sqlite3 **out,
			       struct nw_error *err)
{
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/%s.db", dir, name) >=
	    (int)sizeof(path))
		return nw_fail(err, NW_LIMIT,
			       "the path of the state folder is "
			       "too long");
	enum nw_status status = sqlite_open_file(path, out, err);
	if (status == NW_OK)
		status = schema_migrate(*out, name, err);
	return status;
}

static enum nw_status open_store(const char *dir, struct store **out,
				 struct nw_error *err)
{
	NW_AUTO(close_store) struct store *store = calloc(1, sizeof(*store));

	if (!store)
		return nw_fail(err, NW_NO_MEMORY, "no memory for the store");
	enum nw_status status = open_one(dir, "ledger", &store->ledger, err);
	if (status == NW_OK)
		status = open_one(dir, "archive", &store->archive, err);
	if (status == NW_OK)
		*out = NW_STEAL(store);
	return status;
}

sqlite3 *sqlite_file_of(const struct store *store, enum store_table_id table)
{
	return store_tables[table].archive ? store->archive : store->ledger;
}

static enum nw_status begin(struct store *store, struct nw_error *err)
{
	enum nw_status status =
		sqlite_run(store->ledger, "BEGIN IMMEDIATE", err);

	if (status != NW_OK)
		return status;
	status = sqlite_run(store->archive, "BEGIN IMMEDIATE", err);
	if (status != NW_OK)
		sqlite3_exec(store->ledger, "ROLLBACK", NULL, NULL, NULL);
	return status;
}

static void roll_back(sqlite3 *db)
{
	if (!sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
}

static void rollback(struct store *store)
{
	roll_back(store->ledger);
	roll_back(store->archive);
}

/* Archive first: a text without its item is harmless, the reverse is not. */
static enum nw_status commit(struct store *store, struct nw_error *err)
{
	enum nw_status status = sqlite_run(store->archive, "COMMIT", err);

	if (status == NW_OK)
		status = sqlite_run(store->ledger, "COMMIT", err);
	if (status != NW_OK)
		rollback(store);
	return status;
}

static enum nw_status mark(struct store *store, struct nw_error *err)
{
	enum nw_status status =
		sqlite_run(store->ledger, "SAVEPOINT message", err);

	if (status == NW_OK)
		status = sqlite_run(store->archive, "SAVEPOINT message", err);
	return status;
}

static enum nw_status release(struct store *store, struct nw_error *err)
{
	enum nw_status status =
		sqlite_run(store->ledger, "RELEASE message", err);

	if (status == NW_OK)
		status = sqlite_run(store->archive, "RELEASE message", err);
	return status;
}

/* After SQLITE_FULL the whole transaction may be gone already. */
static void undo(struct store *store)
{
	static const char sql[] = "ROLLBACK TO message; RELEASE message";

	if (!sqlite3_get_autocommit(store->ledger))
		sqlite3_exec(store->ledger, sql, NULL, NULL, NULL);
	if (!sqlite3_get_autocommit(store->archive))
		sqlite3_exec(store->archive, sql, NULL, NULL, NULL);
}

/* ---- statements ---- */

enum nw_status sqlite_prepare(sqlite3 *db, sqlite3_stmt **stmt,
			      const struct nw_buf *sql, struct nw_error *err)
{
	enum nw_status status = nw_buf_check(sql, "a statement", err);

	if (status != NW_OK)
		return status;
	if (sqlite3_prepare_v3(db, sql->at, (int)sql->len,
			       SQLITE_PREPARE_PERSISTENT, stmt,
			       NULL) != SQLITE_OK)
		return sqlite_fail(db, "statement", err);
	return NW_OK;
}

void sqlite_add_columns(struct nw_buf *sql, const struct store_table *table)
{
	for (uint16_t i = 0; i < table->column_count; i++)
		nw_buf_add_fmt(sql, "%s\"%s\"", i ? "," : "",
			       table->columns[i].name);
	if (table->checked)
		nw_buf_add_text(sql, ",crc");
}

static void add_key(struct nw_buf *sql, const struct store_table *table)
{
	for (uint16_t i = 0; i < table->key_count; i++)
		nw_buf_add_fmt(sql, "%s\"%s\"=?%d", i ? " AND " : "",
			       table->columns[i].name, i + 1);
}

static void add_insert(struct nw_buf *sql, const struct store_table *table)
{
	int places = table->column_count + (table->checked ? 1 : 0);

	nw_buf_add_fmt(sql, "INSERT INTO %s(", table->name);
	sqlite_add_columns(sql, table);
	nw_buf_add_text(sql, ") VALUES(");
	for (int i = 1; i <= places; i++)
		nw_buf_add_fmt(sql, "%s?%d", i > 1 ? "," : "", i);
	nw_buf_add_text(sql, ") ON CONFLICT");
}

static void add_upsert(struct nw_buf *sql, const struct store_table *table)
{
	add_insert(sql, table);
	nw_buf_add_char(sql, '(');
	for (uint16_t i = 0; i < table->key_count; i++)
		nw_buf_add_fmt(sql, "%s\"%s\"", i ? "," : "",
			       table->columns[i].name);
	nw_buf_add_text(sql, ") DO UPDATE SET ");
	for (uint16_t i = table->key_count; i < table->column_count; i++)
		nw_buf_add_fmt(sql, "%s\"%s\"=excluded.\"%s\"",
			       i > table->key_count ? "," : "",
			       table->columns[i].name, table->columns[i].name);
	if (table->checked)
		nw_buf_add_text(sql, ",crc=excluded.crc");
}

static void add_statement(struct nw_buf *sql, const struct store_table *table,
			  enum sqlite_verb verb)
{
	switch (verb) {
	case SQLITE_PUT:
		add_upsert(sql, table);
		break;
	case SQLITE_ADD:
		add_insert(sql, table);
		nw_buf_add_text(sql, " DO NOTHING");
		break;
	case SQLITE_GET:
		nw_buf_add_text(sql, "SELECT ");
		sqlite_add_columns(sql, table);
		nw_buf_add_fmt(sql, " FROM %s WHERE ", table->name);
		add_key(sql, table);
		break;
	default:
		nw_buf_add_fmt(sql, "DELETE FROM %s WHERE ", table->name);
		add_key(sql, table);
	}
}

static enum nw_status statement(struct store *store, enum store_table_id table,
				enum sqlite_verb verb, sqlite3_stmt **out,
				struct nw_error *err)
{
	sqlite3_stmt **at = &store->rows[table][verb];
	enum nw_status status = NW_OK;

	if (!*at) {
		NW_AUTO(nw_buf_fini) struct nw_buf sql = { 0 };
		nw_buf_init(&sql, SQL_BYTES);
		add_statement(&sql, &store_tables[table], verb);
		status = sqlite_prepare(sqlite_file_of(store, table), at, &sql,
					err);
	}
	if (status == NW_OK)
		*out = *at;
	return status;
}

/* ---- rows ---- */

static int64_t int_of(const void *row, const struct store_column *column)
{
	int64_t value;

	memcpy(&value, (const char *)row + column->offset, sizeof(value));
	return value;
}

static struct nw_str text_of(const void *row, const struct store_column *column)
{
	struct nw_str value;

	memcpy(&value, (const char *)row + column->offset, sizeof(value));
	return value;
}

/* Type, length and bytes of each column, so that no two rows run together. */
static uint32_t sum_of(const struct store_table *table, const void *row)
{
	uint32_t crc = nwi_crc32c(0, table->name, strlen(table->name));

	for (uint16_t i = 0; i < table->column_count; i++) {
		const struct store_column *column = &table->columns[i];
		if (column->type == STORE_INT) {
			int64_t value = int_of(row, column);
			crc = nwi_crc32c(crc, &value, sizeof(value));
			continue;
		}
		struct nw_str text = text_of(row, column);
		uint64_t len = text.at ? text.len : UINT64_MAX;
		crc = nwi_crc32c(crc, &len, sizeof(len));
		if (text.len > 0)
			crc = nwi_crc32c(crc, text.at, text.len);
	}
	return crc;
}

static int bind_column(sqlite3_stmt *stmt, int place,
		       const struct store_column *column, const void *row)
{
	if (column->type == STORE_INT)
		return sqlite3_bind_int64(stmt, place, int_of(row, column));
	struct nw_str text = text_of(row, column);
	if (nw_str_is_absent(text))
		return sqlite3_bind_null(stmt, place);
	if (column->type == STORE_BLOB)
		return sqlite3_bind_blob64(stmt, place, text.at, text.len,
					   SQLITE_STATIC);
	return sqlite3_bind_text64(stmt, place, text.at, text.len,
				   SQLITE_STATIC, SQLITE_UTF8);
}

static int bind_columns(sqlite3_stmt *stmt, const struct store_table *table,
			uint16_t count, const void *row)
{
	int code = SQLITE_OK;

	for (uint16_t i = 0; i < count && code == SQLITE_OK; i++)
		code = bind_column(stmt, i + 1, &table->columns[i], row);
	return code;
}

static void reset(sqlite3_stmt *stmt)
{
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
}

static enum nw_status write_row(struct store *store, enum store_table_id id,
				enum sqlite_verb verb, const void *row,
				struct nw_error *err)
{
	const struct store_table *table = &store_tables[id];
	sqlite3 *db = sqlite_file_of(store, id);
	sqlite3_stmt *stmt;
	enum nw_status status = statement(store, id, verb, &stmt, err);

	if (status != NW_OK)
		return status;
	int code = bind_columns(stmt, table,
				verb == SQLITE_REMOVE ? table->key_count
						      : table->column_count,
				row);
	if (code == SQLITE_OK && table->checked && verb != SQLITE_REMOVE)
		code = sqlite3_bind_int64(stmt, table->column_count + 1,
					  sum_of(table, row));
	if (code != SQLITE_OK || sqlite3_step(stmt) != SQLITE_DONE)
		status = sqlite_fail(db, table->name, err);
	reset(stmt);
	return status;
}

static enum nw_status put(struct store *store, enum store_table_id table,
			  const void *row, struct nw_error *err)
{
	return write_row(store, table, SQLITE_PUT, row, err);
}

static enum nw_status add(struct store *store, enum store_table_id table,
			  const void *row, struct nw_error *err)
{
	enum nw_status status = write_row(store, table, SQLITE_ADD, row, err);

	if (status == NW_OK &&
	    sqlite3_changes(sqlite_file_of(store, table)) == 0)
		return nw_fail(err, NW_EXISTS, "store, %s: is there already",
			       store_tables[table].name);
	return status;
}

static enum nw_status remove_row(struct store *store, enum store_table_id table,
				 const void *row, struct nw_error *err)
{
	return write_row(store, table, SQLITE_REMOVE, row, err);
}

static enum nw_status read_text(sqlite3_stmt *stmt, int place, char *member,
				struct nw_arena *arena, struct nw_error *err)
{
	struct nw_str text = { NULL, 0 };
	const void *at = sqlite3_column_blob(stmt, place);
	int bytes = sqlite3_column_bytes(stmt, place);

	if (sqlite3_column_type(stmt, place) != SQLITE_NULL)
		text = nw_arena_str(arena,
				    nw_str_make(at ? at : "", (size_t)bytes));
	if (at && nw_str_is_absent(text))
		return nw_fail(err, NW_NO_MEMORY,
			       "store: rows over their memory");
	memcpy(member, &text, sizeof(text));
	return NW_OK;
}

enum nw_status sqlite_read_row(sqlite3_stmt *stmt,
			       const struct store_table *table, void *row,
			       struct nw_arena *arena, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (uint16_t i = 0; i < table->column_count && status == NW_OK; i++) {
		char *member = (char *)row + table->columns[i].offset;
		if (table->columns[i].type == STORE_INT) {
			int64_t value = sqlite3_column_int64(stmt, i);
			memcpy(member, &value, sizeof(value));
		} else {
			status = read_text(stmt, i, member, arena, err);
		}
	}
	if (status != NW_OK || !table->checked)
		return status;
	if (sqlite3_column_int64(stmt, table->column_count) !=
	    sum_of(table, row))
		return nw_fail(err, NW_CORRUPT,
			       "store, %s: a row fails its check sum",
			       table->name);
	return NW_OK;
}

static enum nw_status get(struct store *store, enum store_table_id id,
			  void *row, struct nw_arena *arena,
			  struct nw_error *err)
{
	const struct store_table *table = &store_tables[id];
	sqlite3_stmt *stmt;
	enum nw_status status = statement(store, id, SQLITE_GET, &stmt, err);

	if (status != NW_OK)
		return status;
	int code = bind_columns(stmt, table, table->key_count, row);
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		status = sqlite_read_row(stmt, table, row, arena, err);
	else if (code == SQLITE_DONE)
		status = nw_fail(err, NW_NOT_FOUND, "store, %s: no such row",
				 table->name);
	else
		status = sqlite_fail(sqlite_file_of(store, id), table->name,
				     err);
	reset(stmt);
	return status;
}

const struct store_ops store_sqlite = {
	.name = "sqlite",
	.open = open_store,
	.close = close_store,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.mark = mark,
	.release = release,
	.undo = undo,
	.put = put,
	.add = add,
	.get = get,
	.remove = remove_row,
	.find = sqlite_find,
	.expire = sqlite_expire,
	.count = sqlite_count,
	.checkpoint = sqlite_checkpoint,
	.shrink = sqlite_shrink,
	.backup = sqlite_backup,
	.backup_abandon = sqlite_backup_abandon,
	.verify = sqlite_verify,
	.scrub = sqlite_scrub,
};
