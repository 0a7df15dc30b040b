/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outbox in the store: claims, payloads, verdicts, leases. What happens
 * to a row is decided in daemon/alert/outbox.c; here it is read and written.
 */
#include "daemon/store/core.h"

#include <stdlib.h>

/* What a claim may hold in memory besides what is leased. */
#define CLAIM_BYTES ((size_t)32 << 20)
#define CLAIM_MAX   256

/* ---- claim ---- */

static enum nw_status find_due(struct core *core, struct core_destination *to,
			       uint32_t most, struct store_rows *out,
			       struct nw_error *err)
{
	struct nw_str key = nw_str_from(to->key);
	const struct store_arg due[] = { STORE_ARG_TEXT(key),
					 STORE_ARG_INT(core->now.elapsed_ms),
					 STORE_ARG_INT(most) };
	const struct store_arg probe[] = { STORE_ARG_TEXT(key),
					   STORE_ARG_INT(1) };

	if (to->breaker.open)
		return core_find(core, STORE_FIND_OUTBOX_PROBE, probe, 2, out,
				 err);
	return core_find(core, STORE_FIND_OUTBOX_DUE, due, 3, out, err);
}

/* The id that this receiver got with the first alert on the story. */
static struct nw_str thread_of(const struct core *core,
			       const struct store_outbox *row,
			       const struct store_alert *alert,
			       struct nw_arena *arena)
{
	char id[NWI_ID_TEXT];

	if (alert->revision <= 1)
		return nw_arena_str(arena, row->id);
	core_delivery_id(core, alert->watch, alert->story, row->key, 1, id);
	return nw_arena_str(arena, nw_str_from(id));
}

static enum nw_status
add_delivery(const struct core *core, struct message *message,
	     struct ledger_delivery *list, const struct store_outbox *row,
	     const struct store_alert *alert, struct nw_error *err)
{
	struct nw_arena *arena = message->arena;
	const struct ledger_delivery delivery = {
		.id = nw_arena_str(arena, row->id),
		.thread = thread_of(core, row, alert, arena),
		.alert_id = nw_arena_str(arena, row->alert),
		.notifier = nw_arena_str(arena, row->notifier),
		.destination = nw_arena_str(arena, row->destination),
		.alert = nw_arena_str(arena, alert->json),
		.content_type = nw_arena_str(arena, row->content_type),
		.payload = nw_arena_str(arena, row->payload),
		.attempt = (uint32_t)row->attempts,
		.render_flags = row->smaller ? NW_RENDER_SMALLER : 0,
		.fence = row->fence,
	};

	if (nw_arena_failed(arena))
		return nw_fail(err, NW_NO_MEMORY, "a claim over its memory");
	list[message->reply.delivery_count++] = delivery;
	return NW_OK;
}

/* Without its alert there is nothing to send: an end that is told. */
static enum nw_status bury(struct core *core, struct core_destination *to,
			   struct store_outbox *row, struct nw_error *err)
{
	struct outbox_row state;

	core_row_load(row, &state);
	state.state = OUTBOX_DEAD;
	row->last_error = nw_str_from("its alert is not in the store any more");
	enum nw_status status = core_save_row(core, to, &state, row, err);
	if (status == NW_OK)
		status = core_tell_effects(core, row, OUTBOX_TELL_DEAD, err);
	return status;
}

static enum nw_status claim_row(struct core *core, struct message *message,
				struct ledger_delivery *list,
				struct core_destination *to,
				struct store_outbox *row, struct nw_error *err)
{
	struct store_alert alert = { .id = row->alert };
	struct outbox_row state;

	core_row_load(row, &state);
	if (!outbox_claim(&state, &to->breaker, &core->limits,
			  core->now.elapsed_ms))
		return NW_OK;
	enum nw_status status = core_get(core, STORE_ALERT, &alert, err);
	if (status == NW_NOT_FOUND)
		return bury(core, to, row, err);
	if (status != NW_OK)
		return status;
	if (row->first_tried == 0)
		row->first_tried = core->now.at;
	row->last_tried = core->now.at;
	status = core_save_row(core, to, &state, row, err);
	if (status == NW_OK)
		status = add_delivery(core, message, list, row, &alert, err);
	return status;
}

struct candidate {
	struct core_destination *to;
	struct store_outbox *row;
};

static int by_rank(const void *a, const void *b)
{
	const struct store_outbox *x = ((const struct candidate *)a)->row;
	const struct store_outbox *y = ((const struct candidate *)b)->row;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static uint32_t room_at(const struct core *core,
			const struct core_destination *to, uint32_t most)
{
	if (!to->configured)
		return 0;
	if (to->breaker.open) {
		int64_t due = to->breaker.since_ms + to->breaker.left_ms;
		return to->leased == 0 && due <= core->now.elapsed_ms;
	}
	return to->leased < most ? most - to->leased : 0;
}

static enum nw_status gather(struct core *core, uint32_t per_destination,
			     struct candidate *list, size_t *count,
			     struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < core->destination_count && status == NW_OK;
	     i++) {
		struct core_destination *to = core->destinations[i];
		uint32_t room = room_at(core, to, per_destination);
		struct store_rows rows;
		if (room == 0 || *count + room > CLAIM_MAX * 4 ||
		    nw_arena_used(core->scratch) > CLAIM_BYTES)
			continue;
		status = find_due(core, to, room, &rows, err);
		struct store_outbox *at = status == NW_OK ? rows.at : NULL;
		for (size_t r = 0; at && r < rows.count; r++)
			list[(*count)++] = (struct candidate){ to, &at[r] };
	}
	return status;
}

enum nw_status core_claim(struct core *core, struct message *message,
			  struct nw_error *err)
{
	uint32_t most = message->max < CLAIM_MAX ? message->max : CLAIM_MAX;
	uint32_t each = message->per_destination ? message->per_destination : 1;
	struct candidate *found =
		nw_arena_array(core->scratch, CLAIM_MAX * 4, sizeof(*found));
	struct ledger_delivery *list =
		nw_arena_array(message->arena, most + 1, sizeof(*list));
	size_t count = 0;

	if (!found || !list)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a claim");
	enum nw_status status = gather(
		core, each < CLAIM_MAX ? each : CLAIM_MAX, found, &count, err);
	if (status == NW_OK && count > 0)
		qsort(found, count, sizeof(*found), by_rank);
	for (size_t i = 0; i < count && status == NW_OK &&
			   message->reply.delivery_count < most &&
			   nw_arena_used(message->arena) < CLAIM_BYTES;
	     i++)
		status = claim_row(core, message, list, found[i].to,
				   found[i].row, err);
	message->reply.deliveries = list;
	return status;
}

/* ---- payload and verdict ---- */

static enum nw_status lost(struct nw_error *err)
{
	return nw_fail(err, NW_GONE, "the lease of this delivery was lost");
}

enum nw_status core_payload(struct core *core, struct message *message,
			    struct nw_error *err)
{
	struct store_outbox row = { .id = message->id };
	enum nw_status status = core_get(core, STORE_OUTBOX, &row, err);

	if (status == NW_NOT_FOUND)
		return lost(err);
	if (status != NW_OK)
		return status;
	if (row.state != OUTBOX_LEASED || row.fence != message->fence)
		return lost(err);
	row.content_type = message->content_type;
	row.payload = message->payload;
	return core_put(core, STORE_OUTBOX, &row, err);
}

static void note_reason(struct core_destination *to, struct nw_str reason)
{
	free(to->reason);
	to->reason = nw_str_is_absent(reason) ? NULL : nw_str_dup(reason);
}

static enum nw_status after_verdict(struct core *core,
				    struct core_destination *to,
				    struct store_outbox *row,
				    const struct outbox_row *state,
				    uint32_t effects, struct nw_error *err)
{
	if (effects & OUTBOX_RENDER_AGAIN) {
		row->content_type = nw_str_make(NULL, 0);
		row->payload = nw_str_make(NULL, 0);
	}
	enum nw_status status = core_save_row(core, to, state, row, err);
	if (status == NW_OK)
		status = core_save_destination(core, to, err);
	if (status == NW_OK && effects & OUTBOX_WAKE_ALL)
		status = core_destination_is_back(core, to, err);
	if (status == NW_OK)
		status = core_tell_effects(core, row, effects, err);
	return status;
}

enum nw_status core_verdict(struct core *core, struct message *message,
			    struct nw_error *err)
{
	struct store_outbox row = { .id = message->id };
	struct outbox_row state;
	enum nw_status status = core_get(core, STORE_OUTBOX, &row, err);

	if (status == NW_NOT_FOUND)
		return lost(err);
	if (status != NW_OK)
		return status;
	struct core_destination *to = core_destination(core, row.key);
	bool was_open = to->breaker.open;
	core_row_load(&row, &state);
	uint32_t effects = outbox_verdict(&state, &to->breaker, &core->limits,
					  message->fence, &message->verdict,
					  core->now.elapsed_ms);
	if (effects & OUTBOX_IGNORED)
		return lost(err);
	if (to->breaker.open && !was_open)
		to->opened = core->now.at;
	row.last_tried = core->now.at;
	row.last_error = state.state == OUTBOX_SENT ? nw_str_make(NULL, 0)
						    : message->verdict.reason;
	note_reason(to, row.last_error);
	return after_verdict(core, to, &row, &state, effects, err);
}
