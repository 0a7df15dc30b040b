/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Raising an alert: its row and one outbox row for each destination, within
 * the transaction of what raised it.
 */
#include "base/json.h"
#include "daemon/store/core.h"
#include "item/alert_parts.h"

#include <stdio.h>

#define ALERT_BYTES ((size_t)32 << 20)

static enum nw_status put_alert(struct core *core, const struct nw_alert *alert,
				struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	nw_buf_init(&json, ALERT_BYTES);
	nw_alert_to_json(alert, &json);
	if (json.failed)
		return nw_fail(err, NW_BAD_INPUT,
			       "an alert object over 32 MiB");
	const struct store_alert row = {
		.id = alert->id,
		.seq = core_next_seq(core, CORE_SEQ_ALERT),
		.kind = alert->kind,
		.watch = alert->watch,
		.story = alert->story,
		.severity = alert->severity,
		.title = alert->title,
		.revision = alert->revision,
		.at = alert->at,
		.json = nw_buf_str(&json),
		.kept = core_kept(core),
	};
	return core_add(core, STORE_ALERT, &row, err);
}

void core_delivery_id(const struct core *core, struct nw_str label,
		      struct nw_str story, struct nw_str key, uint32_t revision,
		      char out[NWI_ID_TEXT])
{
	char number[16];

	snprintf(number, sizeof(number), "%u", revision);
	const struct nw_str parts[] = { nw_str_from(core->instance), label,
					story, key, nw_str_from(number) };
	nwi_derive_id("delivery", parts, 5, out);
}

static enum nw_status put_delivery(struct core *core,
				   const struct core_raise *what,
				   struct nw_str notifier,
				   struct nw_str destination, uint32_t *rows,
				   struct nw_error *err)
{
	char id[NWI_ID_TEXT];
	struct nw_str key = nw_arena_fmt(core->scratch, "%.*s/%.*s",
					 NW_FMT(notifier), NW_FMT(destination));

	if (nw_str_is_absent(key))
		return nw_fail(err, NW_NO_MEMORY, "no memory for a delivery");
	/* An alert that is of no story is told apart by its own id. */
	core_delivery_id(core, what->label,
			 what->alert->story.len ? what->alert->story
						: what->alert->id,
			 key, what->alert->revision, id);
	const struct store_outbox row = {
		.id = nw_str_from(id),
		.seq = core_next_seq(core, CORE_SEQ_OUTBOX),
		.alert = what->alert->id,
		.notifier = notifier,
		.destination = destination,
		.key = key,
		.kind = what->alert->kind,
		.rank = severity_rank(what->alert->severity),
		.state = OUTBOX_PENDING,
		.since_ms = core->now.elapsed_ms,
		.queued = core->now.at,
		.kept = core_kept(core),
	};
	enum nw_status status = core_add(core, STORE_OUTBOX, &row, err);
	/* Named twice by a watch: once is enough. */
	if (status == NW_EXISTS)
		return NW_OK;
	if (status == NW_OK)
		++*rows;
	return status == NW_OK ? core_save_destination(
					 core, core_destination(core, key), err)
			       : status;
}

static void tell_followers(struct core *core, const struct nw_alert *alert,
			   uint32_t rows)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, 65536);
	if (!core->tail_wanted)
		return;
	nwi_json_open(&line, '{');
	nwi_json_put_text(&line, "event", "alert");
	nwi_json_put_time(&line, "at", alert->at);
	nwi_json_put_str(&line, "id", alert->id);
	nwi_json_put_str(&line, "watch", alert->watch);
	nwi_json_put_str(&line, "severity", alert->severity);
	nwi_json_put_str(&line, "title", alert->title);
	nwi_json_put_int(&line, "revision", alert->revision);
	nwi_json_put_text(&line, "reason",
			  nwi_alert_reason_name(alert->reason));
	nwi_json_put_int(&line, "deliveries", rows);
	nwi_json_close(&line, '}');
	if (!line.failed)
		core_tail(core, nw_buf_str(&line));
}

enum nw_status core_raise(struct core *core, const struct core_raise *what,
			  uint32_t *out_rows, struct nw_error *err)
{
	uint32_t rows = 0;
	enum nw_status status = put_alert(core, what->alert, err);

	for (size_t i = 0; i < what->notifier_count && status == NW_OK; i++) {
		const struct ledger_notifier *at =
			nwi_map_get(&core->notifiers, what->notifiers[i]);
		for (size_t d = 0;
		     at && d < at->destination_count && status == NW_OK; d++)
			status = put_delivery(core, what, at->name,
					      at->destinations[d], &rows, err);
	}
	if (status != NW_OK)
		return status;
	tell_followers(core, what->alert, rows);
	*out_rows = rows;
	return NW_OK;
}
