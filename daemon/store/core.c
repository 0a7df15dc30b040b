/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/alert/review.h"
#include "daemon/store/question.h"
#include "daemon/store/search.h"
#include "daemon/story/gather.h"
#include "text/revision.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Rows of one message; a claim of 64 payloads and alerts is the largest. */
#define SCRATCH_BYTES ((size_t)96 << 20)
#define TAIL_BYTES    ((size_t)1 << 20)
#define DAY_MS	      INT64_C(86400000)
#define BACKUP_MS     INT64_C(3600000)

/* Of the story window. */
#define STORIES_MEMORY (INT64_C(128) << 20)

static const char *const seq_names[CORE_SEQS] = {
	[CORE_SEQ_ITEM] = "item",	    [CORE_SEQ_STORY] = "story",
	[CORE_SEQ_ALERT] = "alert",	    [CORE_SEQ_OUTBOX] = "outbox",
	[CORE_SEQ_FOLLOW_UP] = "follow_up", [CORE_SEQ_SET_ASIDE] = "set_aside",
};

int64_t core_kept(const struct core *core)
{
	int64_t gone = core->now.elapsed_ms - core->kept_elapsed;

	return core->kept_base + (gone > 0 ? gone : 0);
}

int64_t core_next_seq(struct core *core, enum core_seq which)
{
	core->seq_dirty[which] = true;
	return ++core->seq[which];
}

void core_log(struct core *core, enum ledger_log level, const char *event,
	      const char *fmt, ...)
{
	struct core_log *line = calloc(1, sizeof(*line));
	va_list args;

	va_start(args, fmt);
	if (!line || vasprintf(&line->text, fmt, args) < 0)
		abort();
	va_end(args);
	line->level = level;
	line->event = event;
	*core->logs_end = line;
	core->logs_end = &line->next;
}

void core_tail(struct core *core, struct nw_str json)
{
	if (!core->tail_wanted || core->tail.len + json.len > TAIL_BYTES - 1)
		return;
	nw_buf_add_str(&core->tail, json);
	nw_buf_add_char(&core->tail, '\n');
}

/* ---- rows ---- */

static void note_in_journal(struct core *core, enum store_table_id table,
			    const void *row)
{
	if (table == STORE_ALERT || table == STORE_OUTBOX)
		journal_add(&core->journal, table, row);
}

enum nw_status core_put(struct core *core, enum store_table_id table,
			const void *row, struct nw_error *err)
{
	enum nw_status status = core->ops->put(core->store, table, row, err);

	if (status == NW_OK)
		note_in_journal(core, table, row);
	return status;
}

enum nw_status core_add(struct core *core, enum store_table_id table,
			const void *row, struct nw_error *err)
{
	enum nw_status status = core->ops->add(core->store, table, row, err);

	if (status == NW_OK)
		note_in_journal(core, table, row);
	return status;
}

enum nw_status core_get(struct core *core, enum store_table_id table, void *row,
			struct nw_error *err)
{
	return core->ops->get(core->store, table, row, core->scratch, err);
}

enum nw_status core_find(struct core *core, enum store_find what,
			 const struct store_arg *args, size_t count,
			 struct store_rows *out, struct nw_error *err)
{
	return core->ops->find(core->store, what, args, count, core->scratch,
			       out, err);
}

/* ---- what memory holds ---- */

static enum nw_status get_meta(struct core *core, const char *name,
			       struct nw_str *out, struct nw_error *err)
{
	struct store_meta row = { .name = nw_str_from(name) };
	enum nw_status status = core_get(core, STORE_META, &row, err);

	if (status != NW_OK && status != NW_NOT_FOUND)
		return status;
	*out = status == NW_OK ? row.value : nw_str_make(NULL, 0);
	return NW_OK;
}

static enum nw_status put_meta(struct core *core, const char *name,
			       struct nw_str value, struct nw_error *err)
{
	const struct store_meta row = { nw_str_from(name), value };

	return core_put(core, STORE_META, &row, err);
}

static enum nw_status load_seqs(struct core *core, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < CORE_SEQS && status == NW_OK; i++) {
		struct store_seq row = { .name = nw_str_from(seq_names[i]) };
		status = core_get(core, STORE_SEQ, &row, err);
		if (status == NW_NOT_FOUND)
			status = NW_OK;
		core->seq[i] = row.value;
		core->seq_dirty[i] = false;
	}
	return status;
}

static enum nw_status save_seqs(struct core *core, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < CORE_SEQS && status == NW_OK; i++) {
		const struct store_seq row = { nw_str_from(seq_names[i]),
					       core->seq[i] };
		if (!core->seq_dirty[i])
			continue;
		status = core_put(core, STORE_SEQ, &row, err);
	}
	return status;
}

enum nw_status core_load(struct core *core, struct nw_error *err)
{
	enum nw_status status = load_seqs(core, err);

	core->questions_stale = true;
	if (core->routing.arena) /* its place may be one that was undone */
		core_review_begin(core);
	return status == NW_OK ? core_load_destinations(core, err) : status;
}

enum nw_status core_save_clock(struct core *core, struct nw_error *err)
{
	char text[32];
	enum nw_status status;

	snprintf(text, sizeof(text), "%lld", (long long)core_kept(core));
	status = put_meta(core, "ledger_time", nw_str_from(text), err);
	snprintf(text, sizeof(text), "%lld", (long long)core->now.at);
	if (status == NW_OK)
		status = put_meta(core, "wall_time", nw_str_from(text), err);
	return status;
}

/*
 * Ledger time goes on where it stood: by what the wall clock says has passed,
 * but by a week at most, so that a clock that was set to 2046 between two
 * runs deletes nothing.
 */
static enum nw_status load_clock(struct core *core, struct nw_error *err)
{
	struct nw_str kept_text, wall_text;
	int64_t kept = core->now.at, wall = core->now.at;
	enum nw_status status = get_meta(core, "ledger_time", &kept_text, err);

	if (status == NW_OK)
		status = get_meta(core, "wall_time", &wall_text, err);
	if (status != NW_OK)
		return status;
	if (nw_str_to_int(kept_text, &kept) != NW_OK ||
	    nw_str_to_int(wall_text, &wall) != NW_OK)
		kept = wall = core->now.at;
	int64_t gone = core->now.at - wall;
	gone = gone < 0 ? 0 : gone > 7 * DAY_MS ? 7 * DAY_MS : gone;
	core->kept_base = kept + gone;
	core->kept_elapsed = core->now.elapsed_ms;
	return core_save_clock(core, err);
}

/* ---- groups ---- */

enum nw_status core_begin(struct core *core, struct nw_error *err)
{
	return core->ops->begin(core->store, err);
}

enum nw_status core_commit(struct core *core, struct nw_error *err)
{
	enum nw_status status = save_seqs(core, err);

	if (status == NW_OK)
		status = journal_sync(&core->journal, err);
	if (status == NW_OK)
		status = core->ops->commit(core->store, err);
	if (status != NW_OK)
		return status;
	for (size_t i = 0; i < CORE_SEQS; i++)
		core->seq_dirty[i] = false;
	return NW_OK;
}

void core_rollback(struct core *core)
{
	core->ops->rollback(core->store);
	core_forget_window(core);
	journal_undo(&core->journal, 0);
	nw_buf_clear(&core->tail);
}

/* ---- open ---- */

static char *read_boot_id(void)
{
	char text[64];
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? 0 : read(fd, text, sizeof(text));

	if (fd >= 0)
		close(fd);
	struct nw_str all = nw_str_make(text, len > 0 ? (size_t)len : 0);
	return nw_str_dup(nw_str_trim(all));
}

static struct core *new_core(const struct core_options *options)
{
	struct core *core = calloc(1, sizeof(*core));

	if (!core)
		abort();
	core->ops = options->ops;
	core->place.lock = -1;
	core->journal.fd = -1;
	core->now = options->now;
	core->instance = nw_str_dup(nw_str_from(options->instance));
	core->boot_id = options->boot_id
				? nw_str_dup(nw_str_from(options->boot_id))
				: read_boot_id();
	core->limits = outbox_defaults;
	for (size_t i = 0; i < store_retention_count; i++)
		core->retention[i] = store_retention[i].value;
	core->backup_every_ms = BACKUP_MS;
	core->edit_percent = NWI_REVISION_NEW_PERCENT;
	core->scratch = nw_arena_new(SCRATCH_BYTES);
	core->side = nw_arena_new(SCRATCH_BYTES);
	core->single = nw_arena_new(SCRATCH_BYTES);
	core->gathers = true;
	core->stories_memory = STORIES_MEMORY;
	core->stories_window_ms = 8 * DAY_MS;
	core->recovered_at = -1;
	core->logs_end = &core->logs;
	nw_buf_init(&core->tail, TAIL_BYTES);
	nwi_map_init(&core->watches, (struct nwi_sip_key){ 0, 0 });
	nwi_map_init(&core->notifiers, (struct nwi_sip_key){ 0, 0 });
	return core;
}

void core_close(struct core **at)
{
	struct core *core = NW_STEAL(*at);

	if (!core)
		return;
	core_search_close(core);
	core->ops->close(&core->store);
	if (core->journal.fd >= 0)
		journal_close(&core->journal);
	place_close(&core->place);
	core_free_destinations(core);
	nwi_map_fini(&core->watches);
	nwi_map_fini(&core->notifiers);
	nw_arena_free(&core->routing.arena);
	nw_arena_free(&core->scratch);
	nw_arena_free(&core->side);
	nw_arena_free(&core->single);
	core_free_window(core);
	free(core->review);
	nw_buf_fini(&core->tail);
	while (core->logs) {
		struct core_log *line = core->logs;
		core->logs = line->next;
		free(line->text);
		free(line);
	}
	free(core->instance);
	free(core->boot_id);
	free(core);
}

/* In one transaction: the clock, the counters, leases of the run before. */
static enum nw_status start(struct core *core, struct nw_error *err)
{
	struct nw_str boot, instance;
	bool same_boot = false;
	enum nw_status status = load_clock(core, err);

	if (status == NW_OK)
		status = get_meta(core, "instance", &instance, err);
	if (status == NW_OK && !nw_str_is_absent(instance) &&
	    !nw_str_is(instance, core->instance))
		core_log(core, LEDGER_LOG_WARNING, "ledger.instance",
			 "the instance was called %.*s and is %s now: ids of "
			 "new alerts differ from those before",
			 NW_FMT(instance), core->instance);
	if (status == NW_OK)
		status = put_meta(core, "instance", nw_str_from(core->instance),
				  err);
	if (status == NW_OK)
		status = get_meta(core, "boot_id", &boot, err);
	if (status == NW_OK) /* loading clears what `boot` stands in */
		same_boot = boot.len > 0 && nw_str_is(boot, core->boot_id);
	if (status == NW_OK)
		status = core_load(core, err);
	if (status == NW_OK)
		status = core_reclaim(core, same_boot, err);
	if (status == NW_OK)
		status = core_question_reclaim(core, err);
	if (status == NW_OK)
		status = put_meta(core, "boot_id", nw_str_from(core->boot_id),
				  err);
	return status;
}

static enum nw_status start_in_transaction(struct core *core,
					   struct nw_error *err)
{
	enum nw_status status = core_begin(core, err);

	if (status != NW_OK)
		return status;
	status = start(core, err);
	if (status == NW_OK)
		status = core_commit(core, err);
	if (status != NW_OK)
		core_rollback(core);
	return status;
}

static enum nw_status open_and_start(struct core *core, struct nw_error *err)
{
	enum nw_status status =
		core->ops->open(core->place.dir, &core->store, err);

	return status == NW_OK ? start_in_transaction(core, err) : status;
}

/* A crash loop must not push the good backups out: the first comes late. */
static void plan_backup(struct core *core)
{
	char path[PLACE_PATH];

	place_path(&core->place, "backup.db", path);
	core->has_backup = access(path, F_OK) == 0;
	if (core->recovered_at < 0 && core->has_backup)
		core->backup_due = core->now.elapsed_ms + BACKUP_MS / 6;
}

enum nw_status core_open(const struct core_options *options, struct core **out,
			 struct nw_error *err)
{
	NW_AUTO(core_close) struct core *core = new_core(options);
	struct nw_error why;
	enum nw_status status =
		place_open(options->state_dir, &core->place, err);

	if (status == NW_OK)
		status = journal_open(&core->place, &core->journal, err);
	if (status != NW_OK)
		return status;
	place_ballast(&core->place);
	status = open_and_start(core, &why);
	if (status == NW_LIMIT && place_release_ballast(&core->place)) {
		core->ops->close(&core->store);
		status = open_and_start(core, &why);
	}
	if (status == NW_CORRUPT) {
		status = core_recover(core, &why, err);
		if (status == NW_OK)
			status = start_in_transaction(core, &why);
		else
			return status;
	}
	if (status != NW_OK)
		return nw_fail(err, status, "%s", why.text);
	core->low = place_is_low(&core->place);
	plan_backup(core);
	*out = NW_STEAL(core);
	return NW_OK;
}
