/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/habit.h"
#include "base/json.h"
#include "daemon/store/ask.h"
#include "plugin/identity.h"

/* A share of articles that may have the identity of another: one in so many. */
enum { COLLIDED_ONE_IN = 10 };

enum nw_status habit_get(struct core *core, struct nw_str source,
			 struct store_habit *out, struct nw_error *err)
{
	*out = (struct store_habit){ .source = source };
	enum nw_status status = core_get(core, STORE_HABIT, out, err);

	if (status != NW_NOT_FOUND)
		return status;
	*out = (struct store_habit){ .source = source };
	return NW_OK;
}

/* ---- notices ---- */

static const char *name_of(int64_t policy)
{
	return nwi_identity_policy_name((enum nwi_identity_policy)policy);
}

/* What would do instead of the policy at hand. */
static const char *other_than(const struct store_habit *row, int64_t policy)
{
	uint32_t fits = (uint32_t)row->fits & ~(1u << policy);

	if (policy == NWI_IDENTITY_ID || policy == NWI_IDENTITY_AUTO)
		return fits & 1u << NWI_IDENTITY_URL ? "url" : "url+title";
	return policy == NWI_IDENTITY_URL ? "url+title" : "hash";
}

static enum nw_status tell(struct core *core, const char *kind,
			   struct nw_str source, struct nw_str title,
			   struct nw_str text, struct nw_error *err)
{
	const struct core_notice_text notice = {
		nw_arena_fmt(core->scratch, "%s:%.*s", kind, NW_FMT(source)),
		title, text, 0
	};

	return core_tell(core, &notice, err);
}

static enum nw_status untell(struct core *core, const char *kind,
			     struct nw_str source, struct nw_error *err)
{
	return core_untell(
		core,
		nw_arena_fmt(core->scratch, "%s:%.*s", kind, NW_FMT(source)),
		err);
}

static enum nw_status tell_renewed(struct core *core, struct message *message,
				   const struct store_habit *row,
				   struct nw_error *err)
{
	const struct ledger_batch *batch = &message->batch;
	struct nw_arena *arena = core->scratch;
	struct nw_str name = batch->source.name;

	return tell(
		core, "renewed", name,
		nw_arena_fmt(arena, "%.*s names its items anew", NW_FMT(name)),
		nw_arena_fmt(arena,
			     "%u of %zu items that it shows are known and came "
			     "under other identities (by %s). They raise no "
			     "alerts. Should it happen again and again, set "
			     "`identity: %s` for this source: what is known "
			     "stays known.",
			     message->reply.items_renewed, batch->shown_count,
			     name_of(batch->identity),
			     other_than(row, batch->identity)),
		err);
}

static enum nw_status tell_collided(struct core *core,
				    const struct ledger_batch *batch,
				    const struct store_habit *row,
				    struct nw_error *err)
{
	struct nw_arena *arena = core->scratch;
	struct nw_str name = batch->source.name;

	return tell(core, "identity", name,
		    nw_arena_fmt(arena,
				 "%.*s has items that cannot be told apart",
				 NW_FMT(name)),
		    nw_arena_fmt(arena,
				 "%u articles have the identity of another one "
				 "(by %s) and are left out. Set `identity: %s` "
				 "for this source.",
				 batch->collided, name_of(batch->identity),
				 other_than(row, batch->identity)),
		    err);
}

static enum nw_status tell_all(struct core *core, struct message *message,
			       const struct store_habit *row, bool renewed,
			       struct nw_error *err)
{
	const struct ledger_batch *batch = &message->batch;
	struct nw_str name = batch->source.name;
	bool collided = batch->collided > 1 &&
			batch->collided * COLLIDED_ONE_IN >
				batch->shown_count + batch->collided;
	enum nw_status status = renewed ? tell_renewed(core, message, row, err)
					: untell(core, "renewed", name, err);

	if (status != NW_OK)
		return status;
	return collided ? tell_collided(core, batch, row, err)
			: untell(core, "identity", name, err);
}

/* ---- deciding ---- */

/* Ids that are renewed while the addresses stay tell nothing apart for long. */
static void count_in(const struct ledger_batch *batch, struct store_habit *row,
		     bool renewed)
{
	const int64_t id = 1 << NWI_IDENTITY_ID;

	if (batch->identity_fits)
		row->fits = row->polls == 0 ? batch->identity_fits
					    : row->fits & batch->identity_fits;
	row->polls++;
	row->renewed += renewed;
	if (renewed && batch->identity == NWI_IDENTITY_ID)
		row->fits &= ~id;
	row->used = batch->identity;
}

static void pin(struct core *core, struct store_habit *row)
{
	row->policy = nwi_identity_choose((uint32_t)row->fits);
	row->at = core->now.at;
	core_log(core, LEDGER_LOG_INFO, "source.identity",
		 "%.*s: items are told apart by %s", NW_FMT(row->source),
		 name_of(row->policy));
}

enum nw_status habit_note(struct core *core, struct message *message,
			  struct store_habit *row, bool renewed,
			  struct nw_error *err)
{
	const struct ledger_batch *batch = &message->batch;

	if (batch->follow_up != 0 || batch->flags & LEDGER_BATCH_PARTIAL ||
	    batch->shown_count == 0)
		return NW_OK;
	bool was_auto = row->used == 0 || batch->identity_fits != 0;
	count_in(batch, row, renewed);
	if (batch->identity_auto && was_auto && row->policy == 0 &&
	    row->polls >= HABIT_POLLS)
		pin(core, row);
	row->kept = core_kept(core);
	enum nw_status status = core_put(core, STORE_HABIT, row, err);
	return status == NW_OK ? tell_all(core, message, row, renewed, err)
			       : status;
}

/* ---- asked for ---- */

void habit_put(struct core *core, struct nw_str source, struct nw_buf *out)
{
	struct store_habit row;
	struct nw_error err;

	if (habit_get(core, source, &row, &err) != NW_OK)
		row = (struct store_habit){ 0 };
	nwi_json_put_text(out, "identity", name_of(row.used));
	answer_time(out, "identity_pinned", row.policy ? row.at : 0);
}

void habit_put_item(struct core *core, const struct store_item *item,
		    struct nw_buf *out)
{
	struct store_identity row = { .source = item->source,
				      .item = item->id };
	struct nw_error err;

	if (core_get(core, STORE_IDENTITY, &row, &err) != NW_OK)
		return;
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "identity");
	nwi_json_put_str(out, "item_id", item->id);
	nwi_json_put_str(out, "known_as", row.identity);
	answer_time(out, "known_since", row.first_seen);
	nwi_json_put_int(out, "revision", item->revision);
	habit_put(core, item->source, out);
	answer_end(out);
}
