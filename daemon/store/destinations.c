/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The destinations that the outbox knows, in memory with their breakers, and
 * when the next row of each is due. A few hundred at most: they are walked.
 */
#include "daemon/store/core.h"

#include <stdlib.h>

static void free_one(struct core_destination *at)
{
	free(at->key);
	free(at->reason);
	free(at);
}

void core_free_destinations(struct core *core)
{
	for (size_t i = 0; i < core->destination_count; i++)
		free_one(core->destinations[i]);
	free(core->destinations);
	core->destinations = NULL;
	core->destination_count = 0;
	core->destination_room = 0;
}

static void append(struct core *core, struct core_destination *at)
{
	if (core->destination_count == core->destination_room) {
		size_t room = core->destination_room * 2 + 16;
		void *more = reallocarray(core->destinations, room,
					  sizeof(*core->destinations));
		if (!more)
			abort();
		core->destinations = more;
		core->destination_room = room;
	}
	core->destinations[core->destination_count++] = at;
}

static bool is_configured(const struct core *core,
			  const struct core_destination *at)
{
	const struct ledger_notifier *notifier =
		nwi_map_get(&core->notifiers, at->notifier);
	struct nw_str name = nw_str_from(at->key + at->notifier.len + 1);

	for (size_t i = 0; notifier && i < notifier->destination_count; i++)
		if (nw_str_equal(notifier->destinations[i], name))
			return true;
	return false;
}

void core_mark_configured(struct core *core)
{
	for (size_t i = 0; i < core->destination_count; i++) {
		core->destinations[i]->configured =
			is_configured(core, core->destinations[i]);
		core->destinations[i]->stale = true;
	}
}

/* Notifiers' names hold no slash; destinations may. */
static struct core_destination *make(struct core *core, struct nw_str key)
{
	struct core_destination *at = calloc(1, sizeof(*at));

	if (!at)
		abort();
	at->key = nw_str_dup(key);
	at->notifier = nw_str_make(at->key, nw_str_find_char(key, '/'));
	if (at->notifier.len == key.len)
		at->notifier.len = 0;
	at->breaker.key = at->key;
	at->stale = true;
	at->configured = is_configured(core, at);
	append(core, at);
	return at;
}

struct core_destination *core_destination(struct core *core, struct nw_str key)
{
	for (size_t i = 0; i < core->destination_count; i++)
		if (nw_str_is(key, core->destinations[i]->key))
			return core->destinations[i];
	return make(core, key);
}

enum nw_status core_save_destination(struct core *core,
				     struct core_destination *at,
				     struct nw_error *err)
{
	const struct store_breaker row = {
		.key = nw_str_from(at->key),
		.failures = at->breaker.failures,
		.open = at->breaker.open,
		.held = at->breaker.held,
		.since_ms = at->breaker.since_ms,
		.left_ms = at->breaker.left_ms,
		.reason = nw_str_from(at->reason),
		.opened = at->opened,
		.kept = core_kept(core),
	};

	at->stale = true;
	return core_put(core, STORE_BREAKER, &row, err);
}

static void load_one(struct core *core, const struct store_breaker *row)
{
	struct core_destination *at = make(core, row->key);

	at->breaker.failures = (uint32_t)row->failures;
	at->breaker.open = row->open != 0;
	at->breaker.held = row->held != 0;
	at->breaker.since_ms = row->since_ms;
	at->breaker.left_ms = row->left_ms;
	at->opened = row->opened;
	if (!nw_str_is_absent(row->reason))
		at->reason = nw_str_dup(row->reason);
}

/* Leases are counted from the rows: after a roll-back memory may differ. */
static enum nw_status count_leases(struct core *core, struct nw_error *err)
{
	int64_t after = 0;

	for (;;) {
		const struct store_arg args[] = { STORE_ARG_INT(after),
						  STORE_ARG_INT(100) };
		struct store_rows rows;
		enum nw_status status = core_find(
			core, STORE_FIND_OUTBOX_LEASED, args, 2, &rows, err);
		if (status != NW_OK || rows.count == 0)
			return status;
		const struct store_outbox *at = rows.at;
		for (size_t i = 0; i < rows.count; i++)
			core_destination(core, at[i].key)->leased++;
		after = at[rows.count - 1].seq;
		nw_arena_clear(core->scratch);
	}
}

enum nw_status core_load_destinations(struct core *core, struct nw_error *err)
{
	struct store_rows rows;

	core_free_destinations(core);
	enum nw_status status =
		core_find(core, STORE_FIND_BREAKERS, NULL, 0, &rows, err);
	if (status != NW_OK)
		return status;
	const struct store_breaker *at = rows.at;
	for (size_t i = 0; i < rows.count; i++)
		load_one(core, &at[i]);
	return count_leases(core, err);
}

/* ---- when is the next row due ---- */

static enum nw_status find_next(struct core *core, struct core_destination *at,
				struct nw_error *err)
{
	int64_t now = core->now.elapsed_ms;
	const struct store_arg due[] = { STORE_ARG_TEXT(nw_str_from(at->key)),
					 STORE_ARG_INT(now), STORE_ARG_INT(1) };
	const struct store_arg next[] = { STORE_ARG_TEXT(nw_str_from(at->key)),
					  STORE_ARG_INT(1) };
	struct store_rows rows;
	enum nw_status status =
		core_find(core, STORE_FIND_OUTBOX_DUE, due, 3, &rows, err);

	if (status == NW_OK && rows.count == 0)
		status = core_find(core, STORE_FIND_OUTBOX_NEXT, next, 2, &rows,
				   err);
	if (status != NW_OK)
		return status;
	const struct store_outbox *row = rows.at;
	if (rows.count == 0)
		at->next_due = -1;
	else if (at->breaker.open)
		at->next_due = at->breaker.since_ms + at->breaker.left_ms;
	else
		at->next_due = row->since_ms + row->left_ms;
	at->stale = false;
	return NW_OK;
}

enum nw_status core_delivery_due(struct core *core, int64_t *out_ms,
				 struct nw_error *err)
{
	int64_t now = core->now.elapsed_ms, best = -1;

	for (size_t i = 0; i < core->destination_count; i++) {
		struct core_destination *at = core->destinations[i];
		if (!at->configured || (at->breaker.open && at->leased > 0))
			continue;
		if (at->stale) {
			enum nw_status status = find_next(core, at, err);
			if (status != NW_OK)
				return status;
		}
		if (at->next_due < 0)
			continue;
		int64_t wait = at->next_due > now ? at->next_due - now : 0;
		if (best < 0 || wait < best)
			best = wait;
	}
	*out_ms = best;
	return NW_OK;
}

/* ---- rows of the table and of the state machine ---- */

void core_row_load(const struct store_outbox *from, struct outbox_row *to)
{
	/* The id is 32 digits in an arena, ended by NUL. */
	to->id = from->id.at;
	to->state = (enum outbox_state)from->state;
	to->attempts = (uint32_t)from->attempts;
	to->fence = from->fence;
	to->since_ms = from->since_ms;
	to->left_ms = from->left_ms;
	to->waited_ms = from->waited_ms;
	to->smaller = from->smaller != 0;
	to->warned = from->warned != 0;
}

void core_row_store(const struct outbox_row *from, struct store_outbox *to)
{
	to->state = from->state;
	to->attempts = from->attempts;
	to->fence = from->fence;
	to->since_ms = from->since_ms;
	to->left_ms = from->left_ms;
	to->waited_ms = from->waited_ms;
	to->smaller = from->smaller;
	to->warned = from->warned;
}
