/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a corrupt store back to a sound one: the file is kept aside, the
 * newest sound backup takes its place, the journal is replayed over it, and
 * every source is polled anew without validators.
 */
#include "daemon/store/search.h"

#include <stdio.h>
#include <unistd.h>

/* A store that is corrupt again so soon has a cause that no backup heals. */
#define AGAIN_MS INT64_C(600000)

static enum nw_status verify(struct core *core, const char *name, bool archive,
			     bool rows, struct nw_error *err)
{
	char path[PLACE_PATH];

	place_path(&core->place, name, path);
	return core->ops->verify(path, archive, rows, err);
}

static void remove_file(struct core *core, const char *name)
{
	char path[PLACE_PATH];

	place_path(&core->place, name, path);
	unlink(path);
}

/* Verifying opened the backup in WAL mode: nothing of that may stay. */
static enum nw_status restore(struct core *core, const char **out_from,
			      struct nw_error *err)
{
	static const char *const backups[] = { "backup.db", "backup.1.db" };

	for (size_t i = 0; i < 2; i++) {
		if (verify(core, backups[i], false, false, NULL) != NW_OK)
			continue;
		remove_file(core, "ledger.db-wal");
		remove_file(core, "ledger.db-shm");
		*out_from = backups[i];
		return place_copy(&core->place, backups[i], "ledger.db", err);
	}
	*out_from = "nothing: there is no sound backup";
	return NW_OK;
}

static enum nw_status poll_everything(struct core *core, struct nw_error *err)
{
	struct store_rows rows;
	enum nw_status status =
		core_find(core, STORE_FIND_SOURCES, NULL, 0, &rows, err);
	struct store_source *at = status == NW_OK ? rows.at : NULL;

	for (size_t i = 0; status == NW_OK && i < rows.count; i++) {
		at[i].etag = nw_str_make(NULL, 0);
		at[i].last_modified = nw_str_make(NULL, 0);
		at[i].body_hash = nw_str_make(NULL, 0);
		at[i].next_due = 0;
		status = core_put(core, STORE_SOURCE, &at[i], err);
	}
	return status;
}

/*
 * Counters of the backup are behind what the journal holds: they go on well
 * above, so that no row number is given twice.
 */
static enum nw_status skip_numbers(struct core *core, struct nw_error *err)
{
	static const char *const names[] = {
		"item", "story", "alert", "outbox", "follow_up", "set_aside"
	};
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < 6 && status == NW_OK; i++) {
		struct store_seq row = { .name = nw_str_from(names[i]) };
		status = core_get(core, STORE_SEQ, &row, err);
		row.value += 1000000;
		if (status == NW_OK || status == NW_NOT_FOUND)
			status = core_put(core, STORE_SEQ, &row, err);
	}
	return status;
}

/* Destinations that the backup did not know yet and the journal's rows name. */
static enum nw_status add_destinations(struct core *core, enum store_find what,
				       struct nw_error *err)
{
	enum nw_status status = NW_OK;
	int64_t after = 0;
	size_t count = 1;

	while (status == NW_OK && count > 0) {
		const struct store_arg args[] = { STORE_ARG_INT(after),
						  STORE_ARG_INT(100) };
		struct store_rows rows;
		nw_arena_clear(core->scratch);
		status = core_find(core, what, args, 2, &rows, err);
		count = status == NW_OK ? rows.count : 0;
		const struct store_outbox *at = count > 0 ? rows.at : NULL;
		for (size_t i = 0; i < count && status == NW_OK; i++) {
			const struct store_breaker row = { .key = at[i].key };
			after = at[i].seq;
			status = core_add(core, STORE_BREAKER, &row, err);
			if (status == NW_EXISTS)
				status = NW_OK;
		}
	}
	return status;
}

static enum nw_status repair(struct core *core, int64_t *bad, int64_t *replayed,
			     struct nw_error *err)
{
	enum nw_status status = core->ops->scrub(core->store, bad, err);

	if (status == NW_OK)
		status = core_begin(core, err);
	if (status != NW_OK)
		return status;
	status = journal_replay(&core->place, core->ops, core->store, replayed,
				err);
	if (status == NW_OK)
		status = add_destinations(core, STORE_FIND_OUTBOX_OPEN, err);
	if (status == NW_OK)
		status = add_destinations(core, STORE_FIND_OUTBOX_LEASED, err);
	if (status == NW_OK)
		status = poll_everything(core, err);
	if (status == NW_OK)
		status = skip_numbers(core, err);
	if (status == NW_OK)
		status = core->ops->commit(core->store, err);
	if (status != NW_OK)
		core->ops->rollback(core->store);
	return status;
}

static enum nw_status set_archive_aside(struct core *core, struct nw_error *err)
{
	enum nw_status status =
		place_set_aside(&core->place, "archive.db", err);

	if (status == NW_OK)
		core_log(core, LEDGER_LOG_ERROR, "archive.set_aside",
			 "archive.db was corrupt and was set aside beside its "
			 "place; the texts of items that it held are not found "
			 "any more");
	return status;
}

static enum nw_status swap_files(struct core *core, const char **from,
				 bool *texts_lost, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	*from = "nothing: ledger.db is sound";
	*texts_lost =
		verify(core, "archive.db", true, false, NULL) == NW_CORRUPT;
	if (*texts_lost)
		status = set_archive_aside(core, err);
	if (status == NW_OK &&
	    verify(core, "ledger.db", false, true, NULL) != NW_OK) {
		status = place_set_aside(&core->place, "ledger.db", err);
		if (status == NW_OK)
			status = restore(core, from, err);
	}
	return status;
}

enum nw_status core_recover(struct core *core, const struct nw_error *why,
			    struct nw_error *err)
{
	int64_t bad = 0, replayed = 0;
	const char *from;
	bool texts_lost;

	if (core->recovered_at >= 0 &&
	    core->now.elapsed_ms - core->recovered_at < AGAIN_MS)
		return nw_fail(
			err, NW_IO,
			"the store is corrupt again after a recovery: %s",
			why->text);
	core->recovered_at = core->now.elapsed_ms;
	core->ops->close(&core->store);
	/* What the ledger forgets, the index must not know as taken in. */
	core_search_reset(core);
	enum nw_status status = swap_files(core, &from, &texts_lost, err);
	if (status == NW_OK)
		status = core->ops->open(core->place.dir, &core->store, err);
	if (status == NW_OK)
		status = repair(core, &bad, &replayed, err);
	if (status != NW_OK)
		return status;
	core->backup_due = core->now.elapsed_ms;
	core_log(core, LEDGER_LOG_ERROR, "ledger.recovered",
		 "the store was corrupt (%s): restored from %s, %lld rows of "
		 "the journal replayed, %lld bad rows dropped; all sources "
		 "are polled anew",
		 why->text, from, (long long)replayed, (long long)bad);
	snprintf(core->recovery, sizeof(core->recovery),
		 "It was restored from %s; %lld rows of the journal were "
		 "replayed, %lld bad rows dropped, and all sources are polled "
		 "anew.%s",
		 from, (long long)replayed, (long long)bad,
		 texts_lost ? " The texts of the items seen until now are lost "
			      "to searches; archive.db was set aside."
			    : "");
	return NW_OK;
}

/* An event and no state: a second one is told again. */
enum nw_status core_tell_recovery(struct core *core, struct nw_error *err)
{
	const struct core_notice_text notice = {
		NW_STR("recovery"),
		NW_STR("the store was damaged and was restored"),
		nw_str_from(core->recovery),
		0,
	};

	if (!core->recovery[0])
		return NW_OK;
	enum nw_status status = core_untell(core, notice.key, err);
	if (status == NW_OK)
		status = core_tell(core, &notice, err);
	if (status == NW_OK)
		core->recovery[0] = '\0';
	return status;
}
