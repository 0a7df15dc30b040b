/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/schema.h"

#include "daemon/store/sqlite.h"
#include <stdio.h>

struct migration {
	const char *file;
	int version;
	const char *sql;
};

/* clang-format off */
static const struct migration migrations[] = {
	{ "ledger", 1,
	"CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT)"
	" WITHOUT ROWID;"
	"CREATE TABLE seq(name TEXT PRIMARY KEY, value INTEGER NOT NULL)"
	" WITHOUT ROWID;"
	"CREATE TABLE source(name TEXT PRIMARY KEY, etag TEXT,"
	" last_modified TEXT, body_hash TEXT, cursor TEXT, moved_to TEXT,"
	" status TEXT, error TEXT, title TEXT, next_due INTEGER NOT NULL,"
	" last_ok INTEGER NOT NULL, last_try INTEGER NOT NULL,"
	" interval_ms INTEGER NOT NULL, failures INTEGER NOT NULL,"
	" polls INTEGER NOT NULL, items INTEGER NOT NULL,"
	" touched INTEGER NOT NULL, kept INTEGER NOT NULL,"
	" crc INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE shown(source TEXT PRIMARY KEY, list BLOB,"
	" kept INTEGER NOT NULL, crc INTEGER NOT NULL);"
	"CREATE TABLE identity(source TEXT NOT NULL, item TEXT NOT NULL,"
	" identity TEXT, hash TEXT, first_seen INTEGER NOT NULL,"
	" flags INTEGER NOT NULL, kept INTEGER NOT NULL,"
	" crc INTEGER NOT NULL, PRIMARY KEY(source, item)) WITHOUT ROWID;"
	"CREATE INDEX identity_kept ON identity(kept);"
	"CREATE TABLE item(id TEXT NOT NULL UNIQUE,"
	" seq INTEGER PRIMARY KEY, source TEXT, url TEXT, title TEXT,"
	" outlet TEXT, language TEXT, published TEXT,"
	" published_at INTEGER NOT NULL, seen INTEGER NOT NULL,"
	" state INTEGER NOT NULL, flags INTEGER NOT NULL,"
	" revision INTEGER NOT NULL, topics TEXT, watches TEXT, story TEXT,"
	" kept INTEGER NOT NULL, crc INTEGER NOT NULL);"
	"CREATE INDEX item_kept ON item(kept);"
	"CREATE INDEX item_source ON item(source, seq);"
	"CREATE INDEX item_url ON item(url);"
	"CREATE INDEX item_suspect ON item(source, seq)"
	" WHERE flags & 2;"
	"CREATE TABLE revision(item TEXT NOT NULL,"
	" revision INTEGER NOT NULL, hash TEXT, title TEXT,"
	" at INTEGER NOT NULL, kept INTEGER NOT NULL,"
	" PRIMARY KEY(item, revision)) WITHOUT ROWID;"
	"CREATE INDEX revision_kept ON revision(kept);"
	"CREATE TABLE story(id TEXT NOT NULL UNIQUE,"
	" seq INTEGER PRIMARY KEY, title TEXT, first_item TEXT,"
	" first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,"
	" items INTEGER NOT NULL, outlets INTEGER NOT NULL,"
	" kept INTEGER NOT NULL);"
	"CREATE INDEX story_kept ON story(kept);"
	"CREATE TABLE alert(id TEXT NOT NULL UNIQUE,"
	" seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, watch TEXT,"
	" story TEXT, severity TEXT, title TEXT, revision INTEGER NOT NULL,"
	" at INTEGER NOT NULL, json TEXT, kept INTEGER NOT NULL,"
	" crc INTEGER NOT NULL);"
	"CREATE INDEX alert_kept ON alert(kept);"
	"CREATE INDEX alert_watch ON alert(watch, seq);"
	"CREATE INDEX alert_story ON alert(story);"
	"CREATE TABLE outbox(id TEXT NOT NULL UNIQUE,"
	" seq INTEGER PRIMARY KEY, alert TEXT, notifier TEXT,"
	" destination TEXT, key TEXT, kind INTEGER NOT NULL,"
	" rank INTEGER NOT NULL, state INTEGER NOT NULL,"
	" attempts INTEGER NOT NULL, fence INTEGER NOT NULL,"
	" since_ms INTEGER NOT NULL, left_ms INTEGER NOT NULL,"
	" waited_ms INTEGER NOT NULL, smaller INTEGER NOT NULL,"
	" warned INTEGER NOT NULL, queued INTEGER NOT NULL,"
	" first_tried INTEGER NOT NULL, last_tried INTEGER NOT NULL,"
	" ended INTEGER NOT NULL, last_error TEXT, content_type TEXT,"
	" payload BLOB, kept INTEGER NOT NULL, crc INTEGER NOT NULL);"
	"CREATE INDEX outbox_state ON outbox(state, seq);"
	"CREATE INDEX outbox_alert ON outbox(alert);"
	"CREATE INDEX outbox_waiting ON outbox(key, rank, seq)"
	" WHERE state IN (0, 2, 3);"
	"CREATE INDEX outbox_kept ON outbox(kept)"
	" WHERE state IN (4, 5, 6);"
	"CREATE TABLE breaker(key TEXT PRIMARY KEY,"
	" failures INTEGER NOT NULL, open INTEGER NOT NULL,"
	" held INTEGER NOT NULL, since_ms INTEGER NOT NULL,"
	" left_ms INTEGER NOT NULL, reason TEXT, opened INTEGER NOT NULL,"
	" kept INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE notice(key TEXT PRIMARY KEY, title TEXT, text TEXT,"
	" first INTEGER NOT NULL, last INTEGER NOT NULL,"
	" told INTEGER NOT NULL, times INTEGER NOT NULL,"
	" revision INTEGER NOT NULL, open INTEGER NOT NULL,"
	" kept INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE follow_up(id INTEGER PRIMARY KEY,"
	" kind INTEGER NOT NULL, attempts INTEGER NOT NULL,"
	" baseline INTEGER NOT NULL, source TEXT, url TEXT, item TEXT,"
	" kept INTEGER NOT NULL, UNIQUE(source, url));"
	"CREATE TABLE set_aside(id INTEGER PRIMARY KEY, source TEXT,"
	" item TEXT, plugin TEXT, reason TEXT, document BLOB,"
	" at INTEGER NOT NULL, kept INTEGER NOT NULL);" },
	{ "archive", 1,
	"CREATE TABLE archive(item TEXT PRIMARY KEY,"
	" revision INTEGER NOT NULL, frame TEXT, kept INTEGER NOT NULL,"
	" crc INTEGER NOT NULL);"
	"CREATE INDEX archive_kept ON archive(kept);" },
	{ "ledger", 2,
	"CREATE INDEX item_awaiting ON item(kept) WHERE state=1;" },
	{ "ledger", 3,
	"CREATE TABLE label(item TEXT NOT NULL, topic TEXT NOT NULL,"
	" is_of INTEGER NOT NULL, at INTEGER NOT NULL, sample TEXT,"
	" kept INTEGER NOT NULL, crc INTEGER NOT NULL,"
	" PRIMARY KEY(item, topic)) WITHOUT ROWID;"
	"CREATE INDEX label_topic ON label(topic, at);"
	"CREATE INDEX label_kept ON label(kept);" },
	{ "ledger", 4,
	"ALTER TABLE story ADD COLUMN independent INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE story ADD COLUMN gist TEXT;"
	"CREATE INDEX story_last ON story(last_seen, seq);"
	"CREATE TABLE member(number INTEGER PRIMARY KEY,"
	" item TEXT NOT NULL, story TEXT NOT NULL,"
	" copy_of INTEGER NOT NULL, copies INTEGER NOT NULL,"
	" relation INTEGER NOT NULL, outlet TEXT, wire TEXT,"
	" alike INTEGER NOT NULL, near INTEGER NOT NULL,"
	" containment INTEGER NOT NULL, score INTEGER NOT NULL,"
	" needed INTEGER NOT NULL, flags INTEGER NOT NULL, why TEXT,"
	" seen INTEGER NOT NULL, kept INTEGER NOT NULL,"
	" crc INTEGER NOT NULL);"
	"CREATE INDEX member_story ON member(story, number);"
	"CREATE INDEX member_item ON member(item);"
	"CREATE INDEX member_kept ON member(kept);"
	"CREATE TABLE print(number INTEGER PRIMARY KEY, bytes BLOB,"
	" kept INTEGER NOT NULL, crc INTEGER NOT NULL);"
	"CREATE INDEX print_kept ON print(kept);"
	"CREATE TABLE sums(number INTEGER PRIMARY KEY, bytes BLOB,"
	" kept INTEGER NOT NULL, crc INTEGER NOT NULL);"
	"CREATE INDEX sums_kept ON sums(kept);"
	"CREATE TABLE report(story TEXT NOT NULL, outlet TEXT NOT NULL,"
	" owner TEXT, country TEXT, affiliation TEXT, wire TEXT,"
	" copy_of TEXT, relation INTEGER NOT NULL, url TEXT,"
	" first INTEGER NOT NULL, items INTEGER NOT NULL,"
	" own INTEGER NOT NULL, kept INTEGER NOT NULL,"
	" crc INTEGER NOT NULL, PRIMARY KEY(story, outlet)) WITHOUT ROWID;"
	"CREATE INDEX report_kept ON report(kept);"
	"CREATE TABLE voice(story TEXT NOT NULL, name TEXT NOT NULL,"
	" affiliation TEXT, first INTEGER NOT NULL, last INTEGER NOT NULL,"
	" kept INTEGER NOT NULL, crc INTEGER NOT NULL,"
	" PRIMARY KEY(story, name)) WITHOUT ROWID;"
	"CREATE INDEX voice_kept ON voice(kept);"
	"CREATE TABLE thread(watch TEXT NOT NULL, story TEXT NOT NULL,"
	" state INTEGER NOT NULL, revision INTEGER NOT NULL,"
	" opened INTEGER NOT NULL, raised INTEGER NOT NULL,"
	" last INTEGER NOT NULL, due INTEGER NOT NULL,"
	" fresh INTEGER NOT NULL, changed INTEGER NOT NULL, title TEXT,"
	" severity TEXT, told TEXT, topics TEXT, changes TEXT, items TEXT,"
	" kept INTEGER NOT NULL, crc INTEGER NOT NULL,"
	" PRIMARY KEY(watch, story)) WITHOUT ROWID;"
	"CREATE INDEX thread_story ON thread(story);"
	"CREATE INDEX thread_due ON thread(due) WHERE due>0;"
	"CREATE INDEX thread_kept ON thread(kept);"
	"CREATE TABLE rate(series TEXT NOT NULL, slot INTEGER NOT NULL,"
	" count INTEGER NOT NULL, items TEXT, kept INTEGER NOT NULL,"
	" crc INTEGER NOT NULL, PRIMARY KEY(series, slot)) WITHOUT ROWID;"
	"CREATE INDEX rate_kept ON rate(kept);"
	"CREATE TABLE spike(name TEXT NOT NULL, series TEXT NOT NULL,"
	" began INTEGER NOT NULL, most INTEGER NOT NULL,"
	" kept INTEGER NOT NULL, crc INTEGER NOT NULL,"
	" PRIMARY KEY(name, series)) WITHOUT ROWID;"
	"CREATE INDEX spike_kept ON spike(kept);" },
	{ "ledger", 5,
	"CREATE TABLE question(item TEXT NOT NULL, classifier TEXT NOT NULL,"
	" state INTEGER NOT NULL, text TEXT, question TEXT,"
	" revision INTEGER NOT NULL, attempts INTEGER NOT NULL,"
	" fence INTEGER NOT NULL, due INTEGER NOT NULL,"
	" made INTEGER NOT NULL, asked INTEGER NOT NULL,"
	" ended INTEGER NOT NULL, took_ms INTEGER NOT NULL, reason TEXT,"
	" topics TEXT, kept INTEGER NOT NULL, crc INTEGER NOT NULL,"
	" PRIMARY KEY(item, classifier)) WITHOUT ROWID;"
	"CREATE INDEX question_due ON question(classifier, state, due);"
	"CREATE INDEX question_state ON question(state, kept);"
	"CREATE INDEX question_ended ON question(kept)"
	" WHERE state IN (3,4,5);"
	"CREATE INDEX question_text ON question(text, question)"
	" WHERE state=3;"
	"CREATE TABLE remote(name TEXT PRIMARY KEY, hour INTEGER NOT NULL,"
	" in_hour INTEGER NOT NULL, day INTEGER NOT NULL,"
	" in_day INTEGER NOT NULL, failures INTEGER NOT NULL,"
	" rest_until INTEGER NOT NULL, requests INTEGER NOT NULL,"
	" answered INTEGER NOT NULL, cached INTEGER NOT NULL,"
	" failed INTEGER NOT NULL, refused INTEGER NOT NULL,"
	" given_up INTEGER NOT NULL, over_budget INTEGER NOT NULL,"
	" alerts INTEGER NOT NULL, error TEXT, error_at INTEGER NOT NULL,"
	" kept INTEGER NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID;" },
	{ "ledger", 6,
	"CREATE TABLE alias(source TEXT NOT NULL, id TEXT NOT NULL,"
	" item TEXT NOT NULL, kept INTEGER NOT NULL, crc INTEGER NOT NULL,"
	" PRIMARY KEY(source, id)) WITHOUT ROWID;"
	"CREATE INDEX alias_kept ON alias(kept);"
	"CREATE TABLE habit(source TEXT PRIMARY KEY,"
	" policy INTEGER NOT NULL, used INTEGER NOT NULL,"
	" fits INTEGER NOT NULL, polls INTEGER NOT NULL,"
	" renewed INTEGER NOT NULL, at INTEGER NOT NULL,"
	" kept INTEGER NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID;" },
	{ "archive", 6,
	"CREATE TABLE edit(item TEXT NOT NULL, revision INTEGER NOT NULL,"
	" at INTEGER NOT NULL, weight INTEGER NOT NULL,"
	" percent INTEGER NOT NULL, cut INTEGER NOT NULL, why TEXT,"
	" diff TEXT, kept INTEGER NOT NULL, crc INTEGER NOT NULL,"
	" PRIMARY KEY(item, revision)) WITHOUT ROWID;"
	"CREATE INDEX edit_kept ON edit(kept);" },
};
/* clang-format on */

static enum nw_status version_of(sqlite3 *db, int *out, struct nw_error *err)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &stmt, NULL) !=
	    SQLITE_OK)
		return sqlite_fail(db, "schema", err);
	int code = sqlite3_step(stmt);
	int version = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	if (code != SQLITE_ROW)
		return sqlite_fail(db, "schema", err);
	*out = version;
	return NW_OK;
}

static enum nw_status migrate_from(sqlite3 *db, const char *file, int version,
				   struct nw_error *err)
{
	enum nw_status status = NW_OK;
	char sql[64];

	for (size_t i = 0; i < sizeof(migrations) / sizeof(migrations[0]); i++)
		if (status == NW_OK && migrations[i].version > version &&
		    strcmp(migrations[i].file, file) == 0)
			status = sqlite_run(db, migrations[i].sql, err);
	snprintf(sql, sizeof(sql), "PRAGMA user_version=%d", STORE_SCHEMA);
	if (status == NW_OK)
		status = sqlite_run(db, sql, err);
	return status;
}

enum nw_status schema_migrate(sqlite3 *db, const char *file,
			      struct nw_error *err)
{
	int version = 0;
	enum nw_status status = version_of(db, &version, err);

	if (status != NW_OK || version == STORE_SCHEMA)
		return status;
	if (version > STORE_SCHEMA)
		return nw_fail(err, NW_UNSUPPORTED,
			       "%s.db has schema %d and this newswatch knows "
			       "schemas up to %d: a newer newswatch wrote it",
			       file, version, STORE_SCHEMA);
	status = sqlite_run(db, "BEGIN IMMEDIATE", err);
	if (status != NW_OK)
		return status;
	status = migrate_from(db, file, version, err);
	if (status == NW_OK)
		status = sqlite_run(db, "COMMIT", err);
	if (status != NW_OK)
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return status;
}
