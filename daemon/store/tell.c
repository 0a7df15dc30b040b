/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing an outbox row whose state changed, and what the operator hears.
 */
#include "base/json.h"
#include "daemon/store/core.h"

#define HOUR_MS INT64_C(3600000)
#define PAGE	100

/* ---- telling ---- */

struct told {
	const char *key; /* before the destination's key */
	const char *title, *title_end;
	const char *text, *text_end; /* the reason stands between */
	int64_t remind_ms;
};

static const struct told told_held = {
	"held",
	"",
	" is broken and held",
	"Deliveries to it wait; one is tried each hour. The last answer: ",
	". When the cause is mended, `newswatch outbox replay ID` tries at "
	"once.",
	24 * HOUR_MS
};
static const struct told told_dead = {
	"dead",
	"an alert to ",
	" was not delivered",
	"It is given up: ",
	". `newswatch outbox dead` shows what was not delivered, `newswatch "
	"outbox replay ID` tries again.",
	HOUR_MS
};
static const struct told told_late = {
	"late",	     "alerts to ",
	" are late", "The oldest has waited for four hours. The last answer: ",
	".",	     24 * HOUR_MS
};
static const struct told told_gone = {
	"gone",
	"deliveries wait for ",
	", which the configuration names no more",
	"Put the notifier back, or drop each by `newswatch outbox drop ID "
	"--reason TEXT`: ",
	".",
	0
};

static enum nw_status tell(struct core *core, const struct told *what,
			   struct nw_str key, struct nw_str reason,
			   struct nw_error *err)
{
	struct nw_arena *arena = core->scratch;

	if (nw_str_is_absent(reason) || reason.len == 0)
		reason = nw_str_from("no reason was given");
	const struct core_notice_text notice = {
		nw_arena_fmt(arena, "%s:%.*s", what->key, NW_FMT(key)),
		nw_arena_fmt(arena, "%s%.*s%s", what->title, NW_FMT(key),
			     what->title_end),
		nw_arena_fmt(arena, "%s%.*s%s", what->text, NW_FMT(reason),
			     what->text_end),
		what->remind_ms,
	};
	return core_tell(core, &notice, err);
}

/* An operator's alert that fails is logged only: no alerts about alerts. */
enum nw_status core_tell_effects(struct core *core,
				 const struct store_outbox *row,
				 uint32_t effects, struct nw_error *err)
{
	static const struct {
		uint32_t bit;
		const struct told *what;
	} tells[] = { { OUTBOX_TELL_HELD, &told_held },
		      { OUTBOX_TELL_DEAD, &told_dead },
		      { OUTBOX_TELL_LATE, &told_late } };
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < 3 && status == NW_OK; i++) {
		if (!(effects & tells[i].bit))
			continue;
		if (row->kind != NW_ALERT_OPERATOR)
			status = tell(core, tells[i].what, row->key,
				      row->last_error, err);
		else
			core_log(core, LEDGER_LOG_ERROR, "delivery.operator",
				 "an operator's alert to %.*s is %s: %.*s",
				 NW_FMT(row->key), tells[i].what->key,
				 NW_FMT(row->last_error));
	}
	return status;
}

/* ---- writing ---- */

static void tail_row(struct core *core, const struct store_outbox *row)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, 65536);
	if (!core->tail_wanted)
		return;
	nwi_json_open(&line, '{');
	nwi_json_put_text(&line, "event", "delivery");
	nwi_json_put_time(&line, "at", core->now.at);
	nwi_json_put_str(&line, "id", row->id);
	nwi_json_put_str(&line, "alert", row->alert);
	nwi_json_put_str(&line, "destination", row->key);
	nwi_json_put_text(&line, "state",
			  outbox_state_name((enum outbox_state)row->state));
	nwi_json_put_int(&line, "attempts", row->attempts);
	nwi_json_put_str(&line, "error", row->last_error);
	nwi_json_close(&line, '}');
	if (!line.failed)
		core_tail(core, nw_buf_str(&line));
}

/* Writes a row whose state changed and keeps the destination's counts. */
enum nw_status core_save_row(struct core *core, struct core_destination *to,
			     const struct outbox_row *state,
			     struct store_outbox *row, struct nw_error *err)
{
	bool was_leased = row->state == OUTBOX_LEASED;
	bool is_leased = state->state == OUTBOX_LEASED;

	core_row_store(state, row);
	if (was_leased && !is_leased && to->leased > 0)
		to->leased--;
	if (!was_leased && is_leased)
		to->leased++;
	row->ended = outbox_is_open(state->state) ? 0 : core->now.at;
	row->kept = core_kept(core);
	to->stale = true;
	tail_row(core, row);
	return core_put(core, STORE_OUTBOX, row, err);
}

static enum nw_status wake_all(struct core *core, struct core_destination *to,
			       struct nw_error *err)
{
	enum nw_status status = NW_OK;
	int64_t after = 0;
	size_t count = PAGE;

	while (status == NW_OK && count == PAGE) {
		const struct store_arg args[] = {
			STORE_ARG_TEXT(nw_str_from(to->key)),
			STORE_ARG_INT(after), STORE_ARG_INT(PAGE)
		};
		struct store_rows rows;
		status = core_find(core, STORE_FIND_OUTBOX_RETRY, args, 3,
				   &rows, err);
		count = status == NW_OK ? rows.count : 0;
		struct store_outbox *at = count > 0 ? rows.at : NULL;
		for (size_t i = 0; i < count && status == NW_OK; i++) {
			struct outbox_row state;
			core_row_load(&at[i], &state);
			outbox_wake(&state, core->now.elapsed_ms);
			after = at[i].seq;
			status = core_save_row(core, to, &state, &at[i], err);
		}
	}
	return status;
}

enum nw_status core_destination_is_back(struct core *core,
					struct core_destination *to,
					struct nw_error *err)
{
	static const char *const keys[] = { "held", "late" };
	enum nw_status status = wake_all(core, to, err);

	for (size_t i = 0; i < 2 && status == NW_OK; i++)
		status = core_untell(
			core,
			nw_arena_fmt(core->scratch, "%s:%s", keys[i], to->key),
			err);
	return status;
}

/* Destinations with open rows that no configuration names any more. */
enum nw_status core_tell_gone(struct core *core, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < core->destination_count && status == NW_OK;
	     i++) {
		struct core_destination *to = core->destinations[i];
		struct nw_str key = nw_str_from(to->key);
		const struct store_arg args[] = { STORE_ARG_TEXT(key),
						  STORE_ARG_INT(1) };
		struct store_rows rows = { NULL, 0 };
		if (!to->configured)
			status = core_find(core, STORE_FIND_OUTBOX_PROBE, args,
					   2, &rows, err);
		if (status == NW_OK && rows.count > 0)
			status = tell(core, &told_gone, key, key, err);
		else if (status == NW_OK)
			status = core_untell(
				core,
				nw_arena_fmt(core->scratch, "gone:%s", to->key),
				err);
	}
	return status;
}
