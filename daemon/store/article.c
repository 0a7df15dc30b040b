/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Items that await their article. Each is decided once: with the article
 * (apply.c), when its page will not be had, or when it has waited too long,
 * whatever became of its follow-up meanwhile (a reload took the source or the
 * option away, retention the row, the daemon did not run).
 */
#include "daemon/store/hits.h"

#define TRIES	3
#define LATE_MS INT64_C(600000)
#define PAGE	100

enum nw_status core_article(struct core *core, struct message *message,
			    struct nw_error *err)
{
	struct store_archive text = { .item = message->key };
	enum nw_status status = core_get(core, STORE_ARCHIVE, &text, err);

	if (status == NW_NOT_FOUND)
		return NW_OK;
	if (status == NW_OK)
		message->reply.lines = nw_arena_str(message->arena, text.frame);
	return status;
}

static enum nw_status decide(struct core *core, struct ledger_reply *reply,
			     struct store_item *row, struct nw_error *err)
{
	row->state = STORE_ANALYSED;
	return core_settle_stored(core, row, !(row->flags & STORE_NOT_NEWS),
				  reply, err);
}

enum nw_status core_article_gone(struct core *core, struct ledger_reply *reply,
				 struct nw_str item, struct nw_error *err)
{
	struct store_item row = { .id = item };
	enum nw_status status =
		item.len ? core_get(core, STORE_ITEM, &row, err) : NW_NOT_FOUND;

	if (status == NW_NOT_FOUND)
		return NW_OK;
	if (status != NW_OK || row.state != STORE_AWAITING_TEXT)
		return status;
	return decide(core, reply, &row, err);
}

enum nw_status core_article_failed(struct core *core, struct message *message,
				   struct nw_error *err)
{
	struct store_follow_up row = { .id = message->follow_up };
	enum nw_status status = core_get(core, STORE_FOLLOW_UP, &row, err);

	if (status == NW_NOT_FOUND)
		return NW_OK;
	if (status != NW_OK)
		return status;
	if (++row.attempts < TRIES && !message->for_good)
		return core_put(core, STORE_FOLLOW_UP, &row, err);
	status = core->ops->remove(core->store, STORE_FOLLOW_UP, &row, err);
	return status == NW_OK
		       ? core_article_gone(core, &message->reply, row.item, err)
		       : status;
}

enum nw_status core_articles_late(struct core *core, struct nw_error *err)
{
	const struct store_arg args[] = {
		STORE_ARG_INT(core_kept(core) - LATE_MS), STORE_ARG_INT(PAGE)
	};
	struct ledger_reply counts = { 0 };
	struct store_rows rows;
	enum nw_status status =
		core_find(core, STORE_FIND_ITEMS_AWAITING, args, 2, &rows, err);
	struct store_item *at = status == NW_OK ? rows.at : NULL;

	for (size_t i = 0; at && i < rows.count && status == NW_OK; i++)
		status = decide(core, &counts, &at[i], err);
	return status;
}
