/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Upkeep: a little at each tick, by tables of what is due. The backup and
 * the checkpoint run between transactions (core_tick_outside), all else in
 * the tick's.
 */
#include "daemon/alert/rates.h"
#include "daemon/alert/review.h"
#include "daemon/alert/threads.h"
#include "daemon/store/question.h"
#include "daemon/store/search.h"

#include <unistd.h>

#define SECOND INT64_C(1000)

#define EVERY_DISK	 (5 * SECOND)
#define EVERY_ARTICLES	 (10 * SECOND)
#define EVERY_QUESTIONS	 (10 * SECOND)
#define EVERY_CLOCK	 (60 * SECOND)
#define EVERY_RATES	 (60 * SECOND)
#define EVERY_WAITING	 (60 * SECOND)
#define EVERY_RETENTION	 (60 * SECOND)
#define EVERY_SHRINK	 (30 * SECOND)
#define EVERY_CHECKPOINT (300 * SECOND)

/* Rows that one tick deletes at most: some 10 ms of work. */
#define RETENTION_STEP 500

/* The first backup of a new store is nearly empty: the second comes soon. */
#define SECOND_BACKUP (300 * SECOND)

/* Pages that one tick copies: 1 MiB. */
#define BACKUP_STEP 256

/* Whether it is time; plans the next. The first is at once. */
static bool is_due(const struct core *core, int64_t *due, int64_t every)
{
	if (core->now.elapsed_ms < *due)
		return false;
	*due = core->now.elapsed_ms + every;
	return true;
}

/*
 * Where the disk was too full even for the notice it is told when there is
 * room again.
 */
static enum nw_status tell_disk(struct core *core, bool untold,
				struct nw_error *err)
{
	const struct core_notice_text now = {
		NW_STR("disk"),
		NW_STR("the disk of the state folder is nearly full"),
		NW_STR("Fetching is paused until there is room; deliveries go "
		       "on."),
		24 * 3600 * SECOND,
	};
	const struct core_notice_text past = {
		NW_STR("disk"),
		NW_STR("the disk of the state folder was full"),
		NW_STR("Fetching was paused. There is room again, and it goes "
		       "on."),
		0,
	};
	enum nw_status status = NW_OK;

	if (core->low)
		return core_tell(core, &now, err);
	if (untold)
		status = core_tell(core, &past, err);
	return status == NW_OK ? core_untell(core, now.key, err) : status;
}

/* The first look is also for a notice that was open when the daemon ended. */
static enum nw_status watch_disk(struct core *core, struct nw_error *err)
{
	bool low = place_is_low(&core->place);
	bool untold = core->low && !core->disk_said;

	if (!low)
		place_ballast(&core->place);
	if (low == core->low && core->disk_said)
		return NW_OK;
	if (low != core->low)
		core_log(core, low ? LEDGER_LOG_WARNING : LEDGER_LOG_INFO,
			 "ledger.disk",
			 low ? "below the floor: fetching is paused"
			     : "there is room again: fetching goes on");
	core->low = low;
	core->disk_said = true;
	return tell_disk(core, untold, err);
}

/* One rule a tick; the same again while it has more to delete. */
static enum nw_status retain(struct core *core, struct nw_error *err)
{
	int64_t deleted = 0;
	size_t row = core->retention_at;

	if (row == 0 && !is_due(core, &core->retention_due, EVERY_RETENTION))
		return NW_OK;
	enum nw_status status = core->ops->expire(
		core->store, row, core->retention[row], core_kept(core),
		RETENTION_STEP, &deleted, err);
	if (deleted < RETENTION_STEP)
		core->retention_at = (row + 1) % store_retention_count;
	return status;
}

/*
 * Ticks come every second. Where none came for long the machine slept, and
 * the attempts under way with it: a second one would be a repeat.
 */
static enum nw_status watch_sleep(struct core *core, struct nw_error *err)
{
	int64_t since = core->ticked_ms, now = core->now.elapsed_ms;
	bool slept = since > 0 && now - since > core->limits.lease_ms / 8;

	core->ticked_ms = now;
	return slept ? core_stretch_leases(core, now - since, err) : NW_OK;
}

enum nw_status core_tick(struct core *core, struct message *message,
			 struct nw_error *err)
{
	enum nw_status status = NW_OK;

	(void)message;
	if (is_due(core, &core->disk_due, EVERY_DISK))
		status = watch_disk(core, err);
	if (status == NW_OK)
		status = core_tell_recovery(core, err);
	if (status == NW_OK)
		status = watch_sleep(core, err);
	if (status == NW_OK)
		status = core_expire_leases(core, err);
	if (status == NW_OK && is_due(core, &core->waiting_due, EVERY_WAITING))
		status = core_watch_waiting(core, err);
	if (status == NW_OK &&
	    is_due(core, &core->articles_due, EVERY_ARTICLES))
		status = core_articles_late(core, err);
	if (status == NW_OK)
		status = core_review_step(core, err);
	if (status == NW_OK)
		status = core_threads_due(core, err);
	if (status == NW_OK &&
	    is_due(core, &core->questions_late_due, EVERY_QUESTIONS))
		status = core_questions_late(core, err);
	if (status == NW_OK && is_due(core, &core->rates_due, EVERY_RATES))
		status = core_watch_rates(core, err);
	if (status == NW_OK && is_due(core, &core->clock_due, EVERY_CLOCK))
		status = core_save_clock(core, err);
	if (status == NW_OK)
		status = retain(core, err);
	if (status != NW_OK)
		core->disk_said = false;
	if (status != NW_OK && core->review) /* its place is undone too */
		core_review_begin(core);
	return status;
}

/* ---- outside a transaction ---- */

static enum nw_status take_backup(struct core *core, struct nw_error *err)
{
	enum nw_status status = place_take_backup(&core->place, err);

	if (status == NW_OK)
		status = journal_rotate(&core->place, &core->journal, err);
	core->backup_due = core->now.elapsed_ms + core->backup_every_ms;
	if (!core->has_backup && core->backup_every_ms > SECOND_BACKUP)
		core->backup_due = core->now.elapsed_ms + SECOND_BACKUP;
	core->has_backup = true;
	if (status == NW_OK)
		core_log(core, LEDGER_LOG_INFO, "ledger.backup",
			 "a backup was made");
	return status;
}

static enum nw_status step_backup(struct core *core, struct nw_error *err)
{
	char path[PLACE_PATH];
	struct nw_error why;

	if (core->now.elapsed_ms < core->backup_due || core->low)
		return NW_OK;
	place_path(&core->place, "backup.new", path);
	enum nw_status status =
		core->ops->backup(core->store, path, BACKUP_STEP, &why);
	if (status == NW_OK)
		return take_backup(core, err);
	if (status == NW_BUSY)
		return NW_OK;
	/* The ledger itself is sound: say so and try again in its time. */
	core->backup_due = core->now.elapsed_ms + core->backup_every_ms;
	core_log(core, LEDGER_LOG_ERROR, "ledger.backup", "no backup: %s",
		 why.text);
	return NW_OK;
}

enum nw_status core_tick_outside(struct core *core, struct nw_error *err)
{
	enum nw_status status = step_backup(core, err);

	if (status == NW_OK)
		core_search_step(core);
	if (is_due(core, &core->shrink_due, EVERY_SHRINK))
		core->ops->shrink(core->store);
	if (status == NW_OK &&
	    is_due(core, &core->checkpoint_due, EVERY_CHECKPOINT))
		status = core->ops->checkpoint(core->store, err);
	/* No room to lengthen the file: the log keeps all until there is. */
	return status == NW_LIMIT ? NW_OK : status;
}
