/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Selections, counts and retention: SQL from const tables.
 */
#include "daemon/store/sqlite.h"

#define SQL_BYTES 4096

static const struct {
	enum store_table_id table;
	const char *rest; /* behind FROM */
} finds[STORE_FIND_COUNT] = {
	[STORE_FIND_SOURCES] = { STORE_SOURCE, "ORDER BY name" },
	[STORE_FIND_SOURCES_PAGE] = { STORE_SOURCE,
				      "ORDER BY name LIMIT ?2 OFFSET ?1" },
	[STORE_FIND_SUSPECTS] = { STORE_ITEM,
				  "WHERE source=?1 AND seq>?2 AND flags & 2 "
				  "ORDER BY seq LIMIT ?3" },
	[STORE_FIND_ITEMS] = { STORE_ITEM,
			       "WHERE seq<?1 ORDER BY seq DESC LIMIT ?2" },
	[STORE_FIND_ITEMS_ABOVE] = { STORE_ITEM,
				     "WHERE seq>?1 ORDER BY seq LIMIT ?2" },
	[STORE_FIND_REVISIONS_AFTER] = { STORE_REVISION,
					 "WHERE (kept,item)>(?1,?2) "
					 "ORDER BY kept, item LIMIT ?3" },
	[STORE_FIND_ITEMS_OF] = { STORE_ITEM, "WHERE source=?3 AND seq<?1 "
					      "ORDER BY seq DESC LIMIT ?2" },
	[STORE_FIND_ITEMS_BY_URL] = { STORE_ITEM, "WHERE url=?1 "
						  "ORDER BY seq LIMIT ?2" },
	/* The last code point stands behind whatever goes on so. */
	[STORE_FIND_ITEMS_FROM_URL] = { STORE_ITEM, "WHERE url>=?1 AND "
						    "url<?1||char(1114111) "
						    "ORDER BY url LIMIT ?2" },
	[STORE_FIND_ITEMS_AWAITING] = { STORE_ITEM,
					"WHERE state=1 AND kept<=?1 "
					"ORDER BY kept LIMIT ?2" },
	[STORE_FIND_ALERTS] = { STORE_ALERT,
				"WHERE seq<?1 ORDER BY seq DESC LIMIT ?2" },
	[STORE_FIND_ALERTS_OF] = { STORE_ALERT, "WHERE watch=?3 AND seq<?1 "
						"ORDER BY seq DESC LIMIT ?2" },
	[STORE_FIND_ALERTS_OF_STORY] = { STORE_ALERT,
					 "WHERE story=?1 LIMIT ?2" },
	[STORE_FIND_OUTBOX] = { STORE_OUTBOX,
				"WHERE seq<?1 ORDER BY seq DESC LIMIT ?2" },
	[STORE_FIND_OUTBOX_IN] = { STORE_OUTBOX, "WHERE state=?3 AND seq<?1 "
						 "ORDER BY seq DESC LIMIT ?2" },
	[STORE_FIND_OUTBOX_OF_ALERT] = { STORE_OUTBOX, "WHERE alert=?1 ORDER "
						       "BY seq LIMIT ?2" },
	[STORE_FIND_OUTBOX_OPEN] = { STORE_OUTBOX,
				     "WHERE state IN (0,2,3) AND seq>?1 "
				     "ORDER BY seq LIMIT ?2" },
	[STORE_FIND_OUTBOX_LEASED] = { STORE_OUTBOX, "WHERE state=1 AND seq>?1 "
						     "ORDER BY seq LIMIT ?2" },
	[STORE_FIND_OUTBOX_DUE] = { STORE_OUTBOX,
				    "WHERE key=?1 AND state IN (0,2,3) "
				    "AND since_ms+left_ms<=?2 "
				    "ORDER BY rank, seq LIMIT ?3" },
	[STORE_FIND_OUTBOX_PROBE] = { STORE_OUTBOX,
				      "WHERE key=?1 AND state IN (0,2,3) "
				      "ORDER BY rank, seq LIMIT ?2" },
	[STORE_FIND_OUTBOX_NEXT] = { STORE_OUTBOX,
				     "WHERE key=?1 AND state IN (0,2,3) "
				     "ORDER BY since_ms+left_ms LIMIT ?2" },
	[STORE_FIND_OUTBOX_RETRY] = { STORE_OUTBOX,
				      "WHERE key=?1 AND state IN (2,3) "
				      "AND seq>?2 ORDER BY seq LIMIT ?3" },
	[STORE_FIND_BREAKERS] = { STORE_BREAKER, "ORDER BY key" },
	[STORE_FIND_NOTICES] = { STORE_NOTICE, "ORDER BY last DESC, key "
					       "LIMIT ?2 OFFSET ?1" },
	[STORE_FIND_FOLLOW_UPS_OF] = { STORE_FOLLOW_UP,
				       "WHERE source=?1 ORDER BY id LIMIT ?2" },
	[STORE_FIND_FOLLOWED] = { STORE_FOLLOW_UP,
				  "WHERE kind=?1 GROUP BY source LIMIT ?2" },
	[STORE_FIND_SET_ASIDE] = { STORE_SET_ASIDE,
				   "WHERE id<?1 ORDER BY id DESC LIMIT ?2" },
	[STORE_FIND_LABELS] = { STORE_LABEL, "ORDER BY at DESC, item, topic "
					     "LIMIT ?2 OFFSET ?1" },
	[STORE_FIND_EDITS] = { STORE_EDIT,
			       "WHERE item=?1 ORDER BY revision LIMIT ?2" },
	[STORE_FIND_LABELS_OF] = { STORE_LABEL,
				   "WHERE topic=?3 ORDER BY at DESC, item "
				   "LIMIT ?2 OFFSET ?1" },
	[STORE_FIND_STORY_NUMBER] = { STORE_STORY, "WHERE seq=?1" },
	[STORE_FIND_STORIES] = { STORE_STORY, "ORDER BY last_seen DESC, seq "
					      "DESC LIMIT ?2 OFFSET ?1" },
	[STORE_FIND_STORIES_FROM] = { STORE_STORY, "WHERE id>=?1 AND "
						   "id<?1||'g' ORDER BY id "
						   "LIMIT ?2" },
	[STORE_FIND_ALERTS_FROM] = { STORE_ALERT, "WHERE id>=?1 AND "
						  "id<?1||'g' ORDER BY id "
						  "LIMIT ?2" },
	[STORE_FIND_ITEMS_FROM] = { STORE_ITEM, "WHERE id>=?1 AND "
						"id<?1||'g' ORDER BY id "
						"LIMIT ?2" },
	[STORE_FIND_OUTBOX_FROM] = { STORE_OUTBOX, "WHERE id>=?1 AND "
						   "id<?1||'g' ORDER BY id "
						   "LIMIT ?2" },
	[STORE_FIND_MEMBERS] = { STORE_MEMBER, "WHERE story=?1 AND number>?2 "
					       "ORDER BY number LIMIT ?3" },
	[STORE_FIND_MEMBER_OF] = { STORE_MEMBER, "WHERE item=?1 ORDER BY "
						 "number DESC LIMIT 1" },
	[STORE_FIND_PRINTS] = { STORE_PRINT, "WHERE number>?1 ORDER BY number "
					     "LIMIT ?2" },
	[STORE_FIND_SUMS] = { STORE_SUMS,
			      "WHERE number>?1 ORDER BY number LIMIT ?2" },
	[STORE_FIND_REPORTS] = { STORE_REPORT, "WHERE story=?1 ORDER BY "
					       "first, outlet LIMIT ?2" },
	[STORE_FIND_VOICES] = { STORE_VOICE, "WHERE story=?1 LIMIT ?2" },
	[STORE_FIND_THREADS] = { STORE_THREAD,
				 "WHERE story=?1 ORDER BY watch LIMIT ?2" },
	[STORE_FIND_THREADS_MORE] = { STORE_THREAD,
				      "WHERE story=?1 AND watch>?3 "
				      "ORDER BY watch LIMIT ?2" },
	[STORE_FIND_THREADS_DUE] = { STORE_THREAD, "WHERE due>0 AND due<=?1 "
						   "ORDER BY due LIMIT ?2" },
	[STORE_FIND_THREADS_BEHIND] = { STORE_THREAD,
					"WHERE due>0 AND (due,watch,story)>"
					"(?1,?2,?3) ORDER BY due, watch, story "
					"LIMIT ?4" },
	[STORE_FIND_QUESTIONS_OF] = { STORE_QUESTION,
				      "WHERE item=?1 ORDER BY classifier" },
	[STORE_FIND_QUESTIONS_DUE] = { STORE_QUESTION,
				       "WHERE classifier=?1 AND state=1 "
				       "AND due<=?2 ORDER BY due DESC "
				       "LIMIT ?3" },
	[STORE_FIND_QUESTION_NEXT] = { STORE_QUESTION,
				       "WHERE classifier=?1 AND state=1 "
				       "ORDER BY due LIMIT ?2" },
	[STORE_FIND_QUESTIONS_IN] = { STORE_QUESTION,
				      "WHERE state=?1 AND kept<=?2 "
				      "ORDER BY kept LIMIT ?3" },
	[STORE_FIND_QUESTIONS_OF_IN] = { STORE_QUESTION,
					 "WHERE classifier=?4 AND state=?1 "
					 "AND kept<=?2 ORDER BY kept "
					 "LIMIT ?3" },
	[STORE_FIND_QUESTION_LIKE] = { STORE_QUESTION,
				       "WHERE text=?1 AND question=?2 "
				       "AND state=3 LIMIT ?3" },
	[STORE_FIND_RATES] = { STORE_RATE, "WHERE series=?1 AND slot>=?2 AND "
					   "slot<?3 ORDER BY slot LIMIT ?4" },
	[STORE_FIND_RATE_FIRST] = { STORE_RATE, "WHERE series=?1 ORDER BY slot "
						"LIMIT ?2" },
};

static enum nw_status prepare_find(struct store *store, enum store_find what,
				   struct nw_error *err)
{
	const struct store_table *table = &store_tables[finds[what].table];

	if (store->finds[what])
		return NW_OK;
	NW_AUTO(nw_buf_fini) struct nw_buf sql = { 0 };
	nw_buf_init(&sql, SQL_BYTES);
	nw_buf_add_text(&sql, "SELECT ");
	sqlite_add_columns(&sql, table);
	nw_buf_add_fmt(&sql, " FROM %s %s", table->name, finds[what].rest);
	return sqlite_prepare(sqlite_file_of(store, finds[what].table),
			      &store->finds[what], &sql, err);
}

static int bind_args(sqlite3_stmt *stmt, const struct store_arg *args,
		     size_t count)
{
	int code = SQLITE_OK;

	for (size_t i = 0; i < count && code == SQLITE_OK; i++) {
		int place = (int)i + 1;
		if (args[i].type == STORE_INT)
			code = sqlite3_bind_int64(stmt, place, args[i].number);
		else
			code = sqlite3_bind_text64(stmt, place, args[i].text.at,
						   args[i].text.len,
						   SQLITE_STATIC, SQLITE_UTF8);
	}
	return code;
}

/* Room for one row more; an arena cannot grow, so the rows move. */
static void *next_place(struct store_rows *rows, size_t *room, size_t bytes,
			struct nw_arena *arena)
{
	if (rows->count == *room) {
		size_t more = *room ? *room * 2 : 16;
		char *at = nw_arena_array(arena, more, bytes);
		if (!at)
			return NULL;
		if (rows->count > 0)
			memcpy(at, rows->at, rows->count * bytes);
		rows->at = at;
		*room = more;
	}
	return (char *)rows->at + rows->count++ * bytes;
}

static enum nw_status read_rows(struct store *store, enum store_find what,
				struct nw_arena *arena, struct store_rows *rows,
				struct nw_error *err)
{
	const struct store_table *table = &store_tables[finds[what].table];
	sqlite3_stmt *stmt = store->finds[what];
	enum nw_status status = NW_OK;
	size_t room = 0;
	int code;

	while (status == NW_OK && (code = sqlite3_step(stmt)) != SQLITE_DONE) {
		if (code != SQLITE_ROW)
			return sqlite_fail(
				sqlite_file_of(store, finds[what].table),
				table->name, err);
		void *row = next_place(rows, &room, table->row_bytes, arena);
		if (!row)
			return nw_fail(err, NW_NO_MEMORY,
				       "store: rows over their memory");
		status = sqlite_read_row(stmt, table, row, arena, err);
	}
	return status;
}

enum nw_status sqlite_find(struct store *store, enum store_find what,
			   const struct store_arg *args, size_t arg_count,
			   struct nw_arena *arena, struct store_rows *out,
			   struct nw_error *err)
{
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = prepare_find(store, what, err);

	if (status != NW_OK)
		return status;
	sqlite3_stmt *stmt = store->finds[what];
	if (bind_args(stmt, args, arg_count) != SQLITE_OK)
		status = sqlite_fail(sqlite3_db_handle(stmt), "arguments", err);
	else
		status = read_rows(store, what, arena, &rows, err);
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	if (status == NW_OK)
		*out = rows;
	return status;
}

/* ---- counts ---- */

enum nw_status sqlite_count(struct store *store, enum store_table_id table,
			    int64_t state, int64_t *out, struct nw_error *err)
{
	sqlite3_stmt **at = &store->counts[table][state >= 0];
	enum nw_status status = NW_OK;

	if (!*at) {
		NW_AUTO(nw_buf_fini) struct nw_buf sql = { 0 };
		nw_buf_init(&sql, SQL_BYTES);
		nw_buf_add_fmt(&sql, "SELECT count(*) FROM %s%s",
			       store_tables[table].name,
			       state >= 0 ? " WHERE state=?1" : "");
		status = sqlite_prepare(sqlite_file_of(store, table), at, &sql,
					err);
	}
	if (status != NW_OK)
		return status;
	if (state >= 0)
		sqlite3_bind_int64(*at, 1, state);
	if (sqlite3_step(*at) == SQLITE_ROW)
		*out = sqlite3_column_int64(*at, 0);
	else
		status = sqlite_fail(sqlite3_db_handle(*at), "count", err);
	sqlite3_reset(*at);
	return status;
}

/* ---- retention ---- */

static void add_key_names(struct nw_buf *sql, const struct store_table *table)
{
	for (uint16_t i = 0; i < table->key_count; i++)
		nw_buf_add_fmt(sql, "%s\"%s\"", i ? "," : "",
			       table->columns[i].name);
}

/* The oldest rows that may go, by age (?1 an instant) or by count (?1). */
static void add_expire(struct nw_buf *sql, const struct store_retention *rule)
{
	const struct store_table *table = &store_tables[rule->table];

	nw_buf_add_fmt(sql, "DELETE FROM %s WHERE (", table->name);
	add_key_names(sql, table);
	nw_buf_add_text(sql, ") IN (SELECT ");
	add_key_names(sql, table);
	nw_buf_add_fmt(sql, " FROM %s WHERE %s", table->name,
		       rule->guard ? rule->guard : "1");
	if (rule->rule == STORE_RULE_AGE)
		nw_buf_add_text(sql, " AND kept<?1 ORDER BY kept LIMIT ?2)");
	else
		nw_buf_add_fmt(sql,
			       " ORDER BY kept LIMIT max(0,min(?2,"
			       "(SELECT count(*) FROM %s)-?1)))",
			       table->name);
}

enum nw_status sqlite_expire(struct store *store, size_t retention_row,
			     int64_t value, int64_t now_kept, int64_t most,
			     int64_t *out_deleted, struct nw_error *err)
{
	const struct store_retention *rule = &store_retention[retention_row];
	sqlite3 *db = sqlite_file_of(store, rule->table);
	sqlite3_stmt **at = &store->expires[retention_row];
	enum nw_status status = NW_OK;

	if (rule->rule == STORE_RULE_BOUNDED) {
		*out_deleted = 0;
		return NW_OK;
	}
	if (!*at) {
		NW_AUTO(nw_buf_fini) struct nw_buf sql = { 0 };
		nw_buf_init(&sql, SQL_BYTES);
		add_expire(&sql, rule);
		status = sqlite_prepare(db, at, &sql, err);
	}
	if (status != NW_OK)
		return status;
	sqlite3_bind_int64(*at, 1,
			   rule->rule == STORE_RULE_AGE ? now_kept - value
							: value);
	sqlite3_bind_int64(*at, 2, most);
	if (sqlite3_step(*at) == SQLITE_DONE)
		*out_deleted = sqlite3_changes(db);
	else
		status = sqlite_fail(db, "retention", err);
	sqlite3_reset(*at);
	return status;
}
