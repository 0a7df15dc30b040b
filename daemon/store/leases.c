/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Outbox rows without a verdict: leases that ran out, what a restart finds,
 * what has waited long, and what the operator orders.
 */
#include "daemon/store/core.h"

#define PAGE 100

/* ---- leases and waiting ---- */

typedef uint32_t (*row_step)(struct core *core, struct store_outbox *row,
			     struct outbox_row *state);

/* Runs a step over all rows of a selection by seq, in pages. */
static enum nw_status walk(struct core *core, enum store_find what,
			   row_step step, struct nw_error *err)
{
	enum nw_status status = NW_OK;
	int64_t after = 0;
	size_t count = PAGE;

	while (status == NW_OK && count == PAGE) {
		const struct store_arg args[] = { STORE_ARG_INT(after),
						  STORE_ARG_INT(PAGE) };
		struct store_rows rows;
		nw_arena_clear(core->scratch);
		status = core_find(core, what, args, 2, &rows, err);
		count = status == NW_OK ? rows.count : 0;
		struct store_outbox *at = count > 0 ? rows.at : NULL;
		for (size_t i = 0; i < count && status == NW_OK; i++) {
			struct outbox_row state;
			core_row_load(&at[i], &state);
			after = at[i].seq;
			uint32_t effects = step(core, &at[i], &state);
			if (effects & OUTBOX_IGNORED)
				continue;
			status = core_save_row(
				core, core_destination(core, at[i].key), &state,
				&at[i], err);
			if (status == NW_OK)
				status = core_tell_effects(core, &at[i],
							   effects, err);
		}
	}
	return status;
}

static uint32_t reclaim(struct core *core, struct store_outbox *row,
			struct outbox_row *state)
{
	row->last_error = nw_str_from("the daemon ended during the attempt");
	return outbox_reclaim(state, &core->limits, core->now.elapsed_ms);
}

static uint32_t expire(struct core *core, struct store_outbox *row,
		       struct outbox_row *state)
{
	row->last_error = nw_str_from("the attempt gave no answer in time");
	return outbox_expire(state, &core->limits, core->now.elapsed_ms);
}

static uint32_t oversleep(struct core *core, struct store_outbox *row,
			  struct outbox_row *state)
{
	(void)row;
	return outbox_oversleep(state, core->slept_ms);
}

static uint32_t rebase(struct core *core, struct store_outbox *row,
		       struct outbox_row *state)
{
	(void)row;
	outbox_rebase(state, false, core->now.elapsed_ms);
	return 0;
}

static uint32_t rebase_ahead(struct core *core, struct store_outbox *row,
			     struct outbox_row *state)
{
	if (row->since_ms <= core->now.elapsed_ms)
		return OUTBOX_IGNORED;
	outbox_rebase(state, true, core->now.elapsed_ms);
	return 0;
}

static uint32_t watch(struct core *core, struct store_outbox *row,
		      struct outbox_row *state)
{
	(void)row;
	uint32_t effects = outbox_watch_waiting(state, &core->limits,
						core->now.elapsed_ms);
	return effects ? effects : OUTBOX_IGNORED;
}

enum nw_status core_reclaim(struct core *core, bool same_boot,
			    struct nw_error *err)
{
	enum nw_status status = walk(core, STORE_FIND_OUTBOX_OPEN,
				     same_boot ? rebase_ahead : rebase, err);

	for (size_t i = 0; i < core->destination_count && status == NW_OK;
	     i++) {
		outbox_breaker_rebase(&core->destinations[i]->breaker,
				      same_boot, core->now.elapsed_ms);
		status =
			core_save_destination(core, core->destinations[i], err);
	}
	if (status == NW_OK)
		status = walk(core, STORE_FIND_OUTBOX_LEASED, reclaim, err);
	return status;
}

enum nw_status core_expire_leases(struct core *core, struct nw_error *err)
{
	return walk(core, STORE_FIND_OUTBOX_LEASED, expire, err);
}

enum nw_status core_stretch_leases(struct core *core, int64_t slept_ms,
				   struct nw_error *err)
{
	core->slept_ms = slept_ms;
	return walk(core, STORE_FIND_OUTBOX_LEASED, oversleep, err);
}

enum nw_status core_watch_waiting(struct core *core, struct nw_error *err)
{
	return walk(core, STORE_FIND_OUTBOX_OPEN, watch, err);
}

/* ---- the operator's orders ---- */

enum nw_status core_replay(struct core *core, struct nw_str id,
			   struct nw_error *err)
{
	struct store_outbox row = { .id = id };
	struct outbox_row state;
	enum nw_status status = core_get(core, STORE_OUTBOX, &row, err);

	if (status == NW_NOT_FOUND)
		return nw_fail(err, status, "no delivery has the id %.*s",
			       NW_FMT(id));
	if (status != NW_OK)
		return status;
	core_row_load(&row, &state);
	if (!outbox_replay(&state, core->now.elapsed_ms))
		return nw_fail(err, NW_BUSY, "%.*s is being delivered just now",
			       NW_FMT(id));
	struct core_destination *to = core_destination(core, row.key);
	/* The operator says that it works again: do not wait for the probe. */
	to->breaker.since_ms = core->now.elapsed_ms;
	to->breaker.left_ms = 0;
	row.content_type = nw_str_make(NULL, 0);
	row.payload = nw_str_make(NULL, 0);
	status = core_save_row(core, to, &state, &row, err);
	return status == NW_OK ? core_save_destination(core, to, err) : status;
}

enum nw_status core_drop(struct core *core, struct nw_str id,
			 struct nw_str reason, struct nw_error *err)
{
	struct store_outbox row = { .id = id };
	struct outbox_row state;

	if (reason.len == 0)
		return nw_fail(err, NW_BAD_INPUT,
			       "a delivery is dropped with a reason only");
	enum nw_status status = core_get(core, STORE_OUTBOX, &row, err);
	if (status == NW_NOT_FOUND)
		return nw_fail(err, status, "no delivery has the id %.*s",
			       NW_FMT(id));
	if (status != NW_OK)
		return status;
	core_row_load(&row, &state);
	if (!outbox_drop(&state, core->now.elapsed_ms))
		return nw_fail(err, NW_BUSY, "%.*s is %s and cannot be dropped",
			       NW_FMT(id), outbox_state_name(state.state));
	row.last_error =
		nw_arena_fmt(core->scratch, "dropped: %.*s", NW_FMT(reason));
	return core_save_row(core, core_destination(core, row.key), &state,
			     &row, err);
}
