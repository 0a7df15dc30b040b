/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/search.h"

#include "daemon/alert/frame.h"
#include "daemon/store/sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
	STEP_MS = 100,	  /* of the ledger thread's second */
	EVERY_MS = 1000,  /* between two steps: answers wait for one */
	STEP_ITEMS = 64,  /* between two looks at the clock */
	AGAIN_MS = 60000, /* after an error */
	WORDS_BYTES = 4 << 20
};

struct search {
	sqlite3 *db;
	sqlite3_stmt *add;	/* into the table of `share` */
	int64_t share;		/* -1 none */
	int64_t oldest;		/* the first share that has a table */
	int64_t seq;		/* items up to this number are in */
	int64_t changed;	/* and changes noted before this ledger time */
	char item[NWI_ID_TEXT]; /* of that time, those up to this one too */
	struct nw_buf words;
};

static void search_free(struct search **at)
{
	struct search *search = NW_STEAL(*at);

	if (!search)
		return;
	sqlite3_finalize(search->add);
	sqlite3_close_v2(search->db);
	nw_buf_fini(&search->words);
	free(search);
}

/* ---- the file ---- */

static const char schema[] =
	"CREATE TABLE IF NOT EXISTS state(name TEXT PRIMARY KEY,"
	" value INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS share(number INTEGER PRIMARY KEY)";

static enum nw_status get_number(sqlite3 *db, const char *sql, int64_t *out,
				 struct nw_error *err)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return sqlite_fail(db, "search", err);
	int code = sqlite3_step(stmt);
	enum nw_status status = NW_OK;
	if (code == SQLITE_ROW)
		*out = sqlite3_column_type(stmt, 0) == SQLITE_NULL
			       ? -1
			       : sqlite3_column_int64(stmt, 0);
	else if (code == SQLITE_DONE)
		*out = -1;
	else
		status = sqlite_fail(db, "search", err);
	sqlite3_finalize(stmt);
	return status;
}

static enum nw_status load(struct search *search, struct nw_error *err)
{
	static const char get[] = "SELECT value FROM state WHERE name='%s'";
	const struct {
		const char *name;
		int64_t *to;
	} rows[] = { { "seq", &search->seq }, { "changed", &search->changed } };
	int64_t version = -1;
	char sql[96];

	snprintf(sql, sizeof(sql), get, "version");
	enum nw_status status = get_number(search->db, sql, &version, err);
	for (size_t i = 0; status == NW_OK && i < 2; i++) {
		snprintf(sql, sizeof(sql), get, rows[i].name);
		status = get_number(search->db, sql, rows[i].to, err);
		if (*rows[i].to < 0)
			*rows[i].to = 0;
	}
	if (status == NW_OK)
		status = get_number(search->db, "SELECT min(number) FROM share",
				    &search->oldest, err);
	if (status == NW_OK && version != SEARCH_VERSION && version != -1)
		return nw_fail(err, NW_CORRUPT, "it is of another version");
	return status;
}

static enum nw_status save(struct search *search, struct nw_error *err)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		 "REPLACE INTO state VALUES('version',%d),('seq',%lld),"
		 "('changed',%lld)",
		 SEARCH_VERSION, (long long)search->seq,
		 (long long)search->changed);
	return sqlite_run(search->db, sql, err);
}

static enum nw_status search_open(const char *path, struct search **out,
				  struct nw_error *err)
{
	NW_AUTO(search_free) struct search *search = calloc(1, sizeof(*search));

	if (!search)
		abort();
	search->share = search->oldest = -1;
	nw_buf_init(&search->words, WORDS_BYTES);
	enum nw_status status = sqlite_open_file(path, &search->db, err);
	/* What a loss of power takes is read from the archive again. */
	if (status == NW_OK)
		status = sqlite_run(search->db, "PRAGMA synchronous=NORMAL",
				    err);
	if (status == NW_OK)
		status = sqlite_run(search->db, schema, err);
	if (status == NW_OK)
		status = load(search, err);
	if (status == NW_OK)
		*out = NW_STEAL(search);
	return status;
}

/* ---- words ---- */

bool search_is_word(struct nw_str folded)
{
	for (size_t i = 0; i < folded.len; i++) {
		unsigned char c = (unsigned char)folded.at[i];
		if (c < 0x80 && !(c >= '0' && c <= '9') &&
		    !(c >= 'a' && c <= 'z'))
			return false;
	}
	return folded.len > 0;
}

/* Each word once: an open-addressing set of tokens, half full at most. */
static void add_words(struct search *search, const struct nw_token *tokens,
		      size_t count, const struct nw_token **slots, size_t mask)
{
	for (size_t i = 0; i < count; i++) {
		size_t at = tokens[i].hash & mask;
		while (slots[at] &&
		       !nw_str_equal(slots[at]->folded, tokens[i].folded))
			at = (at + 1) & mask;
		if (slots[at] || !search_is_word(tokens[i].folded))
			continue;
		slots[at] = &tokens[i];
		nw_buf_add_str(&search->words, tokens[i].folded);
		nw_buf_add_char(&search->words, ' ');
	}
}

static enum nw_status words_of(struct search *search,
			       const struct nw_item *item,
			       struct nw_arena *arena, struct nw_error *err)
{
	size_t title_count, body_count, room = 64;
	struct nw_doc *doc;
	enum nw_status status = nw_doc_make(item, arena, &doc, err);

	nw_buf_clear(&search->words);
	if (status != NW_OK)
		return status;
	const struct nw_token *title =
		nw_doc_tokens(doc, NW_FIELD_TITLE, &title_count);
	const struct nw_token *body =
		nw_doc_tokens(doc, NW_FIELD_BODY, &body_count);
	while (room < 2 * (title_count + body_count))
		room *= 2;
	const struct nw_token **slots =
		nw_arena_array(arena, room, sizeof(*slots));
	if (!slots)
		return nw_fail(err, NW_NO_MEMORY, "no memory for its words");
	add_words(search, title, title_count, slots, room - 1);
	add_words(search, body, body_count, slots, room - 1);
	return nw_buf_check(&search->words, "the words of an item", err);
}

/* ---- one item ---- */

static enum nw_status turn_to_share(struct search *search, int64_t share,
				    struct nw_error *err)
{
	char sql[256];

	if (search->share == share)
		return NW_OK;
	sqlite3_finalize(NW_STEAL(search->add));
	search->share = -1;
	snprintf(sql, sizeof(sql),
		 "CREATE VIRTUAL TABLE IF NOT EXISTS words_%lld USING fts5("
		 "words, content='', columnsize=0, detail=none,"
		 " tokenize='ascii');"
		 "INSERT OR IGNORE INTO share VALUES(%lld)",
		 (long long)share, (long long)share);
	enum nw_status status = sqlite_run(search->db, sql, err);
	if (status != NW_OK)
		return status;
	snprintf(sql, sizeof(sql),
		 "INSERT INTO words_%lld(rowid,words) VALUES(?1,?2)",
		 (long long)share);
	if (sqlite3_prepare_v3(search->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
			       &search->add, NULL) != SQLITE_OK)
		return sqlite_fail(search->db, "search", err);
	search->share = share;
	if (search->oldest < 0 || share < search->oldest)
		search->oldest = share;
	return NW_OK;
}

static enum nw_status enter(struct search *search, int64_t seq,
			    struct nw_error *err)
{
	enum nw_status status = turn_to_share(search, seq / SEARCH_SHARE, err);

	if (status != NW_OK)
		return status;
	sqlite3_bind_int64(search->add, 1, seq);
	sqlite3_bind_text64(search->add, 2, search->words.at, search->words.len,
			    SQLITE_STATIC, SQLITE_UTF8);
	if (sqlite3_step(search->add) != SQLITE_DONE)
		status = sqlite_fail(search->db, "search", err);
	sqlite3_reset(search->add);
	sqlite3_clear_bindings(search->add);
	return status;
}

/* What the archive does not have, or has damaged, it will not have later. */
static bool is_lost(enum nw_status status)
{
	return status == NW_NOT_FOUND || status == NW_CORRUPT;
}

/*
 * An item whose text is lost has no words: a search that reads the archive
 * finds it neither. One whose text cannot be read now is taken up later.
 */
static enum nw_status take_item(struct core *core, struct nw_str id,
				int64_t seq, struct nw_error *err)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new((size_t)64 << 20);
	struct store_archive text = { .item = id };
	struct frame frame;
	struct nw_error why;
	enum nw_status status =
		core->ops->get(core->store, STORE_ARCHIVE, &text, arena, &why);

	if (status != NW_OK && !is_lost(status))
		return nw_fail(err, NW_BUSY, "the archive cannot be read: %s",
			       why.text);
	if (status == NW_OK)
		status = frame_read(text.frame, arena, &frame, &why);
	if (status == NW_OK)
		status = words_of(core->search, &frame.item.item, arena, &why);
	return status == NW_OK ? enter(core->search, seq, err) : NW_OK;
}

/* ---- a step ---- */

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static enum nw_status take_new(struct core *core, bool *more,
			       struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_INT(core->search->seq),
					  STORE_ARG_INT(STEP_ITEMS) };
	struct store_rows rows;

	nw_arena_clear(core->scratch);
	enum nw_status status =
		core_find(core, STORE_FIND_ITEMS_ABOVE, args, 2, &rows, err);
	if (status != NW_OK)
		return status;
	const struct store_item *at = rows.at;
	for (size_t i = 0; status == NW_OK && i < rows.count; i++) {
		status = take_item(core, at[i].id, at[i].seq, err);
		core->search->seq = at[i].seq;
	}
	*more = rows.count == STEP_ITEMS;
	/* Numbers go on well above after a recovery: those have no items. */
	if (status == NW_OK && !*more)
		core->search->seq = core->seq[CORE_SEQ_ITEM];
	return status;
}

static enum nw_status take_change(struct core *core,
				  const struct store_revision *row,
				  struct nw_error *err)
{
	struct search *search = core->search;
	struct store_item item = { .id = row->item };
	enum nw_status status = core_get(core, STORE_ITEM, &item, err);

	search->changed = row->kept;
	snprintf(search->item, sizeof(search->item), "%.*s", NW_FMT(row->item));
	if (status == NW_NOT_FOUND ||
	    (status == NW_OK && item.seq > search->seq))
		return NW_OK;
	return status == NW_OK ? take_item(core, item.id, item.seq, err)
			       : status;
}

/*
 * Changes are noted in the ledger under its time. More may come within the
 * same millisecond, so the last one's are taken once more the next time.
 */
static enum nw_status take_changes(struct core *core, bool *more,
				   struct nw_error *err)
{
	struct search *search = core->search;
	const struct store_arg args[] = {
		STORE_ARG_INT(search->changed),
		STORE_ARG_TEXT(nw_str_from(search->item)),
		STORE_ARG_INT(STEP_ITEMS),
	};
	struct store_rows rows;

	nw_arena_clear(core->scratch);
	enum nw_status status = core_find(core, STORE_FIND_REVISIONS_AFTER,
					  args, 3, &rows, err);
	const struct store_revision *at = status == NW_OK ? rows.at : NULL;
	size_t count = status == NW_OK ? rows.count : 0;
	for (size_t i = 0; status == NW_OK && i < count; i++)
		status = take_change(core, &at[i], err);
	*more = count == STEP_ITEMS;
	if (!*more)
		search->item[0] = '\0';
	return status;
}

/* What retention took altogether goes with its table. */
static enum nw_status drop_oldest(struct core *core, struct nw_error *err)
{
	struct search *search = core->search;
	const struct store_arg args[] = { STORE_ARG_INT(0), STORE_ARG_INT(1) };
	struct store_rows rows;
	char sql[128];

	if (search->oldest < 0 || search->oldest >= search->share)
		return NW_OK;
	nw_arena_clear(core->scratch);
	enum nw_status status =
		core_find(core, STORE_FIND_ITEMS_ABOVE, args, 2, &rows, err);
	const struct store_item *first = status == NW_OK ? rows.at : NULL;
	if (!first || first->seq / SEARCH_SHARE <= search->oldest)
		return status;
	snprintf(sql, sizeof(sql),
		 "DROP TABLE IF EXISTS words_%lld;"
		 "DELETE FROM share WHERE number=%lld",
		 (long long)search->oldest, (long long)search->oldest);
	status = sqlite_run(search->db, sql, err);
	if (status != NW_OK)
		return status;
	return get_number(search->db, "SELECT min(number) FROM share",
			  &search->oldest, err);
}

static enum nw_status step(struct core *core, bool *more, struct nw_error *err)
{
	struct search *search = core->search;
	bool new_more = false, changes_more = false;
	enum nw_status status = sqlite_run(search->db, "BEGIN IMMEDIATE", err);

	if (status == NW_OK)
		status = take_new(core, &new_more, err);
	if (status == NW_OK)
		status = take_changes(core, &changes_more, err);
	if (status == NW_OK && !new_more)
		status = drop_oldest(core, err);
	if (status == NW_OK)
		status = save(search, err);
	if (status == NW_OK)
		status = sqlite_run(search->db, "COMMIT", err);
	*more = new_more || changes_more;
	return status;
}

static void remove_file(struct core *core)
{
	static const char *const names[] = { "search.db", "search.db-wal",
					     "search.db-shm" };
	char path[PLACE_PATH];

	for (size_t i = 0; i < 3; i++) {
		place_path(&core->place, names[i], path);
		unlink(path);
	}
}

/*
 * The index is not worth a stop: after an error it begins again, later. A full
 * disk and a ledger that fails are told by those whom they concern, and what
 * is busy says nothing of the index.
 */
static void give_up(struct core *core, const struct nw_error *err)
{
	search_free(&core->search);
	core->search_due = core->now.elapsed_ms + AGAIN_MS;
	if (err->status == NW_LIMIT || err->status == NW_NO_MEMORY ||
	    err->status == NW_BUSY)
		return;
	core_log(core, LEDGER_LOG_WARNING, "search.rebuild",
		 "the index of words is made anew: %s", err->text);
	remove_file(core);
}

static enum nw_status open_once(struct core *core, struct nw_error *err)
{
	char path[PLACE_PATH];

	if (core->search)
		return NW_OK;
	place_path(&core->place, "search.db", path);
	core->search_dirty = true;
	enum nw_status status = search_open(path, &core->search, err);
	if (status == NW_OK && core->search->seq > core->seq[CORE_SEQ_ITEM])
		return nw_fail(err, NW_CORRUPT,
			       "it knows items that the ledger does not");
	return status;
}

void core_search_step(struct core *core)
{
	int64_t until = now_ms() + STEP_MS;
	struct nw_error err;
	bool more = true;

	if (core->low || core->now.elapsed_ms < core->search_due)
		return;
	core->search_due = core->now.elapsed_ms + EVERY_MS;
	enum nw_status status = open_once(core, &err);
	if (status == NW_OK && !core->search_dirty &&
	    core_search_behind(core) == 0)
		return;
	while (status == NW_OK && more && now_ms() < until)
		status = step(core, &more, &err);
	if (status != NW_OK)
		give_up(core, &err);
	else
		core->search_dirty = more;
}

void core_search_close(struct core *core)
{
	search_free(&core->search);
}

void core_search_reset(struct core *core)
{
	search_free(&core->search);
	remove_file(core);
	core->search_due = core->now.elapsed_ms;
}

int64_t core_search_behind(const struct core *core)
{
	int64_t newest = core->seq[CORE_SEQ_ITEM];

	return core->search ? newest - core->search->seq : newest;
}
